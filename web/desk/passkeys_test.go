package desk_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/doors/passkey"
	"github.com/wederhoor/wederhoor/doors/passkey/passkeytest"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

func withPasskeys(t *testing.T, change ...func(*policy.Policy)) (*world, *logged) {
	t.Helper()
	w := newWorld(t, change...)
	keys, err := passkey.New(w.Base, "De Keten", w.clock)
	must(t, err)
	return w, w.serveWith(func(p *doors.Porter) { p.Passkeys = keys })
}

func (w *world) device() *passkeytest.Device { return passkeytest.New(w.Base, "example.org") }

// asked is what the script of a page is told.
type asked struct {
	status  int
	Options json.RawMessage `json:"options"`
	Problem string          `json:"problem"`
}

// ask is what the script of a page does before it asks the device.
func (b *browser) ask(path string, form url.Values) (a asked) {
	b.t.Helper()
	got := b.post(path, form)
	a.status = got.status
	if strings.HasPrefix(got.header.Get("Content-Type"), "application/json") {
		must(b.t, json.Unmarshal([]byte(got.body), &a))
	}
	return a
}

// add adds the device's passkey on the account page.
func (b *browser) add(d *passkeytest.Device, name string) answer {
	b.t.Helper()
	a := b.ask("/desk/account/passkeys/options", url.Values{"password": {password}})
	if a.status != http.StatusOK || a.Options == nil {
		b.t.Fatalf("asking gives %d %s", a.status, a.Problem)
	}
	return b.post("/desk/account/passkeys", url.Values{"name": {name}, "answer": {string(d.Made(b.t, a.Options))}})
}

// show signs in by the device's passkey.
func (b *browser) show(d *passkeytest.Device, form url.Values) answer {
	b.t.Helper()
	a := b.ask("/desk/sign-in/passkey/options", nil)
	if a.status != http.StatusOK {
		b.t.Fatalf("asking gives %d", a.status)
	}
	d.Key.Counter++
	sent := url.Values{"answer": {string(d.Shown(b.t, a.Options))}}
	for name, values := range form {
		sent[name] = values
	}
	return b.post("/desk/sign-in/passkey", sent)
}

func TestPasskey_AddedShownAndRemoved(t *testing.T) {
	w, _ := withPasskeys(t)
	b := w.as("receptionist")
	page := b.get("/desk/account")
	for _, part := range []string{`data-passkey="add"`, `src="/static/passkey.`, "Voor toegangssleutels moet JavaScript aanstaan"} {
		if !strings.Contains(page.body, part) {
			t.Errorf("the account page misses %s", part)
		}
	}
	laptop, phone := w.device(), w.device()
	added := b.follow(b.add(laptop, "Laptop aan de balie"))
	if codes := codeShown.FindAllString(added.body, -1); added.status != http.StatusOK || len(codes) == 0 {
		t.Fatalf("adding the first gives %d with %d recovery codes", added.status, len(codes))
	}
	if got := b.add(phone, ""); got.status != http.StatusSeeOther || got.location != "/desk/account?done=passkey_added" {
		t.Errorf("adding the second gives %d", got.status)
	}
	page = b.get("/desk/account?done=passkey_added")
	if !strings.Contains(page.body, "<h3>Laptop aan de balie</h3>") || !strings.Contains(page.body, "<h3>Toegangssleutel</h3>") || !strings.Contains(page.body, "is toegevoegd") {
		t.Error("the page does not show both")
	}
	in := w.browser()
	if page := in.get("/desk/sign-in"); !strings.Contains(page.body, `data-passkey="show"`) || !strings.Contains(page.body, `src="/static/passkey.`) {
		t.Error("the sign-in page has no button")
	}
	before := in.ask("/desk/sign-in/passkey/options", nil)
	token := in.token()
	if before.status != http.StatusOK || token == "" {
		t.Fatal("what was asked is not kept in a session")
	}
	got := in.show(laptop, url.Values{"next": {"/desk/overview"}})
	if got.status != http.StatusSeeOther || got.location != "/desk/overview" || in.token() == token {
		t.Fatalf("showing it leads to %d %s, and the token is another: %t", got.status, got.location, in.token() != token)
	}
	if page := w.browser().post("/desk/sign-in", signIn("receptionist@chain.example", password)); !strings.Contains(page.body, "Herstelcode") || !strings.Contains(page.body, `data-passkey="show"`) || strings.Contains(page.body, "Code uit uw app") {
		t.Error("the password alone lets in, or its second step asks for something else")
	}
	for _, id := range regexp.MustCompile(`/desk/account/factors/[a-z0-9-]+/remove`).FindAllString(page.body, -1) {
		if got := b.post(id, url.Values{"password": {password}}); got.location != "/desk/account?done=factor_removed" {
			t.Errorf("removing gives %d", got.status)
		}
	}
	if got := w.browser().show(laptop, nil); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "werkt hier niet (meer)") {
		t.Errorf("one that was removed gives %d", got.status)
	}
	wordsComplete(t)
}

