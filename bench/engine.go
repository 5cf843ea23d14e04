package main

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/wederhoor/wederhoor/store/storetest/pgtest"
)

// engine is a database engine whose figures are measured.
type engine struct {
	name     string
	grouped  bool                                            // acts share commits
	create   func() (address string, drop func(), err error) // a new, empty database
	look     func(address string) (*sql.DB, error)           // for reading what stands in it
	straight func(address string) (*sql.DB, error)           // for writing into it, as durably as the program does
}

func onSQLite(folder string) engine {
	n := 0
	path := func(address string) string { return strings.TrimPrefix(address, "sqlite:") }
	return engine{
		name: "SQLite", grouped: true,
		create: func() (string, func(), error) {
			n++
			return "sqlite:" + filepath.Join(folder, fmt.Sprintf("bench-%d.db", n)), func() {}, nil // the folder is removed
		},
		look: func(address string) (*sql.DB, error) {
			return sql.Open("sqlite", "file:"+path(address)+"?_pragma=query_only(1)")
		},
		straight: func(address string) (*sql.DB, error) {
			return sql.Open("sqlite", "file:"+path(address)+"?_txlock=immediate&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=foreign_keys(1)")
		},
	}
}

// onPostgres starts a server of its own that brings to disk what it commits.
func onPostgres() (e engine, end func(), err error) {
	server, end, err := pgtest.Run(pgtest.Options{Durable: true})
	if err != nil {
		return e, nil, err
	}
	open := func(address string) (*sql.DB, error) { return sql.Open("pgx", address) }
	return engine{
		name:     "PostgreSQL",
		create:   func() (string, func(), error) { return server.Make("template1") },
		look:     open,
		straight: open,
	}, end, nil
}
