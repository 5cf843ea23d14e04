package dossier_test

import (
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// lateAt files at a moment and tells whether the complaint is flagged late.
func lateAt(t *testing.T, at time.Time, edits ...func(*dossier.File)) bool {
	w := newWorld(t)
	w.now = at
	w.do(complaint(edits...), complainant)
	return w.state.Late
}

func TestR8_DaySevenStillCounts(t *testing.T) {
	end := newWorld(t).lastOf("2026-03-06")
	equal(t, "last moment of day 7", lateAt(t, end), false)
	equal(t, "first of day 8", lateAt(t, end.Add(time.Millisecond)), true)
	// in the chain's own zone, also when the clock changes in between
	summer := func(f *dossier.File) { f.TreatmentDate = "2026-03-25" }
	equal(t, "summer time", lateAt(t, clock("2026-04-01 23:59"), summer), false)
	equal(t, "summer time", lateAt(t, clock("2026-04-02 00:00"), summer), true)
	// what reached the chain in time is in time, whenever it was typed in
	w := newWorld(t).until("2026-03-09 09:00")
	w.do(complaint(func(f *dossier.File) { f.ReceivedAt = clock("2026-03-06 12:00") }), receptionist)
	equal(t, "letter of Friday", w.state.Late, false)
}

func TestR8_ATalkAskedForInTimeKeepsTheTermOpen(t *testing.T) {
	w := asked(t).until("2026-03-08 12:00") // not lapsed yet
	w.do(complaint(), complainant)
	equal(t, "during the talk", w.state.Late, false)

	for _, tc := range []struct {
		at   string
		late bool
	}{{"2026-03-10 23:59", false}, {"2026-03-11 00:00", true}} { // held on the 3rd
		w := talked(t, false).until(tc.at)
		w.do(complaint(), complainant)
		equal(t, tc.at, w.state.Late, tc.late)
	}

	w = booked(t)
	w.reach(dossier.DueTalk) // lapses on the 10th
	w.until("2026-03-17 23:59").do(complaint(), complainant)
	equal(t, "within 7 days after it lapsed", w.state.Late, false)
	w = booked(t)
	w.reach(dossier.DueTalk)
	w.until("2026-03-18 00:00").do(complaint(), complainant)
	equal(t, "after that", w.state.Late, true)
}

func TestR8_ATalkAskedForTooLateKeepsNothingOpen(t *testing.T) {
	w := newWorld(t).until("2026-03-07 09:00")
	w.do(wish(), complainant)
	w.do(complaint(), complainant)
	equal(t, "late", w.state.Late, true)
}

func TestR8_DecliningALapsedTalkWinsNoTime(t *testing.T) {
	w := booked(t)
	w.reach(dossier.DueTalk)
	w.until("2026-06-01 12:00").do(dossier.DeclineTalk{Cause: "will_not"}, complainant)
	w.do(complaint(), complainant)
	equal(t, "late", w.state.Late, true)
	// declining one that still stands ends it now
	w = booked(t)
	w.until("2026-03-09 12:00").do(dossier.DeclineTalk{Cause: "will_not"}, complainant)
	w.until("2026-03-16 12:00").do(complaint(), complainant)
	equal(t, "late", w.state.Late, false)
}

func TestR8_ARenewedWishKeepsTheTermOnlyWithinIt(t *testing.T) {
	book := func(w *world, at string) {
		w.until(at)
		w.do(dossier.BookTalk{Specialist: S1, Start: w.now.Add(time.Hour), SlotFree: true}, receptionist)
	}
	w := booked(t)
	w.reach(dossier.DueTalk) // on the 10th: open until the 17th
	book(w, "2026-03-16 10:00")
	equal(t, "in time", only[dossier.TalkBooked](t, w.lastStep).Late, false)
	w.after(2*time.Hour).do(dossier.RecordTalk{Content: "inhoud"}, specialist1)
	w.until("2026-03-23 10:00").do(complaint(), complainant)
	equal(t, "late", w.state.Late, false)

	for at, late := range map[string]bool{"2026-03-17 23:59": false, "2026-03-18 00:00": true} { // asking is what counts
		w = booked(t)
		w.reach(dossier.DueTalk)
		w.until(at).do(dossier.RenewTalk{}, complainant)
		equal(t, at, only[dossier.TalkRenewed](t, w.lastStep).Late, late)
		w.after(time.Hour).do(dossier.BookTalk{Specialist: S1, Start: w.now.Add(24 * time.Hour), SlotFree: true}, receptionist)
		w.do(complaint(), complainant)
		equal(t, "late", w.state.Late, late)
	}

	w = booked(t)
	w.reach(dossier.DueTalk)
	book(w, "2026-05-18 10:00")
	equal(t, "in time", only[dossier.TalkBooked](t, w.lastStep).Late, true)
	w.do(complaint(), complainant)
	equal(t, "late", w.state.Late, true)
}

func TestR8_ATalkInAnotherDossierCountsToo(t *testing.T) {
	at := clock("2026-03-20 10:00")
	elsewhere := func(asked, ended string) func(*dossier.File) {
		return func(f *dossier.File) {
			f.TalkAsked = clock(asked)
			if ended != "" {
				f.TalkEnded = clock(ended)
			}
		}
	}
	equal(t, "still open", lateAt(t, at, elsewhere("2026-03-06 10:00", "")), false)
	equal(t, "ended lately", lateAt(t, at, elsewhere("2026-03-06 10:00", "2026-03-13 10:00")), false)
	equal(t, "ended long ago", lateAt(t, at, elsewhere("2026-03-06 10:00", "2026-03-12 10:00")), true)
	equal(t, "asked too late", lateAt(t, at, elsewhere("2026-03-07 10:00", "2026-03-19 10:00")), true)
	// it is remembered when the register has another date
	w := newWorld(t)
	w.now = at
	w.do(complaint(elsewhere("2026-03-06 10:00", "2026-03-13 10:00")), complainant)
	visit := treatment()
	visit.Date = "2026-02-28"
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: visit}, system)
	equal(t, "late", w.state.Late, false)
}

