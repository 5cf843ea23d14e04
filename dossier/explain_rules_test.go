package dossier_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/wederhoor/wederhoor/dossier"
)

// tampered is what is told of a history that no act made: of each record, edit says what stands there instead, or that it is gone.
func (w *world) tampered(edit func(*dossier.Record) bool) map[string]dossier.Line {
	w.t.Helper()
	var records []dossier.Record
	for _, r := range w.records {
		if edit(&r) {
			r.Number = len(records) + 1
			records = append(records, r)
		}
	}
	lines := map[string]dossier.Line{}
	for _, l := range dossier.Explain(pastOf(records, w.terms), w.cal, w.now).Lines {
		lines[l.Promise] = l
	}
	return lines
}

// gone leaves records of these kinds out.
func gone(events ...dossier.Event) func(*dossier.Record) bool {
	return func(r *dossier.Record) bool {
		for _, e := range events {
			if r.Event.Name() == e.Name() {
				return false
			}
		}
		return true
	}
}

// become puts another event in the place of those of its kind.
func become(e dossier.Event) func(*dossier.Record) bool {
	return func(r *dossier.Record) bool {
		if r.Event.Name() == e.Name() {
			r.Event = e
		}
		return true
	}
}

// done says who did what is of that kind.
func done(e dossier.Event, by string) func(*dossier.Record) bool {
	return func(r *dossier.Record) bool {
		if r.Event.Name() == e.Name() {
			r.By = by
		}
		return true
	}
}

