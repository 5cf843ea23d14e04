package doors

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"

	"github.com/wederhoor/wederhoor/doors/passkey"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Adding is a passkey on its way to an account, after its owner gave the password. It is kept where its browser cannot change it, in the
// session, and used once.
type Adding struct {
	passkey.Ceremony
	Account dossier.AccountID
	Stamp   string // of the password that was given for it
}

// BeginPasskey asks the device of somebody for a passkey, who knows the password (ASVS 7.5.1). The options are for the browser.
func (p *Porter) BeginPasskey(ctx context.Context, by By, password string) (options json.RawMessage, adding Adding, err error) {
	if p.Passkeys == nil {
		return nil, Adding{}, refuse(Missing)
	}
	confirmed, err := p.confirm(ctx, by, password)
	if err != nil {
		return nil, Adding{}, err
	}
	err = confirmed.act(ctx, func(tx *store.Tx, a store.Account) error {
		factors, err := tx.Factors(a.ID)
		if err != nil {
			return err
		}
		if len(factors) >= mostFactors {
			return refuse(TooMany)
		}
		adding = Adding{Account: a.ID, Stamp: p.stamp(a)}
		options, adding.Ceremony, err = p.Passkeys.BeginAdd(p.person(a, factors))
		return err
	})
	return options, adding, err
}

// person is whose passkey it is, as the device is told: what it calls them tells nothing about them (Web Authentication, 14.6.1).
func (p *Porter) person(a store.Account, factors []store.Factor) passkey.Person {
	person := passkey.Person{Handle: p.mac("passkey", string(a.ID)), Email: a.Email, Name: a.Name}
	for _, f := range factors {
		if f.Kind == store.FactorPasskey {
			person.Has = append(person.Has, kept(f))
		}
	}
	return person
}

// AddPasskey makes the device's answer a factor. With the first factor come recovery codes, which are shown this once; other logins that showed one
// factor end. An answer that is none is of kind BadKey.
func (p *Porter) AddPasskey(ctx context.Context, by By, adding Adding, name string, answer []byte) (recovery []string, err error) {
	if p.Passkeys == nil {
		return nil, refuse(Missing)
	}
	if adding.Account != by.Account || by.Account == "" {
		return nil, refuse(Ended)
	}
	account, err := p.account(ctx, by.Account)
	if err == nil && p.stamp(account) != adding.Stamp {
		err = refuse(Ended)
	}
	if err != nil {
		return nil, err
	}
	made, err := p.Passkeys.FinishAdd(p.person(account, nil), adding.Ceremony, answer)
	if err != nil {
		return nil, badKey(err)
	}
	f := store.Factor{
		ID: newID("f"), Account: account.ID, Kind: store.FactorPasskey, Handle: handle(made.ID), Name: factorName(name),
		Secret: made.Data, Step: int64(made.Counter), Added: p.now(),
	}
	recovery, err = p.addConfirmed(ctx, by, f, func(act func(*store.Tx, store.Account) error) error {
		return p.DB.Write(ctx, func(tx *store.Tx) error {
			a, err := unchanged(tx, account)
			if err != nil {
				return err
			}
			return act(tx, a)
		})
	})
	if errors.Is(err, store.ErrTaken) {
		return nil, &Error{Kind: BadKey, Cause: err}
	}
	return recovery, err
}

// BeginPasskeySignIn asks for a passkey of whoever wants to come in. Who they are, the device will say. How often that is done is counted (kind Wait).
func (p *Porter) BeginPasskeySignIn(ctx context.Context, v Visitor) (options json.RawMessage, c passkey.Ceremony, err error) {
	if p.Passkeys == nil {
		return nil, passkey.Ceremony{}, refuse(Missing)
	}
	if err := p.countBegun(ctx, beginDoor, v); err != nil {
		return nil, passkey.Ceremony{}, err
	}
	return p.Passkeys.BeginShow()
}

