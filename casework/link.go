package casework

import (
	"errors"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Link: a handler notes that two dossiers belong together; both show it, to handlers alone (R15).
func linkCarry(w *work, d *store.Dossier, c dossier.Link) error {
	other, err := w.named(c.Other)
	if err != nil {
		return err
	}
	c.Exists, c.Mirror = other != nil, false
	if other == nil {
		return w.carry(d, c, w.viewer.Actor) // Decide says that there is no such dossier
	}
	c.Other = other.State.Reference
	if err := w.carry(d, c, w.viewer.Actor); err != nil {
		return err
	}
	return w.mirror(other, dossier.Link{Other: d.State.Reference, Why: c.Why, Exists: true, Mirror: true}, w.viewer.Actor)
}

// noReference is the reference of no dossier, and can be none.
const noReference = "-"

// Unlink: a handler takes a link back, on both sides. One to a dossier that they may not see is to them as if it were not there (R14).
func unlinkCarry(w *work, d *store.Dossier, c dossier.Unlink) error {
	other, err := w.named(c.Other)
	if err != nil {
		return err
	}
	if c.Mirror = false; other == nil {
		c.Other = noReference // Decide says what it says of one that is not linked
		return w.carry(d, c, w.viewer.Actor)
	}
	if err := w.carry(d, c, w.viewer.Actor); err != nil {
		return err
	}
	return w.mirror(other, dossier.Unlink{Other: d.State.Reference, Mirror: true}, w.viewer.Actor)
}

// mirror does the other side's half. That side may know of it already; then there is nothing to do.
func (w *work) mirror(d *store.Dossier, c dossier.Command, by dossier.Actor) error {
	err := w.carry(d, c, by)
	var refusal *dossier.Refusal
	if errors.As(err, &refusal) {
		w.office.log().Info("other side of a link left as it is", "reference", d.State.Reference, "code", refusal.Code)
		return nil
	}
	return err
}
