package casework_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// stand begins the day: what the program does when it starts, and when the date changes.
func (w *world) stand() {
	w.t.Helper()
	must(w.t, w.Standing(w.t.Context()))
}

// at is a time on the wall of the chain.
func (w *world) at(day dossier.Date, clock calendar.Clock) time.Time {
	return w.Calendar().At(day, clock)
}

// digests are the overviews that were sent, newest first.
func (w *world) digests() []store.Message {
	w.t.Helper()
	all, err := w.DB.Read().Mailbox(w.t.Context(), "", 1000)
	must(w.t, err)
	return slices.DeleteFunc(all, func(m store.Message) bool { return m.Kind != "digest" })
}

// digestOf is the one overview that somebody got, or nothing.
func (w *world) digestOf(account dossier.AccountID) string {
	w.t.Helper()
	var body string
	for _, m := range w.digests() {
		if m.Person == string(account) {
			if body != "" {
				w.t.Errorf("%s got two overviews", account)
			}
			body = m.Body
		}
	}
	return body
}

const half5 = calendar.Clock(17*60 + 30)

// The evening of visits: the complaint came in that day and has to be judged the next.
func TestEveningDigestTellsEachWhatIsTheirs(t *testing.T) {
	w := newWorld(t)
	w.stand()
	late := w.talk("S1") // the talk is with Sanne, who has it to do
	filed := w.file()
	w.now = w.at("2026-03-03", half5).Add(-time.Millisecond)
	w.settle()
	if n := len(w.digests()); n != 0 {
		t.Fatalf("%d overviews before the evening", n)
	}
	w.now = w.at("2026-03-03", half5)
	w.settle()
	for account, want := range map[dossier.AccountID][]string{
		"owner":        {"woensdag 4 maart 2026 te doen (1)", filed.Reference + ": Eerste beoordeling", "vorige overzicht (2)", late},
		"assistant":    {filed.Reference},
		"receptionist": {"vorige overzicht (2)"},
	} {
		body := w.digestOf(account)
		for _, text := range want {
			if !strings.Contains(body, text) {
				t.Errorf("the overview of %s lacks %q:\n%s", account, text, body)
			}
		}
	}
	for _, account := range []dossier.AccountID{"sanne", "daan", "outsider"} {
		if body := w.digestOf(account); body != "" {
			t.Errorf("%s has nothing to do and is told:\n%s", account, body)
		}
	}
	for _, m := range w.digests() {
		if contains(m.Subject+m.Body, "Klaas", "Kramer", "Sanne", "CANARY", "schade") || m.Reference != "" || m.Language != "nl" {
			t.Errorf("an overview says too much: %+v", m)
		}
	}
}

