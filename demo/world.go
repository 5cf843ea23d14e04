package demo

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// keyName of the secret that private links are made of.
const keyName = "links"

// longest is how far the clock can be moved on in one go, and furthest how far from the start in all: beyond that the calendar of the
// made-up chain says nothing sensible.
const (
	longest  = 400 * 24 * time.Hour
	furthest = 5 * 366 * 24 * time.Hour
)

// What Advance refuses.
var (
	ErrBackwards = errors.New("demo: the clock only goes forward")
	ErrTooFar    = errors.New("demo: that is further than the clock goes")
)

// World is a demo that has been made.
type World struct {
	Office   *casework.Office
	Clock    *Clock
	Accounts []Account

	turn         chan struct{} // held by whoever lets things fall due
	made, toMake atomic.Int64  // steps of the past; toMake is 0 when nothing is being made
}

// Expect lets pages say that the past is not there yet, before Make knows how much there is to make.
func (w *World) Expect() { w.toMake.Store(1) }

// Progress is how much of the past is there, in hundredths.
func (w *World) Progress() int {
	total := w.toMake.Load()
	if total == 0 {
		return 100
	}
	return int(min(99, 100*w.made.Load()/total))
}

// Open opens a demo that was prepared. Its clock goes on from the newest message, or from Start. Nobody in it has to show a second factor: who
// tries the demo would need a phone for each account.
func Open(ctx context.Context, db *store.DB, p *policy.Policy, base string, log *slog.Logger) (*World, error) {
	key, err := db.Secret(ctx, keyName)
	if err != nil {
		return nil, err
	}
	at, err := latest(ctx, db)
	if err != nil {
		return nil, err
	}
	clock := NewClock(at)
	own := *p
	own.SignIn.TwoFactors = nil
	w := &World{
		Office: &casework.Office{DB: db, Policy: &own, Clock: clock.Now, Key: key, Base: base, Log: log},
		Clock:  clock, Accounts: newPeople(newSpecialists(), "").accounts(), turn: make(chan struct{}, 1),
	}
	w.Office.Wait = w.rest
	return w, nil
}

// latest is when the newest message was made, or the start.
func latest(ctx context.Context, db *store.DB) (time.Time, error) {
	messages, err := db.Read().Mailbox(ctx, "", 1)
	if err != nil || len(messages) == 0 || messages[0].At.Before(Start) {
		return Start, err
	}
	return messages[0].At, nil
}

// Advance moves the clock on. What falls due on the way happens one by one, each at its own moment and with what follows from it.
func (w *World) Advance(ctx context.Context, by time.Duration) error {
	switch {
	case by <= 0:
		return ErrBackwards
	case by > longest, w.Clock.Now().Add(by).Sub(Start) > furthest:
		return ErrTooFar
	}
	if err := w.take(ctx); err != nil {
		return err
	}
	defer func() { <-w.turn }()
	target := w.Clock.Now().Add(by)
	for {
		if err := settle(ctx, w.Office); err != nil {
			return err
		}
		at, any, err := w.Office.Next(ctx)
		if err != nil {
			return err
		}
		if !any || at.After(target) {
			w.Clock.Set(target)
			return settle(ctx, w.Office)
		}
		if !at.After(w.Clock.Now()) { // left over by settle: it waits for a moment that is to come
			at = w.Clock.Now().Add(time.Second)
		}
		w.Clock.Set(at)
	}
}

func (w *World) take(ctx context.Context) error {
	select {
	case w.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Run does what is due as the clock goes, until the context ends. It keeps still while the past is made and while the clock is moved on.
func (w *World) Run(ctx context.Context) {
	if w.take(ctx) != nil {
		return
	}
	defer func() { <-w.turn }()
	w.Office.Run(ctx)
}

// look is how often the demo looks whether something is due.
const look = 100 * time.Millisecond

// rest gives up the turn between two looks.
func (w *World) rest(ctx context.Context, d time.Duration) error {
	<-w.turn
	timer := time.NewTimer(min(d, look))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
	w.turn <- struct{}{} // Run gives it back when the context has ended
	return ctx.Err()
}
