package web_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/web/kit"
)

// keepsFiles has the site take files in, and gives where they are kept.
func (w *world) keepsFiles() files.Store {
	w.t.Helper()
	w.folder = w.t.TempDir()
	folder, err := files.OpenFolder(w.folder)
	must(w.t, err)
	w.office.KeepFiles(w.t.TempDir(), folder, nil)
	return folder
}

// sent is a file as a browser sends it.
type sent struct {
	name string
	data []byte
}

func photo(name string) sent { return sent{name, filestest.Photo(60, 40, 1)} }

// upload sends a form with files.
func (w *world) upload(address string, form url.Values, list ...sent) reply {
	w.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for _, name := range append([]string{kit.KeyField}, otherKeys(form)...) {
		for _, value := range form[name] {
			must(w.t, m.WriteField(name, value))
		}
	}
	for _, f := range list {
		part, err := m.CreateFormFile(kit.FilesField, f.name)
		must(w.t, err)
		_, err = part.Write(f.data)
		must(w.t, err)
	}
	must(w.t, m.Close())
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, address, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return w.send(r)
}

func otherKeys(form url.Values) []string {
	var keys []string
	for key := range form {
		if key != kit.KeyField {
			keys = append(keys, key)
		}
	}
	return keys
}

// namesKept are the names of all that is kept.
func namesKept(t *testing.T, s files.Store) []string {
	t.Helper()
	var names []string
	must(t, s.Each(t.Context(), func(name string, _ time.Time) error { names = append(names, name); return nil }))
	return names
}

var fileLink = regexp.MustCompile(`(?:href|src)="(/[^"]*/files/[^"]*)"`)

// fileLinks are the addresses of files and previews that a page has.
func (r reply) fileLinks() (whole, previews []string) {
	for _, found := range fileLink.FindAllStringSubmatch(r.body, -1) {
		address := strings.ReplaceAll(found[1], "&amp;", "&")
		if strings.Contains(address, "/preview?") {
			previews = append(previews, address)
		} else {
			whole = append(whole, address)
		}
	}
	return slices.Compact(whole), previews
}

// filedWithPhoto files Klaas's complaint with a photo, and gives his page.
func (w *world) filedWithPhoto() (page, reference string) {
	w.t.Helper()
	key := w.get("/klacht").hidden("/klacht", kit.KeyField)
	return w.came(w.upload("/klacht", complaint(kit.KeyField, key), photo("tand.jpg")))
}

func TestFiles_SeveralComeWithTheComplaint(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	key := w.get("/klacht").has("Foto’s of documenten").hidden("/klacht", kit.KeyField)
	page, _ := w.came(w.upload("/klacht", complaint(kit.KeyField, key), photo("tand.jpg"), sent{"bon.pdf", filestest.PDF("Bon")}))
	whole, previews := w.get(page).is(http.StatusOK).has("tand.jpg", "bon.pdf").fileLinks()
	if len(whole) != 2 && len(whole) != 3 || len(previews) != 1 {
		t.Fatalf("%q, previews %q", whole, previews)
	}
}

// Whoever files sees that their photos came, before they prove who they are: the names and sizes of what they sent themselves, and no way to open them. What is
// added after that, under the mailed link, is not theirs to know (R7, R23).
func TestR23_WhoFilesSeesWhatCameAndNothingOfIt(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField))
	place := strings.TrimSuffix(w.upload("/klacht", form, photo("tand.jpg"), sent{"bon.pdf", filestest.PDF("Bon")}).is(http.StatusSeeOther).header.Get("Location"), "/bevestiging")
	reference := path.Base(place)

	mailed := w.browser()
	in := mailed.get(w.link(reference, casework.PurposeStatus, 0)).is(http.StatusSeeOther).header.Get("Location")
	w.now = w.now.Add(time.Minute)
	mailed.now = w.now
	more := url.Values{kit.KeyField: {mailed.get(in).hidden(in+"/files", kit.KeyField)}}
	mailed.upload(in+"/files", more, photo("later.jpg")).is(http.StatusSeeOther)
	if whole, _ := mailed.get(in).has("tand.jpg", "later.jpg").fileLinks(); len(whole) == 0 {
		t.Fatal("the mailed link opens no file: this test shows nothing")
	}

	for _, page := range []string{place, place + "/bevestiging"} {
		shown := w.get(page).is(http.StatusOK).has("2 bestanden ontvangen", "tand.jpg", "bon.pdf", "kB").hasNot("later.jpg")
		if whole, previews := shown.fileLinks(); len(whole)+len(previews) > 0 {
			t.Errorf("%s leads to %q and %q", page, whole, previews)
		}
	}
}

