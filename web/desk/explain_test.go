package desk_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/desk"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// R28: the history told rule by rule, on a page, with who did what and nothing of what was said (R3).
func TestR28_ThePageTellsTheHistoryRuleByRule(t *testing.T) {
	w := newWorld(t)
	ref := w.suspect()
	w.establish(ref)
	w.do(viewer("owner"), ref, dossier.SendClaim{})
	b := w.as("owner")
	path := "/desk/dossiers/" + ref + "/explain"
	if n := strings.Count(b.get("/desk/dossiers/"+ref).body, `href="`+path+`"`); n != 1 {
		t.Errorf("the dossier leads to it %d times", n)
	}
	got := b.get(path)
	if got.status != http.StatusOK || got.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("the page gives %d, kept: %q", got.status, got.header.Get("Cache-Control"))
	}
	for _, text := range []string{
		ref, "R10 Eerste beoordeling", "Binnen 24 uur na ontvangst", "Te laat of niet nagekomen", "Olga Owner", "Arjen Assistent",
		"Vastgesteld als valse klacht", "€\u00a069,95", "Sluitend", "R3 Het gesprek blijft onder vier ogen", "Deze pagina afdrukken",
	} {
		if !strings.Contains(got.body, text) {
			t.Errorf("the page misses %q", text)
		}
	}
	for _, secret := range []string{
		"STORY", "WISH", "CANARY", "EVIDENCE", "REASON", "EXPLAINED", "HOURS-WHAT", "COST-WHAT", "Onbekende Bezoeker", "onbekend@example.net", "Fenna",
	} {
		if strings.Contains(got.body, secret) {
			t.Errorf("the page tells %s", secret)
		}
	}
	english := b.get(path + "?lang=en").body
	for _, text := range []string{"R10 First judgement", "Within 24 hours of receipt", "Established as a false complaint", "€69.95"} {
		if !strings.Contains(english, text) {
			t.Errorf("the English page misses %q", text)
		}
	}
	wordsComplete(t)
}

// R14, R3: it is for those who handle the dossier; for everybody else it is not there.
func TestR14_TheTellingIsForHandlersAlone(t *testing.T) {
	w := newWorld(t)
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, a := range []store.Account{
			{ID: "boss", Name: "Bas Baas", Roles: []dossier.Role{dossier.RoleOwner, dossier.RoleSpecialist}, Specialist: "S1", Disabled: true},
			{ID: "outsider", Name: "Bo Buiten", Roles: []dossier.Role{dossier.RoleOutside}},
			{ID: "stranger", Name: "Kim Buiten", Roles: []dossier.Role{dossier.RoleOutside}},
		} {
			a.Email, a.Hash = register.FoldEmail(string(a.ID)+"@chain.example"), hashed
			if err := tx.SaveAccount(a); err != nil {
				return err
			}
		}
		return nil
	}))
	ref := w.file()
	path := "/desk/dossiers/" + ref + "/explain"
	for _, id := range []dossier.AccountID{"owner", "assistant", "second", "both"} {
		if got := w.as(id).get(path); got.status != http.StatusOK {
			t.Errorf("%s gets %d", id, got.status)
		}
	}
	for _, id := range []dossier.AccountID{"receptionist", "sanne", "daan", "boss", "outsider", "stranger"} {
		if id == "boss" { // one account at a time is that specialist
			w.disable("sanne", true)
			w.disable("boss", false)
		}
		b := w.as(id)
		theirs, none := b.get(path), b.get(strings.Replace(path, ref, "WH-0000-0000", 1))
		if theirs.status != http.StatusNotFound || strings.ReplaceAll(theirs.body, ref, "X") != strings.ReplaceAll(none.body, "WH-0000-0000", "X") {
			t.Errorf("%s gets %d, or another page than for a dossier that is not there", id, theirs.status)
		}
		if strings.Contains(b.get("/desk/dossiers/"+ref).body, path) {
			t.Errorf("%s is led to it", id)
		}
	}
	if got := w.browser().get(path); got.status != http.StatusSeeOther || !strings.Contains(got.location, "sign-in") {
		t.Errorf("a stranger gets %d to %s", got.status, got.location)
	}
	for _, id := range []dossier.AccountID{"assistant", "second", "both"} {
		w.do(viewer("owner"), ref, dossier.DeclareConflict{Account: id, Reason: "x"})
		if got := w.as(id).get(path); got.status != http.StatusNotFound {
			t.Errorf("%s, who is out of the dossier, gets %d", id, got.status)
		}
	}
	w.do(viewer("owner"), ref, dossier.DeclareConflict{Account: "owner", Reason: "x"})
	w.settle() // and the program gives it to the outside person
	if got := w.as("owner").get(path); got.status != http.StatusNotFound {
		t.Errorf("the owner who is involved gets %d", got.status)
	}
	first, other := w.as("outsider").get(path).status, w.as("stranger").get(path).status
	if !slices.Contains([]int{first, other}, http.StatusOK) || first == other {
		t.Errorf("the outside person to whom it was given gets %d, another %d", first, other)
	}
}

// tell is the telling as the command line tells it.
func (w *world) tell(lang words.Lang, ref string) desk.Telling {
	w.t.Helper()
	return w.tellAt(lang, ref, w.clock())
}

