package inbox

import (
	"bytes"
	"slices"
	"strings"
)

// reader holds what was read of one mail so far.
type reader struct {
	m         Mail
	charset   string // that the mail names for itself, for 8-bit headers
	parts     int
	taken     int // bytes of text so far, and of HTML
	takenHTML int
	preamble  string // what stood before the first part
	report    report
	method    string // of a calendar part
	outlook   []said // what Outlook's own files say
}

// Read reads a mail. Domain is the one that our own Message-IDs end in, by which our own mails are known when they come back; empty where
// nothing is mailed. It never fails, and takes time and memory in proportion to the mail: beside raw itself no more than raw again,
// for what is encoded, and the text. Attachments that are not encoded share memory with raw.
func Read(raw []byte, domain string) Mail {
	r := &reader{}
	raw = r.trim(raw)
	h, body := r.readHeader(raw)
	if len(h) == 0 {
		r.note(HeaderNone)
	}
	_, params := r.params(h.get("content-type"))
	r.charset = params["charset"]
	r.envelope(h)
	pieces := r.part(h, body, 0, "text/plain")
	r.text(r.withOutlook(pieces))
	r.sort(h, domain)
	if r.m.Text == "" && r.m.Folded == "" {
		r.note(NoText)
	}
	slices.Sort(r.m.Problems)
	return r.m
}

// note keeps a problem, once.
func (r *reader) note(p Problem) {
	if p != "" && !slices.Contains(r.m.Problems, p) {
		r.m.Problems = append(r.m.Problems, p)
	}
}

// trim takes away what stands before the header: a mark of UTF-8, empty lines. A mail that is UTF-16 as a whole is made UTF-8.
func (r *reader) trim(raw []byte) []byte {
	if len(raw) > MaxMail {
		r.note(TooLarge)
		raw = raw[:MaxMail]
	}
	if bom16(raw) {
		text, problem := asUTF16(raw, "utf-16")
		r.note(CharsetWrong)
		r.note(problem)
		raw = []byte(text)
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	return bytes.TrimLeft(raw, "\r\n")
}

// maxReferences is how many mails before it a mail names at most.
const maxReferences = 200

// envelope reads from whom and to whom, when, and in answer to what.
func (r *reader) envelope(h header) {
	m := &r.m
	r.sender(h)
	if all := r.addresses(h.all("reply-to")); len(all) > 0 {
		m.ReplyTo = all[0]
	}
	m.To, m.Cc = r.addresses(h.all("to")), r.addresses(h.all("cc"))
	m.ToServer = r.toServer(h)
	m.Subject = strings.Join(strings.Fields(r.words(h.get("subject"))), " ")
	if short := cut(m.Subject, 1000); short != m.Subject {
		m.Subject = short
		r.note(HeaderLong)
	}
	m.MessageID, m.InReplyTo = r.id(h.get("message-id")), r.id(h.get("in-reply-to"))
	for _, v := range h.all("references") {
		m.References = append(m.References, r.ids(v)...)
	}
	m.References = m.References[:min(len(m.References), maxReferences)]
	switch said := h.low("content-language"); {
	case strings.HasPrefix(said, "nl"):
		m.Language = "nl"
	case strings.HasPrefix(said, "en"):
		m.Language = "en"
	}
	r.when(h.get("date"))
}

func (r *reader) when(when []byte) {
	if len(bytes.TrimSpace(when)) == 0 {
		r.note(NoDate)
		return
	}
	var ok bool
	if r.m.Date, ok = date(when); !ok {
		r.note(DateUnreadable)
	}
}

// sender takes the first of From that can be mailed; where none can, that of Sender.
func (r *reader) sender(h header) {
	from := r.addresses(h.all("from"))
	defer func() { r.senders(from, h) }()
	mailable := func(a Address) bool { return a.Email != "" }
	if n := len(slices.Compact(slices.DeleteFunc(slices.Clone(from), func(a Address) bool { return a.Email == "" }))); n > 1 {
		r.note(SeveralFrom)
	}
	if i := slices.IndexFunc(from, mailable); i >= 0 {
		r.m.From = from[i]
		return
	}
	if sender := r.addresses(h.all("sender")); len(sender) > 0 && mailable(sender[0]) {
		r.m.From = sender[0]
	} else if len(from) > 0 {
		r.m.From = from[0]
	}
	if r.m.From.Email == "" {
		r.note(NoFrom)
	}
}

// senders reads who else the header says that the mail is from or was sent by.
func (r *reader) senders(from []Address, h header) {
	for _, a := range slices.Concat(from, r.addresses(h.all("sender")), r.addresses(h.all("return-path"))) {
		if a.Email != "" && a.Email != r.m.From.Email && !slices.Contains(r.m.Senders, a.Email) {
			r.m.Senders = append(r.m.Senders, a.Email)
		}
	}
	r.m.Senders = r.m.Senders[:min(len(r.m.Senders), maxAddresses)]
}

// tookIn are the fields in which servers write for whom they took a mail.
var tookIn = []string{"delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "x-rcpt-to", "x-forwarded-to", "x-real-to", "apparently-to", "resent-to"}

// toServer reads for whom servers took the mail, also where only the line of a server says so: Received: ... for <address>; ...
func (r *reader) toServer(h header) []string {
	var all []string
	add := func(email string) {
		if email != "" && !slices.Contains(all, email) && len(all) < maxAddresses {
			all = append(all, email)
		}
	}
	for _, name := range tookIn {
		for _, a := range r.addresses(h.all(name)) {
			add(a.Email)
		}
	}
	for _, v := range h.all("received") {
		_, after, ok := bytes.Cut(v, []byte(" for "))
		if !ok {
			continue
		}
		word, _, _ := bytes.Cut(bytes.TrimSpace(after), []byte(";"))
		word, _, _ = bytes.Cut(word, []byte(" "))
		add(r.email(bytes.Trim(word, "<>")))
	}
	return all
}
