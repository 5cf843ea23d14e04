package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// readers and writers are how many connections read and write at the same time; of an engine whose acts share a transaction, one writes.
const (
	readers = 8
	writers = 10
)

// DB is an open database. It is safe for use by many goroutines.
type DB struct {
	dialect dialect
	reads   *sql.DB
	writes  *sql.DB
	writer  writer
}

// Option changes how a database is opened.
type Option func(*dialect)

// Through leads every connection through wrap, for whoever wants to see, count or hold up what is asked of the engine.
func Through(wrap func(driver.Connector) driver.Connector) Option {
	return func(d *dialect) {
		connect := d.connect
		d.connect = func(source string) (driver.Connector, error) {
			connector, err := connect(source)
			if err != nil {
				return nil, err
			}
			return wrap(connector), nil
		}
	}
}

// Open opens "sqlite:PATH" or "postgres://USER:PASSWORD@HOST/DATABASE". It does not migrate.
func Open(ctx context.Context, url string, options ...Option) (*DB, error) {
	d, err := dialectOf(url)
	if err != nil {
		return nil, err
	}
	for _, option := range options {
		option(&d)
	}
	connections := writers
	if d.shared {
		connections = 1
	}
	writes, err := d.pool(d.writing, connections)
	if err != nil {
		return nil, err
	}
	if err := writes.PingContext(ctx); err != nil {
		_ = writes.Close()
		return nil, fmt.Errorf("store: open: %w", err)
	}
	reads, err := d.pool(d.reading, readers)
	if err != nil {
		_ = writes.Close()
		return nil, err
	}
	db := &DB{dialect: d, reads: reads, writes: writes}
	if d.shared {
		db.writer = startGrouped(d, writes)
	} else {
		db.writer = startSeparate(d, writes, connections)
	}
	return db, nil
}

// pool has up to so many connections to a data source, and keeps them.
func (d dialect) pool(source string, connections int) (*sql.DB, error) {
	connector, err := d.connect(source)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool, nil
}

// Close finishes the acts that were taken, refuses those that still wait with ErrClosed, and closes the database.
func (db *DB) Close() error {
	db.writer.stop()
	err := db.reads.Close()
	if e := db.writes.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("store: close: %w", err)
	}
	return nil
}

// Read is for lists and look-ups. Every look-up of a dossier takes the viewer's keys.
func (db *DB) Read() *Reader { return &Reader{db: db} }

// Write runs act in a transaction and returns once it is durable. act does no I/O of its own and may run more
// than once; when it fails nothing of it stays. What act reads it reads through its Tx: calling Write within act
// waits forever. An error of the Tx ends act, which returns it. A panic in act becomes a *PanicError.
func (db *DB) Write(ctx context.Context, act func(*Tx) error) error {
	return db.writer.do(ctx, act)
}

// Reader reads. It never writes.
type Reader struct{ db *DB }

// each reads each query by itself.
func (r *Reader) each(ctx context.Context) queries {
	return queries{ctx: ctx, on: reading{r.db.reads, r.db.dialect}}
}

// snapshot runs several queries on one state of the database.
func (r *Reader) snapshot(ctx context.Context, read func(queries) error) error {
	tx, err := r.db.reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("store: read: %w", r.db.dialect.told(err))
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return read(queries{ctx: ctx, on: reading{tx, r.db.dialect}})
}

// reading tells a database that is away for a moment from what else can go wrong, also in the middle of an answer.
type reading struct {
	source
	dialect dialect
}

func (r reading) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return r.source.QueryContext(ctx, query, r.dialect.findable(args)...)
}

func (r reading) fail(err error) error { return r.dialect.told(err) }
