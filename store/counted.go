package store

import (
	"context"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
)

// A row in a list says by which calendar it was counted, and with it the deadlines and the promises of the dossier. Where that is another
// than the one in force, what is open is counted anew by an act that records what moved. Nothing in this package does that silently: a
// rebuild leaves such rows as they are, and Verify counts them.

// fingerprint tells calendars from each other, empty where one has none.
func fingerprint(cal dossier.Calendar) string {
	if c, ok := cal.(interface{ Fingerprint() string }); ok {
		return c.Fingerprint()
	}
	return ""
}

// Refresh makes the rows of a loaded dossier anew, as they are by another calendar.
func (tx *Tx) Refresh(d *Dossier, terms dossier.Terms, cal dossier.Calendar) error {
	_, err := tx.project(projectionsOf(d.ID, d.State, d.contact, terms, cal))
	if err == nil {
		d.Counted = fingerprint(cal)
	}
	return err
}

// Uncounted is a dossier whose rows were counted by another calendar.
type Uncounted struct {
	Reference string
	Due       bool // something is due in it that did not come
}

// Uncounted lists dossiers whose rows were counted by another calendar than the one with that fingerprint, in the order of their making:
// up to n of those after one, all when it is empty.
func (r *Reader) Uncounted(ctx context.Context, calendar, after string, n int) ([]Uncounted, error) {
	return all(r.each(ctx), func(row scanner) (u Uncounted, err error) {
		var due int
		err = row.Scan(&u.Reference, &due)
		u.Due = due > 0
		return u, err
	}, `select d.reference, case when exists (select 1 from deadlines t where t.dossier = d.id and t.reached = 0) then 1 else 0 end
		from list l join dossiers d on d.id = l.dossier
		where (l.calendar < $1 or l.calendar > $1) and d.id > coalesce((select id from dossiers where reference = $2), 0)
		order by d.id limit $3`, calendar, after, n)
}

// ofCalendar are the columns of a list row that a calendar has a part in.
var ofCalendar = []string{"todo", "next_kind", "next_due", "next_who", "calendar"}

// leaveCounted takes out of the projections what was counted by another calendar, where that is so: the deadlines, the promises, and what
// the list row says of them, which stays as it is stored.
func (s queries) leaveCounted(projections []projection, cal dossier.Calendar) (rest []projection, left bool, err error) {
	i := slices.IndexFunc(projections, func(p projection) bool { return p.table == listTable })
	stored, err := projections[i].stored(s)
	if err != nil || len(stored) == 0 {
		return projections, false, err
	}
	counted := stored[0][slices.Index(listTable.columns, "calendar")]
	if counted == "" || counted == fingerprint(cal) {
		return projections, false, nil
	}
	for j, name := range listTable.columns {
		if slices.Contains(ofCalendar, name) {
			projections[i].rows[0][j] = stored[0][j]
		}
	}
	return slices.DeleteFunc(projections, func(p projection) bool { return p.table == deadlinesTable || p.table == promisesTable }), true, nil
}
