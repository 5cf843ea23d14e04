package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// attempts is how often an act is judged anew when somebody else was first.
const attempts = 8

// errMoved says that the dossier changed while facts for the act were being gathered.
var errMoved = errors.New("casework: the dossier moved on meanwhile")

// staleError says that the dossier has more records than the page had shown.
type staleError struct{ count int }

func (e *staleError) Error() string { return "casework: records were added since" }

// Do carries an order out for a viewer, and answers when it is durable. Its errors that people may read are *Error.
// An act in a dossier that is not the viewer's to see is recorded as a look that was refused.
func (o *Office) Do(ctx context.Context, v Viewer, order Order) (Result, error) {
	result, err := o.perform(ctx, v, order, nil)
	if isNotFound(err) && order.Reference != "" {
		err = o.looked(ctx, v, order.Reference, PageAct, err)
	}
	return result, err
}

// perform does an act, and what else belongs in its transaction.
func (o *Office) perform(ctx context.Context, v Viewer, order Order, also func(*store.Tx, Result) error) (Result, error) {
	o.setup()
	if order.Command == nil || !mayAsk(v, order) {
		return Result{}, &Error{Kind: NotFound}
	}
	var err error
	for range attempts {
		var result Result
		result, err = o.try(ctx, v, order, also)
		var stale *staleError
		switch {
		case errors.As(err, &stale):
			if since, err := o.happenedSince(ctx, v, order.Reference, order.Seen); err == nil && len(since) > 0 {
				return Result{}, &Error{Kind: Stale, Since: since}
			}
			order.Seen = stale.count // nothing of it is the viewer's to know
		case errors.Is(err, store.ErrTaken), errors.Is(err, errMoved):
		case errors.Is(err, store.ErrUnsure) && order.Key != "": // its receipt tells whether it was done
		default:
			return result, public(err)
		}
	}
	return Result{}, &Error{Kind: Busy, Cause: err}
}

// public makes an *Error of what people may read; all else stays as it is.
func public(err error) error {
	var own *Error
	var refusal *dossier.Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &own):
		return own
	case errors.As(err, &refusal):
		return &Error{Kind: Refused, Refusal: refusal}
	case errors.Is(err, store.ErrNotFound):
		return &Error{Kind: NotFound, Cause: err}
	case errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrUnsure):
		return &Error{Kind: Busy, Cause: err}
	}
	return fmt.Errorf("casework: %w", err)
}

// mayAsk keeps those who came by a link to their own dossier, fellow clients to what they were asked (R15), and everybody
// from the acts that are the program's own.
func mayAsk(v Viewer, order Order) bool {
	if programOnly(order.Command) {
		return v.isProgram()
	}
	_, files := order.Command.(dossier.File)
	if v.Is(dossier.RoleFellow) {
		_, answers := order.Command.(dossier.AnswerInquiry)
		return files && order.Reference == "" || answers && v.Only != "" && order.Reference == v.Only
	}
	_, asks := order.Command.(dossier.RequestTalk)
	if v.Unproven && order.Command.Kind() != unprovenAct {
		return false
	}
	if order.Reference == "" {
		return files || asks
	}
	return !v.bound() || order.Reference == v.Only
}

// try judges and carries out once.
func (o *Office) try(ctx context.Context, v Viewer, order Order, also func(*store.Tx, Result) error) (Result, error) {
	g, err := o.gather(ctx, v, order)
	if err != nil {
		return Result{}, err
	}
	var result Result
	var w *work
	err = o.DB.Write(ctx, func(tx *store.Tx) error {
		w = &work{office: o, tx: tx, asker: v, viewer: g.viewer, now: o.now(), form: order.Key}
		var err error
		if result, err = w.run(order, g); err != nil {
			return err
		}
		if also != nil {
			return also(tx, result)
		}
		return nil
	})
	if err != nil {
		return Result{}, err
	}
	if w.pinned {
		o.pinned.Store(true)
	}
	o.stir()
	result.Renewed = w.renewed
	if v.bound() && order.Reference == "" {
		result.Link = StatusPath + o.token(result.Reference, PurposeScreen, 0, firstGeneration)
	}
	return result, nil
}

// work is one act in one transaction.
type work struct {
	office *Office
	tx     *store.Tx
	asker  Viewer // who came with it
	viewer Viewer // whom it is recorded as
	now    time.Time
	form   string           // id of the form it came with
	came   []dossier.FileID // with that form
	pinned bool             // it wrote the terms in force
	left   []store.KeptFile // that came with the form, and that the dossier has already

	moves   bool   // the complainant gets another e-mail address
	renewed string // hash of their link of the next generation
}

