package store

import (
	"database/sql"
	"fmt"
)

// Tx is one writing transaction. It is good within its act only.
type Tx struct {
	queries
	writer *writer
	broken error // set once the act can no longer succeed
}

// exec runs a statement. A broken constraint is ErrTaken or ErrNotFound and leaves the transaction as it was;
// any other error ends the act, whatever it makes of it.
func (tx *Tx) exec(query string, args ...any) (sql.Result, error) {
	if tx.broken != nil {
		return nil, tx.broken
	}
	if tx.writer == nil {
		return nil, ErrClosed
	}
	result, err := tx.writer.ExecContext(tx.ctx, query, args...)
	if err == nil {
		return result, nil
	}
	if kind := tx.writer.dialect.classify(err); kind != nil {
		return nil, fmt.Errorf("%w: %w", kind, err)
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
