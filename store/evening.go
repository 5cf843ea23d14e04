package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Waiting says which deadlines are asked for: those of some turns that are due after one moment (when it is not zero) and until another.
type Waiting struct {
	Who   []dossier.Role
	After time.Time
	Until time.Time
}

// Waiting lists what is due of the turns in the dossiers that the holder of the keys may see in lists, the oldest first, 1000 at most. Every
// deadline counts, not only the soonest of its dossier: that may be somebody else's, who does nothing.
func (r *Reader) Waiting(ctx context.Context, keys []string, w Waiting) ([]Due, error) {
	q := newListQuery(keys, Filter{})
	q.and("t.who in " + in(&q.args, w.Who))
	q.and("t.due <= " + q.args.add(ms(w.Until)))
	if !w.After.IsZero() {
		q.and("t.due > " + q.args.add(ms(w.After)))
	}
	q.and(q.sees("list_rank", "t.dossier"))
	return all(r.each(ctx), readWaiting, `select d.reference, t.kind, t.subject, t.due from deadlines t
		join list l on l.dossier = t.dossier join dossiers d on d.id = t.dossier
		where `+strings.Join(q.where, " and ")+" order by t.due, t.dossier, t.position limit "+strconv.Itoa(countLimit), q.args.list...)
}

func readWaiting(row scanner) (Due, error) {
	var d Due
	var at int64
	err := row.Scan(&d.Reference, &d.Kind, &d.Subject, &at)
	d.At = moment(at)
	return d, err
}

// CameIn lists the references of the open dossiers that the holder of the keys may see in lists and that were received from one moment on and
// before another, the oldest first, 1000 at most.
func (r *Reader) CameIn(ctx context.Context, keys []string, from, before time.Time) ([]string, error) {
	q := newListQuery(keys, Filter{})
	q.and("l.todo = 1")
	q.and("l.received >= " + q.args.add(ms(from)))
	q.and("l.received < " + q.args.add(ms(before)))
	q.and(q.sees("list_rank", "l.dossier"))
	return all(r.each(ctx), column[string], "select d.reference from list l join dossiers d on d.id = l.dossier where "+
		strings.Join(q.where, " and ")+" order by l.received, l.dossier limit "+strconv.Itoa(countLimit), q.args.list...)
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
