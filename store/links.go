package store

import (
	"context"
	"errors"
	"time"
)

// Link is a private link: its token's hash, what it opens and for whom. There is one of each purpose for each person: a renewed one is of
// the next generation and takes the place of the one before, which opens nothing from then on.
type Link struct {
	Hash       string // hex SHA-256 of the token
	Reference  string
	Purpose    string // status, screen, inquiry
	Fellow     int
	Generation int
	Expires    time.Time // zero for never; whoever opens it compares
}

// SaveLink keeps a link in the place of the one of the same purpose and person. ErrNotFound when there is no such dossier.
func (tx *Tx) SaveLink(l Link) error {
	id, err := tx.dossierID(l.Reference)
	if err != nil {
		return err
	}
	return tx.insert(linkRows, []any{l.Hash, id, l.Purpose, l.Fellow, l.Generation, ms(l.Expires)})
}

var linkRows = insert("links", "hash dossier purpose fellow generation expires", ` on conflict (dossier, purpose, fellow)
	do update set hash = excluded.hash, generation = excluded.generation, expires = excluded.expires`)

// KeepLinks lets the links to a dossier of these purposes that have not expired at now expire at a moment. Those that do so within a day of
// it stay as they are: an act need not write what is as good.
func (tx *Tx) KeepLinks(reference string, purposes []string, now, until time.Time) error {
	id, err := tx.dossierID(reference)
	if err != nil {
		return err
	}
	const day = 24 * time.Hour
	args := arguments{list: []any{ms(until), id, ms(now), ms(until.Add(-day)), ms(until.Add(day))}}
	return tx.put("update links set expires = $1 where dossier = $2 and expires >= $3 and (expires < $4 or expires > $5) and purpose in "+
		in(&args, purposes), args.list...)
}

// RepurposeLink gives the link of a purpose another one; where there is none nothing happens. ErrNotFound when there is no such dossier.
func (tx *Tx) RepurposeLink(reference, from, to string) error {
	id, err := tx.dossierID(reference)
	if err != nil {
		return err
	}
	return tx.put("update links set purpose = $3 where dossier = $1 and purpose = $2", id, from, to)
}

// LinkFor is the link of that purpose to a dossier, expired or not.
func (tx *Tx) LinkFor(reference, purpose string, fellow int) (Link, error) {
	return tx.linkFor(reference, purpose, fellow)
}

// LinkFor is the link of that purpose to a dossier, expired or not.
func (r *Reader) LinkFor(ctx context.Context, reference, purpose string, fellow int) (Link, error) {
	return r.each(ctx).linkFor(reference, purpose, fellow)
}

// Link is the link of a token, expired or not.
func (r *Reader) Link(ctx context.Context, hash string) (Link, error) {
	return first(r.each(ctx), readLink, linkColumns+"where l.hash = $1", hash)
}

const linkColumns = `select l.hash, d.reference, l.purpose, l.fellow, l.generation, l.expires
	from links l join dossiers d on d.id = l.dossier `

func (s queries) linkFor(reference, purpose string, fellow int) (Link, error) {
	return first(s, readLink, linkColumns+"where d.reference = $1 and l.purpose = $2 and l.fellow = $3", reference, purpose, fellow)
}

func readLink(row scanner) (Link, error) {
	var l Link
	var expires int64
	err := row.Scan(&l.Hash, &l.Reference, &l.Purpose, &l.Fellow, &l.Generation, &expires)
	l.Expires = moment(expires)
	return l, err
}

// Receipt makes a repeated submission give the first answer: result of an earlier act under the key, ErrNotFound if there
// is none. A key used for another request (digest) answers ErrTaken.
func (tx *Tx) Receipt(key, digest string) (result string, err error) {
	var first string
	if err := tx.one([]any{&first, &result}, "select digest, result from receipts where key = $1", key); err != nil {
		return "", err
	}
	if first != digest {
		return "", ErrTaken
	}
	return result, nil
}

// Answered reports whether there is an answer under a key.
func (r *Reader) Answered(ctx context.Context, key string) (bool, error) {
	return r.each(ctx).has("select 1 from receipts where key = $1", key)
}

// SaveReceipt keeps the answer to a request. ErrTaken when the key has one.
func (tx *Tx) SaveReceipt(key, digest, result string, at time.Time) error {
	if key == "" {
		return errors.New("store: a receipt needs a key")
	}
	return tx.put("insert into receipts (key, digest, result, at) values ($1, $2, $3, $4)", key, digest, result, ms(at))
}
