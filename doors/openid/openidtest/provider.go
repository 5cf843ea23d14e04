// Package openidtest is an identity provider for tests, on loopback. It does what a good one does, and what a bad one does when told to.
package openidtest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// The client that the provider knows.
const (
	ClientID     = "wederhoor"
	ClientSecret = "een geheim met % en :"
)

// Person is who sits at the provider.
type Person struct {
	Subject string
	Email   string // said in the ID token, unverified unless Verified
	Methods []string
}

// Provider is the fake one.
type Provider struct {
	*httptest.Server
	Clock func() time.Time

	mu     sync.Mutex
	person Person
	key    *rsa.PrivateKey
	codes  map[string]*request
	calls  map[string]int

	// What it does wrong; set before it is asked. All nil or false: nothing.
	Metadata func(map[string]any)                                              // changes the discovery document
	Claims   func(map[string]any)                                              // changes the claims
	Sign     func(claims []byte, key *rsa.PrivateKey) string                   // makes the ID token
	Answer   func(q url.Values)                                                // changes what the browser brings back
	Token    func(w http.ResponseWriter, r *http.Request, idToken string) bool // answers instead of the token endpoint, when true
	Down     bool                                                              // answers 503 to everything
	KeysDown bool                                                              // the same for its keys alone
}

// request is one that was made for a code.
type request struct {
	redirect, nonce, challenge string
	person                     Person
	used                       bool
}

var theKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// New starts a provider that ends with the test.
func New(t testing.TB, clock func() time.Time) *Provider {
	t.Helper()
	p := &Provider{Clock: clock, key: theKey(), codes: map[string]*request{}, calls: map[string]int{}, person: Person{Subject: "s-1"}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.calls[r.URL.Path]++
		if p.Down || p.KeysDown && r.URL.Path == "/keys" {
			http.Error(w, "onderhoud", http.StatusServiceUnavailable)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(p.Close)
	return p
}

// Sits lets somebody sit down at the provider.
func (p *Provider) Sits(who Person) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.person = who
}

// Set changes what the provider does, while nobody is being answered.
func (p *Provider) Set(change func(*Provider)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(p)
}

// Calls counts how often a path was asked for.
func (p *Provider) Calls(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls[path]
}

func send(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	m := map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}, "response_types_supported": []string{"code"},
	}
	if p.Metadata != nil {
		p.Metadata(m)
	}
	send(w, http.StatusOK, m)
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	send(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: "k1", Algorithm: "RS256", Use: "sig"}}})
}

// authorize is the page of the provider: who sits there says yes at once.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != ClientID || q.Get("response_type") != "code" || q.Get("scope") != "openid" ||
		q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" || q.Get("state") == "" {
		http.Error(w, "not a request I know", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	p.codes[code] = &request{redirect: q.Get("redirect_uri"), nonce: q.Get("nonce"), challenge: q.Get("code_challenge"), person: p.person}
	back := url.Values{"code": {code}, "state": {q.Get("state")}}
	if p.Answer != nil {
		p.Answer(back)
	}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

// token redeems a code: once, for its client, for who holds the verifier.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, ok := r.BasicAuth()
	if id, _ = url.QueryUnescape(id); ok {
		secret, _ = url.QueryUnescape(secret)
	}
	if id != ClientID || secret != ClientSecret {
		send(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	asked := p.codes[r.PostFormValue("code")]
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if asked == nil || asked.used || asked.redirect != r.PostFormValue("redirect_uri") || asked.challenge != base64.RawURLEncoding.EncodeToString(sum[:]) {
		send(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant", "error_description": "Klaas Kramer heeft deze code al gebruikt"})
		return
	}
	asked.used = true
	idToken := p.idToken(asked)
	if p.Token != nil && p.Token(w, r, idToken) {
		return
	}
	send(w, http.StatusOK, map[string]any{"access_token": "at", "token_type": "Bearer", "expires_in": 300, "id_token": idToken})
}

func (p *Provider) idToken(asked *request) string {
	now := p.Clock()
	claims := map[string]any{
		"iss": p.URL, "sub": asked.person.Subject, "aud": ClientID, "nonce": asked.nonce,
		"iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(), "email": asked.person.Email, "email_verified": false,
	}
	if asked.person.Methods != nil {
		claims["amr"] = asked.person.Methods
	}
	if p.Claims != nil {
		p.Claims(claims)
	}
	maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
	body, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	if p.Sign != nil {
		return p.Sign(body, p.key)
	}
	return Signed(jose.RS256, p.key, "k1", body)
}

// Signed is a token signed by a key.
func Signed(algorithm jose.SignatureAlgorithm, key any, id string, claims []byte) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: jose.JSONWebKey{Key: key, KeyID: id}}, nil)
	if err != nil {
		panic(err)
	}
	signed, err := signer.Sign(claims)
	if err != nil {
		panic(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		panic(err)
	}
	return token
}

// Unsigned is a token of the algorithm none.
func Unsigned(claims []byte) string {
	b := base64.RawURLEncoding
	return fmt.Sprintf("%s.%s.", b.EncodeToString([]byte(`{"alg":"none"}`)), b.EncodeToString(claims))
}
