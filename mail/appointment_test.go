package mail

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"github.com/wederhoor/wederhoor/words"
)

const (
	organizer = "klachten@kliniek.example"
	attendee  = "anna@example.nl"
)

// readEvent is the one event of a calendar as another library reads it.
func readEvent(t testing.TB, text string) (*ical.Calendar, ical.Event) {
	t.Helper()
	cal, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		t.Fatalf("another library cannot read it: %v\n%s", err, text)
	}
	if events := cal.Events(); len(events) == 1 {
		return cal, events[0]
	}
	t.Fatalf("%d events in\n%s", len(cal.Events()), text)
	return nil, ical.Event{}
}

func prop(t testing.TB, c *ical.Component, name string) string {
	t.Helper()
	p := c.Props.Get(name)
	if p == nil {
		return ""
	}
	return p.Value
}

// booked is a talk that was planned for a moment.
func booked(at time.Time) Appointment {
	return Appointment{
		ID: AppointmentID("WH-2026-00123-K", "talk", "", 1), What: "talk", Reference: "WH-2026-00123-K", Organisation: "Voorbeeldkliniek",
		At: at, Minutes: 30, Made: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	}
}

// R1, R12, R16: what is put into a calendar when something is booked, moved and called off, kept as files. Another library reads it, and what RFC 5546
// asks of a REQUEST (3.2.2) and a CANCEL (3.2.5) is there.
func TestRFC5546_InvitationsAreAsKept(t *testing.T) {
	at := time.Date(2026, 3, 5, 14, 5, 0, 0, amsterdam(t))
	for what, change := range map[string]func(*Appointment){
		"booked":    func(*Appointment) {},
		"moved":     func(a *Appointment) { a.At, a.Sequence = at.AddDate(0, 0, 1), 2 },
		"cancelled": func(a *Appointment) { a.Cancelled, a.Sequence = true, 3 },
	} {
		for _, sort := range []string{"talk", "client_talk", "call", "visit", "hearing"} {
			for _, language := range languages {
				a := booked(at)
				a.What = sort
				if sort != "talk" && sort != "client_talk" {
					a.Minutes = 0
				}
				change(&a)
				method, text := a.Invitation(words.Parse(language), organizer, attendee)
				kept(t, filepath.Join("testdata", language, "calendar", sort+"_"+what+".ics"), text)
				asRFC5546Says(t, a, method, text)
			}
		}
	}
}

func asRFC5546Says(t *testing.T, a Appointment, method, text string) {
	t.Helper()
	cal, event := readEvent(t, text)
	status := map[string]string{"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}[method]
	for name, want := range map[string]string{
		"UID": a.ID, "STATUS": status, "ORGANIZER": "mailto:" + organizer, "ATTENDEE": "mailto:" + attendee, "TRANSP": "OPAQUE", "CLASS": "PRIVATE",
	} {
		if got := prop(t, event.Component, name); got != want {
			t.Errorf("%s is %q, want %q in\n%s", name, got, want, text)
		}
	}
	if got := prop(t, cal.Component, "METHOD"); got != method || method == MethodCancel != a.Cancelled {
		t.Errorf("method %q in the file, %q beside it", got, method)
	}
	if sequence, err := event.Props.Get("SEQUENCE").Int(); err != nil || sequence != a.Sequence {
		t.Errorf("sequence %d %v", sequence, err)
	}
	if start, err := event.DateTimeStart(time.UTC); err != nil || !start.Equal(a.At) {
		t.Errorf("it starts at %s %v", start, err)
	}
	if stamp, err := event.Props.DateTime("DTSTAMP", time.UTC); err != nil || !stamp.Equal(a.Made) {
		t.Errorf("it was made at %s %v", stamp, err)
	}
	params := event.Props.Get("ATTENDEE").Params
	if params.Get("RSVP") != "FALSE" || params.Get("PARTSTAT") != "NEEDS-ACTION" || len(event.Props["ATTENDEE"]) != 1 {
		t.Errorf("it asks for an answer, or of somebody else: %v", event.Props["ATTENDEE"])
	}
}

// kept compares a text with its file, byte for byte: line ends are part of it.
func kept(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update when it should\ngot:\n%s", path, got)
	}
}

