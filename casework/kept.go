package casework

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// What is kept and what goes next, for the owner and auditors: the holds that run, the closed dossiers whose time comes first, and the talks that
// nobody ended, which are kept until somebody does.

// keptShown is how many of each are told.
const keptShown = 50

// Hold is one that runs.
type Hold struct {
	Reference string
	Until     dossier.Date // the last day of it
	By        string       // who placed it
	At        time.Time
	Reason    string // empty for a viewer who is to say first why they read the dossier
}

// Leaving is a closed dossier, and when it is erased.
type Leaving struct {
	Reference string
	Ending    dossier.Ending
	Closed    time.Time
	From      time.Time        // the moment from which the next night erases it
	Not       *dossier.Refusal // why it would not be, as it is now; nil when it would
}

// Unended is a talk that is over, of which no complaint came, and that nobody ended.
type Unended struct {
	Reference string
	Since     time.Time // the complainant's time to file was over; zero when there was none
}

// Kept is what is told of it.
type Kept struct {
	Holds   []Hold
	Leaving []Leaving
	Talks   []Unended
	More    struct{ Holds, Leaving, Talks bool } // than are told, of each
}

// WhatIsKept lists what is kept and what goes next of the dossiers that the viewer may see how they are handled. It is NotFound for all but the
// owner and auditors. Why a hold was placed are words of a dossier: that they were shown is recorded, once a day for each.
func (o *Office) WhatIsKept(ctx context.Context, v Viewer) (Kept, error) {
	o.setup()
	if !v.SeesWhoLooked() {
		return Kept{}, &Error{Kind: NotFound}
	}
	var k Kept
	for _, part := range []func(context.Context, Viewer, *Kept) error{o.holds, o.leaving, o.unended} {
		if err := part(ctx, v, &k); err != nil {
			return Kept{}, public(err)
		}
	}
	return k, nil
}

// holds are those that run, that of the newest dossier first. The row of a dossier keeps the mark of a hold that came to its end by itself.
func (o *Office) holds(ctx context.Context, v Viewer, k *Kept) error {
	var looks []store.Read
	for after := ""; ; {
		page, err := o.DB.Read().Queue(ctx, v.keys(), store.Filter{Queue: "all", Flag: "held", After: after, Limit: batch})
		if err != nil {
			return err
		}
		for _, row := range page.Rows {
			hold, look, err := o.holdOf(ctx, v, row.Reference)
			if err != nil && !isNotFound(err) && !o.skips(row.Reference, err) {
				return err
			}
			if hold.Until != "" {
				k.Holds, looks = append(k.Holds, hold), append(looks, look...)
			}
		}
		after = page.Next
		if k.More.Holds = len(k.Holds) >= keptShown && after != ""; after == "" || k.More.Holds {
			break
		}
	}
	o.record(ctx, looks...)
	return nil
}

// holdOf is the hold of a dossier, with the look that is still to be recorded of it; none when it is over.
func (o *Office) holdOf(ctx context.Context, v Viewer, reference string) (Hold, []store.Read, error) {
	view, err := o.view(ctx, v, reference)
	if err != nil || !view.handled() || !dossier.Held(view.State, o.cal, o.now()) {
		return Hold{}, nil, err
	}
	hold := Hold{Reference: reference, Until: view.State.Hold}
	reason := ""
	for _, e := range view.Entries {
		if _, placed := e.Event.(dossier.HoldPlaced); placed {
			hold.By, hold.At, reason = e.By, e.At, partOf(e.Parts, "reason")
		}
	}
	if o.asked(v) {
		return hold, nil, nil
	}
	hold.Reason = reason
	look := o.lookOf(v, reference, PageKept)
	look.Seen = true
	again, err := o.before(ctx, look, look.At.Sub(o.cal.StartOf(o.cal.Day(look.At))))
	if err != nil || again {
		return hold, nil, err
	}
	return hold, []store.Read{look}, nil
}

// leaving are the closed dossiers that are not erased yet, the one whose time is over first before the others. Damaged ones are left out.
func (o *Office) leaving(ctx context.Context, v Viewer, k *Kept) error {
	for _, ending := range o.endings() {
		page, err := o.DB.Read().Queue(ctx, v.keys(), store.Filter{Queue: "kept", Ending: ending, Without: "erased", Limit: keptShown})
		if err != nil {
			return err
		}
		k.More.Leaving = k.More.Leaving || page.Next != ""
		for _, row := range page.Rows {
			from := row.Closed.AddDate(0, 0, o.Policy.Privacy.Keep[ending].N)
			k.Leaving = append(k.Leaving, Leaving{Reference: row.Reference, Ending: ending, Closed: row.Closed, From: from})
		}
	}
	slices.SortStableFunc(k.Leaving, func(a, b Leaving) int { return a.From.Compare(b.From) })
	if len(k.Leaving) > keptShown {
		k.Leaving, k.More.Leaving = k.Leaving[:keptShown], true
	}
	all := k.Leaving
	k.Leaving = nil
	for _, l := range all {
		err := o.wouldExpire(ctx, v, l.Reference)
		switch {
		case err == nil, errors.As(err, &l.Not):
			k.Leaving = append(k.Leaving, l)
		case !o.skips(l.Reference, err):
			return err
		}
	}
	return nil
}

// wouldExpire asks whether a dossier could be erased now if its time were over, as the night would; the error says why not.
func (o *Office) wouldExpire(ctx context.Context, v Viewer, reference string) error {
	loaded, err := o.DB.Read().Dossier(ctx, v.keys(), reference)
	if err != nil {
		return err
	}
	env := o.envOf(loaded.Whole, o.now(), dossier.System())
	if env.Terms, err = o.termsOf(ctx, loaded.Whole.TermsHash); err != nil {
		return err
	}
	c := dossier.Erase{Whose: dossier.ToEverybody, Sure: true, Ground: dossier.GroundRetention}
	c.Needed, err = o.needed(loaded.Whole, func(reference string) (dossier.State, error) {
		into, err := o.DB.Read().Dossier(ctx, program().keys(), reference)
		return into.Whole, err
	})
	if err != nil {
		return err
	}
	_, err = dossier.Decide(loaded.Whole, c, env)
	return err
}

// unended are the talks that are over, of which no complaint came. Nothing more falls due in them that is anybody's but the complainant's.
func (o *Office) unended(ctx context.Context, v Viewer, k *Kept) error {
	page, err := o.DB.Read().Queue(ctx, v.keys(), store.Filter{Queue: "over", Limit: keptShown})
	if err != nil {
		return err
	}
	k.More.Talks = page.Next != ""
	for _, row := range page.Rows {
		if row.NextKind == "" || row.NextDue.Before(o.now()) {
			k.Talks = append(k.Talks, Unended{Reference: row.Reference, Since: row.NextDue})
		}
	}
	return nil
}

// WouldErase counts what an erasure would take for each of whom words can be taken out. Nothing for those who may not erase, or not now.
func (o *Office) WouldErase(ctx context.Context, view View) (map[dossier.Party]store.Erasure, error) {
	if !slices.Contains(view.Acts, dossier.Erase{}.Kind()) {
		return map[dossier.Party]store.Erasure{}, nil
	}
	codes, _ := dossier.Choices(view.Whole, view.Terms, "erasable")
	parties := make([]dossier.Party, len(codes))
	for i, code := range codes {
		parties[i] = dossier.Party(code)
	}
	counts, err := o.DB.Read().WouldEraseEach(ctx, view.State.Reference, parties...)
	return counts, public(err)
}
