package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// source is what a query runs on: the writing transaction, the readers, or a snapshot of theirs.
type source interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// queries runs queries of one transaction or of one reader's call. What both sides read the same way hangs on it.
type queries struct {
	ctx context.Context
	on  source
}

// scanner is the current row.
type scanner interface{ Scan(into ...any) error }

// each calls scan for every row.
func (s queries) each(scan func(scanner) error, query string, args ...any) error {
	rows, err := s.on.QueryContext(s.ctx, query, args...)
	if err != nil {
		return s.fail(fmt.Errorf("store: query: %w", err))
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	for rows.Next() {
		if err := scan(rows); err != nil {
			return fmt.Errorf("store: scan: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return s.fail(fmt.Errorf("store: rows: %w", err))
	}
	return nil
}

// fail lets a transaction know that it is lost: after a failed query PostgreSQL takes nothing more, and says so at no commit. Of a reader's
// error it tells the sort.
func (s queries) fail(err error) error {
	if tx, ok := s.on.(interface{ fail(err error) error }); ok {
		return tx.fail(err)
	}
	return err
}

// one scans the only row, or says ErrNotFound.
func (s queries) one(into []any, query string, args ...any) error {
	found := false
	err := s.each(func(row scanner) error {
		found = true
		return row.Scan(into...)
	}, query, args...)
	if err == nil && !found {
		return ErrNotFound
	}
	return err
}

// has reports whether there is any row.
func (s queries) has(query string, args ...any) (bool, error) {
	var one int
	err := s.one([]any{&one}, query, args...)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// all collects what read makes of every row.
func all[T any](s queries, read func(scanner) (T, error), query string, args ...any) ([]T, error) {
	var list []T
	err := s.each(func(row scanner) error {
		item, err := read(row)
		list = append(list, item)
		return err
	}, query, args...)
	return list, err
}

// column reads rows of one column.
func column[T any](row scanner) (T, error) {
	var v T
	err := row.Scan(&v)
	return v, err
}

// first is the one row that read can make something of, or ErrNotFound.
func first[T any](s queries, read func(scanner) (T, error), query string, args ...any) (T, error) {
	list, err := all(s, read, query, args...)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		var none T
		return none, err
	}
	return list[0], nil
}

// arguments collects the arguments of a query that is put together.
type arguments struct{ list []any }

// add takes an argument and gives its placeholder.
func (a *arguments) add(v any) string {
	a.list = append(a.list, v)
	return "$" + strconv.Itoa(len(a.list))
}

// in is "(…)" for a list of values; no value fits an empty list.
func in[T any](a *arguments, values []T) string {
	if len(values) == 0 {
		return "(null)"
	}
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = a.add(v)
	}
	return "(" + strings.Join(marks, ", ") + ")"
}

// ms is a moment as it is stored: milliseconds, UTC; 0 for none.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment is what ms stored.
func moment(stored int64) time.Time {
	if stored == 0 {
		return time.Time{}
	}
	return time.UnixMilli(stored).UTC()
}

// bit is a truth as it is stored.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// joined and split store a list of names that hold no spaces.
func joined[T ~string](list []T) string {
	var b strings.Builder
	for i, v := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(v))
	}
	return b.String()
}

func split[T ~string](stored string) []T {
	var list []T
	for _, v := range strings.Fields(stored) {
		list = append(list, T(v))
	}
	return list
}
