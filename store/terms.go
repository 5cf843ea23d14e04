package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/wederhoor/wederhoor/dossier"
)

// secretSize makes keys of 256 bits.
const secretSize = 32

// errChanged is of terms that are not what they were when they were pinned.
var errChanged = errors.New("store: terms were changed")

// Terms pinned under a content hash. ErrNotFound when none are.
func (tx *Tx) Terms(hash string) (dossier.Terms, error) { return tx.terms(hash) }

// Terms pinned under a content hash. ErrNotFound when none are.
func (r *Reader) Terms(ctx context.Context, hash string) (dossier.Terms, error) {
	return r.each(ctx).terms(hash)
}

func (s queries) terms(hash string) (dossier.Terms, error) {
	var t dossier.Terms
	var body string
	var digest []byte
	if err := s.one([]any{&body, &digest}, "select body, digest from terms where hash = $1", hash); err != nil {
		return t, err
	}
	if sum := sha256.Sum256([]byte(body)); !bytes.Equal(sum[:], digest) {
		return t, errChanged
	}
	if err := json.Unmarshal([]byte(body), &t); err != nil {
		return t, fmt.Errorf("store: terms: %w", err)
	}
	return t, nil
}

// SaveTerms pins terms under their content hash; again is no error and changes nothing.
func (tx *Tx) SaveTerms(hash string, t dossier.Terms) error {
	body, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("store: terms: %w", err)
	}
	digest := sha256.Sum256(body)
	return tx.put("insert into terms (hash, body, digest) values ($1, $2, $3) on conflict (hash) do nothing",
		hash, string(body), digest[:])
}

const secretQuery = "select value from secrets where name = $1" //nolint:gosec // where a secret stands, none itself

// Secret is the key of that name. ErrNotFound when it was not made yet.
func (r *Reader) Secret(ctx context.Context, name string) ([]byte, error) {
	return first(r.each(ctx), column[[]byte], secretQuery, name)
}

// Secret is the key of that name: 32 random bytes that are made the first time it is asked for and stay.
func (db *DB) Secret(ctx context.Context, name string) ([]byte, error) {
	value, err := db.Read().Secret(ctx, name)
	if !errors.Is(err, ErrNotFound) {
		return value, err
	}
	err = db.Write(ctx, func(tx *Tx) error {
		fresh := make([]byte, secretSize)
		_, _ = rand.Read(fresh) // never fails: it ends the program instead
		err := tx.put("insert into secrets (name, value) values ($1, $2) on conflict (name) do nothing", name, fresh)
		if err != nil {
			return err
		}
		value, err = first(tx.queries, column[[]byte], secretQuery, name)
		return err
	})
	return value, err
}
