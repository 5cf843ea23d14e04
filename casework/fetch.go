package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// View is one dossier as a viewer may see it, with the acts they may do now.
type View struct {
	store.Loaded
	Terms dossier.Terms
	Acts  []dossier.Kind
	Why   map[dossier.Kind]*dossier.Refusal // of acts that are not possible now, for the viewer's roles
}

// notYours is the code of the refusal that says that an act is not for the actor's roles; such acts are not shown at all.
const notYours = "not_yours"

// Fetch shows a dossier to a viewer. What they may not see is cut; a dossier they may see nothing of is NotFound.
func (o *Office) Fetch(ctx context.Context, v Viewer, reference string) (View, error) {
	o.setup()
	if v.bound() && reference != v.Only || reference == "" {
		return View{}, &Error{Kind: NotFound}
	}
	loaded, err := o.DB.Read().Dossier(ctx, v.keys(), reference)
	if err != nil {
		return View{}, public(err)
	}
	view := View{Loaded: loaded, Why: map[dossier.Kind]*dossier.Refusal{}}
	if view.Terms, err = o.termsOf(ctx, loaded.Whole.TermsHash); err != nil {
		return View{}, public(err)
	}
	o.listActs(&view, v)
	return view, nil
}

// listActs asks for every act whether the viewer may do it now.
func (o *Office) listActs(view *View, v Viewer) {
	env := dossier.Env{Now: later(o.now(), view.Whole.Last), By: v.Actor, Terms: view.Terms, Calendar: o.cal}
	for _, c := range dossier.Commands() {
		if programOnly(c) {
			continue
		}
		err := dossier.Possible(view.Whole, c.Kind(), env)
		var refusal *dossier.Refusal
		switch {
		case err == nil:
			view.Acts = append(view.Acts, c.Kind())
		case errors.As(err, &refusal) && refusal.Code != notYours:
			view.Why[c.Kind()] = refusal
		}
	}
}

// termsOf reads terms that a dossier pinned.
func (o *Office) termsOf(ctx context.Context, hash string) (dossier.Terms, error) {
	if terms, ok := o.terms.Load(hash); ok {
		return terms.(dossier.Terms), nil
	}
	terms, err := o.DB.Read().Terms(ctx, hash)
	if err != nil {
		return terms, fmt.Errorf("casework: terms: %w", err)
	}
	o.terms.Store(hash, terms)
	return terms, nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Since is what happened in a dossier after the first so many of its records, as far as the viewer may see it. That a term
// passed, was reminded of or moved is nobody's act, and is left out. A dossier they may see nothing of is NotFound.
func (o *Office) Since(ctx context.Context, v Viewer, reference string, seen int) ([]store.Entry, error) {
	o.setup()
	if v.bound() && reference != v.Only {
		return nil, &Error{Kind: NotFound}
	}
	loaded, err := o.DB.Read().Dossier(ctx, v.keys(), reference)
	if err != nil {
		return nil, public(err)
	}
	return slices.DeleteFunc(loaded.Entries, func(e store.Entry) bool {
		return dossier.OfTime(e.Event) || e.Number <= seen
	}), nil
}

// Question is all that a fellow client is shown of the dossier in which they are asked (R15): nothing of the complaint.
type Question struct {
	Branch dossier.BranchID
	Date   dossier.Date
	Until  time.Time // the last moment of the link
	Done   bool      // answered, or the asking is over
}

// Question opens the question that a fellow client's link leads to.
func (o *Office) Question(ctx context.Context, v Viewer, link store.Link) (Question, error) {
	o.setup()
	if !v.Is(dossier.RoleFellow) || v.Only == "" || v.Only != link.Reference {
		return Question{}, &Error{Kind: NotFound}
	}
	loaded, err := o.DB.Read().Dossier(ctx, program().keys(), v.Only)
	if err != nil {
		return Question{}, public(err)
	}
	s := loaded.Whole
	i := slices.IndexFunc(s.Inquiry.Fellows, func(f dossier.FellowState) bool { return f.Number == v.Fellow })
	if i < 0 {
		return Question{}, &Error{Kind: NotFound}
	}
	q := Question{Branch: s.Branch, Date: s.TreatmentDate, Until: link.Expires}
	if t := s.Match.Treatment; t != nil {
		q.Branch, q.Date = t.Branch, t.Date
	}
	q.Done = s.Inquiry.Closed || !s.Open() || s.Inquiry.Fellows[i].Done
	return q, nil
}

// Slots lists the free slots of a specialist that a talk of the dossier in view can be booked in now (R1); none of who left.
func (o *Office) Slots(ctx context.Context, v View, id dossier.SpecialistID) ([]time.Time, error) {
	o.setup()
	active, err := o.active(ctx, id)
	if err != nil || !active {
		return nil, public(err)
	}
	from := o.now()
	to := dossier.LastBooking(v.Whole, v.Terms, o.cal, later(from, v.Whole.Last)).Add(time.Millisecond) // that moment itself counts
	taken, err := o.DB.Read().SlotsTaken(ctx, id, from, to)
	if err != nil {
		return nil, public(err)
	}
	return slices.DeleteFunc(o.cal.Slots(from, to), func(start time.Time) bool {
		return !start.After(from) || slices.ContainsFunc(taken, start.Equal)
	}), nil
}
