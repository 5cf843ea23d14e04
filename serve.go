package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/doors/openid"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web"
	"github.com/wederhoor/wederhoor/web/kit"
)

type serveCommand struct {
	databaseFlag
	policyFlag
	breachedFlag
	listenFlag
	signInFlags
	sealFlags
	tombstonesFlag
	fileFlags
	mailFlags
	mailInFlags
	Lease          time.Duration `default:"60s" placeholder:"TIME" help:"How long a node keeps a job to itself before another may take it over: how soon the work of a node that died is done by others. ${default} when not given."`
	TrustedProxies kit.Proxies   `name:"trusted-proxies" env:"WEDERHOOR_TRUSTED_PROXIES" placeholder:"CIDR,…" help:"Reverse proxies, by address or network, whose X-Forwarded-For is believed when attempts and forms are counted by address. None by default."`
	BaseURL        string        `name:"base-url" env:"WEDERHOOR_BASE_URL" placeholder:"URL" help:"Address under which people reach the program; links in messages begin with it. It has no path: the program stands at the root of its host. http:// and the listening address when empty."`
}

type listenFlag struct {
	Listen string `name:"listen" env:"WEDERHOOR_LISTEN" default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Address and port to listen on; ${default} when not given."`
}

// Help is shown by `wederhoor serve --help`.
func (serveCommand) Help() string {
	return "Brings the database up to date, reads the policy, and serves: the procedure and its form at /, the desk for staff at /desk. " +
		"What falls due is done by the same process.\n\n" +
		"A policy with a mistake in it is not used at all: the program does not start and names the line of each. SIGTERM and " +
		"Ctrl-C let running requests end first.\n\n" +
		"/healthz answers as long as the process lives, /readyz as long as the database answers too. Put a reverse proxy with TLS in front, " +
		"set --base-url to the https address that people use, and --trusted-proxies to the proxy: 127.0.0.1,::1 when it runs on the same machine. " +
		"Without it everybody seems to come from the proxy; one on the same machine is then not counted at all, so that a guesser is slowed by the " +
		"account or dossier that is tried and in all, but not by where they come from."
}

func (s serveCommand) Run(ctx context.Context, c console) error {
	log := newLog(c.err)
	if s.Lease < time.Second {
		return fmt.Errorf("--lease: %s is too short; give a second at least", s.Lease)
	}
	p, err := s.load()
	if err != nil {
		return err
	}
	breached, err := s.breachedFlag.open(p)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, s.Listen)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // closed by the server already, when it got that far
	base, err := baseAddress(s.BaseURL, listener)
	if err != nil {
		return err
	}
	provider, mails, in, err := s.others(base, c.now)
	if err != nil {
		return err
	}
	db, err := openMigrated(ctx, s.Database)
	if err != nil {
		return err
	}
	jobs := &givenUp{reader: db.Read(), log: log}
	if err := errors.Join(s.rows(ctx, db, p, log), jobs.before(ctx)); err != nil {
		return errors.Join(err, db.Close())
	}
	rememberBase(ctx, db, base, log)
	key, err := db.Secret(ctx, "links")
	if err != nil {
		return errors.Join(err, db.Close())
	}
	for _, warning := range p.Warnings() {
		log.Warn("policy", "warning", warning)
	}
	office := &casework.Office{DB: db, Policy: p, Clock: c.now, Key: key, Base: base, Log: log, Lease: s.Lease, Mailbox: in.mailbox(mails)}
	porter := &doors.Porter{
		DB: db, Policy: p, Clock: c.now, Key: key, Log: log, Breached: breached,
		OpenID: provider, Passkeys: passkeys(base, p.Organisation.Name, c.now, log),
	}
	// What was erased is erased again at the start, files too: so they are known before.
	if err := errors.Join(s.keep(office, s.Database), s.seals(ctx, office), s.tombstones(ctx, office), s.deliverBy(ctx, mails, office, porter, log)); err != nil {
		return errors.Join(err, db.Close())
	}
	pages := web.New(web.Config{Office: office, Porter: porter, Log: log, Base: base, Secure: secure(base), Proxies: s.TrustedProxies, Machine: c.now})
	log.Info("serving", append([]any{"address", base, "listening", listener.Addr().String()}, s.where(office)...)...)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go askFiles(ctx, office.Files, log)
	moved := &movedAway{db: db, log: log}
	watch := together(jobs.watch, func(ctx context.Context) { moved.watch(ctx, stop) })
	err = site{pages, log}.serve(ctx, listener, together(in.before(office, log), watch))
	return errors.Join(err, moved.err, db.Close())
}

