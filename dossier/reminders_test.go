package dossier_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
)

// exact writes a moment down to the millisecond, on the chain's own clock.
func exact(at time.Time) string { return at.In(amsterdam).Format("2006-01-02 15:04:05.000 MST") }

// fires is what the program next does about a deadline, and when.
func (w *world) fires(kind dossier.DeadlineKind) time.Time {
	w.t.Helper()
	return w.due(kind).Fires
}

// remind lets the program come at the moment of the next reminder, and not before it. It gives the event.
func (w *world) remind(kind dossier.DeadlineKind) dossier.Reminded {
	w.t.Helper()
	d := w.due(kind)
	reach := dossier.Reach{Deadline: kind, Subject: d.Subject}
	if before := d.Fires.Add(-time.Millisecond); before.After(w.now) {
		w.now = before
		w.refused(reach, system, "not_due", "")
	}
	if d.Fires.After(w.now) {
		w.now = d.Fires
	}
	e := only[dossier.Reminded](w.t, w.do(reach, system))
	w.events(dossier.Reminded{})
	w.refused(reach, system, "not_due", "") // once
	return e
}

// remindAll gives every reminder of a deadline at its own moment, and lists these.
func (w *world) remindAll(kind dossier.DeadlineKind) []string {
	w.t.Helper()
	var moments []string
	for d := w.due(kind); d.Fires.Before(d.Due); d = w.due(kind) {
		e := w.remind(kind)
		equal(w.t, "event", e, dossier.Reminded{Deadline: kind, Subject: d.Subject, Due: d.Due, At: d.Fires})
		moments = append(moments, exact(e.At))
	}
	return moments
}

func TestR10_TriageIsRemindedOfAt12And20HoursAndEscalatedAt24(t *testing.T) {
	w := matched(t) // received on Monday 2 March at 10:00
	equal(t, "reminders", w.remindAll(dossier.DueTriage), []string{"2026-03-02 22:00:00.000 CET", "2026-03-03 06:00:00.000 CET"})
	w.told("handlers reminder")
	due := w.due(dossier.DueTriage)
	equal(t, "then its end", due.Fires, clock("2026-03-03 10:00"))
	w.now = due.Due.Add(-time.Millisecond)
	w.refused(dossier.Reach{Deadline: dossier.DueTriage}, system, "not_due", "")
	w.now = due.Due
	w.do(dossier.Reach{Deadline: dossier.DueTriage}, system)
	w.events(dossier.DeadlinePassed{})
	w.told("handlers overdue")
	equal(t, "nothing more", w.fires(dossier.DueTriage), time.Time{})
	w.after(48*time.Hour).refused(dossier.Reach{Deadline: dossier.DueTriage}, system, "not_due", "")
}

func TestR13_AnswerIsRemindedOfOnDays7And11And13(t *testing.T) {
	w := judged(t) // received on Monday 2 March; the answer is due on the 16th
	equal(t, "reminders", w.remindAll(dossier.DueAnswer), []string{
		"2026-03-09 23:59:59.999 CET", "2026-03-13 23:59:59.999 CET", "2026-03-15 23:59:59.999 CET",
	})
	w.told("handlers reminder")
	w.reach(dossier.DueAnswer)
	w.told("handlers overdue")
}

