package dossier_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
)

func TestR1_AClientAsksForATalkOnTheWebsiteOrByPhone(t *testing.T) {
	for name, by := range map[string]dossier.Actor{"website": complainant, "phone": receptionist} {
		w := newWorld(t)
		w.do(wish(), by)
		w.events(dossier.TalkRequested{})
		w.told("complainant talk_requested")
		w.inPhase(dossier.PhaseTalk)
		equal(t, name, w.state.Talk.Status, dossier.TalkAsked)
		equal(t, "reference", w.state.Reference, reference)
		w.refused(wish(), by, "already_there", "R1")
	}
	w := newWorld(t)
	w.refused(wish(), specialist1, "not_yours", "")
	w.refusedFields(dossier.RequestTalk{}, complainant, "Name", "Branch", "TreatmentDate", "Email")
	future := wish()
	future.TreatmentDate = "2026-03-03"
	w.refused(future, complainant, "future", "R5")
}

func TestR1_TheReceptionistBooksAFreeSlot(t *testing.T) {
	w := booked(t)
	w.events(dossier.TalkBooked{})
	w.told("complainant talk_booked", "specialist:S1 talk_booked")
	equal(t, "talk", w.state.Talk.Start, clock("2026-03-03 10:00"))
	w.impossible("book_talk", receptionist, "talk_status") // one at a time

	w = asked(t)
	at := clock("2026-03-03 10:00")
	w.refused(dossier.BookTalk{Specialist: S1, Start: at}, receptionist, "slot_taken", "R1")
	w.refused(dossier.BookTalk{Specialist: S1, Start: w.now, SlotFree: true}, receptionist, "slot_past", "R1")
	w.refused(dossier.BookTalk{Specialist: S1, Start: at, SlotFree: true}, complainant, "not_yours", "")
	w.refused(dossier.BookTalk{Specialist: S1, Start: at, SlotFree: true}, specialist1, "not_yours", "")
	w.refusedFields(dossier.BookTalk{}, receptionist, "Specialist", "Start")
}

func TestR1_ABookedTalkStandsWithinFiveWorkingDaysOfTheWish(t *testing.T) {
	w := asked(t).until("2026-03-04 09:00")
	last := w.lastOf("2026-03-09") // Tuesday to Friday, and Monday
	w.refused(dossier.BookTalk{Specialist: S1, Start: last.Add(time.Millisecond), SlotFree: true}, receptionist, "slot_late", "R1")
	w.do(dossier.BookTalk{Specialist: S1, Start: last, SlotFree: true}, receptionist)
}

func TestR1_ATalkThatIsNotHeldInTimeLapses(t *testing.T) {
	w := booked(t)
	d := w.due(dossier.DueTalk)
	equal(t, "due", d.Due, w.lastOf("2026-03-09"))
	equal(t, "who", d.Who, dossier.RoleSpecialist)
	w.remindAll(dossier.DueTalk)
	w.now = d.Due.Add(-time.Millisecond)
	w.refused(dossier.Reach{Deadline: dossier.DueTalk, Subject: "S1"}, system, "not_due", "")
	w.reach(dossier.DueTalk)
	w.events(dossier.DeadlinePassed{}, dossier.TalkCancelled{}, dossier.TalkLapsed{})
	w.told("specialist:S1 talk_cancelled", "complainant talk_lapsed", "desk overdue")
	equal(t, "status", w.state.Talk.Status, dossier.TalkHasLapsed)
	equal(t, "cause", only[dossier.TalkLapsed](t, w.lastStep).Cause, "not_held")
	// a new one, or step 2
	w.possible("file", complainant)
	w.do(dossier.BookTalk{Specialist: S1, Start: w.now.Add(time.Hour), SlotFree: true}, receptionist)
	equal(t, "new term", w.due(dossier.DueTalk).Due, w.lastOf("2026-03-17"))
}

func TestR1_AfterALapseTheClientMayAskForANewTalk(t *testing.T) {
	w := booked(t)
	w.refused(dossier.RenewTalk{}, complainant, "talk_status", "R4")
	w.do(dossier.LapseTalk{Cause: "ill"}, receptionist)
	w.do(dossier.RenewTalk{}, complainant)
	w.events(dossier.TalkRenewed{})
	w.told("complainant talk_requested")
	equal(t, "status", w.state.Talk.Status, dossier.TalkAsked)
	equal(t, "its term counts anew", w.due(dossier.DueTalkBooking).Due, w.cal.After(w.now, w.terms.TalkHeld))
	equal(t, "asked", w.state.Talk.Asked, w.now)
	w.refused(dossier.RenewTalk{}, complainant, "talk_status", "R4")
	w.possible("book_talk", receptionist)
}

