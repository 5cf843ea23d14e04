package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/store"
)

const (
	jobTries   = 8                // after which a job is given up and listed as failed: about half an hour
	firstPause = 15 * time.Second // before a failed job is tried again; it doubles each time
)

// The kinds of jobs. Each has one function, which does its work in the transaction that ends the job: one that runs twice, on a node
// that was too slow and on the node that took it over, has its effect once.
const (
	jobNotify    = "notify"    // tell somebody something: render it and store the message
	jobMatch     = "match"     // look a complaint up in the client register (R9)
	jobOutside   = "outside"   // see whether a handler is left (R14)
	jobDeadline  = "deadline"  // a deadline came
	jobRemind    = "remind"    // a deadline comes near
	jobEvening   = "evening"   // the end of a working day: everybody's digest, and the next evening
	jobDigest    = "digest"    // one person's digest of the day
	jobRetention = "retention" // remove what is kept for a time only
	jobCode      = "code"      // mail a code to who lost their link
	jobAddress   = "address"   // tell of an e-mail address that became another one
	jobErased    = "erased"    // what is left to do of an erasure outside the database
	jobExpire    = "expire"    // erase what was kept for as long as it should be
	jobSeal      = "seal"      // a checkpoint over all histories
	jobFiles     = "files"     // delete the bytes of files that are to go
	jobScan      = "scan"      // ask the virus scanner about a file that waits for it
	jobRedate    = "redate"    // move open deadlines with a calendar that was changed
)

// elsewhere are the kinds that another package does (Does).
var elsewhere = []string{store.JobForgotten}

// Does has a kind of job done by another package: in the transaction that ends the job, as ours are. Until then such a job is put off.
func (o *Office) Does(kind string, do func(context.Context, store.Job) error) {
	o.others.Store(kind, do)
}

// JobKinds lists all kinds of jobs, for whoever names them.
func JobKinds() []string {
	return slices.Concat(slices.Sorted(maps.Keys(ours)), []string{jobFiles, jobScan, store.JobDeliver}, elsewhere)
}

// ours has the one function of each kind of job that every office does; an office that keeps files does theirs too (KeepFiles).
var ours = map[string]func(*Office, context.Context, store.Job, *people) error{
	jobNotify:    (*Office).notify,
	jobMatch:     alone((*Office).match),
	jobOutside:   alone((*Office).outside),
	jobDeadline:  alone((*Office).reach),
	jobRemind:    alone((*Office).reach),
	jobEvening:   alone((*Office).evening),
	jobDigest:    alone((*Office).digest),
	jobRetention: alone((*Office).retain),
	jobCode:      alone((*Office).mailCode),
	jobAddress:   alone((*Office).tellAddress),
	jobErased:    alone((*Office).finishErasure),
	jobExpire:    alone((*Office).expire),
	jobSeal:      alone((*Office).seal),
	jobRedate:    alone((*Office).redate),
}

// alone is a job that asks nobody's name.
func alone(do func(*Office, context.Context, store.Job) error) func(*Office, context.Context, store.Job, *people) error {
	return func(o *Office, ctx context.Context, job store.Job, _ *people) error { return do(o, ctx, job) }
}

// attempt does one job. A panic in it is its failure alone.
func (o *Office) attempt(ctx context.Context, job store.Job, who *people) (err error) {
	defer func() { err = recovered(recover(), err) }()
	if do, ok := ours[job.Kind]; ok {
		return do(o, ctx, job, who)
	}
	if do, ok := o.others.Load(job.Kind); ok {
		return do.(func(context.Context, store.Job) error)(ctx, job)
	}
	return fmt.Errorf("unknown kind of job %q", job.Kind)
}

// recovered turns a panic into the failure of one job. Its text says the sort of panic alone.
func recovered(panicked any, err error) error {
	if panicked != nil {
		return fmt.Errorf("job panicked: %T", panicked)
	}
	return err
}

// lease is how long a job is kept from other nodes.
func (o *Office) lease() time.Duration {
	if o.Lease == 0 {
		return store.LeaseTime
	}
	return o.Lease
}

// runJobs takes jobs whose time has come and runs them. It returns how many it went through: each is done, put off, given up, or another
// node's. Those that it did not come to are put back at once, so that a stop in the middle costs nobody an attempt or the time of a lease.
func (o *Office) runJobs(ctx context.Context, now time.Time) (int, error) {
	jobs, err := o.DB.Lease(ctx, now, o.lease(), batch)
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	left, err := o.runEach(ctx, jobs)
	if len(left) > 0 {
		o.putBack(ctx, left, now)
	}
	return len(jobs) - len(left), err
}

