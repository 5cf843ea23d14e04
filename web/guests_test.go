package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web"
)

// token is the secret of a private link.
func token(link string) string { return path.Base(link) }

func TestR7_ReferenceLinkAndDatesAreToldAtOnce(t *testing.T) {
	w := newWorld(t)
	sent := w.post("/klacht", complaint())
	page := w.follow(sent).is(http.StatusOK)
	place := strings.TrimSuffix(sent.header.Get("Location"), "/bevestiging")
	link := w.link(path.Base(place), casework.PurposeScreen, 0)
	page.has(path.Base(place), w.office.Base+link, "woensdag 4 maart 2026 om 10.00", "dinsdag 17 maart 2026", "085 000 0000")
	w.get(place+"/bevestiging").is(http.StatusOK).has(path.Base(place), link) // it can be opened again
	other := w.browser()
	if got := other.get(link).is(http.StatusSeeOther).header.Get("Location"); got != place {
		t.Errorf("the link leads to %s, not %s", got, place)
	}
	other.get(place).is(http.StatusOK).has(path.Base(place))
}

// ASVS 14.2.1: a secret that was exchanged stands in no address, page, header or log line after that.
func TestLinkIsExchangedAndItsSecretIsNowhereAfterThat(t *testing.T) {
	w := newWorld(t)
	place, reference := w.filed()
	w.tick()
	for _, purpose := range []string{casework.PurposeStatus, casework.PurposeScreen} {
		link := w.link(reference, purpose, 0)
		other := w.browser()
		arrived := other.get(link).is(http.StatusSeeOther)
		if arrived.header.Get("Referrer-Policy") != "no-referrer" || arrived.header.Get("Cache-Control") != "no-store" || arrived.header.Get("Location") != place {
			t.Errorf("the exchange answers %v", arrived.header)
		}
		pages := []reply{arrived}
		for _, p := range []string{place, place + "/bevestiging", place + "/withdrawal"} {
			pages = append(pages, other.get(p))
		}
		for _, p := range pages {
			if strings.Contains(p.body, token(link)) {
				t.Errorf("a page holds the secret: %s", p.text())
			}
			for name, values := range p.header {
				if strings.Contains(strings.Join(values, " "), token(link)) {
					t.Errorf("the header %s holds the secret", name)
				}
			}
		}
		if strings.Contains(w.log.String(), token(link)) {
			t.Error("the log holds the secret")
		}
	}
}

// R7: whoever gave no e-mail address has the link of the screen and nothing else. It opens their page in any browser, before staff spoke with
// them and after.
func TestR7_WithoutAddressTheLinkOfTheScreenGoesOnOpeningThePage(t *testing.T) {
	w := newWorld(t)
	sent := w.post("/klacht", complaint("email", ""))
	place := strings.TrimSuffix(sent.is(http.StatusSeeOther).header.Get("Location"), "/bevestiging")
	reference := path.Base(place)
	link := w.link(reference, casework.PurposeScreen, 0)
	opened := func() reply {
		t.Helper()
		other := w.browser()
		if got := other.get(link).is(http.StatusSeeOther).header.Get("Location"); got != place {
			t.Fatalf("the link leads to %s, not %s", got, place)
		}
		return other.get(place).is(http.StatusOK)
	}
	opened().hasNot(place + "/withdrawal")
	w.tick()
	w.do(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"})
	w.do(owner, reference, dossier.RecordExplanation{How: "call", Words: "x"})
	opened().has(place + "/withdrawal") // the whole page: they were spoken with
	w.get(place + "/bevestiging").is(http.StatusOK).has(w.office.Base + link)
	w.browser().get("/navraag/" + token(link)).is(http.StatusNotFound)
}

func TestR7_PrivatePagesAreKeptInNoCacheAndNamedToNoOtherSite(t *testing.T) {
	w := newWorld(t)
	place, _ := w.filed()
	for _, p := range []string{place, place + "/bevestiging", place + "/withdrawal"} {
		page := w.get(p).is(http.StatusOK)
		if page.header.Get("Cache-Control") != "no-store" || page.header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: %v", p, page.header)
		}
	}
}

