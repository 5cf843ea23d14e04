package doors

import (
	"context"
	"errors"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Disable shuts an account out. All its logins and links end with it, in the same transaction (ASVS 7.4.2).
func (p *Porter) Disable(ctx context.Context, actor, account dossier.AccountID) error {
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		a, err := tx.Account(account)
		if err != nil {
			return err
		}
		a.Disabled = true
		if err := tx.SaveAccount(a); err != nil {
			return err
		}
		if err := tx.EndLogins(a.ID, ""); err != nil {
			return err
		}
		if err := tx.EndTickets(a.ID); err != nil {
			return err
		}
		return p.note(tx, a.ID, actor, "disabled", "")
	})
	if errors.Is(err, store.ErrNotFound) {
		return refuse(Missing)
	}
	return err
}
