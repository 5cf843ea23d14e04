package doors_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/doors/passkey"
	"github.com/wederhoor/wederhoor/doors/passkey/passkeytest"
	"github.com/wederhoor/wederhoor/store"
)

// device is what somebody keeps a passkey on.
type device struct {
	*world
	*passkeytest.Device
}

func withPasskeys(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	var err error
	w.Passkeys, err = passkey.New(base, "De Keten", w.clock)
	must(t, err)
	return w
}

func (w *world) device() *device { return &device{w, passkeytest.New(base, "example.org")} }

// addTo gives somebody the device's passkey.
func (d *device) addTo(s doors.Staff, name string) []string {
	d.t.Helper()
	options, adding, err := d.BeginPasskey(d.t.Context(), by(s), password)
	must(d.t, err)
	recovery, err := d.AddPasskey(d.t.Context(), by(s), adding, name, d.Made(d.t, options))
	must(d.t, err)
	return recovery
}

// shown is its answer, counted as a use.
func (d *device) shown(options json.RawMessage) []byte {
	d.Key.Counter++
	return d.Shown(d.t, options)
}

func (d *device) signIn() (doors.Entry, error) {
	d.t.Helper()
	options, c, err := d.BeginPasskeySignIn(d.t.Context(), here)
	must(d.t, err)
	return d.SignInByPasskey(d.t.Context(), c, d.shown(options), here)
}

func TestPasskey_StandsForTwoFactors(t *testing.T) {
	w := withPasskeys(t)
	owner := w.in("owner@chain.example")
	if !owner.MustSetUp {
		t.Fatal("an owner may do with one factor")
	}
	elsewhere := w.in("owner@chain.example")
	laptop, phone := w.device(), w.device()
	if recovery := laptop.addTo(owner, "  Laptop\nvan de  balie "); len(recovery) == 0 {
		t.Error("the first factor brings no recovery codes")
	}
	w.later(time.Minute)
	if recovery := phone.addTo(owner, "Telefoon"); len(recovery) > 0 {
		t.Error("the second brings them again")
	}
	if s, err := w.Enter(t.Context(), owner.Login.ID); err != nil || s.MustSetUp {
		t.Errorf("who added it: %+v, %v", s, err)
	}
	_, err := w.Enter(t.Context(), elsewhere.Login.ID)
	refused(t, err, doors.Ended)
	for _, d := range []*device{laptop, phone, laptop} {
		entry, err := d.signIn()
		must(t, err)
		if entry.Pending != nil || entry.Staff.Account.ID != "owner" || entry.Staff.Login.Method != doors.ByPasskey || entry.Staff.Login.Factors != 2 || entry.Staff.MustSetUp {
			t.Errorf("%+v", entry)
		}
	}
	if w.pending("owner@chain.example").Account != "owner" {
		t.Error("the password alone lets them in")
	}
	factors, err := w.DB.Read().Factors(t.Context(), "owner")
	must(t, err)
	if len(factors) != 2 || factors[0].Name != "Laptop van de balie" || factors[0].Step != 2 || !factors[0].Used.Equal(w.clock()) {
		t.Errorf("kept: %+v", factors)
	}
	must(t, w.RemoveFactor(t.Context(), by(owner), password, factors[0].ID))
	_, err = laptop.signIn()
	refused(t, err, doors.BadKey)
	refused(t, w.RemoveFactor(t.Context(), by(owner), password, factors[1].ID), doors.LastFactor)
	if mail := w.mailed("owner@chain.example"); len(mail) != 3 {
		t.Errorf("told of %d changes", len(mail))
	}
}

