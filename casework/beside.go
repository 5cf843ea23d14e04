package casework

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
)

// besideNotices makes a message that follows from no event of the procedure: it tells a person about their own way in. It holds nothing of the
// client or the complaint, so that whoever acts for a client gets it too (R5).
func (o *Office) besideNotices(ctx context.Context, kind string, to dossier.Party, reference, key string, who dossier.Contact, language string, at time.Time) (store.Message, error) {
	language = o.language(language)
	text, err := o.write(ctx, mail.Notice{Kind: kind, To: to, Language: language, Name: who.Name, Data: mail.Data{
		Reference: reference, Organisation: o.Policy.Organisation.Name, Phone: o.Policy.Organisation.Phone,
		At: at, Minutes: int(codeValid.Minutes()), Authority: true, Zone: o.cal.Zone(),
	}})
	if err != nil {
		return store.Message{}, err
	}
	return store.Message{
		Key: key, Reference: reference, To: to, Kind: kind, Name: oneLine(who.Name), Address: who.Email, Language: language,
		Subject: text.Subject, Body: text.Body, Link: text.Link, Class: text.Class, At: o.now(),
	}, nil
}
