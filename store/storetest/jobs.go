package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Leases of no length at all have run out as soon as they are given; an hour is longer than any test.
const (
	over = time.Duration(0)
	long = time.Hour
)

func lease(t testing.TB, db *store.DB, now time.Time, time time.Duration, n int) []store.Job {
	t.Helper()
	jobs, err := db.Lease(t.Context(), now, time, n)
	noErr(t, err)
	return jobs
}

func testJobs(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	put := func(key string, at time.Time) {
		o.Write(func(tx *store.Tx) error {
			return tx.Enqueue(store.Job{Kind: "match", Key: key, Payload: `{"n":1}`, Reference: reference, RunAt: at})
		})
	}
	same(t, "jobs of an empty store", len(lease(t, db, Start, long, 5)), 0)
	put("b", Start.Add(time.Second))
	put("a", Start)
	put("a", Start.Add(-time.Hour)) // the same effect: left as it is
	put("later", Start.Add(time.Hour))
	for fault, job := range map[string]store.Job{"without a key": {Kind: "match"}, "of no dossier": {Kind: "match", Key: "x", Reference: "WH-NONE"}} {
		if err := db.Write(t.Context(), func(tx *store.Tx) error { return tx.Enqueue(job) }); err == nil {
			t.Errorf("a job %s was taken", fault)
		}
	}
	next, any, err := db.Read().NextJob(t.Context())
	noErr(t, err)
	if !any || !next.Equal(Start) {
		t.Errorf("the next job is at %v %v", next, any)
	}
	jobs := lease(t, db, Start.Add(time.Minute), long, 5)
	if len(jobs) != 2 || jobs[0].Key != "a" || jobs[1].Key != "b" || jobs[0].Attempts != 1 || jobs[0].Payload != `{"n":1}` ||
		!jobs[0].RunAt.Equal(Start) || jobs[0].Reference != reference {
		t.Fatalf("leased %+v", jobs)
	}
	o.Write(func(tx *store.Tx) error { return tx.Done(jobs[0], Start) })
	o.Write(func(tx *store.Tx) error { return tx.Retry(jobs[1], Start.Add(2*time.Minute), "busy") })
	put("a", Start) // done: stays done
	same(t, "jobs before the next try", len(lease(t, db, Start.Add(119*time.Second), long, 5)), 0)
	jobs = lease(t, db, Start.Add(2*time.Minute), long, 5)
	if len(jobs) != 1 || jobs[0].Key != "b" || jobs[0].Attempts != 2 || jobs[0].Error != "busy" {
		t.Fatalf("leased again %+v", jobs)
	}
	o.Write(func(tx *store.Tx) error { return tx.Continue(jobs[0], `{"n":2}`, Start.Add(3*time.Minute)) })
	jobs = lease(t, db, Start.Add(3*time.Minute), long, 5)
	if len(jobs) != 1 || jobs[0].Payload != `{"n":2}` || jobs[0].Attempts != 1 || jobs[0].Error != "" {
		t.Fatalf("leased for its next step %+v", jobs)
	}
	o.Write(func(tx *store.Tx) error { return tx.Fail(jobs[0], Start.Add(time.Minute), "no use") })
	same(t, "jobs after that", len(lease(t, db, Start.Add(30*time.Minute), long, 5)), 0)
	failed, err := db.Read().FailedJobs(t.Context(), 10)
	noErr(t, err)
	if len(failed) != 1 || failed[0].Error != "no use" || !failed[0].Ended.Equal(Start.Add(time.Minute)) {
		t.Errorf("failed %+v", failed)
	}
	later := lease(t, db, Start.Add(time.Hour), long, 5)
	o.Write(func(tx *store.Tx) error { return tx.Drop(later[0]) })
	put("later", Start) // forgotten: its key is free
	same(t, "jobs under a key that was dropped", len(lease(t, db, Start, long, 5)), 1)
}