// R7, ASVS 6.3.8: what does not open a page reads the same, whatever the reason.
func TestR7_WrongExpiredVoidAndUnknownLinksReadTheSameByteForByte(t *testing.T) {
	w := newWorld(t)
	place, reference := w.filed()
	link := w.link(reference, casework.PurposeStatus, 0)
	stranger := w.browser()
	unknown := stranger.get("/zaak/" + strings.Repeat("A", 43)).is(http.StatusNotFound)
	same := func(what string, r reply) {
		t.Helper()
		if r.status != unknown.status || r.body != unknown.body {
			t.Errorf("%s reads otherwise:\n%s", what, r.text())
		}
	}
	for what, address := range map[string]string{
		"cut off": link[:len(link)-1], "too long": link + "A", "in small letters": strings.ToLower(link), "of another purpose": "/navraag/" + token(link),
		"a page of somebody else": place, "a page that is not there": "/zaak/WH-2222-2222", "no reference": "/zaak/WH-2222-2223", "nothing": "/zaak/",
		"deeper": link + "/messages", "odd": "/zaak/x/klacht/y", "a question": "/navraag/" + strings.Repeat("0", 20),
	} {
		same(what, stranger.get(address))
	}
	for _, posted := range []string{place + "/messages", "/zaak/WH-2222-2222/messages", link + "/messages", "/navraag/" + strings.Repeat("0", 20)} {
		page := stranger.post(posted, url.Values{"words": {"GETYPT"}, "form_key": {"x"}, "seen": {"3"}}).is(http.StatusNotFound)
		page.has("Deze link werkt niet (meer)", "GETYPT") // nothing that was typed is lost
		if first := stranger.post("/zaak/WH-2222-2222/messages", url.Values{"words": {"GETYPT"}}); page.body != first.body {
			t.Errorf("%s reads otherwise:\n%s", posted, page.text())
		}
	}
	w.later(91 * 24 * time.Hour)
	same("expired", stranger.get(link))
	same("expired, and let in before", w.get(place))
	w.do(owner, reference, dossier.SendMessage{Words: "Wij gaan verder."})
	w.tick() // it carries the next generation
	same("renewed since", stranger.get(link))
	same("renewed since, and let in before", w.get(place))
	stranger.get(w.link(reference, casework.PurposeStatus, 0)).is(http.StatusSeeOther)
}

// ASVS 7.2.4.
func TestSessionFixation_EachExchangeGivesTheSessionAnotherID(t *testing.T) {
	w := newWorld(t)
	_, one := w.filed()
	_, two := w.filed("name", "Fenna Post", "email", "fenna@example.org")
	victim := w.browser()
	victim.get(w.link(one, casework.PurposeStatus, 0)).is(http.StatusSeeOther)
	planted := victim.cookie["guest"]
	attacker := w.browser()
	attacker.cookie["guest"] = planted
	victim.get(w.link(two, casework.PurposeStatus, 0)).is(http.StatusSeeOther)
	if victim.cookie["guest"] == planted {
		t.Error("the session has the id it had before")
	}
	victim.get("/zaak/" + one).is(http.StatusOK)
	victim.get("/zaak/" + two).is(http.StatusOK)
	attacker.get("/zaak/" + two).is(http.StatusNotFound)
	attacker.get("/zaak/" + one).is(http.StatusNotFound)

	chosen := w.browser()
	chosen.cookie["guest"] = "chosen-by-somebody-else"
	chosen.get(w.link(one, casework.PurposeStatus, 0)).is(http.StatusSeeOther)
	if chosen.cookie["guest"] == "chosen-by-somebody-else" {
		t.Error("an id that the browser came with is used")
	}
}

