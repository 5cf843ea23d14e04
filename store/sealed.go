package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/wederhoor/wederhoor/checkpoint"
)

// Sealed is what VerifyCheckpoints found.
type Sealed struct {
	Checkpoints int
	Newest      StoredCheckpoint // zero when there is none
	Kept        int              // checkpoints that were kept elsewhere and compared
	Reads       int              // rows of who looked
	After       int              // of those, how many no checkpoint covers yet
	Faults      []string         // one line each, without personal data: "checkpoint 7: …"
}

// VerifyCheckpoints computes every checkpoint anew from the records and rows as they are, checks who signed it, and compares it with those
// that were kept elsewhere, if any. What was removed or changed with all its traces in the database shows here: a dossier, the end of a history
// or a whole one, rows of who looked. What no checkpoint covered yet does not.
func (db *DB) VerifyCheckpoints(ctx context.Context, keys checkpoint.Keys, kept []string) (Sealed, error) {
	s := sealing{keys: keys}
	err := db.Read().snapshot(ctx, func(q queries) error {
		stored, err := all(q, readCheckpoint, checkpointRows+" order by number")
		if err != nil {
			return err
		}
		for _, c := range stored {
			if err := s.checkpoint(q, c); err != nil {
				return err
			}
		}
		s.keyInForce()
		s.compare(stored, kept)
		return s.count(q)
	})
	return s.found, err
}

// sealing goes through the checkpoints in their order.
type sealing struct {
	keys  checkpoint.Keys
	last  checkpoint.Checkpoint // the one before
	key   int                   // by which the last one was signed that one of them has
	found Sealed
}

func (s *sealing) fault(number int64, format string, args ...any) {
	s.found.Faults = append(s.found.Faults, fmt.Sprintf("checkpoint %d: %s", number, fmt.Sprintf(format, args...)))
}

func (s *sealing) checkpoint(q queries, stored StoredCheckpoint) error {
	s.found.Checkpoints++
	s.found.Newest = stored
	c, key, err := s.keys.Open(stored.Note)
	switch {
	case err == nil && s.last.Number > 0 && key > s.key:
		s.fault(stored.Number, "it is signed by a key that was replaced before")
	case err == nil:
		s.key = key
	case errors.Is(err, checkpoint.ErrSigned):
		s.fault(stored.Number, "it is not signed by a key that was given")
	default:
		s.fault(stored.Number, "it cannot be read")
		s.last.Number, s.last.Root = stored.Number, checkpoint.Digest(append(slices.Clone(stored.root), make([]byte, len(s.last.Root))...))
		return nil
	}
	if c.Number != stored.Number || !c.At.Equal(stored.At) || !bytes.Equal(c.Root[:], stored.root) {
		s.fault(stored.Number, "its row is not what was signed")
	}
	if stored.Number != s.last.Number+1 {
		s.fault(stored.Number, "%d checkpoints before it are missing", stored.Number-s.last.Number-1)
	} else if c.Previous != s.last.Root {
		s.fault(stored.Number, "it does not follow on the one before it")
	}
	err = errors.Join(s.heads(q, stored.Number, c.Dossiers),
		s.rows(q, stored.Number, "who looked", readsLog, s.last.Reads, c.Reads),
		s.rows(q, stored.Number, "what was done with accounts", accountLog, s.last.Accounts, c.Accounts))
	s.last = c
	return err
}

// sealedHead is a head of a checkpoint, beside the record as it is now; none when that is gone.
type sealedHead struct {
	head
	name string // reference, or the number of a dossier that is gone
	now  []byte
}

const sealedHeads = `select h.dossier, h.number, h.digest, coalesce(d.reference, 'dossier ' || cast(h.dossier as text)), e.digest
	from checkpoint_heads h left join dossiers d on d.id = h.dossier left join events e on e.dossier = h.dossier and e.number = h.number
	where h.checkpoint = $1 order by h.dossier`

