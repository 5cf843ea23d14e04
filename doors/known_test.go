package doors_test

import (
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
)

// full fills the ceiling of all strangers together, without hashing so many passwords.
func (w *world) full(door string) {
	w.t.Helper()
	must(w.t, w.Fill(w.t.Context(), door))
	if _, err := w.SignIn(w.t.Context(), "somebody@elsewhere.example", "fout", doors.Visitor{Address: "198.51.100.9"}); doors.KindOf(err) != doors.Wait && door == "password" {
		w.t.Fatalf("the ceiling is not reached: %v", err)
	}
}

// known is a visitor whose browser an account signed in with.
func (w *world) known(s doors.Staff) doors.Visitor {
	v := here
	v.Known = w.Know(here, s.Account.ID)
	return v
}

// ASVS 6.3.1, 2.4.1: a flood of strangers keeps nobody waiting in a browser in which they signed in before, and nobody who is in.
func TestThrottle_FloodKeepsNoStaffOut(t *testing.T) {
	w := newWorld(t)
	admin := w.in("admin@chain.example")
	phone, _ := w.withPhone(w.in("owner@chain.example"))
	owner := doors.Visitor{Address: "198.51.100.1", Known: w.Know(here, "owner")}
	for _, door := range []string{"password", "code", "begin", "reset"} {
		w.full(door)
	}
	_, err := w.SignIn(t.Context(), "owner@chain.example", password, here)
	refused(t, err, doors.Wait)
	entry, err := w.SignIn(t.Context(), "owner@chain.example", password, owner)
	must(t, err)
	_, err = w.ShowCode(t.Context(), *entry.Pending, phone.code(), owner)
	must(t, err)
	must(t, w.Forgotten(t.Context(), "owner@chain.example", owner))
	refused(t, w.Forgotten(t.Context(), "owner@chain.example", here), doors.Wait)
	must(t, w.ChangePassword(t.Context(), by(admin), password, another))
}

// ASVS 6.3.1: who knows an address keeps its owner waiting only where they never signed in.
func TestThrottle_NameIsSlowedDownForStrangersAlone(t *testing.T) {
	w := newWorld(t)
	known := w.known(w.in("owner@chain.example"))
	for range accounts.FreeFailures + 1 {
		_, err := w.SignIn(t.Context(), "owner@chain.example", "fout", doors.Visitor{Address: "198.51.100.1"})
		refused(t, err, doors.WrongPassword)
	}
	_, err := w.SignIn(t.Context(), "owner@chain.example", password, here)
	refused(t, err, doors.Wait)
	_, err = w.SignIn(t.Context(), "Owner@Chain.example ", password, known)
	must(t, err)
	for range accounts.FreeFailures + 1 {
		must(t, w.Forgotten(t.Context(), "owner@chain.example", doors.Visitor{Address: "198.51.100.1"}))
	}
	refused(t, w.Forgotten(t.Context(), "owner@chain.example", here), doors.Wait)
	must(t, w.Forgotten(t.Context(), "owner@chain.example", known))
}

// A mark is worth something for the account it was given to, in the time it was given for, as this office made it.
func TestThrottle_MarkOfAnotherOldOrForgedIsWorthNothing(t *testing.T) {
	w := newWorld(t)
	for range accounts.FreeFailures + 1 {
		_, err := w.SignIn(t.Context(), "owner@chain.example", "fout", doors.Visitor{})
		refused(t, err, doors.WrongPassword)
	}
	other := &doors.Porter{DB: w.DB, Policy: w.Policy, Clock: w.clock, Key: []byte(strings.Repeat("k", 32))}
	own := w.Know(here, "owner")
	for name, mark := range map[string]string{
		"of another account": w.Know(here, "resi"), "of another office": other.Know(here, "owner"), "cut": own[:len(own)-1],
		"of somebody's making": strings.Replace(own, ".", ".A", 1), "none": "", "dots": "...", "separators": strings.Repeat("/", 5000),
		"behind too many": strings.Repeat("x/", 5) + own,
	} {
		_, err := w.SignIn(t.Context(), "owner@chain.example", password, doors.Visitor{Known: mark})
		if doors.KindOf(err) != doors.Wait {
			t.Errorf("%s lets one try: %v", name, err)
		}
	}
	w.later(doors.KnownTime - time.Second)
	if !w.Knows(doors.Visitor{Known: own}, "owner") {
		t.Error("it is worth nothing before its time is over")
	}
	if w.later(time.Second); w.Knows(doors.Visitor{Known: own}, "owner") {
		t.Error("it is worth something for ever")
	}
}

// ASVS 6.3.1: whoever stole a mark tries ten passwords a day by it, at whichever node and however many at once, and is a stranger then.
func TestThrottle_MarkGivesTenTries(t *testing.T) {
	w := newWorld(t)
	known := w.known(w.in("owner@chain.example"))
	for range accounts.FreeFailures + 1 { // strangers wait
		_, err := w.SignIn(t.Context(), "owner@chain.example", "fout", doors.Visitor{})
		refused(t, err, doors.WrongPassword)
	}
	for range 10 {
		_, err := w.SignIn(t.Context(), "owner@chain.example", "fout", known)
		refused(t, err, doors.WrongPassword)
	}
	_, err := w.SignIn(t.Context(), "owner@chain.example", password, known)
	refused(t, err, doors.Wait)
	fresh := w.Know(known, "owner")
	_, err = w.SignIn(t.Context(), "owner@chain.example", password, doors.Visitor{Known: fresh})
	must(t, err)
	for range 3 { // a right one ends the record
		for range 9 {
			_, err := w.SignIn(t.Context(), "owner@chain.example", "fout", doors.Visitor{Known: fresh})
			refused(t, err, doors.WrongPassword)
		}
		_, err = w.SignIn(t.Context(), "owner@chain.example", password, doors.Visitor{Known: fresh})
		must(t, err)
	}
	w.later(accounts.ForgetFailure)
	_, err = w.SignIn(t.Context(), "owner@chain.example", password, known)
	must(t, err)
}

// Colleagues share a machine: it is known of five of them, the latest.
func TestBrowserIsKnownOfSeveralAccounts(t *testing.T) {
	w := newWorld(t)
	v := doors.Visitor{}
	for _, id := range []string{"owner", "resi", "a", "b", "c", "resi"} {
		v.Known = w.Know(v, dossier.AccountID(id))
	}
	for _, id := range []dossier.AccountID{"owner", "resi", "a", "b", "c"} {
		if !w.Knows(v, id) {
			t.Errorf("%s is not known", id)
		}
	}
	v.Known = w.Know(v, "d")
	if w.Knows(v, "owner") || !w.Knows(v, "d") || strings.Count(v.Known, "/") != 4 {
		t.Errorf("one more has %d", strings.Count(v.Known, "/")+1)
	}
}