// Where a history is not as the procedure would have made it, that is said, with the record.
func TestExplain_SaysWhatWasNotKept(t *testing.T) {
	settledFalse := undone(t)
	reviewed := underReview(t)
	reviewed.do(dossier.AnswerReview{Maintained: true, Reason: "Blijft."}, owner)
	reopened := withdrawn(t)
	reopened.do(dossier.Reopen{Reason: "new_facts", Words: "Foto."}, owner)
	reopened.do(dossier.Discontinue{Reason: "settled_elsewhere", Evidence: "Brief."}, assistant)
	reopened.do(dossier.Reopen{Reason: "new_facts", Words: "Foto."}, owner)
	out := judged(t)
	out.do(dossier.DeclareConflict{Account: "assistant", Reason: "Familie."}, owner)
	two := talked(t, false)
	two.do(complaint(), complainant)
	two.do(dossier.RecordBreach{Words: "Belde op."}, complainant)
	booked := accepted(t)
	booked.do(dossier.BookRemedy{Remedy: 2, On: "2026-03-12", Specialist: S2}, receptionist)
	again := rejected(t) // and upheld once it was looked at again
	again.do(dossier.Reopen{Reason: "new_facts", Words: "Foto."}, owner)
	for _, sub := range []string{"specialist:S1", "treatment"} {
		again.do(dossier.RecordFinding{Subject: sub, Outcome: dossier.Founded, Reasons: "Zo bleek.", Measure: "Meer tijd."}, assistant)
	}
	again.do(dossier.TakeDecision{Upheld: true, Reason: "Het ging niet goed."}, assistant)
	again.do(offer(), assistant)
	minute := func(r *dossier.Record) bool { r.At = r.At.Add(-time.Duration(r.Number/20) * time.Hour); return true }

	for _, tc := range []struct {
		w       *world
		edit    func(*dossier.Record) bool
		promise string
		broken  int // number of the record, 0 when it is kept
	}{
		{suspected(t), nil, "proof_first", 0},
		{suspected(t), gone(dossier.ProofAsked{}), "proof_first", 4},
		{rejectedAtTriage(t), nil, "triage_ground", 0},
		{rejectedAtTriage(t), become(dossier.Judged{}), "triage_ground", 4},
		{rejectedAtTriage(t), become(dossier.Judged{Ground: "tea"}), "triage_ground", 4},
		{investigating(t), nil, "explained_first", 0},
		{investigating(t), gone(dossier.Explained{}), "explained_first", 6},
		{out, nil, "unconflicted", 0},
		{out, done(dossier.Judged{}, "boss"), "unconflicted", 0},
		{settled(t), become(dossier.Assigned{Account: "s1", Specialist: S1}), "unconflicted", 5},
		{settled(t), become(dossier.Assigned{Account: "s2", Specialist: S2}), "unconflicted", 0},
		{invited(t), nil, "hearing_notice", 0},
		{invited(t), become(dossier.HearingInvited{Specialist: S1, At: clock("2026-03-05 14:00"), Invitation: 1}), "hearing_notice", 0},
		{invited(t), become(dossier.HearingInvited{Specialist: S1, At: clock("2026-03-04 14:00"), Invitation: 1}), "hearing_notice", 14},
		{heard(t), nil, "hearing_notice", 0},
		{found(t, dossier.Founded), nil, "both_heard", 0},
		{found(t, dossier.Founded), gone(dossier.InquiryClosed{}), "both_heard", 16},
		{found(t, dossier.Founded), gone(dossier.MinutesAnswered{}), "both_heard", 16},
		{offered(t), nil, "ceiling", 0},
		{offered(t), become(dossier.Offered{Offer: 1, Remedies: []dossier.OfferedRemedy{{Kind: dossier.Refund, Amount: 12_001}}}), "ceiling", 22},
		{offered(t), become(dossier.Offered{Offer: 1, Remedies: []dossier.OfferedRemedy{{Kind: dossier.Refund, Amount: 12_000}}}), "ceiling", 0},
		{offered(t), become(dossier.Offered{Offer: 1, Remedies: []dossier.OfferedRemedy{{Kind: dossier.Refund, Amount: 12_000}}, Elsewhere: 1}), "ceiling", 22},
		{rejected(t), nil, "ground", 0},
		{rejected(t), become(dossier.Decided{}), "ground", 21},
		{rejected(t), nil, "nothing_granted", 0},
		{rejectedAtTriage(t), nil, "nothing_granted", 0},
		{settled(t), become(dossier.Decided{Ground: "unfounded"}), "nothing_granted", 22},
		{again, nil, "nothing_granted", 0},
		{again, nil, "ground", 0},
		{reviewed, nil, "reviewed_by_other", 0},
		{reviewed, done(dossier.ReviewAnswered{}, "assistant"), "reviewed_by_other", 24},
		{two, nil, "ban_kept", 0},
		{booked, nil, "ban_kept", 0},
		{booked, gone(dossier.BanEnded{}), "ban_kept", 0},
		{reopened, nil, "reopened", 0},
		{reopened, done(dossier.Reopened{}, "assistant"), "reopened", 10},
		{establishedFalse(t), nil, "two_people", 0},
		{establishedFalse(t), become(dossier.FalsenessEstablished{By: []dossier.AccountID{"owner"}}), "two_people", 8},
		{establishedFalse(t), become(dossier.FalsenessEstablished{By: []dossier.AccountID{"owner", "owner"}}), "two_people", 8},
		{establishedFalse(t), func(r *dossier.Record) bool {
			if r.Number == 5 {
				r.Event = dossier.ConflictDeclared{Account: "owner"}
			}
			return true
		}, "unconflicted", 7},
		{establishedFalse(t), func(r *dossier.Record) bool {
			if r.Number == 5 {
				r.Event = dossier.ConflictDeclared{Account: "owner"}
			}
			if r.Number == 6 {
				r.Event = dossier.SuspicionRaised{}
			}
			return true
		}, "two_people", 8},
		{claimedFor(t), nil, "claim_made", 0},
		{claimedFor(t), become(dossier.ClaimSent{Base: 6995, Hours: 1}), "claim_made", 11},
		{claimedFor(t), become(dossier.ClaimSent{Base: 6995, Costs: 1}), "claim_made", 11},
		{claimedFor(t), become(dossier.ClaimSent{Base: 7000}), "claim_made", 11},
		{settledFalse, nil, "undone", 0},
		{settledFalse, done(dossier.FalsenessUndone{}, "owner"), "undone", 14},
		{settledFalse, nil, "recorded", 0},
		{settled(t), minute, "recorded", 20},
	} {
		edit := tc.edit
		if edit == nil {
			edit = func(*dossier.Record) bool { return true }
		}
		got, there := tc.w.tampered(edit)[tc.promise]
		broken := 0
		for _, c := range got.Cites {
			if c.As == dossier.CiteBroke && broken == 0 {
				broken = c.Number
			}
		}
		state := dossier.PromiseKept
		if tc.broken != 0 {
			state = dossier.PromiseMissed
		}
		if !there || broken != tc.broken || got.State != state {
			t.Errorf("%s: told %q; want %s, broken by %d", tc.promise, toldLine(got), state, tc.broken)
		}
	}
}

