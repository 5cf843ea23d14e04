package dossier_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// tells demands that the last act tells this, whatever else it tells; silent that it does not.
func (w *world) tells(notice string) {
	w.t.Helper()
	if !slices.Contains(w.notices(), notice) {
		w.t.Errorf("%q is not told, but %q", notice, w.notices())
	}
}

func (w *world) silent(notice string) {
	w.t.Helper()
	if slices.Contains(w.notices(), notice) {
		w.t.Errorf("%q is told", notice)
	}
}

func TestR4_TheClientIsToldThatTheyCouldNotBeReached(t *testing.T) {
	w := booked(t).until("2026-03-03 10:30")
	for range w.terms.Attempts {
		w.do(dossier.RecordTalkAttempt{}, specialist1)
	}
	w.tells("complainant talk_not_reached")
}

func TestR19_AcceptingIsConfirmed(t *testing.T) {
	w := offered(t)
	w.do(dossier.AcceptOffer{}, complainant)
	w.told("complainant offer_accepted")
}

func TestR26_PayingIsConfirmed(t *testing.T) {
	w := establishedFalse(t)
	w.do(dossier.SendClaim{}, assistant)
	w.do(dossier.RecordClaimPayment{Amount: 100}, assistant)
	w.told("complainant claim_paid")
}

func TestR20_AReviewThatIsGrantedIsNoRefusal(t *testing.T) {
	w := rejected(t)
	w.do(dossier.AskReview{Words: "Kijk nog eens."}, complainant)
	w.do(dossier.AnswerReview{Reason: "Terecht gevraagd."}, owner)
	w.silent("complainant review_maintained")
	w.tells("complainant reopened")
}

// The ban's end is told by the dossier in which it ends, also while another one keeps the two apart (R22).
func TestR22_TheEndIsToldAlsoWhileAnotherHoldsIt(t *testing.T) {
	w := matched(t)
	w.held = []dossier.SpecialistID{S1}
	w.do(dossier.Withdraw{}, complainant)
	equal(t, "held", only[dossier.BanEnded](t, w.lastStep).HeldElsewhere, true)
	w.tells("complainant ban_ended")
	w.tells("specialist:S1 ban_ended")
}

// Who was heard about a treatment is told that the investigation is over; the finding is about the treatment, not about them.
func TestR24_WhoWasHeardIsToldThatItIsOver(t *testing.T) {
	w := explained(t)
	w.do(dossier.OpenInvestigation{Subjects: []string{"treatment"}}, assistant)
	w.do(dossier.SkipPart{Part: dossier.StepInquiry, Reason: "no_other_clients", Evidence: "Register."}, assistant)
	w.do(dossier.SkipPart{Part: dossier.StepHearing, Specialist: S1, Reason: "written_refusal", Evidence: "Brief."}, assistant)
	w.do(dossier.RecordFinding{Subject: "treatment", Outcome: dossier.Unfounded, Reasons: "Zo bleek."}, assistant)
	w.tells("specialist:S1 investigation_completed")
	w.silent("specialist:S1 finding")
	w = found(t, dossier.Unfounded)
	w.tells("specialist:S1 finding")
	w.silent("specialist:S1 investigation_completed")
}

// A sign that is no symbol is refused even where the sum would fit: nothing counts as a symbol of its own (R7).
func TestReference_NoForeignSignStandsForASymbol(t *testing.T) {
	tried := 0
	for n := range uint64(2000) {
		reference := dossier.NewReference(n * 48_271)
		for i, symbol := range reference {
			if symbol != 'Z' || i == len(reference)-1 {
				continue
			}
			tried++
			typed := reference[:i] + "O" + reference[i+1:]
			if got, ok := dossier.ParseReference(typed); ok {
				t.Fatalf("%s is read as %s", typed, got)
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d were tried", tried)
	}
}

func TestFields_AnEmptyListIsMissing(t *testing.T) {
	w := newWorld(t)
	w.refusedFields(complaint(func(f *dossier.File) { f.About = []dossier.About{} }), complainant, "About")
	w.refusedFields(complaint(func(f *dossier.File) { f.Story = strings.Repeat(" ", 5) }), complainant, "Story")
}
