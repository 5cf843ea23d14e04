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

// Replace puts a copy of a passkey in its place, one that believes it was used so often.
func (a *Authenticator) Replace(passkey *webauthn.Credential, uses int) {
	a.page.t.Helper()
	_, err := chromedp.Call(a.page.ctx, webauthn.RemoveCredential, webauthn.RemoveCredentialParams{AuthenticatorID: a.id, CredentialID: passkey.CredentialID})
	if err != nil {
		a.page.t.Fatalf("taking a passkey off the device: %v", err)
	}
	twin := *passkey
	twin.SignCount = float64(uses)
	if _, err := chromedp.Call(a.page.ctx, webauthn.AddCredential, webauthn.AddCredentialParams{AuthenticatorID: a.id, Credential: &twin}); err != nil {
		a.page.t.Fatalf("putting a passkey on the device: %v", err)
	}
}
