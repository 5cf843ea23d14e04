package doors

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
)

// Accounts are administered by administrators; at the machine's own command line by whoever can start the program there (Program), so that a chain that has
// locked itself out comes in again. Each act takes the accounts one after the other: what holds for all of them together, that somebody is left who can
// administer them, holds at every moment.

// Invite makes an account and mails its owner a link to choose a password by. The password is asked of the administrator.
func (p *Porter) Invite(ctx context.Context, by By, password string, d Details) (id dossier.AccountID, err error) {
	d = d.tidy()
	err = p.administer(ctx, by, password, func(ctx context.Context) error { return p.check(ctx, d) }, func(tx *store.Tx, actor dossier.AccountID) error {
		a, err := p.invite(tx, actor, d)
		if err != nil {
			return err
		}
		id = a.ID
		return p.send(tx, a, invitation())
	})
	return id, err
}

// InviteByProgram is Invite at the command line. The link is not mailed but given.
func (p *Porter) InviteByProgram(ctx context.Context, d Details) (path string, err error) {
	d = d.tidy()
	if err := p.check(ctx, d); err != nil {
		return "", err
	}
	err = p.alone(ctx, func(tx *store.Tx) error {
		a, err := p.invite(tx, Program, d)
		if err != nil {
			return err
		}
		path, err = p.give(tx, a, invitation())
		return err
	})
	return path, err
}

// CreateByProgram makes an account that has its password from the start.
func (p *Porter) CreateByProgram(ctx context.Context, d Details, password string) error {
	d = d.tidy()
	if err := p.check(ctx, d); err != nil {
		return err
	}
	if err := p.Fit(password, store.Account{Name: d.Name, Email: d.Email}); err != nil {
		return err
	}
	hash, err := accounts.HashPassword(password)
	if err != nil {
		return err
	}
	return p.alone(ctx, func(tx *store.Tx) error {
		a, err := p.save(tx, store.Account{ID: dossier.AccountID(newID("a")), Hash: hash}, d)
		if err != nil {
			return err
		}
		return p.note(tx, a.ID, Program, "created", codes(d.Roles))
	})
}

func (p *Porter) invite(tx *store.Tx, actor dossier.AccountID, d Details) (store.Account, error) {
	a, err := p.save(tx, store.Account{ID: dossier.AccountID(newID("a"))}, d)
	if err != nil {
		return a, err
	}
	return a, p.note(tx, a.ID, actor, "invited", codes(d.Roles))
}

// InviteAgain mails a new link to who has not chosen a password yet. The one before is void then.
func (p *Porter) InviteAgain(ctx context.Context, by By, id dossier.AccountID) error {
	return p.administerUnasked(ctx, by, func(tx *store.Tx, actor dossier.AccountID) error {
		a, err := other(tx, id)
		if err != nil {
			return err
		}
		if a.Hash != "" || a.Disabled {
			return refuse(Moved)
		}
		if err := p.sendFirst(tx, a); err != nil {
			return err
		}
		return p.note(tx, a.ID, actor, "invited_again", "")
	})
}

// Edit changes the details of an account. seen is the Version that was shown. Nobody changes what they themselves may do.
func (p *Porter) Edit(ctx context.Context, by By, password string, id dossier.AccountID, seen string, d Details) error {
	d = d.tidy()
	return p.administer(ctx, by, password, func(ctx context.Context) error { return p.check(ctx, d) }, func(tx *store.Tx, actor dossier.AccountID) error {
		before, err := other(tx, id)
		if err != nil {
			return err
		}
		if p.Version(before) != seen {
			return refuse(Moved)
		}
		if before.ID == actor && !sameRights(before, d) {
			return &FieldError{map[string]string{"roles": "own"}}
		}
		a, err := p.save(tx, before, d)
		if err != nil {
			return err
		}
		if err := administrated(tx, before); err != nil {
			return err
		}
		return p.edited(tx, actor, before, a)
	})
}

// sameRights reports whether details give an account what it has.
func sameRights(a store.Account, d Details) bool {
	has := DetailsOf(a).tidy()
	return slices.Equal(has.Roles, d.Roles) && has.Specialist == d.Specialist && has.Branch == d.Branch
}

// edited writes down what was changed. Another address ends the links that were sent to the one before, which is told.
func (p *Porter) edited(tx *store.Tx, actor dossier.AccountID, before, after store.Account) error {
	if !sameRights(before, DetailsOf(after).tidy()) {
		if err := p.note(tx, after.ID, actor, "rights", codes(before.Roles)+" > "+codes(after.Roles)); err != nil {
			return err
		}
	}
	if before.Name != after.Name {
		if err := p.note(tx, after.ID, actor, "name", ""); err != nil {
			return err
		}
	}
	if before.Email == after.Email {
		return nil
	}
	return p.readdressed(tx, actor, before, after)
}

