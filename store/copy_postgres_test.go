//go:build postgres

package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/store/storetest/pgtest"
)

var routes = []route{
	{"SQLite to PostgreSQL", sqliteAddress, postgresAddress},
	{"PostgreSQL to SQLite", postgresAddress, sqliteAddress},
	{"PostgreSQL to PostgreSQL", postgresAddress, postgresAddress},
}

func postgresAddress(t testing.TB) string {
	t.Helper()
	server, err := pgtest.Shared()
	if err != nil {
		t.Fatal(err)
	}
	return server.Database(t)
}

// There and back again is where it began.
func TestCopyThereAndBack(t *testing.T) {
	first, second, third := sqliteAddress(t), postgresAddress(t), sqliteAddress(t)
	fill(t, first)
	before := dump(t, first)
	for _, step := range [][2]string{{first, second}, {second, third}} {
		if _, err := copyAll(t, step[0], step[1], store.CopyPlan{}); err != nil {
			t.Fatal(err)
		}
	}
	sameDump(t, before, dump(t, third))
}

// Text that PostgreSQL cannot hold is told by its place, all of it at once, and nothing is copied by halves.
func TestCopyRefusesTextThatDoesNotFit(t *testing.T) {
	from, to := sqliteAddress(t), postgresAddress(t)
	fill(t, from)
	raw := engine.SQL(t, from)
	engine.Exec(t, raw, "insert into branches (id, name, city) values ('B7', 'Geheim' || char(0), '')")
	engine.Exec(t, raw, "insert into words (word, dossier, contact) values (cast(x'47656865696dff' as text), 2, 0)")
	for range 30 {
		engine.Exec(t, raw, "insert into receipts (key, digest, result, at) select 'key ' || count(*), cast(x'ff' as text), '', 1 from receipts")
	}
	before := dump(t, from)
	_, err := copyAll(t, from, to, store.CopyPlan{Moved: "elsewhere"})
	unfit := (*store.UnfitError)(nil)
	if !errors.As(err, &unfit) {
		t.Fatalf("told: %v", err)
	}
	want := []string{`word of table words, row with dossier 2`, `digest of table receipts, row with key "key 1204"`}
	if !slices.Equal(unfit.Rows[:2], want) || len(unfit.Rows) != 20 || unfit.More != 12 || strings.Contains(err.Error(), "Geheim") {
		t.Errorf("told: %q and %d more", unfit.Rows, unfit.More)
	}
	nothing(t, to)
	sameDump(t, before, dump(t, from))
}

// A role without the right to make tables is told so, and leaves nothing.
func TestCopyWithoutRights(t *testing.T) {
	from, to := sqliteAddress(t), postgresAddress(t)
	fill(t, from)
	raw := engine.SQL(t, to)
	engine.Exec(t, raw, "create role copy_reader login")
	t.Cleanup(func() { // the server is there for other tests
		if _, err := raw.ExecContext(context.WithoutCancel(t.Context()), "drop owned by copy_reader; drop role copy_reader"); err != nil {
			t.Error(err)
		}
	})
	engine.Exec(t, raw, "revoke create on schema public from public")
	_, err := copyAll(t, from, strings.Replace(to, "user=postgres", "user=copy_reader", 1), store.CopyPlan{})
	if err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("told: %v", err)
	}
	_, err = copyAll(t, from, to, store.CopyPlan{})
	if err != nil {
		t.Errorf("the same with the right: %v", err)
	}
	// It may read everything, and so go without keeping others from writing; it is refused all the same.
	engine.Exec(t, raw, "grant select on all tables in schema public to copy_reader")
	_, err = copyAll(t, strings.Replace(to, "user=postgres", "user=copy_reader", 1), sqliteAddress(t), store.CopyPlan{})
	if err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("told: %v", err)
	}
}
