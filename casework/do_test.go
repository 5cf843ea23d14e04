package casework_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

func TestStaleActsAreToldWhatChanged(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	seen := w.fetch(owner, filed.Reference).Whole.Count
	w.do(assistant, filed.Reference, dossier.Assign{Account: "assistant"})

	judge := dossier.Judge{Severity: w.Policy.Terms.Severities[0].Code, Serious: true, Reason: "JUDGED"}
	failure := w.fails(owner, casework.Order{Reference: filed.Reference, Command: judge, Seen: seen})
	if failure.Kind != casework.Stale || len(failure.Since) != 1 {
		t.Fatalf("got %v with %d records since, want stale with 1", failure, len(failure.Since))
	}
	if _, ok := failure.Since[0].Event.(dossier.Assigned); !ok {
		t.Errorf("what changed: %T", failure.Since[0].Event)
	}
	if w.whole(filed.Reference).Judged {
		t.Error("the stale act was carried out")
	}
	if _, err := w.Do(t.Context(), owner, casework.Order{Reference: filed.Reference, Command: dossier.WriteNote{Words: "x"}, Seen: seen}); err != nil {
		t.Errorf("a note from a page out of date: %v", err)
	}
}

// After a start with other terms a form that is sent again writes nothing: the terms are in the database all the same by the time that a
// dossier names them.
func TestTheTermsOfADossierAreThere(t *testing.T) {
	w := newWorld(t)
	again := casework.Order{Command: complaint(), Key: "sent twice"}
	_, err := w.Do(t.Context(), casework.Public(), again)
	must(t, err)
	changed := policy.Default()
	changed.Terms.Triage.N++
	node := w.another(t)
	node.Policy = changed
	_, err = node.Do(t.Context(), casework.Public(), again)
	must(t, err)
	refused := complaint()
	refused.Story = ""
	_, err = node.Do(t.Context(), casework.Public(), casework.Order{Command: refused})
	if kindOf(err) != casework.Refused {
		t.Fatalf("got %v, want refused", err)
	}
	filed := node.file()
	reader := w.another(t)
	reader.Policy = changed
	if view := reader.fetch(owner, filed.Reference); view.Terms.Triage != changed.Terms.Triage {
		t.Errorf("the terms are %v", view.Terms.Triage)
	}
}

func TestStaleSaysNothingOfWhatTheViewerMayNotKnow(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	me := complainant(filed.Reference)
	seen := w.fetch(me, filed.Reference).Whole.Count
	w.do(owner, filed.Reference, dossier.WriteNote{Words: "SECRET"})
	_, err := w.Do(t.Context(), me, casework.Order{
		Reference: filed.Reference, Command: dossier.CorrectContact{Contact: klaas}, Seen: seen,
	})
	if err != nil {
		t.Errorf("an internal note made the complainant's page stale: %v", err)
	}
}

func TestNotYoursEqualsNotFound(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	other := complaint()
	other.Contact = dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}
	another := w.do(casework.Public(), "", other)
	absent := dossier.NewReference(12345)
	message := dossier.AddMessage{Words: "hello"}
	for name, c := range map[string]struct {
		viewer    casework.Viewer
		reference string
		command   dossier.Command
	}{
		"no such dossier":                   {owner, absent, message},
		"another complainant's":             {complainant(another.Reference), filed.Reference, message},
		"the public form":                   {casework.Public(), filed.Reference, message},
		"a specialist it is not about":      {daan, filed.Reference, dossier.HandInStatement{Words: "x"}},
		"a fellow client with another act":  {casework.Viewer{Actor: dossier.FellowClient(1), Only: filed.Reference}, filed.Reference, message},
		"a fellow client of another":        {casework.Viewer{Actor: dossier.FellowClient(1), Only: another.Reference}, filed.Reference, dossier.AnswerInquiry{Words: "x"}},
		"the program's own act":             {owner, filed.Reference, dossier.Reach{Deadline: dossier.DueTriage}},
		"an act without a dossier":          {owner, "", message},
		"an outside person not yet brought": {outsider, filed.Reference, dossier.WriteNote{Words: "x"}},
	} {
		if failure := w.fails(c.viewer, casework.Order{Reference: c.reference, Command: c.command}); failure.Kind != casework.NotFound {
			t.Errorf("%s: %v, want not found", name, failure)
		}
		if _, err := w.Fetch(t.Context(), c.viewer, c.reference, casework.PageDossier); !isNotFound(err) && c.viewer.Account != "owner" {
			t.Errorf("%s: fetched (%v), want not found", name, err)
		}
	}
}

func TestActsAreListedForTheViewersRolesAlone(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	view := w.fetch(receptionist, filed.Reference)
	if !slices.Contains(view.Acts, dossier.SendMessage{}.Kind()) {
		t.Errorf("acts of the receptionist: %v", view.Acts)
	}
	for _, k := range []dossier.Kind{dossier.Judge{}.Kind(), dossier.Reach{}.Kind(), dossier.RecordMatch{}.Kind()} {
		if slices.Contains(view.Acts, k) || view.Why[k] != nil {
			t.Errorf("%s is shown to the receptionist", k)
		}
	}
	handlers := w.fetch(owner, filed.Reference)
	if refusal := handlers.Why[dossier.RecordFinding{}.Kind()]; refusal == nil || refusal.Text.NL == "" {
		t.Error("nothing says why there can be no finding yet")
	}
	if !slices.Contains(handlers.Acts, dossier.Judge{}.Kind()) {
		t.Errorf("acts of the owner: %v", handlers.Acts)
	}
}

