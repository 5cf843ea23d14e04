package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
)

// Check is what Verify found.
type Check struct {
	Dossiers, Records int
	Jobs              int      // not done yet, or given up
	Waiting           int      // dossiers counted by another calendar, of which what that says is not compared: serve counts them anew
	Faults            []string // one line each, without personal data: "WH-…: record 4: digest differs"
}

// Verify walks every chain and rebuilds every list row from the events, and says what differs. Each dossier is read by itself,
// so that others can go on writing.
func (db *DB) Verify(ctx context.Context, cal dossier.Calendar) (Check, error) {
	a := audit{cal: cal, terms: map[string]dossier.Terms{}}
	whole := db.Read().each(ctx)
	references, err := all(whole, column[string], "select reference from dossiers order by id")
	if err != nil {
		return a.check, err
	}
	for _, reference := range references {
		err := db.Read().snapshot(ctx, func(s queries) error { return a.carefully(s, reference) })
		if err != nil {
			return a.check, err
		}
	}
	err = whole.one([]any{&a.check.Jobs}, "select count(*) from jobs where status <> 'done'")
	return a.check, err
}

// DamagedError names the dossiers whose records cannot be followed, so that their rows stay as they were. Verify says why.
type DamagedError struct{ References []string }

func (e *DamagedError) Error() string {
	return fmt.Sprintf("store: %d dossiers are damaged: %s", len(e.References), strings.Join(e.References, ", "))
}

// Rebuild makes the rows of every dossier anew from its events and writes those that differ. It returns of how many dossiers
// it changed any. What was counted by another calendar it leaves to who records what moved. One that is damaged keeps no other from being rebuilt: all of them are told at the end, as a DamagedError.
func (db *DB) Rebuild(ctx context.Context, cal dossier.Calendar) (int, error) {
	references, err := all(db.Read().each(ctx), column[string], "select reference from dossiers order by id")
	if err != nil {
		return 0, err
	}
	n := 0
	var damaged []string
	for _, reference := range references {
		changed := false
		err := db.Write(ctx, func(tx *Tx) error {
			changed, err = tx.rebuild(reference, cal)
			return err
		})
		switch {
		case isDamage(err):
			damaged = append(damaged, reference)
		case err != nil:
			return n, fmt.Errorf("%s: %w", reference, err)
		case changed:
			n++
		}
	}
	if len(damaged) > 0 {
		return n, &DamagedError{damaged}
	}
	return n, nil
}

// isDamage tells what is wrong with one dossier from what is wrong with the database.
func isDamage(err error) bool {
	var unreadable *errUnreadable
	var panicked *PanicError // the procedure trusts what is stored
	return errors.As(err, &unreadable) || errors.As(err, &panicked) || errors.Is(err, ErrNotFound) ||
		errors.Is(err, errChanged) || errors.Is(err, errCut)
}

// Outdated counts the dossiers whose rows were made by an older version of this code: they need Rebuild.
func (r *Reader) Outdated(ctx context.Context) (int, error) {
	return first(r.each(ctx), column[int],
		"select count(*) from dossiers d left join list l on l.dossier = d.id where l.version is null or l.version <> $1", projectionVersion)
}

func (tx *Tx) rebuild(reference string, cal dossier.Calendar) (bool, error) {
	if _, err := tx.lockDossier(reference); err != nil {
		return false, err
	}
	h, err := tx.history(reference)
	if err != nil {
		return false, err
	}
	if err := tx.whole(h); err != nil {
		return false, err
	}
	terms, err := tx.terms(h.state.TermsHash)
	if err != nil {
		return false, fmt.Errorf("terms: %w", err)
	}
	projections, _, err := tx.leaveCounted(projectionsOf(h.id, h.state, h.contact, terms, cal), cal)
	if err != nil {
		return false, err
	}
	return tx.project(projections)
}

// errCut is a history that ends before its rows say it does.
var errCut = errors.New("store: the last records are gone")

// whole refuses a history whose last records were taken away. No chain can show that, only the row that counted them: made anew, it would
// hide what happened.
func (s queries) whole(h history) error {
	counted, err := first(s, column[int], "select count from list where dossier = $1", h.id)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil
	case err == nil && counted > h.state.Count:
		return errCut
	}
	return err
}

// history is all there is of a dossier.
type history struct {
	id      int64
	events  []storedEvent
	parts   []storedPart
	state   dossier.State
	contact contact
}

func (s queries) history(reference string) (history, error) {
	var h history
	var err error
	if h.id, err = s.dossierID(reference); err != nil {
		return h, err
	}
	if h.events, err = s.events(h.id); err != nil {
		return h, err
	}
	if h.parts, err = s.parts(h.id); err != nil {
		return h, err
	}
	return h, h.evolve()
}

