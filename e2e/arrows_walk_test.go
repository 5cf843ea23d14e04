package e2e_test

import (
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

// walk is one road through the procedure, in a clinic of its own. It notes every move that people see on the pages.
type walk struct {
	*site
	drawn   drawings
	walked  []arrow
	refused map[dossier.Kind]int // how often each act was refused where no arrow with it starts
	matters []*matter
}

// matter is one dossier as the people in it see it.
type matter struct {
	*walk
	path, reference string
	step            string // where its pages said it was, the last time they were looked at
}

// Where a step or an ending stands on the two pages of a dossier.
var (
	clientBadge = regexp.MustCompile(`(?s)id="standing".*?<span class="badge[^"]*">([^<]*)</span>`)
	deskLead    = regexp.MustCompile(`(?s)<p class="lead">(.*?)</p>`)
)

// stands reads the step, or the ending, off the complainant's page and off the owner's; both must say the same.
func (m *matter) stands() string {
	m.t.Helper()
	badge := clientBadge.FindStringSubmatch(m.guest(m.path).get(m.path).is(http.StatusOK).body)
	lead := deskLead.FindStringSubmatch(m.as(owner).desk(m.reference).is(http.StatusOK).body)
	if badge == nil || lead == nil {
		m.t.Fatalf("the pages of %s do not say where it stands: client %q, desk %q", m.reference, badge, lead)
	}
	step := m.called(html.UnescapeString(badge[1]))
	for part := range strings.SplitSeq(html.UnescapeString(markup.ReplaceAllString(lead[1], "")), " · ") {
		if m.called(strings.TrimSpace(part)) == step && step != "" {
			return step
		}
	}
	m.t.Fatalf("%s: the complainant reads %q, the owner %q", m.reference, badge[1], flat(markup.ReplaceAllString(lead[1], "")))
	return ""
}

// called is the step or the ending that the pages call so; empty when the drawings have none of that name.
func (w *walk) called(label string) string {
	for _, step := range w.drawn.steps {
		if words.Code(words.NL, "phase", step) == label {
			return step
		}
	}
	for _, ending := range w.drawn.endings {
		if words.Code(words.NL, "ending", ending) == label {
			return ending
		}
	}
	return ""
}

// look reads where every dossier stands now, and notes those that moved by the act.
func (w *walk) look(act dossier.Kind) {
	w.t.Helper()
	for _, m := range w.matters {
		before := m.step
		m.step = m.stands()
		if m.step == before {
			continue
		}
		if slices.Contains(w.drawn.endings, before) {
			before = closed
		}
		w.walked = append(w.walked, arrow{before, act, m.step})
	}
}

// opened is a dossier that a form opened; path is its private page.
func (w *walk) opened(path, reference string, act dossier.Kind) *matter {
	w.t.Helper()
	m := &matter{walk: w, path: path, reference: reference, step: fresh}
	w.matters = append(w.matters, m)
	w.look(act)
	return m
}

// through opens a dossier by a public form.
func (w *walk) through(form string, act dossier.Kind, pairs ...string) *matter {
	w.t.Helper()
	visitor := w.stranger()
	sent := visitor.post(form, visitor.get(form).is(http.StatusOK).paper(form).fill(w.t, pairs...))
	path, reference := w.filed(sent)
	visitor.follow(sent).is(http.StatusOK).has(reference)
	return w.opened(path, reference, act)
}

// clientActs are what the forms of the private page are for.
var clientActs = map[string]dossier.Kind{
	"talk-answer": "answer_talk", "agreed-act": "pass_on_act", "complaint": "file", "offer-acceptance": "accept_offer", "offer-refusal": "refuse_offer",
	"withdrawal": "withdraw", "review": "ask_review",
}

// client does what a form on the private page is for.
func (m *matter) client(form string, pairs ...string) {
	m.t.Helper()
	visitor, page := m.guest(m.path), m.path
	if form == "withdrawal" || form == "complaint" {
		page += "/" + form
	}
	action := m.path + "/" + form
	visitor.follow(visitor.post(action, visitor.get(page).is(http.StatusOK).paper(action).fill(m.t, pairs...))).is(http.StatusOK)
	m.settle()
	m.look(clientActs[form])
}

// does has a member of staff do what a form on the page of the dossier is for.
func (m *matter) does(who dossier.AccountID, act dossier.Kind, pairs ...string) {
	m.t.Helper()
	m.doesAt(dossierPath(m.reference), who, act, pairs...)
}

func (m *matter) doesAt(page string, who dossier.AccountID, act dossier.Kind, pairs ...string) {
	m.t.Helper()
	action := actPath(m.reference, string(act))
	form := m.as(who).get(page).is(http.StatusOK).paper(action).fill(m.t, pairs...)
	m.as(who).follow(m.as(who).post(action, form)).is(http.StatusOK)
	m.settle()
	m.look(act)
}

// later lets time pass.
func (m *matter) later(d time.Duration) {
	m.t.Helper()
	m.pass(d)
	m.look("reach")
}

// at demands where the dossier stands.
func (m *matter) at(step string) {
	m.t.Helper()
	if m.step != step {
		m.t.Fatalf("it stands at %q, not at %q", m.step, step)
	}
}
