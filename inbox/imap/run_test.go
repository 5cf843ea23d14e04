package imap_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	protocol "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"github.com/wederhoor/wederhoor/inbox/imap"
)

const password = "geheim-woord"

// fake is an IMAP server in memory whose connections can be broken or held up.
type fake struct {
	t       *testing.T
	address string
	user    *imapmemserver.User
	logins  atomic.Int32
	fails   atomic.Int32  // so many STORE commands are refused
	badUID  atomic.Uint32 // the bytes of this mail cannot be read
	server  *imapserver.Server
	mu      sync.Mutex
	conns   []net.Conn
	silent  atomic.Bool // what the server says does not arrive
}

// start starts one with these capabilities beside IMAP4rev1.
func start(t *testing.T, caps ...protocol.Cap) *fake {
	t.Helper()
	f := &fake{t: t, user: imapmemserver.NewUser("klachten", password)}
	must(t, f.user.Create("INBOX", nil))
	memory := imapmemserver.New()
	memory.AddUser(f.user)
	set := protocol.CapSet{protocol.CapIMAP4rev1: {}}
	for _, c := range caps {
		set[c] = struct{}{}
	}
	f.server = imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return &session{Session: memory.NewSession(), f: f}, nil, nil
		},
		Caps: set, InsecureAuth: true, Logger: quiet{},
	})
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	f.address = l.Addr().String()
	served := make(chan struct{})
	go func() { defer close(served); _ = f.server.Serve(&listener{l, f}) }()
	t.Cleanup(func() { _ = f.server.Close(); <-served })
	return f
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}

type listener struct {
	net.Listener
	f *fake
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.f.mu.Lock()
	defer l.f.mu.Unlock()
	l.f.conns = append(l.f.conns, c)
	return &conn{c, l.f}, nil
}

type conn struct {
	net.Conn
	f *fake
}

func (c *conn) Write(p []byte) (int, error) {
	if c.f.silent.Load() {
		return len(p), nil
	}
	return c.Conn.Write(p)
}

// hangUp breaks all connections.
func (f *fake) hangUp() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.conns {
		_ = c.Close()
	}
	f.conns = nil
}

// session is one of the server's, which counts logins and can refuse to mark.
type session struct {
	imapserver.Session
	f *fake
}

func (s *session) Login(user, pass string) error {
	s.f.logins.Add(1)
	return s.Session.Login(user, pass)
}

func (s *session) Store(w *imapserver.FetchWriter, set protocol.NumSet, flags *protocol.StoreFlags, options *protocol.StoreOptions) error {
	if s.f.fails.Add(-1) >= 0 {
		return &protocol.Error{Type: protocol.StatusResponseTypeNo, Text: "not now"}
	}
	return s.Session.Store(w, set, flags, options)
}

func (s *session) Fetch(w *imapserver.FetchWriter, set protocol.NumSet, options *protocol.FetchOptions) error {
	if uids, ok := set.(protocol.UIDSet); ok && len(options.BodySection) > 0 && uids.Contains(protocol.UID(s.f.badUID.Load())) {
		return &protocol.Error{Type: protocol.StatusResponseTypeNo, Text: "cannot read it"}
	}
	return s.Session.Fetch(w, set, options)
}

func (s *session) Move(w *imapserver.MoveWriter, set protocol.NumSet, folder string) error {
	return s.Session.(imapserver.SessionMove).Move(w, set, folder)
}

