package desk_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/files/filestest"
)

func (w *world) keepsFiles() *files.Folder {
	w.t.Helper()
	folder, err := files.OpenFolder(w.t.TempDir())
	must(w.t, err)
	w.KeepFiles(w.t.TempDir(), folder, nil)
	return folder
}

// upload sends a form with files: names and contents in turn.
func (b *browser) upload(path string, form url.Values, list ...any) answer {
	b.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, values := range form {
		for _, value := range values {
			must(b.t, m.WriteField(name, value))
		}
	}
	for i := 0; i+1 < len(list); i += 2 {
		part, err := m.CreateFormFile("files", list[i].(string))
		must(b.t, err)
		_, err = part.Write(list[i+1].([]byte))
		must(b.t, err)
	}
	must(b.t, m.Close())
	resp, err := b.http.Post(b.url+path, m.FormDataContentType(), &body)
	must(b.t, err)
	return b.read(resp)
}

var ownFile = regexp.MustCompile(`href="(/desk/dossiers/[^"]*/files/[^"]*)"`)

func (a answer) files() (addresses []string) {
	for _, found := range ownFile.FindAllStringSubmatch(a.body, -1) {
		addresses = append(addresses, html.UnescapeString(found[1]))
	}
	return addresses
}

func (a answer) want(t *testing.T, status int, texts ...string) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d:\n%s", a.status, status, a.body)
	}
	for _, text := range texts {
		if !strings.Contains(html.UnescapeString(a.body), text) {
			t.Errorf("the page does not say %q", text)
		}
	}
	return a
}

// A handler adds what came by post: several at once, of which the wrong one is told by its name and the others stay.
func TestFiles_AHandlerAddsThemAtTheDesk(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	ref := w.file()
	path := "/desk/dossiers/" + ref
	b := w.as("assistant")
	form := b.form(b.get(path), path+"/files", nil)
	b.upload(path+"/files", form, "brief.pdf", filestest.PDF("Brief"), "foto.jpg", filestest.Photo(60, 40, 1), "pagina.html", filestest.HTML()).
		want(t, http.StatusUnprocessableEntity, "brief.pdf", "foto.jpg", "pagina.html", "dit soort bestand nemen wij niet aan")
	sent := b.upload(path+"/files", form)
	if sent.status != http.StatusSeeOther || !strings.HasPrefix(sent.location, path) {
		t.Fatalf("%d to %q", sent.status, sent.location)
	}
	page := b.get(sent.location).want(t, http.StatusOK, "brief.pdf", "foto.jpg")
	if strings.Contains(page.body, "pagina.html") {
		t.Error("the wrong one is in the dossier")
	}
	b.upload(path+"/files", b.form(page, path+"/files", nil)).want(t, http.StatusUnprocessableEntity, "Kies een of meer bestanden")
	for _, address := range page.files() {
		if got := b.get(address).want(t, http.StatusOK); got.header.Get("Content-Disposition") == "" || strings.Contains(got.body, filestest.Place) {
			t.Errorf("%s: %q", address, got.header.Get("Content-Disposition"))
		}
	}
	if len(page.files()) != 3 { // a link to each, and the preview of the photo
		t.Errorf("%q", page.files())
	}
	// The form sent twice is done once.
	b.upload(path+"/files", form)
	if n := len(b.get(path).files()); n != 3 {
		t.Errorf("%d links after the form was sent again", n)
	}
	wordsComplete(t)
}

// R14: who is not to see the complaint's own words neither adds files nor gets them; where an act is refused the files wait on its form.
func TestFiles_WhoMayNotSeeADossierNeitherAddsNorGetsThem(t *testing.T) {
	w := newWorld(t)
	folder := w.keepsFiles()
	ref := w.file()
	path := "/desk/dossiers/" + ref
	b := w.as("assistant")
	form := b.form(b.get(path), path+"/files", nil)
	b.upload(path+"/files", form, "foto.jpg", filestest.Photo(60, 40, 1)).want(t, http.StatusSeeOther)
	address := b.get(path).files()[0]
	before := countKept(t, folder)
	for _, who := range []dossier.AccountID{"sanne", "daan", "keeper"} {
		other := w.as(who)
		if got := other.upload(path+"/files", form, "ander.jpg", filestest.Photo(60, 40, 1)); got.status != http.StatusNotFound && got.status != http.StatusForbidden && got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s adds: %d", who, got.status)
		}
		if got := other.get(address); got.status != http.StatusNotFound && got.status != http.StatusForbidden {
			t.Errorf("%s gets: %d", who, got.status)
		}
	}
	w.browser().get(address).want(t, http.StatusSeeOther) // to sign in
	if n := countKept(t, folder); n != before {
		t.Errorf("%d kept, before it were %d", n, before)
	}
}

// An assistant takes a file out at the desk, through the page: bytes and preview are gone, and the desk says who did it and why.
func TestR28_AFileIsTakenOutAtTheDesk(t *testing.T) {
	w := newWorld(t)
	folder := w.keepsFiles()
	ref := w.file()
	path := "/desk/dossiers/" + ref
	b := w.as("owner")
	b.upload(path+"/files", b.form(b.get(path), path+"/files", nil), "foto.jpg", filestest.Photo(60, 40, 1)).want(t, http.StatusSeeOther)
	page := b.get(path)
	address := page.files()[0]
	view, err := w.Fetch(t.Context(), viewer("owner"), ref, casework.PageDossier)
	must(t, err)
	form := b.form(page, path+"/acts/redact_file", url.Values{"file": {string(view.State.Files[0].ID)}, "reason": {"Een ander op de foto"}})
	b.post(path+"/acts/redact_file", form).want(t, http.StatusSeeOther)
	w.settle()
	if n := countKept(t, folder); n != 0 {
		t.Errorf("%d kept", n)
	}
	b.get(address).want(t, http.StatusNotFound)
	b.get(path).want(t, http.StatusOK, "Bestand weggehaald", "Weggehaald door Olga Owner, ", ": Een ander op de foto")
}

func countKept(t *testing.T, folder *files.Folder) (n int) {
	t.Helper()
	must(t, folder.Each(t.Context(), func(string, time.Time) error { n++; return nil }))
	return n
}