// A conflict forbids every act but those of one's own side (R14).
func TestExplain_R14_OwnSideIsNoHandling(t *testing.T) {
	w := invited(t).until("2026-03-10 15:00")
	w.do(dossier.DeclareConflict{Account: "s1", Reason: "Zelf."}, owner)
	w.do(dossier.RecordHearing{Specialist: S1, Minutes: "Zo.", Put: "Haast."}, assistant)
	w.do(dossier.HandInStatement{Words: "Ik deed het goed."}, specialist1)
	w.do(dossier.AnswerMinutes{Agreed: true}, specialist1)
	w.do(dossier.RecordBreach{Words: "Appte mij."}, specialist1)
	w.explains("unconflicted", "R14 unconflicted kept: shows 4, shows 5, shows 15")
	w.explains("breach", "R23 breach noted: shows 19")
	lines := w.tampered(done(dossier.HearingHeld{}, "s1"))
	equal(t, "handled by who is involved", toldLine(lines["unconflicted"]), "R14 unconflicted missed: shows 4, shows 5, shows 15, broke 16")
}

// A number that is missing, and records that are not in the order of their moments, are told (R28).
func TestExplain_R28_Order(t *testing.T) {
	w := judged(t)
	short := append(w.records[:2:2], w.records[3:]...)
	a := dossier.Explain(pastOf(short, w.terms), w.cal, w.now)
	equal(t, "recorded", toldLine(a.Lines[len(a.Lines)-1]), "R28 recorded missed: broke 4")
}

// R3: the talk stays between the two unless the client shares it; it is told by whom and when, never what.
func TestExplain_R3(t *testing.T) {
	w := talked(t, false)
	w.explains("talk_private", "R3 talk_private noted: shows 3")
	w.do(complaint(), complainant)
	w.explains("talk_shared")
	w.do(dossier.ShareTalk{}, complainant)
	w.explains("talk_private")
	w.explains("talk_shared", "R3 talk_shared noted: shows 3, shows 6")
	booked(t).explains("talk_private")
}

// R8: late is a flag, judged again when the register has another date.
func TestExplain_R8(t *testing.T) {
	w := newWorld(t).until("2026-03-09 10:00")
	w.do(complaint(), complainant)
	w.explains("filed_late", "R8 filed_late noted: shows 1")
	w.explains("filed_in_time")
	other := treatment()
	other.Date = "2026-03-03"
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: other}, system)
	w.explains("filed_late")
	w.explains("filed_in_time", "R8 filed_in_time kept: shows 1, shows 3")
	asked(t).explains("filed_in_time")
}