func TestFiles_StayWhenTheFormHasErrors(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	form := complaint("story", "", kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField))
	again := w.upload("/klacht", form, photo("tand.jpg"), photo("bon.jpg")).is(http.StatusUnprocessableEntity).has("tand.jpg", "bon.jpg", `value="Klaas Kramer"`)
	form.Set("story", "Mijn tanden doen pijn.")
	form.Set(kit.KeyField, again.hidden("/klacht", kit.KeyField))
	page, _ := w.came(w.upload("/klacht", form))
	w.get(page).has("tand.jpg", "bon.jpg")
}

func TestFiles_EachWrongOneIsToldByItsNameAndTheOthersStay(t *testing.T) {
	w := newWorld(t)
	store := w.keepsFiles()
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField))
	w.upload("/klacht", form, photo("tand.jpg"), sent{"plaatje.png", filestest.SVG()}, sent{"kapot.jpg", filestest.JPEG(60, 40)[:200]}).
		is(http.StatusUnprocessableEntity).
		has("tand.jpg", "plaatje.png", "dit soort bestand nemen wij niet aan", "kapot.jpg", "dit bestand is beschadigd", `href="#files"`)
	if names := namesKept(t, store); len(names) != 2 || w.count() != 0 {
		t.Errorf("kept %q, %d dossiers", names, w.count())
	}
	page, _ := w.came(w.upload("/klacht", form))
	w.get(page).has("tand.jpg").hasNot("plaatje.png", "kapot.jpg")
}

func TestFiles_OneIsTakenOffTheFormAgain(t *testing.T) {
	w := newWorld(t)
	store := w.keepsFiles()
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField), kit.UploadField, "1")
	shown := w.upload("/klacht", form, photo("tand.jpg"), photo("verkeerd.jpg")).is(http.StatusOK).has("tand.jpg", "verkeerd.jpg", `value="Klaas Kramer"`)
	ids := regexp.MustCompile(`name="remove_file" value="([0-9a-f]+)" aria-label="verkeerd.jpg`).FindStringSubmatch(shown.body)
	if ids == nil {
		t.Fatal("no button that takes it off")
	}
	form.Del(kit.UploadField)
	form.Set(kit.RemoveField, ids[1])
	w.upload("/klacht", form).is(http.StatusOK).has("tand.jpg").hasNot("verkeerd.jpg")
	w.upload("/klacht", form).is(http.StatusOK) // once more changes nothing
	form.Del(kit.RemoveField)
	page, _ := w.came(w.upload("/klacht", form))
	w.get(page).has("tand.jpg").hasNot("verkeerd.jpg")
	w.tick()
	if names := namesKept(t, store); len(names) != 2 {
		t.Errorf("kept %q", names)
	}
}

func TestFiles_NobodyTakesAFileOffAnothersForm(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField), kit.UploadField, "1")
	id := regexp.MustCompile(`name="remove_file" value="([0-9a-f]+)"`).FindStringSubmatch(w.upload("/klacht", form, photo("tand.jpg")).body)[1]
	other := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField), kit.RemoveField, id)
	w.upload("/klacht", other).is(http.StatusOK).hasNot("tand.jpg")
	w.upload("/klacht", form).has("tand.jpg")
}

// ASVS 5.2.1: the token ties a file to its form. Neither the form of another browser, nor a later form of the same one, nor a form that was done already gets it; a token that has expired is
// renewed, and its file stays with the form that comes back.
func TestFiles_TokenTiesAFileToItsFormAlone(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	token := func() string { return w.get("/klacht").hidden("/klacht", kit.KeyField) }
	add := func(key, name string) reply {
		return w.upload("/klacht", complaint(kit.KeyField, key, kit.UploadField, "1"), photo(name))
	}
	mine := token()
	add(mine, "mijn.jpg").is(http.StatusOK).has("mijn.jpg")

	other := *w
	other.cookie = map[string]string{}
	theirs := other.get("/klacht").hidden("/klacht", kit.KeyField)
	otherPage, _ := other.came(other.upload("/klacht", complaint(kit.KeyField, theirs)))
	other.get(otherPage).hasNot("mijn.jpg")
	later, _ := w.came(w.upload("/klacht", complaint(kit.KeyField, token())))
	w.get(later).hasNot("mijn.jpg")
	forged := strings.Replace(theirs, kit.FormID(theirs), kit.FormID(mine), 1) // the id of mine under the signature of theirs
	w.upload("/klacht", complaint(kit.KeyField, forged)).is(http.StatusUnprocessableEntity).hasNot("mijn.jpg")

	page, _ := w.came(w.upload("/klacht", complaint(kit.KeyField, mine)))
	w.get(page).has("mijn.jpg")
	add(mine, "na.jpg")
	w.get(page).hasNot("na.jpg")
	if n := w.count(); n != 3 {
		t.Errorf("%d dossiers, want 3", n)
	}
}

