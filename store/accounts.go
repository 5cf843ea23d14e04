package store

import (
	"context"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
)

// Account of a member of staff.
type Account struct {
	ID         dossier.AccountID
	Name       string
	Email      string // folded, unique
	Hash       string // argon2id; empty before the invitation is accepted
	Roles      []dossier.Role
	Specialist dossier.SpecialistID // of one account that is not disabled at most (R3)
	Branch     dossier.BranchID     // of a receptionist; empty for all
	Disabled   bool
}

// Actor is who signs in with the account.
func (a Account) Actor() dossier.Actor {
	return dossier.Actor{Account: a.ID, Roles: a.Roles, Specialist: a.Specialist, Branch: a.Branch}
}

// SaveAccount makes an account or changes it. ErrTaken when another has its e-mail address.
func (tx *Tx) SaveAccount(a Account) error {
	return tx.put(`insert into accounts (id, name, email, hash, roles, specialist, branch, disabled)
		values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (id) do update set name = excluded.name, email = excluded.email, hash = excluded.hash, roles = excluded.roles,
			specialist = excluded.specialist, branch = excluded.branch, disabled = excluded.disabled`,
		a.ID, a.Name, register.FoldEmail(a.Email), a.Hash, joined(a.Roles), a.Specialist, a.Branch, bit(a.Disabled))
}

// Account and AccountByEmail read within a transaction, for who changes what was read: nobody else changes it meanwhile.
func (tx *Tx) Account(id dossier.AccountID) (Account, error) {
	return tx.lockedAccount(byID, string(id))
}

// AccountByEmail finds by the address as typed.
func (tx *Tx) AccountByEmail(email string) (Account, error) {
	return tx.lockedAccount(byEmail, register.FoldEmail(email))
}

func (tx *Tx) lockedAccount(where, value string) (Account, error) {
	if tx.conn == nil {
		return Account{}, ErrClosed
	}
	return tx.account(where+tx.conn.dialect.lockRows, value)
}

// Account of that id, or ErrNotFound.
func (r *Reader) Account(ctx context.Context, id dossier.AccountID) (Account, error) {
	return r.each(ctx).account(byID, string(id))
}

// AccountByEmail finds by the address as typed.
func (r *Reader) AccountByEmail(ctx context.Context, email string) (Account, error) {
	return r.each(ctx).account(byEmail, register.FoldEmail(email))
}

// Accounts lists all, by name.
func (r *Reader) Accounts(ctx context.Context) ([]Account, error) {
	return all(r.each(ctx), readAccount, accountColumns+"order by name, id")
}

const (
	accountColumns = "select id, name, email, hash, roles, specialist, branch, disabled from accounts "
	byID           = "where id = $1"
	byEmail        = "where email = $1"
)

func (s queries) account(where, value string) (Account, error) {
	return first(s, readAccount, accountColumns+where, value)
}

func readAccount(row scanner) (Account, error) {
	var a Account
	var roles string
	err := row.Scan(&a.ID, &a.Name, &a.Email, &a.Hash, &roles, &a.Specialist, &a.Branch, &a.Disabled)
	a.Roles = split[dossier.Role](roles)
	return a, err
}

// LockAccounts keeps others from changing who may come in until the transaction has ended: what is asked of all accounts together, that one is
// left who can administer them say, holds then.
func (tx *Tx) LockAccounts() error { return tx.lockNumbers(numberOf("accounts", "")) }

// AllAccounts lists all within a transaction.
func (tx *Tx) AllAccounts() ([]Account, error) {
	return all(tx.queries, readAccount, accountColumns+"order by id")
}

// WithFactors lists the accounts that have a second factor.
func (r *Reader) WithFactors(ctx context.Context) ([]dossier.AccountID, error) {
	return all(r.each(ctx), column[dossier.AccountID], "select distinct account from factors order by account")
}
