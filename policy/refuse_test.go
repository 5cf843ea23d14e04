package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// refusals are files that must not be used, each with its problems as 'line: part of the sentence'.
var refusals = []struct {
	name, file string
	want       []string
}{
	// Shape of the file.
	{"not YAML", "terms:\n  filing: [7 days\n", []string{"this is not YAML"}},
	{"a tab", "terms:\n\tfiling: 7 days\n", []string{"2: this is not YAML"}},
	{"a list", "- filing\n", []string{"1: a policy must be keys with values"}},
	{"a word", "hello\n", []string{"1: a policy must be keys with values"}},
	{"two documents", "terms: {}\n---\nterms: {}\n", []string{"2: a second document begins here"}},
	{"unknown section", "\ntermen:\n  filing: 7 days\n", []string{`2: unknown key "termen"; did you mean "terms"?`}},
	{"unknown term", "terms:\n  answer: 14 days\n  anwser: 15 days\n", []string{`3: unknown key "anwser" in terms; did you mean "answer"?`}},
	{"nothing like it", "amounts:\n  zzzzzz: 1\n", []string{`2: unknown key "zzzzzz" in amounts; known are claim_base, hourly_rate`}},
	{"a term in counts", "counts:\n  triage: 24 hours\n", []string{`2: unknown key "triage" in counts`}},
	{"given twice", "terms:\n  filing: 7 days\n  filing: 8 days\n", []string{"3: filing is already given in line 2"}},
	{"section twice", "terms: {}\nterms: {}\n", []string{"2: terms is already given in line 1"}},
	{"alias", "terms:\n  filing: &a 7 days\n  proof: *a\n", []string{"3: proof refers to another place"}},
	{"alias in a list", "languages:\n  - &a nl\n  - *a\n", []string{"3: languages refers to another place"}},
	{"merge key", "terms:\n  <<: {filing: 1 day}\n", []string{`2: unknown key "<<" in terms`}},
	{"section is a word", "terms: seven\n", []string{"1: terms must be keys with values"}},
	{"section is a list", "counts:\n  - attempts\n", []string{"2: counts must be keys with values"}},

	// Terms.
	{"no unit", "terms:\n  filing: 7\n", []string{`2: filing: "7" has no known unit`}},
	{"bad unit", "terms:\n  filing: 7 months\n", []string{`2: filing: "7 months" has no known unit; write hours, days, weeks or working days`}},
	{"no number", "terms:\n  filing: a week\n", []string{`2: filing: "a week" does not begin with a whole number`}},
	{"negative", "terms:\n  filing: -7 days\n", []string{`2: filing: "-7 days" is negative`}},
	{"zero", "terms:\n  filing: 0 days\n", []string{"2: filing must be longer than zero"}},
	{"very long", "terms:\n  filing: 700000 days\n", []string{"2: filing: \"700000 days\" is longer than ten years"}},
	{"no value", "terms:\n  filing:\n", []string{"2: filing has no value"}},
	{"a list for a term", "terms:\n  filing: [7, days]\n", []string{"2: filing must be a single value"}},
	{"notice in days", "terms:\n  hearing_notice: 3 days\n", []string{"2: hearing_notice must be in working days (R16)"}},

	// Reminders.
	{"reminder of nothing", "reminders:\n  triaje: [4 hours]\n", []string{`2: unknown key "triaje" in reminders; did you mean "triage"?`}},
	{"reminder of an appointment", "reminders:\n  appointment: [1 hour]\n", []string{"2: reminders: nobody is reminded of appointment"}},
	{"reminder of a standing offer", "reminders:\n  offer_stands: []\n", []string{"2: reminders: nobody is reminded of offer_stands"}},
	{"reminder no list", "reminders:\n  call: 1 day\n", []string{"2: reminders.call must be a list"}},
	{"reminder in working days", "reminders:\n  call:\n    - 1 day\n    - 2 working days\n", []string{"4: reminders.call: a reminder is given hours or days ahead, not working days"}},
	{"reminder at the end", "reminders:\n  call: [0 days]\n", []string{"2: reminders.call: a reminder comes before the end, not at it"}},
	{"reminder without a unit", "reminders:\n  call: [1]\n", []string{`2: reminders.call: "1" has no known unit`}},
	{"reminder with parts", "reminders:\n  call:\n    - [1 day]\n", []string{"3: reminders.call must be a single value"}},
	{"reminder twice", "reminders:\n  answer: [1 week, 7 days]\n", []string{"2: reminders.answer: 7 days is listed twice"}},
	{"reminder as long as its term", "\nreminders:\n  triage: [24 hours]\n", []string{"3: reminders.triage: 24 hours before the end is no shorter than the term itself (24 hours)"}},
	{"reminder longer than its term", "reminders:\n  call: [5 days]\n", []string{"2: reminders.call: 5 days before the end is no shorter than the term itself (3 working days)"}},
	{
		"reminder of a term made shorter", "terms:\n  inquiry: 1 working day\nreminders:\n  inquiry: [2 days]\n",
		[]string{"4: reminders.inquiry: 2 days before the end is no shorter than the term itself (1 working day)"},
	},

	// Counts and amounts.
	{"zero attempts", "counts:\n  attempts: 0\n", []string{`2: attempts: "0" must be a whole number from 1 to 20`}},
	{"half an attempt", "counts:\n  attempts: 2.5\n", []string{`2: attempts: "2.5" must be a whole number`}},
	{"negative extensions", "counts:\n  extensions: -1\n", []string{`2: extensions: "-1" must be a whole number from 0 to 20`}},
	{"nobody establishes", "counts:\n  establishers: 0\n", []string{"2: establishers"}},
	{"amount in words", "amounts:\n  claim_base: seventy\n", []string{`2: claim_base: "seventy" is not an amount in euros; write for instance 69.95`}},
	{"amount of tenths of cents", "amounts:\n  claim_base: 0.69955\n", []string{"2: claim_base"}},
	{"negative amount", "amounts:\n  hourly_rate: -45.00\n", []string{`2: hourly_rate: "-45.00" is negative`}},
	{"huge amount", "amounts:\n  hourly_rate: 99999999999\n", []string{`2: hourly_rate: "99999999999" is too large`}},

	// Lists.
	{"empty list", "grounds: []\n", []string{"1: grounds must have at least one entry"}},
	{"list of nothing", "tips:\n", []string{"1: tips must have at least one entry"}},
	{"list is a word", "severities: minor\n", []string{"1: severities must be a list"}},
	{"entry is a word", "severities:\n  - minor\n", []string{"2: severities: an entry must have code and label"}},
	{"no code", "severities:\n  - label: {nl: Licht}\n", []string{"2: severities: an entry has no code"}},
	{"no label", "severities:\n  - code: minor\n", []string{"2: severities: minor has no label"}},
	{"no Dutch", "severities:\n  - code: minor\n    label: {en: Minor}\n", []string{"3: severities.label has no Dutch text (nl)"}},
	{"empty Dutch", "severities:\n  - code: minor\n    label: {nl: '', en: Minor}\n", []string{"3: severities.label in nl has no value"}},
	{"label is a word", "severities:\n  - code: minor\n    label: Licht\n", []string{"3: severities.label must be a text with nl and en"}},
	{"third language", "severities:\n  - code: minor\n    label: {nl: Licht, de: Leicht}\n", []string{`3: unknown key "de" in severities.label`}},
	{"label of two lines", "severities:\n  - code: minor\n    label: {nl: \"Li\\ncht\"}\n", []string{"3: severities.label in nl must be one line"}},
	{"bad code", "severities:\n  - code: Zeer Ernstig\n    label: {nl: x}\n", []string{`2: severities.code: "Zeer Ernstig" is not a code`}},
	{
		"code twice", "severities:\n  - {code: minor, label: {nl: a}}\n  - {code: minor, label: {nl: b}}\n",
		[]string{"3: severities: code minor is already used in line 2"},
	},
	{"unknown remedy", "remedies:\n  - {code: voucher, label: {nl: Bon}}\n", []string{`2: unknown remedy "voucher"; known are refund, free_treatment, discount, apology`}},
	{"unknown needs", "grounds:\n  - {code: a, needs: luck, label: {nl: a}}\n", []string{`2: grounds: a needs "luck"; possible here`}},
	{"needs of another list", "grounds:\n  - {code: a, needs: no_show, label: {nl: a}}\n", []string{`2: grounds: a needs "no_show"`}},
	{"severity with needs", "severities:\n  - {code: a, needs: late, label: {nl: a}}\n", []string{`2: unknown key "needs" in severities`}},
	{"skip without evidence", "skips:\n  - {code: a, part: hearing, label: {nl: a}}\n", []string{`2: skips: a needs ""; possible here: attempts, no_show, evidence`}},
	{"skip of nothing", "skips:\n  - {code: a, needs: evidence, label: {nl: a}}\n", []string{`2: skips: a has part ""; it must be explanation, inquiry or hearing`}},
	{"no-show of a complainant", "skips:\n  - {code: a, part: explanation, needs: no_show, label: {nl: a}}\n", []string{`2: skips: a needs "no_show"`}},
	{"same skip twice", "skips:\n  - {code: a, part: hearing, needs: evidence, label: {nl: a}}\n  - {code: a, part: hearing, needs: no_show, label: {nl: a}}\n", []string{"3: skips: code a is already used in line 2"}},
	{"no reason for merging", "discontinue:\n  - {code: a, needs: talk_over, label: {nl: a}}\n", []string{"1: discontinue must have exactly one entry that needs merge_only; it has 0"}},

	// Organisation and others.
	{"no name", "organisation:\n  name: ''\n", []string{"2: organisation.name has no value"}},
	{"null e-mail", "organisation:\n  email: ~\n", []string{"2: organisation.email has no value"}},
	{"no phone", "organisation:\n  phone:\n", []string{"2: organisation.phone has no value"}},
	{"bad e-mail", "organisation:\n  email: info at chain\n", []string{`2: organisation.email: "info at chain" is not an e-mail address`}},
	{"e-mail with a name", "organisation:\n  email: Chain <a@b.example>\n", []string{"2: organisation.email"}},
	{"header in a name", "organisation:\n  name: \"Chain\\r\\nBcc: x@y.example\"\n", []string{"2: organisation.name must be one line of plain text"}},
	{"a proof of another sort", "forms:\n  proof_of_work: captcha\n", []string{`2: forms.proof_of_work: "captcha" must be off, under_load or always`}},
	{"no forms in an hour", "forms:\n  in_all: {at_once: 100, per_hour: 0}\n", []string{`2: forms.in_all.per_hour: "0" must be a whole number from 1 to 1000000`}},
	{"half a rate", "forms:\n  in_all: 100\n", []string{"2: forms.in_all must be keys with values"}},
	{"full before a proof is asked for", "forms:\n  in_all:\n    at_once: 40\n", []string{"3: load (40 at once) must be less than in_all (40 at once)"}},
	{"bad phone", "organisation:\n  phone: call us\n", []string{`2: organisation.phone: "call us" is not a phone number`}},
	{"script for a website", "organisation:\n  website: javascript:alert(1)\n", []string{"2: organisation.website"}},
	{"website without scheme", "outside_body:\n  url: www.example.org\n", []string{`2: outside_body.url: "www.example.org" is not a web address`}},
	{"bad IBAN", "organisation:\n  iban: NL91 ABNA 0417 1643 01\n", []string{"2: organisation.iban", "check digits"}},
	{"no IBAN", "organisation:\n  iban: 12345\n", []string{`2: organisation.iban: "12345" is not an IBAN`}},
	{"empty line in an address", "organisation:\n  address: \"Dam 1\\n\\nAmsterdam\"\n", []string{"2: organisation.address must be at most six lines"}},
	{"long address", "organisation:\n  address: \"1\\n2\\n3\\n4\\n5\\n6\\n7\"\n", []string{"2: organisation.address must be at most six lines"}},
	{"no Dutch language", "languages: [en]\n", []string{"1: languages must include nl"}},
	{"unknown language", "languages: [nl, fy]\n", []string{`1: unknown language "fy"; known are nl, en`}},
	{"language twice", "languages: [nl, nl]\n", []string{"1: language nl is listed twice"}},
	{"unknown reader", "reading:\n  reason_from: [administrator]\n", []string{`2: reading.reason_from: unknown role "administrator"; known are owner`}},
	{"reader twice", "reading:\n  reason_from: [owner, owner]\n", []string{"2: reading.reason_from: owner is listed twice"}},
	{"reader is a word", "reading:\n  reason_from: owner\n", []string{"2: reading.reason_from must be a list"}},
	{"no languages", "languages: []\n", []string{"1: languages must have at least one entry"}},

	// Calendar.
	{"bad zone", "calendar:\n  zone: Europe/Amsterdm\n", []string{`2: unknown time zone "Europe/Amsterdm"`}},
	{"zone of the machine", "calendar:\n  zone: Local\n", []string{`2: unknown time zone "Local"`}},
	{"zone out of a folder", "calendar:\n  zone: ../../etc/passwd\n", []string{"2: unknown time zone"}},
	{"unknown holiday", "calendar:\n  holidays:\n    public: [new_year, sinterklaas]\n", []string{`3: unknown public holiday "sinterklaas"`}},
	{"holiday twice", "calendar:\n  holidays:\n    public: [new_year, new_year]\n", []string{"3: public holiday new_year is listed twice"}},
	{"both sorts of 5 May", "calendar:\n  holidays:\n    public: [liberation_day, liberation_day_every_five_years]\n", []string{"3: choose liberation_day or"}},
	{"malformed date", "calendar:\n  holidays:\n    add:\n      - 24-12-2026\n", []string{`4: "24-12-2026" is not a date; write for instance 2026-12-24`}},
	{"date that is not", "calendar:\n  holidays:\n    add:\n      - {date: 2027-02-29, label: {nl: x}}\n", []string{`4: "2027-02-29" is not a date`}},
	{"malformed removal", "calendar:\n  holidays:\n    remove: [pasen]\n", []string{`3: "pasen" is not a date`}},
	{"added twice", "calendar:\n  holidays:\n    add:\n      - 2026-12-24\n      - 2026-12-24\n", []string{"5: date 2026-12-24 is listed twice"}},
	{"removed twice", "calendar:\n  holidays:\n    remove:\n      - 2026-05-25\n      - 2026-05-25\n", []string{"5: date 2026-05-25 is listed twice"}},
	{"added without a date", "calendar:\n  holidays:\n    add:\n      - label: {nl: x}\n", []string{"4: an added holiday has no date"}},
	{"removed what is none", "calendar:\n  holidays:\n    remove: [2026-03-10]\n", []string{"3: 2026-03-10 is no public holiday of this policy"}},
	{"added and removed", "calendar:\n  holidays:\n    add: [2026-05-25]\n    remove: [2026-05-25]\n", []string{"3: 2026-05-25 is both added and removed"}},
	{"reversed hours", "calendar:\n  hours:\n    monday: 17:00-09:00\n", []string{"3: the hours of monday end before they begin"}},
	{"overlapping hours", "calendar:\n  hours:\n    monday: 09:00-12:00, 11:00-17:00\n", []string{"3: the hours of monday overlap"}},
	{"malformed hours", "calendar:\n  hours:\n    monday: nine to five\n", []string{"3: monday: \"nine to five\" are not hours"}},
	{"hours past midnight", "calendar:\n  hours:\n    monday: 20:00-26:00\n", []string{"3: monday: \"20:00-26:00\" are not hours"}},
	{"unknown day", "calendar:\n  hours:\n    modnay: 09:00-17:00\n", []string{`3: unknown key "modnay" in calendar.hours; did you mean "monday"?`}},
	{"slot longer than the hours", "calendar:\n  slot_minutes: 240\n", []string{"2: the hours of monday are shorter than one slot"}},
	{"tiny slot", "calendar:\n  slot_minutes: 1\n", []string{"2: slot_minutes"}},
	{
		"always closed", "calendar:\n  hours: {monday: closed, tuesday: closed, wednesday: closed, thursday: closed, friday: closed}\n",
		[]string{"2: every day is closed"},
	},

	// Values that do not go together.
	{"no room for the inquiry", "terms:\n  inquiry: 10 working days\n", []string{"2: inquiry (10 working days) leaves no room within answer (14 days)"}},
	{"short answer", "terms:\n  answer: 4 days\n", []string{"2: call (3 working days) leaves no room within answer (4 days)"}},
	{"long extension", "terms:\n  extension: 5 weeks\n", []string{"2: extension (35 days) is more than twice answer (14 days)"}},
	{"short offer", "terms:\n  offer_stands: 10 days\n", []string{"2: offer_stands (10 days) is shorter than offer_reply (30 days)"}},
	{"attempts over too many days", "counts:\n  attempt_days: 4\n", []string{"2: 3 attempts cannot be spread over 4 days"}},
	{"an extension of nothing", "terms:\n  extension: 0 days\n", []string{"2: extension is zero while extensions allows 1"}},
}

