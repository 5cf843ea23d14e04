package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/store/storetest"
)

func TestServe_SignInSettingsThatCannotBeMeant(t *testing.T) {
	right := []string{"WEDERHOOR_OIDC_ISSUER=https://login.example", "WEDERHOOR_OIDC_CLIENT_ID=a", "WEDERHOOR_OIDC_CLIENT_SECRET=very-secret"}
	for name, c := range map[string]struct {
		environment []string
		says        string
	}{
		"no secret":         {right[:2], "--oidc-client-secret"},
		"no issuer":         {right[1:], "--oidc-issuer"},
		"issuer in clear":   {append([]string{"WEDERHOOR_OIDC_ISSUER=http://login.example"}, right[1:]...), "https"},
		"not an issuer":     {append([]string{"WEDERHOOR_OIDC_ISSUER=login.example"}, right[1:]...), "is not an issuer"},
		"everything":        {append([]string{"WEDERHOOR_ALLOW_PRIVATE=0.0.0.0/0"}, right...), "this allows every address"},
		"neither of either": {append([]string{"WEDERHOOR_ALLOW_PRIVATE=10.0.0.0/8,https://x"}, right...), `"https://x"`},
	} {
		db := storetest.Address(t)
		_, errs, code := call(t, "", c.environment, "serve", "--listen", "127.0.0.1:0", "--database", db)
		if code == 0 || !strings.Contains(errs, c.says) || strings.Contains(errs, "very-secret") {
			t.Errorf("%s: exit %d: %s", name, code, errs)
		}
		if migrated(t, db) {
			t.Errorf("%s: the database was touched", name)
		}
	}
}

// logged waits for the line of the log that holds a text: it comes by a pipe, and an answer can be there before it.
func (p *process) logged(t *testing.T, text string) string {
	t.Helper()
	for range 600 {
		for line := range strings.Lines(p.log.String()) {
			if strings.Contains(line, text) && strings.HasSuffix(line, "\n") {
				return line
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no line with %s in the log:\n%s", text, p.log.String())
	return ""
}

// press presses the button of the identity provider on the sign-in page.
func press(t *testing.T, p *process) (status int, body string) {
	t.Helper()
	if _, page := get(t, p.base+"/desk/sign-in"); !strings.Contains(page, "Inloggen met Keteninlog") {
		t.Fatalf("no button on %s", page)
	}
	r, err := http.PostForm(p.base+"/desk/sign-in/oidc", url.Values{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

// A provider that is down keeps nobody from starting the program nor from signing in by password; one inside the network is not called unless that
// is allowed.
func TestServe_ProviderThatIsDownOrInside(t *testing.T) {
	var calls atomic.Int64
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.WriteHeader(http.StatusNotFound)
	}))
	defer inside.Close()
	secret := write(t, "secret", "very-secret\n")
	for name, c := range map[string]struct {
		issuer, allow, logged string
		calls                 int64
	}{
		"down":   {"http://127.0.0.1:1", "127.0.0.1", "connection refused", 0},
		"inside": {inside.URL, "", "not on the public internet", 0},
		"none":   {inside.URL, "127.0.0.1", "404", 1},
	} {
		calls.Store(0)
		p := start(t, []string{
			"WEDERHOOR_LISTEN=127.0.0.1:0", "WEDERHOOR_DATABASE_URL=" + storetest.Address(t), "WEDERHOOR_OIDC_ISSUER=" + c.issuer, "WEDERHOOR_OIDC_CLIENT_ID=a",
			"WEDERHOOR_OIDC_CLIENT_SECRET_FILE=" + secret, "WEDERHOOR_OIDC_NAME=Keteninlog", "WEDERHOOR_ALLOW_PRIVATE=" + c.allow,
		}, "serve")
		p.address(t, p.log, `"address":"(http://127\.0\.0\.1:\d+)"`)
		status, body := press(t, p)
		if status != http.StatusServiceUnavailable || !strings.Contains(body, "Keteninlog antwoordt nu niet") || !strings.Contains(body, `name="password"`) {
			t.Errorf("%s: the button gives %d", name, status)
		}
		number := regexp.MustCompile(`noem dan dit nummer: ([0-9a-f]{8})`).FindStringSubmatch(body)
		if number == nil {
			t.Fatalf("%s: no number on the page", name)
		}
		line := p.logged(t, `"number":"`+number[1]+`"`)
		if log := p.log.String(); !strings.Contains(line, c.logged) || strings.Contains(log, "very-secret") {
			t.Errorf("%s: the log does not say why: %s", name, log)
		}
		if n := calls.Load(); n != c.calls {
			t.Errorf("%s: called %d times", name, n)
		}
	}
}

// Passkeys are for the base address that was set; where there can be none the log says so, and why.
func TestServe_PasskeysFollowTheBaseAddress(t *testing.T) {
	for base, why := range map[string]string{
		"": "not the name of a host", "https://192.0.2.1": "not the name of a host", "http://klachten.example": "not https",
		"http://localhost:8080": "", "https://klachten.example": "",
	} {
		p := start(t, []string{"WEDERHOOR_LISTEN=127.0.0.1:0", "WEDERHOOR_DATABASE_URL=" + storetest.Address(t)}, "serve", "--base-url", base)
		p.address(t, p.log, `"serving","address":"([^"]+)"`)
		log := p.log.String()
		if said := strings.Contains(log, "no passkeys here"); said != (why != "") || !strings.Contains(log, why) {
			t.Errorf("base address %q: %s", base, log)
		}
	}
}
