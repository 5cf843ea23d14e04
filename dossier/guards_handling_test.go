package dossier_test

import (
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// What is at its border is on this side of it.
func TestBorders_AreWithin(t *testing.T) {
	const most dossier.Cents = 1_000_000_000
	w := upheld(t)
	w.refused(offer(func(c *dossier.MakeOffer) { c.Refund = most }), assistant, "ceiling", "R19")
	w.refused(offer(func(c *dossier.MakeOffer) { c.Refund = most + 1 }), assistant, "bad_amount", "R19")
	w.do(dossier.RecordCost{Amount: most, What: "Onderzoek."}, assistant)
	w.refused(dossier.RecordCost{Amount: most + 1, What: "Onderzoek."}, assistant, "bad_amount", "R28")

	w = matched(t)
	w.do(dossier.RecordAttempt{How: "call", At: w.state.ReceivedAt}, assistant)
	w.after(time.Hour)
	w.refused(dossier.RecordAttempt{How: "call", At: w.state.ReceivedAt.Add(-time.Millisecond)}, assistant, "before", "R12")

	w = establishedFalse(t)
	w.do(dossier.SendClaim{}, assistant)
	w.refused(dossier.RecordClaimPayment{Amount: -1}, assistant, "bad_amount", "R26")
	w.do(dossier.RecordClaimPayment{Amount: 1}, assistant)
	equal(t, "paid", w.state.Claim.Paid, 1)
}

func TestReach_IsForThisDeadlineAndItsMoment(t *testing.T) {
	w := accepted(t)
	due := w.due(dossier.DueRemedy).Due
	w.remindAll(dossier.DueRemedy)
	w.now = due.Add(-time.Millisecond)
	w.refused(dossier.Reach{Deadline: dossier.DueRemedy, Subject: "1"}, system, "not_due", "")
	w.now = due
	w.refused(dossier.Reach{Deadline: dossier.DueRemedy, Subject: "9"}, system, "not_due", "")
	w.refused(dossier.Reach{Deadline: dossier.DueOfferReply, Subject: "1"}, system, "not_due", "")
	w.do(dossier.Reach{Deadline: dossier.DueRemedy, Subject: "1"}, system)
	for _, d := range w.deadlines() {
		equal(t, "reached "+d.Subject, d.Reached, d.Subject == "1")
	}
}

// Two deadlines of one moment are two, and one that moves has not come yet.
func TestReach_OneDeadlineIsNotAnother(t *testing.T) {
	w := filed(t)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchCandidates, Candidates: []dossier.Treatment{*treatment(), *otherTreatment()}}, system)
	equal(t, "one moment", w.due(dossier.DueMatch).Due, w.due(dossier.DueTriage).Due)
	w.reach(dossier.DueMatch)
	equal(t, "match", w.due(dossier.DueMatch).Reached, true)
	equal(t, "triage", w.due(dossier.DueTriage).Reached, false)
	w.reach(dossier.DueTriage)
	equal(t, "triage", w.due(dossier.DueTriage).Reached, true)
	w.do(dossier.Withdraw{}, complainant)
	w.do(dossier.Reopen{Reason: "mistake", Words: "Toch verder."}, owner)
	equal(t, "triage again", w.due(dossier.DueTriage).Reached, false)
}

func TestR17_OtherClientsMatterToTheInquiryAlone(t *testing.T) {
	w := judged(t)
	w.do(dossier.SkipPart{Part: dossier.StepExplanation, Reason: "written_refusal", Evidence: "Brief.", Others: 3}, assistant)
	w.events(dossier.PartSkipped{})
}

func TestPossible_SaysWhatIsMissingBeforeAFieldIsFilledIn(t *testing.T) {
	w := investigating(t)
	for kind, code := range map[dossier.Kind]string{
		"weigh_answer": "no_answer", "record_hearing": "nobody_invited", "cancel_hearing": "nobody_invited", "record_no_show": "nobody_invited",
	} {
		w.impossible(kind, assistant, code)
	}
	w = upheld(t)
	w.do(offer(func(c *dossier.MakeOffer) { c.FreeTreatment = 0 }), assistant)
	w.do(dossier.AcceptOffer{}, complainant)
	w.impossible("book_remedy", receptionist, "no_treatment_remedy")
}

// What is due in an investigation is what still runs in it.
func TestDeadlines_OfAnInvestigation(t *testing.T) {
	w := investigating(t)
	equal(t, "nothing asked yet", w.dueKinds(), []dossier.DeadlineKind{dossier.DueAnswer})
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	w.due(dossier.DueInquiry)
	w = inquired(t)
	w.notDue(dossier.DueInquiry)
	w.notDue(dossier.DueMinutes)
	w = invited(t)
	w.notDue(dossier.DueMinutes)
	w.until("2026-03-10 15:00")
	w.do(dossier.RecordHearing{Specialist: S1, Minutes: "Het ging zoals altijd.", Put: "Een klant merkte haast."}, assistant)
	w.due(dossier.DueMinutes)
	w.do(dossier.AnswerMinutes{Agreed: true}, specialist1)
	w.notDue(dossier.DueMinutes)
	equal(t, "minutes", hearingOf(w, S1).Minutes, "agreed")
	w.do(dossier.HandInStatement{Words: "Mijn kant."}, specialist1)
	equal(t, "statement", hearingOf(w, S1).Statement, true)
}

func hearingOf(w *world, id dossier.SpecialistID) dossier.Hearing {
	w.t.Helper()
	h, ok := w.state.Hearing(id)
	if !ok {
		w.t.Fatalf("no hearing of %s", id)
	}
	return h
}