func (s *session) Namespace() (*protocol.NamespaceData, error) {
	return s.Session.(imapserver.SessionNamespace).Namespace()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mailOf(subject string) string {
	return "From: anna@example.nl\r\nTo: klachten@example.nl\r\nSubject: " + subject + "\r\n\r\nHallo\r\n"
}

func (f *fake) put(mails ...string) {
	f.t.Helper()
	for _, m := range mails {
		_, err := f.user.Append("INBOX", literal{strings.NewReader(m)}, &protocol.AppendOptions{})
		must(f.t, err)
	}
}

type literal struct{ *strings.Reader }

// left is how many mails stand in a folder, and how many of them are not seen.
func (f *fake) left(folder string) (all, unseen uint32) {
	f.t.Helper()
	data, err := f.user.Status(folder, &protocol.StatusOptions{NumMessages: true, NumUnseen: true})
	must(f.t, err)
	return *data.NumMessages, *data.NumUnseen
}

// box is how mails are fetched from it, with little patience.
func (f *fake) box() *imap.Mailbox {
	f.t.Helper()
	m, err := imap.Open(imap.Settings{Server: f.address, Security: imap.Plain, User: "klachten", Password: password})
	must(f.t, err)
	m.Pause, m.Slowest, m.Poll, m.Log = time.Millisecond, 10*time.Millisecond, 5*time.Millisecond, slog.New(slog.DiscardHandler)
	return m
}

// taken collects what was handed over.
type taken struct {
	mu    sync.Mutex
	mails []string
	told  chan struct{}
	fail  func(n int) error // by how many were handed over before
}

func newTaken() *taken { return &taken{told: make(chan struct{}, 1000)} }

func (k *taken) take(_ context.Context, m imap.Mail) error {
	body, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	n := len(k.mails)
	k.mails = append(k.mails, string(body))
	k.told <- struct{}{}
	if k.fail != nil {
		return k.fail(n)
	}
	return nil
}

// different is how many different mails were handed over, and how many times in all.
func (k *taken) different() (different, times int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	seen := map[[32]byte]bool{}
	for _, m := range k.mails {
		seen[sha256.Sum256([]byte(m))] = true
	}
	return len(seen), len(k.mails)
}

// run fetches until the test ends.
func run(t *testing.T, m *imap.Mailbox, k *taken) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); m.Run(ctx, k.take) }()
	t.Cleanup(func() { stop(); <-ended })
}

// until waits for something that must come to be.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 2000 {
		if holds() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

// servers are what mail servers can do.
var servers = map[string][]protocol.Cap{
	"with IDLE and MOVE": {protocol.CapIdle, protocol.CapMove, protocol.CapUIDPlus},
	"without IDLE":       {protocol.CapMove, protocol.CapUIDPlus},
	"with nothing":       nil,
}

func TestRun_WhatIsThereAndWhatComesIsHandedOverOnceAndMarked(t *testing.T) {
	for name, caps := range servers {
		t.Run(name, func(t *testing.T) {
			f, k := start(t, caps...), newTaken()
			f.put(mailOf("een"), mailOf("twee"))
			run(t, f.box(), k)
			until(t, "two mails", func() bool { d, _ := k.different(); return d == 2 })
			f.put(mailOf("drie"))
			until(t, "the third", func() bool { d, _ := k.different(); return d == 3 })
			until(t, "all are marked", func() bool { _, unseen := f.left("INBOX"); return unseen == 0 })
			if len(caps) > 0 {
				until(t, "all are moved", func() bool { all, _ := f.left("INBOX"); return all == 0 })
				if done, _ := f.left("Verwerkt"); done != 3 {
					t.Errorf("%d mails were moved", done)
				}
			}
			if d, times := k.different(); d != 3 || times != 3 {
				t.Errorf("%d mails were handed over %d times", d, times)
			}
		})
	}
}

// What was not taken in is neither marked as read nor moved, and is handed over again; the others do not wait for it.
func TestRun_WhatWasNotTakenInStaysAsItIs(t *testing.T) {
	f, k := start(t, servers["with IDLE and MOVE"]...), newTaken()
	f.put(mailOf("een"), mailOf("twee"))
	block := atomic.Bool{}
	block.Store(true)
	refused := make(chan uint32, 1000)
	k.fail = func(int) error {
		if strings.Contains(k.mails[len(k.mails)-1], "een") && block.Load() {
			_, unseen := f.left("INBOX")
			refused <- unseen
			return errors.New("the database is away")
		}
		return nil
	}
	run(t, f.box(), k)
	until(t, "the second is moved", func() bool { all, _ := f.left("INBOX"); return all == 1 })
	if unseen := <-refused; unseen != 2 {
		t.Errorf("%d were not seen while the first was taken in", unseen)
	}
	if _, unseen := f.left("INBOX"); unseen != 1 {
		t.Error("a mail that was not taken in is marked as read")
	}
	block.Store(false)
	until(t, "the first too", func() bool { all, _ := f.left("INBOX"); return all == 0 })
}

