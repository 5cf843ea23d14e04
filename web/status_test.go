package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// investigated takes a filed complaint to the end of its investigation; the finding on the treatment is as given.
func (w *world) investigated(reference string, outcome dossier.Outcome) {
	w.t.Helper()
	w.tick()
	w.do(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "Pijn"})
	w.do(owner, reference, dossier.RecordExplanation{How: "call", Words: "Het deed pijn."})
	w.do(owner, reference, dossier.OpenInvestigation{Subjects: []string{"treatment"}})
	w.do(owner, reference, dossier.StartInquiry{})
	w.tick()
	w.do(owner, reference, dossier.RecordInquiryAnswer{Fellow: 1})
	w.do(owner, reference, dossier.CloseInquiry{})
	w.do(owner, reference, dossier.InviteToHearing{Specialist: "S1", At: w.now.AddDate(0, 0, 7), Allegation: "Pijn na de behandeling"})
	w.now = w.now.AddDate(0, 0, 7)
	w.do(owner, reference, dossier.RecordHearing{Specialist: "S1", Minutes: "Ik heb het uitgelegd."})
	w.do(sanne, reference, dossier.AnswerMinutes{Agreed: true})
	w.do(owner, reference, dossier.RecordFinding{Subject: "treatment", Outcome: outcome, Reasons: "FINDING-REASONS", Measure: "Meer uitleg"})
	w.tick()
}

// offered takes it on to an offer.
func (w *world) offered(reference string, offer dossier.MakeOffer) {
	w.t.Helper()
	w.investigated(reference, dossier.Founded)
	w.do(owner, reference, dossier.TakeDecision{Upheld: true, Reason: "Terecht"})
	w.do(owner, reference, offer)
	w.tick()
}

func TestR19_OfferIsSeenAndAccepted(t *testing.T) {
	w := newWorld(t)
	path, reference := w.filed("about", "treatment", "specialist", "")
	w.offered(reference, dossier.MakeOffer{Refund: 5000, FreeTreatment: 10000, Words: "OFFER-WORDS"})
	page := w.get(path).is(http.StatusOK)
	page.has("Ons aanbod", "Geld terug (€\u00a050,00)", "OFFER-WORDS", "Ik wil de behandeling bij dezelfde specialist", "FINDING-REASONS",
		"Ons oordeel over de behandeling: gegrond", "Wij deden u een aanbod: Geld terug (€\u00a050,00) en Een nieuwe behandeling zonder kosten")
	action := path + "/offer-acceptance"
	form := url.Values{"form_key": {page.hidden(action, "form_key")}, "seen": {page.hidden(action, "seen")}, "same_specialist": {"yes"}}
	w.follow(w.post(action, form)).is(http.StatusOK).has("U nam het aanbod aan", "Wordt nog uitgevoerd").hasNot("Ik neem het aanbod aan")
	w.follow(w.post(action, form)).is(http.StatusOK) // sent twice, it is done once
	form.Del("form_key")
	w.post(action, form).isOneOf(http.StatusUnprocessableEntity, http.StatusConflict)
	state := w.state(reference)
	if len(state.Remedies) != 2 || !state.Remedies[1].SameSpecialist {
		t.Errorf("granted: %+v", state.Remedies)
	}
}

func TestR19_OfferIsRefusedWithAReason(t *testing.T) {
	w := newWorld(t)
	path, reference := w.filed("about", "treatment", "specialist", "")
	w.offered(reference, dossier.MakeOffer{Refund: 5000, Words: "Dit is ons aanbod"})
	action := path + "/offer-refusal"
	w.post(action, url.Values{"why": {""}}).is(http.StatusUnprocessableEntity).
		has("<title>Fout: ", "Schrijf waarom u het aanbod niet aanneemt", `href="#offer-refusal-why"`, `id="offer-refusal-why"`)
	w.follow(w.post(action, url.Values{"why": {"Te weinig"}})).has("Wij weten nu dat het aanbod niet past", "Te weinig")
	if w.state(reference).Refusals != 1 {
		t.Error("the refusal was not recorded")
	}
}

