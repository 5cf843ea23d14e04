package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// benchCopy copies the database with many dossiers to PostgreSQL and back, as wederhoor copy does.
func benchCopy(ctx context.Context, out io.Writer, folder string, dossiers int) error {
	path := filepath.Join(folder, queueFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) { // nothing else is measured
		if err := fillQueue(ctx, path, dossiers); err != nil {
			return err
		}
	}
	apart, err := os.MkdirTemp(folder, "copy-") // those of the filings have the same names
	if err != nil {
		return err
	}
	sqlite := onSQLite(apart)
	postgres, end, err := onPostgres()
	if err != nil {
		return err
	}
	defer end()
	there, drop, err := postgres.create()
	if err != nil {
		return err
	}
	defer drop()
	back, drop, err := sqlite.create()
	if err != nil {
		return err
	}
	defer drop()
	_, _ = fmt.Fprintln(out, "| copy | rows | written | compared | histories followed on both sides | in all |")
	_, _ = fmt.Fprintln(out, "| --- | ---: | ---: | ---: | ---: | ---: |")
	if err := measureCopy(ctx, out, "SQLite to PostgreSQL", "sqlite:"+path, there); err != nil {
		return err
	}
	if err := measureCopy(ctx, out, "PostgreSQL to SQLite", there, back); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(out)
	return nil
}

func measureCopy(ctx context.Context, out io.Writer, name, from, to string) (err error) {
	old, err := store.Open(ctx, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	fresh, err := store.Open(ctx, to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, fresh.Close()) }()
	began := map[store.CopyStage]time.Time{}
	started := time.Now()
	result, err := store.Copy(ctx, old, fresh, store.CopyPlan{Calendar: policy.Default().NewCalendar(), Tell: func(p store.CopyProgress) {
		if began[p.Stage].IsZero() {
			began[p.Stage] = time.Now()
		}
	}})
	if err != nil {
		return err
	}
	ended := time.Now()
	rows := int64(0)
	for _, t := range result.Tables {
		rows += t.New
	}
	_, _ = fmt.Fprintf(out, "| %s | %d | %.0f s | %.0f s | %.0f s | %.0f s |\n", name, rows, began[store.CompareRows].Sub(started).Seconds(),
		began[store.WalkChains].Sub(began[store.CompareRows]).Seconds(), ended.Sub(began[store.WalkChains]).Seconds(), ended.Sub(started).Seconds())
	return nil
}
