package engine

import (
	"database/sql"
	"net/url"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
	_ "modernc.org/sqlite"             // the driver
)

// SQL opens a database as somebody does who is not the program: to look into it, or to do what the program never does. It is closed at
// the end of the test.
func SQL(t testing.TB, address string) *sql.DB {
	t.Helper()
	driver, source := "pgx", address
	if path, file := strings.CutPrefix(address, "sqlite:"); file {
		driver, source = "sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Exec carries out one statement of SQL, with $1, $2, … for its arguments.
func Exec(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// Unlock takes away what keeps tables from being changed: their triggers, and that rows refer to each other.
func Unlock(t testing.TB, db *sql.DB, tables ...string) {
	t.Helper()
	for _, table := range tables {
		if Postgres() {
			Exec(t, db, "alter table "+table+" disable trigger all")
			continue
		}
		for _, trigger := range Column(t, db, "select name from sqlite_schema where type = 'trigger' and tbl_name = $1", table) {
			Exec(t, db, "drop trigger "+trigger)
		}
	}
}

// Full has the engine refuse every new row of a table, as it does when the disk is full, until the function it answers with is called.
func Full(t testing.TB, db *sql.DB, table string) (space func()) {
	t.Helper()
	if !Postgres() {
		Exec(t, db, "create trigger full_"+table+" before insert on "+table+" begin select raise(abort, 'disk full'); end")
		return func() { t.Helper(); Exec(t, db, "drop trigger full_"+table) }
	}
	Exec(t, db, "create or replace function disk_full() returns trigger language plpgsql as "+
		"'begin raise exception ''disk full'' using errcode = ''53100''; end'")
	Exec(t, db, "create trigger full_"+table+" before insert on "+table+" for each row execute function disk_full()")
	return func() { t.Helper(); Exec(t, db, "drop trigger full_"+table+" on "+table) }
}
