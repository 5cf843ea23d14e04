package casework_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
)

// closedOn is the policy with a day more on which the chain is closed.
func closedOn(day dossier.Date) *policy.Policy {
	p := policy.Default()
	p.Calendar.Add = append(p.Calendar.Add, calendar.Holiday{Date: day})
	return p
}

// anew is the program started again with another policy.
func (w *world) anew(p *policy.Policy) *world {
	w.t.Helper()
	node := w.another(w.t)
	node.Policy = p
	node.stand()
	return node
}

// movedIn lists what was recorded of deadlines that moved.
func (w *world) movedIn(reference string) (moved [][]dossier.MovedDeadline) {
	w.t.Helper()
	for _, e := range w.fetch(owner, reference).Entries {
		if e, ok := e.Event.(dossier.DeadlinesMoved); ok {
			moved = append(moved, e.Moved)
		}
	}
	return moved
}

// clean fails when a row is not as the live calendar has it.
func (w *world) clean() {
	w.t.Helper()
	check, err := w.DB.Verify(w.t.Context(), w.Calendar())
	must(w.t, err)
	for _, fault := range check.Faults {
		w.t.Error(fault)
	}
}

// serious are some complaints that have to be called about within working days.
func (w *world) serious(n int) []string {
	w.t.Helper()
	var references []string
	for i := range n {
		c := complaint()
		c.Contact = dossier.Contact{Name: "Client", Email: string(rune('a'+i)) + "@example.net"}
		reference := w.do(casework.Public(), "", c).Reference
		w.do(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"})
		references = append(references, reference)
	}
	w.settle()
	return references
}

func TestAHolidayThatIsAddedMovesOpenDeadlinesAndIsRecorded(t *testing.T) {
	w := newWorld(t)
	w.stand()
	references := w.serious(3)
	plain := w.file().Reference // nothing in working days is open in it
	w.do(complainant(plain), plain, dossier.Withdraw{})
	w.settle()
	node := w.anew(closedOn("2026-03-05")) // Thursday; three working days after Tuesday end on Monday now
	node.settle()
	for _, reference := range references {
		moved := node.movedIn(reference)
		if len(moved) != 1 || !slices.ContainsFunc(moved[0], func(m dossier.MovedDeadline) bool {
			return m.Deadline == dossier.DueCall && node.Calendar().Day(m.From) == "2026-03-06" && node.Calendar().Day(m.To) == "2026-03-09"
		}) {
			t.Errorf("%s has recorded %+v", reference, moved)
		}
	}
	if moved := node.movedIn(plain); len(moved) != 0 {
		t.Errorf("a closed dossier has recorded %+v", moved)
	}
	node.clean()
	back := node.anew(policy.Default()) // and it is taken back
	back.settle()
	again := back.anew(closedOn("2026-03-05")) // and added once more
	again.settle()
	for _, reference := range references {
		if moved := again.movedIn(reference); len(moved) != 3 {
			t.Errorf("%s has recorded %d moves", reference, len(moved))
		}
	}
	again.clean()
	if failed := again.jobs(""); len(failed) > 0 {
		t.Errorf("failed: %v", failed)
	}
}

// The first start remembers the calendar and moves nothing; the same calendar is no change, however it is written.
func TestTheSameCalendarMovesNothing(t *testing.T) {
	w := newWorld(t)
	references := w.serious(1)
	w.stand()
	p := policy.Default()
	slices.Reverse(p.Calendar.Public)
	p.Calendar.SlotMinutes = 15
	node := w.anew(p)
	node.settle()
	if moved := node.movedIn(references[0]); len(moved) != 0 {
		t.Errorf("recorded: %+v", moved)
	}
}

// The program is killed in the middle: what was moved is not moved twice, and what was not is moved after the start.
func TestRedatingThatIsKilledGoesOnAfterTheStart(t *testing.T) {
	w := newWorld(t)
	w.stand()
	references := w.serious(4)
	node := w.anew(closedOn("2026-03-05"))
	node.Lease = time.Nanosecond // it dies: the lease is over at once
	ctx, kill := context.WithCancel(t.Context())
	reads := 0
	node.Clock = func() time.Time { // read for every act
		if reads++; reads == 4 {
			kill()
		}
		return node.now
	}
	if _, err := node.Tick(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("it was not killed: %v", err)
	}
	done := 0
	for _, reference := range references {
		done += len(w.movedIn(reference))
	}
	if done == 0 || done == len(references) {
		t.Fatalf("%d of %d were moved when it died", done, len(references))
	}
	after := w.anew(closedOn("2026-03-05"))
	after.settle()
	for _, reference := range references {
		if moved := after.movedIn(reference); len(moved) != 1 {
			t.Errorf("%s has recorded %+v", reference, moved)
		}
	}
	after.clean()
}

// More dossiers than one step goes through.
func TestRedatingGoesStepByStep(t *testing.T) {
	w := newWorld(t)
	w.stand()
	for n := range 105 {
		c := complaint()
		c.Contact = dossier.Contact{Name: "Client", Phone: "06" + time.Unix(int64(n), 0).UTC().Format("150405") + "11"}
		w.do(casework.Public(), "", c)
	}
	last := w.serious(1)[0]
	node := w.anew(closedOn("2026-03-05"))
	node.settle()
	if moved := node.movedIn(last); len(moved) != 1 {
		t.Errorf("the last has recorded %+v", moved)
	}
	node.clean()
}

// A deadline whose rows are of another calendar does not fire at the old moment, and does at the new one: the job of the old moment is due
// before the one that counts anew.
func TestADeadlineThatMovedFiresAtItsNewMoment(t *testing.T) {
	w := newWorld(t)
	w.stand()
	reference := w.serious(1)[0]
	old := w.Calendar().EndOf("2026-03-06")
	node := w.another(t)
	node.Policy = closedOn("2026-03-05")
	node.now = old.Add(time.Hour)
	node.stand()
	node.settle()
	if passed := node.passes(reference); slices.Contains(passed, string(dossier.DueCall)) {
		t.Errorf("recorded at the old moment: %v", passed)
	}
	if moved := node.movedIn(reference); len(moved) != 1 {
		t.Errorf("recorded: %+v", moved)
	}
	node.now = node.Calendar().EndOf("2026-03-09").Add(time.Hour)
	node.settle()
	if passed := node.passes(reference); !slices.Contains(passed, string(dossier.DueCall)) {
		t.Errorf("not recorded at the new moment: %v", passed)
	}
	if failed := node.jobs(""); len(failed) > 0 {
		t.Errorf("failed: %v", failed)
	}
}

// A node that still has the old calendar leaves the work to one with the new.
func TestRedatingIsLeftToANodeWithThatCalendar(t *testing.T) {
	w := newWorld(t)
	w.stand()
	reference := w.serious(1)[0]
	node := w.anew(closedOn("2026-03-05"))
	w.settle() // the old one takes the job
	if moved := w.movedIn(reference); len(moved) != 0 {
		t.Fatalf("the node with the old calendar recorded %+v", moved)
	}
	node.now = node.now.Add(time.Minute)
	node.settle()
	if moved := node.movedIn(reference); len(moved) != 1 {
		t.Errorf("recorded: %+v", moved)
	}
}
