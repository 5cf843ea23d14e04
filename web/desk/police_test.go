package desk_test

import (
	"html"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// suspect brings a dossier as far as a suspicion of which the proof term is over: talked, shared, filed, called and investigated.
func (w *world) suspect() string {
	w.t.Helper()
	unknown := dossier.Contact{Name: "Onbekende Bezoeker", Email: "onbekend@example.net", Phone: "0687654321"}
	ref := w.do(casework.Public(), "", dossier.RequestTalk{
		Contact: unknown, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1", Topic: "TOPIC-CANARY",
	}).Reference
	at := w.slots(ref, "S1")[0]
	w.do(viewer("receptionist"), ref, dossier.BookTalk{Specialist: "S1", Start: at})
	w.later(at.Add(time.Hour).Sub(w.clock()))
	w.do(viewer("sanne"), ref, dossier.RecordTalk{Content: "TALK-CANARY"})
	me := casework.Viewer{Actor: dossier.Complainant(), Only: ref}
	w.do(me, ref, dossier.AnswerTalk{Account: "ACCOUNT-CANARY"})
	f := complaint()
	f.Contact, f.ShareTalk = unknown, true
	w.do(me, ref, f)
	assistant := viewer("assistant")
	w.do(assistant, ref, dossier.Judge{Severity: w.Policy.Terms.Severities[0].Code, Serious: true, Reason: "REASON"})
	w.do(assistant, ref, dossier.RecordAttempt{How: "call"})
	w.do(assistant, ref, dossier.RecordExplanation{How: "call", Words: "EXPLAINED"})
	w.do(assistant, ref, dossier.OpenInvestigation{Subjects: []string{"specialist:S1"}})
	w.do(assistant, ref, dossier.StartInquiry{})
	w.do(assistant, ref, dossier.RecordInquiryAnswer{Fellow: 1, Answered: true, Words: "FELLOW-CANARY"})
	w.do(assistant, ref, dossier.WriteNote{Words: "NOTE-CANARY"})
	w.do(assistant, ref, dossier.RaiseSuspicion{Evidence: "SUSPICION-EVIDENCE"})
	w.do(assistant, ref, dossier.RecordHours{Minutes: 90, What: "HOURS-WHAT"})
	w.do(assistant, ref, dossier.RecordCost{Amount: 1250, What: "COST-WHAT"})
	w.later(9 * 24 * time.Hour)
	return ref
}

// establish has two people establish that the complaint is false.
func (w *world) establish(ref string) {
	w.t.Helper()
	for id, evidence := range map[dossier.AccountID]string{"assistant": "FIRST-EVIDENCE", "second": "SECOND-EVIDENCE"} {
		w.do(viewer(id), ref, dossier.EstablishFalse{NeverTreated: true, Knew: true, SoughtMoney: true, Evidence: evidence})
	}
}

// R27: for a report to the police the program makes the dossier, once falseness is established and for as long as it is.
func TestR27_TheDossierForThePolice(t *testing.T) {
	w := newWorld(t)
	ref := w.suspect()
	path := "/desk/dossiers/" + ref + "/police"
	b := w.as("owner")
	if got := b.get(path); got.status != http.StatusNotFound {
		t.Errorf("before falseness is established the page gives %d", got.status)
	}
	if strings.Contains(b.get("/desk/dossiers/"+ref).body, path) {
		t.Error("before falseness is established the dossier leads to it")
	}
	w.establish(ref)
	w.do(viewer("owner"), ref, dossier.SendClaim{})
	w.do(viewer("owner"), ref, dossier.RecordClaimPayment{Amount: 1000})
	if n := strings.Count(b.get("/desk/dossiers/"+ref).body, `href="`+path+`"`); n != 2 {
		t.Errorf("the dossier leads to it %d times, not beside the act and among the facts", n)
	}
	got := b.get(path)
	if got.status != http.StatusOK || got.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("the page gives %d, kept: %q", got.status, got.header.Get("Cache-Control"))
	}
	view, err := w.Fetch(t.Context(), viewer("owner"), ref, casework.PageDossier)
	must(t, err)
	for _, text := range []string{
		ref, "Onbekende Bezoeker", "onbekend@example.net", "STORY-CANARY", "WISH-CANARY",
		"Arjen Assistent", "Twee Assistent", "FIRST-EVIDENCE", "SECOND-EVIDENCE", "SUSPICION-EVIDENCE",
		"Gezocht op: Naam", "Bewijs gekregen", "Klager niet bereikt", "EXPLAINED",
		"1 uur en 30 minuten", "HOURS-WHAT", "COST-WHAT", "€\u00a012,50", "Samen",
		"€\u00a010,00", "Gemaakt door", "Olga Owner", w.Policy.Organisation.Name,
	} {
		if !strings.Contains(got.body, text) {
			t.Errorf("the page misses %q", text)
		}
	}
	_, timeline, _ := strings.Cut(got.body, "Alles wat is gedaan, op volgorde")
	if n := strings.Count(timeline, "<li"); n < len(view.Entries) || !strings.Contains(timeline, ">1 · ") {
		t.Errorf("the timeline has %d items of %d records", n, len(view.Entries))
	}
	if strings.Contains(got.body, "<textarea") || strings.Contains(got.body, "/acts/") {
		t.Error("the page has forms of acts")
	}
	w.do(viewer("owner"), ref, dossier.UndoFalse{Reason: "x"})
	if got := b.get(path); got.status != http.StatusNotFound {
		t.Errorf("after an undoing the page gives %d", got.status)
	}
	wordsComplete(t)
}