func TestR8_TheRegistersDateIsTheOneThatCounts(t *testing.T) {
	w := newWorld(t).until("2026-03-09 09:00")
	w.do(complaint(), complainant)
	equal(t, "late", w.state.Late, true)
	visit := treatment()
	visit.Date = "2026-03-05"
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: visit}, system)
	equal(t, "late", w.state.Late, false)
	old := otherTreatment()
	old.Date = "2026-02-20"
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: old, Reason: "Andere afspraak."}, assistant)
	equal(t, "late", w.state.Late, true)
}

func TestR8_LateIsAFlagThatAPersonMayRejectFor(t *testing.T) {
	reject := dossier.Judge{Severity: "minor", Ground: "late", Reason: "Te laat."}
	late := func(f *dossier.File) { f.TreatmentDate = "2026-02-01" }
	w := filed(t, late)
	w.inPhase(dossier.PhaseTriage) // the program rejects nothing
	w.refused(reject, system, "not_yours", "")
	w.do(reject, assistant)
	equal(t, "ending", w.state.Ending, dossier.RejectedAtTriage)
	w = filed(t, late)
	w.do(seriousJudgement(), assistant) // or may not
	w.inPhase(dossier.PhaseExplanation)
	matched(t).refused(reject, assistant, "not_late", "R20")
}

func TestR9_EveryComplaintIsLookedUp(t *testing.T) {
	w := filed(t)
	equal(t, "at first", w.state.Match.Outcome, dossier.MatchPending)
	w.refused(dossier.RecordMatch{Outcome: dossier.MatchNobody}, owner, "not_yours", "")
	w.refused(dossier.RecordMatch{Outcome: dossier.MatchFound}, system, "no_treatment", "R9")
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	equal(t, "treatment", w.state.Match.Treatment.ID, "T1")
	w.refused(dossier.RecordMatch{Outcome: dossier.MatchNobody}, system, "match_done", "R9")
	asked(t).refused(dossier.RecordMatch{Outcome: dossier.MatchNobody}, system, "not_filed", "R5")
}

func candidates(t *testing.T) *world {
	w := filed(t, func(f *dossier.File) { f.Specialists = nil })
	w.do(dossier.RecordMatch{Outcome: dossier.MatchCandidates, Candidates: []dossier.Treatment{*treatment(), *otherTreatment()}}, system)
	return w
}