// heads holds the records that a checkpoint covers against those that there are.
func (s *sealing) heads(q queries, number int64, want checkpoint.Part) error {
	sum, named := checkpoint.NewSum(0), false
	list, err := all(q, func(row scanner) (sealedHead, error) {
		var h sealedHead
		err := row.Scan(&h.dossier, &h.number, &h.digest, &h.name, &h.now)
		return h, err
	}, sealedHeads, number)
	if err != nil {
		return err
	}
	for _, h := range list {
		if err := sum.Add(h.dossier, h.number, h.now); err != nil {
			return err
		}
		switch {
		case h.now == nil:
			s.fault(number, "%s: record %d is gone", h.name, h.number)
		case !bytes.Equal(h.now, h.digest):
			s.fault(number, "%s: record %d is another than it was", h.name, h.number)
		default:
			continue
		}
		named = true
	}
	switch got := headsPart(sum); {
	case got.Count != want.Count:
		s.fault(number, "it is over %d dossiers, of which %d are left", want.Count, got.Count)
	case got != want && !named:
		s.fault(number, "the dossiers that it is over are not those that it was over")
	}
	return nil
}

// rows holds what a checkpoint covers of a log against the rows that there are.
func (s *sealing) rows(q queries, number int64, what string, l log, before, want checkpoint.Part) error {
	got, err := q.sumRows(l, before.Last, want.Last)
	if err != nil {
		return err
	}
	switch {
	case got.Count != want.Count:
		s.fault(number, "%s: %d rows are there, %d were", what, got.Count, want.Count)
	case got.Digest != want.Digest:
		s.fault(number, "%s: rows were changed", what)
	}
	return nil
}

// keyInForce: the newest checkpoint is signed by the key that signs now. Else whoever has an old key, that of the database say, could make
// all of them anew.
func (s *sealing) keyInForce() {
	if s.key != 0 {
		s.fault(s.last.Number, "it is the newest, and is not signed by the first of the keys that were given")
	}
}

// compare holds the checkpoints against those that were kept elsewhere.
func (s *sealing) compare(stored []StoredCheckpoint, kept []string) {
	for _, note := range kept {
		s.found.Kept++
		c, _, err := s.keys.Open(note)
		switch {
		case errors.Is(err, checkpoint.ErrSigned):
			s.fault(c.Number, "the one kept elsewhere is not signed by a key that was given")
		case err != nil:
			s.found.Faults = append(s.found.Faults, "a checkpoint kept elsewhere cannot be read")
			continue
		}
		i, there := slices.BinarySearchFunc(stored, c.Number, func(one StoredCheckpoint, n int64) int { return int(one.Number - n) })
		if !there {
			s.fault(c.Number, "it was kept elsewhere and is not in the database")
		} else if own, err := checkpoint.Read(stored[i].Note); err == nil && own.Text() != c.Text() {
			s.fault(c.Number, "it is not the one that was kept elsewhere")
		}
	}
}

// count says how much there is of who looked.
func (s *sealing) count(q queries) error {
	return errors.Join(
		s.reasons(q),
		q.one([]any{&s.found.Reads}, "select count(*) from reads"),
		q.one([]any{&s.found.After}, "select count(*) from reads where id > $1", s.last.Reads.Last))
}

// reasons holds the reasons of looks against their seals, those that were not erased.
func (s *sealing) reasons(q queries) error {
	changed := 0
	err := q.each(func(row scanner) error {
		var salt []byte
		var reason, seal string
		if err := row.Scan(&reason, &salt, &seal); err != nil {
			return err
		}
		if erased := reason == "" && salt == nil; !erased && hex.EncodeToString(sealOf(salt, reason)) != seal {
			changed++
		}
		return nil
	}, "select reason, salt, seal from reads where seal <> ''")
	if changed > 0 {
		s.found.Faults = append(s.found.Faults, fmt.Sprintf("who looked: %d reasons were changed", changed))
	}
	return err
}
