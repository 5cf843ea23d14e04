package kit

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"
)

// fewestDigits of anything that can be dialled here.
const fewestDigits = 8

// ReadPhone reads a phone number of one line: E.164 when the number can be read, and as typed otherwise, as a number from a country
// nobody thought of can still be called. ok is false when it is too short to be called at all. No number is no fault.
func ReadPhone(typed string) (number string, ok bool) {
	if typed == "" {
		return "", true
	}
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, typed)
	if utf8.RuneCountInString(digits) < fewestDigits {
		return typed, false
	}
	parsed, err := phonenumbers.Parse(typed, "NL")
	if err != nil || !phonenumbers.IsValidNumber(parsed) {
		return typed, true
	}
	return phonenumbers.Format(parsed, phonenumbers.E164), true
}

// IsEmail reports whether mail can be sent to an address of one line. No address is no fault.
func IsEmail(typed string) bool {
	address, err := mail.ParseAddress(typed)
	return typed == "" || err == nil && address.Address == typed
}
