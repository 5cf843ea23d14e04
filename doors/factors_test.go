package doors_test

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
)

func sha1Of(s string) string {
	sum := sha1.Sum([]byte(s))
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

func (w *world) enterBy(code string) (doors.Staff, error) {
	w.t.Helper()
	entry, err := w.ShowCode(w.t.Context(), w.pending("owner@chain.example"), code, here)
	return entry.Staff, err
}

func TestSecondFactorIsAsked(t *testing.T) {
	w := newWorld(t)
	s := w.in("owner@chain.example")
	phone, recovery := w.withPhone(s)
	if again, err := w.Enter(t.Context(), s.Login.ID); err != nil || again.MustSetUp || again.Login.Factors != 2 {
		t.Errorf("after setting it up: %+v, %v", again, err)
	}
	if len(recovery) != accounts.RecoveryCodes {
		t.Fatalf("%d recovery codes", len(recovery))
	}
	pending := w.pending("owner@chain.example")
	if _, err := w.Enter(t.Context(), ""); doors.KindOf(err) != doors.Ended {
		t.Error("the password alone lets in")
	}
	_, err := w.ShowCode(t.Context(), pending, "000000", here)
	refused(t, err, doors.WrongCode)
	code := phone.code()
	entry, err := w.ShowCode(t.Context(), pending, " "+code[:3]+" "+code[3:], here)
	must(t, err)
	if entry.Staff.Login.Factors != 2 || entry.Staff.MustSetUp || entry.Staff.Account.ID != "owner" {
		t.Errorf("let in is %+v", entry.Staff)
	}
}

// ASVS 6.5.1: a code works once (RFC 6238, 5.2), at every node and at the same moment.
func TestASVS6_5_1_CodeWorksOnce(t *testing.T) {
	w := newWorld(t)
	phone, _ := w.withPhone(w.in("owner@chain.example"))
	code := phone.code()
	pending := w.pending("owner@chain.example")
	in, kinds := atOnce(4, func(ctx context.Context, _ int) error {
		_, err := w.ShowCode(ctx, pending, code, here)
		return err
	})
	if in != 1 || kinds[doors.WrongCode] != 3 {
		t.Errorf("one code let in %d, the others were told %v", in, kinds)
	}
	w.later(time.Second)
	_, err := w.enterBy(code)
	refused(t, err, doors.WrongCode)
	w.later(time.Minute)
	_, err = w.enterBy(code)
	refused(t, err, doors.WrongCode)
	w.later(accounts.MaxDelay)
	if _, err := w.enterBy(phone.code()); err != nil {
		t.Errorf("the next code is refused: %v", err)
	}
}

// A phone's clock may be half a minute off, not more.
func TestCodeOfAClockThatIsOff(t *testing.T) {
	for off, want := range map[time.Duration]doors.Kind{0: 0, 30 * time.Second: 0, -30 * time.Second: 0, 61 * time.Second: doors.WrongCode, -61 * time.Second: doors.WrongCode} {
		w := newWorld(t)
		phone, _ := w.withPhone(w.in("owner@chain.example"))
		w.later(10 * time.Minute)
		w.later(off)
		code := phone.code()
		w.later(-off)
		_, err := w.enterBy(code)
		if doors.KindOf(err) != want {
			t.Errorf("off by %v: %v", off, err)
		}
	}
}

// ASVS 6.5.1: a recovery code works once, at the same moment too, and its owner is told.
func TestASVS6_5_1_RecoveryCodeReuse(t *testing.T) {
	w := newWorld(t)
	_, recovery := w.withPhone(w.in("owner@chain.example"))
	pending := w.pending("owner@chain.example")
	in, kinds := atOnce(4, func(ctx context.Context, _ int) error {
		_, err := w.ShowCode(ctx, pending, recovery[0], here)
		return err
	})
	if in != 1 || kinds[doors.WrongCode] != 3 {
		t.Errorf("one recovery code let in %d, the others were told %v", in, kinds)
	}
	_, err := w.enterBy(recovery[0])
	refused(t, err, doors.WrongCode)
	if _, err := w.enterBy(strings.ToUpper(strings.ReplaceAll(recovery[1], "-", " "))); err != nil {
		t.Errorf("a code written otherwise is refused: %v", err)
	}
	if left, err := w.DB.Read().RecoveryCodes(t.Context(), "owner"); err != nil || left != accounts.RecoveryCodes-2 {
		t.Errorf("%d are left (%v)", left, err)
	}
	if m := w.mailed("owner@chain.example"); len(m) != 3 || !strings.Contains(m[0].Body, "herstelcode") {
		t.Errorf("%d messages, the latest: %q", len(m), m[0].Body)
	}
}

// ASVS 6.3.1: guessing codes is slowed down by account, whoever does it from wherever.
func TestASVS6_3_1_GuessingCodesIsSlowedDown(t *testing.T) {
	w := newWorld(t)
	phone, recovery := w.withPhone(w.in("owner@chain.example"))
	pending := w.pending("owner@chain.example")
	for range accounts.FreeFailures + 1 {
		_, err := w.ShowCode(t.Context(), pending, "123456", doors.Visitor{})
		refused(t, err, doors.WrongCode)
	}
	for _, code := range []string{phone.code(), recovery[0]} {
		_, err := w.ShowCode(t.Context(), pending, code, here)
		refused(t, err, doors.Wait)
	}
	_, err := w.ShowCode(t.Context(), w.pending("owner@chain.example"), phone.code(), here) // the password again clears nothing
	refused(t, err, doors.Wait)
	w.later(accounts.FirstDelay)
	if _, err := w.ShowCode(t.Context(), pending, phone.code(), here); err != nil {
		t.Errorf("after the delay: %v", err)
	}
}

// ASVS 2.3.1: the second step follows the first, in time, for the password that was shown.
func TestASVS2_3_1_SecondStepFollowsTheFirst(t *testing.T) {
	for name, spoil := range map[string]func(*world, doors.Staff, *doors.Pending){
		"too late":        func(w *world, _ doors.Staff, _ *doors.Pending) { w.later(5 * time.Minute) },
		"never begun":     func(_ *world, _ doors.Staff, p *doors.Pending) { *p = doors.Pending{} },
		"another account": func(_ *world, _ doors.Staff, p *doors.Pending) { p.Account = "resi" },
		"password changed": func(w *world, s doors.Staff, _ *doors.Pending) {
			must(w.t, w.ChangePassword(w.t.Context(), by(s), password, another))
		},
		"disabled in the meantime": func(w *world, _ doors.Staff, _ *doors.Pending) { must(w.t, w.DisableByProgram(w.t.Context(), "owner")) },
	} {
		w := newWorld(t)
		s := w.in("owner@chain.example")
		phone, _ := w.withPhone(s)
		pending := w.pending("owner@chain.example")
		spoil(w, s, &pending)
		if _, err := w.ShowCode(t.Context(), pending, phone.code(), here); doors.KindOf(err) != doors.Ended {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// ASVS 7.5.1: whoever has a session and no password changes nothing, by whatever interface: the acts themselves ask.
func TestASVS7_5_1_ChangesAskForThePassword(t *testing.T) {
	w := newWorld(t)
	s := w.in("owner@chain.example")
	w.withPhone(s)
	factors, err := w.DB.Read().Factors(t.Context(), "owner")
	must(t, err)
	offer, err := w.OfferTOTP(s.Account, "")
	must(t, err)
	second := phone{w, strings.ReplaceAll(offer.Text, " ", "")}
	mailed := len(w.mailed("owner@chain.example"))
	for name, act := range map[string]func(string) error{
		"password": func(given string) error { return w.ChangePassword(t.Context(), by(s), given, another) },
		"app": func(given string) error {
			_, err := w.AddTOTP(t.Context(), by(s), given, offer.Nonce, "x", second.code())
			return err
		},
		"removal": func(given string) error { return w.RemoveFactor(t.Context(), by(s), given, factors[0].ID) },
		"recovery codes": func(given string) error {
			_, err := w.NewRecoveryCodes(t.Context(), by(s), given)
			return err
		},
	} {
		for _, given := range []string{"", "een verkeerd wachtwoord", strings.Repeat("x", 10_000)} {
			if err := act(given); doors.KindOf(err) != doors.WrongPassword {
				t.Errorf("%s with %.20q: %v", name, given, err)
			}
			w.later(accounts.MaxDelay)
		}
	}
	if now, _ := w.DB.Read().Factors(t.Context(), "owner"); len(now) != 1 || len(w.mailed("owner@chain.example")) != mailed {
		t.Error("something was changed")
	}
}

// The password that is asked again is counted as at the door: an unattended screen is no place to guess at.
func TestASVS6_3_1_GuessingBehindTheDoorIsSlowedDown(t *testing.T) {
	w := newWorld(t)
	s := w.in("owner@chain.example")
	for range accounts.FreeFailures + 1 {
		refused(t, w.ChangePassword(t.Context(), by(s), "een verkeerd wachtwoord", another), doors.WrongPassword)
	}
	refused(t, w.ChangePassword(t.Context(), by(s), password, another), doors.Wait)
	_, err := w.SignIn(t.Context(), "owner@chain.example", password, here)
	must(t, err) // it is counted by the login: nobody else waits for it
	w.later(accounts.FirstDelay)
	must(t, w.ChangePassword(t.Context(), by(s), password, another))
}

// ASVS 7.4.3: another password ends every other login, and the owner is told.
func TestASVS7_4_3_PasswordChangeEndsOtherLogins(t *testing.T) {
	w := newWorld(t)
	s, other := w.in("resi@chain.example"), w.in("resi@chain.example")
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SaveTicket(store.Ticket{Hash: "h", Purpose: store.TicketReset, Account: "resi", Expires: start.Add(time.Hour)})
	}))
	must(t, w.ChangePassword(t.Context(), by(s), password, another))
	if _, err := w.Enter(t.Context(), s.Login.ID); err != nil {
		t.Errorf("the login that changed it has ended: %v", err)
	}
	_, err := w.Enter(t.Context(), other.Login.ID)
	refused(t, err, doors.Ended)
	if _, err := w.DB.Read().Ticket(t.Context(), "h"); err == nil {
		t.Error("a link that sets a password still works")
	}
	_, err = w.SignIn(t.Context(), "resi@chain.example", password, here)
	refused(t, err, doors.WrongPassword)
	if _, err := w.SignIn(t.Context(), "resi@chain.example", another, here); err != nil {
		t.Errorf("the new password is refused: %v", err)
	}
	m := w.mailed("resi@chain.example")
	if len(m) != 1 || m[0].Kind != mail.SignInChanged || m[0].Reference != "" || strings.Contains(m[0].Body, another) {
		t.Errorf("told is %+v", m)
	}
	if kinds := w.log("resi"); !slices.Contains(kinds, "password") {
		t.Errorf("written down is %v", kinds)
	}
}

// A login of one factor is worth nothing any more where the account has come to have a second.
func TestFirstFactorEndsLoginsThatDidNotShowIt(t *testing.T) {
	w := newWorld(t)
	before, s := w.in("resi@chain.example"), w.in("resi@chain.example")
	w.withPhone(s)
	_, err := w.Enter(t.Context(), before.Login.ID)
	refused(t, err, doors.Ended)
	if _, err := w.Enter(t.Context(), s.Login.ID); err != nil {
		t.Errorf("the login that added it: %v", err)
	}
}

// The key of an app is the office's own: whoever could send one along could put one in that they know.
func TestKeyOfAnAppCannotBeChosen(t *testing.T) {
	w := newWorld(t)
	s := w.in("owner@chain.example")
	offer, err := w.OfferTOTP(s.Account, "")
	must(t, err)
	same, err := w.OfferTOTP(s.Account, offer.Nonce)
	must(t, err)
	if same.Text != offer.Text || len(offer.Picture) == 0 || !strings.HasPrefix(string(offer.Picture), "\x89PNG") {
		t.Error("a page that comes back shows another key, or no picture")
	}
	resi := w.in("resi@chain.example")
	stolen := phone{w, strings.ReplaceAll(offer.Text, " ", "")}
	_, err = w.AddTOTP(t.Context(), by(resi), password, offer.Nonce, "x", stolen.code())
	refused(t, err, doors.WrongCode) // the same nonce is another key for another account
	_, err = w.AddTOTP(t.Context(), by(s), password, offer.Nonce, "  Mijn \n telefoon ", stolen.code())
	must(t, err)
	factors, err := w.DB.Read().Factors(t.Context(), "owner")
	must(t, err)
	if len(factors) != 1 || factors[0].Name != "Mijn telefoon" {
		t.Errorf("the factors are %+v", factors)
	}
	w.later(time.Minute)
	_, err = w.AddTOTP(t.Context(), by(s), password, offer.Nonce, "x", stolen.code())
	refused(t, err, doors.WrongCode) // the same key again
}

func TestFactorsAreRemoved(t *testing.T) {
	w := newWorld(t)
	s := w.in("owner@chain.example")
	w.withPhone(s)
	factors := func(id string) []store.Factor {
		list, err := w.DB.Read().Factors(t.Context(), "owner")
		must(t, err)
		return list
	}
	first := factors("owner")[0].ID
	refused(t, w.RemoveFactor(t.Context(), by(s), password, first), doors.LastFactor)
	_, more := w.withPhone(s)
	if more != nil {
		t.Error("a second app brings recovery codes again")
	}
	refused(t, w.RemoveFactor(t.Context(), by(s), password, "f-none"), doors.Missing)
	must(t, w.RemoveFactor(t.Context(), by(s), password, first))
	if len(factors("owner")) != 1 {
		t.Error("it is still there")
	}
	resi := w.in("resi@chain.example")
	refused(t, w.RemoveFactor(t.Context(), by(resi), password, factors("owner")[0].ID), doors.Missing) // somebody else's
	w.withPhone(resi)
	own, err := w.DB.Read().Factors(t.Context(), "resi")
	must(t, err)
	must(t, w.RemoveFactor(t.Context(), by(resi), password, own[0].ID))
	if left, err := w.DB.Read().RecoveryCodes(t.Context(), "resi"); err != nil || left != 0 {
		t.Errorf("%d recovery codes stand in for nothing (%v)", left, err)
	}
	_, err = w.NewRecoveryCodes(t.Context(), by(resi), password)
	refused(t, err, doors.Missing)
}

func TestNewRecoveryCodesReplaceTheOld(t *testing.T) {
	w := newWorld(t)
	s := w.in("owner@chain.example")
	_, old := w.withPhone(s)
	fresh, err := w.NewRecoveryCodes(t.Context(), by(s), password)
	must(t, err)
	_, err = w.enterBy(old[0])
	refused(t, err, doors.WrongCode)
	if _, err := w.enterBy(fresh[0]); err != nil {
		t.Errorf("a new code is refused: %v", err)
	}
	for _, m := range w.mailed("owner@chain.example") {
		for _, code := range slices.Concat(old, fresh) {
			if strings.Contains(m.Body, code) {
				t.Error("a message holds a code")
			}
		}
	}
}

func TestTooManyFactorsAreRefused(t *testing.T) {
	w := newWorld(t)
	s := w.in("owner@chain.example")
	for range 10 {
		w.withPhone(s)
	}
	offer, err := w.OfferTOTP(s.Account, "")
	must(t, err)
	_, err = w.AddTOTP(t.Context(), by(s), password, offer.Nonce, "x", phone{w, strings.ReplaceAll(offer.Text, " ", "")}.code())
	refused(t, err, doors.TooMany)
}