// errUnreadable is a record whose facts cannot be read.
type errUnreadable struct {
	number int
	cause  error
}

func (e *errUnreadable) Error() string { return fmt.Sprintf("record %d cannot be read", e.number) }
func (e *errUnreadable) Unwrap() error { return e.cause }

func (h *history) evolve() error {
	for _, e := range h.events {
		record, err := e.record()
		if err != nil {
			return err
		}
		h.state = dossier.Evolve(h.state, record)
		h.contact = h.contact.after(record.Event, unsealed(partsOf(h.parts, e.number)))
	}
	return nil
}

// audit collects what Verify finds.
type audit struct {
	cal   dossier.Calendar
	terms map[string]dossier.Terms
	check Check
}

func (a *audit) fault(format string, args ...any) {
	a.check.Faults = append(a.check.Faults, fmt.Sprintf(format, args...))
}

// carefully keeps records that no program wrote from ending the check: the procedure trusts what is stored.
func (a *audit) carefully(s queries, reference string) (err error) {
	defer func() {
		if recover() != nil {
			a.fault("%s: its records cannot be followed", reference)
		}
	}()
	return a.dossier(s, reference)
}

func (a *audit) dossier(s queries, reference string) error {
	h, err := s.history(reference)
	var unreadable *errUnreadable
	if err != nil && !errors.As(err, &unreadable) {
		return err
	}
	a.check.Dossiers++
	a.check.Records += len(h.events)
	a.chain(reference, h)
	switch {
	case unreadable != nil:
		a.fault("%s: %s", reference, unreadable)
		return nil //nolint:nilerr // told as a fault of the dossier
	case len(h.events) == 0:
		a.fault("%s: no records", reference)
		return nil
	case h.state.Reference != reference:
		a.fault("%s: the records are of another dossier", reference)
	}
	return a.projections(s, reference, h)
}

// chain recomputes every seal and digest. After a fault it goes on from what is stored, so that each fault is told once.
func (a *audit) chain(reference string, h history) {
	var previous []byte
	known := 0
	for i, e := range h.events {
		if e.number != i+1 {
			a.fault("%s: record %d stands at place %d", reference, e.number, i+1)
		}
		parts := partsOf(h.parts, e.number)
		known += len(parts)
		for _, p := range parts {
			if !p.erased && !bytes.Equal(p.seal, sealOf(p.salt, p.Text)) {
				a.fault("%s: record %d: words of %q differ", reference, e.number, p.Name)
			}
		}
		if !bytes.Equal(e.digest, link(previous, e, parts)) {
			a.fault("%s: record %d: digest differs", reference, e.number)
		}
		previous = e.digest
	}
	if known != len(h.parts) {
		a.fault("%s: words without a record", reference)
	}
}

func (a *audit) projections(s queries, reference string, h history) error {
	terms, err := a.termsOf(s, h.state.TermsHash)
	switch {
	case errors.Is(err, ErrNotFound):
		a.fault("%s: its terms are missing", reference)
		return nil
	case errors.Is(err, errChanged):
		a.fault("%s: its terms were changed", reference)
		return nil
	case err != nil:
		return err
	}
	projections, left, err := s.leaveCounted(projectionsOf(h.id, h.state, h.contact, terms, a.cal), a.cal)
	if err != nil {
		return err
	}
	if left {
		a.check.Waiting++
	}
	for _, p := range projections {
		stored, err := p.stored(s)
		if err != nil {
			return err
		}
		for _, what := range p.differences(stored) {
			a.fault("%s: %s", reference, what)
		}
	}
	return nil
}

func (a *audit) termsOf(s queries, hash string) (dossier.Terms, error) {
	if t, known := a.terms[hash]; known {
		return t, nil
	}
	t, err := s.terms(hash)
	if err == nil {
		a.terms[hash] = t
	}
	return t, err
}

// differences names what differs from the stored rows, without saying what stands there.
func (p projection) differences(stored [][]any) []string {
	if p.holds(stored) {
		return nil
	}
	if len(stored) != len(p.rows) {
		return []string{fmt.Sprintf("%s: %d rows stored, %d expected", p.name, len(stored), len(p.rows))}
	}
	var found []string
	for i, row := range p.rows {
		for j, column := range p.columns {
			what := fmt.Sprintf("%s: %s differs", p.name, column)
			if row[j] != stored[i][j] && !slices.Contains(found, what) {
				found = append(found, what)
			}
		}
	}
	return found
}
