package storetest

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"sync"
)

// Gate stands between one node and its database. It counts the statements that pass, every query, execution, begin, commit and
// rollback, and can hold one of them up: so a test decides what happens in between two statements of an act.
//
// Engines may want something of a fresh connection first: Prepare does it. Rewrite puts another statement in the place of one, before
// anything else is done with it. Told hears what became of each statement that failed. All three are set before the gate is used.
type Gate struct {
	Prepare func(driver.Conn) error
	Rewrite func(statement string) string
	Told    func(error)

	mu      sync.Mutex
	passed  []string
	hold    int // how many statements pass before one is held; -1 for none
	held    bool
	release chan struct{}
}

// NewGate holds nothing up.
func NewGate() *Gate { return &Gate{hold: -1} }

// Through is for store.Through.
func (g *Gate) Through(c driver.Connector) driver.Connector { return gated{c, g} }

// Hold starts counting anew, and holds up the statement that comes after n others. Nothing is held up when n is negative.
func (g *Gate) Hold(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.passed, g.hold, g.held, g.release = nil, n, false, make(chan struct{})
}

// Held reports whether a statement waits.
func (g *Gate) Held() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.held
}

// Release lets the statement that waits go on, and all that come after it.
func (g *Gate) Release() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.hold = -1; g.held {
		g.held = false
		close(g.release)
	}
}

// Passed lists the statements since Hold, in order. One that was refused or that failed is among them.
func (g *Gate) Passed() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.passed)
}

// pass notes a statement and waits while it is held up.
func (g *Gate) pass(statement string) {
	g.mu.Lock()
	wait := g.hold >= 0 && len(g.passed) == g.hold
	if wait {
		g.hold, g.held = -1, true
	}
	release := g.release
	g.mu.Unlock()
	if wait {
		<-release
	}
	g.mu.Lock()
	g.passed = append(g.passed, statement)
	g.mu.Unlock()
}

func (g *Gate) rewritten(statement string) string {
	if g.Rewrite == nil {
		return statement
	}
	return g.Rewrite(statement)
}

func (g *Gate) told(err error) error {
	if err != nil && g.Told != nil {
		g.Told(err)
	}
	return err
}

type gated struct {
	driver.Connector
	gate *Gate
}

func (c gated) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err == nil && c.gate.Prepare != nil {
		err = c.gate.Prepare(conn)
	}
	if err != nil {
		return nil, err
	}
	return &gatedConn{conn, c.gate}, nil
}

// errOld says that a driver lacks what every driver of today has.
var errOld = errors.New("storetest: the driver takes no context")

// gatedConn passes on what database/sql looks for in a connection.
type gatedConn struct {
	driver.Conn
	gate *Gate
}

func (c *gatedConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	with, ok := c.Conn.(driver.ConnPrepareContext)
	if !ok {
		return nil, errOld
	}
	query = c.gate.rewritten(query)
	stmt, err := with.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return &gatedStmt{stmt, c.gate, query}, nil
}

func (c *gatedConn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	with, ok := c.Conn.(driver.ConnBeginTx)
	if !ok {
		return nil, errOld
	}
	c.gate.pass("begin (read)")
	tx, err := with.BeginTx(ctx, options)
	if err != nil {
		return nil, err
	}
	return gatedTx{tx, c.gate}, nil
}

func (c *gatedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	with, ok := c.Conn.(driver.ExecerContext)
	if !ok {
		return nil, driver.ErrSkip
	}
	query = c.gate.rewritten(query)
	c.gate.pass(query)
	result, err := with.ExecContext(ctx, query, args)
	return result, c.gate.told(err)
}

func (c *gatedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	with, ok := c.Conn.(driver.QueryerContext)
	if !ok {
		return nil, driver.ErrSkip
	}
	query = c.gate.rewritten(query)
	c.gate.pass(query)
	rows, err := with.QueryContext(ctx, query, args)
	return rows, c.gate.told(err)
}

func (c *gatedConn) Ping(ctx context.Context) error {
	if with, ok := c.Conn.(driver.Pinger); ok {
		return with.Ping(ctx)
	}
	return nil
}

func (c *gatedConn) ResetSession(ctx context.Context) error {
	if with, ok := c.Conn.(driver.SessionResetter); ok {
		return with.ResetSession(ctx)
	}
	return nil
}

func (c *gatedConn) IsValid() bool {
	with, ok := c.Conn.(driver.Validator)
	return !ok || with.IsValid()
}

func (c *gatedConn) CheckNamedValue(v *driver.NamedValue) error {
	if with, ok := c.Conn.(driver.NamedValueChecker); ok {
		return with.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

type gatedStmt struct {
	driver.Stmt
	gate  *Gate
	query string
}

func (s *gatedStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	with, ok := s.Stmt.(driver.StmtExecContext)
	if !ok {
		return nil, errOld
	}
	s.gate.pass(s.query)
	result, err := with.ExecContext(ctx, args)
	return result, s.gate.told(err)
}

func (s *gatedStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	with, ok := s.Stmt.(driver.StmtQueryContext)
	if !ok {
		return nil, errOld
	}
	s.gate.pass(s.query)
	rows, err := with.QueryContext(ctx, args)
	return rows, s.gate.told(err)
}

type gatedTx struct {
	driver.Tx
	gate *Gate
}

func (t gatedTx) Commit() error {
	t.gate.pass("commit (read)")
	return t.Tx.Commit()
}

func (t gatedTx) Rollback() error {
	t.gate.pass("rollback (read)")
	return t.Tx.Rollback()
}
