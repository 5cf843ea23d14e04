// Package store keeps everything in one database: histories, the rows made from them, jobs, messages, accounts and the
// client register. It holds all SQL and no rule.
//
// What happened stands in events and parts (history.go): facts that are never changed, and words that can be erased but not
// changed. Each event's digest chains to the one before (chain.go). Everything else about a dossier is made from its events
// in the transaction that appends them (projection.go), can be made again, and is checked against them (verify.go).
//
// Writing goes through DB.Write alone, in closures that may run more than once (writer.go). Reading goes through Reader: every
// look-up of a dossier takes the viewer's keys and joins them with the access rows (lists.go, view.go), so that what a viewer
// may not see is not found.
//
// The SQL is one text for SQLite and PostgreSQL; what differs between them stands in dialect.go, in the migrations, and in how acts
// take turns (writer.go, separate.go).
package store

import "errors"

// Errors that callers tell apart.
var (
	ErrNotFound = errors.New("store: not found")
	ErrTaken    = errors.New("store: already there") // a unique key: slot, reference, effect key, e-mail
	ErrNewer    = errors.New("store: the database is newer than this program")
	ErrOlder    = errors.New("store: the database has to be migrated")
	ErrClosed   = errors.New("store: closed")
	ErrBusy     = errors.New("store: the database is locked or away for too long; nothing happened")
	ErrUnsure   = errors.New("store: the connection broke at the commit; nobody can tell whether it happened")
)
