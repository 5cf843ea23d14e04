package demo

import (
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

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

func TestBuild(t *testing.T) {
	db := emptyDB(t)
	at := time.Now()
	defer func() { t.Log(time.Since(at)) }()
	if err := Build(t.Context(), db, policy.Default(), 1, "http://127.0.0.1:8080", silent()); err != nil {
		t.Fatal(err)
	}
}