func TestR20_RejectionTellsOfTheReview(t *testing.T) {
	w := newWorld(t)
	path, reference := w.filed("about", "treatment", "specialist", "")
	w.investigated(reference, dossier.Unfounded)
	w.do(owner, reference, dossier.TakeDecision{Ground: "unfounded", Reason: "REJECTED-BECAUSE"})
	w.tick()
	w.get(path).has("Wij hebben uw klacht afgewezen", "REJECTED-BECAUSE", "Ongegrond", "Herbeoordeling vragen", "binnen 42 dagen na ons besluit", "Geschillencommissie")
	w.follow(w.post(path+"/review", url.Values{"review": {"Ik ben het er niet mee eens"}})).has("Iemand anders kijkt er opnieuw naar")
	w.do(second, reference, dossier.AnswerReview{Maintained: true, Reason: "REVIEW-REASON"})
	w.get(path).has("De herbeoordeling is klaar", "REVIEW-REASON")
	w.later(51 * 24 * time.Hour)
	w.post(path+"/review", url.Values{"review": {"Nog eens"}}).is(http.StatusUnprocessableEntity)
}

func TestStalePageIsToldWhatChangedAndKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	path, reference := w.filed("about", "treatment", "specialist", "")
	w.offered(reference, dossier.MakeOffer{Refund: 5000, Words: "Eerste aanbod"})
	action := path + "/offer-refusal"
	page := w.get(path)
	form := url.Values{"form_key": {page.hidden(action, "form_key")}, "seen": {page.hidden(action, "seen")}, "why": {"TYPED-REASON"}}
	w.do(owner, reference, dossier.MakeOffer{Refund: 9000, Words: "Tweede aanbod"})
	answer := w.post(action, form).is(http.StatusConflict)
	answer.has("Er is iets veranderd terwijl u deze pagina open had", "Dit is er intussen gebeurd", "Wij deden u een aanbod", "TYPED-REASON", "Tweede aanbod")
	if w.state(reference).Refusals != 0 {
		t.Error("an offer was refused that the page had not shown")
	}
	form.Set("seen", answer.hidden(action, "seen"))
	w.follow(w.post(action, form)).is(http.StatusOK)
	if w.state(reference).Refusals != 1 {
		t.Error("the form that came back could not be sent")
	}
}

func TestWithdrawalAsksOnceMore(t *testing.T) {
	w := newWorld(t)
	path, reference := w.filed()
	page := w.get(path + "/withdrawal").is(http.StatusOK).has("Wilt u uw klacht intrekken?")
	if w.state(reference).Phase == dossier.PhaseClosed {
		t.Fatal("looking at the page withdrew the complaint")
	}
	action := path + "/withdrawal"
	w.follow(w.post(action, url.Values{"form_key": {page.hidden(action, "form_key")}, "why": {""}})).
		has("U hebt uw klacht ingetrokken", "Uw verzoek om in te trekken is verwerkt")
	w.get(action).is(http.StatusSeeOther) // there is nothing left to withdraw
}

func TestR23_BreachIsReportedByTheComplainant(t *testing.T) {
	w := newWorld(t)
	path, reference := w.filed()
	w.tick()
	page := w.get(path).has("Voorlopig geen contact", "Sanne Bakker")
	action := path + "/breach"
	w.post(action, url.Values{"specialist": {"S1"}, "breach": {" "}}).is(http.StatusUnprocessableEntity).has("Schrijf wat er is gebeurd")
	w.follow(w.post(action, url.Values{"specialist": {page.hidden(action, "specialist")}, "breach": {"Ze belde mij."}})).has("Uw melding is binnen")
	if bans := w.state(reference).Bans; len(bans) == 0 || bans[0].Breaches != 1 {
		t.Errorf("bans: %+v", bans)
	}
}

func TestR9_ProofIsGivenWhenItWasAsked(t *testing.T) {
	w := newWorld(t)
	path, _ := w.filed("name", "Nora Nieuw", "email", "nora@example.org", "phone", "", "specialist", "")
	w.post(path+"/proof", url.Values{"proof": {"Bon 12"}}).is(http.StatusUnprocessableEntity).has("Wat u typte", "Bon 12")
	w.tick() // the register knows nobody: proof is asked
	w.get(path).has("Geef een bewijs van uw bezoek", "Uiterlijk dinsdag 10 maart 2026")
	w.follow(w.post(path+"/proof", url.Values{"proof": {"Bon 12 van 2 maart"}})).has("wij kijken naar uw bewijs")
}

