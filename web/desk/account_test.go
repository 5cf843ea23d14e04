package desk_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
)

// twoFactors has the built-in policy say who must show two.
func twoFactors(p *policy.Policy) { p.SignIn = policy.Default().SignIn }

func (w *world) porter() *doors.Porter {
	return &doors.Porter{DB: w.DB, Policy: w.Policy, Clock: w.clock, Key: w.Key, Log: w.Log}
}

// phone makes the codes of one account.
type phone struct {
	*world
	key      string
	recovery []string
}

func (p phone) code() string {
	p.t.Helper()
	code, err := totp.GenerateCode(p.key, p.clock())
	must(p.t, err)
	return code
}

// phoneOf gives an account a second factor, without a page.
func (w *world) phoneOf(id dossier.AccountID) phone {
	w.t.Helper()
	porter := w.porter()
	entry, err := porter.SignIn(w.t.Context(), string(id)+"@chain.example", password, doors.Visitor{})
	must(w.t, err)
	offer, err := porter.OfferTOTP(entry.Staff.Account, "")
	must(w.t, err)
	p := phone{world: w, key: strings.ReplaceAll(offer.Text, " ", "")}
	p.recovery, err = porter.AddTOTP(w.t.Context(), doors.By{Account: id, Login: entry.Staff.Login.ID}, password, offer.Nonce, "Telefoon", p.code())
	must(w.t, err)
	w.later(time.Minute) // that code is used
	return p
}

var (
	keyShown  = regexp.MustCompile(`<code class="keep">([A-Z2-7 ]+)</code>`)
	codeShown = regexp.MustCompile(`<li><code>([a-z0-9]{5}-[a-z0-9]{5})</code></li>`)
)

// TestASVS2_3_1_NothingBeforeTheSecondFactor: whoever must show two factors and has none reaches nothing but the page that sets one up.
func TestASVS2_3_1_NothingBeforeTheSecondFactor(t *testing.T) {
	w := newWorld(t, twoFactors)
	ref := w.file()
	b := w.browser()
	page := b.post("/desk/sign-in", signIn("owner@chain.example", password))
	if page.status != http.StatusOK || !strings.Contains(page.body, "Stel eerst een tweede stap in") {
		t.Fatalf("signing in gives %d: %.200s", page.status, page.body)
	}
	for _, path := range []string{"/desk", "/desk/dossiers/" + ref, "/desk/overview", "/desk/account", "/desk/list", "/desk/new", "/desk/jobs"} {
		got := b.get(path)
		if got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, "/desk/account/app") {
			t.Errorf("%s gives %d to %s", path, got.status, got.location)
		}
	}
	action := "/desk/dossiers/" + ref + "/acts/write_note"
	asked := b.post(action, url.Values{"words": {"KEPT WORDS"}, "seen": {"1"}})
	if asked.status != http.StatusForbidden || !strings.Contains(asked.body, "KEPT WORDS") || !strings.Contains(asked.body, `name="nonce"`) {
		t.Fatalf("an act gives %d", asked.status)
	}
	p := phone{world: w, key: strings.ReplaceAll(keyShown.FindStringSubmatch(asked.body)[1], " ", "")}
	form := b.form(asked, "/desk/account/app", url.Values{"password": {password}, "code": {"000000"}, "name": {"Mijn telefoon"}, "kept.words": {"KEPT WORDS"}})
	wrong := b.post("/desk/account/app", form)
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "Deze code klopt niet") || !strings.Contains(wrong.body, keyShown.FindStringSubmatch(asked.body)[1]) {
		t.Fatalf("a wrong code gives %d, or another key", wrong.status)
	}
	form.Set("code", p.code())
	added := b.follow(b.post("/desk/account/app", form))
	if codes := codeShown.FindAllString(added.body, -1); added.status != http.StatusOK || len(codes) != accounts.RecoveryCodes || !strings.Contains(added.body, "KEPT WORDS") {
		t.Fatalf("setting it up gives %d with %d codes", added.status, len(codes))
	}
	on := b.form(added, "/desk/account/on", url.Values{"kept.words": {"KEPT WORDS"}})
	if back := b.post("/desk/account/on", on); back.status != http.StatusOK || !strings.Contains(back.body, "KEPT WORDS") || !strings.Contains(back.body, "nog niet verstuurd") {
		t.Errorf("going on gives %d", back.status)
	}
	if got := b.get("/desk"); got.status != http.StatusOK {
		t.Errorf("the desk gives %d", got.status)
	}
	wordsComplete(t)
}

