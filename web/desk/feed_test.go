package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

var feedAddress = regexp.MustCompile(`/agenda/[A-Z2-7]+\.ics`)

// makesFeed makes the address of somebody's calendar at the page of their account.
func (w *world) makesFeed(who dossier.AccountID) string {
	w.t.Helper()
	page := w.as(who).post("/desk/account/calendar", nil)
	path := feedAddress.FindString(page.body)
	if page.status != http.StatusOK || path == "" {
		w.t.Fatalf("%s is shown no address: %d", who, page.status)
	}
	return path
}

// events are the appointments of a calendar, as another library reads them, by what they are called.
func events(t *testing.T, text string) map[string]time.Time {
	t.Helper()
	cal, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	must(t, err)
	found := map[string]time.Time{}
	for _, e := range cal.Events() {
		at, err := e.DateTimeStart(time.UTC)
		must(t, err)
		found[e.Props.Get("SUMMARY").Value+" "+e.Props.Get("DESCRIPTION").Value] = at
	}
	return found
}

// Each member of staff follows their own appointments, and knows of none that the desk would not show them (R3, R14, R23). No name of anybody stands in it.
func TestFeed_EachFollowsTheirOwnAppointments(t *testing.T) {
	w := newWorld(t)
	talk := w.do(viewer("receptionist"), "", dossier.RequestTalk{
		Contact: dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}, Branch: "B1", TreatmentDate: visitDay, Specialist: "S2",
	}).Reference
	at := w.slots(talk, "S2")[0]
	w.do(viewer("receptionist"), talk, dossier.BookTalk{Specialist: "S2", Start: at})
	visited := w.file()
	w.do(viewer("owner"), visited, dossier.Judge{Severity: w.Policy.Terms.Severities[1].Code, Serious: true, Reason: "x"})
	visit, hearing := w.clock().Add(24*time.Hour), w.clock().Add(8*24*time.Hour)
	w.do(viewer("owner"), visited, dossier.PlanExplanation{How: "visit", Start: visit})
	other := complaint()
	other.Contact = dossier.Contact{Name: "Gijs Maas", Email: "gijs@example.org"}
	heard := w.do(casework.Public(), "", other).Reference
	w.do(viewer("owner"), heard, dossier.Judge{Severity: w.Policy.Terms.Severities[1].Code, Serious: true, Reason: "x"})
	w.do(viewer("owner"), heard, dossier.RecordExplanation{How: "call", Words: "x"})
	w.do(viewer("owner"), heard, dossier.OpenInvestigation{Subjects: []string{"specialist:S1"}})
	w.do(viewer("owner"), heard, dossier.InviteToHearing{Specialist: "S1", At: hearing, Allegation: "CANARY"})

	client, explanation := "Gesprek met een klant (Voorbeeldkliniek) Kenmerk "+talk, "Toelichting door een klager (Voorbeeldkliniek) Kenmerk "+visited
	for who, want := range map[dossier.AccountID]map[string]time.Time{
		"daan":         {"Gesprek met een klant van Voorbeeldkliniek Kenmerk " + talk: at},
		"sanne":        {"Gesprek bij Voorbeeldkliniek Kenmerk " + heard: hearing},
		"receptionist": {client: at, explanation: visit},
		"utrecht":      {client: at, explanation: visit},
		"breda":        {},
		"owner":        {explanation: visit, "Gesprek met een specialist (Voorbeeldkliniek) Kenmerk " + heard: hearing},
		"auditor":      {},
		"keeper":       {},
	} {
		answer := w.browser().get(w.makesFeed(who))
		got := events(t, answer.body)
		if len(got) != len(want) {
			t.Errorf("%s follows %v, want %v", who, got, want)
		}
		for name, at := range want {
			if !got[name].Equal(at.Truncate(time.Second)) {
				t.Errorf("%s: %s is at %s, want %s", who, name, got[name], at)
			}
		}
		for _, name := range []string{"Post", "Kramer", "Maas", "Bakker", "Vermeulen", "CANARY", "@example.org", "ATTENDEE", "ORGANIZER", "METHOD"} {
			if strings.Contains(answer.body, name) {
				t.Errorf("the calendar of %s holds %s", who, name)
			}
		}
	}
	// What is called off is there no more, and who has a conflict knows no more of it (R14).
	path := w.makesFeed("owner")
	w.do(viewer("owner"), visited, dossier.CancelExplanation{})
	w.do(viewer("assistant"), heard, dossier.DeclareConflict{Account: "owner", Reason: "x"})
	if got := events(t, w.browser().get(path).body); len(got) != 0 {
		t.Errorf("the owner still follows %v", got)
	}
}

// The address is shown once and kept as a digest. A new one, its end and the end of the account make it void; guessing is slowed down (ASVS 6.3.1).
func TestASVS6_3_1_FeedAddressIsASecretThatEnds(t *testing.T) {
	w := newWorld(t)
	path := w.makesFeed("daan")
	if strings.Contains(w.as("daan").get("/desk/account").body, path) {
		t.Error("the address is shown again")
	}
	is := func(when, path string, want int) {
		t.Helper()
		if got := w.browser().get(path); got.status != want {
			t.Errorf("%s: %d, want %d", when, got.status, want)
		}
	}
	first := w.browser().get(path)
	tag := first.header.Get("ETag")
	if control := first.header.Get("Cache-Control"); !strings.Contains(control, "private") || tag == "" || !strings.HasPrefix(first.header.Get("Content-Type"), "text/calendar") {
		t.Errorf("%s %s", control, tag)
	}
	if again := w.asksAgain(path, tag); again.status != http.StatusNotModified || again.body != "" {
		t.Errorf("asked again: %d", again.status)
	}
	is("without .ics", strings.TrimSuffix(path, ".ics"), http.StatusNotFound)
	newer := w.makesFeed("daan")
	is("the former", path, http.StatusNotFound)
	is("the newer", newer, http.StatusOK)
	w.as("daan").post("/desk/account/calendar/end", nil)
	is("ended", newer, http.StatusNotFound)
	last := w.makesFeed("daan")
	if got := w.as("keeper").post("/desk/accounts/daan/disable", url.Values{"password": {password}}); got.location != "/desk/accounts/daan?done=disabled" {
		t.Fatalf("%d to %s", got.status, got.location)
	}
	is("disabled", last, http.StatusNotFound)
}

// asksAgain asks for a calendar as a program that has it already.
func (w *world) asksAgain(path, tag string) answer {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.url+path, nil)
	must(w.t, err)
	r.Header.Set("If-None-Match", tag)
	resp, err := http.DefaultClient.Do(r)
	must(w.t, err)
	return w.browser().read(resp)
}
