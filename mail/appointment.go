package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/wederhoor/wederhoor/words"
)

// Appointment is what goes into a calendar (R1). A calendar is often read by others, so it says no more than what sort of appointment it is, with the
// organisation, and under which reference: it names neither side to anybody (R3, R23), and nothing of anyone's health.
type Appointment struct {
	ID           string // AppointmentID: the same for as long as it is one appointment, however often it is moved
	Sequence     int    // how often it was changed since it was made, being called off included (RFC 5545, 3.8.7.4)
	What         string // "talk" or "hearing", or an explanation's "call" or "visit" (R12); "client_talk" for the specialist
	Reference    string
	Organisation string
	At           time.Time
	Minutes      int       // how long it takes; 0 leaves the end open
	Made         time.Time // when it was made, moved or called off; At when zero
	Cancelled    bool
}

// AppointmentID is what calendars know an appointment by. It is drawn from all that makes it one appointment, and tells none of that: not which number
// it is, nor whom else it could be about (RFC 7986, 5.3).
func AppointmentID(reference, sort, person string, count int) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{reference, sort, person, strconv.Itoa(count)}, "\x00")))
	return hex.EncodeToString(sum[:16]) + "@wederhoor"
}

// The methods of calendar files that are mailed (RFC 5546, 1.4). The MIME type of the part names the same one (RFC 6047, 2.4).
const (
	MethodRequest = string(ics.MethodRequest)
	MethodCancel  = string(ics.MethodCancel)
)

// Invitation is the appointment as it is mailed to whom it is for: a REQUEST, or a CANCEL that takes it out of the calendar again (RFC 5546, 3.2.2 and
// 3.2.5). Whoever the mail comes from is its organizer, so that calendars take a change from there alone, and what a calendar may answer goes to the
// chain's own mailbox and never to the other side (R23). No answer is asked for: who cannot come says so by phone or on their own page.
func (a Appointment) Invitation(lang words.Lang, organizer, attendee string) (method, text string) {
	cal, event := a.calendar(lang)
	method = MethodRequest
	if a.Cancelled {
		method = MethodCancel
	}
	cal.SetMethod(ics.Method(method))
	event.SetOrganizer(mailto(organizer))
	event.AddAttendee(mailto(attendee), ics.ParticipationStatusNeedsAction, ics.ParticipationRoleReqParticipant,
		&ics.KeyValues{Key: string(ics.ParameterRsvp), Value: []string{"FALSE"}})
	return method, cal.Serialize(ics.WithNewLineWindows)
}

// File is the appointment as it can be had from a page. It has no method: a calendar takes it in and asks nobody (RFC 5545, 3.7.2).
func (a Appointment) File(lang words.Lang) string {
	cal, _ := a.calendar(lang)
	return cal.Serialize(ics.WithNewLineWindows)
}

// calendar is the appointment in a calendar of its own.
func (a Appointment) calendar(lang words.Lang) (*ics.Calendar, *ics.VEvent) {
	cal := ics.NewCalendarFor("Wederhoor")
	event := cal.AddEvent(a.ID)
	a.fill(event, lang)
	return cal, event
}

// fill writes the appointment down. Times are in UTC: it takes place at that moment, also when clocks change before it, and every calendar shows it in
// the time of where it is.
func (a Appointment) fill(event *ics.VEvent, lang words.Lang) {
	event.SetDtStampTime(a.made())
	event.SetStartAt(a.At)
	if a.Minutes > 0 {
		event.SetEndAt(a.At.Add(time.Duration(a.Minutes) * time.Minute))
	}
	event.SetSummary(words.Say(lang, "mail.calendar."+a.What, oneLine(a.Organisation))) // the library writes a bare CR as it is
	event.SetDescription(words.Say(lang, "mail.calendar.reference", a.Reference))
	event.SetSequence(a.Sequence)
	event.SetTimeTransparency(ics.TransparencyOpaque)
	event.SetClass(ics.ClassificationPrivate) // who looks into somebody's calendar sees that they are busy
	event.SetStatus(ics.ObjectStatusConfirmed)
	if a.Cancelled {
		event.SetStatus(ics.ObjectStatusCancelled)
	}
}

func (a Appointment) made() time.Time {
	if a.Made.IsZero() {
		return a.At
	}
	return a.Made
}

// mailto is an address as calendars write it (RFC 6068).
func mailto(address string) string { return "mailto:" + url.PathEscape(address) }
