package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// errNotDue says that a deadline did not come although the rows say so.
var errNotDue = errors.New("casework: the rows say that this deadline came, and the procedure that it did not")

// deadlineJob is the payload of jobDeadline and jobRemind.
type deadlineJob struct {
	Reference string               `json:"reference"`
	Kind      dossier.DeadlineKind `json:"kind"`
	Subject   string               `json:"subject,omitempty"`
	Fires     time.Time            `json:"fires"`
	Left      time.Time            `json:"left,omitzero"` // since when it is left to a node that has the calendar in force
}

// callDeadlines makes jobs of the deadlines that came and of those that are to be reminded of, the oldest first, up to a batch. It
// returns how many. The rows are read anew each time, so that nothing is lost in a stop of the program or by a clock that is moved.
func (o *Office) callDeadlines(ctx context.Context, now time.Time) (int, error) {
	due, err := o.DB.Read().Due(ctx, now, batch)
	if err != nil {
		return 0, fmt.Errorf("casework: deadlines: %w", err)
	}
	if len(due) == 0 {
		return 0, nil
	}
	err = o.DB.Write(ctx, func(tx *store.Tx) error {
		for _, d := range due {
			job := store.Job{Kind: jobDeadline, Key: d.Key(), Reference: d.Reference, RunAt: d.Fires}
			if d.Fires.Before(d.At) {
				job.Kind = jobRemind
			}
			payload := deadlineJob{Reference: d.Reference, Kind: d.Kind, Subject: d.Subject, Fires: d.Fires}
			if err := enqueue(tx, job, payload); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("casework: deadlines: %w", err)
	}
	return len(due), nil
}

// Reach: the program alone. reach records a deadline that came, or that it comes near, in the transaction that ends the job.
func (o *Office) reach(ctx context.Context, job store.Job) error {
	d, err := payloadOf[deadlineJob](job)
	if err != nil {
		return err
	}
	inForce, err := o.inForce(ctx)
	if err != nil {
		return err
	}
	if !inForce && waits(&d.Left, o.now()) {
		return o.leave(ctx, job, d)
	}
	_, err = o.perform(ctx, program(), Order{
		Reference: d.Reference, Command: dossier.Reach{Deadline: d.Kind, Subject: d.Subject},
	}, func(tx *store.Tx, _ Result) error { return tx.Done(job, o.now()) })
	var own *Error
	if errors.As(err, &own) && own.Kind == Refused {
		return o.passOver(ctx, job, d)
	}
	return err
}

// passOver ends the job of a deadline that is none any more: an act made it void, or an earlier deadline did. Nothing is left of the
// job, so that the same moment can come again. Where the rows still have it they were made by another calendar, and are made anew, but by
// a node that has the one in force.
func (o *Office) passOver(ctx context.Context, job store.Job, d deadlineJob) error {
	row := store.Due{Reference: d.Reference, Kind: d.Kind, Subject: d.Subject, Fires: d.Fires}
	stands, err := o.DB.Read().Stands(ctx, row)
	if err == nil && stands {
		if inForce, err := o.inForce(ctx); err != nil || !inForce {
			return errors.Join(err, o.leave(ctx, job, d))
		}
		if err = o.redateOne(ctx, d.Reference); err == nil {
			stands, err = o.DB.Read().Stands(ctx, row)
		}
	}
	switch {
	case err != nil:
		return err
	case stands:
		return errNotDue
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error { return tx.Drop(job) })
}
