package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Start is the demo's present when it begins: a Thursday morning in Amsterdam. It is a fixed moment, because the same
// seed is to give the same demo on any day.
var Start = time.Date(2026, time.March, 5, 9, 0, 0, 0, time.UTC)

// world is a demo that is being made.
type world struct {
	seed     uint64
	start    time.Time
	db       *store.DB
	terms    dossier.Terms
	cal      *calendar.Calendar
	book     *book
	staff    *staff
	program  *desktop            // lets things fall due
	branches map[string]*desktop // one per branch, for its plots
	onStep   func()              // called after each step; may come from several goroutines
}

// desktop is an office with a clock of its own. What happens at different branches touches nothing that they share, so their plots can be
// played side by side; within a branch they are played in order of time.
type desktop struct {
	office *casework.Office
	clock  *Clock
}

// Prepare saves the first part, which is there at once: branches, specialists and accounts.
func Prepare(ctx context.Context, db *store.DB) error {
	specialists := newSpecialists()
	people, err := newStaff(specialists)
	if err != nil {
		return err
	}
	return db.Write(ctx, func(tx *store.Tx) error {
		for _, p := range people.all {
			if err := tx.SaveAccount(p.account); err != nil {
				return err
			}
		}
		if err := tx.SaveBranches(branches); err != nil {
			return err
		}
		return tx.SaveSpecialists(specialists)
	})
}

// Make makes the rest: clients, treatments and dossiers. The clock of the world stands at its start meanwhile, and what falls due in
// the present waits: Run and Advance go on when the past is there. What the past does is the same whoever looks on. keep is called when
// everything is there, before any page says so; nil for nothing.
func (w *World) Make(ctx context.Context, seed uint64, keep func() error) error {
	if err := w.take(ctx); err != nil {
		return err
	}
	defer func() { <-w.turn }()
	w.Expect()
	past := newPast(w.Office, seed)
	plots, err := past.newPlots()
	if err != nil {
		return err
	}
	if err := past.saveRegister(ctx); err != nil {
		return err
	}
	total := 0
	for _, p := range plots {
		total += len(p.steps)
	}
	past.onStep = func() { w.made.Add(1) }
	w.toMake.Store(int64(total))
	if err := past.play(ctx, plots); err != nil {
		return err
	}
	if err := w.present(ctx); err != nil {
		return err
	}
	if keep != nil {
		if err := keep(); err != nil {
			return err
		}
	}
	w.toMake.Store(0)
	return nil
}

// trainingDay is a working day soon after the demo's present on which the chain was to be closed. It was called off: with the present
// begins a calendar without it, and the terms that ran over it move (R12, R15).
var trainingDay = calendar.Holiday{Date: "2026-03-06", Label: dossier.Text{NL: "Studiedag", EN: "Training day"}}

// present lets the terms that are open be counted by the calendar of the present, and what follows from that be done.
func (w *World) present(ctx context.Context) error {
	if err := w.Office.Standing(ctx); err != nil {
		return err
	}
	return settle(ctx, w.Office)
}

// newPast is a world to make the past of an office in.
func newPast(o *casework.Office, seed uint64) *world {
	policy := *o.Policy
	policy.Calendar.Add = append(slices.Clip(policy.Calendar.Add), trainingDay)
	cal := policy.NewCalendar()
	w := &world{
		seed: seed, start: Start, db: o.DB, terms: o.Policy.Terms, cal: cal, book: newBook(seed, cal, Start),
		staff: newPeople(newSpecialists(), ""), branches: map[string]*desktop{},
	}
	newDesktop := func(use string) *desktop {
		c := NewClock(Start.AddDate(-1, 0, 0))
		office := &casework.Office{
			DB: o.DB, Policy: &policy, Clock: c.Now, Key: o.Key, Base: o.Base, Log: o.Log, Random: stream(seed, "references "+use).Uint64,
		}
		if o.Files != nil {
			office.KeepFiles("", o.Files.Store, nil)
		}
		return &desktop{clock: c, office: office}
	}
	w.program = newDesktop("")
	for _, b := range branches {
		w.branches[b.ID] = newDesktop(b.ID)
	}
	return w
}

// perWrite is how many rows of the register go into one transaction: so few that whoever acts meanwhile does not wait long.
const perWrite = 8000

