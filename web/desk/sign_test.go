package desk_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/web"
)

func signIn(email, pass string) url.Values { return url.Values{"email": {email}, "password": {pass}} }

// message is what a refused sign-in says, without what was typed.
func message(a answer) string {
	_, rest, _ := strings.Cut(a.body, `class="error-summary"`)
	rest, _, _ = strings.Cut(rest, "</ul>")
	return rest
}

func TestSignInRefusesAlike(t *testing.T) {
	w := newWorld(t)
	wrong := w.browser().post("/desk/sign-in", signIn("owner@chain.example", "een verkeerd wachtwoord"))
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "E-mailadres of wachtwoord klopt niet") {
		t.Fatalf("a wrong password gives %d", wrong.status)
	}
	for name, form := range map[string]url.Values{
		"unknown":       signIn("niemand@chain.example", password),
		"disabled":      signIn("gone@chain.example", password),
		"empty":         signIn("", ""),
		"long":          signIn("owner@chain.example", strings.Repeat("x", 50_000)),
		"not an e-mail": signIn("owner", password),
	} {
		got := w.browser().post("/desk/sign-in", form)
		if got.status != wrong.status || message(got) != message(wrong) {
			t.Errorf("%s is refused differently: %d %s", name, got.status, message(got))
		}
	}
	if !strings.Contains(wrong.body, `value="owner@chain.example"`) || strings.Contains(wrong.body, "een verkeerd wachtwoord") {
		t.Error("the address is lost, or the password comes back")
	}
}

func TestSignInSlowsGuessingDownAtTheSameMoment(t *testing.T) {
	w := newWorld(t)
	const guesses = 3 * accounts.FreeFailures
	statuses := make(chan int, guesses)
	for range guesses {
		b := w.browser()
		go func() {
			resp, err := b.http.PostForm(b.url+"/desk/sign-in", signIn("owner@chain.example", "fout"))
			if err != nil {
				statuses <- 0
				return
			}
			resp.Body.Close()
			statuses <- resp.StatusCode
		}()
	}
	looked := 0
	for range guesses {
		if <-statuses == http.StatusUnprocessableEntity {
			looked++
		}
	}
	if looked != accounts.FreeFailures+1 {
		t.Errorf("of %d passwords tried at the same moment %d were looked at", guesses, looked)
	}
}

func TestSignInSlowsGuessingDown(t *testing.T) {
	w := newWorld(t)
	for _, email := range []string{"owner@chain.example", "niemand@chain.example"} {
		b := w.browser()
		for range accounts.FreeFailures + 1 {
			b.post("/desk/sign-in", signIn(email, "fout"))
		}
		if got := b.post("/desk/sign-in", signIn(email, password)); got.status != http.StatusTooManyRequests {
			t.Errorf("%s: the next attempt gives %d", email, got.status)
		}
	}
	w.later(accounts.FirstDelay)
	if got := w.browser().post("/desk/sign-in", signIn("owner@chain.example", password)); got.status != http.StatusSeeOther {
		t.Errorf("after the delay the right password gives %d", got.status)
	}
}

func TestSessionIsRenewedAndEnds(t *testing.T) {
	w := newWorld(t)
	b := w.browser()
	b.post("/desk/sign-in", signIn("OWNER@chain.example ", password))
	first := b.token()
	if first == "" {
		t.Fatal("no session after signing in")
	}
	b.post("/desk/sign-in", signIn("owner@chain.example", password))
	if second := b.token(); second == "" || second == first {
		t.Error("signing in keeps the token of before")
	}
	old := b.token()
	if got := b.get("/desk/sign-out"); got.status != http.StatusNotFound && got.status != http.StatusMethodNotAllowed {
		t.Errorf("a link signs out: %d", got.status)
	}
	if got := b.post("/desk/sign-out", nil); got.status != http.StatusSeeOther {
		t.Errorf("signing out gives %d", got.status)
	}
	req, err := http.NewRequest(http.MethodGet, w.url+"/desk", nil)
	must(t, err)
	req.AddCookie(&http.Cookie{Name: "session", Value: old})
	resp, err := w.browser().http.Do(req)
	must(t, err)
	if got := b.read(resp); got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, "/desk/sign-in") {
		t.Errorf("the token still works after signing out: %d", got.status)
	}
}

