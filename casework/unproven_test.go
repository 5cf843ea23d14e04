package casework_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// screen is whoever came from the screen on which they filed.
func (w *world) screen(filed casework.Result) casework.Viewer {
	w.t.Helper()
	v, _, err := w.ByToken(w.t.Context(), filed.Link[len(casework.StatusPath):])
	must(w.t, err)
	return v
}

// Whoever files with somebody else's name and address learns nothing of what only they and the chain know: the view is the same, to the last
// field, whether they guessed the visit or not.
func TestUnproven_AGuessedVisitShowsNothing(t *testing.T) {
	guess := func(change func(*world, *dossier.File)) (casework.View, *world, casework.Result) {
		w := newWorld(t)
		c := complaint()
		c.Specialists, c.About = nil, []dossier.About{dossier.AboutTreatment}
		change(w, &c)
		filed := w.do(casework.Public(), "", c)
		w.settle()
		return w.fetch(w.screen(filed), filed.Reference), w, filed
	}
	right, w, filed := guess(func(w *world, _ *dossier.File) { w.talk("S1") }) // and an appointment in an earlier dossier
	wrong, _, _ := guess(func(_ *world, c *dossier.File) { c.Name, c.Email, c.Phone = "Niemand", "niemand@example.org", "" })
	if w.whole(filed.Reference).Match.Treatment == nil || len(w.whole(filed.Reference).Banned()) == 0 {
		t.Fatal("the visit was not found: this test shows nothing")
	}
	for _, view := range []*casework.View{&right, &wrong} {
		view.State.Reference, view.Whole.Reference = "", ""
		view.State.HasPhone, view.Whole.HasPhone = false, false
		view.Entries = nil // what they typed
	}
	if !reflect.DeepEqual(right, wrong) {
		t.Errorf("a right guess shows\n%+v\na wrong one\n%+v", right, wrong)
	}
	if len(right.Messages) > 0 || right.State.Match.Treatment != nil || len(right.State.Bans) > 0 {
		t.Errorf("it shows %+v", right)
	}
	proven := w.fetch(complainant(filed.Reference), filed.Reference)
	if len(proven.State.Banned()) != 1 || len(proven.Messages) == 0 {
		t.Error("the mailed link shows no more than that")
	}
}

func TestUnproven_WhatWasTypedAndTheDatesAreShown(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	w.do(owner, filed.Reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "REASON-CANARY"})
	w.do(complainant(filed.Reference), filed.Reference, dossier.AddMessage{Words: "FROM-THE-MAILED-LINK"})
	w.settle()
	view := w.fetch(w.screen(filed), filed.Reference)
	if !view.Unproven || len(view.Entries) != 1 || view.State.Phase != dossier.PhaseTriage {
		t.Errorf("%d records, phase %s", len(view.Entries), view.State.Phase)
	}
	if seen := text(view); !contains(seen, "STORY-CANARY") || contains(seen, "REASON-CANARY", "FROM-THE-MAILED-LINK") {
		t.Errorf("they read:\n%s", seen)
	}
	if !slices.Equal(view.State.Banned(), []dossier.SpecialistID{"S1"}) { // R22: whom they named
		t.Errorf("no contact with %v", view.State.Banned())
	}
	var due []dossier.DeadlineKind
	for _, d := range view.Due {
		due = append(due, d.Kind)
	}
	if !slices.Equal(due, []dossier.DeadlineKind{dossier.DueTriage, dossier.DueAnswer}) {
		t.Errorf("due: %v", due)
	}
}

func TestUnproven_NothingButAMessageCanBeDone(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	v := w.screen(filed)
	if got := w.fetch(v, filed.Reference).Acts; !slices.Equal(got, []dossier.Kind{dossier.AddMessage{}.Kind()}) {
		t.Errorf("offered: %v", got)
	}
	for _, c := range []dossier.Command{moved, dossier.Withdraw{}, dossier.RecordBreach{Specialist: "S1", Words: "x"}, complaint(), dossier.ShareTalk{}} {
		if err := w.fails(v, casework.Order{Reference: filed.Reference, Command: c}); err.Kind != casework.NotFound {
			t.Errorf("%s: %v", c.Kind(), err)
		}
	}
	for _, page := range []casework.Page{casework.PageStepTwo, casework.PageWithdrawal, casework.PageTalkFile, casework.PageExplanationFile} {
		if _, err := w.Fetch(t.Context(), v, filed.Reference, page); !isNotFound(err) {
			t.Errorf("%s: %v", page, err)
		}
	}
	w.do(v, filed.Reference, dossier.AddMessage{Words: "x"})
}

// Whoever gave no e-mail address cannot be mailed a link. They are known once somebody of ours spoke with them.
func TestUnproven_WithoutAddressItEndsWhenStaffSpokeWithThem(t *testing.T) {
	for name, speak := range map[string]func(w *world, reference string){
		"explanation": func(w *world, reference string) {
			w.do(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"})
			w.do(owner, reference, dossier.RecordExplanation{How: "call", Words: "x"})
		},
		"talk": nil,
	} {
		w := newWorld(t)
		c := complaint()
		c.Email = ""
		var filed casework.Result
		if speak == nil {
			filed = w.do(casework.Public(), "", dossier.RequestTalk{Contact: c.Contact, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1"})
		} else {
			filed = w.do(casework.Public(), "", c)
		}
		w.settle()
		if !w.screen(filed).Unproven {
			t.Fatalf("%s: nobody spoke with them yet", name)
		}
		w.do(owner, filed.Reference, dossier.WriteNote{Words: "x"})
		if !w.screen(filed).Unproven {
			t.Errorf("%s: a note says nothing of who they are", name)
		}
		if speak == nil {
			w.do(receptionist, filed.Reference, dossier.BookTalk{Specialist: "S1", Start: w.slot(filed.Reference, "S1", 0)})
		} else {
			speak(w, filed.Reference)
		}
		v := w.screen(filed)
		if v.Unproven || w.fetch(v, filed.Reference).Unproven {
			t.Errorf("%s: they were spoken with", name)
		}
		result := w.do(v, filed.Reference, moved)
		if viewer, _, err := w.ByHash(t.Context(), result.Renewed); err != nil || viewer.Unproven {
			t.Errorf("%s: with an address they are not let in: %v", name, err)
		}
	}
	w := newWorld(t)
	filed := w.file()
	w.do(owner, filed.Reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"})
	w.do(owner, filed.Reference, dossier.RecordExplanation{How: "call", Words: "x"})
	if !w.screen(filed).Unproven {
		t.Error("who has an address is known by the link that was mailed there alone")
	}
}