func TestGuest_SeveralDossiersInOneBrowserAndNoneOfAnother(t *testing.T) {
	w := newWorld(t)
	one, _ := w.filed()
	two, _ := w.filed("name", "Fenna Post", "email", "fenna@example.org")
	w.get(one).is(http.StatusOK).has("Klaas").hasNot("Fenna")
	w.get(two).is(http.StatusOK).has("Fenna").hasNot("Klaas")
	w.get(strings.ToLower(one)).is(http.StatusOK).has("Klaas") // as people type it
	stranger := w.browser()
	stranger.get(one).is(http.StatusNotFound)
	stranger.post(one+"/messages", url.Values{"words": {"x"}}).is(http.StatusNotFound)
	staff := w.browser()
	staff.cookie["session"] = w.cookie["guest"]
	staff.get("/desk").is(http.StatusSeeOther) // to sign in: a guest's session is none of staff
}

func TestGuest_LooksAheadOpenNothing(t *testing.T) {
	w := newWorld(t)
	place, reference := w.filed()
	link := w.link(reference, casework.PurposeStatus, 0)
	look := func(method, address, header, value string) reply {
		r := httptest.NewRequestWithContext(t.Context(), method, address, nil)
		if header != "" {
			r.Header.Set(header, value)
		}
		return w.browser().send(r)
	}
	for _, address := range []string{link, "/zaak/" + strings.Repeat("A", 43)} {
		for _, r := range []reply{
			look(http.MethodHead, address, "", ""), look(http.MethodGet, address, "Sec-Purpose", "prefetch;prerender"),
			look(http.MethodGet, address, "Purpose", "prefetch"), look(http.MethodGet, address, "X-Moz", "prefetch"),
		} {
			if r.is(http.StatusNoContent).header.Get("Set-Cookie") != "" || r.header.Get("Location") != "" {
				t.Errorf("a look ahead gets %v", r.header)
			}
		}
	}
	for range 3 { // mail scanners open links: whoever it was sent to still can
		if got := w.browser().get(link).is(http.StatusSeeOther).header.Get("Location"); got != place {
			t.Errorf("opened again it leads to %s", got)
		}
	}
}

// ASVS 3.3.3, 7.3.
func TestGuest_CookieIsTheHostsAloneAndEnds(t *testing.T) {
	w := newWorld(t)
	_, reference := w.filed()
	machine := time.Now()
	w.site = web.New(web.Config{Office: w.office, Log: w.office.Log, Base: w.office.Base, Secure: true, Machine: func() time.Time { return machine }})
	answer := w.get(w.link(reference, casework.PurposeStatus, 0)).is(http.StatusSeeOther)
	cookie := answer.header.Get("Set-Cookie")
	for _, part := range []string{"__Host-guest=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("%q lacks %s", cookie, part)
		}
	}
	if strings.Contains(cookie, "Domain") || strings.Contains(cookie, "Max-Age") || strings.Contains(cookie, "Expires") {
		t.Errorf("%q is not of this host and this session alone", cookie)
	}
	if accounts.GuestIdle != 2*time.Hour || accounts.GuestMax != 24*time.Hour {
		t.Errorf("a browser is let in for %s, %s without use", accounts.GuestMax, accounts.GuestIdle)
	}
	machine = machine.Add(accounts.GuestMax - time.Minute)
	w.get("/zaak/" + reference).is(http.StatusOK)
	machine = machine.Add(time.Minute)
	w.get("/zaak/" + reference).is(http.StatusNotFound)
	w.get(w.link(reference, casework.PurposeStatus, 0)).is(http.StatusSeeOther)
	w.get("/zaak/" + reference).is(http.StatusOK)
}

