package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// LeaseTime is how long a job is kept from others by whoever took it, when nothing else is set.
const LeaseTime = time.Minute

// JobForgotten is the kind of job that mails a link to who forgot their password: doors asks for it, and does it when the office has taken it.
const JobForgotten = "forgotten"

// maxReason is how much of a job's error is kept, in bytes.
const maxReason = 500

// ErrLeaseLost says that a job is somebody else's by now, or done. It is an ErrNotFound.
var ErrLeaseLost = fmt.Errorf("%w: the lease of the job was lost", ErrNotFound)

// Job is work that follows from an act, or that the program sets itself.
//
// Two clocks count. When a job is to run is told by the chain's own clock, which a demo moves on: whoever takes jobs says what time
// that is. How long a lease runs is told by the clock of the database, which is real time and the same for every node: it says
// how long to wait for a node that may have died, and that does not depend on what day the chain has.
type Job struct {
	ID        int64
	Kind      string
	Key       string // effect key: enqueueing the same again does nothing
	Payload   string // JSON, without personal data
	Reference string // of the dossier it is about; empty for none
	RunAt     time.Time
	Attempts  int   // since it was asked for or tried again; of a job that is leased this one too
	Token     int64 // fencing token of the lease
	Error     string
	Ended     time.Time // when it was done or given up
}

// Enqueue asks for a job. One with a key that was used before, done or not, is left as it is. ErrNotFound when there is no such
// dossier.
func (tx *Tx) Enqueue(j Job) error {
	if j.Key == "" {
		return errors.New("store: a job needs an effect key")
	}
	id, err := tx.aboutDossier(j.Reference)
	if err != nil {
		return err
	}
	return tx.later(jobRows, j.Kind, j.Key, j.Payload, id, "waiting", ms(j.RunAt), ms(j.RunAt), 0, 0, "", 0)
}

var jobRows = insert("jobs", "kind effect payload dossier status run_at due_at attempts token error ended", " on conflict (effect) do nothing")

// takeable is a condition: the job waits and its time has come by the chain's clock ($1), or its lease has run out by the database's.
// The first comparison is what an index can answer.
func (d dialect) takeable() string {
	return `status in ('waiting', 'leased') and due_at <= case when ` + d.now + ` > cast($1 as bigint) then ` + d.now + ` else cast($1 as bigint) end
		and (status = 'waiting' and due_at <= $1 or status = 'leased' and due_at <= ` + d.now + `)`
}

// Lease takes up to n jobs whose time has come, the longest due first, and keeps them from others for the time of the lease. Nodes that
// look at the same moment take different jobs. Nothing is written when there is nothing to take.
//
// A job whose lease ran out is taken anew, under another token, and alone: it may be what ended the node that had it, and would end the
// next one too. So it takes no others along, and only then does the lease itself count as an attempt, whatever comes of it. Those that
// were taken together with it lose nothing but the time of the lease.
//
// Deliveries of mail are no such jobs: LeaseMail takes those, so that a mail server that is slow keeps nothing else waiting.
func (db *DB) Lease(ctx context.Context, now time.Time, lease time.Duration, n int) ([]Job, error) {
	return db.leaseOf(ctx, "kind <> '"+JobDeliver+"'", now, lease, n)
}

// LeaseMail is Lease for deliveries of mail alone.
func (db *DB) LeaseMail(ctx context.Context, now time.Time, lease time.Duration, n int) ([]Job, error) {
	return db.leaseOf(ctx, "kind = '"+JobDeliver+"'", now, lease, n)
}

func (db *DB) leaseOf(ctx context.Context, kinds string, now time.Time, lease time.Duration, n int) ([]Job, error) {
	takeable := db.dialect.takeable() + " and " + kinds
	some, err := db.Read().each(ctx).has("select 1 from jobs where "+takeable+" limit 1", ms(now))
	if err != nil || !some || n <= 0 {
		return nil, err
	}
	var jobs []Job
	err = db.Write(ctx, func(tx *Tx) error {
		found, err := all(tx.queries, readTakeable, "select id, status from jobs where "+takeable+" order by due_at, id limit $2"+
			db.dialect.skipLocked, ms(now), n)
		if err != nil || len(found) == 0 {
			return err
		}
		jobs, err = tx.lease(batchOf(found), lease)
		return err
	})
	slices.SortFunc(jobs, func(a, b Job) int { return cmp.Or(a.RunAt.Compare(b.RunAt), cmp.Compare(a.ID, b.ID)) })
	return jobs, err
}

// takeable is a job that can be taken, and whether somebody had it and did not end it.
type takeable struct {
	id   int64
	left bool
}

func readTakeable(row scanner) (takeable, error) {
	var t takeable
	var status string
	err := row.Scan(&t.id, &status)
	t.left = status == "leased"
	return t, err
}

// batchOf are the first of the jobs that can be taken together: one that was left by a node alone, others up to the next such one.
func batchOf(found []takeable) []takeable {
	if found[0].left {
		return found[:1]
	}
	if i := slices.IndexFunc(found, func(t takeable) bool { return t.left }); i > 0 {
		return found[:i]
	}
	return found
}

