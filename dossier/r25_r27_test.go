package dossier_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func untrue() dossier.EstablishFalse {
	return dossier.EstablishFalse{NeverTreated: true, Knew: true, SoughtMoney: true, Evidence: "De foto is van internet."}
}

// Not found raises a flag and a question for proof, never a suspicion by itself.
func TestR25_NotFoundIsNoSuspicion(t *testing.T) {
	w := unknown(t)
	w.events(dossier.Matched{}, dossier.ProofAsked{})
	equal(t, "suspected", w.state.Suspected, false)
	w.refused(dossier.RaiseSuspicion{Evidence: "E"}, system, "not_yours", "")
}

func TestR25_SuspicionNeedsNotFound(t *testing.T) {
	matched(t).refused(dossier.RaiseSuspicion{Evidence: "E"}, assistant, "found", "R9")
	w := filed(t)
	w.refused(dossier.RaiseSuspicion{Evidence: "E"}, assistant, "found", "R9") // the register is still being asked
	w = unknown(t)
	w.refused(dossier.RaiseSuspicion{}, assistant, "missing", "")
	w.refused(dossier.RaiseSuspicion{Evidence: "E"}, receptionist, "not_yours", "")
	w.do(dossier.RaiseSuspicion{Evidence: "De foto is van internet."}, assistant)
	equal(t, "evidence", w.part("evidence").Class, dossier.ClassHandling)
	w.told()
	w.refused(dossier.RaiseSuspicion{Evidence: "E"}, assistant, "suspected", "R25")
	equal(t, "the complainant sees it", w.cut(complainant).Suspected, false)
	equal(t, "a handler sees it", w.cut(owner).Suspected, true)
}

// Proof is asked first, also where the register answered while the dossier was closed; after a decision it is too late.
func TestR25_SuspicionInItsTime(t *testing.T) {
	c := dossier.RaiseSuspicion{Evidence: "E"}
	w := filed(t)
	w.do(dossier.Withdraw{}, complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchNobody}, system)
	w.refused(c, assistant, "closed", "")
	w.do(dossier.Reopen{Reason: "mistake", Words: "W"}, owner)
	w.refused(c, assistant, "proof_not_asked", "R9")
	w.do(dossier.AskProof{}, receptionist)
	w.do(c, assistant)

	road := unknownRoad(t)
	w = road[len(road)-1]
	w.do(dossier.TakeDecision{Upheld: true, Reason: "R"}, assistant)
	w.refused(c, assistant, "decided", "R25")
}

// Only people establish it, and two of them.
func TestR25_TwoPeople(t *testing.T) {
	unknown(t).refused(untrue(), assistant, "not_suspected", "R25")
	w := suspected(t)
	for _, by := range []dossier.Actor{system, receptionist, complainant, specialist2} {
		w.refused(untrue(), by, "not_yours", "")
	}
	w.do(untrue(), assistant)
	w.events(dossier.FalsenessStated{})
	w.told()
	w.inPhase(dossier.PhaseTriage)
	w.refused(untrue(), assistant, "second_person", "R25")
	w.do(untrue(), owner)
	w.events(dossier.FalsenessStated{}, dossier.FalsenessEstablished{}, dossier.BanEnded{}, dossier.Ended{})
	equal(t, "by", only[dossier.FalsenessEstablished](t, w.lastStep).By, []dossier.AccountID{"assistant", "owner"})
	equal(t, "ending", w.state.Ending, dossier.EstablishedFalse)
	w.told("complainant ban_ended", "specialist:S1 ban_ended", "complainant established_false")
}

