package desk_test

import (
	"net/http"
	"strings"
	"testing"
)

// R23: a specialist who has nothing to do with a complaint but its contact ban finds it on the own desk all the same, as a breach
// is reported there; nothing of the complaint or the complainant stands with it.
func TestR23_SpecialistFindsTheBan(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	mine := w.as("sanne").get("/desk/mine")
	for _, text := range []string{"Contactverboden", "/desk/dossiers/" + ref, "loopt sinds", "Overtreding van het contactverbod melden"} {
		if mine.status != http.StatusOK || !strings.Contains(mine.body, text) {
			t.Errorf("%d, and the specialist's desk does not say %q", mine.status, text)
		}
	}
	for _, secret := range []string{"Kramer", "klaas@", "612345678"} {
		if strings.Contains(mine.body, secret) {
			t.Errorf("the specialist's desk holds %s", secret)
		}
	}
	if other := w.as("daan").get("/desk/mine").body; strings.Contains(other, ref) {
		t.Error("another specialist sees the ban")
	}
}
