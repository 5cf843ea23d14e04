package dossier

import (
	"slices"
	"time"
)

// GivenReminder is the last reminder that was given of a deadline as it was due then. Moved to another moment, it is reminded of anew.
type GivenReminder struct {
	Deadline DeadlineKind
	Subject  string
	Due      time.Time
	At       time.Time // the reminder's own moment, not when it was recorded
}

// OfTime reports whether an event tells of time alone: a deadline came near, came, or moved with the calendar. Nobody did anything.
func OfTime(e Event) bool { return by(Reminded{}, DeadlinePassed{}, DeadlinesMoved{})(e) }

func (g GivenReminder) of(d Deadline) bool {
	return g.Deadline == d.Kind && g.Subject == d.Subject && g.Due.Equal(d.Due)
}

// moment of a reminder of something that is due then. Hours are exact; days are dates: two days before a Thursday is the end of the
// Tuesday, whatever happens to the clock between.
func (r Reminder) moment(due time.Time, cal Calendar) time.Time {
	if r.Before.Unit == Hours {
		return due.Add(-time.Duration(r.Before.N) * time.Hour)
	}
	return cal.EndOf(cal.Day(due).minus(r.Before.N))
}

// minus is the date so many days before; the empty Date when this one is no date.
func (d Date) minus(days int) Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return Date(t.AddDate(0, 0, -days).Format(time.DateOnly))
}

// reminders are the moments at which is still to be reminded of a deadline, in their order: those after the last one given.
func (l *deadlines) reminders(d Deadline) []time.Time {
	given := time.Time{}
	for _, g := range l.s.Reminded {
		if g.of(d) {
			given = g.At
		}
	}
	var moments []time.Time
	for _, r := range l.terms.Reminders {
		if r.Deadline != d.Kind {
			continue
		}
		if at := r.moment(d.Due, l.cal); at.After(given) {
			moments = append(moments, at)
		}
	}
	slices.SortFunc(moments, time.Time.Compare)
	return moments
}

// fires is when the program next does something about a deadline.
func (l *deadlines) fires(d Deadline) time.Time {
	if d.Reached {
		return time.Time{}
	}
	if moments := l.reminders(d); len(moments) > 0 {
		return moments[0]
	}
	return d.Due
}

// reminderNow is the reminder that has come, the latest when the program comes to several at once: who was not told at twelve hours need
// not be told of these at twenty. ok is false when none has.
func (d *decider) reminderNow(dl Deadline) (at time.Time, ok bool) {
	l := &deadlines{s: d.State, terms: d.env.Terms, cal: d.env.Calendar}
	for _, moment := range l.reminders(dl) {
		if !moment.After(d.env.Now) {
			at, ok = moment, true
		}
	}
	return at, ok
}

// evolveReminded remembers the last reminder of each deadline, for each moment at which it was due.
func (s *State) evolveReminded(e Reminded) {
	given := GivenReminder(e)
	d := Deadline{Kind: e.Deadline, Subject: e.Subject, Due: e.Due}
	if !slices.ContainsFunc(s.Reminded, func(g GivenReminder) bool { return g.of(d) }) {
		s.Reminded = with(s.Reminded, given)
		return
	}
	s.Reminded = change(s.Reminded, func(g GivenReminder) bool { return g.of(d) }, func(g *GivenReminder) { *g = given })
}
