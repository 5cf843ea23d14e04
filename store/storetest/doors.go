package storetest

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// someAccounts are two accounts to sign in with.
func someAccounts(o *Office) {
	o.Write(func(tx *store.Tx) error {
		return errors.Join(
			tx.SaveAccount(store.Account{ID: "A1", Name: "Olga", Email: "olga@example.nl", Hash: "x", Roles: []dossier.Role{dossier.RoleOwner}}),
			tx.SaveAccount(store.Account{ID: "A2", Name: "Bas", Email: "bas@example.nl", Hash: "x"}),
		)
	})
}

// The content of a talk is between two people (R3): no two accounts can be the same specialist.
func testOneAccountPerSpecialist(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	save := func(a store.Account) error {
		return db.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveAccount(a) })
	}
	first := store.Account{ID: "A1", Email: "a@example.nl", Specialist: "S1"}
	second := store.Account{ID: "A2", Email: "b@example.nl", Specialist: "S1"}
	noErr(t, save(first))
	wantErr(t, save(second), store.ErrTaken)
	second.Disabled = true
	noErr(t, save(second))
	second.Disabled = false
	wantErr(t, save(second), store.ErrTaken)
	first.Disabled = true
	o.Write(func(tx *store.Tx) error { return errors.Join(tx.SaveAccount(first), tx.SaveAccount(second)) })
	noErr(t, save(store.Account{ID: "A3", Email: "c@example.nl"}))
	noErr(t, save(store.Account{ID: "A4", Email: "d@example.nl"}))
}

func testLogins(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	someAccounts(o)
	l := store.Login{ID: "L1", Account: "A1", Began: Start, Seen: Start, Device: "Firefox op Linux", Method: "password", Factors: 1}
	second := l
	second.ID, second.Began, second.Factors = "L2", Start.Add(time.Hour), 2
	other := l
	other.ID, other.Account = "L3", "A2"
	o.Write(func(tx *store.Tx) error {
		return errors.Join(tx.SaveLogin(l), tx.SaveLogin(second), tx.SaveLogin(other))
	})
	nobody := l
	nobody.ID, nobody.Account = "L4", "A9"
	wantErr(t, db.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveLogin(nobody) }), store.ErrNotFound)
	o.Write(func(tx *store.Tx) error { return tx.SeeLogin("L1", Start.Add(time.Minute)) })
	o.Write(func(tx *store.Tx) error { return tx.SeeLogin("L1", Start) }) // of a page that began before
	got, err := db.Read().Login(t.Context(), "L1")
	noErr(t, err)
	l.Seen = Start.Add(time.Minute)
	same(t, "the login", got, l)
	ids := func(account dossier.AccountID) (list []string) {
		all, err := db.Read().Logins(t.Context(), account)
		noErr(t, err)
		for _, l := range all {
			list = append(list, l.ID)
		}
		return list
	}
	same(t, "the logins", ids("A1"), []string{"L2", "L1"})
	wantErr(t, db.Write(t.Context(), func(tx *store.Tx) error { return tx.EndLogin("A2", "L1") }), store.ErrNotFound)
	o.Write(func(tx *store.Tx) error { return tx.EndWeakLogins("A1", "") })
	same(t, "those with two factors", ids("A1"), []string{"L2"})
	o.Write(func(tx *store.Tx) error { return tx.RaiseLogin("L3") })
	got, err = db.Read().Login(t.Context(), "L3")
	noErr(t, err)
	same(t, "the factors of a login that was raised", got.Factors, 2)
	l.ID = "L5"
	o.Write(func(tx *store.Tx) error { return errors.Join(tx.SaveLogin(l), tx.EndLogins("A1", "L5")) })
	same(t, "what is left", ids("A1"), []string{"L5"})
	o.Write(func(tx *store.Tx) error { return tx.EndStaleLogins("A1", l.Seen) })
	same(t, "what was seen in time", ids("A1"), []string{"L5"})
	o.Write(func(tx *store.Tx) error { return tx.EndStaleLogins("A1", l.Seen.Add(time.Millisecond)) })
	same(t, "after it was not seen for long", len(ids("A1")), 0)
	o.Write(func(tx *store.Tx) error { return tx.EndLogin("A2", "L3") })
	_, err = db.Read().Login(t.Context(), "L3")
	wantErr(t, err, store.ErrNotFound)
}