// When a mail was taken in and could not be marked, it is handed over again: whoever takes it knows it by its bytes.
func TestRun_AMailThatCouldNotBeMarkedComesAgain(t *testing.T) {
	f, k := start(t, servers["with IDLE and MOVE"]...), newTaken()
	f.fails.Store(2)
	f.put(mailOf("een"))
	run(t, f.box(), k)
	until(t, "it is moved", func() bool { all, _ := f.left("INBOX"); return all == 0 })
	if d, times := k.different(); d != 1 || times != 3 {
		t.Errorf("%d mails, %d times", d, times)
	}
}

// A server that hangs up, in the middle of anything, loses no mail.
func TestRun_HangingUpLosesNoMail(t *testing.T) {
	f, k := start(t, servers["with IDLE and MOVE"]...), newTaken()
	run(t, f.box(), k)
	for i := range 20 {
		f.put(mailOf(fmt.Sprint("mail ", i)) + strings.Repeat("x", 100_000))
		if i%3 == 0 {
			until(t, "something is handed over", func() bool { d, _ := k.different(); return d > i/2 })
			f.hangUp()
		}
	}
	until(t, "all are taken in", func() bool { d, _ := k.different(); return d == 20 })
	until(t, "all are moved", func() bool { all, _ := f.left("INBOX"); return all == 0 })
	if f.logins.Load() < 2 {
		t.Error("it never connected again")
	}
}

// A server that says nothing more is noticed: while it is idle, and while it is asked something.
func TestRun_AServerThatHangsIsLeftAndTriedAgain(t *testing.T) {
	for name, caps := range servers {
		t.Run(name, func(t *testing.T) {
			f, k := start(t, caps...), newTaken()
			m := f.box()
			m.Patience, m.Renew = 50*time.Millisecond, 20*time.Millisecond
			f.put(mailOf("een"))
			run(t, m, k)
			until(t, "the first", func() bool { d, _ := k.different(); return d == 1 })
			before := f.logins.Load()
			f.silent.Store(true)
			until(t, "it connects anew", func() bool {
				f.mu.Lock()
				defer f.mu.Unlock()
				return len(f.conns) > 1
			})
			f.silent.Store(false)
			f.put(mailOf("twee"))
			until(t, "the second", func() bool { d, _ := k.different(); return d == 2 })
			if f.logins.Load() == before {
				t.Error("it did not log in again")
			}
		})
	}
}

// When the server numbers its mails anew, nothing is passed over.
func TestRun_MailsThatAreNumberedAnewAreNotPassedOver(t *testing.T) {
	f, k := start(t, servers["with nothing"]...), newTaken()
	f.put(mailOf("een"))
	run(t, f.box(), k)
	until(t, "the first is marked", func() bool { _, unseen := f.left("INBOX"); return unseen == 0 })
	must(t, f.user.Delete("INBOX")) // as after a repair: UIDs begin at 1 again, and nothing is marked
	must(t, f.user.Create("INBOX", nil))
	f.put(mailOf("een"), mailOf("twee"))
	f.hangUp()
	until(t, "both are marked", func() bool { _, unseen := f.left("INBOX"); return unseen == 0 })
	if d, _ := k.different(); d != 2 {
		t.Errorf("%d mails", d)
	}
}