// others reads the settings of the servers of others: who says who people are, and who delivers mail; nil where there is none.
func (s serveCommand) others(base string, now func() time.Time) (*openid.Provider, *post.Server, *mailIn, error) {
	provider, wrong := s.provider(base, now)
	mails, err := s.mailFlags.open()
	in, wrongBox := s.mailInFlags.open(s.MailFrom)
	return provider, mails, in, errors.Join(wrong, err, wrongBox)
}

// rows makes rows of another version anew before anybody reads them. Damaged dossiers do not keep the others from being served.
func (s serveCommand) rows(ctx context.Context, db *store.DB, p *policy.Policy, log *slog.Logger) error {
	err := rowsAnew(ctx, db, p.NewCalendar(), func(outdated int) {
		log.Info("making rows of another version anew", "dossiers", outdated)
	})
	if damaged := (*store.DamagedError)(nil); errors.As(err, &damaged) {
		log.Error("damaged dossiers keep the rows they have: see wederhoor verify", "dossiers", damaged.References)
		return nil
	}
	return err
}

// together is one loop of two. The second ends after the first, so that it sees all that the first did.
func together(first, second func(context.Context)) func(context.Context) {
	return func(ctx context.Context) {
		rest, stop := context.WithCancel(context.WithoutCancel(ctx))
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			second(rest)
		}()
		first(ctx)
		stop()
		<-ended
	}
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("--listen: %w", err)
	}
	return listener, nil
}

// baseAddress checks the address that links begin with, and takes the slash at its end away.
func baseAddress(given string, listener net.Listener) (string, error) {
	if given == "" {
		return "http://" + listener.Addr().String(), nil
	}
	u, err := url.Parse(given)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("--base-url: %q is not an address such as https://klachten.example.nl", given)
	}
	if strings.Trim(u.Path, "/") != "" {
		return "", fmt.Errorf("--base-url: %q has a path; the program stands at the root of a host of its own, such as https://klachten.example.nl", given)
	}
	return strings.TrimRight(given, "/"), nil
}

// rememberBase leaves the base address for commands that print links. A disk that fails keeps nobody from being served what can be read.
func rememberBase(ctx context.Context, db *store.DB, base string, log *slog.Logger) {
	before, err := db.Read().Setting(ctx, baseSetting)
	if err == nil && before != base {
		err = db.Write(ctx, func(tx *store.Tx) error { return tx.SaveSetting(baseSetting, base) })
	}
	if err != nil {
		log.Warn("the base address was not kept for the command line: give --base-url to admin invite and admin reset", "error", err)
	}
}

// secure reports whether people reach the program over TLS, so that cookies may travel over nothing else.
func secure(base string) bool { return strings.HasPrefix(base, "https://") }

// site is what is served, and for how long.
type site struct {
	handler http.Handler
	log     *slog.Logger
}

// stopTime is what running requests get to end; service managers wait longer before they kill.
const stopTime = 25 * time.Second

// serve answers requests and runs the loop beside them until the context ends. Then requests end first, because they may
// leave work to the loop, and the loop ends after them.
func (s site) serve(ctx context.Context, listener net.Listener, loop func(context.Context)) error {
	server := web.Server("", s.handler)
	server.ErrorLog = slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)
	loopCtx, stopLoop := context.WithCancel(context.WithoutCancel(ctx))
	defer stopLoop()
	looped := make(chan struct{})
	go func() {
		defer close(looped)
		loop(loopCtx)
	}()
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	var err error
	select {
	case err = <-served:
	case <-ctx.Done():
		s.log.Info("stopping")
		err = shutDown(server)
	}
	stopLoop()
	<-looped
	if err == nil {
		s.log.Info("stopped")
	}
	return err
}

func shutDown(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("requests did not end in %s: %w", stopTime, err), server.Close())
	}
	return nil
}
