package mail

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/words"
)

func allSheets() []Sheet { return append(Sheets(words.NL), Sheets(words.EN)...) }

// What staff find when they begin is the program's text in their language: it can be used as it is, and says the same to the letter.
func TestOwnText_TheProgramsTextsCanBeWrittenByStaff(t *testing.T) {
	if len(allSheets()) < 180 {
		t.Fatalf("%d texts", len(allSheets()))
	}
	for _, s := range allSheets() {
		own := s.Program()
		if faults := Check(s, own); len(faults) > 0 {
			t.Errorf("%s in %s: %+v\n%s", s.name(), s.Language, faults, own)
			continue
		}
		for _, n := range append(s.examples(), Example(s, "Kliniek", "085 000 0000", amsterdam(t))) {
			want, err := Render(n)
			if err != nil {
				t.Fatalf("%s: %v", s.name(), err)
			}
			got, fault, err := Write(n, own)
			if err != nil || fault != nil || got != want {
				t.Errorf("%s in %s: %v %v\ngot  %q\nwant %q", s.name(), s.Language, fault, err, got.Body, want.Body)
			}
		}
	}
}

func TestOwnText_IsWrittenInPlaceOfTheProgramsText(t *testing.T) {
	n := typical(t, "complainant", "talk_booked", "nl")
	letter, fault, err := Write(n, "Gesprek op {{tijdstip}} ({{kenmerk}})\n\nU spreekt {{specialist}}.\n{{als oorzaak = ban}}Nee{{anders}}Ja{{einde}}")
	if err != nil || fault == nil { // the kind has no cause to ask for
		t.Fatalf("%v %v", fault, err)
	}
	want := render(t, n)
	if letter != want {
		t.Error("a text that cannot be used does not give the program's own letter")
	}
	letter, fault, err = Write(n, "Gesprek ({{kenmerk}})\n\nOp {{tijdstip}}, met {{specialist}}.")
	if err != nil || fault != nil || letter.Subject != "Gesprek (WH-2026-00123-K)" || !strings.Contains(letter.Body, ", met "+theSpec+".") {
		t.Errorf("%v %v %+v", err, fault, letter)
	}
	if !strings.Contains(letter.Body, LinkPlaceholder) || !strings.Contains(letter.Body, "Beste J. Jansen") || letter.Class != want.Class || letter.Link != want.Link {
		t.Errorf("what stands around the text is gone:\n%s", letter.Body)
	}
}

// A text is refused with its line and what stands there: nothing of it is ever mailed.
func TestOwnText_WhatCannotBeUsedIsRefused(t *testing.T) {
	booked, rejected, claim := Sheet{words.NL, complainant, "talk_booked"}, Sheet{words.NL, complainant, "rejected"}, Sheet{words.EN, complainant, "claim_sent"}
	ban, code := Sheet{words.NL, specialist, "ban_started"}, Sheet{words.NL, complainant, "code"}
	const head = "Onderwerp ({{kenmerk}})\n\n{{tijdstip}} "
	for text, c := range map[string]struct {
		sheet Sheet
		want  Fault
	}{
		head + "{{iets}}":                       {booked, Fault{"unknown", 3, "iets"}},
		head + "{{.Reference}}":                 {booked, Fault{"unknown", 3, ".Reference"}},
		head + "\n{{print 1}}":                  {booked, Fault{"unknown", 4, "print 1"}},
		head + "{{bedrag}}":                     {booked, Fault{"elsewhere", 3, "bedrag"}},
		head + "{{klager}}":                     {booked, Fault{"unknown", 3, "klager"}},
		head + "{{link}}":                       {booked, Fault{"elsewhere", 3, "link"}},
		head + "{{}}":                           {booked, Fault{"empty", 3, "{{}}"}},
		head + "{{kenmerk":                      {booked, Fault{"brackets", 3, "{{tijdstip}} {{kenmerk"}},
		head + "kenmerk}}":                      {booked, Fault{"brackets", 3, "{{tijdstip}} kenmerk}}"}},
		head + "{{{{kenmerk}}}}":                {booked, Fault{"brackets", 3, "{{tijdstip}} {{{{kenmerk}}}}"}},
		head + "{{als kenmerk}}x":               {booked, Fault{"open", 3, "{{als …}}"}},
		head + "x{{einde}}":                     {booked, Fault{"closed", 3, "einde"}},
		head + "{{anders}}":                     {booked, Fault{"closed", 3, "anders"}},
		head + "{{deel herbeoordeling}}":        {booked, Fault{"elsewhere", 3, "herbeoordeling"}},
		head + "{{deel x}}":                     {booked, Fault{"unknown", 3, "x"}},
		head + "{{template \"tips\"}}":          {booked, Fault{"unknown", 3, "template \"tips\""}},
		head + "{{als tijdstip = x}}a{{einde}}": {booked, Fault{"code", 3, "tijdstip"}},
		head + strings.Repeat("{{als kenmerk}}", 6) + strings.Repeat("{{einde}}", 6): {booked, Fault{"deep", 3, "als kenmerk"}},
		head + "\x00":                                                     {booked, Fault{Code: "control"}},
		head + "\u202e":                                                   {booked, Fault{Code: "control"}},
		head + strings.Repeat("x", longest):                               {booked, Fault{Code: "long"}},
		"\n\n{{kenmerk}} {{tijdstip}}":                                    {booked, Fault{Code: "subject", Line: 1}},
		"{{deel tips}}\n\n{{kenmerk}} {{tijdstip}}":                       {booked, Fault{Code: "subject", Line: 1}},
		strings.Repeat("x", 200) + "\n\n{{kenmerk}} {{tijdstip}}":         {booked, Fault{Code: "subject", Line: 1}},
		"Onderwerp ({{kenmerk}}) {{tijdstip}}\n\n ":                       {booked, Fault{Code: "body", Line: 3}},
		"Onderwerp\n\n{{tijdstip}}":                                       {booked, Fault{Code: "lacks", What: "kenmerk"}},
		"Onderwerp ({{kenmerk}})\n\nTot dan.":                             {booked, Fault{Code: "lacks", What: "tijdstip"}},
		head + "{{uiterlijk}}":                                            {Sheet{words.NL, complainant, "filed"}, Fault{"missing", 3, "tijdstip"}},
		"Onderwerp ({{kenmerk}})\n\nAfgewezen: {{grond}}.":                {rejected, Fault{Code: "lacks", What: "instantie"}},
		"Onderwerp ({{kenmerk}})\n\nAfgewezen: {{grond}}. {{instantie}}.": {rejected, Fault{Code: "lacks", What: "herbeoordeling_tot"}},
		"Claim ({{reference}})\n\nPay {{amount}}.":                        {claim, Fault{Code: "lacks", What: "by"}},
		"Claim ({{reference}})\n\n{{bedrag}} {{by}}":                      {claim, Fault{"unknown", 3, "bedrag"}},
		"Verbod ({{kenmerk}})\n\nBehandeld op {{datum}}.":                 {ban, Fault{"missing", 3, "datum"}},
		"Code ({{kenmerk}})\n\nWerkt {{minuten}} minuten.":                {code, Fault{Code: "lacks", What: "code"}},
		"Verbod ({{kenmerk}})\n\n{{oorzaak}}":                             {Sheet{words.NL, specialist, "ban_ended"}, Fault{"code", 3, "oorzaak"}},
		"Verbod ({{kenmerk}})\n\n{{als oorzaak = \"x\"}}{{einde}}":        {Sheet{words.NL, specialist, "ban_ended"}, Fault{"unknown", 3, "\"x\""}},
	} {
		faults := Check(c.sheet, text)
		found := false
		for _, f := range faults {
			found = found || f == c.want
		}
		if !found {
			t.Errorf("%s: %.80q: %+v, want %+v", c.sheet.name(), text, faults, c.want)
		}
	}
}