// What is not done yet runs in an open dossier, and is no longer in question in a closed one.
func TestExplain_WhatIsStillToCome(t *testing.T) {
	w := filed(t)
	w.explains("looked_up", "R9 looked_up running: ")
	w.do(dossier.Withdraw{}, complainant)
	w.explains("looked_up", "R9 looked_up fell_away: ")
	w = investigating(t)
	w.explains("finding", "R18 finding running: ")
	w.do(dossier.Withdraw{}, complainant)
	w.explains("finding", "R18 finding fell_away: ")
	w = suspected(t)
	w.explains("two_people", "R25 two_people running: shows 5")
	equal(t, "how many", w.line("two_people").Count, 2)
	w.do(dossier.DropSuspicion{Reason: "Toch klant."}, owner)
	w.explains("two_people", "R25 two_people fell_away: shows 5, shows 6")
	w = suspected(t)
	w.do(dossier.Withdraw{}, complainant)
	w.explains("two_people", "R25 two_people fell_away: shows 5")
	undone(t).explains("two_people", "R25 two_people kept: shows 5, shows 6, shows 7, shows 8")
}

// R12, R17: in the place of what was skipped stand the reason and what was tried.
func TestExplain_R12_R17_SkippedParts(t *testing.T) {
	w := judged(t)
	for _, at := range []string{"2026-03-02 12:00", "2026-03-02 13:00", "2026-03-03 12:00"} {
		w.until(at).do(dossier.RecordAttempt{How: "call"}, assistant)
	}
	w.do(dossier.SkipPart{Part: dossier.StepExplanation, Reason: "unreachable", Evidence: "Drie keer gebeld."}, assistant)
	w.explains("call", "R12 call kept by 5 Mar 23:59 at 2 Mar 12:00: made 4, kept 6")
	w.do(dossier.OpenInvestigation{Subjects: []string{"specialist:S1"}}, assistant)
	w.do(dossier.SkipPart{Part: dossier.StepInquiry, Reason: "no_other_clients", Evidence: "Niemand anders."}, assistant)
	w.explains("explained_first", "R12 explained_first kept: shows 6, shows 7, shows 8, shows 9, shows 10")
	for range 2 {
		w.after(8 * 24 * time.Hour)
		w.do(dossier.InviteToHearing{Specialist: S1, At: w.now.Add(7 * 24 * time.Hour), Allegation: "Pijn."}, assistant)
		w.after(7*24*time.Hour).do(dossier.RecordNoShow{Specialist: S1}, assistant)
	}
	w.do(dossier.SkipPart{Part: dossier.StepHearing, Specialist: S1, Reason: "no_show", Evidence: "Twee keer niet gekomen."}, assistant)
	w.do(dossier.RecordFinding{Subject: "specialist:S1", Outcome: dossier.Unfounded, Reasons: "Zo."}, assistant)
	w.explains("both_heard", "R17 both_heard kept: shows 9, shows 11, shows 13, shows 15, shows 16, shows 17")
	w.explains("hearing_notice", "R16 hearing_notice kept: shows 12, shows 14")
}

