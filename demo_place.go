package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"

	"github.com/wederhoor/wederhoor/demo"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// place is the folder a demo lives in.
type place struct {
	folder string
	keep   bool
	made   bool // it was there already
}

// place finds the folder: the one to keep, or a temporary one.
func (d demoCommand) place() (*place, error) {
	if d.Data == "" {
		folder, err := os.MkdirTemp("", "wederhoor-demo-")
		return &place{folder: folder}, err
	}
	p := &place{folder: d.Data, keep: true}
	if err := os.MkdirAll(d.Data, 0o700); err != nil {
		return nil, err
	}
	seed, err := os.ReadFile(p.mark())
	switch {
	case errors.Is(err, os.ErrNotExist): // nothing, or what was left half made
		return p, p.clear()
	case err != nil:
		return nil, err
	case strings.TrimSpace(string(seed)) != strconv.FormatUint(d.Seed, 10):
		return nil, fmt.Errorf("--data: %s holds the demo of seed %s: take that seed or another folder", d.Data, strings.TrimSpace(string(seed)))
	}
	p.made = true
	return p, nil
}

func (p *place) database() string { return filepath.Join(p.folder, "demo.db") }

// mark is the file that says that a demo was made to its end, and from which seed.
func (p *place) mark() string { return filepath.Join(p.folder, "demo.seed") }

func (p *place) clear() error {
	var errs []error
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(p.database() + end); !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// leave removes a temporary folder.
func (p *place) leave() {
	if !p.keep {
		_ = os.RemoveAll(p.folder) // what is left is in the folder for temporary files
	}
}

// open opens the database with the first part of the demo in it.
func (p *place) open(ctx context.Context, base string, log *slog.Logger) (*demo.World, error) {
	if !p.made {
		unsafeWrites()
	}
	db, err := openMigrated(ctx, "sqlite:"+p.database())
	if err != nil {
		return nil, err
	}
	world, err := p.prepare(ctx, db, base, log)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return world, nil
}

func (p *place) prepare(ctx context.Context, db *store.DB, base string, log *slog.Logger) (*demo.World, error) {
	if !p.made {
		if err := demo.Prepare(ctx, db); err != nil {
			return nil, err
		}
	}
	world, err := demo.Open(ctx, db, policy.Default(), base, log)
	if err != nil {
		return nil, err
	}
	if !p.made {
		world.Expect()
		return world, nil
	}
	return world, p.resume(world.Clock)
}

// clock is the file that says how late it was in the demo when it was left.
func (p *place) clock() string { return filepath.Join(p.folder, "demo.clock") }

// remember notes the demo's time, for the next time it is opened.
func (p *place) remember(clock *demo.Clock) error {
	if !p.keep {
		return nil
	}
	return os.WriteFile(p.clock(), []byte(clock.Now().Format(time.RFC3339Nano)+"\n"), 0o600)
}

// resume goes on from there. Without the file the demo goes on from its newest message.
func (p *place) resume(clock *demo.Clock) error {
	text, err := os.ReadFile(p.clock())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(string(text)))
	if err != nil {
		return fmt.Errorf("%s: %w", p.clock(), err)
	}
	clock.Set(at)
	return nil
}

// roomy is how much memory may fill up before it is tidied while a demo is made: there is little of it, and a reader waits.
const roomy = 400

// make makes the past unless it is there, and marks it as made.
func (p *place) make(ctx context.Context, world *demo.World, seed uint64) error {
	if p.made {
		return nil
	}
	defer debug.SetGCPercent(debug.SetGCPercent(roomy))
	return world.Make(ctx, seed, func() error {
		return os.WriteFile(p.mark(), []byte(strconv.FormatUint(seed, 10)+"\n"), 0o600)
	})
}

var (
	relaxed atomic.Bool
	relax   sync.Once
)

// unsafeWrites lets connections opened from here on write without waiting for the disk. A demo that a power cut spoils is made again; no
// other command may do this, so it stands here and not in package store.
func unsafeWrites() {
	relaxed.Store(true)
	relax.Do(func() {
		sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, source string) error {
			if !relaxed.Load() || strings.Contains(source, "query_only") {
				return nil
			}
			_, err := conn.ExecContext(context.Background(), "pragma synchronous = off", nil)
			return err
		})
	})
}
