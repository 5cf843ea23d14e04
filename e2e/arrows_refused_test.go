package e2e_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// deskTries are the acts on the arrows as staff would send them, filled in so that nothing but the step is in their way.
func (m *matter) deskTries() map[dossier.Kind]try {
	today := m.today(0)
	return map[dossier.Kind]try{
		"request_talk": {receptionist, complaintForm("topic", "De kleur.")},
		"file":         {receptionist, complaintForm("channel", "phone", "specialists", "S1")},
		"answer_talk":  {receptionist, values("solved", "yes")},
		"complete_act": {receptionist, values("on", today)},

		"judge":              {assistant, values("severity", "serious", "serious", "yes", "reason", "Ernstig genoeg.")},
		"open_investigation": {assistant, values("subjects", "specialist:S1")},
		"record_finding":     {assistant, values("subject", "specialist:S1", "outcome", "unfounded", "reasons", "Om deze redenen.")},
		"take_decision":      {assistant, values("upheld", "yes", "reason", "De klacht is gegrond.")},

		"accept_offer":              {receptionist, url.Values{}},
		"close_with_standing_offer": {assistant, url.Values{}},
		"carry_out":                 {assistant, values("remedy", "1", "on", today)},

		"withdraw":          {receptionist, url.Values{}},
		"settle_withdrawal": {assistant, values("reason", "Er is geen gevaar.")},
		"discontinue":       {assistant, values("reason", "settled_elsewhere", "evidence", "Brief van de rechter.")},
		"merge_into":        {assistant, values("into", m.reference, "reason", "Twee keer ingediend.")},
		"ask_review":        {receptionist, values("words", "Kijk nog eens.")},
		"answer_review":     {owner, values("maintained", "yes", "reason", "Het klopt zo.")},
		"reopen":            {owner, values("reason", "mistake", "words", "Te vroeg gesloten.")},

		"establish_false": {assistant, values("never_treated", "yes", "knew", "yes", "sought_money", "yes", "evidence", "De bon is nagemaakt.")},
		"undo_false":      {owner, values("reason", "De bon bleek echt.")},

		"reach": {owner, values("deadline", "talk_reply")},
	}
}

// try is an act as somebody sends it.
type try struct {
	who  dossier.AccountID
	form url.Values
}

func complaintForm(more ...string) url.Values {
	return values(append(complaintOf("Klaas Kramer", "klaas@example.org"), more...)...)
}

// clientTries are the forms of the private page.
var clientTries = map[dossier.Kind]struct {
	form string
	sent url.Values
}{
	"file":         {"complaint", complaintForm()},
	"answer_talk":  {"talk-answer", values("solved", "yes")},
	"accept_offer": {"offer-acceptance", url.Values{}},
	"withdraw":     {"withdrawal", url.Values{}},
	"ask_review":   {"review", values("review", "Kijk nog eens.")},
}

// withoutForm are acts that nobody can send to a dossier: one opens a new one, the other is the program's own.
var withoutForm = []dossier.Kind{"request_talk", "reach"}

// outOfPlace sends every act that the drawings have, and that has no place at this step, from the desk and from the private page: no
// page offers it, it is refused in words, and nothing has changed.
func (m *matter) outOfPlace() {
	m.t.Helper()
	step := m.step
	if slices.Contains(m.drawn.endings, step) {
		step = closed
	}
	desk, private := m.deskTries(), m.guest(m.path).get(m.path).is(http.StatusOK)
	for _, act := range m.drawn.acts() {
		if m.drawn.can(act, step) && !slices.Contains(withoutForm, act) {
			continue
		}
		sent, known := desk[act]
		if !known {
			m.t.Fatalf("nobody knows how to try %s", act)
		}
		if m.as(sent.who).desk(m.reference).offers("acts/" + string(act)) {
			m.t.Errorf("the desk offers %s at %q", act, step)
		}
		m.isRefused(act, m.as(sent.who), actPath(m.reference, string(act)), sent.form)
		if own, has := clientTries[act]; has {
			if private.offers(own.form) {
				m.t.Errorf("the private page offers %s at %q", own.form, step)
			}
			m.isRefused(act, m.guest(m.path), m.path+"/"+own.form, own.sent)
		}
	}
	m.look("") // where it stands has not changed either
}

func (m *matter) isRefused(act dossier.Kind, who *person, path string, form url.Values) {
	m.t.Helper()
	before := m.whole(m.reference).Count
	answer := who.post(path, form)
	if slices.Contains(withoutForm, act) {
		answer.is(http.StatusNotFound)
	} else if answer.is(http.StatusUnprocessableEntity); !answer.explains() {
		m.t.Errorf("%s was refused at %q without words:\n%s", act, m.step, answer.text())
	}
	m.settle()
	if after := m.whole(m.reference).Count; after != before {
		m.t.Errorf("%s was refused at %q and left %d records", act, m.step, after-before)
	}
	m.refused[act]++
}

// explains reports whether the summary at the head of a page says what was wrong, and that it is with no field that was filled in.
func (r reply) explains() bool {
	_, rest, found := strings.Cut(r.body, `class="error-summary"`)
	list, _, _ := strings.Cut(rest, "</ul>")
	_, items, listed := strings.Cut(list, "<li>")
	return found && listed && flat(markup.ReplaceAllString("<li>"+items, " ")) != "" && !strings.Contains(items, `href="#`)
}

// A form for step 2 that is sent twice is filed once, and answered as it was the first time; a second one comes back whole, with
// the words and the way to one's own page.
func TestArrows_StepTwoSentTwice(t *testing.T) {
	m := newWalk(t).asksForTalk()
	action, visitor := m.path+"/complaint", m.guest(m.path)
	open := func() url.Values {
		return visitor.get(action).is(http.StatusOK).has("Terug").paper(action).fill(t, "about", "specialist", "story", "Mijn tanden doen pijn.")
	}
	form, other := open(), open()
	first, again := visitor.post(action, form), visitor.post(action, form)
	if was, is := visitor.follow(first).is(http.StatusOK), visitor.follow(again).is(http.StatusOK); was.path != is.path {
		t.Errorf("sent again it leads to another page")
	}
	m.settle()
	m.look("file")
	m.at("triage")
	m.isRefused("file", visitor, action, other)
	visitor.post(action, other).has("Mijn tanden doen pijn.", "Voeg een bericht toe", `class="back" href="`+m.path+`"`)
	visitor.get(action).is(http.StatusUnprocessableEntity).has("Voeg een bericht toe", m.reference, "Eerste beoordeling")
}

// A form that stood open while the dossier went on without it changes nothing, and says what happened meanwhile.
func TestArrows_FormsLeftOpen(t *testing.T) {
	m := newWalk(t).files()
	judge := actPath(m.reference, "judge")
	late := m.as(assistant).desk(m.reference).paper(judge).fill(t, "severity", "minor", "ground", "not_serious", "reason", "Niet ernstig.")
	withdrawal := m.path + "/withdrawal"
	regret := m.guest(m.path).get(withdrawal).paper(withdrawal).fill(t, "why", "Laat maar.")
	m.does(second, "judge", "severity", "serious", "serious", "yes", "reason", "Ernstig genoeg.")
	before := m.whole(m.reference).Count
	m.as(assistant).post(judge, late).is(http.StatusConflict).has("Niet ernstig.", "Tess Tweede")
	m.guest(m.path).post(withdrawal, regret).is(http.StatusConflict).has("Laat maar.")
	m.settle()
	m.look("")
	m.at("explanation")
	if after := m.whole(m.reference).Count; after != before {
		t.Errorf("they left %d records", after-before)
	}
}