func TestMessagesAndContactOfTheComplainant(t *testing.T) {
	w := newWorld(t)
	path, _ := w.filed()
	w.post(path+"/messages", url.Values{"words": {""}}).is(http.StatusUnprocessableEntity).has("Schrijf eerst uw bericht", `href="#messages-words"`)
	w.follow(w.post(path+"/messages", url.Values{"words": {"Nog iets: 😀"}})).has("Uw bericht is bij ons binnen", "Nog iets: 😀")
	w.post(path+"/contact", url.Values{"name": {"Klaas Kramer"}}).is(http.StatusUnprocessableEntity).has("Vul een e-mailadres of een telefoonnummer in")
	w.follow(w.post(path+"/contact", url.Values{"name": {"Klaas de Kramer"}, "email": {"nieuw@example.org"}, "language": {"nl"}})).
		has("Uw gegevens zijn aangepast", `value="nieuw@example.org"`)
	w.get(path + "/messages").is(http.StatusSeeOther) // the address of an answer, loaded again
	w.get(path + "/nothing").is(http.StatusNotFound)
	w.post(path+"/nothing", url.Values{}).is(http.StatusNotFound)
}

func TestR15_FellowClientIsAskedNeutrally(t *testing.T) {
	w := newWorld(t)
	path, reference := w.filed("about", "treatment", "specialist", "")
	w.tick()
	w.do(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "Pijn"})
	w.do(owner, reference, dossier.RecordExplanation{How: "call", Words: "Het deed pijn."})
	w.do(owner, reference, dossier.OpenInvestigation{Subjects: []string{"treatment"}})
	w.do(owner, reference, dossier.StartInquiry{})
	w.tick()
	secret := w.link(reference, casework.PurposeInquiry, 1)
	link := w.get(secret).is(http.StatusSeeOther).header.Get("Location")
	page := w.get(link).is(http.StatusOK).has("Hoe was uw bezoek?", "maandag 2 maart 2026", "Utrecht Oudegracht", "Liever niet?")
	page.hasNot("Klaas", "Kramer", reference, "pijn", "Sanne")
	w.get("/zaak/" + strings.TrimPrefix(secret, "/navraag/")).is(http.StatusNotFound)
	w.post(link, url.Values{"answer": {""}}).is(http.StatusUnprocessableEntity).has("Schrijf hoe uw bezoek was")

	own := w.get(link + "/klacht").is(http.StatusOK).has(`value="2-3-2026"`)
	own.hasNot("Klaas", reference)
	form := complaint("name", "Fenna Post", "email", "fenna@example.org", "phone", "", "form_key", own.hidden(link+"/klacht", "form_key"))
	confirmed := w.follow(w.post(link+"/klacht", form)).is(http.StatusOK).has("Uw klacht is bij ons binnen")
	confirmed.hasNot(reference)
	w.get(path).hasNot("Fenna")

	w.follow(w.post(link, url.Values{"answer": {"Prima bezoek"}, "form_key": {page.hidden(link, "form_key")}})).has("Dank u wel")
	w.get(link).is(http.StatusOK).has("Deze vraag is beantwoord")
	w.post(link, url.Values{"answer": {"Nog iets"}}).is(http.StatusUnprocessableEntity)
}

func TestR15_AnsweringIsVoluntary(t *testing.T) {
	w := newWorld(t)
	_, reference := w.filed("about", "treatment", "specialist", "")
	w.tick()
	w.do(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "Pijn"})
	w.do(owner, reference, dossier.RecordExplanation{How: "call", Words: "Het deed pijn."})
	w.do(owner, reference, dossier.OpenInvestigation{Subjects: []string{"treatment"}})
	w.do(owner, reference, dossier.StartInquiry{})
	link := w.get(w.link(reference, casework.PurposeInquiry, 1)).is(http.StatusSeeOther).header.Get("Location")
	page := w.get(link).is(http.StatusOK).has("Ik antwoord liever niet")
	form := url.Values{"decline": {"1"}, "form_key": {page.hidden(link, "form_key")}}
	w.follow(w.post(link, form)).has("Dat is goed")
	w.get(link).has("Deze vraag is beantwoord")
	w.do(owner, reference, dossier.CloseInquiry{}) // nobody is waited for any more
}