// A job is one worker's at a time, and who lost the lease can no longer end it.
func testLeases(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	o.Write(func(tx *store.Tx) error { return tx.Enqueue(store.Job{Kind: "match", Key: "k", RunAt: Start}) })
	first := lease(t, db, Start, over, 1)[0]
	second := lease(t, db, Start, long, 1)[0]
	if first.ID != second.ID || second.Token <= first.Token {
		t.Fatalf("leased %+v, then %+v", first, second)
	}
	for name, end := range map[string]func(*store.Tx) error{
		"done":     func(tx *store.Tx) error { return tx.Done(first, Start) },
		"retry":    func(tx *store.Tx) error { return tx.Retry(first, Start, "") },
		"fail":     func(tx *store.Tx) error { return tx.Fail(first, Start, "") },
		"drop":     func(tx *store.Tx) error { return tx.Drop(first) },
		"continue": func(tx *store.Tx) error { return tx.Continue(first, "{}", Start) },
	} {
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			if err := tx.SaveTerms("effect of "+name, dossier.Terms{}); err != nil {
				return err
			}
			return end(tx)
		})
		wantErr(t, err, store.ErrLeaseLost)
		_, err = db.Read().Terms(t.Context(), "effect of "+name)
		wantErr(t, err, store.ErrNotFound)
	}
	o.Write(func(tx *store.Tx) error { return tx.Done(second, Start) })
	wantErr(t, db.Write(t.Context(), func(tx *store.Tx) error { return tx.Done(second, Start) }), store.ErrLeaseLost)
}

// A job that a node left is taken alone, and counted then; those that were taken with it lose nothing.
func testTakenAlone(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	put := func(keys ...string) {
		o.Write(func(tx *store.Tx) error {
			for _, key := range keys {
				noErr(t, tx.Enqueue(store.Job{Kind: "match", Key: key, RunAt: Start}))
			}
			return nil
		})
	}
	taken := func(lasts time.Duration, want ...string) []store.Job {
		t.Helper()
		jobs := lease(t, db, Start, lasts, 10)
		var found []string
		for _, j := range jobs {
			found = append(found, fmt.Sprintf("%s %d", j.Key, j.Attempts))
		}
		same(t, "taken", found, want)
		return jobs
	}
	put("a", "b", "c")
	taken(over, "a 1", "b 1", "c 1") // and the node dies
	a := taken(long, "a 1")[0]
	b := taken(over, "b 1")[0] // the node dies at this one
	c := taken(long, "c 1")[0]
	b2 := taken(long, "b 2")
	put("d", "e")
	fresh := taken(long, "d 1", "e 1")
	o.Write(func(tx *store.Tx) error { return tx.Done(fresh[1], Start) })
	o.Write(func(tx *store.Tx) error { return tx.PutBack(append(fresh, a, b), Start) }) // of which one is done, one another's
	again := taken(long, "a 1", "d 1")
	wantErr(t, db.Keep(t.Context(), b, long), store.ErrLeaseLost)
	noErr(t, db.Keep(t.Context(), b2[0], long))
	o.Write(func(tx *store.Tx) error { return tx.Retry(c, Start, "x") })
	o.Write(func(tx *store.Tx) error { return tx.PutBack(append(again, b2...), Start) })
	for _, j := range taken(long, "a 1", "b 2", "c 2", "d 1") {
		o.Write(func(tx *store.Tx) error { return tx.Fail(j, Start, "x") })
	}
	failed, err := db.Read().FailedJobs(t.Context(), 10)
	noErr(t, err)
	same(t, "attempts of those given up", []int{failed[0].Attempts, failed[1].Attempts, failed[2].Attempts, failed[3].Attempts}, []int{1, 2, 2, 1})
}

// What went wrong is kept as text, whatever bytes were in it.
func testReasons(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reasons := map[string]string{
		strings.Repeat("é", 400):                     strings.Repeat("é", 250),
		"x" + strings.Repeat("é", 400):               "x" + strings.Repeat("é", 249),
		"bad \xff\xfe bytes":                         "bad  bytes",
		"no \x00 end":                                "no  end",
		strings.Repeat("\x00", 600) + "after " + "€": "after €",
	}
	for reason, want := range reasons {
		o.Write(func(tx *store.Tx) error { return tx.Enqueue(store.Job{Kind: "match", Key: want, RunAt: Start}) })
		job := lease(t, db, Start, long, 1)[0]
		o.Write(func(tx *store.Tx) error { return tx.Retry(job, Start, reason) })
		job = lease(t, db, Start, long, 1)[0]
		same(t, "the reason of a try", job.Error, want)
		o.Write(func(tx *store.Tx) error { return tx.Fail(job, Start, reason) })
	}
	failed, err := db.Read().FailedJobs(t.Context(), 10)
	noErr(t, err)
	same(t, "jobs given up", len(failed), len(reasons))
	for _, job := range failed {
		same(t, "the reason at the end", job.Error, job.Key)
	}
}

