package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// code is the newest that was mailed for a dossier, as its receiver reads it.
func (w *world) code(reference string) string {
	w.t.Helper()
	w.tick()
	all, err := w.office.DB.Read().Mailbox(w.t.Context(), "", 1000)
	must(w.t, err)
	i := slices.IndexFunc(all, func(m store.Message) bool { return m.Reference == reference && m.Kind == casework.CodeMessage })
	if i < 0 {
		w.t.Fatalf("no code was mailed for %s", reference)
	}
	_, rest, _ := strings.Cut(w.office.Delivered(all[i]), "Uw code is ")
	code, _, _ := strings.Cut(rest, ". ")
	return code
}

func asked(reference, email string) url.Values {
	return url.Values{"reference": {reference}, "email": {email}}
}

func TestR7_WhoLostTheLinkGetsInByReferenceAndMailedCode(t *testing.T) {
	w := newWorld(t)
	place, reference := w.filed()
	lost := w.browser()
	lost.get("/").is(http.StatusOK).has("Uw klacht volgen", `href="/zaak"`)
	lost.get("/zaak").is(http.StatusOK).has("Kenmerk", `autocomplete="email"`)
	lost.get(place).is(http.StatusNotFound).has(`action="/zaak"`, "085 000 0000")
	typed := strings.ToLower(strings.ReplaceAll(reference, "-", " "))
	page := lost.follow(lost.post("/zaak", asked(typed, "Klaas@Example.org"))).is(http.StatusOK)
	page.has("Vul uw code in", `value="`+reference+`"`, `autocomplete="one-time-code"`, `inputmode="numeric"`)
	code := w.code(reference)
	if !strings.Contains(code, " ") {
		t.Errorf("the code is %q", code)
	}
	lost.post("/zaak/code", url.Values{"reference": {reference}, "code": {"12"}}).is(http.StatusUnprocessableEntity).has("Vul de acht cijfers van de code in")
	in := lost.post("/zaak/code", url.Values{"reference": {reference}, "code": {code}}).is(http.StatusSeeOther)
	if in.header.Get("Location") != place {
		t.Errorf("the code leads to %s", in.header.Get("Location"))
	}
	lost.get(place).is(http.StatusOK).has("Mijn tanden doen pijn.").hasNot("Uw code (")
	lost.get("/zaak").is(http.StatusOK).has("U bent al binnen", reference)
	lost.follow(lost.post("/zaak/sluiten", nil)).is(http.StatusOK).hasNot("U bent al binnen")
	lost.get(place).is(http.StatusNotFound)
	english := w.browser()
	english.get("/zaak?lang=en").is(http.StatusOK).has("Follow your complaint", "Ask for a code")
}

// ASVS 6.3.8: the answers to a dossier that is there, one that is not, and another's address are the same.
func TestEnumeration_CodesTellNothingOfWhatThereIs(t *testing.T) {
	w := newWorld(t)
	_, reference := w.filed()
	var first reply
	for _, try := range [][2]string{{reference, "klaas@example.org"}, {reference, "fenna@example.org"}, {"WH-2222-2222", "klaas@example.org"}} {
		visitor := w.browser()
		sent := visitor.post("/zaak", asked(try[0], try[1])).is(http.StatusSeeOther)
		w.tick()
		page := visitor.get(sent.header.Get("Location")).is(http.StatusOK)
		page.body = strings.ReplaceAll(page.body, try[0], "REFERENCE")
		wrong := visitor.post("/zaak/code", url.Values{"reference": {try[0]}, "code": {"00000000"}}).is(http.StatusUnprocessableEntity)
		page.body += strings.ReplaceAll(wrong.body, try[0], "REFERENCE")
		if first.body == "" {
			first = page
		}
		if page.body != first.body {
			t.Errorf("%v reads otherwise:\n%s", try, page.text())
		}
	}
}

func TestCode_FormNamesWhatIsWrongAndLosesNothing(t *testing.T) {
	w := newWorld(t)
	page := w.post("/zaak", asked("WH-4F7Q-K2MB", "geen adres")).is(http.StatusUnprocessableEntity)
	page.has("<title>Fout: ", "Dit kenmerk klopt niet", "Vul het e-mailadres in", `value="WH-4F7Q-K2MB"`, `value="geen adres"`, `href="#reference"`)
}

