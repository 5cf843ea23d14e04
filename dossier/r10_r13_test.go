package dossier_test

import (
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func TestR10_TheOwnerOrAnAssistantJudgesWithin24Hours(t *testing.T) {
	w := matched(t)
	d := w.due(dossier.DueTriage)
	equal(t, "due", d.Due, w.state.ReceivedAt.Add(24*time.Hour))
	equal(t, "who", d.Who, dossier.RoleOwner)
	for _, by := range []dossier.Actor{receptionist, specialist2, complainant, system} {
		w.refused(seriousJudgement(), by, "not_yours", "")
	}
	w.refusedFields(dossier.Judge{Serious: true}, owner, "Severity", "Reason")
	w.refused(dossier.Judge{Severity: "awful", Serious: true, Reason: "Zo."}, owner, "no_choice", "")
	for _, by := range []dossier.Actor{owner, assistant} {
		w := matched(t)
		w.do(seriousJudgement(), by)
		w.told("complainant judged_serious")
		equal(t, "judge", w.state.JudgedBy, by.Account)
		equal(t, "severity", w.state.Severity, "serious")
		w.notDue(dossier.DueTriage)
		w.refused(seriousJudgement(), by, "wrong_step", "")
	}
	// when nobody does, that is recorded, and it can still be done
	w = matched(t)
	w.reach(dossier.DueTriage)
	w.events(dossier.DeadlinePassed{})
	equal(t, "reached", w.due(dossier.DueTriage).Reached, true)
	w.refused(dossier.Reach{Deadline: dossier.DueTriage}, system, "not_due", "")
	w.do(seriousJudgement(), owner)
}

func TestR10_HarmMakesItUrgentAndRaisesTheDutyToReport(t *testing.T) {
	w := matched(t)
	c := seriousJudgement()
	c.Harm = true
	w.do(c, owner)
	equal(t, "harm", w.state.Harm, true)
	equal(t, "due", w.due(dossier.DueHarmReport).Due, w.lastOf("2026-03-05")) // three working days
	w.refused(dossier.ReportHarm{Authority: "police", On: w.today()}, owner, "no_choice", "")
	w.refused(dossier.ReportHarm{Authority: "igj", On: "2026-03-03"}, owner, "future", "R5")
	w.refused(dossier.ReportHarm{Authority: "igj", On: w.today()}, receptionist, "not_yours", "")
	w.do(dossier.ReportHarm{Authority: "igj", On: w.today()}, assistant)
	w.notDue(dossier.DueHarmReport)
	w.refused(dossier.ReportHarm{Authority: "igj", On: w.today()}, assistant, "no_harm", "R10")
	judged(t).impossible("report_harm", owner, "no_harm")
	judged(t).notDue(dossier.DueHarmReport)
}

func TestR10_HarmIsCorrectedWithAReason(t *testing.T) {
	w := matched(t)
	w.do(dossier.MarkHarm{Harm: true, Reason: "Blaren."}, assistant)
	since := w.state.HarmAt
	w.refused(dossier.MarkHarm{Harm: true, Reason: "Blaren."}, assistant, "same", "R10")
	w.refusedFields(dossier.MarkHarm{}, assistant, "Reason")
	w.refused(dossier.MarkHarm{Harm: false, Reason: "Nee."}, receptionist, "not_yours", "")
	// judging does not take it away in passing, nor put its clock back
	w.after(time.Hour).do(seriousJudgement(), assistant)
	equal(t, "harm", w.state.Harm, true)
	equal(t, "since", w.state.HarmAt, since)
	w.do(dossier.MarkHarm{Reason: "Het was iets anders."}, assistant)
	equal(t, "harm", w.state.Harm, false)
	w.notDue(dossier.DueHarmReport)
	rejected(t).impossible("mark_harm", owner, "closed")
}

func TestR10_HarmStandsInTheWayOfGroundsAtTriage(t *testing.T) {
	w := matched(t)
	w.do(dossier.MarkHarm{Harm: true, Reason: "Blaren."}, assistant)
	w.refused(dossier.Judge{Severity: "minor", Ground: "comfort", Reason: "De stoel."}, assistant, "harm", "R20")
	matched(t).refused(dossier.Judge{Severity: "minor", Ground: "comfort", Harm: true, Reason: "De stoel."}, assistant, "harm", "R20")
}

func TestR11_NotSeriousEnoughIsRejectedWithAGroundAndALetter(t *testing.T) {
	w := matched(t)
	w.refused(dossier.Judge{Severity: "minor", Reason: "De stoel."}, assistant, "missing", "R20")
	w.refused(dossier.Judge{Severity: "minor", Ground: "weather", Reason: "De stoel."}, assistant, "no_choice", "")
	w.refused(dossier.Judge{Severity: "minor", Ground: "unfounded", Reason: "Zo."}, assistant, "not_investigated", "R20")
	serious := seriousJudgement()
	serious.Ground = "comfort"
	w.refused(serious, assistant, "ground_given", "R10")
	w.refusedFields(dossier.Judge{Severity: "minor", Ground: "comfort"}, assistant, "Reason")

	w.do(dossier.Judge{Severity: "minor", Ground: "comfort", Reason: "De stoel."}, assistant)
	w.events(dossier.Judged{}, dossier.BanEnded{}, dossier.Ended{})
	w.told("complainant ban_ended", "specialist:S1 ban_ended", "complainant rejected_at_triage")
	equal(t, "ground", only[dossier.Ended](t, w.lastStep).Reason, "comfort")
	equal(t, "reason", w.part("reason").Class, dossier.ClassDecision)
	equal(t, "by", w.state.DecidedBy, assistant.Account)
	w.impossible("plan_explanation", assistant, "wrong_step")
	w.impossible("open_investigation", assistant, "wrong_step")
}

func TestR12_TheComplainantIsPhonedAndWhereItHelpsVisited(t *testing.T) {
	w := judged(t)
	equal(t, "due", w.due(dossier.DueCall).Due, w.lastOf("2026-03-05"))
	call := dossier.PlanExplanation{How: "call", Start: w.now.Add(time.Hour)}
	for _, by := range []dossier.Actor{receptionist, specialist2, complainant} {
		w.refused(call, by, "not_yours", "")
	}
	w.refused(dossier.PlanExplanation{How: "call", Start: w.now}, owner, "past", "R12")
	w.refused(dossier.PlanExplanation{How: "letter", Start: call.Start}, owner, "no_choice", "")
	w.refused(dossier.CancelExplanation{}, owner, "nothing_planned", "R12")
	w.do(call, owner)
	w.told("complainant explanation_planned")
	equal(t, "appointment", w.due(dossier.DueAppointment).Due, call.Start)

	visit := dossier.PlanExplanation{How: "visit", Start: w.now.Add(2 * time.Hour)}
	w.do(visit, assistant) // instead of the call
	w.events(dossier.ExplanationCancelled{}, dossier.ExplanationPlanned{})
	w.told("complainant explanation_cancelled", "complainant explanation_planned")
	w.do(dossier.CancelExplanation{}, assistant)
	w.told("complainant explanation_cancelled")
	w.notDue(dossier.DueAppointment)
	matched(t).impossible("plan_explanation", owner, "wrong_step")
}

func TestR12_AVisitCanFollowTheCall(t *testing.T) {
	w := judged(t)
	w.do(dossier.PlanExplanation{How: "visit", Start: w.now.Add(48 * time.Hour)}, owner)
	w.do(dossier.RecordExplanation{How: "call", Words: "Kort verteld."}, owner)
	w.due(dossier.DueAppointment)
	w.after(49*time.Hour).do(dossier.RecordExplanation{How: "visit", Words: "Uitgebreid verteld."}, owner)
	w.notDue(dossier.DueAppointment)
}

func TestR12_WhatWasSaidAndWhatWasTriedStandsInTheDossier(t *testing.T) {
	w := judged(t)
	w.do(dossier.RecordAttempt{How: "call"}, receptionist)
	w.told("complainant called_not_reached")
	equal(t, "tried", w.state.Attempts, []dossier.Attempt{{How: "call", At: w.now}})
	w.refused(dossier.RecordAttempt{How: "call", At: w.now.Add(30 * time.Second)}, assistant, "future", "R12")
	w.refused(dossier.RecordAttempt{How: "call", At: w.now.Add(-30 * time.Second)}, assistant, "same", "R12")
	w.refused(dossier.RecordAttempt{How: "call", At: w.state.ReceivedAt.Add(-time.Minute)}, assistant, "before", "R12")
	w.refused(dossier.RecordAttempt{How: "call"}, specialist1, "not_yours", "")
	w.do(dossier.RecordAttempt{How: "visit", At: w.now.Add(-time.Minute)}, assistant)
	equal(t, "attempts", len(w.state.Attempts), 2)

	w.refusedFields(dossier.RecordExplanation{}, assistant, "How", "Words")
	w.do(dossier.RecordExplanation{How: "call", Words: "Het deed pijn."}, assistant)
	equal(t, "words", w.part("words").Class, dossier.ClassComplaint)
	w.notDue(dossier.DueCall)
	matched(t).impossible("record_explanation", owner, "wrong_step")
	asked(t).impossible("record_attempt", receptionist, "not_filed")
}

func TestR12_OnlyThenIsTheInvestigationOpened(t *testing.T) {
	open := dossier.OpenInvestigation{Subjects: []string{"treatment"}}
	w := judged(t)
	w.refused(open, owner, "not_explained", "R12")
	w.do(dossier.RecordExplanation{How: "visit", Words: "Het deed pijn."}, owner)
	w.do(open, owner)
	matched(t).refused(open, owner, "wrong_step", "")
}

func TestR13_TheAnswerIsDueWithinTwoWeeksOfFiling(t *testing.T) {
	for name, w := range map[string]*world{"triage": matched(t), "explanation": judged(t), "investigation": heard(t), "decision": found(t, dossier.Founded)} {
		d := w.due(dossier.DueAnswer)
		equal(t, name, d.Due, w.lastOf("2026-03-16"))
		equal(t, name+": who", d.Who, dossier.RoleOwner)
	}
	for _, w := range []*world{rejectedAtTriage(t), upheld(t), rejected(t), withdrawn(t)} {
		w.notDue(dossier.DueAnswer)
	}
	w := matched(t) // that it passed is recorded, and remembered once
	w.reach(dossier.DueAnswer)
	w.events(dossier.DeadlinePassed{})
	equal(t, "reached", w.due(dossier.DueAnswer).Reached, true)
}

func TestR13_AReasonedLetterExtendsOnceByAtMostTwoWeeks(t *testing.T) {
	extend := func(until dossier.Date) dossier.ExtendTerm {
		return dossier.ExtendTerm{Until: until, Reason: "Wij wachten op een antwoord."}
	}
	w := investigating(t)
	w.refusedFields(dossier.ExtendTerm{}, owner, "Until", "Reason")
	w.refused(extend("2026-03-16"), owner, "not_later", "R13")
	r := w.refused(extend("2026-03-31"), owner, "too_far", "R13")
	equal(t, "until when it can be", r.Text, dossier.Text{NL: "Verlengen kan tot en met 30 maart 2026.", EN: "It can be extended until 30 March 2026."})
	w.refused(extend("2026-03-20"), receptionist, "not_yours", "")
	w.do(extend("2026-03-30"), owner)
	w.told("complainant term_extended")
	equal(t, "reason", w.part("reason").Class, dossier.ClassDecision)
	equal(t, "due", w.due(dossier.DueAnswer).Due, w.lastOf("2026-03-30"))
	w.refused(extend("2026-03-31"), owner, "extended", "R13")

	w = investigating(t) // sent before the term ends
	w.now = w.lastOf("2026-03-16")
	w.do(extend("2026-03-17"), owner)
	w = investigating(t)
	w.now = w.lastOf("2026-03-16").Add(time.Millisecond)
	w.refused(extend("2026-03-20"), owner, "term_over", "R13")

	upheld(t).impossible("extend_term", owner, "wrong_step")
	w = investigating(t) // a policy without extensions
	w.terms.Extensions = 0
	w.refused(extend("2026-03-20"), owner, "extended", "R13")
}

func TestR13_AReopenedDossierHasItsTermAnew(t *testing.T) {
	w := investigating(t)
	w.do(dossier.ExtendTerm{Until: "2026-03-20", Reason: "Druk."}, owner)
	w.do(dossier.Withdraw{}, complainant)
	w.until("2026-04-01 09:00").do(dossier.Reopen{Reason: "mistake", Words: "Toch."}, owner)
	equal(t, "due", w.due(dossier.DueAnswer).Due, w.lastOf("2026-04-15"))
	w.refused(dossier.ExtendTerm{Until: "2026-04-20", Reason: "Druk."}, owner, "extended", "R13") // once per dossier
}

func TestDeadlines_SoonestFirstAndReachedOnce(t *testing.T) {
	w := invited(t)
	list := w.deadlines()
	if len(list) < 2 || !slices.IsSortedFunc(list, func(a, b dossier.Deadline) int { return a.Due.Compare(b.Due) }) {
		t.Fatalf("not sorted: %v", list)
	}
	// a moment that was typed in a zone of its own is reached once, also when it comes back from storage
	w = judged(t)
	w.do(dossier.PlanExplanation{How: "call", Start: w.now.Add(time.Hour).In(amsterdam)}, owner)
	w.reach(dossier.DueAppointment)
	equal(t, "reached", w.due(dossier.DueAppointment).Reached, true)
	w.refused(dossier.Reach{Deadline: dossier.DueAppointment}, system, "not_due", "")
	w.refused(dossier.Reach{Deadline: dossier.DueTriage}, owner, "not_yours", "")
}

func TestDeadlines_EveryStepHasOne(t *testing.T) {
	review := rejected(t)
	review.do(dossier.AskReview{Words: "Kijk nog eens."}, complainant)
	for name, w := range map[string]*world{
		"asked": asked(t), "booked": booked(t), "talked": talked(t, true), "unsolved": talked(t, false), "triage": filed(t),
		"explanation": judged(t), "explained": explained(t), "investigation": investigating(t), "decision": found(t, dossier.Founded),
		"offer": upheld(t), "offered": offered(t), "remedy": accepted(t), "review": review,
	} {
		if len(w.deadlines()) == 0 {
			t.Errorf("%s: nothing is due, so nobody looks at it", name)
		}
	}
	for name, w := range map[string]*world{"rejected": rejected(t), "settled": settled(t), "withdrawn": withdrawn(t)} {
		equal(t, name, len(w.deadlines()), 0)
	}
}

// A deadline is due at the same moment wherever it is kept: in the history, in a row, in the state.
func TestR12_AnAppointmentIsKeptInMilliseconds(t *testing.T) {
	w := judged(t)
	start := w.now.Add(time.Hour + 123456*time.Nanosecond)
	e := only[dossier.ExplanationPlanned](t, w.do(dossier.PlanExplanation{How: "call", Start: start}, assistant))
	equal(t, "start", e.Start, start.Truncate(time.Millisecond))
	w.reach(dossier.DueAppointment)
}

func TestR13_ATermThatIsOverCannotBeExtended(t *testing.T) {
	w := judged(t)
	w.possible("extend_term", assistant)
	w.now = w.due(dossier.DueAnswer).Due.Add(time.Millisecond)
	w.impossible("extend_term", assistant, "term_over")
}
