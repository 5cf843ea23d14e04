package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// The e-mail address is the way in to a complainant's page. When it becomes another one, whoever has the one before is told, so that nobody
// can take a dossier over unnoticed (ASVS 6.3.7); and the links and codes that went there open nothing any more, nor what they had opened.

// addressJob is the payload of jobAddress.
type addressJob struct {
	Reference string `json:"reference"`
	Number    int    `json:"number"` // of the record with the new address
}

// noteAddress notes, before an act that gives contact data, whether the e-mail address becomes another one by it.
func (w *work) noteAddress(d *store.Dossier, next dossier.Contact) error {
	before, err := w.tx.Email(d.State.Reference)
	w.moves = err == nil && before != register.FoldEmail(next.Email)
	return err
}

// moveAddress does what follows from an e-mail address that became another one.
func (w *work) moveAddress(d *store.Dossier, number int) error {
	if !w.moves {
		return nil
	}
	w.moves = false
	reference := d.State.Reference
	for _, purpose := range ownLinks {
		link, err := w.tx.LinkFor(reference, purpose, 0)
		switch {
		case errors.Is(err, store.ErrNotFound):
			continue
		case err != nil:
			return err
		}
		if link, err = w.office.renewLink(w.tx, link); err != nil {
			return err
		}
		if purpose == PurposeStatus {
			w.renewed = link.Hash
		}
	}
	if err := w.tx.DropCode(reference); err != nil {
		return err
	}
	job := addressJob{Reference: reference, Number: number}
	return w.enqueue(d, jobAddress, fmt.Sprintf("%s:%s:%d", jobAddress, reference, number), job)
}

// isFormer reports whether a message to the complainant goes to an e-mail address that is another than they have now.
func isFormer(m store.Message, now string) bool {
	return mailable(m.Address) && register.FoldEmail(m.Address) != now
}

// tellAddress tells whoever has the former address that it is none any more, without saying which is, and whoever has the new one their link.
func (o *Office) tellAddress(ctx context.Context, job store.Job) error {
	moved, err := payloadOf[addressJob](job)
	if err != nil {
		return err
	}
	letters, err := o.addressLetters(ctx, moved, job.Key)
	if err != nil {
		return err
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Done(job, o.now()); err != nil {
			return err
		}
		for _, m := range letters {
			if err := o.keep(tx, m); err != nil && !errors.Is(err, errMoved) { // it became yet another one: that has a job of its own
				return err
			}
		}
		return nil
	})
}

// addressLetters are those to the former address and to the new one, where there is one.
func (o *Office) addressLetters(ctx context.Context, moved addressJob, key string) ([]store.Message, error) {
	loaded, err := o.DB.Read().Dossier(ctx, []string{dossier.ViewHandlers, dossier.ViewComplainant}, moved.Reference)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(loaded.Entries, func(e store.Entry) bool { return e.Number == moved.Number })
	if i < 0 {
		return nil, errUnseen
	}
	former, _ := store.Contact(loaded.Entries[:i])
	now, _ := store.Contact(loaded.Entries[:i+1])
	var letters []store.Message
	for _, l := range []struct {
		kind string
		to   dossier.Party
		who  dossier.Contact
	}{{mail.AddressMoved, mail.ToFormer, former}, {mail.LinkRenewed, dossier.ToComplainant, now}} {
		if !mailable(l.who.Email) {
			continue
		}
		m, err := o.besideNotices(ctx, l.kind, l.to, moved.Reference, key+":"+l.kind, l.who, loaded.Whole.Language, loaded.Entries[i].At)
		if err != nil {
			return nil, err
		}
		letters = append(letters, m)
	}
	return letters, nil
}
