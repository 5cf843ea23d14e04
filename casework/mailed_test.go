package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// Complaints that came by mail, and do not say which visit they are about (R5).

var theProgram = casework.Viewer{Actor: dossier.System()}

func (w *world) mail(by casework.Viewer, edits ...func(*dossier.File)) string {
	w.t.Helper()
	c := dossier.File{
		Contact: dossier.Contact{Name: "Klaas Kramer", Email: "klaas@example.org"}, Story: "Klacht\n\nHet deed pijn.",
		Channel: dossier.ByMail, ReceivedAt: w.now.Add(-time.Hour), Language: "nl",
	}
	for _, edit := range edits {
		edit(&c)
	}
	reference := w.do(by, "", c).Reference
	w.settle()
	return reference
}

func TestR5_R9_AMailIsLookedUpByItsSender(t *testing.T) {
	for _, by := range []casework.Viewer{theProgram, receptionist} {
		w := newWorld(t)
		reference := w.mail(by)
		s := w.whole(reference)
		if s.Channel != dossier.ByMail || !s.ReceivedAt.Equal(w.now.Add(-time.Hour)) || s.Late {
			t.Errorf("filed as %s, received %v, late %v", s.Channel, s.ReceivedAt, s.Late)
		}
		if s.Match.Outcome != dossier.MatchCandidates || len(s.Match.Candidates) != 1 || s.Match.Candidates[0].ID != "T1" || len(s.Banned()) != 0 {
			t.Errorf("match: %+v, bans %v", s.Match, s.Banned())
		}
		if told := w.told(reference, dossier.ToComplainant); !slices.Contains(told, "filed") { // R7
			t.Errorf("told %q", told)
		}
		w.do(owner, reference, dossier.ChooseMatch{TreatmentID: "T1"})
		if s := w.whole(reference); !slices.Equal(s.Banned(), []dossier.SpecialistID{"S1"}) || s.Late {
			t.Errorf("bans %v, late %v", s.Banned(), s.Late)
		}
	}
}

func TestR5_TheProgramFilesOnlyMails(t *testing.T) {
	w := newWorld(t)
	w.refused(theProgram, "", complaint(), "not_mail")
	c := complaint()
	c.Branch, c.TreatmentDate, c.Channel = "", "", dossier.ByMail
	w.refused(casework.Public(), "", c, "missing") // whatever way the form says it came
}

func TestR9_WhatIsToldLaterIsLookedUpAgain(t *testing.T) {
	w := newWorld(t)
	reference := w.mail(theProgram, func(c *dossier.File) { c.Email = "iemand@anders.example" })
	if s := w.whole(reference); s.Match.Outcome != dossier.MatchNobody || s.Match.ProofAsked.IsZero() {
		t.Fatalf("match: %+v", s.Match)
	}
	tell := dossier.TellVisit{Branch: "B1", TreatmentDate: visitDay, About: []dossier.About{dossier.AboutTreatment}}
	unknown := tell
	unknown.Branch = "B9"
	w.refused(complainant(reference), reference, unknown, "no_choice")
	w.do(complainant(reference), reference, tell)
	if s := w.whole(reference); s.Match.Outcome != dossier.MatchPending || s.TreatmentDate != visitDay || s.Desk() != "B1" {
		t.Errorf("told: %s %s %s", s.Match.Outcome, s.TreatmentDate, s.Desk())
	}
	w.settle()
	if s := w.whole(reference); s.Match.Outcome != dossier.MatchCandidates || s.Match.Candidates[0].ID != "T1" { // the name, and that day
		t.Errorf("looked up again: %+v", s.Match)
	}
}

// A talk about that visit in another dossier keeps the term open, once it is known which visit it is (R8).
func TestR8_ATalkElsewhereIsFoundWithTheVisit(t *testing.T) {
	for _, how := range []string{"told", "chosen", "told, of another day"} {
		w := newWorld(t)
		w.do(casework.Public(), "", dossier.RequestTalk{
			Contact: dossier.Contact{Name: "Klaas Kramer", Email: "klaas@example.org"}, Branch: "B1", TreatmentDate: visitDay,
		})
		w.advance(9 * 24 * time.Hour)
		reference := w.mail(theProgram)
		tell := dossier.TellVisit{Branch: "B1", TreatmentDate: visitDay, About: []dossier.About{dossier.AboutTreatment}}
		switch how {
		case "told":
			w.do(receptionist, reference, tell)
		case "chosen":
			w.do(owner, reference, dossier.ChooseMatch{TreatmentID: "T1"})
		default:
			tell.TreatmentDate = "2026-02-20"
			w.do(receptionist, reference, tell)
		}
		s := w.whole(reference)
		if late := how == "told, of another day"; s.Late != late || s.Talk.ElsewhereAsked.IsZero() != late {
			t.Errorf("%s: late %v, a talk asked for %v", how, s.Late, s.Talk.ElsewhereAsked)
		}
	}
}

func TestR15_TheOtherClientsAreNotAskedBeforeTheDayIsKnown(t *testing.T) {
	w := newWorld(t)
	reference := w.mail(theProgram)
	w.do(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"})
	w.do(owner, reference, dossier.RecordExplanation{How: "call", Words: "x"})
	w.do(owner, reference, dossier.OpenInvestigation{Subjects: []string{"branch"}})
	w.refused(owner, reference, dossier.StartInquiry{}, "visit_unknown")
	w.do(owner, reference, dossier.ChooseMatch{TreatmentID: "T1"})
	w.do(owner, reference, dossier.StartInquiry{})
	if n := len(w.whole(reference).Inquiry.Fellows); n != 3 {
		t.Errorf("%d are asked", n)
	}
}

// Receptionists of one branch have the dossiers of that branch: a complaint whose branch nobody knows is not among them.
func TestAMailWithoutABranchIsOfNoBranchsDesk(t *testing.T) {
	w := newWorld(t)
	reference := w.mail(theProgram)
	ofBranch := receptionist
	ofBranch.Branch = "B1"
	w.refusedNotFound(ofBranch, reference)
	w.do(receptionist, reference, dossier.AddMessage{Words: "Belde."})
	w.do(owner, reference, dossier.ChooseMatch{TreatmentID: "T1"})
	if view := w.fetch(ofBranch, reference); view.State.TreatmentDate != visitDay || view.State.Match.Treatment != nil {
		t.Errorf("the desk sees %s, %v", view.State.TreatmentDate, view.State.Match.Treatment)
	}
}

func (w *world) refusedNotFound(v casework.Viewer, reference string) {
	w.t.Helper()
	err := w.fails(v, casework.Order{Reference: reference, Command: dossier.AddMessage{Words: "x"}})
	if err.Kind != casework.NotFound {
		w.t.Errorf("%v, want not found", err)
	}
}

// No letter that follows from such a complaint leaves a hole where the day or the branch would stand.
func TestLettersOfAMailLeaveNoHole(t *testing.T) {
	w := newWorld(t)
	reference := w.mail(theProgram)
	w.do(owner, reference, dossier.ChooseMatch{TreatmentID: "T1"})
	w.settle()
	nobody := w.mail(theProgram, func(c *dossier.File) { c.Name, c.Email = "Niemand", "niemand@example.org" })
	for _, m := range append(w.messages(reference), w.messages(nobody)...) {
		if strings.Contains(m.Body, "<no value>") || m.Body == "" {
			t.Errorf("%s to %s:\n%s", m.Kind, m.To, m.Body)
		}
	}
}
