package dossier_test

import (
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// The dossiers from which the drawings and the table of docs/procedure.md are made.

// standpoints are dossiers that stand at every point from which something can happen. Each that is open is there a second time,
// stopped at that point.
func standpoints(t testing.TB) []*world {
	t.Helper()
	stands := []*world{newWorld(t), establishedFalse(t)}
	for _, w := range openStates(t) {
		stands = append(stands, w, after(w, func(w *world) { w.do(dossier.Withdraw{}, complainant) }), after(w, linked))
		if w.state.Filed {
			stands = append(stands, withdrawing(after(w, nothing)))
		}
	}
	for _, c := range closedStates(t) {
		stands = append(stands, c.w)
	}
	stands = append(stands, doubted(t)...)
	stands = append(stands, startedOtherwise(t)...)
	stands = append(stands, nearEnds(t)...)
	for _, w := range slices.Clone(stands) {
		if w.state.Open() {
			stands = append(stands, after(w, stopped))
		}
	}
	return stands
}

// doubted are dossiers of somebody whom the register does not know, at each step: suspected at that step or long before, established as
// false by one or by two people, and with that undone.
func doubted(t testing.TB) []*world {
	var stands []*world
	for _, w := range unknownRoad(t) {
		stands = append(stands, w, after(w, suspect), after(w, suspect, untrueBy(assistant2)), after(w, established),
			after(w, established, undoing), after(w, suspect, untrueBy(assistant), untrueBy(assistant2)))
	}
	for _, w := range road(t, func(t testing.TB) *world { return after(stranger(t), suspect) }) {
		stands = append(stands, w, after(w, untrueBy(assistant2)), after(w, untrueBy(assistant2), untrueBy(owner)),
			after(w, untrueBy(assistant2), untrueBy(owner), undoing))
	}
	early := stranger(t)
	early.do(dossier.Judge{Severity: "minor", Ground: "premises", Reason: "R"}, assistant)
	early.do(dossier.AskReview{Words: "W"}, complainant)
	stands = append(stands, early, after(early, suspect))
	return append(stands, road(t, func(t testing.TB) *world { return after(stranger(t), established, undoing) })...)
}

// startedOtherwise are dossiers that came in along another way, at each step: after a talk, before the register was asked, and by somebody
// who did not show yet that they may.
func startedOtherwise(t testing.TB) []*world {
	represented := func(f *dossier.File) { f.ActingFor, f.Relation = "Sam", "parent" }
	stands := []*world{
		matched(t, represented), judged(t, represented), explained(t, represented), heard(t, represented),
		found(t, dossier.Founded, represented), offered(t, represented),
	}
	stands = append(stands, mailRoad(t)...)
	stands = append(stands, road(t, func(t testing.TB) *world { return filed(t) })...)
	return append(stands, road(t, func(t testing.TB) *world {
		w := talked(t, false)
		w.do(complaint(), complainant)
		w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
		return w
	})...)
}

// after is a copy of a dossier in which more was done.
func after(w *world, steps ...func(*world)) *world {
	other := *w
	other.records, other.happened = slices.Clone(w.records), slices.Clone(w.happened)
	for _, step := range steps {
		step(&other)
	}
	return &other
}

func nothing(*world) {}

func suspect(w *world) { w.do(dossier.RaiseSuspicion{Evidence: "De foto is van internet."}, assistant) }

func untrueBy(by dossier.Actor) func(*world) { return func(w *world) { w.do(untrue(), by) } }

func established(w *world) {
	for _, step := range []func(*world){suspect, untrueBy(assistant2), untrueBy(owner)} {
		step(w)
	}
}

// undoing: claimed, paid in part and reported, and then it proved wrong.
func undoing(w *world) {
	w.do(dossier.SendClaim{}, owner)
	w.do(dossier.RecordClaimPayment{Amount: 100}, owner)
	w.do(dossier.ReportToPolice{}, owner)
	w.do(dossier.UndoFalse{Reason: "R"}, assistant)
}

// withdrawing is that dossier, where health was harmed and the client withdrew.
func withdrawing(w *world) *world {
	w.do(dossier.MarkHarm{Harm: true, Reason: "Brief van de arts."}, owner)
	w.do(dossier.Withdraw{}, complainant)
	return w
}

// stopped is that dossier, ended by a reason that does in every step.
func stopped(w *world) {
	w.do(dossier.Discontinue{Reason: "settled_elsewhere", Evidence: "Brief."}, assistant)
}

// linked to another dossier, under a hold, and with a file if there is a complaint.
func linked(w *world) {
	w.do(dossier.Link{Other: otherReference, Exists: true}, owner)
	w.do(dossier.PlaceHold{Until: "2036-03-02", Reason: "R"}, owner)
	if w.state.Filed {
		w.do(dossier.AddFiles{Files: []dossier.NewFile{photo("f1")}}, complainant)
	}
}

// stranger is a complaint of somebody whom the register does not know, when the time for proof is over.
func stranger(t testing.TB) *world { return unknown(t).until("2026-03-11 09:00") }

// mailRoad are dossiers of somebody who mailed without saying which visit it is about, at each step up to the investigation.
func mailRoad(t testing.TB) []*world {
	steps := []func(*world){
		nothing,
		func(w *world) { w.do(seriousJudgement(), assistant) },
		func(w *world) { w.do(dossier.RecordExplanation{How: "call", Words: "W"}, assistant) },
		func(w *world) { w.do(dossier.OpenInvestigation{Subjects: []string{"branch"}}, assistant) },
	}
	var stands []*world
	for n := range steps {
		stands = append(stands, after(mailed(t), steps[:n+1]...))
	}
	return stands
}

// unknownRoad are dossiers of somebody whom the register does not know, at each step up to the finding.
func unknownRoad(t testing.TB) []*world { return road(t, stranger)[:5] }

// road are dossiers that started so, at each step of an investigation of the branch, up to what is to be carried out; and under review.
func road(t testing.TB, start func(testing.TB) *world) []*world {
	found := func(outcome dossier.Outcome) func(*world) {
		return func(w *world) {
			w.do(skip(dossier.StepInquiry, "", "no_other_clients"), assistant)
			w.do(finding("branch", outcome), assistant)
		}
	}
	toInvestigation := []func(*world){
		nothing,
		func(w *world) { w.do(seriousJudgement(), assistant) },
		func(w *world) { w.do(dossier.RecordExplanation{How: "call", Words: "W"}, assistant) },
		func(w *world) { w.do(dossier.OpenInvestigation{Subjects: []string{"branch"}}, assistant) },
	}
	toRemedy := append(slices.Clone(toInvestigation),
		found(dossier.Founded),
		func(w *world) { w.do(dossier.TakeDecision{Upheld: true, Reason: "R"}, assistant) },
		func(w *world) {
			w.do(dossier.MakeOffer{Apology: true, Words: "Excuses."}, assistant)
			w.do(dossier.AcceptOffer{}, complainant)
		})
	toReview := append(slices.Clone(toInvestigation),
		found(dossier.Unfounded),
		func(w *world) { w.do(dossier.TakeDecision{Ground: "unfounded", Reason: "R"}, assistant) },
		func(w *world) { w.do(dossier.AskReview{Words: "W"}, complainant) })
	var stands []*world
	for n := range toRemedy {
		stands = append(stands, after(start(t), toRemedy[:n+1]...))
	}
	return append(stands, after(start(t), toReview...))
}

// nearEnds are dossiers in which one more act of many is the last.
func nearEnds(t testing.TB) []*world {
	lastFinding := heard(t)
	lastFinding.do(finding("specialist:S1", dossier.Unfounded), assistant)
	lastRemedy := upheld(t)
	lastRemedy.do(refund(100), assistant)
	lastRemedy.do(dossier.AcceptOffer{}, complainant)
	lastCall := booked(t).until("2026-03-03 10:00")
	lastCall.do(dossier.RecordTalkAttempt{}, specialist1)
	lastCall.do(dossier.RecordTalkAttempt{}, specialist1)
	act := booked(t).until("2026-03-03 10:30")
	act.do(dossier.RecordTalk{Solved: true, How: "Hij poetst na.", Act: "Naschouw.", ActKind: "repair_visit"}, specialist1)
	agreed := after(act, nothing)
	act.do(dossier.PassOnAct{Act: "Naschouw."}, complainant)
	act.do(dossier.AnswerTalk{Solved: true}, complainant)
	standing := offered(t)
	standing.reach(dossier.DueOfferReply)
	standing.do(dossier.CloseWithStandingOffer{}, assistant)
	planned := judged(t)
	planned.do(dossier.PlanExplanation{How: "call", Start: planned.now.Add(time.Hour)}, assistant)
	visit := explained(t)
	visit.do(dossier.PlanExplanation{How: "visit", Start: visit.now.Add(time.Hour)}, assistant)
	visit.do(dossier.OpenInvestigation{Subjects: []string{"treatment"}}, assistant)
	lapsed := asked(t)
	lapsed.do(dossier.LapseTalk{Cause: "ill"}, receptionist)
	harmed := judged(t)
	harmed.do(dossier.MarkHarm{Harm: true, Reason: "Brief van de arts."}, owner)
	asking := investigating(t)
	asking.do(dossier.StartInquiry{Clients: others()}, assistant)
	asking.do(dossier.AnswerInquiry{Words: "Haast."}, fellow2)
	minutes := invited(t).until("2026-03-10 15:00")
	minutes.do(dossier.RecordHearing{Specialist: S1, Minutes: "M", Put: "P"}, assistant)
	paid := claimed(t)
	paid.do(dossier.RecordClaimPayment{Amount: 100}, owner)
	paid.do(dossier.ReportToPolice{}, owner)
	earlyReview := matched(t)
	earlyReview.do(dossier.Judge{Severity: "minor", Ground: "premises", Reason: "R"}, owner)
	earlyReview.do(dossier.AskReview{Words: "W"}, complainant)
	return []*world{
		earlyReview, lastFinding, lastRemedy, lastCall, agreed, act, standing, planned, visit, lapsed, harmed, asking, minutes, paid, found(t, dossier.Unfounded),
	}
}
