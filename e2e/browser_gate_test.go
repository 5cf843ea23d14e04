//go:build browser

package e2e_test

import (
	"net/http"
	"testing"

	"github.com/wederhoor/wederhoor/browser"
	"github.com/wederhoor/wederhoor/policy"
)

func asksForWork(p *policy.Policy) { p.Forms.ProofOfWork = policy.ProofAlways }

// inFlood sends so many forms that each asks for a sum from now on.
func (s *site) inFlood() {
	s.t.Helper()
	for range s.policy.Forms.Load.AtOnce {
		s.stranger().post("/klacht", complaint()).is(http.StatusSeeOther)
	}
	s.stranger().post("/klacht", complaint()).is(http.StatusTooManyRequests)
	s.settle()
}

// trap is what the field that people do not see is like in a real browser.
func (v *visitor) trap() {
	v.site.t.Helper()
	const seen = `(() => {
		const field = document.querySelector("[name=extra_note]");
		const box = field.closest("div").getBoundingClientRect();
		return box.width > 1 || box.height > 1 || field.tabIndex >= 0 || !field.closest("[aria-hidden=true]");
	})()`
	if v.script && browser.Eval[bool](v.Page, seen) {
		v.site.t.Error("the field that people do not see is seen, or reached by the keyboard or a screen reader")
	}
}

// The browser does the sum while the form is filled in: nobody does or sees anything for it, in either language, on a phone and on a wide screen.
func TestBrowser_ProofOfWorkIsDoneWhileTheFormIsFilledIn(t *testing.T) {
	s := newSite(t, asksForWork)
	phone := s.visit().onPhone()
	for _, v := range []*visitor{phone, phone.another()} {
		v.goTo("/klacht")
		v.trap()
		v.describe()
		v.keep("proof-form")
		v.Click("Klacht versturen")
		v.See("Uw klacht is bij ons binnen")
		v.keep("proof-filed")

		v.goTo("/gesprek?lang=en")
		v.trap()
		v.Choose("branch", "Utrecht Oudegracht")
		v.Fill("treatment_date", "2 maart 2026")
		v.Fill("name", "Fenna Post")
		v.Fill("email", "fenna@example.org")
		v.Click("css=main button[type=submit]")
		v.See("Your reference")
		v.keep("proof-talk-english")
	}
}

// Whoever sends the form at once is told to wait a moment, and need not do anything.
func TestBrowser_ProofOfWorkIsWaitedForWhenTheFormIsSentAtOnce(t *testing.T) {
	s := newSite(t, asksForWork)
	v := s.visit().onPhone()
	v.goTo("/klacht")
	// The field is filled in by the script and the form sent in one breath, before a sum can be done.
	said := browser.Eval[string](v.Page, `(() => {
		const form = document.getElementById("complaint");
		form.elements.story.value = "Nog voor de som klaar is.";
		form.requestSubmit();
		return form.querySelector("[data-proof-working]").textContent;
	})()`)
	if said != "Even geduld, uw formulier wordt zo verstuurd." {
		t.Errorf("it says %q", said)
	}
	v.See("Kies de vestiging waar u was")
	if v.Value("story") != "Nog voor de som klaar is." {
		t.Error("what was typed is lost")
	}
	v.keep("proof-mistakes")
	v.describe()
	v.Click("Klacht versturen")
	v.See("Uw klacht is bij ons binnen")
}

// The flood began while the form was filled in: it comes back with all that was typed, and sent once more it is taken.
func TestBrowser_FormThatWasOpenedBeforeTheFlood(t *testing.T) {
	s := newSite(t)
	v := s.visit().onPhone()
	v.goTo("/klacht")
	v.describe()
	s.inFlood()
	v.Click("Klacht versturen")
	v.See("Daarom maakt uw browser eerst een korte som")
	v.See("085 000 0000")
	v.keep("proof-asked-for")
	v.Click("Klacht versturen")
	v.See("Uw klacht is bij ons binnen")

	staff := v.another().signIn(owner)
	staff.goTo("/desk/overview")
	staff.See("Er komen ongewoon veel formulieren binnen")
	staff.keep("desk-flood")
	staff.Click("Klachten van klanten die het klantensysteem niet kent")
	staff.keep("desk-flood-unknown")
}

// Without script the form asks for nothing, and works; in a flood it says which way is left.
func TestBrowser_WithoutScriptInAFlood(t *testing.T) {
	s := newSite(t)
	v := s.visit().onPhone().withoutScript()
	s.inFlood()
	v.goTo("/klacht")
	v.See("Uw browser kan de som niet maken")
	v.See("085 000 0000")
	v.describe()
	v.keep("proof-without-script")
	v.Click("Klacht versturen")
	v.See("Uw klacht is bij ons binnen")
}
