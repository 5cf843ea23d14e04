package store

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

func sqliteAt(path string) (dialect, error) {
	migrations, err := fs.Sub(migrationFiles, "migrations/sqlite")
	if err != nil {
		return dialect{}, fmt.Errorf("store: %w", err)
	}
	if err := createPrivately(path); err != nil {
		return dialect{}, err
	}
	return dialect{
		connect:   sqlite.NewConnector,
		writing:   sqliteSource(path, writingPragmas("busy_timeout(10000)")...),
		reading:   sqliteSource(path, "foreign_keys(1)", "query_only(1)", "busy_timeout(10000)"),
		shared:    true,
		begin:     "begin immediate",
		now:       "cast(unixepoch('subsec') * 1000 as integer)",
		tables:    "select count(*) from sqlite_schema where type = 'table' and name = $1",
		migration: migrations,
		copying:   copySQLite(sqliteSource(path, writingPragmas("busy_timeout(5)")...)),
		classify:  classifySQLite,
		busy:      busySQLite,
		scrub:     "pragma wal_checkpoint(truncate)",
		crossed:   no,
		lost:      no,
		crowded:   no,
	}, nil
}

// createPrivately makes the file before the engine does, readable by its owner alone: it holds personal data.
func createPrivately(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the path is the operator's own setting
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return file.Close()
}

func writingPragmas(patience string) []string {
	return []string{patience, "foreign_keys(1)", "synchronous(full)", "journal_mode(wal)", "temp_store(memory)", "secure_delete(on)"}
}

func sqliteSource(path string, pragmas ...string) string {
	query := url.Values{"_txlock": {"immediate"}, "_pragma": pragmas}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
}

func classifySQLite(err error) error {
	var fault *sqlite.Error
	if !errors.As(err, &fault) {
		return nil
	}
	switch fault.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return ErrTaken
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return ErrNotFound
	}
	return nil
}

// busySQLite knows a lock that is kept, and a database that has just been moved elsewhere (dialect_copy.go), whose
// program is about to stop.
func busySQLite(err error) bool {
	var fault *sqlite.Error
	if !errors.As(err, &fault) {
		return false
	}
	const primary = 0xff // a code says in its higher bits why
	return fault.Code()&primary == sqlite3.SQLITE_BUSY || fault.Code() == sqlite3.SQLITE_CONSTRAINT_TRIGGER && strings.Contains(fault.Error(), movedText)
}

func no(error) bool { return false }
