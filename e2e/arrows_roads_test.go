package e2e_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// roads lead along every arrow that docs/procedure.md draws.
var roads = []struct {
	name string
	walk func(*walk)
}{
	{"the main road", mainRoad},
	{"a complaint at once", complaintAtOnce},
	{"solved in the talk, and not after all", solvedInTalk},
	{"solved in the talk by an act", solvedByAct},
	{"silence after the talk", silenceAfterTalk},
	{"rejected at triage and reviewed", rejectedAtTriage},
	{"rejected and reviewed", rejectedAndReviewed},
	{"an offer that stands", standingOffer},
	{"settled and taken up again", settledAndReopened},
	{"withdrawn at every step", withdrawnAtEveryStep},
	{"withdrawn at every step where health was harmed", withdrawnWithHarm},
	{"discontinued at every step", discontinuedAtEveryStep},
	{"merged at every step", mergedAtEveryStep},
	{"established as false at every step, and undone", falseAtEveryStep},
	{"suspected before the decision and established as false after it", falseAfterTheDecision},
	{"under review, and ended", endedUnderReview},
}

// TestArrows_EveryArrowIsWalked walks the procedure as docs/procedure.md draws it, by the forms on the pages, and demands that people
// saw every move that is drawn and none that is not. At every step on the way, each act that has no place there is refused.
func TestArrows_EveryArrowIsWalked(t *testing.T) {
	drawn := draw(t)
	var walked []arrow
	refused := map[dossier.Kind]int{}
	for _, road := range roads {
		t.Run(road.name, func(t *testing.T) {
			w := &walk{site: newSite(t), drawn: drawn, refused: refused}
			road.walk(w)
			walked = append(walked, w.walked...)
		})
	}
	if t.Failed() {
		return // what a road did not come to is not told apart from what it would have shown
	}
	missing, extra := drawn.compare(walked)
	for _, a := range missing {
		t.Errorf("drawn and not walked: %s", a)
	}
	for _, a := range extra {
		t.Errorf("seen and not drawn: %s", a)
	}
	all := 0
	for _, kind := range drawn.acts() {
		if all += refused[kind]; refused[kind] == 0 {
			t.Errorf("never refused where it has no place: %s", kind)
		}
	}
	t.Logf("%d arrows drawn, %d moves seen on %d roads, %d acts refused", len(drawn.arrows), len(walked), len(roads), all)
}

func mainRoad(w *walk) {
	m := w.asksForTalk()
	m.at("talk")
	m.holdsTalk()
	m.client("talk-answer", "solved", "no", "account", "Er is niets beloofd.")
	m.at("talk")
	for _, step := range []string{"triage", "explanation", "investigation", "decision", "offer", "remedy", "settled"} {
		m.outOfPlace()
		m.goesOn()
		m.at(step)
	}
	m.outOfPlace()
}

// complaintAtOnce files without a talk: on the public form, and through somebody at the desk.
func complaintAtOnce(w *walk) {
	w.files().at("triage")
	w.isTakenDown("file", "about", "treatment", "story", "Aan de telefoon verteld.", "specialists", "S2").at("triage")
	w.isTakenDown("request_talk", "specialist", "S2").at("talk")
}

func solvedInTalk(w *walk) {
	m := w.asksForTalk()
	m.holdsTalk("solved", "yes", "how", "Zij poetst het bij.")
	m.client("talk-answer", "solved", "yes")
	m.at("solved_in_talk")
	m.outOfPlace()
	m.client("complaint", "about", "specialist", "story", "Het is toch niet opgelost.") // the client can still file
	m.at("triage")
}

func solvedByAct(w *walk) {
	m := w.asksForTalk()
	m.holdsTalk("solved", "yes", "how", "Zij poetst het bij.", "act_kind", "repair_visit", "act", "Bijpoetsen")
	m.client("agreed-act")
	m.does(receptionist, "book_act", "on", m.today(2))
	m.client("talk-answer", "solved", "yes")
	m.at("talk") // what was agreed is still to be done
	m.later(2 * day)
	m.does(receptionist, "complete_act", "on", m.today(0))
	m.at("solved_in_talk")
	m.reopens()
	m.at("talk")
}

// silenceAfterTalk: a client who lets the term pass without a word is taken to be content.
func silenceAfterTalk(w *walk) {
	m := w.asksForTalk()
	m.holdsTalk("solved", "yes", "how", "Zij poetst het bij.")
	m.later(6 * day)
	m.at("talk")
	m.later(2 * day)
	m.at("solved_in_talk")
}

