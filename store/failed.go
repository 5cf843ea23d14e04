package store

import (
	"context"
	"errors"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// FailedJobs lists jobs that were given up, newest first, for whoever runs the program.
func (r *Reader) FailedJobs(ctx context.Context, limit int) ([]Job, error) {
	return all(r.each(ctx), readJob, "select "+jobColumns+" from jobs where status = 'failed' order by id desc limit $1", limit)
}

// Failures lists the jobs that were given up, newest first, as the holder of the keys may know of them: those about a dossier that
// they may see in lists, and those about none.
func (r *Reader) Failures(ctx context.Context, keys []string, limit int) ([]Job, error) {
	var a arguments
	query := "select " + jobColumns + " from jobs where " + known(&a, keys) + " order by id desc limit " + a.add(limit)
	return all(r.each(ctx), readJob, query, a.list...)
}

// CountFailures says how many Failures lists, stopping at a limit.
func (r *Reader) CountFailures(ctx context.Context, keys []string, limit int) (int, error) {
	var a arguments
	query := "select count(*) from (select 1 from jobs where " + known(&a, keys) + " limit " + a.add(limit) + ") counted"
	return first(r.each(ctx), column[int], query, a.list...)
}

// known is a condition: the job was given up, and the holder of the keys may know of it.
func known(a *arguments, keys []string) string {
	q := listQuery{keys: keys, args: *a}
	sees := q.sees("list_rank", "jobs.dossier")
	*a = q.args
	return "status = 'failed' and (dossier is null or " + sees + ")"
}

// TryAgain lets a job that was given up run once more from the start, and gives it. ErrNotFound when the holder of the keys may
// not know of it, or when it is not given up any more: somebody else was first.
func (tx *Tx) TryAgain(id int64, keys []string, at time.Time) (Job, error) {
	a := arguments{list: []any{ms(at), id}}
	return first(tx.queries, readJob, `update jobs set status = 'waiting', due_at = $1, attempts = 0, error = '', ended = 0
		where id = $2 and `+known(&a, keys)+" returning "+jobColumns, a.list...)
}

// Desk is the branch whose receptionists look after a dossier at this moment.
func (tx *Tx) Desk(reference string) (dossier.BranchID, error) {
	return first(tx.queries, column[dossier.BranchID],
		"select l.branch from list l join dossiers d on d.id = l.dossier where d.reference = $1", reference)
}

// MaySee reports whether the holder of the keys may see a class of a dossier at this moment, for what is told to staff (R14).
func (tx *Tx) MaySee(reference string, keys []string, class dossier.Class, person string) (bool, error) {
	id, err := tx.dossierID(reference)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	grants, err := tx.grants(keys, []int64{id})
	return err == nil && dossier.Sees(dossier.Seen(grants[id], keys), class, person), err
}
