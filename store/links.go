package store

import (
	"context"
	"errors"
	"time"
)

// Link is a private link: its token's hash, what it opens and for whom.
type Link struct {
	Hash      string // hex SHA-256 of the token
	Reference string
	Purpose   string // status, inquiry
	Fellow    int
	Expires   time.Time // zero for never; whoever opens it compares
}

// SaveLink keeps a link, in place of an older one with the same hash. ErrNotFound when there is no such dossier.
func (tx *Tx) SaveLink(l Link) error {
	id, err := tx.dossierID(l.Reference)
	if err != nil {
		return err
	}
	return tx.insert(linkRows, []any{l.Hash, id, l.Purpose, l.Fellow, ms(l.Expires)})
}

var linkRows = upsert("links", "hash", "hash dossier purpose fellow expires")

// Link is the link of a token, expired or not.
func (r *Reader) Link(ctx context.Context, hash string) (Link, error) { return r.each(ctx).link(hash) }

func (s queries) link(hash string) (Link, error) {
	l := Link{Hash: hash}
	var expires int64
	err := s.one([]any{&l.Reference, &l.Purpose, &l.Fellow, &expires},
		"select d.reference, l.purpose, l.fellow, l.expires from links l join dossiers d on d.id = l.dossier where l.hash = $1", hash)
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

// SaveReceipt keeps the answer to a request. ErrTaken when the key has one.
func (tx *Tx) SaveReceipt(key, digest, result string, at time.Time) error {
	if key == "" {
		return errors.New("store: a receipt needs a key")
	}
	return tx.put("insert into receipts (key, digest, result, at) values ($1, $2, $3, $4)", key, digest, result, ms(at))
}
