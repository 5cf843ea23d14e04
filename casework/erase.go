package casework

import (
	"context"
	"errors"
	"fmt"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/tombstone"
)

// eraseInside: the owner on request, or the program when the time is over.
func eraseInside(w *work, d *store.Dossier, c dossier.Erase) (dossier.Erase, error) {
	var err error
	c.Needed, err = w.office.needed(d.State, func(reference string) (dossier.State, error) {
		into, err := w.tx.Load(reference)
		if err != nil {
			return dossier.State{}, err
		}
		return into.State, nil
	})
	return c, err
}

// needed reports whether a dossier must be kept for the sake of the one that it was merged into. That one can have been merged again, and so on: it is
// needed while any of them, to the last, is open or held. load reads them.
func (o *Office) needed(s dossier.State, load func(reference string) (dossier.State, error)) (bool, error) {
	for seen := map[string]bool{}; s.MergedInto != "" && !seen[s.MergedInto]; {
		seen[s.MergedInto] = true
		into, err := load(s.MergedInto)
		if err != nil {
			return false, err
		}
		if into.Open() || dossier.Held(into, o.cal, o.now()) {
			return true, nil
		}
		s = into
	}
	return false, nil
}

// erasedJob is the payload of jobErased: what is left to do outside the database.
type erasedJob struct {
	Reference string                `json:"reference"`
	Number    int                   `json:"number"` // of the record; 0 when words of a restored dossier went without one
	Whose     dossier.Party         `json:"whose"`
	Ground    dossier.ErasureGround `json:"ground"`
}

// erase does what follows from an erasure: the words go in the same transaction, and a job does what lies outside it.
func (w *work) erase(d *store.Dossier, e dossier.Erased, r dossier.Record) error {
	if err := w.tx.Erase(d, e.Whose); err != nil {
		return err
	}
	job := erasedJob{Reference: d.State.Reference, Number: r.Number, Whose: e.Whose, Ground: e.Ground}
	return w.enqueue(d, jobErased, fmt.Sprintf("%s:%s:%d", jobErased, job.Reference, job.Number), job)
}

// finishErasure does what no transaction can: it keeps the tombstone, deletes the bytes of files, and empties the log of the database's last
// writes. Each can be done again, so that a job that was cut off is.
func (o *Office) finishErasure(ctx context.Context, job store.Job) error {
	own, err := payloadOf[erasedJob](job)
	if err != nil {
		return err
	}
	if o.Tombstones != nil && own.Number > 0 {
		stone := tombstone.Stone{Dossier: own.Reference, Whose: string(own.Whose), Ground: string(own.Ground), At: job.RunAt}
		if err := o.Tombstones.Add(stone); err != nil {
			return err
		}
	}
	if o.DropFiles != nil && own.Whose == dossier.ToEverybody {
		if err := o.DropFiles(ctx, own.Reference); err != nil {
			return err
		}
	}
	if err := o.DB.Scrub(ctx); err != nil {
		return err
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error { return tx.Done(job, o.now()) })
}

// errDry undoes what was only tried.
var errDry = errors.New("casework: tried, not done")

// Erase takes words out on request: those of everybody, or of one person, and tells how much that was. dry tells how much it would be, and does
// nothing. Its errors that people may read are *Error, as those of Do: Refused while the dossier is open or must be kept.
func (o *Office) Erase(ctx context.Context, v Viewer, reference string, whose dossier.Party, dry bool) (store.Erasure, error) {
	var count store.Erasure
	order := Order{Reference: reference, Command: dossier.Erase{Whose: whose, Sure: true}}
	count, err := o.DB.Read().WouldErase(ctx, reference, whose)
	if err != nil {
		return count, public(err)
	}
	err = o.erasing(ctx, v, order, dry)
	return count, err
}

// erasing carries out an order to erase, or, dry, tries it and undoes it.
func (o *Office) erasing(ctx context.Context, v Viewer, order Order, dry bool) error {
	also := func(*store.Tx, Result) error { return nil }
	if dry {
		also = func(*store.Tx, Result) error { return errDry }
	}
	_, err := o.perform(ctx, v, order, also)
	if errors.Is(err, errDry) {
		return nil
	}
	return err
}

