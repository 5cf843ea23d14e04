package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// looks are those at a dossier, the newest first, without the owner's own at the list.
func (w *world) looks(ref string) []store.Read {
	w.t.Helper()
	list, err := w.DB.Read().Reads(w.t.Context(), []string{dossier.ViewHandlers}, ref, 0, 200)
	must(w.t, err)
	return list
}

// R28: each page and file of a dossier leaves a row, before its reader has it; so does a form that comes back, and one that is refused.
func TestR28_EveryPageOfADossierIsRecorded(t *testing.T) {
	w := newWorld(t)
	ref := w.suspect()
	w.establish(ref)
	talk := w.talk("CONTENT")
	path := "/desk/dossiers/" + ref
	for _, c := range []struct {
		who    dossier.AccountID
		path   string
		status int
		page   casework.Page
		ref    string
	}{
		{"owner", path, http.StatusOK, casework.PageDossier, ref},
		{"owner", path + "?done=judge&specialist=S1", http.StatusOK, casework.PageDossier, ref},
		{"owner", path + "/police", http.StatusOK, casework.PagePolice, ref},
		{"owner", path + "/explain", http.StatusOK, casework.PageExplain, ref},
		{"owner", path + "/reads", http.StatusOK, casework.PageReads, ref},
		{"owner", path + "/news?seen=1&told=1", http.StatusOK, casework.PageNews, ref},
		{"owner", path + "/access", http.StatusOK, casework.PageAccess, ref},
		{"assistant", path + "/access", http.StatusNotFound, casework.PageAccess, ref},
		{"receptionist", path + "/police", http.StatusNotFound, casework.PagePolice, ref},
		{"receptionist", path + "/explain", http.StatusNotFound, casework.PageExplain, ref},
		{"assistant", path + "/reads", http.StatusNotFound, casework.PageReads, ref},
		{"daan", path, http.StatusNotFound, casework.PageDossier, ref},
		{"daan", path + "/news", http.StatusNotFound, casework.PageNews, ref},
		{"sanne", "/desk/mine", http.StatusOK, casework.PageMine, talk},
		{"sanne", "/desk/dossiers/" + talk + "/gesprek.ics", http.StatusNotFound, casework.PageTalkFile, talk},
		{"owner", path + "/onderzoek.ics", http.StatusNotFound, casework.PageHearingFile, ref},
	} {
		b := w.as(c.who)
		before := len(w.looks(c.ref))
		if got := b.get(c.path); got.status != c.status {
			t.Errorf("%s %s: %d", c.who, c.path, got.status)
		}
		rows := w.looks(c.ref)
		if len(rows) != before+1 {
			t.Errorf("%s %s leaves %d rows", c.who, c.path, len(rows)-before)
			continue
		}
		if got := rows[0]; got.Viewer != string(c.who) || got.What != string(c.page) || got.Seen != (c.status == http.StatusOK) || !got.At.Equal(w.clock()) {
			t.Errorf("%s %s leaves %+v", c.who, c.path, got)
		}
	}
	for _, path := range []string{"/desk", "/desk/list", "/desk?q=" + ref, "/desk/overview", "/desk/jobs", path + "/news?seen=900&told=900"} {
		before := len(w.looks(ref))
		w.as("owner").get(path)
		if n := len(w.looks(ref)) - before; n != 0 {
			t.Errorf("%s leaves %d rows: it shows nothing of one dossier", path, n)
		}
	}
	before := len(w.looks(ref))
	w.as("daan").post(path+"/acts/write_note", url.Values{"words": {"x"}})
	w.as("owner").post(path+"/acts/write_note", url.Values{"words": {""}})
	rows := w.looks(ref)
	if len(rows) != before+2 || rows[1].What != string(casework.PageAct) || rows[1].Seen || rows[0].What != string(casework.PageDossier) {
		t.Errorf("an act that is refused and one that comes back leave %+v", rows[:len(rows)-before])
	}
}

// The owner reads who looked, by name, with what was refused; the dossier leads there, and leads no assistant there.
func TestR28_WhoLookedIsToldByName(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	path := "/desk/dossiers/" + ref
	w.as("daan").get(path)
	w.as("assistant").get(path)
	_, err := w.Fetch(t.Context(), casework.Viewer{Actor: dossier.Complainant(), Only: ref}, ref, casework.PageStatus)
	must(t, err)
	b := w.as("owner")
	if n := strings.Count(b.get(path).body, `href="`+path+`/reads"`); n != 1 {
		t.Errorf("the dossier leads the owner to it %d times", n)
	}
	if body := w.as("assistant").get(path).body; strings.Contains(body, path+"/reads") {
		t.Error("the dossier leads an assistant to it")
	}
	got := b.get(path + "/reads")
	for _, text := range []string{"Daan Vermeulen", "Geweigerd", "Arjen Assistent", "Klager", "De pagina van de klager", "Olga Owner", "Het dossier"} {
		if !strings.Contains(got.body, text) {
			t.Errorf("it does not say %q", text)
		}
	}
	if n := strings.Count(got.body, "Geweigerd"); n != 1 {
		t.Errorf("%d looks were refused", n)
	}
	if got.header.Get("Cache-Control") != "no-store" {
		t.Error("it is kept by caches")
	}
	english := b.get(path + "/reads?lang=en").body
	for _, text := range []string{"Who looked at this dossier", "Refused", "The complainant’s page"} {
		if !strings.Contains(english, text) {
			t.Errorf("in English it does not say %q", text)
		}
	}
	wordsComplete(t)
}

