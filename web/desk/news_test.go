package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// newsPath finds where the page of a dossier asks for what happened since.
func newsPath(t *testing.T, page answer) string {
	t.Helper()
	_, rest, ok := strings.Cut(page.body, `hx-get="/desk/dossiers/`)
	path, _, closed := strings.Cut(rest, `"`)
	if !ok || !closed {
		t.Fatalf("the page asks for no news (status %d)", page.status)
	}
	return "/desk/dossiers/" + strings.ReplaceAll(path, "&amp;", "&")
}

// A page of a dossier hears who did what since it was made, once.
func TestNewsOfADossier(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	b := w.as("assistant")
	path := newsPath(t, b.get("/desk/dossiers/"+ref))
	if got := b.get(path); got.status != http.StatusNoContent {
		t.Fatalf("nothing happened, and the page is told with %d: %s", got.status, got.body)
	}
	w.do(viewer("second"), ref, dossier.WriteNote{Words: "NOTE-CANARY"})
	got := b.get(path)
	for _, text := range []string{"Twee Assistent", "Er is intussen iets gebeurd", `href="/desk/dossiers/` + ref + `"`} {
		if !strings.Contains(got.body, text) {
			t.Errorf("the news misses %q: %d %s", text, got.status, got.body)
		}
	}
	if strings.Contains(got.body, "NOTE-CANARY") || strings.Contains(got.body, "<html") {
		t.Error("the news holds more than who did what")
	}
	again := newsPath(t, got)
	if told := b.get(again); told.status != http.StatusNoContent {
		t.Errorf("the page is told twice: %d", told.status)
	}
	for range 4 {
		w.do(viewer("second"), ref, dossier.WriteNote{Words: "nog een"})
	}
	if more := b.get(again); strings.Count(more.body, "<li>") != 3 || !strings.Contains(more.body, "nog 2 handelingen") {
		t.Errorf("many acts are told as %s", more.body)
	}
}

// R3, R14, R23: news is of what the viewer may see alone, and strangers do not find the dossier.
func TestR23_NewsIsOfWhatTheViewerMaySee(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	path := "/desk/dossiers/" + ref + "/news?seen=0"
	w.do(viewer("assistant"), ref, dossier.WriteNote{Words: "x"})
	own := w.as("sanne")
	told := newsPath(t, own.get("/desk/dossiers/"+ref))
	w.do(viewer("assistant"), ref, dossier.WriteNote{Words: "y"})
	if got := own.get(told); got.status != http.StatusNoContent {
		t.Errorf("the specialist complained about hears of a note: %d %s", got.status, got.body)
	}
	if got := w.as("daan").get(path); got.status != http.StatusNotFound {
		t.Errorf("a stranger gets %d", got.status)
	}
	if got := w.as("owner").get("/desk/dossiers/WH-0000-0000/news?seen=0"); got.status != http.StatusNotFound {
		t.Errorf("news of no dossier gives %d", got.status)
	}
	if got := w.browser().get(path); strings.Contains(got.body, "Olga") || !strings.Contains(got.body, "U bent niet meer ingelogd") {
		t.Errorf("who is not signed in gets %d %s", got.status, got.body)
	}
}

// What a page asks by itself does not keep a session alive; what a person asks does.
func TestPollingIsNoActivity(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	idle, busy := w.as("owner"), w.as("owner")
	for _, b := range []*browser{idle, busy} {
		sessions := w.DB.Sessions()
		data, found, err := sessions.Find(b.token())
		must(t, err)
		if !found {
			t.Fatal("no session")
		}
		must(t, sessions.Commit(b.token(), data, time.Now().Add(1500*time.Millisecond)))
	}
	for _, path := range []string{"/desk/dossiers/" + ref + "/news?seen=0", "/desk/list"} {
		if got := idle.get(path); got.status != http.StatusOK || got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s answers %d and renews the cookie: %q", path, got.status, got.header.Get("Set-Cookie"))
		}
	}
	if got := busy.get("/desk"); got.status != http.StatusOK {
		t.Fatalf("the desk answers %d", got.status)
	}
	time.Sleep(1600 * time.Millisecond)
	if got := idle.get("/desk"); got.status != http.StatusSeeOther {
		t.Errorf("a session that only polled is still alive: %d", got.status)
	}
	if got := busy.get("/desk"); got.status != http.StatusOK {
		t.Errorf("a session that was used has ended: %d", got.status)
	}
}

// The list alone is what the page shows, and it asks for the same again.
func TestListByItself(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	query := "?branch=B1&q=kramer&view=all"
	got := w.as("owner").get("/desk/list" + query)
	for _, text := range []string{ref, `id="list"`, "/desk/list?branch=B1&amp;q=kramer&amp;view=all"} {
		if !strings.Contains(got.body, text) {
			t.Errorf("the list misses %q", text)
		}
	}
	if strings.Contains(got.body, "<html") || strings.Contains(got.body, `role="search"`) {
		t.Error("the list comes with more than itself")
	}
	if got := w.as("sanne").get("/desk/list"); got.status != http.StatusNotFound {
		t.Errorf("a specialist gets a list: %d", got.status)
	}
	asked, err := http.NewRequest(http.MethodGet, w.url+"/desk?q=x", nil)
	must(t, err)
	asked.Header.Set("HX-Request", "true")
	b := w.browser()
	resp, err := b.http.Do(asked)
	must(t, err)
	if got := b.read(resp); got.header.Get("HX-Redirect") != "/desk/sign-in?next="+url.QueryEscape("/desk?q=x") {
		t.Errorf("a search after the session ended leads to %q (%d)", got.header.Get("HX-Redirect"), got.status)
	}
}

