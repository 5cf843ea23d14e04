package store

import (
	"context"
	"time"
)

// Passkey is the factor with that credential, or ErrNotFound.
func (r *Reader) Passkey(ctx context.Context, handle string) (Factor, error) {
	return first(r.each(ctx), readFactor, factorColumns+"where kind = $1 and handle = $2", FactorPasskey, handle)
}

// UsePasskey notes that a passkey was used, and what is to be kept of it from now on. Its counter must have gone on, or always be 0, as with those that
// several devices share. ErrNotFound when it has not, or the passkey is gone: of two who show the same answer one is let in.
func (tx *Tx) UsePasskey(id string, data []byte, counter int64, at time.Time) error {
	return tx.touch("update factors set secret = $2, step = $3, used = $4 where id = $1 and (step < $3 or step = 0 and $3 = 0)",
		id, data, counter, ms(at))
}
