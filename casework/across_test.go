package casework_test

import (
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// investigate brings a filed complaint about Sanne to its investigation.
func (w *world) investigate(reference string) {
	w.t.Helper()
	w.do(owner, reference, dossier.Judge{Severity: w.Policy.Terms.Severities[1].Code, Serious: true, Reason: "JUDGE-CANARY"})
	w.do(owner, reference, dossier.RecordExplanation{How: "call", Words: "EXPLANATION-CANARY"})
	w.do(owner, reference, dossier.OpenInvestigation{Subjects: []string{"specialist:S1"}})
}

func TestR15_TheInquiryLeavesTheComplainantOut(t *testing.T) {
	for name, contact := range map[string]dossier.Contact{
		"matched":     klaas,
		"not matched": {Name: "Klaas Kramer", Phone: "0699999999", Email: "new@example.org"},
	} {
		w := newWorld(t)
		c := complaint()
		c.Contact = contact
		filed := w.do(casework.Public(), "", c)
		if name == "matched" {
			w.settle() // otherwise the register is not asked yet
		}
		w.investigate(filed.Reference)
		w.do(owner, filed.Reference, dossier.StartInquiry{Clients: []dossier.FellowContact{{Contact: klaas, Client: "C1"}}})
		var asked []dossier.ClientID
		for _, f := range w.whole(filed.Reference).Inquiry.Fellows {
			asked = append(asked, f.Client)
		}
		if want := []dossier.ClientID{"C2", "C3", "C4"}; !slices.Equal(asked, want) {
			t.Errorf("%s: asked %v, want %v", name, asked, want)
		}
	}
}

func TestR15_NarrowedInquiryAsksClientsOfTheSameSpecialist(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	w.investigate(filed.Reference)
	w.refused(owner, filed.Reference, dossier.StartInquiry{Narrow: true}, "missing")
	w.do(owner, filed.Reference, dossier.StartInquiry{Narrow: true, Reason: "only her room"})
	if f := w.whole(filed.Reference).Inquiry.Fellows; len(f) != 1 || f[0].Client != "C2" {
		t.Errorf("asked %+v, want C2 alone", f)
	}
}

// inquire starts the inquiry and gives the viewer of a fellow client's link.
func (w *world) inquire(reference string, number int) casework.Viewer {
	w.t.Helper()
	w.investigate(reference)
	w.do(owner, reference, dossier.StartInquiry{})
	w.settle()
	viewer, _, err := w.ByToken(w.t.Context(), w.token(reference, casework.PurposeInquiry, number))
	must(w.t, err)
	return viewer
}

func TestR15_AFellowClientIsAskedNeutrallyAndAnswersOnce(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	fellow := w.inquire(filed.Reference, 1)
	_, link, err := w.ByToken(t.Context(), w.token(filed.Reference, casework.PurposeInquiry, 1))
	must(t, err)
	question, err := w.Question(t.Context(), fellow, link, casework.PageQuestion)
	must(t, err)
	if question.Branch != "B1" || question.Date != visitDay || question.Done {
		t.Errorf("question: %+v", question)
	}
	for _, m := range w.messages(filed.Reference) {
		if m.Kind == "inquiry" && contains(m.Subject+m.Body, "Klaas", "Kramer", "Sanne", "Bakker", filed.Reference, "CANARY") {
			t.Errorf("the question names somebody: %s", m.Body)
		}
	}
	w.do(fellow, filed.Reference, dossier.AnswerInquiry{Words: "ANSWER-CANARY"})
	w.refused(fellow, filed.Reference, dossier.AnswerInquiry{Words: "again"}, "answered")
	if question, err = w.Question(t.Context(), fellow, link, casework.PageQuestion); err != nil || !question.Done {
		t.Errorf("after the answer: %+v, %v", question, err)
	}
	if _, err := w.Fetch(t.Context(), fellow, filed.Reference, casework.PageDossier); !isNotFound(err) {
		t.Errorf("a fellow client fetched the dossier: %v", err)
	}
	if _, err := w.LinkTo(t.Context(), filed.Reference, casework.PurposeInquiry, 2); !isNotFound(err) {
		t.Errorf("a link for who has no e-mail address: %v", err)
	}
	w.now = w.now.AddDate(0, 0, 10)
	if _, _, err := w.ByToken(t.Context(), w.token(filed.Reference, casework.PurposeInquiry, 1)); !isNotFound(err) {
		t.Errorf("after its term: %v, want not found", err)
	}
}

func TestR15_AFellowClientFilesTheirOwnComplaint(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	fellow := w.inquire(filed.Reference, 1)
	own := w.do(fellow, "", dossier.File{
		Contact: dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}, Branch: "B1", TreatmentDate: visitDay,
		About: []dossier.About{dossier.AboutTreatment}, Story: "mine",
	})
	if own.Link == "" || own.Reference == filed.Reference {
		t.Fatalf("filed: %+v", own)
	}
	s := w.whole(own.Reference)
	if s.Channel != dossier.ByInquiry || !slices.Contains(s.Links, filed.Reference) {
		t.Errorf("channel %s, links %v", s.Channel, s.Links)
	}
	if !slices.Contains(w.whole(filed.Reference).Links, own.Reference) {
		t.Error("the handler of the first does not see the second")
	}
	if contains(text(w.fetch(complainant(own.Reference), own.Reference)), filed.Reference) {
		t.Error("a complainant sees the other's reference")
	}
	for _, e := range w.fetch(complainant(filed.Reference), filed.Reference).Entries {
		if _, linked := e.Event.(dossier.Linked); linked {
			t.Error("a complainant sees that there is another")
		}
	}
}

