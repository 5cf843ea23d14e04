package mail

import (
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

// What letters say of deadlines: reminders, alerts, and dates that moved with the calendar.

// what names a deadline in the words of its reader; empty when there is none. A mail may not say what the page of a dossier may: that
// somebody's health was harmed, say.
func what(lang words.Lang, sort string, kind dossier.DeadlineKind) string {
	plain := "due."
	if sort == complainant {
		plain = "you.due."
	}
	for _, prefix := range []string{"mail.due." + sort + ".", "mail.due.", plain} {
		if key := prefix + string(kind); words.Has(key) {
			return words.Say(lang, key)
		}
	}
	return ""
}

// moment is that of a deadline which is an appointment, at which something takes place; other deadlines have none.
func (d Data) moment(lang words.Lang) string {
	if d.Deadline != dossier.DueAppointment && d.Deadline != dossier.DueHearing || d.Due.IsZero() {
		return ""
	}
	return words.Moment(lang, d.Due, d.Zone)
}

// movedLine is a deadline that moved, written out for the complainant.
type movedLine struct{ What, By, Was string }

func (d Data) moved(lang words.Lang) []movedLine {
	var lines []movedLine
	for _, m := range d.Moved {
		lines = append(lines, movedLine{What: what(lang, complainant, m.Deadline), By: by(lang, m.To, d.Zone), Was: until(lang, m.From, d.Zone)})
	}
	return lines
}

// until is a day when a term ends with it, and a moment otherwise.
func until(lang words.Lang, due time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	if end := due.In(zone); end.Hour() == 23 && end.Minute() == 59 {
		return words.Day(lang, due, zone)
	}
	return words.Moment(lang, due, zone)
}
