package dossier_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// R1: a talk that lapsed was promised all the same; a new wish is a promise of its own.
func TestExplain_R1_Talk(t *testing.T) {
	w := talked(t, false)
	w.explains("talk", "R1 talk S1 kept by 9 Mar 23:59 at 3 Mar 10:30: made 1, kept 3")
	w.explains("step_two", "R8 step_two running by 10 Mar 23:59: made 3")

	w = booked(t)
	w.now = w.due(dossier.DueTalk).Due
	w.explains("talk", "R1 talk S1 running by 9 Mar 23:59: made 1")
	w.after(time.Millisecond).explains("talk", "R1 talk S1 overdue by 9 Mar 23:59: made 1")
	w.do(dossier.Reach{Deadline: dossier.DueTalk, Subject: "S1"}, system)
	w.explains("talk", "R1 talk S1 missed by 9 Mar 23:59: made 1, passed 3, ended 5")
	w.explains("step_two", "R8 step_two running by 17 Mar 23:59: made 5")
	w.until("2026-03-11 10:00").do(dossier.BookTalk{Specialist: S2, Start: clock("2026-03-12 10:00"), SlotFree: true}, receptionist)
	w.explains("talk", "R1 talk S1 missed by 9 Mar 23:59: made 1, passed 3, ended 5", "R1 talk S2 running by 18 Mar 23:59: made 6")
	w.explains("step_two", "R8 step_two fell_away by 17 Mar 23:59: made 5, ended 6")
	w.until("2026-03-12 10:30").do(dossier.RecordTalk{Content: "Gesproken."}, specialist2)
	w.explains("talk", "R1 talk S1 kept_late by 9 Mar 23:59 at 12 Mar 10:30: made 1, passed 3, ended 5, kept 7",
		"R1 talk S2 kept by 18 Mar 23:59 at 12 Mar 10:30: made 6, kept 7")

	w = booked(t) // ill in time: not kept, but not over either
	w.do(dossier.LapseTalk{Cause: "ill"}, receptionist)
	w.explains("talk", "R1 talk S1 running by 9 Mar 23:59: made 1, ended 4")
	w.do(dossier.RenewTalk{}, complainant)
	w.do(dossier.LapseTalk{Cause: "gone"}, receptionist)
	w.explains("talk", "R1 talk S1 running by 9 Mar 23:59: made 1, ended 4", "R1 talk fell_away by 9 Mar 23:59: made 5, ended 6")
	w.now = clock("2026-03-10 10:00")
	w.explains("talk", "R1 talk S1 missed by 9 Mar 23:59: made 1, ended 4", "R1 talk fell_away by 9 Mar 23:59: made 5, ended 6")

	w = asked(t)
	equal(t, "whose turn", w.line("talk").Who, dossier.RoleReceptionist)
	w.do(dossier.BookTalk{Specialist: S2, Start: clock("2026-03-03 10:00"), SlotFree: true}, receptionist)
	w.explains("talk", "R1 talk S2 running by 9 Mar 23:59: made 1")
	equal(t, "whose turn", w.line("talk").Who, dossier.RoleSpecialist)
	w.do(dossier.DeclineTalk{Cause: "will_not"}, complainant)
	w.explains("talk", "R1 talk S2 fell_away by 9 Mar 23:59: made 1, ended 4")
	equal(t, "whose turn it was", w.line("talk").Who, dossier.RoleReceptionist) // it was cancelled first
}

// R4, R8: the client's word, the agreed act, and the complaint after the talk.
func TestExplain_R4_R8_AfterTheTalk(t *testing.T) {
	w := talked(t, true)
	w.explains("talk_reply", "R4 talk_reply running by 10 Mar 23:59: made 3")
	w.reach(dossier.DueTalkReply)
	w.explains("talk_reply", "R4 talk_reply missed by 10 Mar 23:59: made 3, passed 4, ended 5")
	w = fullTalk(t) // it can still be passed on, so the term still stands
	w.explains("talk_reply", "R4 talk_reply kept by 10 Mar 23:59 at 3 Mar 10:30: made 3, kept 5")
	w.reach(dossier.DueTalkReply)
	w.explains("talk_reply", "R4 talk_reply kept by 10 Mar 23:59 at 3 Mar 10:30: made 3, kept 5")
	w = talked(t, true)
	w.do(complaint(), complainant)
	w.explains("talk_reply", "R4 talk_reply fell_away by 10 Mar 23:59: made 3, ended 4")

	w = passedOn(t)
	w.explains("act", "R4 act running by 17 Mar 23:59: made 5")
	w.do(dossier.CompleteAct{On: w.today()}, receptionist)
	w.explains("act", "R4 act kept by 17 Mar 23:59 at 3 Mar 10:30: made 5, kept 6")
	w = passedOn(t)
	w.do(complaint(), complainant)
	w.explains("act", "R4 act fell_away by 17 Mar 23:59: made 5, ended 6")

	w = talked(t, false)
	w.do(complaint(), complainant)
	w.explains("step_two", "R8 step_two kept by 10 Mar 23:59 at 3 Mar 10:30: made 3, kept 4")
	w = talked(t, false)
	w.now = w.due(dossier.DueStepTwo).Due.Add(time.Millisecond)
	w.explains("step_two", "R8 step_two overdue by 10 Mar 23:59: made 3")
}