func TestCookieIsSafe(t *testing.T) {
	w := newWorld(t)
	got := w.browser().post("/desk/sign-in", signIn("owner@chain.example", password))
	cookie := got.header.Get("Set-Cookie")
	for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("the cookie misses %s: %s", part, cookie)
		}
	}
	if known := got.header.Values("Set-Cookie"); len(known) != 2 || !strings.HasPrefix(known[1], "known=") || !strings.Contains(known[1], "Max-Age=7776000") {
		t.Errorf("the browser is not known for 90 days: %q", known)
	}
	over := httptest.NewServer(web.New(web.Config{Office: w.Office, Log: w.Log, Base: w.Base, Secure: true}))
	defer over.Close()
	secure := w.browser()
	secure.world = &world{Office: w.Office, t: t, url: over.URL}
	cookie = secure.post("/desk/sign-in", signIn("owner@chain.example", password)).header.Get("Set-Cookie")
	for _, part := range []string{"__Host-session=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, part) || strings.Contains(cookie, "Domain") {
			t.Errorf("over TLS the cookie misses %s: %s", part, cookie)
		}
	}
	if page := w.as("owner").get("/desk"); page.header.Get("Cache-Control") != "no-store" {
		t.Errorf("pages of staff may be cached: %q", page.header.Get("Cache-Control"))
	}
}

// ASVS 7.4.2: whoever is disabled is out at once, in the middle of whatever they do.
func TestASVS7_4_2_DisabledAccountIsOutAtOnce(t *testing.T) {
	w := newWorld(t)
	b, other := w.as("second"), w.as("second")
	must(t, w.porter().DisableByProgram(t.Context(), "second"))
	for _, b := range []*browser{b, other} {
		if got := b.get("/desk"); got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, "/desk/sign-in") {
			t.Errorf("a page is still shown (%d)", got.status)
		}
		if got := b.get("/desk/list"); !strings.Contains(got.body, "niet meer ingelogd") {
			t.Errorf("a part of a page is still shown: %.80s", got.body)
		}
	}
}

// ASVS 7.2.4: a session that somebody else knew before is worth nothing after signing in.
func TestASVS7_2_4_SessionFixation(t *testing.T) {
	w := newWorld(t, twoFactors)
	attacker := w.browser()
	w.phoneOf("second")
	attacker.post("/desk/sign-in", signIn("second@chain.example", password)) // up to the second step: a session that is kept
	planted := attacker.token()
	if planted == "" {
		t.Fatal("no session between the two steps")
	}
	u, err := url.Parse(w.url)
	must(t, err)
	victim := w.browser()
	victim.http.Jar.SetCookies(u, []*http.Cookie{{Name: "session", Value: planted, Path: "/"}})
	if got := victim.post("/desk/sign-in", signIn("receptionist@chain.example", password)); got.status != http.StatusSeeOther {
		t.Fatalf("signing in gives %d", got.status)
	}
	if victim.token() == planted {
		t.Error("the planted token is kept")
	}
	if got := victim.get("/desk"); got.status != http.StatusOK {
		t.Errorf("who signed in sees %d", got.status)
	}
	if got := attacker.get("/desk"); got.status == http.StatusOK {
		t.Error("who planted the token is in")
	}
}

func TestSignInLeadsBack(t *testing.T) {
	w := newWorld(t)
	b := w.browser()
	got := b.get("/desk/dossiers/WH-X?done=judge")
	if got.status != http.StatusSeeOther || got.location != "/desk/sign-in?next="+url.QueryEscape("/desk/dossiers/WH-X?done=judge") {
		t.Fatalf("without a session: %d to %s", got.status, got.location)
	}
	form := signIn("owner@chain.example", password)
	form.Set("next", "/desk/dossiers/WH-X?done=judge")
	if got := b.post("/desk/sign-in", form); got.location != "/desk/dossiers/WH-X?done=judge" {
		t.Errorf("signing in leads to %s", got.location)
	}
	if got := w.browser().post("/desk/sign-in", signIn("sanne@chain.example", password)); got.location != "/desk/mine" {
		t.Errorf("a specialist lands on %s", got.location)
	}
}