// A double click sends the files twice as well: it is one complaint, with each file once. Whoever goes back and adds another photo to a form that was done is told so, not
// thanked for it.
func TestFiles_SentTwiceAreThereOnce(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField))
	first := w.upload("/klacht", form, photo("tand.jpg"), photo("tand.jpg")).is(http.StatusSeeOther)
	again := w.upload("/klacht", form, photo("tand.jpg")).is(http.StatusSeeOther)
	if first.header.Get("Location") != again.header.Get("Location") || w.count() != 1 {
		t.Errorf("%q and %q, %d dossiers", first.header.Get("Location"), again.header.Get("Location"), w.count())
	}
	page, _ := w.came(first)
	if _, previews := w.get(page).fileLinks(); len(previews) != 1 {
		t.Errorf("%d photos", len(previews))
	}
	other := sent{"nog een.jpg", filestest.Photo(80, 40, 1)}
	w.upload("/klacht", form, other).is(http.StatusUnprocessableEntity).
		has("al verstuurd en bij ons binnen", "is er niet bij gekomen", "nog een.jpg", "Mijn tanden doen pijn.")
	if w.count() != 1 {
		t.Errorf("%d dossiers", w.count())
	}

	adds := func(list ...sent) reply {
		key := w.get(page).hidden(page+"/files", kit.KeyField)
		w.upload(page+"/files", url.Values{kit.KeyField: {key}}, list[0]).is(http.StatusSeeOther)
		return w.upload(page+"/files", url.Values{kit.KeyField: {key}}, list[1])
	}
	adds(other, other).is(http.StatusSeeOther)
	adds(sent{"drie.jpg", filestest.Photo(90, 40, 1)}, sent{"vier.jpg", filestest.Photo(95, 40, 1)}).is(http.StatusUnprocessableEntity).has("is er niet bij gekomen")
	if _, previews := w.get(page).hasNot("vier.jpg").fileLinks(); len(previews) != 3 {
		t.Errorf("%d photos", len(previews))
	}
}

// ASVS 14.2.7: what waits with a form on the page of a dossier, or came with one after it was done, goes with the dossier, its name in the same transaction.
func TestFiles_AnErasureTakesThoseOfFormsThatWereNotDone(t *testing.T) {
	w := newWorld(t)
	store := w.keepsFiles()
	key := w.get("/klacht").hidden("/klacht", kit.KeyField)
	page, reference := w.came(w.upload("/klacht", complaint(kit.KeyField, key), photo("tand.jpg")))
	w.upload("/klacht", complaint(kit.KeyField, key), sent{"na.jpg", filestest.Photo(70, 40, 1)}).is(http.StatusUnprocessableEntity)
	adds := url.Values{kit.KeyField: {w.get(page).hidden(page+"/files", kit.KeyField)}, kit.UploadField: {"1"}}
	w.upload(page+"/files", adds, sent{"los.jpg", filestest.Photo(80, 40, 1)}).is(http.StatusOK).has("los.jpg")
	elsewhere := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField), kit.UploadField, "1")
	w.upload("/klacht", elsewhere, photo("ander.jpg")).is(http.StatusOK)
	faults := 0
	check, err := casework.VerifyFiles(t.Context(), w.office.DB, store, func(string) { faults++ })
	if err != nil || faults > 0 || check.Files != 1 || len(namesKept(t, store)) != 8 {
		t.Fatalf("%+v, %v, kept %q", check, err, namesKept(t, store))
	}

	w.do(owner, reference, dossier.Withdraw{})
	w.do(owner, reference, dossier.Erase{Whose: dossier.ToEverybody, Sure: true})
	for _, form := range []string{key, adds.Get(kit.KeyField)} {
		if left, err := w.office.DB.Read().FilesOfForm(t.Context(), kit.FormID(form)); err != nil || len(left) > 0 {
			t.Errorf("left: %+v (%v)", left, err)
		}
	}
	w.tick()
	if names := namesKept(t, store); len(names) != 2 {
		t.Errorf("kept %q", names)
	}
	w.upload("/klacht", elsewhere).has("ander.jpg")
}

