package dossier_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func (w *world) banned(ids ...dossier.SpecialistID) {
	w.t.Helper()
	if got := w.state.Banned(); !slices.Equal(got, ids) {
		w.t.Fatalf("banned %v, want %v", got, ids)
	}
}

func both(f *dossier.File)   { f.Specialists = []dossier.SpecialistID{S1, S2} }
func nobody(f *dossier.File) { f.Specialists = nil }

func TestR22_BanStartsAtFiling(t *testing.T) {
	w := filed(t, both)
	w.events(dossier.Filed{}, dossier.BanStarted{}, dossier.BanStarted{})
	w.banned(S1, S2)
	w.told("complainant filed", "complainant ban_started", "specialist:S1 ban_started", "complainant ban_started", "specialist:S2 ban_started")
	equal(t, "since", w.state.Bans[0].Since, w.now)
	filed(t, nobody).banned()
	filed(t, func(f *dossier.File) { f.Specialists = []dossier.SpecialistID{"", S1, S1} }).banned(S1)
	asked(t).banned() // step 1 knows none
}

func TestR22_WhereTheSpecialistIsUnknownItStartsWhenTheTreatmentIsFound(t *testing.T) {
	w := matched(t, nobody)
	w.events(dossier.Matched{}, dossier.BanStarted{})
	w.told("complainant ban_started", "specialist:S1 ban_started")
	w.banned(S1)
	matched(t).banned(S1)                                                                           // named already: no second one
	matched(t, func(f *dossier.File) { f.Specialists = []dossier.SpecialistID{S2} }).banned(S2, S1) // named and matched
	unknown(t, nobody).banned()
}

func TestR22_CorrectingAMatchEndsOneAndStartsTheOther(t *testing.T) {
	w := matched(t, nobody)
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "Andere afspraak."}, assistant)
	w.events(dossier.Matched{}, dossier.BanEnded{}, dossier.BanStarted{})
	w.told("complainant ban_ended", "specialist:S1 ban_ended", "complainant ban_started", "specialist:S2 ban_started")
	w.banned(S2)
	// who was named stays banned, unless named by mistake
	w = matched(t)
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "Andere afspraak."}, assistant)
	w.banned(S1, S2)
	w = matched(t)
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "Andere afspraak.", NamedByMistake: true}, assistant)
	w.banned(S2)
	equal(t, "accused", w.state.Accused(), []dossier.SpecialistID{S2})
	// also when nobody was matched before
	w = unknown(t)
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), NamedByMistake: true}, assistant)
	w.banned(S2)
	// of two who were named, the wrong match was the mistake
	w = matched(t, func(f *dossier.File) { f.Specialists = []dossier.SpecialistID{S3, S1} })
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "Andere afspraak.", NamedByMistake: true}, assistant)
	w.banned(S3, S2)
	// named by mistake makes no difference where the named one is the right one
	w = matched(t, func(f *dossier.File) { f.Specialists = []dossier.SpecialistID{S2} })
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "Andere afspraak.", NamedByMistake: true}, assistant)
	w.banned(S2)
}

func TestR22_ASpecialistUnderInvestigationStaysBanned(t *testing.T) {
	w := explained(t, nobody)
	w.do(dossier.OpenInvestigation{Subjects: []string{"specialist:S1"}}, assistant)
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "Andere afspraak."}, assistant)
	w.banned(S1, S2)
}

func TestR22_ItEndsWithTheFinding(t *testing.T) {
	w := heard(t)
	w.do(dossier.RecordFinding{Subject: "treatment", Outcome: dossier.Unfounded, Reasons: "Zo."}, assistant)
	w.banned(S1) // one subject is still open
	w.do(dossier.RecordFinding{Subject: "specialist:S1", Outcome: dossier.Unfounded, Reasons: "Zo."}, assistant)
	w.banned()
	equal(t, "cause", only[dossier.BanEnded](t, w.lastStep).Cause, "finding")
	if got := w.notices(); !slices.Contains(got, "complainant ban_ended") || !slices.Contains(got, "specialist:S1 ban_ended") {
		t.Errorf("not both are told: %q", got)
	}
	equal(t, "until", w.state.Bans[0].Until, w.now)
}

