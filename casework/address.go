package casework

import (
	"context"
	"errors"
	"fmt"

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

// tellAddress tells whoever has the former address that it is none any more, without saying which is, and whoever has the new one their link.
func (o *Office) tellAddress(ctx context.Context, job store.Job) error {
	moved, err := payloadOf[addressJob](job)
	if err != nil {
		return err
	}
	loaded, err := o.DB.Read().Dossier(ctx, []string{dossier.ViewHandlers, dossier.ViewComplainant}, moved.Reference)
	if err != nil {
		return err
	}
	var before, after []store.Entry
	for _, e := range loaded.Entries {
		if e.Number < moved.Number {
			before = append(before, e)
		}
		if e.Number <= moved.Number {
			after = append(after, e)
		}
	}
	if len(after) == 0 || after[len(after)-1].Number != moved.Number {
		return errUnseen
	}
	at, language := after[len(after)-1].At, loaded.Whole.Language
	former, _ := store.Contact(before)
	now, _ := store.Contact(after)
	var letters []store.Message
	for _, l := range []struct {
		kind string
		to   dossier.Party
		who  dossier.Contact
	}{{mail.AddressMoved, mail.ToFormer, former}, {mail.LinkRenewed, dossier.ToComplainant, now}} {
		if !mailable(l.who.Email) {
			continue
		}
		m, err := o.besideNotices(l.kind, l.to, moved.Reference, job.Key+":"+l.kind, l.who, language, at)
		if err != nil {
			return err
		}
		letters = append(letters, m)
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Done(job, o.now()); err != nil {
			return err
		}
		for _, m := range letters {
			if err := o.keep(tx, m); err != nil {
				return err
			}
		}
		return nil
	})
}