// R19: what was granted elsewhere and merged in counts; what was merged out counts there.
func TestExplain_R19_GrantedAndPrice(t *testing.T) {
	w := offered(t)
	w.do(dossier.Absorb{Other: &dossier.MergeFacts{Client: "C1", Treatment: "T1", Phase: dossier.PhaseOffer, Granted: 11_000, ReceivedAt: w.now}}, assistant)
	w.explains("ceiling", "R19 ceiling kept: shows 22, shows 23")
	got := w.line("ceiling")
	equal(t, "granted", got.Amount, dossier.Cents(11_000))
	w = accepted(t)
	lines := w.tampered(become(dossier.Offered{Offer: 1, Remedies: []dossier.OfferedRemedy{{Kind: dossier.Refund, Amount: 12_001}}}))
	equal(t, "accepted above it", toldLine(lines["ceiling"]), "R19 ceiling missed: broke 22, broke 23")
	first := offered(t)
	first.do(offer(), assistant)
	first.do(dossier.AcceptOffer{}, complainant)
	lines = first.tampered(func(r *dossier.Record) bool {
		if r.Number == 22 {
			r.Event = dossier.Offered{Offer: 1, Remedies: []dossier.OfferedRemedy{{Kind: dossier.Refund, Amount: 12_001}}}
		}
		return true
	})
	equal(t, "another was accepted", toldLine(lines["ceiling"]), "R19 ceiling missed: broke 22, shows 23, shows 24")
	lines = w.tampered(become(dossier.OfferAccepted{Offer: 2}))
	equal(t, "an offer that there is not", lines["ceiling"].State, dossier.PromiseKept)
	lines = w.tampered(gone(dossier.Matched{}))
	equal(t, "without a treatment", lines["ceiling"].Limit, dossier.Cents(0))

	w = settled(t)
	w.do(dossier.Reopen{Reason: "new_facts", Words: "Weer."}, owner)
	w.do(dossier.MergeInto{Into: otherReference, Reason: "Dubbel.", Other: later(t).state.MergeFacts()}, owner)
	got = w.line("ceiling")
	equal(t, "merged out", [2]dossier.Cents{got.Amount, got.Limit}, [2]dossier.Cents{})
	equal(t, "claimed", claimedFor(t).line("claim_made").Amount, dossier.Cents(6995))
	claimedFor(t).explains("claim_made", "R26 claim_made kept: shows 11")
}

// R22, R23: a ban that should have ended, a booking within one, and what was taken off the calendar.
func TestExplain_R22_R23_Bans(t *testing.T) {
	w := settled(t)
	lines := w.tampered(gone(dossier.BanEnded{}))
	equal(t, "never ended", toldLine(lines["ban"]), "R22 ban S1 missed: made 2")
	lines = w.tampered(gone(dossier.BanStarted{}))
	if _, there := lines["ban"]; there {
		t.Error("a ban that never began is told")
	}
	equal(t, "other bookings", lines["ceiling"].State, dossier.PromiseKept)

	w = accepted(t)
	w.do(dossier.BookRemedy{Remedy: 2, On: "2026-03-12", Specialist: S2}, receptionist)
	lines = w.tampered(become(dossier.BanStarted{Specialist: S2}))
	equal(t, "booked within a ban", toldLine(lines["ban_kept"]), "R23 ban_kept missed: broke 24")
	w = filed(t)
	w.records = append(w.records, dossier.Record{Number: 3, At: w.now, By: "receptionist", Event: dossier.TalkBooked{Specialist: S1}})
	w.explains("ban_kept", "R23 ban_kept missed: broke 3")

	w = booked(t)
	w.do(complaint(), complainant)
	w.explains("ban_cancelled", "R23 ban_cancelled noted: shows 3")
	w = booked(t)
	w.do(dossier.StopContact{Specialist: S1}, system)
	w.explains("ban_cancelled", "R23 ban_cancelled noted: shows 3")
	w = booked(t)
	w.do(dossier.CancelTalk{Cause: "client"}, complainant)
	w.explains("ban_cancelled")
	w = passedOn(t)
	w.do(dossier.BookAct{On: "2026-03-10"}, receptionist)
	w.do(dossier.StopContact{Specialist: S1}, system)
	w.explains("ban_cancelled", "R23 ban_cancelled noted: shows 7")
}

// R26, R27: what may be done is told when it was.
func TestExplain_R27_PoliceAndUndoing(t *testing.T) {
	w := undone(t)
	w.explains("police", "R27 police noted: shows 13")
	w.do(dossier.RepayClaim{}, owner)
	w.do(dossier.InformPolice{}, owner)
	w.do(dossier.SendApology{Words: "Excuses."}, owner)
	w.explains("undone", "R27 undone kept: shows 14, shows 15, shows 17, shows 18, shows 19")
	w.explains("claim_made", "R26 claim_made kept: shows 11, shows 12")
}