// Of several nodes one fetches.
func TestRun_WhoHasNotTheTurnFetchesNothing(t *testing.T) {
	f, mine, other := start(t, servers["with IDLE and MOVE"]...), newTaken(), newTaken()
	first, second := f.box(), f.box()
	turn := atomic.Bool{}
	first.Turn = func() (bool, error) { return !turn.Load(), nil }
	second.Turn = func() (bool, error) { return turn.Load(), nil }
	run(t, first, mine)
	run(t, second, other)
	f.put(mailOf("een"))
	until(t, "the first node has it", func() bool { d, _ := mine.different(); return d == 1 })
	until(t, "it is moved", func() bool { all, _ := f.left("INBOX"); return all == 0 })
	turn.Store(true) // the first node died, as far as the second knows
	f.put(mailOf("twee"))
	until(t, "the second node has the next", func() bool { d, _ := other.different(); return d == 1 })
	if d, _ := mine.different(); d != 1 {
		t.Error("the first node fetched without the turn")
	}
}

// Of a mail that is larger than may be the beginning comes alone, and says so.
func TestRun_ALargeMailComesWithItsBeginningAlone(t *testing.T) {
	f := start(t, servers["with IDLE and MOVE"]...)
	m := f.box()
	m.Most = 300 << 10
	f.put(mailOf("groot") + strings.Repeat("x", 1<<20))
	got := make(chan imap.Mail, 1)
	size := make(chan int, 1)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		m.Run(ctx, func(_ context.Context, mail imap.Mail) error {
			body, err := io.ReadAll(mail.Body)
			size <- len(body)
			got <- mail
			return err
		})
	}()
	n, mail := <-size, <-got
	stop()
	<-ended
	if mail.Whole || mail.Size < 1<<20 || n != 256<<10 {
		t.Errorf("whole %v, size %d, %d bytes", mail.Whole, mail.Size, n)
	}
}

func TestRun_NothingIsLoggedOfWhoWroteOrOfThePassword(t *testing.T) {
	f, k := start(t), newTaken()
	var log bytes.Buffer
	m := f.box()
	m.Log = slog.New(slog.NewJSONHandler(&log, nil))
	wrong, err := imap.Open(imap.Settings{Server: f.address, Security: imap.Plain, User: "klachten", Password: "ander-woord"})
	must(t, err)
	wrong.Log, wrong.Pause, wrong.Slowest = m.Log, time.Millisecond, time.Millisecond
	for _, box := range []*imap.Mailbox{m, wrong} {
		before := f.logins.Load()
		f.put(mailOf("een"))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); box.Run(ctx, k.take) }()
		until(t, "a login", func() bool { return f.logins.Load() > before+1 || box == m && f.logins.Load() > before })
		if box == m {
			<-k.told
		}
		stop()
		<-ended
	}
	if text := log.String(); strings.Contains(text, "anna") || strings.Contains(text, "woord") || !strings.Contains(text, "imap: login") {
		t.Errorf("the log says %s", text)
	}
}

func TestOpen_RefusesWhatCannotBeRight(t *testing.T) {
	good := imap.Settings{Server: "imap.example.nl:993", Security: imap.TLS, User: "klachten", Password: password, Folder: "INBOX"}
	if _, err := imap.Open(good); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*imap.Settings)
		names  string
	}{
		"no port":         {func(s *imap.Settings) { s.Server = "imap.example.nl" }, "--imap:"},
		"no host":         {func(s *imap.Settings) { s.Server = ":993" }, "--imap:"},
		"another way":     {func(s *imap.Settings) { s.Security = "ssl" }, "--imap-security:"},
		"plain elsewhere": {func(s *imap.Settings) { s.Security = imap.Plain }, "--imap-security:"},
		"no user":         {func(s *imap.Settings) { s.User = "" }, "--imap-user"},
		"no password":     {func(s *imap.Settings) { s.Password = "" }, "--imap-password"},
		"a folder":        {func(s *imap.Settings) { s.Folder = "a\r\nb" }, "--imap-folder:"},
	} {
		s := good
		c.change(&s)
		if _, err := imap.Open(s); err == nil || !strings.Contains(err.Error(), c.names) || strings.Contains(err.Error(), password) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