// Leases run by the clock of the database: how far the chain's own is moved makes no difference.
func testLeaseTime(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	for _, now := range []time.Time{Start.AddDate(-20, 0, 0), Start.AddDate(20, 0, 0)} {
		key := now.String()
		o.Write(func(tx *store.Tx) error { return tx.Enqueue(store.Job{Kind: "match", Key: key, RunAt: now}) })
		held := lease(t, db, now, long, 5)
		same(t, "jobs taken", len(held), 1)
		same(t, "jobs within the lease", len(lease(t, db, now.AddDate(5, 0, 0), long, 5)), 0)
		_, any, err := db.Read().NextJob(t.Context())
		noErr(t, err)
		if any {
			t.Error("a job that is leased is waited for")
		}
		o.Write(func(tx *store.Tx) error { return tx.Retry(held[0], now, "") })
		same(t, "jobs whose lease runs out at once", len(lease(t, db, now, over, 5)), 1)
		held = lease(t, db, now.AddDate(-5, 0, 0), long, 5)
		same(t, "jobs whose lease ran out", len(held), 1)
		o.Write(func(tx *store.Tx) error { return tx.Done(held[0], now) })
	}
}

func testKeptLeases(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	o.Write(func(tx *store.Tx) error { return tx.Enqueue(store.Job{Kind: "match", Key: "k", RunAt: Start}) })
	job := lease(t, db, Start, over, 1)[0]
	noErr(t, db.Keep(t.Context(), job, long)) // nobody took it meanwhile: it is kept for longer
	same(t, "jobs that were kept", len(lease(t, db, Start, long, 1)), 0)
	noErr(t, db.Keep(t.Context(), job, long))
	noErr(t, db.Keep(t.Context(), job, 4*long))
	noErr(t, db.Keep(t.Context(), job, over))
	other := lease(t, db, Start, over, 1)
	same(t, "jobs kept from others while a lease runs", len(other), 0)
	o.Write(func(tx *store.Tx) error { return tx.Retry(job, Start, "") })
	wantErr(t, db.Keep(t.Context(), job, long), store.ErrLeaseLost)
	again := lease(t, db, Start, long, 1)[0]
	wantErr(t, db.Keep(t.Context(), job, long), store.ErrLeaseLost)
	noErr(t, db.Keep(t.Context(), again, long))
}

// What came has one job, which keeps it from being listed again, also when it was given up.
func testDueOnce(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	o.File()
	r := db.Read()
	next, _, err := r.NextDue(t.Context())
	noErr(t, err)
	due, err := r.Due(t.Context(), next, 10)
	noErr(t, err)
	same(t, "what is due", len(due), 1)
	stands := func(want bool) {
		t.Helper()
		is, err := r.Stands(t.Context(), due[0])
		noErr(t, err)
		same(t, "whether it stands", is, want)
	}
	stands(true)
	o.Write(func(tx *store.Tx) error {
		return tx.Enqueue(store.Job{Kind: "deadline", Key: due[0].Key(), RunAt: due[0].Fires})
	})
	listed := func(want int) {
		t.Helper()
		list, err := r.Due(t.Context(), next, 10)
		noErr(t, err)
		same(t, "what is listed", len(list), want)
		again, any, err := r.NextDue(t.Context())
		noErr(t, err)
		if any && again.Equal(next) != (want == 1) {
			t.Errorf("the next moment is %v", again)
		}
	}
	listed(0)
	job := lease(t, db, next, long, 1)[0]
	o.Write(func(tx *store.Tx) error { return tx.Fail(job, next, "x") })
	listed(0)
	o.Write(func(tx *store.Tx) error {
		_, err := tx.TryAgain(job.ID, dossier.ViewerKeys(Owner), next)
		return err
	})
	job = lease(t, db, next, long, 1)[0]
	o.Write(func(tx *store.Tx) error { return tx.Drop(job) })
	listed(1)
	due[0].Fires = due[0].Fires.Add(time.Millisecond)
	stands(false)
}