func TestR9_SeveralCandidatesAreForStaffToChooseFrom(t *testing.T) {
	w := candidates(t)
	w.events(dossier.Matched{})
	equal(t, "candidates", len(w.state.Match.Candidates), 2)
	equal(t, "due", w.due(dossier.DueMatch).Due, w.state.ReceivedAt.Add(24*time.Hour))
	w.notDue(dossier.DueProof)
	w.refused(dossier.ChooseMatch{TreatmentID: "T9"}, assistant, "no_treatment", "R9")
	w.refused(dossier.ChooseMatch{TreatmentID: "T9", Treatment: treatment()}, assistant, "no_treatment", "R9")
	w.refused(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, receptionist, "not_yours", "")
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant)
	w.events(dossier.Matched{}, dossier.BanStarted{})
	equal(t, "ban", only[dossier.BanStarted](t, w.lastStep).Cause, "matched")
	w.notDue(dossier.DueMatch)
	w.refused(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant, "same", "R9")
	w.refused(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment()}, assistant, "missing", "R9")
	filed(t).refused(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant, "match_pending", "R9")
}

func TestR9_NotFoundIsNotFraud(t *testing.T) {
	for _, outcome := range []dossier.MatchOutcome{dossier.MatchNobody, dossier.MatchNoVisit} {
		w := filed(t)
		w.do(dossier.RecordMatch{Outcome: outcome}, system)
		w.events(dossier.Matched{}, dossier.ProofAsked{})
		w.told("complainant proof_asked")
		equal(t, "suspected", w.state.Suspected, false)
		equal(t, "due", w.due(dossier.DueProof).Due, w.lastOf("2026-03-09"))
		w.inPhase(dossier.PhaseTriage)
	}
}

func TestR9_ProofIsAskedBeforeAnythingElseFollows(t *testing.T) {
	reject := dossier.Judge{Severity: "minor", Ground: "not_found", Reason: "Niet gevonden."}
	w := unknown(t)
	w.refused(reject, assistant, "proof_term", "R20")
	w.now = w.due(dossier.DueProof).Due
	w.refused(reject, assistant, "proof_term", "R20") // the last moment still counts
	w.after(time.Millisecond).do(reject, assistant)
	matched(t).refused(reject, assistant, "proof_term", "R20")
}

func TestR9_ProofIsGivenAndJudgedByPeople(t *testing.T) {
	w := unknown(t)
	w.refusedFields(dossier.GiveProof{}, complainant, "Proof")
	w.do(dossier.GiveProof{Proof: "De bon."}, complainant)
	equal(t, "class", w.part("proof").Class, dossier.ClassComplaint)
	w.notDue(dossier.DueProof)
	w.until("2026-03-11 09:00")
	w.refused(dossier.Judge{Severity: "minor", Ground: "not_found", Reason: "Niet gevonden."}, assistant, "proof_term", "R20")
	// what came is no proof: it is asked for again
	w.do(dossier.AskProof{}, receptionist)
	w.told("complainant proof_asked")
	equal(t, "due", w.due(dossier.DueProof).Due, w.lastOf("2026-03-18"))
	// or it leads to the treatment
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant)
	w.notDue(dossier.DueProof)
	w.refused(dossier.GiveProof{Proof: "De bon."}, complainant, "found", "R9")
	w.refused(dossier.AskProof{}, receptionist, "found", "R9")
	unknown(t).refused(dossier.AskProof{}, complainant, "not_yours", "")
}

func TestR9_AComplaintThatEndedFirstIsNotAskedForProof(t *testing.T) {
	w := filed(t)
	w.do(dossier.Withdraw{}, complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchNobody}, system)
	w.events(dossier.Matched{})
	w.do(dossier.Reopen{Reason: "mistake", Words: "Toch."}, owner)
	w.refused(dossier.GiveProof{Proof: "De bon."}, complainant, "proof_not_asked", "R9")
	w.do(dossier.AskProof{}, receptionist)
}

func TestR9_HandlersAloneSeeWhatTheRegisterKnows(t *testing.T) {
	w := candidates(t)
	equal(t, "handler", len(w.cut(owner).Match.Candidates), 2)
	for _, by := range []dossier.Actor{receptionist, complainant} {
		equal(t, by.Name(), len(w.cut(by).Match.Candidates), 0)
		equal(t, by.Name(), slices.Contains(w.sees(by), "handling"), false)
	}
}
