package casework

import (
	"context"
	"errors"
	"time"

	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/store"
)

// fileJob is the payload of jobScan and jobFiles.
type fileJob struct {
	ID    string `json:"id,omitempty"`
	Sweep bool   `json:"sweep,omitempty"` // look through all that is kept, for what no row knows
}

// enqueueFiles has the bytes deleted of all files that are going. why tells one cause from another.
func (o *Office) enqueueFiles(tx *store.Tx, why string) error {
	if o.Files == nil {
		return nil // there are none
	}
	return enqueue(tx, store.Job{Kind: jobFiles, Key: jobFiles + ":" + why, RunAt: o.now()}, fileJob{})
}

// sweepTonight has files go that came with a form that was never done, and looks for bytes that no row knows.
func (o *Office) sweepTonight(tx *store.Tx, now time.Time, night string) error {
	if o.Files == nil {
		return nil
	}
	if err := tx.LeaveFiles(now.Add(-keptWithoutDossier)); err != nil {
		return err
	}
	if err := tx.ExpireMails(now.AddDate(0, 0, -o.Policy.Privacy.Mail.N)); err != nil {
		return err
	}
	return enqueue(tx, store.Job{Kind: jobFiles, Key: jobFiles + ":" + night, RunAt: now}, fileJob{Sweep: true})
}

// deleteFiles deletes the bytes of files that are going, and then their rows. What it cannot delete now it tries again.
func (o *Office) deleteFiles(ctx context.Context, job store.Job) error {
	own, err := payloadOf[fileJob](job)
	if err != nil {
		return err
	}
	list, err := o.DB.Read().FilesThat(ctx, store.FileGoing, filesAtOnce)
	if err != nil {
		return err
	}
	for _, f := range list {
		if err := o.deleteBytes(ctx, f.ID); err != nil {
			return err
		}
	}
	if own.Sweep && len(list) < filesAtOnce {
		if err := o.sweep(ctx); err != nil {
			return err
		}
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		for _, f := range list {
			if err := tx.DropFile(f.ID); err != nil {
				return err
			}
		}
		if len(list) == filesAtOnce {
			return tx.Continue(job, job.Payload, o.now())
		}
		return tx.Done(job, o.now())
	})
}

// dropFiles deletes all files of a dossier that was erased.
func (o *Office) dropFiles(ctx context.Context, reference string) error {
	list, err := o.DB.Read().FilesOf(ctx, reference)
	if err != nil || len(list) == 0 {
		return err
	}
	for id := range list {
		if err := o.deleteBytes(ctx, id); err != nil {
			return err
		}
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error { return tx.DropFilesOf(reference) })
}

func (o *Office) deleteBytes(ctx context.Context, id string) error {
	if err := o.Files.Store.Delete(ctx, files.PreviewOf(id)); err != nil {
		return err
	}
	return o.Files.Store.Delete(ctx, id)
}

// sweep deletes what is kept and no row knows: nothing that is being written, of which there is a row before.
func (o *Office) sweep(ctx context.Context) error {
	now := o.now()
	return o.Files.Store.Each(ctx, func(name string, put time.Time) error {
		if now.Sub(put) < keptWithoutDossier {
			return nil
		}
		id, _ := files.IDOf(name)
		known, err := o.DB.Read().HasFile(ctx, id)
		if err != nil || known {
			return err
		}
		return o.Files.Store.Delete(ctx, name)
	})
}

// scanLater asks the virus scanner again about a file that waits. It never gives up: the file is not shown to anybody until the scanner answers.
func (o *Office) scanLater(ctx context.Context, job store.Job) error {
	own, err := payloadOf[fileJob](job)
	if err != nil {
		return err
	}
	state, err := o.scanKept(ctx, own.ID)
	if err != nil {
		return err
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if state == store.FileWaiting {
			return tx.Continue(job, job.Payload, o.now().Add(scanPause))
		}
		if err := ignoreMissing(tx.FileIs(own.ID, state, store.FileWaiting)); err != nil { // missing: taken off the form, redacted, erased
			return err
		}
		return tx.Done(job, o.now())
	})
}

func (o *Office) scanKept(ctx context.Context, id string) (store.FileState, error) {
	body, err := o.Files.Store.Get(ctx, id)
	if errors.Is(err, files.ErrGone) {
		return store.FileGoing, nil
	}
	if err != nil {
		return store.FileWaiting, nil // the store may be away for as long as the scanner may
	}
	defer func() { _ = body.Close() }()
	state, err := o.scan(ctx, body)
	if files.WhyOf(err) != "" {
		return store.FileInfected, o.deleteBytes(ctx, id)
	}
	return state, err
}
