package store

import (
	"context"
	"strconv"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Due is a moment at which something is to be done about a deadline: it is to be reminded of, or it came.
type Due struct {
	Reference string
	Kind      dossier.DeadlineKind
	Subject   string
	At        time.Time // when the deadline itself comes
	Fires     time.Time // when something is to be done about it
}

// Key is the effect key of the job that does it.
func (d Due) Key() string {
	return "deadline:" + d.Reference + ":" + string(d.Kind) + ":" + d.Subject + ":" + strconv.FormatInt(ms(d.Fires), 10)
}

// unheeded is a condition: no job was made of the moment yet. One that was given up keeps the moment from being tried again without
// anybody's word.
const unheeded = ` not exists (select 1 from jobs j
	where j.effect = 'deadline:' || d.reference || ':' || t.kind || ':' || t.subject || ':' || cast(t.fires as text))`

const dueColumns = "select d.reference, t.kind, t.subject, t.due, t.fires from deadlines t join dossiers d on d.id = t.dossier "

// Due lists what came and has no job yet, oldest first.
func (r *Reader) Due(ctx context.Context, now time.Time, limit int) ([]Due, error) {
	return all(r.each(ctx), func(row scanner) (Due, error) {
		var d Due
		var at, fires int64
		err := row.Scan(&d.Reference, &d.Kind, &d.Subject, &at, &fires)
		d.At, d.Fires = moment(at), moment(fires)
		return d, err
	}, dueColumns+"where t.fires > 0 and t.fires <= $1 and"+unheeded+" order by t.fires, t.dossier, t.position limit $2", ms(now), limit)
}

// NextDue is the first moment of a deadline that has no job yet.
func (r *Reader) NextDue(ctx context.Context) (time.Time, bool, error) {
	return r.each(ctx).soonest(`select t.fires from deadlines t join dossiers d on d.id = t.dossier
		where t.fires > 0 and` + unheeded + ` order by t.fires limit 1`)
}

// Stands reports whether the rows still say that something is to be done at that moment.
func (r *Reader) Stands(ctx context.Context, d Due) (bool, error) {
	return r.each(ctx).has(`select 1 from deadlines t join dossiers d on d.id = t.dossier
		where d.reference = $1 and t.kind = $2 and t.subject = $3 and t.fires = $4`, d.Reference, string(d.Kind), d.Subject, ms(d.Fires))
}

// Deadlines are the rows of the deadlines of a loaded dossier.
func (tx *Tx) Deadlines(d *Dossier) ([]dossier.Deadline, error) { return tx.deadlines(d.ID) }
