package store

import (
	"context"

	"github.com/wederhoor/wederhoor/dossier"
)

// TookDown reports whether it was that account that took the complaint of a dossier down, or the wish to talk, on a client's behalf (R5). Who
// did knows the reference, also where the dossier is not theirs to see.
func (r *Reader) TookDown(ctx context.Context, account dossier.AccountID, reference string) (bool, error) {
	return r.each(ctx).has(`select 1 from events e join dossiers d on d.id = e.dossier
		where d.reference = $1 and e.actor = $2 and e.kind in ($3, $4)`,
		reference, string(account), dossier.Filed{}.Name(), dossier.TalkRequested{}.Name())
}
