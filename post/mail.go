package post

import (
	"bytes"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Mail is one mail to one person.
type Mail struct {
	ID         string // Message-ID, without brackets: the same each time it is tried
	Name, To   string // of the receiver
	ReplyTo    string // where its answers go; where all go when empty
	Subject    string
	Text, HTML string // the same, twice
	Language   string // of both (RFC 3282)
	At         time.Time
	Calendar   Calendar
}

// Calendar is what a mail brings into the receiver's calendar, or takes out of it.
type Calendar struct {
	Method string // of the text: REQUEST or CANCEL (RFC 5546)
	Text   string // text/calendar; empty for none
}

// calendarName is what the attached calendar file is called.
const calendarName = "afspraak.ics"

// Write makes the mail as it is handed over (RFC 5322): the text first and the HTML after it, for programs that show it (RFC 2046, 5.1.4). It
// says that it was written by a program, so that absence notes do not answer it (RFC 3834).
func (o *Server) Write(m Mail) ([]byte, error) {
	msg := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(o.from)
	switch {
	case m.ReplyTo != "":
		msg.ReplyToMailAddress(&mail.Address{Address: m.ReplyTo})
	case o.replyTo != nil:
		msg.ReplyToMailAddress(o.replyTo)
	}
	msg.ToMailAddress(&mail.Address{Name: m.Name, Address: m.To})
	msg.Subject(m.Subject)
	msg.SetMessageIDWithValue(m.ID)
	msg.SetDateWithValue(m.At)
	msg.SetGenHeader("Content-Language", m.Language)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	if err := m.Calendar.addTo(msg); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("post: write: %T", err) // the error itself can hold the address
	}
	return b.Bytes(), nil
}

// addTo puts the calendar into a mail twice: as the last alternative of the text, with its method, which is where programs that know invitations look
// (RFC 6047, 2.4), and as a file, for people whose program does not. In base64, so that nothing on the way changes its line ends.
func (c Calendar) addTo(msg *gomail.Msg) error {
	if c.Text == "" {
		return nil
	}
	msg.AddAlternativeString(gomail.ContentType("text/calendar; method="+c.Method), c.Text, gomail.WithPartEncoding(gomail.EncodingB64))
	err := msg.AttachReader(calendarName, strings.NewReader(c.Text), gomail.WithFileContentType("application/ics"))
	if err != nil {
		return fmt.Errorf("post: write: %T", err)
	}
	return nil
}
