package e2e_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func TestR15_HTTP_OthersOfThatDayAreAskedNeutrally(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint()
	s.investigate(ref)
	s.as(assistant).refused(ref, "start_inquiry", "R15", "narrow", "yes")
	s.as(assistant).act(ref, "start_inquiry")
	fellows := s.whole(ref).Inquiry.Fellows
	if len(fellows) != 3 {
		t.Fatalf("%d clients of that day are asked, want Fenna, Gijs and Yara", len(fellows))
	}
	asked := 0
	for _, f := range fellows {
		if !f.HasEmail {
			s.as(assistant).act(ref, "record_inquiry_answer", "fellow", numeral(f.Number), "answered", "yes", "words", "Alles ging goed.")
			continue
		}
		asked++
		m := s.message(ref, dossier.ToFellow(f.Number), "inquiry")
		fellow := s.stranger()
		page := fellow.get(fellow.arrive(s.linkIn(m))).is(http.StatusOK)
		for _, telling := range []string{"Klaas", "Kramer", "Mijn tanden", "Sanne", ref} {
			if page.says(telling) || strings.Contains(m.Subject+m.Body, telling) {
				t.Errorf("the question tells %q", telling)
			}
		}
		page.has(written(visitDay), "Utrecht")
	}
	if asked != 2 {
		t.Errorf("%d were asked by mail, want 2", asked)
	}
}

func TestR15_HTTP_ALinkAnswersOnceAndTheSpecialistSeesNothing(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint()
	s.investigate(ref)
	s.as(assistant).act(ref, "start_inquiry")
	link := s.linkIn(s.message(ref, dossier.ToFellow(1), "inquiry"))
	fellow := s.stranger()
	place := fellow.arrive(link)
	sent := fellow.send(place, place, "answer", "KANARIE-ANTWOORD")
	fellow.follow(sent).is(http.StatusOK).has("Dank u wel")
	again := fellow.post(place, values("answer", "KANARIE-TWEE")).is(http.StatusUnprocessableEntity)
	again.has("al ontvangen")
	s.as(assistant).desk(ref).has("KANARIE-ANTWOORD").hasNot("KANARIE-TWEE")
	s.as(sanne).desk(ref).is(http.StatusOK).hasNot("KANARIE-ANTWOORD", "Fenna", "Yara", "Gijs")
	s.pass(6 * day)
	s.stranger().get(link).is(http.StatusNotFound)
	fellow.get(place).is(http.StatusNotFound)
}

func TestR15_HTTP_AComplaintOfTheirOwnIsFiledApart(t *testing.T) {
	s := newSite(t)
	first, ref := s.fileComplaint()
	s.investigate(ref)
	s.as(assistant).act(ref, "start_inquiry")
	link := s.linkIn(s.message(ref, dossier.ToFellow(1), "inquiry"))
	fellow := s.stranger()
	own := fellow.arrive(link) + "/klacht"
	form := fellow.get(own).is(http.StatusOK).form(own)
	for name, answer := range complaint("name", "Fenna Post", "email", "fenna@example.org", "phone", "", "story", "Bij mij ook.") {
		form[name] = answer
	}
	path, filed := s.filed(fellow.post(own, form))
	if filed == ref {
		t.Fatal("it was filed in the dossier of somebody else")
	}
	s.as(assistant).desk(filed).has(ref)
	s.as(assistant).desk(ref).has(filed)
	s.guest(path).get(path).is(http.StatusOK).hasNot(ref)
	s.guest(first).get(first).is(http.StatusOK).hasNot(filed, "Fenna")
}