func TestR15_TheFellowClientsPageDoesNotNameTheDossier(t *testing.T) {
	w := newWorld(t)
	_, reference := w.filed("about", "treatment", "specialist", "")
	w.tick()
	w.do(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "Pijn"})
	w.do(owner, reference, dossier.RecordExplanation{How: "call", Words: "Het deed pijn."})
	w.do(owner, reference, dossier.OpenInvestigation{Subjects: []string{"treatment"}})
	w.do(owner, reference, dossier.StartInquiry{})
	w.tick()
	secret := w.link(reference, casework.PurposeInquiry, 1)
	fellow := w.browser()
	arrived := fellow.get(secret).is(http.StatusSeeOther)
	place := arrived.header.Get("Location")
	if strings.Contains(place, token(secret)) || strings.Contains(place, reference) || !strings.HasPrefix(place, "/navraag/") {
		t.Errorf("the question stands at %s", place)
	}
	for _, address := range []string{place, place + "/klacht"} {
		page := fellow.get(address).is(http.StatusOK).hasNot(reference, token(secret))
		if page.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept", address)
		}
	}
	fellow.get("/zaak/" + reference).is(http.StatusNotFound)
	w.browser().get(place).is(http.StatusNotFound)
	w.get(place).is(http.StatusNotFound) // not even for the complainant
}

// A filing is done when it is answered; that the browser could not be remembered sends it over the link instead.
func TestR6_WhoCannotBeRememberedIsLedOverTheLink(t *testing.T) {
	w := newWorld(t)
	full := w.without("sessions")
	sent := w.post("/klacht", complaint()).is(http.StatusSeeOther)
	full()
	place := w.get(sent.header.Get("Location")).is(http.StatusSeeOther).header.Get("Location")
	w.get(place).is(http.StatusOK).has("Mijn tanden doen pijn.")
}

// Whoever files with somebody else's address, and guesses the visit, does not learn from the page who treated them (R7, R22).
func TestR7_TheScreenAfterFilingShowsOnlyWhatWasTypedThere(t *testing.T) {
	w := newWorld(t)
	sent := w.post("/klacht", complaint("specialist", "", "about", "treatment"))
	w.tick()
	confirmation := w.follow(sent).is(http.StatusOK)
	place := strings.TrimSuffix(sent.header.Get("Location"), "/bevestiging")
	page := w.get(place).is(http.StatusOK)
	for _, p := range []reply{confirmation, page} {
		p.has("Kijk in uw e-mail", "klaas@example.org", "dinsdag 17 maart 2026").hasNot("Sanne", "Voorlopig geen contact", "Berichten van ons")
	}
	page.has("Mijn tanden doen pijn.", "Een bericht sturen").hasNot("/contact", "/withdrawal", "Wij beoordelen nu")
	w.follow(w.post(place+"/messages", url.Values{"words": {"Nog iets"}})).is(http.StatusOK).has("Uw bericht is bij ons binnen")
	w.post(place+"/contact", url.Values{"name": {"x"}, "email": {"x@example.org"}}).is(http.StatusNotFound).has("x@example.org")
	for _, p := range []string{"/withdrawal", "/complaint", "/gesprek.ics"} {
		w.get(place + p).is(http.StatusNotFound)
	}
	w.get(w.link(path.Base(place), casework.PurposeStatus, 0)).is(http.StatusSeeOther)
	w.get(place).is(http.StatusOK).has("Voorlopig geen contact", "Sanne Bakker", "Berichten van ons", "Nog iets").hasNot("Kijk in uw e-mail")
}

func TestAddress_WhoeverChangesItStaysInAndAllOthersAreOut(t *testing.T) {
	w := newWorld(t)
	place, reference := w.filed()
	old := w.link(reference, casework.PurposeStatus, 0)
	other := w.browser()
	other.get(old).is(http.StatusSeeOther)
	other.get(place).is(http.StatusOK)
	w.follow(w.post(place+"/contact", url.Values{"name": {"Klaas Kramer"}, "email": {"nieuw@example.org"}, "language": {"nl"}})).is(http.StatusOK).
		has("Uw gegevens zijn aangepast", `value="nieuw@example.org"`)
	w.get(place).is(http.StatusOK)
	other.get(place).is(http.StatusNotFound)
	other.get(old).is(http.StatusNotFound)
	w.tick()
	if next := w.link(reference, casework.PurposeStatus, 0); next == old {
		t.Error("the link is the one before")
	} else {
		other.get(next).is(http.StatusSeeOther)
		other.get(place).is(http.StatusOK)
	}
}
