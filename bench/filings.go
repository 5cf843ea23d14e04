package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/wederhoor/wederhoor/demo"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web"
)

var clientCounts = []int{1, 8, 32}

// benchFilings files complaints over HTTP and, in turns with it, writes the same rows straight into the same engine.
func benchFilings(ctx context.Context, out io.Writer, e engine, s settings) error {
	_, _ = fmt.Fprintf(out, "%s\n\n", e.name)
	_, _ = fmt.Fprintln(out, "| clients | filings/s over HTTP | p50 | p99 | rows per filing | same rows straight into the engine: filings/s | ratio |")
	_, _ = fmt.Fprintln(out, "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, clients := range clientCounts {
		if err := benchClients(ctx, out, e, clients, time.Duration(s.seconds)*time.Second); err != nil {
			return err
		}
	}
	return nil
}

func benchClients(ctx context.Context, out io.Writer, e engine, clients int, long time.Duration) error {
	address, drop, err := e.create()
	if err != nil {
		return err
	}
	defer drop()
	filed, jobs, err := fileOverHTTP(ctx, address, clients, long)
	if err != nil {
		return err
	}
	rows, err := readRows(ctx, e, address)
	if err != nil {
		return err
	}
	straight, err := writeStraight(ctx, e, rows, clients)
	if err != nil {
		return fmt.Errorf("straight: %w", err)
	}
	_, _ = fmt.Fprintf(out, "| %d | %.0f | %s | %s | %.1f | %.0f | %.2f |\n", clients, filed.perSecond(), filed.at(50), filed.at(99),
		float64(rows.count())/float64(len(filed.each)), straight.perSecond(), filed.perSecond()/straight.perSecond())
	if clients == clientCounts[len(clientCounts)-1] {
		_, _ = fmt.Fprintf(out, "\nWhat follows from filings (look-up in the register, messages) was done at %.0f filings/s.\n\n", jobs.perSecond())
	}
	return nil
}

// site is a running program over a database of its own.
type site struct {
	server *httptest.Server
	world  *demo.World
	client *http.Client
}

func newSite(ctx context.Context, address string, clients int) (*site, error) {
	db, err := store.Open(ctx, address)
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	if err := demo.Prepare(ctx, db); err != nil && !errors.Is(err, store.ErrTaken) {
		return nil, err
	}
	world, err := demo.Open(ctx, db, wide(), "http://127.0.0.1", silent())
	if err != nil {
		return nil, err
	}
	return &site{
		server: httptest.NewServer(web.New(web.Config{Office: world.Office, Log: silent(), Base: "http://127.0.0.1"})),
		world:  world,
		client: &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: clients},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// wide is a policy under which as much may come in as the program can take: everything is counted as ever, and nothing of it is too much.
func wide() *policy.Policy {
	p := policy.Default()
	all := policy.Rate{AtOnce: 1_000_000, PerHour: 1_000_000}
	p.Forms.OneAddress, p.Forms.Load, p.Forms.InAll = all, all, all
	return p
}

func (s *site) close() error {
	s.server.Close()
	return s.world.Office.DB.Close()
}

// fileOverHTTP files complaints for a while, as browsers do: each with the key of a form that was asked for before. It also measures
// how fast what follows from them is done afterwards.
func fileOverHTTP(ctx context.Context, address string, clients int, long time.Duration) (filed, jobs times, err error) {
	s, err := newSite(ctx, address, clients)
	if err != nil {
		return filed, jobs, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	results := make([]times, clients)
	failed := make([]error, clients)
	until := time.Now().Add(long)
	started := time.Now()
	var all sync.WaitGroup
	for n := range clients {
		all.Go(func() { results[n], failed[n] = s.fileUntil(ctx, n, until) })
	}
	all.Wait()
	filed.took = time.Since(started)
	for _, r := range results {
		filed.took -= r.took / time.Duration(clients) // asking for forms is not filing
		filed.each = append(filed.each, r.each...)
	}
	if err := errors.Join(failed...); err != nil {
		return filed, jobs, err
	}
	jobs.each = filed.each
	started = time.Now()
	for {
		n, err := s.world.Office.Tick(ctx)
		if err != nil {
			return filed, jobs, err
		}
		if n == 0 {
			break
		}
	}
	jobs.took = time.Since(started)
	return filed, jobs, nil
}

// fileUntil is one client. The took of its result is the time that went into asking for forms.
func (s *site) fileUntil(ctx context.Context, client int, until time.Time) (times, error) {
	var done times
	for n := 0; time.Now().Before(until); n++ {
		asked := time.Now()
		key, err := s.formKey(ctx)
		if err != nil {
			return done, err
		}
		done.took += time.Since(asked)
		took, err := s.file(ctx, complaint(client, n, key))
		if err != nil {
			return done, err
		}
		done.each = append(done.each, took)
	}
	return done, nil
}

func (s *site) formKey(ctx context.Context) (string, error) {
	page, _, err := s.get(ctx, "/klacht")
	if err != nil {
		return "", err
	}
	_, rest, found := strings.Cut(page, `name="form_key" value="`)
	key, _, closed := strings.Cut(rest, `"`)
	if !found || !closed {
		return "", errors.New("the form has no key")
	}
	return key, nil
}

func (s *site) get(ctx context.Context, path string) (body string, status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.server.URL+path, nil)
	if err != nil {
		return "", 0, err
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = answer.Body.Close() }() // it was read
	b, err := io.ReadAll(answer.Body)
	return string(b), answer.StatusCode, err
}

// file posts one form and answers how long that took.
func (s *site) file(ctx context.Context, form url.Values) (time.Duration, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.server.URL+"/klacht", strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	started := time.Now()
	answer, err := s.client.Do(r)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, answer.Body)
	took := time.Since(started)
	_ = answer.Body.Close() // it was read
	if err == nil && answer.StatusCode != http.StatusSeeOther {
		err = fmt.Errorf("a filing was answered with %s", answer.Status)
	}
	return took, err
}

func complaint(client, n int, key string) url.Values {
	return url.Values{
		"form_key": {key}, "branch": {"UTR"}, "treatment_date": {"2026-03-03"}, "specialist": {"S14"}, "about": {"specialist", "treatment"},
		"story": {"Mijn boventanden zijn lichter geworden, maar mijn ondertanden niet. Het ziet er nu vlekkerig uit. Mij was gezegd dat het zou " +
			"bijtrekken, maar dat is niet gebeurd. Ik heb foto's van voor en na."},
		"wish": {"Ik wil mijn geld terug."}, "name": {fmt.Sprintf("Klant %d van %d", n, client)},
		"email": {fmt.Sprintf("klant.%d.%d@post.example", client, n)}, "phone": {fmt.Sprintf("06 %02d %06d", 10+client, n)}, "language": {"nl"},
	}
}
