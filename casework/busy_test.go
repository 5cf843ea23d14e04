package casework_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// A harness that notices nothing proves nothing: an act that reads in one transaction and writes in another is found out.
func TestInterleaving_NoticesAnActThatIsNotWhole(t *testing.T) {
	d := newDrill(t)
	var reference string
	from := d.scene(func(w *world) { reference = w.file().Reference })
	careless := func(w *world) string {
		seen := w.fetch(owner, reference).Whole.Count
		return order(owner, reference, dossier.WriteNote{Words: fmt.Sprintf("after record %d", seen)})(w)
	}
	r := &round{drill: d, t: t, pair: pair{from: from, a: careless, b: careless}}
	r.play()
	if len(r.faults) == 0 || len(r.faults) == r.schedules {
		t.Errorf("of %d schedules of an act that is not whole %d ended as in neither order", r.schedules, len(r.faults))
	}
}

// Somebody else who keeps the database locked, a backup that hangs say, costs nobody what they typed: they are asked to try again.
func TestR5_R6_ADatabaseThatStaysLockedAsksToTryAgain(t *testing.T) {
	d := newDrill(t)
	from := d.scene(func(w *world) { w.file() })
	d.engine.bubble(t, func(t *testing.T) {
		w, release := d.engine.blocked(t, from)
		const people = 5
		var answers [people]error
		ended := make(chan struct{})
		began := time.Now()
		form := func(i int) casework.Order { return casework.Order{Command: complaint(), Key: fmt.Sprint("form", i)} }
		for i := range people {
			go func() {
				_, answers[i] = w.Do(t.Context(), casework.Public(), form(i))
				ended <- struct{}{}
			}()
		}
		for range people {
			<-ended
		}
		if waited := time.Since(began); waited > 25*time.Second {
			t.Errorf("the last was answered after %v", waited)
		}
		for i, err := range answers {
			if kindOf(err) != casework.Busy {
				t.Errorf("%d: %v, want busy", i, err)
			}
		}
		if _, err := w.Tick(t.Context()); err != nil {
			t.Errorf("a tick with nothing to do: %v", err)
		}
		release()
		for i := range people {
			if _, err := w.Do(t.Context(), casework.Public(), form(i)); err != nil {
				t.Errorf("%d, again: %v", i, err)
			}
		}
		w.quiet()
	})
}

// What a node could not do while the database was locked it does afterwards.
func TestR28_ALockedDatabaseLosesNoJob(t *testing.T) {
	d := newDrill(t)
	var reference string
	from := d.scene(func(w *world) { reference = w.do(casework.Public(), "", complaint()).Reference })
	d.engine.bubble(t, func(t *testing.T) {
		w, release := d.engine.blocked(t, from)
		if _, err := w.Tick(t.Context()); err == nil {
			t.Error("jobs were taken from a locked database")
		}
		release()
		w.quiet()
		w.heard(reference, "complainant", "filed", "ban_started")
	})
}