func TestR16_HTTP_InvitedInTimeHeardAndAsked(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint()
	s.investigate(ref)
	soon := append(s.moment("at", s.clock().Add(2*day)), "specialist", "S1", "allegation", "x")
	s.as(assistant).refused(ref, "invite_to_hearing", "R16", soon...)
	s.invite(ref)
	s.as(sanne).desk(ref).has("De klager had pijn.", "Sanne Bakker")
	s.heard(ref, dossier.ToSpecialist("S1"), "hearing_invited")
	s.as(sanne).act(ref, "hand_in_statement", "words", "Mijn kant van het verhaal.")
	s.as(sanne).refused(ref, "answer_minutes", "R16", "agreed", "yes")
	s.pass(7*day + time.Hour)
	s.as(assistant).act(ref, "record_hearing", "specialist", "S1", "minutes", "Het verslag.")
	s.as(sanne).desk(ref).has("Het verslag.")
	s.as(sanne).refused(ref, "answer_minutes", "R16")
	s.as(sanne).act(ref, "answer_minutes", "remarks", "Zo was het niet.")
	s.as(assistant).desk(ref).has("Zo was het niet.", "Mijn kant van het verhaal.")
	s.as(daan).desk(ref).is(http.StatusNotFound)
}

func TestR16_HTTP_WhatSpeaksAgainstThemIsPutToThemWithoutNames(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint()
	s.investigate(ref)
	s.as(assistant).act(ref, "start_inquiry")
	link := s.linkIn(s.message(ref, dossier.ToFellow(1), "inquiry"))
	fellow := s.stranger()
	place := fellow.arrive(link)
	fellow.send(place, place, "answer", "Bij mij deed het ook pijn.").is(http.StatusSeeOther)
	s.as(assistant).act(ref, "weigh_answer", "fellow", "1", "against", "S1")
	s.invite(ref)
	s.pass(7*day + time.Hour)
	s.as(assistant).refused(ref, "record_hearing", "R16", "specialist", "S1", "minutes", "Het verslag.")
	s.as(assistant).act(ref, "record_hearing", "specialist", "S1", "minutes", "Het verslag.", "put", "Een andere klant had ook pijn.")
	s.as(sanne).desk(ref).has("Een andere klant had ook pijn.").hasNot("Fenna", "Bij mij deed het ook pijn.", "Andere klant 1", "[1]")
	s.as(assistant).desk(ref).has("Andere klant 1").hasNot("[1]")
}

func TestR17_HTTP_NoFindingBeforeBothSidesAreHeard(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint()
	s.investigate(ref)
	finding := []string{"subject", "specialist:S1", "outcome", "unfounded", "reasons", "x"}
	s.as(assistant).refused(ref, "record_finding", "R17", finding...)
	s.as(assistant).refused(ref, "skip_part", "R17", "part", "hearing", "specialist", "S1", "reason", "no_show", "evidence", "Twee keer niet gekomen.")
	s.as(assistant).refused(ref, "skip_part", "", "part", "hearing", "specialist", "S1", "reason", "written_refusal")
	s.as(assistant).act(ref, "skip_part", "part", "hearing", "specialist", "S1", "reason", "written_refusal", "evidence", "Brief van 4 maart.")
	s.as(assistant).refused(ref, "record_finding", "R17", finding...)
	s.inquire(ref)
	s.as(assistant).act(ref, "record_finding", finding...)
}

func TestR17_HTTP_SpecialistWhoDoesNotAppearTwice(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint()
	s.investigate(ref)
	for n := range 2 {
		skip := []string{"part", "hearing", "specialist", "S1", "reason", "no_show", "evidence", "Niet gekomen."}
		s.as(assistant).refused(ref, "skip_part", "R17", skip...)
		s.invite(ref)
		s.pass(7*day + time.Hour)
		s.as(assistant).act(ref, "record_no_show", "specialist", "S1")
		if n == 1 {
			s.as(assistant).act(ref, "skip_part", skip...)
		}
	}
}

func TestR18_HTTP_FindingWithReasonsReachesBothSides(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint()
	s.investigate(ref)
	s.inquire(ref)
	s.hear(ref)
	s.as(assistant).refused(ref, "record_finding", "R18", "subject", "specialist:S1", "outcome", "founded", "reasons", "Om deze redenen.")
	s.as(assistant).act(ref, "record_finding", "subject", "specialist:S1", "outcome", "founded", "reasons", "Om deze redenen.", "measure", "Wij letten op.")
	s.guest(path).get(path).has("Om deze redenen.", "Wij letten op.", "gegrond")
	s.as(sanne).desk(ref).has("Om deze redenen.", "Gegrond")
	s.heard(ref, dossier.ToSpecialist("S1"), "finding")
	s.heard(ref, dossier.ToComplainant, "investigation_completed")
}