// Two specialists are heard apart: what happens to one hearing leaves the other as it is.
func TestR16_TwoHearingsAreTwo(t *testing.T) {
	w := explained(t, both)
	w.do(dossier.OpenInvestigation{Subjects: []string{"specialist:S1", "specialist:S2"}}, assistant)
	at := map[dossier.SpecialistID]time.Time{S1: clock("2026-03-10 14:00"), S2: clock("2026-03-11 14:00")}
	for _, id := range []dossier.SpecialistID{S1, S2} {
		w.do(dossier.InviteToHearing{Specialist: id, At: at[id], Allegation: "Pijn."}, assistant)
	}
	equal(t, "hearings", len(w.state.Hearings), 2)
	w.until("2026-03-11 15:00")
	w.do(dossier.RecordHearing{Specialist: S2, Minutes: "Het ging goed."}, assistant)
	equal(t, "S1 held", hearingOf(w, S1).Held, false)
	equal(t, "S1 at", hearingOf(w, S1).At, at[S1])
	equal(t, "S2 held", hearingOf(w, S2).Held, true)
	w.do(dossier.RecordNoShow{Specialist: S1}, assistant)
	equal(t, "S1 missed", hearingOf(w, S1).Missed, 1)
	equal(t, "S2 missed", hearingOf(w, S2).Missed, 0)
	equal(t, "hearings", len(w.state.Hearings), 2)
}

func TestEvolve_MoreSubjectsDoNotOpenItAgain(t *testing.T) {
	w := investigating(t)
	at := w.now
	w.after(time.Hour)
	w.do(dossier.OpenInvestigation{Subjects: []string{"branch"}}, assistant)
	equal(t, "opened", w.state.OpenedAt, at)
	equal(t, "in its phase since", w.state.PhaseAt, at)
}

func TestR14_TheConflictOfOneLeavesTheOutsidePersonInPlace(t *testing.T) {
	w := matched(t)
	w.do(dossier.AssignOutside{Account: outside.Account}, system)
	w.do(dossier.DeclareConflict{Account: "assistant2", Reason: "Familie."}, outside)
	equal(t, "outside", w.state.Outside, outside.Account)
	w.do(dossier.DeclareConflict{Account: outside.Account, Reason: "Familie."}, outside)
	equal(t, "outside", w.state.Outside, "")
}

func TestEvolve_KeepsWhatLaterStepsNeed(t *testing.T) {
	equal(t, "no harm, no moment of it", judged(t).state.HarmAt, time.Time{})
	equal(t, "where a rejection ended", rejected(t).state.Resume, dossier.PhaseDecision)
	equal(t, "the offer that was taken", accepted(t).state.Offers[0].Status, "accepted")
	w := matched(t)
	equal(t, "extended", w.state.Extended, false)
	w.do(dossier.Absorb{Other: &dossier.MergeFacts{Reference: "WH-OTHER", Client: "C1", Treatment: "T1", ReceivedAt: w.now}}, assistant)
	equal(t, "extended by a merge without extension", w.state.Extended, false)
}

// A ban that ends here but is held by the dossier it goes along to changes nothing for the two; both are told when it does end.
func TestR22_AMergeSaysWhetherTheOtherHoldsTheBan(t *testing.T) {
	for _, tc := range []struct {
		what  string
		phase dossier.Phase
		bans  []dossier.SpecialistID
		held  bool
	}{
		{"the other holds it", dossier.PhaseDecision, []dossier.SpecialistID{S1}, true},
		{"the other will begin it", dossier.PhaseTriage, nil, true},
		{"the other is past its finding", dossier.PhaseOffer, nil, false},
	} {
		w := matched(t)
		w.do(dossier.MergeInto{Into: "WH-OTHER", Reason: "Dubbel.", Other: &dossier.MergeFacts{
			Reference: "WH-OTHER", Client: "C1", Treatment: "T1", Phase: tc.phase, Bans: tc.bans,
		}}, assistant)
		equal(t, tc.what, only[dossier.BanEnded](t, w.lastStep).HeldElsewhere, tc.held)
		told := strings.Contains(strings.Join(w.notices(), ", "), "ban_ended")
		equal(t, "told that it ended: "+tc.what, told, !tc.held)
	}
}

func TestMerge_IntoWhatDoesNotExistYetIsRefused(t *testing.T) {
	w := matched(t)
	w.refused(dossier.MergeInto{Into: "WH-OTHER", Reason: "Dubbel.", Other: &dossier.MergeFacts{
		Reference: "WH-OTHER", Client: "C1", Treatment: "T1",
	}}, assistant, "closed", "")
}

// Undoing withdraws a claim that runs; one that is not there, or is paid, it leaves.
func TestR27_UndoingWithdrawsAClaimThatRuns(t *testing.T) {
	w := establishedFalse(t)
	w.do(dossier.UndoFalse{Reason: "Het bezoek bleek er toch te zijn."}, assistant2)
	w.events(dossier.FalsenessUndone{}, dossier.Reopened{}, dossier.BanStarted{})
	equal(t, "claim", w.state.Claim, dossier.Claim{})

	w = establishedFalse(t)
	w.do(dossier.SendClaim{}, assistant)
	w.do(dossier.RecordClaimPayment{Amount: w.state.Claim.Total}, assistant)
	w.do(dossier.UndoFalse{Reason: "Het bezoek bleek er toch te zijn."}, assistant2)
	w.events(dossier.FalsenessUndone{}, dossier.Reopened{}, dossier.BanStarted{})
	equal(t, "settled", w.state.Claim.Settled, "paid")

	w = establishedFalse(t)
	w.do(dossier.SendClaim{}, assistant)
	w.do(dossier.UndoFalse{Reason: "Het bezoek bleek er toch te zijn."}, assistant2)
	w.events(dossier.FalsenessUndone{}, dossier.ClaimWithdrawn{}, dossier.Reopened{}, dossier.BanStarted{})
}
