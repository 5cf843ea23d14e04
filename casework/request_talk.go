package casework

import (
	"context"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// RequestTalk: a client on the website, or a member of staff for a client who phones (R1).
func requestTalkOutside(_ context.Context, o *Office, v Viewer, _ dossier.State, c dossier.RequestTalk) (dossier.RequestTalk, error) {
	c.Contact = normal(c.Contact)
	c.Channel = dossier.ByForm
	if v.Staff() {
		c.Channel = dossier.ByPhone
	}
	c.Language = o.language(c.Language)
	c.Reference = o.newReference()
	c.TermsHash = o.hash
	return c, nil
}

// normal writes contact data in the way they are compared; a phone number that cannot be read stays as it was typed.
func normal(c dossier.Contact) dossier.Contact {
	c.Name, c.Email, c.Phone = oneLine(c.Name), oneLine(c.Email), oneLine(c.Phone)
	if phone := register.E164(c.Phone); phone != "" {
		c.Phone = phone
	}
	return c
}

// personOf is how dossiers of the same human are recognised before the register has said who it is.
func personOf(c dossier.Contact) store.Person {
	return store.Person{Email: register.FoldEmail(c.Email), Phone: normal(c).Phone}
}

// language is one of the policy's; its first when nothing is said.
func (o *Office) language(asked string) string {
	if slices.Contains(o.Policy.Languages, asked) {
		return asked
	}
	return o.Policy.Languages[0]
}
