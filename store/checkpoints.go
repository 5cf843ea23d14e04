package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wederhoor/wederhoor/checkpoint"
)

// Heads are the last records of the dossiers that grew since a checkpoint.
type Heads struct {
	since int64 // number of that checkpoint; 0 for none
	list  []head
}

type head struct {
	dossier, number int64
	digest          []byte
}

// Heads finds the dossiers that grew since the last checkpoint. It looks at every dossier, so it is not for a transaction that writes.
func (r *Reader) Heads(ctx context.Context) (Heads, error) {
	var h Heads
	err := r.snapshot(ctx, func(s queries) error {
		last, err := s.lastCheckpoint()
		if err != nil {
			return err
		}
		h.since = last.Number
		h.list, err = all(s, readHead, grownHeads+" order by d.id")
		return err
	})
	return h, err
}

func readHead(row scanner) (head, error) {
	var h head
	err := row.Scan(&h.dossier, &h.number, &h.digest)
	return h, err
}

const grownHeads = `select d.id, e.number, e.digest from dossiers d
	join events e on e.dossier = d.id and e.number = (select max(n.number) from events n where n.dossier = d.id)
	where e.number > coalesce((select max(h.number) from checkpoint_heads h where h.dossier = d.id), 0)`

// Unsealed reports whether anything was added that no checkpoint covers.
func (r *Reader) Unsealed(ctx context.Context) (bool, error) {
	some := false
	err := r.snapshot(ctx, func(s queries) error {
		last, err := s.lastCheckpoint()
		if err != nil {
			return err
		}
		for _, look := range []struct {
			query string
			args  []any
		}{
			{readsLog.rows + " limit 1", []any{last.Reads.Last, maxRow}},
			{accountLog.rows + " limit 1", []any{last.Accounts.Last, maxRow}},
			{grownHeads + " limit 1", nil},
		} {
			if some, err = s.any(look.query, look.args...); err != nil || some {
				return err
			}
		}
		return nil
	})
	return some, err
}

// any reports whether a query gives a row, whatever its columns.
func (s queries) any(query string, args ...any) (bool, error) {
	found := false
	err := s.each(func(scanner) error { found = true; return nil }, query, args...)
	return found, err
}

// maxRow is above the number of every row.
const maxRow = int64(1)<<62 - 1

// log is a table that is only added to. Its rows are read after one number and up to another, with all they say.
type log struct {
	rows    string // query
	columns int
}

var (
	readsLog   = log{"select id, at, dossier, viewer, what, seen, case when seal = '' then reason else seal end from reads where id > $1 and id <= $2 order by id", 7}
	accountLog = log{"select id, at, account, actor, kind, detail from account_log where id > $1 and id <= $2 order by id", 6}
)

// lastCheckpoint is the newest; of none at all it is the zero one.
func (s queries) lastCheckpoint() (checkpoint.Checkpoint, error) {
	stored, err := first(s, readCheckpoint, checkpointRows+" order by number desc limit 1")
	if errors.Is(err, ErrNotFound) {
		return checkpoint.Checkpoint{}, nil
	}
	if err != nil {
		return checkpoint.Checkpoint{}, err
	}
	c, err := checkpoint.Read(stored.Note) // whose signature it is, is for VerifyCheckpoints to judge
	if err != nil {
		return c, fmt.Errorf("store: checkpoint %d: %w", stored.Number, err)
	}
	return c, nil
}

// StoredCheckpoint is a checkpoint as its row holds it.
type StoredCheckpoint struct {
	Number int64
	At     time.Time
	Note   string // signed
	root   []byte
}

const checkpointRows = "select number, at, root, note from checkpoints"

func readCheckpoint(row scanner) (StoredCheckpoint, error) {
	var c StoredCheckpoint
	var at int64
	err := row.Scan(&c.Number, &at, &c.root, &c.Note)
	c.At = moment(at)
	return c, err
}

// Checkpoints are those after a number, the oldest first, so many at most.
func (r *Reader) Checkpoints(ctx context.Context, after int64, limit int) ([]StoredCheckpoint, error) {
	return all(r.each(ctx), readCheckpoint, checkpointRows+" where number > $1 order by number limit $2", after, limit)
}

