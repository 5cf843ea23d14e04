package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"slices"
	"strings"
)

const (
	copyTold  = 500     // rows between two tellings
	copyBytes = 2 << 20 // bytes that are written at a time, so that memory does not grow with what somebody sent in
	mostUnfit = 20      // rows that are named
)

// UnfitError is of text that the new database cannot hold. It names rows, not what stands in them.
type UnfitError struct {
	Rows []string
	More int // that are not named
}

func (e *UnfitError) Error() string {
	return fmt.Sprintf("store: %d rows hold text that the new database cannot: %s", len(e.Rows)+e.More, strings.Join(e.Rows, "; "))
}

// copyRows writes every row of every table.
func (c *copying) copyRows() error {
	var unfit UnfitError
	c.seals = make(map[string]*tableSeal, len(copiedTables))
	for _, t := range copiedTables {
		c.done.Table = t.name
		columns, err := c.columns(t)
		if err != nil {
			return err
		}
		in := &rowWriter{ctx: c.ctx, to: c.fresh.conn, into: &insertion{table: t.name, columns: columns}, most: max(1, c.fresh.e.values/len(columns))}
		seal := c.newSeal()
		err = c.old.rows(c.ctx, t, columns, func(row []any) error {
			if column := c.fresh.unfit(row); column >= 0 {
				unfit.add(t, columns, row, column)
			}
			if err := seal.add(row); err != nil || len(unfit.Rows) > 0 {
				return err // nothing will stay: it is only looked what else does not fit
			}
			return in.add(row)
		})
		if err == nil {
			err = in.flush()
		}
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		seal.tellRest()
		c.seals[t.name] = seal
	}
	if len(unfit.Rows) > 0 {
		return &unfit
	}
	return c.fresh.settle(c.ctx)
}

// columns of a table, which has to have the same on both sides.
func (c *copying) columns(t copiedTable) ([]string, error) {
	old, err := c.old.columns(c.ctx, t.name)
	if err != nil {
		return nil, err
	}
	fresh, err := c.fresh.columns(c.ctx, t.name)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(old, fresh) {
		return nil, fmt.Errorf("store: table %s has other columns in the new database than in the old", t.name)
	}
	return old, nil
}

// columns of a table, by name: the engines may have them in another order.
func (h *held) columns(ctx context.Context, table string) ([]string, error) {
	rows, err := h.conn.QueryContext(ctx, "select * from "+table+" where 1 = 0")
	if err != nil {
		return nil, fmt.Errorf("store: query: %w", err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	columns, err := rows.Columns()
	if err != nil {
		return nil, fmt.Errorf("store: columns: %w", err)
	}
	slices.Sort(columns)
	return columns, rows.Err()
}

// rows calls use for every row of a table in the order of its key. A value is an int64, a string, a []byte or nil.
func (h *held) rows(ctx context.Context, t copiedTable, columns []string, use func(row []any) error) error {
	into := make([]any, len(columns))
	return h.queries(ctx).each(func(found scanner) error {
		row := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			return err
		}
		for i, v := range row {
			if b, ok := v.([]byte); ok && b == nil {
				row[i] = []byte{} // a driver's word for a blob without bytes; it is not null
			}
		}
		return use(row)
	}, "select "+strings.Join(columns, ", ")+" from "+t.name+" order by "+t.key)
}

// add names a row.
func (e *UnfitError) add(t copiedTable, columns []string, row []any, column int) {
	if len(e.Rows) == mostUnfit {
		e.More++
		return
	}
	keys := strings.Split(cmp.Or(t.told, t.key), ", ")
	for i, key := range keys {
		keys[i] = fmt.Sprintf("%s %#v", key, row[slices.Index(columns, key)])
	}
	e.Rows = append(e.Rows, fmt.Sprintf("%s of table %s, row with %s", columns[column], t.name, strings.Join(keys, ", ")))
}

// rowWriter gathers rows of one table and writes many by one statement.
type rowWriter struct {
	ctx  context.Context //nolint:containedctx // one table is one call
	to   *connection
	into *insertion
	most int // rows that one statement takes

	waiting []any
	rows    int
	size    int
}

func (in *rowWriter) add(row []any) error {
	in.waiting = append(in.waiting, row...)
	in.rows++
	for _, v := range row {
		switch v := v.(type) {
		case string:
			in.size += len(v)
		case []byte:
			in.size += len(v)
		}
	}
	if in.rows == in.most || in.size >= copyBytes {
		return in.flush()
	}
	return nil
}

// flush writes what waits: a full batch by one statement, what is less by itself, so that there are two statements for a table and not one
// for each number of rows.
func (in *rowWriter) flush() error {
	together := 1
	if in.rows == in.most {
		together = in.rows
	}
	query := in.into.statement(together)
	for args := range slices.Chunk(in.waiting, together*len(in.into.columns)) {
		if _, err := in.to.ExecContext(in.ctx, query, args...); err != nil {
			return fmt.Errorf("store: exec: %w", err)
		}
	}
	clear(in.waiting)
	in.waiting, in.rows, in.size = in.waiting[:0], 0, 0
	return nil
}

// compareRows reads the new database and holds it against what was read of the old one: every value of every row of every table.
func (c *copying) compareRows() error {
	c.done = CopyProgress{Stage: CompareRows, Total: c.done.Total}
	var differ []string
	for i, t := range copiedTables {
		c.done.Table = t.name
		columns, err := c.fresh.columns(c.ctx, t.name)
		if err != nil {
			return err
		}
		seal := c.newSeal()
		err = c.fresh.rows(c.ctx, t, columns, seal.add)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		seal.tellRest()
		c.result.Tables[i].New = seal.rows
		switch old := c.seals[t.name]; {
		case seal.rows != c.result.Tables[i].Old:
			differ = append(differ, fmt.Sprintf("table %s has %d rows, not %d", t.name, seal.rows, c.result.Tables[i].Old))
		case !bytes.Equal(seal.sum(), old.sum()):
			differ = append(differ, fmt.Sprintf("rows of table %s are not what they were", t.name))
		}
	}
	if len(differ) > 0 {
		return &DiffersError{differ}
	}
	return nil
}

// tableSeal is a digest over all rows of a table.
type tableSeal struct {
	rows   int64
	hash   hash.Hash
	buffer []byte
	tell   func(rows int64) // called after every copyTold rows
}

func (c *copying) newSeal() *tableSeal { return &tableSeal{hash: sha256.New(), tell: c.tell} }

// add takes a row. Each value goes with its type and its length, so that none can borrow from its neighbour.
func (s *tableSeal) add(row []any) error {
	b := s.buffer[:0]
	for _, v := range row {
		switch v := v.(type) {
		case nil:
			b = append(b, 'n')
		case int64:
			b = binary.BigEndian.AppendUint64(append(b, 'i'), uint64(v)) //nolint:gosec // the bits are what is hashed
		case string:
			b = binary.BigEndian.AppendUint64(append(b, 't'), uint64(len(v)))
			b = append(b, v...)
		case []byte:
			b = binary.BigEndian.AppendUint64(append(b, 'b'), uint64(len(v)))
			b = append(b, v...)
		default:
			return fmt.Errorf("store: a value of type %T cannot be copied", v)
		}
	}
	s.rows++
	s.buffer = b
	s.hash.Write(b)
	if s.rows%copyTold == 0 {
		s.tell(copyTold)
	}
	return nil
}

// tellRest tells of the rows after the last copyTold.
func (s *tableSeal) tellRest() { s.tell(s.rows % copyTold) }

func (s *tableSeal) sum() []byte { return s.hash.Sum(nil) }