// Fields of one kind cannot be carried into another: an own text says nothing that mails of its kind do not say.
func TestOwnText_SaysNothingThatItsKindDoesNotSay(t *testing.T) {
	allowed := allowList(t)
	in := map[string]string{ // as says.txt calls it, what a field is made of
		"At": "At", "Date": "Date", "Ground": "Ground", "Reason": "Reason", "Amount": "Amount", "IBAN": "IBAN", "Other": "Other",
		"Specialist": "Specialist", "Branch": "Branch", "OutsideURL": "OutsideURL", "Outcome": "Outcome", "By": "Due", "Minutes": "Minutes",
	}
	for _, s := range allSheets() {
		if s.Sort == representative {
			continue
		}
		fields, _ := s.allowed()
		for _, f := range fields {
			says, known := in[f]
			if known && !strings.Contains(" "+strings.Join(allowed[s.name()], " ")+" ", " "+says+" ") {
				t.Errorf("%s may name %s, which testdata/says.txt does not name for it", s.name(), f)
			}
		}
	}
}

// What a text can grow to is bounded by what it names: nothing in it repeats.
func TestOwnText_CannotGrow(t *testing.T) {
	s := Sheet{words.NL, complainant, "talk_booked"}
	text := "({{kenmerk}})\n\n{{tijdstip}}" + strings.Repeat("{{deel tips}}", 1000)
	n := Example(s, "O", "0", nil)
	letter, fault, err := Write(n, text)
	if err != nil || fault != nil || len(letter.Body) > 100*len(text) {
		t.Errorf("%d bytes of %d, %v %v", len(letter.Body), len(text), fault, err)
	}
	var lack *LackError
	n.Data.At = time.Time{}
	if _, _, err := Write(n, text); !errors.As(err, &lack) {
		t.Errorf("a notice that lacks what both texts need: %v", err)
	}
}

// Every word that a text can hold is explained, and no two mean the same.
func TestOwnText_EveryWordHasOneMeaningAndIsExplained(t *testing.T) {
	for _, lang := range []words.Lang{words.NL, words.EN} {
		seen := map[string]bool{}
		for _, table := range []map[string][2]string{fieldNames, keywords} {
			for _, names := range table {
				name := nameIn(lang, names)
				if seen[name] {
					t.Errorf("%s: %s means two things", lang, name)
				}
				seen[name] = true
			}
		}
	}
	for _, s := range allSheets() {
		for _, w := range s.Words() {
			if !words.Has(w.Key) {
				t.Errorf("nothing explains %s", w.Key)
			}
		}
	}
}

// Whatever is typed gives faults or a letter, and a letter holds nothing but what the text could name.
func FuzzOwnText(f *testing.F) {
	for _, s := range Sheets(words.NL) {
		f.Add(s.Program())
	}
	f.Add("{{als oorzaak = ban}}{{anders als oorzaak niet filed}}{{einde}}")
	f.Fuzz(func(t *testing.T, text string) {
		s := Sheet{words.NL, complainant, "talk_booked"}
		if len(Check(s, text)) > 0 {
			return
		}
		for _, n := range s.examples() {
			letter, fault, err := Write(n, text)
			if fault != nil || err != nil || strings.ContainsAny(letter.Subject, "\r\n") || strings.Count(letter.Body, LinkPlaceholder) != 1 {
				t.Fatalf("%v %v %q", fault, err, letter)
			}
		}
	})
}
