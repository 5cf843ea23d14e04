package casework

import (
	"context"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// CorrectContact: the complainant, or staff for them. Phone numbers are written as they are compared.
func correctContactOutside(_ context.Context, _ *Office, _ Viewer, _ dossier.State, c dossier.CorrectContact) (dossier.CorrectContact, error) {
	c.Contact = normal(c.Contact)
	return c, nil
}

func correctContactInside(w *work, d *store.Dossier, c dossier.CorrectContact) (dossier.CorrectContact, error) {
	return c, w.noteAddress(d, c.Contact)
}
