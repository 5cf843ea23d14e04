package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/store"
)

// cameIn has a mail come in, and gives where it is shown.
func (w *world) cameIn(raw string) string {
	w.t.Helper()
	if w.Mailbox == nil {
		folder, err := files.OpenFolder(w.t.TempDir())
		must(w.t, err)
		w.KeepFiles(w.t.TempDir(), folder, nil)
		w.Mailbox = &casework.Mailbox{Address: "klachten@kliniek.example", Domain: "kliniek.example"}
	}
	raw = strings.ReplaceAll(raw, "\n", "\r\n")
	must(w.t, w.TakeMail(w.t.Context(), casework.Incoming{Place: raw, At: w.clock(), Size: int64(len(raw)), Whole: true, Body: strings.NewReader(raw)}))
	list, err := w.DB.Read().MailsAfter(w.t.Context(), "", 100)
	must(w.t, err)
	for _, m := range list {
		if m.Place == raw {
			return "/desk/mail/" + m.ID
		}
	}
	w.t.Fatal("it did not come in")
	return ""
}

const spammed = "From: \"Fenna <b>Post</b>\" <fenna@example.org>\nTo: klachten@kliniek.example\nSubject: Klacht <script>\nX-Spam-Flag: YES\nMessage-ID: <1@x>\n\n" +
	"Het ging <i>niet</i> goed.\n\n-- \nFenna\n"

func TestMailThatWaitsIsShownWithWhyAndWhatCanBeDone(t *testing.T) {
	w := newWorld(t)
	path := w.cameIn(spammed)
	b := w.as("receptionist")
	if home := b.get("/desk"); !strings.Contains(home.body, `href="/desk/mail"`) {
		t.Error("the navigation does not lead to it")
	}
	list := b.get("/desk/mail")
	for _, want := range []string{path, "Klacht &lt;script&gt;", "fenna@example.org", "houdt dit voor ongewenste mail"} {
		if !strings.Contains(list.body, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	page := b.get(path)
	for _, want := range []string{
		"Het ging &lt;i&gt;niet&lt;/i&gt; goed.", "<summary>Aangehaalde tekst en ondertekening</summary>", path + "/original", path + "/place", path + "/complaint", path + "/aside",
	} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page.body, "<script>") && strings.Contains(page.body, "<i>niet") {
		t.Error("what a stranger wrote is markup")
	}
	wrong := b.post(path+"/place", url.Values{"reference": {"WH-2222-2222"}})
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "Er is geen dossier met dit kenmerk") || !strings.Contains(wrong.body, `value="WH-2222-2222"`) {
		t.Errorf("a reference that no dossier has: %d", wrong.status)
	}
	english := b.get("/desk/mail?lang=en")
	if !strings.Contains(english.body, "Incoming mail") || !strings.Contains(english.body, "takes this for unwanted mail") {
		t.Error("the list is not there in English")
	}
	b.get("/desk/mail?lang=nl")
	for range 2 { // a double click
		if done := b.post(path+"/aside", url.Values{}); done.status != http.StatusSeeOther || done.location != "/desk/mail?done=aside" {
			t.Errorf("put aside: %d %s", done.status, done.location)
		}
	}
	if after := b.get("/desk/mail?done=aside"); strings.Contains(after.body, path) || !strings.Contains(after.body, "De mail is terzijde gelegd") {
		t.Error("it still waits")
	}
	if passed := b.get("/desk/mail?list=passed"); !strings.Contains(passed.body, path) {
		t.Error("it cannot be found any more")
	}
	wordsComplete(t)
}

func TestMailThatWaitsIsPlacedInADossier(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	path := w.cameIn(spammed)
	b := w.as("owner")
	for range 2 {
		if done := b.post(path+"/place", url.Values{"reference": {strings.ToLower(ref)}}); done.status != http.StatusSeeOther || done.location != "/desk/mail?done=place" {
			t.Errorf("placed: %d %s", done.status, done.location)
		}
	}
	if page := b.get("/desk/dossiers/" + ref); strings.Count(page.body, "Het ging &lt;i&gt;niet&lt;/i&gt; goed.") != 1 {
		t.Error("the message does not stand in the dossier once")
	}
	if other := b.post(path+"/place", url.Values{"reference": {w.file()}}); other.status != http.StatusUnprocessableEntity || !strings.Contains(other.body, "wacht niet meer") {
		t.Errorf("placed in another dossier after that: %d %s", other.status, other.location)
	}
	if again := b.post(path+"/complaint", url.Values{}); again.status != http.StatusUnprocessableEntity || !strings.Contains(again.body, "wacht niet meer") {
		t.Errorf("a complaint of it as well: %d", again.status)
	}
	wordsComplete(t)
}

// ASVS 5.4.1, 3.2.1: the mail as it came is saved, never shown.
func TestTheOriginalOfAMailIsSavedAndNeverShown(t *testing.T) {
	w := newWorld(t)
	path := w.cameIn(spammed)
	got := w.as("owner").get(path + "/original")
	if got.body != strings.ReplaceAll(spammed, "\n", "\r\n") {
		t.Errorf("it is %q", got.body)
	}
	for header, want := range map[string]string{
		"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
	} {
		if have := got.header.Get(header); !strings.Contains(have, want) {
			t.Errorf("%s: %s", header, have)
		}
	}
	if d := got.header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment;") || !strings.Contains(d, ".eml") {
		t.Errorf("Content-Disposition: %s", d)
	}
	if p := got.header.Get("Content-Security-Policy"); !strings.Contains(p, "sandbox") {
		t.Errorf("Content-Security-Policy: %s", p)
	}
}

// A message that came back says so, and so does the dossier while the address is the complainant's.
func TestAMessageThatCameBackIsShown(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	w.settle()
	b := w.as("owner")
	if page := b.get("/desk/dossiers/" + ref); strings.Contains(page.body, "Dit adres werkt niet") {
		t.Fatal("it says so before")
	}
	all, err := w.DB.Read().Mailbox(t.Context(), "", 50)
	must(t, err)
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, m := range all {
			if m.Reference == ref && m.To == "complainant" {
				return tx.Bounced(m.Key, "5.1.1", w.clock())
			}
		}
		return store.ErrNotFound
	}))
	page := b.get("/desk/dossiers/" + ref)
	for _, want := range []string{"Dit adres werkt niet (5.1.1)", "Teruggekomen", "Dit bericht kwam terug (5.1.1)"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the dossier lacks %q", want)
		}
	}
	wordsComplete(t)
}
