package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Some work comes back every day. Each time it is done it enqueues the next time, in the same transaction; and here it is seen to that there
// is a next time at all: at the start of the program, and whenever the date changes. After a long stop such work is done once, not once for
// every day that was missed.

// nightly is when what is kept for a time only is removed: when nobody works, and outside the hour that summer time takes and gives.
const nightly = calendar.Clock(4 * 60)

// datedJob is the payload of jobs that belong to a date.
type datedJob struct {
	Date dossier.Date `json:"date"`
}

// Standing sees to it that the jobs are there that every day has, which it looks at once for every date, and that deadlines are counted by
// the calendar in force, every minute, and that checkpoints are made, every hour. Run calls it all the time.
func (o *Office) Standing(ctx context.Context) error {
	o.setup()
	o.ticks.Lock()
	defer o.ticks.Unlock()
	now := o.now()
	today := o.cal.Day(now)
	if err := o.askCheckpoint(ctx, now); err != nil && ctx.Err() == nil {
		o.log().Error("no checkpoint is asked for", "error", err) // which must not keep the rest of the day from being done
	}
	if err := o.checkCalendar(ctx, now); err != nil || o.stood == today {
		return err
	}
	err := o.DB.Write(ctx, func(tx *store.Tx) error {
		if err := o.enqueueEvening(tx, now, time.Time{}); err != nil {
			return err
		}
		return errors.Join(o.enqueueRetention(tx, now), o.enqueueExpire(tx, now))
	})
	if err == nil {
		o.stood = today
	}
	return err
}

// enqueueDated asks for the job of a date at a time of that day.
func (o *Office) enqueueDated(tx *store.Tx, kind string, day dossier.Date, clock calendar.Clock) error {
	job := store.Job{Kind: kind, Key: kind + ":" + string(day), RunAt: o.cal.At(day, clock)}
	return enqueue(tx, job, datedJob{Date: day})
}

// enqueueRetention asks for the next night's.
func (o *Office) enqueueRetention(tx *store.Tx, now time.Time) error {
	day := o.cal.Day(now)
	if !o.cal.At(day, nightly).After(now) {
		day = calendar.AddDays(day, 1)
	}
	return o.enqueueDated(tx, jobRetention, day, nightly)
}

// enqueueExpire asks for the next night's look at what has been kept for as long as it should be.
func (o *Office) enqueueExpire(tx *store.Tx, now time.Time) error {
	day := o.cal.Day(now)
	if !o.cal.At(day, nightly).After(now) {
		day = calendar.AddDays(day, 1)
	}
	return o.enqueueDated(tx, jobExpire, day, nightly)
}

// goOn has a job go on from where it came to.
func goOn(tx *store.Tx, job store.Job, payload any, now time.Time) error {
	text, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("job %s: %w", job.Kind, err)
	}
	return tx.Continue(job, string(text), now)
}

const (
	keptFor   = 30 * 24 * time.Hour // answers to forms, done jobs, and links after they expired
	purgeStep = 500                 // of each, in one transaction
)

// retain removes what is kept for a time only, a step at a time. It touches no history, no message and no job that was given up: how
// long a dossier is kept, and what is erased of it then, is no matter of this job.
func (o *Office) retain(ctx context.Context, job store.Job) error {
	now := o.now()
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		left, err := tx.Purge(now.Add(-keptFor), purgeStep)
		switch {
		case err != nil:
			return err
		case left:
			return tx.Continue(job, job.Payload, now)
		}
		if err := errors.Join(o.enqueueRetention(tx, now), o.sweepTonight(tx, now, job.Key)); err != nil {
			return err
		}
		return tx.Done(job, now)
	})
}
