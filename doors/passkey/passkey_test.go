package passkey

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"github.com/wederhoor/wederhoor/doors/passkey/passkeytest"
)

const base = "https://klachten.example"

// world is an installation, and somebody's device.
type world struct {
	*Keys
	t   *testing.T
	now time.Time
	*passkeytest.Device
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	keys, err := New(base, "De Keten", func() time.Time { return w.now })
	if err != nil {
		t.Fatal(err)
	}
	w.Keys, w.Device = keys, passkeytest.New(base, "klachten.example")
	return w
}

func (w *world) later(d time.Duration) { w.now = w.now.Add(d) }

func somebody() Person {
	return Person{Handle: bytes.Repeat([]byte{7}, 32), Email: "els@chain.example", Name: "Els Eigenaar"}
}

// make has the device make this passkey, and show it.
func (w *world) make(options json.RawMessage, key virtualwebauthn.Credential) []byte {
	w.t.Helper()
	w.Key = key
	return w.Made(w.t, options)
}

func (w *world) show(options json.RawMessage, key virtualwebauthn.Credential) []byte {
	w.t.Helper()
	w.Key = key
	return w.Shown(w.t, options)
}

// add gives a person a passkey.
func (w *world) add(p Person, key virtualwebauthn.Credential) Credential {
	w.t.Helper()
	options, c, err := w.BeginAdd(p)
	if err != nil {
		w.t.Fatal(err)
	}
	kept, err := w.FinishAdd(p, c, w.make(options, key))
	if err != nil {
		w.t.Fatal(err)
	}
	return kept
}

// of finds one person by one passkey.
func of(p Person, kept Credential) func([]byte) (Person, error) {
	p.Has = []Credential{kept}
	return func(id []byte) (Person, error) {
		if !bytes.Equal(id, kept.ID) {
			return Person{}, errNobody
		}
		return p, nil
	}
}

var errNobody = errors.New("nobody has it")

func TestPasskey_AddedAndShown(t *testing.T) {
	for _, key := range []virtualwebauthn.Credential{passkeytest.NewKey(), virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeRSA)} {
		w := newWorld(t)
		kept := w.add(somebody(), key)
		if !bytes.Equal(kept.ID, key.ID) || kept.Counter != 0 || len(kept.Data) > 8<<10 {
			t.Fatalf("kept as %q, counter %d, %d bytes", kept.ID, kept.Counter, len(kept.Data))
		}
		for n := uint32(1); n <= 3; n++ {
			w.later(24 * time.Hour)
			options, c, err := w.BeginShow()
			if err != nil {
				t.Fatal(err)
			}
			key.Counter = n
			kept, err = w.FinishShow(c, w.show(options, key), of(somebody(), kept))
			if err != nil || kept.Counter != n {
				t.Fatalf("shown: counter %d, %v", kept.Counter, err)
			}
		}
	}
}

