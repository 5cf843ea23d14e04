package desk_test

import (
	"bytes"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/doors/openid"
	"github.com/wederhoor/wederhoor/doors/openid/openidtest"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/outbound"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/tools/logwatch"
	"github.com/wederhoor/wederhoor/web"
)

// logged is what was logged.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// serveWith serves the same office by a porter that is changed first.
func (w *world) serveWith(change func(*doors.Porter)) *logged {
	w.t.Helper()
	log := &logged{}
	porter := w.porter()
	porter.Log = slog.New(slog.NewTextHandler(io.MultiWriter(log, logwatch.Writer()), nil))
	change(porter)
	server := httptest.NewServer(logwatch.Watch(web.New(web.Config{Office: w.Office, Porter: porter, Log: porter.Log, Base: w.Base})))
	w.t.Cleanup(server.Close)
	w.url = server.URL
	return log
}

// provided is a world with an identity provider, called Keteninlog.
type provided struct {
	*world
	fake *openidtest.Provider
	log  *logged
}

const back = "/desk/sign-in/oidc/back"

func withProvider(t *testing.T) *provided {
	t.Helper()
	w := newWorld(t, twoFactors)
	p := &provided{world: w, fake: openidtest.New(t, w.clock)}
	allowed, err := outbound.ParseAllowed("127.0.0.1")
	must(t, err)
	p.log = w.serveWith(func(porter *doors.Porter) {
		porter.OpenID = openid.New(openid.Settings{
			Issuer: p.fake.URL, ClientID: openidtest.ClientID, ClientSecret: openidtest.ClientSecret, Name: "Keteninlog", Back: w.Base + back,
		}, outbound.New(allowed), w.clock)
	})
	return p
}

// known is an account that is linked at the provider already.
func (p *provided) known(id dossier.AccountID, subject string) {
	p.t.Helper()
	must(p.t, p.DB.Write(p.t.Context(), func(tx *store.Tx) error {
		return tx.SaveIdentity(store.Identity{Issuer: p.fake.URL, Subject: subject, Account: id, Added: start})
	}))
}

var leaving = regexp.MustCompile(`<meta http-equiv="refresh" content="0;url=([^"]+)"`)

// walk goes to the provider from a page that leads there, and gives the path with which it leads back.
func (b *browser) walk(page answer) string {
	b.t.Helper()
	found := leaving.FindStringSubmatch(page.body)
	if page.status != http.StatusOK || found == nil {
		b.t.Fatalf("no way to the provider (%d): %.300s", page.status, page.body)
	}
	resp, err := b.http.Get(html.UnescapeString(found[1]))
	must(b.t, err)
	at := b.read(resp)
	path, ok := strings.CutPrefix(at.location, b.Base)
	if at.status != http.StatusFound || !ok {
		b.t.Fatalf("the provider answers %d and leads to %s: %s", at.status, at.location, at.body)
	}
	return path
}

// signInBy signs in by the provider, from a page with the sign-in form.
func (b *browser) signInBy(form url.Values) answer {
	b.t.Helper()
	return b.get(b.walk(b.post("/desk/sign-in/oidc", form)))
}