// Every deadline that somebody must meet, by the built-in policy: when is reminded of it, whom, and who is told that it came.
func TestReminders_OfEveryDeadline(t *testing.T) {
	minutes := invited(t).until("2026-03-10 15:00")
	minutes.do(dossier.RecordHearing{Specialist: S1, Minutes: "M", Put: "P"}, assistant)
	answering := inquiring(t)
	seen := map[dossier.DeadlineKind]bool{}
	for _, tc := range []struct {
		kind    dossier.DeadlineKind
		w       *world
		moments []string
		to      string
		late    string
	}{
		{dossier.DueTalkBooking, asked(t), []string{"03-05 23:59:59.999", "03-07 23:59:59.999"}, "desk", "desk"},
		{dossier.DueTalk, booked(t), []string{"03-08 23:59:59.999"}, "specialist:S1", "desk"},
		{dossier.DueTalkReply, talked(t, true), []string{"03-08 23:59:59.999"}, "complainant", ""},
		{dossier.DueStepTwo, talked(t, false), nil, "complainant", ""},
		{dossier.DueAct, passedOn(t), []string{"03-13 23:59:59.999", "03-16 23:59:59.999"}, "desk", "handlers"},
		{dossier.DueMatch, candidates(t), []string{"03-02 22:00:00.000", "03-03 06:00:00.000"}, "handlers", "handlers"},
		{dossier.DueProof, asking(t), []string{"03-06 23:59:59.999"}, "complainant", "handlers"},
		{dossier.DueAuthority, filed(t, represented), []string{"03-06 23:59:59.999"}, "complainant", "handlers"},
		{dossier.DueTriage, matched(t), []string{"03-02 22:00:00.000", "03-03 06:00:00.000"}, "handlers", "handlers"},
		{dossier.DueHarmReport, harmed(t), []string{"03-03 23:59:59.999", "03-04 23:59:59.999"}, "handlers", "handlers"},
		{dossier.DueCall, harmed(t), []string{"03-04 23:59:59.999"}, "handlers", "handlers"},
		{dossier.DueAppointment, appointed(t), nil, "handlers", "handlers"},
		{dossier.DueAnswer, judged(t), []string{"03-09 23:59:59.999", "03-13 23:59:59.999", "03-15 23:59:59.999"}, "handlers", "handlers"},
		{dossier.DueInquiry, answering, []string{"03-04 23:59:59.999"}, "handlers", "handlers"},
		{dossier.DueHearing, invited(t), []string{"03-09 14:00:00.000"}, "specialist:S1", "handlers"},
		{dossier.DueMinutes, minutes, []string{"03-12 23:59:59.999"}, "specialist:S1", "handlers"},
		{dossier.DueOffer, upheld(t), []string{"03-17 23:59:59.999", "03-22 23:59:59.999"}, "handlers", "handlers"},
		{dossier.DueOfferReply, offered(t), []string{"03-26 23:59:59.999", "04-06 23:59:59.999"}, "complainant", "handlers"},
		{dossier.DueOfferStands, standingOffer(t), nil, "complainant", ""},
		{dossier.DueRemedy, accepted(t), []string{"03-17 23:59:59.999", "03-22 23:59:59.999"}, "handlers", "handlers"},
		{dossier.DueWithdrawal, leaving(t), []string{"03-03 00:00:00.000", "03-03 08:00:00.000"}, "handlers", "handlers"},
		{dossier.DueReview, underReview(t), []string{"03-17 23:59:59.999", "03-21 23:59:59.999", "03-23 23:59:59.999"}, "handlers", "handlers"},
		{dossier.DueClaim, claimedFor(t), []string{"04-03 23:59:59.999"}, "complainant", "handlers"},
		{dossier.DueUndo, undone(t), []string{"03-15 23:59:59.999", "03-17 23:59:59.999"}, "handlers", "handlers"},
	} {
		t.Run(string(tc.kind), func(t *testing.T) {
			w := tc.w
			seen[tc.kind] = true
			var moments []string
			for d := w.due(tc.kind); d.Fires.Before(d.Due); d = w.due(tc.kind) {
				at := w.remind(tc.kind).At
				moments = append(moments, at.In(amsterdam).Format("01-02 15:04:05.000"))
				w.told(tc.to + " reminder")
			}
			equal(t, "reminders", moments, tc.moments)
			equal(t, "reminders make sense", dossier.Reminds(tc.kind), len(tc.moments) > 0 || tc.kind == dossier.DueStepTwo)
			w.reach(tc.kind)
			var late []string
			for _, n := range w.notices() {
				if slices.Contains([]string{"handlers overdue", "desk overdue"}, n) || n == "complainant overdue" {
					late = append(late, n)
				}
			}
			if want := tc.late + " overdue"; tc.late == "" && late != nil || tc.late != "" && !slices.Equal(late, []string{want}) {
				t.Errorf("its coming was told as %q, want %q", late, want)
			}
		})
	}
	for _, kind := range dossier.DeadlineKinds() {
		if !seen[kind] {
			t.Errorf("%s was not looked at", kind)
		}
	}
}

// asking: the register knows nobody, and proof was asked.
func asking(t testing.TB) *world {
	w := unknown(t)
	if w.state.Match.ProofAsked.IsZero() {
		w.do(dossier.AskProof{}, assistant)
	}
	return w
}

