package casework_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/post/posttest"
	"github.com/wederhoor/wederhoor/store"
)

const complaintsAddress = "klachten@kliniek.example"

// open has mail come in.
func (m *mailing) open() *mailing {
	m.t.Helper()
	folder, err := files.OpenFolder(m.t.TempDir())
	must(m.t, err)
	m.KeepFiles(m.t.TempDir(), folder, nil)
	m.Mailbox = &casework.Mailbox{Address: complaintsAddress, Domain: "kliniek.example"}
	return m
}

// letterIn is a mail as somebody writes it.
type letterIn struct {
	from, to, subject, text string
	headers                 []string
}

func (l letterIn) String() string {
	if l.to == "" {
		l.to = complaintsAddress
	}
	head := append([]string{
		"From: " + l.from, "To: " + l.to, "Subject: " + l.subject, "Date: Tue, 03 Mar 2026 09:00:00 +0000", "MIME-Version: 1.0",
		"Content-Type: text/plain; charset=utf-8",
	}, l.headers...)
	return strings.Join(head, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(l.text, "\n", "\r\n") + "\r\n"
}

var places int

// comes takes a mail in, and gives its row.
func (m *mailing) comes(raw string) store.MailIn {
	m.t.Helper()
	places++
	must(m.t, m.TakeMail(m.t.Context(), casework.Incoming{
		Place: fmt.Sprint("1/", places), At: m.now, Size: int64(len(raw)), Whole: true, Body: strings.NewReader(raw),
	}))
	m.settle()
	m.deliver()
	all := m.rows()
	for _, row := range all {
		if row.Place == fmt.Sprint("1/", places) {
			return row
		}
	}
	m.t.Fatalf("the mail is not among %d rows", len(all))
	return store.MailIn{}
}

// rows are all mails that came in.
func (m *mailing) rows() []store.MailIn {
	m.t.Helper()
	list, err := m.DB.Read().MailsAfter(m.t.Context(), "", 1000)
	must(m.t, err)
	return list
}

// replyTo is where the last mail to an address asks for answers.
func (m *mailing) replyTo(address string) string {
	m.t.Helper()
	var found string
	for _, taken := range m.fake.Taken() {
		if taken.To == address {
			found = headerOf(m.t, taken, "Reply-To")
		}
	}
	return found
}

func headerOf(t *testing.T, mail posttest.Taken, name string) string {
	t.Helper()
	for line := range strings.SplitSeq(mail.Text, "\r\n") {
		if value, ok := strings.CutPrefix(line, name+": "); ok {
			return strings.Trim(value, "<>")
		}
	}
	return ""
}