func TestMergingBringsTwoDossiersTogether(t *testing.T) {
	w := newWorld(t)
	first, again := w.file(), w.file()
	w.refused(owner, again.Reference, dossier.MergeInto{Into: "nonsense", Reason: "x"}, "no_dossier")
	other := complaint()
	other.Contact, other.Specialists = dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}, nil
	fenna := w.do(casework.Public(), "", other)
	w.settle()
	w.refused(owner, again.Reference, dossier.MergeInto{Into: fenna.Reference, Reason: "x"}, "other_matter")

	w.do(owner, again.Reference, dossier.MergeInto{Into: first.Reference, Reason: "the same visit"})
	w.settle()
	gone, kept := w.whole(again.Reference), w.whole(first.Reference)
	if gone.MergedInto != first.Reference || gone.Open() {
		t.Errorf("merged into %q, open %v", gone.MergedInto, gone.Open())
	}
	if !slices.Equal(kept.Banned(), []dossier.SpecialistID{"S1"}) {
		t.Errorf("bans kept: %v", kept.Banned())
	}
	if slices.Contains(w.told(again.Reference, "specialist:S1"), "ban_ended") {
		t.Error("the specialist was told that the ban ended while it goes on")
	}
	if !slices.Contains(w.told(again.Reference, "complainant"), "merged") {
		t.Errorf("the complainant was told %v", w.told(again.Reference, "complainant"))
	}
}

func TestMergingIntoADossierOneMaySeeNothingOfIsNotFound(t *testing.T) {
	w := newWorld(t)
	first, again := w.file(), w.file()
	w.do(owner, first.Reference, dossier.DeclareConflict{Account: "assistant", Reason: "family"})
	w.refused(assistant, again.Reference, dossier.MergeInto{Into: first.Reference, Reason: "x"}, "no_dossier")
	w.refused(assistant, again.Reference, dossier.Link{Other: first.Reference}, "no_dossier")
	if w.whole(first.Reference).Count != 0 && len(w.whole(first.Reference).Links) != 0 {
		t.Error("something was written in the dossier that is not theirs to see")
	}
}

func TestLinksStandOnBothSides(t *testing.T) {
	w := newWorld(t)
	a := w.file().Reference
	other := complaint()
	other.Contact = dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}
	b := w.do(casework.Public(), "", other).Reference
	w.do(owner, a, dossier.Link{Other: " " + b[3:] + " ", Why: "same room"})
	if !slices.Equal(w.whole(a).Links, []string{b}) || !slices.Equal(w.whole(b).Links, []string{a}) {
		t.Errorf("links %v and %v", w.whole(a).Links, w.whole(b).Links)
	}
	w.do(owner, b, dossier.Unlink{Other: a})
	if len(w.whole(a).Links) != 0 || len(w.whole(b).Links) != 0 {
		t.Errorf("links left: %v and %v", w.whole(a).Links, w.whole(b).Links)
	}
}