// run answers an act that came before with its first answer, and does it otherwise.
func (w *work) run(order Order, g gathered) (Result, error) {
	if result, found, err := w.earlier(order); err != nil || found {
		return result, err
	}
	d, err := w.open(order.Reference)
	if err != nil {
		return Result{}, err
	}
	switch {
	case order.Seen != 0 && order.Seen < d.State.Count && !addsOnly(order.Command):
		return Result{}, &staleError{count: d.State.Count}
	case g.read && g.count != d.State.Count:
		return Result{}, errMoved
	}
	if err := w.act(d, g.command); err != nil {
		return Result{}, err
	}
	if err := w.leave(w.left); err != nil {
		return Result{}, err
	}
	result := Result{Reference: d.State.Reference, Count: d.State.Count}
	return result, w.remember(order, result)
}

// open loads a dossier for the viewer; an empty reference opens a new one. Not to be seen is not found.
func (w *work) open(reference string) (*store.Dossier, error) {
	if reference == "" {
		return w.tx.New(), nil
	}
	d, err := w.tx.Load(reference)
	if err != nil {
		return nil, err
	}
	if !w.sees(d.State) {
		return nil, &Error{Kind: NotFound}
	}
	return d, nil
}

// sees reports whether the dossier is there at all for the viewer. A fellow client sees nothing of it: mayAsk let their
// answer through, and the link is their proof.
func (w *work) sees(s dossier.State) bool {
	if w.viewer.isProgram() || w.viewer.Is(dossier.RoleFellow) {
		return true
	}
	return len(dossier.Seen(dossier.Access(s), w.viewer.keys())) > 0
}

// act does one command in a loaded dossier, with what it needs from other dossiers before and after.
func (w *work) act(d *store.Dossier, c dossier.Command) error {
	special := acts[c.Kind()]
	if special.inside != nil {
		var err error
		if c, err = special.inside(w, d, c); err != nil {
			return err
		}
	}
	if special.carry != nil {
		return special.carry(w, d, c)
	}
	return w.carry(d, c, w.viewer.Actor)
}

// carry decides, appends and does what follows. Where the calendar was changed, it is recorded first what that moved.
func (w *work) carry(d *store.Dossier, c dossier.Command, by dossier.Actor) error {
	if err := w.recount(d, c); err != nil {
		return err
	}
	env, err := w.env(d, c, by)
	if err != nil {
		return err
	}
	happenings, err := dossier.Decide(d.State, c, env)
	if err != nil {
		return err
	}
	steps, err := w.tx.Append(d, env.Now, by, env.Terms, env.Calendar, happenings)
	if err != nil {
		return err
	}
	return w.follow(d, steps)
}

// env is what the command is judged in. A dossier's time never goes back, whatever the clock does.
func (w *work) env(d *store.Dossier, c dossier.Command, by dossier.Actor) (dossier.Env, error) {
	env := w.office.envOf(d.State, w.now, by)
	var err error
	if env.Terms, err = w.termsFor(d.State, c); err != nil {
		return env, err
	}
	env.HeldElsewhere, err = w.held(d, c)
	return env, err
}

// envOf is what an act is judged by, but for the terms and for what stands in other dossiers. No act is of before the last one.
func (o *Office) envOf(s dossier.State, now time.Time, by dossier.Actor) dossier.Env {
	return dossier.Env{Now: later(now, s.Last), By: by, Calendar: o.cal}
}

// termsFor are the terms the dossier was filed under: those in force when it begins and when it is filed, the pinned ones in
// between and after.
func (w *work) termsFor(s dossier.State, c dossier.Command) (dossier.Terms, error) {
	_, files := c.(dossier.File)
	if s.Count == 0 || files {
		terms := w.office.Policy.Terms
		if w.office.pinned.Load() {
			return terms, nil
		}
		w.pinned = true
		return terms, w.tx.SaveTerms(w.office.hash, terms)
	}
	if terms, ok := w.office.terms.Load(s.TermsHash); ok {
		return terms.(dossier.Terms), nil
	}
	terms, err := w.tx.Terms(s.TermsHash)
	if err == nil {
		w.office.terms.Store(s.TermsHash, terms)
	}
	return terms, err
}

// held lists with whom another dossier of the same person forbids contact (R22, R23).
func (w *work) held(d *store.Dossier, c dossier.Command) ([]dossier.SpecialistID, error) {
	if d.State.Count > 0 {
		return w.tx.HeldElsewhere(d)
	}
	switch c := c.(type) {
	case dossier.RequestTalk:
		return w.tx.BannedFor(personOf(c.Contact))
	case dossier.File:
		return w.tx.BannedFor(personOf(c.Contact))
	}
	return nil, nil
}
