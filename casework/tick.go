package casework

import (
	"context"
	"fmt"
	"time"
)

const (
	batch   = 100         // deadlines and jobs of one Tick, each
	longest = time.Second // Run looks at least this often
)

// Tick does what is due now: makes jobs of the deadlines that came and runs what jobs there are, in order, a bounded batch of each. It
// returns how much it went through; whoever wants everything done calls it until that is nothing. The demo clock calls it for every moment
// at which something falls due (Next), so that nothing is skipped. It writes nothing when nothing is due.
func (o *Office) Tick(ctx context.Context) (int, error) {
	o.setup()
	o.ticks.Lock()
	defer o.ticks.Unlock()
	now := o.now()
	came, err := o.callDeadlines(ctx, now)
	if err != nil {
		return came, err
	}
	done, err := o.runJobs(ctx, now)
	return came + done, err
}

// Next is the first moment at which there is something for Tick to do, if there is one. It can have passed. Jobs that a node took and
// did not end are not counted: when their leases run out is told by another clock, and Run looks every second.
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

// Run ticks whenever something is due, until the context ends, and sees to the jobs that every day has. Mails are delivered beside it. What went wrong is logged and
// tried again.
func (o *Office) Run(ctx context.Context) {
	o.setup()
	if o.Post != nil {
		delivered := make(chan struct{})
		go func() {
			defer close(delivered)
			o.deliverAll(ctx)
		}()
		defer func() { <-delivered }()
	}
	for ctx.Err() == nil {
		if err := o.Standing(ctx); err != nil && ctx.Err() == nil {
			o.log().Error("standing jobs", "error", err)
		}
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
