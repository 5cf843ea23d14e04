package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// Address is that of a new, empty database on the engine that the tests run on. It goes away with the test.
func Address(t testing.TB) string {
	t.Helper()
	return engine.Address(t)
}

// ToMigrate is Address for a test that goes on to migrate the database: where that takes long, it may find it done.
func ToMigrate(t testing.TB) string {
	t.Helper()
	return engine.Copy(t, &migrated)
}

var migrated = engine.Filling{Fill: func(address string) error {
	db, err := store.Open(context.Background(), address)
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(context.Background()), db.Close())
}}