// ASVS 7.5.1: adding one asks for the password, and is for who gave it.
func TestASVS7_5_1_PasskeyAddingAsksForThePassword(t *testing.T) {
	w := withPasskeys(t)
	resi, owner := w.in("resi@chain.example"), w.in("owner@chain.example")
	d := w.device()
	_, _, err := w.BeginPasskey(t.Context(), by(resi), "een verkeerd wachtwoord")
	refused(t, err, doors.WrongPassword)
	options, adding, err := w.BeginPasskey(t.Context(), by(resi), password)
	must(t, err)
	answer := d.Made(t, options)
	_, err = w.AddPasskey(t.Context(), by(owner), adding, "x", answer)
	refused(t, err, doors.Ended)
	_, err = w.AddPasskey(t.Context(), by(resi), doors.Adding{}, "x", answer)
	refused(t, err, doors.Ended)
	_, err = w.AddPasskey(t.Context(), by(resi), doors.Adding{Account: "resi", Stamp: adding.Stamp}, "x", answer)
	refused(t, err, doors.Ended)
	w.later(passkey.CeremonyTime)
	_, err = w.AddPasskey(t.Context(), by(resi), adding, "x", answer)
	refused(t, err, doors.Ended)
	options, adding, err = w.BeginPasskey(t.Context(), by(resi), password)
	must(t, err)
	must(t, w.ChangePassword(t.Context(), by(resi), password, another))
	_, err = w.AddPasskey(t.Context(), by(resi), adding, "x", d.Made(t, options))
	refused(t, err, doors.Ended)
	if has, err := w.DB.Read().HasFactors(t.Context(), "resi"); err != nil || has {
		t.Errorf("there is one all the same: %v", err)
	}
}

func TestPasskey_IsOneAccounts(t *testing.T) {
	w := withPasskeys(t)
	resi, owner := w.in("resi@chain.example"), w.in("owner@chain.example")
	d := w.device()
	d.addTo(resi, "")
	options, adding, err := w.BeginPasskey(t.Context(), by(owner), password)
	must(t, err)
	_, err = w.AddPasskey(t.Context(), by(owner), adding, "", d.Made(t, options)) // the device now calls its holder the owner
	refused(t, err, doors.BadKey)
	_, err = d.signIn()
	refused(t, err, doors.BadKey) // another's credential under the owner's name
	entry, err := func() (doors.Entry, error) {
		options, _, err := w.BeginPasskey(t.Context(), by(resi), password)
		must(t, err)
		d.Made(t, options)
		return d.signIn()
	}()
	must(t, err)
	if entry.Staff.Account.ID != "resi" {
		t.Errorf("comes in as %s", entry.Staff.Account.ID)
	}
	if !strings.Contains(string(options), `"displayName":"Olga Owner"`) || strings.Contains(string(options), `"id":"owner"`) {
		t.Errorf("the device is told %s", options)
	}
}

// A ceremony is answered once: of several who show the same answer at once one is let in, whether the device counts or, as most do, does not. The others are
// no copies of it.
func TestPasskey_AnswerIsTakenOnce(t *testing.T) {
	for _, counts := range []bool{true, false} {
		w := withPasskeys(t)
		d := w.device()
		d.addTo(w.in("resi@chain.example"), "")
		options, c, err := w.BeginPasskeySignIn(t.Context(), here)
		must(t, err)
		if counts {
			d.Key.Counter++
		}
		answer := d.Shown(t, options)
		in, kinds := atOnce(8, func(ctx context.Context, _ int) error {
			_, err := w.SignInByPasskey(ctx, c, answer, here)
			return err
		})
		if in != 1 || kinds[doors.Ended] != 7 {
			t.Errorf("%d came in, the others were told %v", in, kinds)
		}
		_, other, err := w.BeginPasskeySignIn(t.Context(), here)
		must(t, err)
		_, err = w.SignInByPasskey(t.Context(), other, answer, here)
		refused(t, err, doors.BadKey)
		_, err = w.SignInByPasskey(t.Context(), passkey.Ceremony{}, answer, here)
		refused(t, err, doors.Ended)
	}
}

// A counter that falls behind tells of a copy: it is refused, written down, and its owner is told.
func TestPasskey_CopyIsRefusedAndTold(t *testing.T) {
	w := withPasskeys(t)
	d := w.device()
	d.addTo(w.in("resi@chain.example"), "")
	before := d.Key
	for range 3 {
		_, err := d.signIn()
		must(t, err)
	}
	mails := len(w.mailed("resi@chain.example"))
	d.Key = before
	_, err := d.signIn()
	refused(t, err, doors.Copied)
	if w.log("resi")[0] != "passkey_copied" {
		t.Errorf("written down: %v", w.log("resi"))
	}
	if list := w.mailed("resi@chain.example"); len(list) != mails+1 || !strings.Contains(list[0].Body, "kopie") {
		t.Errorf("told: %v", list)
	}
	d.Key.Counter = 3
	entry, err := d.signIn()
	must(t, err)
	if entry.Staff.Account.ID != "resi" {
		t.Error("the passkey itself does not work any more")
	}
}