func TestR17_SkippingTheInquiryIsCheckedAgainstTheRegister(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	w.investigate(filed.Reference)
	for _, reason := range w.Policy.Terms.Skips {
		if reason.Part == dossier.StepInquiry && reason.Needs == dossier.NeedsNobodyElse {
			failure := w.fails(owner, casework.Order{Reference: filed.Reference, Command: dossier.SkipPart{
				Part: dossier.StepInquiry, Reason: reason.Code, Evidence: "nobody, they say", Others: 0,
			}})
			if failure.Kind != casework.Refused {
				t.Errorf("got %v", failure)
			}
			return
		}
	}
	t.Fatal("the policy has no such reason")
}

func TestR3_R14_R23_EachRoleReadsItsOwnAlone(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("S1")
	w.now = w.whole(reference).Talk.Start.Add(time.Minute)
	w.do(sanne, reference, dossier.RecordTalk{Solved: true, How: "HOW-CANARY", Content: "CONTENT-CANARY"})
	me := complainant(reference)
	w.do(me, reference, dossier.AnswerTalk{Account: "ACCOUNT-CANARY"})
	w.do(me, reference, complaint())
	w.settle()
	w.do(owner, reference, dossier.WriteNote{Words: "NOTE-CANARY"})
	fellow := w.inquire(reference, 1)
	w.do(fellow, reference, dossier.AnswerInquiry{Words: "ANSWER-CANARY"})
	w.settle()

	talk := []string{"TOPIC-CANARY", "HOW-CANARY", "CONTENT-CANARY", "ACCOUNT-CANARY"}
	complaint := []string{"STORY-CANARY", "WISH-CANARY", "EXPLANATION-CANARY"}
	contact := []string{"klaas@example.org", "+31612345678"}
	for _, c := range []struct {
		name   string
		viewer casework.Viewer
		reads  []string
		not    []string
	}{
		{"owner", owner, append(complaint, "NOTE-CANARY", "ANSWER-CANARY"), talk},
		{"assistant", assistant, append(complaint, "NOTE-CANARY"), talk},
		{"receptionist", receptionist, contact, append([]string{"NOTE-CANARY", "ANSWER-CANARY"}, talk...)},
		{"complainant", me, []string{"STORY-CANARY"}, []string{"NOTE-CANARY", "ANSWER-CANARY"}},
		{"the specialist", sanne, []string{"CONTENT-CANARY"}, append(append([]string{"NOTE-CANARY", "ANSWER-CANARY"}, complaint...), contact...)},
	} {
		got := text(w.fetch(c.viewer, reference))
		for _, word := range c.reads {
			if !contains(got, word) {
				t.Errorf("%s does not read %s", c.name, word)
			}
		}
		for _, word := range c.not {
			if contains(got, word) {
				t.Errorf("%s reads %s", c.name, word)
			}
		}
	}
	for name, viewer := range map[string]casework.Viewer{"another specialist": daan, "the outside person": outsider, "the fellow client": fellow} {
		if _, err := w.Fetch(t.Context(), viewer, reference, casework.PageDossier); !isNotFound(err) {
			t.Errorf("%s: %v, want not found", name, err)
		}
	}
}

func TestR23_ABanKeepsATreatmentGrantedInAnotherDossierFromBeingBooked(t *testing.T) {
	w := newWorld(t)
	first := w.file().Reference
	w.toFinding(first, dossier.Founded)
	w.do(owner, first, dossier.TakeDecision{Upheld: true, Reason: "x"})
	w.do(owner, first, dossier.MakeOffer{FreeTreatment: 9900, Words: "x"})
	w.do(complainant(first), first, dossier.AcceptOffer{SameSpecialist: true})
	number := w.whole(first).Remedies[0].Number

	again := w.file().Reference // about the same specialist
	book := dossier.BookRemedy{Remedy: number, On: w.today(3), Specialist: "S1"}
	w.refused(receptionist, first, book, "ban")
	w.do(complainant(again), again, dossier.Withdraw{})
	w.do(receptionist, first, book)
}

