// Package openid lets an identity provider say who somebody is: OpenID Connect's code flow with state, nonce and PKCE. It knows
// nothing of accounts. Who somebody is, is the provider's name and its own name for them, and nothing else: no e-mail address is
// asked for or looked at, because an address can be given to another, and not every provider checks whose it is (ASVS 10.5.2).
package openid

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// PendingTime is how long somebody may take at the provider.
const PendingTime = 10 * time.Minute

// maxSubject is the longest name a provider may have for somebody (OpenID Connect Core, 2).
const maxSubject = 255

// Provider is the identity provider of the chain.
type Provider struct {
	settings Settings
	client   *http.Client
	clock    func() time.Time
	known    discovered
}

// New makes a provider of settings that were checked. Nothing is asked of it yet: one that is away keeps nobody from starting the
// program. The clock is that of the real world, which the provider goes by.
func New(s Settings, client *http.Client, clock func() time.Time) *Provider {
	return &Provider{settings: s, client: client, clock: clock}
}

// Name is what staff call the provider.
func (p *Provider) Name() string { return p.settings.Name }

// Issuer is what the provider calls itself.
func (p *Provider) Issuer() string { return p.settings.Issuer }

// Pending is a request on its way through the provider. It is kept where its browser alone gets at it, and used once: whoever was
// lured into finishing another's has no Pending for it (login CSRF, RFC 9700, 2.1).
type Pending struct {
	State, Nonce, Verifier string
	Began                  time.Time
}

// Identity is who the provider says somebody is.
type Identity struct {
	Issuer, Subject string
	Factors         int // 2 when the provider says that it asked for several (amr holds mfa, RFC 8176), otherwise 1
}

// Begin is the address at the provider to send a browser to, and what has to be known when it comes back. Error is Away.
func (p *Provider) Begin(ctx context.Context) (string, Pending, error) {
	found, err := p.discover(ctx)
	if err != nil {
		return "", Pending{}, err
	}
	pending := Pending{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Began: p.clock()}
	address := found.oauth.AuthCodeURL(pending.State, oidc.Nonce(pending.Nonce), oauth2.S256ChallengeOption(pending.Verifier))
	return address, pending, nil
}

// Finish reads what a browser brings back, redeems the code, and checks the proof. Errors are of type Error.
func (p *Provider) Finish(ctx context.Context, pending Pending, query url.Values) (Identity, error) {
	if err := p.asked(pending, query.Get("state")); err != nil {
		return Identity{}, err
	}
	found, err := p.discover(ctx)
	if err != nil {
		return Identity{}, err
	}
	if err := p.answered(found, query); err != nil {
		return Identity{}, err
	}
	token, err := found.oauth.Exchange(oidc.ClientContext(ctx, p.client), query.Get("code"), oauth2.VerifierOption(pending.Verifier))
	if err != nil {
		return Identity{}, exchangeError(err)
	}
	return p.verify(ctx, found, token, pending.Nonce)
}

// asked compares with what this browser asked for.
func (p *Provider) asked(pending Pending, state string) error {
	now := p.clock()
	switch {
	case pending.State == "" || subtle.ConstantTimeCompare([]byte(state), []byte(pending.State)) != 1:
		return &Error{Stale, errors.New("the state is not one this browser was given")}
	case now.Sub(pending.Began) > PendingTime || now.Before(pending.Began.Add(-time.Minute)):
		return &Error{Stale, fmt.Errorf("begun more than %s ago", PendingTime)}
	default:
		return nil
	}
}

// answered reads what the provider sent along with the browser.
func (p *Provider) answered(found *endpoints, query url.Values) error {
	// Whose answer it is: a provider that says so always does (RFC 9207).
	if issuer := query.Get("iss"); issuer != p.settings.Issuer && (issuer != "" || found.namesItself) {
		return &Error{Rejected, errors.New("the answer is of another issuer")}
	}
	switch e := query.Get("error"); {
	case e == "server_error" || e == "temporarily_unavailable":
		return &Error{Away, errors.New(reason(e))}
	case e != "":
		return &Error{Denied, errors.New(reason(e))}
	case query.Get("code") == "":
		return &Error{Rejected, errors.New("no code")}
	}
	return nil
}

// verify checks the ID token: signed by the provider, for this program, in time, and in answer to this request. What go-oidc leaves to its
// caller is done here: the nonce, and for whom it was made out where it is for several (OpenID Connect Core, 3.1.3.7).
func (p *Provider) verify(ctx context.Context, found *endpoints, token *oauth2.Token, nonce string) (Identity, error) {
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return Identity{}, &Error{Rejected, errors.New("no ID token")}
	}
	keys := &watchedKeys{keys: found.keys}
	config := &oidc.Config{ClientID: p.settings.ClientID, SupportedSigningAlgs: found.algorithms, Now: p.clock}
	id, err := oidc.NewVerifier(p.settings.Issuer, keys, config).Verify(ctx, raw)
	if keys.away != nil {
		return Identity{}, &Error{Away, keys.away}
	}
	if err != nil {
		return Identity{}, &Error{Rejected, err}
	}
	return p.whose(id, token, nonce)
}

// whose reads a token that go-oidc found to be the provider's.
func (p *Provider) whose(id *oidc.IDToken, token *oauth2.Token, nonce string) (Identity, error) {
	var claims struct {
		Party   string  `json:"azp"`
		Methods methods `json:"amr"`
	}
	if err := id.Claims(&claims); err != nil {
		return Identity{}, &Error{Rejected, errors.New("claims that cannot be read")}
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(nonce)) != 1:
		return Identity{}, &Error{Rejected, errors.New("the nonce is another")}
	case claims.Party != p.settings.ClientID && (claims.Party != "" || len(id.Audience) > 1):
		return Identity{}, &Error{Rejected, errors.New("made out to another party")}
	case id.Issuer != p.settings.Issuer: // go-oidc lets one other name of Google pass
		return Identity{}, &Error{Rejected, errors.New("another issuer")}
	case id.Subject == "" || len(id.Subject) > maxSubject:
		return Identity{}, &Error{Rejected, errors.New("no subject that can be one")}
	case id.AccessTokenHash != "" && id.VerifyAccessToken(token.AccessToken) != nil:
		return Identity{}, &Error{Rejected, errors.New("made out with another access token")}
	}
	return Identity{Issuer: id.Issuer, Subject: id.Subject, Factors: claims.Methods.factors()}, nil
}

// methods are the ways in which somebody was asked who they are (RFC 8176). A provider that writes them otherwise than as a list
// has said nothing.
type methods []string

// UnmarshalJSON reads a list of strings, and passes over all else.
func (m *methods) UnmarshalJSON(data []byte) error {
	var list []string
	if err := json.Unmarshal(data, &list); err == nil {
		*m = list
	}
	return nil
}

func (m methods) factors() int {
	if slices.Contains(m, "mfa") {
		return 2
	}
	return 1
}
