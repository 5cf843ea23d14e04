package casework_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	storeengine "github.com/wederhoor/wederhoor/store/storetest/engine"
)

// another is a second node on the same database.
func (w *world) another(t *testing.T) *world {
	t.Helper()
	node := worldOn(t, w.DB, w.now)
	return node
}

// jobs of the database, by key: status and attempts.
func (w *world) jobs(where string) map[string]string {
	w.t.Helper()
	failed, err := w.DB.Read().FailedJobs(w.t.Context(), 1000)
	must(w.t, err)
	found := map[string]string{}
	for _, j := range failed {
		if strings.Contains(j.Key, where) {
			found[j.Key] = j.Error
		}
	}
	return found
}

// enqueue puts jobs in, as they are due now.
func (w *world) enqueue(jobs ...store.Job) {
	w.t.Helper()
	must(w.t, w.DB.Write(w.t.Context(), func(tx *store.Tx) error {
		for _, j := range jobs {
			if j.RunAt.IsZero() {
				j.RunAt = w.now
			}
			if err := tx.Enqueue(j); err != nil {
				return err
			}
		}
		return nil
	}))
}

// passes lists the deadlines that are recorded as come.
func (w *world) passes(reference string) []string {
	w.t.Helper()
	var kinds []string
	for _, r := range w.whole(reference).Reached {
		kinds = append(kinds, string(r.Deadline))
	}
	return kinds
}

// A deadline that was made void leaves no job behind: the same moment can come again.
func TestADeadlineThatIsNoneAnyMoreLeavesNothing(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	triage := w.whole(filed.Reference).ReceivedAt.Add(24 * time.Hour)
	w.now = triage
	due, err := w.DB.Read().Due(t.Context(), w.now, 10)
	must(t, err)
	if len(due) != 1 {
		t.Fatalf("due: %+v", due)
	}
	stale := due[0]
	w.do(owner, filed.Reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"})
	payload := `{"reference":"` + filed.Reference + `","kind":"triage","fires":"` + stale.Fires.Format(time.RFC3339Nano) + `"}`
	w.enqueue(store.Job{Kind: "deadline", Key: stale.Key(), Reference: filed.Reference, Payload: payload})
	w.settle()
	if passed := w.passes(filed.Reference); len(passed) != 0 {
		t.Errorf("recorded: %v", passed)
	}
	w.enqueue(store.Job{Kind: "deadline", Key: stale.Key(), Reference: filed.Reference, Payload: payload})
	if next, any, err := w.DB.Read().NextJob(t.Context()); err != nil || !any || !next.Equal(w.now) {
		t.Errorf("the key of the void deadline cannot be used again: %v %v %v", next, any, err)
	}
}

// One deadline that cannot be recorded keeps no other from being recorded: it is tried again, and then listed as failed. While it
// stands there nothing is done about it, and nothing waits for it.
func TestAPoisonousDeadlineKeepsNoOtherFromFiring(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	other := w.do(casework.Public(), "", dossier.File{
		Contact: dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}, Branch: "B1", TreatmentDate: visitDay,
		About: []dossier.About{dossier.AboutBranch}, Story: "x",
	}).Reference
	w.settle()
	w.now = w.whole(filed.Reference).ReceivedAt.Add(25 * time.Hour)
	due, err := w.DB.Read().Due(t.Context(), w.now, 10)
	must(t, err)
	if len(due) != 2 {
		t.Fatalf("due: %+v", due)
	}
	// Its job cannot be read, as it would be after a mistake in the program.
	w.enqueue(store.Job{Kind: "deadline", Key: due[0].Key(), Reference: due[0].Reference, Payload: "{", RunAt: due[0].Fires})
	good := other
	if due[0].Reference == other {
		good = filed.Reference
	}
	w.settle()
	if passed := w.passes(good); !slices.Equal(passed, []string{"triage"}) {
		t.Errorf("the other dossier has recorded %v", passed)
	}
	end := w.now.Add(2 * time.Hour)
	for steps := 0; ; steps++ {
		next, any, err := w.Next(t.Context())
		must(t, err)
		if !any || next.After(end) {
			break
		}
		if !next.After(w.now) || steps > 50 {
			t.Fatalf("it is waited for something at %v, and it is %v: step %d", next, w.now, steps)
		}
		w.now = next
		w.settle()
	}
	failed := w.jobs(due[0].Key())
	if len(failed) != 1 {
		t.Fatalf("failed: %v", failed)
	}
	w.now = end
	if n, err := w.Tick(t.Context()); err != nil || n != 0 {
		t.Errorf("a job that was given up keeps the program busy: %d, %v", n, err)
	}
}

