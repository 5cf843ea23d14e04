package dossier

import "slices"

// What the program does by itself when time passes: reminders, the coming of deadlines, and what a change of the calendar moves.

// reach records that a deadline came, and what follows from it by itself; before that, that its reminder came. What fell due together
// is recorded as the one that counts: the coming instead of a reminder, the last reminder instead of an earlier one.
func (d *decider) reach(c Reach) *Refusal {
	dl, open := d.openDeadline(c.Deadline, c.Subject)
	if open && !dl.Due.After(d.env.Now) {
		return d.pass(dl)
	}
	at, comes := d.reminderNow(dl) // of what is not open there is none
	if !comes {
		return refuse("", "not_due", "Deze termijn is niet aan de orde.", "This deadline is not due.")
	}
	d.happens(Reminded{Deadline: dl.Kind, Subject: dl.Subject, Due: dl.Due, At: at})
	return nil
}

// openDeadline finds a deadline that has not been recorded as come.
func (d *decider) openDeadline(kind DeadlineKind, subject string) (Deadline, bool) {
	all := Deadlines(d.State, d.env.Terms, d.env.Calendar)
	i := slices.IndexFunc(all, func(dl Deadline) bool { return dl.Kind == kind && dl.Subject == subject && !dl.Reached })
	if i < 0 {
		return Deadline{}, false
	}
	return all[i], true
}

// pass records that a deadline came, and does what it means.
func (d *decider) pass(dl Deadline) *Refusal {
	d.happens(DeadlinePassed{Deadline: dl.Kind, Subject: dl.Subject, Due: dl.Due})
	switch dl.Kind {
	case DueTalkBooking, DueTalk:
		return d.lapseTalk("not_held")
	case DueTalkReply: // silence is taken as solved; an act that was passed on is still followed
		if !d.Talk.actOpen() {
			d.end(Ended{Ending: SolvedInTalk})
		}
	case DueOfferReply:
		d.standOffer()
	}
	return nil
}

// redate records which open deadlines a change of the calendar moved. They are counted by the calendar as it is, so nothing else
// changes. What is open no longer, or is not due when it is said to be, is left out.
func (d *decider) redate(c Redate) *Refusal {
	var moved []MovedDeadline
	for _, m := range c.Moved {
		dl, open := d.openDeadline(m.Deadline, m.Subject)
		known := slices.ContainsFunc(moved, func(other MovedDeadline) bool { return other.Deadline == m.Deadline && other.Subject == m.Subject })
		if open && !known && dl.Due.Equal(m.To) && !m.From.Equal(m.To) && !m.From.IsZero() {
			moved = append(moved, m)
		}
	}
	if len(moved) == 0 {
		return refuse("", "not_moved", "Door de wijziging van de kalender verschuift hier geen termijn.", "The change of the calendar moves no deadline here.")
	}
	d.happens(DeadlinesMoved{Moved: moved})
	return nil
}
