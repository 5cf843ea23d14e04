package store

import (
	"fmt"
)

// Tx is one writing transaction. It is good within its act only.
type Tx struct {
	queries
	conn    *connection
	locked  []int64          // whom this transaction keeps others from, see lockPerson
	ids     map[string]int64 // dossiers that were looked up
	waiting []statement
	pending []pending // rows to be written at the end
	broken  error     // set once the act can no longer succeed
}

// statement is one that changes something.
type statement struct {
	query string
	args  []any
}

// put runs a statement for its effect alone. Any error ends the act, whatever it makes of it; one of a broken constraint is ErrTaken or
// ErrNotFound. Where the way to the database is long, the statement waits until something is read or the act ends, and goes along with
// others; its error comes then.
func (tx *Tx) put(query string, args ...any) error {
	if tx.conn == nil {
		return ErrClosed
	}
	tx.waiting = append(tx.waiting, statement{query, args})
	if tx.conn.dialect.pipeline != nil && len(tx.waiting) < mostWaiting {
		return nil
	}
	return tx.send()
}

// mostWaiting bounds what an act keeps in memory.
const mostWaiting = 100

// send runs what waits.
func (tx *Tx) send() error {
	if tx.broken != nil {
		return tx.broken
	}
	if len(tx.waiting) == 0 {
		return nil
	}
	err := tx.conn.all(tx.ctx, tx.waiting)
	tx.waiting = tx.waiting[:0]
	return tx.judge(err)
}

// touch runs a statement that must change a row, and says ErrNotFound when there was none.
func (tx *Tx) touch(query string, args ...any) error {
	n, err := tx.change(query, args...)
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// change runs a statement and tells how many rows it changed.
func (tx *Tx) change(query string, args ...any) (int64, error) {
	if tx.conn == nil {
		return 0, ErrClosed
	}
	if err := tx.send(); err != nil {
		return 0, err
	}
	result, err := tx.conn.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return 0, tx.judge(err)
	}
	return result.RowsAffected()
}

// judge tells what kind of error ended the act.
func (tx *Tx) judge(err error) error {
	if err == nil {
		return nil
	}
	if kind := tx.conn.dialect.classify(err); kind != nil {
		return tx.fail(fmt.Errorf("%w: %w", kind, err))
	}
	return tx.fail(fmt.Errorf("store: exec: %w", tx.conn.dialect.told(err)))
}

// fail makes sure that the act does not commit what it did by halves.
func (tx *Tx) fail(err error) error {
	if tx.broken == nil {
		tx.broken = err
	}
	return err
}
