package web_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web"
	"github.com/wederhoor/wederhoor/web/kit"
)

// fileID is the id in the address of a file of a page.
func fileID(page, address string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(address, page+"/files/"), "?")
	return path.Dir(id + "/")
}

// An hour after the page was shown its addresses of files lead to the page, which has new ones.
func TestASVS5_4_1_FileLinkThatExpiredLeadsToThePage(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	machine := w.now
	w.site = web.New(web.Config{Office: w.office, Log: w.office.Log, Base: w.office.Base, Machine: func() time.Time { return machine }})
	page, _ := w.filedWithPhoto()
	whole, previews := w.get(page).fileLinks()
	w.get(whole[0]).is(http.StatusOK)
	machine = machine.Add(kit.FileLife + time.Second)
	for _, address := range []string{whole[0], previews[0]} {
		if got := w.get(address).is(http.StatusSeeOther); got.header.Get("Location") != page || strings.Contains(got.body, "\xff\xd8") {
			t.Errorf("it leads to %q", got.header.Get("Location"))
		}
	}
	again, _ := w.get(page).fileLinks()
	if again[0] == whole[0] {
		t.Error("the same address again")
	}
	w.get(again[0]).is(http.StatusOK)
	// Nobody makes an old address young.
	u, err := url.Parse(whole[0])
	must(t, err)
	query := u.Query()
	query.Set("until", "zzzzzz")
	u.RawQuery = query.Encode()
	w.get(u.String()).is(http.StatusNotFound)
}

// Where a photo was taken and with what is in no byte that is kept, nor in one that is sent, of the photo as of its preview.
func TestASVS14_2_8_PlaceAndCameraAreInNoByteThatIsKeptOrSent(t *testing.T) {
	w := newWorld(t)
	kept := w.keepsFiles()
	page, _ := w.filedWithPhoto()
	whole, previews := w.get(page).fileLinks()
	sent := photo("tand.jpg").data
	for _, told := range []string{filestest.Place, filestest.Camera, "Exif", "xmp"} {
		if !bytes.Contains(sent, []byte(told)) {
			t.Fatalf("the photo that is sent has no %s", told)
		}
		for _, address := range []string{whole[0], previews[0]} {
			if strings.Contains(w.get(address).is(http.StatusOK).body, told) {
				t.Errorf("%s is sent with %s", address, told)
			}
		}
		must(t, kept.Each(t.Context(), func(name string, _ time.Time) error {
			in, err := kept.Get(t.Context(), name)
			must(t, err)
			raw, err := io.ReadAll(in)
			must(t, err)
			if bytes.Contains(raw, []byte(told)) || len(raw) == 0 {
				t.Errorf("%s is kept with %s", name, told)
			}
			return in.Close()
		}))
	}
}

// R28, ASVS 14.2.7: what was made of a file goes with it: the bytes, the preview, and the row. Who has the address of either gets nothing; the page says
// who took it out, and why.
func TestR28_DerivedPicturesAfterARedaction(t *testing.T) {
	w := newWorld(t)
	kept := w.keepsFiles()
	page, reference := w.filedWithPhoto()
	whole, previews := w.get(page).fileLinks()
	id := fileID(page, whole[0])
	w.get(previews[0]).is(http.StatusOK)
	w.do(owner, reference, dossier.RedactFile{File: dossier.FileID(id), Reason: "Er staat iemand anders op"})
	w.tick()
	for _, name := range []string{id, files.PreviewOf(id)} {
		if _, err := kept.Get(t.Context(), name); err != files.ErrGone { //nolint:errorlint // it is given as it is
			t.Errorf("%s: %v", name, err)
		}
	}
	if there, err := w.office.DB.Read().HasFile(t.Context(), id); err != nil || there {
		t.Errorf("its row is there: %v, %v", there, err)
	}
	for _, address := range []string{whole[0], previews[0]} {
		w.get(address).is(http.StatusNotFound)
	}
	shown := w.get(page).is(http.StatusOK).has("Bestand weggehaald", "Er staat iemand anders op", "tand.jpg Weggehaald door Voorbeeldkliniek, dinsdag 3 maart 2026 om 10.00 uur: Er staat iemand anders op")
	if whole, previews := shown.fileLinks(); len(whole)+len(previews) > 0 {
		t.Errorf("it can still be opened: %q %q", whole, previews)
	}
	faults := 0
	check, err := casework.VerifyFiles(t.Context(), w.office.DB, kept, func(string) { faults++ })
	if err != nil || faults > 0 || check.Out != 1 {
		t.Errorf("%+v, %v", check, err)
	}
}

// cut is a body that breaks off, as that of a browser does whose connection is lost.
type cut struct{ io.Reader }

func (c cut) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// The way from the browser breaks in the middle of the second of two files: nothing of that one is kept, and what came before waits for its form.
func TestFiles_WhenTheWayFromTheBrowserBreaksNothingIsHalfThere(t *testing.T) {
	w := newWorld(t)
	kept := w.keepsFiles()
	key := w.get("/klacht").hidden("/klacht", kit.KeyField)
	body := strings.NewReplacer("\n", "\r\n", "KEY", key, "PHOTO", string(photo("x").data)).Replace(`--b
Content-Disposition: form-data; name="form_key"

KEY
--b
Content-Disposition: form-data; name="files"; filename="heel.jpg"

PHOTO
--b
Content-Disposition: form-data; name="files"; filename="half.jpg"

`) + string(photo("x").data[:200])
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/klacht", cut{strings.NewReader(body)})
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	w.send(r).is(http.StatusBadRequest)
	list, err := w.office.DB.Read().FilesOfForm(t.Context(), kit.FormID(key))
	if names := namesKept(t, kept); err != nil || len(list) != 1 || list[0].State != store.FileClean || len(names) != 2 {
		t.Errorf("%d files, kept %q (%v)", len(list), names, err)
	}
	page, _ := w.came(w.upload("/klacht", complaint(kit.KeyField, key)))
	w.get(page).has("heel.jpg").hasNot("half.jpg")
}