// Each of the three marks and the evidence is needed.
func TestR25_MarksAndEvidence(t *testing.T) {
	w := suspected(t)
	w.refusedFields(dossier.EstablishFalse{Evidence: "E"}, assistant, "NeverTreated", "Knew", "SoughtMoney")
	for _, edit := range []func(*dossier.EstablishFalse){
		func(c *dossier.EstablishFalse) { c.NeverTreated = false },
		func(c *dossier.EstablishFalse) { c.Knew = false },
		func(c *dossier.EstablishFalse) { c.SoughtMoney = false },
	} {
		c := untrue()
		edit(&c)
		w.refused(c, assistant, "missing", "R25")
	}
	c := untrue()
	c.Evidence = " "
	w.refused(c, assistant, "missing", "")
}

// Neither of the two is complained about, nor taken out of the dossier.
func TestR25_NobodyInvolved(t *testing.T) {
	w := suspected(t)
	w.refused(untrue(), treatingBoss, "conflict", "R14")
	w.do(untrue(), assistant)
	w.do(dossier.DeclareConflict{Account: "assistant", Reason: "Een neef."}, owner)
	w.refused(untrue(), assistant, "conflict", "R14")
	w.do(untrue(), owner)
	w.events(dossier.FalsenessStated{}) // the other's judgement counts no more
	w.do(untrue(), assistant2)
	equal(t, "by", only[dossier.FalsenessEstablished](t, w.lastStep).By, []dossier.AccountID{"owner", "assistant2"})
}

// The complainant first has the time to bring proof (R9).
func TestR25_ProofTermFirst(t *testing.T) {
	w := unknown(t)
	w.do(dossier.RaiseSuspicion{Evidence: "E"}, assistant)
	w.now = w.due(dossier.DueProof).Due
	w.refused(untrue(), assistant, "proof_term", "R9")
	w.after(time.Millisecond).do(untrue(), assistant)

	w = unknown(t)
	w.do(dossier.GiveProof{Proof: "Een bon die niet van ons is."}, complainant)
	w.do(dossier.RaiseSuspicion{Evidence: "E"}, assistant)
	w.do(untrue(), assistant)
}

// Whoever was found in the register after all was treated: nothing false can be established.
func TestR25_NotOnceFound(t *testing.T) {
	w := suspected(t)
	w.do(untrue(), assistant)
	tr := treatment()
	w.do(dossier.ChooseMatch{TreatmentID: tr.ID, Treatment: tr, Reason: "Onder een andere naam."}, assistant2)
	w.refused(untrue(), owner, "found", "R9")
}

func TestR25_SuspicionDropped(t *testing.T) {
	unknown(t).refused(dossier.DropSuspicion{Reason: "R"}, assistant, "not_suspected", "R25")
	w := suspected(t)
	w.do(untrue(), assistant)
	w.do(dossier.DropSuspicion{Reason: "Er is een bon."}, owner)
	w.refused(untrue(), owner, "not_suspected", "R25")
	w.do(dossier.RaiseSuspicion{Evidence: "E"}, assistant)
	w.do(untrue(), owner)
	w.events(dossier.FalsenessStated{}) // the judgement of before does not count again
}

func TestR26_ClaimIsAmountAndCosts(t *testing.T) {
	w := suspected(t)
	w.do(dossier.RecordHours{Minutes: 90, What: "Uitzoeken."}, assistant)
	w.do(dossier.RecordHours{Minutes: 1, What: "Bellen."}, assistant)
	w.do(dossier.RecordCost{Amount: 1_250, What: "Aangetekende brief."}, assistant)
	w.refused(dossier.SendClaim{}, owner, "not_false", "R25")
	w.do(untrue(), assistant)
	w.do(untrue(), owner)
	w.refused(dossier.SendClaim{}, receptionist, "not_yours", "")
	e := only[dossier.ClaimSent](t, w.do(dossier.SendClaim{}, owner))
	equal(t, "claim", e, dossier.ClaimSent{Base: 6_995, Hours: 6_750 + 75, Costs: 1_250})
	w.told("complainant claim_sent")
	equal(t, "total", w.state.Claim.Total, dossier.Cents(15_070))
	equal(t, "due", w.due(dossier.DueClaim).Due, w.lastOf("2026-04-10"))
	w.refused(dossier.SendClaim{}, owner, "claimed", "R26")
}

