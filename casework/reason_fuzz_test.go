package casework

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// A reason is one line of text that both engines can hold and that shows what it is, whatever was sent; cleaning it again changes nothing.
func FuzzReason(f *testing.F) {
	for _, typed := range []string{
		"Steekproef derde kwartaal", " a\tb\r\nc ", "nul\x00byte", "\xff\xfe", "\u202eomgekeerd", "\u200b", "é🦷", strings.Repeat("x", 1000), "<script>",
	} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		reason := cleanReason(typed)
		if !utf8.ValidString(reason) || strings.TrimSpace(reason) != reason || strings.Contains(reason, "  ") || cleanReason(reason) != reason {
			t.Errorf("%q becomes %q", typed, reason)
		}
		for _, r := range reason {
			if r != ' ' && (unicode.IsSpace(r) || !unicode.IsGraphic(r)) {
				t.Errorf("%q keeps %U", typed, r)
			}
		}
	})
}
