package desk_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// The owner finds on one page what is held and why, what is erased first, and which talks nobody ended.
func TestKept_AtTheDesk(t *testing.T) {
	w := newWorld(t)
	talk := w.talk("CONTENT")
	other := complaint()
	other.Contact = dossier.Contact{Name: "Nep Nemo", Email: "nep@post.example"}
	held := w.do(casework.Public(), "", other).Reference
	w.do(viewer("owner"), held, dossier.PlaceHold{Until: "2026-12-31", Reason: "Rechtszaak <b>X</b>"})
	w.do(viewer("owner"), held, dossier.Withdraw{})
	w.later(40 * 24 * time.Hour)
	// An auditor says first why they read a dossier, and is told no reason before.
	for who, why := range map[dossier.AccountID]string{"owner": "Rechtszaak &lt;b&gt;X&lt;/b&gt;", "auditor": "Staat in het dossier"} {
		page := w.as(who).get("/desk/kept")
		said(t, page, true, "Bewaren en wissen", held, "31 december 2026", why, "Olga Owner", "geldt een bewaarplicht", talk)
		if page.header.Get("Cache-Control") != "no-store" {
			t.Error("it is kept by caches")
		}
	}
	said(t, w.as("owner").get("/desk/kept?lang=en"), true, "Talks that nobody ended", "Erased from")
	for _, who := range []dossier.AccountID{"assistant", "receptionist", "sanne", "keeper"} {
		if got := w.as(who).get("/desk/kept"); got.status != http.StatusNotFound {
			t.Errorf("%s gets %d", who, got.status)
		}
		if strings.Contains(w.as(who).get("/desk").body, keptHref) {
			t.Errorf("%s is led to it", who)
		}
	}
	wordsComplete(t)
}

const keptHref = `href="/desk/kept"`

// Before an erasure its page says what would go and what stays; before a hold, what it keeps.
func TestKept_TheDryRunStandsBesideTheAct(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	said(t, w.as("owner").get("/desk/dossiers/"+ref), false, "Gewist wordt:")
	w.do(viewer("owner"), ref, dossier.Withdraw{})
	w.settle()
	page := w.as("owner").get("/desk/dossiers/" + ref)
	said(t, page, true, "Iedereen: het hele dossier. Gewist wordt: teksten: ", "bestanden: 0", "Er blijven: ", "zonder het register noemen ze niemand: de nummers van behandeling en klant", "Zonder bewaarplicht kan dit worden gewist:")
	said(t, w.as("assistant").get("/desk/dossiers/"+ref), false, "Gewist wordt:")
	wordsComplete(t)
}
