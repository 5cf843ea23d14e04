package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

func TestBadInput_FieldsThatAreEmptyOrTooLong(t *testing.T) {
	s := newSite(t)
	for name := range complaint() {
		for _, value := range []string{"", " \t\r\n ", strings.Repeat("x", 60_000)} {
			page := s.stranger().post("/klacht", complaint(name, value))
			if page.status != http.StatusSeeOther && page.status != http.StatusUnprocessableEntity {
				t.Errorf("%s with %d characters gives %d", name, len(value), page.status)
			}
		}
	}
	page := s.stranger().post("/klacht", url.Values{}).is(http.StatusUnprocessableEntity)
	page.has(`href="#branch"`, `href="#treatment_date"`, `href="#about"`, `href="#story"`, `href="#name"`, `href="#email"`)
}

func TestBadInput_Dates(t *testing.T) {
	s := newSite(t)
	for typed, status := range map[string]int{
		"4-3-2026": 422, "2027-01-01": 422, "31-2-2026": 422, "0-0-0": 422, "99999999": 422, "2-3": 422, "2e maart": 422,
		"2 mrt 2026": 303, "02.03.2026": 303, "2026-03-02": 303, "2/3/2026": 303, "3-3-2026": 303,
	} {
		page := s.stranger().post("/klacht", complaint("treatment_date", typed))
		if page.status != status {
			t.Errorf("%q gives %d, want %d", typed, page.status, status)
			continue
		}
		if status == 422 {
			page.has(`href="#treatment_date"`, `value="`+typed+`"`, "Mijn tanden doen pijn.")
		}
	}
}

func TestBadInput_UnknownChoices(t *testing.T) {
	s := newSite(t)
	for name, says := range map[string]string{"branch": "Wij kennen deze vestiging niet", "specialist": "Wij kennen deze specialist niet", "about": "Kies waarover"} {
		s.stranger().post("/klacht", complaint(name, "'; drop table dossiers; --")).is(http.StatusUnprocessableEntity).has(says)
	}
	_, ref := s.fileComplaint("language", "klingon")
	if s.whole(ref).Language != "nl" {
		t.Errorf("an unknown language became %q", s.whole(ref).Language)
	}
}

func TestBadInput_EveryWritingReachesTheDeskUnharmed(t *testing.T) {
	s := newSite(t)
	story := "😀 👩‍👩‍👧 שלום מרחבא مرحبا Zoë ﷽ ‮omgekeerd‬\nregel twee\n\tingesprongen"
	name := "محمد 👍 O'Brien-Ümlaut"
	path, ref := s.fileComplaint("story", story, "name", name)
	for _, page := range []reply{s.guest(path).get(path), s.as(owner).desk(ref), s.as(owner).get("/desk?view=all")} {
		page.is(http.StatusOK).has(name)
	}
	s.as(owner).desk(ref).has(story, `dir="auto"`)
	s.guest(path).get(path).has(story)
}

func TestBadInput_InvalidTextAndControlCharacters(t *testing.T) {
	s := newSite(t)
	form := complaint("wish", "nul\x00bel\x07esc\x1b[31m einde", "story", "kapot \xff\xfe\xc0\xaf tekst")
	path, ref := s.filed(s.stranger().post("/klacht", form))
	for _, page := range []reply{s.guest(path).get(path), s.as(owner).desk(ref)} {
		if strings.ContainsAny(page.is(http.StatusOK).body, "\x00\x07\x1b") || strings.Contains(page.body, "\xff") {
			t.Errorf("%s shows bytes that are no text", page.path)
		}
		page.has("nulbelesc[31m einde", "kapot", "tekst")
	}
	raw := strings.ReplaceAll(s.stranger().withToken("/klacht", complaint()).Encode(), "branch=B1", "branch=B1&%zz=%&=leeg&;;&%00=x")
	s.stranger().ask(http.MethodPost, "/klacht", formType, raw).is(http.StatusSeeOther)
}

const script = `"><script>alert(1)</script><img src=x onerror=alert(2)>{{link}}`

func TestBadInput_MarkupIsTextOnEveryPage(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint("story", script, "name", "Klaas "+script, "wish", script, "address", script)
	s.judge(ref)
	s.guest(path).answer(path, "messages", "words", script)
	s.as(assistant).act(ref, "write_note", "words", script)
	pages := []reply{s.guest(path).get(path), s.guest(path).get(path + "/bevestiging"), s.as(owner).desk(ref), s.as(owner).get("/desk?view=all"), s.as(receptionist).desk(ref)}
	for _, address := range []string{"/klacht?branch=", "/gesprek?specialist=", "/desk?q=", "/desk?view=", "/desk/new?kind=file&branch=", "/desk/sign-in?next=", "/?lang="} {
		pages = append(pages, s.as(owner).get(address+url.QueryEscape(script)), s.stranger().get(address+url.QueryEscape(script)))
	}
	pages = append(pages, s.stranger().post("/klacht", complaint("name", script, "branch", script, "email", script)),
		s.stranger().post("/desk/sign-in", values("email", script, "password", "x", "next", script)))
	for _, page := range pages {
		if strings.Contains(page.body, "<script>alert") || strings.Contains(page.body, "<img src=x") {
			t.Errorf("%s: what was typed became markup", page.path)
		}
		if !strings.Contains(page.header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s has no policy of its own", page.path)
		}
	}
	if desk := s.as(owner).desk(ref); strings.Contains(desk.body, strings.TrimPrefix(s.link(ref, casework.PurposeStatus, 0), "/zaak/")) {
		t.Error("the desk shows the complainant's private link")
	}
}

