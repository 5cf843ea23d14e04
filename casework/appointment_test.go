package casework_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// inCalendar is what a calendar part of a mail says, as another library reads it.
type inCalendar struct {
	id, method string
	sequence   int
	at         time.Time
	text       string
}

// calendars are the calendar parts of the mails that an address got, in their order.
func (m *mailing) calendars(address string) (all []inCalendar) {
	m.t.Helper()
	for _, mail := range m.fake.Taken() {
		if mail.To == address {
			all = append(all, m.calendarsIn(mail.Text)...)
		}
	}
	return all
}

func (m *mailing) calendarsIn(text string) (all []inCalendar) {
	m.t.Helper()
	read, err := netmail.ReadMessage(strings.NewReader(text))
	must(m.t, err)
	var parts func(contentType string, body io.Reader)
	parts = func(contentType string, body io.Reader) {
		kind, params, err := mime.ParseMediaType(contentType)
		must(m.t, err)
		if kind == "text/calendar" {
			calendar, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, body))
			must(m.t, err)
			all = append(all, readCalendar(m.t, calendar, params["method"]))
		}
		if !strings.HasPrefix(kind, "multipart/") {
			return
		}
		for each := multipart.NewReader(body, params["boundary"]); ; {
			part, err := each.NextRawPart()
			if errors.Is(err, io.EOF) {
				return
			}
			must(m.t, err)
			parts(part.Header.Get("Content-Type"), part)
		}
	}
	parts(read.Header.Get("Content-Type"), read.Body)
	return all
}

func readCalendar(t *testing.T, text []byte, method string) inCalendar {
	t.Helper()
	cal, err := ical.NewDecoder(bytes.NewReader(text)).Decode()
	must(t, err)
	event := cal.Events()[0]
	read := inCalendar{id: event.Props.Get("UID").Value, text: string(text)}
	if p := cal.Props.Get("METHOD"); p != nil {
		read.method = p.Value
	}
	if read.method != method {
		t.Errorf("the type says %q and the calendar %q", method, read.method)
	}
	read.sequence, err = event.Props.Get("SEQUENCE").Int()
	must(t, err)
	read.at, err = event.DateTimeStart(time.UTC)
	must(t, err)
	return read
}

// steps are what the calendars ask for, in short: the method, the sequence, and which appointment it is, by a letter in the order they came.
func steps(all []inCalendar) []string {
	var ids, list []string
	for _, c := range all {
		if !slices.Contains(ids, c.id) {
			ids = append(ids, c.id)
		}
		list = append(list, c.method+" "+string(rune('A'+slices.Index(ids, c.id)))+string(rune('0'+c.sequence)))
	}
	return list
}

func (m *mailing) then(v casework.Viewer, reference string, commands ...dossier.Command) {
	m.t.Helper()
	for _, c := range commands {
		m.do(v, reference, c)
		m.settle()
		m.deliver()
		m.now = m.now.Add(time.Minute)
	}
}

