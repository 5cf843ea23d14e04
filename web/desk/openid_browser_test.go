//go:build browser

package desk_test

import (
	"strings"
	"testing"

	chrome "github.com/wederhoor/wederhoor/browser"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/doors/openid"
	"github.com/wederhoor/wederhoor/doors/openid/openidtest"
	"github.com/wederhoor/wederhoor/outbound"
)

// The way through the provider in a real browser, with and without script: the policy of the pages lets it out and lets it back in, and its cookie
// comes along. Each page is looked at by axe.
func TestOpenID_InABrowser(t *testing.T) {
	w := onLocalhost(t, func(w *world, p *doors.Porter) {
		fake := openidtest.New(w.t, w.clock)
		allowed, err := outbound.ParseAllowed("127.0.0.1")
		must(w.t, err)
		p.OpenID = openid.New(openid.Settings{
			Issuer: fake.URL, ClientID: openidtest.ClientID, ClientSecret: openidtest.ClientSecret, Name: "Keteninlog", Back: w.Base + back,
		}, outbound.New(allowed), w.clock)
		passkeys(w, p)
	})
	first := chrome.Start(t)
	for _, script := range []bool{true, false} {
		p := first.Another()
		p.NoScript(!script)
		w.signedIn(p, "receptionist")
		p.Open(w.url + "/desk/account")
		if script {
			p.Accessible()
			p.Screenshot("oidc-account.png")
			p.Fill("css=form[action='/desk/account/identities'] input[type=password]", password)
			p.Click("Account koppelen")
			p.See("Uw account is gekoppeld.")
			p.Accessible()
			p.Screenshot("oidc-account-linked.png")
		}
		p.Click("Uitloggen")
		p.Open(w.url + "/desk/sign-in?next=/desk/new")
		if script {
			p.Accessible()
			p.Screenshot("oidc-sign-in.png")
		}
		p.Click("Inloggen met Keteninlog")
		p.See("Wat wilt u vastleggen?")
		if !strings.HasSuffix(p.URL(), "/desk/new") {
			t.Errorf("script %t: signing in leads to %s", script, p.URL())
		}
		noProblems(t, p)
	}
}