// Who may not know of a dossier does not know of its jobs either, nor how many there are, and can try none of them again (R14).
func testFailures(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	mine, theirs := o.File(), o.File(about("S2"))
	o.Write(func(tx *store.Tx) error {
		return errors.Join(
			tx.Enqueue(store.Job{Kind: "notify", Key: "mine", Reference: mine, RunAt: Start}),
			tx.Enqueue(store.Job{Kind: "notify", Key: "theirs", Reference: theirs, RunAt: Start}),
			tx.Enqueue(store.Job{Kind: "retention", Key: "none", RunAt: Start}))
	})
	for _, j := range lease(t, db, Start, long, 5) {
		o.Write(func(tx *store.Tx) error { return tx.Fail(j, Start, "no use") })
	}
	both := dossier.Actor{Account: "A9", Roles: []dossier.Role{dossier.RoleAssistant, dossier.RoleSpecialist}, Specialist: "S2"}
	for who, want := range map[*dossier.Actor]int{&Owner: 3, &both: 2, &Specialist1: 1} {
		keys := dossier.ViewerKeys(*who)
		list, err := db.Read().Failures(t.Context(), keys, 10)
		noErr(t, err)
		n, err := db.Read().CountFailures(t.Context(), keys, 10)
		noErr(t, err)
		if len(list) != want || n != want {
			t.Errorf("%s is shown %d jobs and told of %d, want %d", who.Account, len(list), n, want)
		}
	}
	n, err := db.Read().CountFailures(t.Context(), dossier.ViewerKeys(Owner), 2)
	noErr(t, err)
	same(t, "a count that stops", n, 2)
	list, err := db.Read().Failures(t.Context(), dossier.ViewerKeys(Owner), 10)
	noErr(t, err)
	hidden := list[1]
	same(t, "the one of the other dossier", hidden.Reference, theirs)
	try := func(who dossier.Actor) (j store.Job, err error) {
		err = db.Write(t.Context(), func(tx *store.Tx) error {
			j, err = tx.TryAgain(hidden.ID, dossier.ViewerKeys(who), Start.Add(time.Hour))
			return err
		})
		return j, err
	}
	_, err = try(both)
	wantErr(t, err, store.ErrNotFound)
	again, err := try(Owner)
	noErr(t, err)
	same(t, "the one tried again", again.Key, "theirs")
	_, err = try(Owner)
	wantErr(t, err, store.ErrNotFound)
	same(t, "jobs before it is tried again", len(lease(t, db, Start.Add(59*time.Minute), long, 5)), 0)
	jobs := lease(t, db, Start.Add(time.Hour), long, 5)
	if len(jobs) != 1 || jobs[0].Attempts != 1 || jobs[0].Error != "" || !jobs[0].Ended.IsZero() || jobs[0].Token <= hidden.Token {
		t.Errorf("tried again: %+v", jobs)
	}
}

func testMaySee(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	both := dossier.Actor{Account: "A9", Roles: []dossier.Role{dossier.RoleAssistant, dossier.RoleSpecialist}, Specialist: "S1"}
	see := func(a dossier.Actor, class dossier.Class, reference string) (sees, knows bool) {
		o.Write(func(tx *store.Tx) (err error) {
			sees, err = tx.MaySee(reference, dossier.ViewerKeys(a), class, "")
			return err
		})
		err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
			knows, err = tx.Knows(reference, dossier.ViewerKeys(a))
			return err
		})
		if reference == "WH-NONE" {
			wantErr(t, err, store.ErrNotFound)
		} else {
			noErr(t, err)
		}
		return sees, knows
	}
	for _, c := range []struct {
		who         dossier.Actor
		class       dossier.Class
		reference   string
		sees, knows bool
	}{
		{Owner, dossier.ClassHandling, reference, true, true},
		{Receptionist, dossier.ClassHandling, reference, false, true},
		{Receptionist, dossier.ClassPlanning, reference, true, true},
		{both, dossier.ClassHandling, reference, false, true}, // complained about: their own side alone (R14)
		{Specialist2, dossier.ClassPlanning, reference, false, false},
		{Owner, dossier.ClassHandling, "WH-NONE", false, false},
	} {
		if sees, knows := see(c.who, c.class, c.reference); sees != c.sees || knows != c.knows {
			t.Errorf("%s sees %s of %s: %v, knows of it: %v", c.who.Account, c.class, c.reference, sees, knows)
		}
	}
	o.Act(reference, dossier.DeclareConflict{Account: "A2", Reason: "x"}, Owner)
	if sees, knows := see(Assistant, dossier.ClassHandling, reference); sees || knows {
		t.Error("who was taken out of the dossier sees it")
	}
}