func TestBadInput_FiveMegabytes(t *testing.T) {
	s := newSite(t)
	page := s.stranger().post("/klacht", complaint("story", strings.Repeat("é", 5<<19))).is(http.StatusUnprocessableEntity)
	page.has("2621440 tekens", `value="Klaas Kramer"`, `value="klaas@example.org"`)
	if len(page.body) > 1<<20 {
		t.Errorf("the answer has %d bytes", len(page.body))
	}
	s.stranger().post("/klacht", complaint("story", strings.Repeat("a", 20<<20))).is(http.StatusRequestEntityTooLarge)
	_, ref := s.fileComplaint("story", strings.Repeat("😀", dossier.MaxWords))
	s.as(owner).desk(ref).is(http.StatusOK)
	s.as(owner).post(actPath(ref, "write_note"), values("words", strings.Repeat("x", 5<<20))).is(http.StatusUnprocessableEntity)
}

func TestBadInput_DoubleClickIsOneComplaint(t *testing.T) {
	s := newSite(t)
	klaas := s.stranger()
	form := klaas.get("/klacht").form("/klacht")
	for name, answer := range complaint() {
		form[name] = answer
	}
	const clicks = 20
	places := make([]string, clicks)
	var wg sync.WaitGroup
	for i := range clicks {
		wg.Go(func() {
			resp, err := klaas.http.PostForm(s.server.URL+"/klacht", form)
			if err == nil {
				places[i] = resp.Header.Get("Location")
				_ = resp.Body.Close()
			}
		})
	}
	wg.Wait()
	if same := slices.Compact(places); len(same) != 1 || same[0] == "" {
		t.Errorf("%d clicks lead to %d places: %q", clicks, len(same), same)
	}
	if n := len(s.queue()); n != 1 {
		t.Errorf("%d clicks made %d complaints", clicks, n)
	}
	form.Set("story", "Iets anders.")
	klaas.post("/klacht", form).is(http.StatusUnprocessableEntity).has("al verstuurd", "Iets anders.")
}

func TestBadInput_FormOpenedBeforeARestart(t *testing.T) {
	s := newSite(t)
	klaas := s.stranger()
	form := klaas.get("/klacht").form("/klacht")
	for name, answer := range complaint() {
		form[name] = answer
	}
	s.restart()
	path, ref := s.filed(klaas.post("/klacht", form))
	desk := s.as(assistant).desk(ref).form(actPath(ref, "judge"), "severity", "serious", "serious", "yes", "reason", "Ernstig genoeg.")
	s.restart()
	if again, _ := s.filed(klaas.post("/klacht", form)); again != path {
		t.Error("sent again after a restart it is another complaint")
	}
	s.as(assistant).post(actPath(ref, "judge"), desk).is(http.StatusSeeOther) // the session lives on, too
	klaas.get(path).is(http.StatusOK)
	s.settle()
}

func TestBadInput_StalePagesTellWhatChangedAndLoseNothing(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint()
	desk := s.as(assistant).desk(ref).form(actPath(ref, "judge"), "severity", "serious", "serious", "yes", "reason", "MIJN REDENEN")
	client := s.guest(path).get(path+"/withdrawal").form(path+"/withdrawal", "why", "MIJN REDEN")
	s.as(second).act(ref, "judge", "severity", "minor", "ground", "premises", "reason", "Een spin.")
	s.as(assistant).post(actPath(ref, "judge"), desk).is(http.StatusConflict).has("Tess Tweede", "MIJN REDENEN", "Wat er intussen is gebeurd")
	s.guest(path).post(path+"/withdrawal", client).is(http.StatusConflict).has("MIJN REDEN", "Dit is er intussen gebeurd")

	note := s.as(assistant).desk(ref).form(actPath(ref, "write_note"), "words", "Een notitie")
	s.as(second).act(ref, "write_note", "words", "Tussendoor")
	s.as(assistant).post(actPath(ref, "write_note"), note).is(http.StatusSeeOther) // what only adds is in nobody's way
	message := s.guest(path).get(path).form(path+"/messages", "words", "Een bericht")
	s.as(second).act(ref, "write_note", "words", "Nog eens")
	s.guest(path).post(path+"/messages", message).is(http.StatusSeeOther)
	s.settle()
}

