//go:build !postgres

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever mistypes the path of a database is told so, and has no empty one afterwards.
func TestWhatReadsNeedsADatabase(t *testing.T) {
	for _, command := range [][]string{{"verify"}, {"explain", "WH-4F7Q-K2MA"}} {
		path := filepath.Join(t.TempDir(), "none.db")
		_, errs, code := call(t, "", nil, append(command, "--database", "sqlite:"+path)...)
		if code != 1 || !strings.Contains(errs, "no database") {
			t.Errorf("%v: exit %d: %q", command, code, errs)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%v made a database", command)
		}
	}
}
