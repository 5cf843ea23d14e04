// Package passkey adds and checks passkeys: keys that a person's device keeps, and uses after it has seen by fingerprint, face or code that
// it is they (Web Authentication Level 3). It knows nothing of accounts or pages.
//
// A passkey is good for one host and answers to one address: those of the configured base address, never of what a request
// says. Whoever shows one has shown two factors, the device and what unlocks it, because that is always asked for.
package passkey

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// CeremonyTime is how long somebody may take over their device.
const CeremonyTime = 5 * time.Minute

// Why there can be no passkeys.
var (
	ErrAddress = errors.New("passkey: the base address is not the name of a host in a domain")
	ErrPlain   = errors.New("passkey: the base address is not https")
)

var (
	// ErrRefused is for an answer that proves nothing: of another address or ceremony, by another key, without having seen that it is they.
	ErrRefused = errors.New("passkey: refused")
	// ErrCloned is for a passkey that was used more often than this one knows of: there is a copy (Web Authentication, 6.1.1).
	ErrCloned = errors.New("passkey: used by a copy")
	// ErrLate is for an answer to what was asked too long ago, or not at all.
	ErrLate = errors.New("passkey: not asked, or too long ago")
)

// Keys adds and checks passkeys of one installation.
type Keys struct {
	web   *webauthn.WebAuthn
	clock func() time.Time
}

// Possible says whether there can be passkeys at a base address: nil, ErrAddress or ErrPlain.
func Possible(base string) error {
	_, err := site(base)
	return err
}

// site is a base address whose host can have passkeys.
func site(base string) (*url.URL, error) {
	u, err := url.Parse(base)
	switch {
	case err != nil:
		return nil, fmt.Errorf("passkey: %w", err)
	case protocol.ValidateRPID(strings.ToLower(u.Hostname())) != nil:
		return nil, ErrAddress
	case u.Scheme != "https" && u.Hostname() != "localhost": // browsers offer none there
		return nil, ErrPlain
	}
	return u, nil
}

// New makes Keys for a base address. organisation is what devices show beside a passkey. Where there can be none the error is ErrAddress or ErrPlain.
func New(base, organisation string, clock func() time.Time) (*Keys, error) {
	u, err := site(base)
	if err != nil {
		return nil, err
	}
	web, err := webauthn.New(&webauthn.Config{
		RPID: strings.ToLower(u.Hostname()), RPDisplayName: organisation, RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation, // which make a device is of is nobody's business here
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
		// Browsers and password managers may say more than they were asked (Web Authentication, 9); none of it is used.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	return &Keys{web, clock}, nil
}

// Person is whose passkey it is.
type Person struct {
	Handle []byte // what the device calls them: at most 64 bytes that say nothing about them
	Email  string // what they choose by, on their own device
	Name   string
	Has    []Credential // those they have already, of which a device makes no second
}

// Credential is a passkey as it is kept.
type Credential struct {
	ID      []byte
	Data    []byte // its public key, and what the library wants to know of it again
	Counter uint32 // of its uses, as far as known; devices that share a passkey keep it at 0
}

// Ceremony is what was asked of a device. It is kept where its browser cannot change it, and used once.
type Ceremony struct {
	Session webauthn.SessionData
	Until   time.Time
}

// BeginAdd is what to ask of the device of somebody who adds a passkey, as browsers read it.
func (k *Keys) BeginAdd(p Person) (options json.RawMessage, c Ceremony, err error) {
	u := user{p}
	asked, session, err := k.web.BeginRegistration(u, webauthn.WithExclusions(webauthn.Credentials(u.WebAuthnCredentials()).CredentialDescriptors()))
	if err != nil {
		return nil, Ceremony{}, fmt.Errorf("passkey: %w", err)
	}
	return k.begun(asked.Response, session)
}

// BeginShow is what to ask of the device of somebody who wants to come in. Who they are, it says.
func (k *Keys) BeginShow() (options json.RawMessage, c Ceremony, err error) {
	asked, session, err := k.web.BeginDiscoverableLogin()
	if err != nil {
		return nil, Ceremony{}, fmt.Errorf("passkey: %w", err)
	}
	return k.begun(asked.Response, session)
}

func (k *Keys) begun(asked any, session *webauthn.SessionData) (json.RawMessage, Ceremony, error) {
	options, err := json.Marshal(asked)
	if err != nil {
		return nil, Ceremony{}, fmt.Errorf("passkey: %w", err)
	}
	return options, Ceremony{*session, k.clock().Add(CeremonyTime)}, nil
}

// current says whether a ceremony is still to be answered.
func (k *Keys) current(c Ceremony) error {
	if c.Session.Challenge == "" || !k.clock().Before(c.Until) {
		return ErrLate
	}
	return nil
}

// FinishAdd checks the device's answer. Errors are ErrLate and ErrRefused.
func (k *Keys) FinishAdd(p Person, c Ceremony, answer []byte) (Credential, error) {
	if err := k.current(c); err != nil {
		return Credential{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Credential{}, refused(err)
	}
	made, err := k.web.CreateCredential(user{p}, c.Session, parsed)
	if err != nil {
		return Credential{}, refused(err)
	}
	return pack(made)
}

// FinishShow checks the device's answer. find looks up whose passkey it says it is; an error of find is handed on. The answer is the
// passkey as it is to be kept from now on. Errors are ErrLate, ErrRefused and ErrCloned.
func (k *Keys) FinishShow(c Ceremony, answer []byte, find func(id []byte) (Person, error)) (Credential, error) {
	if err := k.current(c); err != nil {
		return Credential{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Credential{}, refused(err)
	}
	var lookUp error
	shown, err := k.web.ValidateDiscoverableLogin(func(id, _ []byte) (webauthn.User, error) {
		var p Person
		p, lookUp = find(id)
		return user{p}, lookUp
	}, c.Session, parsed)
	switch {
	case lookUp != nil:
		return Credential{}, lookUp
	case err != nil:
		return Credential{}, refused(err)
	case shown.Authenticator.CloneWarning:
		return Credential{}, ErrCloned
	}
	return pack(shown)
}

// refused is ErrRefused with the library's reason, for the log. Its further details hold what the browser sent, and are left out.
func refused(err error) error { return fmt.Errorf("%w: %.200s", ErrRefused, err.Error()) }

func pack(c *webauthn.Credential) (Credential, error) {
	data, err := json.Marshal(c)
	if err != nil {
		return Credential{}, fmt.Errorf("passkey: %w", err)
	}
	return Credential{ID: c.ID, Data: data, Counter: c.Authenticator.SignCount}, nil
}

// user is a Person as the library asks for them.
type user struct{ Person }

// WebAuthnID is what devices call them.
func (u user) WebAuthnID() []byte { return u.Handle }

// WebAuthnName is what they choose by.
func (u user) WebAuthnName() string { return u.Email }

// WebAuthnDisplayName is their name.
func (u user) WebAuthnDisplayName() string { return u.Name }

// WebAuthnCredentials are their passkeys. One that cannot be read is as good as none.
func (u user) WebAuthnCredentials() []webauthn.Credential {
	var list []webauthn.Credential
	for _, kept := range u.Has {
		var c webauthn.Credential
		if err := json.Unmarshal(kept.Data, &c); err != nil {
			continue
		}
		c.ID = kept.ID
		c.Authenticator.SignCount = max(c.Authenticator.SignCount, kept.Counter)
		list = append(list, c)
	}
	return list
}