// ASVS 7.5.1: adding one asks for the password, in what a script asks too.
func TestASVS7_5_1_PasskeyAddingAsksForThePassword(t *testing.T) {
	w, _ := withPasskeys(t)
	b, d := w.as("receptionist"), w.device()
	a := b.ask("/desk/account/passkeys/options", url.Values{"password": {"een verkeerd wachtwoord"}})
	if a.status != http.StatusUnprocessableEntity || a.Options != nil || !strings.Contains(a.Problem, "Dit is niet uw huidige wachtwoord") {
		t.Errorf("a wrong password gives %d %q", a.status, a.Problem)
	}
	show := b.ask("/desk/sign-in/passkey/options", nil)
	for name, got := range map[string]answer{
		"nothing asked":      b.post("/desk/account/passkeys", url.Values{"answer": {"{}"}}),
		"asked to show":      b.post("/desk/account/passkeys", url.Values{"answer": {string(d.Shown(t, show.Options))}}),
		"asked of another":   b.post("/desk/account/passkeys", url.Values{"answer": {string(d.Made(t, w.as("utrecht").ask("/desk/account/passkeys/options", url.Values{"password": {password}}).Options))}}),
		"after six minutes":  later(b, d, 6*time.Minute),
		"of another address": elsewhere(b),
	} {
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Er is niets veranderd") {
			t.Errorf("%s gives %d", name, got.status)
		}
	}
	if got := w.browser().post("/desk/account/passkeys/options", url.Values{"password": {password}}); got.status != http.StatusSeeOther {
		t.Errorf("nobody gets %d", got.status)
	}
	if page := b.get("/desk/account"); strings.Contains(page.body, "/desk/account/factors/") {
		t.Error("one was added all the same")
	}
}

func later(b *browser, d *passkeytest.Device, wait time.Duration) answer {
	a := b.ask("/desk/account/passkeys/options", url.Values{"password": {password}})
	b.later(wait)
	return b.post("/desk/account/passkeys", url.Values{"answer": {string(d.Made(b.t, a.Options))}})
}

func elsewhere(b *browser) answer {
	d := passkeytest.New("https://example.org.evil.example", "example.org")
	return b.add(d, "")
}

// A challenge is answered once, and by the browser it was given to.
func TestPasskey_ChallengeIsUsedOnce(t *testing.T) {
	w, log := withPasskeys(t)
	d := w.device()
	w.as("receptionist").add(d, "")
	b := w.browser()
	a := b.ask("/desk/sign-in/passkey/options", nil)
	d.Key.Counter++
	answer := url.Values{"answer": {string(d.Shown(t, a.Options))}}
	other := w.browser()
	other.ask("/desk/sign-in/passkey/options", nil)
	if got := other.post("/desk/sign-in/passkey", answer); got.status != http.StatusUnprocessableEntity {
		t.Errorf("another browser gets %d", got.status)
	}
	if got := w.browser().post("/desk/sign-in/passkey", answer); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Dit duurde te lang") {
		t.Errorf("one that asked nothing gets %d", got.status)
	}
	if got := b.post("/desk/sign-in/passkey", answer); got.status != http.StatusSeeOther {
		t.Fatalf("who asked gets %d", got.status)
	}
	b.post("/desk/sign-out", nil)
	if got := b.post("/desk/sign-in/passkey", answer); got.status != http.StatusUnprocessableEntity {
		t.Errorf("the same answer again gets %d", got.status)
	}
	wrong := w.browser()
	wrong.ask("/desk/sign-in/passkey/options", nil)
	wrong.post("/desk/sign-in/passkey", url.Values{"answer": {"{}"}})
	if got := wrong.post("/desk/sign-in/passkey", answer); got.status != http.StatusUnprocessableEntity {
		t.Errorf("after a wrong answer, a right one gets %d", got.status)
	}
	if text := log.String(); !strings.Contains(text, "/desk/sign-in/passkey") || strings.Contains(text, "clientDataJSON") {
		t.Error("the log holds what devices answered")
	}
}

