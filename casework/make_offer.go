package casework

import (
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// MakeOffer: whoever handles the dossier. All remedies for one treatment count together, across dossiers (R19).
func makeOfferInside(w *work, d *store.Dossier, c dossier.MakeOffer) (dossier.MakeOffer, error) {
	var err error
	c.Elsewhere, err = w.tx.GrantedElsewhere(d)
	return c, err
}
