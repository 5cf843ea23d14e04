package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

func openEmpty(t testing.TB) *DB {
	db, err := Open(t.Context(), engine.Address(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func openBare(t testing.TB) *DB {
	db := openEmpty(t)
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

func TestReadersDoNotWrite(t *testing.T) {
	db := openBare(t)
	if _, err := db.reads.ExecContext(t.Context(), "insert into secrets values ('x', $1)", []byte{0}); err == nil {
		t.Error("a reader wrote")
	}
}
