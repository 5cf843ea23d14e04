package dossier_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Dossiers at points that only telling them asks for.

func represented(f *dossier.File) { f.ActingFor, f.Relation = "Kim", "parent" }

// harmed: judged serious, with harm to health.
func harmed(t testing.TB) *world {
	w := matched(t).after(time.Hour)
	c := seriousJudgement()
	c.Harm = true
	w.do(c, assistant)
	return w
}

// leaving: the client withdraws though health was harmed.
func leaving(t testing.TB) *world {
	w := harmed(t).after(time.Hour)
	w.do(dossier.Withdraw{}, complainant)
	return w
}

// extended: the reasoned letter gives Monday 23 March.
func extended(t testing.TB) *world {
	w := judged(t).until("2026-03-05 12:00")
	w.do(dossier.ExtendTerm{Until: "2026-03-23", Reason: "Meer tijd nodig."}, assistant)
	return w
}

func claimedFor(t testing.TB) *world {
	w := establishedFalse(t)
	w.do(dossier.SendClaim{}, owner)
	return w
}

// undone: the falseness proved wrong after the claim was paid and the police were told.
func undone(t testing.TB) *world {
	w := claimedFor(t)
	w.do(dossier.RecordClaimPayment{Amount: w.state.Claim.Total}, owner)
	w.do(dossier.ReportToPolice{}, owner)
	w.after(time.Hour).do(dossier.UndoFalse{Reason: "Toch klant."}, assistant2)
	return w
}

// standingOffer: the client let the time to answer pass.
func standingOffer(t testing.TB) *world {
	w := offered(t)
	w.reach(dossier.DueOfferReply)
	return w
}

// passedOn: an agreed act that the client had passed on.
func passedOn(t testing.TB) *world {
	w := booked(t).until("2026-03-03 10:30")
	w.do(dossier.RecordTalk{Solved: true, Content: "inhoud", How: "zo", ActKind: "repair_visit", Act: "bijwerken"}, specialist1)
	w.do(dossier.PassOnAct{Act: "bijwerken"}, complainant)
	return w
}
