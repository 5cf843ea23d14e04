package store

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func openBare(t testing.TB) *DB {
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

// hold keeps the writer busy until free is closed, so that what is written meanwhile waits and shares a commit.
func hold(t testing.TB, db *DB) (free func()) {
	t.Helper()
	busy, gate := make(chan bool), make(chan bool)
	go func() { _ = db.Write(t.Context(), func(*Tx) error { close(busy); <-gate; return nil }) }()
	<-busy
	return func() { close(gate) }
}

func enqueue(tx *Tx, key string) error { return tx.Enqueue(Job{Kind: "test", Key: key}) }

func countJobs(t testing.TB, db *DB) (n int) {
	t.Helper()
	if err := db.Read().each(t.Context()).one([]any{&n}, "select count(*) from jobs"); err != nil {
		t.Fatal(err)
	}
	return n
}

// When an act ends the shared transaction, each of the batch runs again alone: nobody's work is lost or done twice, and nobody was
// answered before.
func TestTransactionEnds(t *testing.T) {
	db := openBare(t)
	free := hold(t, db)
	acts := map[string]func(*Tx) error{
		"a": func(tx *Tx) error { return enqueue(tx, "a") },
		"rollback": func(tx *Tx) error {
			if err := enqueue(tx, "rollback"); err != nil {
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

// The acts of a batch share a commit: they see each other's work, and one that fails takes only its own back.
func TestSavepoints(t *testing.T) {
	db := openBare(t)
	free := hold(t, db)
	bad := errors.New("bad")
	answers := make(chan error, 20)
	for i := range 20 {
		go func() {
			answers <- db.Write(t.Context(), func(tx *Tx) error {
				if err := enqueue(tx, strings.Repeat("k", i+1)); err != nil {
					return err
				}
				switch i % 4 {
				case 1:
					return bad
				case 2:
					panic("bad")
				case 3:
					return tx.put("insert into no_such_table values (1)")
				}
				return nil
			})
		}()
	}
	time.Sleep(20 * time.Millisecond)
	free()
	failed := 0
	for range 20 {
		if err := <-answers; err != nil {
			failed++
		}
	}
	if n := countJobs(t, db); n != 5 || failed != 15 {
		t.Errorf("%d jobs stand and %d acts failed, want 5 and 15", n, failed)
	}
}

// An error other than a broken constraint ends the act, also one that does not look.
func TestOverlookedError(t *testing.T) {
	db := openBare(t)
	err := db.Write(t.Context(), func(tx *Tx) error {
		_ = tx.put("insert into no_such_table values (1)")
		return enqueue(tx, "after")
	})
	if err == nil || countJobs(t, db) != 0 {
		t.Errorf("an act went on after an error: %v", err)
	}
	err = db.Write(t.Context(), func(tx *Tx) error {
		_ = tx.put("insert into no_such_table values (1)")
		return nil
	})
	if err == nil {
		t.Error("an act that overlooked an error was committed")
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

func TestReadersDoNotWrite(t *testing.T) {
	db := openBare(t)
	if _, err := db.reads.ExecContext(t.Context(), "insert into secrets values ('x', x'00')"); err == nil {
		t.Error("a reader wrote")
	}
}
