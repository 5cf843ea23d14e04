package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/checkpoint"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// benchRecord measures what it costs to record who looks at a dossier, and to make and check checkpoints over many.
func benchRecord(ctx context.Context, out io.Writer, folder string, s settings) error {
	path := filepath.Join(folder, "record.db")
	if err := fillQueue(ctx, path, s.dossiers); err != nil {
		return err
	}
	db, err := store.Open(ctx, "sqlite:"+path)
	if err != nil {
		return err
	}
	err = errors.Join(measureLooks(ctx, out, db, s), measureCheckpoints(ctx, out, db, s))
	return errors.Join(err, db.Close())
}

// measureLooks opens dossiers as the owner, which is recorded, and as the program does, which is not: all else is the same.
func measureLooks(ctx context.Context, out io.Writer, db *store.DB, s settings) error {
	office := &casework.Office{DB: db, Policy: policy.Default(), Clock: time.Now, Log: silent()}
	owner := casework.Viewer{Actor: dossier.Actor{Account: "M001", Roles: []dossier.Role{dossier.RoleOwner}}}
	_, _ = fmt.Fprintln(out, "| open a dossier | p50 | p99 |")
	_, _ = fmt.Fprintln(out, "| --- | ---: | ---: |")
	for _, who := range []struct {
		name   string
		viewer casework.Viewer
	}{{"without recording it", casework.Viewer{Actor: dossier.System()}}, {"recording who looked", owner}} {
		var t times
		for n := range s.pages {
			reference := dossier.NewReference(uint64(n*(s.dossiers/s.pages)) * spread) //nolint:gosec // n counts up from 0
			asked := time.Now()
			if _, err := office.Fetch(ctx, who.viewer, reference, casework.PageDossier); err != nil {
				return fmt.Errorf("%s: %w", reference, err)
			}
			t.each = append(t.each, time.Since(asked))
		}
		_, _ = fmt.Fprintf(out, "| %s | %s | %s |\n", who.name, t.at(50), t.at(99))
	}
	_, _ = fmt.Fprintln(out)
	return nil
}

// measureCheckpoints makes the first checkpoint, over all dossiers, and one over a few looks, and checks both.
func measureCheckpoints(ctx context.Context, out io.Writer, db *store.DB, s settings) error {
	key, err := checkpoint.KeyFrom(make([]byte, 32))
	if err != nil {
		return err
	}
	office := &casework.Office{DB: db, Policy: policy.Default(), Clock: time.Now, Log: silent(), Seals: &key}
	keys, err := checkpoint.ParseKeys(key.Public)
	if err != nil {
		return err
	}
	seal := func() error {
		made, err := office.Checkpoint(ctx)
		if err == nil && !made {
			err = errors.New("no checkpoint was made")
		}
		return err
	}
	for _, m := range []struct {
		name string
		do   func() error
	}{
		{"the first checkpoint, over all dossiers", seal},
		{"seeing that nothing was added", func() error { _, err := db.Read().Unsealed(ctx); return err }},
		{"a look", func() error {
			return db.Write(ctx, func(tx *store.Tx) error {
				return tx.SaveRead(store.Read{At: time.Now(), Viewer: "M001", What: "dossier"})
			})
		}},
		{"the checkpoint after it", seal},
		{"verifying all checkpoints", func() error {
			found, err := db.VerifyCheckpoints(ctx, keys, nil)
			if err == nil && len(found.Faults) > 0 {
				err = errors.New(found.Faults[0])
			}
			return err
		}},
		{"verifying all histories and rows", func() error { _, err := db.Verify(ctx, policy.Default().NewCalendar()); return err }},
	} {
		began := time.Now()
		if err := m.do(); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		_, _ = fmt.Fprintf(out, "%d dossiers: %s: %.3f s\n", s.dossiers, m.name, time.Since(began).Seconds())
	}
	_, _ = fmt.Fprintln(out)
	return nil
}