// It need not: a false complaint without a claim asks for nothing.
func TestR26_NeedNotClaim(t *testing.T) {
	w := establishedFalse(t)
	equal(t, "due", len(w.deadlines()), 0)
}

// claimed: EUR 69.95 claimed of a false complaint.
func claimed(t testing.TB) *world {
	w := establishedFalse(t)
	w.do(dossier.SendClaim{}, owner)
	return w
}

func TestR26_FollowedUntilPaid(t *testing.T) {
	establishedFalse(t).refused(dossier.RecordClaimPayment{Amount: 1}, owner, "no_claim", "R26")
	w := claimed(t)
	for _, amount := range []dossier.Cents{-1, 6_996} {
		w.refused(dossier.RecordClaimPayment{Amount: amount}, owner, "bad_amount", "R26")
	}
	w.do(dossier.RecordClaimPayment{Amount: 6_000}, owner)
	w.due(dossier.DueClaim)
	w.refused(dossier.RecordClaimPayment{Amount: 996}, owner, "bad_amount", "R26")
	w.do(dossier.RecordClaimPayment{Amount: 995}, owner)
	equal(t, "settled", w.state.Claim.Settled, "paid")
	w.notDue(dossier.DueClaim)
	w.refused(dossier.RecordClaimPayment{Amount: 1}, owner, "no_claim", "R26")
	w.refused(dossier.WithdrawClaim{Reason: "R"}, owner, "no_claim", "R26")
}

func TestR26_WithdrawnOrWrittenOff(t *testing.T) {
	for _, tc := range []struct {
		c       dossier.Command
		settled string
		told    []string
	}{
		{dossier.WithdrawClaim{Reason: "R"}, "withdrawn", []string{"complainant claim_withdrawn"}},
		{dossier.WriteOffClaim{Reason: "R"}, "written_off", nil},
	} {
		w := establishedFalse(t)
		w.refused(tc.c, owner, "no_claim", "R26")
		w = claimed(t)
		w.refused(tc.c, receptionist, "not_yours", "")
		w.do(tc.c, owner)
		w.told(tc.told...)
		equal(t, "settled", w.state.Claim.Settled, tc.settled)
		w.notDue(dossier.DueClaim)
		w.refused(tc.c, owner, "no_claim", "R26")
	}
}

func TestR27_PoliceReport(t *testing.T) {
	suspected(t).refused(dossier.ReportToPolice{}, owner, "not_false", "R25")
	w := establishedFalse(t)
	w.refused(dossier.ReportToPolice{}, receptionist, "not_yours", "")
	w.do(dossier.ReportToPolice{Number: "PL1300-1"}, owner)
	equal(t, "number", w.part("number").Class, dossier.ClassHandling)
	w.told()
	w.refused(dossier.ReportToPolice{}, owner, "reported", "R27")
	w.refused(dossier.InformPolice{}, owner, "not_undone", "R27")
}

// A falseness that proved wrong is undone by someone else: the claim is withdrawn, the complaint taken up again where it was.
func TestR27_Undoing(t *testing.T) {
	settled(t).refused(dossier.UndoFalse{Reason: "R"}, assistant2, "not_false", "R25")
	w := claimed(t)
	w.refused(dossier.Reopen{Reason: "mistake", Words: "W"}, assistant2, "established_false", "R27")
	for _, by := range []dossier.Actor{owner, assistant} {
		w.refused(dossier.UndoFalse{Reason: "R"}, by, "establisher", "R27")
	}
	w.refused(dossier.UndoFalse{}, assistant2, "missing", "")
	w.do(dossier.UndoFalse{Reason: "Zij was er onder haar meisjesnaam."}, assistant2)
	w.events(dossier.FalsenessUndone{}, dossier.ClaimWithdrawn{}, dossier.Reopened{}, dossier.BanStarted{})
	w.told("complainant falseness_undone", "complainant claim_withdrawn", "complainant reopened",
		"complainant ban_started", "specialist:S1 ban_started")
	w.inPhase(dossier.PhaseTriage)
	equal(t, "settled", w.state.Claim.Settled, "withdrawn")
	w.due(dossier.DueUndo)
	w.refused(dossier.RepayClaim{}, assistant2, "nothing_to_repay", "R27")
	w.refused(dossier.InformPolice{}, assistant2, "no_report", "R27")
	w.do(dossier.SendApology{Words: "Het spijt ons."}, assistant2)
	w.told("complainant apology")
	w.notDue(dossier.DueUndo)
	w.refused(dossier.SendApology{Words: "Nogmaals."}, assistant2, "apologised", "R27")
}

