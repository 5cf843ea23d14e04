package casework

import (
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// AcceptOffer: the complainant, or staff who hear it from them. The ceiling is looked at again: another dossier may have
// granted something since the offer (R19).
func acceptOfferInside(w *work, d *store.Dossier, c dossier.AcceptOffer) (dossier.AcceptOffer, error) {
	var err error
	c.Elsewhere, err = w.tx.GrantedElsewhere(d)
	return c, err
}