// from sends as from another address of the network.
func (w *world) from(address, method, path string, form url.Values) reply {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.RemoteAddr = address + ":1234"
	return w.send(r)
}

// ASVS 6.3.1, 2.4.1: whoever guesses is slowed, by the dossier that is tried, by where it comes from, and in all; the words are everybody's.
func TestThrottle_CodesAreSlowedByDossierAndByAddress(t *testing.T) {
	w := newWorld(t)
	_, reference := w.filed()
	guess := func(address, reference string) reply {
		return w.browser().from(address, http.MethodPost, "/zaak/code", url.Values{"reference": {reference}, "code": {"00000000"}})
	}
	request := func(address, reference string) reply {
		return w.browser().from(address, http.MethodPost, "/zaak", asked(reference, "x@example.org"))
	}
	until := func(try func(n int) reply) (n int, last reply) {
		for n = 1; n < 2000; n++ {
			if last = try(n); last.status == http.StatusTooManyRequests {
				return n, last
			}
		}
		t.Fatal("nobody is slowed")
		return 0, last
	}
	n, slowed := until(func(n int) reply { return guess("203.0.113."+string(rune('0'+n%10)), reference) })
	if n > 10 {
		t.Errorf("one dossier was tried %d times", n)
	}
	if unknown, other := until(func(n int) reply { return guess("198.51.100."+string(rune('0'+n%10)), "WH-2222-2222") }); unknown != n ||
		strings.ReplaceAll(other.body, "WH-2222-2222", reference) != slowed.body {
		t.Errorf("a dossier that is not there is slowed after %d tries, one that is after %d", unknown, n)
	}
	if n, _ := until(func(n int) reply { return request("203.0.113.77", reference) }); n > 10 {
		t.Errorf("for one dossier %d codes were asked", n)
	}
	many := manyReferences(200)
	if n, _ := until(func(n int) reply { return request("203.0.113.78", many[n]) }); n > 30 {
		t.Errorf("from one address %d codes were asked", n)
	}
	request("203.0.113.79", many[150]).is(http.StatusSeeOther) // others are not
}

// manyReferences are well formed, of no dossier.
func manyReferences(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = newReference(uint64(i) + 1)
	}
	return list
}

func TestThrottle_GuessedLinksAreSlowedAndARightOneIsNot(t *testing.T) {
	w := newWorld(t)
	place, reference := w.filed()
	link := w.link(reference, casework.PurposeStatus, 0)
	const address = "203.0.113.7"
	for n := 0; ; n++ {
		r := w.browser().from(address, http.MethodGet, "/zaak/"+strings.Repeat("B", 40)+newReference(uint64(n))[3:6], nil)
		if r.status == http.StatusTooManyRequests {
			r.has("Te vaak geprobeerd")
			break
		}
		if r.is(http.StatusNotFound); n > 100 {
			t.Fatal("a hundred links were guessed from one address")
		}
	}
	if got := w.browser().from(address, http.MethodGet, link, nil).is(http.StatusSeeOther).header.Get("Location"); got != place {
		t.Errorf("the right link leads to %s", got)
	}
	w.browser().from("203.0.113.8", http.MethodGet, "/zaak/"+strings.Repeat("B", 43), nil).is(http.StatusNotFound)
}

func newReference(n uint64) string { return dossier.NewReference(n) }

// ASVS 6.3.1: who knows a reference and not the address keeps its complainant waiting for no code.
func TestThrottle_WrongAddressesKeepNobodyFromTheirCode(t *testing.T) {
	w := newWorld(t)
	_, reference := w.filed()
	other := w.browser()
	for range accounts.FreeFailures + 1 {
		other.post("/zaak", asked(reference, "niemand@example.org")).is(http.StatusSeeOther)
	}
	other.post("/zaak", asked(reference, "niemand@example.org")).is(http.StatusTooManyRequests)
	w.browser().post("/zaak", asked(reference, "klaas@example.org")).is(http.StatusSeeOther)
	if w.code(reference) == "" {
		t.Error("no code was mailed")
	}
}