// What is late is told, although something else of somebody else is late for longer; and each dossier stands there once.
func TestEveningDigestTellsWhatIsLateBehindSomebodyElse(t *testing.T) {
	w := newWorld(t)
	c := complaint()
	c.Contact = dossier.Contact{Name: "Joris Vos", Email: "joris@example.org"} // whom the register does not know
	filed := w.do(casework.Public(), "", c)
	w.settle()
	w.do(owner, filed.Reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"})
	w.do(receptionist, filed.Reference, dossier.AskProof{})
	w.now = w.at("2026-03-31", half5).Add(-time.Hour) // the proof was due on the 10th, the answer on the 17th
	w.settle()
	w.stand()
	w.now = w.at("2026-03-31", half5)
	w.settle()
	body := w.digestOf("owner")
	if !strings.Contains(body, "Over tijd (1):") || strings.Count(body, filed.Reference) != 1 {
		t.Errorf("the owner is told:\n%s", body)
	}
}

// What comes in after an evening, in a weekend too, is told on the next one, and once.
func TestEveningDigestTellsWhatCameInSinceTheOneBefore(t *testing.T) {
	w := newWorld(t)
	w.now = w.at("2026-03-06", half5).Add(-time.Hour) // Friday
	w.stand()
	came := map[string]string{} // references, by when
	for _, c := range []struct {
		name string
		at   time.Time
	}{
		{"before", w.at("2026-03-06", half5).Add(-time.Millisecond)},
		{"at", w.at("2026-03-06", half5)},
		{"saturday", w.at("2026-03-07", 12*60)},
		{"monday", w.at("2026-03-09", half5).Add(-time.Millisecond)},
		{"after", w.at("2026-03-09", half5)},
	} {
		w.now = c.at
		came[c.name] = w.do(casework.Public(), "", complaint()).Reference
		if c.name != "at" && c.name != "after" { // at the moment itself the overview is made later: see below
			w.settle()
		}
	}
	w.settle()
	w.now = w.at("2026-03-10", half5)
	w.settle()
	const header = "Binnengekomen sinds het vorige overzicht"
	for subject, want := range map[string][]string{
		"vrijdag 6 maart 2026": {"before"}, "maandag 9 maart 2026": {"at", "saturday", "monday"}, "dinsdag 10 maart 2026": {"after"},
	} {
		for _, m := range w.digests() {
			if m.Person != "owner" || !strings.HasSuffix(m.Subject, subject) {
				continue
			}
			_, list, _ := strings.Cut(m.Body, header)
			for name, reference := range came {
				if strings.Contains(list, reference) != slices.Contains(want, name) {
					t.Errorf("%s: %q is told: %v:\n%s", subject, name, strings.Contains(list, reference), m.Body)
				}
			}
			want = nil
		}
		if want != nil {
			t.Errorf("no overview of %s", subject)
		}
	}
}

// What came in before a stop over several evenings is told on the first one after it.
func TestAfterAStopTheEveningTellsAllThatCameInBefore(t *testing.T) {
	w := newWorld(t)
	w.stand()
	filed := w.file()
	w.now = w.at("2026-03-05", half5).Add(-time.Hour) // Thursday: the evenings of Tuesday and Wednesday were missed
	node := w.another(t)
	node.stand()
	node.settle()
	if body := w.digestOf("receptionist"); !strings.Contains(body, filed.Reference) || !strings.Contains(body, "woensdag 4 maart") {
		t.Errorf("the desk is told:\n%s", body)
	}
}

// A specialist is told of their own talk the day before it has to be held, and when it was not.
func TestEveningDigestTellsASpecialistOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("S1")
	due, err := w.DB.Read().OwnDue(t.Context(), dossier.ViewerKeys(sanne.Actor), "S1", w.now.AddDate(1, 0, 0))
	must(t, err)
	if len(due) == 0 {
		t.Fatal("nothing is due of the specialist")
	}
	day := w.Calendar().Day(due[0].At.AddDate(0, 0, -1))
	w.now = w.at(day, half5).Add(-time.Hour)
	w.stand()
	w.now = w.at(day, half5)
	w.settle()
	if body := w.digestOf("sanne"); !strings.Contains(body, reference) {
		t.Errorf("the specialist is told:\n%s", body)
	}
	if body := w.digestOf("daan"); body != "" {
		t.Errorf("another specialist is told:\n%s", body)
	}
}

// Whoever has a conflict is told nothing of the dossier, not even that there is one (R14).
func TestR14_NoDigestAndNoAlertForWhoHasAConflict(t *testing.T) {
	w := newWorld(t)
	w.stand()
	filed := w.file()
	w.leaves("sanne")
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error { // an assistant who treats clients, and is complained about
		return tx.SaveAccount(store.Account{
			ID: "both", Name: "both", Email: "both@chain.example", Hash: "-",
			Roles: []dossier.Role{dossier.RoleAssistant, dossier.RoleSpecialist}, Specialist: "S1",
		})
	}))
	w.do(owner, filed.Reference, dossier.DeclareConflict{Account: "assistant", Reason: "x"})
	w.now = w.at("2026-03-03", half5)
	w.settle()
	if body := w.digestOf("owner"); !strings.Contains(body, filed.Reference) {
		t.Errorf("the owner is told:\n%s", body)
	}
	w.advance(24 * time.Hour)
	var alerts []string
	for _, m := range w.messages(filed.Reference) {
		if m.To == dossier.ToHandlers || m.To == dossier.ToDesk {
			alerts = append(alerts, m.Kind+" to "+m.Person)
		}
	}
	if !slices.Contains(alerts, "overdue to owner") || !slices.Contains(alerts, "reminder to second") {
		t.Errorf("alerts: %v", alerts)
	}
	for _, who := range []string{"assistant", "both"} {
		for _, alert := range alerts {
			if strings.HasSuffix(alert, " "+who) {
				t.Errorf("in spite of a conflict: %s", alert)
			}
		}
		for _, m := range w.digests() {
			if m.Person == who {
				t.Errorf("%s is told:\n%s", who, m.Body)
			}
		}
	}
}

