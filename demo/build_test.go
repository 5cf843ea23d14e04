package demo

import (
	"io"
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

func silent() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func emptyDB(t *testing.T) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "demo.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

func newWorld(t *testing.T, seed uint64) *World {
	t.Helper()
	db := emptyDB(t)
	if err := Prepare(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	w, err := Open(t.Context(), db, policy.Default(), "http://127.0.0.1:8080", silent())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Make(t.Context(), seed); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestBuild(t *testing.T) { newWorld(t, 1) }
