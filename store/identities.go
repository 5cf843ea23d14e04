package store

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Identity is who an account is at an identity provider: by the provider's name and its own name for them, never by e-mail address (ASVS 10.5.2).
type Identity struct {
	Issuer  string
	Subject string
	Account dossier.AccountID
	Added   time.Time
}

// SaveIdentity keeps a new identity. ErrTaken when an account has it, ErrNotFound when there is no such account.
func (tx *Tx) SaveIdentity(i Identity) error {
	return tx.put("insert into identities (issuer, subject, account, added) values ($1, $2, $3, $4)", i.Issuer, i.Subject, i.Account, ms(i.Added))
}

// RemoveIdentity takes an identity away from an account. ErrNotFound when the account does not have it.
func (tx *Tx) RemoveIdentity(account dossier.AccountID, issuer, subject string) error {
	return tx.touch("delete from identities where account = $1 and issuer = $2 and subject = $3", account, issuer, subject)
}

// RemoveIdentities takes all identities away from an account.
func (tx *Tx) RemoveIdentities(account dossier.AccountID) error {
	return tx.put("delete from identities where account = $1", account)
}

// Identity of that issuer and subject within a transaction, or ErrNotFound.
func (tx *Tx) Identity(issuer, subject string) (Identity, error) { return tx.identity(issuer, subject) }

// Identity of that issuer and subject, or ErrNotFound.
func (r *Reader) Identity(ctx context.Context, issuer, subject string) (Identity, error) {
	return r.each(ctx).identity(issuer, subject)
}

// Identities of an account, the oldest first.
func (r *Reader) Identities(ctx context.Context, account dossier.AccountID) ([]Identity, error) {
	return all(r.each(ctx), readIdentity, identityColumns+"where account = $1 order by added, issuer, subject", account)
}

const identityColumns = "select issuer, subject, account, added from identities "

func (s queries) identity(issuer, subject string) (Identity, error) {
	return first(s, readIdentity, identityColumns+"where issuer = $1 and subject = $2", issuer, subject)
}

func readIdentity(row scanner) (Identity, error) {
	var i Identity
	var added int64
	err := row.Scan(&i.Issuer, &i.Subject, &i.Account, &added)
	i.Added = moment(added)
	return i, err
}
