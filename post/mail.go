package post

import (
	"bytes"
	"fmt"
	"net/mail"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Mail is one mail to one person.
type Mail struct {
	ID         string // Message-ID, without brackets: the same each time it is tried
	Name, To   string // of the receiver
	Subject    string
	Text, HTML string // the same, twice
	Language   string // of both (RFC 3282)
	At         time.Time
}

// Write makes the mail as it is handed over (RFC 5322): the text first and the HTML after it, for programs that show it (RFC 2046, 5.1.4). It
// says that it was written by a program, so that absence notes do not answer it (RFC 3834).
func (o *Server) Write(m Mail) ([]byte, error) {
	msg := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(o.from)
	if o.replyTo != nil {
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
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("post: write: %T", err) // the error itself can hold the address
	}
	return b.Bytes(), nil
}
