package web_test

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/web"
	"github.com/wederhoor/wederhoor/web/kit"
)

// sends sends a form from an address of the network.
func (w *world) sends(address, path string, form url.Values, change ...func(*http.Request)) reply {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, path, strings.NewReader(w.withToken(path, form).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RemoteAddr = address
	for _, c := range change {
		c(r)
	}
	rec := httptest.NewRecorder() // a browser of its own
	w.site.ServeHTTP(rec, r)
	return reply{w.t, rec.Code, rec.Header(), rec.Body.String()}
}

// manyAddresses are each in a network of their own.
func manyAddresses(n int) string { return fmt.Sprintf("[2001:db8:%x:%x::1]:1234", n/60000, n%60000) }

// task is the sum that a page asks the browser for; empty for none.
func (r reply) task() string {
	found := regexp.MustCompile(`data-task="([^"]*)"`).FindStringSubmatch(r.body)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

// loaded is the site while a flood comes in.
func loaded(t *testing.T, change ...func(*policy.Policy)) *world {
	t.Helper()
	w := newWorld(t, change...)
	for n := range w.office.Policy.Forms.Load.AtOnce + 1 {
		w.sends(manyAddresses(n), "/klacht", complaint("email", fmt.Sprintf("flood%d@post.example", n)))
	}
	return w
}

// ASVS 2.4.1: of 500 complaints from one address as many are taken as a waiting room sends in an hour. Whoever sends one more keeps what they typed, is told how long to wait,
// and sees the phone number; nobody else notices anything.
func TestForm_500FromOneAddress(t *testing.T) {
	w := newWorld(t)
	most := w.office.Policy.Forms.OneAddress.AtOnce
	came := map[int]int{}
	for n := range 500 {
		// The last of an address of IPv6 is free to choose, and so is what stands in a header.
		r := w.sends(fmt.Sprintf("[2001:db8:1:1::%x]:1234", n+1), "/klacht", complaint("story", fmt.Sprintf("Klacht %d.", n)), func(r *http.Request) {
			r.Header.Set("X-Forwarded-For", fmt.Sprintf("192.0.2.%d", n%250))
		})
		if came[r.status]++; r.status != http.StatusSeeOther {
			r.is(http.StatusTooManyRequests).has(fmt.Sprintf("Klacht %d.", n), "2 minuten", "085 000 0000", `value="klaas@example.org"`)
			if r.header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		}
	}
	if came[http.StatusSeeOther] != most || w.count() != most {
		t.Errorf("%v, and %d dossiers", came, w.count())
	}
	if w.get("/klacht").task() != "" {
		t.Error("everybody is asked for a sum because of one address")
	}
	w.sends("[2001:db8:1:2::1]:1234", "/klacht", complaint()).is(http.StatusSeeOther)
	w.sends("[2001:db8:1:1::1]:1234", "/gesprek", complaint("topic", "Graag een gesprek")).is(http.StatusTooManyRequests).has("Graag een gesprek", "085 000 0000")
	w.now = w.now.Add(2 * time.Minute)
	w.sends("[2001:db8:1:1::1]:1234", "/klacht", complaint()).is(http.StatusSeeOther)
}

// ASVS 2.4.1: of 5,000 complaints from as many addresses few are taken, so that the queue does not drown, while clients still get through: those with a
// browser that does the sum, and some of those without script.
func TestForm_5000FromMany(t *testing.T) {
	w := newWorld(t)
	f := w.office.Policy.Forms
	send := func(from, to int, change ...string) {
		for n := from; n < to; n++ {
			w.sends(manyAddresses(n), "/klacht", complaint(append(change, "email", fmt.Sprintf("flood%d@post.example", n))...))
		}
	}
	send(0, 2500)
	if w.count() != f.Load.AtOnce {
		t.Errorf("%d dossiers of a flood, want %d", w.count(), f.Load.AtOnce)
	}
	w.throughWithTheSum("/klacht", "Een echte klacht.")
	w.throughWithTheSum("/gesprek", "Een echt gesprek.")
	w.sends("192.0.2.2:1", "/klacht", complaint("no_script", "1", "name", "Fenna Post", "email", "fenna@example.org")).is(http.StatusSeeOther)
	send(2500, 5000, "no_script", "1")
	most := f.Load.AtOnce + 2 + f.WithoutScript.AtOnce
	if w.count() != most {
		t.Errorf("%d dossiers of a flood that says it has no script, want %d", w.count(), most)
	}
	w.throughWithTheSum("/klacht", "Nog een echte klacht.")
}

// throughWithTheSum opens a form as a client does, fills it in, and sends it with the sum done.
func (w *world) throughWithTheSum(path, text string) {
	w.t.Helper()
	page := w.get(path).is(http.StatusOK)
	if page.task() == "" {
		w.t.Fatal("no sum is asked for")
	}
	form := complaint("form_key", page.hidden(path, "form_key"), "proof", doors.Solve(page.task()), "story", text, "topic", text)
	w.sends("192.0.2.1:1", path, form).is(http.StatusSeeOther)
}

// The form was opened before the flood began: it comes back with what was typed and with the sum, and is taken with that.
func TestForm_ProofOfWorkIsSwitchedOnByLoadAndOffAgain(t *testing.T) {
	w := newWorld(t)
	before := w.get("/klacht").is(http.StatusOK)
	if before.task() != "" || strings.Contains(before.body, "proof.") {
		t.Error("a sum is asked for without load")
	}
	load := w.office.Policy.Forms.Load
	for n := range load.AtOnce {
		w.sends(manyAddresses(n), "/klacht", complaint("email", fmt.Sprintf("flood%d@post.example", n))).is(http.StatusSeeOther)
	}
	for _, path := range []string{"/", "/klacht", "/gesprek"} {
		if w.get(path).task() != "" {
			t.Errorf("%s asks for a sum before the flood", path)
		}
	}
	key := before.hidden("/klacht", "form_key")
	again := w.sends("192.0.2.1:1", "/klacht", complaint("form_key", key)).is(http.StatusTooManyRequests)
	again.has("Daarom maakt uw browser eerst een korte som", "Mijn tanden doen pijn.", "085 000 0000")
	for _, path := range []string{"/", "/klacht", "/gesprek"} {
		if w.get(path).task() == "" {
			t.Errorf("%s asks for no sum in the flood", path)
		}
	}
	key = again.hidden("/klacht", "form_key")
	w.sends("192.0.2.1:1", "/klacht", complaint("form_key", key, "proof", doors.Solve(again.task()))).is(http.StatusSeeOther)
	w.now = w.now.Add(2 * time.Hour)
	if w.get("/klacht").task() != "" {
		t.Error("the flood is over, and a sum is asked for")
	}
	w.sends("192.0.2.1:1", "/klacht", complaint()).is(http.StatusSeeOther)
}

func TestForm_ProofOfWorkReplayedForgedOrExpired(t *testing.T) {
	w := newWorld(t, func(p *policy.Policy) { p.Forms.ProofOfWork = policy.ProofAlways })
	page := w.get("/klacht").is(http.StatusOK)
	key, solution := page.hidden("/klacht", "form_key"), doors.Solve(page.task())
	send := func(change ...string) reply { return w.sends("192.0.2.1:1", "/klacht", complaint(change...)) }
	first := send("form_key", key, "proof", solution).is(http.StatusSeeOther).header.Get("Location")

	if again := send("form_key", key, "proof", solution).is(http.StatusSeeOther).header.Get("Location"); again != first {
		t.Errorf("sent twice, it became %s and %s", first, again)
	}
	send("form_key", key, "proof", solution, "story", "Iets anders.").is(http.StatusUnprocessableEntity).has("al verstuurd, met andere antwoorden", "Iets anders.")
	send("proof", solution).is(http.StatusTooManyRequests).has("korte som") // of another form
	other := w.get("/klacht")
	forged := strings.Replace(other.task(), fmt.Sprintf(".%d.", accounts.WorkBits), ".0.", 1)
	send("form_key", other.hidden("/klacht", "form_key"), "proof", doors.Solve(forged)).is(http.StatusTooManyRequests)
	late := doors.Solve(other.task())
	w.now = w.now.Add(3 * time.Hour)
	expired := send("form_key", other.hidden("/klacht", "form_key"), "proof", late).is(http.StatusTooManyRequests).has("Mijn tanden doen pijn.")
	send("form_key", expired.hidden("/klacht", "form_key"), "proof", doors.Solve(expired.task())).is(http.StatusSeeOther)
	if w.count() != 2 {
		t.Errorf("%d dossiers, want 2", w.count())
	}
}

// Without script a complaint is taken in a flood as well, as long as few come so; then the phone is what is left, and nothing that was typed is lost.
func TestForm_ProofOfWorkWithoutScript(t *testing.T) {
	w := loaded(t)
	page := w.get("/klacht").is(http.StatusOK)
	page.has(`<noscript><input type="hidden" name="no_script" value="1"></noscript>`, "Uw browser kan de som niet maken", "085 000 0000")
	for n := range w.office.Policy.Forms.WithoutScript.AtOnce {
		w.sends(manyAddresses(9000+n), "/klacht", complaint("no_script", "1")).is(http.StatusSeeOther)
	}
	full := w.sends("192.0.2.9:1", "/klacht", complaint("no_script", "1")).is(http.StatusTooManyRequests)
	full.has("Wij kunnen dit nu niet aannemen", "Mijn tanden doen pijn.", "085 000 0000", "3 minuten")
	w.now = w.now.Add(3 * time.Minute)
	w.sends("192.0.2.9:1", "/klacht", complaint("no_script", "1", "form_key", full.hidden("/klacht", "form_key"))).is(http.StatusSeeOther)
}

// A double click, whose two requests reach two nodes at the same moment, is one complaint, and both are answered alike. That holds when the first of them was
// the last that was taken for now.
func TestForm_DoubleClickOnTwoNodesIsOneComplaint(t *testing.T) {
	w := newWorld(t, func(p *policy.Policy) { p.Forms.OneAddress.AtOnce = 20 })
	other := *w
	other.office = w.newOffice(w.office.DB, w.office.Policy)
	other.site = web.New(web.Config{Office: other.office, Log: other.office.Log, Base: other.office.Base})
	for n := range 10 {
		path := []string{"/klacht", "/gesprek"}[n%2]
		form := complaint("form_key", (&kit.App{Office: w.office}).NewKey(), "topic", "Graag een gesprek")
		var both sync.WaitGroup
		var answers [2]reply
		for i, node := range []*world{w, &other} {
			both.Go(func() { answers[i] = node.sends("192.0.2.1:1", path, form) })
		}
		both.Wait()
		if a, b := answers[0].header.Get("Location"), answers[1].header.Get("Location"); a != b || a == "" {
			t.Errorf("the answers are %d %q and %d %q", answers[0].status, a, answers[1].status, b)
		}
		if w.count() != n+1 {
			t.Fatalf("%d dossiers of %d forms", w.count(), n+1)
		}
		if n < 9 {
			continue
		}
		w.sends("192.0.2.1:1", path, complaint()).is(http.StatusTooManyRequests)
		if again := w.sends("192.0.2.1:1", path, form).is(http.StatusSeeOther).header.Get("Location"); again != answers[0].header.Get("Location") {
			t.Errorf("a third click leads to %q", again)
		}
	}
}

// The field that people do not see: whoever fills it in gets an answer that helps a person, and is through when they send it again.
func TestForm_HoneypotHelpsAPersonAndKeepsProgramsOut(t *testing.T) {
	w := newWorld(t)
	for i, path := range []string{"/klacht", "/gesprek"} {
		w.get(path).has(`<div class="extra-note" aria-hidden="true">`, `<input type="text" id="extra_note" name="extra_note" tabindex="-1" autocomplete="off">`)
		form := complaint("extra_note", "http://spam.example", "topic", "Graag een gesprek", "email", fmt.Sprintf("klant%d@post.example", i))
		again := w.post(path, form).is(http.StatusUnprocessableEntity)
		again.has("leek door een programma ingevuld", "085 000 0000", "Klaas Kramer", `<input type="text" id="extra_note"`).hasNot("spam.example")
		w.post(path, form).is(http.StatusUnprocessableEntity)
		if w.count() != i {
			t.Errorf("%s: a program came through", path)
		}
		form.Del("extra_note")
		form.Set("form_key", again.hidden(path, "form_key"))
		w.post(path, form).is(http.StatusSeeOther)
	}
}

// ASVS 5.2.1: a form of two thousand parts is refused and says why, whichever way it comes; no more of it is read than the program keeps, and what was right in that part
// stays on the page, a photo too. However much follows, it takes no more memory.
func TestForm_2000Parts(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	for _, path := range []string{"/klacht", "/gesprek"} {
		for kind, read := range map[string]func(t *testing.T, form url.Values, n int) (contentType string, body io.Reader){"multipart": parts, "urlencoded": pairs} {
			key := w.get(path).hidden(path, kit.KeyField)
			form := complaint(kit.KeyField, key, "topic", "Graag een gesprek")
			contentType, body := read(t, form, 2000)
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, body)
			r.Header.Set("Content-Type", contentType)
			got := w.send(r).is(http.StatusRequestEntityTooLarge).has("in veel meer delen binnen dan het heeft", "085 000 0000", `value="Klaas Kramer"`, `value="klaas@example.org"`)
			if kind == "multipart" && path == "/klacht" {
				got.has("tand.jpg")
			}
			if w.count() != 0 {
				t.Fatalf("%s, %s: %d dossiers", path, kind, w.count())
			}
			if len(got.body) > 64<<10 {
				t.Errorf("%s, %s: the page has %d bytes", path, kind, len(got.body))
			}
		}
	}
	key := w.get("/klacht").hidden("/klacht", kit.KeyField)
	for kind, read := range map[string]func(*testing.T, url.Values, int) (string, io.Reader){"multipart": parts, "urlencoded": pairs} {
		few, many := w.memoryFor(read, key, 2000), w.memoryFor(read, key, 200_000)
		if many > few+1<<20 {
			t.Errorf("%s: 2,000 parts take %d bytes of memory, 200,000 take %d", kind, few, many)
		}
	}
}

// memoryFor is how much memory a form of so many parts has the program ask for in all, in bytes.
func (w *world) memoryFor(read func(*testing.T, url.Values, int) (string, io.Reader), key string, n int) uint64 {
	w.t.Helper()
	contentType, body := read(w.t, complaint(kit.KeyField, key), n)
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, "/klacht", body)
	r.Header.Set("Content-Type", contentType)
	site := web.New(web.Config{Office: w.office, Log: w.office.Log, Base: w.office.Base}) // without what looks for secrets in all that comes in
	rec := httptest.NewRecorder()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	site.ServeHTTP(rec, r)
	runtime.ReadMemStats(&after)
	reply{w.t, rec.Code, rec.Header(), rec.Body.String()}.is(http.StatusRequestEntityTooLarge)
	return after.TotalAlloc - before.TotalAlloc
}

