package dossier_test

import (
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// fullTalk is a talk with everything that can be said in one, closed as solved.
func fullTalk(t *testing.T) *world {
	w := booked(t).until("2026-03-03 10:30")
	w.do(dossier.RecordTalk{Solved: true, Content: "inhoud", How: "zo", ActKind: "repair_visit", Act: "bijwerken"}, specialist1)
	w.do(dossier.AnswerTalk{Solved: true, Account: "verslag"}, complainant)
	return w
}

// wordsFor lists the names of the parts an actor may read.
func (w *world) wordsFor(by dossier.Actor) []string {
	var list []string
	for _, h := range w.happened {
		for _, p := range h.Parts {
			if dossier.Sees(w.sees(by), p.Class, p.Person) {
				list = append(list, p.Name)
			}
		}
	}
	return list
}

var talkWords = []string{"topic", "content", "how", "act", "account"}

func TestR3_WhatIsSaidStaysBetweenClientAndSpecialist(t *testing.T) {
	w := fullTalk(t)
	for _, by := range []dossier.Actor{complainant, specialist1} {
		for _, name := range talkWords {
			if !slices.Contains(w.wordsFor(by), name) {
				t.Errorf("%s cannot read %q", by.Name(), name)
			}
		}
	}
	for _, by := range []dossier.Actor{owner, assistant, receptionist, specialist2, outside, fellow1, system} {
		for _, name := range talkWords {
			if slices.Contains(w.wordsFor(by), name) {
				t.Errorf("%s can read %q", by.Name(), name)
			}
		}
	}
}

func TestR3_TheDeskSeesThatATalkIsPlannedOrHeldNeverItsContent(t *testing.T) {
	w := fullTalk(t)
	for _, by := range []dossier.Actor{owner, assistant, receptionist} {
		for _, h := range w.happened {
			seen := dossier.Sees(w.sees(by), h.Event.Class(), dossier.PersonOf(h.Event))
			if _, agreed := h.Event.(dossier.TalkActAgreed); seen == agreed {
				t.Errorf("%s sees %s: %v", by.Name(), h.Event.Name(), seen)
			}
		}
		equal(t, "status", w.cut(by).Talk.Status, dossier.TalkSettled)
		equal(t, "what was agreed", w.cut(by).Talk.ActKind, "")
	}
	equal(t, "what was agreed", w.cut(specialist1).Talk.ActKind, "repair_visit")
	equal(t, "what was agreed", w.cut(complainant).Talk.ActKind, "repair_visit")
	equal(t, "another specialist sees", w.sees(specialist2), nil)
}

func TestR3_TheWishIsReadByWhomTheTalkIsWith(t *testing.T) {
	w := newWorld(t)
	c := wish()
	c.Specialist = "" // the client does not know who it was
	w.do(c, complainant)
	w.do(dossier.BookTalk{Specialist: S2, Start: clock("2026-03-03 10:00"), SlotFree: true}, receptionist)
	equal(t, "the one who will talk reads it", slices.Contains(w.wordsFor(specialist2), "topic"), true)
	equal(t, "the desk reads it", slices.Contains(w.wordsFor(receptionist), "topic"), false)
	w.do(dossier.LapseTalk{Cause: "ill"}, receptionist)
	equal(t, "one with whom no talk was held reads it", slices.Contains(w.wordsFor(specialist2), "topic"), false)
}

func TestR3_TheSpecialistSeesContactDetailsToPhoneWhileTheTalkIsPlanned(t *testing.T) {
	w := booked(t)
	equal(t, "planned", slices.Contains(w.wordsFor(specialist1), "phone"), true)
	equal(t, "another", slices.Contains(w.wordsFor(specialist2), "phone"), false)
	w.until("2026-03-03 10:30").do(dossier.RecordTalk{Content: "inhoud"}, specialist1)
	equal(t, "held", slices.Contains(w.wordsFor(specialist1), "phone"), false)
}

func TestR3_TheContentGoesAlongOnlyIfTheClientSaysSo(t *testing.T) {
	w := talked(t, false)
	w.do(complaint(func(f *dossier.File) { f.ShareTalk = true }), complainant)
	w.events(dossier.Filed{}, dossier.TalkShared{}, dossier.BanStarted{})
	if got := w.notices(); !slices.Contains(got, "specialist:S1 talk_shared") {
		t.Errorf("the specialist is not told that the talk goes along: %q", got)
	}
	equal(t, "handlers read it", slices.Contains(w.wordsFor(owner), "content"), true)
	equal(t, "the receptionist reads it", slices.Contains(w.wordsFor(receptionist), "content"), false)

	w = talked(t, false)
	w.do(complaint(), complainant)
	w.events(dossier.Filed{}, dossier.BanStarted{})
	for _, by := range []dossier.Actor{owner, assistant, receptionist} {
		equal(t, by.Name()+" reads it", slices.Contains(w.wordsFor(by), "content"), false)
	}
	// and later, once
	for _, by := range []dossier.Actor{owner, assistant, receptionist, specialist1} {
		w.impossible("share_talk", by, "not_yours")
	}
	w.do(dossier.ShareTalk{}, complainant)
	w.told("specialist:S1 talk_shared")
	equal(t, "handlers read it", slices.Contains(w.wordsFor(assistant), "content"), true)
	w.refused(dossier.ShareTalk{}, complainant, "nothing_to_share", "R3")
}

func TestR3_WithoutATalkThereIsNothingToShare(t *testing.T) {
	w := newWorld(t)
	w.do(complaint(func(f *dossier.File) { f.ShareTalk = true }), complainant)
	w.events(dossier.Filed{}, dossier.BanStarted{})
	w.refused(dossier.ShareTalk{}, complainant, "nothing_to_share", "R3")
}

func TestR3_ARepresentativeSharesTheTalkOnlyWithAuthority(t *testing.T) {
	w := talked(t, false)
	w.do(complaint(func(f *dossier.File) { f.ShareTalk, f.ActingFor, f.Relation = true, "Sam de Boer", "parent" }), complainant)
	equal(t, "shared", w.state.Talk.Shared, false)
	w.refused(dossier.ShareTalk{}, complainant, "authority_missing", "R5")
	w.do(dossier.AcceptAuthority{Evidence: "Uittreksel gezien."}, receptionist)
	w.events(dossier.AuthorityAccepted{}, dossier.TalkShared{})
	w.told("specialist:S1 talk_shared")
}

func TestR3_StaffDoNotWriteDownWhatWasSaid(t *testing.T) {
	w := talked(t, true)
	r := w.refused(dossier.AnswerTalk{Solved: true, Account: "De klant vertelde alles."}, receptionist, "talk_stays", "R3")
	equal(t, "field", r.Field, "Account")
	w.do(dossier.AnswerTalk{Solved: true}, receptionist)
	equal(t, "parts", len(w.lastStep[0].Parts), 0)
}

func TestR4_TheSpecialistRecordsHowItEnded(t *testing.T) {
	w := booked(t)
	w.refused(dossier.RecordTalk{Content: "inhoud"}, specialist1, "talk_ahead", "R4")
	w.until("2026-03-03 10:00")
	w.refusedFields(dossier.RecordTalk{Solved: true}, specialist1, "How")
	w.refusedFields(dossier.RecordTalk{Act: "bijwerken"}, specialist1, "Act")
	w.refusedFields(dossier.RecordTalk{ActKind: "other"}, specialist1, "Act")
	boss := dossier.Actor{Account: "boss", Roles: []dossier.Role{dossier.RoleOwner, dossier.RoleSpecialist}, Specialist: S2}
	for _, by := range []dossier.Actor{specialist2, boss} {
		w.refused(dossier.RecordTalk{Content: "inhoud"}, by, "not_your_talk", "R3")
		w.refused(dossier.RecordTalkAttempt{}, by, "not_your_talk", "R3")
	}
	for _, by := range []dossier.Actor{owner, receptionist, complainant} {
		w.refused(dossier.RecordTalk{Content: "inhoud"}, by, "not_yours", "")
	}
	w.do(dossier.RecordTalk{Solved: true, Content: "inhoud", How: "zo"}, specialist1)
	w.events(dossier.TalkHeld{})
	w.told("complainant talk_held")
	for _, name := range []string{"content", "how"} {
		p := w.part(name)
		equal(t, name, [2]string{string(p.Class), p.Person}, [2]string{"talk", "S1"})
	}
	w.refused(dossier.RecordTalk{Content: "inhoud"}, specialist1, "no_talk_planned", "R1")
}

func TestR4_NotSolvedOpensStepTwoAtOnce(t *testing.T) {
	w := talked(t, false)
	w.told("complainant talk_unsolved")
	equal(t, "status", w.state.Talk.Status, dossier.TalkUnsolved)
	d := w.due(dossier.DueStepTwo)
	equal(t, "due", d.Due, w.lastOf("2026-03-10"))
	equal(t, "who", d.Who, dossier.RoleComplainant)
	w.do(complaint(), complainant)
	w.inPhase(dossier.PhaseTriage)
}

func TestR4_ThreeAttemptsEndTheTalk(t *testing.T) {
	w := booked(t)
	w.refused(dossier.RecordTalkAttempt{}, specialist1, "talk_ahead", "R4")
	w.until("2026-03-03 10:05")
	for n := 1; n <= 2; n++ {
		w.do(dossier.RecordTalkAttempt{}, specialist1)
		w.events(dossier.TalkAttempted{})
		w.told("complainant talk_attempted")
		equal(t, "attempts", w.state.Talk.Attempts, n)
		w.after(time.Hour)
	}
	w.do(dossier.RecordTalkAttempt{}, specialist1)
	w.events(dossier.TalkAttempted{}, dossier.TalkNotReached{})
	equal(t, "status", w.state.Talk.Status, dossier.TalkUnsolved)
	w.impossible("record_talk_attempt", specialist1, "no_talk_planned")
	w.possible("file", complainant)
	w.possible("answer_talk", complainant) // they may say that it is not so
}

func TestR4_TheClientAnswersWhetherItIsSolved(t *testing.T) {
	w := talked(t, true)
	equal(t, "due", w.due(dossier.DueTalkReply).Due, w.lastOf("2026-03-10"))
	w.refused(dossier.AnswerTalk{Solved: true}, specialist1, "not_yours", "")
	w.do(dossier.AnswerTalk{Solved: true, Account: "Fijn."}, complainant)
	w.events(dossier.TalkAnswered{}, dossier.Ended{})
	w.told("specialist:S1 talk_answered", "complainant solved_in_talk")
	equal(t, "ending", w.state.Ending, dossier.SolvedInTalk)

	w = talked(t, true)
	w.do(dossier.AnswerTalk{Solved: false, Account: "Het is niet waar."}, complainant)
	w.told("specialist:S1 talk_answered")
	equal(t, "status", w.state.Talk.Status, dossier.TalkUnsolved)
	w.notDue(dossier.DueTalkReply)
	w.due(dossier.DueStepTwo)
	w.refused(dossier.AnswerTalk{Solved: true}, complainant, "talk_status", "R4") // once
	w.do(complaint(), complainant)

	w = talked(t, false) // the specialist says not solved; the client knows better
	w.do(dossier.AnswerTalk{Solved: true}, complainant)
	equal(t, "ending", w.state.Ending, dossier.SolvedInTalk)

	for name, w := range map[string]*world{"asked": asked(t), "booked": booked(t)} {
		w.impossible("answer_talk", complainant, "talk_status")
		equal(t, name, w.state.Talk.Recorded, false)
	}
	w = booked(t)
	w.do(dossier.DeclineTalk{Cause: "will_not"}, complainant)
	w.impossible("answer_talk", complainant, "talk_status")
}

func TestR4_SilenceIsTakenAsSolved(t *testing.T) {
	w := talked(t, true)
	w.reach(dossier.DueTalkReply)
	w.events(dossier.DeadlinePassed{}, dossier.Ended{})
	equal(t, "ending", w.state.Ending, dossier.SolvedInTalk)
	// the client can file all the same
	w.do(complaint(), complainant)
	w.inPhase(dossier.PhaseTriage)
	equal(t, "ending", w.state.Ending, dossier.Ending(""))
	equal(t, "late", w.state.Late, true) // the eighth day after the talk
}

func talkWithAct(t *testing.T) *world {
	w := booked(t).until("2026-03-03 10:30")
	w.do(dossier.RecordTalk{Solved: true, How: "zo", ActKind: "repair_visit", Act: "bijwerken"}, specialist1)
	w.events(dossier.TalkHeld{}, dossier.TalkActAgreed{})
	equal(t, "act", w.part("act").Class, dossier.ClassTalk)
	return w
}

func TestR4_TheAgreedActAloneIsPassedOn(t *testing.T) {
	w := talkWithAct(t)
	w.refused(dossier.BookAct{On: "2026-03-05"}, receptionist, "no_act", "R4")
	for _, by := range []dossier.Actor{owner, receptionist, specialist1} {
		w.refused(dossier.PassOnAct{Act: "bijwerken"}, by, "not_yours", "")
	}
	w.do(dossier.PassOnAct{Act: "bijwerken"}, complainant)
	equal(t, "class", w.part("act").Class, dossier.ClassPlanning)
	w.refused(dossier.PassOnAct{Act: "bijwerken"}, complainant, "no_act", "R4")
	for _, by := range []dossier.Actor{owner, receptionist} {
		equal(t, by.Name()+" reads the act alone", slices.DeleteFunc(w.wordsFor(by), func(name string) bool {
			return slices.Contains([]string{"name", "email", "phone", "address"}, name)
		}), []string{"act"})
		equal(t, "kind", w.cut(by).Talk.ActKind, "repair_visit")
	}
	w = talked(t, true)
	w.impossible("pass_on_act", complainant, "no_act")
}

func TestR4_APassedOnActIsBookedAndFollowed(t *testing.T) {
	w := talkWithAct(t)
	w.do(dossier.AnswerTalk{Solved: true}, complainant)
	w.events(dossier.TalkAnswered{}) // waits for the act to be passed on
	w.do(dossier.PassOnAct{Act: "bijwerken"}, complainant)
	w.notDue(dossier.DueTalkReply)
	equal(t, "due", w.due(dossier.DueAct).Due, w.lastOf("2026-03-17"))
	w.refused(dossier.BookAct{On: "2026-03-02"}, receptionist, "past", "R4")
	w.refused(dossier.BookAct{On: "2026-03-10"}, specialist1, "not_yours", "")
	w.do(dossier.BookAct{On: "2026-03-10"}, receptionist)
	w.told("complainant act_booked", "specialist:S1 act_booked")
	w.refused(dossier.CompleteAct{On: "2026-03-10"}, receptionist, "future", "R5")
	w.until("2026-03-10 12:00").do(dossier.CompleteAct{On: "2026-03-10"}, receptionist)
	w.events(dossier.ActDone{}, dossier.Ended{})
	equal(t, "ending", w.state.Ending, dossier.SolvedInTalk)
}

func TestR4_AnActThatIsNotPassedOnStaysBetweenTheTwo(t *testing.T) {
	w := talkWithAct(t)
	w.do(dossier.AnswerTalk{Solved: true}, complainant)
	equal(t, "still open", w.state.Open(), true)
	w.reach(dossier.DueTalkReply)
	w.events(dossier.DeadlinePassed{}, dossier.Ended{})
	equal(t, "ending", w.state.Ending, dossier.SolvedInTalk)
}

func TestR4_AnActIsFollowedThroughSilence(t *testing.T) {
	w := talkWithAct(t)
	w.do(dossier.PassOnAct{Act: "bijwerken"}, complainant)
	w.reach(dossier.DueTalkReply)
	w.events(dossier.DeadlinePassed{}) // the act is still open
	w.do(dossier.CompleteAct{On: w.today()}, receptionist)
	w.events(dossier.ActDone{}, dossier.Ended{})

	w = talkWithAct(t) // done before the time to answer is over
	w.do(dossier.PassOnAct{Act: "bijwerken"}, complainant)
	w.do(dossier.CompleteAct{On: w.today()}, receptionist)
	w.events(dossier.ActDone{})
	w.reach(dossier.DueTalkReply)
	w.events(dossier.DeadlinePassed{}, dossier.Ended{})
}

func TestR4_WhoCannotOrWillNotTalkGoesToStepTwoAtOnce(t *testing.T) {
	for _, cause := range []string{"cannot", "will_not"} {
		for _, by := range []dossier.Actor{complainant, receptionist} {
			w := booked(t)
			w.do(dossier.DeclineTalk{Cause: cause}, by)
			w.events(dossier.TalkCancelled{}, dossier.TalkDeclined{})
			w.told("complainant talk_cancelled", "specialist:S1 talk_cancelled", "complainant talk_unsolved")
			w.possible("file", complainant)
			w.do(complaint(), complainant)
		}
	}
	w := asked(t)
	w.refused(dossier.DeclineTalk{Cause: "ban"}, complainant, "no_choice", "")
	w.refused(dossier.DeclineTalk{Cause: "cannot"}, specialist1, "not_yours", "")
	w = talked(t, true)
	w.refused(dossier.DeclineTalk{Cause: "cannot"}, complainant, "talk_status", "R4")
	newWorld(t).do(complaint(), complainant) // no talk at all is needed for step 2
}

func TestR4_StepTwoTakesThePlannedTalkOffTheCalendar(t *testing.T) {
	w := booked(t)
	w.do(complaint(), complainant)
	w.events(dossier.TalkCancelled{}, dossier.Filed{}, dossier.BanStarted{})
	equal(t, "cause", only[dossier.TalkCancelled](t, w.lastStep).Cause, "filed")
	w = talkWithAct(t)
	w.do(dossier.PassOnAct{Act: "bijwerken"}, complainant)
	w.do(dossier.BookAct{On: "2026-03-10"}, receptionist)
	w.do(complaint(), complainant)
	w.events(dossier.ActCancelled{}, dossier.Filed{}, dossier.BanStarted{})
	equal(t, "act", w.state.Talk.ActOn, dossier.Date(""))
}
