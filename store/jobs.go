package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// LeaseTime is how long a job is kept from others by whoever took it.
const LeaseTime = time.Minute

// maxReason is how much of a job's error is kept, in bytes.
const maxReason = 500

// Job is work that follows from an act.
type Job struct {
	ID       int64
	Kind     string
	Key      string // effect key: enqueueing the same again does nothing
	Payload  string // JSON, without personal data
	RunAt    time.Time
	Attempts int   // leases so far
	Token    int64 // fencing token of the lease
	Error    string
}

// Enqueue asks for a job. One with a key that was used before, done or not, is left as it is.
func (tx *Tx) Enqueue(j Job) error {
	if j.Key == "" {
		return errors.New("store: a job needs an effect key")
	}
	return tx.put(`insert into jobs (kind, effect, payload, status, run_at, due_at, attempts, token, error)
		values ($1, $2, $3, 'waiting', $4, $4, 0, 0, '') on conflict (effect) do nothing`, j.Kind, j.Key, j.Payload, ms(j.RunAt))
}

// Lease takes up to n due jobs for a minute, the longest due first. A job whose lease ran out is due again, under a new token.
func (db *DB) Lease(ctx context.Context, now time.Time, n int) ([]Job, error) {
	next, any, err := db.Read().NextJob(ctx)
	if err != nil || !any || next.After(now) || n <= 0 {
		return nil, err // without a write when nothing is due
	}
	var jobs []Job
	err = db.Write(ctx, func(tx *Tx) error {
		jobs, err = all(tx.queries, readJob, `update jobs set status = 'leased', due_at = $1, attempts = attempts + 1, token = token + 1
			where id in (select id from jobs where status in ('waiting', 'leased') and due_at <= $2 order by due_at, id limit $3)
			returning id, kind, effect, payload, run_at, attempts, token, error`,
			ms(now.Add(LeaseTime)), ms(now), n)
		return err
	})
	slices.SortFunc(jobs, func(a, b Job) int { return cmp.Or(a.RunAt.Compare(b.RunAt), cmp.Compare(a.ID, b.ID)) })
	return jobs, err
}

func readJob(row scanner) (Job, error) {
	var j Job
	var runAt int64
	err := row.Scan(&j.ID, &j.Kind, &j.Key, &j.Payload, &runAt, &j.Attempts, &j.Token, &j.Error)
	j.RunAt = moment(runAt)
	return j, err
}

// Done ends a job inside the transaction of its effect. ErrNotFound when the lease was lost: the effect must not stay.
func (tx *Tx) Done(j Job) error {
	return tx.touch("update jobs set status = 'done', error = '' where id = $1 and token = $2 and status = 'leased'", j.ID, j.Token)
}

// Retry puts a job off. The reason holds no personal data. ErrNotFound when the lease was lost.
func (tx *Tx) Retry(j Job, at time.Time, reason string) error {
	return tx.touch("update jobs set status = 'waiting', due_at = $3, error = $4 where id = $1 and token = $2 and status = 'leased'",
		j.ID, j.Token, ms(at), short(reason))
}

// Fail gives a job up. The reason holds no personal data. ErrNotFound when the lease was lost.
func (tx *Tx) Fail(j Job, reason string) error {
	return tx.touch("update jobs set status = 'failed', error = $3 where id = $1 and token = $2 and status = 'leased'",
		j.ID, j.Token, short(reason))
}

func short(reason string) string { return reason[:min(len(reason), maxReason)] }

// NextJob is when the next job can be taken: one that waits, or one whose lease runs out.
func (r *Reader) NextJob(ctx context.Context) (time.Time, bool, error) {
	return r.each(ctx).soonest("select due_at from jobs where status in ('waiting', 'leased') order by due_at limit 1")
}

// FailedJobs lists jobs that were given up, newest first.
func (r *Reader) FailedJobs(ctx context.Context, limit int) ([]Job, error) {
	return all(r.each(ctx), readJob, `select id, kind, effect, payload, run_at, attempts, token, error from jobs
		where status = 'failed' order by id desc limit $1`, limit)
}

// Due is a deadline that came and is not recorded.
type Due struct {
	Reference string
	Kind      dossier.DeadlineKind
	Subject   string
	At        time.Time
}

// Due lists deadlines that came and are not recorded, oldest first.
func (r *Reader) Due(ctx context.Context, now time.Time, limit int) ([]Due, error) {
	return all(r.each(ctx), func(row scanner) (Due, error) {
		var d Due
		var at int64
		err := row.Scan(&d.Reference, &d.Kind, &d.Subject, &at)
		d.At = moment(at)
		return d, err
	}, `select d.reference, t.kind, t.subject, t.due from deadlines t join dossiers d on d.id = t.dossier
		where t.fires > 0 and t.fires <= $1 order by t.fires, t.dossier, t.position limit $2`, ms(now), limit)
}

// NextDue is the first deadline that is not recorded.
func (r *Reader) NextDue(ctx context.Context) (time.Time, bool, error) {
	return r.each(ctx).soonest("select fires from deadlines where fires > 0 order by fires limit 1")
}

func (s queries) soonest(query string) (time.Time, bool, error) {
	at, err := first(s, momentColumn, query)
	if errors.Is(err, ErrNotFound) {
		return time.Time{}, false, nil
	}
	return at, err == nil, err
}
