package store

import (
	"context"
	"fmt"
	"maps"

	"github.com/wederhoor/wederhoor/dossier"
)

// DossierFiles is what a database says of the files of one dossier, at one moment.
type DossierFiles struct {
	Reference string
	Said      []dossier.FileState // by its history, in the order in which they came
	Erased    bool                // with everything that is personal, and so without their bytes
	Rows      map[string]KeptFile // by their ids
}

// WithFiles lists up to n dossiers of which a history or a row says that they have or had files, after a number; last is the number to go on from.
func (r *Reader) WithFiles(ctx context.Context, after int64, n int) (references []string, last int64, err error) {
	err = r.each(ctx).each(func(row scanner) error {
		var reference string
		if err := row.Scan(&last, &reference); err != nil {
			return err
		}
		references = append(references, reference)
		return nil
	}, `select d.id, d.reference from dossiers d where d.id > $1 and
		(exists (select 1 from events e where e.dossier = d.id and e.kind = $2) or exists (select 1 from files f where f.dossier = d.id))
		order by d.id limit $3`, after, dossier.FileAdded{}.Name(), n)
	return references, last, err
}

// FilesSaid is what a dossier's history and rows say of its files. Its error is of a history that cannot be followed too, which Verify names.
func (r *Reader) FilesSaid(ctx context.Context, reference string) (DossierFiles, error) {
	said := DossierFiles{Reference: reference}
	err := r.snapshot(ctx, func(s queries) (err error) {
		defer func() {
			if recover() != nil { // the procedure trusts what is stored
				err = &errUnreadable{0, errChanged}
			}
		}()
		h, err := s.history(reference)
		if err != nil {
			return err
		}
		said.Said, said.Erased = h.state.Files, !h.state.ErasedAt.IsZero()
		said.Rows, err = s.filesOf(reference)
		maps.DeleteFunc(said.Rows, func(_ string, f KeptFile) bool { return f.Form != "" }) // not in the dossier yet
		return err
	})
	if err != nil {
		return said, fmt.Errorf("%s: %w", reference, err)
	}
	return said, nil
}

// Followed reports whether an error is of the database or of what was asked, and not of one dossier whose history cannot be followed.
func Followed(err error) bool { return err == nil || !isDamage(err) }
