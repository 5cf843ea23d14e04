package browser

import (
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// Authenticator is a device with passkeys that a visitor has at hand, the one they sit at, say. It is touched as soon as it asks for it.
type Authenticator struct {
	page *Page
	id   webauthn.AuthenticatorID
}

// Authenticator gives the visitor a device for passkeys. It knows that it is they.
func (p *Page) Authenticator() *Authenticator {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		p.t.Fatalf("switching on passkeys: %v", err)
	}
	made, err := chromedp.Call(p.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Ctap2version: webauthn.Ctap2versionCtap21, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		},
	})
	if err != nil {
		p.t.Fatalf("adding a device for passkeys: %v", err)
	}
	return &Authenticator{p, made.AuthenticatorID}
}

// Knows says whether the device will see from now on that it is its owner who sits there.
func (a *Authenticator) Knows(owner bool) {
	a.page.t.Helper()
	_, err := chromedp.Call(a.page.ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: a.id, IsUserVerified: owner})
	if err != nil {
		a.page.t.Fatalf("setting whom the device knows: %v", err)
	}
}

// Passkeys are those on the device.
func (a *Authenticator) Passkeys() []*webauthn.Credential {
	a.page.t.Helper()
	all, err := chromedp.Call(a.page.ctx, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: a.id})
	if err != nil {
		a.page.t.Fatalf("reading the passkeys of the device: %v", err)
	}
	return all.Credentials
}

// Count sets how often a passkey has been used, as far as the device knows.
func (a *Authenticator) Count(id []byte, uses int) {
	a.page.t.Helper()
	count := float64(uses)
	_, err := chromedp.Call(a.page.ctx, webauthn.SetCredentialProperties, webauthn.SetCredentialPropertiesParams{AuthenticatorID: a.id, CredentialID: id, SignCount: &count})
	if err != nil {
		a.page.t.Fatalf("setting the count of a passkey: %v", err)
	}
}
