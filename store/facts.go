package store

import (
	"context"
	"encoding/hex"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
)

// Facts are all records of a dossier without any of their words, and whether they are as they were written (R28).
type Facts struct {
	Classes []string // what the viewer may see: records of others are not for them
	Records []dossier.Record
	Terms   map[string]dossier.Terms // all that it was under, by their hash
	Faults  []string                 // what is wrong with the chain: one line each, without personal data
	Digest  string                   // of the last record, in hexadecimal: it stands for all records before it
}

// Facts reads a dossier's records for whoever holds the keys. ErrNotFound when they may see nothing of it, the same as when there
// is none; a DamagedError when its records cannot be followed.
func (r *Reader) Facts(ctx context.Context, keys []string, reference string) (Facts, error) {
	var f Facts
	err := r.snapshot(ctx, func(s queries) error {
		var err error
		if _, f.Classes, err = s.visible(keys, reference); err != nil {
			return err
		}
		if err := f.load(s, reference); isDamage(err) {
			return &DamagedError{[]string{reference}}
		} else if err != nil {
			return err
		}
		return nil
	})
	return f, err
}

// load keeps records that no program wrote from ending the look-up: the procedure trusts what is stored.
func (f *Facts) load(s queries, reference string) (err error) {
	defer func() {
		if recover() != nil {
			err = errChanged
		}
	}()
	h, err := s.history(reference)
	if err != nil {
		return err
	}
	a := audit{terms: map[string]dossier.Terms{}}
	state := dossier.State{}
	for _, e := range h.events {
		record, err := e.record()
		if err != nil {
			return err
		}
		f.Records = append(f.Records, record)
		state = dossier.Evolve(state, record)
		if _, err := a.termsOf(s, state.TermsHash); err != nil {
			return err
		}
		f.Digest = hex.EncodeToString(e.digest)
	}
	a.chain(reference, h)
	f.Terms, f.Faults = a.terms, a.check.Faults
	if h.state.Reference != reference {
		f.Faults = append(slices.Clip(f.Faults), reference+": the records are of another dossier")
	}
	if err := s.whole(h); err != nil {
		f.Faults = append(slices.Clip(f.Faults), reference+": "+err.Error())
	}
	return nil
}
