//go:build !postgres

package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// When an act ends the shared transaction, each of the batch runs again alone: nobody's work is lost or done twice, and nobody was
// answered before.
func TestTransactionEnds(t *testing.T) {
	db := openBare(t)
	free := hold(t, db)
	acts := map[string]func(*Tx) error{
		"a": func(tx *Tx) error { return enqueue(tx, "a") },
		"rollback": func(tx *Tx) error {
			if err := errors.Join(enqueue(tx, "rollback"), tx.flush()); err != nil {
				return err
			}
			return tx.conn.exec("rollback")
		},
		"b": func(tx *Tx) error { return enqueue(tx, "b") },
	}
	answers := make(chan error, len(acts))
	for _, act := range acts {
		go func() { answers <- db.Write(t.Context(), act) }()
	}
	time.Sleep(20 * time.Millisecond) // let them wait together
	free()
	failed := 0
	for range acts {
		if err := <-answers; err != nil {
			failed++
		}
	}
	if n := countJobs(t, db); n != 2 || failed != 1 {
		t.Errorf("%d jobs stand and %d acts failed, want 2 and 1", n, failed)
	}
}

// A connection that no longer does as it is told is given up, and the next act gets another.
func TestConnectionIsReplaced(t *testing.T) {
	db := openBare(t)
	before := db.writer.(*grouped).conn
	err := db.Write(t.Context(), func(tx *Tx) error { return tx.conn.exec("rollback") })
	if err == nil {
		t.Error("an act without a transaction was committed")
	}
	if err := db.Write(t.Context(), func(tx *Tx) error { return enqueue(tx, "after") }); err != nil || countJobs(t, db) != 1 {
		t.Errorf("the writer did not recover: %v", err)
	}
	if db.writer.(*grouped).conn == before {
		t.Error("the connection is the same")
	}
}

// What was answered is on disk: WAL, with a sync at every commit.
func TestDurable(t *testing.T) {
	db := openBare(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		var got string
		if err := db.Write(t.Context(), func(tx *Tx) error { return tx.one([]any{&got}, "pragma "+pragma) }); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", pragma, got, want, err)
		}
	}
}

func TestOpenRefusesAFileThatIsNoDatabase(t *testing.T) {
	garbage := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(garbage, []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), "sqlite:"+garbage); err == nil {
		t.Error("a file that is no database was opened")
	}
}

// The file holds personal data: nobody but its owner reads it.
func TestFileIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal"} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", filepath.Base(name), info, err)
		}
	}
}
