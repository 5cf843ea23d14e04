package store

import (
	"strconv"
	"strings"
	"sync"
)

// perInsert is how many values go into one statement at most: enough to save most of the ways to the database and back; with more, SQLite
// spends its time looking for the names of parameters.
const perInsert = 100

// insertion is how rows are put into a table.
type insertion struct {
	table    string
	columns  []string
	conflict string // what is done with a row whose key is there already; nothing when that is an error

	texts sync.Map // number of rows -> statement
}

// insert is an insertion; columns are separated by spaces.
func insert(table, columns, conflict string) *insertion {
	return &insertion{table: table, columns: strings.Fields(columns), conflict: conflict}
}

// upsert puts a row in the place of the one with the same key.
func upsert(table, key, columns string) *insertion {
	i := insert(table, columns, "")
	updates := make([]string, 0, len(i.columns))
	for _, c := range i.columns {
		if c != key {
			updates = append(updates, c+" = excluded."+c)
		}
	}
	i.conflict = " on conflict (" + key + ") do update set " + strings.Join(updates, ", ")
	return i
}

// statement inserts n rows.
func (i *insertion) statement(n int) string {
	if text, ok := i.texts.Load(n); ok {
		return text.(string)
	}
	var b strings.Builder
	b.WriteString("insert into " + i.table + " (" + strings.Join(i.columns, ", ") + ") values ")
	mark := 0
	for row := range n {
		b.WriteString(map[bool]string{true: "(", false: ", ("}[row == 0])
		for column := range i.columns {
			if column > 0 {
				b.WriteString(", ")
			}
			mark++
			b.WriteString("$" + strconv.Itoa(mark))
		}
		b.WriteByte(')')
	}
	b.WriteString(i.conflict)
	i.texts.Store(n, b.String())
	return b.String()
}

// insert puts rows into a table, several with a statement.
func (tx *Tx) insert(i *insertion, rows ...[]any) error {
	most := max(1, perInsert/len(i.columns))
	for len(rows) > 0 {
		n := min(len(rows), most)
		args := make([]any, 0, n*len(i.columns))
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		if err := tx.put(i.statement(n), args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// pending are rows that an act will have put into a table by its end.
type pending struct {
	into *insertion
	rows [][]any
}

// later puts a row into a table at the end of the act, together with others. Nothing of the act can read it before.
func (tx *Tx) later(i *insertion, row ...any) error {
	if tx.conn == nil {
		return ErrClosed
	}
	for n := range tx.pending {
		if tx.pending[n].into == i {
			tx.pending[n].rows = append(tx.pending[n].rows, row)
			return nil
		}
	}
	tx.pending = append(tx.pending, pending{i, [][]any{row}})
	return nil
}

// flush writes what was put off.
func (tx *Tx) flush() error {
	for _, p := range tx.pending {
		if err := tx.insert(p.into, p.rows...); err != nil {
			return err
		}
	}
	tx.pending = nil
	return tx.send()
}