// Alerts are stored with the dossier, for those who may see that class of it; the complainant never reads what staff tell each other.
func TestAlertsAreStoredWithTheDossier(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	w.now = w.now.AddDate(0, 0, 2)
	w.settle()
	shown := func(v casework.Viewer) (n int) {
		for _, m := range w.fetch(v, filed.Reference).Messages {
			if m.To == dossier.ToHandlers {
				n++
			}
		}
		return n
	}
	if shown(owner) < 3 || shown(owner) != shown(second) {
		t.Errorf("the owner reads %d alerts, an assistant %d", shown(owner), shown(second))
	}
	for _, v := range []casework.Viewer{receptionist, complainant(filed.Reference)} {
		if n := shown(v); n != 0 {
			t.Errorf("%s reads %d alerts", v.Actor.Name(), n)
		}
	}
}

// What the desk has to do is told to the receptionists of that branch and to those of none.
func TestTheDeskOfAnotherBranchIsToldNothing(t *testing.T) {
	w := newWorld(t)
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		for id, branch := range map[dossier.AccountID]dossier.BranchID{"here": "B1", "there": "B2"} {
			a := store.Account{ID: id, Name: string(id), Email: string(id) + "@chain.example", Hash: "-", Roles: []dossier.Role{dossier.RoleReceptionist}, Branch: branch}
			if err := tx.SaveAccount(a); err != nil {
				return err
			}
		}
		return tx.SaveAccount(store.Account{ID: "gone", Name: "gone", Email: "g@chain.example", Hash: "-", Roles: []dossier.Role{dossier.RoleReceptionist}, Disabled: true})
	}))
	reference := w.do(casework.Public(), "", dossier.RequestTalk{
		Contact: klaas, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1", Topic: "x",
	}).Reference
	w.now = w.now.AddDate(0, 1, 0)
	w.settle()
	var told []string
	for _, m := range w.messages(reference) {
		if m.To == dossier.ToDesk && m.Kind == "overdue" {
			told = append(told, m.Person)
		}
	}
	slices.Sort(told)
	if want := []string{"here", "receptionist"}; !slices.Equal(told, want) {
		t.Errorf("told: %v, want %v", told, want)
	}
}

// A dossier that goes to another branch while its desk is being told is told there.
func TestADossierThatMovesIsToldWhereItIs(t *testing.T) {
	w := newWorld(t)
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		var errs []error
		for id, branch := range map[dossier.AccountID]dossier.BranchID{"here": "B1", "there": "B2"} {
			errs = append(errs, tx.SaveAccount(store.Account{
				ID: id, Name: string(id), Email: string(id) + "@chain.example", Roles: []dossier.Role{dossier.RoleReceptionist}, Branch: branch,
			}))
		}
		return errors.Join(errs...)
	}))
	reference := w.do(casework.Public(), "", dossier.RequestTalk{
		Contact: klaas, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1", Topic: "x",
	}).Reference
	w.settle()
	w.now = w.at("2026-03-11", half5)
	moved := false
	w.Clock = func() time.Time { // read for every message that is made ready
		if !moved && calledBy("casework.(*telling).letter") {
			moved = true
			elsewhere := complaint()
			elsewhere.Branch = "B2"
			w.do(complainant(reference), reference, elsewhere)
		}
		return w.now
	}
	w.advance(time.Hour)
	var told []string
	for _, m := range w.messages(reference) {
		if m.To == dossier.ToDesk && m.Kind == "overdue" {
			told = append(told, m.Person)
		}
	}
	slices.Sort(told)
	if want := []string{"receptionist", "there"}; !moved || !slices.Equal(told, want) {
		t.Errorf("told: %v, want %v (moved: %v)", told, want, moved)
	}
}

// calledBy reports whether a function of that name is on the stack.
func calledBy(name string) bool {
	var callers [64]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers[:])])
	for {
		frame, more := frames.Next()
		if strings.HasSuffix(frame.Function, name) {
			return true
		}
		if !more {
			return false
		}
	}
}

