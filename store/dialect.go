package store

import (
	"context"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed migrations
var migrationFiles embed.FS

// dialect is everything in which one engine differs from another.
type dialect struct {
	connect   func(source string) (driver.Connector, error)
	writing   string // data source of the connections that write
	reading   string // data source of the readers; a transaction of theirs sees one state of the database
	shared    bool   // acts share one transaction: no other could write meanwhile
	begin     string // starts a writing transaction
	script    []any  // what has to stand before the arguments of a text of several statements
	now       string // expression: the database's own clock in milliseconds
	tables    string // query: how many tables have the name $1
	migration fs.FS
	scrub     string // query that empties the log of the last writes, in which erased words can still stand; empty where that is the engine's own business
	copying   copyEngine

	// Where acts do not wait for each other anyway: what is put behind a query that locks the rows it finds until the end of the
	// transaction, or that passes over those that others have locked; and a call that keeps the number $1 to this transaction.
	lockRows, skipLocked, lockNumber string
	lockLogs                         string // keeps others from adding to the logs that checkpoints are over; empty where nobody could
	unhurried                        string // lets the transaction wait for locks as long as it takes; empty where it does

	// pipeline runs several statements on one way to the database, on a connection of the driver; errors.ErrUnsupported when that is
	// not the driver's own. Nil where the way is short.
	pipeline func(ctx context.Context, driver any, list []statement) error

	// unfit finds text that the engine has no signs for: nothing that it holds is equal to it. Nil where there is none.
	unfit func(text string) bool

	classify func(error) error // the constraint an error is about, or nil
	busy     func(error) bool  // whether another connection kept a lock for longer than one waits
	crossed  func(error) bool  // whether the engine ended the transaction in favour of another
	lost     func(error) bool  // whether the connection is gone, or none can be had
	crowded  func(error) bool  // whether the server has as many connections as it takes
}

// told makes ErrBusy of the errors that pass by themselves.
func (d dialect) told(err error) error {
	if err != nil && !errors.Is(err, ErrBusy) && (d.busy(err) || d.lost(err) || d.crowded(err)) {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

// dialectOf reads a database address.
func dialectOf(address string) (dialect, error) {
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok && path != "" {
		return sqliteAt(path)
	}
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return postgresAt(address)
	}
	return dialect{}, errors.New("store: a database address looks like sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE")
}

// findable leaves out of what is looked for the text that cannot be there, so that it is not found instead of refused.
func (d dialect) findable(args []any) []any {
	if d.unfit == nil {
		return args
	}
	var clean []any
	for i, arg := range args {
		if text, ok := arg.(string); ok && d.unfit(text) {
			if clean == nil {
				clean = slices.Clone(args)
			}
			clean[i] = "\uFFFD"
		}
	}
	if clean == nil {
		return args
	}
	return clean
}