// R5, R9: authority, the treatment among candidates, and proof that was asked again.
func TestExplain_R5_R9_AroundTheFiling(t *testing.T) {
	w := filed(t, represented)
	w.explains("authority", "R5 authority running by 9 Mar 23:59: made 1")
	w.do(dossier.AcceptAuthority{Evidence: "Gezien."}, receptionist)
	w.explains("authority", "R5 authority kept by 9 Mar 23:59 at 2 Mar 10:00: made 1, kept 3")

	w = candidates(t)
	w.explains("match", "R9 match running by 3 Mar 10:00: made 2")
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant)
	w.explains("match", "R9 match kept by 3 Mar 10:00 at 2 Mar 10:00: made 2, kept 3")
	w.explains("looked_up", "R9 looked_up kept: shows 2, shows 3")

	w = unknown(t).after(24 * time.Hour)
	w.do(dossier.AskProof{}, receptionist)
	w.explains("proof", "R9 proof running by 10 Mar 23:59: made 4, moved 5 to 10 Mar 23:59")
	w.do(dossier.GiveProof{Proof: "Bon."}, complainant)
	w.explains("proof", "R9 proof kept by 10 Mar 23:59 at 3 Mar 10:00: made 4, moved 5 to 10 Mar 23:59, kept 6")
	w.do(dossier.AskProof{}, receptionist)
	w.explains("proof", "R9 proof kept by 10 Mar 23:59 at 3 Mar 10:00: made 4, moved 5 to 10 Mar 23:59, kept 6", "R9 proof running by 10 Mar 23:59: made 7")
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant)
	equal(t, "found after all", w.lines("proof")[1].State, dossier.PromiseFellAway)
}

// R10, R12, R24: harm, the explanation and a withdrawal where health was harmed.
func TestExplain_R10_R12_R24_Handling(t *testing.T) {
	w := harmed(t)
	w.explains("harm_report", "R10 harm_report running by 5 Mar 23:59: made 4")
	w.do(dossier.ReportHarm{Authority: "igj", On: w.today()}, assistant)
	w.explains("harm_report", "R10 harm_report kept by 5 Mar 23:59 at 2 Mar 11:00: made 4, kept 6")
	w = harmed(t)
	w.do(dossier.MarkHarm{Reason: "Toch niet."}, assistant)
	w.explains("harm_report", "R10 harm_report fell_away by 5 Mar 23:59: made 4, ended 6")

	w = leaving(t)
	w.explains("withdrawal", "R24 withdrawal running by 3 Mar 12:00: made 6")
	w.do(dossier.SettleWithdrawal{GoOn: true, Reason: "Te ernstig."}, owner)
	w.explains("withdrawal", "R24 withdrawal kept by 3 Mar 12:00 at 2 Mar 12:00: made 6, kept 7")
	w = leaving(t)
	w.do(dossier.SettleWithdrawal{Reason: "Goed."}, owner)
	w.explains("withdrawal", "R24 withdrawal kept by 3 Mar 12:00 at 2 Mar 12:00: made 6, kept 8")
	w = leaving(t)
	w.do(dossier.Discontinue{Reason: "settled_elsewhere", Evidence: "Brief."}, owner)
	w.explains("withdrawal", "R24 withdrawal fell_away by 3 Mar 12:00: made 6, ended 8")

	w = judged(t)
	w.do(dossier.PlanExplanation{How: "visit", Start: clock("2026-03-04 10:00")}, assistant)
	w.do(dossier.PlanExplanation{How: "visit", Start: clock("2026-03-05 10:00")}, assistant)
	w.explains("appointment", "R12 appointment fell_away by 4 Mar 10:00: made 6, ended 7", "R12 appointment running by 5 Mar 10:00: made 8")
	w.until("2026-03-05 10:01").explains("appointment", "R12 appointment fell_away by 4 Mar 10:00: made 6, ended 7", "R12 appointment overdue by 5 Mar 10:00: made 8")
	w.do(dossier.RecordExplanation{How: "call", Words: "Zo."}, assistant) // the visit can still follow
	equal(t, "the visit", w.lines("appointment")[1].State, dossier.PromiseOverdue)
	w.do(dossier.RecordExplanation{How: "visit", Words: "Zo."}, assistant)
	w.explains("appointment", "R12 appointment fell_away by 4 Mar 10:00: made 6, ended 7", "R12 appointment kept by 5 Mar 10:00 at 5 Mar 10:01: made 8, kept 10")
	w.explains("call", "R12 call kept by 5 Mar 23:59 at 5 Mar 10:01: made 4, kept 9")
}

