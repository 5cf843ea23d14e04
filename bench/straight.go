package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the drivers
	_ "modernc.org/sqlite"

	"github.com/wederhoor/wederhoor/store"
)

// rows are the rows that filings left in a database, those of each filing together in the order in which they can be written.
type rows struct {
	inserts []string
	filings [][]insertion
}

// insertion is one row and the statement that writes it.
type insertion struct {
	statement int
	values    []any
}

func (r rows) count() int {
	n := 0
	for _, list := range r.filings {
		n += len(list)
	}
	return n
}

// ofFilings are the tables with rows of filings, and the column by which a row is known to belong to a dossier. Messages are left out: the
// jobs that come after filing write them. So is one event (the answer of the register) with what it changed, which weighs little beside the rest:
// it is counted as if the filing had written it.
var ofFilings = []struct{ table, dossier string }{
	{"dossiers", "id"},
	{"events", "dossier"},
	{"parts", "dossier"},
	{"list", "dossier"},
	{"complainants", "dossier"},
	{"words", "dossier"},
	{"access", "dossier"},
	{"deadlines", "dossier"},
	{"bans", "dossier"},
	{"slots", "dossier"},
	{"appointments", "dossier"},
	{"promises", "dossier"},
	{"jobs", "dossier"},
	{"links", "dossier"},
	{"receipts", ""},
}

// readRows reads what filings wrote.
func readRows(ctx context.Context, e engine, address string) (r rows, err error) {
	db, err := e.look(address)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	filing := map[int64]int{}
	for n, t := range ofFilings {
		columns, found, err := readTable(ctx, db, t.table)
		if err != nil {
			return r, fmt.Errorf("%s: %w", t.table, err)
		}
		r.inserts = append(r.inserts, insertInto(t.table, columns))
		at := slices.Index(columns, t.dossier)
		for i, row := range found {
			if t.table == "dossiers" {
				filing[row[at].(int64)] = len(r.filings)
				r.filings = append(r.filings, nil)
			}
			own := i % max(1, len(r.filings))
			if at >= 0 {
				id, about := row[at].(int64)
				if !about {
					continue // a job about no dossier
				}
				own = filing[id]
			}
			r.filings[own] = append(r.filings[own], insertion{n, row})
		}
	}
	return r, nil
}

func insertInto(table string, columns []string) string {
	marks := make([]string, len(columns))
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(i+1)
	}
	return "insert into " + table + " (" + strings.Join(columns, ", ") + ") values (" + strings.Join(marks, ", ") + ")"
}

func readTable(ctx context.Context, db *sql.DB, name string) (columns []string, all [][]any, err error) {
	found, err := db.QueryContext(ctx, "select * from "+name) //nolint:gosec // a name out of the list above
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	if columns, err = found.Columns(); err != nil {
		return nil, nil, err
	}
	for found.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for n := range row {
			into[n] = &row[n]
		}
		if err := found.Scan(into...); err != nil {
			return nil, nil, err
		}
		all = append(all, row)
	}
	return columns, all, found.Err()
}

// writeStraight writes the rows into an empty database with the same schema and the same durability, from as many clients as there were,
// with a statement for each row, prepared once. On SQLite they are grouped as the program groups them: whatever waits when a commit
// ends goes into the next. On PostgreSQL each client has a connection and each filing a transaction.
func writeStraight(ctx context.Context, e engine, r rows, clients int) (t times, err error) {
	address, drop, err := e.create()
	if err != nil {
		return t, err
	}
	defer drop()
	if err := migrate(ctx, address); err != nil {
		return t, err
	}
	db, err := e.straight(address)
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	writers := clients
	if e.grouped {
		writers = 1
	}
	db.SetMaxOpenConns(writers)
	db.SetMaxIdleConns(writers)
	w := &straightWriter{db: db, rows: r, together: together, orders: make(chan order)}
	if !e.grouped {
		w.together = 1
	}
	failed := make(chan error, writers)
	for range writers {
		go func() { failed <- w.run(ctx) }()
	}
	t = w.ask(clients)
	close(w.orders)
	for range writers {
		err = errors.Join(err, <-failed)
	}
	return t, err
}

func migrate(ctx context.Context, address string) error {
	db, err := store.Open(ctx, address)
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(ctx), db.Close())
}

// order is one filing to be written.
type order struct {
	filing int
	done   chan struct{}
}

type straightWriter struct {
	db       *sql.DB
	rows     rows
	together int // filings that share a commit at most
	orders   chan order
}

// together is how many filings share a commit at most where they do, as in package store.
const together = 64

// ask has the clients ask for all filings, each one after the other.
func (w *straightWriter) ask(clients int) (t times) {
	started := time.Now()
	var done sync.WaitGroup
	each := make([][]time.Duration, clients)
	for c := range clients {
		done.Go(func() {
			for filing := c; filing < len(w.rows.filings); filing += clients {
				asked := time.Now()
				written := make(chan struct{})
				w.orders <- order{filing, written}
				<-written
				each[c] = append(each[c], time.Since(asked))
			}
		})
	}
	done.Wait()
	t.took = time.Since(started)
	t.each = slices.Concat(each...)
	return t
}

// run writes until no more orders come. After a failure it answers without writing, so that nobody waits for ever.
func (w *straightWriter) run(ctx context.Context) error {
	conn, err := w.db.Conn(ctx)
	if err == nil {
		defer func() { _ = conn.Close() }() // the pool closes it
	}
	inserts, err := w.prepare(ctx, conn, err)
	for first := range w.orders {
		batch := w.gather(first)
		if err == nil {
			err = w.write(ctx, conn, inserts, batch)
		}
		for _, o := range batch {
			close(o.done)
		}
	}
	return err
}

func (w *straightWriter) prepare(ctx context.Context, conn *sql.Conn, err error) (inserts []*sql.Stmt, _ error) {
	if err != nil {
		return nil, err
	}
	for _, text := range w.rows.inserts {
		insert, err := conn.PrepareContext(ctx, text) //nolint:sqlclosecheck // closed with the connection
		if err != nil {
			return nil, err
		}
		inserts = append(inserts, insert)
	}
	return inserts, nil
}

// gather adds what waits to the first order.
func (w *straightWriter) gather(first order) []order {
	batch := []order{first}
	for len(batch) < w.together {
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

func (w *straightWriter) write(ctx context.Context, conn *sql.Conn, inserts []*sql.Stmt, batch []order) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, o := range batch {
		for _, row := range w.rows.filings[o.filing] {
			if _, err := tx.StmtContext(ctx, inserts[row.statement]).ExecContext(ctx, row.values...); err != nil { //nolint:sqlclosecheck // closed with the transaction
				return errors.Join(err, tx.Rollback())
			}
		}
	}
	return tx.Commit()
}
