package passkey

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/doors/passkey/passkeytest"
)

// Whatever a browser sends as a device's answer: it is refused, or it is the passkey that was asked for.
func FuzzAnswer(f *testing.F) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	keys, err := New(base, "De Keten", func() time.Time { return now })
	if err != nil {
		f.Fatal(err)
	}
	device := passkeytest.New(base, "klachten.example")
	options, adding, err := keys.BeginAdd(somebody())
	if err != nil {
		f.Fatal(err)
	}
	made := device.Made(f, options)
	kept, err := keys.FinishAdd(somebody(), adding, made)
	if err != nil {
		f.Fatal(err)
	}
	device.Key.Counter = 1
	options, showing, err := keys.BeginShow()
	if err != nil {
		f.Fatal(err)
	}
	shown := device.Shown(f, options)
	if _, err := keys.FinishShow(showing, shown, of(somebody(), kept)); err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{made, shown, nil, []byte("{}"), []byte(`{"id":"AA","rawId":"AA","type":"public-key","response":{}}`)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		if got, err := keys.FinishAdd(somebody(), adding, answer); !errors.Is(err, ErrRefused) && !bytes.Equal(got.ID, kept.ID) {
			t.Errorf("adding gives %q, %v", got.ID, err)
		}
		got, err := keys.FinishShow(showing, answer, of(somebody(), kept))
		if !errors.Is(err, ErrRefused) && !errors.Is(err, ErrCloned) && !errors.Is(err, errNobody) && !bytes.Equal(got.ID, kept.ID) {
			t.Errorf("showing gives %q, %v", got.ID, err)
		}
	})
}
