package dossier_test

import (
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// kinds of deadlines that are due.
func (w *world) dueKinds() []dossier.DeadlineKind {
	var list []dossier.DeadlineKind
	for _, d := range w.deadlines() {
		list = append(list, d.Kind)
	}
	return list
}

// talkElsewhere is a complaint of who had a talk about this visit in another dossier.
func talkElsewhere(asked, ended time.Time) func(*dossier.File) {
	return func(f *dossier.File) { f.TalkAsked, f.TalkEnded = asked, ended }
}

// The last moment of a day still counts, on both sides of the talk (R8).
func TestR8_TheLastMomentCounts(t *testing.T) {
	end, ended := clock("2026-03-06 23:59").Add(59*time.Second+999*time.Millisecond), clock("2026-03-10 10:00")
	last := clock("2026-03-17 23:59").Add(59*time.Second + 999*time.Millisecond)
	for _, tc := range []struct {
		what         string
		asked, filed time.Time
		late         bool
	}{
		{"asked at the last moment", end, last.Add(-time.Hour), false},
		{"asked a moment later", end.Add(time.Millisecond), last.Add(-time.Hour), true},
		{"filed at the last moment", end, last, false},
		{"filed a moment later", end, last.Add(time.Millisecond), true},
	} {
		w := newWorld(t)
		w.now = tc.filed
		w.do(complaint(talkElsewhere(tc.asked, ended)), complainant)
		equal(t, tc.what, w.state.Late, tc.late)
	}
}

// An appointment made after day 7 for a talk asked for before it does not begin anything anew (R8).
func TestR8_ATalkAskedForInTimeIsNotLateWhenItIsBooked(t *testing.T) {
	w := newWorld(t).until("2026-03-06 10:00")
	w.do(wish(), complainant)
	w.until("2026-03-09 10:00")
	w.do(dossier.BookTalk{Specialist: S1, Start: clock("2026-03-10 10:00"), SlotFree: true}, receptionist)
	equal(t, "late", only[dossier.TalkBooked](t, w.lastStep).Late, false)
	equal(t, "since", w.state.Talk.Since, clock("2026-03-06 10:00"))

	w = newWorld(t).until("2026-03-12 10:00") // asked for too late to begin with: the wish itself counts, not its booking
	w.do(wish(), complainant)
	w.after(time.Hour)
	w.do(dossier.BookTalk{Specialist: S1, Start: clock("2026-03-13 10:00"), SlotFree: true}, receptionist)
	equal(t, "late", only[dossier.TalkBooked](t, w.lastStep).Late, false)
	equal(t, "since", w.state.Talk.Since, clock("2026-03-12 10:00"))
}

func TestR3_ATalkIsSharedOnce(t *testing.T) {
	w := talked(t, false)
	w.do(dossier.ShareTalk{}, complainant)
	w.do(complaint(func(f *dossier.File) { f.ShareTalk = true }), complainant)
	w.events(dossier.Filed{}, dossier.BanStarted{})
}

func TestR3_AuthorityAloneSharesNothing(t *testing.T) {
	w := talked(t, false)
	w.do(complaint(func(f *dossier.File) { f.ActingFor, f.Relation = "Kim de Boer", "parent" }), complainant)
	w.do(dossier.AcceptAuthority{Evidence: "Uittreksel gezien."}, receptionist)
	w.events(dossier.AuthorityAccepted{})
	equal(t, "shared", w.state.Talk.Shared, false)
}

// An act that was done is not cancelled afterwards, by filing or by a ban elsewhere.
func TestR4_WhatWasDoneIsNotCancelled(t *testing.T) {
	done := func() *world {
		w := agreed(t)
		w.do(dossier.BookAct{On: w.today()}, receptionist) // today is still to come
		w.do(dossier.CompleteAct{On: w.today()}, receptionist)
		w.inPhase(dossier.PhaseTalk) // the client has not said yet whether it is solved
		return w
	}
	w := done()
	equal(t, "appointments", dossier.Appointments(w.state), nil)
	w.refused(dossier.StopContact{Specialist: S1}, system, "no_appointment", "R23")
	w.do(complaint(), complainant)
	w.events(dossier.Filed{}, dossier.BanStarted{})
	w = agreed(t)
	w.do(dossier.BookAct{On: w.today()}, receptionist)
	equal(t, "appointments", dossier.Appointments(w.state), []dossier.SpecialistID{S1})
	w.do(dossier.StopContact{Specialist: S1}, system)
	w.events(dossier.ActCancelled{})
}

// agreed: solved says the specialist; an act was agreed and passed on; the client has not answered yet.
func agreed(t testing.TB) *world {
	w := booked(t).until("2026-03-03 10:30")
	w.do(dossier.RecordTalk{Solved: true, Content: "inhoud", How: "zo", ActKind: "repair_visit", Act: "bijwerken"}, specialist1)
	w.do(dossier.PassOnAct{Act: "bijwerken"}, complainant)
	return w
}

// The end of the client's time to answer ends a talk whose act is done, and that time alone (R4).
func TestR4_AnActThatIsDoneEndsTheTalkOnlyWhenTheClientsTimeIsOver(t *testing.T) {
	w := agreed(t)
	equal(t, "due", w.dueKinds(), []dossier.DeadlineKind{dossier.DueTalkReply, dossier.DueAct})
	w.do(dossier.CompleteAct{On: w.today()}, receptionist)
	w.inPhase(dossier.PhaseTalk)
	equal(t, "due", w.dueKinds(), []dossier.DeadlineKind{dossier.DueTalkReply})

	w = agreed(t)
	w.reach(dossier.DueTalkReply)
	w.inPhase(dossier.PhaseTalk)
	again := *w
	w.do(dossier.CompleteAct{On: w.today()}, receptionist)
	equal(t, "ending", w.state.Ending, dossier.SolvedInTalk)

	w = &again // the client says after all that it is not solved
	w.do(dossier.AnswerTalk{}, complainant)
	w.do(dossier.CompleteAct{On: w.today()}, receptionist)
	w.inPhase(dossier.PhaseTalk)
	equal(t, "step 2 is open", w.state.Talk.Status, dossier.TalkUnsolved)

	w = agreed(t) // the term of the act is not the client's term to answer
	w.terms.AgreedAct = dossier.Term{N: 1, Unit: dossier.Days}
	w.reach(dossier.DueAct)
	w.do(dossier.CompleteAct{On: w.today()}, receptionist)
	w.inPhase(dossier.PhaseTalk)
}

// Silence after one talk says nothing of the next (R4).
func TestR4_SilenceAfterAnEarlierTalkDoesNotCount(t *testing.T) {
	w := agreed(t)
	w.reach(dossier.DueTalkReply)
	w.do(dossier.AnswerTalk{}, complainant)
	w.do(dossier.CompleteAct{On: w.today()}, receptionist)
	w.do(dossier.BookTalk{Specialist: S1, Start: w.now.Add(24 * time.Hour), SlotFree: true}, receptionist)
	w.after(25 * time.Hour)
	w.do(dossier.RecordTalk{Solved: true, Content: "inhoud", How: "zo", ActKind: "apology", Act: "excuses"}, specialist1)
	w.do(dossier.PassOnAct{Act: "excuses"}, complainant)
	w.do(dossier.CompleteAct{On: w.today()}, receptionist)
	w.inPhase(dossier.PhaseTalk)
	w.due(dossier.DueTalkReply)
}

// brought demands that the last act brought that event, whatever else.
func brought(t testing.TB, w *world, want dossier.Event) {
	t.Helper()
	if !slices.ContainsFunc(w.lastStep, func(h dossier.Happening) bool { return h.Event == want }) {
		t.Fatalf("%v was not among %v", want, w.lastStep)
	}
}

// actAndTalk: what was agreed with S1 is booked, and a second talk, with S2, was held without a new agreement.
func actAndTalk(t testing.TB) *world {
	w := agreed(t)
	w.do(dossier.BookAct{On: w.cal.Day(w.now.Add(72 * time.Hour))}, receptionist)
	w.do(dossier.AnswerTalk{}, complainant)
	w.do(dossier.BookTalk{Specialist: S2, Start: w.now.Add(24 * time.Hour), SlotFree: true}, receptionist)
	return w.after(25 * time.Hour)
}

// What was agreed and passed on is followed until it is done, whatever is talked about later and with whom (R4).
func TestR4_ALaterTalkLeavesTheAgreedActAsItIs(t *testing.T) {
	w := actAndTalk(t)
	act := w.due(dossier.DueAct)
	w.refused(dossier.RecordTalk{Content: "inhoud", ActKind: "apology", Act: "excuses"}, specialist2, "act_open", "R4")
	w.do(dossier.RecordTalk{Content: "inhoud"}, specialist2)
	equal(t, "due", w.due(dossier.DueAct), act)
	equal(t, "appointments", dossier.Appointments(w.state), []dossier.SpecialistID{S1})
	w.do(dossier.CompleteAct{On: w.today()}, receptionist)
	equal(t, "appointments", dossier.Appointments(w.state), nil)
}

// A ban cancels what was agreed with that specialist, and tells them and not whoever was talked to later (R23).
func TestR23_ABanCancelsTheActOfAnEarlierTalk(t *testing.T) {
	w := actAndTalk(t)
	equal(t, "appointments", dossier.Appointments(w.state), []dossier.SpecialistID{S2, S1})
	w.do(dossier.StopContact{Specialist: S1}, system)
	w.told("complainant act_cancelled", "specialist:S1 act_cancelled")
	equal(t, "still planned", dossier.Appointments(w.state), []dossier.SpecialistID{S2})
	w.held = []dossier.SpecialistID{S1}
	w.refused(dossier.BookAct{On: w.today()}, receptionist, "ban", "R23")
	w.held = []dossier.SpecialistID{S2}
	w.do(dossier.BookAct{On: w.today()}, receptionist)
	w.told("complainant act_booked", "specialist:S1 act_booked")
}

// A ban with one leaves what is booked with another (R23).
func TestR23_ABanLeavesWhatIsBookedWithOthers(t *testing.T) {
	w := actAndTalk(t)
	w.do(dossier.StopContact{Specialist: S2}, system)
	equal(t, "the act stays", dossier.Appointments(w.state), []dossier.SpecialistID{S1})

	w = upheld(t)
	w.do(dossier.MakeOffer{FreeTreatment: 3_000, Discount: 3_000, Words: "W"}, assistant)
	w.do(dossier.AcceptOffer{}, complainant)
	day := w.cal.Day(w.now.Add(72 * time.Hour))
	w.do(dossier.BookRemedy{Remedy: 1, On: day, Specialist: S2}, receptionist)
	w.do(dossier.BookRemedy{Remedy: 2, On: day, Specialist: S3}, receptionist)
	w.do(dossier.StopContact{Specialist: S2}, system)
	w.events(dossier.RemedyUnbooked{Remedy: 1, Specialist: S2})
	equal(t, "the other treatment stays", dossier.Appointments(w.state), []dossier.SpecialistID{S3})
}

// Whatever ends a dossier takes what is booked off the calendar, and tells both: nobody would look after it any more.
func TestEnding_CancelsTheAgreedActAndTheTreatment(t *testing.T) {
	w := actAndTalk(t)
	w.do(dossier.Withdraw{}, complainant)
	brought(t, w, dossier.ActCancelled{Cause: "ended"})
	equal(t, "appointments", dossier.Appointments(w.state), nil)
	w.do(dossier.Reopen{Reason: "new_facts", Words: "Toch weer."}, owner)
	equal(t, "appointments after a reopening", dossier.Appointments(w.state), nil)

	w = upheld(t)
	w.do(dossier.MakeOffer{FreeTreatment: 6_000, Words: "W"}, assistant)
	w.do(dossier.AcceptOffer{}, complainant)
	w.do(dossier.BookRemedy{Remedy: 1, On: w.cal.Day(w.now.Add(72 * time.Hour)), Specialist: S2}, receptionist)
	w.do(dossier.Withdraw{}, complainant)
	brought(t, w, dossier.RemedyUnbooked{Remedy: 1, Specialist: S2, Cause: "ended"})
	w.told("complainant remedy_unbooked", "specialist:S2 remedy_unbooked", "complainant withdrawn")
	equal(t, "appointments", dossier.Appointments(w.state), nil)
}

// Each of two specialists sees what is theirs: the one the act, the other the talk (R3).
func TestR3_AnAgreedActAndALaterTalkBelongToTwoPeople(t *testing.T) {
	w := actAndTalk(t)
	of1, of2 := w.cut(specialist1).Talk, w.cut(specialist2).Talk
	equal(t, "the act, to whose it is", []any{of1.ActKind, of1.ActOn}, []any{"repair_visit", w.state.Talk.ActOn})
	equal(t, "the talk, to whose act it is", of1.Status, dossier.TalkNone)
	equal(t, "the talk, to whose it is", of2.Start, w.state.Talk.Start)
	equal(t, "the act, to whose talk it is", []any{of2.ActKind, of2.ActOn}, []any{"", dossier.Date("")})
}

func TestR1_TheTermOfATalkCountsFromTheWish(t *testing.T) {
	w := asked(t)
	due := w.due(dossier.DueTalkBooking).Due
	w.after(26 * time.Hour)
	w.do(dossier.BookTalk{Specialist: S1, Start: clock("2026-03-05 10:00"), SlotFree: true}, receptionist)
	equal(t, "due", w.due(dossier.DueTalk).Due, due)
	equal(t, "all that is due", w.dueKinds(), []dossier.DeadlineKind{dossier.DueTalk})
}

func TestR8_ADeclinedTalkEndsWhenItIsDeclined(t *testing.T) {
	w := asked(t).after(5 * time.Hour)
	w.do(dossier.DeclineTalk{Cause: "cannot"}, complainant)
	equal(t, "ended", w.state.Talk.Ended, w.now)
}

// However a state came about: what stands in step 1 is over once a complaint is filed (R23).
func TestAppointments_OfATalkAreInStepOneAlone(t *testing.T) {
	w := booked(t)
	equal(t, "in the talk", dossier.Appointments(w.state), []dossier.SpecialistID{S1})
	w.state.Phase = dossier.PhaseExplanation
	equal(t, "later", dossier.Appointments(w.state), nil)
	w.refused(dossier.StopContact{Specialist: S1}, system, "no_appointment", "R23")
}

func TestR23_ATreatmentIsAnAppointmentOnceItIsBooked(t *testing.T) {
	w := accepted(t)
	equal(t, "granted", dossier.Appointments(w.state), nil)
	w.do(dossier.BookRemedy{Remedy: 2, On: w.today(), Specialist: S2}, receptionist) // today is still to come
	equal(t, "booked", dossier.Appointments(w.state), []dossier.SpecialistID{S2})
}

// However a state came about: a ban that begins takes appointments off the calendar, and none is made while it runs (R23).
func TestR23_ABanTakesBookedTreatmentsAway(t *testing.T) {
	w := accepted(t)
	w.do(dossier.BookRemedy{Remedy: 2, On: "2026-03-20", Specialist: S2}, receptionist)
	w.state.Phase, w.state.Match.Outcome = dossier.PhaseTriage, dossier.MatchPending
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: otherTreatment()}, system)
	w.events(dossier.Matched{}, dossier.BanStarted{}, dossier.RemedyUnbooked{})
	w.state.Phase = dossier.PhaseRemedy
	w.refused(dossier.BookRemedy{Remedy: 2, On: "2026-03-20", Specialist: S2}, receptionist, "ban", "R23")
}

