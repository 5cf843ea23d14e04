package casework

import (
	"errors"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// MergeInto: whoever handles both dossiers; they are of the same client and treatment. The other absorbs this one first, so
// that every ban goes on there before it ends here.
func mergeIntoCarry(w *work, d *store.Dossier, c dossier.MergeInto) error {
	other, err := w.named(c.Into)
	if err != nil {
		return err
	}
	c.Other = nil
	if other == nil {
		return w.carry(d, c, w.viewer.Actor) // Decide says that there is no such dossier
	}
	c.Into, c.Other = other.State.Reference, other.State.MergeFacts()
	env, err := w.env(d, c, w.viewer.Actor)
	if err != nil {
		return err
	}
	if _, err := dossier.Decide(d.State, c, env); err != nil {
		return err // whoever asks is told about this side first
	}
	if err := w.carry(other, dossier.Absorb{Other: d.State.MergeFacts()}, w.viewer.Actor); err != nil {
		return err
	}
	c.Other = other.State.MergeFacts()
	return w.carry(d, c, w.viewer.Actor)
}

// named loads a dossier that the viewer named; nil when there is none that they may see.
func (w *work) named(typed string) (*store.Dossier, error) {
	reference, ok := dossier.ParseReference(typed)
	if !ok {
		return nil, nil //nolint:nilnil // whoever asks has an answer of their own for a dossier that is not there
	}
	other, err := w.open(reference)
	var own *Error
	if errors.Is(err, store.ErrNotFound) || errors.As(err, &own) && own.Kind == NotFound {
		return nil, nil //nolint:nilnil // the same
	}
	return other, err
}