// readdressed is edited for another address.
func (p *Porter) readdressed(tx *store.Tx, actor dossier.AccountID, before, after store.Account) error {
	if err := tx.EndTickets(after.ID); err != nil {
		return err
	}
	if err := p.note(tx, after.ID, actor, "email", ""); err != nil {
		return err
	}
	if after.Hash == "" && !after.Disabled {
		if err := p.sendFirst(tx, after); err != nil && KindOf(err) != Held {
			return err
		}
	}
	if came, err := tx.HasChosen(after.ID); err != nil || !came && after.Hash == "" {
		return err
	}
	return p.post(tx, letter{id: newID("doors"), to: after, address: before.Email, kind: mail.SignInChanged, cause: "email"})
}

// sendFirst mails a link to an account without a password: to choose its first by, or another one where it had one that was taken away.
func (p *Porter) sendFirst(tx *store.Tx, a store.Account) error {
	came, err := tx.HasChosen(a.ID)
	if err != nil {
		return err
	}
	if !came {
		return p.send(tx, a, invitation())
	}
	if err := p.held(tx, a); err != nil {
		return err
	}
	return p.send(tx, a, anew())
}

// addressHold is how long an account that is in use is opened by no link that goes to another address than its owner's own, after a colleague has changed
// that. The address before is told at once: whoever has it can say that it was not to be, before somebody comes in as them.
const addressHold = 72 * time.Hour

// held refuses a link to an address that somebody else gave the account a short while ago. At the machine's own command line there is always a way.
func (p *Porter) held(tx *store.Tx, a store.Account) error {
	at, err := tx.Readdressed(a.ID, Program)
	if err == nil && p.now().Before(at.Add(addressHold)) {
		err = refuse(Held)
	}
	return err
}

// Disable shuts an account out. All its logins and links end with it, in the same transaction (ASVS 7.4.2). No password is asked: it may be urgent, and
// can be undone.
func (p *Porter) Disable(ctx context.Context, by By, id dossier.AccountID) error {
	return p.administerUnasked(ctx, by, func(tx *store.Tx, actor dossier.AccountID) error { return p.disable(tx, actor, id) })
}

// DisableByProgram is Disable at the command line.
func (p *Porter) DisableByProgram(ctx context.Context, id dossier.AccountID) error {
	return p.alone(ctx, func(tx *store.Tx) error { return p.disable(tx, Program, id) })
}

func (p *Porter) disable(tx *store.Tx, actor, id dossier.AccountID) error {
	a, err := other(tx, id)
	if err != nil {
		return err
	}
	if a.ID == actor {
		return refuse(Own)
	}
	if a.Disabled {
		return nil
	}
	before := a
	a.Disabled = true
	if err := tx.SaveAccount(a); err != nil {
		return err
	}
	if err := tx.EndLogins(a.ID, ""); err != nil {
		return err
	}
	if err := errors.Join(tx.EndTickets(a.ID), tx.EndFeed(a.ID)); err != nil {
		return err
	}
	if err := administrated(tx, before); err != nil {
		return err
	}
	return p.note(tx, a.ID, actor, "disabled", "")
}

// Enable lets an account in again, by what it had: its password and its factors.
func (p *Porter) Enable(ctx context.Context, by By, password string, id dossier.AccountID) error {
	return p.administer(ctx, by, password, nil, func(tx *store.Tx, actor dossier.AccountID) error { return p.enable(tx, actor, id) })
}

// EnableByProgram is Enable at the command line.
func (p *Porter) EnableByProgram(ctx context.Context, id dossier.AccountID) error {
	return p.alone(ctx, func(tx *store.Tx) error { return p.enable(tx, Program, id) })
}

func (p *Porter) enable(tx *store.Tx, actor, id dossier.AccountID) error {
	a, err := other(tx, id)
	if err != nil || !a.Disabled {
		return err
	}
	a.Disabled = false
	if _, err := p.save(tx, a, DetailsOf(a)); err != nil { // another may be the same specialist by now
		return err
	}
	return p.note(tx, a.ID, actor, "enabled", "")
}

// TakeFactors takes the second factors of an account away, whose owner has lost them. The password goes with them, and so do links to an identity provider:
// else whoever has those could set up a factor of their own. The owner is mailed a link to choose another by.
func (p *Porter) TakeFactors(ctx context.Context, by By, password string, id dossier.AccountID) error {
	return p.administer(ctx, by, password, nil, func(tx *store.Tx, actor dossier.AccountID) error {
		a, err := p.takeFactors(tx, actor, id)
		if err != nil {
			return err
		}
		if err := p.held(tx, a); err != nil {
			return err
		}
		return p.send(tx, a, anew())
	})
}

