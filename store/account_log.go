package store

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// AccountEntry is something that was done with an account. Entries stay as they are.
type AccountEntry struct {
	ID      int64
	At      time.Time
	Account dossier.AccountID // whom it is about
	Actor   dossier.AccountID // who did it: the account itself, another, or the program
	Kind    string
	Detail  string // codes, no personal data
}

// LogAccount writes down what was done with an account.
func (tx *Tx) LogAccount(e AccountEntry) error {
	return tx.put("insert into account_log (at, account, actor, kind, detail) values ($1, $2, $3, $4, $5)",
		ms(e.At), e.Account, e.Actor, e.Kind, e.Detail)
}

// HasChosen reports whether an account ever had a password: one that has none may have lost it to an administrator.
func (tx *Tx) HasChosen(account dossier.AccountID) (bool, error) {
	n, err := first(tx.queries, column[int], "select count(*) from account_log where account = $1 and kind in ('password', 'created', 'factors_taken')", account)
	return n > 0, err
}

// Readdressed is when somebody else last gave an account another e-mail address; zero for never, and for what was done at the command line.
func (tx *Tx) Readdressed(account, program dossier.AccountID) (time.Time, error) {
	at, err := first(tx.queries, column[int64],
		"select coalesce(max(at), 0) from account_log where account = $1 and kind = 'email' and actor <> account and actor <> $2", account, program)
	return moment(at), err
}

// AccountLog is what was done with an account, or with all of them when it is empty: the newest first, from before an entry on; 0 for
// the newest.
func (r *Reader) AccountLog(ctx context.Context, account dossier.AccountID, before int64, limit int) ([]AccountEntry, error) {
	var args arguments
	query := "select id, at, account, actor, kind, detail from account_log where true"
	if account != "" {
		query += " and account = " + args.add(account)
	}
	if before > 0 {
		query += " and id < " + args.add(before)
	}
	return all(r.each(ctx), readAccountEntry, query+" order by id desc limit "+args.add(limit), args.list...)
}

func readAccountEntry(row scanner) (AccountEntry, error) {
	var e AccountEntry
	var at int64
	err := row.Scan(&e.ID, &at, &e.Account, &e.Actor, &e.Kind, &e.Detail)
	e.At = moment(at)
	return e, err
}