func TestR9_WithoutAQuestionForProofNothingFollowsFromItsAbsence(t *testing.T) {
	w := filed(t)
	w.do(dossier.Withdraw{}, complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchNobody}, system)
	w.events(dossier.Matched{}) // nobody is asked anything about what has ended
	w.do(dossier.Reopen{Reason: "mistake", Words: "De klager wil toch verder."}, assistant)
	w.notDue(dossier.DueProof)
	w.until("2026-06-01 10:00")
	w.refused(dossier.Judge{Severity: "minor", Ground: "not_found", Reason: "Onbekend."}, assistant, "proof_term", "R20")
}

func TestR20_NotFoundIsNoGroundOnceTheVisitIsFound(t *testing.T) {
	w := unknown(t).until("2026-03-20 10:00")
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant)
	w.refused(dossier.Judge{Severity: "minor", Ground: "not_found", Reason: "Onbekend."}, assistant, "proof_term", "R20")
	w = filed(t)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchNoVisit}, system)
	w.until("2026-03-20 10:00")
	w.do(dossier.Judge{Severity: "minor", Ground: "not_found", Reason: "Geen bezoek gevonden."}, assistant)
	equal(t, "ending", w.state.Ending, dossier.RejectedAtTriage)
}

// A treatment of nobody in particular is no conflict of who treats nobody (R14).
func TestR14_ACandidateWithoutSpecialistIsNobodys(t *testing.T) {
	w := filed(t)
	nobodys := *treatment()
	nobodys.ID, nobodys.Specialist = "T0", ""
	w.do(dossier.RecordMatch{Outcome: dossier.MatchCandidates, Candidates: []dossier.Treatment{nobodys, *otherTreatment()}}, system)
	w.do(dossier.ChooseMatch{TreatmentID: "T0", Treatment: &nobodys}, assistant)
	equal(t, "outcome", w.state.Match.Outcome, dossier.MatchFound)
}

