package storetest

import (
	"testing"

	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// Address is that of a new, empty database on the engine that the tests run on. It goes away with the test.
func Address(t testing.TB) string {
	t.Helper()
	return engine.Address(t)
}
