package post

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"
)

// read is a mail as another library reads it: its parts by their sort.
func read(t *testing.T, text []byte) (*mail.Reader, map[string]string) {
	t.Helper()
	r, err := mail.CreateReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return r, parts
		}
		if err != nil {
			t.Fatal(err)
		}
		sort, _, err := p.Header.(*mail.InlineHeader).ContentType()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(p.Body)
		if err != nil {
			t.Fatal(err)
		}
		parts[sort] = strings.ReplaceAll(string(body), "\r\n", "\n")
	}
}

func open(t *testing.T, replyTo string) *Server {
	t.Helper()
	o, err := Open(Settings{Server: "smtp.example.nl:587", Security: StartTLS, From: "Kliniek Één <klachten@kliniek.example>", ReplyTo: replyTo})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestWrite_AnotherLibraryReadsWhatWasWritten(t *testing.T) {
	m := typical()
	text, err := open(t, "antwoord@kliniek.example").Write(m)
	if err != nil {
		t.Fatal(err)
	}
	r, parts := read(t, text)
	if parts["text/plain"] != m.Text || parts["text/html"] != m.HTML || len(parts) != 2 {
		t.Errorf("the parts are %q", parts)
	}
	subject, err1 := r.Header.Subject()
	id, err2 := r.Header.MessageID()
	at, err3 := r.Header.Date()
	if subject != m.Subject || id != m.ID || !at.Equal(m.At) || err1 != nil || err2 != nil || err3 != nil {
		t.Errorf("subject %q, id %q, date %s", subject, id, at)
	}
	for header, want := range map[string]string{
		"From": `"Kliniek Één" <klachten@kliniek.example>`, "To": `"Zoë Ångström" <anna@example.nl>`, "Reply-To": "<antwoord@kliniek.example>",
	} {
		list, err := r.Header.AddressList(header)
		if err != nil || len(list) != 1 || list[0].Address != strings.Trim(want[strings.Index(want, "<"):], "<>") || !strings.Contains(want, list[0].Name) {
			t.Errorf("%s: %v %v", header, list, err)
		}
	}
	if r.Header.Get("Auto-Submitted") != "auto-generated" || r.Header.Get("Content-Language") != "nl" {
		t.Error("it does not say that a program wrote it, or in which language")
	}
}

// A mail says nothing of who makes it but what it must (the library names itself unless told not to), and its lines fit (RFC 5322, 2.1.1).
func TestWrite_NoOtherHeadersAndNoLongLines(t *testing.T) {
	text, err := open(t, "").Write(typical())
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"Date", "Mime-Version", "Message-Id", "Subject", "Content-Language", "Auto-Submitted", "From", "To", "Content-Type"}
	r, _ := read(t, text)
	for fields := r.Header.Fields(); fields.Next(); {
		if !slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, fields.Key()) }) {
			t.Errorf("header %s: %s", fields.Key(), fields.Value())
		}
	}
	for line := range strings.SplitSeq(string(text), "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d", len(line))
		}
	}
}

// ASVS 1.3.11: whatever somebody calls themselves, it is no header.
func FuzzWrite(f *testing.F) {
	f.Add("Anna\r\nBcc: x@evil.example", "Onderwerp\nX: y", "tekst\r\n.\r\nQUIT\r\n")
	f.Add("=?utf-8?q?a?=", "\x00", "")
	f.Add("\"a\" <b@c>, d@e", strings.Repeat("é", 500), strings.Repeat("x", 3000))
	o, err := Open(Settings{Server: "smtp.example.nl:587", Security: StartTLS, From: "klachten@kliniek.example"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name, subject, body string) {
		m := typical()
		m.Name, m.Subject, m.Text = name, subject, body
		text, err := o.Write(m)
		if err != nil {
			return
		}
		r, _ := read(t, text)
		to, err := r.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != m.To {
			t.Errorf("to %v, %v", to, err)
		}
		for _, header := range []string{"Cc", "Bcc", "X", "Reply-To"} {
			if r.Header.Has(header) {
				t.Errorf("%s: %s", header, r.Header.Get(header))
			}
		}
	})
}

// Every letter there is, in both languages, comes out of another library as it went in.
func TestWrite_EveryLetterIsReadByAnotherLibrary(t *testing.T) {
	pages, err := filepath.Glob("../mail/testdata/*/*/*.html")
	if err != nil || len(pages) < 180 {
		t.Fatalf("%d letters, %v", len(pages), err)
	}
	o := open(t, "")
	for _, path := range pages {
		page, err1 := os.ReadFile(path)
		kept, err2 := os.ReadFile(strings.TrimSuffix(path, ".html") + ".txt")
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		head, body, _ := strings.Cut(string(kept), "\n\n")
		m := typical()
		m.Subject, _, _ = strings.Cut(strings.TrimPrefix(head, "Subject: "), "\n")
		m.Text, m.HTML, m.Language = body, string(page), filepath.Base(filepath.Dir(filepath.Dir(path)))
		text, err := o.Write(m)
		if err != nil {
			t.Fatal(err)
		}
		r, parts := read(t, text)
		subject, err := r.Header.Subject()
		if err != nil || subject != m.Subject || parts["text/plain"] != m.Text || parts["text/html"] != m.HTML || r.Header.Get("Content-Language") != m.Language {
			t.Errorf("%s: %v, subject %q, parts %q", path, err, subject, parts)
		}
	}
}

// R1: a mail brings an appointment twice: as the last alternative, whose type names the method that the calendar itself has (RFC 6047, 2.4), and as a file.
func TestRFC6047_CalendarIsAlternativeAndFile(t *testing.T) {
	kept, err := filepath.Glob("../mail/testdata/*/calendar/*.ics")
	if err != nil || len(kept) < 30 {
		t.Fatalf("%d calendars, %v", len(kept), err)
	}
	for _, path := range kept {
		calendar, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m := typical()
		m.Calendar = Calendar{Method: "REQUEST", Text: string(calendar)}
		if strings.Contains(path, "cancelled") {
			m.Calendar.Method = "CANCEL"
		}
		text, err := open(t, "").Write(m)
		if err != nil {
			t.Fatal(err)
		}
		parts := tree(t, text)
		want := []string{
			"multipart/mixed", "multipart/alternative", "text/plain", "text/html",
			"text/calendar method=" + m.Calendar.Method + "\n" + m.Calendar.Text, "application/ics afspraak.ics\n" + m.Calendar.Text,
		}
		if !slices.Equal(parts, want) {
			t.Errorf("%s: the parts are %q, want %q", path, parts, want)
		}
	}
}

// tree lists the parts of a mail from the outside in; of a calendar with what says how it is to be read, and its bytes.
func tree(t *testing.T, text []byte) []string {
	t.Helper()
	whole, err := message.Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	err = whole.Walk(func(_ []int, part *message.Entity, err error) error {
		if err != nil {
			return err
		}
		kind, params, err := part.Header.ContentType()
		if err != nil {
			return err
		}
		switch kind {
		case "text/calendar":
			kind += " method=" + params["method"]
		case "application/ics":
			disposition, name, err := part.Header.ContentDisposition()
			if err != nil || disposition != "attachment" {
				t.Errorf("%s %v", disposition, err)
			}
			kind += " " + name["filename"]
		default:
			list = append(list, kind)
			return nil
		}
		body, err := io.ReadAll(part.Body)
		list = append(list, kind+"\n"+string(body))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