func (p *Porter) takeFactors(tx *store.Tx, actor, id dossier.AccountID) (store.Account, error) {
	a, err := other(tx, id)
	if err != nil {
		return a, err
	}
	if a.ID == actor {
		return a, refuse(Own)
	}
	if a.Disabled {
		return a, refuse(Moved)
	}
	a.Hash = ""
	if err := tx.SaveAccount(a); err != nil {
		return a, err
	}
	if err := tx.RemoveFactors(a.ID); err != nil {
		return a, err
	}
	if err := tx.RemoveIdentities(a.ID); err != nil {
		return a, err
	}
	if err := tx.EndLogins(a.ID, ""); err != nil {
		return a, err
	}
	return a, p.note(tx, a.ID, actor, "factors_taken", "")
}

// ResetByProgram gives a link to choose another password by, at the command line; with the factors taken away where they are lost too.
func (p *Porter) ResetByProgram(ctx context.Context, id dossier.AccountID, factors bool) (path string, err error) {
	err = p.alone(ctx, func(tx *store.Tx) error {
		a, err := other(tx, id)
		if err == nil && a.Disabled {
			err = refuse(Moved)
		}
		if err == nil && factors {
			a, err = p.takeFactors(tx, Program, id)
		}
		if err == nil {
			path, err = p.give(tx, a, anew())
		}
		if err != nil {
			return err
		}
		return p.note(tx, a.ID, Program, "reset_asked", "")
	})
	return path, err
}

// administer does an act on accounts for an administrator whose password is asked. What check refuses, if there is a check, is refused before that.
func (p *Porter) administer(
	ctx context.Context, by By, password string, check func(context.Context) error, act func(tx *store.Tx, actor dossier.AccountID) error,
) error {
	if _, err := p.administrator(ctx, by); err != nil {
		return err
	}
	if check != nil {
		if err := check(ctx); err != nil {
			return err
		}
	}
	confirmed, err := p.confirm(ctx, by, password)
	if err != nil {
		return err
	}
	confirmed.alone = true
	return confirmed.act(ctx, asAdministrator(act))
}

// administerUnasked is administer without a password, for what is urgent or can be undone.
func (p *Porter) administerUnasked(ctx context.Context, by By, act func(tx *store.Tx, actor dossier.AccountID) error) error {
	account, err := p.administrator(ctx, by)
	if err != nil {
		return err
	}
	return p.alone(ctx, func(tx *store.Tx) error {
		a, err := unchanged(tx, account)
		if err != nil {
			return err
		}
		return asAdministrator(act)(tx, a)
	})
}

// administrator is the account of who acts. It is missing for who may not administer, so that nothing tells what there is.
func (p *Porter) administrator(ctx context.Context, by By) (store.Account, error) {
	account, err := p.account(ctx, by.Account)
	if err == nil && !account.Actor().Is(dossier.RoleAdministrator) {
		err = refuse(Missing)
	}
	return account, err
}

// asAdministrator refuses an act when the role was taken away a moment ago.
func asAdministrator(act func(tx *store.Tx, actor dossier.AccountID) error) func(*store.Tx, store.Account) error {
	return func(tx *store.Tx, a store.Account) error {
		if !a.Actor().Is(dossier.RoleAdministrator) {
			return refuse(Missing)
		}
		return act(tx, a.ID)
	}
}

// alone does an act while nobody else changes accounts.
func (p *Porter) alone(ctx context.Context, act func(*store.Tx) error) error {
	return p.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.LockAccounts(); err != nil {
			return err
		}
		return act(tx)
	})
}

// other is the account that something is done with.
func other(tx *store.Tx, id dossier.AccountID) (store.Account, error) {
	a, err := tx.Account(id)
	return a, missing(err)
}

// administrated refuses what leaves nobody who can administer accounts, when an account was changed that could.
func administrated(tx *store.Tx, before store.Account) error {
	if !administers(before) {
		return nil
	}
	all, err := tx.AllAccounts()
	if err == nil && !slices.ContainsFunc(all, administers) {
		err = refuse(LastAdministrator)
	}
	return err
}

// administers reports whether somebody can come in by an account and administer others.
func administers(a store.Account) bool {
	return a.Actor().Is(dossier.RoleAdministrator) && !a.Disabled && a.Hash != ""
}

func codes(roles []dossier.Role) string {
	text := ""
	for i, r := range roles {
		if i > 0 {
			text += " "
		}
		text += string(r)
	}
	return text
}
