package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wederhoor/wederhoor/checkpoint"
	"github.com/wederhoor/wederhoor/store"
)

// Once an hour a checkpoint is made over what was added since the one before, when anything was: an hour in which nothing happens writes
// nothing. It is a job, so that one of several nodes makes it.

// askCheckpoint asks for this hour's checkpoint when there is something for it, and keeps elsewhere what is not there yet.
func (o *Office) askCheckpoint(ctx context.Context, now time.Time) error {
	hour := now.Truncate(time.Hour)
	if o.Seals == nil || o.sealed.Equal(hour) {
		return nil
	}
	some, err := o.DB.Read().Unsealed(ctx)
	if err != nil {
		return err
	}
	if some {
		job := store.Job{Kind: jobSeal, Key: jobSeal + ":" + hour.Format("2006-01-02T15"), RunAt: now}
		if err := o.DB.Write(ctx, func(tx *store.Tx) error { return enqueue(tx, job, struct{}{}) }); err != nil {
			return err
		}
	}
	o.keepBeside(ctx)
	o.sealed = hour
	return nil
}

// seal makes a checkpoint, in the transaction that ends its job.
func (o *Office) seal(ctx context.Context, job store.Job) error {
	if o.Seals == nil {
		return errors.New("this node has no key to sign checkpoints with")
	}
	_, err := o.checkpoint(ctx, func(tx *store.Tx) error { return tx.Done(job, o.now()) })
	if err == nil {
		o.keepBeside(ctx)
	}
	return err
}

// keepBeside is keepElsewhere beside all other work: the folder may be on another machine and not answer, and deadlines do not wait for that.
func (o *Office) keepBeside(ctx context.Context) {
	if o.Kept == nil {
		return
	}
	if !o.keeping.TryLock() {
		o.log().Warn("checkpoints are still being kept elsewhere: does the folder answer?")
		return
	}
	go func() {
		defer o.keeping.Unlock()
		o.keepElsewhere(ctx)
	}()
}

// Checkpoint makes one now, and keeps it elsewhere where that is set. made is false when nothing was added since the one before.
func (o *Office) Checkpoint(ctx context.Context) (made bool, err error) {
	o.setup()
	made, err = o.checkpoint(ctx, func(*store.Tx) error { return nil })
	if err == nil {
		o.keepElsewhere(ctx)
	}
	return made, public(err)
}

func (o *Office) checkpoint(ctx context.Context, also func(*store.Tx) error) (made bool, err error) {
	for range attempts {
		heads, failed := o.DB.Read().Heads(ctx)
		if failed != nil {
			return false, failed
		}
		err = o.DB.Write(ctx, func(tx *store.Tx) error {
			var err error
			if made, err = tx.Checkpoint(heads, o.now(), o.Seals.Sign); err != nil {
				return err
			}
			return also(tx)
		})
		if !errors.Is(err, store.ErrTaken) {
			break // else somebody made one meanwhile
		}
	}
	return made && err == nil, err
}

// keptAtOnce is how many checkpoints are read at a time.
const keptAtOnce = 500

// keepElsewhere adds the checkpoints that are not there yet to the folder where they are kept. What goes wrong is logged, and tried again
// in an hour: those who run the program see to their folder. Nothing is added to a folder that holds another history than the database.
func (o *Office) keepElsewhere(ctx context.Context) {
	if o.Kept == nil {
		return
	}
	if err := o.keepNew(ctx); err != nil && ctx.Err() == nil {
		o.log().Error("checkpoints are not kept elsewhere", "error", err)
	}
}

func (o *Office) keepNew(ctx context.Context) error {
	last, err := o.lastKept(ctx)
	for err == nil {
		var list []store.StoredCheckpoint
		if list, err = o.DB.Read().Checkpoints(ctx, last, keptAtOnce); err != nil || len(list) == 0 {
			return err
		}
		for _, one := range list {
			if err := o.Kept.Add(one.At, one.Note); err != nil {
				return err
			}
		}
		last = list[len(list)-1].Number
	}
	return err
}

// lastKept is the number of the newest checkpoint that is kept elsewhere, 0 for none. It has to be in the database as well.
func (o *Office) lastKept(ctx context.Context) (int64, error) {
	kept, found, err := o.Kept.Newest()
	if err != nil || !found {
		return 0, err
	}
	c, err := checkpoint.Read(kept)
	if err != nil {
		return 0, err
	}
	stored, err := o.DB.Read().CheckpointNumber(ctx, c.Number)
	if errors.Is(err, store.ErrNotFound) {
		return 0, fmt.Errorf("checkpoint %d is kept there and is not in the database: see wederhoor verify --checkpoint", c.Number)
	}
	if err != nil {
		return 0, err
	}
	if own, err := checkpoint.Read(stored.Note); err != nil || own.Text() != c.Text() {
		return 0, fmt.Errorf("checkpoint %d is another there than in the database: see wederhoor verify --checkpoint", c.Number)
	}
	return c.Number, nil
}
