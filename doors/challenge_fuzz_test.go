package doors

import (
	"strings"
	"testing"
	"time"
)

// Whatever is sent as a solution, it is read without harm, and only what this office has signed proves anything.
func FuzzSolution(f *testing.F) {
	p := &Porter{Key: []byte("0123456789abcdef0123456789abcdef"), Clock: func() time.Time { return time.Unix(1_000_000, 0) }}
	own := p.challenge("form", 1, time.Unix(2_000_000, 0))
	f.Add(own + ".0")
	f.Add(Solve(own))
	f.Add("form.0.0..0")
	f.Add("form.-1.-zzzzzzzz.x.99999999999")
	f.Fuzz(func(t *testing.T, text string) {
		if p.proved("form", text) > 0 && !strings.HasPrefix(text, own+".") {
			t.Errorf("%q proves something", text)
		}
	})
}
