package policy

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
)

func hours(n int) dossier.Term       { return dossier.Term{N: n, Unit: dossier.Hours} }
func days(n int) dossier.Term        { return dossier.Term{N: n, Unit: dossier.Days} }
func workingDays(n int) dossier.Term { return dossier.Term{N: n, Unit: dossier.WorkingDays} }

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// The built-in policy has the figures of the procedure.

func TestR1_TalkIsHeldWithinFiveWorkingDays(t *testing.T) {
	same(t, "talk_held", Default().Terms.TalkHeld, workingDays(5))
}

func TestR2_SixTipsInBothLanguages(t *testing.T) {
	tips := Default().Tips
	same(t, "tips", len(tips), 6)
	for _, tip := range tips {
		if tip.NL == "" || tip.EN == "" {
			t.Errorf("%v lacks a language", tip)
		}
	}
}

func TestR4_TalkIsAnsweredAndActFollowed(t *testing.T) {
	terms := Default().Terms
	same(t, "talk_reply", terms.TalkReply, days(7))
	same(t, "agreed_act", terms.AgreedAct, days(14))
	same(t, "attempts", terms.Attempts, 3)
}

func TestR5_RelationsAndAuthority(t *testing.T) {
	p := Default()
	same(t, "authority", p.Terms.Authority, days(7))
	for _, code := range []string{"parent", "partner", "heir", "authorised"} {
		if p.RelationLabel(code, "nl") == code {
			t.Errorf("no relation %s", code)
		}
	}
}

func TestR8_TermIsSevenDays(t *testing.T) {
	same(t, "filing", Default().Terms.Filing, days(7))
}

func TestR9_ProofWithinSevenDays(t *testing.T) {
	same(t, "proof", Default().Terms.Proof, days(7))
}

func TestR10_TriageWithin24Hours(t *testing.T) {
	terms := Default().Terms
	same(t, "triage", terms.Triage, hours(24))
	same(t, "harm_report", terms.HarmReport, workingDays(3))
	same(t, "withdrawal", terms.Withdrawal, hours(24))
	same(t, "authority", LabelOf(terms.Authorities, "igj", "nl"), "Inspectie Gezondheidszorg en Jeugd (IGJ)")
	var labels []string
	for _, s := range terms.Severities {
		labels = append(labels, Pick(s.Label, "nl"))
	}
	same(t, "severities, mildest first", strings.Join(labels, ", "), "Licht, Ernstig, Zeer ernstig")
}

func TestR12_CallWithinThreeWorkingDays(t *testing.T) {
	same(t, "call", Default().Terms.Call, workingDays(3))
}

func TestR13_AnswerWithinTwoWeeksExtendedOnceByTwo(t *testing.T) {
	terms := Default().Terms
	same(t, "answer", terms.Answer, days(14))
	same(t, "extension", terms.Extension, days(14))
	same(t, "extensions", terms.Extensions, 1)
}

func TestR13_PartsFitWithinTheAnswerTerm(t *testing.T) {
	p := Default()
	c := p.NewCalendar()
	// A complaint filed on a Monday morning of a week without holidays, every part at its last moment.
	filed := time.Date(2026, 3, 2, 9, 0, 0, 0, p.Calendar.Zone)
	at := c.After(filed, p.Terms.Triage)
	at = c.After(at, p.Terms.Call)
	at = c.After(at, p.Terms.Inquiry)
	at = c.After(at, p.Terms.Minutes)
	if at.After(c.After(filed, p.Terms.Answer)) {
		t.Errorf("the parts end at %s, after the answer is due", c.Local(at))
	}
	if w := p.Warnings(); len(w) != 1 || !strings.Contains(w[0], "made-up") {
		t.Errorf("got %q", w)
	}
}

func TestR14_OutsidePersonIsNamed(t *testing.T) {
	if p := Default().OutsidePerson; p.Name == "" || p.Email == "" {
		t.Errorf("got %+v", p)
	}
}

