package casework_test

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store/storetest"
	database "github.com/wederhoor/wederhoor/store/storetest/engine"
)

// dueAt is when the rows say that a call is due.
func (w *world) dueAt(reference string) dossier.Date {
	w.t.Helper()
	due, err := w.DB.Read().Due(w.t.Context(), w.now.AddDate(0, 1, 0), 1000)
	must(w.t, err)
	for _, d := range due {
		if d.Reference == reference && d.Kind == dossier.DueCall {
			return w.Calendar().Day(d.At)
		}
	}
	return ""
}

// waiting is how many dossiers were counted by another calendar than this node's.
func (w *world) waiting() int {
	w.t.Helper()
	check, err := w.DB.Verify(w.t.Context(), w.Calendar())
	must(w.t, err)
	for _, fault := range check.Faults {
		w.t.Error(fault)
	}
	return check.Waiting
}

// An act comes before the job: what the calendar moved is recorded and told with it, once. Whoever acts is not told that their page is old.
func TestRedatingIsDoneByAnActThatComesBeforeTheJob(t *testing.T) {
	w := newWorld(t)
	w.stand()
	reference := w.serious(1)[0]
	seen := w.whole(reference).Count
	node := w.anew(closedOn("2026-03-05"))
	corrected := dossier.CorrectContact{Contact: dossier.Contact{Name: "Client", Email: "other@example.net"}}
	_, err := node.Do(t.Context(), owner, casework.Order{Reference: reference, Command: corrected, Seen: seen})
	must(t, err)
	if moved := node.movedIn(reference); len(moved) != 1 {
		t.Fatalf("with the act was recorded %+v", moved)
	}
	entries := node.fetch(owner, reference).Entries
	if _, first := entries[seen].Event.(dossier.DeadlinesMoved); !first {
		t.Errorf("the first new record is %T", entries[seen].Event)
	}
	node.settle()
	if moved := node.movedIn(reference); len(moved) != 1 {
		t.Errorf("after the job there is recorded %+v", moved)
	}
	if told := node.told(reference, "complainant"); !slices.Contains(told, "moved") {
		t.Errorf("the complainant was told %v", told)
	}
	node.clean()
}

// An act in another dossier that reaches into this one counts it as well.
func TestRedatingIsDoneByAnActThatReachesIntoTheDossier(t *testing.T) {
	w := newWorld(t)
	w.stand()
	references := w.serious(2)
	node := w.anew(closedOn("2026-03-05"))
	node.do(owner, references[0], dossier.Link{Other: references[1], Why: "x"})
	for _, reference := range references {
		if moved := node.movedIn(reference); len(moved) != 1 {
			t.Errorf("%s has recorded %+v", reference, moved)
		}
	}
	node.clean()
}

// An act that is refused leaves the dossier to the job.
func TestRedatingIsLeftToTheJobByAnActThatIsRefused(t *testing.T) {
	w := newWorld(t)
	w.stand()
	reference := w.serious(1)[0]
	node := w.anew(closedOn("2026-03-05"))
	node.fails(owner, casework.Order{Reference: reference, Command: dossier.AcceptOffer{}})
	if n := node.waiting(); len(node.movedIn(reference)) != 0 || n != 1 {
		t.Errorf("a refused act counted it: %d wait", n)
	}
	node.settle()
	if moved := node.movedIn(reference); len(moved) != 1 {
		t.Errorf("recorded: %+v", moved)
	}
}

// While nodes are replaced one after another, one with the old calendar acts after the job has ended: in an old dossier and in a new one.
// It records no moves, and what it writes is counted anew within a minute.
func TestRedatingFindsWhatANodeWithTheOldCalendarWrites(t *testing.T) {
	w := newWorld(t)
	w.stand()
	reference := w.serious(1)[0]
	node := w.anew(closedOn("2026-03-05"))
	node.settle()
	if day := node.dueAt(reference); day != "2026-03-09" {
		t.Fatalf("due on %q", day)
	}
	w.do(owner, reference, dossier.WriteNote{Words: "x"})
	fresh := w.serious(1)[0]
	if n := node.waiting(); n != 2 || len(w.movedIn(reference)) != 1 || len(w.movedIn(fresh)) != 0 {
		t.Errorf("%d dossiers wait; recorded are %+v and %+v", n, w.movedIn(reference), w.movedIn(fresh))
	}
	w.now = w.now.AddDate(0, 0, 1) // another date: the old node looks after the calendar, and leaves it
	w.stand()
	node.now = node.now.Add(time.Minute)
	node.stand()
	node.settle()
	for _, r := range []string{reference, fresh} {
		if day := node.dueAt(r); day != "2026-03-09" {
			t.Errorf("%s is due on %q", r, day)
		}
	}
	if moved := node.movedIn(fresh); len(moved) != 1 {
		t.Errorf("recorded: %+v", moved)
	}
	node.clean()
}