// measuredAs is what each measured promise is told as.
var measuredAs = map[string]string{"R1": "talk", "R10": "triage", "R13": "answer", "R13+": "answer_letter"}

// agrees demands that of what is measured nothing is told but what Promises says.
func agrees(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, records []dossier.Record, terms dossier.Terms, cal dossier.Calendar, now time.Time,
) {
	t.Helper()
	state := dossier.State{}
	for _, r := range records {
		state = dossier.Evolve(state, r)
	}
	told := map[string]dossier.Line{}
	for _, l := range dossier.Explain(pastOf(records, terms), cal, now).Lines {
		if _, later := told[l.Promise]; !later {
			told[l.Promise] = l
		}
	}
	measured := map[string]dossier.Promise{}
	for _, p := range dossier.Promises(state, terms, cal) {
		measured[p.Rule] = p
	}
	for rule, promise := range measuredAs {
		l, isTold := told[promise]
		p, isMeasured := measured[rule]
		kept := l.State == dossier.PromiseKept
		late := l.State == dossier.PromiseKeptLate || l.State == dossier.PromiseOverdue || l.State == dossier.PromiseMissed
		switch {
		case !isMeasured && isTold && l.State != dossier.PromiseFellAway:
			t.Fatalf("%s is not measured, and told as %s", rule, toldLine(l))
		case !isMeasured:
		case !isTold || !l.Due.Equal(p.Due) || !l.Kept.Equal(p.Kept):
			t.Fatalf("%s is measured as %v, and told as %s", rule, p, toldLine(l))
		case kept != (!p.Kept.IsZero() && !p.Kept.After(p.Due)):
			t.Fatalf("%s is measured as %v, and told as %s", rule, p, toldLine(l))
		case late != (p.Kept.After(p.Due) || p.Kept.IsZero() && now.After(p.Due)):
			t.Fatalf("%s is measured as %v, and told as %s", rule, p, toldLine(l))
		}
	}
}

// At every point of every sort of dossier, and long after it.
func TestExplain_AgreesWithWhatIsMeasured(t *testing.T) {
	merged := matched(t)
	merged.do(dossier.MergeInto{Into: otherReference, Reason: "Dubbel.", Other: later(t).state.MergeFacts()}, assistant)
	for _, w := range []*world{
		settled(t), fullTalk(t), undone(t), extended(t), underReview(t), standingOffer(t), leaving(t), merged, candidates(t), passedOn(t),
	} {
		for i, r := range w.records {
			for _, now := range []time.Time{r.At, w.now, w.now.AddDate(1, 0, 0)} {
				agrees(t, w.records[:i+1], w.terms, w.cal, now)
			}
		}
	}
}

// And wherever random acts lead: nothing that the procedure allowed is told as against its rules.
func TestWalkExplained(t *testing.T) {
	settle(t, "rapid.nofailfile", "false", "true")
	settle(t, "rapid.checks", "100", "15")
	settle(t, "rapid.seed", "0", "28")
	lines := 0
	rapid.Check(t, func(rt *rapid.T) {
		w := newWalk(rt, newCoverage(t))
		for range walkSteps {
			w.step()
		}
		for _, f := range w.files {
			records := f.records(rt)
			for i := range records {
				if i%7 == 0 || i == len(records)-1 {
					agrees(rt, records[:i+1], w.terms, w.cal, w.now)
				}
			}
			for _, l := range dossier.Explain(pastOf(records, w.terms), w.cal, w.now).Lines {
				lines++
				if l.Sort == dossier.LinePractice && l.State == dossier.PromiseMissed || l.Rule == "" || l.State == "" {
					rt.Fatalf("told of what was allowed: %s", toldLine(l))
				}
			}
		}
	})
	t.Logf("%d lines told", lines)
}

