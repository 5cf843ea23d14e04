package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/web"
	"github.com/wederhoor/wederhoor/web/kit"
)

func TestR5_ComplaintReachesUsAndIsConfirmed(t *testing.T) {
	w := newWorld(t)
	form := w.get("/klacht").is(http.StatusOK)
	answers := complaint("form_key", form.hidden("/klacht", "form_key"))
	page := w.follow(w.post("/klacht", answers)).is(http.StatusOK)
	page.has("Uw klacht is bij ons binnen", "085 000 0000", "https://example.org/zaak/")
	w.tick()
	path, reference := w.filed("name", "Fenna Post", "email", "fenna@example.org")
	w.get(path).is(http.StatusOK).has(reference, "Mijn tanden doen pijn.", "Geld terug")
	if w.count() != 2 {
		t.Errorf("%d dossiers, want 2", w.count())
	}
}

func TestR5_WhatCannotBeSavedIsNotLost(t *testing.T) {
	w := newWorld(t)
	path, reference := w.filed("name", "Fenna Post", "email", "fenna@example.org")
	page := w.get("/klacht").is(http.StatusOK)
	answers := complaint("form_key", page.hidden("/klacht", "form_key"))
	space := w.diskFull()
	again := w.post("/klacht", answers).is(http.StatusInternalServerError)
	again.has("Het is niet gelukt om dit te bewaren", "Mijn tanden doen pijn.", `value="Klaas Kramer"`).hasNot("disk full")
	number := regexp.MustCompile("noem nummer ([0-9a-f]{8})").FindStringSubmatch(again.text())
	if number == nil || !strings.Contains(w.log.String(), "number="+number[1]) {
		t.Errorf("the log does not have number %q", number)
	}
	w.post("/gesprek", complaint("topic", "Graag een gesprek")).is(http.StatusInternalServerError).has("Graag een gesprek")
	w.post(path+"/messages", url.Values{"words": {"Nog een vraag"}}).is(http.StatusInternalServerError).has("Nog een vraag", reference)
	space()
	answers.Set("form_key", again.hidden("/klacht", "form_key"))
	w.follow(w.post("/klacht", answers)).is(http.StatusOK)
	if w.count() != 2 {
		t.Errorf("%d dossiers, want 2", w.count())
	}
}

func TestR5_WhatIsMissingOrWrongIsNamedBesideItsField(t *testing.T) {
	cases := []struct {
		name, field, value, says string
		others                   []string
	}{
		{"no branch", "branch", "", "Kies de vestiging waar u was", nil},
		{"unknown branch", "branch", "B99", "Wij kennen deze vestiging niet", nil},
		{"no date", "treatment_date", "", "Vul de dag van uw behandeling in, bijvoorbeeld 5-3-2026", nil},
		{"no such day", "treatment_date", "31-2-2026", "Deze dag bestaat niet", nil},
		{"no date at all", "treatment_date", "gisteren", "Deze dag bestaat niet", nil},
		{"in the future", "treatment_date", "4-3-2026", "vandaag is het dinsdag 3 maart 2026", nil},
		{"unknown specialist", "specialist", "S99", "Wij kennen deze specialist niet", nil},
		{"about nothing", "about", "", "Kies waarover uw klacht gaat", nil},
		{"about something else", "about", "weather", "Kies waarover uw klacht gaat", nil},
		{"no story", "story", " \n\t ", "Vertel wat er is gebeurd", nil},
		{"no name", "name", "", "Vul uw naam in", nil},
		{"long name", "name", strings.Repeat("é", 301), "Deze tekst heeft 301 tekens. Er passen er 300. Maak hem 1 tekens korter", nil},
		{"long story", "story", strings.Repeat("😀", 20_001), "Deze tekst heeft 20001 tekens. Er passen er 20000", nil},
		{"no e-mail address", "email", "klaas@", "Dit e-mailadres klopt niet", nil},
		{"two e-mail addresses", "email", "a@example.org, b@example.org", "Dit e-mailadres klopt niet", nil},
		{"short phone number", "phone", "12", "Dit telefoonnummer is te kort", nil},
		{"no way to reach", "email", "", "Vul een e-mailadres of een telefoonnummer in", []string{"phone", ""}},
		{"acting for nobody named", "acting_for", "", "Vul de naam in van degene die is behandeld", []string{"relation", "parent"}},
		{"acting without relation", "relation", "", "Kies wat u bent van degene die is behandeld", []string{"acting_for", "Kind Kramer"}},
		{"unknown relation", "relation", "neighbour", "Kies wat u bent van degene die is behandeld", []string{"acting_for", "Kind Kramer"}},
	}
	w := newWorld(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			page := w.post("/klacht", complaint(append([]string{c.field, c.value}, c.others...)...)).is(http.StatusUnprocessableEntity)
			page.has("<title>Fout: ", c.says, `href="#`+c.field+`"`, `id="`+c.field+`-error"`)
			if c.field != "name" {
				page.has(`value="Klaas Kramer"`) // nothing that was typed is lost
			}
			if c.field != "story" {
				page.has("Mijn tanden doen pijn.")
			}
		})
	}
	w.t = t
	if w.count() != 0 {
		t.Errorf("%d dossiers were filed of forms that were refused", w.count())
	}
}