// R15, R16: the inquiry and the hearing have moments, which are not terms to be late for.
func TestExplain_R15_R16_Moments(t *testing.T) {
	w := investigating(t)
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	w.now = w.due(dossier.DueInquiry).Due.Add(time.Hour)
	w.explains("inquiry", "R15 inquiry overdue by 5 Mar 23:59: made 8")
	w.do(dossier.CloseInquiry{}, assistant)
	w.explains("inquiry", "R15 inquiry kept by 5 Mar 23:59 at 6 Mar 00:59: made 8, kept 9")

	w = invited(t).until("2026-03-10 14:00") // he did not appear at that very moment
	w.do(dossier.RecordNoShow{Specialist: S1}, assistant)
	w.explains("hearing", "R16 hearing S1 missed by 10 Mar 14:00: made 14, ended 15")
	w = invited(t).until("2026-03-10 13:59")
	w.do(dossier.CancelHearing{Specialist: S1, Reason: "Ziek."}, assistant)
	w.explains("hearing", "R16 hearing S1 fell_away by 10 Mar 14:00: made 14, ended 15")
	w = invited(t).until("2026-03-10 15:00")
	w.do(dossier.RecordHearing{Specialist: S1, Minutes: "Zo.", Put: "Haast."}, assistant)
	w.now = w.due(dossier.DueMinutes).Due.Add(time.Hour)
	w.explains("minutes", "R16 minutes S1 overdue by 13 Mar 23:59: made 15")
	for _, sub := range []string{"specialist:S1", "treatment"} {
		w.do(dossier.RecordFinding{Subject: sub, Outcome: dossier.Unfounded, Reasons: "Zo."}, assistant)
	}
	equal(t, "minutes", w.line("minutes").State, dossier.PromiseMissed)
}

// R16: what is told of one specialist is not told of another.
func TestExplain_R16_TwoSpecialists(t *testing.T) {
	w := explained(t, func(f *dossier.File) { f.Specialists = []dossier.SpecialistID{S1, S2} })
	w.do(dossier.OpenInvestigation{Subjects: []string{"specialist:S1", "specialist:S2"}}, assistant)
	for _, id := range []dossier.SpecialistID{S1, S2} {
		w.do(dossier.InviteToHearing{Specialist: id, At: clock("2026-03-10 14:00"), Allegation: "Pijn."}, assistant)
	}
	w.until("2026-03-10 15:00").do(dossier.Reach{Deadline: dossier.DueHearing, Subject: "S2"}, system)
	w.explains("hearing", "R16 hearing S1 overdue by 10 Mar 14:00: made 9", "R16 hearing S2 overdue by 10 Mar 14:00: made 10, passed 11")
	w.do(dossier.RecordHearing{Specialist: S1, Minutes: "Zo."}, assistant)
	w.explains("hearing", "R16 hearing S1 kept by 10 Mar 14:00 at 10 Mar 15:00: made 9, kept 12", "R16 hearing S2 overdue by 10 Mar 14:00: made 10, passed 11")
	w.explains("ban", "R22 ban S1 running: made 2", "R22 ban S2 running: made 3")
	w.do(dossier.Withdraw{}, complainant)
	w.explains("ban", "R22 ban S1 kept at 10 Mar 15:00: made 2, ended 14", "R22 ban S2 kept at 10 Mar 15:00: made 3, ended 15")
	lines := w.tampered(func(r *dossier.Record) bool { return r.Event != dossier.BanEnded{Specialist: S1, Cause: "ended"} })
	equal(t, "the other one", toldLine(lines["ban"]), "R22 ban S2 kept at 10 Mar 15:00: made 3, ended 14")
}