func (w *world) saveRegister(ctx context.Context) error {
	for part := range slices.Chunk(w.book.clients, perWrite) {
		if err := w.db.Write(ctx, func(tx *store.Tx) error { return tx.SaveClients(part) }); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(w.book.treatments, perWrite) {
		if err := w.db.Write(ctx, func(tx *store.Tx) error { return tx.SaveTreatments(part) }); err != nil {
			return err
		}
	}
	return nil
}

// window is how far the plots of the branches may go before everything that follows from their acts is done. It is no longer than from the
// beginning of any term to its first reminder, so that nothing both begins and falls due within.
const window = 12 * time.Hour

// play gives the commands of all plots, and lets what falls due in between happen at its moment. A plot that fails ends
// there; the others go on, and the error names each.
func (w *world) play(ctx context.Context, plots []*plot) error {
	var failed []error
	for ctx.Err() == nil {
		next, ok := soonest(plots)
		if !ok || next.After(w.start) {
			break
		}
		more, err := w.stretch(ctx, plots, next)
		if err != nil {
			return err
		}
		failed = append(failed, more...)
	}
	return errors.Join(append(failed, w.finish(ctx))...)
}

// stretch plays what comes next: a deadline, or the steps up to the next one and what follows from them.
func (w *world) stretch(ctx context.Context, plots []*plot, next time.Time) (failed []error, err error) {
	due, some, err := w.db.Read().NextDue(ctx)
	if err != nil {
		return nil, err
	}
	end := next.Add(window)
	switch {
	case some && !due.After(next):
		return nil, w.fall(ctx, due)
	case some && due.Before(end):
		end = due
	}
	failed = w.playUntil(ctx, plots, end)
	if at, left := soonest(plots); left && at.Before(end) {
		end = at
	}
	if err := w.settleAt(ctx, end); err != nil {
		return nil, err
	}
	goOn(plots, end)
	return failed, nil
}

// goOn lets the plots go on whose work for the program is done.
func goOn(plots []*plot, settled time.Time) {
	for _, p := range plots {
		p.waits = p.waits && p.done.After(settled)
	}
}

// fall lets a deadline pass. One that stays would be met for ever.
func (w *world) fall(ctx context.Context, due time.Time) error {
	if err := w.settleAt(ctx, due); err != nil {
		return err
	}
	left, err := w.db.Read().Due(ctx, due, 1)
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("demo: %s of %s did not fall due at %s", left[0].Kind, left[0].Reference, due)
	}
	return err
}

// finish lets everything fall due up to the demo's present.
func (w *world) finish(ctx context.Context) error {
	for {
		due, some, err := w.db.Read().NextDue(ctx)
		if err != nil {
			return err
		}
		if !some || due.After(w.start) {
			return w.settleAt(ctx, w.start)
		}
		if err := w.fall(ctx, due); err != nil {
			return err
		}
	}
}

// playUntil plays the branches side by side up to a moment.
func (w *world) playUntil(ctx context.Context, plots []*plot, end time.Time) []error {
	failed := make([][]error, len(branches))
	var all sync.WaitGroup
	for n, b := range branches {
		var here []*plot
		for _, p := range plots {
			if p.visit.Branch == b.ID && p.next < len(p.steps) && p.due.Before(end) && !p.due.After(w.start) {
				here = append(here, p)
			}
		}
		if len(here) > 0 {
			all.Go(func() { failed[n] = playBranch(ctx, here, end) })
		}
	}
	all.Wait()
	return slices.Concat(failed...)
}

// playBranch plays the plots of a branch in order of time, up to a moment or to the first that waits for the program.
func playBranch(ctx context.Context, plots []*plot, end time.Time) []error {
	var failed []error
	for {
		p := earliest(plots)
		if p == nil || p.waits || !p.due.Before(end) || p.due.After(p.w.start) {
			return failed
		}
		if err := p.playStep(ctx); err != nil {
			failed = append(failed, err)
			p.next = len(p.steps)
		}
	}
}

// earliest is the plot whose turn it is, nil when all are played out.
func earliest(plots []*plot) *plot {
	var first *plot
	for _, p := range plots {
		if p.next < len(p.steps) && (first == nil || p.due.Before(first.due)) {
			first = p
		}
	}
	return first
}

// soonest is the moment of the next step of all.
func soonest(plots []*plot) (time.Time, bool) {
	p := earliest(plots)
	if p == nil {
		return time.Time{}, false
	}
	return p.due, true
}

// settleAt does at a moment everything that is due, and what follows from it.
func (w *world) settleAt(ctx context.Context, at time.Time) error {
	w.program.clock.Set(at)
	return settle(ctx, w.program.office)
}

// settle does everything that is due now, and what follows from it.
func settle(ctx context.Context, o *casework.Office) error {
	for {
		n, err := o.Tick(ctx)
		if err != nil || n == 0 {
			return err
		}
	}
}

