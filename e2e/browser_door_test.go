//go:build browser

package e2e_test

import (
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/browser"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// hidden fails when a secret stands in the address bar, in the page, or in what the page can tell of where it came from.
func (v *visitor) hidden(links ...string) {
	v.site.t.Helper()
	seen := v.URL()
	if v.script {
		seen += browser.Eval[string](v.Page, "document.documentElement.outerHTML + document.referrer + location.href")
	}
	for _, link := range links {
		if strings.Contains(seen, link[strings.LastIndexByte(link, '/')+1:]) {
			v.site.t.Errorf("at %s the secret of the link can be read", v.path())
		}
	}
}

func TestBrowser_ThePrivateLinkOnAPhone(t *testing.T) {
	s := newSite(t)
	page, first := s.fileComplaint()
	other, second := s.fileComplaint("name", "Fenna Post", "email", "fenna@example.org", "phone", "")
	one, two := s.link(first, casework.PurposeStatus, 0), s.link(second, casework.PurposeStatus, 0)
	klaas := s.visit().onPhone()
	klaas.goTo("/klacht")
	klaas.goTo(one)
	klaas.See("Waar staat uw zaak?")
	if klaas.path() != page {
		t.Errorf("the address bar says %s, want %s", klaas.path(), page)
	}
	klaas.hidden(one)
	klaas.keep("door-page")

	klaas.Reload()
	klaas.See("Waar staat uw zaak?")
	klaas.hidden(one)
	klaas.goTo(page + "/withdrawal")
	klaas.See("Wilt u uw klacht intrekken?")
	klaas.Back()
	klaas.See("Waar staat uw zaak?")
	browser.Eval[bool](klaas.Page, "history.back(), true") // past the exchange, to where they were before the link: the secret is no stop on the way
	klaas.See("Klacht indienen")
	klaas.hidden(one)

	klaas.goTo(two)
	klaas.See(second)
	klaas.SeeNot("Mijn naam is Klaas")
	if klaas.path() != other {
		t.Errorf("the address bar says %s, want %s", klaas.path(), other)
	}
	klaas.goTo(page)
	klaas.See(first) // both are open
	klaas.hidden(one, two)
	klaas.Click("Uw klacht volgen")
	klaas.See("U bent al binnen")
	klaas.See(second)
	klaas.keep("door-inside")
	klaas.Click("Afsluiten")
	klaas.SeeNot("U bent al binnen")
	klaas.goTo(page)
	klaas.See("Deze link werkt niet (meer)")
	browser.Eval[bool](klaas.Page, "history.back(), true")
	klaas.See("Uw klacht volgen")
	klaas.SeeNot("Mijn tanden doen pijn.")
	for _, problem := range klaas.Problems() {
		if !strings.Contains(problem, "404") { // which the page that is shut is
			t.Error(problem)
		}
	}
}

func TestBrowser_AnExpiredLinkLeadsToACode(t *testing.T) {
	for name, prepare := range map[string]func(*visitor) *visitor{
		"with script": func(v *visitor) *visitor { return v }, "without script": (*visitor).withoutScript,
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			page, reference := s.fileComplaint()
			expired := s.link(reference, casework.PurposeStatus, 0)
			s.guest(page).answer(page, "withdrawal", "why", "Laat maar.")
			s.pass(200 * day)
			klaas := prepare(s.visit().onPhone())
			klaas.goTo(expired)
			klaas.See("Deze link werkt niet (meer)")
			klaas.See("085 000 0000")
			klaas.Problems() // that the page was not found
			klaas.keep("door-shut")
			klaas.Fill("reference", strings.ToLower(reference))
			klaas.Fill("email", "klaas@example.org")
			klaas.Click("Code aanvragen")
			klaas.See("Vul uw code in")
			klaas.keep("door-code")
			m := s.message(reference, dossier.ToComplainant, casework.CodeMessage)
			_, rest, _ := strings.Cut(s.office.Delivered(m), "Uw code is ")
			code, _, _ := strings.Cut(rest, ". ")
			klaas.Fill("code", "0000 0000")
			klaas.Click("css=main form button[type=submit]")
			klaas.See("Deze code klopt niet")
			klaas.keep("door-code-wrong")
			klaas.Fill("code", code)
			klaas.Click("css=main form button[type=submit]")
			klaas.See("Waar staat uw zaak?")
			if klaas.path() != page {
				t.Errorf("the code leads to %s", klaas.path())
			}
			klaas.hidden(expired, s.link(reference, casework.PurposeStatus, 0))
			klaas.keep("door-code-in")
		})
	}
}
