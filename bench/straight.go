package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// rows are the rows that filings left in a database, by table, and the schema they stand in.
type rows struct {
	schema []string
	tables []tableRows
}

type tableRows struct {
	insert string
	rows   [][]any
}

func (r rows) count() int {
	n := 0
	for _, t := range r.tables {
		n += len(t.rows)
	}
	return n
}

// notOfFilings are the tables with rows that were there before, or came after, the filings.
var notOfFilings = map[string]bool{
	"branches": true, "specialists": true, "clients": true, "treatments": true, "accounts": true, "secrets": true, "sessions": true, "terms": true,
	"messages": true,
}

// readRows reads what filings wrote. What their jobs wrote later is not counted: messages are left out, and one event (the answer of
// the register) with what it changed weighs little beside the rest.
func readRows(ctx context.Context, path string) (r rows, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=query_only(1)")
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if r.schema, err = texts(ctx, db, "select sql from sqlite_schema where sql is not null and name not like 'sqlite_%' order by type = 'index', rowid"); err != nil {
		return r, err
	}
	names, err := texts(ctx, db, "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
	if err != nil {
		return r, err
	}
	for _, name := range names {
		if notOfFilings[name] || strings.Contains(name, "migration") || strings.Contains(name, "version") {
			continue
		}
		t, err := readTable(ctx, db, name)
		if err != nil {
			return r, fmt.Errorf("%s: %w", name, err)
		}
		r.tables = append(r.tables, t)
	}
	return r, nil
}

func texts(ctx context.Context, db *sql.DB, query string) (all []string, err error) {
	found, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	for found.Next() {
		var text string
		if err := found.Scan(&text); err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, found.Err()
}

func readTable(ctx context.Context, db *sql.DB, name string) (t tableRows, err error) {
	found, err := db.QueryContext(ctx, "select * from "+name) //nolint:gosec // a name out of the schema itself
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	columns, err := found.Columns()
	if err != nil {
		return t, err
	}
	t.insert = "insert into " + name + " values (" + strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",") + ")"
	for found.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for n := range row {
			into[n] = &row[n]
		}
		if err := found.Scan(into...); err != nil {
			return t, err
		}
		t.rows = append(t.rows, row)
	}
	return t, found.Err()
}

// share is the part of a table that one of so many filings left.
func (t tableRows) share(filing, of int) [][]any {
	return t.rows[len(t.rows)*filing/of : len(t.rows)*(filing+1)/of]
}

// writeStraight writes the rows into an empty database with the same schema and the same durability, grouped as the program groups
// them: whatever waits when a commit ends goes into the next, from as many clients as there were.
func writeStraight(ctx context.Context, path string, r rows, filings, clients int) (t times, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=journal_mode(wal)&_pragma=synchronous(full)")
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	for _, statement := range r.schema {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return t, err
		}
	}
	w := &straightWriter{db: db, rows: r, filings: filings, orders: make(chan order)}
	failed := make(chan error, 1)
	go func() { failed <- w.run(ctx) }()
	started := time.Now()
	var clientsDone sync.WaitGroup
	each := make([][]time.Duration, clients)
	for c := range clients {
		clientsDone.Go(func() {
			for filing := c; filing < filings; filing += clients {
				asked := time.Now()
				done := make(chan struct{})
				w.orders <- order{filing, done}
				<-done
				each[c] = append(each[c], time.Since(asked))
			}
		})
	}
	clientsDone.Wait()
	t.took = time.Since(started)
	close(w.orders)
	for _, list := range each {
		t.each = append(t.each, list...)
	}
	return t, <-failed
}

// order is one filing to be written.
type order struct {
	filing int
	done   chan struct{}
}

type straightWriter struct {
	db      *sql.DB
	rows    rows
	filings int
	orders  chan order
	inserts []*sql.Stmt
}

// together is how many filings share a commit at most, as in package store.
const together = 64

// run writes until no more orders come. After a failure it answers without writing, so that nobody waits for ever.
func (w *straightWriter) run(ctx context.Context) error {
	failure := w.prepare(ctx)
	for first := range w.orders {
		batch := w.gather(first)
		if failure == nil {
			failure = w.write(ctx, batch)
		}
		for _, o := range batch {
			close(o.done)
		}
	}
	return failure
}

func (w *straightWriter) prepare(ctx context.Context) error {
	for _, t := range w.rows.tables {
		insert, err := w.db.PrepareContext(ctx, t.insert) //nolint:sqlclosecheck // closed with the database
		if err != nil {
			return err
		}
		w.inserts = append(w.inserts, insert)
	}
	return nil
}

// gather adds what waits to the first order.
func (w *straightWriter) gather(first order) []order {
	batch := []order{first}
	for len(batch) < together {
		select {
		case o, open := <-w.orders:
			if !open {
				return batch
			}
			batch = append(batch, o)
		default:
			return batch
		}
	}
	return batch
}

func (w *straightWriter) write(ctx context.Context, batch []order) error {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, o := range batch {
		for n, t := range w.rows.tables {
			insert := tx.StmtContext(ctx, w.inserts[n]) //nolint:sqlclosecheck // closed with the transaction
			for _, row := range t.share(o.filing, w.filings) {
				if _, err := insert.ExecContext(ctx, row...); err != nil {
					return errors.Join(err, tx.Rollback())
				}
			}
		}
	}
	return tx.Commit()
}
