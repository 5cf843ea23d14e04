package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"
)

// statements is how many prepared statements a connection keeps.
const statements = 400

// PanicError is a panic in an act. Nothing of the act stays. Its text holds no data; Value and Stack may.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return "store: an act panicked" }

// connection is one on which acts are run, a transaction at a time. It is opened when it is first needed, and anew when it breaks.
type connection struct {
	dialect dialect
	pool    *sql.DB

	conn     *sql.Conn
	prepared map[string]*sql.Stmt
}

func newConnection(d dialect, pool *sql.DB) *connection { return &connection{dialect: d, pool: pool} }

// alone runs an act in a transaction of its own. broken is the error of the database that ended the act, if one did,
// whatever the act itself made of it.
func (c *connection) alone(act func(*Tx) error) (err, broken error) {
	if err := c.begin(); err != nil {
		return fmt.Errorf("store: begin: %w", err), nil
	}
	if err, broken = c.call(act); err != nil {
		c.rollback()
		return err, broken
	}
	return c.commit(), nil
}

// call runs an act and turns a panic of it into an error.
func (c *connection) call(act func(*Tx) error) (err, broken error) {
	tx := &Tx{conn: c}
	tx.queries = queries{ctx: context.Background(), on: transaction{c, tx}}
	defer func() {
		tx.on, tx.conn = ended{}, nil // whoever keeps the Tx gets an error, not somebody else's transaction
		broken = tx.broken
		if p := recover(); p != nil {
			err = &PanicError{Value: p, Stack: debug.Stack()}
		}
	}()
	if err = act(tx); err == nil && tx.broken == nil {
		err = tx.flush()
	}
	return cmp.Or(err, tx.broken), tx.broken
}

// transaction is what the queries of a Tx run on.
type transaction struct {
	*connection
	tx *Tx
}

func (t transaction) fail(err error) error { return t.tx.fail(t.dialect.told(err)) }

// QueryContext reads what the act has written as well.
func (t transaction) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := t.tx.send(); err != nil {
		return nil, err
	}
	return t.connection.QueryContext(ctx, query, t.dialect.findable(args)...)
}

// ended is what a Tx runs on after its act.
type ended struct{}

func (ended) QueryContext(context.Context, string, ...any) (*sql.Rows, error) { return nil, ErrClosed }

// begin starts a transaction, on a new connection if the one at hand is broken. ErrBusy when somebody else does not let go.
func (c *connection) begin() error {
	if c.conn != nil {
		if err := c.start(); err == nil || errors.Is(err, ErrBusy) {
			return err
		}
	}
	c.disconnect()
	conn, err := c.pool.Conn(context.Background())
	if err != nil {
		return c.dialect.told(err)
	}
	c.conn, c.prepared = conn, map[string]*sql.Stmt{}
	return c.start()
}

// start starts one on the connection at hand.
func (c *connection) start() error { return c.dialect.told(c.exec(c.dialect.begin)) }

// commit ends the transaction. When the connection breaks at that moment, nobody can tell whether the act happened: ErrUnsure. When it was
// broken before, the act surely did not.
func (c *connection) commit() error {
	err := c.exec("commit")
	if err == nil {
		return nil
	}
	c.rollback()
	if c.dialect.lost(err) && !errors.Is(err, sql.ErrConnDone) {
		return fmt.Errorf("%w: %w", ErrUnsure, err)
	}
	return fmt.Errorf("store: commit: %w", c.dialect.told(err))
}

// rollback gives the connection up when even that fails: the next transaction starts on a new one.
func (c *connection) rollback() {
	if err := c.exec("rollback"); err != nil {
		c.disconnect()
	}
}

func (c *connection) disconnect() {
	if c.conn == nil {
		return
	}
	c.forget()
	// The pool must not hand out a connection that may still be within a transaction.
	_ = c.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = c.conn.Close()
	c.conn = nil
}

func (c *connection) exec(query string) error {
	_, err := c.ExecContext(context.Background(), query)
	return err
}

// all runs statements in their order, on one way to the database and back where the engine can.
func (c *connection) all(ctx context.Context, list []statement) error {
	if pipeline := c.dialect.pipeline; pipeline != nil && len(list) > 1 {
		err := c.conn.Raw(func(driver any) error { return pipeline(ctx, driver, list) })
		if !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	}
	for _, s := range list {
		if _, err := c.ExecContext(ctx, s.query, s.args...); err != nil {
			return err
		}
	}
	return nil
}

// script runs several statements at once, which cannot be prepared.
func (c *connection) script(text string) error {
	_, err := c.conn.ExecContext(context.Background(), text, c.dialect.script...)
	return err
}

// ExecContext and QueryContext run a statement that is prepared once.
func (c *connection) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := c.prepare(ctx, query) //nolint:sqlclosecheck // kept for the next time; forget closes it
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

func (c *connection) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := c.prepare(ctx, query) //nolint:sqlclosecheck // the same
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

func (c *connection) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := c.prepared[query]; stmt != nil {
		return stmt, nil
	}
	if len(c.prepared) >= statements {
		c.forget()
	}
	stmt, err := c.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.prepared[query] = stmt
	return stmt, nil
}

func (c *connection) forget() {
	for _, stmt := range c.prepared {
		_ = stmt.Close()
	}
	c.prepared = map[string]*sql.Stmt{}
}