func TestR4_ClientSaysWhetherTheTalkSolvedIt(t *testing.T) {
	w := newWorld(t)
	sent := w.post("/gesprek", url.Values{
		"branch": {"B1"}, "treatment_date": {"2-3-2026"}, "specialist": {"S1"}, "name": {"Klaas Kramer"}, "email": {"klaas@example.org"},
	})
	path, reference := w.came(sent)
	v := casework.Viewer{Actor: dossier.Complainant(), Only: reference}
	view, err := w.office.Fetch(t.Context(), v, v.Only, casework.PageDossier)
	must(t, err)
	slots, err := w.office.Slots(t.Context(), view, "S1")
	must(t, err)
	w.do(owner, v.Only, dossier.BookTalk{Specialist: "S1", Start: slots[0]})
	w.get(path).has("U hebt een belafspraak met Sanne Bakker")
	w.now = slots[0].Add(time.Hour)
	w.do(sanne, v.Only, dossier.RecordTalk{Solved: true, How: "HOW-CANARY", Content: "CONTENT-CANARY", ActKind: "repair_visit", Act: "ACT-CANARY"})
	page := w.get(path).has("Is het opgelost?", "Mogen wij de afspraak uitvoeren?", "ACT-CANARY")
	w.post(path+"/talk-answer", url.Values{}).is(http.StatusUnprocessableEntity).has("Kies of het is opgelost")
	act := path + "/agreed-act"
	w.follow(w.post(act, url.Values{"form_key": {page.hidden(act, "form_key")}})).has("De afspraak is doorgegeven")
	w.follow(w.post(path+"/talk-answer", url.Values{"solved": {"no"}, "account": {"Het doet nog pijn"}})).
		has("Het is niet opgelost in het gesprek", "Een klacht indienen")
}

// state is the whole state, as the program knows it.
func (w *world) state(reference string) dossier.State {
	w.t.Helper()
	loaded, err := w.office.DB.Read().Dossier(w.t.Context(), dossier.ViewerKeys(owner.Actor), reference)
	must(w.t, err)
	return loaded.Whole
}

func (r reply) isOneOf(statuses ...int) {
	r.t.Helper()
	for _, status := range statuses {
		if r.status == status {
			return
		}
	}
	r.t.Fatalf("status %d, want one of %v\n%s", r.status, statuses, r.text())
}

// R1, R12: the complainant has what is planned as a calendar file, for as long as it is planned.
func TestR1_CalendarFileOfTheComplainant(t *testing.T) {
	w := newWorld(t)
	sent := w.post("/gesprek", url.Values{
		"branch": {"B1"}, "treatment_date": {"2-3-2026"}, "specialist": {"S1"}, "name": {"Klaas Kramer"}, "email": {"klaas@example.org"},
	})
	path, reference := w.came(sent)
	v := casework.Viewer{Actor: dossier.Complainant(), Only: reference}
	talk, call := path+"/gesprek.ics", path+"/toelichting.ics"
	w.get(path).hasNot("Zet in uw agenda")
	w.get(talk).is(http.StatusNotFound)
	view, err := w.office.Fetch(t.Context(), v, v.Only, casework.PageDossier)
	must(t, err)
	slots, err := w.office.Slots(t.Context(), view, "S1")
	must(t, err)
	w.do(owner, v.Only, dossier.BookTalk{Specialist: "S1", Start: slots[0]})
	w.get(path).has("Zet in uw agenda")
	file := w.get(talk).is(http.StatusOK)
	if start := "DTSTART:" + slots[0].UTC().Format("20060102T150405Z"); !strings.Contains(file.body, start) || strings.Contains(file.body, "Kramer") {
		t.Errorf("the file misses %s or names the client:\n%s", start, file.body)
	}
	if kind, disposition := file.header.Get("Content-Type"), file.header.Get("Content-Disposition"); !strings.HasPrefix(kind, "text/calendar") || !strings.HasPrefix(disposition, "attachment") {
		t.Errorf("the file comes as %q, %q", kind, disposition)
	}
	w.get(strings.Replace(talk, path, "/zaak/anders", 1)).is(http.StatusNotFound)
	w.get(call).is(http.StatusNotFound)
	w.do(owner, v.Only, dossier.CancelTalk{Cause: "client"})
	w.get(talk).is(http.StatusNotFound)
	filed, other := w.filed()
	w.do(owner, other, dossier.Judge{Severity: w.office.Policy.Terms.Severities[0].Code, Serious: true, Reason: "x"})
	w.do(owner, other, dossier.PlanExplanation{How: "visit", Start: w.now.Add(24 * time.Hour)})
	w.get(filed + "/toelichting.ics").is(http.StatusOK).has("Bezoek van")
	w.get(filed).has("Zet in uw agenda")
	w.do(owner, other, dossier.CancelExplanation{})
	w.get(filed + "/toelichting.ics").is(http.StatusNotFound)
}