func TestR5_DatesAreReadAsPeopleWriteThem(t *testing.T) {
	w := newWorld(t)
	for _, typed := range []string{"2026-03-02", "2-3-2026", "02/03/2026", "2 3 2026", "2.3.2026", "2 maart 2026", " 2-3-2026 "} {
		path, _ := w.filed("treatment_date", typed)
		if !strings.HasPrefix(path, "/zaak/") {
			t.Errorf("%q was not filed", typed)
		}
	}
}

func TestR5_AnyWritingIsKeptUnharmed(t *testing.T) {
	w := newWorld(t)
	story := "😀 שלום مرحبا 👩‍👩‍👧 Zoë <b>&amp;</b>\nregel twee"
	path, _ := w.filed("story", "\x00"+strings.ReplaceAll(story, "\n", "\r\n")+"\x07", "name", "محمد الأمين")
	page := w.get(path).is(http.StatusOK)
	if strings.Contains(page.body, "<b>") {
		t.Error("what was typed became markup")
	}
	page.has(story).hasNot("\x00", "\x07")
}

func TestR5_FiveMegabytesInOneFieldAreToldAndTheRestIsKept(t *testing.T) {
	w := newWorld(t)
	page := w.post("/klacht", complaint("story", strings.Repeat("a", 5<<20))).is(http.StatusUnprocessableEntity)
	page.has("Deze tekst heeft 5242880 tekens", `value="Klaas Kramer"`, `value="klaas@example.org"`)
	if len(page.body) > 1<<20 {
		t.Errorf("the page has %d bytes", len(page.body))
	}
	page = w.post("/klacht", complaint("story", strings.Repeat("a", 17<<20))).is(http.StatusRequestEntityTooLarge)
	page.has("Dit is te groot om te versturen")
}

func TestR5_RepresentativeIsAskedForAuthority(t *testing.T) {
	w := newWorld(t)
	path, _ := w.filed("acting_for", "Kind Kramer", "relation", "parent")
	w.get(path).is(http.StatusOK).has("Laat zien dat u namens de klant mag klagen", "gezag", "7 dagen na het indienen")
	path, _ = w.filed("name", "Fenna Post", "email", "fenna@example.org")
	w.get(path).is(http.StatusOK).hasNot("Laat zien dat u namens de klant mag klagen")
}

func TestR6_LateAndUnmatchedComplaintsAreFiled(t *testing.T) {
	w := newWorld(t)
	path, _ := w.filed("treatment_date", "2-1-2026", "name", "Onbekend", "email", "onbekend@example.org", "phone", "")
	w.tick()
	w.get(path).is(http.StatusOK).has("Uw klacht kwam na de termijn")
}

