package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

const (
	// together is how many acts share a commit at most: enough to pay one write to disk for many, few enough that the
	// first of them does not wait long.
	together = 64
	// statements is how many prepared statements the writer keeps.
	statements = 400
)

// PanicError is a panic in an act. Nothing of the act stays. Its text holds no data; Value and Stack may.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return "store: an act panicked" }

// writer is the one goroutine that writes. It takes what waits and commits it together, each act in a savepoint; nobody is
// answered before the commit. Acts run under no caller's context: one that is cancelled within an act would end
// the transaction of the others.
type writer struct {
	dialect dialect
	pool    *sql.DB
	orders  chan *order
	stopped chan struct{}
	done    chan struct{}
	once    sync.Once

	conn     *sql.Conn
	prepared map[string]*sql.Stmt
}

// order is one act that waits. Either the writer takes it or its caller takes it back, never both.
type order struct {
	act    func(*Tx) error
	taken  atomic.Bool
	answer chan error
}

func startWriter(d dialect, pool *sql.DB) *writer {
	w := &writer{
		dialect: d, pool: pool,
		orders: make(chan *order), stopped: make(chan struct{}), done: make(chan struct{}),
	}
	go w.run()
	return w
}

// do hands an act in and waits for its answer. A caller who gives up before the act was taken gets the context's error and
// nothing happens; after that the answer tells what did happen.
func (w *writer) do(ctx context.Context, act func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	o := &order{act: act, answer: make(chan error, 1)}
	select {
	case w.orders <- o:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stopped:
		return ErrClosed
	}
	select {
	case err := <-o.answer:
		return err
	case <-ctx.Done():
		if o.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		return <-o.answer
	}
}

// stop lets the writer finish what it took.
func (w *writer) stop() {
	w.once.Do(func() { close(w.stopped) })
	<-w.done
}

func (w *writer) run() {
	defer close(w.done)
	defer w.disconnect()
	for {
		select {
		case o := <-w.orders:
			w.serve(w.gather(o))
		case <-w.stopped:
			return
		}
	}
}

// gather adds to the first order those that wait too, and leaves out what was taken back.
func (w *writer) gather(first *order) []*order {
	batch := take(nil, first)
	for len(batch) < together {
		select {
		case o := <-w.orders:
			batch = take(batch, o)
		default:
			return batch
		}
	}
	return batch
}

func take(batch []*order, o *order) []*order {
	if o.taken.CompareAndSwap(false, true) {
		return append(batch, o)
	}
	return batch
}

// errEnded says that the transaction is gone and its acts have to run again, each alone.
var errEnded = errors.New("store: the transaction ended")

func (w *writer) serve(batch []*order) {
	if len(batch) > 1 {
		results, err := w.commitTogether(batch)
		if err == nil {
			for i, o := range batch {
				o.answer <- results[i]
			}
			return
		}
		if errors.Is(err, ErrBusy) { // each by itself would wait as long again, and those behind it for all of them
			for _, o := range batch {
				o.answer <- err
			}
			return
		}
	}
	for _, o := range batch {
		o.answer <- w.commitAlone(o.act)
	}
}

// commitTogether runs the acts in one transaction and gives the answer to each, or says that all of it came to nothing.
func (w *writer) commitTogether(batch []*order) ([]error, error) {
	if err := w.begin(); err != nil {
		return nil, fmt.Errorf("store: begin: %w", err)
	}
	results := make([]error, len(batch))
	for i, o := range batch {
		failure, err := w.savepoint(o.act)
		if err != nil {
			w.rollback()
			return nil, err
		}
		results[i] = failure
	}
	return results, w.commit()
}

// savepoint runs an act whose failure undoes that act only. err is set when the transaction itself is lost.
func (w *writer) savepoint(act func(*Tx) error) (failure, err error) {
	if err := w.exec("savepoint act"); err != nil {
		return nil, errEnded
	}
	if failure = w.call(act); failure != nil {
		if err := w.exec("rollback to savepoint act"); err != nil {
			return failure, errEnded
		}
	}
	if err := w.exec("release savepoint act"); err != nil {
		return failure, errEnded
	}
	return failure, nil
}

func (w *writer) commitAlone(act func(*Tx) error) error {
	if err := w.begin(); err != nil {
		return fmt.Errorf("store: begin: %w", err)
	}
	if err := w.call(act); err != nil {
		w.rollback()
		return err
	}
	return w.commit()
}

// call runs an act and turns a panic of it into an error.
func (w *writer) call(act func(*Tx) error) (err error) {
	tx := &Tx{queries: queries{ctx: context.Background(), on: w}, writer: w}
	defer func() {
		tx.on, tx.writer = ended{}, nil // whoever keeps the Tx gets an error, not somebody else's transaction
		if p := recover(); p != nil {
			err = &PanicError{Value: p, Stack: debug.Stack()}
		}
	}()
	if err := act(tx); err != nil {
		return err
	}
	return tx.broken
}

// ended is what a Tx runs on after its act.
type ended struct{}

func (ended) QueryContext(context.Context, string, ...any) (*sql.Rows, error) { return nil, ErrClosed }

// begin starts a transaction, on a new connection if the one at hand is broken. ErrBusy when somebody else does not let go.
func (w *writer) begin() error {
	if w.conn != nil {
		if err := w.start(); err == nil || errors.Is(err, ErrBusy) {
			return err
		}
	}
	w.disconnect()
	conn, err := w.pool.Conn(context.Background())
	if err != nil {
		return err
	}
	w.conn, w.prepared = conn, map[string]*sql.Stmt{}
	return w.start()
}

// start starts one on the connection at hand.
func (w *writer) start() error {
	err := w.exec(w.dialect.begin)
	if err != nil && w.dialect.busy(err) {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

func (w *writer) commit() error {
	if err := w.exec("commit"); err != nil {
		w.rollback()
		return fmt.Errorf("store: commit: %w", err)
	}
	return nil
}

// rollback gives the connection up when even that fails: the next transaction starts on a new one.
func (w *writer) rollback() {
	if err := w.exec("rollback"); err != nil {
		w.disconnect()
	}
}

func (w *writer) disconnect() {
	if w.conn == nil {
		return
	}
	w.forget()
	// The pool must not hand out a connection that may still be within a transaction.
	_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = w.conn.Close()
	w.conn = nil
}

func (w *writer) exec(query string) error {
	_, err := w.ExecContext(context.Background(), query)
	return err
}

// ExecContext and QueryContext run a statement that is prepared once.
func (w *writer) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := w.prepare(ctx, query) //nolint:sqlclosecheck // kept for the next time; forget closes it
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

func (w *writer) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := w.prepare(ctx, query) //nolint:sqlclosecheck // the same
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

func (w *writer) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := w.prepared[query]; stmt != nil {
		return stmt, nil
	}
	if len(w.prepared) >= statements {
		w.forget()
	}
	stmt, err := w.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	w.prepared[query] = stmt
	return stmt, nil
}

func (w *writer) forget() {
	for _, stmt := range w.prepared {
		_ = stmt.Close()
	}
	w.prepared = map[string]*sql.Stmt{}
}
