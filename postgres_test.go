//go:build postgres

package main

import (
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/store/storetest"
)

// Whoever mistypes the name of a database is told so.
func TestWhatReadsNeedsADatabase(t *testing.T) {
	none := strings.Replace(storetest.Address(t), "postgres:///", "postgres:///none", 1)
	for _, command := range [][]string{{"verify"}, {"explain", "WH-4F7Q-K2MA"}} {
		_, errs, code := call(t, "", nil, append(command, "--database", none)...)
		if code != 1 || !strings.Contains(errs, "does not exist") {
			t.Errorf("%v: exit %d: %q", command, code, errs)
		}
	}
}