func TestR22_HTTP_ToldWhenItStartsAndWhenItEnds(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint()
	s.heard(ref, dossier.ToComplainant, "filed", "ban_started")
	s.heard(ref, dossier.ToSpecialist("S1"), "ban_started")
	s.guest(path).get(path).has("Voorlopig geen contact", "Sanne Bakker")
	s.as(owner).get("/desk?flag=ban").has(ref)
	s.investigate(ref)
	s.find(ref, dossier.Unfounded)
	s.heard(ref, dossier.ToComplainant, "ban_ended")
	s.heard(ref, dossier.ToSpecialist("S1"), "ban_ended")
	s.guest(path).get(path).hasNot("Voorlopig geen contact")
}

func TestR22_HTTP_AnotherOpenDossierHoldsIt(t *testing.T) {
	s := newSite(t)
	path, first := s.fileComplaint()
	s.fileComplaint("story", "Nog iets.")
	s.guest(path).answer(path, "withdrawal", "why", "Laat maar.")
	_, talk := s.requestTalk("Toch praten")
	s.as(receptionist).refused(talk, "book_talk", "R2", "specialist", "S1", "start", s.slot(talk, "S1", 0))
	s.as(assistant).act(first, "reopen", "reason", "mistake", "words", "Te vroeg gesloten.")
	s.heard(first, dossier.ToSpecialist("S1"), "ban_started", "ban_ended", "ban_started")
}

func TestR22_HTTP_CorrectingTheMatchMovesIt(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint("specialist", "")
	s.heard(ref, dossier.ToSpecialist("S1"), "ban_started")
	s.as(assistant).refused(ref, "choose_match", "", "treatment_id", "T3")
	s.as(assistant).act(ref, "choose_match", "treatment_id", "T3", "reason", "Het was de andere behandeling.")
	s.heard(ref, dossier.ToSpecialist("S1"), "ban_started", "ban_ended")
	s.heard(ref, dossier.ToSpecialist("S2"), "ban_started")
}

func TestR23_HTTP_TheProgramItselfKeepsIt(t *testing.T) {
	s := newSite(t)
	talkPath, talk := s.requestTalk("KANARIE-ONDERWERP")
	s.bookTalk(talk)
	_, ref := s.fileComplaint("address", "Kanarielaan 1")
	s.heard(talk, dossier.ToComplainant, "talk_booked", "talk_cancelled")
	s.heard(talk, dossier.ToSpecialist("S1"), "talk_booked", "talk_cancelled")
	s.as(receptionist).refused(talk, "book_talk", "R2", "specialist", "S1", "start", s.slot(talk, "S1", 1))
	s.guest(talkPath).get(talkPath).is(http.StatusOK)
	seen := s.as(sanne).everyPage(ref, talk)
	for _, hidden := range []string{"klaas@example.org", "612345678", "Kanarielaan", "Klaas Kramer", "Mijn tanden doen pijn."} {
		if strings.Contains(seen, hidden) {
			t.Errorf("the specialist sees %q while the ban lasts", hidden)
		}
	}
	for _, m := range s.messages(ref) {
		if m.To == dossier.ToSpecialist("S1") && strings.Contains(m.Subject+m.Body, "Klaas") {
			t.Errorf("%s tells the specialist who complains:\n%s", m.Kind, m.Body)
		}
	}
}

func TestR23_HTTP_ABreachIsRecordedByAnyoneConcerned(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint()
	s.guest(path).answer(path, "breach", "breach", "Zij belde mij op.")
	s.as(sanne).act(ref, "record_breach", "words", "Hij stond voor de deur.")
	s.as(receptionist).act(ref, "record_breach", "specialist", "S1", "words", "Aan de balie.")
	s.as(assistant).desk(ref).has("Zij belde mij op.", "Hij stond voor de deur.", "Aan de balie.")
	s.as(daan).post(actPath(ref, "record_breach"), values("words", "x")).is(http.StatusNotFound)
	s.guest(path).answer(path, "withdrawal", "why", "")
	s.as(assistant).refused(ref, "record_breach", "R23", "specialist", "S1", "words", "Te laat.")
}
