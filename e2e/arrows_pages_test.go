package e2e_test

import (
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// What the pages say on the way: where the dossier stands, what comes next, and why.

func newWalk(t *testing.T) *walk {
	t.Helper()
	return &walk{site: newSite(t), drawn: draw(t), refused: map[dossier.Kind]int{}}
}

// page is the complainant's own.
func (m *matter) page() reply {
	m.t.Helper()
	return m.guest(m.path).get(m.path).is(200)
}

// first is the act that the desk asks for first, or empty.
func (m *matter) first(who dossier.AccountID) string {
	m.t.Helper()
	_, rest, _ := strings.Cut(m.as(who).desk(m.reference).is(200).body, `card act-first" id="act-`)
	kind, _, _ := strings.Cut(rest, `"`)
	return kind
}

func TestPages_AnOfferWaitsForTheComplainant(t *testing.T) {
	m := newWalk(t).files()
	m.goesTo("offer")
	if first := m.first(assistant); first != "make_offer" {
		t.Errorf("upheld, and the desk asks first for %q", first)
	}
	m.isOffered()
	if first := m.first(assistant); first != "" {
		t.Errorf("offered, and the desk asks for %q", first)
	}
	m.as(assistant).desk(m.reference).has("U hoeft nu niets te doen", "Antwoord op het aanbod")
	m.client("offer-refusal", "why", "Te weinig.")
	if first := m.first(assistant); first != "make_offer" {
		t.Errorf("refused, and the desk asks first for %q", first)
	}
}

func TestPages_LateIsSaidUntilItIsJudged(t *testing.T) {
	w := newWalk(t)
	w.pass(10 * day)
	m := w.files()
	m.page().has("Uw klacht kwam na de termijn")
	m.goesOn()
	m.page().hasNot("Uw klacht kwam na de termijn")
}

func TestPages_WhyItEnded(t *testing.T) {
	w := newWalk(t)
	stopped, merged := w.files(), w.files()
	stopped.isDiscontinued()
	stopped.page().has("Uw zaak is gesloten: Stopgezet (Al ergens anders geregeld)")
	stopped.reopens()
	merged.isMergedInto(stopped)
	merged.page().has("Uw zaak gaat verder onder kenmerk "+stopped.reference, "Samengevoegd met een ander dossier").hasNot("Wij zijn gestopt met uw zaak")

	rejected := w.files()
	rejected.isNotSerious()
	rejected.as(assistant).desk(rejected.reference).has("Reden Niet ernstig genoeg om te onderzoeken").hasNot("not_serious")
	rejected.client("review", "review", "Het was wel ernstig.")
	rejected.does(second, "answer_review", "maintained", "yes", "reason", "Het klopt zo.")
	rejected.page().has("De herbeoordeling is klaar: ons besluit blijft staan", "Geschillencommissie")
	rejected.reopens()
	rejected.isNotSerious()
	rejected.page().hasNot("wij pakken uw zaak weer op")
	rejected.client("review", "review", "Het was wel ernstig.")
	rejected.does(second, "answer_review", "reason", "De klager heeft gelijk.")
	rejected.page().has("De herbeoordeling is klaar: wij pakken uw zaak weer op")
}

func TestPages_WithdrawingWhereHealthWasHarmed(t *testing.T) {
	m := newWalk(t).files()
	m.goesTo("explanation")
	m.page().has("Wij bellen u voor uw toelichting")
	m.does(assistant, "mark_harm", "harm", "yes", "reason", "Er is een brandwond.")
	m.guest(m.path).get(m.path + "/withdrawal").has("Is uw gezondheid geschaad? Dan kunnen wij zonder u verdergaan.")
	m.client("withdrawal", "why", "Laat maar.")
	m.page().has("Wij laten weten of wij zonder u verdergaan").hasNot("Wij bellen u voor uw toelichting")
	m.does(assistant, "settle_withdrawal", "go_on", "yes", "reason", "Er is schade.")
	m.page().has("gaan wij zonder u verder. U hoeft niets te doen.").hasNot("Wij bellen u voor uw toelichting")
}

func TestPages_TermsOfTheComplainant(t *testing.T) {
	w := newWalk(t)
	m := w.through("/klacht", "file", complaintOf("Onbekende Bezoeker", "onbekend@example.org")...)
	m.later(9 * day)
	proof, judgement := "U geeft ons een bewijs van uw bezoek Deze dag is voorbij. U kunt het nog wel doen.", "Wij beoordelen hoe ernstig uw klacht is Deze dag is voorbij. Bel ons"
	m.page().has(proof, judgement)

	talk := w.asksForTalk()
	talk.holdsTalk()
	talk.later(8 * day)
	talk.page().has("Deze dag is voorbij. U kunt nog wel een klacht indienen.")
}

func TestPages_AnActThatIsLeft(t *testing.T) {
	m := newWalk(t).asksForTalk()
	m.holdsTalk("solved", "yes", "how", "Zij poetst het bij.", "act_kind", "repair_visit", "act", "Bijpoetsen")
	m.page().has("U laat weten of het is opgelost")
	m.client("talk-answer", "solved", "yes")
	m.page().has("Hieronder kunt u laten uitvoeren wat er is afgesproken", "U kunt laten uitvoeren wat in het gesprek is afgesproken").hasNot("U laat weten of het is opgelost")
	m.client("agreed-act")
	m.page().has("Wij volgen nog wat er is afgesproken", "Wij doen wat in het gesprek is afgesproken")
	m.does(receptionist, "book_act", "on", "6-3-2026")
	m.page().has("vrijdag 6 maart 2026")
}

func TestPages_WhatAClaimAmountsTo(t *testing.T) {
	m := newWalk(t).through("/klacht", "file", complaintOf("Onbekende Bezoeker", "onbekend@example.org")...)
	m.later(9 * day)
	m.isFalse()
	m.does(assistant, "record_hours", "minutes", "60", "what", "Nazoeken")
	m.does(assistant, "send_claim")
	m.page().has("Vordering verstuurd: €\u00a0114,95", "U betaalt onze vordering")
}
