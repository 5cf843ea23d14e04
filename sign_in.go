package main

import (
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"github.com/wederhoor/wederhoor/doors/openid"
	"github.com/wederhoor/wederhoor/doors/passkey"
	"github.com/wederhoor/wederhoor/outbound"
	"github.com/wederhoor/wederhoor/web/desk"
)

// signInFlags are what staff can sign in by besides a password, and what the program may call for it.
type signInFlags struct {
	OIDCIssuer       string           `name:"oidc-issuer" env:"WEDERHOOR_OIDC_ISSUER" placeholder:"URL" help:"Identity provider by which staff can sign in (OpenID Connect), exactly as it calls itself; none when empty."`
	OIDCClientID     string           `name:"oidc-client-id" env:"WEDERHOOR_OIDC_CLIENT_ID" placeholder:"ID" help:"What the identity provider calls this program."`
	OIDCClientSecret string           `name:"oidc-client-secret" env:"WEDERHOOR_OIDC_CLIENT_SECRET" placeholder:"SECRET" help:"The secret that goes with it. Others on this machine can read flags; a file they cannot."`
	OIDCName         string           `name:"oidc-name" env:"WEDERHOOR_OIDC_NAME" placeholder:"NAME" help:"What staff call the identity provider, on the button; its host when empty."`
	AllowPrivate     outbound.Allowed `name:"allow-private" env:"WEDERHOOR_ALLOW_PRIVATE" placeholder:"LIST" help:"What the program may call over HTTP besides the public internet: prefixes (10.20.0.0/16), addresses and names of hosts, with commas between. An identity provider in your own network, say."`
}

// passkeys at a base address; nil where there can be none.
func passkeys(base, organisation string, clock func() time.Time, log *slog.Logger) *passkey.Keys {
	keys, err := passkey.New(base, organisation, clock)
	if err != nil {
		log.Info("no passkeys here", "why", err.Error())
		return nil
	}
	return keys
}

// provider is the identity provider, nil when none is set.
func (f signInFlags) provider(base string, clock func() time.Time) (*openid.Provider, error) {
	s := openid.Settings{
		Issuer: f.OIDCIssuer, ClientID: f.OIDCClientID, ClientSecret: f.OIDCClientSecret, Name: f.OIDCName, Back: base + desk.OpenIDBack,
	}
	if !s.Used() {
		return nil, nil //nolint:nilnil // there may be none
	}
	if err := s.Check(); err != nil {
		return nil, fmt.Errorf("--oidc-issuer, --oidc-client-id, --oidc-client-secret: %w", err)
	}
	if u, err := url.Parse(s.Issuer); err == nil && s.Name == "" {
		s.Name = u.Hostname()
	}
	return openid.New(s, outbound.New(f.AllowPrivate), clock), nil
}
