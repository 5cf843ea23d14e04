package store_test

import (
	"path/filepath"
	"testing"

	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
)

func open(t *testing.T) *store.DB {
	db, _ := openAt(t)
	return db
}

// openAt opens a new database and gives its path too.
func openAt(t testing.TB) (*store.DB, string) {
	path := filepath.Join(t.TempDir(), "wederhoor test%20#1.db") // signs that mean something in an address
	db, err := store.Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db, path
}

func TestSQLite(t *testing.T) { storetest.Run(t, open) }