// appointed: the complainant is phoned on Wednesday at ten.
func appointed(t testing.TB) *world {
	w := judged(t)
	w.do(dossier.PlanExplanation{How: "call", Start: clock("2026-03-04 10:00")}, assistant)
	return w
}

// inquiring: the other clients of that day were asked on Monday 2 March.
func inquiring(t testing.TB) *world {
	w := investigating(t)
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	return w
}

// After a long stop only the last reminder is given, or only the end.
func TestReminders_ThatFellDueTogetherAreOne(t *testing.T) {
	w := judged(t).until("2026-03-14 09:00")
	e := only[dossier.Reminded](t, w.do(dossier.Reach{Deadline: dossier.DueAnswer}, system))
	equal(t, "the last of two", exact(e.At), "2026-03-13 23:59:59.999 CET")
	w.refused(dossier.Reach{Deadline: dossier.DueAnswer}, system, "not_due", "")
	equal(t, "the next", exact(w.fires(dossier.DueAnswer)), "2026-03-15 23:59:59.999 CET")
	equal(t, "the rest", len(w.remindAll(dossier.DueAnswer)), 1)

	w = judged(t).until("2026-03-17 09:00")
	w.do(dossier.Reach{Deadline: dossier.DueAnswer}, system)
	w.events(dossier.DeadlinePassed{})
	w.refused(dossier.Reach{Deadline: dossier.DueAnswer}, system, "not_due", "")
	equal(t, "reminders", w.state.Reminded, nil)
}

// The reasoned letter gives a new date, of which is reminded anew.
func TestR13_ReminderOfAnExtendedTermCountsAnew(t *testing.T) {
	w := judged(t)
	w.remind(dossier.DueAnswer)
	w.until("2026-03-10 12:00").do(dossier.ExtendTerm{Until: "2026-03-30", Reason: "Meer tijd nodig."}, assistant)
	equal(t, "reminders", w.remindAll(dossier.DueAnswer), []string{
		"2026-03-23 23:59:59.999 CET", "2026-03-27 23:59:59.999 CET", "2026-03-29 23:59:59.999 CEST",
	})
	equal(t, "remembered, one for each moment it was due", len(w.state.Reminded), 2)
	w.reach(dossier.DueAnswer)
	w.told("handlers overdue")
}

// Hours are exact, and days are dates, in the nights in which the clock changes too.
func TestReminders_WhenTheClockChanges(t *testing.T) {
	for _, tc := range []struct {
		name, filed    string
		triage, answer []string
		due            string
	}{
		{
			"to summer time", "2026-03-28 20:00",
			[]string{"2026-03-29 09:00:00.000 CEST", "2026-03-29 17:00:00.000 CEST"},
			nil, "2026-03-29 21:00:00.000 CEST",
		},
		{
			"from summer time", "2026-10-24 20:00",
			[]string{"2026-10-25 07:00:00.000 CET", "2026-10-25 15:00:00.000 CET"},
			nil, "2026-10-25 19:00:00.000 CET",
		},
		{
			"days to summer time", "2026-03-18 10:00", nil,
			[]string{"2026-03-25 23:59:59.999 CET", "2026-03-29 23:59:59.999 CEST", "2026-03-31 23:59:59.999 CEST"},
			"2026-04-01 23:59:59.999 CEST",
		},
		{
			"days from summer time", "2026-10-12 10:00", nil,
			[]string{"2026-10-19 23:59:59.999 CEST", "2026-10-23 23:59:59.999 CEST", "2026-10-25 23:59:59.999 CET"},
			"2026-10-26 23:59:59.999 CET",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld(t).until(tc.filed)
			w.do(complaint(), complainant)
			kind, want := dossier.DueTriage, tc.triage
			if tc.answer != nil {
				kind, want = dossier.DueAnswer, tc.answer
			}
			equal(t, "due", exact(w.due(kind).Due), tc.due)
			equal(t, "reminders", w.remindAll(kind), want)
		})
	}
}