// The answers of a form survive both steps of signing in.
func TestFormSurvivesTheSecondStep(t *testing.T) {
	w := newWorld(t, twoFactors)
	ref := w.file()
	p := w.phoneOf("owner")
	b := w.browser()
	action := "/desk/dossiers/" + ref + "/acts/write_note"
	form := signIn("owner@chain.example", password)
	form.Set("next", action)
	form.Set("kept.words", "TYPED <b>ÉÉN</b>\nTWEE")
	page := b.post("/desk/sign-in", form)
	for range 2 { // also through a code that is wrong
		if !strings.Contains(page.body, "TYPED &lt;b&gt;ÉÉN&lt;/b&gt;\nTWEE") || !strings.Contains(page.body, `name="code"`) {
			t.Fatalf("the form is lost at the second step (%d)", page.status)
		}
		page = b.post("/desk/sign-in/code", b.form(page, "/desk/sign-in/code", url.Values{"code": {"000000"}, "kept.words": {"TYPED <b>ÉÉN</b>\nTWEE"}}))
	}
	page = b.post("/desk/sign-in/code", b.form(page, "/desk/sign-in/code", url.Values{"code": {p.code()}, "kept.words": {"TYPED <b>ÉÉN</b>\nTWEE"}}))
	if page.status != http.StatusOK || !strings.Contains(page.body, "TYPED &lt;b&gt;ÉÉN") || !strings.Contains(page.body, "nog niet verstuurd") {
		t.Errorf("after both steps: %d", page.status)
	}
}

func TestSecondStepOfSigningIn(t *testing.T) {
	w := newWorld(t, twoFactors)
	p := w.phoneOf("owner")
	b := w.browser()
	if got := b.get("/desk/sign-in/code"); got.status != http.StatusSeeOther {
		t.Errorf("the second step without the first gives %d", got.status)
	}
	page := b.post("/desk/sign-in", signIn("owner@chain.example", password))
	if got := b.get("/desk"); got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, "/desk/sign-in") {
		t.Fatalf("the password alone gives %d", got.status)
	}
	if got := b.get("/desk/sign-in/code?lang=en"); !strings.Contains(got.body, "Code from your app") {
		t.Errorf("in English: %d", got.status)
	}
	b.get("/desk/sign-in/code?lang=nl")
	page = b.post("/desk/sign-in/code", b.form(page, "/desk/sign-in/code", url.Values{"instead": {"recovery"}}))
	if !strings.Contains(page.body, "Herstelcode") {
		t.Fatal("a recovery code cannot be given")
	}
	wrong := b.post("/desk/sign-in/code", b.form(page, "/desk/sign-in/code", url.Values{"code": {"aaaaa-bbbbb"}}))
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "klopt niet of is al gebruikt") || !strings.Contains(wrong.body, "Herstelcode") {
		t.Errorf("a wrong one gives %d", wrong.status)
	}
	if got := b.post("/desk/sign-in/code", url.Values{"code": {p.recovery[0]}}); got.status != http.StatusSeeOther || got.location != "/desk" {
		t.Errorf("a recovery code gives %d", got.status)
	}
	late := w.browser()
	late.post("/desk/sign-in", signIn("owner@chain.example", password))
	w.later(5 * time.Minute)
	if got := late.post("/desk/sign-in/code", url.Values{"code": {p.code()}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Dat duurde te lang") {
		t.Errorf("too late gives %d", got.status)
	}
	guess := w.browser()
	guess.post("/desk/sign-in", signIn("owner@chain.example", password))
	for range accounts.FreeFailures + 1 {
		guess.post("/desk/sign-in/code", url.Values{"code": {"123456"}})
	}
	if got := guess.post("/desk/sign-in/code", url.Values{"code": {p.code()}}); got.status != http.StatusTooManyRequests {
		t.Errorf("after guessing: %d", got.status)
	}
	wordsComplete(t)
}

