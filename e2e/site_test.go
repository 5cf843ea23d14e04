package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/tools/logwatch"
	"github.com/wederhoor/wederhoor/web"
	"github.com/wederhoor/wederhoor/words"
)

// site is the whole program behind a server on loopback: a small chain, a database of its own, and a clock that the test moves.
type site struct {
	t        *testing.T
	database string // its address
	policy   *policy.Policy
	office   *casework.Office
	server   *httptest.Server
	handler  atomic.Pointer[http.Handler]
	log      lockedBuffer
	signedIn map[dossier.AccountID]*person
	guests   map[string]*person // by the path of their page

	mu  sync.Mutex
	now time.Time
}

const (
	visitDay = "2026-03-02" // a Monday
	visited  = "2-3-2026"   // as people type it
	password = "vijf losse woorden erbij"
	day      = 24 * time.Hour
)

// start is the morning after the treatments.
var start = time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)

// The members of staff.
const (
	owner        dossier.AccountID = "owner"
	assistant    dossier.AccountID = "assistant"
	second       dossier.AccountID = "second"
	receptionist dossier.AccountID = "receptionist"
	sanne        dossier.AccountID = "sanne" // specialist S1
	daan         dossier.AccountID = "daan"  // specialist S2
	both         dossier.AccountID = "both"  // an owner who treats clients as S3
	outsider     dossier.AccountID = "outsider"
)

var staff = []store.Account{
	{ID: owner, Name: "Olga Eigenaar", Roles: []dossier.Role{dossier.RoleOwner}},
	{ID: assistant, Name: "Arjen Assistent", Roles: []dossier.Role{dossier.RoleAssistant}},
	{ID: second, Name: "Tess Tweede", Roles: []dossier.Role{dossier.RoleAssistant}},
	{ID: receptionist, Name: "Resi Telefonist", Roles: []dossier.Role{dossier.RoleReceptionist}},
	{ID: sanne, Name: "Sanne Bakker", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S1"},
	{ID: daan, Name: "Daan Vermeulen", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S2"},
	{ID: both, Name: "Bo Beide", Roles: []dossier.Role{dossier.RoleOwner, dossier.RoleSpecialist}, Specialist: "S3"},
	{ID: outsider, Name: "Odette Buiten", Roles: []dossier.Role{dossier.RoleOutside}},
}

// hashed is the password as accounts have it.
var hashed = storetest.Hashed(password)

func newSite(t *testing.T, change ...func(*policy.Policy)) *site {
	t.Helper()
	s := &site{t: t, database: storetest.ToMigrate(t), policy: policy.Default(), signedIn: map[dossier.AccountID]*person{}, guests: map[string]*person{}, now: start}
	s.policy.SignIn.TwoFactors = nil // signing in stays one step
	for _, c := range change {
		c(s.policy)
	}
	s.server = httptest.NewServer(logwatch.Watch(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*s.handler.Load()).ServeHTTP(w, r) })))
	s.server.Config.MaxHeaderBytes = web.Server("", nil).MaxHeaderBytes
	s.open()
	must(t, s.office.DB.Write(t.Context(), fill))
	t.Cleanup(s.finish)
	return s
}

// open starts the program over its database, as main does.
func (s *site) open() {
	s.t.Helper()
	ctx := s.t.Context()
	db, err := store.Open(ctx, s.database)
	must(s.t, err)
	must(s.t, db.Migrate(ctx))
	key, err := db.Secret(ctx, "links")
	must(s.t, err)
	log := slog.New(slog.NewTextHandler(io.MultiWriter(&s.log, logwatch.Writer()), nil))
	s.office = &casework.Office{DB: db, Policy: s.policy, Clock: s.clock, Key: key, Base: s.server.URL, Log: log}
	handler := web.New(web.Config{Office: s.office, Log: log, Base: s.server.URL})
	s.handler.Store(&handler)
}

// restart ends the program and starts it again over the same database.
func (s *site) restart() {
	s.t.Helper()
	must(s.t, s.office.DB.Close())
	s.open()
}

// finish looks, at the end of each test, whether every history and row is whole, every text was there, and nothing was left undone.
func (s *site) finish() {
	s.server.Close()
	if !s.t.Failed() {
		s.settle()
		check, err := s.office.DB.Verify(context.Background(), s.office.Calendar())
		must(s.t, err)
		for _, fault := range check.Faults {
			s.t.Errorf("verify: %s", fault)
		}
		if check.Jobs > 0 {
			s.t.Errorf("%d jobs were put off or given up", check.Jobs)
		}
	}
	if missing := words.Missing(); len(missing) > 0 {
		s.t.Errorf("texts that are missing or filled in wrongly: %q", missing)
	}
	must(s.t, s.office.DB.Close())
}

