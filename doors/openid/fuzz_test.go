package openid

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
	"golang.org/x/oauth2"

	"github.com/wederhoor/wederhoor/doors/openid/openidtest"
)

// Whatever the token endpoint says is a proof: nobody but who the provider signed for comes out of it.
func FuzzIDToken(f *testing.F) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		f.Fatal(err)
	}
	right := `{"iss":"https://login.example","sub":"s-1","aud":"a","nonce":"n","exp":1772442000,"iat":1772441000,"amr":["mfa"]}`
	for _, claims := range []string{right, `{}`, `{"aud":["a","b"],"azp":"a"}`, `{"amr":"mfa"}`, `{"exp":1e400}`, `{"_claim_names":{"x":"y"},"_claim_sources":{"y":{"endpoint":"http://127.0.0.1"}}}`} {
		f.Add(openidtest.Signed(jose.RS256, key, "k1", []byte(claims)))
		f.Add(openidtest.Unsigned([]byte(claims)))
	}
	f.Add("a.b.c")
	f.Add("")
	p := New(Settings{Issuer: "https://login.example", ClientID: "a", ClientSecret: "b"}, nil, func() time.Time { return time.Unix(1772441500, 0) })
	found := &endpoints{keys: &oidc.StaticKeySet{PublicKeys: []crypto.PublicKey{key.Public()}}, algorithms: []string{oidc.RS256}}
	want := Identity{Issuer: "https://login.example", Subject: "s-1", Factors: 2}
	if got, err := p.verify(f.Context(), found, proof(openidtest.Signed(jose.RS256, key, "k1", []byte(right))), "n"); err != nil || got != want {
		f.Fatalf("the right proof gives %+v, %v", got, err)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := p.verify(t.Context(), found, proof(raw), "n")
		switch {
		case err == nil && got != want:
			t.Errorf("%+v comes in by %q", got, raw)
		case err != nil && (KindOf(err) != Rejected || got != Identity{}):
			t.Errorf("%q gives %+v, %v", raw, got, err)
		}
	})
}

func proof(raw string) *oauth2.Token {
	return (&oauth2.Token{}).WithExtra(map[string]any{"id_token": raw})
}
