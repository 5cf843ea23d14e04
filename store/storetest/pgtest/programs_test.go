package pgtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The server's programs are found together, and without them a test is told what to install.
func TestPrograms(t *testing.T) {
	whole, half := t.TempDir(), t.TempDir()
	for _, path := range []string{filepath.Join(half, "initdb"), filepath.Join(whole, "initdb"), filepath.Join(whole, "postgres")} {
		if err := os.WriteFile(path, nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(half, "postgres"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if found, err := programs([]string{t.TempDir(), half, whole}); err != nil || found != whole {
		t.Errorf("found %s, %v", found, err)
	}
	if _, err := programs([]string{half}); err == nil || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("told: %v", err)
	}
}

func TestNewestFirst(t *testing.T) {
	got := newestFirst([]string{"/usr/lib/postgresql/9.6/bin", "/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/17/bin"})
	want := []string{"/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/9.6/bin"}
	if !slices.Equal(got, want) {
		t.Errorf("in the order %q", got)
	}
}