// A double click sends as many files twice at the same moment as a form takes, without script. It is one complaint with each file once, no answer says that there are too
// many, and nothing of the twins is left.
func TestFiles_ADoubleClickWithAFullFormIsOneComplaint(t *testing.T) {
	w := newWorld(t)
	w.office.Policy.Files.PerForm = 4
	store := w.keepsFiles()
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField))
	var list []sent
	for i := range 4 {
		list = append(list, sent{fmt.Sprintf("foto%d.jpg", i), filestest.Photo(60+i, 40, 1)})
	}
	var clicks sync.WaitGroup
	replies := make([]reply, 2)
	for i := range replies {
		clicks.Go(func() { replies[i] = w.browser().upload("/klacht", form, list...) })
	}
	clicks.Wait()
	for _, r := range replies {
		r.is(http.StatusSeeOther)
	}
	if w.count() != 1 {
		t.Errorf("%d dossiers", w.count())
	}
	page, _ := w.came(replies[0])
	if _, previews := w.get(page).fileLinks(); len(previews) != len(list) {
		t.Errorf("%d photos", len(previews))
	}
	w.tick()
	if left, err := w.office.DB.Read().FilesOfForm(t.Context(), kit.FormID(form.Get(kit.KeyField))); err != nil || len(left) > 0 {
		t.Errorf("%d rows are left with the form (%v)", len(left), err)
	}
	if names := namesKept(t, store); len(names) != 2*len(list) {
		t.Errorf("kept %q", names)
	}
}

func TestASVS5_2_1_UploadsWithoutAFormAreNotKept(t *testing.T) {
	w := newWorld(t)
	store := w.keepsFiles()
	for _, key := range []string{"", "made.up.token", "x"} {
		w.upload("/klacht", complaint(kit.KeyField, key), photo("tand.jpg")).is(http.StatusUnprocessableEntity).has("tand.jpg", "Kies het bestand opnieuw")
	}
	if names := namesKept(t, store); len(names) > 0 {
		t.Errorf("kept %q", names)
	}
}

func TestASVS5_2_1_MoreFilesThanAFormTakesAreTold(t *testing.T) {
	w := newWorld(t)
	w.office.Policy.Files.PerForm = 1
	w.keepsFiles()
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField))
	w.upload("/klacht", form, photo("tand.jpg"), photo("bon.jpg")).is(http.StatusUnprocessableEntity).has("tand.jpg", "bon.jpg: er passen hoogstens 1 bestanden")
}

// Whoever sends a form again because no answer came sends all its files again. That is not more than it takes, however often it happens.
func TestFiles_AFullFormCanBeSentAgain(t *testing.T) {
	w := newWorld(t)
	w.office.Policy.Files.PerForm = 2
	store := w.keepsFiles()
	form := complaint("story", "", kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField))
	both := []sent{{"tand.png", filestest.PNG(60, 40)}, photo("bon.jpg")}
	for range 3 {
		w.upload("/klacht", form, both...).is(http.StatusUnprocessableEntity).has("tand.png", "bon.jpg").hasNot("er passen hoogstens")
	}
	if names := namesKept(t, store); len(names) != 4 {
		t.Errorf("kept %q", names)
	}
	other := sent{"bon.jpg", filestest.Photo(80, 40, 1)}
	w.upload("/klacht", form, other).is(http.StatusUnprocessableEntity).has("bon.jpg: er passen hoogstens 2 bestanden")
	form.Set("story", "Mijn tanden doen pijn.")
	w.upload("/klacht", form, both...).is(http.StatusSeeOther)
	for range 3 {
		page, _ := w.came(w.upload("/klacht", form, both...))
		if _, previews := w.get(page).fileLinks(); len(previews) != 2 || w.count() != 1 {
			t.Errorf("%d photos, %d dossiers", len(previews), w.count())
		}
	}
}

func TestASVS5_2_1_PDFOf1GBDeclaredAnd1KBSent(t *testing.T) {
	w := newWorld(t)
	store := w.keepsFiles()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/klacht", strings.NewReader(strings.Repeat("x", 1000)))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	r.ContentLength = 1 << 30
	w.send(r).is(http.StatusRequestEntityTooLarge)
	if names := namesKept(t, store); len(names) > 0 {
		t.Errorf("kept %q", names)
	}
}