// parts is a form as multipart: its own fields, a photo, and then n others.
func parts(t *testing.T, form url.Values, n int) (contentType string, body io.Reader) {
	t.Helper()
	var sent bytes.Buffer
	m := multipart.NewWriter(&sent)
	must(t, m.WriteField(kit.KeyField, form.Get(kit.KeyField)))
	for _, name := range otherKeys(form) {
		must(t, m.WriteField(name, form.Get(name)))
	}
	photo, err := m.CreateFormFile(kit.FilesField, "tand.jpg")
	must(t, err)
	_, err = photo.Write(filestest.Photo(60, 40, 1))
	must(t, err)
	for i := range n {
		must(t, m.WriteField(fmt.Sprintf("part%d", i), "x"))
	}
	must(t, m.Close())
	return m.FormDataContentType(), &sent
}

// pairs is the same as pairs of names and values, without a photo.
func pairs(_ *testing.T, form url.Values, n int) (contentType string, body io.Reader) {
	var sent strings.Builder
	_, _ = sent.WriteString(form.Encode())
	for i := range n {
		_, _ = fmt.Fprintf(&sent, "&part%d=x", i)
	}
	return "application/x-www-form-urlencoded", strings.NewReader(sent.String())
}

// ASVS 2.4.1: what is sent from behind one private link has a limit, too, and comes back with what was typed.
func TestForm_WhatIsSentFromBehindALinkHasALimit(t *testing.T) {
	w := newWorld(t)
	page, _ := w.filed()
	most := w.office.Policy.Forms.OneDossier.AtOnce
	for n := range most {
		w.post(page+"/messages", url.Values{"words": {fmt.Sprintf("Bericht %d", n)}}).is(http.StatusSeeOther)
	}
	w.post(page+"/messages", url.Values{"words": {"Nog een bericht"}}).is(http.StatusTooManyRequests).has("Nog een bericht", "1 minuut", "085 000 0000")
	w.now = w.now.Add(time.Minute)
	w.post(page+"/messages", url.Values{"words": {"Nog een bericht"}}).is(http.StatusSeeOther)
}

// Forms that are refused for what is wrong in them leave room for those that are not.
func TestForm_WhatIsNotFiledIsNotCounted(t *testing.T) {
	w := newWorld(t, func(p *policy.Policy) { p.Forms.OneAddress.AtOnce = 1 })
	space := w.diskFull()
	for range 3 {
		w.sends("192.0.2.1:1", "/klacht", complaint()).is(http.StatusInternalServerError)
		w.sends("192.0.2.1:1", "/klacht", complaint("name", "")).is(http.StatusUnprocessableEntity)
	}
	space()
	w.sends("192.0.2.1:1", "/klacht", complaint()).is(http.StatusSeeOther)
	w.sends("192.0.2.1:1", "/klacht", complaint()).is(http.StatusTooManyRequests)
}
