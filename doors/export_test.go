package doors

import (
	"context"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Fill has as much gone wrong at a door as it takes for all strangers together to wait.
func (p *Porter) Fill(ctx context.Context, door string) error {
	return p.DB.Write(ctx, func(tx *store.Tx) error {
		return tx.SaveAttempts(door+":all", store.Attempts{Failures: 100_000, Last: p.now()})
	})
}

// Knows reports whether a browser is known of an account.
func (p *Porter) Knows(v Visitor, id dossier.AccountID) bool { return p.knownBy(v, id).nonce != "" }
