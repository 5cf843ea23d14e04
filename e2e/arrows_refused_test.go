package e2e_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

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
	desk, private := m.deskTries(), m.stranger().get(m.path).is(http.StatusOK)
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
			m.isRefused(act, m.stranger(), m.path+"/"+own.form, own.sent)
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
	} else if answer.is(http.StatusUnprocessableEntity); act != "file" && !answer.explains() {
		m.t.Errorf("%s was refused at %q without words:\n%s", act, m.step, answer.text())
	}
	m.settle()
	if after := m.whole(m.reference).Count; after != before {
		m.t.Errorf("%s was refused at %q and left %d records", act, m.step, after-before)
	}
	m.refused[act]++
}

// explains reports whether the summary at the head of a page says what was wrong.
func (r reply) explains() bool {
	_, rest, found := strings.Cut(r.body, `class="error-summary"`)
	list, _, _ := strings.Cut(rest, "</ul>")
	_, items, listed := strings.Cut(list, "<li>")
	return found && listed && flat(markup.ReplaceAllString("<li>"+items, " ")) != ""
}