func testFactors(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	someAccounts(o)
	f := store.Factor{ID: "F1", Account: "A1", Kind: store.FactorTOTP, Handle: "F1", Name: "Telefoon", Secret: []byte{0, 255}, Step: 5, Added: Start}
	o.Write(func(tx *store.Tx) error { return tx.SaveFactor(f) })
	double := f
	double.ID = "F2"
	wantErr(t, db.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveFactor(double) }), store.ErrTaken)
	advance := func(step int64) error {
		return db.Write(t.Context(), func(tx *store.Tx) error { return tx.AdvanceFactor("F1", step, Start.Add(time.Minute)) })
	}
	wantErr(t, advance(5), store.ErrNotFound)
	noErr(t, advance(6))
	f.Step, f.Used = 6, Start.Add(time.Minute)
	list, err := db.Read().Factors(t.Context(), "A1")
	noErr(t, err)
	same(t, "the factors", list, []store.Factor{f})
	if once(8, func() error { return advance(7) }) != 1 {
		t.Error("a code was not taken once")
	}
	for account, want := range map[dossier.AccountID]bool{"A1": true, "A2": false} {
		has, err := db.Read().HasFactors(t.Context(), account)
		noErr(t, err)
		same(t, "whether "+string(account)+" has factors", has, want)
	}
	wantErr(t, db.Write(t.Context(), func(tx *store.Tx) error { return tx.RemoveFactor("A2", "F1") }), store.ErrNotFound)
	o.Write(func(tx *store.Tx) error { return tx.RemoveFactor("A1", "F1") })
	o.Write(func(tx *store.Tx) error {
		noErr(t, tx.SaveFactor(f))
		noErr(t, tx.SaveRecoveryCodes("A1", []string{"a", "b"}))
		noErr(t, tx.RemoveFactors("A1"))
		list, err := tx.Factors("A1")
		same(t, "the factors after all were removed", len(list), 0)
		return err
	})
}

func testRecoveryCodes(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	someAccounts(o)
	left := func() int {
		n, err := db.Read().RecoveryCodes(t.Context(), "A1")
		noErr(t, err)
		return n
	}
	o.Write(func(tx *store.Tx) error { return tx.SaveRecoveryCodes("A1", []string{"a", "b", "c"}) })
	o.Write(func(tx *store.Tx) error { return tx.SaveRecoveryCodes("A1", []string{"d", "e"}) })
	same(t, "codes", left(), 2)
	use := func(account dossier.AccountID, hash string) error {
		return db.Write(t.Context(), func(tx *store.Tx) error { return tx.UseRecoveryCode(account, hash) })
	}
	wantErr(t, use("A1", "a"), store.ErrNotFound)
	wantErr(t, use("A2", "d"), store.ErrNotFound)
	if once(8, func() error { return use("A1", "d") }) != 1 {
		t.Error("a recovery code was not taken once")
	}
	same(t, "codes left", left(), 1)
}

// once does something so often at the same moment, and tells how often it succeeded.
func once(times int, do func() error) (succeeded int) {
	var all sync.WaitGroup
	errs := make([]error, times)
	for i := range times {
		all.Go(func() { errs[i] = do() })
	}
	all.Wait()
	for _, err := range errs {
		if err == nil {
			succeeded++
		}
	}
	return succeeded
}

