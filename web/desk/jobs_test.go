package desk_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// giveUp puts a job about a dossier, or about none, among those that were given up.
func (w *world) giveUp(key, kind, reference, reason string) {
	w.t.Helper()
	must(w.t, w.DB.Write(w.t.Context(), func(tx *store.Tx) error {
		return tx.Enqueue(store.Job{Kind: kind, Key: key, Payload: "{}", Reference: reference, RunAt: w.clock()})
	}))
	jobs, err := w.DB.Lease(w.t.Context(), w.clock(), store.LeaseTime, 10)
	must(w.t, err)
	for _, j := range jobs {
		must(w.t, w.DB.Write(w.t.Context(), func(tx *store.Tx) error { return tx.Fail(j, w.clock(), reason) }))
	}
}

var tryForm = `method="post" action="/desk/jobs/`

func TestFailedJobsAreShownToOwnerAndAssistantsAndTriedAgain(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	w.giveUp("a", "notify", ref, "render reminder: lacks What")
	w.giveUp("b", "retention", "", "store: locked")
	w.giveUp("c", "sorcery", "", "unknown kind")
	b := w.as("owner")
	if home := b.get("/desk"); !strings.Contains(home.body, "Mislukte taken") || !strings.Contains(home.body, `<span class="count">3</span>`) {
		t.Error("the navigation does not say that three jobs failed")
	}
	page := b.get("/desk/jobs")
	for _, want := range []string{
		"Een bericht maken", ref, "/desk/dossiers/" + ref, "render reminder: lacks What", "1 keer geprobeerd", "Opruimen", "store: locked",
		"geen dossier", "Een taak van het programma", "Probeer opnieuw",
	} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if n := strings.Count(page.body, tryForm); n != 3 {
		t.Fatalf("%d jobs can be tried again", n)
	}
	english := b.get("/desk/jobs?lang=en")
	if !strings.Contains(english.body, "Failed tasks") || !strings.Contains(english.body, "Making a message") {
		t.Error("the page is not there in English")
	}
	b.get("/desk/jobs?lang=nl")
	_, rest, _ := strings.Cut(page.body, tryForm)
	action := "/desk/jobs/" + rest[:strings.Index(rest, `"`)]
	first := b.post(action, url.Values{})
	second := b.post(action, url.Values{}) // a double click
	other := w.as("assistant").post(action, url.Values{})
	if first.status != http.StatusSeeOther || first.location != "/desk/jobs?done=again" {
		t.Errorf("tried again: %d %s", first.status, first.location)
	}
	for _, a := range []answer{second, other} {
		if a.status != http.StatusSeeOther || a.location != "/desk/jobs?done=gone" {
			t.Errorf("tried twice: %d %s", a.status, a.location)
		}
	}
	if after := b.get(first.location); strings.Count(after.body, tryForm) != 2 || !strings.Contains(after.body, "De taak wordt opnieuw geprobeerd") {
		t.Error("the page does not say that the job is tried again")
	}
	if after := b.get(second.location); !strings.Contains(after.body, "u of een collega probeerde die al opnieuw") {
		t.Error("the page does not say that the job was tried again already")
	}
	wordsComplete(t)
}

// Who may not see a dossier does not see its jobs, nor their number, and tries none of them again (R14).
func TestR14_FailedJobsOfAHiddenDossierAreNotThere(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	w.giveUp("a", "notify", ref, "x")
	failed, err := w.DB.Read().FailedJobs(t.Context(), 1)
	must(t, err)
	w.do(viewer("owner"), ref, dossier.DeclareConflict{Account: "second", Reason: "x"})
	b := w.as("second")
	if page := b.get("/desk/jobs"); page.status != http.StatusOK || strings.Contains(page.body, ref) || strings.Contains(page.body, tryForm) ||
		!strings.Contains(page.body, "Er zijn geen mislukte taken") {
		t.Errorf("somebody with a conflict is shown the job (%d)", page.status)
	}
	if home := b.get("/desk"); strings.Contains(home.body, "Mislukte taken") {
		t.Error("somebody with a conflict is told that there is one")
	}
	action := "/desk/jobs/" + strconv.FormatInt(failed[0].ID, 10) + "/again"
	if a := b.post(action, url.Values{}); a.location != "/desk/jobs?done=gone" {
		t.Errorf("tried again: %d %s", a.status, a.location)
	}
	if n := w.failures(); n != 1 {
		t.Errorf("%d jobs are given up still", n)
	}
}

func TestFailedJobsAreNobodyElses(t *testing.T) {
	w := newWorld(t)
	w.giveUp("a", "retention", "", "x")
	for _, who := range []dossier.AccountID{"receptionist", "sanne"} {
		b := w.as(who)
		for path, a := range map[string]answer{
			"/desk/jobs": b.get("/desk/jobs"), "again": b.post("/desk/jobs/1/again", url.Values{}), "home": b.get("/desk"),
		} {
			if path != "home" && a.status != http.StatusNotFound {
				t.Errorf("%s: %s answers %d", who, path, a.status)
			}
			if strings.Contains(a.body, "Mislukte taken") {
				t.Errorf("%s: %s tells of failed jobs", who, path)
			}
		}
	}
	b := w.as("owner")
	if a := b.post("/desk/jobs/none/again", url.Values{}); a.status != http.StatusNotFound {
		t.Errorf("no number: %d", a.status)
	}
	if a := b.get("/desk/jobs/1/again"); a.location != "/desk/jobs" {
		t.Errorf("after signing in again one comes out at %s (%d)", a.location, a.status)
	}
	if a := b.get("/desk"); !strings.Contains(a.body, "Mislukte taken") {
		t.Error("the owner is not told of a job that is about no dossier")
	}
}

// A form that comes from another site does nothing.
func TestFailedJobsAreNotTriedAgainFromElsewhere(t *testing.T) {
	w := newWorld(t)
	w.giveUp("a", "retention", "", "x")
	failed, err := w.DB.Read().FailedJobs(t.Context(), 1)
	must(t, err)
	b := w.as("owner")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+"/desk/jobs/"+strconv.FormatInt(failed[0].ID, 10)+"/again", http.NoBody)
	must(t, err)
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	response, err := b.http.Do(request)
	must(t, err)
	if a := b.read(response); a.status != http.StatusForbidden {
		t.Errorf("it is answered %d", a.status)
	}
	if n := w.failures(); n != 1 {
		t.Errorf("%d jobs are given up still", n)
	}
}

func TestEveryKindOfJobHasAName(t *testing.T) {
	for _, kind := range casework.JobKinds() {
		if !words.Has("desk.job." + kind) {
			t.Errorf("%s has no name", kind)
		}
	}
}

func (w *world) failures() int {
	w.t.Helper()
	n, err := w.DB.Read().CountFailures(w.t.Context(), dossier.ViewerKeys(viewer("owner").Actor), 100)
	must(w.t, err)
	return n
}
