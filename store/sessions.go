package store

import (
	"context"
	"errors"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
)

// Sessions implements scs.Store and scs.CtxStore over the database. It keeps SHA-256 of tokens only, so that who reads the
// database cannot take over a session. What has expired is judged by the database's own clock: it is real time, also where
// the rest of the program runs on a clock that is moved.
type Sessions struct{ db *DB }

// Sessions is the store of sessions.
func (db *DB) Sessions() *Sessions { return &Sessions{db: db} }

// Find is FindCtx without a context.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s *Sessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx without a context.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// FindCtx is the data of a session that has not expired.
func (s *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	data, err := first(s.db.Read().each(ctx), column[[]byte],
		"select data from sessions where hash = $1 and length(data) > 0 and expires > "+s.db.dialect.now, accounts.TokenHash(token))
	if errors.Is(err, ErrNotFound) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx keeps a session, and removes those that have expired.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	return s.db.Write(ctx, func(tx *Tx) error {
		if err := tx.put("delete from sessions where expires <= " + s.db.dialect.now); err != nil {
			return err
		}
		return tx.put(`insert into sessions (hash, data, expires) values ($1, $2, $3)
			on conflict (hash) do update set data = excluded.data, expires = excluded.expires where length(sessions.data) > 0`,
			accounts.TokenHash(token), data, ms(expires))
	})
}

// DeleteCtx ends a session; one that is not there is no error. Its row stays without data until it would have expired: a page that began
// before it was ended and is done after it must not bring it back.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Write(ctx, func(tx *Tx) error {
		return tx.put("update sessions set data = $2 where hash = $1", accounts.TokenHash(token), []byte{})
	})
}
