package casework

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

// Appointment is a sort of appointment that can be put into a calendar.
type Appointment string

// The appointments: each is there for whoever keeps it, or plans it.
const (
	TalkAppointment        Appointment = "talk"        // R1: of the client and the specialist; staff who plan it see that it is there
	ExplanationAppointment Appointment = "explanation" // R12: of the complainant, a call or a visit
	HearingAppointment     Appointment = "hearing"     // R16: of the specialist whose hearing it is
)

// CalendarFile is a planned appointment of a dossier as a calendar file (text/calendar). It names no client. What is not
// planned, and what is not the viewer's to see, is NotFound.
func (o *Office) CalendarFile(ctx context.Context, v Viewer, reference string, which Appointment, lang words.Lang) (string, error) {
	view, err := o.Fetch(ctx, v, reference, calendarPages[which])
	if err != nil {
		return "", err
	}
	what, at := view.planned(v, which)
	t, made := view.standing(which, at)
	t.at = at
	file := o.appointment(reference, view.Entries, t, what == "client_talk" || what == "hearing", made)
	return file.File(lang), nil
}

// HasCalendarFile reports whether CalendarFile has one that is still to come: what has passed is not worth offering.
func (v View) HasCalendarFile(by Viewer, which Appointment, now time.Time) bool {
	_, at := v.planned(by, which)
	return at.After(now)
}

// planned is what the appointment is for this viewer, and when; no moment when there is none. It reads the state as it was cut
// for them, so that what they may not see is not planned.
func (v View) planned(by Viewer, which Appointment) (what string, at time.Time) {
	s := v.State
	switch {
	case which == TalkAppointment && s.Talk.Status == dossier.TalkPlanned:
		if by.Is(dossier.RoleComplainant) {
			return "talk", s.Talk.Start
		}
		return "client_talk", s.Talk.Start
	case which == ExplanationAppointment && by.Is(dossier.RoleComplainant):
		return s.PlannedHow, s.PlannedStart
	case which == HearingAppointment && by.Specialist != "":
		for _, h := range s.Hearings {
			if h.Specialist == by.Specialist && !h.Held && !h.Invited.IsZero() {
				return "hearing", h.At
			}
		}
	}
	return "", time.Time{}
}

// standing is what made the appointment at that moment, and when, as far as the viewer may know.
func (v View) standing(which Appointment, at time.Time) (made turn, when time.Time) {
	made.which = which
	for _, entry := range v.Entries {
		if t, ok := turnOf(entry.Event); ok && !t.off && t.which == which && t.at.Equal(at) {
			made, when = t, entry.At
		}
	}
	return made, when
}