func TestAFailedJobIsTriedAgainAtEverLongerPausesAndThenGivenUp(t *testing.T) {
	w := newWorld(t)
	w.enqueue(store.Job{Kind: "juggle", Key: "juggle"})
	var pauses []time.Duration
	for {
		w.settle()
		next, any, err := w.DB.Read().NextJob(t.Context())
		must(t, err)
		if !any {
			break
		}
		pauses = append(pauses, next.Sub(w.now))
		w.now = next
	}
	want := []time.Duration{
		15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute,
	}
	if !slices.Equal(pauses, want) {
		t.Errorf("pauses of %v, want %v", pauses, want)
	}
	if failed := w.jobs("juggle"); len(failed) != 1 {
		t.Errorf("failed: %v", failed)
	}
}

// A node that died left its jobs leased: another one takes them when the lease is over, and they have their effect once, also when the
// first was only slow.
func TestJobsOfANodeThatDiedAreTakenOver(t *testing.T) {
	w := newWorld(t)
	filed := w.do(casework.Public(), "", complaint())
	left, err := w.DB.Lease(t.Context(), w.now, 0, 100) // the node dies here; its leases are over at once
	must(t, err)
	if len(left) == 0 {
		t.Fatal("nothing was leased")
	}
	node := w.another(t)
	node.settle()
	if told := w.told(filed.Reference, "complainant"); !slices.Contains(told, "filed") {
		t.Errorf("the complainant was told %v", told)
	}
	before := len(w.messages(filed.Reference))
	for _, job := range left {
		err := w.DB.Write(t.Context(), func(tx *store.Tx) error { return tx.Done(job, w.now) })
		if err == nil {
			t.Errorf("%s was ended by the node that had lost it", job.Key)
		}
	}
	w.settle()
	if after := len(w.messages(filed.Reference)); after != before {
		t.Errorf("%d messages, and then %d", before, after)
	}
}

// While a lease runs, no other node does the job.
func TestNobodyTakesAJobThatIsLeased(t *testing.T) {
	w := newWorld(t)
	filed := w.do(casework.Public(), "", complaint())
	if _, err := w.DB.Lease(t.Context(), w.now, time.Hour, 100); err != nil {
		t.Fatal(err)
	}
	node := w.another(t)
	node.now = w.now.AddDate(0, 0, 1) // the chain's clock has no part in it
	if _, err := node.DB.Lease(t.Context(), node.now, time.Hour, 100); err != nil {
		t.Fatal(err)
	}
	if n := len(w.messages(filed.Reference)); n != 0 {
		t.Errorf("%d messages", n)
	}
}

// A job at which every node that begins it ends is not begun for ever, and takes no other along: those are done at their first attempt.
func TestAJobThatEndsEveryNodeIsGivenUp(t *testing.T) {
	w := newWorld(t)
	var jobs []store.Job
	for n := range 40 {
		key := fmt.Sprintf("other:%02d", n)
		if n == 20 {
			key = "deadly"
		}
		jobs = append(jobs, store.Job{Kind: "juggle", Key: key})
	}
	w.enqueue(jobs...)
	ended, deaths := 0, 0
	for range 200 { // nodes whose lease is over when they die, as they do at that one
		taken, err := w.DB.Lease(t.Context(), w.now, 0, 100)
		must(t, err)
		deadly := slices.IndexFunc(taken, func(j store.Job) bool { return j.Key == "deadly" })
		switch {
		case deaths == 0: // before any was ended
			deaths++
			continue
		case deadly >= 0 && len(taken) != 1:
			t.Fatalf("%d others are taken along", len(taken)-1)
		case deadly >= 0 && deaths == 9:
			must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error { return tx.PutBack(taken, w.now) }))
		case deadly >= 0:
			deaths++
			continue
		}
		for _, j := range taken {
			if j.Key == "deadly" {
				continue
			}
			if ended++; j.Attempts != 1 {
				t.Errorf("%s is begun at attempt %d", j.Key, j.Attempts)
			}
			must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error { return tx.Done(j, w.now) }))
		}
		if deaths == 9 && ended == 39 {
			break
		}
	}
	if deaths != 9 || ended != 39 {
		t.Fatalf("%d nodes died and %d jobs were done", deaths, ended)
	}
	w.settle()
	if failed := w.jobs(""); len(failed) != 1 || !strings.Contains(failed["deadly"], "came to its end") {
		t.Errorf("failed: %v", failed)
	}
}