func TestR28_WhoLookedHasPages(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	for range 120 {
		_, err := w.Fetch(t.Context(), viewer("assistant"), ref, casework.PageDossier)
		must(t, err)
	}
	b := w.as("owner")
	path, pages, rows := "/desk/dossiers/"+ref+"/reads", 0, 0
	for path != "" && pages < 9 {
		body := b.get(path).body
		rows += strings.Count(body, "Arjen Assistent")
		pages++
		path = ""
		if next := regexp.MustCompile(`href="([^"]*)" rel="next"`).FindStringSubmatch(body); next != nil {
			path = next[1]
		}
	}
	if rows != 120 || pages != 3 {
		t.Errorf("%d rows on %d pages", rows, pages)
	}
}

// Whoever is to say why they read is asked on the way to any page of the dossier, is told what is wrong with the answer, and comes out
// where they were going: on a page of that dossier, whatever the form says.
func TestR28_TheReasonIsAskedOnTheWay(t *testing.T) {
	w := newWorld(t)
	w.Policy.Reading.ReasonFrom = []dossier.Role{dossier.RoleAssistant}
	ref := w.file()
	path := "/desk/dossiers/" + ref
	b := w.as("assistant")
	asked := b.get(path + "/explain")
	if asked.status != http.StatusOK || !strings.Contains(asked.body, "Waarom opent u dit dossier?") || strings.Contains(asked.body, "CANARY") ||
		strings.Contains(asked.body, "Kramer") {
		t.Fatalf("not asked, or shown: %d", asked.status)
	}
	if got := b.get(path + "/news?seen=0&told=0"); got.status != http.StatusNoContent || got.body != "" {
		t.Errorf("news without a reason: %d %s", got.status, got.body)
	}
	form := b.form(asked, path+"/reads", url.Values{"reason": {"ab"}})
	again := b.post(path+"/reads", form)
	if again.status != http.StatusUnprocessableEntity || !strings.Contains(again.body, "3 tot 300 tekens") || !strings.Contains(again.body, ">\nab<") {
		t.Errorf("a reason that is too short: %d", again.status)
	}
	form.Set("reason", "Steekproef van maart")
	if got := b.post(path+"/reads", form); got.status != http.StatusSeeOther || got.location != path+"/explain" {
		t.Errorf("goes on to %d %q", got.status, got.location)
	}
	if got := b.get(path + "/explain"); got.status != http.StatusOK || !strings.Contains(got.body, "Verantwoording") {
		t.Errorf("with a reason: %d", got.status)
	}
	for _, next := range []string{"https://evil.example/", "//evil.example", "/desk/jobs", "/desk/dossiers/" + ref + "x", path + "/../../jobs", "\\evil", ""} {
		form.Set("next", next)
		if got := b.post(path+"/reads", form); got.location != path {
			t.Errorf("%q leads to %q", next, got.location)
		}
	}
	if body := w.as("owner").get(path + "/reads").body; !strings.Contains(body, "Steekproef van maart") {
		t.Error("the owner does not read the reason")
	}
	w.later(9 * time.Hour)
	if got := w.as("assistant").get(path); !strings.Contains(got.body, "Waarom opent u dit dossier?") {
		t.Error("nine hours later nobody is asked")
	}
	if got := w.as("daan").post(path+"/reads", form); got.status != http.StatusNotFound {
		t.Errorf("a reason for what is not theirs to see: %d", got.status)
	}
	wordsComplete(t)
}

// What was typed as a reason is text on the page, never more.
func TestASVS1_2_1_AReasonIsShownAsText(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	w.Policy.Reading.ReasonFrom = []dossier.Role{dossier.RoleAssistant}
	must(t, w.GiveReason(t.Context(), viewer("assistant"), ref, `<script>alert(1)</script>"'>{{7*7}}`))
	body := w.as("owner").get("/desk/dossiers/" + ref + "/reads").body
	if strings.Contains(body, "<script>alert") || !strings.Contains(body, "&lt;script&gt;alert(1)") || !strings.Contains(body, "{{7*7}}") {
		t.Error("it is not shown as it was typed")
	}
}

func TestR28_EveryPageThatIsRecordedHasAName(t *testing.T) {
	for _, page := range casework.Pages() {
		if !words.Has("read." + string(page)) {
			t.Errorf("read.%s has no words", page)
		}
	}
	if names := words.Keys("read."); len(names) != len(casework.Pages()) {
		t.Errorf("%d names for %d pages", len(names), len(casework.Pages()))
	}
}
