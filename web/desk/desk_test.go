package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

func TestPages(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	for _, c := range []struct {
		who    dossier.AccountID
		path   string
		status int
		has    []string
	}{
		{"owner", "/desk", http.StatusOK, []string{ref, "Klaas Kramer", "Sanne Bakker", "Eerste beoordeling", "Contactverbod"}},
		{"owner", "/desk/", http.StatusOK, []string{ref}},
		{"owner", "/desk?q=kramer", http.StatusOK, []string{ref}},
		{"owner", "/desk?q=niemand", http.StatusOK, []string{"Geen dossiers gevonden"}},
		{"owner", "/desk?view=closed", http.StatusOK, []string{"Geen dossiers gevonden"}},
		{"owner", "/desk?step=triage&branch=B1&flag=ban&turn=owner", http.StatusOK, []string{ref}},
		{"owner", "/desk/overview", http.StatusOK, []string{"Open dossiers per stap"}},
		{"assistant", "/desk/overview", http.StatusOK, []string{"Beloften dit kwartaal"}},
		{"receptionist", "/desk/overview", http.StatusNotFound, nil},
		{"owner", "/desk/dossiers/" + ref, http.StatusOK, []string{"STORY-CANARY", "0612345678"[2:], "/acts/judge", "Nu te doen", "R10", "Het geadverteerde aantal tinten is gehaald"}},
		{"receptionist", "/desk", http.StatusOK, []string{"Er wacht nu geen dossier op u"}},
		{"receptionist", "/desk?view=waits", http.StatusOK, []string{ref, "Klaas Kramer"}},
		{"receptionist", "/desk/dossiers/" + ref, http.StatusOK, []string{"Klaas Kramer", "klaas@example.org"}},
		{"receptionist", "/desk/new", http.StatusOK, []string{"Wat wilt u vastleggen?"}},
		{"receptionist", "/desk/new?kind=file&branch=B1", http.StatusOK, []string{`name="story"`, `name="received_at_date"`, "Daan Vermeulen"}},
		{"receptionist", "/desk/new?kind=request_talk&branch=B1", http.StatusOK, []string{`name="topic"`}},
		{"sanne", "/desk", http.StatusSeeOther, nil},
		{"sanne", "/desk/mine", http.StatusOK, []string{"Gesprekken over een klacht"}},
		{"sanne", "/desk/new", http.StatusNotFound, nil},
		{"owner", "/desk/mine", http.StatusNotFound, nil},
		{"owner", "/desk/nothing", http.StatusNotFound, nil},
		{"owner", "/desk/overview?lang=en", http.StatusOK, []string{"Open dossiers per step"}},
	} {
		got := w.as(c.who).get(c.path)
		if got.status != c.status {
			t.Errorf("%s sees %s with %d, want %d", c.who, c.path, got.status, c.status)
		}
		for _, text := range c.has {
			if !strings.Contains(got.body, text) {
				t.Errorf("%s on %s misses %q", c.who, c.path, text)
			}
		}
		if strings.Contains(got.body, "⟦") {
			t.Errorf("%s has a text missing", c.path)
		}
	}
	wordsComplete(t)
}

func TestJudgeThroughTheForm(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	b := w.as("assistant")
	action := "/desk/dossiers/" + ref + "/acts/judge"
	page := b.get("/desk/dossiers/" + ref)
	form := b.form(page, action, url.Values{"severity": {w.Policy.Terms.Severities[0].Code}, "serious": {"yes"}, "reason": {"Ernstig genoeg"}})
	done := b.post(action, form)
	if done.status != http.StatusSeeOther || done.location != "/desk/dossiers/"+ref+"?done=judge" {
		t.Fatalf("judging gives %d to %q:\n%s", done.status, done.location, done.body)
	}
	if again := b.post(action, form); again.status != http.StatusSeeOther {
		t.Errorf("a double click gives %d", again.status)
	}
	after := b.get(done.location)
	if strings.Count(after.body, "Ernstig genoeg</p>") != 1 || !strings.Contains(after.body, "Vastgelegd: Eerste beoordeling gedaan.") {
		t.Errorf("the judgement does not stand in the dossier once")
	}
}

// Each role begins with what is its own to do; what waits for others stands beside it.
func TestTheQueueBeginsWithTheViewersOwnTurn(t *testing.T) {
	w := newWorld(t)
	talk := w.do(casework.Public(), "", dossier.RequestTalk{
		Contact: complaint().Contact, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1", Topic: "Te donker",
	}).Reference
	filed := w.file()
	for _, c := range []struct {
		who               dossier.AccountID
		path, has, hasNot string
	}{
		{"owner", "/desk", filed, talk},
		{"assistant", "/desk", filed, talk},
		{"receptionist", "/desk", talk, filed},
		{"owner", "/desk?view=waits", talk, filed},
		{"receptionist", "/desk?view=waits", filed, talk},
		{"receptionist", "/desk?view=turn&turn=owner", filed, talk},
		{"owner", "/desk?branch=B1", talk, "no such text"},
	} {
		page := w.as(c.who).get(c.path)
		if !strings.Contains(page.body, c.has) || strings.Contains(page.body, c.hasNot) {
			t.Errorf("%s at %s: want %s and not %s", c.who, c.path, c.has, c.hasNot)
		}
	}
}
