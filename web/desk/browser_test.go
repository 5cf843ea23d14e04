//go:build browser

package desk_test

import (
	"testing"
	"time"

	chrome "github.com/wederhoor/wederhoor/browser"
	"github.com/wederhoor/wederhoor/dossier"
)

// TestPagesAreAccessible opens every page of the desk in a real browser, wide and on a phone, and lets axe judge it.
func TestPagesAreAccessible(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	w.do(viewer("assistant"), ref, dossier.Judge{Severity: w.Policy.Terms.Severities[0].Code, Serious: true, Reason: "Ernstig"})
	w.do(viewer("assistant"), ref, dossier.RecordExplanation{How: "call", Words: "Gebeld"})
	w.do(viewer("assistant"), ref, dossier.OpenInvestigation{Subjects: []string{"specialist:S1"}})
	w.do(viewer("assistant"), ref, dossier.InviteToHearing{Specialist: "S1", At: w.clock().Add(10 * 24 * time.Hour), Allegation: "Het ging mis"})
	w.do(viewer("owner"), ref, dossier.PlaceHold{Until: "2026-12-31", Reason: "Rechtszaak"})
	w.giveUp("a", "notify", ref, "render reminder: mail: reminder to handlers lacks What")
	w.giveUp("b", "retention", "", "store: locked by somebody else for too long; nothing happened")
	first := chrome.Start(t)
	for who, paths := range map[dossier.AccountID][]string{
		"owner":        {"/desk", "/desk?q=niemand", "/desk/overview", "/desk/kept", "/desk/jobs", "/desk/jobs?done=again", "/desk/dossiers/" + ref, "/desk/dossiers/" + ref + "?done=judge", "/desk/dossiers/" + ref + "/explain", "/desk/dossiers/" + ref + "/reads", "/desk/dossiers/" + ref + "/access", "/desk/new?kind=file&branch=B1"},
		"auditor":      {"/desk/dossiers/" + ref, "/desk/dossiers/" + ref + "/explain"},
		"receptionist": {"/desk", "/desk/dossiers/" + ref, "/desk/new"},
		"sanne":        {"/desk/mine", "/desk/dossiers/" + ref},
	} {
		p := first.Another()
		p.Open(w.url + "/desk/sign-in")
		p.Accessible()
		p.Fill("E-mailadres", string(who)+"@chain.example")
		p.Fill("Wachtwoord", password)
		p.Click("Inloggen")
		for _, path := range paths {
			p.Wide()
			p.Open(w.url + path)
			if n := chrome.Eval[int](p, "document.querySelectorAll('details').forEach(d => d.open = true), document.querySelectorAll('form').length"); n < 1 {
				t.Errorf("%s has no form, not even to sign out", path)
			}
			p.Accessible()
			p.Phone()
			p.Accessible()
			if wide := chrome.Eval[bool](p, "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"); wide {
				t.Errorf("%s scrolls sideways on a phone", path)
			}
		}
		if problems := p.Problems(); len(problems) > 0 {
			t.Errorf("%s: %q", who, problems)
		}
	}
}
