package store

import (
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed migrations
var migrationFiles embed.FS

// dialect is everything in which one engine differs from another.
type dialect struct {
	connect   func(source string) (driver.Connector, error)
	writing   string // data source of the connection that writes
	reading   string // data source of the readers
	begin     string // starts a writing transaction
	now       string // expression: the database's own clock in milliseconds
	tables    string // query: how many tables have the name $1
	lockRow   string // query that locks a specialist ($1) until the end of the transaction; empty where writers wait anyway
	migration fs.FS
	classify  func(error) error // the constraint an error is about, or nil
	busy      func(error) bool  // whether another connection kept a lock for longer than one waits
}

// dialectOf reads a database address.
func dialectOf(address string) (dialect, error) {
	path, ok := strings.CutPrefix(address, "sqlite:")
	if !ok || path == "" {
		return dialect{}, errors.New("store: a database address looks like sqlite:PATH")
	}
	return sqliteAt(path)
}

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
		writing:   sqliteSource(path, "foreign_keys(1)", "synchronous(full)", "journal_mode(wal)", "busy_timeout(10000)", "temp_store(memory)"),
		reading:   sqliteSource(path, "foreign_keys(1)", "query_only(1)", "busy_timeout(10000)"),
		begin:     "begin immediate",
		now:       "cast(unixepoch('subsec') * 1000 as integer)",
		tables:    "select count(*) from sqlite_schema where type = 'table' and name = $1",
		migration: migrations,
		classify:  classifySQLite,
		busy:      busySQLite,
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

func busySQLite(err error) bool {
	var fault *sqlite.Error
	const primary = 0xff // a code says in its higher bits why
	return errors.As(err, &fault) && fault.Code()&primary == sqlite3.SQLITE_BUSY
}