func TestR6_DoubleClickFilesOneComplaint(t *testing.T) {
	w := newWorld(t)
	form := complaint("form_key", w.get("/klacht").hidden("/klacht", "form_key"))
	first := w.post("/klacht", form).is(http.StatusSeeOther).header.Get("Location")
	second := w.post("/klacht", form).is(http.StatusSeeOther).header.Get("Location")
	if first != second {
		t.Errorf("two confirmations: %s and %s", first, second)
	}
	if w.count() != 1 {
		t.Errorf("%d dossiers, want 1", w.count())
	}
	changed := w.post("/klacht", complaint("form_key", form.Get("form_key"), "story", "Iets anders.")).is(http.StatusUnprocessableEntity)
	changed.has("Dit formulier is al verstuurd", "Iets anders.")
	again := complaint("form_key", changed.hidden("/klacht", "form_key"), "story", "Iets anders.")
	w.post("/klacht", again).is(http.StatusSeeOther) // the form that came back can be sent
}

func TestR6_FormOpenedBeforeARestartIsAcceptedAfterIt(t *testing.T) {
	w := newWorld(t)
	form := complaint("form_key", w.get("/klacht").hidden("/klacht", "form_key"))
	w.restart()
	first := w.post("/klacht", form).is(http.StatusSeeOther).header.Get("Location")
	w.restart()
	if again := w.post("/klacht", form).is(http.StatusSeeOther).header.Get("Location"); again != first {
		t.Errorf("after a restart the same form gave %s, not %s", again, first)
	}
}

func TestR6_FormWithoutOrWithAForeignTokenComesBackWithAllThatWasTyped(t *testing.T) {
	w := newWorld(t)
	for n, token := range []string{"", "made-up"} {
		page := w.sendForm("/klacht", complaint("form_key", token)).is(http.StatusUnprocessableEntity)
		page.has("Wat u typte staat er nog", "Mijn tanden doen pijn.", `value="klaas@example.org"`)
		w.post("/klacht", complaint("form_key", page.hidden("/klacht", "form_key"))).is(http.StatusSeeOther)
		if w.count() != n+1 {
			t.Errorf("%d dossiers, want %d", w.count(), n+1)
		}
	}
}

// The form was left open overnight: nothing of it is lost, and what belongs to it, an upload say, belongs to the one that is sent next day.
func TestR5_FormWithAnExpiredTokenKeepsWhatWasTypedAndGetsAnother(t *testing.T) {
	w := newWorld(t)
	machine := start
	w.site = web.New(web.Config{Office: w.office, Log: w.office.Log, Base: w.office.Base, Machine: func() time.Time { return machine }})
	for action, typed := range map[string]string{"/klacht": "Mijn tanden doen pijn.", "/gesprek": "klaas@example.org"} {
		old := w.get(action).hidden(action, "form_key")
		machine = machine.Add(kit.TokenLife + time.Second)
		page := w.post(action, complaint("form_key", old)).is(http.StatusUnprocessableEntity)
		page.has("Dit formulier is te lang geleden geopend", typed, "085 000 0000")
		token := page.hidden(action, "form_key")
		if kit.FormID(token) != kit.FormID(old) {
			t.Error("it has become another form")
		}
		first := w.post(action, complaint("form_key", token)).is(http.StatusSeeOther).header.Get("Location")
		late := w.post(action, complaint("form_key", old)).is(http.StatusUnprocessableEntity) // sent again out of the first page
		again := w.post(action, complaint("form_key", late.hidden(action, "form_key"))).is(http.StatusSeeOther).header.Get("Location")
		if again != first {
			t.Errorf("%s: one form became two dossiers: %s and %s", action, first, again)
		}
	}
}

