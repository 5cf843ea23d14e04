package doors

import (
	"context"
	"errors"
	"net/url"

	"github.com/wederhoor/wederhoor/doors/openid"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Journey is somebody on their way through the identity provider, to sign in or to link an account. It is kept where its browser cannot
// change it: in the session.
type Journey struct {
	openid.Pending
	Account dossier.AccountID // to be linked; empty for who wants to come in
	Stamp   string            // of the password that was given for it
}

// Linking reports whether it is to link an account.
func (j Journey) Linking() bool { return j.Account != "" }

// BeginOpenID sends somebody to the identity provider who wants to come in. The address is where to. How often that is done is counted (kind Wait).
func (p *Porter) BeginOpenID(ctx context.Context, v Visitor) (address string, j Journey, err error) {
	if p.OpenID == nil {
		return "", Journey{}, refuse(Missing)
	}
	if err := p.countBegun(ctx, beginDoor, v); err != nil {
		return "", Journey{}, err
	}
	return p.begunOpenID(ctx)
}

func (p *Porter) begunOpenID(ctx context.Context) (address string, j Journey, err error) {
	if p.OpenID == nil {
		return "", Journey{}, refuse(Missing)
	}
	address, pending, err := p.OpenID.Begin(ctx)
	return address, Journey{Pending: pending}, err
}

// BeginLink sends somebody there who wants to come in by it from now on, and knows the password (ASVS 7.5.1).
func (p *Porter) BeginLink(ctx context.Context, by By, password string) (address string, j Journey, err error) {
	confirmed, err := p.confirm(ctx, by, password)
	if err != nil {
		return "", Journey{}, err
	}
	address, j, err = p.begunOpenID(ctx)
	if err != nil {
		confirmed.attempt.TakeBack(ctx)
		return "", Journey{}, err
	}
	err = confirmed.act(ctx, func(_ *store.Tx, a store.Account) error {
		j.Account, j.Stamp = a.ID, p.stamp(a)
		return nil
	})
	return address, j, err
}

// FinishOpenID lets in who the provider says it is, by issuer and subject: an account with the same e-mail address is nobody's proof
// (ASVS 10.5.2). Whoever is not linked, or disabled, is told the same (kind Unlinked). A provider that asked for two factors stands for
// two; otherwise it is one, and the account's own second factor is asked. Errors of the provider are of type openid.Error.
func (p *Porter) FinishOpenID(ctx context.Context, j Journey, query url.Values, v Visitor) (Entry, error) {
	who, err := p.arrived(ctx, j, query)
	if err == nil && j.Linking() {
		err = refuse(Ended)
	}
	if err != nil {
		return Entry{}, err
	}
	var entry Entry
	err = p.DB.Write(ctx, func(tx *store.Tx) error {
		entry = Entry{}
		a, err := p.linked(tx, who)
		if err != nil {
			return err
		}
		entry, err = p.step(tx, a, ByOIDC, who.Factors, v)
		return err
	})
	if KindOf(err) == Unlinked {
		p.log().InfoContext(ctx, "sign-in refused", "method", ByOIDC)
	}
	return settled(&entry, err)
}

// arrived is who came back from the provider.
func (p *Porter) arrived(ctx context.Context, j Journey, query url.Values) (openid.Identity, error) {
	if p.OpenID == nil {
		return openid.Identity{}, refuse(Missing)
	}
	return p.OpenID.Finish(ctx, j.Pending, query)
}

// linked is the account of an identity.
func (p *Porter) linked(tx *store.Tx, who openid.Identity) (store.Account, error) {
	i, err := tx.Identity(who.Issuer, who.Subject)
	if errors.Is(err, store.ErrNotFound) {
		return store.Account{}, refuse(Unlinked)
	}
	if err != nil {
		return store.Account{}, err
	}
	a, err := tx.Account(i.Account)
	if err == nil && a.Disabled {
		err = refuse(Unlinked)
	}
	return a, err
}

// Link makes who came back from the provider an identity of the account that sent them there. One that has the identity already keeps
// it; when it is another's, the error is of kind TakenByOther: of two who link it at the same moment one wins.
func (p *Porter) Link(ctx context.Context, by By, j Journey, query url.Values) error {
	if j.Account != by.Account || by.Account == "" {
		return refuse(Ended)
	}
	who, err := p.arrived(ctx, j, query)
	if err != nil {
		return err
	}
	account, err := p.account(ctx, by.Account)
	if err == nil && p.stamp(account) != j.Stamp {
		err = refuse(Ended)
	}
	if err != nil {
		return err
	}
	err = p.DB.Write(ctx, func(tx *store.Tx) error { return p.link(tx, account, who) })
	if errors.Is(err, store.ErrTaken) {
		err = refuse(TakenByOther)
	}
	return err
}

func (p *Porter) link(tx *store.Tx, before store.Account, who openid.Identity) error {
	a, err := unchanged(tx, before)
	if err != nil {
		return err
	}
	switch i, err := tx.Identity(who.Issuer, who.Subject); {
	case err == nil && i.Account == a.ID:
		return nil
	case err == nil:
		return refuse(TakenByOther)
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	if err := tx.SaveIdentity(store.Identity{Issuer: who.Issuer, Subject: who.Subject, Account: a.ID, Added: p.now()}); err != nil {
		return err
	}
	return p.changed(tx, a, a.ID, "identity_added", "")
}

// Identity is who an account is at the provider, as its owner is shown it.
type Identity struct {
	store.Identity
	ID      string // to take it away by
	Current bool   // of the provider that is in use
}

// Identities are those of an account.
func (p *Porter) Identities(ctx context.Context, by By) ([]Identity, error) {
	list, err := p.DB.Read().Identities(ctx, by.Account)
	if err != nil {
		return nil, err
	}
	var all []Identity
	for _, i := range list {
		all = append(all, Identity{i, p.identityID(i), p.OpenID != nil && i.Issuer == p.OpenID.Issuer()})
	}
	return all, nil
}

func (p *Porter) identityID(i store.Identity) string {
	return p.digest("identity", i.Issuer, i.Subject)
}

// Unlink takes an identity away from an account, for who knows the password.
func (p *Porter) Unlink(ctx context.Context, by By, password, id string) error {
	confirmed, err := p.confirm(ctx, by, password)
	if err != nil {
		return err
	}
	list, err := p.Identities(ctx, by)
	if err != nil {
		confirmed.attempt.TakeBack(ctx)
		return err
	}
	return confirmed.act(ctx, func(tx *store.Tx, a store.Account) error {
		for _, i := range list {
			if i.ID != id {
				continue
			}
			if err := tx.RemoveIdentity(a.ID, i.Issuer, i.Subject); err != nil {
				return missing(err)
			}
			return p.changed(tx, a, a.ID, "identity_removed", "")
		}
		return refuse(Missing)
	})
}

// missing is kind Missing for what is not there.
func missing(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return refuse(Missing)
	}
	return err
}
