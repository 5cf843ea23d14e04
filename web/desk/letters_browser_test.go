//go:build browser

package desk_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	chrome "github.com/wederhoor/wederhoor/browser"
)

// Mails as they are seen on a phone, light and dark: one for each sort of receiver, and one that the owner wrote. Nothing scrolls sideways, and every
// word can be told from what is behind it.
func TestMailOnAPhone_InABrowser(t *testing.T) {
	w := newWorld(t)
	written := w.as("owner").post(bookedPath+"/mail", letter("wide", "0", "Tot gauw ({{kenmerk}})", "Op {{tijdstip}}.\n\n{{deel tips}}")).body
	mux := http.NewServeMux()
	mux.Handle("/kept/", http.StripPrefix("/kept/", http.FileServer(http.Dir("../../mail/testdata"))))
	mux.HandleFunc("/written", func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write([]byte(written)) })
	server := httptest.NewServer(mux)
	defer server.Close()
	p := chrome.Start(t)
	p.Phone()
	for _, dark := range []bool{false, true} {
		p.Dark(dark)
		for _, path := range []string{
			"/kept/nl/complainant/claim_sent.html", "/kept/en/complainant/rejected.html", "/kept/nl/representative/filed.html", "/kept/nl/specialist/hearing_invited.html",
			"/kept/nl/fellow/inquiry.html", "/kept/nl/former/address_moved.html", "/kept/nl/handlers/overdue.html", "/kept/nl/desk/reminder.html",
			"/kept/nl/account/digest.html", "/written",
		} {
			p.Open(server.URL + path)
			p.Accessible()
			if p.Overflows() {
				t.Errorf("%s scrolls sideways", path)
			}
		}
	}
}

// The page on which the owner writes, on a phone and wide.
func TestLetters_InABrowser(t *testing.T) {
	w := newWorld(t)
	p := chrome.Start(t)
	w.signedIn(p, "owner")
	for _, set := range []func(){p.Phone, p.Wide} {
		set()
		for _, path := range []string{"/desk/letters", bookedPath, "/desk/account"} {
			p.Open(w.url + path)
			p.Accessible()
			if p.Overflows() {
				t.Errorf("%s scrolls sideways", path)
			}
		}
	}
	p.Open(w.url + bookedPath)
	p.Fill("Onderwerp", "Tot gauw ({{kenmerkje}})")
	p.Click("Bewaar en gebruik deze tekst")
	p.See("geen woord dat het programma kent")
	p.Accessible()
	p.Fill("Onderwerp", "Tot gauw ({{kenmerk}})")
	p.Click("Bekijk het voorbeeld")
	p.See("Onderwerp: Tot gauw (WH-2026-00123-K)")
	p.Accessible()
	p.Click("Bewaar en gebruik deze tekst")
	p.See("De tekst is bewaard")
}
