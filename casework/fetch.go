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

	Unproven bool        // it is what they typed themselves and nothing else
	Sent     []ShownFile // by them with the complaint, where they are unproven: names and sizes, none of which can be opened
}

// notYours is the code of the refusal that says that an act is not for the actor's roles; such acts are not shown at all.
const notYours = "not_yours"

// Fetch shows a page of a dossier to a viewer, and records that it did, or that it refused to. What they may not see is cut; a dossier they
// may see nothing of is NotFound, and so is a page that it has not for them. It is Unexplained when they are to say first why they read it.
func (o *Office) Fetch(ctx context.Context, v Viewer, reference string, page Page) (View, error) {
	view, err := o.view(ctx, v, reference)
	if err == nil && !view.Has(v, page) {
		err = &Error{Kind: NotFound}
	}
	if err = o.looked(ctx, v, reference, page, err); err != nil {
		return View{}, err
	}
	return view, nil
}

// view is the dossier as the viewer may see it. It records nothing: whoever shows it does.
func (o *Office) view(ctx context.Context, v Viewer, reference string) (View, error) {
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
	if v.Unproven {
		view = o.unproven(view)
	}
	return view, nil
}

// Sees reports whether the viewer may see anything of a dossier. It shows nothing of it.
func (o *Office) Sees(ctx context.Context, v Viewer, reference string) (bool, error) {
	o.setup()
	if v.bound() && reference != v.Only {
		return false, nil
	}
	return o.DB.Read().Sees(ctx, v.keys(), reference)
}

// May reports whether the viewer may do an act in a dossier now. It shows nothing of it. False too where there is no such dossier.
func (o *Office) May(ctx context.Context, v Viewer, reference string, act dossier.Kind) (bool, error) {
	view, err := o.view(ctx, v, reference)
	if known := (*Error)(nil); errors.As(err, &known) && known.Kind == NotFound {
		return false, nil
	}
	return err == nil && slices.Contains(view.Acts, act), err
}

// Mine are the dossiers in which a specialist has a talk or a hearing, or is banned from contact: the newest, so many at most. That they
// were shown there is recorded once a day for each; nobody says why before they open one.
func (o *Office) Mine(ctx context.Context, v Viewer, most int) ([]View, error) {
	o.setup()
	references, err := o.DB.Read().SpecialistDesk(ctx, v.Specialist)
	if err != nil {
		return nil, public(err)
	}
	var views []View
	var looks []store.Read
	for _, reference := range references[:min(len(references), most)] {
		view, look, err := o.mine(ctx, v, reference)
		switch {
		case isNotFound(err):
		case err != nil:
			return nil, public(err)
		default:
			views, looks = append(views, view), append(looks, look...)
		}
	}
	o.record(ctx, looks...)
	return views, nil
}

// mine is one of them, with the look that is still to be recorded of it.
func (o *Office) mine(ctx context.Context, v Viewer, reference string) (View, []store.Read, error) {
	view, err := o.view(ctx, v, reference)
	if err != nil {
		return View{}, nil, err
	}
	look := o.lookOf(v, reference, PageMine)
	look.Seen = true
	again, err := o.before(ctx, look, look.At.Sub(o.cal.StartOf(o.cal.Day(look.At))))
	if err != nil || again {
		return view, nil, err
	}
	return view, []store.Read{look}, nil
}

// listActs asks for every act whether the viewer may do it now.
func (o *Office) listActs(view *View, v Viewer) {
	env := dossier.Env{Now: later(o.now(), view.Whole.Last), By: v.Actor, Terms: view.Terms, Calendar: o.cal}
	for _, c := range dossier.Commands() {
		if _, unlinks := c.(dossier.Unlink); programOnly(c) || unlinks && len(view.State.Links) == 0 && len(view.Whole.Links) > 0 {
			continue // a link to a dossier that is not the viewer's to see is not there for them
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

// happenedSince is what happened in a dossier after the first so many of its records, as far as the viewer may see it. That a term
// passed, was reminded of or moved is nobody's act, and is left out. A dossier they may see nothing of is NotFound.
func (o *Office) happenedSince(ctx context.Context, v Viewer, reference string, seen int) ([]store.Entry, error) {
	o.setup()
	if v.bound() && reference != v.Only || v.Unproven {
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

// News is what happened in a dossier since a page of it was made that shows so many records, and that was told of news up to another;
// nothing when the page has been told all. A page asks for it over and over: what is recorded is that something was shown, and each time
// that it was refused, so that no answer takes longer for what there is than for what there is not.
func (o *Office) News(ctx context.Context, v Viewer, reference string, seen, told int) ([]store.Entry, error) {
	entries, err := o.happenedSince(ctx, v, reference, seen)
	if err == nil && (len(entries) == 0 || entries[len(entries)-1].Number <= told) {
		return nil, nil
	}
	if err = o.looked(ctx, v, reference, PageNews, err); err != nil {
		return nil, err
	}
	return entries, nil
}

// Facts are all records of a dossier without their words (R28), for those who handle it, or read as those do.
func (o *Office) Facts(ctx context.Context, v Viewer, reference string) (store.Facts, error) {
	o.setup()
	facts, err := store.Facts{}, error(&Error{Kind: NotFound})
	if v.Staff() {
		facts, err = o.DB.Read().Facts(ctx, v.keys(), reference)
	}
	if err == nil && !handles(facts.Classes) {
		err = &Error{Kind: NotFound}
	}
	if err = o.looked(ctx, v, reference, PageExplain, public(err)); err != nil {
		return store.Facts{}, err
	}
	return facts, nil
}

// Question is all that a fellow client is shown of the dossier in which they are asked (R15): nothing of the complaint.
type Question struct {
	Branch dossier.BranchID
	Date   dossier.Date
	Until  time.Time // the last moment of the link
	Done   bool      // answered, or the asking is over
}

// Question opens the question that a fellow client's link leads to, on one of its pages.
func (o *Office) Question(ctx context.Context, v Viewer, link store.Link, page Page) (Question, error) {
	question, err := o.question(ctx, v, link)
	if err = o.looked(ctx, v, v.Only, page, err); err != nil {
		return Question{}, err
	}
	return question, nil
}

func (o *Office) question(ctx context.Context, v Viewer, link store.Link) (Question, error) {
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