// NewestCheckpoints are those before a number, the newest first, so many at most; before 0 of all.
func (r *Reader) NewestCheckpoints(ctx context.Context, before int64, limit int) ([]StoredCheckpoint, error) {
	if before <= 0 {
		before = maxRow
	}
	return all(r.each(ctx), readCheckpoint, checkpointRows+" where number < $1 order by number desc limit $2", before, limit)
}

// CheckpointNumber is that one. ErrNotFound when there is none.
func (r *Reader) CheckpointNumber(ctx context.Context, number int64) (StoredCheckpoint, error) {
	return first(r.each(ctx), readCheckpoint, checkpointRows+" where number = $1", number)
}

// How checkpoints are written.
var (
	checkpointInsert = insert("checkpoints", "number at root note", "")
	headRows         = insert("checkpoint_heads", "checkpoint dossier number digest", "")
)

// Checkpoint adds a checkpoint over what was added since the one before, when anything was: made is false otherwise. Its number is free
// for nobody else: ErrTaken when somebody made another since the heads were found.
func (tx *Tx) Checkpoint(heads Heads, at time.Time, sign func(checkpoint.Checkpoint) (string, error)) (made bool, err error) {
	if err := tx.lockLogs(); err != nil {
		return false, err
	}
	last, err := tx.lastCheckpoint()
	if err != nil {
		return false, err
	}
	if last.Number != heads.since {
		return false, ErrTaken
	}
	c, err := tx.next(last, heads, at)
	if err != nil || c.Empty() {
		return false, err
	}
	signed, err := sign(c)
	if err != nil {
		return false, err
	}
	if err := tx.insert(checkpointInsert, []any{c.Number, ms(c.At), c.Root[:], signed}); err != nil {
		return false, err
	}
	rows := make([][]any, len(heads.list))
	for i, h := range heads.list {
		rows[i] = []any{c.Number, h.dossier, h.number, h.digest}
	}
	return true, tx.insert(headRows, rows...)
}

// lockLogs waits until every row of the two logs that has a number is there for all to see: where several transactions write at the same
// time, one with a lower number could come after one with a higher, and would be in no checkpoint.
func (tx *Tx) lockLogs() error {
	if tx.conn == nil {
		return ErrClosed
	}
	if tx.conn.dialect.lockLogs == "" {
		return nil
	}
	return tx.put(tx.conn.dialect.lockLogs)
}

// next is the checkpoint after last.
func (s queries) next(last checkpoint.Checkpoint, heads Heads, at time.Time) (checkpoint.Checkpoint, error) {
	c := checkpoint.Checkpoint{Number: last.Number + 1, At: at, Previous: last.Root}
	sum := checkpoint.NewSum(0)
	for _, h := range heads.list {
		if err := sum.Add(h.dossier, h.number, h.digest); err != nil {
			return c, err
		}
	}
	c.Dossiers = headsPart(sum)
	var err error
	if c.Reads, err = s.sumRows(readsLog, last.Reads.Last, maxRow); err != nil {
		return c, err
	}
	if c.Accounts, err = s.sumRows(accountLog, last.Accounts.Last, maxRow); err != nil {
		return c, err
	}
	return c.Sealed(), nil
}

// headsPart is what heads come to: they have no number of their own.
func headsPart(sum *checkpoint.Sum) checkpoint.Part {
	part := sum.Part()
	part.Last = 0
	return part
}

// sumRows digests the rows of a log after one number and up to another.
func (s queries) sumRows(l log, after, last int64) (checkpoint.Part, error) {
	sum := checkpoint.NewSum(after)
	var number int64
	values := make([]any, l.columns-1)
	into := []any{&number}
	for i := range values {
		into = append(into, &values[i])
	}
	err := s.each(func(row scanner) error {
		if err := row.Scan(into...); err != nil {
			return err
		}
		return sum.Add(number, values...)
	}, l.rows, after, last)
	return sum.Part(), err
}