// A node with the old calendar leaves deadlines to those with the new one; when there is none for an hour, it does them by its own.
func TestRedatingNodesThatDifferLeaveDeadlinesToTheCalendarInForce(t *testing.T) {
	w := newWorld(t)
	p := closedOn("2026-03-05")
	old := w.anew(p)
	reference := old.serious(1)[0]
	node := old.anew(w.Policy) // the day is taken back: due on the 6th
	node.settle()
	old.now = old.Calendar().EndOf("2026-03-06").Add(time.Minute)
	old.settle()
	if passed := old.passes(reference); slices.Contains(passed, string(dossier.DueCall)) || len(old.movedIn(reference)) != 1 {
		t.Fatalf("the node with the old calendar recorded %v, %+v", passed, old.movedIn(reference))
	}
	node.now = old.now.Add(time.Minute)
	node.settle()
	if passed := node.passes(reference); !slices.Contains(passed, string(dossier.DueCall)) {
		t.Errorf("recorded: %v", passed)
	}
	node.clean()
}

// The node with the new calendar goes away for good, and those with the old one are not started again.
func TestRedatingAloneWithTheOldCalendarStillReachesDeadlines(t *testing.T) {
	w := newWorld(t)
	w.stand()
	reference := w.serious(1)[0]
	gone := w.anew(closedOn("2026-03-14")) // a Saturday: it moves nothing
	gone.settle()
	w.now = w.Calendar().EndOf("2026-03-06").Add(time.Minute)
	w.settle()
	if passed := w.passes(reference); slices.Contains(passed, string(dossier.DueCall)) {
		t.Fatalf("it was not left: %v", passed)
	}
	w.now = w.now.Add(time.Hour + time.Minute)
	w.settle()
	if passed := w.passes(reference); !slices.Contains(passed, string(dossier.DueCall)) {
		t.Errorf("recorded: %v", passed)
	}
}

// A rebuild, be it of rows that another version made, moves nothing silently.
func TestRedatingIsNotDoneByARebuild(t *testing.T) {
	address := storetest.ToMigrate(t)
	w := newWorldAt(t, address)
	w.stand()
	reference := w.serious(1)[0]
	node := w.another(t)
	node.Policy = closedOn("2026-03-05")
	database.Exec(t, database.SQL(t, address), "update list set version = 0, handler = 'nobody'")
	if n, err := node.DB.Rebuild(t.Context(), node.Calendar()); n != 1 || err != nil {
		t.Fatalf("%d were made anew, %v", n, err)
	}
	if outdated, err := node.DB.Read().Outdated(t.Context()); outdated != 0 || err != nil {
		t.Errorf("%d are outdated, %v", outdated, err)
	}
	if day, n := node.dueAt(reference), node.waiting(); day != "2026-03-06" || n != 1 {
		t.Errorf("due on %q, and %d wait", day, n)
	}
	w.clean() // by the calendar that counted them nothing is wrong
	node.stand()
	node.settle()
	if day, moved := node.dueAt(reference), node.movedIn(reference); day != "2026-03-09" || len(moved) != 1 {
		t.Errorf("due on %q, recorded: %+v", day, moved)
	}
	if n := node.waiting(); n != 0 {
		t.Errorf("%d wait", n)
	}
}

// somebodyFirst makes every act in the dossier come too late, as when somebody else is always first, until the function is called.
func somebodyFirst(t *testing.T, address, reference string) (over func()) {
	t.Helper()
	in := database.SQL(t, address)
	again := "insert into dossiers (reference) values ('" + reference + "')"
	isIt := "new.dossier = (select id from dossiers where reference = '" + reference + "')"
	if !database.Postgres() {
		database.Exec(t, in, "create trigger first before insert on events when "+isIt+" begin "+again+"; end")
		return func() { t.Helper(); database.Exec(t, in, "drop trigger first") }
	}
	database.Exec(t, in, "create function first() returns trigger language plpgsql as $$begin if "+isIt+" then "+again+"; end if; return new; end$$")
	database.Exec(t, in, "create trigger first before insert on events for each row execute function first()")
	return func() { t.Helper(); database.Exec(t, in, "drop trigger first on events") }
}

