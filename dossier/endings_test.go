package dossier_test

import (
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// By whoever it concerns, at every point, and at none when it is over.
func TestEndings_WithdrawAtAnyTime(t *testing.T) {
	for name, w := range openStates(t) {
		t.Run(name, func(t *testing.T) {
			w.refused(dossier.Withdraw{}, specialist1, "not_yours", "")
			w.do(dossier.Withdraw{Why: "Laat maar."}, complainant)
			equal(t, "why", w.part("why").Class, dossier.ClassComplaint)
			equal(t, "ending", w.state.Ending, dossier.Withdrawn)
			w.refused(dossier.Withdraw{}, complainant, "closed", "")
		})
	}
	newWorld(t).refused(dossier.Withdraw{}, complainant, "no_dossier", "")
}

// Where health was harmed the chain may go on without the client, or let it end.
func TestEndings_WithdrawalWithHarm(t *testing.T) {
	harmed := func() *world {
		w := matched(t)
		w.do(dossier.MarkHarm{Harm: true, Reason: "Brief van de arts."}, assistant)
		w.refused(dossier.SettleWithdrawal{Reason: "R"}, assistant, "not_withdrawing", "")
		w.do(dossier.Withdraw{}, complainant)
		w.events(dossier.WithdrawalAsked{})
		w.told("complainant withdrawal_asked")
		w.due(dossier.DueWithdrawal)
		w.refused(dossier.Withdraw{}, complainant, "withdrawing", "")
		w.refused(seriousJudgement(), assistant, "withdrawing", "")
		w.refused(dossier.SettleWithdrawal{GoOn: true, Reason: "R"}, complainant, "not_yours", "")
		return w
	}
	w := harmed()
	w.do(dossier.SettleWithdrawal{Reason: "De inspectie weet ervan."}, assistant)
	equal(t, "ending", w.state.Ending, dossier.Withdrawn)
	w.told("complainant ban_ended", "specialist:S1 ban_ended", "complainant withdrawn")

	w = harmed()
	w.do(dossier.SettleWithdrawal{GoOn: true, Reason: "Het kan anderen ook gebeuren."}, assistant)
	w.events(dossier.WithdrawalOverruled{})
	w.told("complainant withdrawal_overruled")
	w.notDue(dossier.DueWithdrawal)
	equal(t, "banned", w.state.Banned(), []dossier.SpecialistID{S1})
	w.do(seriousJudgement(), assistant)
}

// While it is not settled, nothing that decides goes on.
func TestEndings_NothingIsDecidedMeanwhile(t *testing.T) {
	for _, tc := range []struct {
		w    *world
		kind dossier.Kind
	}{
		{matched(t), "judge"},
		{explained(t), "open_investigation"},
		{judged(t), "plan_explanation"},
		{heard(t), "record_finding"},
		{found(t, dossier.Founded), "take_decision"},
		{upheld(t), "make_offer"},
		{underReview(t), "answer_review"},
	} {
		tc.w.possible(tc.kind, owner)
		tc.w.do(dossier.MarkHarm{Harm: true, Reason: "R"}, assistant)
		tc.w.do(dossier.Withdraw{}, complainant)
		tc.w.impossible(tc.kind, owner, "withdrawing")
	}
}

// underReview: a rejection by the assistant, of which the complainant asked a review.
func underReview(t testing.TB) *world {
	w := rejected(t)
	w.do(dossier.AskReview{Words: "U vergat mijn foto."}, complainant)
	return w
}

func TestEndings_DiscontinueReasons(t *testing.T) {
	evidence := func(reason string) dossier.Discontinue {
		return dossier.Discontinue{Reason: reason, Evidence: "Brief."}
	}
	for _, reason := range []string{"died_no_heirs", "settled_elsewhere"} {
		w := investigating(t)
		w.refused(dossier.Discontinue{Reason: reason}, assistant, "missing", "")
		w.refused(evidence(reason), receptionist, "not_yours", "")
		e := only[dossier.Ended](t, w.do(evidence(reason), assistant))
		equal(t, "event", e, dossier.Ended{Ending: dossier.Discontinued, Reason: reason})
		w.refused(evidence(reason), assistant, "closed", "")
	}
	w := investigating(t)
	for _, reason := range []string{"merged", "talk_not_continued", "bored"} {
		w.refused(evidence(reason), assistant, "no_choice", "")
	}
	newWorld(t).refused(evidence("died_no_heirs"), assistant, "no_dossier", "")
}

// Only after the policy's attempts on the policy's days; those of before the client spoke do not count.
func TestEndings_Unreachable(t *testing.T) {
	c := dossier.Discontinue{Reason: "unreachable", Evidence: "Drie keer gebeld."}
	try := func(w *world) {
		w.do(dossier.RecordAttempt{How: "call"}, receptionist)
		w.after(24*time.Hour).do(dossier.RecordAttempt{How: "call"}, receptionist)
		w.after(time.Hour).do(dossier.RecordAttempt{How: "call"}, receptionist)
	}
	w := judged(t)
	w.refused(c, assistant, "attempts", "R17")
	try(w)
	w.do(dossier.RecordExplanation{How: "call", Words: "Ik was op reis."}, assistant)
	w.refused(c, assistant, "attempts", "R17")
	w.after(time.Hour)
	try(w)
	w.do(c, assistant)
}

// In a talk the specialist's attempts count; after filing they do not.
func TestEndings_UnreachableAfterTheTalk(t *testing.T) {
	c := dossier.Discontinue{Reason: "unreachable", Evidence: "Drie keer gebeld."}
	talkInVain := func() *world {
		w := booked(t).until("2026-03-03 10:00")
		for range 3 {
			w.do(dossier.RecordTalkAttempt{}, specialist1)
		}
		return w
	}
	booked(t).refused(c, assistant, "attempts", "R17")
	talkInVain().do(c, assistant)
	w := talkInVain()
	w.do(complaint(), complainant)
	w.refused(c, assistant, "attempts", "R17")
}

func TestEndings_TalkNotContinued(t *testing.T) {
	c := dossier.Discontinue{Reason: "talk_not_continued", Evidence: "Niets meer gehoord."}
	for _, w := range []*world{asked(t), booked(t), talked(t, true)} {
		w.refused(c, assistant, "talk_open", "R4")
	}
	w := talked(t, false)
	w.do(c, assistant)
	w.told("complainant discontinued")
	w = asked(t)
	w.do(dossier.LapseTalk{Cause: "gone"}, receptionist)
	w.do(c, assistant)
}

// closedStates are dossiers that ended, each in another way, with where a reopening takes them up again.
func closedStates(t testing.TB) []struct {
	name  string
	w     *world
	back  dossier.Phase
	byWho dossier.Actor // who closed it
} {
	discontinued := heard(t)
	discontinued.do(dossier.Discontinue{Reason: "settled_elsewhere", Evidence: "Brief."}, assistant)
	standing := offered(t)
	standing.reach(dossier.DueOfferReply)
	standing.do(dossier.CloseWithStandingOffer{}, assistant)
	halfway := accepted(t)
	halfway.do(dossier.Withdraw{}, assistant)
	inTalk := asked(t)
	inTalk.do(dossier.Withdraw{}, assistant)
	inReview := rejected(t)
	inReview.do(dossier.AskReview{Words: "W"}, complainant)
	inReview.do(dossier.Withdraw{}, assistant)
	early := rejectedAtTriage(t)
	early.do(dossier.AskReview{Words: "W"}, complainant)
	early.do(dossier.Withdraw{}, assistant)
	return []struct {
		name  string
		w     *world
		back  dossier.Phase
		byWho dossier.Actor
	}{
		{"rejected at triage", rejectedAtTriage(t), dossier.PhaseTriage, assistant},
		{"rejected", rejected(t), dossier.PhaseInvestigation, assistant},
		{"settled", settled(t), dossier.PhaseOffer, assistant},
		{"offer left open", standing, dossier.PhaseOffer, assistant},
		{"discontinued", discontinued, dossier.PhaseInvestigation, assistant},
		{"withdrawn while a remedy was due", halfway, dossier.PhaseRemedy, assistant},
		{"withdrawn in the talk", inTalk, dossier.PhaseTalk, assistant},
		{"withdrawn in review", inReview, dossier.PhaseInvestigation, assistant},
		{"withdrawn in early review", early, dossier.PhaseTriage, assistant},
		{"withdrawn by the client", withdrawn(t), dossier.PhaseTriage, dossier.Actor{}},
	}
}

// Each can be reopened with a reason, by someone who did not close it; the ban starts again where the procedure has one.
func TestEndings_Reopen(t *testing.T) {
	for _, tc := range closedStates(t) {
		t.Run(tc.name, func(t *testing.T) {
			w, c := tc.w.after(time.Hour), dossier.Reopen{Reason: "new_facts", Words: "Een foto."}
			w.refused(dossier.Reopen{Reason: "new_facts"}, owner, "missing", "")
			w.refused(dossier.Reopen{Reason: "bored", Words: "W"}, owner, "no_choice", "")
			w.refused(c, receptionist, "not_yours", "")
			if tc.byWho.Account != "" {
				w.refused(c, tc.byWho, "closer", "")
			}
			e := only[dossier.Reopened](t, w.do(c, owner))
			equal(t, "event", e, dossier.Reopened{Reason: "new_facts", Phase: tc.back})
			w.inPhase(tc.back)
			equal(t, "ending", w.state.Ending, dossier.Ending(""))
			bans := tc.back == dossier.PhaseTriage || tc.back == dossier.PhaseInvestigation
			equal(t, "ban", has[dossier.BanStarted](w.lastStep), bans)
			if len(w.deadlines()) == 0 {
				t.Error("nothing is due in a dossier that is open")
			}
			w.refused(c, owner, "not_closed", "")
		})
	}
}

// A talk that solved it can be taken up again, and a complaint filed from it.
func TestEndings_SolvedInTalkReopened(t *testing.T) {
	w := talked(t, true)
	w.do(dossier.AnswerTalk{Solved: true}, complainant)
	equal(t, "ending", w.state.Ending, dossier.SolvedInTalk)
	w.told("specialist:S1 talk_answered", "complainant solved_in_talk")
	w.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	equal(t, "talk", w.state.Talk.Status, dossier.TalkUnsolved)
	w.do(complaint(), complainant)
	w.inPhase(dossier.PhaseTriage)
}

// The answer term counts anew from the reopening, and an offer of before is no longer there to accept.
func TestEndings_ReopenedCountsAnew(t *testing.T) {
	w := rejected(t).until("2026-04-01 10:00")
	w.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	equal(t, "answer", w.due(dossier.DueAnswer).Due, w.lastOf("2026-04-15"))

	w = offered(t)
	w.reach(dossier.DueOfferReply)
	w.do(dossier.CloseWithStandingOffer{}, assistant)
	w.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	w.refused(dossier.AcceptOffer{}, complainant, "no_offer", "R19")
}

// everyone is somebody of each role, nobody of them involved but the specialist.
var everyone = []dossier.Actor{owner, assistant, receptionist, specialist1, complainant, fellow1, fellow2, system}

// noneBut demands that of all acts only these are possible for anybody.
func noneBut(t *testing.T, name string, w *world, but ...dossier.Kind) {
	t.Helper()
	for _, c := range dossier.Commands() {
		for _, by := range everyone {
			if dossier.Possible(w.state, c.Kind(), w.env(by)) == nil && !slices.Contains(but, c.Kind()) {
				t.Errorf("%s: %s is possible for %s", name, c.Kind(), by.Name())
			}
		}
	}
}

// Once it has ended, nothing goes on but what keeps the dossier and what takes it up again: wherever it stood.
func TestEndings_NothingGoesOnAfterwards(t *testing.T) {
	talkStays := []dossier.Kind{"file", "share_talk"}
	stays := []dossier.Kind{
		"correct_contact", "add_message", "send_message", "write_note", "declare_conflict", "record_hours", "record_cost", "link", "unlink",
		"reach", "redate", "stop_contact", "reopen", "record_match", "place_hold", "erase",
	}
	for name, w := range openStates(t) {
		if w.state.Filed {
			w.do(dossier.Link{Other: otherReference, Exists: true}, owner)
		}
		w.do(dossier.Withdraw{}, complainant)
		if !w.state.Filed {
			noneBut(t, name, w, append(talkStays, stays...)...)
			continue
		}
		noneBut(t, name, w, stays...)
	}
	half := investigating(t)
	half.do(dossier.StartInquiry{Clients: others()}, assistant)
	half.do(dossier.AnswerInquiry{Words: "W"}, fellow1)
	half.do(dossier.Withdraw{}, complainant)
	noneBut(t, "while others are asked", half, stays...)
	minutes := invited(t).until("2026-03-10 15:00")
	minutes.do(dossier.RecordHearing{Specialist: S1, Minutes: "M", Put: "P"}, assistant)
	minutes.do(dossier.Withdraw{}, complainant)
	noneBut(t, "while minutes wait", minutes, stays...)
	act := booked(t).until("2026-03-03 10:30")
	act.do(dossier.RecordTalk{Solved: true, How: "W", Act: "Naschouw.", ActKind: "repair_visit"}, specialist1)
	act.do(dossier.PassOnAct{Act: "Naschouw."}, complainant)
	act.do(dossier.Withdraw{}, complainant)
	noneBut(t, "while an act is followed", act, append(talkStays, stays...)...)
}

// In the talk there is nothing of step 2 yet, and before it nothing at all.
func TestEndings_NothingBeforeItsTime(t *testing.T) {
	noneBut(t, "new", newWorld(t), "request_talk", "file")
	stays := []dossier.Kind{
		"correct_contact", "add_message", "send_message", "write_note", "declare_conflict", "link", "reach", "redate", "stop_contact", "withdraw",
		"discontinue", "file", "decline_talk", "lapse_talk", "place_hold",
	}
	noneBut(t, "asked", asked(t), append(stays, "book_talk")...)
	noneBut(t, "booked", booked(t), append(stays, "cancel_talk", "record_talk", "record_talk_attempt")...)
	noneBut(t, "talked", talked(t, true), append(stays, "answer_talk", "share_talk")...)
	noneBut(t, "unsolved", talked(t, false), append(stays, "book_talk", "share_talk", "answer_talk")...)
}