func testTickets(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	someAccounts(o)
	ticket := store.Ticket{Hash: "h1", Purpose: store.TicketInvitation, Account: "A1", Expires: Start.Add(time.Hour)}
	second := ticket
	second.Hash, second.Purpose = "h2", store.TicketReset
	other := ticket
	other.Hash, other.Account = "h3", "A2"
	o.Write(func(tx *store.Tx) error {
		return errors.Join(tx.SaveTicket(ticket), tx.SaveTicket(second), tx.SaveTicket(other))
	})
	got, err := db.Read().Ticket(t.Context(), "h1")
	noErr(t, err)
	same(t, "the ticket", got, ticket)
	use := func(hash string, now time.Time) error {
		return db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.UseTicket(hash, now)
			return err
		})
	}
	wantErr(t, use("h1", ticket.Expires), store.ErrNotFound)
	if once(50, func() error { return use("h1", Start) }) != 1 {
		t.Error("a ticket was not used once")
	}
	wantErr(t, use("h2", Start), store.ErrNotFound) // gone with the first
	noErr(t, use("h3", Start))
	o.Write(func(tx *store.Tx) error {
		return errors.Join(tx.SaveTicket(ticket), tx.SaveTicket(second), tx.SaveTicket(other), tx.EndTicketsFor("A1", store.TicketReset))
	})
	_, err = db.Read().Ticket(t.Context(), "h2")
	wantErr(t, err, store.ErrNotFound)
	for _, kept := range []string{"h1", "h3"} { // of another purpose, of another account
		_, err = db.Read().Ticket(t.Context(), kept)
		noErr(t, err)
	}
	o.Write(func(tx *store.Tx) error { return errors.Join(tx.EndTickets("A1"), tx.EndOldTickets(ticket.Expires)) })
	_, err = db.Read().Ticket(t.Context(), "h1")
	wantErr(t, err, store.ErrNotFound)
	o.Write(func(tx *store.Tx) error { return tx.EndOldTickets(ticket.Expires.Add(time.Millisecond)) })
	_, err = db.Read().Ticket(t.Context(), "h3")
	wantErr(t, err, store.ErrNotFound)
}

func testAttempts(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	read := func(keys ...string) (found map[string]store.Attempts) {
		o.Write(func(tx *store.Tx) (err error) {
			found, err = tx.Attempts(keys...)
			return err
		})
		return found
	}
	a := store.Attempts{Failures: 3, Last: Start}
	o.Write(func(tx *store.Tx) error { return errors.Join(tx.SaveAttempts("a", a), tx.SaveAttempts("b", a)) })
	a.Failures = 4
	o.Write(func(tx *store.Tx) error { return tx.SaveAttempts("a", a) })
	found := read("a", "c", "b", "a")
	same(t, "the counters", []store.Attempts{found["a"], found["b"], found["c"]}, []store.Attempts{a, {Failures: 3, Last: Start}, {}})
	o.Write(func(tx *store.Tx) error { return tx.SaveAttempts("a", store.Attempts{}) })
	same(t, "a counter that was taken back", read("a")["a"], store.Attempts{})
	increase := func() error {
		return db.Write(t.Context(), func(tx *store.Tx) error {
			found, err := tx.Attempts("d", "b")
			if err != nil {
				return err
			}
			return tx.SaveAttempts("d", store.Attempts{Failures: found["d"].Failures + 1, Last: Start.Add(time.Hour)})
		})
	}
	if n := once(20, increase); n != read("d")["d"].Failures {
		t.Errorf("%d attempts were counted as %d", n, read("d")["d"].Failures)
	}
	o.Write(func(tx *store.Tx) error { return tx.ForgetAttempts(Start.Add(time.Hour), 5) })
	found = read("b", "d")
	if found["b"].Failures != 0 || found["d"].Failures == 0 {
		t.Errorf("after the old ones were forgotten there are %v", found)
	}
}

func testAccountLog(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	o.Write(func(tx *store.Tx) error {
		for i, kind := range []string{"invited", "signed_in", "disabled"} {
			noErr(t, tx.LogAccount(store.AccountEntry{At: Start.Add(time.Duration(i) * time.Hour), Account: "A1", Actor: "A2", Kind: kind, Detail: "x"}))
		}
		return tx.LogAccount(store.AccountEntry{At: Start, Account: "A3", Actor: "program", Kind: "invited"})
	})
	kinds := func(account dossier.AccountID, before int64, limit int) (list []string, last int64) {
		entries, err := db.Read().AccountLog(t.Context(), account, before, limit)
		noErr(t, err)
		for _, e := range entries {
			list, last = append(list, e.Kind), e.ID
		}
		return list, last
	}
	first, last := kinds("A1", 0, 2)
	rest, _ := kinds("A1", last, 2)
	same(t, "the log", slices.Concat(first, rest), []string{"disabled", "signed_in", "invited"})
	everybody, _ := kinds("", 0, 10)
	same(t, "the log of all", len(everybody), 4)
}
