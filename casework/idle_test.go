//go:build !postgres

package casework_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/wederhoor/wederhoor/store"
)

// At rest nothing is written.
func TestAnIdleTickWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "idle.db")
	w := newWorldAt(t, "sqlite:"+path)
	w.file()
	must(t, w.Standing(t.Context()))
	w.settle()
	onlooker, err := sql.Open("sqlite", path)
	must(t, err)
	onlooker.SetMaxOpenConns(1) // the number tells one connection of what the others wrote
	defer onlooker.Close()
	version := func() (n int) {
		must(t, onlooker.QueryRow("pragma data_version").Scan(&n))
		return n
	}
	before := version()
	for range 50 {
		must(t, w.Standing(t.Context()))
		w.settle()
	}
	if after := version(); after != before {
		t.Error("an idle program writes")
	}
	w.enqueue(store.Job{Kind: "retention", Key: "seen"})
	if version() == before {
		t.Error("this test sees no writing")
	}
}
