package openid_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/wederhoor/wederhoor/doors/openid"
	"github.com/wederhoor/wederhoor/doors/openid/openidtest"
	"github.com/wederhoor/wederhoor/outbound"
)

const back = "https://klachten.example/desk/sign-in/oidc/back"

// world is a provider and the program that asks it, with a clock they share.
type world struct {
	*openid.Provider
	t    *testing.T
	fake *openidtest.Provider

	mu  sync.Mutex
	now time.Time
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func newWorld(t *testing.T, change ...func(*openidtest.Provider)) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	w.fake = openidtest.New(t, w.clock)
	for _, c := range change {
		w.fake.Set(c)
	}
	allowed, err := outbound.ParseAllowed("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	s := openid.Settings{Issuer: w.fake.URL, ClientID: openidtest.ClientID, ClientSecret: openidtest.ClientSecret, Back: back}
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	w.Provider = openid.New(s, outbound.New(allowed), w.clock)
	return w
}

// walk has a browser go to the provider, and gives what it brings back.
func (w *world) walk() (openid.Pending, url.Values) {
	w.t.Helper()
	address, pending, err := w.Begin(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := browser.Get(address)
	if err != nil {
		w.t.Fatal(err)
	}
	_ = answer.Body.Close()
	to, err := answer.Location()
	if err != nil || !strings.HasPrefix(to.String(), back+"?") {
		w.t.Fatalf("the provider answers %d and leads to %v", answer.StatusCode, to)
	}
	return pending, to.Query()
}

func (w *world) signIn() (openid.Identity, error) {
	w.t.Helper()
	pending, query := w.walk()
	return w.Finish(w.t.Context(), pending, query)
}

func TestOpenID_WhoIsRightComesIn(t *testing.T) {
	for name, c := range map[string]struct {
		methods []string
		change  func(*openidtest.Provider)
		factors int
	}{
		"no amr":                 {nil, nil, 1},
		"password alone":         {[]string{"pwd"}, nil, 1},
		"two ways, not said mfa": {[]string{"pwd", "otp"}, nil, 1},
		"mfa (RFC 8176)":         {[]string{"pwd", "mfa"}, nil, 2},
		"amr as one word":        {nil, claim("amr", "mfa"), 1},
		"mfa in another case":    {[]string{"MFA"}, nil, 1},
		"several audiences":      {nil, both(claim("aud", []string{"other", openidtest.ClientID}), claim("azp", openidtest.ClientID)), 1},
		"names itself": {nil, func(p *openidtest.Provider) {
			p.Metadata = func(m map[string]any) { m["authorization_response_iss_parameter_supported"] = true }
			p.Answer = func(q url.Values) { q.Set("iss", p.URL) }
		}, 1},
	} {
		w := newWorld(t)
		if c.change != nil {
			w.fake.Set(c.change)
		}
		w.fake.Sits(openidtest.Person{Subject: "s-7", Email: "owner@chain.example", Methods: c.methods})
		who, err := w.signIn()
		if err != nil || who != (openid.Identity{Issuer: w.fake.URL, Subject: "s-7", Factors: c.factors}) {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
}

// claim sets a claim of the ID token; nil leaves it out.
func claim(name string, value any) func(*openidtest.Provider) {
	return func(p *openidtest.Provider) {
		before := p.Claims
		p.Claims = func(m map[string]any) {
			if before != nil {
				before(m)
			}
			m[name] = value
		}
	}
}

func both(a, b func(*openidtest.Provider)) func(*openidtest.Provider) {
	return func(p *openidtest.Provider) { a(p); b(p) }
}

func sign(f func(claims []byte, key *rsa.PrivateKey) string) func(*openidtest.Provider) {
	return func(p *openidtest.Provider) { p.Sign = f }
}

func other(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// ASVS 10.5.1 to 10.5.4: what is not proof of who somebody is, for this program and this request, proves nothing.
func TestOpenID_10_5_WhatProvesNothing(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	foreign := other(t)
	for name, change := range map[string]func(*openidtest.Provider){
		"other issuer":                   claim("iss", "https://login.example"),
		"issuer with a slash":            func(p *openidtest.Provider) { claim("iss", p.URL+"/")(p) },
		"no issuer":                      claim("iss", nil),
		"wrong audience":                 claim("aud", "other"),
		"no audience":                    claim("aud", nil),
		"audience of many, party unsaid": claim("aud", []string{openidtest.ClientID, "other"}),
		"another party":                  claim("azp", "other"),
		"expired":                        claim("exp", at.Add(-time.Second).Unix()),
		"no expiry":                      claim("exp", nil),
		"not yet":                        claim("nbf", at.Add(time.Hour).Unix()),
		"no nonce":                       claim("nonce", nil),
		"another nonce":                  claim("nonce", "abc"),
		"no subject":                     claim("sub", nil),
		"empty subject":                  claim("sub", ""),
		"subject without end":            claim("sub", strings.Repeat("x", 256)),
		"subject that is a number":       claim("sub", 7),
		"another access token":           claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
		"alg none":                       sign(func(c []byte, _ *rsa.PrivateKey) string { return openidtest.Unsigned(c) }),
		"key of another": sign(func(c []byte, _ *rsa.PrivateKey) string {
			return openidtest.Signed(jose.RS256, foreign, "k1", c)
		}),
		"key nobody knows": sign(func(c []byte, _ *rsa.PrivateKey) string {
			return openidtest.Signed(jose.RS256, foreign, "k9", c)
		}),
		"public key as shared secret": sign(func(c []byte, k *rsa.PrivateKey) string {
			public, _ := json.Marshal(jose.JSONWebKey{Key: k.Public()})
			return openidtest.Signed(jose.HS256, public, "k1", c)
		}),
		"client secret as shared secret": sign(func(c []byte, _ *rsa.PrivateKey) string {
			return openidtest.Signed(jose.HS256, []byte(strings.Repeat(openidtest.ClientSecret, 2)), "k1", c)
		}),
		"an algorithm not announced": sign(func(c []byte, k *rsa.PrivateKey) string {
			return openidtest.Signed(jose.RS512, k, "k1", c)
		}),
		"changed afterwards": sign(func(c []byte, k *rsa.PrivateKey) string {
			header, rest, _ := strings.Cut(openidtest.Signed(jose.RS256, k, "k1", c), ".")
			_, signature, _ := strings.Cut(rest, ".")
			claims := strings.Split(openidtest.Unsigned([]byte(strings.Replace(string(c), "s-1", "s-2", 1))), ".")[1]
			return header + "." + claims + "." + signature
		}),
		"no token":      sign(func([]byte, *rsa.PrivateKey) string { return "" }),
		"not a token":   sign(func([]byte, *rsa.PrivateKey) string { return "a.b.c" }),
		"names another": func(p *openidtest.Provider) { p.Answer = func(q url.Values) { q.Set("iss", "https://login.example") } },
		"names itself not": func(p *openidtest.Provider) {
			p.Metadata = func(m map[string]any) { m["authorization_response_iss_parameter_supported"] = true }
		},
		"another code":     func(p *openidtest.Provider) { p.Answer = func(q url.Values) { q.Set("code", "abc") } },
		"no code":          func(p *openidtest.Provider) { p.Answer = func(q url.Values) { q.Del("code") } },
		"ID token missing": func(p *openidtest.Provider) { p.Token = tokenAnswer(`{"access_token":"at","token_type":"Bearer"}`) },
		"ID token a list":  func(p *openidtest.Provider) { p.Token = tokenAnswer(`{"access_token":"at","id_token":["x"]}`) },
		"nothing at all":   func(p *openidtest.Provider) { p.Token = tokenAnswer(`{}`) },
		"no JSON":          func(p *openidtest.Provider) { p.Token = tokenAnswer(`<html>`) },
	} {
		w := newWorld(t, change)
		who, err := w.signIn()
		if openid.KindOf(err) != openid.Rejected || who != (openid.Identity{}) {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
}

func tokenAnswer(body string) func(http.ResponseWriter, *http.Request, string) bool {
	return func(w http.ResponseWriter, _ *http.Request, _ string) bool {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(body))
		return true
	}
}

// ASVS 10.2.1: what a browser brings back counts for who asked for it, once, and not for ever.
func TestASVS10_2_1_OpenIDAnswersThatWereNotAsked(t *testing.T) {
	w := newWorld(t)
	mine, _ := w.walk()
	_, theirs := w.walk()
	for name, c := range map[string]struct {
		pending openid.Pending
		query   url.Values
	}{
		"the answer of another": {mine, theirs},
		"no request":            {openid.Pending{}, theirs},
		"no request, no state":  {openid.Pending{}, url.Values{"code": theirs["code"]}},
		"no state":              {mine, url.Values{"code": theirs["code"]}},
		"an error, no state":    {mine, url.Values{"error": {"access_denied"}}},
	} {
		if _, err := w.Finish(t.Context(), c.pending, c.query); openid.KindOf(err) != openid.Stale {
			t.Errorf("%s: %v", name, err)
		}
	}
	pending, query := w.walk()
	w.later(openid.PendingTime + time.Second)
	if _, err := w.Finish(t.Context(), pending, query); openid.KindOf(err) != openid.Stale {
		t.Errorf("too late: %v", err)
	}
	if n := w.fake.Calls("/token"); n > 0 {
		t.Errorf("%d codes were redeemed all the same", n)
	}
}

func TestOpenID_CodeIsGoodOnceAndForItsRequest(t *testing.T) {
	w := newWorld(t)
	pending, query := w.walk()
	if _, err := w.Finish(t.Context(), pending, query); err != nil {
		t.Fatal(err)
	}
	_, err := w.Finish(t.Context(), pending, query)
	if openid.KindOf(err) != openid.Rejected {
		t.Errorf("a code that was used: %v", err)
	}
	if strings.Contains(err.Error(), "Klaas") || strings.Contains(err.Error(), query.Get("code")) {
		t.Errorf("the log would hold what the provider said: %v", err)
	}
	// A code that was taken from another browser: PKCE ties it to the request it was made for.
	mine, _ := w.walk()
	_, theirs := w.walk()
	theirs.Set("state", mine.State)
	if _, err := w.Finish(t.Context(), mine, theirs); openid.KindOf(err) != openid.Rejected {
		t.Errorf("the code of another request: %v", err)
	}
	for _, call := range []string{"/token", "/keys"} {
		if n := w.fake.Calls(call); n == 0 {
			t.Errorf("%s was never asked", call)
		}
	}
}

func TestOpenID_WhoTurnsBackIsTold(t *testing.T) {
	for said, kind := range map[string]openid.Kind{
		"access_denied": openid.Denied, "login_required": openid.Denied, "<script>": openid.Denied,
		"server_error": openid.Away, "temporarily_unavailable": openid.Away,
	} {
		w := newWorld(t, func(p *openidtest.Provider) {
			p.Answer = func(q url.Values) {
				q.Del("code")
				q.Set("error", said)
				q.Set("error_description", "Klaas")
			}
		})
		_, err := w.signIn()
		if openid.KindOf(err) != kind || strings.Contains(err.Error(), "<") || strings.Contains(err.Error(), "Klaas") {
			t.Errorf("%s: %v", said, err)
		}
	}
}

// A provider that is away is asked again soon, not at each click; one that was there goes on meanwhile.
func TestOpenID_ProviderThatIsAway(t *testing.T) {
	w := newWorld(t, func(p *openidtest.Provider) { p.Down = true })
	for range 5 {
		if _, _, err := w.Begin(t.Context()); openid.KindOf(err) != openid.Away {
			t.Fatalf("%v", err)
		}
	}
	const discovery = "/.well-known/openid-configuration"
	if n := w.fake.Calls(discovery); n != 1 {
		t.Errorf("asked %d times at once", n)
	}
	w.fake.Set(func(p *openidtest.Provider) { p.Down = false })
	w.later(6 * time.Second)
	if _, err := w.signIn(); err != nil {
		t.Fatalf("it is back: %v", err)
	}
	w.fake.Set(func(p *openidtest.Provider) { p.Down = true })
	w.later(2 * time.Hour)
	address, pending, err := w.Begin(t.Context())
	if err != nil || address == "" {
		t.Errorf("what it said before is forgotten: %v", err)
	}
	if _, err := w.Finish(t.Context(), pending, url.Values{"state": {pending.State}, "code": {"x"}}); openid.KindOf(err) != openid.Away {
		t.Errorf("a token endpoint that is down: %v", err)
	}
	w.fake.Close()
	w.later(time.Minute)
	_, pending, _ = w.Begin(t.Context())
	if _, err := w.Finish(t.Context(), pending, url.Values{"state": {pending.State}, "code": {"x"}}); openid.KindOf(err) != openid.Away {
		t.Errorf("a machine that is gone: %v", err)
	}
}

func TestOpenID_KeysThatCannotBeFetchedAreNoForgery(t *testing.T) {
	w := newWorld(t, func(p *openidtest.Provider) { p.KeysDown = true })
	if _, err := w.signIn(); openid.KindOf(err) != openid.Away {
		t.Errorf("%v", err)
	}
	w.fake.Set(func(p *openidtest.Provider) { p.KeysDown = false })
	if _, err := w.signIn(); err != nil {
		t.Errorf("%v", err)
	}
	gone := newWorld(t, func(p *openidtest.Provider) {
		p.Metadata = func(m map[string]any) { m["jwks_uri"] = "http://127.0.0.1:1/keys" }
	})
	if _, err := gone.signIn(); openid.KindOf(err) != openid.Away {
		t.Errorf("%v", err)
	}
}

// What the provider says of itself is not believed where it would lead off: to another issuer, to an address without TLS, inside.
func TestOpenID_EndpointsThatAreNotUsed(t *testing.T) {
	for name, change := range map[string]func(m map[string]any){
		"another issuer":    func(m map[string]any) { m["issuer"] = "https://login.example" },
		"no token endpoint": func(m map[string]any) { delete(m, "token_endpoint") },
		"without TLS":       func(m map[string]any) { m["token_endpoint"] = "http://login.example/token" },
		"keys without TLS":  func(m map[string]any) { m["jwks_uri"] = "http://login.example/keys" },
		"a script":          func(m map[string]any) { m["authorization_endpoint"] = "javascript:alert(1)" },
		"not an address":    func(m map[string]any) { m["authorization_endpoint"] = "://" },
		"a list":            func(m map[string]any) { m["jwks_uri"] = []string{"x"} },
	} {
		w := newWorld(t, func(p *openidtest.Provider) { p.Metadata = change })
		if address, _, err := w.Begin(t.Context()); openid.KindOf(err) != openid.Away {
			t.Errorf("%s: %s, %v", name, address, err)
		}
	}
	inside := newWorld(t, func(p *openidtest.Provider) {
		p.Metadata = func(m map[string]any) { m["token_endpoint"] = "https://169.254.169.254/token" }
	})
	if _, err := inside.signIn(); openid.KindOf(err) != openid.Away || !strings.Contains(err.Error(), outbound.ErrRefused.Error()) {
		t.Errorf("a token endpoint inside: %v", err)
	}
}

// A redirect of the provider's own endpoints is not followed (ASVS 15.3.2).
func TestASVS15_3_2_OpenIDTokenEndpointThatLeadsElsewhere(t *testing.T) {
	w := newWorld(t, func(p *openidtest.Provider) {
		p.Token = func(w http.ResponseWriter, r *http.Request, _ string) bool {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
			return true
		}
	})
	if _, err := w.signIn(); openid.KindOf(err) != openid.Rejected {
		t.Errorf("%v", err)
	}
	if n := w.fake.Calls("/elsewhere"); n > 0 {
		t.Error("it was followed")
	}
}

func TestOpenID_ManyAtOnceAskOnce(t *testing.T) {
	w := newWorld(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, _, err := w.Begin(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.fake.Calls("/.well-known/openid-configuration"); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestOpenID_RequestsAreNeverTheSame(t *testing.T) {
	w := newWorld(t)
	seen := map[string]bool{}
	for range 50 {
		address, p, err := w.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{p.State, p.Nonce, p.Verifier} {
			if len(part) < 26 || seen[part] {
				t.Fatalf("%q is short, or was there before", part)
			}
			seen[part] = true
		}
		if strings.Contains(address, p.Verifier) || strings.Contains(address, openidtest.ClientSecret) {
			t.Fatal("the address tells a secret")
		}
	}
}

func TestOpenID_Settings(t *testing.T) {
	right := openid.Settings{Issuer: "https://login.example/realms/chain", ClientID: "a", ClientSecret: "b"}
	for name, c := range map[string]struct {
		change func(*openid.Settings)
		right  bool
	}{
		"right":               {func(*openid.Settings) {}, true},
		"this machine":        {func(s *openid.Settings) { s.Issuer = "http://localhost:8080/realm" }, true},
		"this machine, IPv6":  {func(s *openid.Settings) { s.Issuer = "http://[::1]:8080" }, true},
		"no id":               {func(s *openid.Settings) { s.ClientID = "" }, false},
		"no secret":           {func(s *openid.Settings) { s.ClientSecret = "" }, false},
		"no issuer":           {func(s *openid.Settings) { s.Issuer = "" }, false},
		"without TLS":         {func(s *openid.Settings) { s.Issuer = "http://login.example" }, false},
		"as another's host":   {func(s *openid.Settings) { s.Issuer = "http://localhost.example" }, false},
		"not an address":      {func(s *openid.Settings) { s.Issuer = "login.example" }, false},
		"with a query":        {func(s *openid.Settings) { s.Issuer = "https://login.example?x=1" }, false},
		"with a fragment":     {func(s *openid.Settings) { s.Issuer = "https://login.example#x" }, false},
		"with a user":         {func(s *openid.Settings) { s.Issuer = "https://a@login.example" }, false},
		"with another scheme": {func(s *openid.Settings) { s.Issuer = "ftp://login.example" }, false},
	} {
		s := right
		c.change(&s)
		if err := s.Check(); (err == nil) != c.right {
			t.Errorf("%s: %v", name, err)
		}
	}
	if (openid.Settings{Name: "Inlogserver"}).Used() || !right.Used() {
		t.Error("a provider is there when it was set, and only then")
	}
}
