package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// together is how many acts share a commit at most: enough to pay one write to disk for many, few enough that the
// first of them does not wait long.
const together = 64

// writer runs acts, each wholly or not at all, and answers once they are durable. One engine has one transaction that writes at a
// time, so that acts share it (grouped); the other has as many as there are connections (separate).
type writer interface {
	do(ctx context.Context, act func(*Tx) error) error
	stop() // lets acts that were taken end; others are answered ErrClosed
}

// grouped is the one goroutine that writes. It takes what waits and commits it together, each act in a savepoint; nobody is
// answered before the commit. Acts run under no caller's context: one that is cancelled within an act would end
// the transaction of the others.
type grouped struct {
	*connection
	orders  chan *order
	stopped chan struct{}
	done    chan struct{}
	once    sync.Once
}

// order is one act that waits. Either the writer takes it or its caller takes it back, never both.
type order struct {
	act    func(*Tx) error
	taken  atomic.Bool
	answer chan error
}

func startGrouped(d dialect, pool *sql.DB) *grouped {
	w := &grouped{
		connection: newConnection(d, pool),
		orders:     make(chan *order), stopped: make(chan struct{}), done: make(chan struct{}),
	}
	go w.run()
	return w
}

// do hands an act in and waits for its answer. A caller who gives up before the act was taken gets the context's error and
// nothing happens; after that the answer tells what did happen.
func (w *grouped) do(ctx context.Context, act func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	o := &order{act: act, answer: make(chan error, 1)}
	select {
	case w.orders <- o:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stopped:
		return ErrClosed
	}
	select {
	case err := <-o.answer:
		return err
	case <-ctx.Done():
		if o.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		return <-o.answer
	}
}

func (w *grouped) stop() {
	w.once.Do(func() { close(w.stopped) })
	<-w.done
}

func (w *grouped) run() {
	defer close(w.done)
	defer w.disconnect()
	for {
		select {
		case o := <-w.orders:
			w.serve(w.gather(o))
		case <-w.stopped:
			return
		}
	}
}

// gather adds to the first order those that wait too, and leaves out what was taken back.
func (w *grouped) gather(first *order) []*order {
	batch := take(nil, first)
	for len(batch) < together {
		select {
		case o := <-w.orders:
			batch = take(batch, o)
		default:
			return batch
		}
	}
	return batch
}

func take(batch []*order, o *order) []*order {
	if o.taken.CompareAndSwap(false, true) {
		return append(batch, o)
	}
	return batch
}

// errEnded says that the transaction is gone and its acts have to run again, each alone.
var errEnded = errors.New("store: the transaction ended")

func (w *grouped) serve(batch []*order) {
	if len(batch) > 1 {
		results, err := w.commitTogether(batch)
		if err == nil {
			for i, o := range batch {
				o.answer <- results[i]
			}
			return
		}
		if errors.Is(err, ErrBusy) { // each by itself would wait as long again, and those behind it for all of them
			for _, o := range batch {
				o.answer <- err
			}
			return
		}
	}
	for _, o := range batch {
		err, _ := w.alone(o.act)
		o.answer <- err
	}
}

// commitTogether runs the acts in one transaction and gives the answer to each, or says that all of it came to nothing.
func (w *grouped) commitTogether(batch []*order) ([]error, error) {
	if err := w.begin(); err != nil {
		return nil, fmt.Errorf("store: begin: %w", err)
	}
	results := make([]error, len(batch))
	for i, o := range batch {
		failure, err := w.savepoint(o.act)
		if err != nil {
			w.rollback()
			return nil, err
		}
		results[i] = failure
	}
	return results, w.commit()
}

// savepoint runs an act whose failure undoes that act only. err is set when the transaction itself is lost.
func (w *grouped) savepoint(act func(*Tx) error) (failure, err error) {
	if err := w.exec("savepoint act"); err != nil {
		return nil, errEnded
	}
	if failure, _ = w.call(act); failure != nil {
		if err := w.exec("rollback to savepoint act"); err != nil {
			return failure, errEnded
		}
	}
	if err := w.exec("release savepoint act"); err != nil {
		return failure, errEnded
	}
	return failure, nil
}
