package doors

import (
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
)

// changed writes down that the way in of an account was changed, and tells its owner by mail: if it was somebody else, they know (ASVS 6.3.7). What changed is
// one of the causes of mail.SignInChanged; detail is for the log alone.
func (p *Porter) changed(tx *store.Tx, a store.Account, actor dossier.AccountID, what, detail string) error {
	if err := p.note(tx, a.ID, actor, what, detail); err != nil {
		return err
	}
	return p.post(tx, letter{id: newID("doors"), to: a, address: a.Email, kind: mail.SignInChanged, cause: what})
}

// ofStaff is the language in which colleagues are written to.
const ofStaff = "nl"

func (p *Porter) date() time.Time {
	if p.Dates == nil {
		return p.now()
	}
	return p.Dates().UTC().Truncate(time.Millisecond)
}