// ASVS 1.2.10: the dossier for the police is a page, to print; it is no table that a spreadsheet opens, and what was typed stays text in it.
func TestASVS1_2_10_NoFormulaInTheDossierForThePolice(t *testing.T) {
	w := newWorld(t)
	ref := w.suspect()
	formulas := []string{"=1+1", "+1", "-1", "@SUM(A1)", `=cmd|'/c calc'!A1`, `=HYPERLINK("http://example.org","x")`, "<td>=1+1</td>"}
	for _, text := range formulas {
		w.do(viewer("assistant"), ref, dossier.RecordHours{Minutes: 10, What: text})
	}
	w.establish(ref)
	got := w.as("owner").get("/desk/dossiers/" + ref + "/police")
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "text/html; charset=utf-8" || got.header.Get("Content-Disposition") != "" {
		t.Fatalf("%d, %v", got.status, got.header)
	}
	if strings.Contains(got.body, "<td") {
		t.Error("it has cells of a table")
	}
	for _, text := range formulas {
		if !strings.Contains(got.body, html.EscapeString(text)) {
			t.Errorf("%q is not in it as text", text)
		}
	}
}

// R27, R3, R15: what was said in a talk is not in it, not even when shared, nor who else was asked or what was noted among handlers.
func TestR27_R3_ThePoliceGetNoTalkAndNoFellowClients(t *testing.T) {
	w := newWorld(t)
	ref := w.suspect()
	w.establish(ref)
	b := w.as("owner")
	if !strings.Contains(b.get("/desk/dossiers/"+ref).body, "TALK-CANARY") {
		t.Fatal("the talk is not shared: nothing is proved")
	}
	body := b.get("/desk/dossiers/" + ref + "/police").body
	for _, secret := range []string{"TALK-CANARY", "TOPIC-CANARY", "ACCOUNT-CANARY", "FELLOW-CANARY", "NOTE-CANARY", "Klaas", "Kramer", "Fenna", "klaas@", "fenna@", "612345678"} {
		if strings.Contains(body, secret) {
			t.Errorf("the police get %s", secret)
		}
	}
}

// R27: it is for the handlers; for everybody else it is not there, the same as for a dossier that does not exist.
func TestR27_TheDossierForThePoliceIsForHandlersAlone(t *testing.T) {
	w := newWorld(t)
	ref := w.suspect()
	w.establish(ref)
	path := "/desk/dossiers/" + ref + "/police"
	for _, id := range []dossier.AccountID{"owner", "assistant", "second"} {
		if got := w.as(id).get(path); got.status != http.StatusOK {
			t.Errorf("%s gets %d", id, got.status)
		}
	}
	for _, id := range []dossier.AccountID{"receptionist", "sanne", "daan"} {
		b := w.as(id)
		theirs, none := b.get(path), b.get(strings.Replace(path, ref, "WH-0000-0000", 1))
		if theirs.status != http.StatusNotFound || strings.ReplaceAll(theirs.body, ref, "X") != strings.ReplaceAll(none.body, "WH-0000-0000", "X") {
			t.Errorf("%s gets %d, or another page than for a dossier that is not there", id, theirs.status)
		}
		if strings.Contains(b.get("/desk/dossiers/"+ref).body, path) {
			t.Errorf("%s is led to it", id)
		}
	}
	if got := w.browser().get(path); got.status != http.StatusSeeOther {
		t.Errorf("a stranger gets %d", got.status)
	}
	w.do(viewer("owner"), ref, dossier.DeclareConflict{Account: "second", Reason: "x"})
	if got := w.as("second").get(path); got.status != http.StatusNotFound {
		t.Errorf("who is out of the dossier gets %d (R14)", got.status)
	}
}

// Whoever takes back their phone number is not shown with the old one.
func TestCorrectedContactReplacesAllOfIt(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	w.do(viewer("assistant"), ref, dossier.CorrectContact{Contact: dossier.Contact{Name: "Klaas Kramer-Post", Email: "nieuw@example.org"}})
	page := w.as("assistant").get("/desk/dossiers/" + ref).body
	_, aside, _ := strings.Cut(page, "<aside")
	if !strings.Contains(aside, "nieuw@example.org") || strings.Contains(aside, "612345678") || strings.Contains(aside, "Kanarielaan") {
		t.Error("the facts beside the timeline hold contact data that were taken back")
	}
}
