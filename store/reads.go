package store

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Read is one look at a dossier, or one that was refused. The rows are added to and never changed.
type Read struct {
	ID        int64 // in the order in which they were written
	At        time.Time
	Reference string // empty when there is no such dossier: what was asked for then is not kept
	Viewer    string // account id, complainant, fellow:3
	What      string // the page or file
	Seen      bool   // false when it was refused
	Reason    string // why, in the viewer's own words, of whom that is asked
}

// SaveRead adds a look. What its checkpoint covers of a reason is the seal, so that it can be erased. Of a reference that no dossier has, the row says that there is none; it costs the same.
func (tx *Tx) SaveRead(r Read) error {
	var salt []byte
	seal := ""
	if r.Reason != "" {
		s := sealed(0, dossier.Part{Text: r.Reason})
		salt, seal = s.salt, hex.EncodeToString(s.seal)
	}
	return tx.put(`insert into reads (at, dossier, viewer, what, seen, reason, salt, seal)
		values ($1, (select id from dossiers where reference = $2), $3, $4, $5, $6, $7, $8)`,
		ms(r.At), r.Reference, r.Viewer, r.What, bit(r.Seen), r.Reason, salt, seal)
}

// Reads lists the looks at a dossier for whoever holds the keys, the newest first, those before the row with a number; 0 for the newest of
// all. ErrNotFound when they may see nothing of the dossier, the same as when there is none.
func (r *Reader) Reads(ctx context.Context, keys []string, reference string, before int64, limit int) ([]Read, error) {
	var list []Read
	err := r.snapshot(ctx, func(s queries) error {
		id, _, err := s.visible(keys, reference)
		if err != nil {
			return err
		}
		a := arguments{list: []any{id}}
		query := "select id, at, viewer, what, seen, reason from reads where dossier = $1"
		if before > 0 {
			query += " and id < " + a.add(before)
		}
		list, err = all(s, func(row scanner) (Read, error) {
			read := Read{Reference: reference}
			var at int64
			err := row.Scan(&read.ID, &at, &read.Viewer, &read.What, &read.Seen, &read.Reason)
			read.At = moment(at)
			return read, err
		}, query+" order by id desc limit "+a.add(limit), a.list...)
		return err
	})
	return list, err
}

// LastRead is the reason that a viewer's last look of a sort at a dossier was given, since a moment. ErrNotFound when there was none.
func (r *Reader) LastRead(ctx context.Context, look Read, since time.Time) (reason string, err error) {
	return first(r.each(ctx), column[string], `select r.reason from reads r join dossiers d on d.id = r.dossier
		where d.reference = $1 and r.viewer = $2 and r.what = $3 and r.seen = $4 and r.at > $5 order by r.id desc limit 1`,
		look.Reference, look.Viewer, look.What, bit(look.Seen), ms(since))
}

// Sees reports whether the holder of the keys may see anything of a dossier.
func (r *Reader) Sees(ctx context.Context, keys []string, reference string) (bool, error) {
	err := r.snapshot(ctx, func(s queries) error {
		_, _, err := s.visible(keys, reference)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Known reports whether a dossier has the reference. It is for the program's own log, not for a page: it asks nobody whether they may know.
func (r *Reader) Known(ctx context.Context, reference string) (bool, error) {
	return r.each(ctx).has("select 1 from dossiers where reference = $1", reference)
}

// visible finds a dossier of which the holder of the keys may see something, and which classes. ErrNotFound otherwise, after the same
// queries, whether there is such a dossier or not.
func (s queries) visible(keys []string, reference string) (id int64, classes []string, err error) {
	if id, err = s.dossierID(reference); err != nil && !errors.Is(err, ErrNotFound) {
		return 0, nil, err
	}
	grants, err := s.grants(keys, []int64{id})
	if err != nil {
		return 0, nil, err
	}
	if classes = dossier.Seen(grants[id], keys); len(classes) == 0 {
		return 0, nil, ErrNotFound
	}
	return id, classes, nil
}