// R1, R16: the planned talk and the hearing can be had as a calendar file by who keeps or plans them, and by nobody else.
func TestR1_CalendarFileAtTheDesk(t *testing.T) {
	w := newWorld(t)
	ref := w.do(viewer("receptionist"), "", dossier.RequestTalk{
		Contact: complaint().Contact, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1", Topic: "TOPIC-CANARY",
	}).Reference
	talk, hearing := "/desk/dossiers/"+ref+"/gesprek.ics", "/desk/dossiers/"+ref+"/onderzoek.ics"
	is := func(when, path string, want int, people ...dossier.AccountID) {
		t.Helper()
		for _, who := range people {
			got := w.as(who).get(path)
			if got.status != want {
				t.Errorf("%s: %s gets %d, want %d", when, who, got.status, want)
			}
			if want == http.StatusOK && (!strings.Contains(got.body, "BEGIN:VEVENT") || !strings.HasPrefix(got.header.Get("Content-Type"), "text/calendar") ||
				!strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment")) {
				t.Errorf("%s: %s gets no calendar file: %s", when, who, got.body)
			}
			for _, secret := range []string{"Kramer", "klaas@", "612345678", "CANARY"} {
				if strings.Contains(got.body, secret) {
					t.Errorf("%s: the file of %s holds %s", when, who, secret)
				}
			}
		}
	}
	is("asked for", talk, http.StatusNotFound, "receptionist", "sanne", "daan")
	slots := w.slots(ref, "S1")
	w.do(viewer("receptionist"), ref, dossier.BookTalk{Specialist: "S1", Start: slots[0]})
	is("planned", talk, http.StatusOK, "receptionist", "sanne", "owner")
	is("planned", talk, http.StatusNotFound, "daan")
	mine := w.as("sanne").get("/desk/mine").body
	for _, text := range []string{"Klaas Kramer", `href="tel:+31612345678"`, "TOPIC-CANARY", talk} {
		if !strings.Contains(mine, text) {
			t.Errorf("the specialist does not see %s of the talk that is planned", text)
		}
	}
	if !strings.Contains(w.as("receptionist").get("/desk/dossiers/"+ref).body, talk) {
		t.Error("the receptionist is not offered the file")
	}
	w.do(viewer("receptionist"), ref, complaint())
	is("ban", talk, http.StatusNotFound, "receptionist", "sanne", "owner")
	for _, text := range []string{"Kramer", "612345678", "TOPIC-CANARY"} {
		if strings.Contains(w.as("sanne").pagesOf(ref), text) {
			t.Errorf("while the ban runs the specialist sees %s (R23)", text)
		}
	}
	w.do(viewer("assistant"), ref, dossier.Judge{Severity: w.Policy.Terms.Severities[0].Code, Serious: true, Reason: "x"})
	w.do(viewer("assistant"), ref, dossier.RecordExplanation{How: "call", Words: "x"})
	w.do(viewer("assistant"), ref, dossier.OpenInvestigation{Subjects: []string{"specialist:S1"}})
	is("not invited", hearing, http.StatusNotFound, "sanne")
	w.do(viewer("assistant"), ref, dossier.InviteToHearing{Specialist: "S1", At: w.clock().Add(10 * 24 * time.Hour), Allegation: "CANARY"})
	is("invited", hearing, http.StatusOK, "sanne")
	is("invited", hearing, http.StatusNotFound, "daan", "both", "owner", "receptionist")
	if !strings.Contains(w.as("sanne").get("/desk/mine").body, hearing) {
		t.Error("the specialist is not offered the hearing for the calendar")
	}
	w.later(11 * 24 * time.Hour)
	w.do(viewer("assistant"), ref, dossier.RecordHearing{Specialist: "S1", Minutes: "x"})
	is("held", hearing, http.StatusNotFound, "sanne")
	wordsComplete(t)
}

// R1: only slots are offered that will be accepted.
func TestR1_SlotsOfferedAreInTime(t *testing.T) {
	w := newWorld(t)
	ref := w.do(viewer("receptionist"), "", dossier.RequestTalk{
		Contact: complaint().Contact, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1",
	}).Reference
	w.later(3 * 24 * time.Hour)
	page := w.as("receptionist").get("/desk/dossiers/" + ref).body
	view, err := w.Fetch(t.Context(), viewer("receptionist"), ref, casework.PageDossier)
	must(t, err)
	last := dossier.LastBooking(view.State, view.Terms, w.Calendar(), w.clock())
	var offered time.Time
	for _, at := range w.Calendar().Slots(w.clock().Add(time.Minute), last.Add(7*24*time.Hour)) {
		if got := strings.Contains(page, `value="`+at.Format(time.RFC3339)+`"`); got == at.After(last) {
			t.Errorf("the slot at %s is offered: %v, and the term ends at %s", at, got, last)
		} else if got {
			offered = at
		}
	}
	w.do(viewer("receptionist"), ref, dossier.BookTalk{Specialist: "S1", Start: offered})
}
