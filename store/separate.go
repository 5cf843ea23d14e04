package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"
)

const (
	// reruns is how often an act is run anew that another transaction got in the way of.
	reruns = 5
	// patience is how often one looks whether a database is back that does not answer, as it does not while it restarts; look is how
	// long one waits in between.
	patience = 500
	look     = 20 * time.Millisecond
)

// separate gives each act a transaction of its own, as many at a time as there are connections. Acts run under no caller's context: what
// a caller is told about an act is what became of it.
type separate struct {
	dialect dialect
	free    chan *connection
	all     []*connection
	stopped chan struct{}
	once    sync.Once
}

func startSeparate(d dialect, pool *sql.DB, connections int) *separate {
	w := &separate{dialect: d, free: make(chan *connection, connections), stopped: make(chan struct{})}
	for range connections {
		c := newConnection(d, pool)
		w.all = append(w.all, c)
		w.free <- c
	}
	return w
}

func (w *separate) do(ctx context.Context, act func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select { // before all else: with both ready, select chooses by chance
	case <-w.stopped:
		return ErrClosed
	default:
	}
	select {
	case c := <-w.free:
		defer func() { w.free <- c }()
		return w.run(ctx, c, act)
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stopped:
		return ErrClosed
	}
}

// run runs an act until nothing is in its way: no other transaction (a deadlock, which the engine ends for one of the two), no
// database that is away for a moment. Nothing of a run that failed stays, so it is safe to begin again.
func (w *separate) run(ctx context.Context, c *connection, act func(*Tx) error) error {
	crossed, away := 0, 0
	for {
		err, broken := c.alone(act)
		cause := errors.Join(err, broken)
		switch {
		case err == nil, errors.Is(err, ErrUnsure):
			return err
		case w.dialect.crossed(cause):
			if crossed++; crossed > reruns {
				return errors.Join(ErrBusy, err)
			}
		case w.dialect.lost(cause):
			c.disconnect()
			if away++; away > patience || pause(ctx, w.stopped, look) != nil {
				return errors.Join(ErrBusy, err)
			}
		case w.dialect.busy(cause):
			return errors.Join(ErrBusy, err)
		default:
			return err
		}
	}
}

// pause waits a moment, less when there is nothing to wait for any more.
func pause(ctx context.Context, stopped <-chan struct{}, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-stopped:
		return ErrClosed
	}
}

func (w *separate) stop() {
	w.once.Do(func() {
		close(w.stopped)
		for range w.all {
			c := <-w.free
			c.disconnect()
		}
	})
}