// TestFormSurvivesTheSession sends a form after the session ended: nothing that was typed is lost.
func TestFormSurvivesTheSession(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	action := "/desk/dossiers/" + ref + "/acts/write_note"
	b := w.browser()
	asked := b.post(action, url.Values{"words": {"TYPED <b>ÉÉN</b>\nTWEE"}, "seen": {"1"}})
	if asked.status != http.StatusUnauthorized || !strings.Contains(asked.body, "TYPED &lt;b&gt;ÉÉN&lt;/b&gt;\nTWEE") {
		t.Fatalf("the form is lost: %d", asked.status)
	}
	form := signIn("owner@chain.example", password)
	form.Set("next", action)
	form.Set("kept.words", "TYPED <b>ÉÉN</b>\nTWEE")
	page := b.post("/desk/sign-in", form)
	if page.status != http.StatusOK || !strings.Contains(page.body, "TYPED &lt;b&gt;ÉÉN") || !strings.Contains(page.body, "nog niet verstuurd") {
		t.Fatalf("after signing in the form is not there: %d", page.status)
	}
	done := b.post(action, b.form(page, action, url.Values{"words": {"TYPED"}}))
	if done.status != http.StatusSeeOther {
		t.Errorf("it cannot be sent then: %d", done.status)
	}
	taken := b.post("/desk/sign-out", nil)
	if taken.status != http.StatusSeeOther {
		t.Fatal("cannot sign out")
	}
	form.Set("next", "/desk/new")
	form.Set("kept.kind", "file")
	form.Set("kept.branch", "B1")
	form.Set("kept.story", "KEPT STORY")
	if page := b.post("/desk/sign-in", form); !strings.Contains(page.body, "KEPT STORY") {
		t.Errorf("a complaint being taken down is lost (%d)", page.status)
	}
}

// A session that cannot be saved, because the database is locked say, costs nobody a page: it goes out as it is. Only who signs in
// is told that it did not succeed, and is not sent on.
func TestSession_ThatCannotBeSavedCostsNoPage(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	b := w.as("owner")
	engine.Full(t, engine.SQL(t, w.database), "sessions")
	for _, path := range []string{"/desk", "/desk/dossiers/" + ref, "/desk/dossiers/" + ref + "/explain", "/desk/overview"} {
		got := b.get(path)
		if got.status != http.StatusOK || !strings.HasPrefix(got.body, "<!doctype html>") || strings.Contains(got.body, "Internal Server Error") {
			t.Errorf("%s gives %d: %.60s", path, got.status, got.body)
		}
	}
	if got := b.get("/desk/dossiers/WH-0000-0000"); got.status != http.StatusNotFound {
		t.Errorf("a dossier that is not there gives %d", got.status)
	}
	got := w.browser().post("/desk/sign-in", signIn("owner@chain.example", password))
	if got.status != http.StatusInternalServerError || got.location != "" || !strings.HasPrefix(got.body, "<!doctype html>") {
		t.Errorf("signing in without a session gives %d to %q: %.60s", got.status, got.location, got.body)
	}
}

// ASVS 6.3.1: who knows an address keeps its owner waiting in no browser in which they signed in before.
func TestThrottle_KnownBrowserSignsInWhileOthersGuess(t *testing.T) {
	w := newWorld(t)
	known := w.as("owner")
	known.post("/desk/sign-out", nil)
	for range accounts.FreeFailures + 1 {
		w.browser().post("/desk/sign-in", signIn("owner@chain.example", "fout"))
	}
	if got := w.browser().post("/desk/sign-in", signIn("owner@chain.example", password)); got.status != http.StatusTooManyRequests {
		t.Fatalf("a stranger is answered %d", got.status)
	}
	if got := w.as("assistant").post("/desk/sign-in", signIn("owner@chain.example", password)); got.status != http.StatusTooManyRequests {
		t.Errorf("the browser of a colleague is answered %d", got.status)
	}
	if got := known.post("/desk/sign-in", signIn("owner@chain.example", password)); got.status != http.StatusSeeOther {
		t.Errorf("the browser that is known is answered %d", got.status)
	}
}
