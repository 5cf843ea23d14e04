package casework

import (
	"context"
	"errors"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// MindsJobs reports whether the viewer is shown the jobs that were given up, and may have them tried again: owner and assistants.
func (v Viewer) MindsJobs() bool {
	return v.Staff() && v.Is(dossier.RoleOwner, dossier.RoleAssistant)
}

// TryAgain lets a job that was given up run once more, from the start. again is false when it is not given up any more, because somebody
// else was first, and for a job that the viewer may not know of: the two are not told apart. An *Error says NotFound to whoever minds no
// jobs at all.
func (o *Office) TryAgain(ctx context.Context, v Viewer, id int64) (again bool, err error) {
	o.setup()
	if !v.MindsJobs() {
		return false, &Error{Kind: NotFound}
	}
	var job store.Job
	err = o.DB.Write(ctx, func(tx *store.Tx) error {
		job, err = tx.TryAgain(id, v.keys(), o.now())
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return false, nil
	case err != nil:
		return false, public(err)
	}
	o.log().Info("job tried again", "job", job.Key, "kind", job.Kind, "account", string(v.Account))
	o.stir()
	return true, nil
}