// playStep gives the commands of the step whose moment has come.
func (p *plot) playStep(ctx context.Context) error {
	s := p.steps[p.next]
	p.desktop().clock.Set(p.due)
	if s.do != nil {
		for _, c := range s.do(p) {
			if err := p.give(ctx, s, c); err != nil {
				return fmt.Errorf("demo: %s: step %d (%s) at %s: %w", p.scenario.name, p.next+1, c.Kind(), p.due.Format(time.DateTime), err)
			}
		}
	}
	p.done = p.due
	p.w.onStep()
	if p.next++; p.next == len(p.steps) {
		return nil
	}
	s = p.steps[p.next]
	due := p.done.Add(s.after + time.Duration(p.r.IntN(50*60))*time.Second)
	if s.at != nil {
		if at := s.at(p); at.After(due) {
			due = at
		}
	}
	p.due = p.snap(due, s.by, false)
	return nil
}

// give carries one command out.
func (p *plot) give(ctx context.Context, s step, c dossier.Command) error {
	number := 0
	if s.other {
		number = 1
	}
	if err := p.keepPhotos(ctx); err != nil {
		return err
	}
	order := casework.Order{Reference: p.references[number], Command: c}
	result, err := p.desktop().office.Do(ctx, p.viewer(s.by, number), order)
	p.waits = p.waits || leavesWork(c)
	p.references[number] = result.Reference
	if err != nil {
		p.references[number] = order.Reference
	}
	return err
}

// leavesWork reports whether the program has to do something after a command before the plot can go on: look into the
// register, or see who is left to handle the dossier.
func leavesWork(c dossier.Command) bool {
	switch c.(type) {
	case dossier.File, dossier.DeclareConflict:
		return true
	}
	return false
}

func (p *plot) desktop() *desktop { return p.w.branches[p.visit.Branch] }

// viewer is who gives a command.
func (p *plot) viewer(by voice, number int) casework.Viewer {
	switch by {
	case theOwner:
		return p.w.staff.owner.viewer()
	case handler:
		return p.handler.viewer()
	case second:
		return p.second.viewer()
	case desk:
		return p.w.staff.receptionist(p.visit.Branch).viewer()
	case accused:
		return p.w.staff.specialists[p.specialist.ID].viewer()
	case colleague:
		return p.w.staff.specialists[p.colleague.ID].viewer()
	case outsider:
		return p.w.staff.outside.viewer()
	case fellow:
		return casework.Viewer{Actor: dossier.FellowClient(p.fellow), Only: p.references[number]}
	case visitor:
		return casework.Public()
	default: // client
	}
	return casework.Viewer{Actor: dossier.Complainant(), Only: p.references[number]}
}

// state is what a dossier has come to.
func (p *plot) state(reference string) dossier.State {
	var s dossier.State
	// A reference that was just made is there; were it not, the command that follows is refused.
	_ = p.w.db.Write(context.Background(), func(tx *store.Tx) error {
		d, err := tx.Load(reference)
		if err == nil {
			s = d.State
		}
		return err
	})
	return s
}

func (p *plot) filedAt() time.Time { return p.state(p.references[0]).ReceivedAt }

func (p *plot) today() dossier.Date { return p.w.cal.Day(p.due) }

// workingDay is the date some working days on.
func (p *plot) workingDay(n int) dossier.Date { return p.w.cal.AddWorkingDays(p.today(), n) }

// workingMoment is a moment at work some time on, on the half hour.
func (p *plot) workingMoment(after time.Duration) time.Time {
	return p.snap(p.due.Add(after).Truncate(30*time.Minute), handler, false)
}

// hearingMoment leaves the notice that R16 demands, in working days between the two.
func (p *plot) hearingMoment() time.Time {
	at := p.workingMoment(days(7))
	for p.w.cal.WorkingDaysBetween(p.due, at) < p.w.terms.HearingNotice.N {
		at = p.snap(at.Add(days(1)), handler, false)
	}
	return at
}

// freeSlot is one of the first free slots of the specialist.
func (p *plot) freeSlot() time.Time {
	ctx, office := context.Background(), p.desktop().office
	view, err := office.Fetch(ctx, p.viewer(desk, 0), p.references[0], casework.PageDossier)
	if err != nil {
		return time.Time{}
	}
	slots, err := office.Slots(ctx, view, p.accused())
	slots = slices.DeleteFunc(slots, func(at time.Time) bool { return at.Before(p.due.Add(2 * time.Hour)) })
	if err != nil || len(slots) == 0 {
		return time.Time{} // the command is refused then, and the error names the step
	}
	return slots[p.r.IntN(min(len(slots), 24))]
}