// A copy is refused at the page too, and form answers survive every refusal (R5).
func TestPasskey_RefusalsKeepTheForm(t *testing.T) {
	w, _ := withPasskeys(t)
	d := w.device()
	w.as("receptionist").add(d, "")
	first := d.Key
	if got := w.browser().show(d, nil); got.status != http.StatusSeeOther {
		t.Fatalf("%d", got.status)
	}
	form := url.Values{"next": {"/desk/dossiers/WH-X/acts/write_note"}, "kept.words": {"TYPED <b>ÉÉN</b>"}}
	d.Key = first
	got := w.browser().show(d, form)
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "er lijkt een kopie van te bestaan") || !strings.Contains(got.body, "TYPED &lt;b&gt;ÉÉN&lt;/b&gt;") {
		t.Errorf("a copy gives %d", got.status)
	}
	stranger := w.device()
	stranger.Options.UserHandle = []byte("x")
	if got := w.browser().show(stranger, form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "TYPED &lt;b&gt;ÉÉN&lt;/b&gt;") {
		t.Errorf("one that nobody has gives %d", got.status)
	}
	w.later(time.Minute)
	d.Key.Counter = 9
	ref := w.file()
	form.Set("next", "/desk/dossiers/"+ref+"/acts/write_note")
	if got := w.browser().show(d, form); got.status != http.StatusOK || !strings.Contains(got.body, "TYPED &lt;b&gt;ÉÉN") || !strings.Contains(got.body, "nog niet verstuurd") {
		t.Errorf("afterwards the form gives %d", got.status)
	}
}

// Whoever must show two factors and has none can make a passkey the second, and goes on to where they were.
func TestPasskey_SetsUpTheSecondFactor(t *testing.T) {
	w, _ := withPasskeys(t, twoFactors)
	b, d := w.browser(), w.device()
	form := signIn("owner@chain.example", password)
	form.Set("next", "/desk/overview")
	page := b.post("/desk/sign-in", form)
	if page.status != http.StatusOK || !strings.Contains(page.body, `data-passkey="add"`) {
		t.Fatalf("a passkey is not offered (%d)", page.status)
	}
	b.ask("/desk/account/passkeys/options", url.Values{"password": {password}})
	bad := b.post("/desk/account/passkeys", url.Values{"answer": {"{}"}, "next": {"/desk/overview"}})
	if bad.status != http.StatusUnprocessableEntity || !strings.Contains(bad.body, "Stel eerst een tweede stap in") || !strings.Contains(bad.body, "niet toegevoegd") {
		t.Errorf("a wrong answer gives %d", bad.status)
	}
	a := b.ask("/desk/account/passkeys/options", url.Values{"password": {password}})
	added := b.follow(b.post("/desk/account/passkeys", url.Values{"answer": {string(d.Made(t, a.Options))}, "next": {"/desk/overview"}}))
	if added.status != http.StatusOK || !codeShown.MatchString(added.body) {
		t.Fatalf("adding gives %d", added.status)
	}
	if on := b.post("/desk/account/on", b.form(added, "/desk/account/on", nil)); on.location != "/desk/overview" {
		t.Errorf("going on leads to %s", on.location)
	}
	if got := b.get("/desk"); got.status != http.StatusOK {
		t.Errorf("the desk gives %d", got.status)
	}
	if got := w.browser().show(d, nil); got.status != http.StatusSeeOther || got.location != "/desk" {
		t.Errorf("signing in by it gives %d to %s", got.status, got.location)
	}
}

func TestPasskey_WhereThereAreNoneThePageSaysWhy(t *testing.T) {
	w := newWorld(t)
	for base, why := range map[string]string{
		"http://192.0.2.7:8080": "onder een nummer", "https://[2001:db8::1]": "onder een nummer", "http://klachten.example": "zonder beveiligde verbinding",
	} {
		w.Base = base
		w.serveWith(func(*doors.Porter) {})
		b := w.as("receptionist")
		page := b.get("/desk/account")
		if !strings.Contains(page.body, why) || !strings.Contains(page.body, base) || strings.Contains(page.body, "data-passkey") {
			t.Errorf("%s: the account page does not say why there are none", base)
		}
		if page := w.browser().get("/desk/sign-in"); strings.Contains(page.body, "data-passkey") || strings.Contains(page.body, "passkey.") {
			t.Errorf("%s: the sign-in page has a button", base)
		}
		for path, got := range map[string]answer{
			"options": w.browser().post("/desk/sign-in/passkey/options", nil), "show": w.browser().post("/desk/sign-in/passkey", url.Values{"answer": {"{}"}}),
			"ask": b.post("/desk/account/passkeys/options", url.Values{"password": {password}}), "add": b.post("/desk/account/passkeys", url.Values{"answer": {"{}"}}),
		} {
			if got.status != http.StatusNotFound {
				t.Errorf("%s: %s gives %d", base, path, got.status)
			}
		}
	}
	wordsComplete(t)
}

// ASVS 2.4.1: asking too often is told, with how long it takes.
func TestASVS2_4_1_PasskeyAskingTooOftenIsTold(t *testing.T) {
	w, _ := withPasskeys(t)
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SaveAttempts("begin:all", store.Attempts{Failures: 100_000, Last: w.clock()})
	}))
	a := w.browser().ask("/desk/sign-in/passkey/options", nil)
	if a.status != http.StatusTooManyRequests || !strings.Contains(a.Problem, "Wacht ") || a.Options != nil {
		t.Errorf("asking gives %d %q", a.status, a.Problem)
	}
}
