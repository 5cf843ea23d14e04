package demo

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// Start is the demo's present when it begins: a Thursday morning in Amsterdam. It is a fixed moment, because the same
// seed is to give the same demo on any day.
var Start = time.Date(2026, time.March, 5, 9, 0, 0, 0, time.UTC)

// World is a demo that has been made.
type World struct {
	Office   *casework.Office
	Clock    *Clock
	Accounts []Account

	turn chan struct{} // held by whoever lets things fall due
}

// world is a demo that is being made.
type world struct {
	seed   uint64
	start  time.Time
	office *casework.Office
	clock  *Clock
	cal    *calendar.Calendar
	book   *book
	staff  *staff
	ticked time.Time
}

// Build makes the whole demo in an empty, migrated database: register, accounts and dossiers.
func Build(ctx context.Context, db *store.DB, p *policy.Policy, seed uint64, base string, log *slog.Logger) (*World, error) {
	w, err := newWorld(ctx, db, p, seed, base, log)
	if err != nil {
		return nil, err
	}
	plots, err := w.newPlots()
	if err != nil {
		return nil, err
	}
	if err := w.saveRegister(ctx); err != nil {
		return nil, err
	}
	if err := w.play(ctx, plots); err != nil {
		return nil, err
	}
	return w.open(), nil
}

// Resume opens a demo that was made before and kept.
func Resume(ctx context.Context, db *store.DB, p *policy.Policy, seed uint64, base string, log *slog.Logger) (*World, error) {
	w, err := newWorld(ctx, db, p, seed, base, log)
	if err != nil {
		return nil, err
	}
	last, err := w.latest(ctx)
	if err != nil {
		return nil, err
	}
	w.clock.Set(last)
	return w.open(), nil
}

func newWorld(ctx context.Context, db *store.DB, p *policy.Policy, seed uint64, base string, log *slog.Logger) (*world, error) {
	key, err := db.Secret(ctx, "links")
	if err != nil {
		return nil, err
	}
	w := &world{seed: seed, start: Start, cal: p.NewCalendar(), clock: NewClock(Start.AddDate(-1, 0, 0))}
	w.book = newBook(seed, w.cal, Start)
	if w.staff, err = newStaff(w.book.specialists); err != nil {
		return nil, err
	}
	w.office = &casework.Office{
		DB: db, Policy: p, Clock: w.clock.Now, Key: key, Base: base, Log: log, Random: stream(seed, "references").Uint64,
	}
	return w, nil
}

// open lets time and chance go their own way: from here on references are drawn as in a real chain.
func (w *world) open() *World {
	o := w.office
	return &World{
		Office: &casework.Office{DB: o.DB, Policy: o.Policy, Clock: o.Clock, Key: o.Key, Base: o.Base, Log: o.Log},
		Clock:  w.clock, Accounts: w.staff.accounts(), turn: make(chan struct{}, 1),
	}
}

func (w *world) saveRegister(ctx context.Context) error {
	return w.office.DB.Write(ctx, func(tx *store.Tx) error {
		for _, p := range w.staff.all {
			if err := tx.SaveAccount(p.account); err != nil {
				return err
			}
		}
		if err := tx.SaveBranches(branches); err != nil {
			return err
		}
		if err := tx.SaveSpecialists(w.book.specialists); err != nil {
			return err
		}
		if err := tx.SaveClients(w.book.clients); err != nil {
			return err
		}
		return tx.SaveTreatments(w.book.treatments)
	})
}

// play gives the commands of all plots in order of time, and lets what falls due in between happen at its moment.
func (w *world) play(ctx context.Context, plots []*plot) error {
	for {
		p := earliest(plots)
		if p == nil || p.due.After(w.start) {
			break
		}
		if err := w.reach(ctx, p); err != nil {
			return err
		}
		if err := p.playStep(ctx); err != nil {
			return err
		}
	}
	return w.reach(ctx, &plot{due: w.start, done: w.start})
}

// earliest is the plot whose turn it is; plots that are played out have no moment.
func earliest(plots []*plot) *plot {
	var first *plot
	for _, p := range plots {
		if p.next < len(p.steps) && (first == nil || p.due.Before(first.due)) {
			first = p
		}
	}
	return first
}

// reach moves the clock to the next step of a plot. Deadlines on the way come each at its own moment. Jobs wait until the plot
// that they belong to goes on, so that those of many acts are done together.
func (w *world) reach(ctx context.Context, p *plot) error {
	for {
		at, ok, err := w.office.DB.Read().NextDue(ctx)
		if err != nil {
			return err
		}
		if !ok || at.After(p.due) {
			break
		}
		if err := w.tick(ctx, at); err != nil {
			return err
		}
	}
	if !p.done.IsZero() && !p.done.Before(w.ticked) {
		return w.tick(ctx, p.due)
	}
	w.clock.Set(p.due)
	return nil
}

func (w *world) tick(ctx context.Context, at time.Time) error {
	w.clock.Set(at)
	w.ticked = w.clock.Now()
	return settle(ctx, w.office)
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
	if s.do != nil {
		for _, c := range s.do(p) {
			if err := p.give(ctx, s, c); err != nil {
				return fmt.Errorf("demo: %s: step %d (%s) at %s: %w", p.scenario.name, p.next+1, c.Kind(), p.due.Format(time.DateTime), err)
			}
		}
	}
	p.done = p.due
	if p.next++; p.next == len(p.steps) {
		return nil
	}
	s = p.steps[p.next]
	due := p.done.Add(s.after + time.Duration(p.r.IntN(50))*time.Minute)
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
	order := casework.Order{Reference: p.references[number], Command: c}
	result, err := p.w.office.Do(ctx, p.viewer(s.by, number), order)
	p.references[number] = result.Reference
	if err != nil {
		p.references[number] = order.Reference
	}
	return err
}

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
	}
	return casework.Viewer{Actor: dossier.Complainant(), Only: p.references[number]}
}

// state is what a dossier has come to.
func (p *plot) state(reference string) dossier.State {
	var s dossier.State
	// A reference that was just made is there; were it not, the command that follows is refused.
	_ = p.w.office.DB.Write(context.Background(), func(tx *store.Tx) error {
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
	for p.w.cal.WorkingDaysBetween(p.due, at) < p.w.office.Policy.Terms.HearingNotice.N {
		at = p.snap(at.Add(days(1)), handler, false)
	}
	return at
}

// freeSlot is one of the first free slots of the specialist.
func (p *plot) freeSlot() time.Time {
	slots, err := p.w.office.Slots(context.Background(), p.accused())
	slots = slices.DeleteFunc(slots, func(at time.Time) bool { return at.Before(p.due.Add(2 * time.Hour)) })
	if err != nil || len(slots) == 0 {
		return time.Time{} // the command is refused then, and the error names the step
	}
	return slots[p.r.IntN(min(len(slots), 24))]
}

// latest is when the newest record of a kept demo was made, or the start.
func (w *world) latest(ctx context.Context) (time.Time, error) {
	last := w.start
	messages, err := w.office.DB.Read().Mailbox(ctx, "", 1)
	if err != nil {
		return last, err
	}
	for _, m := range messages {
		if m.At.After(last) {
			last = m.At
		}
	}
	return last, nil
}