func (w *world) tellAt(lang words.Lang, ref string, now time.Time) desk.Telling {
	w.t.Helper()
	facts, err := w.DB.Read().Facts(w.t.Context(), []string{dossier.ViewHandlers}, ref)
	must(w.t, err)
	told, err := desk.Tell(w.t.Context(), w.DB.Read(), w.Policy, lang, facts, now)
	must(w.t, err)
	return told
}

// What was late or not done comes first, and links to its rule; what others may do is not among it.
func TestExplain_WhatWentWrongComesFirst(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	if told := w.tell(words.NL, ref); len(told.Look) != 0 || !told.Whole {
		t.Errorf("%d promises are late at once, whole: %v", len(told.Look), told.Whole)
	}
	w.later(25 * time.Hour)
	told := w.tell(words.EN, ref)
	if len(told.Look) != 1 || told.Look[0].Rule != "R10" || told.Look[0].State != "Overdue, not done yet" {
		t.Fatalf("late is %v", told.Look)
	}
	page := w.as("owner").get("/desk/dossiers/" + ref + "/explain?lang=en").body
	if !strings.Contains(page, `href="#R10"`) || !strings.Contains(page, `id="R10"`) {
		t.Error("the page does not lead to the rule")
	}
	w.do(viewer("assistant"), ref, dossier.Judge{Severity: w.Policy.Terms.Severities[0].Code, Ground: "comfort", Reason: "x"})
	told = w.tell(words.EN, ref)
	if told.Look[0].State != "Done too late" {
		t.Errorf("after the judgement it is %q", told.Look[0].State)
	}
	if got := valueOf(told.Sum, "Late or not kept"); got != "1" {
		t.Errorf("%s promises are counted as late", got)
	}
	w.later(60 * 24 * time.Hour) // the client did not ask for a review: that is theirs
	if told = w.tell(words.EN, ref); len(told.Look) != 1 {
		t.Errorf("late is %v", told.Look)
	}
}

func valueOf(facts []kit.Fact, label string) string {
	for _, f := range facts {
		if f.Label == label {
			return f.Value
		}
	}
	return ""
}

// A moment before the last record, as of a clock that runs behind, is taken for that of the last record.
func TestExplain_IsToldAsOfTheLastRecordAtLeast(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	told := w.tellAt(words.EN, ref, start.AddDate(-1, 0, 0))
	if got := valueOf(told.Facts, "As of"); got != "Tuesday 3 March 2026 at 10:00" {
		t.Errorf("as of %q", got)
	}
}

// Every state and every cite of every sort of line has its words, and so has every rule.
func TestExplain_EveryTextIsThere(t *testing.T) {
	states := map[dossier.LineSort][]dossier.PromiseState{
		dossier.LinePractice: {dossier.PromiseKept, dossier.PromiseRunning, dossier.PromiseMissed, dossier.PromiseFellAway, dossier.PromiseNoted},
	}
	term := []dossier.PromiseState{
		dossier.PromiseKept, dossier.PromiseKeptLate, dossier.PromiseRunning, dossier.PromiseOverdue, dossier.PromiseMissed, dossier.PromiseFellAway,
	}
	states[dossier.LineTerm], states[dossier.LineTheirs] = term, term
	states[dossier.LineMoment] = slices.DeleteFunc(slices.Clone(term), func(s dossier.PromiseState) bool { return s == dossier.PromiseKeptLate })
	for sort, list := range states {
		for _, state := range list {
			if key := "explain." + string(sort) + "." + string(state); !words.Has(key) {
				t.Errorf("no text for %s", key)
			}
		}
	}
	for _, as := range []dossier.CiteAs{dossier.CiteMade, dossier.CiteMoved, dossier.CiteKept, dossier.CiteEnded, dossier.CiteBroke} {
		if key := "explain.cite." + string(as); !words.Has(key) {
			t.Errorf("no text for %s", key)
		}
	}
	for _, p := range dossier.ToldPromises() {
		if key := "promise." + p.Promise; !words.Has(key) {
			t.Errorf("no text for %s", key)
		}
		if key := "explain.rule." + p.Rule; !words.Has(key) {
			t.Errorf("no text for %s", key)
		}
	}
	told := map[string]bool{}
	for _, p := range dossier.ToldPromises() {
		told["promise."+p.Promise], told["explain.rule."+p.Rule] = true, true
	}
	for _, key := range append(words.Keys("promise."), words.Keys("explain.rule.")...) {
		if !told[key] {
			t.Errorf("%s is told of nothing", key)
		}
	}
}

// Who may see nothing of the handling is answered as if there were no dossier, whichever way it is asked.
func TestFacts_KnowNoDossierForOthers(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	complainant := casework.Viewer{Actor: dossier.Complainant(), Only: ref}
	for _, v := range []casework.Viewer{{}, viewer("receptionist"), viewer("sanne"), viewer("daan"), complainant, casework.Public()} {
		if _, err := w.Facts(t.Context(), v, ref); kit.KindOf(err) != casework.NotFound {
			t.Errorf("%s: %v", v.Actor.Name(), err)
		}
	}
	if _, err := w.Facts(t.Context(), viewer("owner"), "WH-0000-0000"); kit.KindOf(err) != casework.NotFound {
		t.Errorf("no such dossier: %v", err)
	}
	if _, err := w.Facts(t.Context(), viewer("owner"), ref); err != nil {
		t.Error(err)
	}
}
