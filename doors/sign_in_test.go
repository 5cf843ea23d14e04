package doors_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// ASVS 6.3.8: whoever is refused is not told why.
func TestASVS6_3_8_SignInRefusesAlike(t *testing.T) {
	w := newWorld(t)
	for email, given := range map[string]string{
		"owner@chain.example": "een verkeerd wachtwoord", "nobody@chain.example": password, "gone@chain.example": password, "new@chain.example": "", "": "",
	} {
		_, err := w.SignIn(t.Context(), email, given, here)
		refused(t, err, doors.WrongPassword)
	}
	if _, err := w.SignIn(t.Context(), " OWNER@Chain.example", password, here); err != nil {
		t.Errorf("the right password is refused: %v", err)
	}
}

// ASVS 6.3.8: an unknown name is refused with as much work as a wrong password: it is hashed all the same, which takes memory that can be
// counted, and written to the counters all the same.
func TestASVS6_3_8_SignInTakesAsMuchWork(t *testing.T) {
	w := newWorld(t)
	chosen, err := accounts.HashPassword(password) // as the program does it, unlike those of other tests
	must(t, err)
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		a, err := tx.AccountByEmail("owner@chain.example")
		a.Hash = chosen
		return errors.Join(err, tx.SaveAccount(a))
	}))
	took := func(email string) (bytes uint64) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := w.SignIn(t.Context(), email, "een verkeerd wachtwoord", doors.Visitor{})
		runtime.ReadMemStats(&after)
		refused(t, err, doors.WrongPassword)
		return after.TotalAlloc - before.TotalAlloc
	}
	const hash, besides = 19 << 20, 2 << 20
	for _, email := range []string{"owner@chain.example", "nobody@chain.example", "gone@chain.example", "new@chain.example"} {
		if bytes := took(email); bytes < hash || bytes > hash+besides {
			t.Errorf("%s is refused with %d bytes of work", email, bytes)
		}
	}
}

func TestLoginIsKept(t *testing.T) {
	w := newWorld(t)
	s := w.in("resi@chain.example")
	w.later(90 * time.Second)
	must(t, w.See(t.Context(), s.Login))
	got, err := w.Enter(t.Context(), s.Login.ID)
	must(t, err)
	want := store.Login{
		ID: s.Login.ID, Account: "resi", Began: start, Seen: start.Add(90 * time.Second), Device: "Firefox, Linux", Method: doors.ByPassword, Factors: 1,
	}
	if got.Login != want || got.Account.ID != "resi" || got.MustSetUp {
		t.Errorf("the login is %+v", got)
	}
	w.later(59 * time.Second)
	must(t, w.See(t.Context(), got.Login))
	if again, _ := w.Enter(t.Context(), s.Login.ID); again.Login.Seen != want.Seen {
		t.Error("it is noted more than once a minute that somebody is there")
	}
	if kinds := w.log("resi"); !slices.Equal(kinds, []string{"signed_in"}) {
		t.Errorf("written down is %v", kinds)
	}
}

// ASVS 7.4.2, 8.3.2: whoever is disabled is out at once, at every device, and stays out.
func TestASVS7_4_2_DisabledIsOutAtOnce(t *testing.T) {
	w := newWorld(t)
	first, second, other := w.in("resi@chain.example"), w.in("resi@chain.example"), w.in("owner@chain.example")
	must(t, w.DisableByProgram(t.Context(), "resi"))
	for _, s := range []doors.Staff{first, second} {
		_, err := w.Enter(t.Context(), s.Login.ID)
		refused(t, err, doors.Ended)
	}
	if left, err := w.DB.Read().Logins(t.Context(), "resi"); err != nil || len(left) != 0 {
		t.Errorf("%d logins are left (%v)", len(left), err)
	}
	if _, err := w.Enter(t.Context(), other.Login.ID); err != nil {
		t.Errorf("somebody else is out: %v", err)
	}
	_, err := w.SignIn(t.Context(), "resi@chain.example", password, here)
	refused(t, err, doors.WrongPassword)
	refused(t, w.DisableByProgram(t.Context(), "nobody"), doors.Missing)
}

// Whatever changes the row of the account, the way in looks at it.
func TestASVS7_4_2_DisabledInTheDatabaseIsOut(t *testing.T) {
	w := newWorld(t)
	s := w.in("resi@chain.example")
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		a := s.Account
		a.Disabled = true
		return tx.SaveAccount(a)
	}))
	_, err := w.Enter(t.Context(), s.Login.ID)
	refused(t, err, doors.Ended)
}

