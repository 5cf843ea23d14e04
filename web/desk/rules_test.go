package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/words"
)

// pagesOf is everything of the desk that a member of staff can open about some dossiers.
func (b *browser) pagesOf(references ...string) string {
	var all strings.Builder
	paths := []string{"/desk", "/desk?view=all", "/desk?view=talks", "/desk?view=closed", "/desk?q=canary", "/desk/overview", "/desk/mine", "/desk/new?kind=file&branch=B1"}
	for _, ref := range references {
		paths = append(paths, "/desk/dossiers/"+ref, "/desk/dossiers/"+ref+"?specialist=S1", "/desk?q="+ref)
	}
	for _, path := range paths {
		all.WriteString(b.get(path).body)
	}
	return all.String()
}

// R3: what is said in a talk stays between client and specialist, on every page, after acts and after refusals.
func TestR3_TalkStaysBetweenTheTwo(t *testing.T) {
	w := newWorld(t)
	ref := w.talk("TALK-CANARY")
	w.do(casework.Viewer{Actor: dossier.Complainant(), Only: ref}, ref, dossier.AnswerTalk{Account: "ACCOUNT-CANARY"})
	f := complaint()
	w.do(casework.Viewer{Actor: dossier.Complainant(), Only: ref}, ref, f)
	if own := w.as("sanne").pagesOf(ref); !strings.Contains(own, "TALK-CANARY") {
		t.Error("the specialist who held it does not see the talk")
	}
	for _, who := range []dossier.AccountID{"owner", "assistant", "second", "receptionist", "daan", "both"} {
		b := w.as(who)
		seen := b.pagesOf(ref) + b.post("/desk/dossiers/"+ref+"/acts/record_talk", url.Values{"content": {"x"}}).body
		for _, canary := range []string{"TALK-CANARY", "ACCOUNT-CANARY"} {
			if strings.Contains(seen, canary) {
				t.Errorf("%s sees %s", who, canary)
			}
		}
	}
	shared := w.file()
	if shared == ref {
		t.Fatal("two dossiers share a reference")
	}
}

// R14: whoever is complained about sees of the dossier no more than their own side, whatever else they are.
func TestR14_WhoIsComplainedAboutDoesNotReadIt(t *testing.T) {
	w := newWorld(t)
	f := complaint()
	f.Branch, f.Specialists = "B2", []dossier.SpecialistID{"S3"}
	ref := w.do(casework.Public(), "", f).Reference
	seen := w.as("both").pagesOf(ref)
	for _, hidden := range []string{"STORY-CANARY", "WISH-CANARY", "klaas@example.org", "Klaas Kramer"} {
		if strings.Contains(seen, hidden) {
			t.Errorf("an assistant who is the specialist complained about reads %s", hidden)
		}
	}
	if !strings.Contains(w.as("assistant").pagesOf(ref), "STORY-CANARY") {
		t.Error("an assistant without a conflict does not read it")
	}
}

// R23: while the ban lasts the specialist sees neither the contact details nor the dossier, only their own hearing.
func TestR23_SpecialistSeesTheirHearingAlone(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	severity := w.Policy.Terms.Severities[0].Code
	w.do(viewer("assistant"), ref, dossier.Judge{Severity: severity, Serious: true, Reason: "REASON-CANARY"})
	w.do(viewer("assistant"), ref, dossier.RecordExplanation{How: "call", Words: "EXPLAINED-CANARY"})
	w.do(viewer("assistant"), ref, dossier.OpenInvestigation{Subjects: []string{"specialist:S1"}})
	w.do(viewer("assistant"), ref, dossier.WriteNote{Words: "NOTE-CANARY"})
	w.do(viewer("assistant"), ref, dossier.InviteToHearing{Specialist: "S1", At: w.clock().Add(10 * 24 * time.Hour), Allegation: "ALLEGATION-SHOWN"})
	b := w.as("sanne")
	seen := b.pagesOf(ref)
	for _, hidden := range []string{"Klaas", "Kramer", "klaas@example.org", "612345678", "Kanarielaan", "STORY-CANARY", "WISH-CANARY", "REASON-CANARY", "EXPLAINED-CANARY", "NOTE-CANARY"} {
		if strings.Contains(seen, hidden) {
			t.Errorf("the specialist sees %s", hidden)
		}
	}
	if !strings.Contains(seen, "ALLEGATION-SHOWN") || !strings.Contains(seen, "/acts/hand_in_statement") {
		t.Error("the specialist sees neither the allegation nor the way to hand in a statement")
	}
	action := "/desk/dossiers/" + ref + "/acts/hand_in_statement"
	done := b.post(action, b.form(b.get("/desk/dossiers/"+ref), action, url.Values{"words": {"Mijn kant"}}))
	if done.status != http.StatusSeeOther || !strings.Contains(b.get("/desk/dossiers/"+ref).body, "Mijn kant") {
		t.Errorf("the statement cannot be handed in: %d", done.status)
	}
	if other := w.as("daan").get("/desk/dossiers/" + ref); other.status != http.StatusNotFound {
		t.Errorf("another specialist gets %d", other.status)
	}
}

