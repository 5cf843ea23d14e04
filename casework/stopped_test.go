package casework_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// The program is switched off in the middle of things, for a second or for a month, and two nodes start again at the same moment. What fell
// due meanwhile is handled once, by whichever of them: nothing is left, nothing is told twice, and of what a deadline had to say in all
// that time only the last is said.
func TestR10_R13_SwitchedOffAcrossDeadlines(t *testing.T) {
	amsterdam := ours.NewCalendar().Zone()
	for name, begin := range map[string]time.Time{
		"an ordinary week":         start.AddDate(0, 0, 14),
		"the night to summer time": time.Date(2026, 3, 28, 21, 30, 0, 0, amsterdam),
		"the night to winter time": time.Date(2026, 10, 24, 21, 30, 0, 0, amsterdam),
	} {
		for _, long := range []time.Duration{
			time.Second, time.Hour, 5 * time.Hour, 12 * time.Hour, 20 * time.Hour, 24 * time.Hour, 25 * time.Hour, 7 * day, 13 * day, 14 * day, 30 * day,
		} {
			t.Run(fmt.Sprintf("%s, %s", name, long), func(t *testing.T) {
				t.Parallel()
				switchedOff(t, begin.UTC().Truncate(time.Millisecond), long)
			})
		}
	}
}

func switchedOff(t *testing.T, begin time.Time, long time.Duration) {
	w := newWorld(t)
	w.now = begin.AddDate(0, 0, -14)
	references := w.brought((*world).inquired, (*world).offered) // which takes days
	w.advance(begin.Sub(w.now))
	references = append(references, w.brought(func(*world, string) {}, (*world).planned, (*world).harmed, (*world).withdrawing)...)
	w.settle()
	before := map[string]store.Loaded{}
	for _, reference := range references {
		before[reference] = w.fetch(owner, reference).Loaded
	}
	stopped := w.now
	w.now = w.now.Add(long)
	nodes := []*world{w, w.another(t)}
	begun := time.Now()
	both := sync.WaitGroup{}
	for _, node := range nodes {
		both.Go(func() { // not settle: a failure must end the test, not this goroutine
			for {
				n, err := node.Tick(t.Context())
				if err != nil {
					t.Errorf("tick: %v", err)
				}
				if n == 0 || err != nil {
					return
				}
			}
		})
	}
	both.Wait()
	w.settle() // one may have stopped while the other had work left to give
	t.Logf("from %s to %s: all was handled in %s", stopped.Format(time.DateTime), w.now.Format(time.DateTime), time.Since(begun).Round(time.Millisecond))
	left, err := w.DB.Read().Due(t.Context(), w.now, 100)
	must(t, err)
	if failed := w.jobs(""); len(left) > 0 || len(failed) > 0 {
		t.Errorf("left: %v, failed: %v", left, failed)
	}
	for reference, was := range before {
		w.handledOnce(reference, was)
	}
	w.clean()
}

// brought are dossiers, each brought to a stage.
func (w *world) brought(stages ...func(*world, string)) (references []string) {
	for _, bring := range stages {
		reference := w.filed()
		bring(w, reference)
		references = append(references, reference)
	}
	return references
}

// handledOnce holds what was recorded and told of a dossier's deadlines against what was open when the program stopped.
func (w *world) handledOnce(reference string, was store.Loaded) {
	w.t.Helper()
	now := w.fetch(owner, reference)
	alerts := map[string]int{}
	for _, e := range now.Entries {
		told := ""
		switch e := e.Event.(type) {
		case dossier.DeadlinePassed:
			told = fmt.Sprint("passed ", e.Deadline, e.Subject, e.Due)
		case dossier.Reminded:
			told = fmt.Sprint("reminded ", e.Deadline, e.Subject, e.Due)
			if e.At.After(w.now) || e.At.Before(e.Due.AddDate(0, -1, 0)) {
				w.t.Errorf("%s: reminded of %s at %s", reference, e.Deadline, e.At)
			}
		}
		if told == "" || e.Number <= was.State.Count {
			continue
		}
		if alerts[told]++; alerts[told] > 1 {
			w.t.Errorf("%s: %s is recorded twice", reference, told)
		}
	}
	for _, d := range was.Due {
		still := slices.ContainsFunc(now.Due, func(o dossier.Deadline) bool {
			return o.Kind == d.Kind && o.Subject == d.Subject && o.Due.Equal(d.Due)
		})
		passed, reminded := alerts[fmt.Sprint("passed ", d.Kind, d.Subject, d.Due)], alerts[fmt.Sprint("reminded ", d.Kind, d.Subject, d.Due)]
		switch {
		case !still || d.Reached || d.Fires.After(w.now): // over by what else happened, or before, or not yet due
		case !d.Due.After(w.now) && (passed != 1 || reminded != 0):
			w.t.Errorf("%s: %s came at %s: recorded %d times, and %d reminders", reference, d.Kind, d.Due, passed, reminded)
		case d.Due.After(w.now) && (passed != 0 || reminded != 1):
			w.t.Errorf("%s: a reminder of %s came at %s: recorded %d times", reference, d.Kind, d.Fires, reminded)
		}
	}
	w.toldOnce(reference)
}

// toldOnce: of what each alert had to tell, everybody was told once.
func (w *world) toldOnce(reference string) {
	w.t.Helper()
	told := map[string]bool{}
	for _, m := range w.messages(reference) {
		key := fmt.Sprint(m.Number, " ", m.To, " ", m.Person, " ", m.Kind)
		if told[key] {
			w.t.Errorf("%s: %s was told twice", reference, key)
		}
		told[key] = true
	}
	for _, e := range w.fetch(owner, reference).Entries {
		passed, is := e.Event.(dossier.DeadlinePassed)
		if is && passed.Deadline == dossier.DueTriage && !told[fmt.Sprint(e.Number, " ", dossier.ToHandlers, " ", owner.Account, " overdue")] {
			w.t.Errorf("%s: nobody told the owner that triage is overdue", reference)
		}
	}
}
