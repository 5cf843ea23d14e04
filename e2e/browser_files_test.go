//go:build browser

package e2e_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/wederhoor/wederhoor/browser"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/files/filestest"
)

// keepsFiles has the site take files in.
func (s *site) keepsFiles() {
	s.t.Helper()
	folder, err := files.OpenFolder(s.t.TempDir())
	must(s.t, err)
	s.office.KeepFiles(s.t.TempDir(), folder, nil)
}

// The names of the files are as phones and people make them: one is long.
const (
	photoName = "IMG_20260302_151230.jpg"
	billName  = "Rekening van de behandeling bij Utrecht Oudegracht, met aantekeningen van 2 maart 2026.pdf"
)

// sendComplaint is the button at the end of the form. One before it, that nobody sees, is for the enter key.
const sendComplaint = "css=#complaint button.button:not([name])"

// chosen are two files on the visitor's device: a photo held upright and a PDF.
func chosen(t *testing.T) []string {
	t.Helper()
	folder := t.TempDir()
	photo, bill := filepath.Join(folder, photoName), filepath.Join(folder, billName)
	must(t, os.WriteFile(photo, filestest.Photo(1200, 900, 6), 0o600))
	must(t, os.WriteFile(bill, filestest.PDF("Rekening"), 0o600))
	return []string{photo, bill}
}

// bothScreens keeps a picture of the page on each screen, and leaves the visitor on a phone.
func (v *visitor) bothScreens(name string) {
	v.site.t.Helper()
	v.Wide()
	v.phone = false
	v.pictures()
	v.keep(name)
	v.onPhone()
	v.pictures()
	v.keep(name)
}

// pictures scrolls past every picture, so that those are there too that a browser fetches when they come into view.
func (v *visitor) pictures() {
	v.site.t.Helper()
	if !v.script {
		return
	}
	browser.Eval[bool](v.Page, `(async () => {
		for (const one of document.images) { one.scrollIntoView(); await one.decode(); }
		scrollTo(0, 0);
		return true;
	})()`)
}

// listed demands that a page lists the files, each once, and that the photo has a picture beside it.
func (v *visitor) listed(pictures int) {
	v.site.t.Helper()
	v.See(photoName)
	v.See(billName)
	if rows := v.Count(".files li"); rows != 2 {
		v.site.t.Errorf("%d files are listed", rows)
	}
	if n := v.Count(".files img"); n != pictures {
		v.site.t.Errorf("%d pictures", n)
	}
}

// filesWithPhotos files a complaint with two files that come with a form in which something else is wrong; it gives the private page and the reference.
func (v *visitor) filesWithPhotos(name string) (path, reference string) {
	v.site.t.Helper()
	v.goTo("/klacht")
	v.describe()
	v.Fill("treatment_date", "31-2-2026")
	v.Attach("files", chosen(v.site.t)...)
	v.Click(sendComplaint)
	v.See("Deze dag bestaat niet")
	v.listed(0)
	v.bothScreens(name + "-form")
	v.Fill("treatment_date", visited)
	v.Click(sendComplaint)
	v.See("Uw klacht is bij ons binnen")
	v.site.settle()
	reference = v.reference()
	v.goTo(v.site.linkIn(v.site.message(reference, dossier.ToComplainant, "filed")))
	return v.path(), reference
}

// onBothPages follows two files from the form to the pages of whoever filed and whoever handles it, in both languages.
func (v *visitor) onBothPages(name string) {
	v.site.t.Helper()
	_, ref := v.filesWithPhotos(name)
	v.listed(1)
	v.bothScreens(name + "-status")
	v.Click("English")
	v.listed(1)
	v.bothScreens(name + "-status-english")

	staff := v.another()
	if !v.script {
		staff = staff.withoutScript()
	}
	staff.signIn(owner)
	staff.goTo(dossierPath(ref))
	staff.listed(1)
	staff.bothScreens(name + "-desk")
	staff.Click("English")
	staff.listed(1)
	staff.bothScreens(name + "-desk-english")
}

func TestBrowser_PhotosComeWithTheComplaint(t *testing.T) {
	s := newSite(t)
	s.keepsFiles()
	s.visit().onPhone().onBothPages("files")
}

func TestBrowser_PhotosComeWithTheComplaintWithoutScript(t *testing.T) {
	s := newSite(t)
	s.keepsFiles()
	s.visit().onPhone().withoutScript().onBothPages("files-plain")
}

// Files are added before anything else is filled in, one is taken off again, and one is of no use: all by the form itself.
func TestBrowser_PhotosAreAddedAndTakenOffAgain(t *testing.T) {
	s := newSite(t)
	s.keepsFiles()
	phone := s.visit().onPhone()
	for _, v := range []*visitor{phone, phone.another().onPhone().withoutScript()} {
		v.goTo("/klacht?lang=en")
		v.Attach("files", chosen(t)...)
		v.Click("Add the files now")
		v.listed(0)
		if n := v.Count(".error-summary"); n != 0 {
			t.Errorf("%d summaries of errors, while only files were added", n)
		}
		v.bothScreens("files-form-english")
		wrong := filepath.Join(t.TempDir(), "drawing.png")
		must(t, os.WriteFile(wrong, filestest.SVG(), 0o600))
		v.Attach("files", wrong)
		v.Click("Add the files now")
		v.See("we do not take this sort of file")
		v.listed(0)
		v.bothScreens("files-wrong-english")
		v.Click(`css=.files [aria-label="Remove ` + photoName + `"]`)
		v.SeeNot(photoName)
		v.See(billName)
	}
}

// On their own page somebody adds more: what is wrong with one leads to where it is chosen anew, and the other one stays.
func TestBrowser_MorePhotosAreAddedOnTheStatusPage(t *testing.T) {
	s := newSite(t)
	s.keepsFiles()
	v := s.visit().onPhone()
	v.goTo("/klacht")
	v.describe()
	v.Click(sendComplaint)
	v.See("Uw klacht is bij ons binnen")
	s.settle()
	v.goTo(s.linkIn(s.message(v.reference(), dossier.ToComplainant, "filed")))
	v.Click("Foto’s of documenten toevoegen")
	v.bothScreens("files-more")
	wrong := filepath.Join(t.TempDir(), "tekening.png")
	must(t, os.WriteFile(wrong, filestest.SVG(), 0o600))
	v.Attach("files", append(chosen(t), wrong)...)
	v.Click("Toevoegen aan mijn dossier")
	v.See("dit soort bestand nemen wij niet aan")
	v.listed(0)
	v.bothScreens("files-more-wrong")
	if !browser.Eval[bool](v.Page, `document.querySelector(document.querySelector(".error-summary a").hash).type === "file"`) {
		t.Error("the list of mistakes does not lead to where files are chosen")
	}
	v.Click("Toevoegen aan mijn dossier")
	v.See("Uw bestanden zijn bij ons binnen.")
	v.listed(1)
}