// That somebody was told stands in messages, not in records: no record is told as proof of it. Each is only noted (R5, R7, R23, R24).
func TestExplain_TellsNobodyAsToldByTheRecordsAlone(t *testing.T) {
	w := booked(t)
	w.do(complaint(), complainant)
	w.do(dossier.Withdraw{}, complainant)
	for _, promise := range []string{"received", "told_filed", "ban_cancelled", "told_ending", "talk_private"} {
		if promise == "talk_private" {
			w = talked(t, false)
		}
		equal(t, promise, w.line(promise).State, dossier.PromiseNoted)
	}
}

// Whoever is out of the dossier may speak for their own side alone, not for that of another (R14).
func TestExplain_R14_AnothersSideIsHandling(t *testing.T) {
	w := invited(t).until("2026-03-10 15:00")
	w.do(dossier.RecordHearing{Specialist: S1, Minutes: "Zo.", Put: "Haast."}, assistant)
	for _, account := range []dossier.AccountID{"s1", "s2", "second"} {
		w.do(dossier.DeclareConflict{Account: account, Reason: "Familie."}, owner)
	}
	w.do(dossier.AnswerMinutes{Agreed: true}, specialist1)
	w.explains("unconflicted", "R14 unconflicted kept: shows 4, shows 5, shows 16, shows 17, shows 18")
	for _, other := range []string{"s2", "second"} {
		lines := w.tampered(done(dossier.MinutesAnswered{}, other))
		equal(t, other, toldLine(lines["unconflicted"]), "R14 unconflicted missed: shows 4, shows 5, shows 16, shows 17, shows 18, broke 19")
	}
	lines := w.tampered(func(r *dossier.Record) bool {
		if r.Number == 19 {
			r.Event, r.By = dossier.MinutesAnswered{}, "second" // of no side, by somebody with none
		}
		return true
	})
	equal(t, "nobody's side", lines["unconflicted"].State, dossier.PromiseMissed)
}

// tellsConflict reports whether an act is told as one by somebody who was out of the dossier.
func (w *world) tellsConflict() bool { return w.line("unconflicted").State == dossier.PromiseMissed }

// What whoever is out of the dossier may still do is what the rules call an act of one's own side, and nothing else (R14).
func TestExplain_R14_OwnSideIsThatOfTheRules(t *testing.T) {
	acts := map[dossier.Kind]func() (*world, dossier.Command){
		"cancel_talk": func() (*world, dossier.Command) { return booked(t), dossier.CancelTalk{Cause: "specialist"} },
		"record_talk_attempt": func() (*world, dossier.Command) {
			w := booked(t).until("2026-03-03 10:05")
			w.do(dossier.RecordTalkAttempt{}, specialist1)
			w.after(time.Hour).do(dossier.RecordTalkAttempt{}, specialist1)
			return w.after(time.Hour), dossier.RecordTalkAttempt{}
		},
		"record_talk": func() (*world, dossier.Command) {
			return booked(t).until("2026-03-03 10:30"), dossier.RecordTalk{Content: "Zo.", ActKind: "repair_visit", Act: "Bijwerken."}
		},
		"lapse_talk":        func() (*world, dossier.Command) { return booked(t), dossier.LapseTalk{Cause: "ill"} },
		"record_breach":     func() (*world, dossier.Command) { return filed(t), dossier.RecordBreach{Words: "Belde."} },
		"hand_in_statement": func() (*world, dossier.Command) { return invited(t), dossier.HandInStatement{Words: "Zo."} },
		"answer_minutes": func() (*world, dossier.Command) {
			w := invited(t).until("2026-03-10 15:00")
			w.do(dossier.RecordHearing{Specialist: S1, Minutes: "Zo.", Put: "Haast."}, assistant)
			return w, dossier.AnswerMinutes{Agreed: true}
		},
	}
	everything := specialist1
	everything.Roles = append([]dossier.Role{dossier.RoleOwner, dossier.RoleReceptionist, dossier.RoleComplainant, dossier.RoleFellow, dossier.RoleSystem}, specialist1.Roles...)
	wrote := map[string]bool{}
	for _, c := range dossier.Commands() {
		var r *dossier.Refusal
		err := dossier.Possible(dossier.State{Conflicts: []dossier.AccountID{"s1"}}, c.Kind(), dossier.Env{By: everything})
		free := !errors.As(err, &r) || r.Code != "conflict"
		act, listed := acts[c.Kind()]
		if free != listed {
			t.Errorf("%s is left to whoever is out of the dossier: %v; tried: %v", c.Kind(), free, listed)
		}
		if listed {
			w, c := act()
			for _, h := range w.do(c, specialist1) {
				wrote[h.Event.Name()] = true
			}
		}
	}
	for _, e := range dossier.Events() {
		v := reflect.New(reflect.TypeOf(e)).Elem()
		if f := v.FieldByName("Specialist"); f.IsValid() {
			f.SetString(string(S1))
		}
		e = v.Interface().(dossier.Event)
		w := filed(t)
		w.do(dossier.DeclareConflict{Account: "s1", Reason: "Zelf."}, owner)
		w.records = append(w.records, dossier.Record{Number: len(w.records) + 1, At: w.now, By: "s1", Event: e})
		if w.tellsConflict() == wrote[e.Name()] {
			t.Errorf("%s by whoever is out of the dossier is told as handling it: %v", e.Name(), w.tellsConflict())
		}
	}
}

