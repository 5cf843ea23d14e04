package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/demo"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// queueFile is the database with many dossiers, which the measurement of memory uses too.
const queueFile = "queue.db"

// benchQueue asks for the owner's queue, first page and others, with many dossiers in it.
func benchQueue(ctx context.Context, out io.Writer, folder string, s settings) error {
	path := filepath.Join(folder, queueFile)
	started := time.Now()
	if err := fillQueue(ctx, path, s.dossiers); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "%d dossiers made in %.0f s\n\n", s.dossiers, time.Since(started).Seconds())
	site, err := newSite(ctx, "sqlite:"+path, 8)
	if err != nil {
		return err
	}
	err = site.measureQueue(ctx, out, s.pages)
	return errors.Join(err, site.close())
}

// queuePages are what staff look at: the queue as it opens, and narrowed in the ways the page offers.
var queuePages = []struct{ name, path string }{
	{"queue, what is due first", "/desk"},
	{"all dossiers", "/desk?view=all"},
	{"one branch", "/desk?branch=UTR"},
	{"in triage", "/desk?step=triage"},
	{"one name looked for", "/desk?view=all&q=klant+2711"},
}

func (s *site) measureQueue(ctx context.Context, out io.Writer, pages int) error {
	if err := s.signIn(ctx); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(out, "| page of the desk | p50 | p99 |")
	_, _ = fmt.Fprintln(out, "| --- | ---: | ---: |")
	for _, page := range queuePages {
		var t times
		for range pages {
			asked := time.Now()
			_, status, err := s.get(ctx, page.path)
			if err != nil || status != http.StatusOK {
				return errors.Join(err, fmt.Errorf("%s answered %d", page.path, status))
			}
			t.each = append(t.each, time.Since(asked))
		}
		_, _ = fmt.Fprintf(out, "| %s | %s | %s |\n", page.name, t.at(50), t.at(99))
	}
	_, _ = fmt.Fprintln(out)
	return nil
}

// signIn signs the demo's owner in.
func (s *site) signIn(ctx context.Context) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	s.client.Jar = jar
	form := url.Values{"email": {s.world.Accounts[0].Email}, "password": {demo.Password}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.server.URL+"/desk/sign-in", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := s.client.Do(r)
	if err != nil {
		return err
	}
	_ = answer.Body.Close() // only the cookie is wanted
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("signing in was answered with %s", answer.Status)
	}
	return nil
}

// perCommit is how many dossiers are made in one transaction.
const perCommit = 250

// fillQueue makes dossiers by the procedure's own decisions and appends what happened, many in one transaction and without waiting for the
// disk: how they came to be there is not what is measured.
func fillQueue(ctx context.Context, path string, count int) error {
	hurry = true
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, _ string) error {
		if !hurry {
			return nil
		}
		_, err := conn.ExecContext(context.Background(), "pragma synchronous = off", nil)
		return err
	})
	defer func() { hurry = false }()
	db, err := store.Open(ctx, "sqlite:"+path)
	if err != nil {
		return err
	}
	err = db.Migrate(ctx)
	if err == nil {
		err = demo.Prepare(ctx, db)
	}
	if err == nil {
		err = newFiller().fill(ctx, db, count)
	}
	return errors.Join(err, db.Close())
}

// hurry makes new connections not wait for the disk.
var hurry bool

// filler decides what happens in the dossiers of the queue.
type filler struct {
	r      *rand.Rand
	policy *policy.Policy
	cal    *calendar.Calendar
	tx     *store.Tx
}

func newFiller() *filler {
	p := policy.Default()
	return &filler{r: rand.New(rand.NewPCG(1, 2)), policy: p, cal: p.NewCalendar()} //nolint:gosec // made-up dossiers, the same each time
}

func (f *filler) fill(ctx context.Context, db *store.DB, count int) error {
	for made := 0; made < count; made += perCommit {
		err := db.Write(ctx, func(tx *store.Tx) error {
			f.tx = tx
			if err := tx.SaveTerms(f.policy.Hash(), f.policy.Terms); err != nil {
				return err
			}
			for n := made; n < min(made+perCommit, count); n++ {
				if err := f.dossier(n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// codes are the demo's branches; the specialist with the number of the branch and twelve works there.
var codes = []string{"AMS", "UTR", "RTD", "DHG", "EHV", "GRO", "ARN", "BRE", "HRL", "ZWO", "MST", "LWD"}

// spread makes references that look drawn and are all different: the number of references is a prime.
const spread = 2654435761

// dossier files a complaint at some moment of the past years. One in ten is still to be judged, four in ten are rejected, the rest is under
// way. All of it is appended at once, which brings the rows of the lists up to date once.
func (f *filler) dossier(n int) error {
	at := demo.Start.Add(-time.Duration(f.r.IntN(3*365*24*60)) * time.Minute)
	branch := f.r.IntN(len(codes))
	commands := []dossier.Command{
		dossier.File{
			Contact: dossier.Contact{Name: fmt.Sprintf("Klant %d", n), Email: fmt.Sprintf("klant%d@post.example", n)},
			Branch:  dossier.BranchID(codes[branch]), TreatmentDate: f.cal.Day(at.AddDate(0, 0, -2)),
			Specialists: []dossier.SpecialistID{dossier.SpecialistID(fmt.Sprintf("S%02d", branch+13))}, About: []dossier.About{dossier.AboutSpecialist},
			Story: "Het resultaat is niet wat mij is verteld.", Language: "nl", Channel: dossier.ByForm, ReceivedAt: at,
			Reference: dossier.NewReference(uint64(n) * spread), TermsHash: f.policy.Hash(), //nolint:gosec // n counts up from 0
		},
		dossier.RecordMatch{Outcome: dossier.MatchNobody},
	}
	judged := dossier.Judge{Severity: "minor", Reason: "Het verhaal is duidelijk."}
	switch kind := f.r.IntN(10); {
	case kind == 0:
	case kind < 5:
		judged.Ground = "not_serious"
		commands = append(commands, judged)
	default:
		judged.Serious = true
		commands = append(commands, judged)
	}
	return f.append(commands, at)
}

// append decides commands one after the other, each by who may give it, and appends what they come to.
func (f *filler) append(commands []dossier.Command, at time.Time) error {
	d := f.tx.New()
	env := dossier.Env{Now: at, Terms: f.policy.Terms, Calendar: f.cal}
	state := d.State
	var all []dossier.Happening
	for _, c := range commands {
		env.By = dossier.Actor{Account: "M002", Roles: []dossier.Role{dossier.RoleAssistant}}
		if _, ok := c.(dossier.RecordMatch); ok {
			env.By = dossier.System()
		}
		happenings, err := dossier.Decide(state, c, env)
		if err != nil {
			return fmt.Errorf("%s: %w", c.Kind(), err)
		}
		for _, h := range happenings {
			state = dossier.Evolve(state, dossier.Record{Number: state.Count + 1, At: at, By: env.By.Name(), Event: h.Event})
		}
		all = append(all, happenings...)
	}
	_, err := f.tx.Append(d, at, env.By, env.Terms, env.Calendar, all)
	return err
}