// R1: a talk that is booked, called off and booked anew: the first is taken out of both calendars, and the second is another appointment.
func TestR1_TalksAreMailedIntoBothCalendars(t *testing.T) {
	m := newMailing(t)
	reference := m.do(casework.Public(), "", dossier.RequestTalk{Contact: klaas, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1"}).Reference
	first, second := m.slot(reference, "S1", 0), m.slot(reference, "S1", 3)
	m.then(receptionist, reference, dossier.BookTalk{Specialist: "S1", Start: first}, dossier.CancelTalk{Cause: "client"},
		dossier.BookTalk{Specialist: "S1", Start: second})
	want := []string{"REQUEST A0", "CANCEL A1", "REQUEST B0"}
	clients, specialists := m.calendars(klaas.Email), m.calendars("sanne@chain.example")
	for who, got := range map[string][]inCalendar{"the client": clients, "the specialist": specialists} {
		if s := steps(got); !slices.Equal(s, want) {
			t.Fatalf("%s got %q, want %q", who, s, want)
		}
		if !got[0].at.Equal(first) || !got[1].at.Equal(first) || !got[2].at.Equal(second) {
			t.Errorf("%s: at %s, %s, %s", who, got[0].at, got[1].at, got[2].at)
		}
		for _, c := range got {
			if !strings.Contains(c.text, "ORGANIZER:mailto:klachten@kliniek.example\r\n") {
				t.Errorf("%s: another organizer in\n%s", who, c.text)
			}
		}
	}
	if clients[0].id == specialists[0].id {
		t.Error("both sides know it by one identity")
	}
	// R3, R23: neither side stands in what the other gets.
	for _, c := range clients {
		if contains(strings.ToLower(c.text), "sanne", "bakker", "s1") {
			t.Errorf("the client's names the specialist:\n%s", c.text)
		}
	}
	for _, c := range specialists {
		if contains(strings.ToLower(c.text), "klaas", "kramer", "612345678") {
			t.Errorf("the specialist's names the client:\n%s", c.text)
		}
	}
	// The file from the page is the same appointment.
	for viewer, id := range map[string]string{"client": clients[2].id, "specialist": specialists[2].id} {
		v := sanne
		if viewer == "client" {
			v = complainant(reference)
		}
		file, err := m.CalendarFile(t.Context(), v, reference, casework.TalkAppointment, words.NL)
		must(t, err)
		if got := readCalendar(t, []byte(file), ""); got.id != id || !got.at.Equal(second) {
			t.Errorf("the file of the %s is %s at %s, want %s", viewer, got.id, got.at, id)
		}
	}
}

// R12: a call that is moved, and made a visit, stays one appointment. Of a move the new moment is told by the invitation alone: one that came after a
// CANCEL is not taken by every calendar.
func TestR12_AMovedExplanationStaysOneAppointment(t *testing.T) {
	m := newMailing(t)
	reference := m.file().Reference
	m.then(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"},
		dossier.PlanExplanation{How: "call", Start: m.now.Add(day)}, dossier.PlanExplanation{How: "visit", Start: m.now.Add(2 * day)}, dossier.CancelExplanation{},
		dossier.PlanExplanation{How: "call", Start: m.now.Add(3 * day)})
	got := m.calendars(klaas.Email)
	if s, want := steps(got), []string{"REQUEST A0", "REQUEST A2", "CANCEL A3", "REQUEST B0"}; !slices.Equal(s, want) {
		t.Fatalf("got %q, want %q", s, want)
	}
	if !strings.Contains(got[0].text, "Telefoongesprek met") || !strings.Contains(got[1].text, "Bezoek van") || !strings.Contains(got[2].text, "Bezoek van") {
		t.Errorf("got %s", got[1].text)
	}
}

// R16: the hearing is put into the specialist's calendar and nobody else's.
func TestR16_HearingsAreMailedIntoTheSpecialistsCalendar(t *testing.T) {
	m := newMailing(t)
	reference := m.file().Reference
	m.investigate(reference)
	m.then(owner, reference, dossier.InviteToHearing{Specialist: "S1", At: m.now.Add(8 * day), Allegation: "ALLEGATION-CANARY"},
		dossier.CancelHearing{Specialist: "S1", Reason: "REASON-CANARY"}, dossier.InviteToHearing{Specialist: "S1", At: m.now.Add(9 * day), Allegation: "x"})
	got := m.calendars("sanne@chain.example")
	if s, want := steps(got), []string{"REQUEST A0", "CANCEL A1", "REQUEST B0"}; !slices.Equal(s, want) {
		t.Errorf("got %q, want %q", s, want)
	}
	if others := m.calendars(klaas.Email); len(others) != 0 {
		t.Errorf("the complainant got %q", steps(others))
	}
	for _, c := range got {
		if contains(c.text, "CANARY", "Kramer") {
			t.Errorf("it says more than it may:\n%s", c.text)
		}
	}
}

// R1, R23: whatever ends a talk takes it out of both calendars: that it lapses, and that a complaint is filed.
func TestR1_WhateverEndsATalkTakesItOutOfBothCalendars(t *testing.T) {
	for name, end := range map[string]func(*mailing, string){
		"lapsed": func(m *mailing, reference string) {
			m.then(receptionist, reference, dossier.LapseTalk{Cause: "ill"})
		},
		"a ban in another dossier": func(m *mailing, _ string) { m.file(); m.deliver() },
	} {
		m := newMailing(t)
		reference := m.talk("S1")
		m.settle()
		m.deliver()
		m.now = m.now.Add(time.Minute)
		end(m, reference)
		for _, address := range []string{klaas.Email, "sanne@chain.example"} {
			if s, want := steps(m.calendars(address)), []string{"REQUEST A0", "CANCEL A1"}; !slices.Equal(s, want) {
				t.Errorf("%s: %s got %q, want %q", name, address, s, want)
			}
		}
	}
}

// R5: whoever has not shown that they may be told of the client gets no appointment of theirs.
func TestR5_NoCalendarBeforeAuthorityIsShown(t *testing.T) {
	m := newMailing(t)
	c := complaint()
	c.Relation, c.ActingFor = "partner", "Klaas Kramer"
	reference := m.do(casework.Public(), "", c).Reference
	m.settle()
	m.then(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"}, dossier.PlanExplanation{How: "visit", Start: m.now.Add(day)})
	if !slices.Contains(m.told(reference, dossier.ToComplainant), "explanation_planned") {
		t.Fatal("nothing was planned")
	}
	if got := m.calendars(klaas.Email); len(got) != 0 {
		t.Errorf("got %q", steps(got))
	}
}

// withCalendar gives each mail a calendar part that no caller asked for.
type withCalendar struct {
	casework.Post
	kind, encoding, text string
}

func (p withCalendar) Write(m post.Mail) ([]byte, error) {
	body := p.text
	var b bytes.Buffer
	switch p.encoding {
	case "base64":
		body = base64.StdEncoding.EncodeToString([]byte(p.text))
	case "quoted-printable":
		w := quotedprintable.NewWriter(&b)
		_, err := io.WriteString(w, p.text)
		if err = errors.Join(err, w.Close()); err != nil {
			return nil, err
		}
		body = b.String()
	}
	return []byte("From: klachten@kliniek.example\r\nTo: " + m.To + "\r\nMessage-ID: <" + m.ID + ">\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n" +
		"--B\r\nContent-Type: multipart/alternative; boundary=C\r\n\r\n--C\r\nContent-Type: " + p.kind + "\r\nContent-Transfer-Encoding: " + p.encoding +
		"\r\n\r\n" + body + "\r\n--C--\r\n\r\n--B--\r\n"), nil
}

// R23: a calendar answers its organizer and shows all who attend to each other, so the guard reads both there as well: in whatever form the part comes.
func TestR23_DeliveryReadsTheCalendar(t *testing.T) {
	m, reference := banned(t)
	server := m.Post
	past := func(name, kind, encoding, line string, want store.Delivery) {
		t.Helper()
		m.Post = withCalendar{server, kind, encoding, "BEGIN:VCALENDAR\r\n" + line + "\r\nEND:VCALENDAR\r\n"}
		got := m.past(store.Message{Key: name + kind + encoding, To: dossier.ToComplainant, Address: klaas.Email, Reference: reference})
		if got != want {
			t.Errorf("%q as %s in %q: %s, want %s", line, kind, encoding, got, want)
		}
	}
	for line, want := range map[string]store.Delivery{
		"ATTENDEE;RSVP=FALSE:mailto:" + sannesAddress:                                             store.DeliveryStopped,
		"ORGANIZER:mailto:" + sannesAddress:                                                       store.DeliveryStopped,
		"ORGANIZER:MAILTO:SANNE.BAKKER%40kliniek.example":                                         store.DeliveryStopped,
		"ORGANIZER;SENT-BY=\"mailto:" + sannesAddress + "\":mailto:x@y.example":                   store.DeliveryStopped,
		"ATTENDEE;DELEGATED-FROM=\"mailto:sanne.bak\r\n ker@kliniek.example\":mailto:x@y.example": store.DeliveryStopped,
		"CONTACT:Sanne\\, " + sannesAddress:                                                       store.DeliveryStopped,
		"ORGANIZER:mailto:" + klaas.Email:                                                         store.DeliveryStopped, // an answer would reach the complainant
		"ATTENDEE:mailto:" + daansAddress:                                                         store.DeliverySent,
		"ATTENDEE:mailto:" + klaas.Email:                                                          store.DeliverySent,
	} {
		past(line, "text/calendar; method=REQUEST", "base64", line, want)
	}
	organizer := "ORGANIZER:mailto:" + sannesAddress
	for _, kind := range []string{"text/calendar", "application/ics", "application/octet-stream; name=A.ICS", "x/y\r\nContent-Disposition: attachment; filename=a.ics"} {
		for _, encoding := range []string{"", "8bit", "base64", "quoted-printable"} {
			past(organizer, kind, encoding, organizer, store.DeliveryStopped)
		}
	}
	past("plain", "text/plain", "", organizer, store.DeliverySent) // what the words of a letter name is not whom it reaches
}

// What cannot be read as parts does not go.
func TestR23_DeliveryStopsPartsThatCannotBeRead(t *testing.T) {
	m, reference := banned(t)
	server := m.Post
	for name, kind := range map[string]string{
		"no end": "multipart/mixed; boundary=D", "no boundary": "multipart/mixed", "no type": "; ; =", "broken base64": "text/calendar",
	} {
		m.Post = withCalendar{server, kind, "", "--D\r\n\r\nx"}
		if name == "broken base64" {
			m.Post = writer{server, "Content-Type: " + kind + "\r\nContent-Transfer-Encoding: base64"}
		}
		if got := m.past(store.Message{Key: name, To: dossier.ToComplainant, Address: klaas.Email, Reference: reference}); got != store.DeliveryStopped {
			t.Errorf("%s: %s", name, got)
		}
	}
}
