package doors_test

import (
	"context"
	"encoding/base32"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/tools/logwatch"
)

const (
	base     = "https://example.org"
	password = "vijf losse woorden erbij"
	another  = "zes andere woorden hier"
)

var start = time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)

// hashed is the password as accounts have it.
var hashed = storetest.Hashed(password)

// world is a porter over a database of its own, and a clock that the test moves.
type world struct {
	*doors.Porter
	t        *testing.T
	database string // its address
	mu       sync.Mutex
	now      time.Time
}

// newWorld has an owner, a receptionist, and an account that is disabled. change is for what the test needs otherwise.
func newWorld(t *testing.T, change ...func(*policy.Policy)) *world {
	t.Helper()
	address := storetest.ToMigrate(t)
	db, err := store.Open(t.Context(), address)
	must(t, err)
	w := &world{t: t, database: address, now: start}
	t.Cleanup(func() { must(t, db.Close()) })
	must(t, db.Migrate(t.Context()))
	must(t, db.Write(t.Context(), func(tx *store.Tx) error {
		return errors.Join(
			tx.SaveAccount(store.Account{ID: "owner", Name: "Olga Owner", Email: "owner@chain.example", Hash: hashed, Roles: []dossier.Role{dossier.RoleOwner}}),
			tx.SaveAccount(store.Account{ID: "resi", Name: "Resi Telefonist", Email: "resi@chain.example", Hash: hashed, Roles: []dossier.Role{dossier.RoleReceptionist}}),
			tx.SaveAccount(store.Account{ID: "admin", Name: "Ada Beheer", Email: "admin@chain.example", Hash: hashed, Roles: []dossier.Role{dossier.RoleAdministrator}}),
			tx.SaveBranches([]register.Branch{{ID: "B1", Name: "Utrecht"}}),
			tx.SaveSpecialists([]register.Specialist{{ID: "S1", Name: "Sanne", Branch: "B1", Active: true}, {ID: "S2", Name: "Daan", Branch: "B1", Active: true}}),
			tx.SaveAccount(store.Account{ID: "gone", Name: "Gijs Weg", Email: "gone@chain.example", Hash: hashed, Disabled: true}),
			tx.SaveAccount(store.Account{ID: "new", Name: "Nina Nieuw", Email: "new@chain.example"}),
		)
	}))
	p := policy.Default()
	for _, f := range change {
		f(p)
	}
	w.Porter = &doors.Porter{
		DB: db, Policy: p, Clock: w.clock, Key: []byte("0123456789abcdef0123456789abcdef"),
		Log: slog.New(slog.NewTextHandler(logwatch.Writer(), nil)),
	}
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

// refused fails unless the error is of a kind.
func refused(t *testing.T, err error, want doors.Kind) {
	t.Helper()
	if doors.KindOf(err) != want {
		t.Fatalf("the error is %v, want one of kind %d", err, want)
	}
}

var here = doors.Visitor{Address: "192.0.2.7", Device: "Firefox, Linux"}

// in is a member of staff who signed in with the password alone.
func (w *world) in(email string) doors.Staff {
	w.t.Helper()
	entry, err := w.SignIn(w.t.Context(), email, password, here)
	must(w.t, err)
	if entry.Pending != nil {
		w.t.Fatal("a second factor is asked")
	}
	return entry.Staff
}

func by(s doors.Staff) doors.By {
	return doors.By{Account: s.Account.ID, Login: s.Login.ID, Visitor: here}
}

// phone is an app that makes codes.
type phone struct {
	*world
	secret string
}

// withPhone gives whoever is signed in an app for their codes.
func (w *world) withPhone(s doors.Staff) (p phone, recovery []string) {
	w.t.Helper()
	offer, err := w.OfferTOTP(s.Account, "")
	must(w.t, err)
	p = phone{w, strings.ReplaceAll(offer.Text, " ", "")}
	recovery, err = w.AddTOTP(w.t.Context(), by(s), password, offer.Nonce, "Telefoon", p.code())
	must(w.t, err)
	w.later(time.Minute) // that code is used
	return p, recovery
}

// code is made by the library, not by what is tested.
func (p phone) code() string {
	p.t.Helper()
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(p.secret); err != nil {
		p.t.Fatal(err)
	}
	code, err := totp.GenerateCode(p.secret, p.clock())
	must(p.t, err)
	return code
}

// pending signs in up to the second factor.
func (w *world) pending(email string) doors.Pending {
	w.t.Helper()
	entry, err := w.SignIn(w.t.Context(), email, password, here)
	must(w.t, err)
	if entry.Pending == nil {
		w.t.Fatal("no second factor is asked")
	}
	return *entry.Pending
}

// log is what was written down of an account, the newest first.
func (w *world) log(id dossier.AccountID) (kinds []string) {
	w.t.Helper()
	entries, err := w.DB.Read().AccountLog(w.t.Context(), id, 0, 100)
	must(w.t, err)
	for _, e := range entries {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// mailed are the messages to an address, the newest first.
func (w *world) mailed(address string) []store.Message {
	w.t.Helper()
	list, err := w.DB.Read().Mailbox(w.t.Context(), address, 100)
	must(w.t, err)
	return list
}

// atOnce does something so often at the same moment, and tells how often it succeeded and what the others were told.
func atOnce(times int, do func(context.Context, int) error) (succeeded int, kinds map[doors.Kind]int) {
	errs := make([]error, times)
	var all sync.WaitGroup
	for i := range times {
		all.Go(func() { errs[i] = do(context.Background(), i) })
	}
	all.Wait()
	kinds = map[doors.Kind]int{}
	for _, err := range errs {
		if err == nil {
			succeeded++
		} else {
			kinds[doors.KindOf(err)]++
		}
	}
	return succeeded, kinds
}

// remind does what asking for a forgotten password left.
func (w *world) remind() {
	w.t.Helper()
	w.later(3 * time.Second)
	jobs, err := w.DB.Lease(w.t.Context(), w.clock(), time.Minute, 100)
	must(w.t, err)
	for _, job := range jobs {
		must(w.t, w.Remind(w.t.Context(), job))
	}
}
