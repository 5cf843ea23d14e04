package dossier_test

import (
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// openStates are ready-made dossiers that are open, one for every point where a real case can stand.
func openStates(t testing.TB) map[string]*world {
	inReview := rejected(t)
	inReview.do(dossier.AskReview{Words: "W"}, complainant)
	refusedOffer := offered(t)
	refusedOffer.do(dossier.RefuseOffer{Why: "Te weinig."}, complainant)
	standing := offered(t)
	standing.reach(dossier.DueOfferReply)
	return map[string]*world{
		"asked": asked(t), "booked": booked(t), "talked": talked(t, true), "unsolved": talked(t, false),
		"filed": filed(t), "matched": matched(t), "unknown": unknown(t), "judged": judged(t), "explained": explained(t),
		"investigating": investigating(t), "inquired": inquired(t), "invited": invited(t), "heard": heard(t),
		"found": found(t, dossier.Founded), "upheld": upheld(t), "offered": offered(t), "refusedOffer": refusedOffer,
		"standing": standing, "accepted": accepted(t), "suspected": suspected(t), "inReview": inReview,
	}
}

var inInvestigation = []string{"investigating", "inquired", "invited", "heard"}

// The complainant is told of every ending; where an investigation ran, that it was discontinued, and so is the specialist.
func TestR24_ToldOfDiscontinuation(t *testing.T) {
	for name, w := range openStates(t) {
		w.do(dossier.Discontinue{Reason: "settled_elsewhere", Evidence: "Brief."}, owner)
		checkDiscontinued(t, name, w, "complainant discontinued")
	}
}

func TestR24_ToldOfWithdrawal(t *testing.T) {
	for name, w := range openStates(t) {
		w.do(dossier.Withdraw{}, complainant)
		checkDiscontinued(t, name, w, "complainant withdrawn")
	}
}

func checkDiscontinued(t *testing.T, name string, w *world, ending string) {
	t.Helper()
	told := w.notices()
	if !slices.Contains(told, ending) {
		t.Errorf("%s: the complainant is not told: %q", name, told)
	}
	ran := slices.Contains(inInvestigation, name)
	for _, party := range []string{"complainant", "specialist:S1"} {
		if slices.Contains(told, party+" investigation_discontinued") != ran {
			t.Errorf("%s: investigation ran: %v, told %q", name, ran, told)
		}
	}
	if w.state.Phase != dossier.PhaseClosed || len(w.state.Banned()) > 0 || len(w.deadlines()) > 0 {
		t.Errorf("%s: phase %s, banned %v, due %v", name, w.state.Phase, w.state.Banned(), w.deadlines())
	}
}

// What was planned is taken off, and those who would have come are told.
func TestR24_EndingTakesAppointmentsOff(t *testing.T) {
	w := booked(t)
	w.do(dossier.Withdraw{}, complainant)
	w.events(dossier.TalkCancelled{}, dossier.Ended{})
	w = invited(t)
	w.do(dossier.PlanExplanation{How: "visit", Start: w.now.Add(time.Hour)}, assistant)
	w.do(dossier.Withdraw{}, complainant)
	w.events(dossier.ExplanationCancelled{}, dossier.HearingCancelled{}, dossier.BanEnded{}, dossier.Ended{})
}

func TestR24_ToldOfCompletion(t *testing.T) {
	for _, outcome := range []dossier.Outcome{dossier.Founded, dossier.PartlyFounded, dossier.Unfounded} {
		w := found(t, outcome)
		if !slices.Contains(w.notices(), "complainant investigation_completed") {
			t.Errorf("%s: told %q", outcome, w.notices())
		}
	}
}

// An investigation that had its finding is not said to be discontinued.
func TestR24_NotTwice(t *testing.T) {
	w := rejected(t)
	w.told("complainant rejected")
	w = upheld(t)
	w.do(dossier.Withdraw{}, complainant)
	w.told("complainant withdrawn")
}

// Taken up again and then discontinued, it is told once more.
func TestR24_ToldAfterReopening(t *testing.T) {
	w := rejected(t)
	w.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	w.told("complainant reopened", "complainant ban_started", "specialist:S1 ban_started")
	w.do(dossier.Withdraw{}, complainant)
	w.told("complainant ban_ended", "specialist:S1 ban_ended", "complainant investigation_discontinued",
		"specialist:S1 investigation_discontinued", "complainant withdrawn")
}
