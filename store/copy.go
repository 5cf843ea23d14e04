package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/wederhoor/wederhoor/dossier"
)

// CopyPlan is what a copy needs to know beside the two databases.
type CopyPlan struct {
	Calendar dossier.Calendar   // of the policy: rows made from events depend on it
	Tell     func(CopyProgress) // called after every few hundred rows; nil for nobody. Not from two goroutines at a time
	Moved    string             // where the old database says afterwards that it went; empty leaves it without that mark
}

// CopyStage is what a copy is doing.
type CopyStage int

// The stages of a copy, in order.
const (
	CopyRows    CopyStage = iota // rows are written into the new database
	CompareRows                  // rows are read back out of it and held against the old one
	WalkChains                   // every history is followed on both sides
)

// CopyProgress is how far a copy has come. Done and Total are rows, and dossiers on both sides together while chains are walked.
type CopyProgress struct {
	Stage       CopyStage
	Table       string
	Done, Total int64
}

// Copied is what a copy came to.
type Copied struct {
	Tables            []CopiedTable
	Dossiers, Records int
	Faults            []string // of the history, as Verify tells them: they were there before, and are the same on both sides
	Others            []string // tables of the old database that are none of this program's: they were left there
}

// CopiedTable is how many rows a table has.
type CopiedTable struct {
	Name     string
	Old, New int64
}

// NotEmptyError is of a database that rows were to be copied into and that holds something already.
type NotEmptyError struct{ Tables []string }

func (e *NotEmptyError) Error() string {
	return "store: it holds something already: " + strings.Join(e.Tables, ", ")
}

// DiffersError is of a copy that is not what was copied. Nothing of it stays.
type DiffersError struct{ What []string }

func (e *DiffersError) Error() string {
	return "store: the copy differs: " + strings.Join(e.What, "; ")
}

// Errors of a copy that callers tell apart.
var (
	ErrSame     = errors.New("store: both are the same database")
	ErrUnmarked = errors.New("store: the copy is whole, but the old database could not be marked")
)

// Copy copies everything that one database holds into another, which has to be empty and is migrated. Nobody can write to either
// meanwhile: they are told ErrBusy. All rows are written in one transaction, in which the copy is also checked, row by row and chain by
// chain: whatever goes wrong, the new database stays empty and the old one as it was. Only when everything is in the new database for good
// the old one gets the mark of plan.Moved, before anybody else can write to it.
//
// It uses as much memory as a few hundred rows take, and for each dossier that is damaged a line.
func Copy(ctx context.Context, from, to *DB, plan CopyPlan) (Copied, error) {
	if err := from.copyable(ctx); err != nil {
		return Copied{}, fmt.Errorf("the old database: %w", err)
	}
	if err := to.prepare(ctx, from); err != nil {
		return Copied{}, fmt.Errorf("the new database: %w", err)
	}
	c := &copying{ctx: ctx, plan: plan}
	var err error
	if c.old, err = takeHold(ctx, from); err != nil {
		return Copied{}, fmt.Errorf("the old database: %w", err)
	}
	defer c.old.release()
	if c.fresh, err = takeHold(ctx, to); err != nil {
		return Copied{}, fmt.Errorf("the new database: %w", err)
	}
	defer c.fresh.release()
	if err := c.everything(); err != nil {
		return c.result, err
	}
	if err := c.fresh.conn.commit(); err != nil {
		return c.result, fmt.Errorf("the new database: %w", err)
	}
	return c.result, c.mark()
}

// copyable says what keeps a database from being copied.
func (db *DB) copyable(ctx context.Context) error {
	if err := db.Ready(ctx); err != nil {
		return err
	}
	return db.Here(ctx)
}

// prepare makes the schema in an empty database.
func (db *DB) prepare(ctx context.Context, from *DB) error {
	same, err := sameDatabase(ctx, from, db)
	if err != nil {
		return err
	}
	if same {
		return ErrSame
	}
	if err := db.Read().snapshot(ctx, func(s queries) error { return empty(s, db.engine()) }); err != nil {
		return err
	}
	return db.Migrate(ctx)
}

// sameDatabase reports whether two addresses lead to one database.
func sameDatabase(ctx context.Context, a, b *DB) (bool, error) {
	if a.engine().name != b.engine().name {
		return false, nil
	}
	one, err := first(a.Read().each(ctx), column[string], a.engine().identity)
	if err != nil {
		return false, err
	}
	other, err := first(b.Read().each(ctx), column[string], b.engine().identity)
	return err == nil && a.engine().same(one, other), err
}

// empty refuses a database that holds anything but a schema without rows.
func empty(s queries, e copyEngine) error {
	names, err := all(s, column[string], e.tables)
	if err != nil {
		return err
	}
	var full []string
	for _, name := range names {
		switch {
		case name == migrationsTable:
		case !isCopied(name):
			full = append(full, "another program's table "+name)
		default:
			some, err := s.has("select 1 from " + name + " limit 1")
			if err != nil {
				return err
			}
			if some {
				full = append(full, name)
			}
		}
	}
	if len(full) > 0 {
		return &NotEmptyError{full}
	}
	return nil
}

// held is a database within a transaction that keeps everybody else from writing to it.
type held struct {
	db   *DB
	e    copyEngine
	conn *connection
}

