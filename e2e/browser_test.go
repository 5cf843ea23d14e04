//go:build browser

package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/browser"
	"github.com/wederhoor/wederhoor/dossier"
)

// visitor is somebody in front of a real browser.
type visitor struct {
	*browser.Page
	site   *site
	script bool
	phone  bool
}

// visit starts the first browser of a test; others come with Another.
func (s *site) visit() *visitor { return &visitor{browser.Start(s.t), s, true, false} }

func (v *visitor) another() *visitor { return &visitor{v.Page.Another(), v.site, true, false} }

// onPhone gives the visitor the screen of a phone.
func (v *visitor) onPhone() *visitor {
	v.Phone()
	v.phone = true
	return v
}

// withoutScript switches JavaScript off for good.
func (v *visitor) withoutScript() *visitor {
	v.NoScript(true)
	v.script = false
	return v
}

func (v *visitor) goTo(path string) {
	v.site.t.Helper()
	v.Open(v.site.server.URL + path)
}

// keep looks whether a main page is as it must be (nothing to scroll sideways, fit for everybody, no complaint of the browser)
// and keeps a picture of it.
func (v *visitor) keep(name string) {
	v.site.t.Helper()
	screen := "wide"
	if v.phone {
		screen = "phone"
	}
	v.Screenshot("e2e-" + name + "-" + screen + ".png")
	if v.Overflows() {
		v.site.t.Errorf("%s: wider than the screen", name)
	}
	if v.script {
		v.Accessible()
	}
	for _, problem := range v.Problems() {
		if !strings.Contains(problem, "status of 422") && !strings.Contains(problem, "status of 429") { // a form with mistakes comes back as such, or one that is not taken yet
			v.site.t.Errorf("%s: %s", name, problem)
		}
	}
}

// signIn signs a member of staff in and shows the first page.
func (v *visitor) signIn(id dossier.AccountID) *visitor {
	v.site.t.Helper()
	v.goTo("/desk")
	v.Fill("email", string(id)+"@chain.example")
	v.Fill("password", password)
	v.Click("css=main button[type=submit]")
	return v
}

// act does one act on the page of a dossier: it unfolds the form when it must, fills it in and sends it.
func (v *visitor) act(reference, kind string, fill func(field func(name string) string)) {
	v.site.t.Helper()
	v.goTo(dossierPath(reference))
	form := `form[action="` + actPath(reference, kind) + `"]`
	v.unfold(form)
	fill(func(name string) string { return "css=" + form + ` [name="` + name + `"]` })
	v.Click("css=" + form + " button[type=submit]")
	v.site.settle()
	v.See("Vastgelegd")
}

// unfold opens what is folded around a form, from the outside in, as a person would.
func (v *visitor) unfold(form string) {
	v.site.t.Helper()
	for range 3 {
		folded := `details:not([open]):has(` + form + `)`
		if v.Count(folded) == 0 {
			return
		}
		v.Click("css=" + folded + " > summary")
	}
}

func nothing(func(string) string) {}

// answers fills in fields by name, in pairs.
func (v *visitor) answers(pairs ...string) func(func(string) string) {
	return func(field func(string) string) {
		v.site.t.Helper()
		for i := 0; i+1 < len(pairs); i += 2 {
			if name, ok := strings.CutPrefix(pairs[i], "?"); ok {
				v.Choose(field(name), pairs[i+1])
			} else {
				v.Fill(field(pairs[i]), pairs[i+1])
			}
		}
	}
}

// describe fills in the complaint form.
func (v *visitor) describe() {
	v.site.t.Helper()
	v.Choose("branch", "Utrecht Oudegracht")
	v.Fill("treatment_date", "2 maart 2026")
	v.Choose("specialist", "Sanne Bakker")
	v.Choose("about", "specialist")
	v.Fill("story", "De specialist liet de lamp te lang aan. Mijn tandvlees deed dagen pijn.")
	v.Fill("wish", "Mijn geld terug.")
	v.Fill("name", "Klaas Kramer")
	v.Fill("email", "klaas@example.org")
	v.Fill("phone", "06 12345678")
}

// reference is what the page of a confirmation says.
func (v *visitor) reference() string { return strings.TrimSpace(v.Text(".reference")) }

// path is where the visitor is, without host and question.
func (v *visitor) path() string {
	path, _, _ := strings.Cut(strings.TrimPrefix(v.URL(), v.site.server.URL), "?")
	return path
}

