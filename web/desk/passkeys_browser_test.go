//go:build browser

package desk_test

import (
	"log/slog"
	"net"
	"net/http/httptest"
	"strings"
	"testing"

	chrome "github.com/wederhoor/wederhoor/browser"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/doors/passkey"
	"github.com/wederhoor/wederhoor/web"
)

// onLocalhost serves the office under a name that browsers take for safe without TLS.
func onLocalhost(t *testing.T, change func(*world, *doors.Porter)) *world {
	t.Helper()
	w := newWorld(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	must(t, err)
	w.Base = "http://localhost:" + port
	porter := w.porter()
	porter.Log = slog.New(slog.DiscardHandler)
	change(w, porter)
	server := httptest.NewUnstartedServer(web.New(web.Config{Office: w.Office, Porter: porter, Log: porter.Log, Base: w.Base}))
	must(t, server.Listener.Close())
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	w.url = w.Base
	return w
}

// passkeys lets staff use them.
func passkeys(w *world, p *doors.Porter) {
	var err error
	p.Passkeys, err = passkey.New(w.Base, "De Keten", w.clock)
	must(w.t, err)
}

// addPasskey fills in the form on the account page.
func addPasskey(p *chrome.Page, name, password string) {
	p.Fill("#passkey-name", name)
	p.Fill("#passkey-password", password)
	p.Click("Toegangssleutel toevoegen")
}

// A passkey from the first button to the last, in a real browser with a device: added, shown, removed; and each way in which it may go wrong.
func TestPasskey_InABrowser(t *testing.T) {
	w := onLocalhost(t, passkeys)
	p := chrome.Start(t)
	w.signedIn(p, "receptionist")
	p.Open(w.url + "/desk/account")
	p.Accessible()
	device := p.Authenticator()

	addPasskey(p, "Laptop aan de balie", "een verkeerd wachtwoord")
	if got := p.Text("main"); !strings.Contains(got, "Dit is niet uw huidige wachtwoord") || len(device.Passkeys()) > 0 {
		t.Fatalf("a wrong password: %d passkeys, %s", len(device.Passkeys()), got)
	}
	p.Problems() // the browser tells of the status 422
	p.Screenshot("passkey-account-wrong.png")
	device.Knows(false)
	addPasskey(p, "Laptop aan de balie", password)
	p.See("Uw apparaat heeft niets gegeven")
	device.Knows(true)
	addPasskey(p, "Laptop aan de balie", password)
	if got := p.Text("main"); !strings.Contains(got, "Herstelcodes") || len(device.Passkeys()) != 1 {
		t.Fatalf("adding: %d passkeys on the device, the page says %s", len(device.Passkeys()), got)
	}
	kept := device.Passkeys()[0]
	if kept.RpID != "localhost" || !kept.IsResidentCredential || len(kept.UserHandle) != 32 || kept.UserName != "receptionist@chain.example" {
		t.Errorf("the device keeps %+v", kept)
	}
	p.Click("Ik heb ze bewaard, ga verder")
	p.Open(w.url + "/desk/account")
	p.Accessible()
	p.Screenshot("passkey-account.png")
	p.Phone()
	p.Accessible()
	p.Screenshot("passkey-account-phone.png")
	p.Wide()
	addPasskey(p, "Nog een", password)
	p.See("Dit apparaat heeft al een toegangssleutel")

	p.Click("Uitloggen")
	p.Open(w.url + "/desk/sign-in?next=/desk/new")
	p.Accessible()
	p.Screenshot("passkey-sign-in.png")
	p.Fill("E-mailadres", "receptionist@chain.example")
	p.Fill("Wachtwoord", password)
	p.Click("css=main button")
	p.See("Herstelcode")
	p.Accessible()
	p.Screenshot("passkey-second-step.png")
	p.Open(w.url + "/desk/sign-in?next=/desk/new")
	device.Knows(false)
	p.Click("Inloggen met een toegangssleutel (passkey)")
	p.See("Uw apparaat heeft niets gegeven")
	p.Accessible()
	p.Screenshot("passkey-sign-in-wrong.png")
	device.Knows(true)
	p.Click("Inloggen met een toegangssleutel (passkey)")
	if !strings.HasSuffix(p.URL(), "/desk/new") {
		t.Fatalf("signing in leads to %s: %s", p.URL(), p.Text("main"))
	}
	p.Click("Uitloggen")
	device.Replace(kept, 0)
	p.Open(w.url + "/desk/sign-in")
	p.Click("Inloggen met een toegangssleutel (passkey)")
	p.See("er lijkt een kopie van te bestaan")
	p.Problems()
	device.Replace(kept, 99)
	p.Click("Inloggen met een toegangssleutel (passkey)")
	p.Open(w.url + "/desk/account")
	p.Click("css=.card summary")
	p.Fill("css=.card details input[type=password]", password)
	p.Click("css=.card details button")
	p.See("De tweede stap is weggehaald")
	p.Click("Uitloggen")
	p.Open(w.url + "/desk/sign-in")
	p.Click("Inloggen met een toegangssleutel (passkey)")
	p.See("werkt hier niet (meer)")
	p.Problems()
}

// Without script the pages say that passkeys need one, and offer what does not work to nobody.
func TestPasskey_WithoutScript(t *testing.T) {
	w := onLocalhost(t, passkeys)
	p := chrome.Start(t)
	p.NoScript(true)
	p.Open(w.url + "/desk/sign-in")
	p.See("werkt alleen als JavaScript aanstaat")
	if p.Count("[data-passkey-fields]:not([hidden])") > 0 {
		t.Error("a button that does nothing is shown")
	}
	w.signedIn(p, "receptionist")
	p.Open(w.url + "/desk/account")
	p.See("Voor toegangssleutels moet JavaScript aanstaan")
	p.Screenshot("passkey-account-no-script.png")
}
