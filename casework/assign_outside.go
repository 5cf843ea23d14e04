package casework

import (
	"context"

	"github.com/wederhoor/wederhoor/dossier"
)

// AssignOutside: gives the dossier to the outside person, when no handler is free of conflict (R14).
func assignOutsideOutside(ctx context.Context, o *Office, _ Viewer, s dossier.State, c dossier.AssignOutside) (dossier.AssignOutside, error) {
	accounts, err := o.DB.Read().Accounts(ctx)
	c.Account, c.HandlersFree = "", 0
	for _, a := range accounts {
		actor := a.Actor()
		switch {
		case a.Disabled || s.Conflicted(actor):
		case actor.Is(dossier.RoleOwner, dossier.RoleAssistant):
			c.HandlersFree++
		case actor.Is(dossier.RoleOutside) && c.Account == "":
			c.Account = a.ID
		}
	}
	return c, err
}