func rejectedAtTriage(w *walk) {
	m := w.files()
	m.isNotSerious()
	m.at("rejected_at_triage")
	m.outOfPlace()
	m.client("review", "review", "Het was wel ernstig.")
	m.at("review")
	m.outOfPlace()
	m.does(second, "answer_review", "reason", "De klager heeft gelijk.")
	m.at("triage")
	m.isNotSerious()
	m.reopens()
	m.at("triage")
}

func rejectedAndReviewed(w *walk) {
	m := w.files()
	m.isRejected()
	m.outOfPlace()
	m.client("review", "review", "Kijk er nog eens naar.")
	m.at("review")
	m.outOfPlace()
	m.does(second, "answer_review", "reason", "Niet alles is onderzocht.")
	m.at("investigation")
	m.isRejected()
	m.client("review", "review", "Nog steeds niet.")
	m.does(second, "answer_review", "maintained", "yes", "reason", "Het klopt zo.")
	m.at("rejected")
	m.reopens()
	m.at("investigation")
}

func standingOffer(w *walk) {
	m := w.files()
	m.goesTo("offer")
	for range 2 {
		m.isOffered()
		m.client("offer-refusal", "why", "Het is te weinig.")
		m.at("offer")
	}
	m.does(assistant, "close_with_standing_offer")
	m.at("offer_left_open")
	m.outOfPlace()
	m.reopens()
	m.at("offer")
	m.isOffered()
	m.later(31 * day) // without an answer
	m.at("offer")
	m.does(assistant, "close_with_standing_offer")
	m.client("offer-acceptance")
	m.at("remedy")
}

func settledAndReopened(w *walk) {
	m := w.files()
	m.goesTo("settled")
	m.reopens()
	m.at("offer")
}

func withdrawnAtEveryStep(w *walk) {
	m := w.asksForTalk()
	m.everyStep("settled", func() {
		m.client("withdrawal", "why", "Laat maar.")
		m.at("withdrawn")
		m.outOfPlace()
		m.reopens()
	})
}

// withdrawnWithHarm: where health was harmed, a withdrawal is first put to a handler.
func withdrawnWithHarm(w *walk) {
	m := w.files()
	m.does(assistant, "mark_harm", "harm", "yes", "reason", "Er is een brandwond.")
	m.everyStep("settled", func() {
		step := m.step
		m.client("withdrawal", "why", "Laat maar.")
		m.at(step)
		m.does(assistant, "settle_withdrawal", "reason", "De arts zag geen gevaar voor anderen.")
		m.at("withdrawn")
		m.reopens()
	})
}

func discontinuedAtEveryStep(w *walk) {
	m := w.asksForTalk()
	m.everyStep("settled", func() {
		m.isDiscontinued()
		m.outOfPlace()
		m.reopens()
	})
}

func mergedAtEveryStep(w *walk) {
	other, m := w.files(), w.files()
	m.everyStep("remedy", func() {
		m.isMergedInto(other)
		other.at("triage")
		m.reopens()
	})
}

// falseAfterTheDecision: a suspicion of before the decision stands, and two people judge so only when the complaint was upheld, when the offer
// was accepted, or when a review was asked of its rejection.
func falseAfterTheDecision(w *walk) {
	for _, step := range []string{"offer", "remedy"} {
		m := w.isSuspected()
		m.goesTo("offer")
		if step == "remedy" {
			m.does(assistant, "make_offer", "apology", "yes", "words", "Onze excuses.")
			m.client("offer-acceptance")
		}
		m.at(step)
		m.isEstablishedFalse()
		m.isFalseNoMore()
		m.at(step)
	}
	m := w.isSuspected()
	m.isRejected()
	m.client("review", "review", "Kijk er nog eens naar.")
	m.isEstablishedFalse()
	m.isFalseNoMore()
	m.at("investigation")
}

// falseAtEveryStep: nobody knows the complainant, and two people judge the complaint to be false; that proves wrong.
func falseAtEveryStep(w *walk) {
	m := w.isUnknown()
	m.everyStep("offer", func() {
		m.isFalse()
		m.outOfPlace()
		m.isFalseNoMore()
	})
}

