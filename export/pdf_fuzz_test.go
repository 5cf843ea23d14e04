package export

import (
	"io"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/words"
)

// pagesAtOnce is after how many texts a fuzzed document is written out and a new one begun: reading the fonts and writing them costs more than a text.
const pagesAtOnce = 500

// Whatever somebody wrote can be put on paper.
func FuzzPDF(f *testing.F) {
	f.Add("Zoë ‘d’ Ávila 🦷\n\tregel \x00\xff\u202e")
	f.Add(strings.Repeat("x", 5000))
	p, n := newSheet(words.NL), 0
	f.Fuzz(func(t *testing.T, text string) {
		p.AddPage()
		p.line("", 11, text)
		if err := p.Error(); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if n++; n < pagesAtOnce {
			return
		}
		if err := p.Output(io.Discard); err != nil {
			t.Fatalf("up to %q: %v", text, err)
		}
		p, n = newSheet(words.NL), 0
	})
}