// The last moment to book for is the one that booking judges by.
func TestR1_LastBookingIsWhatBookingAccepts(t *testing.T) {
	for _, w := range []*world{asked(t), lapsed(t)} {
		w.after(26 * time.Hour)
		last := dossier.LastBooking(w.state, w.terms, w.cal, w.now)
		w.refused(dossier.BookTalk{Specialist: S1, Start: last.Add(time.Millisecond), SlotFree: true}, receptionist, "slot_late", "R1")
		w.do(dossier.BookTalk{Specialist: S1, Start: last, SlotFree: true}, receptionist)
	}
}

// lapsed is a dossier whose talk was booked and lapsed.
func lapsed(t *testing.T) *world {
	t.Helper()
	w := booked(t)
	w.do(dossier.LapseTalk{Cause: "ill"}, receptionist)
	return w
}

func TestR1_AWishThatIsNotBookedInTimeLapses(t *testing.T) {
	w := asked(t)
	equal(t, "who", w.due(dossier.DueTalkBooking).Who, dossier.RoleReceptionist)
	w.reach(dossier.DueTalkBooking)
	w.events(dossier.DeadlinePassed{}, dossier.TalkLapsed{})
	w.told("complainant talk_lapsed", "desk overdue")
	w.notDue(dossier.DueTalkBooking)
}

func TestR1_ATalkLapsesWhenTheSpecialistIsIllOrGone(t *testing.T) {
	for _, cause := range []string{"ill", "gone"} {
		for _, by := range []dossier.Actor{receptionist, owner, specialist1} {
			w := booked(t)
			w.do(dossier.LapseTalk{Cause: cause}, by)
			w.told("specialist:S1 talk_cancelled", "complainant talk_lapsed")
			equal(t, "cause", only[dossier.TalkLapsed](t, w.lastStep).Cause, cause)
			w.possible("book_talk", receptionist)
			w.possible("file", complainant)
		}
	}
	w := booked(t)
	w.refused(dossier.LapseTalk{Cause: "ill"}, specialist2, "not_your_talk", "R3")
	w.refused(dossier.LapseTalk{Cause: "tired"}, specialist1, "no_choice", "")
	w.refused(dossier.LapseTalk{Cause: "ill"}, complainant, "not_yours", "")
	w = talked(t, true)
	w.refused(dossier.LapseTalk{Cause: "ill"}, receptionist, "talk_status", "R4")
}

func TestR1_ABookedTalkCanBeTakenOffAndBookedAgain(t *testing.T) {
	for _, by := range []dossier.Actor{complainant, receptionist, specialist1} {
		w := booked(t)
		w.do(dossier.CancelTalk{Cause: "client"}, by)
		w.told("specialist:S1 talk_cancelled", "complainant talk_cancelled")
		w.impossible("cancel_talk", by, "no_talk_planned")
		equal(t, "the wish stays, with its term", w.due(dossier.DueTalkBooking).Due, w.lastOf("2026-03-09"))
		w.do(dossier.BookTalk{Specialist: S2, Start: clock("2026-03-05 09:00"), SlotFree: true}, receptionist)
		equal(t, "specialist", w.state.Talk.Specialist, S2)
	}
	w := booked(t)
	w.refused(dossier.CancelTalk{Cause: "specialist"}, specialist2, "not_your_talk", "R3")
}

func TestR2_TheConfirmationBringsTheTips(t *testing.T) {
	// The tips come with the notice talk_booked; nobody else is told anything by it.
	w := booked(t)
	w.told("complainant talk_booked", "specialist:S1 talk_booked")
	equal(t, "tips", len(policy.Default().Tips), 6)
	// who books again gets them again; who cancels does not
	w.do(dossier.CancelTalk{Cause: "client"}, complainant)
	w.told("complainant talk_cancelled", "specialist:S1 talk_cancelled")
	w.do(dossier.BookTalk{Specialist: S1, Start: clock("2026-03-05 09:00"), SlotFree: true}, receptionist)
	w.told("complainant talk_booked", "specialist:S1 talk_booked")
}