// ASVS 7.4.3: one sees where one is signed in, and ends it there.
func TestASVS7_4_3_SessionsAreListedAndEnded(t *testing.T) {
	w := newWorld(t)
	here, there, elsewhere := w.as("receptionist"), w.as("receptionist"), w.as("receptionist")
	somebody := w.as("sanne")
	page := here.get("/desk/account")
	ends := regexp.MustCompile(`action="(/desk/account/logins/l-[a-z0-9]+/end)"`).FindAllStringSubmatch(page.body, -1)
	if page.status != http.StatusOK || len(ends) != 3 || strings.Count(page.body, "Dit apparaat") != 1 {
		t.Fatalf("%d devices on the page (%d)", len(ends), page.status)
	}
	if got := somebody.post(ends[0][1], nil); got.status != http.StatusSeeOther {
		t.Errorf("somebody else gives %d", got.status)
	}
	out := func() (n int) {
		for _, b := range []*browser{here, there, elsewhere} {
			if b.get("/desk").status != http.StatusOK {
				n++
			}
		}
		return n
	}
	if out() != 0 {
		t.Error("somebody else ended a login")
	}
	for _, end := range ends { // those that are not this one
		row, _, _ := strings.Cut(page.body[strings.Index(page.body, `<tr id="login-`+strings.Split(end[1], "/")[4]):], "</tr>")
		if !strings.Contains(row, "Dit apparaat") {
			if got := here.post(end[1], nil); got.location != "/desk/account?done=signed_out" {
				t.Errorf("ending one gives %d to %s", got.status, got.location)
			}
			break
		}
	}
	if out() != 1 {
		t.Errorf("%d are out after one was ended", out())
	}
	here.post("/desk/account/logins/end", nil)
	if got := here.get("/desk/account?done=signed_out_elsewhere"); out() != 2 || !strings.Contains(got.body, "Op alle andere apparaten bent u uitgelogd") {
		t.Errorf("%d are out after all others were ended", out())
	}
	wordsComplete(t)
}

func TestPasswordIsChangedOnTheAccountPage(t *testing.T) {
	w := newWorld(t)
	b, other := w.as("receptionist"), w.as("receptionist")
	const fresh = "zeven nieuwe woorden daar"
	change := func(present, chosen, again string) answer {
		return b.post("/desk/account/password", url.Values{"password": {present}, "new": {chosen}, "again": {again}})
	}
	for name, c := range map[string]struct{ present, chosen, again, says string }{
		"wrong":   {"een verkeerd wachtwoord", fresh, fresh, "Dit is niet uw huidige wachtwoord"},
		"differs": {password, fresh, fresh + "x", "niet gelijk"},
		"short":   {password, "kort99jes", "kort99jes", "te kort"},
		"long":    {password, strings.Repeat("lang zin ", 20), strings.Repeat("lang zin ", 20), "te lang"},
		"common":  {password, "Wachtwoord2026!", "Wachtwoord2026!", "makkelijk te raden"},
		"own":     {password, "ReceptionistResi", "ReceptionistResi", "makkelijk te raden"},
	} {
		got := change(c.present, c.chosen, c.again)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(html.UnescapeString(got.body), c.says) {
			t.Errorf("%s: %d", name, got.status)
		}
		if strings.Contains(got.body, html.EscapeString(c.chosen)) || strings.Contains(got.body, password) {
			t.Errorf("%s: a password comes back", name)
		}
	}
	if got := change(password, fresh, fresh); got.location != "/desk/account?done=password" {
		t.Fatalf("changing gives %d to %s", got.status, got.location)
	}
	if got := b.get("/desk/account?done=password"); got.status != http.StatusOK || !strings.Contains(got.body, "Uw wachtwoord is veranderd") {
		t.Errorf("who changed it sees %d", got.status)
	}
	if got := other.get("/desk"); got.status != http.StatusSeeOther {
		t.Errorf("the other device still shows %d", got.status)
	}
	if got := other.post("/desk/account/password", url.Values{"password": {fresh}, "new": {"x"}, "again": {"x"}}); strings.Contains(got.body, fresh) || got.status != http.StatusSeeOther {
		t.Errorf("a password waits on the page that asks to sign in (%d)", got.status)
	}
	wordsComplete(t)
}

