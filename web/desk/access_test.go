package desk_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
)

// The owner sees first what an access export would hold, and what is left out and why; then they are given it, to save, and that is recorded.
func TestAccess_FromTheDeskTheDryRunComesFirst(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	path := "/desk/dossiers/" + ref + "/access"
	b := w.as("owner")
	if n := strings.Count(b.get("/desk/dossiers/"+ref).body, `href="`+path+`"`); n != 1 {
		t.Errorf("the dossier leads the owner to it %d times", n)
	}
	if strings.Contains(w.as("assistant").get("/desk/dossiers/"+ref).body, path) {
		t.Error("the dossier leads an assistant to it")
	}
	page := b.get(path)
	said(t, page, true, "Inzage geven", "Wat wordt weggelaten, en waarom", "Teksten", `<option value="specialist:S1"`)
	said(t, page, false, "CANARY")
	said(t, b.get(path+"?about=specialist:S1&lang=en"), true, "Give access", "words or data of somebody else", `<option value="specialist:S1" selected>`)
	if got := b.get(path + "?about=specialist:S9"); got.status != http.StatusNotFound {
		t.Errorf("of somebody who has no side in it: %d", got.status)
	}
	before := len(w.looks(ref))
	got := b.post(path, url.Values{"about": {"complainant"}, "language": {"en"}})
	h := got.header
	if got.status != http.StatusOK || h.Get("Cache-Control") != "no-store" || h.Get("Content-Disposition") != `attachment; filename=`+ref+`.zip` ||
		h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Type") != "application/zip" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%d %v", got.status, h)
	}
	z, err := zip.NewReader(bytes.NewReader([]byte(got.body)), int64(len(got.body)))
	must(t, err)
	if len(z.File) != 2 || z.File[0].Name != ref+".pdf" {
		t.Errorf("%d files, the first %s", len(z.File), z.File[0].Name)
	}
	rows := w.looks(ref)
	if len(rows) != before+1 || rows[0].What != string(casework.PageExport) || !rows[0].Seen || rows[0].Viewer != "owner" {
		t.Errorf("it leaves %+v", rows[:len(rows)-before])
	}
	wordsComplete(t)
}
