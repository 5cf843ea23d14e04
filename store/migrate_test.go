package store

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// The schema grows under a history that is there: its records stay as they were, and its rows are made by a rebuild.
func TestMigrateWithData(t *testing.T) {
	db := openEmpty(t)
	known, err := migrationsIn(db.dialect.migration)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.migrate(t.Context(), known[:1]); err != nil {
		t.Fatal(err)
	}
	if err := db.Ready(t.Context()); !errors.Is(err, ErrOlder) {
		t.Errorf("half a schema is ready: %v", err)
	}
	filed := dossier.Filed{Reference: "WH-1", TermsHash: "h", Branch: "B1", ReceivedAt: time.UnixMilli(1000).UTC()}
	err = db.Write(t.Context(), func(tx *Tx) error {
		if err := tx.SaveTerms("h", dossier.Terms{Triage: dossier.Term{N: 24, Unit: dossier.Hours}}); err != nil {
			return err
		}
		d, err := tx.grow(&Dossier{}, filed)
		if err != nil {
			return err
		}
		_, err = tx.append(&d, time.UnixMilli(1000), "complainant", dossier.Happening{
			Event: filed, Parts: []dossier.Part{{Name: "name", Subject: dossier.OfComplainant, Class: dossier.ClassContact, Text: "Anna"}},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := 2; n <= len(known); n++ {
		if err := db.migrate(t.Context(), known[:n]); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := db.Rebuild(t.Context(), hours{}); n != 1 || err != nil {
		t.Fatalf("%d rebuilt, %v", n, err)
	}
	check, err := db.Verify(t.Context(), hours{})
	if err != nil || len(check.Faults) > 0 || check.Records != 1 {
		t.Errorf("%+v %v", check, err)
	}
	page, err := db.Read().Queue(t.Context(), []string{dossier.ViewHandlers}, Filter{Queue: "todo"})
	if err != nil || len(page.Rows) != 1 || page.Rows[0].Complainant != "Anna" {
		t.Errorf("the list is %+v, %v", page, err)
	}
}

// hours is a calendar in which every term is of hours.
type hours struct{ dossier.Calendar }

func (hours) After(from time.Time, t dossier.Term) time.Time {
	return from.Add(time.Duration(t.N) * time.Hour)
}
func (hours) EndOf(dossier.Date) time.Time  { return time.Time{} }
func (hours) Day(at time.Time) dossier.Date { return dossier.Date(at.Format(time.DateOnly)) }

func TestMigrateRefuses(t *testing.T) {
	db := openBare(t)
	known, err := migrationsIn(db.dialect.migration)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context()); err != nil {
		t.Errorf("migrating again: %v", err)
	}
	if err := db.migrate(t.Context(), known[:2]); !errors.Is(err, ErrNewer) {
		t.Errorf("an older program migrates: %v", err)
	}
	changed := append([]migration{}, known...)
	changed[0].checksum = "other"
	if err := db.migrate(t.Context(), changed); err == nil || !strings.Contains(err.Error(), "another text") {
		t.Errorf("a migration that was changed is accepted: %v", err)
	}
	broken := append(append([]migration{}, known...), migration{version: len(known) + 1, name: "broken", text: "create table half (id integer); nonsense"})
	if err := db.migrate(t.Context(), broken); err == nil {
		t.Error("a broken migration was applied")
	}
	n := 0
	if err := db.Read().each(t.Context()).one([]any{&n}, db.dialect.tables, "half"); err != nil || n != 0 {
		t.Errorf("half of a broken migration stayed: %d %v", n, err)
	}
	if err := db.Write(t.Context(), func(tx *Tx) error {
		return tx.put("insert into migrations (version, name, checksum, at) values (99, 'future', 'x', 0)")
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.Ready(t.Context()); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer database is ready: %v", err)
	}
	if err := db.Migrate(t.Context()); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer database is migrated: %v", err)
	}
}

func TestMigrationNames(t *testing.T) {
	for name, folder := range map[string]fstest.MapFS{
		"none":   {},
		"a gap":  {"0001_a.sql": {}, "0003_b.sql": {}},
		"a name": {"first.sql": {}},
	} {
		if _, err := migrationsIn(folder); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, address := range []string{"", "sqlite:", "postgres:///x?host=/no/such/folder", "postgres://%", "/tmp/x.db", "sqlite:" + t.TempDir() + "/no/such/folder/x.db"} {
		if _, err := Open(t.Context(), address); err == nil {
			t.Errorf("%q was opened", address)
		}
	}
}