func TestR22_CorrectingToAnotherVisitToTheSameSpecialistKeepsTheBan(t *testing.T) {
	w := matched(t, func(f *dossier.File) { f.Specialists = nil })
	other := treatment()
	other.ID = "T9"
	w.do(dossier.ChooseMatch{TreatmentID: "T9", Treatment: other, Reason: "De tweede behandeling die dag."}, assistant)
	w.events(dossier.Matched{})
	equal(t, "ban", w.state.Banned(), []dossier.SpecialistID{S1})
}

// After the findings the match can still be corrected to a visit to whoever was heard (R17).
func TestR17_CorrectingToTheSpecialistWhoWasHeard(t *testing.T) {
	w := found(t, dossier.Founded)
	other := treatment()
	other.ID = "T9"
	w.do(dossier.ChooseMatch{TreatmentID: "T9", Treatment: other, Reason: "De tweede behandeling die dag."}, assistant)
	w.events(dossier.Matched{})
	w.refused(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "Toch niet."}, assistant, "not_heard", "R17")
}

// What a merge settled about being late stays when the match is corrected to a treatment of the same day (R8).
func TestR8_CorrectingTheMatchOnTheSameDayChangesNothing(t *testing.T) {
	w := newWorld(t).until("2026-03-10 10:00")
	w.do(complaint(), complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	equal(t, "late", w.state.Late, true)
	w.do(dossier.Absorb{Other: &dossier.MergeFacts{Reference: "WH-OTHER", Client: "C1", Treatment: "T1", ReceivedAt: w.now}}, assistant)
	equal(t, "late", w.state.Late, false)
	equal(t, "extended", w.state.Extended, false)
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "De andere."}, assistant)
	equal(t, "late", w.state.Late, false)
}

// After a refusal the client waits for another offer as long as for the first (R19).
func TestR19_ANewOfferIsDueAfterARefusal(t *testing.T) {
	w := offered(t).after(20 * 24 * time.Hour)
	w.do(dossier.RefuseOffer{Why: "Te weinig."}, complainant)
	equal(t, "due", w.due(dossier.DueOffer).Due, w.cal.After(w.now, w.terms.Remedy))
}

// After a reopening it is due its term after that, whatever was refused before.
func TestR19_ANewOfferIsDueAfterAReopening(t *testing.T) {
	w := offered(t)
	w.do(dossier.RefuseOffer{Why: "Te weinig."}, complainant)
	w.do(refund(100), assistant)
	w.do(dossier.AcceptOffer{}, complainant)
	w.do(dossier.CarryOut{Remedy: 1, On: w.today()}, assistant)
	w.after(40 * 24 * time.Hour)
	w.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	equal(t, "due", w.due(dossier.DueOffer).Due, w.cal.After(w.now, w.terms.Remedy))
}