// endedUnderReview ends a review in each of the ways in which it can end before it is answered.
func endedUnderReview(w *walk) {
	other, m := w.files(), w.files()
	review := func() {
		m.isRejected()
		m.client("review", "review", "Kijk er nog eens naar.")
		m.at("review")
	}
	for _, end := range []func(){
		func() { m.client("withdrawal", "why", "Laat maar."); m.at("withdrawn") },
		m.isDiscontinued,
		func() { m.isMergedInto(other) },
		func() {
			m.does(second, "mark_harm", "harm", "yes", "reason", "Brief van de arts.")
			m.client("withdrawal", "why", "Laat maar.")
			m.at("review")
			m.does(assistant, "settle_withdrawal", "reason", "Er is geen gevaar voor anderen.")
			m.at("withdrawn")
		},
	} {
		review()
		end()
		m.reopens()
		m.at("investigation")
	}
}

// What happens on the roads.

// complaintOf are the answers on the complaint form.
func complaintOf(name, email string) []string {
	return []string{
		"branch", "B1", "treatment_date", visited, "specialist", "S1", "about", "specialist", "story", "Mijn tanden doen pijn.",
		"wish", "Geld terug.", "name", name, "email", email,
	}
}

// files is Klaas, who complains on the public form.
func (w *walk) files() *matter {
	w.t.Helper()
	return w.through("/klacht", "file", complaintOf("Klaas Kramer", "klaas@example.org")...)
}

// asksForTalk is Klaas, who wants to talk with Sanne.
func (w *walk) asksForTalk() *matter {
	w.t.Helper()
	return w.through("/gesprek", "request_talk", "branch", "B1", "treatment_date", visited, "specialist", "S1", "topic", "De kleur.",
		"name", "Klaas Kramer", "email", "klaas@example.org")
}

// isTakenDown is Gijs, who phones; the receptionist takes it down.
func (w *walk) isTakenDown(act dossier.Kind, pairs ...string) *matter {
	w.t.Helper()
	desk, page := w.as(receptionist), "/desk/new?branch=B1&kind="+string(act)
	form := desk.get(page).is(http.StatusOK).paper("/desk/new").fill(w.t, append(pairs, "name", "Gijs Maas", "email", "gijs@example.org", "treatment_date", visited)...)
	desk.follow(desk.post("/desk/new", form)).is(http.StatusOK).has("Gijs Maas")
	reference := w.newest()
	kind := map[dossier.Kind]string{"file": "filed", "request_talk": "talk_requested"}[act]
	w.message(reference, dossier.ToComplainant, kind)
	return w.opened("/zaak/"+reference, reference, act)
}

// newest is the dossier in the queue that is on no road yet.
func (w *walk) newest() string {
	w.t.Helper()
	w.settle()
	for _, reference := range w.queue() {
		if !slices.ContainsFunc(w.matters, func(m *matter) bool { return m.reference == reference }) {
			return reference
		}
	}
	w.t.Fatal("the queue has nothing new")
	return ""
}

// holdsTalk has the talk booked in the first free slot of Sanne, and recorded by her when it is over: unsolved, unless the answers say
// otherwise.
func (m *matter) holdsTalk(answers ...string) {
	m.t.Helper()
	page := dossierPath(m.reference) + "?specialist=S1"
	slots := m.as(receptionist).get(page).paper(actPath(m.reference, "book_talk")).fields["start"].options
	slot := slots[slices.IndexFunc(slots, func(s string) bool { return s != "" })]
	m.doesAt(page, receptionist, "book_talk", "start", slot)
	start, err := time.Parse(time.RFC3339, slot)
	must(m.t, err)
	m.later(start.Add(30 * time.Minute).Sub(m.clock()))
	m.does(sanne, "record_talk", append(answers, "content", "Wij spraken over de kleur.")...)
}

// goesOn takes a dossier to the next step of the main road.
func (m *matter) goesOn() {
	m.t.Helper()
	switch m.step {
	case "talk":
		m.client("complaint", "about", "specialist", "story", "Mijn tanden doen pijn.")
	case "triage":
		m.does(assistant, "judge", "severity", "serious", "serious", "yes", "reason", "Ernstig genoeg.")
	case "explanation":
		m.does(assistant, "record_explanation", "how", "call", "words", "De klager vertelde zijn kant.")
		m.does(assistant, "open_investigation", "subjects", "specialist:S1")
	case "investigation":
		m.isInvestigated("founded")
	case "decision":
		m.does(assistant, "take_decision", "upheld", "yes", "reason", "De klacht is gegrond.")
	case "offer":
		m.isOffered()
		m.client("offer-acceptance")
	case "remedy":
		m.does(assistant, "carry_out", "remedy", m.firstOf("carry_out", "remedy"), "on", m.today(0))
	default:
		m.t.Fatalf("the main road does not go on from %q", m.step)
	}
}

func (m *matter) goesTo(step string) {
	m.t.Helper()
	for m.step != step {
		m.goesOn()
	}
}

