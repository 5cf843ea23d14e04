package casework

import (
	"strings"
	"unicode"

	"github.com/wederhoor/wederhoor/store"
)

// What becomes a header of a mail is one line, whoever typed it and however it came in: a line break in it would be the beginning of another
// header (ASVS 1.3.11).

// oneLine is text without line breaks and control characters; white space runs together.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// mailable reports whether mail can be sent to an address: it is one, and nothing but that.
func mailable(address string) bool { return store.Mailable(address) }
