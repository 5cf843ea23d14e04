package casework

import (
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Erase: the owner on request, or the program when the time is over. A dossier that was merged into another is needed as long as that one is.
func eraseInside(w *work, d *store.Dossier, c dossier.Erase) (dossier.Erase, error) {
	c.Needed = false
	if d.State.MergedInto == "" {
		return c, nil
	}
	into, err := w.tx.Load(d.State.MergedInto)
	if err != nil {
		return c, err
	}
	c.Needed = into.State.Open() || dossier.Held(into.State, w.office.cal, w.now)
	return c, nil
}
