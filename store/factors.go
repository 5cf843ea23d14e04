package store

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// The kinds of factors.
const (
	FactorTOTP    = "totp"
	FactorPasskey = "passkey"
)

// Factor is something an account shows beside, or instead of, its password.
type Factor struct {
	ID      string
	Account dossier.AccountID
	Kind    string // FactorTOTP, FactorPasskey
	Handle  string // unique: of a passkey the id of its credential, of others their own
	Name    string // as its owner calls it
	Secret  []byte
	Step    int64 // of codes the last period that one was taken for, of a passkey its counter
	Added   time.Time
	Used    time.Time // zero when never
}

// SaveFactor keeps a new factor. ErrTaken when there is one with its handle, ErrNotFound when there is no such account.
func (tx *Tx) SaveFactor(f Factor) error {
	return tx.put(`insert into factors (id, account, kind, handle, name, secret, step, added, used)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		f.ID, f.Account, f.Kind, f.Handle, f.Name, f.Secret, f.Step, ms(f.Added), ms(f.Used))
}

// AdvanceFactor notes that a factor was used for a step, which must lie after every one before. ErrNotFound when it does not, or when the
// factor is gone: of two who show the same code one is let in (RFC 6238, 5.2).
func (tx *Tx) AdvanceFactor(id string, step int64, at time.Time) error {
	return tx.touch("update factors set step = $2, used = $3 where id = $1 and step < $2", id, step, ms(at))
}

// RemoveFactor removes one factor of an account. ErrNotFound when the account has no such factor.
func (tx *Tx) RemoveFactor(account dossier.AccountID, id string) error {
	return tx.touch("delete from factors where account = $1 and id = $2", account, id)
}

// RemoveFactors removes all factors and recovery codes of an account.
func (tx *Tx) RemoveFactors(account dossier.AccountID) error {
	if err := tx.put("delete from factors where account = $1", account); err != nil {
		return err
	}
	return tx.put("delete from recovery_codes where account = $1", account)
}

// Factors of an account within a transaction.
func (tx *Tx) Factors(account dossier.AccountID) ([]Factor, error) { return tx.factors(account) }

// Factors of an account, the oldest first.
func (r *Reader) Factors(ctx context.Context, account dossier.AccountID) ([]Factor, error) {
	return r.each(ctx).factors(account)
}

// HasFactors reports whether an account has any.
func (r *Reader) HasFactors(ctx context.Context, account dossier.AccountID) (bool, error) {
	return r.each(ctx).has("select 1 from factors where account = $1", account)
}

func (s queries) factors(account dossier.AccountID) ([]Factor, error) {
	return all(s, readFactor, factorColumns+"where account = $1 order by added, id", account)
}

const factorColumns = "select id, account, kind, handle, name, secret, step, added, used from factors "

func readFactor(row scanner) (Factor, error) {
	var f Factor
	var added, used int64
	err := row.Scan(&f.ID, &f.Account, &f.Kind, &f.Handle, &f.Name, &f.Secret, &f.Step, &added, &used)
	f.Added, f.Used = moment(added), moment(used)
	return f, err
}

// SaveRecoveryCodes keeps the hashes of an account's recovery codes, in the place of those it had.
func (tx *Tx) SaveRecoveryCodes(account dossier.AccountID, hashes []string) error {
	if err := tx.put("delete from recovery_codes where account = $1", account); err != nil {
		return err
	}
	rows := make([][]any, len(hashes))
	for i, hash := range hashes {
		rows[i] = []any{account, hash}
	}
	return tx.insert(recoveryRows, rows...)
}

var recoveryRows = insert("recovery_codes", "account hash", "")

// UseRecoveryCode takes a code away. ErrNotFound when there is none: of two who show the same one, one is let in.
func (tx *Tx) UseRecoveryCode(account dossier.AccountID, hash string) error {
	return tx.touch("delete from recovery_codes where account = $1 and hash = $2", account, hash)
}

// RecoveryCodes is how many an account has left.
func (r *Reader) RecoveryCodes(ctx context.Context, account dossier.AccountID) (int, error) {
	return first(r.each(ctx), column[int], "select count(*) from recovery_codes where account = $1", account)
}