// Repaid, the police informed, apologies sent: each of the three keeps the undoing open.
func TestR27_WhatAnUndoingAsks(t *testing.T) {
	steps := []dossier.Command{dossier.RepayClaim{}, dossier.InformPolice{}, dossier.SendApology{Words: "Het spijt ons."}}
	for first := range steps {
		w := claimed(t)
		for _, c := range steps[:1] {
			w.refused(c, assistant2, "not_undone", "R27")
		}
		w.do(dossier.RecordClaimPayment{Amount: 1_000}, owner)
		w.do(dossier.ReportToPolice{}, owner)
		w.do(dossier.UndoFalse{Reason: "R"}, assistant2)
		for i := range steps {
			due := w.due(dossier.DueUndo)
			equal(t, "due", due.Due, w.lastOf("2026-03-18"))
			w.refused(dossier.RaiseSuspicion{Evidence: "E"}, assistant2, "undoing", "R27")
			w.do(steps[(first+i)%len(steps)], assistant2)
		}
		w.notDue(dossier.DueUndo)
		w.refused(dossier.RepayClaim{}, assistant2, "nothing_to_repay", "R27")
	}
}

// A claim that had been paid in full is repaid as well.
func TestR27_PaidClaimIsRepaid(t *testing.T) {
	w := claimed(t)
	w.do(dossier.RecordClaimPayment{Amount: 6_995}, owner)
	w.do(dossier.UndoFalse{Reason: "R"}, assistant2)
	e := only[dossier.ClaimRepaid](t, w.do(dossier.RepayClaim{}, assistant2))
	equal(t, "amount", e.Amount, dossier.Cents(6_995))
	w.told("complainant claim_repaid")
}

func TestR27_MoneyThatComesInAfterTheUndoingIsRepaidToo(t *testing.T) {
	w := claimed(t)
	w.do(dossier.UndoFalse{Reason: "R"}, assistant2)
	w.impossible("repay_claim", assistant2, "nothing_to_repay")
	w.do(dossier.RecordClaimPayment{Amount: 6_995}, owner)
	w.due(dossier.DueUndo)
	equal(t, "amount", only[dossier.ClaimRepaid](t, w.do(dossier.RepayClaim{}, assistant2)).Amount, dossier.Cents(6_995))
	w.impossible("record_claim_payment", owner, "no_claim")
}

// It can be established again, with a clean sheet: what was claimed and undone before says nothing of now.
func TestR27_EstablishedAgain(t *testing.T) {
	w := claimed(t)
	w.do(dossier.UndoFalse{Reason: "R"}, assistant2)
	w.do(dossier.SendApology{Words: "Het spijt ons."}, assistant2)
	w.do(dossier.RaiseSuspicion{Evidence: "Bekentenis."}, assistant2)
	w.do(untrue(), assistant)
	w.events(dossier.FalsenessStated{})
	w.do(untrue(), assistant2)
	equal(t, "ending", w.state.Ending, dossier.EstablishedFalse)
	w.notDue(dossier.DueUndo)
	w.do(dossier.SendClaim{}, owner)
	w.do(dossier.ReportToPolice{}, owner)
	w.refused(dossier.RepayClaim{}, owner, "not_undone", "R27")
}