// The desk is told of its evening by the branch as well.
func TestAReceptionistOfABranchHasItsEvening(t *testing.T) {
	w := newWorld(t)
	w.stand()
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SaveAccount(store.Account{ID: "there", Name: "there", Email: "there@chain.example", Hash: "-", Roles: []dossier.Role{dossier.RoleReceptionist}, Branch: "B2"})
	}))
	w.file()
	w.now = w.at("2026-03-03", half5)
	w.settle()
	if body := w.digestOf("there"); body != "" {
		t.Errorf("a branch where nothing is to do is told:\n%s", body)
	}
	if body := w.digestOf("receptionist"); body == "" {
		t.Error("a receptionist of no branch is told nothing")
	}
}

// After a stop of thirty days there is one evening to be told of, the last, and every evening after it again.
func TestAfterALongStopThereIsOneEvening(t *testing.T) {
	w := newWorld(t)
	w.stand()
	w.file()
	w.now = w.at("2026-04-02", half5).Add(-time.Hour) // Thursday; the next evening is the last before Easter Monday
	node := w.another(t)
	node.stand()
	node.settle()
	subjects := func() map[string]int {
		found := map[string]int{}
		for _, m := range w.digests() {
			if m.Person == "owner" {
				found[m.Subject]++
			}
		}
		return found
	}
	if got := subjects(); len(got) != 1 || got["Overzicht van woensdag 1 april 2026"] != 1 {
		t.Fatalf("after the stop the owner got %v", got)
	}
	node.now = w.at("2026-04-02", half5)
	node.settle()
	node.now = w.at("2026-04-08", half5)
	node.settle()
	if got := subjects(); len(got) != 3 || got["Overzicht van donderdag 2 april 2026"] != 1 || got["Overzicht van woensdag 8 april 2026"] != 1 {
		t.Errorf("the owner got %v", got)
	}
}

// The evening is at the same time on the wall, whatever the clock did in the night, and on no day on which nobody works.
func TestEveningsKeepToTheClockOnTheWall(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ from, next string }{
		{"2026-03-27T12:00:00Z", "2026-03-27T16:30:00Z"}, // Friday, winter time
		{"2026-03-27T16:30:00Z", "2026-03-30T15:30:00Z"}, // Monday, summer time
		{"2026-10-23T15:30:00Z", "2026-10-26T16:30:00Z"}, // and back
		{"2026-04-03T16:00:00Z", "2026-04-07T15:30:00Z"}, // past Easter
	} {
		from, err := time.Parse(time.RFC3339, c.from)
		must(t, err)
		node := newWorld(t)
		node.now = from
		node.stand()
		var evening []time.Time
		for {
			next, any, err := node.DB.Read().NextJob(t.Context())
			must(t, err)
			if !any {
				break
			}
			jobs, err := node.DB.Lease(t.Context(), next, time.Hour, 1)
			must(t, err)
			if jobs[0].Kind == "evening" {
				evening = append(evening, jobs[0].RunAt)
			}
		}
		if len(evening) != 1 || evening[0].Format(time.RFC3339) != c.next {
			t.Errorf("after %s comes %v, want %s", c.from, evening, c.next)
		}
	}
	w.Policy = policy.Default()
	w.Policy.Digest = policy.NoDigest
	w.stand()
	w.file()
	w.now = w.now.AddDate(0, 0, 3)
	w.settle()
	if n := len(w.digests()); n != 0 {
		t.Errorf("%d overviews although they are off", n)
	}
}

// A digest that was put off by a change of the policy comes at its new time, once.
func TestAnEveningFollowsThePolicy(t *testing.T) {
	w := newWorld(t)
	w.stand()
	w.file()
	later := w.another(t)
	later.Policy = policy.Default()
	later.Policy.Digest = 19 * 60
	later.now = w.at("2026-03-03", half5)
	later.stand()
	later.settle()
	if n := len(later.digests()); n != 0 {
		t.Errorf("%d overviews too early", n)
	}
	later.now = w.at("2026-03-03", 19*60)
	later.settle()
	if body := later.digestOf("owner"); body == "" {
		t.Error("no overview at the new time")
	}
}

