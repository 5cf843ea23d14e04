package doors

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// pendingTime is how long the second factor may take after the first.
const pendingTime = 5 * time.Minute

// Pending is a sign-in of which the first factor was shown. It is kept where its bearer cannot change it: in the session.
type Pending struct {
	Account dossier.AccountID
	Stamp   string // of the password that was shown
	Method  string
	Until   time.Time
	App     bool // the account has an app that makes codes; else it is a passkey, or a recovery code
}

// stamp changes with the password. It tells nothing about it.
func (p *Porter) stamp(a store.Account) string { return p.digest("stamp", string(a.ID), a.Hash) }

// ShowCode is the second step: a code of the app, or a recovery code. Each works once. Guessing is counted as at the first step, by account.
func (p *Porter) ShowCode(ctx context.Context, pending Pending, code string, v Visitor) (Entry, error) {
	account, err := p.waiting(ctx, pending)
	if err != nil {
		return Entry{}, err
	}
	attempt, err := p.countVisitor(ctx, codeDoor, string(account.ID), v, p.knownBy(v, account.ID))
	if err != nil {
		return Entry{}, err
	}
	entry, err := p.byCode(ctx, attempt, account, pending, code, v)
	if err != nil && KindOf(err) == 0 {
		attempt.TakeBack(ctx)
	}
	if KindOf(err) == WrongCode {
		p.log().InfoContext(ctx, "second factor refused", "account", account.ID)
	}
	return settled(&entry, err)
}

// waiting is the account of a sign-in that can go on.
func (p *Porter) waiting(ctx context.Context, pending Pending) (store.Account, error) {
	if !p.now().Before(pending.Until) {
		return store.Account{}, refuse(Ended)
	}
	account, err := p.account(ctx, pending.Account)
	if err == nil && p.stamp(account) != pending.Stamp {
		err = refuse(Ended)
	}
	return account, err
}

func (p *Porter) byCode(ctx context.Context, attempt *Attempt, account store.Account, pending Pending, code string, v Visitor) (Entry, error) {
	use := p.appCode(account, code)
	if recovery, ok := accounts.RecoveryCode(code); ok {
		use = p.recoveryCode(account, accounts.HashRecoveryCode(string(account.ID), recovery))
	}
	var entry Entry
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		entry = Entry{}
		a, err := unchanged(tx, account)
		if err != nil {
			return err
		}
		if err := use(tx); err != nil {
			if errors.Is(err, store.ErrNotFound) {
				return refuse(WrongCode)
			}
			return err
		}
		if err := attempt.succeeded(tx); err != nil {
			return err
		}
		entry.Staff, err = p.begin(tx, a, pending.Method, 2, v)
		return err
	})
	return settled(&entry, err)
}

// appCode takes a code of one of the account's apps. Of two who show the same one, one is let in.
func (p *Porter) appCode(account store.Account, code string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		factors, err := tx.Factors(account.ID)
		if err != nil {
			return err
		}
		now := p.now()
		for _, f := range factors {
			if f.Kind != store.FactorTOTP {
				continue
			}
			if step, ok := accounts.MatchCode(f.Secret, strings.TrimSpace(code), f.Step, now); ok {
				return tx.AdvanceFactor(f.ID, step, now)
			}
		}
		return store.ErrNotFound
	}
}

// recoveryCode takes a recovery code away, and tells its owner.
func (p *Porter) recoveryCode(account store.Account, hash string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		if err := tx.UseRecoveryCode(account.ID, hash); err != nil {
			return err
		}
		return p.changed(tx, account, account.ID, "recovery_code_used", "")
	}
}
