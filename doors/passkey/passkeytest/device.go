// Package passkeytest is a device with a passkey, for tests.
package passkeytest

import (
	"encoding/json"
	"testing"

	"github.com/descope/virtualwebauthn"
)

// Device keeps one passkey. Its fields may be changed, to have it do wrong.
type Device struct {
	Site virtualwebauthn.RelyingParty // where it believes it is
	virtualwebauthn.Authenticator
	Key virtualwebauthn.Credential
}

// New is a device at a site: https://example.org is host example.org.
func New(origin, host string) *Device {
	return &Device{virtualwebauthn.RelyingParty{ID: host, Origin: origin}, virtualwebauthn.NewAuthenticator(), NewKey()}
}

// wholeKey is the length of a public key on P-256 both of whose numbers are written in full.
const wholeKey = 77

// NewKey is another passkey. virtualwebauthn leaves zeros at the beginning of a number out, one time in 128, which is not how a device writes it
// (RFC 9053, 7.1.1); such a key is not taken.
func NewKey() virtualwebauthn.Credential {
	for {
		key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
		if len(key.Key.AttestationData()) == wholeKey {
			return key
		}
	}
}

// Made is the device's answer when it is asked for a new passkey.
func (d *Device) Made(t testing.TB, options json.RawMessage) []byte {
	t.Helper()
	asked, err := virtualwebauthn.ParseAttestationOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	d.Options.UserHandle = []byte(asked.UserID)
	return []byte(virtualwebauthn.CreateAttestationResponse(d.Site, d.Authenticator, d.Key, *asked))
}

// Shown is its answer when it is asked for the one it has.
func (d *Device) Shown(t testing.TB, options json.RawMessage) []byte {
	t.Helper()
	asked, err := virtualwebauthn.ParseAssertionOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	return []byte(virtualwebauthn.CreateAssertionResponse(d.Site, d.Authenticator, d.Key, *asked))
}
