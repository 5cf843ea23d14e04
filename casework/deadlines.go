package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Reach: the program alone. fire records the deadlines that came, one by one, the oldest first, up to a batch; it returns how many.
func (o *Office) fire(ctx context.Context, now time.Time) (int, error) {
	due, err := o.DB.Read().Due(ctx, now, batch)
	if err != nil {
		return 0, fmt.Errorf("casework: deadlines: %w", err)
	}
	fired := 0
	for _, d := range due {
		if err := ctx.Err(); err != nil {
			return fired, err
		}
		done, err := o.reach(ctx, d)
		if err != nil {
			return fired, err
		}
		if done {
			fired++
		}
	}
	return fired, nil
}

// reach records one deadline. What an earlier one of the batch made void is passed over.
func (o *Office) reach(ctx context.Context, d store.Due) (bool, error) {
	_, err := o.perform(ctx, program(), Order{
		Reference: d.Reference, Command: dossier.Reach{Deadline: d.Kind, Subject: d.Subject},
	}, nil)
	var own *Error
	switch {
	case err == nil:
		return true, nil
	case errors.As(err, &own) && own.Kind != Busy:
		o.log().Warn("deadline passed over", "reference", d.Reference, "deadline", string(d.Kind), "error", own.Error())
		return false, nil
	}
	return false, err
}