func TestOpenID_SignsIn(t *testing.T) {
	p := withProvider(t)
	p.known("receptionist", "s-1")
	b := p.browser()
	page := b.get("/desk/sign-in?next=/desk/overview")
	if !strings.Contains(page.body, "Inloggen met Keteninlog") {
		t.Fatal("there is no button")
	}
	form := b.form(page, "/desk/sign-in/oidc", nil)
	way := b.post("/desk/sign-in/oidc", form)
	if !strings.Contains(way.body, `class="button" href="`+leaving.FindStringSubmatch(way.body)[1]) {
		t.Error("there is no link for browsers that do not go on by themselves")
	}
	before := b.token()
	path := b.walk(way)
	got := b.get(path)
	if got.status != http.StatusSeeOther || got.location != "/desk/overview" {
		t.Fatalf("coming back gives %d to %q: %.200s", got.status, got.location, got.body)
	}
	if after := b.token(); after == before || after == "" {
		t.Error("ASVS 7.2.4: the session keeps the token of before")
	}
	if got := b.get("/desk"); got.status != http.StatusOK {
		t.Errorf("the desk gives %d", got.status)
	}
	q, err := url.Parse(path)
	must(t, err)
	for _, secret := range []string{q.Query().Get("code"), q.Query().Get("state"), openidtest.ClientSecret} {
		if strings.Contains(p.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	// The same answer a second time is nobody's.
	again := b.get(path)
	if again.status != http.StatusUnprocessableEntity || !strings.Contains(again.body, "begon in een ander venster") {
		t.Errorf("the same answer again gives %d", again.status)
	}
	wordsComplete(t)
}

// ASVS 10.2.1, login CSRF: the answer to somebody else's request signs nobody in, and ends nobody's session.
func TestASVS10_2_1_OpenIDAnswerOfAnotherBrowserIsRefused(t *testing.T) {
	p := withProvider(t)
	p.known("receptionist", "s-1")
	attacker, victim := p.browser(), p.as("breda")
	path := attacker.walk(attacker.post("/desk/sign-in/oidc", url.Values{}))
	for name, b := range map[string]*browser{"nobody": p.browser(), "somebody": victim} {
		got := b.get(path)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "begon in een ander venster") {
			t.Errorf("%s: %d", name, got.status)
		}
		if at := b.get("/desk"); (at.status == http.StatusOK) != (b == victim) {
			t.Errorf("%s is signed in afterwards: %d", name, at.status)
		}
	}
	begun := p.browser()
	begun.post("/desk/sign-in/oidc", url.Values{})
	if got := begun.get(path); got.status != http.StatusUnprocessableEntity {
		t.Errorf("one who began too: %d", got.status)
	}
	if got := attacker.get(path); got.status != http.StatusSeeOther {
		t.Errorf("who asked: %d", got.status)
	}
}

// R5: what was being filled in when the session ended is still there after the way through the provider, and after a failure of it.
func TestOpenID_R5_FormSurvives(t *testing.T) {
	p := withProvider(t)
	p.known("receptionist", "s-1")
	ref := p.file()
	action := "/desk/dossiers/" + ref + "/acts/write_note"
	form := url.Values{"next": {action}, "kept.words": {"TYPED <b>ÉÉN</b>\nTWEE"}}
	b := p.browser()
	page := b.signInBy(form)
	if page.status != http.StatusOK || !strings.Contains(page.body, "TYPED &lt;b&gt;ÉÉN") || !strings.Contains(page.body, "nog niet verstuurd") {
		t.Errorf("after signing in the form is not there: %d", page.status)
	}
	p.fake.Sits(openidtest.Person{Subject: "nobody"})
	b = p.browser()
	page = b.signInBy(form)
	if page.status != http.StatusUnprocessableEntity || !strings.Contains(page.body, "TYPED &lt;b&gt;ÉÉN") || !strings.Contains(page.body, `value="`+action+`"`) {
		t.Errorf("after a failure the form is not there: %d", page.status)
	}
}

func TestOpenID_OpenRedirect(t *testing.T) {
	p := withProvider(t)
	p.known("receptionist", "s-1")
	for _, next := range []string{"https://evil.example", "//evil.example", "/desk/../evil", "javascript:alert(1)", "/desk/sign-in/oidc"} {
		if got := p.browser().signInBy(url.Values{"next": {next}}); got.location != "/desk" {
			t.Errorf("%s leads to %q", next, got.location)
		}
	}
}

// ASVS 10.5.2, 6.3.8: whoever is known by e-mail address alone, is disabled, or unknown, reads the same.
func TestASVS10_5_2_OpenIDWhoIsNotLinkedReadsTheSame(t *testing.T) {
	p := withProvider(t)
	p.known("receptionist", "s-1")
	p.disable("receptionist", true)
	told := map[string]bool{}
	for _, who := range []openidtest.Person{{Subject: "s-1"}, {Subject: "s-2", Email: "owner@chain.example"}, {Subject: "s-3"}} {
		p.fake.Sits(who)
		got := p.browser().signInBy(url.Values{})
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "koppel uw account bij ‘Mijn account’") {
			t.Errorf("%s: %d", who.Subject, got.status)
		}
		told[message(got)] = true
	}
	if len(told) != 1 {
		t.Errorf("told differently: %v", told)
	}
}

