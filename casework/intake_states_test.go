package casework_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/inbox"
	"github.com/wederhoor/wederhoor/store"
)

// bounceOf is what a mail server writes when it cannot deliver (RFC 3464).
func bounceOf(messageID, address, action, status string) string {
	return strings.ReplaceAll(`From: MAILER-DAEMON@mx.example.org
To: klachten@kliniek.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; `+address+`
Action: `+action+`
Status: `+status+`

--b
Content-Type: text/rfc822-headers

From: klachten@kliniek.example
To: `+address+`
Message-ID: `+messageID+`
Subject: Wij hebben uw klacht ontvangen

--b--
`, "\n", "\r\n")
}

// A mail that came back is shown at its message, by its status code. Only what names one of our Message-IDs is believed.
func TestTakeMail_ABounceIsNotedAtItsMessage(t *testing.T) {
	m, reference := bannedByMail(t)
	message := m.stored("to the complainant")
	id := "<" + message.MailID + ">"
	m.is(m.comes(bounceOf(id, klaas.Email, "delayed", "4.4.1")), store.MailIgnored, "", casework.ReasonDelayed)
	m.is(m.comes(bounceOf("<nobody@kliniek.example>", klaas.Email, "failed", "5.1.1")), store.MailReview, "", casework.ReasonBounceUnknown)
	if after := m.stored("to the complainant"); !after.Bounced.IsZero() {
		t.Errorf("it came back at %s", after.Bounced)
	}
	m.is(m.comes(bounceOf(id, klaas.Email, "failed", "5.1.1")), store.MailBounce, reference, "5.1.1")
	if after := m.stored("to the complainant"); !after.Bounced.Equal(m.now) || after.Bounce != "5.1.1" || after.Delivery != store.DeliverySent {
		t.Errorf("it came back at %s with %q, %s", after.Bounced, after.Bounce, after.Delivery)
	}
}

// RFC 3834: what a program wrote is kept in the list, opens nothing and is never answered.
func TestTakeMail_WhatProgramsWriteIsIgnoredAndNotAnswered(t *testing.T) {
	m, reference := bannedByMail(t)
	own := m.replyTo(klaas.Email)
	sent := len(m.fake.Taken())
	m.is(m.comes(klaasWrites(own, "Ik ben er niet", "Auto-Submitted: auto-replied")), store.MailIgnored, reference, "auto_reply") // goes with the dossier
	for name, raw := range map[string]string{
		"auto_reply": letterIn{from: "x@example.net", text: "Ik ben er niet", headers: []string{"Auto-Submitted: auto-replied"}}.String(),
		"loop":       m.fake.Taken()[0].Text,
	} {
		m.is(m.comes(raw), store.MailIgnored, "", name)
	}
	if len(m.fake.Taken()) != sent {
		t.Error("one of them was answered")
	}
}

// A mail on which the program fails waits, unread, and those after it are taken in (R6).
func TestTakeMail_WhatTheProgramFailsOnWaitsUnread(t *testing.T) {
	m := newMailing(t).open()
	t.Cleanup(casework.ReadMailBy(func(raw []byte, domain string) inbox.Mail {
		if strings.Contains(string(raw), "PANIC") {
			panic("words of the mail")
		}
		return inbox.Read(raw, domain)
	}))
	log := m.logged()
	raw := klaasWrites(complaintsAddress, "PANIC")
	row := m.comes(raw)
	m.is(row, store.MailReview, "", casework.ReasonUnreadable)
	if strings.Contains(log.String(), "words of the mail") || !strings.Contains(log.String(), "it waits unread") {
		t.Errorf("logged: %s", log)
	}
	if row.Sender != "" || row.Subject != "" || row.Size != int64(len(raw)) {
		t.Errorf("%+v", row)
	}
	if shown, err := m.MailIn(t.Context(), owner, row.ID); err != nil || !shown.Waits() || shown.Read.Text != "" {
		t.Errorf("it is shown as %+v: %v", shown, err)
	}
	original, err := m.OriginalMail(t.Context(), owner, row.ID)
	must(t, err)
	must(t, original.Close())
	must(t, m.PutMailAside(t.Context(), owner, row.ID))
	if next := m.comes(letterIn{from: "x@example.net", text: "Mijn klacht."}.String()); next.State != store.MailComplaint {
		t.Errorf("the next is %s", next.State)
	}
}

// What reached us by mail and cannot be judged waits, with the reason (R6).
func TestTakeMail_WhatCannotBeJudgedWaits(t *testing.T) {
	m := newMailing(t).open()
	m.is(m.comes("\r\n\r\n"), store.MailReview, "", casework.ReasonNoSender)
	m.is(m.comes(letterIn{from: "x@example.net"}.String()), store.MailReview, "", casework.ReasonEmpty)
	m.is(m.comes(letterIn{from: "x@example.net", text: "a", headers: []string{"X-Spam-Flag: YES"}}.String()), store.MailReview, "", casework.ReasonSpam)
	list := []string{"List-Id: <nieuws.example.net>", "List-Unsubscribe: <https://example.net>"}
	m.is(m.comes(letterIn{from: "nieuws@example.net", text: "Aanbieding", headers: list}.String()), store.MailReview, "", casework.ReasonBulk)
	must(t, m.TakeMail(t.Context(), casework.Incoming{Place: "9/9", Size: 1 << 30, Body: strings.NewReader(letterIn{from: "x@example.net", text: "b"}.String())}))
	for _, row := range m.rows() {
		if row.Place == "9/9" {
			m.is(row, store.MailReview, "", casework.ReasonLarge)
		}
	}
}

