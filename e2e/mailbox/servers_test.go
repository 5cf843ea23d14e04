//go:build servers

package mailbox

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	gomail "github.com/emersion/go-message/mail"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/inbox/imap"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/post/posttest"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/tools/logwatch"
)

const (
	annas      = "anna@example.org"
	complaints = "klachten@kliniek.example"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// correspondence is an office with its mail servers, and a complainant with a mailbox.
type correspondence struct {
	*casework.Office
	t       *testing.T
	postfix *posttest.Postfix
	dovecot *posttest.Dovecot
	annas   *post.Server // by which she sends
}

func open(t *testing.T) *correspondence {
	t.Helper()
	c := &correspondence{t: t, postfix: posttest.StartPostfix(t, annas, complaints)}
	c.dovecot = posttest.StartDovecot(t, c.postfix, 1)
	db, err := store.Open(t.Context(), storetest.ToMigrate(t))
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	must(t, db.Migrate(t.Context()))
	must(t, db.Write(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.SaveBranches([]register.Branch{{ID: "B1", Name: "Utrecht", City: "Utrecht"}}),
			tx.SaveAccount(store.Account{ID: "owner", Name: "Olga", Email: "olga@kliniek.example", Hash: "-", Roles: []dossier.Role{dossier.RoleOwner}}))
	}))
	c.Office = &casework.Office{
		DB: db, Policy: policy.Default(), Clock: time.Now, Key: []byte("0123456789abcdef0123456789abcdef"), Base: "https://example.org",
		Log: slog.New(slog.NewTextHandler(logwatch.Writer(), nil)), Mailbox: &casework.Mailbox{Address: complaints, Domain: "kliniek.example"},
	}
	folder, err := files.OpenFolder(t.TempDir())
	must(t, err)
	c.KeepFiles(t.TempDir(), folder, nil)
	ours := c.server("Klachten <" + complaints + ">")
	c.annas, c.Post = c.server("Anna <"+annas+">"), ours
	must(t, db.Write(t.Context(), func(tx *store.Tx) error { return tx.DeliverMail(ours.Domain()) }))
	return c
}

func (c *correspondence) server(from string) *post.Server {
	c.t.Helper()
	s, err := post.Open(post.Settings{Server: c.postfix.Address, Security: post.StartTLS, From: from})
	must(c.t, err)
	s.TLS = c.postfix.Trust
	return s
}

// run fetches, does jobs and delivers until the test ends.
func (c *correspondence) run() {
	c.t.Helper()
	box, err := imap.Open(imap.Settings{Server: c.dovecot.Address, Security: imap.TLS, User: c.dovecot.User, Password: c.dovecot.Password})
	must(c.t, err)
	box.TLS, box.Log, box.Poll, box.Pause = c.dovecot.Trust, c.Log, 100*time.Millisecond, 50*time.Millisecond
	ctx, stop := context.WithCancel(c.t.Context())
	ended := make(chan struct{}, 2)
	go func() {
		box.Run(ctx, func(ctx context.Context, m imap.Mail) error {
			return c.TakeMail(ctx, casework.Incoming{Place: m.Place, At: m.At, Size: m.Size, Whole: m.Whole, Body: m.Body})
		})
		ended <- struct{}{}
	}()
	go func() { c.Run(ctx); ended <- struct{}{} }()
	c.t.Cleanup(func() { stop(); <-ended; <-ended })
}

// writes has Anna send a mail.
func (c *correspondence) writes(to, subject, text string) {
	c.t.Helper()
	raw, err := c.annas.Write(post.Mail{ID: strings.ToLower(files.NewID()) + "@example.org", To: to, Subject: subject, Text: text, Language: "nl", At: time.Now()})
	must(c.t, err)
	raw = bytes.Replace(raw, []byte("Auto-Submitted: auto-generated\r\n"), nil, 1) // she is a person
	must(c.t, c.annas.Send(c.t.Context(), raw, to))
}

// gets waits until Anna has a mail whose subject begins so, and gives its text, and where its answers go.
func (c *correspondence) gets(subject string) (text, replyTo string) {
	c.t.Helper()
	for n := 1; ; { // Mails fails when no more come
		mails := c.postfix.Mails(c.t, n)
		for _, raw := range mails {
			r, err := gomail.CreateReader(strings.NewReader(raw))
			must(c.t, err)
			is, err := r.Header.Subject()
			must(c.t, err)
			if !strings.HasPrefix(is, subject) {
				continue
			}
			part, err := r.NextPart()
			must(c.t, err)
			body, err := io.ReadAll(part.Body)
			must(c.t, err)
			list, err := r.Header.AddressList("Reply-To")
			must(c.t, err)
			return is + "\n" + string(body), list[0].Address
		}
		n = len(mails) + 1
	}
}

// rows waits until so many mails came in, and gives them, the first to come in first.
func (c *correspondence) rows(n int) []store.MailIn {
	c.t.Helper()
	for range 400 {
		list, err := c.DB.Read().MailsAfter(c.t.Context(), "", 100)
		must(c.t, err)
		if len(list) == n {
			return list
		}
		time.Sleep(25 * time.Millisecond)
	}
	c.t.Fatalf("there are no %d mails:\n%s\n%s", n, c.postfix.Log(), c.dovecot.Log())
	return nil
}

// R5, R7, R11: a complaint by mail comes in, the confirmation goes out, an answer to that comes in, and the decision goes out, by Postfix and Dovecot.
func TestPostfixAndDovecot_AComplaintByMailFromBeginningToEnd(t *testing.T) {
	c := open(t)
	c.run()
	c.writes(complaints, "Mijn behandeling", "Mijn tanden zijn niet wit geworden. Ik ben daar boos over.")
	filed := c.rows(1)[0]
	if filed.State != store.MailComplaint || filed.Reference == "" {
		t.Fatalf("it stands as %s %v", filed.State, filed.Reasons)
	}
	text, replyTo := c.gets("Wij hebben uw klacht ontvangen")
	if !strings.Contains(text, filed.Reference) || !strings.Contains(text, "/zaak/") || !strings.HasPrefix(replyTo, "klachten+") {
		t.Errorf("the confirmation has no reference or no link, or answers go to %s", replyTo)
	}
	c.writes(replyTo, "Re: iets anders", "Het was op maandag.")
	for _, row := range c.rows(2) {
		if row.ID != filed.ID && (row.State != store.MailJoined || row.Reference != filed.Reference) {
			t.Errorf("the answer stands as %s %v in %q", row.State, row.Reasons, row.Reference)
		}
	}
	owner := casework.Viewer{Actor: dossier.Actor{Account: "owner", Roles: []dossier.Role{dossier.RoleOwner}}, Name: "Olga"}
	view, err := c.Fetch(t.Context(), owner, filed.Reference, casework.PageDossier)
	must(t, err)
	said := false
	for _, e := range view.Entries {
		for _, p := range e.Parts {
			said = said || strings.Contains(p.Text, "Het was op maandag.")
		}
	}
	if !said {
		t.Error("the answer is not in the dossier")
	}
	_, err = c.Do(t.Context(), owner, casework.Order{Reference: filed.Reference, Command: dossier.Judge{
		Severity: "minor", Ground: "comfort", Reason: "De stoel",
	}})
	must(t, err)
	text, _ = c.gets("Ons besluit over uw klacht")
	if strings.Contains(text, "De stoel") || !strings.Contains(text, filed.Reference) || !strings.Contains(text, "/zaak/") {
		t.Errorf("the decision's mail has no reference or no link, or says what is read behind it:\n%s", text)
	}
}