// SignInByPasskey lets in whose passkey it is. It stands for two factors: the device, and what unlocked it. Errors are of kind BadKey, also for a
// passkey that is known no more and for one of a disabled account; of kind Ended for one that was shown too late or twice; and of kind Copied
// for one that somebody has a copy of: its owner is told, and it is written down.
func (p *Porter) SignInByPasskey(ctx context.Context, c passkey.Ceremony, answer []byte, v Visitor) (Entry, error) {
	if p.Passkeys == nil {
		return Entry{}, refuse(Missing)
	}
	if err := p.useUp(ctx, c); err != nil {
		return Entry{}, badKey(err)
	}
	var account store.Account
	var factor store.Factor
	shown, err := p.Passkeys.FinishShow(c, answer, func(id []byte) (person passkey.Person, err error) {
		account, factor, err = p.ownerOf(ctx, id)
		return p.person(account, []store.Factor{factor}), err
	})
	if err == nil {
		var entry Entry
		entry, err = p.byPasskey(ctx, account, factor, shown, v)
		if err == nil {
			return entry, nil
		}
	}
	err = badKey(err)
	if KindOf(err) == Copied {
		err = errors.Join(err, p.copied(ctx, account, factor))
	}
	if k := KindOf(err); k == BadKey || k == Copied {
		p.log().InfoContext(ctx, "sign-in refused", "method", ByPasskey, "error", err.Error())
	}
	return Entry{}, err
}

// useUp lets a ceremony be answered once, whatever the answer: most devices do not count, and of several that come with the same answer at once one
// is looked at.
func (p *Porter) useUp(ctx context.Context, c passkey.Ceremony) error {
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		return tx.SaveReceipt("passkey:"+p.digest("ceremony", c.Session.Challenge), "shown", "", p.now())
	})
	if errors.Is(err, store.ErrTaken) {
		return passkey.ErrLate
	}
	return err
}

// ownerOf is who has a passkey.
func (p *Porter) ownerOf(ctx context.Context, id []byte) (store.Account, store.Factor, error) {
	f, err := p.DB.Read().Passkey(ctx, handle(id))
	if errors.Is(err, store.ErrNotFound) {
		return store.Account{}, f, refuse(BadKey)
	}
	if err != nil {
		return store.Account{}, f, err
	}
	a, err := p.account(ctx, f.Account)
	if KindOf(err) == Ended {
		err = refuse(BadKey)
	}
	return a, f, err
}

func (p *Porter) byPasskey(ctx context.Context, before store.Account, f store.Factor, shown passkey.Credential, v Visitor) (Entry, error) {
	var entry Entry
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		entry = Entry{}
		a, err := unchanged(tx, before)
		if err != nil {
			return err
		}
		factors, err := tx.Factors(a.ID)
		if err != nil {
			return err
		}
		if !has(factors, f.ID) {
			return refuse(BadKey)
		}
		err = tx.UsePasskey(f.ID, shown.Data, int64(shown.Counter), p.now())
		if errors.Is(err, store.ErrNotFound) {
			return passkey.ErrCloned // another was let in by the same count at this moment
		}
		if err != nil {
			return err
		}
		entry, err = p.step(tx, a, ByPasskey, 2, v)
		return err
	})
	return settled(&entry, err)
}

// copied writes down that there is a copy of a passkey, and tells its owner.
func (p *Porter) copied(ctx context.Context, a store.Account, f store.Factor) error {
	return p.DB.Write(ctx, func(tx *store.Tx) error { return p.changed(tx, a, a.ID, "passkey_copied", f.ID) })
}

// badKey sorts the errors of a passkey.
func badKey(err error) error {
	switch {
	case errors.Is(err, passkey.ErrLate):
		return &Error{Kind: Ended, Cause: err}
	case errors.Is(err, passkey.ErrCloned):
		return &Error{Kind: Copied, Cause: err}
	case errors.Is(err, passkey.ErrRefused):
		return &Error{Kind: BadKey, Cause: err}
	default:
		return err
	}
}

func has(factors []store.Factor, id string) bool {
	for _, f := range factors {
		if f.ID == id {
			return true
		}
	}
	return false
}

// handle is a credential's id as it is looked up by.
func handle(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

func kept(f store.Factor) passkey.Credential {
	id, err := base64.RawURLEncoding.DecodeString(f.Handle)
	if err != nil {
		id = nil // none of ours: nobody can show it
	}
	return passkey.Credential{ID: id, Data: f.Secret, Counter: uint32(f.Step)} //nolint:gosec // it was 32 bits when it was stored
}