// R19–R21: offers, until one is accepted or none can be any more.
func TestExplain_R19_R20_R21_Decision(t *testing.T) {
	w := offered(t)
	w.do(dossier.RefuseOffer{Why: "Te weinig."}, complainant)
	w.explains("offer", "R19 offer kept by 24 Mar 23:59 at 10 Mar 15:00: made 21, kept 22", "R19 offer running by 24 Mar 23:59: made 23")
	w.explains("offer_reply", "R19 offer_reply 1 kept by 9 Apr 23:59 at 10 Mar 15:00: made 22, kept 23")
	w = offered(t)
	w.do(offer(), assistant)
	w.explains("offer_reply", "R19 offer_reply 1 fell_away by 9 Apr 23:59: made 22, ended 23", "R19 offer_reply 2 running by 9 Apr 23:59: made 23")

	w = standingOffer(t)
	w.explains("offer_reply", "R19 offer_reply 1 missed by 9 Apr 23:59: made 22, passed 23, ended 24")
	until := w.due(dossier.DueOfferStands).Due
	w.do(dossier.CloseWithStandingOffer{}, assistant)
	stands := "R19 offer_stands 1 %s by " + wall(until) + "%s: made 24"
	w.now = until
	w.explains("offer_stands", sprintf(stands, "running", ""))
	w.do(dossier.AcceptOffer{}, complainant)
	w.explains("offer_stands", sprintf(stands, "kept", " at "+wall(until))+", kept 26")
	w = standingOffer(t)
	w.do(dossier.CloseWithStandingOffer{}, assistant)
	w.now = until.Add(time.Millisecond)
	w.explains("offer_stands", sprintf(stands, "missed", ""))
	w.do(dossier.Reach{Deadline: dossier.DueOfferStands, Subject: "1"}, system)
	w.explains("offer_stands", sprintf(stands, "missed", "")+", passed 26")

	w = accepted(t)
	w.do(dossier.Withdraw{}, complainant)
	w.explains("remedy", "R21 remedy 1 fell_away by 24 Mar 23:59: made 23, ended 24", "R21 remedy 2 fell_away by 24 Mar 23:59: made 23, ended 24")

	w = underReview(t)
	w.explains("review_ask", "R20 review_ask kept by 21 Apr 23:59 at 10 Mar 15:00: made 22, kept 23")
	w.explains("review", "R20 review running by 24 Mar 23:59: made 23")
	w.do(dossier.AnswerReview{Maintained: true, Reason: "Blijft."}, owner)
	w.explains("review", "R20 review kept by 24 Mar 23:59 at 10 Mar 15:00: made 23, kept 24")
	w.explains("review_ask", "R20 review_ask kept by 21 Apr 23:59 at 10 Mar 15:00: made 22, kept 23")
	w = underReview(t)
	w.do(dossier.AnswerReview{Reason: "U heeft gelijk."}, owner)
	w.explains("review", "R20 review kept by 24 Mar 23:59 at 10 Mar 15:00: made 23, kept 24")
	w = rejectedAtTriage(t)
	w.now = clock("2026-06-01 10:00")
	w.explains("review_ask", "R20 review_ask missed by 13 Apr 23:59: made 6")
	w.do(dossier.Reopen{Reason: "new_facts", Words: "Foto."}, owner)
	w.explains("review_ask", "R20 review_ask missed by 13 Apr 23:59: made 6, ended 7")
}

// R26, R27: the claim, and what an undoing asks for.
func TestExplain_R26_R27_ClaimAndUndoing(t *testing.T) {
	w := claimedFor(t)
	w.explains("claim", "R26 claim running by 10 Apr 23:59: made 11")
	w.do(dossier.RecordClaimPayment{Amount: 100}, owner)
	w.explains("claim", "R26 claim running by 10 Apr 23:59: made 11")
	w.do(dossier.RecordClaimPayment{Amount: w.state.Claim.Total - 100}, owner)
	w.explains("claim", "R26 claim kept by 10 Apr 23:59 at 11 Mar 09:00: made 11, kept 13")
	w = claimedFor(t)
	w.do(dossier.WriteOffClaim{Reason: "Niet te innen."}, owner)
	w.explains("claim", "R26 claim fell_away by 10 Apr 23:59: made 11, ended 12")
	w = claimedFor(t)
	w.now = clock("2026-05-01 10:00")
	w.explains("claim", "R26 claim overdue by 10 Apr 23:59: made 11")

	acts := []dossier.Command{dossier.SendApology{Words: "Excuses."}, dossier.RepayClaim{}, dossier.InformPolice{}}
	for i := range acts { // whichever comes last
		w := undone(t)
		w.explains("undo", "R27 undo running by 18 Mar 23:59: made 14")
		for j := range acts {
			w.do(acts[(i+j)%len(acts)], owner)
		}
		w.explains("undo", "R27 undo kept by 18 Mar 23:59 at 11 Mar 10:00: made 14, kept 19")
	}
}
