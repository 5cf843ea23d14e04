package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// movedSetting is the setting that says where an installation went.
const movedSetting = "moved to"

// MovedError is of a database that was copied elsewhere, and that is not to be served any more.
type MovedError struct{ To string }

func (e *MovedError) Error() string { return "store: it was moved to " + e.To }

// Here says MovedError when the installation was moved elsewhere. It can be asked of a database that was not migrated.
func (db *DB) Here(ctx context.Context) error {
	return db.Read().snapshot(ctx, func(s queries) error {
		n, err := first(s, column[int], db.dialect.tables, "settings")
		if err != nil || n == 0 {
			return err
		}
		to, err := first(s, column[string], "select value from settings where name = $1", movedSetting)
		switch {
		case errors.Is(err, ErrNotFound):
			return nil
		case err != nil:
			return err
		}
		return &MovedError{to}
	})
}

// mark says where the installation went, and lets the database itself refuse all writing from now on: a program that still serves it
// would take complaints that nobody finds, and send what the other sends as well.
func (h *held) mark(to string) error {
	ctx := context.Background()
	if _, err := h.conn.ExecContext(ctx, "insert into settings (name, value) values ($1, $2)", movedSetting, to); err != nil {
		return fmt.Errorf("store: mark: %w", err)
	}
	for _, statement := range h.e.refuse {
		if !strings.Contains(statement, "%") {
			if err := h.conn.script(statement); err != nil {
				return fmt.Errorf("store: mark: %w", err)
			}
			continue
		}
		for _, t := range copiedTables {
			if err := h.conn.script(fmt.Sprintf(statement, t.name)); err != nil {
				return fmt.Errorf("store: mark: %w", err)
			}
		}
	}
	return nil
}

// Unmark takes the mark off again, so that the database can be served and written to. ErrNotFound when there is none.
func (db *DB) Unmark(ctx context.Context) error {
	if err := db.Here(ctx); err == nil {
		return ErrNotFound
	} else if moved := (*MovedError)(nil); !errors.As(err, &moved) {
		return err
	}
	return db.Write(ctx, func(tx *Tx) error {
		statements, err := all(tx.queries, column[string], db.engine().accept)
		if err != nil {
			return err
		}
		for _, statement := range statements {
			if err := tx.put(statement); err != nil {
				return err
			}
		}
		return tx.put("delete from settings where name = $1", movedSetting)
	})
}