// lease takes the jobs. What is stored as attempts are those that are known to have begun; the job itself counts this one too.
func (tx *Tx) lease(batch []takeable, lease time.Duration) ([]Job, error) {
	counted := bit(batch[0].left)
	a := arguments{list: []any{lease.Milliseconds(), counted}}
	ids := make([]int64, len(batch))
	for i, t := range batch {
		ids[i] = t.id
	}
	jobs, err := all(tx.queries, readJob, "update jobs set status = 'leased', due_at = "+tx.conn.dialect.now+` + $1,
		attempts = attempts + $2, token = token + 1 where id in `+in(&a, ids)+" returning "+jobColumns, a.list...)
	for i := range jobs {
		jobs[i].Attempts += 1 - int(counted)
	}
	return jobs, err
}

const jobColumns = `id, kind, effect, payload, coalesce((select d.reference from dossiers d where d.id = jobs.dossier), ''),
	run_at, attempts, token, error, ended`

func readJob(row scanner) (Job, error) {
	var j Job
	var runAt, ended int64
	err := row.Scan(&j.ID, &j.Kind, &j.Key, &j.Payload, &j.Reference, &runAt, &j.Attempts, &j.Token, &j.Error, &ended)
	j.RunAt, j.Ended = moment(runAt), moment(ended)
	return j, err
}

// Keep is asked before a job of a batch is begun: the lease of those that come last may be nearly over by then. One of which less than
// half is left is made new. ErrLeaseLost when the job is somebody else's by now.
func (db *DB) Keep(ctx context.Context, j Job, lease time.Duration) error {
	left, err := first(db.Read().each(ctx), column[int64],
		"select due_at - "+db.dialect.now+" from jobs where id = $1 and token = $2 and status = 'leased'", j.ID, j.Token)
	switch {
	case errors.Is(err, ErrNotFound):
		return ErrLeaseLost
	case err != nil || left > lease.Milliseconds()/2:
		return err
	}
	return db.Write(ctx, func(tx *Tx) error {
		return tx.held("update jobs set due_at = "+db.dialect.now+" + $3 where id = $1 and token = $2 and status = 'leased'",
			j.ID, j.Token, lease.Milliseconds())
	})
}

// held changes the row of a job that is leased under its token.
func (tx *Tx) held(query string, args ...any) error {
	err := tx.touch(query, args...)
	if errors.Is(err, ErrNotFound) {
		return ErrLeaseLost
	}
	return err
}

// Done ends a job inside the transaction of its effect. ErrLeaseLost when the lease was lost: the effect must not stay.
func (tx *Tx) Done(j Job, at time.Time) error {
	return tx.held("update jobs set status = 'done', error = '', due_at = $3, ended = $3 where id = $1 and token = $2 and status = 'leased'",
		j.ID, j.Token, ms(at))
}

// Drop ends a job that turned out to be nothing, as if it had never been: its key can be used again. ErrLeaseLost as Done.
func (tx *Tx) Drop(j Job) error {
	return tx.held("delete from jobs where id = $1 and token = $2 and status = 'leased'", j.ID, j.Token)
}

// Continue puts a job back that has done a step of its work, with what it has to know for the next. ErrLeaseLost as Done.
func (tx *Tx) Continue(j Job, payload string, at time.Time) error {
	return tx.held(`update jobs set status = 'waiting', payload = $3, due_at = $4, attempts = 0, error = ''
		where id = $1 and token = $2 and status = 'leased'`, j.ID, j.Token, payload, ms(at))
}

// PutBack gives jobs back that were leased and not begun, or begun without any effect, as if they had not been taken. Those that are done or somebody
// else's by now are left as they are.
func (tx *Tx) PutBack(jobs []Job, at time.Time) error {
	for _, j := range jobs {
		err := tx.put(`update jobs set status = 'waiting', due_at = $3, attempts = $4
			where id = $1 and token = $2 and status = 'leased'`, j.ID, j.Token, ms(at), j.Attempts-1)
		if err != nil {
			return err
		}
	}
	return nil
}

// Retry puts a job off. The reason holds no personal data. ErrLeaseLost as Done.
func (tx *Tx) Retry(j Job, at time.Time, reason string) error {
	return tx.held(`update jobs set status = 'waiting', due_at = $3, error = $4, attempts = $5
		where id = $1 and token = $2 and status = 'leased'`, j.ID, j.Token, ms(at), short(reason), j.Attempts)
}

// Fail gives a job up. The reason holds no personal data. ErrLeaseLost as Done.
func (tx *Tx) Fail(j Job, at time.Time, reason string) error {
	return tx.held(`update jobs set status = 'failed', error = $3, due_at = $4, ended = $4, attempts = $5
		where id = $1 and token = $2 and status = 'leased'`, j.ID, j.Token, short(reason), ms(at), j.Attempts)
}

// short is a reason as both engines can keep it: at most maxReason bytes, in whole letters, and without the sign that ends a text.
func short(reason string) string {
	reason = strings.ReplaceAll(reason, "\x00", "")
	return strings.ToValidUTF8(reason[:min(len(reason), maxReason)], "")
}

// NextJob is when the next job that waits is to run, deliveries of mail left out. A lease that runs out is none: that is told by another clock.
func (r *Reader) NextJob(ctx context.Context) (time.Time, bool, error) {
	return r.each(ctx).soonest(`select due_at from jobs where status in ('waiting', 'leased') and status = 'waiting'
		and kind <> '` + JobDeliver + `' order by due_at limit 1`)
}

func (s queries) soonest(query string) (time.Time, bool, error) {
	at, err := first(s, momentColumn, query)
	if errors.Is(err, ErrNotFound) {
		return time.Time{}, false, nil
	}
	return at, err == nil, err
}