// takeHold begins it on a connection of its own, and asks again when acts were in its way.
func takeHold(ctx context.Context, db *DB) (*held, error) {
	e := db.engine()
	pool, err := db.dialect.pool(e.source, 1)
	if err != nil {
		return nil, err
	}
	h := &held{db: db, e: e, conn: newConnection(db.dialect, pool)}
	for range e.asks {
		if err = h.begin(); err == nil {
			return h, nil
		}
		if ctx.Err() != nil || !e.inTheWay(err) {
			break
		}
	}
	h.release()
	if e.inTheWay(err) {
		return nil, fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return nil, db.dialect.told(err)
}

func (h *held) begin() error {
	if err := h.conn.begin(); err != nil || h.e.keepWriters == "" {
		return err
	}
	err := h.conn.script(h.e.keepWriters)
	if err != nil {
		h.conn.rollback()
	}
	return err
}

// release undoes what was not committed.
func (h *held) release() {
	if h.conn.conn != nil {
		h.conn.rollback() // waits until the locks are gone
	}
	h.conn.disconnect()
	_ = h.conn.pool.Close()
}

func (h *held) queries(ctx context.Context) queries { return queries{ctx: ctx, on: h.conn} }

// copying is a copy under way.
type copying struct {
	ctx        context.Context //nolint:containedctx // one copy is one call
	plan       CopyPlan
	old, fresh *held
	result     Copied
	seals      map[string]*tableSeal // of what was read, by table
	done       CopyProgress
	telling    sync.Mutex
}

// tell adds to what is done.
func (c *copying) tell(n int64) {
	c.telling.Lock()
	defer c.telling.Unlock()
	c.done.Done += n
	if c.plan.Tell != nil {
		c.plan.Tell(c.done)
	}
}

// everything copies and checks; nothing is committed yet.
func (c *copying) everything() error {
	if err := empty(c.fresh.queries(c.ctx), c.fresh.e); err != nil { // again, now that nobody can write
		return fmt.Errorf("the new database: %w", err)
	}
	if err := c.count(); err != nil {
		return err
	}
	if err := c.copyRows(); err != nil {
		return err
	}
	if err := c.compareRows(); err != nil {
		return err
	}
	return c.walk()
}

// count finds out what there is to copy.
func (c *copying) count() error {
	old := c.old.queries(c.ctx)
	names, err := all(old, column[string], c.old.e.tables)
	if err != nil {
		return err
	}
	for _, name := range names {
		if name != migrationsTable && !isCopied(name) {
			c.result.Others = append(c.result.Others, name)
		}
	}
	for _, t := range copiedTables {
		n, err := first(old, column[int64], "select count(*) from "+t.name)
		if err != nil {
			return err
		}
		c.result.Tables = append(c.result.Tables, CopiedTable{Name: t.name, Old: n})
		c.done.Total += n
	}
	return nil
}

// walk follows every history on both sides at the same time and makes every row from it again. What is wrong with a history is
// no reason not to copy it: damage that is hidden is worse than damage that moves. It has to be the same on both sides.
func (c *copying) walk() error {
	total := int64(0)
	for _, t := range c.result.Tables {
		if t.Name == "dossiers" {
			total = 2 * t.Old
		}
	}
	c.done = CopyProgress{Stage: WalkChains, Total: total}
	ctx, stop := context.WithCancel(c.ctx)
	defer stop()
	var old, fresh Check
	var oldErr, freshErr error
	var both sync.WaitGroup
	both.Go(func() { old, oldErr = c.check(ctx, c.old, stop) })
	both.Go(func() { fresh, freshErr = c.check(ctx, c.fresh, stop) })
	both.Wait()
	if err := errors.Join(oldErr, freshErr); err != nil {
		return errors.Join(c.ctx.Err(), err)
	}
	c.result.Dossiers, c.result.Records, c.result.Faults = old.Dossiers, old.Records, old.Faults
	if old.Dossiers != fresh.Dossiers || old.Records != fresh.Records || old.Jobs != fresh.Jobs || !slices.Equal(old.Faults, fresh.Faults) {
		return &DiffersError{[]string{"the histories do not read the same on both sides"}}
	}
	return nil
}

// check walks one side. The other need not go on when this one cannot.
func (c *copying) check(ctx context.Context, h *held, stop func()) (Check, error) {
	check, err := auditAll(h.queries(ctx), c.plan.Calendar, func() { c.tell(1) })
	if err != nil {
		stop()
	}
	return check, err
}

// auditAll is Verify within one transaction. each is called after every dossier.
func auditAll(s queries, cal dossier.Calendar, each func()) (Check, error) {
	a := audit{cal: cal, terms: map[string]dossier.Terms{}}
	references, err := all(s, column[string], "select reference from dossiers order by id")
	if err != nil {
		return a.check, err
	}
	for _, reference := range references {
		if err := a.carefully(s, reference); err != nil {
			return a.check, err
		}
		each()
	}
	err = s.one([]any{&a.check.Jobs}, "select count(*) from jobs where status <> 'done'")
	return a.check, err
}

// mark lets the old database say where it went. The new one is whole by now: nobody who stops the program keeps the mark from being made.
func (c *copying) mark() error {
	if c.plan.Moved == "" {
		return nil
	}
	err := c.old.mark(c.plan.Moved)
	if err == nil {
		err = c.old.conn.commit()
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnmarked, err)
	}
	return nil
}
