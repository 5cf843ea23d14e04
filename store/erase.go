package store

import (
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
)

// Erase carries out what an Erased record says: the words it takes go, with their salts, so that nobody can tell what they were, and the rows
// made of them come out without them. Events, seals and digests stay as they are.
func (tx *Tx) Erase(d *Dossier, e dossier.Erased) error {
	parts, err := tx.parts(d.ID)
	if err != nil {
		return err
	}
	parts = slices.DeleteFunc(parts, func(p storedPart) bool { return p.erased || !e.Takes(p.Part) })
	for _, p := range parts {
		err := tx.put("update parts set body = null, salt = null where dossier = $1 and number = $2 and name = $3", d.ID, p.number, p.Name)
		if err != nil {
			return err
		}
	}
	return tx.projectContact(d)
}

// projectContact makes the rows with personal data anew, from the words that are left.
func (tx *Tx) projectContact(d *Dossier) error {
	h, err := tx.history(d.State.Reference)
	if err != nil {
		return err
	}
	d.contact = h.contact
	_, err = tx.project(contactProjections(d.ID, d.State, d.contact))
	return err
}
