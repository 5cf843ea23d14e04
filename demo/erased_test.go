//go:build !postgres

package demo

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/tombstone"
	"github.com/wederhoor/wederhoor/words"
)

// copied is an office over a copy of the demo's database, made as a backup is.
func copied(t *testing.T, of *World, from string, stones *tombstone.File) (*casework.Office, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := of.Office.DB.Scrub(t.Context()); err != nil { // all is in the file then
		t.Fatal(err)
	}
	raw, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	o := &casework.Office{DB: db, Policy: of.Office.Policy, Clock: of.Clock.Now, Key: of.Office.Key, Base: of.Office.Base, Log: silent(), Tombstones: stones}
	return o, path
}

// written is everything in the files of a database.
func written(t *testing.T, path string) string {
	t.Helper()
	var all strings.Builder
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(path + suffix)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		all.Write(raw)
	}
	return all.String()
}

func ticked(t *testing.T, o *casework.Office) {
	t.Helper()
	for n := 1; n > 0; {
		var err error
		if n, err = o.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// said are the texts of dossiers that are long enough to be somebody's.
func said(t *testing.T, db *store.DB, references []string) (texts []string) {
	t.Helper()
	for _, reference := range references {
		for _, p := range partsOf(t, db, reference) {
			if len(p.Text) >= 12 {
				texts = append(texts, p.Text)
			}
		}
	}
	return texts
}

// Every dossier of the demo that can be erased is: what only they held stands nowhere any more, not in the files of the database, not
// in what is found, not in an export, and not in a backup of before that was restored. All histories are whole.
func TestErase_OverTheDemo(t *testing.T) {
	w := firstWorld(t)
	stones, err := tombstone.At(filepath.Join(t.TempDir(), "tombstones"))
	if err != nil {
		t.Fatal(err)
	}
	from := strings.TrimPrefix(first.address, "sqlite:")
	o, path := copied(t, w, from, stones)
	var erased, kept []string
	for _, reference := range references(t, o.DB) {
		if _, err := o.EraseAsProgram(t.Context(), reference, dossier.ToEverybody, true); err == nil {
			erased = append(erased, reference)
		} else {
			kept = append(kept, reference)
		}
	}
	elsewhere := strings.Join(said(t, o.DB, kept), "\n") + registered(t, from)
	gone := slices.DeleteFunc(said(t, o.DB, erased), func(text string) bool { return strings.Contains(elsewhere, text) })
	before := written(t, path)
	gone = slices.DeleteFunc(gone, func(text string) bool { return !strings.Contains(before, text) }) // broken over two pages
	if len(erased) < 50 || len(gone) < 200 {
		t.Fatalf("%d dossiers with %d texts of their own: this shows nothing", len(erased), len(gone))
	}
	for _, reference := range erased {
		if _, err := o.EraseAsProgram(t.Context(), reference, dossier.ToEverybody, false); err != nil {
			t.Fatalf("%s: %v", reference, err)
		}
	}
	ticked(t, o)
	nowhere(t, "after the erasure", o, path, erased, gone)

	backup, restored := copied(t, w, from, stones)
	done, err := backup.ApplyTombstones(t.Context())
	if err != nil || len(done.Erased) != len(erased) || len(done.Open) > 0 {
		t.Fatalf("%d were erased again, %q are open, %v", len(done.Erased), done.Open, err)
	}
	ticked(t, backup)
	nowhere(t, "after the restore", backup, restored, erased, gone)
	t.Logf("%d dossiers, %d texts", len(erased), len(gone))
}

func nowhere(t *testing.T, when string, o *casework.Office, path string, erased, gone []string) {
	t.Helper()
	all, left := written(t, path), 0
	for _, text := range gone {
		if strings.Contains(all, text) {
			left++
		}
	}
	if left > 0 {
		t.Errorf("%s: %d of %d texts still stand in the files of the database", when, left, len(gone))
	}
	for _, reference := range erased {
		d, err := o.AccessExport(context.WithoutCancel(t.Context()), reference, dossier.ToComplainant, words.NL)
		if err != nil || d.Counts().Texts > 0 || len(d.Messages) > 0 {
			t.Errorf("%s: %s: an export holds %d texts and %d messages, %v", when, reference, d.Counts().Texts, len(d.Messages), err)
		}
	}
	check, err := o.DB.Verify(t.Context(), o.Calendar())
	if err != nil || len(check.Faults) > 0 {
		t.Errorf("%s: verify: %q, %v", when, check.Faults, err)
	}
}

// registered is what the client register says, which is no part of a dossier.
func registered(t *testing.T, from string) string {
	t.Helper()
	raw, err := sql.Open("sqlite", from)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	rows, err := raw.QueryContext(t.Context(), "select id || ' ' || name || ' ' || email || ' ' || phone || ' ' || address || ' ' || postcode || ' ' || number from clients union all select name || ' ' || email from accounts union all select name from specialists")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all.WriteString(line + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all.String()
}
