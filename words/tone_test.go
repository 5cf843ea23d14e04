package words

import (
	"regexp"
	"testing"
)

// Formal, plain Dutch, and errors that say what to do instead of calling names.
func TestDutchIsFormalAndPlain(t *testing.T) {
	unfit := regexp.MustCompile(`(?i)\b(je|jij|jou|jouw|jullie|alstublieft|verplicht veld|ongeldige?|middels|derhalve|dienen te)\b`)
	for key, e := range catalogue {
		if m := unfit.FindString(e.NL); m != "" {
			t.Errorf("%s: %q in %q", key, m, e.NL)
		}
	}
	unfit = regexp.MustCompile(`(?i)\b(invalid|required field)\b`)
	for key, e := range catalogue {
		if m := unfit.FindString(e.EN); m != "" {
			t.Errorf("%s: %q in %q", key, m, e.EN)
		}
	}
}
