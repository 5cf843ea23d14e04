package store

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Login is a member of staff who is signed in at one device. A session is worth nothing without it.
type Login struct {
	ID      string
	Account dossier.AccountID
	Began   time.Time
	Seen    time.Time
	Device  string // browser and system, as far as it says
	Method  string // password, passkey, oidc
	Factors int    // how many were shown: 1 or 2
}

// SaveLogin keeps a login that began. ErrNotFound when there is no such account.
func (tx *Tx) SaveLogin(l Login) error {
	return tx.put("insert into logins (id, account, began, seen, device, method, factors) values ($1, $2, $3, $4, $5, $6, $7)",
		l.ID, l.Account, ms(l.Began), ms(l.Seen), l.Device, l.Method, l.Factors)
}

// SeeLogin notes when a login was last seen. One that has ended stays so.
func (tx *Tx) SeeLogin(id string, at time.Time) error {
	return tx.put("update logins set seen = $2 where id = $1 and seen < $2", id, ms(at))
}

// RaiseLogin notes that a second factor was shown by whoever is signed in.
func (tx *Tx) RaiseLogin(id string) error {
	return tx.put("update logins set factors = 2 where id = $1", id)
}

// EndLogin ends one login of an account. ErrNotFound when the account has no such login.
func (tx *Tx) EndLogin(account dossier.AccountID, id string) error {
	return tx.touch("delete from logins where account = $1 and id = $2", account, id)
}

// EndLogins ends all logins of an account but one; all when that is empty.
func (tx *Tx) EndLogins(account dossier.AccountID, but string) error {
	return tx.put("delete from logins where account = $1 and id <> $2", account, but)
}

// EndWeakLogins ends the logins of an account for which one factor was shown, but one.
func (tx *Tx) EndWeakLogins(account dossier.AccountID, but string) error {
	return tx.put("delete from logins where account = $1 and id <> $2 and factors < 2", account, but)
}

// EndStaleLogins ends the logins of an account that were last seen before a moment.
func (tx *Tx) EndStaleLogins(account dossier.AccountID, before time.Time) error {
	return tx.put("delete from logins where account = $1 and seen < $2", account, ms(before))
}

// Login of that id, or ErrNotFound.
func (r *Reader) Login(ctx context.Context, id string) (Login, error) {
	return first(r.each(ctx), readLogin, loginColumns+"where id = $1", id)
}

// Logins of an account, the latest first.
func (r *Reader) Logins(ctx context.Context, account dossier.AccountID) ([]Login, error) {
	return all(r.each(ctx), readLogin, loginColumns+"where account = $1 order by began desc, id", account)
}

const loginColumns = "select id, account, began, seen, device, method, factors from logins "

func readLogin(row scanner) (Login, error) {
	var l Login
	var began, seen int64
	err := row.Scan(&l.ID, &l.Account, &began, &seen, &l.Device, &l.Method, &l.Factors)
	l.Began, l.Seen = moment(began), moment(seen)
	return l, err
}
