package desk_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// mailed are the messages to an address, at least so many: a link for a forgotten password is made after the answer, by a job.
func (w *world) mailed(address string, n int) []store.Message {
	w.t.Helper()
	w.later(3 * time.Second)
	list, err := w.DB.Read().Mailbox(w.t.Context(), address, 100)
	must(w.t, err)
	if len(list) < n {
		w.t.Fatalf("%s was mailed %d messages, not %d", address, len(list), n)
	}
	return list
}

// linkIn is the path of the link that the newest message carries.
func (w *world) linkIn(m store.Message) string {
	w.t.Helper()
	path, ok := w.porter().LinkOf(m)
	if !ok {
		w.t.Fatalf("no link in %s", m.Kind)
	}
	return path
}

func details(name, email string, roles ...string) url.Values {
	return url.Values{"name": {name}, "email": {email}, "roles": roles, "password": {password}}
}

// An invited colleague: from the form of the administrator to the desk.
func TestInvitation(t *testing.T) {
	w := newWorld(t, twoFactors)
	phone := w.phoneOf("keeper")
	admin := w.browser()
	page := admin.post("/desk/sign-in", signIn("keeper@chain.example", password))
	admin.post("/desk/sign-in/code", admin.form(page, "/desk/sign-in/code", url.Values{"code": {phone.code()}}))
	form := details("Nora <b>Nieuw</b>", "nora@chain.example", "receptionist")
	form.Set("branch", "B1")
	invited := admin.post("/desk/accounts/new", form)
	if invited.status != http.StatusSeeOther || !strings.HasSuffix(invited.location, "?done=invited") {
		t.Fatalf("inviting gives %d to %s: %.300s", invited.status, invited.location, message(invited))
	}
	shown := admin.get(invited.location)
	if !strings.Contains(shown.body, "Nora &lt;b&gt;Nieuw&lt;/b&gt;") || !strings.Contains(shown.body, "Utrecht Oudegracht") || !strings.Contains(shown.body, "Uitgenodigd") {
		t.Errorf("the account reads %d", shown.status)
	}
	path := w.linkIn(w.mailed("nora@chain.example", 1)[0])
	nora := w.browser()
	for range 3 { // programs that look through mail open it too
		opened := w.browser().get(path)
		if opened.status != http.StatusSeeOther || opened.location != "/desk/choose" || opened.header.Get("Referrer-Policy") != "no-referrer" {
			t.Fatalf("the link gives %d to %s", opened.status, opened.location)
		}
	}
	nora.get(path)
	choose := nora.get("/desk/choose")
	if choose.status != http.StatusOK || !strings.Contains(choose.body, "Welkom Nora &lt;b&gt;Nieuw&lt;/b&gt;") || strings.Contains(choose.body, path[len(doors.TicketPath):]) {
		t.Fatalf("choosing gives %d", choose.status)
	}
	const fresh = "acht verse woorden hier"
	for says, given := range map[string][2]string{"niet gelijk": {fresh, fresh + "x"}, "te kort": {"kort", "kort"}, "makkelijk te raden": {"Wachtwoord2026!", "Wachtwoord2026!"}} {
		if got := nora.post("/desk/choose", url.Values{"new": {given[0]}, "again": {given[1]}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, says) {
			t.Errorf("%q: %d", given, got.status)
		}
	}
	if got := nora.post("/desk/choose", url.Values{"new": {fresh}, "again": {fresh}}); got.status != http.StatusSeeOther || got.location != "/desk" {
		t.Fatalf("choosing gives %d to %s", got.status, got.location)
	}
	if got := nora.get("/desk"); got.status != http.StatusOK || !strings.Contains(got.body, "Nora &lt;b&gt;Nieuw") {
		t.Errorf("the desk gives %d", got.status)
	}
	for _, again := range []answer{w.browser().get(path), nora.post("/desk/choose", url.Values{"new": {fresh}, "again": {fresh}}), w.browser().get("/desk/choose/x"), w.browser().get("/desk/choose")} {
		if again.status != http.StatusGone || !strings.Contains(again.body, "Deze link werkt niet") {
			t.Errorf("a link that does not work gives %d", again.status)
		}
	}
	wordsComplete(t)
}

// An owner who is invited sets up a second factor before anything else.
func TestInvitedOwnerSetsUpASecondFactor(t *testing.T) {
	w := newWorld(t, twoFactors)
	path, err := w.porter().InviteByProgram(t.Context(), doors.Details{Name: "Otto", Email: "otto@chain.example", Roles: []dossier.Role{dossier.RoleOwner, dossier.RoleAdministrator}})
	must(t, err)
	b := w.browser()
	b.get(path)
	const fresh = "acht verse woorden hier"
	page := b.post("/desk/choose", url.Values{"new": {fresh}, "again": {fresh}})
	if page.status != http.StatusOK || !strings.Contains(page.body, "Stel eerst een tweede stap in") {
		t.Fatalf("after choosing: %d", page.status)
	}
	p := phone{world: w, key: strings.ReplaceAll(keyShown.FindStringSubmatch(page.body)[1], " ", "")}
	page = b.follow(b.post("/desk/account/app", b.form(page, "/desk/account/app", url.Values{"code": {p.code()}, "name": {"x"}, "password": {fresh}})))
	if page = b.post("/desk/account/on", b.form(page, "/desk/account/on", nil)); page.location != "/desk" {
		t.Errorf("going on leads to %q (%d)", page.location, page.status)
	}
}

// ASVS 6.3.8: what is answered to who forgot their password is the same for a known, an unknown and a disabled account.
func TestASVS6_3_8_ForgottenAnswersAlike(t *testing.T) {
	w := newWorld(t)
	known := w.browser().post("/desk/forgotten", url.Values{"email": {"owner@chain.example"}})
	if known.status != http.StatusOK || !strings.Contains(known.body, "Als er een account met dit adres is") || strings.Contains(known.body, "owner@chain") {
		t.Fatalf("a known account gives %d", known.status)
	}
	for _, email := range []string{"niemand@chain.example", "gone@chain.example", "OWNER@chain.example"} {
		got := w.browser().post("/desk/forgotten", url.Values{"email": {email}})
		if got.status != known.status || got.body != known.body || got.header.Get("Set-Cookie") != known.header.Get("Set-Cookie") {
			t.Errorf("%s is answered otherwise (%d)", email, got.status)
		}
	}
	if got := w.browser().post("/desk/forgotten", url.Values{"email": {"geen adres"}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "geen adres") {
		t.Errorf("what is no address gives %d", got.status)
	}
	for range accounts.FreeFailures {
		w.browser().post("/desk/forgotten", url.Values{"email": {"owner@chain.example"}})
	}
	if got := w.browser().post("/desk/forgotten", url.Values{"email": {"owner@chain.example"}}); got.status != http.StatusTooManyRequests {
		t.Errorf("asking without end gives %d", got.status)
	}
	w.mailed("owner@chain.example", 5)
	if list, err := w.DB.Read().Mailbox(t.Context(), "", 100); err != nil || len(list) > accounts.FreeFailures+1+1 {
		t.Errorf("%d messages (%v)", len(list), err)
	}
	wordsComplete(t)
}

// The mail leads to the address of the office, whatever Host the request for it names.
func TestHostHeaderInReset(t *testing.T) {
	w := newWorld(t)
	form := url.Values{"email": {"owner@chain.example"}}
	req, err := http.NewRequest(http.MethodPost, w.url+"/desk/forgotten", strings.NewReader(form.Encode()))
	must(t, err)
	req.Host = "evil.example"
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Forwarded-Host", "evil.example")
	req.Header.Set("Forwarded", "host=evil.example")
	b := w.browser()
	resp, err := b.http.Do(req)
	must(t, err)
	if got := b.read(resp); strings.Contains(got.body, "evil.example") {
		t.Error("the answer names it")
	}
	m := w.mailed("owner@chain.example", 1)[0]
	path := w.linkIn(m)
	if strings.Contains(m.Subject+m.Body+path, "evil") || strings.Contains(m.Body, "http") || !strings.HasPrefix(path, "/desk/choose/") {
		t.Errorf("the mail reads %s, its link %s", m.Body, path)
	}
	if opened := w.browser().get(path); opened.status != http.StatusSeeOther || opened.location != "/desk/choose" {
		t.Errorf("the link gives %d", opened.status)
	}
}

// ASVS 6.4.3: whoever chose another password by a link still shows the second factor.
func TestASVS6_4_3_ResetAsksForTheSecondFactor(t *testing.T) {
	w := newWorld(t, twoFactors)
	p := w.phoneOf("owner")
	before := len(w.mailed("owner@chain.example", 1))
	w.browser().post("/desk/forgotten", url.Values{"email": {"owner@chain.example"}})
	b := w.browser()
	b.get(w.linkIn(w.mailed("owner@chain.example", before+1)[0]))
	const fresh = "acht verse woorden hier"
	page := b.post("/desk/choose", url.Values{"new": {fresh}, "again": {fresh}})
	if page.status != http.StatusOK || !strings.Contains(page.body, `name="code"`) {
		t.Fatalf("after choosing: %d", page.status)
	}
	if got := b.get("/desk"); got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, "/desk/sign-in") {
		t.Errorf("the desk is open before the code (%d)", got.status)
	}
	if got := b.post("/desk/sign-in/code", b.form(page, "/desk/sign-in/code", url.Values{"code": {p.code()}})); got.status != http.StatusSeeOther {
		t.Errorf("the code gives %d", got.status)
	}
}

// Owner and auditor read who has an account and what was done with it; administrators change it; to all others there is no such page.
func TestWhoSeesAccounts(t *testing.T) {
	w := newWorld(t)
	for who, want := range map[dossier.AccountID]int{
		"keeper": http.StatusOK, "owner": http.StatusOK, "auditor": http.StatusOK, "assistant": http.StatusNotFound, "receptionist": http.StatusNotFound,
		"sanne": http.StatusNotFound,
	} {
		b := w.as(who)
		for _, path := range []string{"/desk/accounts", "/desk/account-log", "/desk/accounts/second"} {
			if got := b.get(path); got.status != want {
				t.Errorf("%s gets %s with %d", who, path, got.status)
			}
		}
		if got := b.get("/desk/accounts/nobody"); got.status != http.StatusNotFound {
			t.Errorf("%s gets an account that is not there with %d", who, got.status)
		}
		if who == "keeper" {
			continue
		}
		if got := b.get("/desk/accounts/second"); strings.Contains(got.body, "<form method=\"post\" action=\"/desk/accounts") {
			t.Errorf("%s is offered to change an account", who)
		}
		for _, path := range []string{"/desk/accounts/new", "/desk/accounts/second", "/desk/accounts/second/disable", "/desk/accounts/gone/enable", "/desk/accounts/second/factors", "/desk/accounts/second/invite"} {
			if got := b.post(path, details("N", "n@chain.example", "owner")); got.status != http.StatusNotFound {
				t.Errorf("%s posts %s with %d", who, path, got.status)
			}
		}
		if got := b.get("/desk/accounts/new"); got.status != http.StatusNotFound {
			t.Errorf("%s gets the form of an invitation with %d", who, got.status)
		}
	}
	wordsComplete(t)
}

func TestAccountsAreChanged(t *testing.T) {
	w := newWorld(t)
	b, second := w.as("keeper"), w.as("second")
	const path = "/desk/accounts/second"
	version := func() string {
		return regexp.MustCompile(`name="version" value="([^"]+)"`).FindStringSubmatch(b.get(path).body)[1]
	}
	form := details("Twee Anders", "second@chain.example", "assistant", "receptionist")
	form.Set("version", version())
	wrong := url.Values{"name": {""}, "email": {"geen adres"}, "version": form["version"], "password": {password}}
	if got := b.post(path, wrong); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Vul een naam in") || !strings.Contains(got.body, "geen adres") || !strings.Contains(got.body, "minstens één rol") {
		t.Errorf("what cannot be gives %d", got.status)
	}
	form.Set("password", "een verkeerd wachtwoord")
	if got := b.post(path, form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "niet uw huidige wachtwoord") || !strings.Contains(got.body, "Twee Anders") || strings.Contains(got.body, "een verkeerd wachtwoord") {
		t.Errorf("a wrong password gives %d", got.status)
	}
	form.Set("password", password)
	if got := b.post(path, form); got.location != path+"?done=edited" {
		t.Fatalf("changing gives %d to %s", got.status, got.location)
	}
	form.Set("name", "TYPED")
	if got := b.post(path, form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "intussen veranderd") || !strings.Contains(got.body, "TYPED") || !strings.Contains(got.body, "Twee Anders") {
		t.Errorf("a page that is out of date gives %d", got.status)
	}
	if got := b.get(path + "?done=edited"); !strings.Contains(got.body, "Twee Anders") || !strings.Contains(got.body, "Rollen veranderd: Assistent → Assistent, Telefonist") {
		t.Error("the page does not say what was changed")
	}
	if got := b.post(path+"/disable", nil); got.location != path+"?done=disabled" {
		t.Errorf("disabling gives %d", got.status)
	}
	if got := second.get("/desk"); got.status != http.StatusSeeOther {
		t.Errorf("who was disabled sees %d", got.status)
	}
	if got := b.post(path+"/factors", url.Values{"password": {password}}); got.location != path+"?done=moved" {
		t.Errorf("factors of who is disabled: %d to %s", got.status, got.location)
	}
	if got := b.post(path+"/enable", url.Values{"password": {"fout"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("enabling with a wrong password gives %d", got.status)
	}
	if got := b.post(path+"/enable", url.Values{"password": {password}}); got.location != path+"?done=enabled" {
		t.Errorf("enabling gives %d", got.status)
	}
	if got := b.post(path+"/factors", url.Values{"password": {password}}); got.location != path+"?done=factors_taken" {
		t.Errorf("taking factors away gives %d", got.status)
	}
	if got := b.post(path+"/invite", nil); got.location != path+"?done=invited_again" {
		t.Errorf("inviting again gives %d", got.status)
	}
	for _, own := range []string{"/disable", "/factors"} {
		if got := b.post("/desk/accounts/keeper"+own, url.Values{"password": {password}}); got.location != "/desk/accounts/keeper?done=last" {
			t.Errorf("one's own %s gives %d to %s", own, got.status, got.location)
		}
	}
	for _, done := range []string{"disabled", "enabled", "factors_taken", "invited_again", "moved", "last", "invited"} {
		if got := b.get(path + "?done=" + done); !strings.Contains(got.body, `role="status"`) {
			t.Errorf("%s is not said", done)
		}
	}
	if log := b.get("/desk/account-log"); !strings.Contains(log.body, "Twee Anders") || !strings.Contains(log.body, "Kim Beheerder") {
		t.Error("the log does not name whom and who")
	}
	wordsComplete(t)
}

// What an administrator had filled in comes back after signing in again, without the password.
func TestFormOfAnAccountSurvivesTheSession(t *testing.T) {
	w := newWorld(t)
	for path, want := range map[string]string{"/desk/accounts/new": "Iemand uitnodigen", "/desk/accounts/second": "Twee Assistent"} {
		b := w.browser()
		asked := b.post(path, details("TYPED", "typed@chain.example", "auditor"))
		if asked.status != http.StatusUnauthorized || !strings.Contains(asked.body, "TYPED") || strings.Contains(asked.body, password) {
			t.Fatalf("%s: the form is lost, or the password is carried along (%d)", path, asked.status)
		}
		form := signIn("keeper@chain.example", password)
		form.Set("next", path)
		form["kept.name"], form["kept.roles"] = []string{"TYPED"}, []string{"auditor"}
		back := b.post("/desk/sign-in", form)
		if back.status != http.StatusOK || !strings.Contains(back.body, "TYPED") || !strings.Contains(back.body, want) || !strings.Contains(back.body, "nog niet verstuurd") {
			t.Errorf("%s: after signing in: %d", path, back.status)
		}
	}
	form := signIn("keeper@chain.example", password)
	form.Set("next", "/desk/accounts/second/disable")
	form.Set("kept.x", "y")
	if back := w.browser().post("/desk/sign-in", form); back.location != "/desk/accounts/second" {
		t.Errorf("an act leads back to %s (%d)", back.location, back.status)
	}
}

// The log of a chain is longer than a page.
func TestAccountLogGoesOn(t *testing.T) {
	w := newWorld(t)
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		for i := range 120 {
			kind := doors.Noted[i%len(doors.Noted)]
			detail := map[string]string{"signed_in": "passkey", "created": "owner", "invited": "owner", "rights": "owner > owner auditor"}[kind]
			if err := tx.LogAccount(store.AccountEntry{At: start.Add(time.Duration(i) * time.Minute), Account: "gone", Actor: doors.Program, Kind: kind, Detail: detail}); err != nil {
				return err
			}
		}
		return nil
	}))
	for _, kind := range doors.Noted {
		if !words.Has("desk.log." + kind) {
			t.Errorf("no text for %s", kind)
		}
	}
	b := w.as("auditor")
	rows, path := 0, "/desk/accounts/gone"
	for path != "" {
		page := b.get(path)
		rows += strings.Count(page.body, "Het programma zelf")
		path = ""
		if m := regexp.MustCompile(`href="(/desk/accounts/gone\?before=\d+)"`).FindStringSubmatch(html.UnescapeString(page.body)); m != nil {
			path = m[1]
		}
	}
	if rows != 120 {
		t.Errorf("%d entries are shown", rows)
	}
	wordsComplete(t)
}