func TestR22_ItEndsWithAnyEarlierEnding(t *testing.T) {
	discontinued := investigating(t)
	discontinued.do(dossier.Discontinue{Reason: "settled_elsewhere", Evidence: "Brief."}, assistant)
	for name, w := range map[string]*world{
		"triage rejects": rejectedAtTriage(t), "withdrawn": withdrawn(t), "discontinued": discontinued, "false": establishedFalse(t),
	} {
		w.banned()
		equal(t, name, only[dossier.BanEnded](t, w.lastStep).Cause, "ended")
	}
}

func TestR22_AnotherOpenDossierBetweenTheTwoHoldsIt(t *testing.T) {
	w := matched(t)
	w.held = []dossier.SpecialistID{S1}
	w.do(dossier.Withdraw{}, complainant)
	equal(t, "held", only[dossier.BanEnded](t, w.lastStep).HeldElsewhere, true)
	w = matched(t)
	w.held = []dossier.SpecialistID{S2}
	w.do(dossier.Withdraw{}, complainant)
	equal(t, "held", only[dossier.BanEnded](t, w.lastStep).HeldElsewhere, false)
}

func TestR22_AReopenedInvestigationStartsItAgain(t *testing.T) {
	w := rejected(t)
	w.banned()
	w.do(dossier.Reopen{Reason: "new_facts", Words: "Er is een foto."}, owner)
	w.events(dossier.Reopened{}, dossier.BanStarted{})
	equal(t, "cause", only[dossier.BanStarted](t, w.lastStep).Cause, "reopened")
	w.told("complainant reopened", "complainant ban_started", "specialist:S1 ban_started")
	w.banned(S1)
	equal(t, "bans there were", len(w.state.Bans), 2)

	w = rejectedAtTriage(t) // also where triage is taken up again
	w.do(dossier.Reopen{Reason: "new_facts", Words: "Er is een foto."}, owner)
	w.banned(S1)
	w = settled(t) // but not where only the solution is
	w.do(dossier.Reopen{Reason: "remedy_failed", Words: "Niet betaald."}, owner)
	w.banned()
}

func TestR23_NoCallAppointmentDuringABan(t *testing.T) {
	w := asked(t)
	at := clock("2026-03-03 10:00")
	w.held = []dossier.SpecialistID{S1}
	w.refused(dossier.BookTalk{Specialist: S1, Start: at, SlotFree: true}, receptionist, "ban", "R23")
	w.do(dossier.BookTalk{Specialist: S2, Start: at, SlotFree: true}, receptionist)
	matched(t).impossible("book_talk", receptionist, "no_talk")

	w = talkWithAct(t)
	w.do(dossier.PassOnAct{Act: "bijwerken"}, complainant)
	w.held = []dossier.SpecialistID{S1}
	w.refused(dossier.BookAct{On: "2026-03-10"}, receptionist, "ban", "R23")
	w.held = []dossier.SpecialistID{S2}
	w.do(dossier.BookAct{On: "2026-03-10"}, receptionist)
}

func TestR23_NoMessageBetweenTheTwo(t *testing.T) {
	w := matched(t)
	for _, by := range []dossier.Actor{specialist1, treatingBoss} {
		for _, c := range []dossier.Command{dossier.SendMessage{Words: "Hallo."}, dossier.AddMessage{Words: "Hallo."}} {
			if _, err := w.try(c, by); err == nil {
				t.Errorf("%s may %s", by.Name(), c.Kind())
			}
		}
	}
	for _, n := range w.notices() {
		if strings.HasPrefix(n, "specialist") && !strings.HasSuffix(n, "ban_started") {
			t.Errorf("the specialist is told %s", n)
		}
	}
	w.do(dossier.AddMessage{Words: "Zeg hem dit."}, complainant)
	w.told()
}