// What is kept for a time only goes in steps; what is younger, what was given up and what expires later stays.
func testPurge(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	before := Start.AddDate(0, 0, -30)
	old, young := before.Add(-time.Millisecond), before
	fellow := 0
	o.Write(func(tx *store.Tx) error {
		for name, at := range map[string]time.Time{"old1": old, "old2": old, "old3": old, "young": young} {
			fellow++
			noErr(t, tx.SaveReceipt(name, "d", "r", at))
			noErr(t, tx.SaveLink(store.Link{Hash: hashOf(name), Reference: reference, Purpose: "inquiry", Fellow: fellow, Expires: at}))
			noErr(t, tx.Enqueue(store.Job{Kind: "match", Key: name, RunAt: old}))
		}
		noErr(t, tx.SaveLink(store.Link{Hash: hashOf("the complainant's"), Reference: reference, Purpose: "status", Expires: old}))
		return tx.Enqueue(store.Job{Kind: "match", Key: "failed", RunAt: old})
	})
	for _, j := range lease(t, db, Start, long, 10) {
		o.Write(func(tx *store.Tx) error {
			switch j.Key {
			case "failed":
				return tx.Fail(j, old, "")
			case "young":
				return tx.Done(j, young)
			}
			return tx.Done(j, old)
		})
	}
	noErr(t, db.Sessions().Commit("ended", []byte("x"), time.Now().Add(-time.Hour)))
	noErr(t, db.Sessions().Commit("runs", []byte("x"), time.Now().Add(time.Hour)))
	purge := func() (left bool) {
		o.Write(func(tx *store.Tx) (err error) { left, err = tx.Purge(before, 2); return err })
		return left
	}
	if !purge() || purge() {
		t.Error("three of each do not go in two steps")
	}
	for name, want := range map[string]error{"old1": store.ErrNotFound, "old3": store.ErrNotFound, "young": nil} {
		o.Write(func(tx *store.Tx) error {
			if _, err := tx.Receipt(name, "d"); !errors.Is(err, want) {
				t.Errorf("the receipt %s: %v", name, err)
			}
			return nil
		})
		if _, err := db.Read().Link(t.Context(), hashOf(name)); !errors.Is(err, want) {
			t.Errorf("the link %s: %v", name, err)
		}
	}
	_, err := db.Read().Link(t.Context(), hashOf("the complainant's"))
	noErr(t, err)
	_, found, err := db.Sessions().Find("runs")
	noErr(t, err)
	same(t, "whether the session that runs is there", found, true)
	failed, err := db.Read().FailedJobs(t.Context(), 10)
	noErr(t, err)
	same(t, "jobs that were given up", len(failed), 1)
	o.Write(func(tx *store.Tx) error { // a done job that stayed keeps its key, one that went does not
		noErr(t, tx.Enqueue(store.Job{Kind: "match", Key: "young", RunAt: Start}))
		return tx.Enqueue(store.Job{Kind: "match", Key: "old1", RunAt: Start})
	})
	jobs := lease(t, db, Start, long, 10)
	if len(jobs) != 1 || jobs[0].Key != "old1" {
		t.Errorf("jobs after the purge: %+v", jobs)
	}
	o.Clean()
}

func testSettings(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	read := func() string {
		value, err := db.Read().Setting(t.Context(), "calendar")
		noErr(t, err)
		return value
	}
	same(t, "a setting that is not there", read(), "")
	for _, value := range []string{"a", "b"} {
		o.Write(func(tx *store.Tx) error { return tx.SaveSetting("calendar", value) })
		same(t, "the setting", read(), value)
	}
}

