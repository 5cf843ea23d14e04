//go:build browser

package desk_test

import (
	"strings"
	"testing"
	"time"

	chrome "github.com/wederhoor/wederhoor/browser"
	"github.com/wederhoor/wederhoor/dossier"
)

// signedIn is a visitor in a real browser who has signed in at the desk.
func (w *world) signedIn(p *chrome.Page, who dossier.AccountID) {
	w.t.Helper()
	p.Open(w.url + "/desk/sign-in")
	p.Fill("E-mailadres", string(who)+"@chain.example")
	p.Fill("Wachtwoord", password)
	p.Click("css=main button")
}

// looksAgain has the page notice that its reader is back, which it asks anew at, as it does by itself after a while.
func looksAgain(p *chrome.Page) {
	chrome.Eval[bool](p, "document.dispatchEvent(new Event('visibilitychange'))")
	p.Rest()
}

func noProblems(t *testing.T, p *chrome.Page) {
	t.Helper()
	if problems := p.Problems(); len(problems) > 0 {
		t.Errorf("the browser complains: %q", problems)
	}
}

// A page of a dossier says by itself that somebody acted, and what is being typed stays, with the focus on it.
func TestDossierPageHearsTheNews(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	p := chrome.Start(t)
	w.signedIn(p, "assistant")
	p.Open(w.url + "/desk/dossiers/" + ref)
	p.Fill("#judge-reason", "Hier ben ik nog aan het typen")
	chrome.Eval[bool](p, "document.querySelector('#judge-reason').focus(), true")
	w.do(viewer("second"), ref, dossier.WriteNote{Words: "tussendoor"})
	time.Sleep(5 * time.Second) // the page asks every 20 seconds; See waits as long
	p.See("Er is intussen iets gebeurd in dit dossier")
	p.See("Twee Assistent")
	if typed := p.Value("#judge-reason"); typed != "Hier ben ik nog aan het typen" {
		t.Errorf("what was typed is lost: %q", typed)
	}
	if focus := chrome.Eval[string](p, "document.activeElement.id"); focus != "judge-reason" {
		t.Errorf("the focus went to %q", focus)
	}
	w.do(viewer("owner"), ref, dossier.WriteNote{Words: "nog iets"})
	looksAgain(p)
	p.See("Olga Owner")
	p.Accessible()
	p.Click("Pagina opnieuw laden")
	p.SeeNot("Er is intussen iets gebeurd in dit dossier")
	noProblems(t, p)
}

// The queue is filtered without another page, its address goes along, and it takes new complaints in by itself.
func TestQueueStaysTrue(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	p := chrome.Start(t)
	w.signedIn(p, "owner")
	chrome.Eval[bool](p, "window.same = true")
	p.Click("css=#filters summary")
	p.Choose("branch", "Breda")
	p.See("Geen dossiers gevonden")
	if url := p.URL(); !strings.Contains(url, "branch=B2") {
		t.Errorf("the address does not go along: %s", url)
	}
	p.Choose("branch", "Utrecht Oudegracht")
	p.See(ref)
	p.Fill("q", "kramer")
	p.Press("\r")
	p.See("Klaas Kramer")
	if url := p.URL(); !strings.Contains(url, "q=kramer") || !strings.Contains(url, "branch=B1") {
		t.Errorf("the address does not go along: %s", url)
	}
	link := "document.querySelector('#row-" + ref + " a')"
	chrome.Eval[bool](p, link+".focus(), true")
	second := complaint()
	second.Name, second.Email = "Karel Kramer", "karel@example.org"
	other := w.do(viewer("receptionist"), "", second).Reference
	looksAgain(p)
	p.See(other)
	if !chrome.Eval[bool](p, "document.activeElement === "+link+" && window.same === true") {
		t.Error("the focus is lost, or the page was loaded anew")
	}
	if kept := p.Value("q"); kept != "kramer" {
		t.Errorf("the search became %q", kept)
	}
	p.Accessible()
	p.Back()
	if url := p.URL(); strings.Contains(url, "q=kramer") {
		t.Errorf("going back stays at %s", url)
	}
	p.See(ref)
	chrome.Eval[int](p, "fetch('/desk/sign-out', {method: 'POST', redirect: 'manual'}).then(() => 1)") // in another tab
	looksAgain(p)
	p.See("U bent niet meer ingelogd")
	p.SeeNot(ref)
	noProblems(t, p)
}

// Without scripts the queue is searched all the same; the public pages load no script of others.
func TestQueueWithoutScript(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	p := chrome.Start(t)
	p.NoScript(true)
	w.signedIn(p, "owner")
	p.Fill("q", "kramer")
	p.Click("css=#search button")
	p.See(ref)
	p.Fill("q", "niemand")
	p.Click("css=#search button")
	p.See("Geen dossiers gevonden")
	if page := w.browser().get("/klacht"); strings.Contains(page.body, "htmx") {
		t.Error("a public page loads htmx")
	}
}