// A shorter text does not help whoever sends a film, or more photos than go in one sending: they are told what does.
func TestFiles_TooMuchForOneSendingIsToldAsFiles(t *testing.T) {
	for _, declared := range []int64{300 << 20, -1} { // told before, and found while reading
		for lang, want := range map[string][]string{
			"nl": {"bestanden zijn samen te groot", "Stuur er minder tegelijk", "hoogstens 2 bestanden tegelijk aan, van hoogstens 1 MB", "Een film nemen wij niet aan", "085 000 0000"},
			"en": {"files are too large together", "Send fewer at a time", "at most 2 files at a time, of at most 1 MB", "do not take a film", "085 000 0000"},
		} {
			w := newWorld(t, func(p *policy.Policy) { p.Files.PerForm, p.Files.Megabytes = 2, 1 })
			w.keepsFiles()
			body := "--b\r\nContent-Disposition: form-data; name=\"story\"\r\n\r\n" + strings.Repeat("x", 19<<20)
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/klacht?lang="+lang, strings.NewReader(body))
			r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
			r.ContentLength = declared
			w.send(r).is(http.StatusRequestEntityTooLarge).has(want...).hasNot("tekst korter", "text shorter")
		}
	}
}

func TestASVS5_4_1_AFileIsServedToBeSavedAndIsNoPage(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	page, _ := w.filedWithPhoto()
	whole, previews := w.get(page).fileLinks()
	for _, address := range append(whole, previews...) {
		got := w.get(address).is(http.StatusOK)
		for name, want := range map[string]string{
			"Content-Type": "image/jpeg", "Content-Disposition": "attachment; filename=tand.jpg", "X-Content-Type-Options": "nosniff",
			"Content-Security-Policy": "sandbox; default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", "Cache-Control": "no-store",
		} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %s is %q", address, name, got.header.Get(name))
			}
		}
		if !strings.HasPrefix(got.body, "\xff\xd8") || strings.Contains(got.body, "Exif") || strings.Contains(got.body, "GPS") {
			t.Errorf("%s: no clean JPEG", address)
		}
	}
}

func TestASVS5_4_1_FileLinkWithoutSession(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	page, _ := w.filedWithPhoto()
	whole, previews := w.get(page).fileLinks()
	for _, address := range []string{whole[0], previews[0]} {
		w.browser().get(address).is(http.StatusNotFound)
		bare, _, _ := strings.Cut(address, "?")
		w.get(bare).is(http.StatusNotFound)
		w.get(address + "x").is(http.StatusNotFound)
	}
	// Another browser that came by the same link has addresses of its own.
	other := w.browser()
	other.get(w.link(strings.TrimPrefix(page, casework.StatusPath), casework.PurposeStatus, 0))
	other.get(whole[0]).is(http.StatusNotFound)
}

func TestASVS5_4_1_FileLinkThatExpired(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	page, _ := w.filedWithPhoto()
	app := &kit.App{Office: w.office, Machine: func() time.Time { return w.now }}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, app.FileAddress(page, "id", "session", false), nil)
	if signed, over := app.SignedFile(r, "session"); !signed || over {
		t.Errorf("signed %v, over %v", signed, over)
	}
	w.now = w.now.Add(kit.FileLife + time.Second)
	if signed, over := app.SignedFile(r, "session"); !signed || !over {
		t.Errorf("an hour later: signed %v, over %v", signed, over)
	}
}

func TestASVS8_2_2_FileLinkOfAnotherDossier(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	page, _ := w.filedWithPhoto()
	whole, _ := w.get(page).fileLinks()
	key := w.get("/klacht").hidden("/klacht", kit.KeyField)
	other, _ := w.came(w.upload("/klacht", complaint(kit.KeyField, key, "name", "Fenna Post", "email", "fenna@example.org"), photo("ander.jpg")))
	mixed := strings.Replace(whole[0], page, other, 1)
	w.get(mixed).is(http.StatusNotFound)
	// However it is signed: the id is looked up in the dossier that is the viewer's.
	id := strings.Split(strings.TrimPrefix(whole[0], page+"/files/"), "?")[0]
	_, err := w.office.File(t.Context(), owner, strings.TrimPrefix(other, casework.StatusPath), id, false)
	if kit.KindOf(err) != casework.NotFound {
		t.Errorf("%v", err)
	}
}

