package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

const (
	// reruns is how often an act is run anew that another transaction got in the way of.
	reruns = 5
	// patience is how often one looks whether a database is back that does not answer, as it does not while it restarts; look is how
	// long one waits in between.
	patience = 200
	look     = 50 * time.Millisecond
)

// separate gives each act a transaction of its own, as many at a time as there are connections. Acts run under no caller's context: what
// a caller is told about an act is what became of it, unless their time is over while the server does not answer.
type separate struct {
	dialect dialect
	open    chan *connection // free and connected: taken before others, so that no more are opened than are needed
	closed  chan *connection // free and not connected
	all     int
	stopped chan struct{}
	once    sync.Once
}

func startSeparate(d dialect, pool *sql.DB, connections int) *separate {
	w := &separate{
		dialect: d, all: connections, stopped: make(chan struct{}),
		open: make(chan *connection, connections), closed: make(chan *connection, connections),
	}
	for range connections {
		w.closed <- newConnection(d, pool)
	}
	return w
}

func (w *separate) do(ctx context.Context, act func(*Tx) error) error {
	c, err := w.take(ctx)
	if err != nil {
		return err
	}
	answer := make(chan error, 1)
	go func() {
		err := w.run(ctx, &c, act)
		w.put(c)
		answer <- err
	}()
	select {
	case err := <-answer:
		return err
	case <-timeOver(ctx):
		return fmt.Errorf("%w: %w", ErrUnsure, ctx.Err())
	}
}

// timeOver is closed when the caller's time is over. One who merely went away is not told anything, and the act goes on.
func timeOver(ctx context.Context) <-chan struct{} {
	if _, limited := ctx.Deadline(); !limited {
		return nil
	}
	over := make(chan struct{})
	context.AfterFunc(ctx, func() {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			close(over)
		}
	})
	return over
}

// take waits for a connection.
func (w *separate) take(ctx context.Context) (*connection, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select { // before all else: with several ready, select chooses by chance
	case <-w.stopped:
		return nil, ErrClosed
	default:
	}
	select {
	case c := <-w.open:
		return c, nil
	default:
	}
	select {
	case c := <-w.open:
		return c, nil
	case c := <-w.closed:
		return c, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-w.stopped:
		return nil, ErrClosed
	}
}

func (w *separate) put(c *connection) {
	if c.conn != nil {
		w.open <- c
	} else {
		w.closed <- c
	}
}

// run runs an act until nothing is in its way: no other transaction (a deadlock, which the engine ends for one of the two), no
// database that is away for a moment or has no connection left. Nothing of a run that failed stays, so it is safe to begin again.
func (w *separate) run(ctx context.Context, c **connection, act func(*Tx) error) error {
	crossed, away := 0, 0
	for {
		err, broken := (*c).alone(act)
		cause := errors.Join(err, broken)
		switch {
		case err == nil, errors.Is(err, ErrUnsure):
			return err
		case w.dialect.crossed(cause):
			if crossed++; crossed > reruns {
				return errors.Join(ErrBusy, err)
			}
		case w.dialect.lost(cause), w.dialect.crowded(cause):
			(*c).disconnect()
			if away++; away > patience || pause(ctx, w.stopped, look) != nil {
				return errors.Join(ErrBusy, err)
			}
			*c = w.other(*c)
		case w.dialect.busy(cause):
			return errors.Join(ErrBusy, err)
		default:
			return err
		}
	}
}

// other is a connection that stands open, if one is free.
func (w *separate) other(c *connection) *connection {
	select {
	case open := <-w.open:
		w.put(c)
		return open
	default:
		return c
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
			select {
			case c := <-w.open:
				c.disconnect()
			case <-w.closed:
			}
		}
	})
}
