package doors

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// How somebody signed in.
const (
	ByPassword = "password"
	ByPasskey  = "passkey"
	ByOIDC     = "oidc"
)

// Entry is what came of a step of signing in: a login that began, or, where the account has a second factor, what still waits for it.
type Entry struct {
	Staff   Staff
	Pending *Pending
}

// SignIn checks e-mail address and password. Whoever is refused is not told which of the two was wrong, nor by the time it takes (ASVS 6.3.8): for a name
// that nobody has all the same is done.
func (p *Porter) SignIn(ctx context.Context, email, password string, v Visitor) (Entry, error) {
	email = register.FoldEmail(email)
	known, err := p.knownAs(ctx, v, email)
	if err != nil {
		return Entry{}, err
	}
	attempt, err := p.countVisitor(ctx, passwordDoor, email, v, known)
	if err != nil {
		return Entry{}, err
	}
	entry, err := p.byPassword(ctx, attempt, email, password, v)
	if err != nil && KindOf(err) == 0 {
		attempt.TakeBack(ctx)
	}
	return settled(&entry, err)
}

func (p *Porter) byPassword(ctx context.Context, attempt *Attempt, email, password string, v Visitor) (Entry, error) {
	account, err := p.DB.Read().AccountByEmail(ctx, email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return Entry{}, err
	}
	if err != nil || account.Disabled {
		account = store.Account{}
	}
	if !accounts.CheckPassword(password, account.Hash) {
		p.log().InfoContext(ctx, "sign-in refused")
		return Entry{}, refuse(WrongPassword)
	}
	return p.letIn(ctx, attempt, account, ByPassword, v)
}

// letIn begins a login for whoever has shown one factor, or has them show the second where the account has one.
func (p *Porter) letIn(ctx context.Context, attempt *Attempt, account store.Account, method string, v Visitor) (Entry, error) {
	var entry Entry
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		entry = Entry{}
		a, err := unchanged(tx, account)
		if err != nil {
			return err
		}
		if err := attempt.succeeded(tx); err != nil {
			return err
		}
		entry, err = p.step(tx, a, method, 1, v)
		return err
	})
	return settled(&entry, err)
}

// step begins a login for whoever has shown so many factors. Where it was one and the account has a second, that is waited for.
func (p *Porter) step(tx *store.Tx, a store.Account, method string, shown int, v Visitor) (entry Entry, err error) {
	factors, err := tx.Factors(a.ID)
	if err != nil {
		return Entry{}, err
	}
	if shown < 2 && len(factors) > 0 {
		entry.Pending = &Pending{Account: a.ID, Stamp: p.stamp(a), Method: method, Until: p.now().Add(pendingTime), App: hasApp(factors)}
		return entry, nil
	}
	entry.Staff, err = p.begin(tx, a, method, shown, v)
	return settled(&entry, err)
}

// begin begins a login.
func (p *Porter) begin(tx *store.Tx, a store.Account, method string, factors int, v Visitor) (Staff, error) {
	now := p.now()
	login := store.Login{ID: newID("l"), Account: a.ID, Began: now, Seen: now, Device: v.Device, Method: method, Factors: factors}
	if err := tx.EndStaleLogins(a.ID, now.Add(-accounts.SessionMax)); err != nil {
		return Staff{}, err
	}
	if err := tx.SaveLogin(login); err != nil {
		return Staff{}, err
	}
	if err := p.note(tx, a.ID, a.ID, "signed_in", method); err != nil {
		return Staff{}, err
	}
	return Staff{Account: a, Login: login, MustSetUp: factors < 2 && p.RequiresTwo(a)}, nil
}

// Noted are the kinds of what is written down of accounts. Each has a text.
var Noted = []string{
	"signed_in", "signed_out", "signed_out_elsewhere", "password", "factor_added", "factor_removed", "recovery_codes", "recovery_code_used",
	"identity_added", "identity_removed", "passkey_copied",
	"created", "invited", "invited_again", "rights", "name", "email", "disabled", "enabled", "factors_taken", "reset_asked", "feed_made", "feed_ended",
}

// note writes down what was done with an account, and by whom. detail holds codes alone.
func (p *Porter) note(tx *store.Tx, account, actor dossier.AccountID, kind, detail string) error {
	if !slices.Contains(Noted, kind) {
		return fmt.Errorf("doors: %s is nothing that is noted", kind) // a mistake of the programmer, found by tests
	}
	return tx.LogAccount(store.AccountEntry{At: p.now(), Account: account, Actor: actor, Kind: kind, Detail: detail})
}

func hasApp(factors []store.Factor) bool {
	return slices.ContainsFunc(factors, func(f store.Factor) bool { return f.Kind == store.FactorTOTP })
}
