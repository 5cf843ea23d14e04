package casework_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/post/posttest"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	storeengine "github.com/wederhoor/wederhoor/store/storetest/engine"
)

// mailing is a world whose messages are delivered to a fake mail server.
type mailing struct {
	*world
	fake    *posttest.Server
	address string
}

func newMailing(t *testing.T, options ...posttest.Option) *mailing {
	t.Helper()
	address := storetest.ToMigrate(t)
	m := &mailing{newWorldAt(t, address), posttest.Start(t, options...), address}
	server := m.server("")
	m.Post = server
	must(t, m.DB.Write(t.Context(), func(tx *store.Tx) error { return tx.DeliverMail(server.Domain()) }))
	return m
}

// server is how the office reaches the fake one.
func (m *mailing) server(replyTo string) *post.Server {
	m.t.Helper()
	server, err := post.Open(post.Settings{Server: m.fake.Address, Security: post.StartTLS, From: "Klachten <klachten@kliniek.example>", ReplyTo: replyTo})
	must(m.t, err)
	server.TLS = m.fake.Trust
	return server
}

// deliver goes on until nothing is due.
func (m *mailing) deliver() {
	m.t.Helper()
	for {
		n, err := m.Deliver(m.t.Context())
		must(m.t, err)
		if n == 0 {
			return
		}
	}
}

// ids are the Message-IDs of the mails that the server took, in its order.
func (m *mailing) ids() []string {
	var ids []string
	for _, mail := range m.fake.Taken() {
		ids = append(ids, mail.Header("Message-Id"))
	}
	return ids
}

// mailed are the messages of a dossier that go by mail.
func (m *mailing) mailed(reference string) []store.Message {
	return slices.DeleteFunc(m.messages(reference), func(m store.Message) bool { return m.MailID == "" })
}