// runEach runs the jobs one after the other until one meets an error of the database, or the context ends. left are those that it did not
// come to, and the one at which the context ended: that had no effect.
func (o *Office) runEach(ctx context.Context, jobs []store.Job) (left []store.Job, err error) {
	who, err := o.people(ctx)
	if err != nil {
		return jobs, err
	}
	rest := o.tellTogether(ctx, jobs, who)
	for i, job := range rest {
		if err := ctx.Err(); err != nil {
			return rest[i:], err
		}
		err := o.runJob(ctx, job, who)
		switch {
		case err != nil && ctx.Err() != nil:
			return rest[i:], err
		case err != nil:
			return rest[i+1:], err // what became of this one is not known: it keeps its lease
		}
	}
	return nil, nil
}

// putBack gives back what was leased and not begun. When that fails the leases run out and somebody takes the jobs then.
func (o *Office) putBack(ctx context.Context, left []store.Job, now time.Time) {
	err := o.DB.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.PutBack(left, now) })
	if err != nil {
		o.log().Warn("jobs that were not begun wait until their leases end", "jobs", len(left), "error", err)
	}
}

// runJob runs one job, and puts it off or gives it up when it fails. The error is one of the database, or that of a context that ended.
func (o *Office) runJob(ctx context.Context, job store.Job, who *people) error {
	failure := o.DB.Keep(ctx, job, o.lease())
	switch {
	case failure == nil && job.Attempts > jobTries:
		failure = errors.New("no node that began it came to its end")
	case failure == nil:
		failure = o.attempt(ctx, job, who)
	}
	if failure != nil && ctx.Err() == nil && !errors.Is(failure, store.ErrLeaseLost) {
		failure = o.putOff(ctx, job, failure.Error()) // kinds, codes and references: jobs and their errors know no personal data
	}
	switch {
	case errors.Is(failure, store.ErrLeaseLost):
		o.log().Warn("job left to the node that took it over", "job", job.Key, "token", job.Token)
		return nil
	case failure != nil && ctx.Err() != nil:
		return ctx.Err()
	}
	return failure
}

// putOff has a job that failed tried again later, or gives it up.
func (o *Office) putOff(ctx context.Context, job store.Job, reason string) error {
	o.log().Warn("job failed", "job", job.Key, "attempt", job.Attempts, "error", reason)
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if job.Attempts >= jobTries {
			return tx.Fail(job, o.now(), reason)
		}
		return tx.Retry(job, o.now().Add(firstPause<<max(job.Attempts-1, 0)), reason)
	})
}

// tellTogether stores what a batch of notices say in one transaction, which costs one write to disk. What could not be done that way
// is left to be run one by one, where failures are counted.
func (o *Office) tellTogether(ctx context.Context, jobs []store.Job, who *people) (rest []store.Job) {
	var ready []notice
	for _, job := range jobs {
		letters, err := o.tryPrepare(ctx, job, who)
		if err != nil {
			rest = append(rest, job)
			continue
		}
		ready = append(ready, notice{job, letters})
	}
	if len(ready) == 0 {
		return rest
	}
	err := o.DB.Write(ctx, func(tx *store.Tx) error {
		for _, n := range ready {
			if err := o.tell(tx, n.job, n.letters); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return jobs
	}
	return rest
}

// errOther says that a job is no notice.
var errOther = errors.New("casework: no notice")

// tryPrepare is prepare for the notices among the jobs. One that panics is left to be run on its own.
func (o *Office) tryPrepare(ctx context.Context, job store.Job, who *people) (all []letter, err error) {
	defer func() { err = recovered(recover(), err) }()
	if job.Kind != jobNotify || job.Attempts > jobTries {
		return nil, errOther
	}
	return o.prepare(ctx, job, who)
}

// payloadOf reads what a job has to know.
func payloadOf[T any](job store.Job) (T, error) {
	var p T
	if err := json.Unmarshal([]byte(job.Payload), &p); err != nil {
		return p, fmt.Errorf("payload: %w", err)
	}
	return p, nil
}

// enqueue asks for a job within a transaction.
func enqueue(tx *store.Tx, job store.Job, payload any) error {
	text, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("job %s: %w", job.Kind, err)
	}
	job.Payload = string(text)
	return tx.Enqueue(job)
}