func TestR23_ExistingAppointmentsAreCancelledWithNoticeToBoth(t *testing.T) {
	w := booked(t) // in another dossier than the ban's
	equal(t, "appointments", dossier.Appointments(w.state), []dossier.SpecialistID{S1})
	w.refused(dossier.StopContact{Specialist: S2}, system, "no_appointment", "R23")
	w.refused(dossier.StopContact{Specialist: S1}, owner, "not_yours", "")
	w.do(dossier.StopContact{Specialist: S1}, system)
	w.events(dossier.TalkCancelled{}, dossier.TalkDeclined{})
	w.told("complainant talk_cancelled", "specialist:S1 talk_cancelled")
	equal(t, "status", w.state.Talk.Status, dossier.TalkUnsolved) // step 2 is open
	equal(t, "appointments", dossier.Appointments(w.state), nil)
	w.refused(dossier.StopContact{Specialist: S1}, system, "no_appointment", "R23")

	w = talkWithAct(t)
	w.do(dossier.PassOnAct{Act: "bijwerken"}, complainant)
	w.do(dossier.BookAct{On: "2026-03-10"}, receptionist)
	equal(t, "appointments", dossier.Appointments(w.state), []dossier.SpecialistID{S1})
	w.do(dossier.StopContact{Specialist: S1}, system)
	w.events(dossier.ActCancelled{})
	if got := w.notices(); !slices.Contains(got, "complainant act_cancelled") {
		t.Errorf("told %q", got)
	}
	equal(t, "appointments", dossier.Appointments(w.state), nil)
}

func TestR23_NoTreatmentIsBookedWithThatSpecialist(t *testing.T) {
	w := accepted(t)
	book := dossier.BookRemedy{Remedy: 2, On: "2026-03-12", Specialist: S2}
	w.held = []dossier.SpecialistID{S2}
	w.refused(book, receptionist, "ban", "R23")
	w.held = nil
	w.do(book, receptionist)
	equal(t, "appointments", dossier.Appointments(w.state), []dossier.SpecialistID{S2})
	w.refused(dossier.StopContact{Specialist: S3}, system, "no_appointment", "R23")
	w.do(dossier.StopContact{Specialist: S2}, system) // a ban began elsewhere
	w.events(dossier.RemedyUnbooked{})
	if got := w.notices(); !slices.Contains(got, "complainant remedy_unbooked") {
		t.Errorf("told %q", got)
	}
	equal(t, "booked", w.state.Remedies[1].BookedOn, dossier.Date(""))
}

func TestR23_AfterTheFindingTheSameSpecialistMayTreatAgain(t *testing.T) {
	w := offered(t)
	w.do(dossier.AcceptOffer{SameSpecialist: true}, complainant)
	w.do(dossier.BookRemedy{Remedy: 2, On: "2026-03-20", Specialist: S1}, receptionist)
	w.banned() // the finding ended it, and the client chose so
	equal(t, "booked", w.state.Remedies[1].Specialist, S1)
}

// mayKnow is all that the accused specialist's view of the state holds during a ban; the rest must be zero.
var mayKnow = []string{"Reference", "TermsHash", "Count", "Branch", "TreatmentDate", "Language", "Filed", "Represented", "Bans", "Hearings"}