// Not yours to see is the same as not there, to the byte.
func TestStrangersDossierIsNotFound(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	b := w.as("daan")
	for _, path := range []string{"/desk/dossiers/%s", "/desk/dossiers/%s?specialist=S1"} {
		theirs, none := b.get(strings.Replace(path, "%s", ref, 1)), b.get(strings.Replace(path, "%s", "WH-0000-0000", 1))
		same := strings.ReplaceAll(theirs.body, ref, "X") == strings.ReplaceAll(none.body, "WH-0000-0000", "X")
		if theirs.status != http.StatusNotFound || none.status != http.StatusNotFound || !same {
			t.Errorf("%s: %d and %d, same page: %v", path, theirs.status, none.status, same)
		}
	}
	form := url.Values{"words": {"TYPED"}}
	theirs, none := b.post("/desk/dossiers/"+ref+"/acts/write_note", form), b.post("/desk/dossiers/WH-0000-0000/acts/write_note", form)
	if theirs.status != http.StatusNotFound || none.status != http.StatusNotFound {
		t.Errorf("acting gives %d and %d", theirs.status, none.status)
	}
}

// A page that somebody else has overtaken keeps what was typed, and says what happened.
func TestStalePageKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	b := w.as("assistant")
	action := "/desk/dossiers/" + ref + "/acts/judge"
	severity := w.Policy.Terms.Severities[0].Code
	form := b.form(b.get("/desk/dossiers/"+ref), action, url.Values{"severity": {severity}, "serious": {"yes"}, "reason": {"TYPED REASON"}})
	w.do(viewer("second"), ref, dossier.WriteNote{Words: "tussendoor"})
	got := b.post(action, form)
	if got.status != http.StatusConflict {
		t.Fatalf("a stale page gives %d", got.status)
	}
	for _, text := range []string{"TYPED REASON", "Twee Assistent", "Wat er intussen is gebeurd", `value="` + severity + `" checked`} {
		if !strings.Contains(got.body, text) {
			t.Errorf("the page misses %q", text)
		}
	}
	again := b.post(action, b.form(got, action, url.Values{"severity": {severity}, "serious": {"yes"}, "reason": {"TYPED REASON"}}))
	if again.status != http.StatusSeeOther {
		t.Errorf("sent again on top of it, it gives %d", again.status)
	}
}

// When somebody else did the same in the meantime, the act has become impossible and the text is still there.
func TestOvertakenActKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	b := w.as("assistant")
	action := "/desk/dossiers/" + ref + "/acts/judge"
	severity := w.Policy.Terms.Severities[0].Code
	form := b.form(b.get("/desk/dossiers/"+ref), action, url.Values{"severity": {severity}, "serious": {"yes"}, "reason": {"TYPED REASON"}})
	w.do(viewer("second"), ref, dossier.Judge{Severity: severity, Serious: true, Reason: "eerst"})
	got := b.post(action, form)
	if got.status != http.StatusConflict || !strings.Contains(got.body, "TYPED REASON") {
		t.Fatalf("got %d", got.status)
	}
	again := b.post(action, b.form(got, action, url.Values{"severity": {severity}, "reason": {"TYPED REASON"}}))
	if again.status != http.StatusUnprocessableEntity || !strings.Contains(again.body, "TYPED REASON") {
		t.Errorf("sent again it gives %d", again.status)
	}
}

// A refusal stands beside its field, with the rule, and nothing typed is lost.
func TestWhatCannotBeSavedIsNotLost(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	b := w.as("owner")
	page := b.get("/desk/dossiers/" + ref)
	engine.Full(t, engine.SQL(t, w.database), "events")
	action := "/desk/dossiers/" + ref + "/acts/write_note"
	for path, form := range map[string]url.Values{
		action: b.form(page, action, url.Values{"words": {"Een lange notitie"}}),
		"/desk/new": {
			"kind": {"file"}, "branch": {"B1"}, "treatment_date": {string(visitDay)}, "about": {"treatment"}, "story": {"Een lange notitie"},
			"name": {"Klaas Kramer"}, "phone": {"0612345678"}, "channel": {"phone"}, "received_at_date": {"3-3-2026"}, "received_at_time": {"9:00"},
		},
	} {
		got := b.post(path, form)
		if got.status != http.StatusInternalServerError || !strings.Contains(got.body, "Een lange notitie") ||
			!strings.Contains(got.body, "Het is niet gelukt om dit te bewaren") || strings.Contains(got.body, "disk full") {
			t.Errorf("%s gives %d: %s", path, got.status, got.body)
		}
	}
}