// Two nodes have one evening between them.
func TestTwoNodesHaveOneEvening(t *testing.T) {
	w := newWorld(t)
	node := w.another(t)
	w.stand()
	node.stand()
	w.file()
	w.now = w.at("2026-03-03", half5)
	node.now = w.now
	for range 4 {
		_, err := w.Tick(t.Context())
		must(t, err)
		_, err = node.Tick(t.Context())
		must(t, err)
	}
	w.digestOf("owner") // fails when there are two
	if len(w.digests()) == 0 {
		t.Error("nobody was told anything")
	}
}

// What is kept for a time only goes in the night, the chain of the nights goes on, and histories stay.
func TestRetentionRemovesWhatIsKeptForATimeOnly(t *testing.T) {
	w := newWorld(t)
	w.stand()
	order := casework.Order{Command: complaint(), Key: "form"}
	first, err := w.Do(t.Context(), casework.Public(), order)
	must(t, err)
	for n := range 520 { // more than one step
		w.enqueue(store.Job{Kind: "outside", Key: fmt.Sprintf("old:%d", n), Payload: `{"reference":"` + first.Reference + `"}`})
	}
	w.settle()
	records := w.whole(first.Reference).Count
	again, err := w.Do(t.Context(), casework.Public(), order)
	must(t, err)
	if again.Reference != first.Reference {
		t.Fatal("a form that is sent twice files two complaints")
	}
	w.now = w.now.AddDate(0, 0, 31)
	w.settle()
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		if result, err := tx.Receipt("form", "x"); result != "" || err == nil {
			t.Errorf("the answer to a form of a month ago is kept: %q, %v", result, err)
		}
		return nil
	}))
	w.enqueue(store.Job{Kind: "outside", Key: "old:1", Payload: `{"reference":"` + first.Reference + `"}`})
	if next, any, err := w.DB.Read().NextJob(t.Context()); err != nil || !any || !next.Equal(w.now) {
		t.Errorf("a job done a month ago is kept: %v %v %v", next, any, err)
	}
	w.settle()
	next, any, err := w.DB.Read().NextJob(t.Context())
	must(t, err)
	if tonight := w.at("2026-04-04", 4*60); !any || next.After(tonight) {
		t.Errorf("the next night's job is at %v", next)
	}
	if w.whole(first.Reference).Count < records {
		t.Error("records are gone")
	}
	if failed := w.jobs(""); len(failed) > 0 {
		t.Errorf("failed: %v", failed)
	}
}

func TestAJobThatWasGivenUpIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	w.enqueue(store.Job{Kind: "juggle", Key: "juggle", Reference: filed.Reference})
	for {
		w.settle()
		next, any, err := w.DB.Read().NextJob(t.Context())
		must(t, err)
		if !any {
			break
		}
		w.now = next
	}
	failed, err := w.DB.Read().Failures(t.Context(), dossier.ViewerKeys(owner.Actor), 10)
	must(t, err)
	if len(failed) != 1 {
		t.Fatalf("failed: %+v", failed)
	}
	id := failed[0].ID
	for _, v := range []casework.Viewer{receptionist, sanne, complainant(filed.Reference), outsider} {
		var own *casework.Error
		if _, err := w.TryAgain(t.Context(), v, id); !errors.As(err, &own) || own.Kind != casework.NotFound {
			t.Errorf("%s: %v", v.Actor.Name(), err)
		}
	}
	w.do(owner, filed.Reference, dossier.DeclareConflict{Account: "second", Reason: "x"})
	for _, c := range []struct {
		v  casework.Viewer
		id int64
		is bool
	}{{second, id, false}, {owner, id + 1000, false}, {assistant, id, true}, {owner, id, false}} {
		again, err := w.TryAgain(t.Context(), c.v, c.id)
		must(t, err)
		if again != c.is {
			t.Errorf("%s tries %d again: %v", c.v.Account, c.id, again)
		}
	}
	if n, err := w.DB.Read().CountFailures(t.Context(), dossier.ViewerKeys(owner.Actor), 10); err != nil || n != 0 {
		t.Errorf("%d are given up still: %v", n, err)
	}
	w.settle()
	if next, any, err := w.DB.Read().NextJob(t.Context()); err != nil || !any || next.Sub(w.now) != 15*time.Second {
		t.Errorf("it begins anew with the shortest pause: %v %v %v", next.Sub(w.now), any, err)
	}
}
