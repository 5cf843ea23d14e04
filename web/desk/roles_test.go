package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// An auditor finds and reads every dossier as those do who judge, and is offered nothing to do.
func TestAnAuditorReadsAndIsOfferedNoForm(t *testing.T) {
	w := newWorld(t)
	talked, filed := w.talk("CONTENT-CANARY"), w.file()
	b := w.as("auditor")
	queue := b.get("/desk")
	for _, text := range []string{talked, filed, "Alles open", "/desk/overview"} {
		if !strings.Contains(queue.body, text) {
			t.Errorf("the auditor's list misses %q", text)
		}
	}
	for _, text := range []string{"view=turn", "view=waits", "view=mine", newPath, "/desk/mine", "/desk/jobs"} {
		if strings.Contains(queue.body, text) {
			t.Errorf("the auditor's list has %q", text)
		}
	}
	for _, reference := range []string{talked, filed} {
		must(t, w.GiveReason(t.Context(), viewer("auditor"), reference, "Steekproef"))
	}
	page := b.get("/desk/dossiers/" + filed)
	if page.status != http.StatusOK || !strings.Contains(page.body, "STORY-CANARY") {
		t.Errorf("the auditor cannot read a complaint: %d", page.status)
	}
	if strings.Contains(page.body, "/acts/") {
		t.Error("the auditor is offered an act")
	}
	if talk := b.get("/desk/dossiers/" + talked); talk.status != http.StatusOK || strings.Contains(talk.body, "CONTENT-CANARY") {
		t.Errorf("R3: the auditor reads what was said in a talk, or not that there was one: %d", talk.status)
	}
	for path, status := range map[string]int{
		"/desk/overview": http.StatusOK, "/desk/dossiers/" + filed + "/explain": http.StatusOK, "/desk/list": http.StatusOK,
		"/desk/dossiers/" + filed + "/news?seen=99": http.StatusNoContent, "/desk/list?view=turn": http.StatusOK,
		"/desk/jobs": http.StatusNotFound, newPath: http.StatusNotFound, "/desk/mine": http.StatusNotFound,
	} {
		if got := b.get(path); got.status != status {
			t.Errorf("the auditor gets %s with %d, want %d", path, got.status, status)
		}
	}
	act := b.post("/desk/dossiers/"+filed+"/acts/write_note", url.Values{"words": {"NOTE-CANARY"}, "seen": {"1"}})
	if act.status != http.StatusUnprocessableEntity || strings.Contains(b.get("/desk/dossiers/"+filed).body, "NOTE-CANARY</p>") {
		t.Errorf("the auditor writes a note: %d", act.status)
	}
	wordsComplete(t)
}

// An administrator has a first page without dossiers, and for them there are none.
func TestAnAdministratorSeesNoDossier(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	b := w.as("keeper")
	if home := b.get("/desk"); home.status != http.StatusSeeOther || home.location != "/desk/accounts" {
		t.Errorf("the desk of the administrator is %d to %s", home.status, home.location)
	}
	home := b.get("/desk/accounts")
	if home.status != http.StatusOK || !strings.Contains(home.body, "Olga Owner") || strings.Contains(home.body, filed) {
		t.Errorf("the administrator begins with %d:\n%s", home.status, home.body)
	}
	unknown := b.get("/desk/dossiers/WH-9999-9999")
	for _, path := range []string{
		"/desk/list", "/desk/overview", "/desk/jobs", newPath, newPath + "/" + filed, "/desk/mine", "/desk/dossiers/" + filed,
		"/desk/dossiers/" + filed + "/explain", "/desk/dossiers/" + filed + "/police", "/desk/dossiers/" + filed + "/news",
	} {
		if got := b.get(path); got.status != http.StatusNotFound {
			t.Errorf("the administrator gets %s with %d", path, got.status)
		}
	}
	if act := b.post("/desk/dossiers/"+filed+"/acts/write_note", url.Values{"words": {"x"}}); act.status != http.StatusNotFound || unknown.status != act.status {
		t.Errorf("an act of the administrator gets %d", act.status)
	}
	wordsComplete(t)
}

// Who has lists begins with them, who only treats clients with their own talks, whatever else they keep.
func TestEachBeginsWithTheirOwn(t *testing.T) {
	w := newWorld(t)
	for who, location := range map[dossier.AccountID]string{
		"owner": "/desk", "utrecht": "/desk", "auditor": "/desk", "keeper": "/desk/accounts", "both": "/desk", "sanne": "/desk/mine",
	} {
		in := w.browser().post("/desk/sign-in", url.Values{"email": {string(who) + "@chain.example"}, "password": {password}})
		if in.location != location {
			t.Errorf("%s begins at %q, want %q", who, in.location, location)
		}
	}
}

// R5: a receptionist takes a complaint down for whoever phones, also for another branch. They get its reference, and nothing more of it.
func TestR5_AComplaintOfAnotherBranchIsTakenDown(t *testing.T) {
	w := newWorld(t)
	b := w.as("breda")
	if page := b.get("/desk"); strings.Contains(page.body, `name="branch"`) {
		t.Error("who finds one branch alone can filter by branches")
	}
	form := b.form(b.get(newPath+"?kind=file&branch=B1"), newPath, url.Values{
		"name": {"Klaas Kramer"}, "phone": {"0612345678"}, "treatment_date": {"2 3 2026"}, "specialists": {"S1"}, "about": {"specialist"},
		"story": {"STORY-CANARY"}, "wish": {"WISH-CANARY"}, "channel": {"phone"}, "language": {"nl"},
	})
	done := b.post(newPath, form)
	reference, ok := strings.CutPrefix(done.location, newPath+"/")
	if !ok {
		t.Fatalf("it leads to %d %q:\n%s", done.status, done.location, done.body)
	}
	w.settle()
	page := b.get(done.location)
	if page.status != http.StatusOK || !strings.Contains(page.body, reference) || strings.Contains(page.body, "Kramer") {
		t.Errorf("after it they see %d:\n%s", page.status, page.body)
	}
	if again := b.post(newPath, form); again.location != done.location {
		t.Errorf("sent twice it leads to %q", again.location)
	}
	if own := b.get("/desk/dossiers/" + reference); own.status != http.StatusNotFound {
		t.Errorf("the dossier is open to the other branch: %d", own.status)
	}
	if other := w.as("keeper").get(done.location); other.status != http.StatusNotFound {
		t.Errorf("somebody else reads that it was taken down: %d", other.status)
	}
	if here := w.as("utrecht").get("/desk?q=" + reference); !strings.Contains(here.body, "/desk/dossiers/"+reference) {
		t.Error("its own branch does not find it")
	}
	wordsComplete(t)
}

// R5: the same for who takes it down after a talk, for another branch than the talk was asked for.
func TestR5_AComplaintAfterATalkGoesToItsBranch(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("CONTENT-CANARY")
	b := w.as("utrecht")
	action := "/desk/dossiers/" + reference + "/acts/file"
	form := b.form(b.get("/desk/dossiers/"+reference), action, url.Values{
		"name": {"Klaas Kramer"}, "phone": {"0612345678"}, "branch": {"B2"}, "treatment_date": {"2 3 2026"}, "about": {"branch"},
		"story": {"x"}, "wish": {"y"}, "channel": {"phone"}, "language": {"nl"},
	})
	done := b.post(action, form)
	if done.location != newPath+"/"+reference {
		t.Fatalf("it leads to %d %q", done.status, done.location)
	}
	if page := b.get(done.location); page.status != http.StatusOK || !strings.Contains(page.body, reference) {
		t.Errorf("after it they see %d", page.status)
	}
}

const newPath = "/desk/new"