// Who planned a talk for ten o'clock has it at ten o'clock, also when clocks go forward or back before it: on the last Sunday of March and of October, an hour
// before and after, and in the hour that comes twice.
func TestRFC5545_LocalTimeIsRightAcrossTheChangeToSummerTime(t *testing.T) {
	zone := amsterdam(t)
	for _, c := range []struct {
		at    time.Time
		local string
	}{
		{time.Date(2026, 3, 27, 10, 0, 0, 0, zone), "2026-03-27 10:00 CET"},
		{time.Date(2026, 3, 29, 1, 30, 0, 0, zone), "2026-03-29 01:30 CET"},
		{time.Date(2026, 3, 29, 3, 0, 0, 0, zone), "2026-03-29 03:00 CEST"},
		{time.Date(2026, 3, 30, 10, 0, 0, 0, zone), "2026-03-30 10:00 CEST"},
		{time.Date(2026, 10, 23, 10, 0, 0, 0, zone), "2026-10-23 10:00 CEST"},
		{time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), "2026-10-25 02:30 CEST"},
		{time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC), "2026-10-25 02:30 CET"},
		{time.Date(2026, 10, 26, 10, 0, 0, 0, zone), "2026-10-26 10:00 CET"},
	} {
		_, text := booked(c.at).Invitation(words.NL, organizer, attendee)
		_, event := readEvent(t, text)
		start, err1 := event.DateTimeStart(zone)
		end, err2 := event.DateTimeEnd(zone)
		if got := start.In(zone).Format("2006-01-02 15:04 MST"); err1 != nil || got != c.local {
			t.Errorf("it starts at %s %v, want %s", got, err1, c.local)
		}
		if err2 != nil || end.Sub(start) != 30*time.Minute {
			t.Errorf("%s: it takes %s %v", c.local, end.Sub(start), err2)
		}
	}
}

// R3, R23: a calendar is read by others; what it says of a person is their own address, which the mail has as well.
func TestR23_InvitationNamesNobodyElse(t *testing.T) {
	for _, sort := range []string{"talk", "client_talk", "call", "visit", "hearing"} {
		a := booked(time.Date(2026, 3, 5, 14, 5, 0, 0, time.UTC))
		a.What = sort
		_, text := a.Invitation(words.NL, organizer, attendee)
		if n := strings.Count(text, "@"); n != 3 { // the ID, who sends it, and who gets it
			t.Errorf("%d addresses in\n%s", n, text)
		}
		_, event := readEvent(t, text)
		for name, list := range event.Props {
			if name == "SUMMARY" || name == "DESCRIPTION" {
				continue
			}
			for _, p := range list {
				if strings.Contains(p.Value, a.Reference) || strings.Contains(p.Value, a.Organisation) {
					t.Errorf("%s says %q", name, p.Value)
				}
			}
		}
	}
}

func TestAppointmentIDTellsAppointmentsApart(t *testing.T) {
	seen := map[string]bool{}
	for _, id := range []string{
		AppointmentID("WH-1", "talk", "", 1), AppointmentID("WH-1", "talk", "", 2), AppointmentID("WH-2", "talk", "", 1),
		AppointmentID("WH-1", "hearing", "S1", 1), AppointmentID("WH-1", "hearing", "S2", 1), AppointmentID("WH-1", "hearing", "S", 11),
	} {
		if seen[id] || strings.Contains(id, "WH-") || strings.Contains(id, "S1") {
			t.Errorf("%s", id)
		}
		seen[id] = true
	}
}

// A file from a page is no invitation: a calendar takes it in and asks nobody.
func TestRFC5545_CalendarFileHasNoMethod(t *testing.T) {
	a := booked(time.Date(2026, 3, 5, 14, 5, 0, 0, time.UTC))
	cal, event := readEvent(t, a.File(words.NL))
	for _, name := range []string{"METHOD", "ORGANIZER", "ATTENDEE"} {
		if got := prop(t, cal.Component, name) + prop(t, event.Component, name); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if prop(t, event.Component, "UID") != a.ID {
		t.Error("it is another appointment than the one that is mailed")
	}
	a.Minutes, a.Made = 0, time.Time{}
	lacks(t, a.File(words.NL), "DTEND")
}

// ASVS 1.3.11: whatever an organisation or an address is called, it is no line of its own.
func FuzzInvitation(f *testing.F) {
	f.Add("Kliniek\r\nATTENDEE:mailto:x@evil.example", "a@b.example", "c@d.example")
	f.Add("Één; kliniek, \"zo\"\\n\r", "a+b@b.example", "\"c;d\"@e.example")
	f.Add(strings.Repeat("é", 200), "é@b.example", "x@y.example\r\nX-A:b")
	f.Fuzz(func(t *testing.T, organisation, from, to string) {
		a := booked(time.Date(2026, 3, 5, 14, 5, 0, 0, time.UTC))
		a.Organisation = organisation
		method, text := a.Invitation(words.NL, from, to)
		if !bytes.HasPrefix([]byte(text), []byte("BEGIN:VCALENDAR\r\n")) || method != MethodRequest {
			t.Fatalf("got %q", text)
		}
		_, event := readEvent(t, text)
		if len(event.Props["ATTENDEE"]) != 1 || len(event.Props["ORGANIZER"]) != 1 || len(event.Props) > 12 {
			t.Errorf("lines that were not asked for:\n%s", text)
		}
	})
}