// A reply address is void once the address was corrected; what comes to a dossier that was closed or erased waits as well.
func TestTakeMail_AnOldReplyAddressOrAClosedDossierWaits(t *testing.T) {
	m, reference := bannedByMail(t)
	old := m.replyTo(klaas.Email)
	corrected := klaas
	corrected.Email = "nieuw@example.org"
	m.do(owner, reference, dossier.CorrectContact{Contact: corrected})
	m.settle()
	m.is(m.comes(klaasWrites(old, "W1")), store.MailReview, reference, casework.ReasonOldAddress)
	m.past(store.Message{To: dossier.ToComplainant, Address: corrected.Email, Reference: reference, Key: "to the new address"})
	now := m.replyTo(corrected.Email)
	m.is(m.comes(letterIn{from: corrected.Email, to: now, text: "W2"}.String()), store.MailJoined, reference)
	m.withdrawn(reference)
	m.is(m.comes(letterIn{from: corrected.Email, to: now, text: "W3"}.String()), store.MailReview, reference, casework.ReasonClosed)
	m.advance(time.Hour)
	_, err := m.Erase(t.Context(), owner, reference, dossier.ToEverybody, false)
	must(t, err)
	m.is(m.comes(klaasWrites(old, "W4")), store.MailReview, "", casework.ReasonErased)
}

// broken is a store of files that fails when it is told to.
type broken struct {
	files.Store
	fails func() bool
}

func (b *broken) Put(ctx context.Context, name string, from io.ReadSeeker, size int64) error {
	if b.fails() {
		return errors.New("the disk is full")
	}
	return b.Store.Put(ctx, name, from, size)
}

// Any mails in any order, some of them more than once, and some of them while the disk fails: each stands in exactly one row, in one state, and nothing
// that was not answered is there.
func TestTakeMail_EachMailEndsOnceInOneState(t *testing.T) {
	m, reference := bannedByMail(t)
	random := rand.New(rand.NewPCG(7, 7))
	m.Files.Store = &broken{m.Files.Store, func() bool { return random.IntN(4) == 0 }}
	own, theirs, id := m.replyTo(klaas.Email), m.replyTo(sannesAddress), "<"+m.stored("to the complainant").MailID+">"
	makers := []func(n int) string{
		func(n int) string { return klaasWrites(own, fmt.Sprint("REPLY-", n)) },
		func(n int) string { return klaasWrites(theirs, fmt.Sprint("CROSS-", n)) },
		func(n int) string { return klaasWrites(own, fmt.Sprint("AWAY-", n), "Auto-Submitted: auto-replied") },
		func(n int) string { return bounceOf(id, klaas.Email, "failed", fmt.Sprint("5.1.", n)) },
		func(n int) string {
			return letterIn{from: fmt.Sprint("x", n, "@example.net"), to: own, text: "W"}.String()
		},
		func(n int) string {
			return letterIn{from: fmt.Sprint("y", n, "@example.net"), subject: reference, text: fmt.Sprint("NEW-", n)}.String()
		},
		func(n int) string { return strings.Repeat("\x00\xff", n) },
	}
	taken := map[string]bool{}
	var all []string
	for n := range 60 {
		raw := makers[random.IntN(len(makers))](n)
		if len(all) > 0 && random.IntN(3) == 0 {
			raw = all[random.IntN(len(all))] // again
		}
		all = append(all, raw)
		err := m.TakeMail(t.Context(), casework.Incoming{Place: fmt.Sprint("3/", n), At: m.now, Size: int64(len(raw)), Whole: true, Body: strings.NewReader(raw)})
		if err == nil {
			taken[raw] = true
		}
	}
	rows := m.rows()
	if len(rows) != len(taken) {
		t.Errorf("%d mails were taken in, and there are %d rows", len(taken), len(rows))
	}
	words := m.saw(owner, reference)
	for raw := range taken {
		_, text, _ := strings.Cut(raw, "\r\n\r\n")
		text = strings.TrimSpace(text)
		if want := map[bool]int{true: 1}[strings.HasPrefix(text, "REPLY-")]; len(text) > 5 && strings.Count(words, text+"\n") != want {
			t.Errorf("%q stands in the dossier %d times", text, strings.Count(words, text+"\n"))
		}
	}
	for _, row := range rows {
		if _, err := m.Files.Store.Get(t.Context(), row.ID); err != nil {
			t.Errorf("the mail %s is not kept: %v", row.Place, err)
		}
	}
}

// Mails that became part of no dossier go when their time is over; those that wait for a person stay.
func TestTakeMail_WhatBelongsToNoDossierGoesAfterATime(t *testing.T) {
	m := newMailing(t).open()
	ignored := m.comes(letterIn{from: "x@example.net", text: "Ik ben er niet", headers: []string{"Auto-Submitted: auto-replied"}}.String())
	waits := m.comes(letterIn{from: "x@example.net"}.String())
	m.now = m.now.Add(time.Duration(m.Policy.Privacy.Mail.N-1) * 24 * time.Hour)
	must(t, m.Standing(t.Context()))
	m.settle()
	if len(m.rows()) != 2 {
		t.Fatalf("%d mails are left the day before", len(m.rows()))
	}
	m.advance(48 * time.Hour)
	rows := m.rows()
	if len(rows) != 1 || rows[0].ID != waits.ID {
		t.Fatalf("%d mails are left", len(rows))
	}
	if _, err := m.Files.Store.Get(t.Context(), ignored.ID); !errors.Is(err, files.ErrGone) {
		t.Errorf("the mail itself: %v", err)
	}
	if body, err := m.Files.Store.Get(t.Context(), waits.ID); err != nil {
		t.Error("a mail that waits is gone")
	} else {
		must(t, body.Close())
	}
}