func testWaiting(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	first := o.File()
	o.Now = Start.Add(time.Hour)
	second := o.File(about("S2"))
	talk := o.Talk()
	owner := []dossier.Role{dossier.RoleOwner}
	desk := []dossier.Role{dossier.RoleOwner, dossier.RoleReceptionist}
	triage, far := Start.Add(24*time.Hour), Start.AddDate(1, 0, 0)
	both := dossier.Actor{Account: "A9", Roles: []dossier.Role{dossier.RoleAssistant, dossier.RoleSpecialist}, Specialist: "S2"}
	for name, c := range map[string]struct {
		who  dossier.Actor
		w    store.Waiting
		want []string
	}{
		"one's turn":           {Owner, store.Waiting{Who: owner, Until: triage.Add(time.Hour)}, []string{first + " triage", second + " triage"}},
		"every deadline":       {Owner, store.Waiting{Who: owner, After: triage.Add(time.Hour), Until: far}, []string{first + " answer", second + " answer"}},
		"of two turns":         {Owner, store.Waiting{Who: desk, After: triage.Add(time.Hour), Until: triage.AddDate(0, 0, 9)}, []string{talk + " talk_booking"}},
		"due until":            {Owner, store.Waiting{Who: desk, Until: triage}, []string{first + " triage"}},
		"due after":            {Owner, store.Waiting{Who: owner, After: triage, Until: triage.Add(time.Hour)}, []string{second + " triage"}},
		"of the branch":        {deskOf("B1"), store.Waiting{Who: desk, Until: triage}, []string{first + " triage"}},
		"of another branch":    {deskOf("B2"), store.Waiting{Who: desk, Until: far}, nil},
		"of nobody's turn":     {Owner, store.Waiting{Until: far}, nil},
		"none of a conflict":   {both, store.Waiting{Who: owner, Until: triage.Add(time.Hour)}, []string{first + " triage"}},
		"no specialist's list": {Specialist1, store.Waiting{Who: desk, Until: far}, nil},
	} {
		due, err := db.Read().Waiting(t.Context(), dossier.ViewerKeys(c.who), c.w)
		noErr(t, err)
		var found []string
		for _, d := range due {
			found = append(found, d.Reference+" "+string(d.Kind))
		}
		same(t, name, found, c.want)
	}
	for name, c := range map[string]struct {
		who          dossier.Actor
		from, before time.Time
		want         []string
	}{
		"all that came":          {Owner, Start, far, []string{first, second, talk}},
		"came from a moment":     {Owner, o.Now, far, []string{second, talk}},
		"came before a moment":   {Owner, Start, o.Now, []string{first}},
		"came in the branch":     {deskOf("B1"), Start, far, []string{first, second, talk}},
		"came in another branch": {deskOf("B2"), Start, far, nil},
		"came, of a conflict":    {both, Start, far, []string{first, talk}},
		"came, no list":          {Specialist1, Start, far, nil},
	} {
		found, err := db.Read().CameIn(t.Context(), dossier.ViewerKeys(c.who), c.from, c.before)
		noErr(t, err)
		same(t, name, found, c.want)
	}
}

func testOwnDue(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.Talk()
	start := Start.Add(24 * time.Hour)
	o.Act(reference, dossier.BookTalk{Specialist: "S1", Start: start, SlotFree: true}, Receptionist)
	due := func(a dossier.Actor, until time.Time) []store.Due {
		list, err := db.Read().OwnDue(t.Context(), dossier.ViewerKeys(a), a.Specialist, until)
		noErr(t, err)
		return list
	}
	far := Start.AddDate(1, 0, 0)
	list := due(Specialist1, far)
	if len(list) != 1 || list[0].Reference != reference || list[0].Kind != dossier.DueTalk || list[0].At.Before(start) {
		t.Fatalf("the specialist's own are %+v", list)
	}
	same(t, "what is due before that", len(due(Specialist1, list[0].At.Add(-time.Millisecond))), 0)
	same(t, "what is due of another", len(due(Specialist2, far)), 0)
	stranger := Specialist1
	stranger.Account = "A7" // whose account was taken out of the dossier
	o.Act(reference, dossier.DeclareConflict{Account: "A7", Reason: "x"}, Owner)
	same(t, "what is due in a dossier with a conflict", len(due(stranger, far)), 0)
}
