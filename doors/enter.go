package doors

import (
	"context"
	"errors"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// seenEvery is how often it is noted at most that somebody is there.
const seenEvery = time.Minute

// Enter is who a login lets in at this moment: nobody (kind Ended) once it has ended, its account is disabled (ASVS 7.4.2), or one factor was shown where
// the account has come to have a second and must show it.
func (p *Porter) Enter(ctx context.Context, login string) (Staff, error) {
	if login == "" {
		return Staff{}, refuse(Ended)
	}
	l, err := p.DB.Read().Login(ctx, login)
	if errors.Is(err, store.ErrNotFound) {
		return Staff{}, refuse(Ended)
	}
	if err != nil {
		return Staff{}, err
	}
	account, err := p.account(ctx, l.Account)
	if err != nil {
		return Staff{}, err
	}
	staff := Staff{Account: account, Login: l}
	if l.Factors < 2 && p.RequiresTwo(account) {
		has, err := p.DB.Read().HasFactors(ctx, account.ID)
		if err == nil && has {
			err = refuse(Ended)
		}
		if err != nil {
			return Staff{}, err
		}
		staff.MustSetUp = true
	}
	return staff, nil
}

// See notes that whoever has the login is there.
func (p *Porter) See(ctx context.Context, l store.Login) error {
	now := p.now()
	if now.Sub(l.Seen) < seenEvery {
		return nil
	}
	return p.DB.Write(ctx, func(tx *store.Tx) error { return tx.SeeLogin(l.ID, now) })
}

// Logins are where an account is signed in. One that was not seen for as long as a session lasts without a request has ended with its session.
func (p *Porter) Logins(ctx context.Context, by By) ([]store.Login, error) {
	list, err := p.DB.Read().Logins(ctx, by.Account)
	if err != nil {
		return nil, err
	}
	oldest := p.now().Add(-accounts.SessionIdle - seenEvery)
	var there []store.Login
	for _, l := range list {
		if l.ID == by.Login || l.Seen.After(oldest) {
			there = append(there, l)
		}
	}
	return there, nil
}

// End ends one login of an account: signing out here, or at another device (ASVS 7.4.3). The error is of kind Missing when the account has no such login.
func (p *Porter) End(ctx context.Context, account dossier.AccountID, login string) error {
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.EndLogin(account, login); err != nil {
			return err
		}
		return p.note(tx, account, account, "signed_out", "")
	})
	if errors.Is(err, store.ErrNotFound) {
		return refuse(Missing)
	}
	return err
}

// EndOthers ends all other logins of an account.
func (p *Porter) EndOthers(ctx context.Context, by By) error {
	return p.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.EndLogins(by.Account, by.Login); err != nil {
			return err
		}
		return p.note(tx, by.Account, by.Account, "signed_out_elsewhere", "")
	})
}

// Leave ends a login, whoever has it: signing out. One that has ended already is no error.
func (p *Porter) Leave(ctx context.Context, login string) error {
	l, err := p.DB.Read().Login(ctx, login)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = p.End(ctx, l.Account, l.ID)
	}
	if KindOf(err) == Missing {
		return nil
	}
	return err
}