func TestPasskey_WhoMayNotComeIn(t *testing.T) {
	for name, change := range map[string]func(*device){
		"other origin":         func(d *device) { d.Site.Origin = "https://example.org.evil.example" },
		"other RP":             func(d *device) { d.Site.ID = "evil.example" },
		"no user verification": func(d *device) { d.Options.UserNotVerified = true },
		"no user handle":       func(d *device) { d.Options.UserHandle = nil },
		"unknown credential":   func(d *device) { d.Key = passkeytest.NewKey() },
		"unknown key": func(d *device) {
			id := d.Key.ID
			d.Key = passkeytest.NewKey()
			d.Key.ID = id
		},
		"disabled": func(d *device) {
			must(d.t, d.DB.Write(d.t.Context(), func(tx *store.Tx) error {
				a, err := tx.Account("resi")
				a.Disabled = true
				return errors.Join(err, tx.SaveAccount(a))
			}))
		},
	} {
		w := withPasskeys(t)
		d := w.device()
		d.addTo(w.in("resi@chain.example"), "")
		change(d)
		entry, err := d.signIn()
		if doors.KindOf(err) != doors.BadKey || entry.Staff.Login.ID != "" {
			t.Errorf("%s: %+v, %v", name, entry, err)
		}
	}
	w := withPasskeys(t)
	d := w.device()
	d.addTo(w.in("resi@chain.example"), "")
	options, c, err := w.BeginPasskeySignIn(t.Context(), here)
	must(t, err)
	w.later(passkey.CeremonyTime + time.Second)
	_, err = w.SignInByPasskey(t.Context(), c, d.shown(options), here)
	refused(t, err, doors.Ended)
}

func TestPasskey_NotMoreThanAnAccountCanHave(t *testing.T) {
	w := withPasskeys(t)
	resi := w.in("resi@chain.example")
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		var errs []error
		for _, id := range strings.Split("123456789", "") {
			errs = append(errs, tx.SaveFactor(store.Factor{ID: id, Account: "resi", Kind: store.FactorPasskey, Handle: id + "AAA", Secret: []byte("{}"), Added: start}))
		}
		return errors.Join(errs...)
	}))
	last, late := w.device(), w.device()
	options, adding, err := w.BeginPasskey(t.Context(), by(resi), password)
	must(t, err)
	last.addTo(resi, "")
	_, err = w.AddPasskey(t.Context(), by(resi), adding, "", late.Made(t, options))
	refused(t, err, doors.TooMany)
	_, _, err = w.BeginPasskey(t.Context(), by(resi), password)
	refused(t, err, doors.TooMany)
}

func TestPasskey_WhereThereAreNone(t *testing.T) {
	w := newWorld(t)
	_, _, err := w.BeginPasskey(t.Context(), by(w.in("resi@chain.example")), password)
	refused(t, err, doors.Missing)
	_, err = w.AddPasskey(t.Context(), doors.By{Account: "resi"}, doors.Adding{Account: "resi"}, "", nil)
	refused(t, err, doors.Missing)
	_, _, err = w.BeginPasskeySignIn(t.Context(), here)
	refused(t, err, doors.Missing)
	_, err = w.SignInByPasskey(t.Context(), passkey.Ceremony{}, nil, here)
	refused(t, err, doors.Missing)
}

// ASVS 2.4.1: whoever asks for many is slowed down, by where they come from; nobody else is.
func TestASVS2_4_1_PasskeyAskingIsCounted(t *testing.T) {
	w := withPasskeys(t)
	asked := 0
	for ; asked < 100; asked++ {
		if _, _, err := w.BeginPasskeySignIn(t.Context(), here); err != nil {
			refused(t, err, doors.Wait)
			break
		}
	}
	if asked < 30 || asked > 60 {
		t.Errorf("one address may ask %d times at once", asked)
	}
	_, _, err := w.BeginPasskeySignIn(t.Context(), doors.Visitor{Address: "192.0.2.8"})
	must(t, err)
	w.later(10 * time.Second)
	_, _, err = w.BeginPasskeySignIn(t.Context(), here)
	must(t, err)
	w.in("owner@chain.example") // the password's own door is another
}