// EraseAsProgram is Erase by whoever has the command line, on request of the person.
func (o *Office) EraseAsProgram(ctx context.Context, reference string, whose dossier.Party, dry bool) (store.Erasure, error) {
	return o.Erase(ctx, program(), reference, whose, dry)
}

// Restored is what ApplyTombstones did.
type Restored struct {
	Erased  []string // dossiers of which words were erased again
	Damaged []string // dossiers that could not be read: their words are still there, and it is tried again the next time
	Open    []string // of those erased, where that is not in the history: the backup is of before the dossier was closed or its hold was lifted
}

// ApplyTombstones erases again what a backup of before brought back. It is done before anybody is served, and finds nothing to do when
// nothing was restored.
func (o *Office) ApplyTombstones(ctx context.Context) (Restored, error) {
	var done Restored
	if o.Tombstones == nil {
		return done, nil
	}
	o.setup()
	stones, err := o.Tombstones.Stones()
	if err != nil {
		return done, err
	}
	for _, s := range stones {
		again, recorded, err := o.applyTombstone(ctx, s)
		switch {
		case err != nil && o.skips(s.Dossier, err):
			done.Damaged = append(done.Damaged, s.Dossier)
		case err != nil:
			return done, fmt.Errorf("%s: %w", s.Dossier, err)
		case again:
			done.Erased = append(done.Erased, s.Dossier)
			if !recorded {
				done.Open = append(done.Open, s.Dossier)
			}
		}
	}
	return done, nil
}

// applyTombstone erases what one stone says, unless that is erased. Where the procedure refuses, the words go all the same, without a record;
// a mark keeps what is written afterwards from being taken at the next start.
func (o *Office) applyTombstone(ctx context.Context, s tombstone.Stone) (again, recorded bool, err error) {
	mark := "tombstone " + s.Digest
	if known, err := o.DB.Read().Known(ctx, s.Dossier); err != nil || !known {
		return false, false, err
	}
	err = o.DB.Write(ctx, func(tx *store.Tx) error {
		again, recorded = false, false
		done, err := tx.Setting(mark)
		if err != nil || done != "" {
			return err
		}
		d, err := tx.Load(s.Dossier)
		if err != nil || erasedAlready(d.State, dossier.Party(s.Whose)) {
			return err
		}
		again = true
		w := &work{office: o, tx: tx, asker: program(), viewer: program(), now: o.now()}
		err = w.act(d, dossier.Erase{Whose: dossier.Party(s.Whose), Sure: true, Ground: dossier.ErasureGround(s.Ground)})
		var refused *dossier.Refusal
		if recorded = err == nil; !errors.As(err, &refused) {
			return err
		}
		job := erasedJob{Reference: s.Dossier, Whose: dossier.Party(s.Whose)}
		return errors.Join(tx.Erase(d, job.Whose), w.enqueue(d, jobErased, jobErased+":"+s.Digest, job), tx.SaveSetting(mark, "done"))
	})
	return again, recorded, err
}

// RememberErasures keeps a tombstone of each erasure that the database knows and the file of tombstones does not, and tells how many that are: they
// were done while none was set, or with another file. Those of which a job is still to do so are left to it.
func (o *Office) RememberErasures(ctx context.Context) (int, error) {
	stones, err := o.Tombstones.Stones()
	if err != nil {
		return 0, err
	}
	type erasure struct{ dossier, whose string }
	known := map[erasure]bool{}
	for _, s := range stones {
		known[erasure{s.Dossier, s.Whose}] = true // restored and erased again, it has another moment
	}
	done, err := o.DB.Read().ErasedOf(ctx, jobErased)
	if err != nil {
		return 0, err
	}
	var more []tombstone.Stone
	for _, e := range done {
		if !known[erasure{e.Reference, string(e.Whose)}] {
			more = append(more, tombstone.Stone{Dossier: e.Reference, Whose: string(e.Whose), Ground: string(e.Ground), At: e.At})
		}
	}
	return len(more), o.Tombstones.Add(more...)
}

func erasedAlready(s dossier.State, whose dossier.Party) bool {
	for _, p := range s.ErasedOf {
		if p == whose || p == dossier.ToEverybody {
			return true
		}
	}
	return false
}
