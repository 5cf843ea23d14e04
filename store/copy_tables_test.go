//go:build !postgres

package store

import (
	"slices"
	"strings"
	"testing"
)

// Every table that a migration makes is copied, by its key and after the tables it refers to.
func TestEveryTableIsCopied(t *testing.T) {
	db, err := Open(t.Context(), "sqlite:"+t.TempDir()+"/test.db")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := db.Read().each(t.Context())
	names, err := all(s, column[string], copySQLite("").tables)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if name != migrationsTable && !isCopied(name) {
			t.Errorf("table %s is not copied: name it in copiedTables, after those it refers to", name)
		}
	}
	var before []string
	for _, table := range copiedTables {
		if !slices.Contains(names, table.name) {
			t.Errorf("there is no table %s", table.name)
		}
		key, err := all(s, column[string], "select name from pragma_table_info($1) where pk > 0 order by pk", table.name)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(key, ", "); got != table.key {
			t.Errorf("the key of %s is %s, not %s", table.name, got, table.key)
		}
		refers, err := all(s, column[string], `select distinct "table" from pragma_foreign_key_list($1)`, table.name)
		if err != nil {
			t.Fatal(err)
		}
		for _, other := range refers {
			if !slices.Contains(before, other) {
				t.Errorf("%s comes before %s, to which it refers", table.name, other)
			}
		}
		before = append(before, table.name)
	}
}