func TestR16_ThreeWorkingDaysNoticeAndTwoInvitations(t *testing.T) {
	terms := Default().Terms
	same(t, "hearing_notice", terms.HearingNotice, workingDays(3))
	same(t, "minutes", terms.Minutes, workingDays(3))
	same(t, "invitations", terms.Invitations, 2)
}

func TestR17_EverySkipNeedsEvidence(t *testing.T) {
	terms := Default().Terms
	same(t, "attempts", terms.Attempts, 3)
	same(t, "attempt_days", terms.AttemptDays, 2)
	got := map[string]dossier.Needs{}
	for _, s := range terms.Skips {
		got[string(s.Part)+"/"+s.Code] = s.Needs
	}
	want := map[string]dossier.Needs{
		"explanation/unreachable":     dossier.NeedsAttempts,
		"explanation/written_refusal": dossier.NeedsEvidence,
		"hearing/no_show":             dossier.NeedsNoShow,
		"hearing/written_refusal":     dossier.NeedsEvidence,
		"inquiry/no_other_clients":    dossier.NeedsNobodyElse,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestR28_AuditorsSayWhyTheyRead(t *testing.T) {
	for text, want := range map[string][]dossier.Role{
		"":                              {dossier.RoleAuditor},
		"reading:\n  reason_from: []\n": {},
		"reading:\n  reason_from: [specialist]\n": {dossier.RoleSpecialist},
	} {
		p, err := Parse([]byte(text))
		if err != nil || !slices.Equal(p.Reading.ReasonFrom, want) {
			t.Errorf("%q asks %v, %v", text, p.Reading.ReasonFrom, err)
		}
	}
}

func TestR19_RemediesAndOffers(t *testing.T) {
	terms := Default().Terms
	same(t, "offer_reply", terms.OfferReply, days(30))
	same(t, "offer_stands", terms.OfferStands, days(180))
	same(t, "refusals", terms.Refusals, 2)
	want := []dossier.RemedyKind{dossier.Refund, dossier.FreeTreatment, dossier.Discount, dossier.Apology}
	if !slices.Equal(terms.Remedies, want) {
		t.Errorf("got %v", terms.Remedies)
	}
}

func TestR20_GroundsAndWhereToGo(t *testing.T) {
	p := Default()
	got := map[string]dossier.Needs{}
	for _, g := range p.Terms.Grounds {
		got[g.Code] = g.Needs
	}
	want := map[string]dossier.Needs{
		"less_result": dossier.NeedsShadesMet,
		"comfort":     dossier.NeedsNoHarm,
		"premises":    dossier.NeedsNoHarm,
		"not_serious": dossier.NeedsNoHarm,
		"late":        dossier.NeedsLate,
		"not_found":   dossier.NeedsProofAsked,
		"unfounded":   dossier.NeedsUnfounded,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	same(t, "review", p.Terms.Review, days(42))
	same(t, "review_answer", p.Terms.ReviewAnswer, days(14))
	if p.OutsideBody.Name.NL == "" || p.OutsideBody.URL == "" {
		t.Errorf("got %+v", p.OutsideBody)
	}
}

func TestR21_RemedyWithinTwoWeeks(t *testing.T) {
	same(t, "remedy", Default().Terms.Remedy, days(14))
}

func TestR25_TwoPeopleEstablish(t *testing.T) {
	same(t, "establishers", Default().Terms.Establishers, 2)
}

func TestR26_ClaimIs69Euro95(t *testing.T) {
	terms := Default().Terms
	same(t, "claim_base", terms.ClaimBase, 6995)
	same(t, "hourly_rate", terms.HourlyRate, 4500)
	same(t, "claim_paid", terms.ClaimPaid, days(30))
}

func TestR27_UndoneWithinSevenDays(t *testing.T) {
	same(t, "undo", Default().Terms.Undo, days(7))
}

func TestEndings_ReasonsToDiscontinueAndReopen(t *testing.T) {
	terms := Default().Terms
	got := map[string]dossier.Needs{}
	for _, r := range terms.Discontinue {
		got[r.Code] = r.Needs
	}
	want := map[string]dossier.Needs{
		"unreachable":        dossier.NeedsAttempts,
		"died_no_heirs":      dossier.NeedsEvidence,
		"settled_elsewhere":  dossier.NeedsEvidence,
		"merged":             dossier.NeedsMergeOnly,
		"talk_not_continued": dossier.NeedsTalkOver,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	for _, code := range []string{"new_facts", "proof_found", "mistake", "outside_body"} {
		if LabelOf(terms.Reopen, code, "nl") == code {
			t.Errorf("no reason %s", code)
		}
	}
}

// No setting of Terms may be left without a key in the file: it would silently be zero.
func TestDefaultFillsEveryFieldOfTerms(t *testing.T) {
	terms := reflect.ValueOf(Default().Terms)
	for i := range terms.NumField() {
		if terms.Field(i).IsZero() {
			t.Errorf("%s is not set by default.yaml", terms.Type().Field(i).Name)
		}
	}
}

func TestDefaultGivesEveryTextInBothLanguages(t *testing.T) {
	same(t, "texts without English", Default().withoutEnglish(), 0)
	same(t, "languages", strings.Join(Default().Languages, " "), "nl en")
}

func TestDefaultIsANewCopyEachTime(t *testing.T) {
	first := Default()
	first.Terms.Grounds[0].Code = "spoiled"
	first.Calendar.Hours[time.Monday] = nil
	second := Default()
	if second.Terms.Grounds[0].Code == "spoiled" || len(second.Calendar.Hours[time.Monday]) == 0 {
		t.Error("a change to one copy shows in the next")
	}
}

func TestCalendarOfThePolicy(t *testing.T) {
	c := Default().NewCalendar()
	same(t, "zone", c.Zone().String(), "Europe/Amsterdam")
	same(t, "slot", c.SlotLength(), 30*time.Minute)
	same(t, "slots on a Friday", len(c.Slots(c.StartOf("2026-03-06"), c.EndOf("2026-03-06"))), 15)
	same(t, "slots on a Saturday", len(c.Slots(c.StartOf("2026-03-07"), c.EndOf("2026-03-07"))), 0)
	same(t, "5 May 2026 is worked", c.WorkingDay("2026-05-05"), true)
	same(t, "5 May 2028 is worked", c.WorkingDay("2028-05-05"), true)
	same(t, "Good Friday is worked", c.WorkingDay("2026-04-03"), true)
	same(t, "Koningsdag is not", c.WorkingDay("2026-04-27"), false)
	// The default public holidays are the usual ones, in the file for all to see.
	if !slices.Equal(Default().Calendar.Public, calendar.DutchHolidays()) {
		t.Errorf("got %v", Default().Calendar.Public)
	}
}

const override = `
organisation:
  name: Witte Tanden
  email: info@wittetanden.example
  phone: +31 20 123 4567
  address: |
    Dam 1
    1012 JS Amsterdam
  website: https://wittetanden.example
  complaints_address: klachten@wittetanden.example
  iban: nl91 abna 0417 1643 00
languages: [nl]
calendar:
  holidays:
    public: [new_year, good_friday, kings_day]
    add:
      - 2026-12-24
      - {date: 2026-12-31, label: {nl: Oudjaar}}
    remove: [2026-04-03]
  hours:
    monday: closed
    saturday: 10:00-12:00
  slot_minutes: 20
terms:
  answer: 3 weeks
  triage: 1 working day
amounts:
  claim_base: 75,50
reopen:
  - {code: new_facts, label: {nl: Nieuwe feiten}}
`

func TestOverridingFileKeepsWhatItLeavesOut(t *testing.T) {
	p, err := Parse([]byte(override))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "name", p.Organisation.Name, "Witte Tanden")
	same(t, "iban", p.Organisation.IBAN, "NL91ABNA0417164300")
	same(t, "address", strings.Join(p.Organisation.AddressLines(), "|"), "Dam 1|1012 JS Amsterdam")
	same(t, "answer", p.Terms.Answer, days(21))
	same(t, "triage", p.Terms.Triage, workingDays(1))
	same(t, "filing is kept", p.Terms.Filing, days(7))
	same(t, "claim_base", p.Terms.ClaimBase, 7550)
	same(t, "hourly_rate is kept", p.Terms.HourlyRate, 4500)
	same(t, "the list is replaced as a whole", len(p.Terms.Reopen), 1)
	same(t, "other lists are kept", len(p.Terms.Grounds), 7)
	same(t, "Dutch for want of English", LabelOf(p.Terms.Reopen, "new_facts", "en"), "Nieuwe feiten")
	c := p.NewCalendar()
	same(t, "monday is closed", len(c.Slots(c.StartOf("2026-03-02"), c.EndOf("2026-03-02"))), 0)
	same(t, "saturday is open", len(c.Slots(c.StartOf("2026-03-07"), c.EndOf("2026-03-07"))), 6)
	same(t, "friday is kept", len(c.Slots(c.StartOf("2026-03-06"), c.EndOf("2026-03-06"))), 22)
	same(t, "Good Friday 2026 was removed", c.WorkingDay("2026-04-03"), true)
	same(t, "Good Friday 2027 was not", c.WorkingDay("2027-03-26"), false)
	same(t, "Christmas Eve was added", c.WorkingDay("2026-12-24"), false)
	same(t, "warnings", len(p.Warnings()), 0)
}

func TestEmptyFilesChangeNothing(t *testing.T) {
	for _, text := range []string{"", "\n", "# only a comment\n", "---\n", "terms:\n", "terms: {}\n", "calendar:\n  holidays:\n", "null"} {
		p, err := Parse([]byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		same(t, text, p.Hash(), Default().Hash())
	}
}

func TestTheBuiltInFileParsesOverItself(t *testing.T) {
	p, err := Parse(DefaultFile())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(p, Default()) {
		t.Error("not the same policy")
	}
}

// The examples in the comments of default.yaml must hold when somebody removes the # before them.
func TestCommentedExamplesAreValid(t *testing.T) {
	text := string(DefaultFile())
	for from, to := range map[string]string{
		"  # iban:":                  "  iban:",
		"    # add:":                 "    add:",
		"    #   - date: 2026-12-24": "      - date: 2026-12-24",
		"    #     label: {nl: Dag":  "        label: {nl: Dag",
		"    # remove: [":            "    remove: [",
		"    add: []\n":              "",
		"    remove: []\n":           "",
	} {
		if !strings.Contains(text, from) {
			t.Fatalf("no %q in default.yaml", from)
		}
		text = strings.Replace(text, from, to, 1)
	}
	p, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Calendar.Add) != 1 || len(p.Calendar.Remove) != 1 || p.Organisation.IBAN == "" {
		t.Errorf("got %+v", p.Calendar)
	}
}

func TestCommentsCiteARuleForEveryFigure(t *testing.T) {
	text := string(DefaultFile())
	for _, f := range termFields(&dossier.Terms{}) {
		line := regexp.MustCompile(`(?m)^  ` + f.key + `: .*$`).FindString(text)
		if !strings.Contains(line, "#") {
			t.Errorf("%s has no comment", f.key)
		}
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "own.yaml")
	if err := os.WriteFile(path, []byte("terms:\n  filing: soon\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(path)
	var wrong *Error
	if !errors.As(err, &wrong) {
		t.Fatalf("got %v", err)
	}
	same(t, "file and line", strings.HasPrefix(err.Error(), path+":2: filing: "), true)
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	p, err := Load("")
	if err != nil || p.Hash() != Default().Hash() {
		t.Errorf("an empty path is the built-in policy, got %v", err)
	}
}

func TestHashTellsTermsApart(t *testing.T) {
	p := Default()
	if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(p.Hash()) {
		t.Fatalf("got %s", p.Hash())
	}
	same(t, "same terms, same hash", p.Hash(), Default().Hash())
	p.Organisation.Name = "Another"
	p.Calendar.SlotMinutes = 20
	same(t, "what is live does not matter", p.Hash(), Default().Hash())
	p.Terms.Filing.N = 8
	if p.Hash() == Default().Hash() {
		t.Error("another term, same hash")
	}
	empty := dossier.Terms{Grounds: []dossier.Ground{}}
	same(t, "nil and empty lists", TermsHash(empty), TermsHash(dossier.Terms{}))
}

func TestTermsSurviveStorage(t *testing.T) {
	text := TermsJSON(Default().Terms)
	back, err := TermsFromJSON(text)
	if err != nil || !reflect.DeepEqual(back, Default().Terms) {
		t.Fatalf("came back as %+v, %v", back, err)
	}
	same(t, "hash", TermsHash(back), Default().Hash())
	if _, err := TermsFromJSON([]byte("{")); err == nil {
		t.Error("half a text was read")
	}
}

func TestLabels(t *testing.T) {
	p := Default()
	same(t, "remedy", p.RemedyLabel(dossier.Refund, "en"), "Money back")
	same(t, "skip of the explanation", SkipLabel(p.Terms.Skips, dossier.StepExplanation, "written_refusal", "en"), "Complainant declined in writing to explain")
	same(t, "skip of the hearing", SkipLabel(p.Terms.Skips, dossier.StepHearing, "written_refusal", "en"), "Specialist declined a hearing in writing")
	same(t, "unknown skip", SkipLabel(p.Terms.Skips, dossier.StepInquiry, "gone", "en"), "gone")
	same(t, "unknown code", LabelOf(p.Terms.Grounds, "gone", "nl"), "gone")
	same(t, "other language", Pick(dossier.Text{NL: "ja", EN: "yes"}, "de"), "ja")
	same(t, "only English", Pick(dossier.Text{EN: "yes"}, "nl"), "yes")
	p.RemedyLabels = p.RemedyLabels[:1]
	same(t, "no longer offered", p.RemedyLabel(dossier.Apology, "en"), "An apology without compensation")
}

func TestProperty_TermsAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		term := dossier.Term{
			N:    rapid.IntRange(0, maxDays).Draw(t, "n"),
			Unit: rapid.SampledFrom([]dossier.Unit{dossier.Hours, dossier.Days, dossier.WorkingDays}).Draw(t, "unit"),
		}
		got, err := ParseTerm(FormatTerm(term))
		if err != nil || got != term {
			t.Fatalf("%s came back as %v, %v", FormatTerm(term), got, err)
		}
	})
}

func TestParseTerm(t *testing.T) {
	for text, want := range map[string]dossier.Term{
		"24 hours": hours(24), "1 hour": hours(1), "14 days": days(14), "1 day": days(1), "2 weeks": days(14),
		"1 week": days(7), "5 working days": workingDays(5), "1 working day": workingDays(1), "0 days": days(0),
		"  3   working   days ": workingDays(3), "87840 hours": hours(87840),
	} {
		if got, err := ParseTerm(text); err != nil || got != want {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"":                          "empty",
		"days":                      "whole number",
		"1.5 days":                  "whole number",
		"14":                        "no known unit",
		"14 months":                 "no known unit",
		"5 workingdays":             "no known unit",
		"-1 days":                   "negative",
		"3661 days":                 "longer than ten years",
		"523 weeks":                 "longer than ten years",
		"87841 hours":               "longer than ten years",
		"99999999999999999999 days": "whole number",
		"9223372036854775807 weeks": "longer than ten years",
	} {
		if got, err := ParseTerm(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
}