// A dossier in which somebody is always first keeps no other waiting, is not called damaged, and is counted later. What whoever minds
// jobs reads of it names no dossier.
func TestRedatingTriesADossierThatIsBusyAgain(t *testing.T) {
	address := storetest.ToMigrate(t)
	w := newWorldAt(t, address)
	w.stand()
	references := w.serious(3)
	over := somebodyFirst(t, address, references[1])
	node := w.anew(closedOn("2026-03-05"))
	var log bytes.Buffer
	node.Log = slog.New(slog.NewTextHandler(&log, nil))
	node.settle()
	for i, want := range []int{1, 0, 1} {
		if moved := node.movedIn(references[i]); len(moved) != want {
			t.Errorf("%d has recorded %+v", i, moved)
		}
	}
	if strings.Contains(log.String(), "is not counted") || !strings.Contains(log.String(), "1 dossiers were being acted in") {
		t.Errorf("logged: %s", log.String())
	}
	node.advance(40 * time.Minute) // it is given up
	failed := node.jobs("redate")
	for _, reason := range failed {
		if contains(reason, references...) {
			t.Errorf("the reason names a dossier: %s", reason)
		}
	}
	if len(failed) != 1 {
		t.Fatalf("failed: %v", failed)
	}
	over()
	node.now = node.now.AddDate(0, 0, 1) // and asked for again
	node.stand()
	node.settle()
	if moved := node.movedIn(references[1]); len(moved) != 1 {
		t.Errorf("recorded: %+v", moved)
	}
	node.clean()
}

// One that is damaged keeps no other from being counted, is named in the log alone, and is not tried every minute.
func TestRedatingPassesOverADamagedDossier(t *testing.T) {
	address := storetest.ToMigrate(t)
	w := newWorldAt(t, address)
	w.stand()
	references := w.serious(2)
	in := database.SQL(t, address)
	database.Unlock(t, in, "events")
	database.Exec(t, in, "update events set facts = '{' where number = 2 and dossier = (select id from dossiers where reference = $1)", references[0])
	node := w.anew(closedOn("2026-03-05"))
	var log bytes.Buffer
	node.Log = slog.New(slog.NewTextHandler(&log, nil))
	node.settle()
	for range 3 {
		node.now = node.now.Add(2 * time.Minute)
		node.stand()
		node.settle()
	}
	if moved := node.movedIn(references[1]); len(moved) != 1 {
		t.Errorf("recorded: %+v", moved)
	}
	if n := strings.Count(log.String(), "is not counted"); n != 1 || len(node.jobs("redate")) != 0 {
		t.Errorf("%d times logged; failed: %v", n, node.jobs("redate"))
	}
}

// Dossiers in which nothing is due are counted several in one transaction, and nothing is recorded in them.
func TestRedatingTakesClosedDossiersTogether(t *testing.T) {
	w := newWorld(t)
	w.stand()
	references := w.serious(45)
	for _, reference := range references {
		w.do(complainant(reference), reference, dossier.Withdraw{})
	}
	w.settle()
	node := w.anew(closedOn("2026-03-05"))
	reads := 0
	node.Clock = func() time.Time { reads++; return node.now } // read for every act
	node.settle()
	if reads > 25 {
		t.Errorf("the clock was read %d times for %d dossiers", reads, len(references))
	}
	for _, reference := range references {
		if moved := node.movedIn(reference); len(moved) != 0 {
			t.Errorf("%s has recorded %+v", reference, moved)
		}
	}
	node.clean()
}

// A job that is long under way is left to the node that does it; one that nobody is there for goes away after an hour.
func TestRedatingIsNotGivenUpByTheOldNodeBecauseTheJobIsOld(t *testing.T) {
	w := newWorld(t)
	w.stand()
	reference := w.serious(1)[0]
	node := w.anew(closedOn("2026-03-05"))
	w.now = w.now.Add(2 * time.Hour)
	w.settle()
	w.now = w.now.Add(59 * time.Minute)
	w.settle()
	if next, any, err := w.DB.Read().NextJob(t.Context()); err != nil || !any || next.After(w.now.Add(time.Minute)) {
		t.Fatalf("the next job is %v, %v, %v", next, any, err)
	}
	node.now = w.now.Add(time.Minute)
	node.settle()
	if moved := node.movedIn(reference); len(moved) != 1 {
		t.Errorf("recorded: %+v", moved)
	}
}