// file files the complaint from the procedure page, after a first try with mistakes; it gives the private page and the reference.
func (v *visitor) file() (path, reference string) {
	v.site.t.Helper()
	v.goTo("/")
	v.See("Eerst een gesprek met uw specialist")
	v.keep("procedure")
	v.Click("Klacht indienen")
	v.Fill("story", "De lamp")
	v.Fill("treatment_date", "31-2-2026")
	v.Click("Klacht versturen")
	v.See("Deze dag bestaat niet")
	if title := v.Text("title"); v.script && !strings.HasPrefix(browser.Eval[string](v.Page, "document.title"), "Fout:") {
		v.site.t.Errorf("the title of a form with mistakes is %q", title)
	}
	if v.Value("story") != "De lamp" || v.Value("treatment_date") != "31-2-2026" {
		v.site.t.Error("what was typed is lost")
	}
	v.keep("complaint-mistakes")
	v.describe()
	v.keep("complaint")
	v.Click("Klacht versturen")
	v.See("Uw klacht is bij ons binnen")
	v.site.settle()
	v.keep("confirmation")
	reference = v.reference()
	v.Click("Naar uw zaak")
	v.See("Kijk in uw e-mail")
	v.keep("status-unproven")
	v.goTo(v.site.linkIn(v.site.message(reference, dossier.ToComplainant, "filed")))
	v.See("Waar staat uw zaak?")
	v.SeeNot("Kijk in uw e-mail")
	v.keep("status-triage")
	return v.path(), reference
}

// at is the two fields of a moment.
func (v *visitor) at(name string, when time.Time) []string { return v.site.moment(name, when) }

func TestBrowser_ComplaintToPaidRefund(t *testing.T) {
	s := newSite(t)
	klaas := s.visit().onPhone()
	path, ref := klaas.file()

	olga := klaas.another().signIn(owner)
	olga.See(ref)
	olga.keep("desk-queue")
	olga.Click(ref)
	olga.See("De specialist liet de lamp te lang aan.")
	olga.keep("desk-dossier-triage")
	olga.act(ref, "judge", olga.answers("?severity", "serious", "?serious", "yes", "reason", "Pijn na de behandeling."))
	olga.act(ref, "plan_explanation", olga.answers(append(olga.at("start", s.clock().Add(2*time.Hour)), "?how", "call")...))
	s.pass(3 * time.Hour)
	olga.act(ref, "record_explanation", olga.answers("?how", "call", "words", "Hij kon een week niet koud drinken."))
	olga.act(ref, "open_investigation", olga.answers("?subjects", "specialist:S1"))
	olga.act(ref, "start_inquiry", nothing)
	olga.keep("desk-dossier-investigation")
	klaas.goTo(path)
	klaas.See("Wij onderzoeken uw klacht")
	klaas.keep("status-investigation")

	fenna := klaas.another().onPhone()
	fenna.goTo(s.linkIn(s.message(ref, dossier.ToFellow(1), "inquiry")))
	fenna.SeeNot("Klaas")
	fenna.keep("inquiry")
	fenna.Fill("answer", "Bij mij stond de lamp ook lang aan.")
	fenna.Click("css=main form button[type=submit]")
	fenna.See("Dank u wel")
	fenna.keep("inquiry-thanks")

	olga.act(ref, "weigh_answer", olga.answers("?fellow", "1", "?against", "S1"))
	s.pass(4 * day)
	olga.act(ref, "close_inquiry", nothing)
	olga.act(ref, "invite_to_hearing", olga.answers(append(olga.at("at", s.clock().Add(7*day)), "?specialist", "S1", "allegation", "De lamp bleef te lang aan.")...))

	sanneAtWork := klaas.another().signIn(sanne)
	sanneAtWork.See(ref)
	sanneAtWork.SeeNot("Klaas")
	sanneAtWork.keep("desk-specialist")
	sanneAtWork.act(ref, "hand_in_statement", sanneAtWork.answers("words", "Ik hield mij aan de tijd van het apparaat."))
	for _, hidden := range []string{"Klaas", "Kramer", "klaas@example.org", "Fenna", "koud drinken"} {
		sanneAtWork.SeeNot(hidden)
	}
	sanneAtWork.keep("desk-specialist-hearing")

	s.pass(7*day + time.Hour)
	olga.act(ref, "record_hearing", olga.answers("?specialist", "S1", "minutes", "De klok van het apparaat liep achter.", "put", "Een andere klant zag dat ook."))
	sanneAtWork.act(ref, "answer_minutes", sanneAtWork.answers("?agreed", "yes"))
	olga.act(ref, "record_finding", olga.answers("?subject", "specialist:S1", "?outcome", "founded",
		"reasons", "Het apparaat was niet gekeurd.", "measure", "Elke week een controle."))
	olga.act(ref, "take_decision", olga.answers("?upheld", "yes", "reason", "De klacht is gegrond."))
	olga.act(ref, "make_offer", olga.answers("refund", "199,00", "words", "Wij betalen de hele behandeling terug."))
	olga.keep("desk-dossier-offer")

	klaas.goTo(path)
	klaas.See("Ons aanbod")
	klaas.keep("status-offer")
	klaas.Click("Ik neem het aanbod aan")
	klaas.See("U nam het aanbod aan")
	s.settle()
	olga.act(ref, "carry_out", olga.answers("?remedy", "1", "note", "Overgeboekt."))
	olga.See("Toegewezen en uitgevoerd")
	olga.keep("desk-dossier-settled")
	if s.whole(ref).Ending != dossier.Settled {
		t.Errorf("it ended as %q", s.whole(ref).Ending)
	}
	klaas.goTo(path)
	klaas.keep("status-settled")
	s.heard(ref, dossier.ToComplainant, "filed", "ban_started", "judged_serious", "explanation_planned", "investigation_opened",
		"investigation_completed", "upheld", "offered", "offer_accepted", "remedy_carried_out", "settled")
	english(klaas, olga, path, ref)
}