func TestR23_TheSpecialistSeesOnlyWhatConcernsTheirOwnHearing(t *testing.T) {
	for name, w := range map[string]*world{
		"triage": matched(t, both), "explanation": explained(t, both), "inquiry": inquired(t, both), "invited": invited(t, both), "heard": heard(t, both),
	} {
		w.do(dossier.MarkHarm{Harm: true, Reason: "Blaren."}, assistant)
		equal(t, name, w.sees(specialist1), []string{"talk:S1", "planning:S1", "ban:S1", "hearing:S1"})
		v := reflect.ValueOf(w.cut(specialist1))
		for i := range v.NumField() {
			field := v.Type().Field(i).Name
			if !v.Field(i).IsZero() && !slices.Contains(mayKnow, field) && !(v.Field(i).Kind() == reflect.Slice && v.Field(i).Len() == 0) {
				t.Errorf("%s: the specialist knows %s: %v", name, field, v.Field(i))
			}
		}
		for _, b := range w.cut(specialist1).Bans {
			equal(t, name+": ban", b.Specialist, S1)
		}
		equal(t, name+": bans", len(w.cut(specialist1).Bans), 1)
		for _, h := range w.cut(specialist1).Hearings {
			equal(t, name+": hearing", h.Specialist, S1)
		}
	}
}

func TestR23_NeitherContactDetailsNorStoryReachTheSpecialist(t *testing.T) {
	w := heard(t)
	w.do(dossier.AddMessage{Words: "bericht"}, complainant)
	w.do(dossier.HandInStatement{Words: "verklaring"}, specialist1)
	got := w.wordsFor(specialist1)
	slices.Sort(got)
	equal(t, "words", got, []string{"allegation", "minutes", "put", "words"}) // words: of the statement
	equal(t, "the statement is not another's to read", w.wordsFor(specialist2), nil)
	for _, h := range w.happened {
		if !dossier.Sees(w.sees(specialist1), h.Event.Class(), dossier.PersonOf(h.Event)) {
			continue
		}
		switch h.Event.(type) {
		case dossier.BanStarted, dossier.HearingInvited, dossier.HearingHeld, dossier.MinutesAnswered, dossier.StatementHandedIn:
		default:
			t.Errorf("the specialist sees that %s", h.Event.Name())
		}
	}
}

func TestR23_TheNotesOfATalkHeldStayTheirs(t *testing.T) {
	w := fullTalk(t)
	w.do(complaint(), complainant)
	for _, name := range talkWords {
		equal(t, name, slices.Contains(w.wordsFor(specialist1), name), true)
	}
	equal(t, "phone", slices.Contains(w.wordsFor(specialist1), "phone"), false)
	equal(t, "story", slices.Contains(w.wordsFor(specialist1), "story"), false)
	equal(t, "talk", w.cut(specialist1).Talk.Status, dossier.TalkSettled)
}

func TestR23_TheSpecialistReadsTheFindingWhenItIsThere(t *testing.T) {
	w := found(t, dossier.Founded)
	equal(t, "findings", w.cut(specialist1).Findings, []dossier.Finding{{
		Subject: dossier.FindingSubject{About: dossier.AboutSpecialist, Specialist: S1}, Outcome: dossier.Founded,
	}})
	equal(t, "reads reasons", slices.Contains(w.wordsFor(specialist1), "reasons"), true)
	equal(t, "another reads them", slices.Contains(w.wordsFor(specialist2), "reasons"), false)
	equal(t, "decision", dossier.Sees(w.sees(specialist1), dossier.ClassDecision, ""), false)
}