func TestRefusalStandsAtItsField(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	b := w.as("assistant")
	for _, c := range []struct {
		kind string
		form url.Values
		want []string
	}{
		{"judge", url.Values{"severity": {"nonsense"}, "reason": {"TYPED"}}, []string{`href="#judge-severity"`, "TYPED"}},
		{"judge", url.Values{"severity": {w.Policy.Terms.Severities[0].Code}, "serious": {"yes"}, "reason": {" "}}, []string{`href="#judge-reason"`, `id="judge-reason-error"`}},
		{"record_hours", url.Values{"minutes": {"tien"}, "what": {"TYPED"}}, []string{`href="#record_hours-minutes"`, "TYPED", `value="tien"`}},
		{"record_attempt", url.Values{"how": {"call"}, "at_date": {"31 2 2026"}, "at_time": {"9:00"}}, []string{`href="#record_attempt-at"`, `value="31 2 2026"`, `value="9:00"`}},
		{"write_note", url.Values{"words": {strings.Repeat("x", 200_000)}}, []string{`href="#write_note-words"`}},
		{"extend_term", url.Values{"until": {"1-1-2030"}, "reason": {"TYPED"}}, []string{`href="#extend_term-until"`, "(R13)", "TYPED", `value="1-1-2030"`}},
	} {
		got := b.post("/desk/dossiers/"+ref+"/acts/"+c.kind, c.form)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "<title>Fout:") {
			t.Errorf("%s: %d", c.kind, got.status)
		}
		for _, text := range c.want {
			if !strings.Contains(got.body, text) {
				t.Errorf("%s: the page misses %q", c.kind, text)
			}
		}
	}
	for _, kind := range []string{"reach", "record_match", "absorb", "stop_contact", "answer_inquiry", "no_such_act"} {
		if got := b.post("/desk/dossiers/"+ref+"/acts/"+kind, url.Values{"deadline": {"triage"}}); got.status != http.StatusNotFound {
			t.Errorf("%s can be asked of the desk: %d", kind, got.status)
		}
	}
	wordsComplete(t)
}

// R1, R5: the receptionist takes a talk down and books it, and files a complaint that came by letter, dated when it came.
func TestR5_TakenDownAtTheDesk(t *testing.T) {
	w := newWorld(t)
	b := w.as("receptionist")
	typed := url.Values{"name": {"Fenna Post"}, "phone": {"06 11111111"}, "treatment_date": {"2 maart 2026"}, "specialist": {"S2"}, "topic": {"TOPIC-CANARY"}}
	page := b.get("/desk/new?kind=request_talk&branch=B1")
	done := b.post("/desk/new", b.form(page, "/desk/new", typed))
	if done.status != http.StatusSeeOther {
		t.Fatalf("a talk is taken down with %d:\n%s", done.status, done.body)
	}
	path, _, _ := strings.Cut(done.location, "?")
	dossierPage := b.get(done.location)
	action := path + "/acts/book_talk"
	slots := w.slots(strings.TrimPrefix(path, "/desk/dossiers/"), "S2")
	booked := b.post(action, b.form(dossierPage, action, url.Values{"specialist": {"S2"}, "start": {slots[0].Format(time.RFC3339)}}))
	if booked.status != http.StatusSeeOther {
		t.Fatalf("booking gives %d", booked.status)
	}
	if strings.Contains(b.pagesOf(strings.TrimPrefix(path, "/desk/dossiers/")), "TOPIC-CANARY") {
		t.Error("the receptionist reads the topic (R3)")
	}
	mine := w.as("daan").get("/desk/mine").body
	if !strings.Contains(mine, "Gesprek gepland") || !strings.Contains(mine, words.Clock(words.NL, slots[0], w.Calendar().Zone())) {
		t.Error("the specialist does not see the talk and its time")
	}
	letter := url.Values{
		"name": {"Klaas Kramer"}, "email": {"klaas@example.org"}, "treatment_date": {"2-3-2026"}, "about": {"treatment"}, "story": {"Per brief"},
		"channel": {"letter"}, "received_at_date": {"3-3-2026"}, "received_at_time": {"08:00"}, "specialists": {"S1"},
	}
	page = b.get("/desk/new?kind=file&branch=B1")
	filed := b.post("/desk/new", b.form(page, "/desk/new", letter))
	if filed.status != http.StatusSeeOther || !strings.Contains(w.as("owner").get(filed.location).body, "3 mrt 2026, 08.00") {
		t.Errorf("the letter is filed with %d, or without its date", filed.status)
	}
	delete(letter, "story")
	letter.Set("treatment_date", "gisteren")
	bad := b.post("/desk/new", b.form(page, "/desk/new", letter))
	if bad.status != http.StatusUnprocessableEntity || !strings.Contains(bad.body, `value="gisteren"`) || !strings.Contains(bad.body, `href="#file-story"`) {
		t.Errorf("a letter with faults gives %d", bad.status)
	}
}
