package engine

import (
	"database/sql"
	"os"
	"strings"
	"testing"
)

// Written is everything that stands in a database: of SQLite the bytes of its files, unused pages and the log of the last writes among them; of
// PostgreSQL every row of every table, as text.
func Written(t testing.TB, address string) string {
	t.Helper()
	var all strings.Builder
	path, file := strings.CutPrefix(address, "sqlite:")
	if !file {
		rows(t, SQL(t, address), &all)
		return all.String()
	}
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(path + suffix)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		all.Write(raw)
	}
	return all.String()
}

func rows(t testing.TB, db *sql.DB, all *strings.Builder) {
	t.Helper()
	for _, table := range Column(t, db, "select table_name from information_schema.tables where table_schema = 'public' order by 1") {
		for _, row := range Column(t, db, "select r::text from "+table+" r") {
			all.WriteString(table + row + "\n")
		}
	}
}

// Column is what a query with one column of text gives.
func Column(t testing.TB, db *sql.DB, query string, args ...any) (values []string) {
	t.Helper()
	found, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer found.Close()
	for found.Next() {
		var value string
		if err := found.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}