func TestR23_ABanCancelsATreatmentBookedInAnotherDossier(t *testing.T) {
	w := newWorld(t)
	first := w.file().Reference
	w.toFinding(first, dossier.Founded)
	w.do(owner, first, dossier.TakeDecision{Upheld: true, Reason: "x"})
	w.do(owner, first, dossier.MakeOffer{FreeTreatment: 9900, Words: "x"})
	w.do(complainant(first), first, dossier.AcceptOffer{SameSpecialist: true})
	remedy := w.whole(first).Remedies[0]
	w.do(receptionist, first, dossier.BookRemedy{Remedy: remedy.Number, On: w.today(3), Specialist: "S1"})

	w.file() // about the same specialist
	if got := w.whole(first).Remedies[0]; got.BookedOn != "" || got.Specialist != "" {
		t.Errorf("the treatment is still booked on %s with %s", got.BookedOn, got.Specialist)
	}
}

func TestR19_WhatOtherDossiersGrantedCountsTowardsTheCeiling(t *testing.T) {
	w := newWorld(t)
	first, again := w.file().Reference, w.file().Reference
	for i, reference := range []string{first, again} {
		w.toFinding(reference, dossier.Founded)
		w.do(owner, reference, dossier.TakeDecision{Upheld: true, Reason: "x"})
		if i == 0 {
			w.do(owner, reference, dossier.MakeOffer{Refund: 15000, Words: "x"})
			w.do(complainant(reference), reference, dossier.AcceptOffer{Elsewhere: 0})
		}
	}
	w.refused(owner, again, dossier.MakeOffer{Refund: 5000, Words: "x"}, "ceiling")
	w.do(owner, again, dossier.MakeOffer{Refund: 4900, Words: "x"})
}

// Who turns out to be the client of another dossier, once contact data are corrected, has the bans and the appointments of both: what
// stood between the two is cancelled, and the specialist no longer sees how to reach the client.
func TestR23_CorrectedContactDataBringBanAndAppointmentTogether(t *testing.T) {
	mistyped := dossier.Contact{Name: "K. Kramer", Email: "klaaas@example.org"}
	wish := dossier.RequestTalk{Contact: mistyped, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1"}
	filing := complaint()
	for name, contacts := range map[string][2]dossier.Contact{
		"corrected where the talk is":      {mistyped, klaas},
		"corrected where the complaint is": {klaas, mistyped},
	} {
		w := newWorld(t)
		wish.Contact, filing.Contact = contacts[0], contacts[1]
		talk := w.do(casework.Public(), "", wish).Reference
		w.do(receptionist, talk, dossier.BookTalk{Specialist: "S1", Start: w.slot(talk, "S1", 0)})
		filed := w.do(casework.Public(), "", filing).Reference
		w.settle()
		if len(dossier.Appointments(w.whole(talk))) != 1 || len(w.whole(filed).Banned()) != 1 {
			t.Fatalf("%s: they are taken for one person before", name)
		}
		corrected := map[bool]string{true: talk, false: filed}[contacts[0] == mistyped]
		w.do(receptionist, corrected, dossier.CorrectContact{Contact: klaas})
		w.settle()
		if s := w.whole(talk); len(dossier.Appointments(s)) > 0 || s.Talk.Status != dossier.TalkUnsolved {
			t.Errorf("%s: the talk is %s, with %v", name, s.Talk.Status, dossier.Appointments(s))
		}
		if seen := w.fetch(sanne, talk).Classes; dossier.Sees(seen, dossier.ClassContact, "") {
			t.Errorf("%s: the specialist still sees %v", name, seen)
		}
		w.heard(talk, "specialist:S1", "talk_booked", "talk_cancelled")
		w.heard(talk, "complainant", "talk_requested", "talk_booked", "talk_cancelled")
	}
}
