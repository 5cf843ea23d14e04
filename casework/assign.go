package casework

import (
	"context"

	"github.com/wederhoor/wederhoor/dossier"
)

// Assign: the owner or an assistant gives the dossier to a handler. Whether that handler is complained about is judged by who
// they are as a specialist (R14).
func assignOutside(ctx context.Context, o *Office, _ Viewer, _ dossier.State, c dossier.Assign) (dossier.Assign, error) {
	if c.Account == "" {
		return c, nil // Decide names the field
	}
	account, err := o.DB.Read().Account(ctx, c.Account)
	c.Specialist = account.Specialist
	return c, err
}