// ASVS 7.4.3: where one is signed in is seen, and ended one by one or all at once.
func TestASVS7_4_3_LoginsAreListedAndEnded(t *testing.T) {
	w := newWorld(t)
	first, second, third := w.in("resi@chain.example"), w.in("resi@chain.example"), w.in("resi@chain.example")
	listed := func(s doors.Staff) (ids []string) {
		list, err := w.Logins(t.Context(), by(s))
		must(t, err)
		for _, l := range list {
			ids = append(ids, l.ID)
		}
		return ids
	}
	if len(listed(first)) != 3 {
		t.Fatalf("%v are listed", listed(first))
	}
	refused(t, w.End(t.Context(), "owner", second.Login.ID), doors.Missing) // somebody else's
	must(t, w.End(t.Context(), "resi", second.Login.ID))
	_, err := w.Enter(t.Context(), second.Login.ID)
	refused(t, err, doors.Ended)
	must(t, w.EndOthers(t.Context(), by(first)))
	if got := listed(first); !slices.Equal(got, []string{first.Login.ID}) {
		t.Errorf("left are %v", got)
	}
	_, err = w.Enter(t.Context(), third.Login.ID)
	refused(t, err, doors.Ended)
	must(t, w.Leave(t.Context(), first.Login.ID))
	must(t, w.Leave(t.Context(), first.Login.ID))
	_, err = w.Enter(t.Context(), first.Login.ID)
	refused(t, err, doors.Ended)
}

// A device that was left without signing out is not listed for ever, and its row goes with a later sign-in.
func TestLoginsThatWereLeftGoAway(t *testing.T) {
	w := newWorld(t)
	left := w.in("resi@chain.example")
	w.later(accounts.SessionIdle + 2*time.Minute)
	s := w.in("resi@chain.example")
	if list, err := w.Logins(t.Context(), by(s)); err != nil || len(list) != 1 || list[0].ID != s.Login.ID {
		t.Errorf("listed are %v (%v)", list, err)
	}
	w.later(accounts.SessionMax)
	w.in("resi@chain.example")
	if _, err := w.DB.Read().Login(t.Context(), left.Login.ID); err == nil {
		t.Error("its row is still there")
	}
}

// By default owner, assistant and administrator show two factors, whatever else they are; others may.
func TestTwoFactorsAreRequired(t *testing.T) {
	w := newWorld(t)
	for role, want := range map[dossier.Role]bool{
		dossier.RoleOwner: true, dossier.RoleAssistant: true, dossier.RoleAdministrator: true, dossier.RoleReceptionist: false, dossier.RoleSpecialist: false,
		dossier.RoleOutside: false, dossier.RoleAuditor: false,
	} {
		if got := w.RequiresTwo(store.Account{Roles: []dossier.Role{dossier.RoleSpecialist, role}}); got != want {
			t.Errorf("%s: two factors required: %t", role, got)
		}
	}
	s := w.in("owner@chain.example")
	if again, err := w.Enter(t.Context(), s.Login.ID); !s.MustSetUp || err != nil || !again.MustSetUp {
		t.Errorf("an owner without a second factor need not set one up (%v)", err)
	}
	if resi := w.in("resi@chain.example"); resi.MustSetUp {
		t.Error("a receptionist must set one up")
	}
	free := newWorld(t, func(p *policy.Policy) { p.SignIn.TwoFactors = nil })
	if free.in("owner@chain.example").MustSetUp {
		t.Error("a policy that asks it of nobody is not followed")
	}
}

// ASVS 6.2.4, 6.2.12: passwords that were leaked cannot be chosen, those of a file neither.
func TestASVS6_2_12_LeakedPasswordsAreRefused(t *testing.T) {
	w := newWorld(t)
	s := w.in("resi@chain.example")
	for _, leaked := range []string{"liverpool1234!", "Trustno1Trustno1", "123456789123456789"} {
		err := w.ChangePassword(t.Context(), by(s), password, leaked)
		refused(t, err, doors.Unfit)
	}
	const seen = "paard fiets lantaarn brug"
	list := "0000000000000000000000000000000000000000:3\r\n" + sha1Of(seen) + ":1\r\n" + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF:9\r\n"
	breached, err := accounts.NewBreached(strings.NewReader(list), int64(len(list)))
	must(t, err)
	w.Breached = breached
	refused(t, w.ChangePassword(t.Context(), by(s), password, seen), doors.Unfit)
	must(t, w.ChangePassword(t.Context(), by(s), password, another))
}

// Two who sign in at the same moment both come in.
func TestSignInAtTheSameMoment(t *testing.T) {
	w := newWorld(t)
	in, kinds := atOnce(4, func(ctx context.Context, _ int) error {
		_, err := w.SignIn(ctx, "resi@chain.example", password, doors.Visitor{})
		return err
	})
	if in != 4 {
		t.Errorf("%d came in, the others were told %v", in, kinds)
	}
}
