package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wederhoor/wederhoor/store"
)

const (
	batch      = 100              // deadlines and jobs of one Tick, each
	longest    = time.Second      // Run looks at least this often
	jobTries   = 8                // after which a job is given up and listed as failed
	firstPause = 15 * time.Second // before a failed job is tried again; it doubles each time
)

// Tick does what is due now: runs jobs and fires deadlines in order, a bounded batch of each. It returns how much it did; whoever
// wants everything done calls it until that is nothing. The demo clock calls it for every moment at which something falls due
// (Next), so that nothing is skipped.
func (o *Office) Tick(ctx context.Context) (int, error) {
	o.setup()
	o.ticks.Lock()
	defer o.ticks.Unlock()
	now := o.now()
	jobs, err := o.runJobs(ctx, now)
	if err != nil {
		return jobs, err
	}
	fired, err := o.fire(ctx, now)
	return jobs + fired, err
}

// Next is the first moment at which there is something for Tick to do, if there is one. It can have passed.
func (o *Office) Next(ctx context.Context) (time.Time, bool, error) {
	due, anyDue, err := o.DB.Read().NextDue(ctx)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("casework: next deadline: %w", err)
	}
	job, anyJob, err := o.DB.Read().NextJob(ctx)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("casework: next job: %w", err)
	}
	switch {
	case !anyJob, anyDue && due.Before(job):
		return due, anyDue, nil
	}
	return job, true, nil
}

// Run ticks whenever something is due, until the context ends. What went wrong is logged and tried again.
func (o *Office) Run(ctx context.Context) {
	o.setup()
	for ctx.Err() == nil {
		n, err := o.Tick(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			o.log().Error("tick", "error", err)
		case n > 0:
			continue
		}
		if o.wait(ctx, o.pause(ctx)) != nil {
			return
		}
	}
}

// pause is how long there is nothing to do, as far as one can know.
func (o *Office) pause(ctx context.Context) time.Duration {
	next, known, err := o.Next(ctx)
	if err != nil || !known {
		return longest
	}
	if left := next.Sub(o.now()); left > 0 && left < longest {
		return left
	}
	return longest // something was put off just now, or lies far ahead
}

// wait waits, or is woken by an act of this process.
func (o *Office) wait(ctx context.Context, d time.Duration) error {
	if o.Wait != nil {
		return o.Wait(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-o.wake:
	case <-timer.C:
	}
	return nil
}

// stir wakes Run: an act may have left work.
func (o *Office) stir() {
	select {
	case o.wake <- struct{}{}:
	default: // it is awake
	}
}

// runJobs takes due jobs and runs them. It returns how many were done or given up.
func (o *Office) runJobs(ctx context.Context, now time.Time) (int, error) {
	jobs, err := o.DB.Lease(ctx, now, batch)
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	who, err := o.people(ctx)
	if err != nil {
		return 0, err
	}
	told, rest := o.tellTogether(ctx, jobs, who)
	done := told
	for _, job := range rest {
		if err := ctx.Err(); err != nil {
			return done, err
		}
		ended, err := o.runJob(ctx, job, who)
		if err != nil {
			return done, err
		}
		if ended {
			done++
		}
	}
	return done, nil
}

// runJob runs one job, and puts it off or gives it up when it fails. ended is false when it will be tried again. The error is one
// of the database alone.
func (o *Office) runJob(ctx context.Context, job store.Job, who *people) (ended bool, err error) {
	failure := o.attempt(ctx, job, who)
	if failure == nil {
		return true, nil
	}
	if ctx.Err() != nil {
		return false, ctx.Err() // the lease runs out and somebody else takes it
	}
	reason := failure.Error() // kinds, codes and references: jobs and their errors know no personal data
	o.log().Warn("job failed", "job", job.Key, "attempt", job.Attempts, "error", reason)
	err = o.DB.Write(ctx, func(tx *store.Tx) error {
		if job.Attempts >= jobTries {
			return tx.Fail(job, reason)
		}
		return tx.Retry(job, o.now().Add(firstPause<<min(job.Attempts, jobTries)), reason)
	})
	if errors.Is(err, store.ErrNotFound) {
		err = nil // the lease was lost: it is somebody else's now
	}
	return job.Attempts >= jobTries, err
}

// attempt leads to the one function of each kind of job. A panic in one job is that job's failure alone.
func (o *Office) attempt(ctx context.Context, job store.Job, who *people) (err error) {
	defer func() { err = recovered(recover(), err) }()
	switch job.Kind {
	case jobNotify:
		return o.notify(ctx, job, who)
	case jobMatch:
		return o.match(ctx, job)
	case jobOutside:
		return o.outside(ctx, job)
	}
	return fmt.Errorf("unknown kind of job %q", job.Kind)
}

// tellTogether stores what a batch of notices say in one transaction, which costs one write to disk. What could not be done that way
// is left to be run one by one, where failures are counted.
func (o *Office) tellTogether(ctx context.Context, jobs []store.Job, who *people) (told int, rest []store.Job) {
	messages := map[int64]store.Message{}
	var ready []store.Job
	for _, job := range jobs {
		message, err := o.tryPrepare(ctx, job, who)
		if err != nil {
			rest = append(rest, job)
			continue
		}
		ready, messages[job.ID] = append(ready, job), message
	}
	if len(ready) == 0 {
		return 0, rest
	}
	err := o.DB.Write(ctx, func(tx *store.Tx) error {
		for _, job := range ready {
			if err := tell(tx, job, messages[job.ID]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, jobs
	}
	return len(ready), rest
}

// errOther says that a job is no notice.
var errOther = errors.New("casework: no notice")

// tryPrepare is prepare for the notices among the jobs. One that panics is left to be run on its own.
func (o *Office) tryPrepare(ctx context.Context, job store.Job, who *people) (m store.Message, err error) {
	defer func() { err = recovered(recover(), err) }()
	if job.Kind != jobNotify {
		return m, errOther
	}
	return o.prepare(ctx, job, who)
}

// recovered turns a panic into the failure of one job. Its text says the sort of panic alone.
func recovered(panicked any, err error) error {
	if panicked != nil {
		return fmt.Errorf("job panicked: %T", panicked)
	}
	return err
}
