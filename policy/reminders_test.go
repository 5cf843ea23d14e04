package policy

import (
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// before lists how long before its end a deadline is reminded of.
func before(p *Policy, kind dossier.DeadlineKind) []dossier.Term {
	var terms []dossier.Term
	for _, r := range p.Terms.Reminders {
		if r.Deadline == kind {
			terms = append(terms, r.Before)
		}
	}
	return terms
}

func sameTerms(t *testing.T, what string, got []dossier.Term, want ...dossier.Term) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestR10_TriageIsRemindedOfAt12And20Hours(t *testing.T) {
	sameTerms(t, "triage", before(Default(), dossier.DueTriage), hours(12), hours(4))
}

func TestR13_AnswerIsRemindedOfOnDays7And11And13(t *testing.T) {
	sameTerms(t, "answer", before(Default(), dossier.DueAnswer), days(7), days(3), days(1))
}

// Each deadline somebody must meet has reminders of its own, but for the time to file after a talk.
func TestEveryDeadlineToMeetHasReminders(t *testing.T) {
	for _, kind := range dossier.DeadlineKinds() {
		wanted := dossier.Reminds(kind) && kind != dossier.DueStepTwo
		if got := len(before(Default(), kind)) > 0; got != wanted {
			t.Errorf("%s: reminders %v, want %v", kind, got, wanted)
		}
	}
}

func TestEveryDeadlineToRemindOfHasATerm(t *testing.T) {
	for _, kind := range dossier.DeadlineKinds() {
		if got := remindedTerm(Default().Terms, kind).N > 0; got != dossier.Reminds(kind) {
			t.Errorf("%s: a term to hold reminders against: %v", kind, got)
		}
	}
}

func parsed(t *testing.T, text string) *Policy {
	t.Helper()
	p, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestRemindersOfAFileReplaceThoseOfTheirOwnDeadline(t *testing.T) {
	p := parsed(t, "reminders:\n  step_two: [1 day]\n  call: [1 hour, 2 days, 36 hours]\n  triage: []\n")
	sameTerms(t, "step_two", before(p, dossier.DueStepTwo), days(1))
	sameTerms(t, "call, in the order in which they come", before(p, dossier.DueCall), days(2), hours(36), hours(1))
	sameTerms(t, "triage", before(p, dossier.DueTriage))
	sameTerms(t, "answer, as built in", before(p, dossier.DueAnswer), days(7), days(3), days(1))
	var kinds []dossier.DeadlineKind
	for _, r := range p.Terms.Reminders {
		kinds = append(kinds, r.Deadline)
	}
	procedure := dossier.DeadlineKinds()
	if !slices.IsSortedFunc(kinds, func(a, b dossier.DeadlineKind) int { return slices.Index(procedure, a) - slices.Index(procedure, b) }) {
		t.Errorf("out of order: %v", kinds)
	}
}

// Who made a term shorter need not know of reminders.
func TestRemindersThatFitAShorterTermNoLongerAreLeftOut(t *testing.T) {
	p := parsed(t, "terms:\n  triage: 12 hours\n  answer: 10 days\n  inquiry: 1 working day\n")
	sameTerms(t, "triage", before(p, dossier.DueTriage), hours(4))
	sameTerms(t, "match, in the term of triage", before(p, dossier.DueMatch), hours(4))
	sameTerms(t, "answer", before(p, dossier.DueAnswer), days(7), days(3), days(1))
	sameTerms(t, "inquiry", before(p, dossier.DueInquiry), days(1))
}

// Terms that were pinned before there were reminders are found by the hash that they had.
func TestTermsWithoutRemindersHashAsTheyDid(t *testing.T) {
	terms := Default().Terms
	terms.Reminders = nil
	if text := string(TermsJSON(terms)); strings.Contains(text, "reminders") {
		t.Error("terms without reminders name them")
	}
	back, err := TermsFromJSON(TermsJSON(terms))
	if err != nil || back.Reminders != nil {
		t.Errorf("%v, %v", back.Reminders, err)
	}
	const kept = "4e6376c840f95a292703c60173c7f7853bb8edc613ec5aaaa522636edfcbc857" // of the built-in terms as they were then
	same(t, "hash", TermsHash(terms), kept)
	if Default().Hash() == kept {
		t.Error("other reminders, same hash")
	}
}