// Devices that share a passkey count nothing.
func TestPasskey_CounterThatStaysAtNothing(t *testing.T) {
	w := newWorld(t)
	w.Options.BackupEligible, w.Options.BackupState = true, true
	key := passkeytest.NewKey()
	kept := w.add(somebody(), key)
	for range 3 {
		options, c, err := w.BeginShow()
		if err != nil {
			t.Fatal(err)
		}
		if kept, err = w.FinishShow(c, w.show(options, key), of(somebody(), kept)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPasskey_CounterThatFallsBehindIsACopy(t *testing.T) {
	w := newWorld(t)
	key := passkeytest.NewKey()
	kept := w.add(somebody(), key)
	kept.Counter = 8 // the row's own counter, whatever else is kept
	for counter, want := range map[uint32]error{0: ErrCloned, 7: ErrCloned, 8: ErrCloned, 9: nil} {
		options, c, err := w.BeginShow()
		if err != nil {
			t.Fatal(err)
		}
		key.Counter = counter
		if _, err := w.FinishShow(c, w.show(options, key), of(somebody(), kept)); !errors.Is(err, want) {
			t.Errorf("counter %d after 8: %v", counter, err)
		}
	}
}

func TestPasskey_WhatIsAsked(t *testing.T) {
	w := newWorld(t)
	p := somebody()
	p.Has = []Credential{w.add(p, passkeytest.NewKey())}
	adding, _, err := w.BeginAdd(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"userVerification":"required"`, `"residentKey":"required"`, `"id":"klachten.example"`, `"excludeCredentials":[{`, `"attestation":"none"`} {
		if !strings.Contains(string(adding), part) {
			t.Errorf("adding does not ask %s: %s", part, adding)
		}
	}
	showing, _, err := w.BeginShow()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(showing), `"userVerification":"required"`) || !strings.Contains(string(showing), `"rpId":"klachten.example"`) {
		t.Errorf("showing asks %s", showing)
	}
	if strings.Contains(string(showing), "allowCredentials") {
		t.Errorf("showing tells whose passkeys there are: %s", showing)
	}
}

// wrong is each way in which a device or who holds it may be wrong.
var wrong = map[string]func(*world){
	"other origin":         func(w *world) { w.Site.Origin = "https://klachten.example.evil.example" },
	"origin without TLS":   func(w *world) { w.Site.Origin = "http://klachten.example" },
	"other port":           func(w *world) { w.Site.Origin = base + ":8443" },
	"name above":           func(w *world) { w.Site.Origin, w.Site.ID = "https://example", "example" },
	"other RP":             func(w *world) { w.Site.ID = "evil.example" },
	"no user verification": func(w *world) { w.Options.UserNotVerified = true },
	"nobody there":         func(w *world) { w.Options.UserNotPresent = true },
	"flags at odds":        func(w *world) { w.Options.BackupState = true },
	"too late":             func(w *world) { w.later(CeremonyTime) },
}

func TestPasskey_WhatIsNotAdded(t *testing.T) {
	for name, change := range wrong {
		w := newWorld(t)
		options, c, err := w.BeginAdd(somebody())
		if err != nil {
			t.Fatal(err)
		}
		change(w)
		answer := w.make(options, passkeytest.NewKey())
		if _, err := w.FinishAdd(somebody(), c, answer); !errors.Is(err, ErrRefused) && !errors.Is(err, ErrLate) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w := newWorld(t)
	options, first, err := w.BeginAdd(somebody())
	if err != nil {
		t.Fatal(err)
	}
	_, second, err := w.BeginAdd(somebody())
	if err != nil {
		t.Fatal(err)
	}
	answer := w.make(options, passkeytest.NewKey())
	other := somebody()
	other.Handle = []byte("somebody else")
	_, showing, err := w.BeginShow()
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"replayed challenge":   second1(w.FinishAdd(somebody(), second, answer)),
		"nothing asked":        second1(w.FinishAdd(somebody(), Ceremony{}, answer)),
		"asked of another":     second1(w.FinishAdd(other, first, answer)),
		"asked to show":        second1(w.FinishAdd(somebody(), showing, answer)),
		"empty":                second1(w.FinishAdd(somebody(), first, nil)),
		"not JSON":             second1(w.FinishAdd(somebody(), first, []byte("<html>"))),
		"of another ceremony":  second1(w.FinishAdd(somebody(), first, bytes.Replace(answer, []byte("public-key"), []byte("password"), 1))),
		"attestation cut away": second1(w.FinishAdd(somebody(), first, bytes.Replace(answer, []byte("attestationObject"), []byte("x"), 1))),
	} {
		if !errors.Is(err, ErrRefused) && !errors.Is(err, ErrLate) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.FinishAdd(somebody(), first, answer); err != nil {
		t.Errorf("right after all: %v", err)
	}
}

func second1(_ Credential, err error) error { return err }

func TestPasskey_WhatIsNotLetIn(t *testing.T) {
	for name, change := range wrong {
		w := newWorld(t)
		key := passkeytest.NewKey()
		kept := w.add(somebody(), key)
		options, c, err := w.BeginShow()
		if err != nil {
			t.Fatal(err)
		}
		change(w)
		if _, err := w.FinishShow(c, w.show(options, key), of(somebody(), kept)); !errors.Is(err, ErrRefused) && !errors.Is(err, ErrLate) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w := newWorld(t)
	key, stranger := passkeytest.NewKey(), passkeytest.NewKey()
	kept := w.add(somebody(), key)
	options, first, err := w.BeginShow()
	if err != nil {
		t.Fatal(err)
	}
	_, second, err := w.BeginShow()
	if err != nil {
		t.Fatal(err)
	}
	_, adding, err := w.BeginAdd(somebody())
	if err != nil {
		t.Fatal(err)
	}
	forged := stranger
	forged.ID = key.ID
	answer := w.show(options, key)
	find := of(somebody(), kept)
	other := somebody()
	other.Handle = []byte("somebody else")
	w.Options.UserHandle = other.Handle
	asOther := w.show(options, key)
	w.Options.UserHandle = nil
	nameless := w.show(options, key)
	for name, err := range map[string]error{
		"replayed challenge":            second1(w.FinishShow(second, answer, find)),
		"nothing asked":                 second1(w.FinishShow(Ceremony{}, answer, find)),
		"asked to add":                  second1(w.FinishShow(adding, answer, find)),
		"key of a stranger":             second1(w.FinishShow(first, w.show(options, forged), find)),
		"other account's credential":    second1(w.FinishShow(first, asOther, find)),
		"credential of another's found": second1(w.FinishShow(first, answer, of(other, kept))),
		"no user handle":                second1(w.FinishShow(first, nameless, find)),
		"empty":                         second1(w.FinishShow(first, nil, find)),
		"signature cut away":            second1(w.FinishShow(first, bytes.Replace(answer, []byte(`"signature":"`), []byte(`"signature":"AA`), 1), find)),
	} {
		if !errors.Is(err, ErrRefused) && !errors.Is(err, ErrLate) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.Options.UserHandle = somebody().Handle
	if _, err := w.FinishShow(first, w.show(options, stranger), find); !errors.Is(err, errNobody) {
		t.Errorf("unknown credential: %v", err)
	}
	if _, err := w.FinishShow(first, answer, find); err != nil {
		t.Errorf("right after all: %v", err)
	}
}

// A ceremony survives being kept in a session.
func TestPasskey_CeremonyCanBeKept(t *testing.T) {
	w := newWorld(t)
	key := passkeytest.NewKey()
	options, c, err := w.BeginAdd(somebody())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var again Ceremony
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	if _, err := w.FinishAdd(somebody(), again, w.make(options, key)); err != nil {
		t.Error(err)
	}
}

func TestPasskey_BaseAddress(t *testing.T) {
	for address, want := range map[string]error{
		"https://klachten.example":      nil,
		"https://KLACHTEN.example:8443": nil,
		"https://klachten":              ErrAddress,
		"http://localhost:8080":         nil,
		"https://192.0.2.1":             ErrAddress,
		"https://[2001:db8::1]:8443":    ErrAddress,
		"http://127.0.0.1:8080":         ErrAddress,
		"http://klachten.example":       ErrPlain,
	} {
		if k, err := New(address, "De Keten", time.Now); !errors.Is(err, want) || (k == nil) != (want != nil) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
