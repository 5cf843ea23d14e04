package casework

import (
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// BookRemedy: staff give a treatment that was granted a day. It waits for a ban with that specialist to have started or
// not, as booking a talk does (R21, R23).
func bookRemedyInside(w *work, _ *store.Dossier, c dossier.BookRemedy) (dossier.BookRemedy, error) {
	if c.Specialist == "" {
		return c, nil // Decide names the field
	}
	return c, w.tx.LockSpecialist(c.Specialist)
}
