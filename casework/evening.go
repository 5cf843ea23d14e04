package casework

import (
	"context"
	"fmt"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// furthestEvening is how many days are looked through for a working day.
const furthestEvening = 60

// eveningOf is when the digests of a date are made, false when there are none: not on a day that is none of work.
func (o *Office) eveningOf(day dossier.Date) (time.Time, bool) {
	clock := o.Policy.Digest
	return o.cal.At(day, clock), clock != policy.NoDigest && o.cal.WorkingDay(day)
}

// nextEvening is the date of the next digests after a moment.
func (o *Office) nextEvening(now time.Time) (dossier.Date, bool) {
	return o.findEvening(o.cal.Day(now), 1, func(at time.Time) bool { return at.After(now) })
}

// lastEvening is the date of the last digests up to a moment.
func (o *Office) lastEvening(now time.Time) (dossier.Date, bool) {
	return o.findEvening(o.cal.Day(now), -1, func(at time.Time) bool { return !at.After(now) })
}

func (o *Office) findEvening(day dossier.Date, step int, fits func(time.Time) bool) (dossier.Date, bool) {
	for range furthestEvening {
		if at, any := o.eveningOf(day); any && fits(at) {
			return day, true
		}
		day = calendar.AddDays(day, step)
	}
	return "", false
}

// enqueueEvening asks for the next evening's job.
func (o *Office) enqueueEvening(tx *store.Tx, now time.Time) error {
	day, any := o.nextEvening(now)
	if !any {
		return nil
	}
	return o.enqueueDated(tx, jobEvening, day, o.Policy.Digest)
}

// evening ends a working day: everybody's digest and the next evening follow from it, in one transaction. What is told is the
// last evening's alone, also when the program stood still for longer. An evening that was put off by a change of the policy waits for
// its new time.
func (o *Office) evening(ctx context.Context, job store.Job) error {
	own, err := payloadOf[datedJob](job)
	if err != nil {
		return err
	}
	accounts, err := o.DB.Read().Accounts(ctx)
	if err != nil {
		return err
	}
	now := o.now()
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		next, any := o.nextEvening(now)
		if any && next == own.Date {
			return tx.Continue(job, job.Payload, o.cal.At(next, o.Policy.Digest))
		}
		if last, any := o.lastEvening(now); any && last >= own.Date {
			if err := enqueueDigests(tx, accounts, last, now); err != nil {
				return err
			}
		}
		if err := o.enqueueEvening(tx, now); err != nil {
			return err
		}
		return tx.Done(job, now)
	})
}

func enqueueDigests(tx *store.Tx, accounts []store.Account, day dossier.Date, now time.Time) error {
	for _, a := range accounts {
		if a.Disabled {
			continue
		}
		job := store.Job{Kind: jobDigest, Key: fmt.Sprintf("%s:%s:%s", jobDigest, a.ID, day), RunAt: now}
		if err := enqueue(tx, job, datedJob{Date: day, Account: a.ID}); err != nil {
			return err
		}
	}
	return nil
}
