package store

import (
	"context"
	"encoding/binary"
	"hash/fnv"
	"slices"
	"time"
)

// Attempts is a counter of what went wrong at a door.
type Attempts struct {
	Failures int
	Last     time.Time // millisecond, UTC; zero when nothing was counted
}

// Attempts reads counters, and keeps others from reading or changing them until the transaction has ended. One that is not there is all
// zero.
func (tx *Tx) Attempts(keys ...string) (map[string]Attempts, error) {
	numbers := make([]int64, len(keys))
	for i, key := range keys {
		numbers[i] = numberOf("attempts", key)
	}
	slices.Sort(numbers)
	if err := tx.lockNumbers(numbers...); err != nil {
		return nil, err
	}
	return attemptsOf(tx.queries, keys)
}

// Attempts reads counters as they are at the moment.
func (r *Reader) Attempts(ctx context.Context, keys ...string) (map[string]Attempts, error) {
	return attemptsOf(r.each(ctx), keys)
}

func attemptsOf(s queries, keys []string) (map[string]Attempts, error) {
	var args arguments
	found := map[string]Attempts{}
	query := "select key, failures, last from attempts where key in " + in(&args, keys)
	err := s.each(func(row scanner) error {
		var key string
		var a Attempts
		var last int64
		err := row.Scan(&key, &a.Failures, &last)
		a.Last = moment(last)
		found[key] = a
		return err
	}, query, args.list...)
	return found, err
}

// numberOf is the number by which something is locked that is no person.
func numberOf(kind, value string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(kind + "\x00" + value))     // never fails
	return int64(binary.BigEndian.Uint64(h.Sum(nil))) //nolint:gosec // the bits are what counts
}

// SaveAttempts writes a counter; one that is at nothing is removed.
func (tx *Tx) SaveAttempts(key string, a Attempts) error {
	if a.Failures <= 0 {
		return tx.put("delete from attempts where key = $1", key)
	}
	return tx.put(`insert into attempts (key, failures, last) values ($1, $2, $3)
		on conflict (key) do update set failures = excluded.failures, last = excluded.last`, key, a.Failures, ms(a.Last))
}

// ForgetAttempts removes up to n counters of which the last failure lies before a moment.
func (tx *Tx) ForgetAttempts(before time.Time, n int) error {
	if tx.conn == nil {
		return ErrClosed
	}
	return tx.put("delete from attempts where key in (select key from attempts where last < $1 order by last limit $2"+
		tx.conn.dialect.skipLocked+")", ms(before), n)
}

// AttemptKeys lists what is counted at present.
func (r *Reader) AttemptKeys(ctx context.Context) ([]string, error) {
	return all(r.each(ctx), column[string], "select key from attempts order by key")
}