func TestR23_ABreachCanBeRecordedByAnyoneConcerned(t *testing.T) {
	for _, tc := range []struct {
		by    dossier.Actor
		class dossier.Class
	}{
		{complainant, dossier.ClassComplaint},
		{specialist1, dossier.ClassHearing},
		{receptionist, dossier.ClassHandling},
		{assistant, dossier.ClassHandling},
		{treatingBoss, dossier.ClassHearing},
	} {
		w := matched(t)
		w.do(dossier.RecordBreach{Words: "Er is gebeld."}, tc.by)
		w.told()
		equal(t, "breaches", w.state.Bans[0].Breaches, 1)
		equal(t, tc.by.Name(), w.part("words").Class, tc.class)
		others := []dossier.Actor{complainant, specialist1}
		for _, reader := range others {
			own := reader.Name() == tc.by.Name() || reader.Specialist != "" && reader.Specialist == tc.by.Specialist
			equal(t, fmt.Sprintf("%s reads what %s wrote", reader.Name(), tc.by.Name()), slices.Contains(w.wordsFor(reader), "words"), own)
		}
	}
	w := matched(t)
	w.refusedFields(dossier.RecordBreach{}, complainant, "Words")
	w.refused(dossier.RecordBreach{Words: "Er is gebeld."}, specialist2, "not_concerned", "R23")
	w.refused(dossier.RecordBreach{Words: "Er is gebeld.", Specialist: S2}, complainant, "no_choice", "")
	withdrawn(t).refused(dossier.RecordBreach{Words: "Er is gebeld."}, complainant, "no_ban", "R23")

	w = matched(t, both)
	w.refused(dossier.RecordBreach{Words: "Er is gebeld."}, complainant, "missing", "R23")
	w.do(dossier.RecordBreach{Words: "Er is gebeld.", Specialist: S2}, complainant)
	equal(t, "specialist", only[dossier.BreachRecorded](t, w.lastStep).Specialist, S2)
	w.do(dossier.RecordBreach{Words: "Er is gebeld.", Specialist: S2}, specialist1) // speaks of their own alone
	equal(t, "specialist", only[dossier.BreachRecorded](t, w.lastStep).Specialist, S1)
}

func TestR28_HoursAndCostsAreRecorded(t *testing.T) {
	w := matched(t)
	w.do(dossier.RecordHours{Minutes: 50, What: "Gebeld."}, assistant)
	e := only[dossier.HoursRecorded](t, w.lastStep)
	equal(t, "rate", e.Rate, 4_500)
	equal(t, "class", w.part("what").Class, dossier.ClassHandling)
	w.do(dossier.RecordHours{Minutes: 1, What: "Gemaild."}, owner)
	equal(t, "minutes", w.state.Minutes, 51)
	equal(t, "cost of hours", w.state.HourCosts, 3_825) // 37.50 and 0.75
	w.do(dossier.RecordCost{Amount: 1_250, What: "Porto."}, owner)
	w.do(dossier.RecordCost{Amount: 1, What: "Kopie."}, owner)
	equal(t, "costs", w.state.Costs, 1_251)
	for _, minutes := range []int{-1, 1441} {
		w.refused(dossier.RecordHours{Minutes: minutes, What: "Zo."}, owner, "bad_number", "R28")
	}
	w.do(dossier.RecordHours{Minutes: 1440, What: "Lang."}, owner)
	for _, amount := range []dossier.Cents{-1, 1_000_000_001} {
		w.refused(dossier.RecordCost{Amount: amount, What: "Zo."}, owner, "bad_amount", "R28")
	}
	w.refusedFields(dossier.RecordHours{}, owner, "Minutes", "What")
	w.refusedFields(dossier.RecordCost{}, owner, "Amount", "What")
	w.refused(dossier.RecordCost{Amount: 1, What: "Zo."}, receptionist, "not_yours", "")
	w = rejected(t) // also afterwards
	w.do(dossier.RecordHours{Minutes: 5, What: "Archief."}, owner)
}

func TestR28_EveryActSaysWhoWhenAndWhat(t *testing.T) {
	w := settled(t)
	last := time.Time{}
	for i, r := range w.records {
		equal(t, "number", r.Number, i+1)
		if r.At.Before(last) || r.By == "" || r.Event == nil {
			t.Errorf("record %d: %v by %q: %v", r.Number, r.At, r.By, r.Event)
		}
		last = r.At
	}
	equal(t, "count", w.state.Count, len(w.records))
	equal(t, "last", w.state.Last, last)
	again := dossier.State{} // and the whole state follows from what was recorded
	for _, r := range w.records {
		again = dossier.Evolve(again, r)
	}
	equal(t, "state", again, w.state)
}
