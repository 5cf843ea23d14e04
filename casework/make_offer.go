package casework

import (
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// MakeOffer: whoever handles the dossier. All remedies for one treatment count together, across dossiers (R19).
func makeOfferInside(w *work, d *store.Dossier, c dossier.MakeOffer) (dossier.MakeOffer, error) {
	var err error
	c.Elsewhere, err = w.grantedElsewhere(d)
	return c, err
}

// grantedElsewhere sums what other dossiers granted for the same treatment. The specialist of the treatment is locked for it,
// so that two dossiers cannot grant the same price at once.
func (w *work) grantedElsewhere(d *store.Dossier) (dossier.Cents, error) {
	if t := d.State.Match.Treatment; t != nil {
		if err := w.tx.LockSpecialist(t.Specialist); err != nil {
			return 0, err
		}
	}
	return w.tx.GrantedElsewhere(d)
}
