package store_test

import (
	"testing"

	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
)

func open(t *testing.T) *store.DB {
	db, _ := openAt(t)
	return db
}

// openAt opens a new database and gives its address too.
func openAt(t testing.TB) (*store.DB, string) {
	address := storetest.ToMigrate(t)
	db, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db, address
}

func TestConformance(t *testing.T) { storetest.Run(t, open) }