func TestR1_TalkIsAskedForOnTheWebsite(t *testing.T) {
	w := newWorld(t)
	form := w.get("/gesprek").is(http.StatusOK).has("5 werkdagen")
	answers := url.Values{
		"form_key": {form.hidden("/gesprek", "form_key")}, "branch": {"B1"}, "treatment_date": {"2-3-2026"}, "specialist": {"S1"},
		"topic": {"De kleur"}, "name": {"Klaas Kramer"}, "phone": {"06 12345678"},
	}
	page := w.follow(w.post("/gesprek", answers)).is(http.StatusOK)
	page.has("Uw aanvraag is bij ons binnen", "Schrijf vooraf op wat u wilt zeggen.") // R2
	answers.Del("phone")
	w.post("/gesprek", answers).is(http.StatusUnprocessableEntity).has("Vul een e-mailadres of een telefoonnummer in")
}

func TestR4_StepTwoIsOpenToWhoDeclinesTheTalk(t *testing.T) {
	w := newWorld(t)
	sent := w.post("/gesprek", url.Values{
		"branch": {"B1"}, "treatment_date": {"2-3-2026"}, "specialist": {"S1"}, "name": {"Klaas Kramer"}, "email": {"klaas@example.org"},
	})
	path, _ := w.came(sent)
	w.post(path+"/talk-refusal", url.Values{"cause": {"nonsense"}}).is(http.StatusUnprocessableEntity).has("Kies een antwoord")
	w.follow(w.post(path+"/talk-refusal", url.Values{"cause": {"will_not"}})).is(http.StatusOK).has("U kunt meteen een klacht indienen")
	form := w.get(path+"/complaint").is(http.StatusOK).has(`value="Klaas Kramer"`, `value="2-3-2026"`)
	page := w.follow(w.post(path+"/complaint", complaint("form_key", form.hidden(path+"/complaint", "form_key")))).is(http.StatusOK)
	page.has("Uw klacht is bij ons binnen")
	if w.count() != 1 {
		t.Errorf("%d dossiers, want the one that began with the talk", w.count())
	}
	w.get(path + "/complaint").is(http.StatusUnprocessableEntity).has("Deze klacht is al ingediend")
}

func TestR29_PublicPageHasTheFiguresInForceAndTheForm(t *testing.T) {
	w := newWorld(t)
	w.get("/").is(http.StatusOK).has(
		"binnen 5 werkdagen na uw aanvraag", "binnen 7 dagen na de behandeling", "binnen 24 uur", "binnen 14 dagen na het indienen",
		"minstens 3 werkdagen van tevoren", "U hebt 30 dagen om te antwoorden", "180 dagen open", "binnen 42 dagen om een herbeoordeling",
		"€\u00a069,95", "Geld terug", "Comfort van de stoel", "Geschillencommissie", `action="/klacht"`, `name="treatment_date"`,
	)
	days := func(n int) dossier.Term { return dossier.Term{N: n, Unit: dossier.Days} }
	changed := newWorld(t, func(p *policy.Policy) {
		p.Terms.TalkHeld = dossier.Term{N: 9, Unit: dossier.WorkingDays}
		p.Terms.Filing, p.Terms.Triage, p.Terms.Answer = days(11), dossier.Term{N: 36, Unit: dossier.Hours}, days(21)
		p.Terms.OfferReply, p.Terms.OfferStands, p.Terms.Review = days(33), days(99), days(50)
		p.Terms.ClaimBase = 8125
		p.RemedyLabels = p.RemedyLabels[:1]
		p.Terms.Extensions = 0
	})
	changed.get("/").is(http.StatusOK).has(
		"binnen 9 werkdagen na uw aanvraag", "binnen 11 dagen na de behandeling", "binnen 36 uur", "binnen 21 dagen na het indienen",
		"U hebt 33 dagen om te antwoorden", "99 dagen open", "binnen 50 dagen om een herbeoordeling", "€\u00a081,25",
	).hasNot("69,95", "Excuses zonder vergoeding", "hooguit één keer")
	w.get("/?lang=en").is(http.StatusOK).has("within 7 days after the treatment", "€69.95", `<html lang="en">`)
	w.get("/klacht").is(http.StatusOK).has("File a complaint") // the choice is remembered
}