// atOnce lists which jobs can be taken at this moment, with the attempt that it would be.
func (w *world) atOnce() map[string]int {
	w.t.Helper()
	found := map[string]int{}
	jobs, err := w.DB.Lease(w.t.Context(), w.now, time.Hour, 1000)
	must(w.t, err)
	for _, j := range jobs {
		found[j.Key] = j.Attempts
	}
	return found
}

// A stop in the middle of a batch costs nobody an attempt, nor the time of a lease.
func TestAStopInTheMiddlePutsBackWhatWasNotBegun(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	for n := range 10 {
		w.enqueue(store.Job{Kind: "outside", Key: fmt.Sprintf("outside:%d", n), Payload: `{"reference":"` + filed.Reference + `"}`})
	}
	w.enqueue(store.Job{Kind: "juggle", Key: "juggle"})
	ctx, stop := context.WithCancel(t.Context())
	clock, looks := w.Clock, 0
	w.Clock = func() time.Time {
		if looks++; looks == 4 { // the first look is Tick's own
			stop()
		}
		return clock()
	}
	if _, err := w.Tick(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("the stop: %v", err)
	}
	w.Clock = clock
	left := w.atOnce()
	if len(left) != 8 {
		t.Errorf("%d of 11 are left: %v", len(left), left)
	}
	for key, attempt := range left {
		if attempt != 1 {
			t.Errorf("%s is at attempt %d", key, attempt)
		}
	}
}

// When people cannot be read nothing is begun: that costs no attempt either.
func TestJobsAreKeptWhenPeopleCannotBeRead(t *testing.T) {
	address := storetest.ToMigrate(t)
	w := newWorldAt(t, address)
	w.do(casework.Public(), "", complaint())
	somebody := storeengine.SQL(t, address)
	storeengine.Exec(t, somebody, "alter table accounts rename to accounts_away")
	for range 12 {
		if _, err := w.Tick(t.Context()); err == nil {
			t.Fatal("a tick without people")
		}
	}
	storeengine.Exec(t, somebody, "alter table accounts_away rename to accounts")
	left := w.atOnce()
	if len(left) < 2 {
		t.Errorf("left: %v", left)
	}
	for key, attempt := range left {
		if attempt != 1 {
			t.Errorf("%s is at attempt %d", key, attempt)
		}
	}
}

// After a stop, however long, and whatever was done to the clock meanwhile, each deadline is recorded once.
func TestDeadlinesSurviveAStopAndAMovedClock(t *testing.T) {
	for name, move := range map[string]func(*world){
		"a stop of a month":      func(w *world) { w.now = w.now.AddDate(0, 1, 0) },
		"a clock set forward":    func(w *world) { w.now = w.now.AddDate(0, 1, 0); w.settle(); w.now = w.now.AddDate(0, 0, -20) },
		"a clock set back first": func(w *world) { w.now = w.now.AddDate(0, 0, -20); w.settle(); w.now = w.now.AddDate(0, 1, 20) },
	} {
		w := newWorld(t)
		filed := w.file()
		move(w)
		node := w.another(t)
		node.settle()
		w.settle()
		passed := w.passes(filed.Reference)
		if n := len(slices.DeleteFunc(slices.Clone(passed), func(k string) bool { return k != "triage" })); n != 1 {
			t.Errorf("%s: recorded %v", name, passed)
		}
		if failed := w.jobs(""); len(failed) != 0 {
			t.Errorf("%s: failed %v", name, failed)
		}
	}
}

// A term in hours that runs through a change to or from summer time is as long as ever; one in days ends with its last day.
func TestDeadlinesAcrossSummerTime(t *testing.T) {
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	must(t, err)
	for name, at := range map[string]time.Time{
		"to summer time":   time.Date(2026, 3, 28, 20, 0, 0, 0, amsterdam),  // the night to 29 March has an hour less
		"from summer time": time.Date(2026, 10, 24, 20, 0, 0, 0, amsterdam), // the night to 25 October has an hour more
	} {
		w := newWorld(t)
		w.now = at.UTC()
		filed := w.file()
		w.now = at.Add(24*time.Hour - time.Millisecond)
		w.settle()
		if passed := w.passes(filed.Reference); len(passed) != 0 {
			t.Errorf("%s: %v came too early", name, passed)
		}
		w.now = at.Add(24 * time.Hour)
		w.settle()
		if passed := w.passes(filed.Reference); !slices.Equal(passed, []string{"triage"}) {
			t.Errorf("%s: recorded %v", name, passed)
		}
	}
}