// english looks at a few of the pages in the other language.
func english(klaas, olga *visitor, path, ref string) {
	klaas.Click("English")
	klaas.See("Where does your matter stand?")
	klaas.keep("status-settled-english")
	klaas.goTo("/")
	klaas.See("First, a talk with your specialist")
	klaas.keep("procedure-english")
	olga.goTo("/desk?view=all")
	olga.Click("English")
	olga.keep("desk-queue-english")
	olga.goTo(dossierPath(ref))
	olga.keep("desk-dossier-english")
	olga.goTo("/desk/overview")
	olga.keep("desk-overview-english")
}

func TestBrowser_ComplaintToRejectionWithoutScript(t *testing.T) {
	s := newSite(t)
	klaas := s.visit().onPhone().withoutScript()
	path, ref := klaas.file()
	olga := klaas.another().withoutScript().signIn(owner)
	olga.Click(ref)
	olga.act(ref, "judge", olga.answers("?severity", "serious", "?serious", "yes", "reason", "Wij zoeken het uit."))
	olga.act(ref, "record_explanation", olga.answers("?how", "call", "words", "Hij had pijn."))
	olga.act(ref, "open_investigation", olga.answers("?subjects", "specialist:S1"))
	s.inquire(ref)
	s.hear(ref)
	olga.act(ref, "record_finding", olga.answers("?subject", "specialist:S1", "?outcome", "unfounded", "reasons", "De lamp ging op tijd uit."))
	olga.act(ref, "take_decision", olga.answers("?ground", "unfounded", "reason", "De klacht is ongegrond."))

	klaas.goTo(path)
	klaas.See("De klacht is ongegrond.")
	klaas.keep("status-rejected")
	klaas.Fill("#review-review", "U hebt mijn foto's niet bekeken.")
	klaas.Click("Herbeoordeling vragen")
	klaas.See("Uw verzoek is binnen")
	s.settle()
	arjen := klaas.another().withoutScript().signIn(assistant)
	arjen.See(ref)
	arjen.act(ref, "answer_review", arjen.answers("?maintained", "yes", "reason", "Ook met de foto's blijft het ongegrond."))
	klaas.goTo(path)
	klaas.See("Ook met de foto's blijft het ongegrond.")
	klaas.keep("status-review-answered")
	s.heard(ref, dossier.ToComplainant, "rejected", "review_asked", "review_maintained")
}

func TestBrowser_Talk(t *testing.T) {
	s := newSite(t)
	fenna := s.visit().onPhone()
	fenna.goTo("/gesprek")
	fenna.keep("talk")
	fenna.Choose("branch", "Utrecht Oudegracht")
	fenna.Fill("treatment_date", visited)
	fenna.Choose("specialist", "Sanne Bakker")
	fenna.Fill("topic", "De kleur is anders dan beloofd.")
	fenna.Fill("name", "Fenna Post")
	fenna.Fill("email", "fenna@example.org")
	fenna.Fill("phone", "06 11111111")
	fenna.Click("css=#talk button[type=submit]")
	fenna.See("Uw aanvraag is bij ons binnen")
	fenna.keep("talk-confirmation")
	s.settle()
	ref := fenna.reference()
	fenna.goTo(s.linkIn(s.message(ref, dossier.ToComplainant, "talk_requested")))
	fenna.See("Waar staat uw zaak?")
	path := fenna.path()

	resi := fenna.another().signIn(receptionist)
	resi.keep("desk-receptionist")
	resi.Click(ref)
	resi.SeeNot("De kleur is anders dan beloofd.")
	resi.keep("desk-talk")
	slot := s.slot(ref, "S1", 0)
	resi.act(ref, "book_talk", resi.answers("?start", slot))

	sanneAtWork := fenna.another().onPhone().signIn(sanne)
	sanneAtWork.See("Fenna Post")
	sanneAtWork.keep("desk-specialist-talk")
	s.until(s.whole(ref).Talk.Start.Add(30 * time.Minute))
	sanneAtWork.act(ref, "record_talk", sanneAtWork.answers("?solved", "yes", "content", "Wij bekeken de foto's.", "how", "Een gratis nabehandeling."))
	fenna.goTo(path)
	fenna.See("Is het opgelost?")
	fenna.keep("status-talk-held")
	fenna.Choose("css=#talk-answer [name=solved]", "yes")
	fenna.Click("Antwoord versturen")
	s.settle()
	fenna.keep("status-talk-solved")
	if s.whole(ref).Ending != dossier.SolvedInTalk {
		t.Errorf("it ended as %q", s.whole(ref).Ending)
	}
}