func TestR28_EachReadOfAFileIsRecorded(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	page, reference := w.filedWithPhoto()
	whole, _ := w.get(page).fileLinks()
	w.get(whole[0]).is(http.StatusOK)
	w.get(whole[0]).is(http.StatusOK)
	id := strings.Split(strings.TrimPrefix(whole[0], page+"/files/"), "?")[0]
	if _, err := w.office.File(t.Context(), sanne, reference, id, false); kit.KindOf(err) != casework.NotFound { // R14: not the specialist's to see
		t.Errorf("%v", err)
	}
	_, looks, err := w.office.Reads(t.Context(), owner, reference, 0, 50)
	must(t, err)
	seen := map[bool]int{}
	for _, look := range looks {
		if look.What == string(casework.PageFile) {
			seen[look.Seen]++
		}
	}
	if seen[true] != 2 || seen[false] != 1 {
		t.Errorf("looks at the file: %v", seen)
	}
}

func TestFiles_AfterARedactionNothingIsLeftOfThemNorOfTheirPreviews(t *testing.T) {
	w := newWorld(t)
	store := w.keepsFiles()
	page, reference := w.filedWithPhoto()
	whole, previews := w.get(page).fileLinks()
	id := strings.Split(strings.TrimPrefix(whole[0], page+"/files/"), "?")[0]
	w.do(owner, reference, dossier.RedactFile{File: dossier.FileID(id), Reason: "Van iemand anders"})
	w.get(whole[0]).is(http.StatusNotFound)
	w.get(previews[0]).is(http.StatusNotFound)
	w.tick()
	if names := namesKept(t, store); len(names) > 0 {
		t.Errorf("kept %q", names)
	}
	w.get(page).is(http.StatusOK).has("Weggehaald", "Van iemand anders")
}

func TestFiles_WithoutADossierAreSwept(t *testing.T) {
	w := newWorld(t)
	store := w.keepsFiles()
	must(t, w.office.Standing(t.Context()))
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField), kit.UploadField, "1")
	w.upload("/klacht", form, photo("tand.jpg")).is(http.StatusOK)
	page, _ := w.filedWithPhoto()
	lost := files.NewID()
	must(t, store.Put(t.Context(), lost, strings.NewReader("bytes without a row"), 19))
	must(t, os.Chtimes(filepath.Join(w.folder, lost[:2], lost[2:4], lost), w.now, w.now)) // the disk has the clock of the machine
	for range 4 {
		w.later(24 * time.Hour)
		must(t, w.office.Standing(t.Context()))
	}
	w.tick()
	names := namesKept(t, store)
	whole, _ := w.get(page).fileLinks()
	id := strings.Split(strings.TrimPrefix(whole[0], page+"/files/"), "?")[0]
	if len(names) != 2 || !strings.HasPrefix(names[0], id) || !strings.HasPrefix(names[1], id) {
		t.Errorf("kept %q, of the dossier is %s", names, id)
	}
}

func TestFiles_ComplainantAddsMore(t *testing.T) {
	w := newWorld(t)
	w.keepsFiles()
	page, _ := w.filedWithPhoto()
	key := w.get(page).hidden(page+"/files", kit.KeyField)
	w.upload(page+"/files", url.Values{kit.KeyField: {key}}, photo("later.jpg"), sent{"x.png", filestest.HTML()}).
		is(http.StatusUnprocessableEntity).has("later.jpg", "x.png", "dit soort bestand nemen wij niet aan")
	w.follow(w.upload(page+"/files", url.Values{kit.KeyField: {key}})).has("Uw bestanden zijn bij ons binnen", "tand.jpg", "later.jpg")
	w.upload(page+"/files", url.Values{kit.KeyField: {w.get(page).hidden(page+"/files", kit.KeyField)}}).
		is(http.StatusUnprocessableEntity).has("Kies een of meer bestanden")
}

func TestFiles_OfWhoeverMayNotAddThemNoByteIsKept(t *testing.T) {
	w := newWorld(t)
	store := w.keepsFiles()
	page, reference := w.filed()
	key := w.get(page).hidden(page+"/files", kit.KeyField)
	w.do(owner, reference, dossier.Withdraw{})
	w.upload(page+"/files", url.Values{kit.KeyField: {key}}, photo("tand.jpg")).is(http.StatusUnprocessableEntity)
	if names := namesKept(t, store); len(names) > 0 {
		t.Errorf("kept %q", names)
	}
}
