package casework_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
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

// bannedByMail is a world in which a ban runs, mail comes in, and both sides were mailed since.
func bannedByMail(t *testing.T) (*mailing, string) {
	t.Helper()
	m, reference := banned(t)
	m.open()
	m.past(store.Message{To: dossier.ToSpecialist("S1"), Address: sannesAddress, Reference: reference, Key: "to the specialist"})
	m.past(store.Message{To: dossier.ToComplainant, Address: klaas.Email, Reference: reference, Key: "to the complainant"})
	return m, reference
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
		if strings.EqualFold(taken.To, address) {
			found = headerOf(m.t, taken, "Reply-To")
		}
	}
	return found
}

func headerOf(t *testing.T, mail posttest.Taken, name string) string {
	t.Helper()
	for line := range strings.SplitSeq(mail.Text, "\n") {
		if value, ok := strings.CutPrefix(strings.TrimSuffix(line, "\r"), name+": "); ok {
			return strings.Trim(value, "<>")
		}
	}
	return ""
}

func klaasWrites(to, text string, headers ...string) string {
	return letterIn{from: "Klaas Kramer <" + klaas.Email + ">", to: to, subject: "Re: uw klacht", text: text, headers: headers}.String()
}

// saw are the words that somebody sees in a dossier.
func (m *mailing) saw(v casework.Viewer, reference string) string {
	m.t.Helper()
	view, err := m.Fetch(m.t.Context(), v, reference, casework.PageDossier)
	must(m.t, err)
	var all strings.Builder
	for _, e := range view.Entries {
		for _, p := range e.Parts {
			all.WriteString(p.Text + "\n")
		}
	}
	return all.String()
}

func (m *mailing) is(row store.MailIn, state store.MailState, reference string, reasons ...string) {
	m.t.Helper()
	if row.State != state || row.Reference != reference || strings.Join(row.Reasons, " ") != strings.Join(reasons, " ") {
		m.t.Errorf("a mail of %q stands as %s %v in %q; want %s %v in %q", row.Subject, row.State, row.Reasons, row.Reference, state, reasons, reference)
	}
}

// A mail that comes to the reply address of a message to the complainant, from their own address, joins the dossier. It does so once, whatever the
// mailbox numbers it.
func TestTakeMail_AReplyJoinsItsDossierOnce(t *testing.T) {
	m, reference := bannedByMail(t)
	to := m.replyTo(klaas.Email)
	if !strings.HasPrefix(to, "klachten+") || !strings.HasSuffix(to, "@kliniek.example") {
		t.Fatalf("answers go to %q", to)
	}
	raw := klaasWrites(to, "ANSWER-CANARY")
	m.is(m.comes(raw), store.MailJoined, reference)
	for range 2 { // numbered anew
		must(t, m.TakeMail(t.Context(), casework.Incoming{Place: "2/1", At: m.now, Whole: true, Body: strings.NewReader(raw)}))
	}
	if n := strings.Count(m.saw(owner, reference), "ANSWER-CANARY"); n != 1 || len(m.rows()) != 1 {
		t.Errorf("it stands there %d times, in %d rows", n, len(m.rows()))
	}
	if other, _ := m.Sees(t.Context(), sanne, reference); other && strings.Contains(m.saw(sanne, reference), "ANSWER-CANARY") {
		t.Error("the specialist reads it (R23)")
	}
}

// R5, R23: what does not come to a reply address of ours, or comes there from anybody but the complainant, joins no dossier and becomes no complaint:
// it waits for a person.
func TestR23_NothingJoinsADossierByWhatItsSenderWrites(t *testing.T) {
	m, reference := bannedByMail(t)
	own := m.replyTo(klaas.Email)
	theirs := m.replyTo(sannesAddress)
	if theirs == "" || theirs == own {
		t.Fatalf("the specialist's answers go to %q, the complainant's to %q", theirs, own)
	}
	ids := m.ids()
	ours := "In-Reply-To: " + ids[len(ids)-1]
	forged := strings.Replace(own, "-", "-a", 1)
	for name, c := range map[string]struct {
		raw       string
		reference string
		reason    string
	}{
		"a forged subject":                    {letterIn{from: "x@example.net", subject: "Re: " + reference, text: "W1", headers: []string{ours}}.String(), reference, casework.ReasonUnsigned},
		"the complainant, not to the address": {klaasWrites("", "W2", ours), reference, casework.ReasonUnsigned},
		"the complainant, a mail of its own":  {klaasWrites("", "W3"), reference, casework.ReasonKnown},
		"a forged address":                    {klaasWrites(forged, "W4"), "", casework.ReasonWrongAddress},
		"another sender":                      {letterIn{from: "prive@example.net", to: own, text: "W5"}.String(), reference, casework.ReasonOtherSender},
		"the specialist, from their account":  {letterIn{from: sannesAddress, to: own, text: "W6"}.String(), reference, casework.ReasonBanned},
		"the specialist, in other letters":    {letterIn{from: strings.ToUpper(sannesAddress), to: own, text: "W7"}.String(), reference, casework.ReasonBanned},
		"the complainant's, answered to the specialist": {
			klaasWrites(own, "W8", "Reply-To: "+sannesAddress), reference, casework.ReasonBanned,
		},
		"the specialist, to their own address":       {letterIn{from: sannesAddress, to: theirs, text: "W9"}.String(), reference, casework.ReasonSpecialist},
		"the complainant, to the specialist's":       {klaasWrites(theirs, "W10"), reference, casework.ReasonSpecialist},
		"the specialist, with Cc to the complainant": {letterIn{from: sannesAddress, to: theirs, text: "W11", headers: []string{"Cc: " + klaas.Email}}.String(), reference, casework.ReasonSpecialist},
		"the specialist, forwarded":                  {letterIn{from: sannesAddress, subject: "Fwd: " + reference, text: "W12"}.String(), "", casework.ReasonStaff},
		"a calendar answer": {
			strings.Replace(letterIn{from: sannesAddress, to: theirs, text: "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR"}.String(), "text/plain", "text/calendar; method=REPLY", 1),
			reference, casework.ReasonCalendar,
		},
	} {
		before, sent := m.saw(owner, reference), len(m.fake.Taken())
		row := m.comes(c.raw)
		m.is(row, store.MailReview, c.reference, c.reason)
		if m.saw(owner, reference) != before || len(m.fake.Taken()) != sent {
			t.Errorf("%s: something followed from it", name)
		}
	}
}
