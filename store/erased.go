package store

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// ErasedWords is an erasure that stands in a history.
type ErasedWords struct {
	Reference string
	At        time.Time
	dossier.Erased
}

// ErasedOf lists the erasures of all histories, the oldest dossier first, without those of which a job of that kind is still to be done. A
// record that cannot be read is left out: Verify names it.
func (r *Reader) ErasedOf(ctx context.Context, job string) ([]ErasedWords, error) {
	var list []ErasedWords
	err := r.each(ctx).each(func(row scanner) error {
		var w ErasedWords
		var at int64
		var facts string
		if err := row.Scan(&w.Reference, &at, &facts); err != nil {
			return err
		}
		event, err := dossier.DecodeEvent(w.Name(), []byte(facts))
		if err != nil {
			return nil //nolint:nilerr // one damaged record keeps nobody from being served
		}
		w.At, w.Erased = moment(at), event.(dossier.Erased) //nolint:forcetypeassert // of that kind alone
		list = append(list, w)
		return nil
	}, `select d.reference, e.at, e.facts from events e join dossiers d on d.id = e.dossier where e.kind = $1
		and not exists (select 1 from jobs j where j.dossier = e.dossier and j.kind = $2 and j.status in ('waiting', 'leased'))
		order by e.dossier, e.number`, dossier.Erased{}.Name(), job)
	return list, err
}
