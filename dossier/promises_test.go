package dossier_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// promise finds what is measured for a rule; there is none when it fell away or was never made.
func (w *world) promise(rule string) (dossier.Promise, bool) {
	for _, p := range dossier.Promises(w.state, w.terms, w.cal) {
		if p.Rule == rule {
			return p, true
		}
	}
	return dossier.Promise{}, false
}

func (w *world) measures(rule string, due, kept time.Time) {
	w.t.Helper()
	got, ok := w.promise(rule)
	equal(w.t, rule+" is measured", ok, true)
	equal(w.t, rule, got, dossier.Promise{Rule: rule, Due: due, Kept: kept})
}

func (w *world) measuresNot(rules ...string) {
	w.t.Helper()
	for _, rule := range rules {
		if p, ok := w.promise(rule); ok {
			w.t.Fatalf("%s is measured: %v", rule, p)
		}
	}
}

// never is when something was kept that was not.
var never time.Time

func minorJudgement() dossier.Judge {
	return dossier.Judge{Severity: "minor", Ground: "comfort", Reason: "De stoel."}
}

// later is another dossier of the same client and treatment, filed five hours after the first and not judged yet.
func later(t testing.TB) *world {
	w := newWorld(t).after(5 * time.Hour)
	w.do(complaint(func(f *dossier.File) { f.Reference = otherReference }), complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	return w
}

func TestR1_MeasuredFromTheWishUntilTheTalkIsHeld(t *testing.T) {
	w := asked(t)
	due := w.due(dossier.DueTalkBooking).Due
	equal(t, "due", due, w.lastOf("2026-03-09"))
	w.measures("R1", due, never)
	w.measuresNot("R10", "R13", "R13+")

	w = booked(t)
	w.now = due
	w.do(dossier.RecordTalk{Content: "Gesproken."}, specialist1)
	w.measures("R1", due, due)

	w = booked(t)
	w.now = due.Add(time.Millisecond)
	w.do(dossier.RecordTalk{Content: "Gesproken."}, specialist1)
	w.measures("R1", due, due.Add(time.Millisecond))

	w.terms.TalkHeld.N++
	w.measures("R1", w.lastOf("2026-03-10"), due.Add(time.Millisecond))
}

func TestR1_MeasuredOnceHoweverOftenTheTalkIsHeldOrAsked(t *testing.T) {
	w := talked(t, false)
	first, _ := w.promise("R1")
	equal(t, "kept", first.Kept, w.state.Talk.Ended)
	w.do(dossier.BookTalk{Specialist: S2, Start: w.now.Add(time.Hour), SlotFree: true}, receptionist)
	w.after(2*time.Hour).do(dossier.RecordTalk{Content: "Weer."}, specialist2)
	w.measures("R1", first.Due, first.Kept)
	w.do(complaint(), complainant)
	w.measures("R1", first.Due, first.Kept)
}

// A talk that lapsed is held after a new wish, or never: the promise was for the first wish.
func TestR1_MeasuredAsNotKeptWhenTheTalkLapsed(t *testing.T) {
	w := booked(t)
	due := w.due(dossier.DueTalk).Due
	w.reach(dossier.DueTalk)
	w.measures("R1", due, never)
	w.do(dossier.BookTalk{Specialist: S1, Start: w.now.Add(10 * time.Hour), SlotFree: true}, receptionist)
	w.after(11*time.Hour).do(dossier.RecordTalk{Content: "Eindelijk."}, specialist1)
	w.measures("R1", due, w.now)

	w = booked(t)
	w.do(dossier.LapseTalk{Cause: "ill"}, receptionist)
	w.do(complaint(), complainant) // not theirs to wait for any longer
	w.measures("R1", due, never)
}

func TestR1_MeasuredNotWhenTheClientChoseOtherwiseInTime(t *testing.T) {
	w := asked(t)
	due, _ := w.promise("R1")
	w.now = due.Due
	w.do(dossier.DeclineTalk{Cause: "cannot"}, complainant)
	w.measuresNot("R1")
	w = asked(t)
	w.now = due.Due.Add(time.Millisecond)
	w.do(dossier.DeclineTalk{Cause: "cannot"}, complainant)
	w.measures("R1", due.Due, never)
	w = asked(t)
	w.do(complaint(), complainant)
	w.measuresNot("R1")
	w = booked(t)
	w.now = w.state.Talk.Start
	for range w.terms.Attempts {
		w.do(dossier.RecordTalkAttempt{}, specialist1)
	}
	w.measuresNot("R1")
	filed(t).measuresNot("R1") // no talk was asked for
}

func TestR10_MeasuredFromReceiptUntilJudged(t *testing.T) {
	for _, judgement := range []dossier.Judge{seriousJudgement(), minorJudgement()} {
		for _, more := range []time.Duration{0, time.Millisecond} {
			w := matched(t)
			due := w.state.ReceivedAt.Add(24 * time.Hour)
			w.measures("R10", due, never)
			w.now = due.Add(more)
			w.do(judgement, owner)
			w.measures("R10", due, w.now)
		}
	}
	w := matched(t)
	w.terms.Triage.N = 8
	w.measures("R10", w.state.ReceivedAt.Add(8*time.Hour), never)
}

func TestR10_MeasuredFromWhenItReachedTheChain(t *testing.T) {
	received := clock("2026-03-01 12:00")
	w := newWorld(t)
	c := complaint()
	c.ReceivedAt = received
	w.do(c, receptionist)
	w.measures("R10", received.Add(24*time.Hour), never)
	w.measures("R13", w.lastOf("2026-03-15"), never)
}

func TestR10_MeasuredOnceThoughReopened(t *testing.T) {
	w := rejectedAtTriage(t)
	triage, _ := w.promise("R10")
	answer, _ := w.promise("R13")
	w.after(240*time.Hour).do(dossier.Reopen{Reason: "new_facts", Words: "W"}, assistant2)
	w.after(48*time.Hour).do(seriousJudgement(), owner)
	w.measures("R10", triage.Due, triage.Kept)
	w.measures("R13", answer.Due, answer.Kept)
	w.do(dossier.ExtendTerm{Until: w.cal.Day(w.due(dossier.DueAnswer).Due.Add(time.Hour)), Reason: "R"}, assistant2)
	w.measuresNot("R13+") // there was a decision before
}

func TestR13_MeasuredUntilTheFirstAnswer(t *testing.T) {
	due := matched(t).lastOf("2026-03-16")
	w := rejectedAtTriage(t)
	w.measures("R13", due, w.now)
	for _, more := range []time.Duration{0, time.Millisecond} {
		w = found(t, dossier.Unfounded)
		w.measures("R13", due, never)
		w.now = due.Add(more)
		w.do(dossier.TakeDecision{Ground: "unfounded", Reason: "Zo."}, owner)
		w.measures("R13", due, w.now)
		w.measuresNot("R13+")
	}
	w.terms.Answer.N = 10
	w.measures("R13", w.lastOf("2026-03-12"), w.now)
}

func TestR13_MeasuredByBothTermsWhenExtended(t *testing.T) {
	due, until := matched(t).lastOf("2026-03-16"), matched(t).lastOf("2026-03-25")
	for _, more := range []time.Duration{0, time.Millisecond} {
		w := found(t, dossier.Unfounded)
		w.now = due
		w.do(dossier.ExtendTerm{Until: "2026-03-25", Reason: "Nog een getuige."}, assistant)
		w.measures("R13", due, due)
		w.measures("R13+", until, never)
		w.now = until.Add(more)
		w.do(dossier.TakeDecision{Ground: "unfounded", Reason: "Zo."}, owner)
		w.measures("R13", due, due)
		w.measures("R13+", until, w.now)
	}
}

func TestR13_MeasuredNotWhenTheComplaintWasLetGoInTime(t *testing.T) {
	w := matched(t)
	triage, _ := w.promise("R10")
	answer, _ := w.promise("R13")
	w.now = triage.Due
	w.do(dossier.Withdraw{}, complainant)
	w.measuresNot("R10", "R13")

	w = matched(t)
	w.now = answer.Due
	w.do(dossier.Withdraw{}, complainant)
	w.measures("R10", triage.Due, never) // that was over already
	w.measuresNot("R13")
	w = matched(t)
	w.now = answer.Due.Add(time.Millisecond)
	w.do(dossier.Withdraw{}, complainant)
	w.measures("R13", answer.Due, never)

	w = judged(t)
	w.do(dossier.ExtendTerm{Until: "2026-03-25", Reason: "R"}, assistant)
	w.do(dossier.Withdraw{}, complainant)
	w.measures("R13", answer.Due, w.now)
	w.measuresNot("R13+")
}

// What is merged in is measured once: in the dossier that goes on, from the earlier receipt, or by the date of the letter.
func TestR13_MeasuredOnceWhenMerged(t *testing.T) {
	early := matched(t)
	into := second(t)
	into.state.Measured.Answer.From = into.state.Measured.Answer.From.Add(48 * time.Hour)
	first, _ := early.promise("R13")
	triage, _ := into.promise("R10")
	merge(early, into, assistant)
	into.measures("R13", first.Due, never)
	into.measures("R10", triage.Due, triage.Kept)
	early.measuresNot("R13")

	from, into := judged(t), second(t)
	from.do(dossier.ExtendTerm{Until: "2026-03-20", Reason: "R"}, assistant)
	merge(from, into, assistant)
	from.measures("R13", first.Due, from.now)
	from.measuresNot("R13+")
	into.measures("R13+", into.lastOf("2026-03-20"), never)
	into.measuresNot("R13")

	from, into = upheld(t), second(t)
	from.state.Measured.Answer.From = from.state.Measured.Answer.From.Add(-48 * time.Hour)
	from.state.ReceivedAt = from.state.ReceivedAt.Add(-48 * time.Hour)
	before, _ := into.promise("R13")
	into.do(dossier.Absorb{Other: from.state.MergeFacts()}, assistant) // answered there, in time or not
	into.measures("R13", before.Due, never)
}

func TestR10_MeasuredFromTheEarlierReceiptWhenNeitherWasJudged(t *testing.T) {
	early, into := matched(t), later(t)
	early.now = into.now
	due, _ := early.promise("R10")
	merge(early, into, assistant)
	into.measures("R10", due.Due, never)
	early.measuresNot("R10")
}

// The receipt of the other dossier counts when it was earlier, and neither this one nor the other was judged.
func TestR10_MeasuredFromItsOwnReceiptOtherwise(t *testing.T) {
	into, from := matched(t), later(t)
	own, _ := into.promise("R10")
	into.now = from.now
	merge(from, into, assistant)
	into.measures("R10", own.Due, never)

	from, into = judged(t), later(t)
	own, _ = into.promise("R10")
	from.now = into.now
	merge(from, into, assistant)
	into.measures("R10", own.Due, never)

	from, into = matched(t), later(t)
	own, _ = into.promise("R10")
	into.do(seriousJudgement(), assistant)
	from.now = into.now
	merge(from, into, assistant)
	into.measures("R10", own.Due, into.now)
}

// What ended before there was a complaint says nothing of the complaint that comes after it.
func TestR10R13_MeasuredAfterATalkThatEnded(t *testing.T) {
	w := asked(t)
	w.do(dossier.Withdraw{}, complainant)
	w.measuresNot("R1", "R10", "R13")
	w.after(time.Hour).do(complaint(), complainant)
	w.measures("R10", w.now.Add(24*time.Hour), never)
	w.measures("R13", w.lastOf("2026-03-16"), never)
	w.measuresNot("R1")
}

// A reopening rewrites nothing: what was let go stays so, in time or not.
func TestR13_MeasuredOnceThoughReopened(t *testing.T) {
	w := withdrawn(t)
	w.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	w.do(dossier.ExtendTerm{Until: "2026-03-25", Reason: "R"}, assistant)
	w.measuresNot("R10", "R13", "R13+")

	w = matched(t)
	answer, _ := w.promise("R13")
	w.now = answer.Due.Add(time.Hour)
	w.do(dossier.Withdraw{}, complainant)
	w.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	w.after(time.Hour).do(minorJudgement(), owner)
	w.measures("R13", answer.Due, never)
}

// The later of two letters counts, as long as the first one's promise is open.
func TestR13_MeasuredByTheLaterLetterWhenMerged(t *testing.T) {
	for _, dates := range [][2]dossier.Date{{"2026-03-20", "2026-03-25"}, {"2026-03-25", "2026-03-20"}} {
		from, into := judged(t), second(t)
		from.do(dossier.ExtendTerm{Until: dates[0], Reason: "R"}, assistant)
		into.do(dossier.ExtendTerm{Until: dates[1], Reason: "R"}, assistant)
		into.do(dossier.Absorb{Other: from.state.MergeFacts()}, assistant)
		into.measures("R13+", into.lastOf("2026-03-25"), never)
	}

	from, into := judged(t), second(t)
	from.do(dossier.ExtendTerm{Until: "2026-03-25", Reason: "R"}, assistant)
	into.do(dossier.ExtendTerm{Until: "2026-03-20", Reason: "R"}, assistant)
	due := into.lastOf("2026-03-20")
	into.now = due.Add(time.Millisecond)
	into.do(dossier.Withdraw{}, complainant)
	into.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	into.do(dossier.Absorb{Other: from.state.MergeFacts()}, assistant)
	into.measures("R13+", due, never) // broken, and over with the withdrawal
}

// Who may not see the summary does not learn how long anything took.
func TestR13_MeasuredIsForThoseWhoSeeTheSummary(t *testing.T) {
	w := judged(t)
	for _, by := range []dossier.Actor{specialist1, treatingBoss} {
		equal(t, by.Name(), w.cut(by).Measured, dossier.Measured{})
	}
	equal(t, "assistant", w.cut(assistant).Measured, w.state.Measured)
	represented := filed(t, func(f *dossier.File) { f.ActingFor, f.Relation = "Klaas", "partner" })
	equal(t, "representative", represented.cut(complainant).Measured, dossier.Measured{})
}