// A provider that is away keeps nobody from signing in by password, and is told in words, with the number that the log has.
func TestOpenID_ProviderErrorsAreToldWithANumber(t *testing.T) {
	number := regexp.MustCompile(`\b[0-9a-f]{8}\b`)
	for name, c := range map[string]struct {
		change func(*openidtest.Provider)
		status int
		text   string
	}{
		"away":    {func(p *openidtest.Provider) { p.Down = true }, http.StatusServiceUnavailable, "Keteninlog antwoordt nu niet"},
		"no keys": {func(p *openidtest.Provider) { p.KeysDown = true }, http.StatusServiceUnavailable, "Keteninlog antwoordt nu niet"},
		"denied": {func(p *openidtest.Provider) {
			p.Answer = func(q url.Values) { q.Del("code"); q.Set("error", "access_denied") }
		}, http.StatusUnprocessableEntity, "Keteninlog liet u niet door"},
		"rejected": {func(p *openidtest.Provider) { p.Claims = func(c map[string]any) { c["aud"] = "other" } }, http.StatusUnprocessableEntity, "Het antwoord van Keteninlog was niet in orde"},
	} {
		p := withProvider(t)
		p.known("receptionist", "s-1")
		p.fake.Set(c.change)
		b := p.browser()
		got := b.post("/desk/sign-in/oidc", url.Values{})
		if name != "away" {
			got = b.get(b.walk(got))
		}
		if got.status != c.status || !strings.Contains(got.body, c.text) || !strings.Contains(got.body, `name="password"`) {
			t.Errorf("%s gives %d: %s", name, got.status, message(got))
		}
		if n := number.FindString(message(got)); n == "" || !strings.Contains(p.log.String(), "number="+n) {
			t.Errorf("%s: number %q is not in the log", name, n)
		}
		if got := b.post("/desk/sign-in", signIn("receptionist@chain.example", password)); got.status != http.StatusSeeOther {
			t.Errorf("%s: by password: %d", name, got.status)
		}
	}
}

func TestOpenID_SecondFactorIsAsked(t *testing.T) {
	p := withProvider(t)
	phone := p.phoneOf("receptionist")
	p.known("receptionist", "s-1")
	b := p.browser()
	page := b.signInBy(url.Values{"next": {"/desk/overview"}})
	if page.status != http.StatusOK || !strings.Contains(page.body, `name="code"`) {
		t.Fatalf("no code is asked: %d", page.status)
	}
	if got := b.get("/desk"); got.status != http.StatusSeeOther {
		t.Errorf("the desk is open before it: %d", got.status)
	}
	done := b.post("/desk/sign-in/code", b.form(page, "/desk/sign-in/code", url.Values{"code": {phone.code()}}))
	if done.status != http.StatusSeeOther || done.location != "/desk/overview" {
		t.Errorf("the code leads to %d %s", done.status, done.location)
	}
	p.fake.Sits(openidtest.Person{Subject: "s-1", Methods: []string{"pwd", "mfa"}})
	if got := p.browser().signInBy(url.Values{}); got.status != http.StatusSeeOther || got.location != "/desk" {
		t.Errorf("a provider that asked for two: %d to %s", got.status, got.location)
	}
}

// ASVS 7.5.1: an account is linked from its page, after the password was given again; and unlinked the same way.
func TestASVS7_5_1_OpenIDLinkingOnTheAccountPage(t *testing.T) {
	p := withProvider(t)
	b := p.as("receptionist")
	page := b.get("/desk/account")
	if !strings.Contains(page.body, "Koppel uw account, dan logt u voortaan in met Keteninlog") {
		t.Fatal("nothing about linking")
	}
	wrong := b.post("/desk/account/identities", url.Values{"password": {"een verkeerd wachtwoord"}})
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "Dit is niet uw huidige wachtwoord") {
		t.Errorf("a wrong password gives %d", wrong.status)
	}
	path := b.walk(b.post("/desk/account/identities", url.Values{"password": {password}}))
	if got := p.as("utrecht").get(path); got.status != http.StatusUnprocessableEntity {
		t.Errorf("another who opens it: %d", got.status)
	}
	path = b.walk(b.post("/desk/account/identities", url.Values{"password": {password}}))
	if got := b.get(path); got.status != http.StatusSeeOther || got.location != "/desk/account?done=identity_added" {
		t.Fatalf("linking gives %d to %s", got.status, got.location)
	}
	page = b.get("/desk/account?done=identity_added")
	if !strings.Contains(page.body, "Uw account is gekoppeld") || strings.Contains(page.body, `action="/desk/account/identities"`) {
		t.Error("the page does not say that it is linked")
	}
	if got := p.browser().signInBy(url.Values{}); got.status != http.StatusSeeOther || got.location != "/desk" {
		t.Errorf("signing in gives %d to %s", got.status, got.location)
	}
	other := p.as("utrecht")
	taken := other.get(other.walk(other.post("/desk/account/identities", url.Values{"password": {password}})))
	if taken.status != http.StatusUnprocessableEntity || !strings.Contains(taken.body, "al aan een ander account gekoppeld") {
		t.Errorf("what is another's gives %d", taken.status)
	}
	action := regexp.MustCompile(`/desk/account/identities/[0-9a-f]+/remove`).FindString(page.body)
	if got := b.post(action, url.Values{"password": {"een verkeerd wachtwoord"}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "<details open") {
		t.Errorf("unlinking with a wrong password gives %d", got.status)
	}
	if got := other.post(action, url.Values{"password": {password}}); got.status != http.StatusNotFound {
		t.Errorf("unlinking another's gives %d", got.status)
	}
	if got := b.post(action, url.Values{"password": {password}}); got.location != "/desk/account?done=identity_removed" {
		t.Errorf("unlinking gives %d", got.status)
	}
	if got := p.browser().signInBy(url.Values{}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("signing in by it then gives %d", got.status)
	}
	wordsComplete(t)
}