// A ground that is in the list, but not borne by what stood in the dossier, is no ground (R11, R20).
func TestExplain_R20_AGroundMustFit(t *testing.T) {
	harmedRejected := found(t, dossier.Unfounded)
	harmedRejected.do(dossier.MarkHarm{Harm: true, Reason: "Brandwond."}, assistant)
	harmedRejected.do(dossier.TakeDecision{Ground: "unfounded", Reason: "Er bleek niets."}, assistant)
	for _, tc := range []struct {
		w       *world
		e       dossier.Event
		promise string
		fits    bool
	}{
		{rejectedAtTriage(t), dossier.Judged{Ground: "comfort"}, "triage_ground", true},
		{rejectedAtTriage(t), dossier.Judged{Ground: "late"}, "triage_ground", false},
		{rejectedAtTriage(t), dossier.Judged{Ground: "not_found"}, "triage_ground", false},
		{rejectedAtTriage(t), dossier.Judged{Ground: "unfounded"}, "triage_ground", false},
		{rejectedAtTriage(t), dossier.Judged{Ground: "comfort", Harm: true}, "triage_ground", false},
		{rejected(t), dossier.Decided{Ground: "unfounded"}, "ground", true},
		{rejected(t), dossier.Decided{Ground: "late"}, "ground", false},
		{harmedRejected, dossier.Decided{Ground: "unfounded"}, "ground", true},
		{harmedRejected, dossier.Decided{Ground: "comfort"}, "ground", false},
	} {
		want := dossier.PromiseKept
		if !tc.fits {
			want = dossier.PromiseMissed
		}
		if got := tc.w.tampered(become(tc.e))[tc.promise]; got.State != want {
			t.Errorf("%+v is told as %q, want %s", tc.e, toldLine(got), want)
		}
	}
	// It is weighed at the moment of the decision: until its time is over, proof can still come.
	w := unknown(t)
	w.do(dossier.AskProof{}, assistant)
	due := w.due(dossier.DueProof).Due
	w.now = due.Add(time.Millisecond)
	w.do(dossier.Judge{Severity: "minor", Ground: "not_found", Reason: "Niet gevonden."}, assistant)
	equal(t, "not found", w.line("triage_ground").State, dossier.PromiseKept)
	for i := range w.records {
		if w.records[i].At.After(due) {
			w.records[i].At = due
		}
	}
	equal(t, "not found, too early", w.line("triage_ground").State, dossier.PromiseMissed)
}