func fill(tx *store.Tx) error {
	visit := func(id, client, branch, specialist string, reached int) register.Treatment {
		return register.Treatment{
			ID: id, Client: client, Branch: branch, Specialist: specialist, Date: visitDay, Kind: "bleken",
			PriceCents: 20000, PaidCents: 19900, ShadesAdvertised: 6, ShadesAchieved: reached,
		}
	}
	errs := []error{
		tx.SaveBranches([]register.Branch{{ID: "B1", Name: "Utrecht Oudegracht", City: "Utrecht"}, {ID: "B2", Name: "Breda", City: "Breda"}}),
		tx.SaveSpecialists([]register.Specialist{
			{ID: "S1", Name: "Sanne Bakker", Branch: "B1", Active: true},
			{ID: "S2", Name: "Daan Vermeulen", Branch: "B1", Active: true},
			{ID: "S3", Name: "Bo Beide", Branch: "B2", Active: true},
			{ID: "S4", Name: "Koen Peeters", Branch: "B1"},
		}),
		tx.SaveClients([]register.Client{
			{ID: "C1", Name: "Klaas Kramer", Email: "klaas@example.org", Phone: "+31612345678"},
			{ID: "C2", Name: "Fenna Post", Email: "fenna@example.org"},
			{ID: "C3", Name: "Gijs Maas", Phone: "+31687654321"},
			{ID: "C4", Name: "Yara Osei", Email: "yara@example.org"},
			{ID: "C5", Name: "Bram Bakker", Email: "bram@example.org"},
		}),
		tx.SaveTreatments([]register.Treatment{
			visit("T1", "C1", "B1", "S1", 3), visit("T2", "C2", "B1", "S1", 6), visit("T3", "C3", "B1", "S2", 6),
			visit("T4", "C4", "B1", "S2", 6), visit("T5", "C5", "B2", "S3", 6),
		}),
	}
	for _, a := range staff {
		a.Email, a.Hash = string(a.ID)+"@chain.example", hashed
		errs = append(errs, tx.SaveAccount(a))
	}
	return errors.Join(errs...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

func (s *site) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *site) set(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = at
}

// settle does all work that is due now.
func (s *site) settle() {
	s.t.Helper()
	for range 1000 {
		n, err := s.office.Tick(context.Background())
		must(s.t, err)
		if n == 0 {
			return
		}
	}
	s.t.Fatal("Tick never came to an end")
}

// pass moves the clock on, stopping at every moment at which something is due.
func (s *site) pass(d time.Duration) {
	s.t.Helper()
	end := s.clock().Add(d)
	for {
		s.settle()
		next, known, err := s.office.Next(s.t.Context())
		must(s.t, err)
		if !known || next.After(end) {
			break
		}
		if soonest := s.clock().Add(time.Millisecond); next.Before(soonest) {
			next = soonest
		}
		s.set(next)
	}
	s.set(end)
	s.settle()
}

// until moves the clock on to a moment.
func (s *site) until(at time.Time) {
	s.t.Helper()
	s.pass(at.Sub(s.clock()))
}

// stranger is somebody with a browser who has not signed in.
func (s *site) stranger() *person {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	must(s.t, err)
	return &person{site: s, name: "a stranger", http: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

// as is a member of staff who has signed in.
func (s *site) as(id dossier.AccountID) *person {
	s.t.Helper()
	if p, ok := s.signedIn[id]; ok {
		return p
	}
	p := s.stranger()
	p.name = string(id)
	p.send("/desk/sign-in", "/desk/sign-in", "email", string(id)+"@chain.example", "password", password).is(http.StatusSeeOther)
	s.signedIn[id] = p
	return p
}

// whole is a dossier with nobody's eyes, for what a test must know.
func (s *site) whole(reference string) dossier.State {
	s.t.Helper()
	var state dossier.State
	must(s.t, s.office.DB.Write(s.t.Context(), func(tx *store.Tx) error {
		d, err := tx.Load(reference)
		if err == nil {
			state = d.State
		}
		return err
	}))
	return state
}

// lockedBuffer is a log that requests write to at the same time.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
