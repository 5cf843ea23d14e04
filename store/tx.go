package store

import (
	"database/sql"
	"fmt"
)

// Tx is one writing transaction. It is good within its act only.
type Tx struct {
	queries
	conn    *connection
	locked  []int64          // whom this transaction keeps others from, see lockPerson
	ids     map[string]int64 // dossiers that were looked up
	pending []pending        // rows to be written at the end
	broken  error            // set once the act can no longer succeed
}

// exec runs a statement. Any error ends the act, whatever it makes of it; one of a broken constraint is ErrTaken or ErrNotFound.
func (tx *Tx) exec(query string, args ...any) (sql.Result, error) {
	if tx.broken != nil {
		return nil, tx.broken
	}
	if tx.conn == nil {
		return nil, ErrClosed
	}
	result, err := tx.conn.ExecContext(tx.ctx, query, args...)
	if err == nil {
		return result, nil
	}
	if kind := tx.conn.dialect.classify(err); kind != nil {
		return nil, tx.fail(fmt.Errorf("%w: %w", kind, err))
	}
	return nil, tx.fail(fmt.Errorf("store: exec: %w", err))
}

// touch runs a statement that must change a row, and says ErrNotFound when there was none.
func (tx *Tx) touch(query string, args ...any) error {
	result, err := tx.exec(query, args...)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// put runs a statement for its effect alone.
func (tx *Tx) put(query string, args ...any) error {
	_, err := tx.exec(query, args...)
	return err
}

// fail makes sure that the act does not commit what it did by halves.
func (tx *Tx) fail(err error) error {
	if tx.broken == nil {
		tx.broken = err
	}
	return err
}