func TestARolledBackActLeavesNothing(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	before := w.whole(filed.Reference)
	jobs, _, err := w.DB.Read().NextJob(t.Context())
	must(t, err)
	absent := dossier.NewReference(99)
	w.refused(owner, filed.Reference, dossier.MergeInto{Into: absent, Reason: "same"}, "no_dossier")
	w.refused(owner, filed.Reference, dossier.Assign{Account: ""}, "missing")
	if after := w.whole(filed.Reference); after.Count != before.Count {
		t.Errorf("%d records were left", after.Count-before.Count)
	}
	if next, _, err := w.DB.Read().NextJob(t.Context()); err != nil || !next.Equal(jobs) {
		t.Errorf("a job was left: %v, %v", next, err)
	}
	order := casework.Order{Reference: filed.Reference, Command: dossier.Assign{Account: "receptionist"}, Key: "once"}
	w.fails(owner, order)
	order.Command = dossier.Assign{Account: "assistant"}
	if _, err := w.Do(t.Context(), owner, order); err != nil {
		t.Errorf("the key of a refused act was used up: %v", err)
	}
}

func TestARepeatedActGetsTheFirstAnswer(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	order := casework.Order{Reference: filed.Reference, Command: dossier.WriteNote{Words: "once"}, Key: "note"}
	first, err := w.Do(t.Context(), owner, order)
	must(t, err)
	w.do(owner, filed.Reference, dossier.WriteNote{Words: "another"})
	again, err := w.Do(t.Context(), owner, order)
	must(t, err)
	if again != first {
		t.Errorf("again: %+v, first: %+v", again, first)
	}
	if failure := w.fails(assistant, order); failure.Refusal == nil || failure.Refusal.Code != "form_used" {
		t.Errorf("somebody else's key: %v", failure)
	}
}

func TestDossierTimeNeverRunsBack(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	last := w.whole(filed.Reference).Last
	w.now = w.now.Add(-time.Hour)
	w.do(owner, filed.Reference, dossier.WriteNote{Words: "x"})
	if s := w.whole(filed.Reference); s.Last.Before(last) {
		t.Errorf("time ran from %v back to %v", last, s.Last)
	}
}

func TestADossierKeepsTheTermsItWasFiledUnder(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	changed := *w.Policy
	changed.Terms.Triage = dossier.Term{N: 1, Unit: dossier.Hours}
	next := &casework.Office{DB: w.DB, Policy: &changed, Clock: w.Clock, Key: w.Key, Log: w.Log}
	view, err := next.Fetch(t.Context(), owner, filed.Reference, casework.PageDossier)
	must(t, err)
	if view.Terms.Triage != w.Policy.Terms.Triage {
		t.Errorf("an old dossier got the new term %v", view.Terms.Triage)
	}
	other := complaint()
	other.Contact = dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}
	fresh, err := next.Do(t.Context(), casework.Public(), casework.Order{Command: other})
	must(t, err)
	if view, err = next.Fetch(t.Context(), owner, fresh.Reference, casework.PageDossier); err != nil || view.Terms.Triage.N != 1 {
		t.Errorf("a new dossier has the term %v, %v", view.Terms.Triage, err)
	}
}

func TestAReferenceThatIsTakenIsDrawnAgain(t *testing.T) {
	w := newWorld(t)
	draws := []uint64{7, 7, 8}
	w.Random = func() uint64 {
		next := draws[0]
		draws = draws[1:]
		return next
	}
	first := w.do(casework.Public(), "", complaint())
	other := complaint()
	other.Contact = dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}
	second := w.do(casework.Public(), "", other)
	if first.Reference != dossier.NewReference(7) || second.Reference != dossier.NewReference(8) {
		t.Errorf("references %s and %s", first.Reference, second.Reference)
	}
}

func TestErrorsSayKindAndCodeOnly(t *testing.T) {
	w := newWorld(t)
	c := complaint()
	c.Email, c.Phone = "", ""
	failure := w.fails(casework.Public(), casework.Order{Command: c})
	if contains(failure.Error(), "Klaas", "STORY") || !contains(failure.Error(), failure.Refusal.Code) {
		t.Errorf("for the log: %q", failure.Error())
	}
	var refusal *dossier.Refusal
	if !errors.As(failure, &refusal) {
		t.Error("the refusal cannot be found in the error")
	}
	if !errors.Is(&casework.Error{Kind: casework.Busy, Cause: store.ErrTaken}, store.ErrTaken) {
		t.Error("the cause cannot be found in the error")
	}
}

func TestR6_FilingIsNotTurnedAwayFromAPageOutOfDate(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("S1")
	me := complainant(reference)
	seen := w.fetch(me, reference).State.Count
	w.do(receptionist, reference, dossier.CancelTalk{Cause: "specialist"})
	_, err := w.Do(t.Context(), me, casework.Order{Reference: reference, Command: complaint(), Seen: seen})
	if err != nil {
		t.Errorf("filing: %v", err)
	}
	other := w.talk("S2")
	seen = w.fetch(complainant(other), other).State.Count
	w.do(receptionist, other, dossier.CancelTalk{Cause: "specialist"})
	failure := w.fails(complainant(other), casework.Order{Reference: other, Command: dossier.Withdraw{}, Seen: seen})
	if failure.Kind != casework.Stale {
		t.Errorf("withdrawing: %v, want stale", failure)
	}
}