// A term in working days skips the weekend and the holiday; its reminder is a date before its last day, whichever day that is.
func TestReminders_OverWeekendAndHoliday(t *testing.T) {
	w := newWorld(t).until("2026-04-02 09:00") // the Thursday before Easter
	w.do(complaint(), complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	w.do(seriousJudgement(), assistant)
	equal(t, "due after Friday, Tuesday, Wednesday", exact(w.due(dossier.DueCall).Due), "2026-04-08 23:59:59.999 CEST")
	equal(t, "reminder", w.remindAll(dossier.DueCall), []string{"2026-04-07 23:59:59.999 CEST"})

	w = newWorld(t).until("2026-03-04 09:00")
	w.do(complaint(), complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	w.do(seriousJudgement(), assistant)
	equal(t, "due on Monday", exact(w.due(dossier.DueCall).Due), "2026-03-09 23:59:59.999 CET")
	equal(t, "reminder on Sunday", w.remindAll(dossier.DueCall), []string{"2026-03-08 23:59:59.999 CET"})
}

// The clock counts from the moment the complaint reached the chain, however late it is typed in and whatever is edited later.
func TestR5_RemindersCountFromReceipt(t *testing.T) {
	byPost := func(at string) func(*dossier.File) {
		return func(f *dossier.File) { f.Channel, f.ReceivedAt = dossier.ByLetter, clock(at) }
	}
	typed := func(at string) *world {
		w := newWorld(t)
		w.do(complaint(byPost(at)), receptionist)
		return w
	}
	w := typed("2026-03-02 08:00") // two hours before
	equal(t, "reminders", w.remindAll(dossier.DueTriage), []string{"2026-03-02 20:00:00.000 CET", "2026-03-03 04:00:00.000 CET"})

	w = typed("2026-03-01 20:00") // fourteen hours before: the first is due at once, with its own moment
	e := only[dossier.Reminded](t, w.do(dossier.Reach{Deadline: dossier.DueTriage}, system))
	equal(t, "at", exact(e.At), "2026-03-02 08:00:00.000 CET")

	w = typed("2026-02-28 10:00") // two days before: it is over
	w.do(dossier.Reach{Deadline: dossier.DueTriage}, system)
	w.events(dossier.DeadlinePassed{})

	w = typed("2026-03-02 08:00")
	before := w.deadlines()
	w.after(time.Hour).do(dossier.CorrectContact{Contact: dossier.Contact{Name: "K. de Boer", Email: "k@example.nl"}}, receptionist)
	w.do(dossier.AddMessage{Words: "Nog iets."}, complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	for i, d := range w.deadlines() {
		equal(t, fmt.Sprint(d.Kind, " after edits"), d.Fires, before[i].Fires)
	}
}

// A talk that was taken up again does not put off a complaint that had reached the chain before that, and was typed in after it.
func TestR10_ReceiptCountsAlsoAfterTheTalkWasTakenUpAgain(t *testing.T) {
	w := talked(t, true)
	w.do(dossier.AnswerTalk{Solved: true}, complainant)
	w.inPhase(dossier.PhaseClosed)
	w.until("2026-03-04 12:00").do(dossier.Reopen{Reason: "new_facts", Words: "W"}, owner)
	w.until("2026-03-04 15:00").do(complaint(func(f *dossier.File) {
		f.Channel, f.ReceivedAt = dossier.ByLetter, clock("2026-03-04 09:00")
	}), receptionist)
	equal(t, "triage", w.due(dossier.DueTriage).Due, clock("2026-03-05 09:00"))
	equal(t, "answer", w.due(dossier.DueAnswer).Due, w.lastOf("2026-03-18"))
	equal(t, "reminders", w.remindAll(dossier.DueTriage), []string{"2026-03-04 21:00:00.000 CET", "2026-03-05 05:00:00.000 CET"})
}

// Merged dossiers count from the earliest receipt, and are reminded of anew by that.
func TestMerge_RemindersCountFromTheEarliestReceipt(t *testing.T) {
	from := matched(t) // Monday 2 March, 10:00
	into := newWorld(t).until("2026-03-04 10:00")
	into.do(complaint(func(f *dossier.File) { f.Reference = otherReference }), complainant)
	into.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	equal(t, "before", exact(into.fires(dossier.DueAnswer)), "2026-03-11 23:59:59.999 CET")
	from.until("2026-03-10 09:00").do(seriousJudgement(), assistant)
	into.until("2026-03-10 09:00").do(seriousJudgement(), assistant)
	merge(from, into, assistant)
	equal(t, "due", exact(into.due(dossier.DueAnswer).Due), "2026-03-16 23:59:59.999 CET")
	equal(t, "reminders, the first of them at once", into.remindAll(dossier.DueAnswer), []string{
		"2026-03-09 23:59:59.999 CET", "2026-03-13 23:59:59.999 CET", "2026-03-15 23:59:59.999 CET",
	})
	equal(t, "of the merged one nothing is due", len(from.deadlines()), 0)
}

// Nobody is reminded of what is over: done, or ended.
func TestReminders_NoneOfWhatIsOver(t *testing.T) {
	w := matched(t)
	w.do(seriousJudgement(), assistant)
	w.until("2026-03-02 22:00").refused(dossier.Reach{Deadline: dossier.DueTriage}, system, "not_due", "")
	w.do(dossier.Withdraw{}, complainant)
	w.until("2026-03-20 10:00")
	for _, kind := range dossier.DeadlineKinds() {
		w.refused(dossier.Reach{Deadline: kind}, system, "not_due", "")
	}
	equal(t, "deadlines", len(w.deadlines()), 0)
}

// Two of one kind and moment are reminded of each by itself.
func TestReminders_OneDeadlineIsNotAnother(t *testing.T) {
	w := upheld(t)
	w.do(dossier.MakeOffer{Refund: 1_000, Discount: 1_000, Words: "W"}, assistant)
	w.do(dossier.AcceptOffer{}, complainant)
	for _, subject := range []string{"2", "1"} {
		w.now = w.fires(dossier.DueRemedy)
		w.do(dossier.Reach{Deadline: dossier.DueRemedy, Subject: subject}, system)
		w.refused(dossier.Reach{Deadline: dossier.DueRemedy, Subject: subject}, system, "not_due", "")
	}
	equal(t, "remembered", len(w.state.Reminded), 2)
	w.remindAll(dossier.DueRemedy)
	equal(t, "still one each", len(w.state.Reminded), 2)
	cites := map[string]int{}
	for _, l := range w.lines("remedy") {
		for _, c := range l.Cites {
			if c.As == dossier.CiteReminded {
				cites[l.Subject]++
			}
		}
	}
	equal(t, "told of each", cites, map[string]int{"1": 2, "2": 1}) // the second reminder of the other was not asked for

	w = candidates(t)
	equal(t, "one moment", w.fires(dossier.DueMatch), w.fires(dossier.DueTriage))
	w.remind(dossier.DueTriage)
	w.remind(dossier.DueMatch)
	equal(t, "not of another kind", len(w.state.Reminded), 2)

	equal(t, "of what there is not", dossier.Reminds("tea"), false)
}

// Terms that were pinned before there were reminders have none; one that would come at the end or with no date is none.
func TestReminders_OfOtherTerms(t *testing.T) {
	w := judged(t)
	w.terms.Reminders = nil
	for _, d := range w.deadlines() {
		equal(t, string(d.Kind), d.Fires, d.Due)
	}
	w.terms.Reminders = []dossier.Reminder{
		{Deadline: dossier.DueCall, Before: dossier.Term{N: 0, Unit: dossier.Days}},
		{Deadline: dossier.DueAnswer, Before: dossier.Term{N: 0, Unit: dossier.Hours}},
		{Deadline: dossier.DueAnswer, Before: dossier.Term{N: 2, Unit: dossier.Hours}},
		{Deadline: dossier.DueAnswer, Before: dossier.Term{N: 30, Unit: dossier.Hours}},
	}
	equal(t, "call", w.fires(dossier.DueCall), w.due(dossier.DueCall).Due)
	equal(t, "answer, in their order", w.remindAll(dossier.DueAnswer), []string{"2026-03-15 17:59:59.999 CET", "2026-03-16 21:59:59.999 CET"})
}

// R14, R23: a specialist is only reminded of what is their own, and everybody else as a group, of which the involved are left out by
// what they may see.
func TestR14_RemindersAndAlertsGoToGroupsOrToWhomTheMatterIs(t *testing.T) {
	own := []dossier.DeadlineKind{dossier.DueTalk, dossier.DueHearing, dossier.DueMinutes}
	for _, kind := range dossier.DeadlineKinds() {
		reminded := dossier.Notices(dossier.State{}, dossier.State{}, dossier.Reminded{Deadline: kind, Subject: "S1"})
		if len(reminded) != 1 || reminded[0].Kind != "reminder" {
			t.Fatalf("%s: %v", kind, reminded)
		}
		to := reminded[0].To
		equal(t, string(kind)+" to a specialist", to == dossier.ToSpecialist(S1), slices.Contains(own, kind))
		for _, n := range dossier.Notices(dossier.State{}, dossier.State{}, dossier.DeadlinePassed{Deadline: kind, Subject: "S1"}) {
			if n.Kind != "overdue" || n.To != dossier.ToHandlers && n.To != dossier.ToDesk {
				t.Errorf("%s: %v", kind, n)
			}
		}
	}
}

// holiday is the calendar with one more day on which the chain is closed.
func holiday(t testing.TB, day dossier.Date) dossier.Calendar {
	t.Helper()
	p := policy.Default()
	p.Calendar.Add = append(p.Calendar.Add, calendar.Holiday{Date: day})
	return p.NewCalendar()
}

func (w *world) move(kind dossier.DeadlineKind, to dossier.Calendar) dossier.MovedDeadline {
	w.t.Helper()
	from := w.due(kind)
	w.cal = to
	return dossier.MovedDeadline{Deadline: kind, Subject: from.Subject, From: from.Due, To: w.due(kind).Due}
}

// A holiday that is added re-dates what is open in working days. It is recorded, and of the new moment is reminded anew.
func TestRedate_AHolidayMovesOpenTermsAndIsRecorded(t *testing.T) {
	w := harmed(t) // judged on Monday 2 March: the call and the report are due on Thursday
	w.now = w.fires(dossier.DueCall)
	w.remind(dossier.DueCall)
	call := w.move(dossier.DueCall, holiday(t, "2026-03-05"))
	equal(t, "from", exact(call.From), "2026-03-05 23:59:59.999 CET")
	equal(t, "to", exact(call.To), "2026-03-06 23:59:59.999 CET")
	before := w.state
	w.do(dossier.Redate{Moved: []dossier.MovedDeadline{call}}, system)
	w.events(dossier.DeadlinesMoved{})
	equal(t, "record", only[dossier.DeadlinesMoved](t, w.lastStep), dossier.DeadlinesMoved{Moved: []dossier.MovedDeadline{call}})
	w.told("complainant moved") // they wait for the call
	equal(t, "reminder", w.remindAll(dossier.DueCall), []string{"2026-03-05 23:59:59.999 CET"})
	after := dossier.Evolve(before, w.records[len(w.records)-2])
	after.Count, after.Last = before.Count, before.Last
	equal(t, "state", after, before)
	w.reach(dossier.DueCall)
	equal(t, "came", w.now, clock("2026-03-07 00:00"))
}

func TestRedate_RefusesWhatDidNotMove(t *testing.T) {
	w := harmed(t)
	old := w.due(dossier.DueCall).Due
	call := w.move(dossier.DueCall, holiday(t, "2026-03-05"))
	redate := func(edits ...func(*dossier.MovedDeadline)) dossier.Redate {
		m := call
		for _, edit := range edits {
			edit(&m)
		}
		return dossier.Redate{Moved: []dossier.MovedDeadline{m}}
	}
	for _, c := range []dossier.Redate{
		{},
		redate(func(m *dossier.MovedDeadline) { m.Deadline = dossier.DueHearing }),
		redate(func(m *dossier.MovedDeadline) { m.Subject = "S1" }),
		redate(func(m *dossier.MovedDeadline) { m.To = old.Add(time.Hour) }),
		{Moved: []dossier.MovedDeadline{{Deadline: dossier.DueHearing, From: old}}},
		redate(func(m *dossier.MovedDeadline) { m.From = m.To }),
		redate(func(m *dossier.MovedDeadline) { m.From = time.Time{} }),
	} {
		w.refused(c, system, "not_moved", "")
	}
	w.refused(redate(), owner, "not_yours", "")
	newWorld(t).refused(redate(), system, "no_dossier", "")
	// of several those are recorded that did, each once
	report := dossier.MovedDeadline{Deadline: dossier.DueHarmReport, From: call.From, To: call.To}
	w.do(dossier.Redate{Moved: []dossier.MovedDeadline{{Deadline: dossier.DueHearing}, call, call, report}}, system)
	equal(t, "moved", only[dossier.DeadlinesMoved](t, w.lastStep).Moved, []dossier.MovedDeadline{call, report})
	w.reach(dossier.DueCall)
	w.refused(redate(), system, "not_moved", "") // it came

	w = upheld(t)
	w.do(dossier.MakeOffer{Refund: 1_000, Discount: 1_000, Words: "W"}, assistant)
	w.do(dossier.AcceptOffer{}, complainant)
	due := w.due(dossier.DueRemedy).Due
	both := []dossier.MovedDeadline{
		{Deadline: dossier.DueRemedy, Subject: "1", From: due.Add(-time.Hour), To: due}, {Deadline: dossier.DueRemedy, Subject: "2", From: due.Add(-time.Hour), To: due},
	}
	w.do(dossier.Redate{Moved: both}, system)
	equal(t, "two of one kind", only[dossier.DeadlinesMoved](t, w.lastStep).Moved, both)
}

// The complainant is told of what they wait for and of what they must do, whichever way it moved; the rest shows on their page.
func TestRedate_TellsTheComplainantWhatMattersToThem(t *testing.T) {
	early, late := clock("2026-03-05 10:00"), clock("2026-03-06 10:00")
	inside := []dossier.DeadlineKind{ // what the chain does without the complainant having been given a date
		dossier.DueMatch, dossier.DueTriage, dossier.DueHarmReport, dossier.DueAppointment, dossier.DueInquiry, dossier.DueHearing, dossier.DueMinutes,
	}
	for _, kind := range dossier.DeadlineKinds() {
		tells := func(from, to time.Time) bool {
			e := dossier.DeadlinesMoved{Moved: []dossier.MovedDeadline{{Deadline: kind, From: from, To: to}}}
			notices := dossier.Notices(dossier.State{}, dossier.State{}, e)
			equal(t, "as listed", len(notices), len(dossier.MovedForComplainant(e)))
			return len(notices) == 1 && notices[0] == dossier.Notice{To: dossier.ToComplainant, Kind: "moved"}
		}
		equal(t, string(kind)+" later", tells(early, late), !slices.Contains(inside, kind))
		equal(t, string(kind)+" earlier", tells(late, early), !slices.Contains(inside, kind))
	}
}

// What was told when shows in the telling: reminders, and both moments of what moved.
func TestExplain_TellsRemindersAndWhatMovedWithTheCalendar(t *testing.T) {
	w := harmed(t)
	w.now = w.fires(dossier.DueCall)
	w.remind(dossier.DueCall)
	reminded := w.state.Count
	call := w.move(dossier.DueCall, holiday(t, "2026-03-05"))
	w.do(dossier.Redate{Moved: []dossier.MovedDeadline{call}}, system)
	l := w.line("call")
	var told []string
	for _, c := range l.Cites {
		told = append(told, fmt.Sprint(c.As, " ", c.Number-reminded))
		if c.As == dossier.CiteMoved {
			equal(t, "from", c.From.Equal(call.From), true)
			equal(t, "to", c.Due.Equal(call.To), true)
		}
	}
	equal(t, "due by the calendar as it is", l.Due.Equal(call.To), true)
	equal(t, "cites", told[1:], []string{"reminded 0", "moved 1"})
	for _, other := range w.telling().Lines {
		if other.Promise != "call" && slices.ContainsFunc(other.Cites, func(c dossier.Cite) bool { return c.Number >= reminded && dossier.OfTime(c.Event) }) {
			t.Errorf("%s is told by what is about the call", other.Promise)
		}
	}

	w = matched(t)
	w.remindAll(dossier.DueTriage)
	w.reach(dossier.DueTriage)
	var as []dossier.CiteAs
	for _, c := range w.line("triage").Cites {
		as = append(as, c.As)
	}
	equal(t, "triage", as, []dossier.CiteAs{dossier.CiteMade, dossier.CiteReminded, dossier.CiteReminded, dossier.CitePassed})
}

// Only what time brought is nobody's doing.
func TestOfTime(t *testing.T) {
	for _, e := range dossier.Events() {
		want := slices.Contains([]string{"reminded.1", "deadline_passed.1", "deadlines_moved.1"}, e.Name())
		equal(t, e.Name(), dossier.OfTime(e), want)
	}
}
