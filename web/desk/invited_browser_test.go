//go:build browser

package desk_test

import (
	"strings"
	"testing"
	"time"

	chrome "github.com/wederhoor/wederhoor/browser"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
)

// An invited colleague on a phone: from the link in the mail, by a password and an app for codes, to the desk; and in again by a code and by a
// recovery code.
func TestInvitedOnAPhone_InABrowser(t *testing.T) {
	w := newWorld(t, twoFactors)
	path, err := w.porter().InviteByProgram(t.Context(), doors.Details{
		Name: "Nora Nieuw", Email: "nora@chain.example", Roles: []dossier.Role{dossier.RoleAssistant, dossier.RoleAdministrator},
	})
	must(t, err)
	const chosen = "acht verse woorden hier"
	p := chrome.Start(t)
	p.Phone()
	look := func() {
		t.Helper()
		p.Accessible()
		if p.Overflows() {
			t.Errorf("%s scrolls sideways on a phone", p.URL())
		}
	}
	p.Open(w.url + path)
	p.See("Welkom Nora Nieuw")
	if strings.Contains(p.URL(), strings.TrimPrefix(path, doors.TicketPath)) {
		t.Errorf("the secret stays in the address: %s", p.URL())
	}
	look()
	p.Fill("Nieuw wachtwoord", "kort")
	p.Fill("Nieuw wachtwoord nog een keer", "kort")
	p.Click("Wachtwoord opslaan")
	p.See("te kort")
	look()
	p.Fill("Nieuw wachtwoord", chosen)
	p.Fill("Nieuw wachtwoord nog een keer", chosen)
	p.Click("Wachtwoord opslaan")
	p.See("Stel eerst een tweede stap in")
	look()
	app := phone{world: w, key: strings.ReplaceAll(p.Text("code.keep"), " ", "")}
	p.Fill("Code uit uw app", app.code())
	p.Fill("Uw huidige wachtwoord", chosen)
	p.Click("App toevoegen")
	p.See("U ziet deze codes tot u doorgaat")
	look()
	recovery := strings.Fields(p.Text(".codes"))
	if len(recovery) != 10 {
		t.Fatalf("%d recovery codes: %q", len(recovery), recovery)
	}
	p.Click("Ik heb ze bewaard, ga verder")
	p.See("Dossiers")
	for _, page := range []string{"/desk/account", "/desk/accounts", "/desk/accounts/new", "/desk/accounts/second", "/desk/account-log"} {
		p.Open(w.url + page)
		look()
	}
	w.later(time.Minute) // the code that was shown is used
	for _, byRecovery := range []bool{false, true} {
		p.Click("Uitloggen")
		p.Fill("E-mailadres", "nora@chain.example")
		p.Fill("Wachtwoord", chosen)
		p.Click("Inloggen")
		p.See("Tweede stap")
		look()
		if byRecovery {
			p.Click("Gebruik een herstelcode")
			look()
			p.Fill("Herstelcode", strings.ToUpper(recovery[0]))
		} else {
			p.Fill("Code uit uw app", app.code())
		}
		p.Click("Inloggen")
		p.See("Nora Nieuw")
		p.Open(w.url + "/desk")
	}
	p.Open(w.url + "/desk/account")
	p.See("nog 9 herstelcodes")
	p.Click("Uitloggen")
	p.Open(w.url + path)
	p.See("Deze link werkt niet")
	look()
	p.Click("Wachtwoord vergeten?")
	look()
	p.Fill("E-mailadres", "nora@chain.example")
	p.Click("Mail mij een link")
	p.See("Als er een account met dit adres is")
	look()
	for _, problem := range p.Problems() {
		if !strings.Contains(problem, "410") && !strings.Contains(problem, "422") { // answers that say what is wrong
			t.Errorf("the browser tells %s", problem)
		}
	}
}
