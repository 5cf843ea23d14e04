package mail

import (
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/wederhoor/wederhoor/words"
)

// Appointment is what goes into a calendar file (R1). A calendar is often read by others, so the file says no more than
// with whom and under which reference.
type Appointment struct {
	What         string // "talk" or "hearing", or an explanation's "call" or "visit" (R12); "client_talk" for the specialist
	Reference    string
	Organisation string
	At           time.Time
	Minutes      int       // how long it takes; 0 leaves the end open
	Made         time.Time // when it was made or called off; At when zero
	Cancelled    bool
}

// File writes the appointment as a calendar file (RFC 5545, times in UTC). A file with Cancelled takes the appointment of the same
// reference, sort and moment out of the calendar again.
func (a Appointment) File(lang words.Lang) string {
	cal := ics.NewCalendarFor("Wederhoor")
	cal.SetMethod(ics.MethodPublish)
	event := cal.AddEvent(fmt.Sprintf("%s-%s-%d@wederhoor", a.Reference, a.What, a.At.Unix()))
	event.SetDtStampTime(a.made())
	event.SetStartAt(a.At)
	if a.Minutes > 0 {
		event.SetEndAt(a.At.Add(time.Duration(a.Minutes) * time.Minute))
	}
	event.SetSummary(words.Say(lang, "mail.calendar."+a.What, strings.Join(strings.Fields(a.Organisation), " "))) // one line: the library writes a bare CR as it is
	event.SetDescription(words.Say(lang, "mail.calendar.reference", a.Reference))
	event.SetStatus(ics.ObjectStatusConfirmed)
	if a.Cancelled {
		cal.SetMethod(ics.MethodCancel)
		event.SetStatus(ics.ObjectStatusCancelled)
		event.SetSequence(1)
	}
	return cal.Serialize(ics.WithNewLineWindows)
}

func (a Appointment) made() time.Time {
	if a.Made.IsZero() {
		return a.At
	}
	return a.Made
}

// appointment is what the receiver of a notice puts into, or takes out of, their calendar; false when there is no such thing.
func (n Notice) appointment() (Appointment, bool) {
	base, cancelled := strings.CutSuffix(n.Kind, "_cancelled")
	a := Appointment{
		What: whats[sortOf(n.To)][base], Reference: n.Data.Reference, Organisation: n.Data.Organisation,
		At: n.Data.At, Minutes: n.Data.Minutes, Made: n.Data.Made, Cancelled: cancelled,
	}
	if base == "explanation" || base == "explanation_planned" {
		a.What = n.Data.How
	}
	told := sortOf(n.To) != complainant || n.Data.Authority // R5
	return a, told && a.What != "" && !a.At.IsZero()
}

// whats names the appointments of kinds of notices, those that are called off without their "_cancelled".
var whats = map[string]map[string]string{
	complainant: {"talk_booked": "talk", "talk": "talk"},
	specialist: {
		"talk_booked": "client_talk", "talk": "client_talk",
		"hearing_invited": "hearing", "hearing": "hearing",
	},
}
