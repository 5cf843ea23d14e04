package doors

import (
	"fmt"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
)

// changed writes down that the way in of an account was changed, and tells its owner by mail: if it was somebody else, they know (ASVS 6.3.7). What changed is
// one of the causes of mail's text "sign_in_changed"; detail is for the log alone.
func (p *Porter) changed(tx *store.Tx, a store.Account, actor dossier.AccountID, what, detail string) error {
	if err := p.note(tx, a.ID, actor, what, detail); err != nil {
		return err
	}
	return p.tell(tx, a, a.Email, mail.SignInChanged, what)
}

// tell stores a message to the owner of an account, at an address of theirs.
func (p *Porter) tell(tx *store.Tx, a store.Account, address, kind, cause string) error {
	to := dossier.Party(mail.ToAccount + ":" + string(a.ID))
	letter, err := mail.Render(mail.Notice{Kind: kind, To: to, Language: ofStaff, Name: a.Name, Data: mail.Data{
		Organisation: p.Policy.Organisation.Name, Phone: p.Policy.Organisation.Phone, Cause: cause,
	}})
	if err != nil {
		return fmt.Errorf("doors: render %s: %w", kind, err)
	}
	return tx.SaveMessage(store.Message{
		Key: newID("doors"), To: to, Kind: kind, Name: a.Name, Address: address, Language: ofStaff, Subject: letter.Subject, Body: letter.Body,
		Link: letter.Link, Class: letter.Class, At: p.date(), Person: string(a.ID),
	})
}

// ofStaff is the language in which colleagues are written to.
const ofStaff = "nl"

func (p *Porter) date() time.Time {
	if p.Dates == nil {
		return p.now()
	}
	return p.Dates().UTC().Truncate(time.Millisecond)
}
