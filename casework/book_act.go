package casework

import (
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// BookAct: staff give the act that was agreed in the talk a day. It waits for a ban with that specialist to have started or
// not, as booking a talk does (R4, R23). Who agreed to it can be another than who holds a later talk.
func bookActInside(w *work, d *store.Dossier, c dossier.BookAct) (dossier.BookAct, error) {
	if d.State.Talk.ActWith == "" {
		return c, nil
	}
	return c, w.tx.LockSpecialist(d.State.Talk.ActWith)
}
