package store

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Waiting says which of the open dossiers are asked for. Moments that are zero do not count.
type Waiting struct {
	Who       []dossier.Role   // whose turn it is; everybody's when empty
	Branch    dossier.BranchID // of one branch alone
	DueAfter  time.Time
	DueUntil  time.Time
	CameSince time.Time // received at that moment or after it
}

// Waiting lists up to n of the open dossiers that the holder of the keys may see in lists, what is due first comes first, and says how
// many there are, stopping at 1000.
func (r *Reader) Waiting(ctx context.Context, keys []string, w Waiting, n int) (rows []Row, total int, err error) {
	f := Filter{Queue: "todo", Who: w.Who, Branch: w.Branch}
	err = r.snapshot(ctx, func(s queries) error {
		q := w.query(keys, f)
		found, err := all(s, readListed, q.page(n), q.args.list...)
		if err != nil {
			return err
		}
		if rows, err = cutRows(s, keys, f, found); err != nil {
			return err
		}
		total, err = w.query(keys, f).counted(s)
		return err
	})
	return rows, total, err
}

func (w Waiting) query(keys []string, f Filter) *listQuery {
	q := newListQuery(keys, f)
	for condition, at := range map[string]time.Time{"l.next_due > ": w.DueAfter, "l.next_due <= ": w.DueUntil, "l.received >= ": w.CameSince} {
		if !at.IsZero() {
			q.and(condition + q.args.add(ms(at)))
		}
	}
	return q
}

// OwnDue lists what is due of a specialist until a moment, the oldest first: their talks, their hearings. The keys are theirs; what they may not
// know of is left out.
func (r *Reader) OwnDue(ctx context.Context, keys []string, id dossier.SpecialistID, until time.Time) ([]Due, error) {
	type row struct {
		Due
		dossier int64
	}
	var due []Due
	err := r.snapshot(ctx, func(s queries) error {
		found, err := all(s, func(scan scanner) (row, error) {
			var d row
			var at int64
			err := scan.Scan(&d.dossier, &d.Reference, &d.Kind, &d.Subject, &at)
			d.At = moment(at)
			return d, err
		}, `select distinct d.id, d.reference, t.kind, t.subject, t.due
			from access a join deadlines t on t.dossier = a.dossier join dossiers d on d.id = a.dossier
			where a.viewer = $1 and a.classes <> '' and t.subject = $2 and t.who = $3 and t.due <= $4
			order by t.due, d.id, t.kind`,
			dossier.ViewSpecialist(id), string(id), string(dossier.RoleSpecialist), ms(until))
		if err != nil {
			return err
		}
		ids := make([]int64, len(found))
		for i, d := range found {
			ids[i] = d.dossier
		}
		grants, err := s.grants(keys, ids)
		if err != nil {
			return err
		}
		for _, d := range found {
			if len(dossier.Seen(grants[d.dossier], keys)) > 0 {
				due = append(due, d.Due)
			}
		}
		return nil
	})
	return due, err
}

// Knows reports whether the holder of the keys may know at this moment that there is such a dossier.
func (tx *Tx) Knows(reference string, keys []string) (bool, error) {
	id, err := tx.dossierID(reference)
	if err != nil {
		return false, err
	}
	grants, err := tx.grants(keys, []int64{id})
	return err == nil && len(dossier.Seen(grants[id], keys)) > 0, err
}
