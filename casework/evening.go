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

// eveningJob is the payload of jobEvening.
type eveningJob struct {
	Date  dossier.Date `json:"date"`
	Since time.Time    `json:"since,omitzero"` // up to when the overviews before told what came in; zero when none were made
}

// digestJob is the payload of jobDigest.
type digestJob struct {
	Date    dossier.Date      `json:"date"`
	Account dossier.AccountID `json:"account"`
	Since   time.Time         `json:"since,omitzero"` // what came in from here on
	Before  time.Time         `json:"before,omitzero"`
}

// enqueueEvening asks for the next evening's job. It goes on from where the overviews before ended, when that is known.
func (o *Office) enqueueEvening(tx *store.Tx, now, since time.Time) error {
	day, any := o.nextEvening(now)
	if !any {
		return nil
	}
	job := store.Job{Kind: jobEvening, Key: jobEvening + ":" + string(day), RunAt: o.cal.At(day, o.Policy.Digest)}
	return enqueue(tx, job, eveningJob{Date: day, Since: since})
}

// evening ends a working day: everybody's digest and the next evening follow from it, in one transaction. What is told is the
// last evening's alone, also when the program stood still for longer; of what came in, all that no overview told yet. An evening that was put
// off by a change of the policy waits for its new time.
func (o *Office) evening(ctx context.Context, job store.Job) error {
	own, err := payloadOf[eveningJob](job)
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
		told := own.Since
		if last, any := o.lastEvening(now); any && last >= own.Date {
			told = o.cal.At(last, o.Policy.Digest)
			if err := enqueueDigests(tx, accounts, digestJob{Date: last, Since: o.since(own), Before: told}, now); err != nil {
				return err
			}
		}
		if err := o.enqueueEvening(tx, now, told); err != nil {
			return err
		}
		return tx.Done(job, now)
	})
}

// since is from when on an evening tells what came in: where the overviews before ended, or would have.
func (o *Office) since(own eveningJob) time.Time {
	if !own.Since.IsZero() {
		return own.Since
	}
	return o.eveningBefore(own.Date)
}

// eveningBefore is the moment of the digests before those of a date; the beginning of the date when there are none.
func (o *Office) eveningBefore(date dossier.Date) time.Time {
	before, any := o.findEvening(calendar.AddDays(date, -1), -1, func(time.Time) bool { return true })
	if !any {
		return o.cal.StartOf(date)
	}
	return o.cal.At(before, o.Policy.Digest)
}

func enqueueDigests(tx *store.Tx, accounts []store.Account, day digestJob, now time.Time) error {
	for _, a := range accounts {
		if a.Disabled {
			continue
		}
		day.Account = a.ID
		job := store.Job{Kind: jobDigest, Key: fmt.Sprintf("%s:%s:%s", jobDigest, a.ID, day.Date), RunAt: now}
		if err := enqueue(tx, job, day); err != nil {
			return err
		}
	}
	return nil
}