func TestRefusals(t *testing.T) {
	for _, tc := range refusals {
		t.Run(tc.name, func(t *testing.T) {
			p, err := Parse([]byte(tc.file))
			if err == nil || p != nil {
				t.Fatal("was accepted")
			}
			for _, want := range tc.want {
				// With 'policy:' in front, the line number in want cannot match the end of another one.
				if !strings.Contains(err.Error(), want) || want[0] <= '9' && !strings.Contains(err.Error(), "policy:"+want) {
					t.Errorf("got %s\nwant %s", err, want)
				}
			}
		})
	}
}

func TestAllProblemsAreReportedInOrder(t *testing.T) {
	_, err := Parse([]byte(`organisation:
  email: nowhere
terms:
  filing: 0 days
  answr: 14 days
amounts:
  claim_base: free
calendar:
  zone: Mars/Olympus
  hours:
    monday: noon
remedies: []
`))
	var wrong *Error
	if !errors.As(err, &wrong) {
		t.Fatalf("got %v", err)
	}
	var lines []int
	for _, p := range wrong.Problems {
		lines = append(lines, p.Line)
	}
	if want := []int{2, 4, 5, 7, 9, 11, 12}; !slices.Equal(lines, want) {
		t.Errorf("got lines %v, want %v:\n%s", lines, want, err)
	}
}