func TestBadInput_TwoOwnersAtTheSameMoment(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint()
	people := []*person{s.as(owner), s.as(both)}
	forms := make([]url.Values, len(people))
	for i, p := range people {
		forms[i] = p.desk(ref).form(actPath(ref, "judge"), "severity", "serious", "serious", "yes", "reason", fmt.Sprintf("REDEN %d", i))
	}
	statuses := make([]int, len(people))
	var wg sync.WaitGroup
	for i, p := range people {
		wg.Go(func() {
			resp, err := p.http.PostForm(s.server.URL+actPath(ref, "judge"), forms[i])
			if err == nil {
				statuses[i] = resp.StatusCode
				_ = resp.Body.Close()
			}
		})
	}
	wg.Wait()
	slices.Sort(statuses)
	if !slices.Equal(statuses, []int{http.StatusSeeOther, http.StatusConflict}) {
		t.Errorf("two who judge at once get %v; want one carried out and one told", statuses)
	}
}

func TestBadInput_LinksOfStrangers(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint()
	_, other := s.fileComplaint("name", "Fenna Post", "email", "fenna@example.org")
	link := s.link(ref, casework.PurposeStatus, 0)
	none := s.stranger().get("/zaak/niets").is(http.StatusNotFound).text()
	for _, wrong := range []string{"/zaak/", path, link + "x", strings.ToLower(link), strings.Replace(link, "/zaak/", "/navraag/", 1), "/zaak/%00", "/zaak/..%2f..%2fdesk", "/zaak/" + strings.Repeat("a", 20_000)} {
		page := s.stranger().get(wrong).is(http.StatusNotFound)
		if page.text() != none {
			t.Errorf("%.40s differs from a link that does not exist", wrong)
		}
	}
	s.guest(path).post(path+"/no-such-act", values("x", "y")).is(http.StatusNotFound)
	s.stranger().get(dossierPath(ref)).is(http.StatusSeeOther)
	s.stranger().post(actPath(other, "judge"), values("reason", "GETYPT")).is(http.StatusUnauthorized).has("GETYPT")
	for _, r := range []reply{s.guest(path).get(path), s.as(owner).desk(ref)} {
		if r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept in a cache", r.path)
		}
	}
}

func TestBadInput_MethodsPathsHeadersAndTypes(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/", "/klacht", "/gesprek", "/desk/new", "/desk/sign-out"} {
		for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, "GEEN"} {
			if got := s.stranger().ask(method, path, "", "").status; got != http.StatusMethodNotAllowed && got != http.StatusNotFound {
				t.Errorf("%s %s gives %d", method, path, got)
			}
		}
	}
	for _, path := range []string{"/bestaat-niet", "/klacht/x", "/desk/x", "/static/x.js", "/static/../main.go", "/.git/config", "/%2e%2e/etc/passwd", "/wp-admin", "//evil.example/"} {
		page := s.stranger().get(path)
		if page.status == http.StatusOK || page.status >= 500 || strings.HasPrefix(page.header.Get("Location"), "//") {
			t.Errorf("%s gives %d to %q", path, page.status, page.header.Get("Location"))
		}
	}
	for kind, body := range map[string]string{"application/json": `{"story":"x"}`, "text/plain": "x", "multipart/form-data; boundary=x": "--x--", "": "x"} {
		s.stranger().ask(http.MethodPost, "/klacht", kind, body).is(http.StatusUnsupportedMediaType)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/", nil)
	must(t, err)
	r.Header.Set("X-Big", strings.Repeat("x", 200<<10))
	s.stranger().do(r).is(http.StatusRequestHeaderFieldsTooLarge)
	r, err = http.NewRequestWithContext(t.Context(), http.MethodPost, s.server.URL+"/klacht", strings.NewReader(complaint().Encode()))
	must(t, err)
	r.Header.Set("Content-Type", formType)
	r.Header.Set("Origin", "https://evil.example")
	s.stranger().do(r).is(http.StatusForbidden)
	s.stranger().get("/").is(http.StatusOK)
}

func TestBadInput_FieldsTwiceAndFieldsThatAreNotAsked(t *testing.T) {
	s := newSite(t)
	form := complaint()
	form["name"], form["story"] = []string{"Klaas Kramer", "Iemand Anders"}, []string{"Eerste", "Tweede"}
	form["reference"], form["channel"], form["received_at"], form["terms_hash"] = []string{"WH-EIGEN"}, []string{"letter"}, []string{"2020-01-01"}, []string{"x"}
	_, ref := s.filed(s.stranger().post("/klacht", form))
	state := s.whole(ref)
	if ref == "WH-EIGEN" || state.Channel != dossier.ByForm || !state.ReceivedAt.Equal(s.clock()) {
		t.Errorf("the form chose its own facts: %s, %s, %v", ref, state.Channel, state.ReceivedAt)
	}
	s.as(owner).desk(ref).has("Klaas Kramer", "Eerste")
	sneaky := values("words", "x", "how", "call", "slot_free", "true", "elsewhere", "-100000", "exists", "true", "handlers_free", "0")
	s.as(receptionist).post(actPath(ref, "reach"), sneaky).is(http.StatusNotFound)
	s.as(receptionist).post(actPath(ref, "assign_outside"), sneaky).is(http.StatusUnprocessableEntity)
	many := url.Values{}
	for i := range 5000 {
		many.Add(fmt.Sprintf("f%d", i), "x")
	}
	s.stranger().post("/klacht", many).is(http.StatusRequestEntityTooLarge)
}