func TestFigures_EveryTermOfThePublicPageIsAnAim(t *testing.T) {
	page := newWorld(t).get("/").text()
	for _, aim := range []string{"Ons doel: binnen 24 uur", "Ons doel: binnen 14 dagen"} {
		if !strings.Contains(page, aim) {
			t.Errorf("the page does not call it an aim: %q", aim)
		}
	}
}

func TestLanguageIsSwitchedWithoutLosingWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	page := w.post("/klacht", complaint("switch", "en", "story", "half a sto")).is(http.StatusOK)
	page.has("File a complaint", "half a sto", `value="Klaas Kramer"`).hasNot("error-summary")
	if w.count() != 0 {
		t.Error("switching the language filed a complaint")
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	w := newWorld(t)
	post := func(path string, header ...string) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(w.withToken(path, complaint()).Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		return w.send(r).status
	}
	path, _ := w.filed()
	cases := []struct {
		path   string
		header []string
		want   int
	}{
		{"/klacht", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{"/klacht", []string{"Origin", "https://evil.example"}, http.StatusForbidden},
		{"/klacht", []string{"Origin", "https://example.org"}, http.StatusSeeOther}, // our own, behind a proxy that rewrites Host
		{"/klacht", []string{"Origin", "null"}, http.StatusForbidden},
		{"/klacht", []string{"Sec-Fetch-Site", "same-origin"}, http.StatusSeeOther},
		{path + "/messages", []string{"Origin", "null", "Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{path + "/messages", []string{"Origin", "null"}, http.StatusForbidden},
		{path + "/messages", []string{"Origin", "https://example.org"}, http.StatusUnprocessableEntity}, // read, and the message is empty
	}
	for _, c := range cases {
		if got := post(c.path, c.header...); got != c.want {
			t.Errorf("%s with %q: %d, want %d", c.path, c.header, got, c.want)
		}
	}
}

func TestEveryPageHasSafeHeaders(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/", "/klacht", "/gesprek", "/nothing/here", "/static/nothing.css"} {
		h := w.get(path).header
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", path, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
	if body := w.get("/klacht").body; strings.Contains(body, " style=") || strings.Contains(body, "<script>") || strings.Contains(body, " onclick") {
		t.Error("a page holds style or script of its own, which its policy forbids")
	}
}

func TestHealth(t *testing.T) {
	w := newWorld(t)
	w.get("/healthz").is(http.StatusOK)
	w.get("/readyz").is(http.StatusOK)
	must(t, w.office.DB.Close())
	w.get("/readyz").is(http.StatusServiceUnavailable).hasNot("sql", "closed")
	w.get("/healthz").is(http.StatusOK)
}

func TestAnErrorIsNeverShownAndItsNumberIsInTheLog(t *testing.T) {
	w := newWorld(t)
	must(t, w.office.DB.Close())
	page := w.get("/klacht").is(http.StatusInternalServerError).has("Er ging iets mis", "Nummer van deze fout")
	_, after, _ := strings.Cut(page.text(), "Nummer van deze fout: ")
	number, _, _ := strings.Cut(after, " ")
	if len(number) != 8 || !strings.Contains(w.log.String(), "number="+number) {
		t.Errorf("number %q is not in the log:\n%s", number, w.log)
	}
	page.hasNot("sql", "store:", "closed")
}

func TestLogHasNoPersonalData(t *testing.T) {
	w := newWorld(t)
	path, reference := w.filed()
	w.post(path+"/messages", url.Values{"words": {"LOG-CANARY"}}).is(http.StatusSeeOther)
	w.get(path + "?done=messages")
	w.tick()
	for _, secret := range []string{"Klaas", "klaas@", "12345678", "LOG-CANARY", "pijn", token(w.link(reference, casework.PurposeStatus, 0)), token(w.link(reference, casework.PurposeScreen, 0))} {
		if strings.Contains(w.log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, w.log)
		}
	}
}
