package store

import (
	"context"
	"time"
)

// SaveCode keeps the digest of a code that lets the complainant of a dossier in, in the place of one that was there. ErrNotFound when there is
// no such dossier.
func (tx *Tx) SaveCode(reference, hash string, expires time.Time) error {
	id, err := tx.dossierID(reference)
	if err != nil {
		return err
	}
	return tx.put(`insert into codes (dossier, hash, expires, tries) values ($1, $2, $3, 0)
		on conflict (dossier) do update set hash = excluded.hash, expires = excluded.expires, tries = excluded.tries`, id, hash, ms(expires))
}

// UseCode tries a code, and uses it up when it is right: of many who enter it at the same moment one comes in (ASVS 6.5.1). It counts before it
// looks, so that of as many guesses at the same moment no more than most are looked at. Right is false as well for a code that expired by now,
// for one that was tried too often, and where there is none or no such dossier.
func (tx *Tx) UseCode(reference, hash string, now time.Time, most int) (right bool, err error) {
	const own = "dossier = (select id from dossiers where reference = $1)"
	counted, err := tx.change("update codes set tries = tries + 1 where "+own+" and expires > $2 and tries < $3", reference, ms(now), most)
	if err != nil || counted == 0 {
		return false, err
	}
	used, err := tx.change("delete from codes where "+own+" and hash = $2", reference, hash)
	return used > 0, err
}

// DropCode takes away the code of a dossier, if it has one.
func (tx *Tx) DropCode(reference string) error {
	return tx.put("delete from codes where dossier = (select id from dossiers where reference = $1)", reference)
}

// Email is the complainant's e-mail address as it is compared, empty where they have none. ErrNotFound when there is no such dossier.
func (tx *Tx) Email(reference string) (string, error) { return tx.email(reference) }

// Email is the same, outside a transaction.
func (r *Reader) Email(ctx context.Context, reference string) (string, error) {
	return r.each(ctx).email(reference)
}

func (s queries) email(reference string) (string, error) {
	return first(s, column[string],
		"select c.email from complainants c join dossiers d on d.id = c.dossier where d.reference = $1", reference)
}

// withoutOldCodes removes codes that expired before a moment.
func (tx *Tx) withoutOldCodes(before time.Time) error {
	return tx.put("delete from codes where expires < $1", ms(before))
}
