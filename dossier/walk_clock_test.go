package dossier_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// What must hold of time on a walk: from when is counted, what is reminded of, what came.

// clockwork is what the events of a dossier said of time. Deadlines go by kind, subject and the moment at which they were due.
type clockwork struct {
	received, reopened time.Time // the earliest receipt, and the last time it was taken up again
	extendedTo         dossier.Date
	reminded           map[string]time.Time // the last reminder's own moment
	came               map[string]bool
}

func newClockwork() clockwork {
	return clockwork{reminded: map[string]time.Time{}, came: map[string]bool{}}
}

func (c clockwork) copied() clockwork {
	c.reminded, c.came = maps.Clone(c.reminded), maps.Clone(c.came)
	return c
}

func dueName(kind dossier.DeadlineKind, subject string, due time.Time) string {
	return fmt.Sprint(kind, " ", subject, " ", due.UnixMilli())
}

func (w *walk) lookAtTime(l *ledger, h happened) {
	c := &l.clock
	switch e := h.event.(type) {
	case dossier.Filed:
		c.received, c.reopened, c.extendedTo = e.ReceivedAt, time.Time{}, ""
		w.demand("R5: a complaint is received before it is typed in, or then", true, !e.ReceivedAt.After(w.now), e.ReceivedAt)
	case dossier.Absorbed:
		if e.From.ReceivedAt.Before(c.received) {
			c.received = e.From.ReceivedAt
		}
		if e.From.Extended {
			c.extendedTo = max(c.extendedTo, e.From.ExtendedTo)
		}
	case dossier.Reopened:
		c.reopened = w.now
	case dossier.TermExtended:
		c.extendedTo = e.Until
	case dossier.Reminded:
		w.lookAtReminder(c, e, h)
	case dossier.DeadlinePassed:
		w.lookAtComing(c, e, h)
	case dossier.DeadlinesMoved:
		w.demand("What the calendar moved is named", true, len(e.Moved) > 0)
		for _, m := range e.Moved {
			w.demand("What came does not move with the calendar", true, !c.came[dueName(m.Deadline, m.Subject, m.To)], m)
		}
	}
}

// lookAtReminder: between its own moment and the end, once, at a moment that the policy gives, and to one party.
func (w *walk) lookAtReminder(c *clockwork, e dossier.Reminded, h happened) {
	name := dueName(e.Deadline, e.Subject, e.Due)
	w.demand("A reminder is given at its moment or after it, and before the end", true, !w.now.Before(e.At) && w.now.Before(e.Due), e)
	w.demand("Nobody is reminded of what came", true, !c.came[name], e)
	w.demand("A reminder is given once, and none after a later one", !c.reminded[name].IsZero(), e.At.After(c.reminded[name]), e, c.reminded[name])
	w.demand("A reminder is one of the policy's", true, slices.ContainsFunc(w.remindersOf(e.Deadline, e.Due), e.At.Equal), e)
	later := slices.ContainsFunc(w.remindersOf(e.Deadline, e.Due), func(at time.Time) bool { return at.After(e.At) && !at.After(w.now) })
	w.demand("Reminders that fell due together are one: the last", true, !later, e)
	w.demand("A reminder tells one party", true, len(h.notices) == 1 && h.notices[0].Kind == "reminder", h.notices)
	own := h.notices[0].To == dossier.ToSpecialist(dossier.SpecialistID(e.Subject))
	w.demand("R23: a specialist is reminded of what is their own alone", sortOf(h.notices[0].To) == "specialist", own, h.notices)
	c.reminded[name] = e.At
}

// lookAtComing: at its moment or after it, once, and told to whoever must see to it.
func (w *walk) lookAtComing(c *clockwork, e dossier.DeadlinePassed, h happened) {
	name := dueName(e.Deadline, e.Subject, e.Due)
	w.demand("A deadline comes at its moment, or is recorded after it", true, !w.now.Before(e.Due), e)
	w.demand("A deadline comes once, as long as it is due then", true, !c.came[name], e)
	silent := e.Deadline == dossier.DueTalkReply || e.Deadline == dossier.DueStepTwo || e.Deadline == dossier.DueOfferStands
	alerts := 0
	for _, n := range h.notices {
		if n.Kind == "overdue" && (n.To == dossier.ToHandlers || n.To == dossier.ToDesk) {
			alerts++
		}
	}
	w.demand("What came and was not done is told once, to a group of staff", !silent, alerts == 1 && len(h.notices) == 1, e, h.notices)
	w.demand("What simply ends is told to nobody", silent, len(h.notices) == 0, e, h.notices)
	c.came[name] = true
}

// remindersOf are the moments of the policy's reminders, counted on the chain's own clock.
func (w *walk) remindersOf(kind dossier.DeadlineKind, due time.Time) []time.Time {
	var moments []time.Time
	for _, r := range w.terms.Reminders {
		switch {
		case r.Deadline != kind:
		case r.Before.Unit == dossier.Hours:
			moments = append(moments, due.Add(time.Duration(-r.Before.N)*time.Hour))
		default:
			y, m, d := due.In(amsterdam).Date()
			moments = append(moments, time.Date(y, m, d-r.Before.N+1, 0, 0, 0, 0, amsterdam).Add(-time.Millisecond))
		}
	}
	return moments
}

// checkClock: triage and answer are due their terms after the earliest receipt, whatever was corrected or typed in later, or after the
// dossier was taken up again; the answer by the date of the letter when that is later.
func (w *walk) checkClock(l *ledger, due []dossier.Deadline) {
	from := l.clock.received
	if l.clock.reopened.After(from) {
		from = l.clock.reopened
	}
	for _, d := range due {
		switch d.Kind {
		case dossier.DueTriage:
			w.demand("R10: triage is due its term after receipt", true, d.Due.Equal(from.Add(24*time.Hour)), d, from)
		case dossier.DueAnswer:
			want := w.cal.After(from, w.terms.Answer)
			if day := l.clock.extendedTo; day != "" && w.cal.EndOf(day).After(want) {
				want = w.cal.EndOf(day)
			}
			w.demand("R13: the answer is due its term after receipt, or by the date of the letter", true, d.Due.Equal(want), d, from)
		}
		next := !d.Fires.IsZero() && !d.Fires.After(d.Due)
		w.demand("What is due and did not come has a next moment, up to its end", !d.Reached, next, d)
		w.demand("What came has no next moment", d.Reached, d.Fires.IsZero(), d)
	}
}