// everyStep makes a detour at each step of the main road up to the last, which must lead back to that step.
func (m *matter) everyStep(last string, detour func()) {
	m.t.Helper()
	for m.step != last {
		step := m.step
		detour()
		m.at(step)
		m.goesOn()
	}
}

// isInvestigated asks the other clients and hears Sanne, unless that was done before, and records the finding.
func (m *matter) isInvestigated(outcome string) {
	m.t.Helper()
	page := m.as(assistant).desk(m.reference)
	if page.offers("start_inquiry") {
		m.does(assistant, "start_inquiry")
		m.later(7 * day) // the time to answer, in working days
		m.does(assistant, "close_inquiry")
		m.does(assistant, "invite_to_hearing", append(m.moment("at", m.clock().Add(7*day)), "specialist", "S1", "allegation", "De klager had pijn.")...)
		m.later(7*day + time.Hour)
		m.does(assistant, "record_hearing", "specialist", "S1", "minutes", "Zij deed haar werk.")
		m.does(sanne, "answer_minutes", "agreed", "yes")
	}
	m.does(assistant, "record_finding", "subject", "specialist:S1", "outcome", outcome, "reasons", "Om deze redenen.", "measure", "Wij letten hierop.")
}

func (m *matter) isOffered() {
	m.t.Helper()
	m.does(assistant, "make_offer", "refund", "20", "words", "Een deel van uw geld terug.")
}

func (m *matter) isNotSerious() {
	m.t.Helper()
	m.does(assistant, "judge", "severity", "minor", "ground", "not_serious", "reason", "Niet ernstig genoeg.")
	m.at("rejected_at_triage")
}

// isRejected takes a dossier along the main road to a rejection.
func (m *matter) isRejected() {
	m.t.Helper()
	m.goesTo("investigation")
	m.isInvestigated("unfounded")
	m.does(assistant, "take_decision", "ground", "unfounded", "reason", "De klacht is ongegrond.")
	m.at("rejected")
}

func (m *matter) isDiscontinued() {
	m.t.Helper()
	m.does(assistant, "discontinue", "reason", "settled_elsewhere", "evidence", "Brief van de rechter.")
	m.at("discontinued")
}

// isUnknown is somebody whom the register does not know, when the time for proof is over.
func (w *walk) isUnknown() *matter {
	w.t.Helper()
	m := w.through("/klacht", "file", complaintOf("Onbekende Bezoeker", "onbekend@example.org")...)
	m.later(9 * day)
	return m
}

// isSuspected is such a one, at whose complaint somebody has a doubt.
func (w *walk) isSuspected() *matter {
	w.t.Helper()
	m := w.isUnknown()
	m.raisesDoubt()
	return m
}

func (m *matter) raisesDoubt() {
	m.t.Helper()
	m.does(assistant, "raise_suspicion", "evidence", "Niemand kent deze klager.")
}

// isFalse in the eyes of two people.
func (m *matter) isFalse() {
	m.t.Helper()
	m.raisesDoubt()
	m.isEstablishedFalse()
}

// isEstablishedFalse by two people, one of whom had the doubt.
func (m *matter) isEstablishedFalse() {
	m.t.Helper()
	for _, who := range []dossier.AccountID{assistant, second} {
		m.does(who, "establish_false", "never_treated", "yes", "knew", "yes", "sought_money", "yes", "evidence", "De bon is nagemaakt.")
	}
	m.at("established_false")
}

// isFalseNoMore: that proved wrong.
func (m *matter) isFalseNoMore() {
	m.t.Helper()
	m.does(owner, "undo_false", "reason", "De bon bleek echt.")
	m.does(owner, "send_apology", "words", "Het spijt ons zeer.")
}

func (m *matter) isMergedInto(other *matter) {
	m.t.Helper()
	m.does(assistant, "merge_into", "into", other.reference, "reason", "Twee keer ingediend.")
	m.at("discontinued")
}

// reopens is done by somebody who closed nothing.
func (m *matter) reopens() {
	m.t.Helper()
	m.does(owner, "reopen", "reason", "mistake", "words", "Te vroeg gesloten.")
}

// firstOf is the first answer that a form at the desk offers.
func (m *matter) firstOf(act dossier.Kind, name string) string {
	m.t.Helper()
	options := m.as(assistant).desk(m.reference).paper(actPath(m.reference, string(act))).fields[name].options
	for _, option := range options {
		if option != "" {
			return option
		}
	}
	m.t.Fatalf("the form of %s offers nothing for %q", act, name)
	return ""
}
