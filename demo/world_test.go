package demo

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
)

// present is a demo without a past.
func present(t *testing.T) *World {
	t.Helper()
	db, err := store.Open(t.Context(), storetest.ToMigrate(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := errors.Join(db.Migrate(t.Context()), Prepare(t.Context(), db)); err != nil {
		t.Fatal(err)
	}
	w, err := Open(t.Context(), db, policy.Default(), "http://127.0.0.1:8080", silent())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func fileNow(t *testing.T, w *World) string {
	t.Helper()
	result, err := w.Office.Do(t.Context(), casework.Public(), casework.Order{Command: dossier.File{
		Contact: dossier.Contact{Name: "Klaas Klager", Email: "klaas@post.example"}, Branch: "UTR", TreatmentDate: "2026-03-03",
		Specialists: []dossier.SpecialistID{"S14"}, About: []dossier.About{dossier.AboutSpecialist}, Story: "Het ging niet goed.", Language: "nl",
	}})
	if err != nil {
		t.Fatal(err)
	}
	return result.Reference
}

// What falls due while the clock is moved on comes at its own moment, not at the end.
func TestAdvanceLetsThingsFallDueOneByOne(t *testing.T) {
	w := present(t)
	reference := fileNow(t, w)
	if err := w.Advance(t.Context(), 30*24*time.Hour); err != nil {
		t.Fatal(err)
	}
	if got := w.Clock.Now(); !got.Equal(Start.AddDate(0, 0, 30)) {
		t.Errorf("the clock stands at %s", got)
	}
	loaded, err := w.Office.DB.Read().Dossier(t.Context(), []string{dossier.ViewHandlers}, reference)
	if err != nil {
		t.Fatal(err)
	}
	came := map[dossier.DeadlineKind]time.Time{}
	for _, e := range loaded.Entries {
		if passed, ok := e.Event.(dossier.DeadlinePassed); ok {
			came[passed.Deadline] = e.At
			if !e.At.Equal(passed.Due) {
				t.Errorf("%s was due at %s and came at %s", passed.Deadline, passed.Due, e.At)
			}
		}
	}
	if !came[dossier.DueTriage].Equal(Start.Add(24 * time.Hour)) {
		t.Errorf("the term of triage came at %s", came[dossier.DueTriage])
	}
	if !came[dossier.DueAnswer].After(came[dossier.DueTriage]) {
		t.Errorf("the answer was due at %s", came[dossier.DueAnswer])
	}
}

func TestAdvanceRefuses(t *testing.T) {
	w := present(t)
	for by, want := range map[time.Duration]error{0: ErrBackwards, -time.Hour: ErrBackwards, longest + 1: ErrTooFar} {
		if err := w.Advance(t.Context(), by); !errors.Is(err, want) {
			t.Errorf("%s: %v", by, err)
		}
	}
	for range 4 {
		if err := w.Advance(t.Context(), longest); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Advance(t.Context(), longest); !errors.Is(err, ErrTooFar) {
		t.Errorf("beyond the end of its calendar: %v", err)
	}
}

// The loop does what follows from an act by itself, and gives way to whoever moves the clock.
func TestRunDoesWhatFollows(t *testing.T) {
	w := present(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.Run(ctx)
	}()
	fileNow(t, w)
	for n := 0; ; n++ {
		messages, err := w.Office.DB.Read().Mailbox(t.Context(), "klaas@post.example", 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(messages) > 0 {
			break
		}
		if n == 300 {
			t.Fatal("nobody was told")
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := w.Advance(t.Context(), time.Hour); err != nil {
		t.Error(err)
	}
	stop()
	<-ended
	if err := w.Advance(t.Context(), time.Hour); err != nil {
		t.Errorf("after the loop has ended: %v", err)
	}
}

func TestClock(t *testing.T) {
	machine := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	c := NewClock(Start)
	c.Start(func() time.Time { return machine })
	machine = machine.Add(time.Minute)
	if got := c.Now().Sub(Start); got != time.Minute {
		t.Errorf("after a minute it shows %s", got)
	}
	c.Set(Start.Add(time.Hour))
	machine = machine.Add(time.Minute)
	if got := c.Now().Sub(Start); got != time.Hour+time.Minute {
		t.Errorf("moved on an hour, and a minute later, it shows %s", got)
	}
	c.Set(Start)
	if got := c.Now().Sub(Start); got != time.Hour+time.Minute {
		t.Errorf("set back it shows %s", got)
	}
}
