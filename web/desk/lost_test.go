package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// Whoever is signed in and asks for what does not exist stays at the desk, wherever the address points; what they may not see reads the same. Strangers
// get the page that clients get, and are not told of a desk by it.
func TestASVS8_2_2_WhoeverIsSignedInStaysAtTheDeskWhereNothingIs(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	const atDesk, out = `href="/desk/account"`, `action="/desk/sign-out"`
	for _, id := range []dossier.AccountID{"owner", "receptionist", "daan", "auditor", "keeper"} {
		b := w.as(id)
		for _, path := range []string{"/desk/nothing", "/nothing", "/desk/dossiers", "/desk/dossiers/WH-0000-0000", "/desk/overview/more"} {
			got := b.get(path)
			if got.status != http.StatusNotFound || !strings.Contains(got.body, atDesk) || !strings.Contains(got.body, out) {
				t.Errorf("%s at %s: status %d, at the desk: %v", id, path, got.status, strings.Contains(got.body, atDesk))
			}
			if !strings.Contains(got.header.Get("Cache-Control"), "no-store") {
				t.Errorf("%s at %s: %q", id, path, got.header.Get("Cache-Control"))
			}
		}
	}
	daan := w.as("daan")
	theirs, none := daan.get("/desk/dossiers/"+ref), daan.get("/desk/dossiers/WH-0000-0000")
	if theirs.status != http.StatusNotFound || strings.ReplaceAll(theirs.body, ref, "X") != strings.ReplaceAll(none.body, "WH-0000-0000", "X") {
		t.Error("a dossier that may not be seen reads otherwise than none")
	}
	if got := daan.post("/desk/nothing", url.Values{"words": {"x"}}); got.status != http.StatusNotFound || !strings.Contains(got.body, atDesk) {
		t.Errorf("a form sent to nothing: %d", got.status)
	}

	stranger := w.browser()
	for _, path := range []string{"/desk/nothing", "/nothing"} {
		if got := stranger.get(path); got.status != http.StatusNotFound || strings.Contains(got.body, `"/desk`) {
			t.Errorf("a stranger at %s: %d", path, got.status)
		}
	}
	daan.post("/desk/sign-out", nil)
	if got := daan.get("/nothing"); got.status != http.StatusNotFound || strings.Contains(got.body, `"/desk`) {
		t.Errorf("after signing out: %d", got.status)
	}
	wordsComplete(t)
}
