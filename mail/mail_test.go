package mail

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

var update = flag.Bool("update", false, "write the golden files anew")

var languages = []string{"nl", "en"}

// Sentinels: what must not be found in letters that may not say it.
const (
	theSpec   = "S. de Vries"
	theBranch = "Utrecht Centrum"
)

func amsterdam(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func typical(t testing.TB, to dossier.Party, kind, language string) Notice {
	t.Helper()
	zone := amsterdam(t)
	pick := func(nl, en string) string {
		if language == "en" {
			return en
		}
		return nl
	}
	minutes := map[string]int{Code: 15}[kind]
	return Notice{Kind: kind, To: to, Language: language, Name: "J. Jansen", Data: Data{
		Minutes:   minutes,
		Reference: "WH-2026-00123-K", Organisation: "Voorbeeldkliniek", Phone: "085 000 0000",
		Branch: theBranch, Specialist: theSpec,
		At:     time.Date(2026, 3, 5, 14, 5, 0, 0, zone),
		Due:    time.Date(2026, 3, 19, 23, 59, 59, 999e6, zone),
		Date:   "2026-03-12",
		Amount: 11_495,
		Lines: []Line{
			{Label: pick("Vast bedrag", "Fixed amount"), Amount: 6_995},
			{Label: pick("Uren van medewerkers", "Hours of staff"), Amount: 4_500},
		},
		Ground: pick("Te laat ingediend", "Filed too late"),
		Reason: pick("Er zijn nieuwe feiten", "There are new facts"),
		Other:  "WH-2026-00099-B", OutsideBody: pick("Geschillencommissie", "Complaints Board"),
		OutsideURL: "https://outside.example", IBAN: "NL91 ABNA 0417 1643 00",
		Deadline: dueOf(to), Moved: []dossier.MovedDeadline{{
			Deadline: dossier.DueCall, From: time.Date(2026, 3, 18, 23, 59, 59, 999e6, zone), To: time.Date(2026, 3, 19, 23, 59, 59, 999e6, zone),
		}},
		Day: Day{
			Date: "2026-03-12", Next: "2026-03-13",
			Late: Listing{Count: 1, Items: []Item{{"WH-2026-00123-K", dossier.DueTriage, time.Date(2026, 3, 11, 10, 0, 0, 0, zone)}}},
			Due: Listing{Count: 4, Items: []Item{
				{"WH-2026-00124-L", dossier.DueCall, time.Date(2026, 3, 13, 23, 59, 59, 999e6, zone)},
				{"WH-2026-00125-M", dossier.DueHarmReport, time.Date(2026, 3, 12, 20, 15, 0, 0, zone)},
			}},
			New: Listing{Count: 1, Items: []Item{{"WH-2026-00126-N", dossier.DueTriage, time.Date(2026, 3, 13, 9, 0, 0, 0, zone)}}},
		},
		How: "visit", Outcome: "founded", Cause: "discontinued", Number: 2,
		Tips:      []string{pick("Schrijf vooraf op wat u wilt zeggen.", "Write down beforehand what you want to say.")},
		Authority: true, Zone: zone,
		Terms: dossier.Terms{
			Attempts: 3, Invitations: 2, Triage: dossier.Term{N: 24, Unit: dossier.Hours},
			Review: dossier.Term{N: 42, Unit: dossier.Days},
		},
	}}
}

// dueOf is a deadline that each sort of receiver is reminded of.
func dueOf(to dossier.Party) dossier.DeadlineKind {
	return map[string]dossier.DeadlineKind{
		complainant: dossier.DueOfferReply, specialist: dossier.DueMinutes, handlers: dossier.DueTriage, desk: dossier.DueTalkBooking,
	}[sortOf(to)]
}

func render(t testing.TB, n Notice) Letter {
	t.Helper()
	letter, err := Render(n)
	if err != nil {
		t.Fatalf("%s to %s in %s: %v", n.Kind, n.To, n.Language, err)
	}
	return letter
}

func partyOf(sort string) dossier.Party {
	switch sort {
	case ToAccount:
		return "account:A12"
	case specialist:
		return dossier.ToSpecialist("S12")
	case fellow:
		return dossier.ToFellow(3)
	case handlers:
		return dossier.ToHandlers
	case desk:
		return dossier.ToDesk
	case former:
		return ToFormer
	}
	return dossier.ToComplainant
}

// each calls f for every kind of notice in every language, with typical data.
func each(t *testing.T, f func(t *testing.T, sort string, n Notice)) {
	t.Helper()
	for sort, list := range Kinds() {
		for _, kind := range list {
			for _, language := range languages {
				t.Run(language+"/"+sort+"/"+kind, func(t *testing.T) {
					f(t, sort, typical(t, partyOf(sort), kind, language))
				})
			}
		}
	}
}

func TestTextsAreThereForEveryNoticeAndNoOther(t *testing.T) {
	want := map[string]bool{}
	for sort, list := range Kinds() {
		for _, kind := range list {
			want[sort+"/"+kind] = true
			if _, ok := kinds[sort][kind]; !ok {
				t.Errorf("%s to %s: no class", kind, sort)
			}
		}
		for kind := range kinds[sort] {
			if !slices.Contains(list, kind) {
				t.Errorf("%s to %s is no kind of notice", kind, sort)
			}
		}
	}
	for lang, l := range libraries {
		for name := range want {
			guarded := strings.Replace(name, complainant, representative, 1)
			if l.sheets[name] == nil && l.sheets[guarded] == nil {
				t.Errorf("%s: no text %s", lang, name)
			}
		}
		for name := range l.sheets {
			own := strings.Replace(name, representative, complainant, 1)
			if !want[own] && name != representative+"/"+unspecific {
				t.Errorf("%s: the text %s belongs to no notice", lang, name)
			}
		}
	}
}

func TestBothLanguagesHaveTheSameTexts(t *testing.T) {
	nl, en := libraries[words.NL], libraries[words.EN]
	for name := range nl.sheets {
		if en.sheets[name] == nil {
			t.Errorf("no English text %s", name)
		}
	}
	if len(nl.sheets) != len(en.sheets) || len(nl.frames) != len(en.frames) {
		t.Errorf("%d and %d texts, %d and %d frames", len(nl.sheets), len(en.sheets), len(nl.frames), len(en.frames))
	}
}

// guardedKinds are letters of which the one to who showed no authority is kept as well (R5).
var guardedKinds = []string{"message", "filed", "proof_asked", "withdrawn", "upheld", "investigation_completed", "investigation_discontinued", "reminder"}

func TestLettersAreAsKept(t *testing.T) {
	each(t, func(t *testing.T, sort string, n Notice) { golden(t, sort, n) })
	for _, kind := range guardedKinds {
		for _, language := range languages {
			n := typical(t, dossier.ToComplainant, kind, language)
			n.Data.Authority = false
			golden(t, representative, n)
		}
	}
}

func golden(t *testing.T, sort string, n Notice) {
	t.Helper()
	letter := render(t, n)
	got := fmt.Sprintf("Subject: %s\nLink: %s\nClass: %s\n\n%s", letter.Subject, letter.Link, letter.Class, letter.Body)
	path := filepath.Join("testdata", n.Language, sort, n.Kind+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update when it should\ngot:\n%s\nwant:\n%s", path, got, want)
	}
}

func TestLettersAreWellFormed(t *testing.T) {
	each(t, func(t *testing.T, sort string, n Notice) {
		letter := render(t, n)
		if letter.Subject == "" || strings.ContainsAny(letter.Subject, "\r\n") {
			t.Errorf("subject %q", letter.Subject)
		}
		if letter.Class == "" || letter.Link != or(kinds[sort][n.Kind].link, links[sort]) {
			t.Errorf("class %q, link %q", letter.Class, letter.Link)
		}
		placeholders := map[bool]int{true: 1}[links[sort] != ""]
		if got := strings.Count(letter.Body, LinkPlaceholder); got != placeholders {
			t.Errorf("%d placeholders of the link, want %d", got, placeholders)
		}
		for _, fault := range []string{"<no value>", "  ", "\n\n\n", " \n", "⟦", "%!", " .", " ,", "..", "{{."} {
			if strings.Contains(letter.Body, fault) {
				t.Errorf("%q in the body:\n%s", fault, letter.Body)
			}
		}
		for _, want := range []string{n.Name, n.Data.Organisation} {
			if !strings.Contains(letter.Body, want) {
				t.Errorf("%q is not in the body", want)
			}
		}
		// Who handles complaints needs no number to ask about them: it is their own.
		own := slices.Contains([]string{handlers, desk, ToAccount}, sort)
		if strings.Contains(letter.Body, n.Data.Phone) == own {
			t.Errorf("the phone number is not where it should be:\n%s", letter.Body)
		}
	})
}

// A coded reason is printed in an ending of that cause alone: with another cause it could be somebody's own words.
func TestReasonIsPrintedOnlyWhereItIsCoded(t *testing.T) {
	printed := []string{"discontinued", "investigation_discontinued", "reopened"}
	each(t, func(t *testing.T, sort string, n Notice) {
		got := strings.Contains(render(t, n).Body, n.Data.Reason)
		if want := sort == complainant && slices.Contains(printed, n.Kind); got != want {
			t.Errorf("reason printed: %v, want %v", got, want)
		}
	})
	n := typical(t, dossier.ToComplainant, "investigation_discontinued", "nl")
	n.Data.Cause = "withdrawn"
	if strings.Contains(render(t, n).Body, n.Data.Reason) {
		t.Error("the words of a withdrawal stand in the letter")
	}
}

// needed is what a kind's text cannot do without, beside reference, organisation and phone.
var needed = map[string][]string{
	"complainant/talk_booked": {"At"}, "complainant/talk_cancelled": {"At"},
	"complainant/act_booked":            {"Date"},
	"complainant/explanation_planned":   {"At"},
	"complainant/explanation_cancelled": {"At"},
	"complainant/term_extended":         {"Date"},
	"complainant/remedy_booked":         {"Date"},
	"complainant/rejected_at_triage":    {"Ground", "OutsideBody"},
	"complainant/rejected":              {"Ground", "OutsideBody"},
	"complainant/review_maintained":     {"OutsideBody"},
	"complainant/claim_sent":            {"Lines", "Amount"},
	"complainant/claim_paid":            {"Amount"},
	"complainant/claim_repaid":          {"Amount"},
	"specialist/talk_booked":            {"At"}, "specialist/talk_cancelled": {"At"},
	"specialist/act_booked": {"Date"}, "specialist/remedy_booked": {"Date"},
	"specialist/hearing_invited": {"At"}, "specialist/hearing_cancelled": {"At"},
	"fellow/inquiry":    {"Date"},
	"handlers/reminder": {"What"}, "handlers/overdue": {"What"},
	"desk/reminder": {"What"}, "desk/overdue": {"What"},
	"specialist/reminder": {"What"}, "complainant/reminder": {"What"},
	"complainant/moved": {"Moved"}, "complainant/code": {"Minutes"}, "complainant/link_renewed": {"At"}, "former/address_moved": {"At"}, "account/digest": {"Date"},
}

func TestLettersDoWithoutWhatIsNotNeeded(t *testing.T) {
	each(t, func(t *testing.T, sort string, n Notice) {
		full := n.Data
		n.Name = ""
		n.Data = Data{Reference: full.Reference, Organisation: full.Organisation, Phone: full.Phone, Authority: true}
		var lacked []string
		for range 10 {
			_, err := Render(n)
			var lack *LackError
			if !errors.As(err, &lack) {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
			lacked = append(lacked, lack.Datum)
			give(t, &n.Data, full, lack.Datum)
		}
		want := slices.Sorted(slices.Values(needed[sort+"/"+n.Kind]))
		slices.Sort(lacked)
		if !slices.Equal(lacked, want) {
			t.Errorf("needs %v, want %v", lacked, want)
		}
		for _, fault := range []string{"<no value>", "  ", "\n\n\n", " .", " ,", "..", ":."} {
			if strings.Contains(render(t, n).Body, fault) {
				t.Errorf("%q in the body:\n%s", fault, render(t, n).Body)
			}
		}
	})
}

func give(t *testing.T, d *Data, full Data, datum string) {
	t.Helper()
	switch datum {
	case "At":
		d.At = full.At
	case "Date":
		d.Date = full.Date
	case "Ground":
		d.Ground = full.Ground
	case "OutsideBody":
		d.OutsideBody = full.OutsideBody
	case "Lines":
		d.Lines = full.Lines
	case "Amount":
		d.Amount = full.Amount
	case "What":
		d.Deadline = full.Deadline
	case "Moved":
		d.Moved = full.Moved
	case "Minutes":
		d.Minutes = full.Minutes
	default:
		t.Fatalf("nobody said that %s is needed", datum)
	}
}

func TestRenderNamesWhatANoticeLacks(t *testing.T) {
	n := typical(t, dossier.ToComplainant, "claim_sent", "nl")
	n.Data.Amount = 0
	_, err := Render(n)
	var lack *LackError
	if !errors.As(err, &lack) || *lack != (LackError{Kind: "claim_sent", To: "complainant", Datum: "Amount"}) {
		t.Errorf("got %v", err)
	}
	if want := "mail: claim_sent to complainant lacks Amount"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestRenderRefusesAnUnknownNotice(t *testing.T) {
	for _, n := range []Notice{
		{Kind: "unknown", To: dossier.ToComplainant},
		{Kind: "filed", To: dossier.ToSpecialist("S12")},
		{Kind: "inquiry", To: "nobody"},
	} {
		if _, err := Render(n); !errors.Is(err, ErrNoText) {
			t.Errorf("%s to %s: %v", n.Kind, n.To, err)
		}
	}
}

func TestUnknownLanguageIsDutch(t *testing.T) {
	n := typical(t, dossier.ToComplainant, "message", "nl")
	want := render(t, n)
	n.Language = "de"
	if got := render(t, n); got != want {
		t.Errorf("got %q", got.Subject)
	}
}

func TestNameStaysOnTheLineOfTheSalutation(t *testing.T) {
	n := typical(t, dossier.ToComplainant, "message", "nl")
	n.Name = "J. Jansen\r\nBcc: a@example.org {{.Phone}}"
	body := render(t, n).Body
	if first, _, _ := strings.Cut(body, "\n"); first != "Beste J. Jansen Bcc: a@example.org {{.Phone}}," {
		t.Errorf("first line %q", first)
	}
}

// Nobody's name is a place where a link or a code is filled in (ASVS 1.3.7).
func TestNameIsNoPlaceholder(t *testing.T) {
	for _, name := range []string{"{{link}}", "{{code}}", "{{{{link}}}}", "{{li{{link}}nk}}", "a {{link}} b {{link}}"} {
		n := typical(t, dossier.ToComplainant, "message", "nl")
		plain := render(t, n).Body
		n.Name = name
		body := render(t, n).Body
		if strings.Count(body, LinkPlaceholder) != strings.Count(plain, LinkPlaceholder) || strings.Contains(body, CodePlaceholder) {
			t.Errorf("%s is filled in:\n%s", name, body)
		}
	}
}

func TestDueOf(t *testing.T) {
	for _, c := range []struct {
		to   dossier.Party
		kind string
		want dossier.DeadlineKind
	}{
		{dossier.ToComplainant, "filed", dossier.DueAnswer},
		{dossier.ToSpecialist("S12"), "minutes", dossier.DueMinutes},
		{dossier.ToFellow(1), "inquiry", dossier.DueInquiry},
		{dossier.ToComplainant, "message", ""},
		{dossier.ToComplainant, "unknown", ""},
		{"nobody", "filed", ""},
	} {
		if got := DueOf(c.to, c.kind); got != c.want {
			t.Errorf("DueOf(%s, %s) = %q, want %q", c.to, c.kind, got, c.want)
		}
	}
}

func TestUntilWhen(t *testing.T) {
	zone := amsterdam(t)
	for _, c := range []struct {
		due  time.Time
		zone *time.Location
		want string
	}{
		{time.Time{}, zone, "zo snel mogelijk"},
		{time.Date(2026, 3, 19, 22, 59, 59, 0, time.UTC), zone, "uiterlijk donderdag 19 maart 2026"},
		{time.Date(2026, 3, 19, 12, 30, 0, 0, time.UTC), zone, "uiterlijk donderdag 19 maart 2026 om 13.30\u00a0uur"},
		{time.Date(2026, 3, 19, 23, 59, 59, 0, time.UTC), nil, "uiterlijk donderdag 19 maart 2026"},
	} {
		if got := by(words.NL, c.due, c.zone); got != c.want {
			t.Errorf("by(%s) = %q, want %q", c.due, got, c.want)
		}
	}
}