func TestFactorsOnTheAccountPage(t *testing.T) {
	w := newWorld(t, twoFactors)
	b := w.as("receptionist")
	set := b.get("/desk/account/app")
	p := phone{world: w, key: strings.ReplaceAll(keyShown.FindStringSubmatch(set.body)[1], " ", "")}
	if !strings.Contains(set.body, `src="data:image/png;base64,`) || !strings.Contains(set.header.Get("Content-Security-Policy"), "img-src 'self' data:") {
		t.Error("no picture, or one that the browser will not show")
	}
	form := b.form(set, "/desk/account/app", url.Values{"password": {"fout"}, "code": {p.code()}, "name": {`<b>"Telefoon"`}})
	if got := b.post("/desk/account/app", form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "niet uw huidige wachtwoord") {
		t.Errorf("a wrong password gives %d", got.status)
	}
	form.Set("password", password)
	form.Set("code", p.code())
	added := b.follow(b.post("/desk/account/app", form))
	codes := codeShown.FindAllStringSubmatch(added.body, -1)
	if added.status != http.StatusOK || len(codes) != accounts.RecoveryCodes || added.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("adding gives %d with %d codes, kept %q", added.status, len(codes), added.header.Get("Cache-Control"))
	}
	page := b.get("/desk/account")
	if !strings.Contains(page.body, "&lt;b&gt;&#34;Telefoon&#34;") || !strings.Contains(page.body, "nog 10 herstelcodes") || strings.Contains(page.body, codes[0][1]) {
		t.Error("the app is not on the page, or the codes are")
	}
	wrong := b.post("/desk/account/recovery-codes", url.Values{"password": {"fout"}})
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "niet uw huidige wachtwoord") {
		t.Errorf("new codes with a wrong password: %d", wrong.status)
	}
	fresh := b.follow(b.post("/desk/account/recovery-codes", url.Values{"password": {password}}))
	if again := codeShown.FindAllStringSubmatch(fresh.body, -1); len(again) != accounts.RecoveryCodes || again[0][1] == codes[0][1] {
		t.Errorf("new codes: %d", fresh.status)
	}
	remove := regexp.MustCompile(`action="(/desk/account/factors/f-[a-z0-9]+/remove)"`).FindStringSubmatch(page.body)[1]
	if got := b.post(remove, url.Values{"password": {"fout"}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "niet uw huidige wachtwoord") {
		t.Errorf("removing with a wrong password: %d", got.status)
	}
	if got := b.post(remove, url.Values{"password": {password}}); got.location != "/desk/account?done=factor_removed" {
		t.Errorf("removing gives %d", got.status)
	}
	if got := b.post(remove, url.Values{"password": {password}}); got.status != http.StatusNotFound {
		t.Errorf("removing what is gone gives %d", got.status)
	}
	wordsComplete(t)
}

// Whoever loads the page of their recovery codes anew sees them again, until they go on or ten minutes have passed; nobody else does.
func TestRecoveryCodesAreShownAgainUntilOneGoesOn(t *testing.T) {
	w := newWorld(t)
	b, other := w.asWithCode(t), w.as("assistant")
	if got := b.get("/desk/account/recovery-codes"); got.location != "/desk/account" {
		t.Errorf("before any are made: %d %s", got.status, got.location)
	}
	made := b.follow(b.post("/desk/account/recovery-codes", url.Values{"password": {password}}))
	codes := codeShown.FindAllStringSubmatch(made.body, -1)
	if len(codes) != accounts.RecoveryCodes {
		t.Fatalf("%d codes are shown", len(codes))
	}
	if again := b.get("/desk/account/recovery-codes"); !strings.Contains(again.body, codes[9][1]) || again.header.Get("Cache-Control") != "no-store" {
		t.Error("loading the page anew loses them")
	}
	file := b.get("/desk/account/recovery-codes/text")
	if !strings.Contains(file.body, codes[0][1]+"\r\n") || !strings.Contains(file.header.Get("Content-Disposition"), "attachment") || file.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the file reads %q", file.body)
	}
	if got := other.get("/desk/account/recovery-codes"); got.location != "/desk/account" {
		t.Error("somebody else sees the page")
	}
	w.later(10 * time.Minute)
	if got := b.get("/desk/account/recovery-codes"); got.location != "/desk/account" {
		t.Error("they are shown for ever")
	}
	made = b.follow(b.post("/desk/account/recovery-codes", url.Values{"password": {password}}))
	if got := b.post("/desk/account/on", b.form(made, "/desk/account/on", nil)); got.location != "/desk/account" {
		t.Errorf("going on leads to %s", got.location)
	}
	for _, path := range []string{"/desk/account/recovery-codes", "/desk/account/recovery-codes/text"} {
		if got := b.get(path); got.location != "/desk/account" {
			t.Errorf("%s shows them after going on", path)
		}
	}
}

// asWithCode is the owner, signed in by both steps.
func (w *world) asWithCode(t *testing.T) *browser {
	t.Helper()
	p := w.phoneOf("owner")
	b := w.browser()
	page := b.post("/desk/sign-in", signIn("owner@chain.example", password))
	if in := b.post("/desk/sign-in/code", b.form(page, "/desk/sign-in/code", url.Values{"code": {p.code()}})); in.status != http.StatusSeeOther {
		t.Fatalf("the code gives %d", in.status)
	}
	return b
}

// follow goes where an answer leads, if it leads anywhere.
func (b *browser) follow(a answer) answer {
	b.t.Helper()
	if a.location == "" {
		return a
	}
	return b.get(a.location)
}
