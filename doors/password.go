package doors

import (
	"context"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/store"
)

// ChangePassword gives an account another password, for who knows the present one. All its other logins end, and so do links that would set another
// (ASVS 7.4.3).
func (p *Porter) ChangePassword(ctx context.Context, by By, password, next string) error {
	account, err := p.account(ctx, by.Account)
	if err != nil {
		return err
	}
	if err := p.Fit(next, account); err != nil {
		return err
	}
	confirmed, err := p.confirm(ctx, by, password)
	if err != nil {
		return err
	}
	hash, err := accounts.HashPassword(next)
	if err != nil {
		return err
	}
	return confirmed.act(ctx, func(tx *store.Tx, a store.Account) error {
		a.Hash = hash
		if err := tx.SaveAccount(a); err != nil {
			return err
		}
		if err := tx.EndLogins(a.ID, by.Login); err != nil {
			return err
		}
		if err := tx.EndTickets(a.ID); err != nil {
			return err
		}
		return p.changed(tx, a, a.ID, "password", "")
	})
}

// Fit says whether an account may have a password: nil, or an error of kind Unfit with what accounts.CheckPolicy says of it. Passwords that were leaked are common ones.
func (p *Porter) Fit(password string, a store.Account) error {
	if err := accounts.CheckPolicy(password, a.Name, a.Email, p.Policy.Organisation.Name, "wederhoor"); err != nil {
		return &Error{Kind: Unfit, Cause: err}
	}
	if p.Breached == nil {
		return nil
	}
	leaked, err := p.Breached.Contains(password)
	if err == nil && leaked {
		err = &Error{Kind: Unfit, Cause: accounts.ErrPasswordCommon}
	}
	return err
}

// confirmation is a password that was asked again and was right.
type confirmation struct {
	porter  *Porter
	account store.Account
	attempt *Attempt
	alone   bool // nobody else changes accounts meanwhile
}

// confirm asks the password again. It is counted by the login: whoever finds an unattended screen can guess no faster there than at the door, and what goes wrong at the
// door keeps nobody waiting who is in.
func (p *Porter) confirm(ctx context.Context, by By, password string) (confirmation, error) {
	account, err := p.account(ctx, by.Account)
	if err != nil {
		return confirmation{}, err
	}
	attempt, err := p.countLogin(ctx, passwordDoor, by.Login)
	if err != nil {
		return confirmation{}, err
	}
	if !accounts.CheckPassword(password, account.Hash) {
		return confirmation{}, refuse(WrongPassword)
	}
	return confirmation{porter: p, account: account, attempt: attempt}, nil
}

// act does what the password was asked for.
func (c confirmation) act(ctx context.Context, act func(*store.Tx, store.Account) error) error {
	err := c.porter.DB.Write(ctx, func(tx *store.Tx) error {
		if c.alone {
			if err := tx.LockAccounts(); err != nil {
				return err
			}
		}
		a, err := unchanged(tx, c.account)
		if err != nil {
			return err
		}
		if err := act(tx, a); err != nil {
			return err
		}
		return c.attempt.succeeded(tx) // after the accounts: everybody takes them before the counters
	})
	if err != nil {
		c.attempt.TakeBack(ctx) // whatever went wrong then: the password was right
	}
	return err
}
