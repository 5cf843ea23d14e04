package doors

import (
	"testing"
	"time"
)

// Whatever a browser says it is known by, it is read without harm, and only what this office has signed makes it known.
func FuzzKnown(f *testing.F) {
	p := &Porter{Key: []byte("0123456789abcdef0123456789abcdef"), Clock: func() time.Time { return time.Unix(1_000_000, 0) }}
	own := p.markText(mark{"owner", "NONCE", time.Unix(2_000_000, 0)})
	f.Add(own)
	f.Add(own + "/" + own)
	f.Add("b3duZXI.NONCE.16n5s.")
	f.Add("...")
	f.Fuzz(func(t *testing.T, text string) {
		if m, ok := p.readMark(text); ok && text != own {
			t.Errorf("%q is known as %+v", text, m)
		}
		if list := p.marks(Visitor{Known: text}); len(list) > knownAccounts {
			t.Errorf("%d marks are looked at", len(list))
		}
	})
}
