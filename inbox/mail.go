// Package inbox reads mail as it comes in: bytes of which nothing is certain become a Mail. Reading never fails. What could be read is
// there, what could not is named by Problems, and the bytes themselves are kept by whoever fetched them.
//
// It is handed everything and asks nobody: no clock, no store, no network. Nothing that a mail names elsewhere is fetched.
package inbox

import "time"

// Mail is what could be read of one mail. All text in it is valid UTF-8 with \n as end of line, and without control characters.
type Mail struct {
	From     Address   // the first that can be mailed; zero when there is none
	ReplyTo  Address   // where answers were asked to go; zero when that was not said
	Senders  []string  // addresses that the header says it is from or was sent by beside From: others of From, Sender, Return-Path
	To, Cc   []Address // as the sender wrote them: anybody can write anything there
	ToServer []string  // addresses to which servers say that they delivered it (Delivered-To, X-Original-To and their like)

	Subject    string
	Date       time.Time // as the sender's clock had it, in UTC; zero when there is none or none that can be
	MessageID  string    // this and the next two without their angle brackets (RFC 5322, 3.6.4)
	InReplyTo  string
	References []string
	Language   string // "nl" or "en" when the mail says so (Content-Language) or its words do; otherwise ""

	Text   string // what the person wrote
	Folded string // what was under and between it: quoted text and signature. Together they hold every line of the text
	// FromHTML says that there was no text of its own, so that Text was drawn from the HTML.
	FromHTML    bool
	Attachments []Attachment

	Sort     Sort
	Bounce   []Failed // of a Bounce: the addresses that it is about; it can name none
	Problems []Problem
}

// Address is one mailbox: its address as written, and the name beside it.
type Address struct{ Name, Email string }

// Attachment is one file of a mail. Its Data may share memory with the mail that it was read from: neither may be written to.
type Attachment struct {
	Name      string // without folders; never empty, "attachment-1.pdf" when the mail has none
	MediaType string // as the mail says, in small letters: what it really is must be looked at
	Data      []byte
	Inline    bool // meant to be shown within the text: mostly the picture in a signature
}

// Sort says who or what wrote a mail.
type Sort string

const (
	Person         Sort = "person"          // nothing says otherwise
	AutoReply      Sort = "auto_reply"      // written by a program in answer to a mail (RFC 3834): never answered
	Bounce         Sort = "bounce"          // says that a mail could not be delivered, or not yet (RFC 3464)
	Receipt        Sort = "receipt"         // says that a mail was delivered or opened (RFC 3464, RFC 8098)
	Loop           Sort = "loop"            // one of our own mails that came back
	Bulk           Sort = "bulk"            // to many (RFC 2919, RFC 2369), or by a program that answers nothing: a form on a page too, so that somebody has to look
	Spam           Sort = "spam"            // the server that took it says so
	CalendarAnswer Sort = "calendar_answer" // accepts or declines an appointment (RFC 5546, METHOD:REPLY)
)

// Failed is an address that a bounce is about.
type Failed struct {
	Address   string
	Status    string // as in RFC 3463, "5.1.1"; empty when there is none
	Permanent bool   // it will not be tried again
	MessageID string // of the mail that came back, without angle brackets; empty when that cannot be told
}

// Recipients are all addresses that the mail may have been meant for, each once: written by the sender or noted by servers.
func (m Mail) Recipients() []string {
	var all []string
	seen := map[string]bool{}
	add := func(email string) {
		if email != "" && !seen[email] {
			seen[email] = true
			all = append(all, email)
		}
	}
	for _, email := range m.ToServer {
		add(email)
	}
	for _, list := range [][]Address{m.To, m.Cc} {
		for _, a := range list {
			add(a.Email)
		}
	}
	return all
}
