package casework

import (
	"context"
	"errors"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// File: the client or a representative on the form, a member of staff on a client's behalf, or a fellow client who came by the
// question about a visit (R5, R15). Only staff can say by what way and when it reached the chain.
func fileOutside(_ context.Context, o *Office, v Viewer, s dossier.State, c dossier.File) (dossier.File, error) {
	c.Contact = normal(c.Contact)
	c.Language = o.language(c.Language)
	if !v.Staff() && !v.isProgram() { // which takes in what comes by mail
		c.Channel = dossier.ByForm
		c.ReceivedAt = o.now()
	}
	if v.Is(dossier.RoleFellow) {
		c.Channel, c.Source = dossier.ByInquiry, v.Only
	}
	if c.Reference = s.Reference; c.Reference == "" {
		c.Reference = o.newReference()
	}
	c.TermsHash = o.hash
	return c, nil
}

// fileInside looks for a talk about the same visit in another dossier: it keeps the term open (R8).
func fileInside(w *work, d *store.Dossier, c dossier.File) (dossier.File, error) {
	var err error
	if c.Files, err = w.newFiles(c.Files); err != nil {
		return c, err
	}
	if d.State.Count > 0 {
		return c, w.noteAddress(d, c.Contact) // the talk of this dossier is known to it
	}
	asked, ended, found, err := w.tx.EarlierTalk(personOf(c.Contact), c.Branch, c.TreatmentDate)
	if err != nil || !found {
		return c, err
	}
	c.TalkAsked, c.TalkEnded = asked, ended
	return c, nil
}

// fileCarry files, and tells the dossier whose inquiry brought the complaint that the two belong together (R15).
func fileCarry(w *work, d *store.Dossier, c dossier.File) error {
	if err := w.carry(d, c, w.viewer.Actor); err != nil {
		return err
	}
	if c.Source == "" {
		return nil
	}
	source, err := w.tx.Load(c.Source)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return w.mirror(source, dossier.Link{Other: d.State.Reference, Exists: true, Mirror: true}, dossier.System())
}