// Linking to a provider that is away, and coming back after the session ended.
func TestOpenID_LinkingThatFails(t *testing.T) {
	p := withProvider(t)
	b := p.as("receptionist")
	way := b.post("/desk/account/identities", url.Values{"password": {password}})
	path := b.walk(way)
	p.disable("receptionist", true)
	if got := b.get(path); got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, "/desk/sign-in") {
		t.Errorf("after the session ended: %d to %s", got.status, got.location)
	}
	p.disable("receptionist", false)
	p.fake.Set(func(f *openidtest.Provider) { f.Claims = func(c map[string]any) { c["nonce"] = "another" } })
	b = p.as("receptionist")
	got := b.get(b.walk(b.post("/desk/account/identities", url.Values{"password": {password}})))
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Het antwoord van Keteninlog was niet in orde") || !strings.Contains(got.body, "Mijn account") {
		t.Errorf("an answer that proves nothing: %d", got.status)
	}
}

func TestOpenID_WithoutAProviderThereIsNothing(t *testing.T) {
	w := newWorld(t)
	b := w.as("receptionist")
	if page := b.get("/desk/account"); strings.Contains(page.body, "/desk/account/identities") {
		t.Error("the account page offers to link")
	}
	if page := w.browser().get("/desk/sign-in"); strings.Contains(page.body, "/desk/sign-in/oidc") {
		t.Error("the sign-in page has a button")
	}
	for path, got := range map[string]answer{
		"sign in": w.browser().post("/desk/sign-in/oidc", nil), "back": w.browser().get(back + "?code=x&state=y"),
		"link": b.post("/desk/account/identities", url.Values{"password": {password}}),
	} {
		if got.status != http.StatusNotFound {
			t.Errorf("%s gives %d", path, got.status)
		}
	}
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SaveIdentity(store.Identity{Issuer: "https://old.example", Subject: "s-9", Account: "receptionist", Added: start})
	}))
	if page := b.get("/desk/account"); !strings.Contains(page.body, "Gekoppeld bij een dienst die niet meer in gebruik is: https://old.example") {
		t.Error("what was linked before cannot be taken away")
	}
}

// Whoever accepts an invitation can link the account in the same go; when the provider is away they are in all the same, and told so.
func TestOpenID_LinkingWithAnInvitation(t *testing.T) {
	p := withProvider(t)
	accept := func(name string) (*browser, answer) {
		path, err := p.porter().InviteByProgram(t.Context(), doors.Details{
			Name: name, Email: name + "@chain.example", Roles: []dossier.Role{dossier.RoleReceptionist},
		})
		must(t, err)
		b := p.browser()
		b.get(path)
		if page := b.get("/desk/choose"); !strings.Contains(page.body, "Wachtwoord kiezen en koppelen aan Keteninlog") {
			t.Fatal("linking is not offered")
		}
		const fresh = "zeven andere woorden hier neergezet"
		return b, b.post("/desk/choose", url.Values{"new": {fresh}, "again": {fresh}, "link": {"yes"}})
	}
	b, way := accept("nora")
	if got := b.get(b.walk(way)); got.status != http.StatusSeeOther || got.location != "/desk/account?done=identity_added" {
		t.Errorf("linking gives %d to %s", got.status, got.location)
	}
	if got := p.browser().signInBy(url.Values{}); got.status != http.StatusSeeOther || got.location != "/desk" {
		t.Errorf("signing in by it gives %d to %s", got.status, got.location)
	}
	away := withProvider(t)
	away.fake.Set(func(f *openidtest.Provider) { f.Down = true })
	p = away
	b, told := accept("otto")
	if told.status != http.StatusServiceUnavailable || !strings.Contains(told.body, "Uw wachtwoord is gekozen en u bent ingelogd") {
		t.Errorf("a provider that is away gives %d", told.status)
	}
	if got := b.get("/desk"); got.status != http.StatusOK {
		t.Errorf("the desk gives %d", got.status)
	}
	wordsComplete(t)
}