// one files a complaint and gives the one message that is left to be mailed.
func (m *mailing) one() store.Message {
	m.t.Helper()
	filed := m.do(casework.Public(), "", complaint())
	for {
		n, err := m.Tick(m.t.Context())
		must(m.t, err)
		if n == 0 {
			break
		}
	}
	all := m.mailed(filed.Reference)
	if len(all) == 0 {
		m.t.Fatal("nothing is to be mailed")
	}
	one := all[len(all)-1]
	jobs, err := m.DB.LeaseMail(m.t.Context(), m.now, time.Minute, 100)
	must(m.t, err)
	must(m.t, m.DB.Write(m.t.Context(), func(tx *store.Tx) error {
		for _, job := range jobs {
			if job.Payload == one.Key {
				err = tx.PutBack([]store.Job{job}, m.now)
			} else {
				err = tx.Done(job, m.now)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return one
}

func (m *mailing) stored(key string) store.Message {
	m.t.Helper()
	message, err := m.DB.Read().Message(m.t.Context(), key)
	must(m.t, err)
	return message
}

func TestDeliver_EachMessageOnceWithItsLink(t *testing.T) {
	m := newMailing(t)
	filed := m.file()
	m.deliver()
	all := m.mailed(filed.Reference)
	ids := m.ids()
	if len(all) < 2 || len(ids) != len(all) {
		t.Fatalf("%d messages, %d mails", len(all), len(ids))
	}
	for _, message := range all {
		if message.Delivery != store.DeliverySent || !message.Delivered.Equal(m.now) || message.Answer != "" || !slices.Contains(ids, "<"+message.MailID+">") {
			t.Errorf("%s to %s: %+v", message.Kind, message.To, message)
		}
	}
	link := m.Base + casework.StatusPath + m.token(filed.Reference, casework.PurposeStatus, 0)
	found := false
	for _, mail := range m.fake.Taken() {
		plain := strings.ReplaceAll(strings.ReplaceAll(mail.Text, "=\n", ""), "=3D", "=")
		if strings.Contains(plain, "{{") {
			t.Errorf("a placeholder was mailed:\n%s", plain)
		}
		found = found || mail.To == klaas.Email && strings.Count(plain, link) == 3 // in the text, and as address and words of the HTML's link
	}
	if !found {
		t.Error("nobody was mailed their link")
	}
	m.settle()
	m.deliver()
	if n := len(m.ids()); n != len(all) {
		t.Errorf("a second look mailed %d more", n-len(all))
	}
}

func TestDeliver_NothingWhereNoServerIsSet(t *testing.T) {
	m := newMailing(t)
	m.Post = nil
	must(t, m.DB.Write(t.Context(), func(tx *store.Tx) error { return tx.DeliverMail("") }))
	filed := m.file()
	if all := m.mailed(filed.Reference); len(all) != 0 || len(m.messages(filed.Reference)) == 0 {
		t.Errorf("%d messages are to be mailed", len(all))
	}
	m.Post = m.server("")
	m.deliver()
	if n := len(m.ids()); n != 0 {
		t.Errorf("%d messages of before were mailed", n)
	}
}

func TestDeliver_NothingFromATransactionThatWasRolledBack(t *testing.T) {
	m := newMailing(t)
	filed := m.file()
	m.deliver()
	before := len(m.ids())
	gone := errors.New("gone")
	err := m.DB.Write(t.Context(), func(tx *store.Tx) error {
		if err := tx.SaveMessage(store.Message{
			Key: "k", Reference: filed.Reference, To: dossier.ToComplainant, Kind: "message", Address: klaas.Email, Language: "nl", At: m.now, Class: dossier.ClassSummary,
		}); err != nil {
			return err
		}
		return gone
	})
	if !errors.Is(err, gone) {
		t.Fatal(err)
	}
	m.deliver()
	if n := len(m.ids()); n != before {
		t.Errorf("%d mails went", n-before)
	}
}

// Whatever a server does before it took a mail, the mail is sent again, under its Message-ID, until it did.
func TestDeliver_TriedAgainUntilItIsTaken(t *testing.T) {
	for name, c := range map[string]struct{ step, answer, why string }{
		"hangs up before its 250": {posttest.End, posttest.HangUp, "unreachable"},
		"greylists":               {posttest.Receiver, "450 4.2.0 anna@example.nl later", "later 450 4.2.0"},
		"has no room":             {posttest.End, "452 4.3.1 full", "later 452 4.3.1"},
		"is closed":               {posttest.Greeting, "421 4.3.2 closed", "unreachable 421 4.3.2"},
		"has no TLS":              {posttest.StartTLS, "454 4.7.0 no", "untrusted"},
		"forbids the sender":      {posttest.Sender, "553 5.7.1 no", "sender 553 5.7.1"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMailing(t)
			message := m.one()
			m.fake.At(c.step, c.answer)
			var pauses []time.Duration
			for range 8 {
				m.deliver()
				now := m.stored(message.Key)
				if now.Delivery != store.DeliveryWaiting || now.Answer != c.why || now.MailID != message.MailID {
					t.Fatalf("it is %+v", now)
				}
				at := m.nextMail()
				pauses = append(pauses, at.Sub(m.now))
				m.now = at
			}
			if !slices.IsSorted(pauses) || pauses[0] != time.Minute || pauses[7] != 30*time.Minute {
				t.Errorf("tried again after %s", pauses)
			}
			m.fake.At("", "")
			m.deliver()
			if now := m.stored(message.Key); now.Delivery != store.DeliverySent || now.Answer != "" {
				t.Errorf("it is %+v", now)
			}
			if ids := m.ids(); !slices.Equal(ids, []string{"<" + message.MailID + ">"}) {
				t.Errorf("taken: %s", ids)
			}
		})
	}
}

// nextMail is when the next delivery is due.
func (m *mailing) nextMail() time.Time {
	m.t.Helper()
	row := storeengine.SQL(m.t, m.address).QueryRowContext(m.t.Context(), "select min(due_at) from jobs where kind = 'deliver' and status = 'waiting'")
	var at int64
	must(m.t, row.Scan(&at))
	return time.UnixMilli(at).UTC()
}

func TestDeliver_WhatIsRefusedForGoodIsNotTriedAgain(t *testing.T) {
	for answer, c := range map[string]struct{ step, why string }{
		"550 5.1.1 no such user klaas@example.nl": {posttest.Receiver, "address 550 5.1.1"},
		"554 5.7.1 we do not want it":             {posttest.End, "refused 554 5.7.1"},
	} {
		m := newMailing(t)
		message := m.one()
		m.fake.At(c.step, answer)
		m.deliver()
		m.fake.At("", "")
		m.now = m.now.Add(24 * time.Hour)
		m.deliver()
		if now := m.stored(message.Key); now.Delivery != store.DeliveryRefused || now.Answer != c.why || len(m.ids()) != 0 {
			t.Errorf("%s: it is %+v, %d taken", answer, now, len(m.ids()))
		}
	}
}

// What the database does not tell at the moment, because the program is stopping say, is no fault of the message: it waits.
func TestDeliver_WhatCannotBeLookedUpNowWaits(t *testing.T) {
	m := newMailing(t).open()
	message := m.one()
	if message.To != dossier.ToComplainant || message.Link == "" {
		t.Fatalf("a message to %s with link %q asks for no reply address", message.To, message.Link)
	}
	m.Lease = time.Millisecond
	ctx, stop := context.WithCancel(t.Context())
	m.LinkOf = func(store.Message) (string, bool) { stop(); return "/zaak/x", true } // what is looked up after it is the reply address
	if _, err := m.Deliver(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("it is told as %v", err)
	}
	if now := m.stored(message.Key); now.Delivery != store.DeliveryWaiting || now.Answer != "" {
		t.Errorf("it is %+v", now)
	}
}

// After five days it is given up, and shown among the jobs that were; there it can be tried again.
func TestDeliver_GivenUpAfterFiveDays(t *testing.T) {
	m := newMailing(t)
	message := m.one()
	m.fake.At(posttest.Receiver, "450 4.2.0 later")
	m.deliver()
	m.now = m.now.Add(5 * 24 * time.Hour)
	m.deliver()
	failed, err := m.DB.Read().FailedJobs(t.Context(), 10)
	must(t, err)
	if now := m.stored(message.Key); now.Delivery != store.DeliveryRefused || len(failed) != 1 || failed[0].Kind != store.JobDeliver {
		t.Fatalf("it is %+v; given up: %+v", now, failed)
	}
	m.fake.At("", "")
	again, err := m.TryAgain(t.Context(), owner, failed[0].ID)
	must(t, err)
	m.deliver()
	if now := m.stored(message.Key); !again || now.Delivery != store.DeliverySent || len(m.ids()) != 1 {
		t.Errorf("it is %+v", now)
	}
}

// between has something happen after the server took a mail and before that is written down.
type between struct {
	casework.Post
	then func()
}

func (b *between) Send(ctx context.Context, mail []byte, to string) error {
	err := b.Post.Send(ctx, mail, to)
	b.then()
	return err
}

// Twice only in the window after the 250: the node that heard it ends before it can write that down, and another takes the mail over.
func TestDeliver_TwiceOnlyWhereNobodyKnows(t *testing.T) {
	m := newMailing(t)
	message := m.one()
	direct, died := m.Post, false
	m.Lease = time.Millisecond
	m.Post = &between{direct, func() {
		if died {
			return
		}
		died = true
		for { // another node takes it when the lease is over
			jobs, err := m.DB.LeaseMail(t.Context(), m.now, 0, 1)
			must(t, err)
			if len(jobs) > 0 {
				return
			}
		}
	}}
	m.deliver()
	m.Lease = 0
	m.deliver()
	want := "<" + message.MailID + ">"
	if ids := m.ids(); !died || !slices.Equal(ids, []string{want, want}) {
		t.Errorf("taken: %s", ids)
	}
	if now := m.stored(message.Key); now.Delivery != store.DeliverySent {
		t.Errorf("it is %+v", now)
	}
}

// A server that takes longer than a lease gets the mail once all the same: the node keeps what it is at.
func TestDeliver_ASlowServerGetsItOnce(t *testing.T) {
	m := newMailing(t)
	message := m.one()
	m.Lease = time.Second
	db := storeengine.SQL(t, m.address)
	until := func() (at int64) {
		row := db.QueryRowContext(context.Background(), "select due_at from jobs where kind = 'deliver' and status = 'leased' and payload = '"+message.Key+"'")
		if row.Scan(&at) != nil {
			return 0
		}
		return at
	}
	var kept atomic.Bool
	m.fake.Answer(func(step, _ string) string {
		if step != posttest.End {
			return ""
		}
		before := until()
		for range 1000 { // ten seconds at most, of which it needs one
			if now := until(); now > before {
				kept.Store(true)
				return ""
			}
			time.Sleep(10 * time.Millisecond)
		}
		return ""
	})
	m.deliver()
	if n := len(m.ids()); n != 1 || !kept.Load() {
		t.Errorf("%d taken; kept: %v", n, kept.Load())
	}
}

// An address that is not the complainant's any more gets nothing of what still waited for it.
func TestDeliver_NothingToAFormerAddress(t *testing.T) {
	m := newMailing(t)
	filed := m.file()
	m.do(owner, filed.Reference, moved)
	m.settle()
	m.deliver()
	for _, mail := range m.fake.Taken() {
		if mail.To == klaas.Email && strings.Contains(mail.Text, casework.StatusPath) {
			t.Errorf("it was mailed:\n%s", mail.Text)
		}
	}
	refused := 0
	for _, message := range m.mailed(filed.Reference) {
		if message.Answer == casework.AnswerMoved {
			refused++
		}
	}
	if refused == 0 {
		t.Error("nothing was kept from the former address: this test does not show it")
	}
}

// ASVS 16.2.5: whatever goes wrong, no address, name or word of a server is in the log or in a job.
func TestDeliver_LogHoldsNothingOfPeople(t *testing.T) {
	m := newMailing(t)
	var log bytes.Buffer
	m.Log = slog.New(slog.NewTextHandler(&log, nil))
	m.one()
	m.fake.At(posttest.Receiver, "450 4.2.0 klaas@example.org, SERVER-WORDS")
	m.deliver()
	m.fake.At(posttest.Receiver, "550 5.1.1 klaas@example.org, SERVER-WORDS")
	m.now = m.now.Add(time.Hour)
	m.deliver()
	rows := rowsOf(t, storeengine.SQL(t, m.address), "jobs", "select payload, error from jobs where kind = 'deliver'")
	for _, text := range append(rows, log.String()) {
		for _, word := range []string{klaas.Email, klaas.Name, "SERVER-WORDS"} {
			if strings.Contains(text, word) {
				t.Errorf("%q stands in: %s", word, text)
			}
		}
	}
	if !strings.Contains(log.String(), "address 550 5.1.1") {
		t.Errorf("the log does not tell the answer: %s", log.String())
	}
}
