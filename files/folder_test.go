package files

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func folder(t *testing.T) (*Folder, string) {
	t.Helper()
	root := filepath.Join(t.TempDir(), "files")
	f, err := OpenFolder(root)
	if err != nil {
		t.Fatal(err)
	}
	return f, root
}

func read(t *testing.T, s Store, name string) string {
	t.Helper()
	in, err := s.Get(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	all, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

func names(t *testing.T, s Store) []string {
	t.Helper()
	var all []string
	err := s.Each(t.Context(), func(name string, put time.Time) error {
		if put.IsZero() {
			t.Errorf("%s has no time", name)
		}
		all = append(all, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// storeKeeps is what every Store does.
func storeKeeps(t *testing.T, s Store) {
	t.Helper()
	name, body := NewID(), strings.Repeat("foto", 50_000)
	if _, err := s.Get(t.Context(), name); !errors.Is(err, ErrGone) {
		t.Errorf("before: %v", err)
	}
	for range 2 { // put again is put once
		if err := s.Put(t.Context(), name, strings.NewReader(body), int64(len(body))); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Put(t.Context(), PreviewOf(name), strings.NewReader("klein"), 5); err != nil {
		t.Fatal(err)
	}
	if got := read(t, s, name); got != body {
		t.Errorf("%d bytes come back", len(got))
	}
	if got := names(t, s); len(got) != 2 {
		t.Errorf("kept: %v", got)
	}
	for range 2 { // to delete what is gone is no error
		if err := s.Delete(t.Context(), name); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Get(t.Context(), name); !errors.Is(err, ErrGone) {
		t.Errorf("after: %v", err)
	}
	if got := names(t, s); len(got) != 1 || got[0] != PreviewOf(name) {
		t.Errorf("left: %v", got)
	}
	for _, bad := range []string{"../../etc/passwd", "", "x", strings.Repeat("a", 31) + "/", "/" + NewID()} {
		if err := s.Put(t.Context(), bad, strings.NewReader("x"), 1); !errors.Is(err, errName) {
			t.Errorf("put %q: %v", bad, err)
		}
		if _, err := s.Get(t.Context(), bad); !errors.Is(err, errName) {
			t.Errorf("get %q: %v", bad, err)
		}
		if err := s.Delete(t.Context(), bad); !errors.Is(err, errName) {
			t.Errorf("delete %q: %v", bad, err)
		}
	}
}

func TestFolder_Keeps(t *testing.T) {
	f, _ := folder(t)
	storeKeeps(t, f)
}

func TestFolder_IsForThisUserAlone(t *testing.T) {
	f, root := folder(t)
	name := NewID()
	if err := f.Put(t.Context(), name, strings.NewReader("x"), 1); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		info, statErr := d.Info()
		if statErr == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s may be read by others: %v", path, info.Mode())
		}
		return errors.Join(err, statErr)
	})
	if err != nil {
		t.Error(err)
	}
}

// What breaks off in the middle leaves nothing under the name, and nothing half.
func TestFolder_BrokenOffInTheMiddleLeavesNothing(t *testing.T) {
	f, root := folder(t)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	body := bytes.Repeat([]byte("x"), 1000)
	for name, try := range map[string]func(id string) error{
		"error":  func(id string) error { return f.Put(t.Context(), id, failing{bytes.NewReader(body)}, 1000) },
		"short":  func(id string) error { return f.Put(t.Context(), id, bytes.NewReader(body), 2000) },
		"nobody": func(id string) error { return f.Put(cancelled, id, bytes.NewReader(body), 1000) },
	} {
		id := NewID()
		if err := try(id); err == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := f.Get(t.Context(), id); !errors.Is(err, ErrGone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if !d.IsDir() {
			t.Errorf("left: %s", path)
		}
		return err
	})
}

// failing gives half of what it has, and then an error.
type failing struct{ *bytes.Reader }

func (f failing) Read(p []byte) (int, error) {
	if f.Len() < 500 {
		return 0, iotest.ErrTimeout
	}
	return f.Reader.Read(p[:min(len(p), 300)])
}

// A program that was killed while it wrote leaves a half file: it has no name of a file, and is cleared away once nobody can be writing it.
func TestFolder_HalfFileOfAKilledProgramIsClearedAway(t *testing.T) {
	f, root := folder(t)
	old, fresh := filepath.Join(root, half+"1"), filepath.Join(root, half+"2")
	foreign := filepath.Join(root, "README")
	for _, path := range []string{old, fresh, foreign} {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-2 * halfTime)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	if got := names(t, f); len(got) > 0 {
		t.Errorf("told of %v", got)
	}
	for path, stays := range map[string]bool{old: false, fresh: true, foreign: true} {
		if _, err := os.Stat(path); (err == nil) != stays {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// A folder can be a link to where there is room: what is in it is found all the same.
func TestFolder_BehindALinkIsWalked(t *testing.T) {
	behind, link := t.TempDir(), filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(behind, link); err != nil {
		t.Fatal(err)
	}
	f, err := OpenFolder(link)
	if err != nil {
		t.Fatal(err)
	}
	name := NewID()
	if err := f.Put(t.Context(), name, strings.NewReader("abc"), 3); err != nil {
		t.Fatal(err)
	}
	var found []string
	err = f.Each(t.Context(), func(name string, _ time.Time) error {
		found = append(found, name)
		return nil
	})
	if err != nil || !slices.Equal(found, []string{name}) {
		t.Errorf("%q, %v", found, err)
	}
}