func TestAllTermsRefuseZeroAndNegative(t *testing.T) {
	p := Default()
	for _, f := range termFields(&p.Terms) {
		for _, bad := range []string{"0 working days", "-1 working days"} {
			if f.key == "extension" && bad[0] == '0' {
				continue
			}
			_, err := Parse(fmt.Appendf(nil, "terms:\n  %s: %s\n", f.key, bad))
			if err == nil || !strings.HasPrefix(err.Error(), "policy:2: "+f.key) {
				t.Errorf("%s: %s gave %v", f.key, bad, err)
			}
		}
	}
}

func TestNoExtensionIsAChoice(t *testing.T) {
	p, err := Parse([]byte("terms:\n  extension: 0 days\ncounts:\n  extensions: 0\n"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "extensions", p.Terms.Extensions, 0)
}

func TestAmountsAreReadBothWays(t *testing.T) {
	for text, want := range map[string]int64{"69.95": 6995, "69,95": 6995, "70": 7000, "0": 0, "'€ 69,95'": 6995} {
		p, err := Parse([]byte("amounts:\n  claim_base: " + text + "\n"))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		same(t, text, int64(p.Terms.ClaimBase), want)
	}
}

func TestLargeFilesAreRefusedUnread(t *testing.T) {
	_, err := Parse([]byte(strings.Repeat("#", maxSize+1)))
	if err == nil || !strings.Contains(err.Error(), "larger than 1024 kB") {
		t.Errorf("got %v", err)
	}
}

func TestBuiltInFileMustBeComplete(t *testing.T) {
	p := &Policy{}
	problems := apply(p, []byte("terms:\n  filing: 7 days\n"))
	text := (&Error{File: "x", Problems: problems}).Error()
	for _, want := range []string{
		"terms.answer is missing", "organisation.phone is missing", "forms is missing", "calendar.zone is missing",
		"outside_person.name is missing", "tips is missing",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func TestWarnings(t *testing.T) {
	p, err := Parse([]byte("terms:\n  minutes: 5 working days\ncounts:\n  establishers: 1\ntips:\n  - nl: Kom snel\n"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(p.Warnings(), "\n")
	for _, want := range []string{"made-up chain", "can take longer than answer", "one person alone", "1 texts have no English"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(defaultFile)
	f.Add([]byte(override))
	for _, tc := range refusals {
		f.Add([]byte(tc.file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Parse(data)
		if err == nil {
			p.NewCalendar() // must not panic: whatever is accepted can be used
			p.Warnings()
			if _, err := TermsFromJSON(TermsJSON(p.Terms)); err != nil {
				t.Fatal(err)
			}
			return
		}
		var wrong *Error
		if !errors.As(err, &wrong) || len(wrong.Problems) == 0 {
			t.Fatalf("a refusal without problems: %v", err)
		}
		for _, problem := range wrong.Problems {
			if problem.Line < 1 || problem.Text == "" {
				t.Fatalf("a problem without place or sentence: %+v", problem)
			}
		}
	})
}

func FuzzParseTerm(f *testing.F) {
	for _, text := range []string{"24 hours", "2 weeks", "5 working days", "-1 days", "", "9999999999999999999 weeks"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		term, err := ParseTerm(text)
		if err != nil {
			return
		}
		if term.N < 0 || term.N > maxDays*24 {
			t.Fatalf("%q gave %v", text, term)
		}
		if again, err := ParseTerm(FormatTerm(term)); err != nil || again != term {
			t.Fatalf("%v came back as %v, %v", term, again, err)
		}
	})
}
