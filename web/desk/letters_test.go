package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

const bookedPath = "/desk/letters/nl/complainant/talk_booked"

func letter(do, version, subject, body string) url.Values {
	return url.Values{"do": {do}, "version": {version}, "subject": {subject}, "body": {body}}
}

// The owner writes what a letter says, sees how it reads, and goes back to the program's text; every version stays to be read.
func TestLetters_TheOwnerWritesThem(t *testing.T) {
	w := newWorld(t)
	owner := w.as("owner")
	list := owner.get("/desk/letters")
	said(t, list, true, "Teksten van brieven", "Aan de klager", "Uw gesprek is ingepland", "Van het programma", bookedPath)
	said(t, owner.get("/desk/letters?of=en"), true, "Your talk is booked", "/desk/letters/en/complainant/talk_booked")
	page := owner.get(bookedPath)
	said(t, page, true, "{{kenmerk}}", "Het kenmerk van de zaak", "Moet erin staan", "{{deel tips}}", "{{als ", "Uw gesprek met {{specialist}} is ingepland op {{tijdstip}}.")
	said(t, page, false, "Eerdere teksten", "Terug naar de tekst van het programma")

	const subject, body = "Tot gauw ({{kenmerk}})", "Wij spreken u <b>op</b> {{tijdstip}}."
	shown := owner.post(bookedPath, letter("preview", "0", subject, body))
	said(t, shown, true, "Onderwerp: Tot gauw (WH-2026-00123-K)", "Wij spreken u &lt;b&gt;op&lt;/b&gt; donderdag", subject)
	saved := owner.post(bookedPath, letter("save", "0", subject, body))
	if saved.status != http.StatusSeeOther || saved.header.Get("Location") != bookedPath+"?done=saved" {
		t.Fatalf("%d to %s", saved.status, saved.header.Get("Location"))
	}
	said(t, owner.get(bookedPath+"?done=saved"), true, "De tekst is bewaard", "Versie 1", "Olga Owner", "De tekst van het programma", subject)
	said(t, owner.get("/desk/letters"), true, "Eigen tekst")

	// Whoever saw the page before that is told, and keeps what they typed.
	late := owner.post(bookedPath, letter("save", "0", "Anders ({{kenmerk}})", "Op {{tijdstip}}."))
	told(t, late, "Iemand anders heeft deze tekst intussen veranderd", "Anders ({{kenmerk}})")
	if late.status != http.StatusConflict {
		t.Errorf("%d", late.status)
	}
	owner.post(bookedPath, letter("restore", "1", subject, body))
	said(t, owner.get(bookedPath), true, "Versie 2", "Versie 1", "Wij spreken u &lt;b&gt;", "{{deel tips}}")
	wordsComplete(t)
}

// The mail is shown as a mail program shows it: with its own style, and nothing that runs or comes from elsewhere.
func TestLetters_TheMailIsShownByItself(t *testing.T) {
	w := newWorld(t)
	for do, want := range map[string]string{"wide": "max-width: 36rem", "phone": "html { max-width: 22.5rem"} {
		got := w.as("owner").post(bookedPath+"/mail", letter(do, "0", "Tot gauw ({{kenmerk}})", "Op {{tijdstip}} <script>alert(1)</script>."))
		said(t, got, true, "<title>Tot gauw (WH-2026-00123-K)</title>", want, "&lt;script&gt;")
		if policy := got.header.Get("Content-Security-Policy"); got.status != http.StatusOK || !strings.Contains(policy, "sandbox") || !strings.Contains(policy, "default-src 'none'") {
			t.Errorf("%d %s", got.status, policy)
		}
	}
}

// A test goes to whoever tries it, marked as one, and on the way of every message.
func TestLetters_ATestGoesToWhoeverTriesIt(t *testing.T) {
	w := newWorld(t)
	got := w.as("owner").post(bookedPath, letter("test", "0", "Tot gauw ({{kenmerk}})", "Op {{tijdstip}}."))
	said(t, got, true, "De proef is gemaakt, maar er is geen mailserver ingesteld", "Tot gauw ({{kenmerk}})")
	all, err := w.DB.Read().Mailbox(t.Context(), "", 10)
	must(t, err)
	m := all[0]
	if m.Subject != "[Proef] Tot gauw (WH-2026-00123-K)" || m.Address != "owner@chain.example" || m.Reference != "" || !strings.HasPrefix(m.Body, "Dit is een proef") {
		t.Errorf("%+v", m)
	}
	said(t, w.as("owner").get(bookedPath), false, "Versie 1")
}

// What cannot be used is told at its own field and line, nothing is saved, and what was typed is still there.
func TestLetters_WhatCannotBeUsedIsToldAtItsFieldAndLine(t *testing.T) {
	w := newWorld(t)
	owner := w.as("owner")
	for _, do := range []string{"save", "preview", "test"} {
		got := owner.post(bookedPath, letter(do, "0", "Tot gauw ({{kenmerkje}})", "Eerste regel\n\nOp {{tijdstip}} {{bedrag}} {{als x}}"))
		if got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", do, got.status)
		}
		told(t, got, "‘kenmerkje’ is geen woord dat het programma kent", "Regel 3: ‘bedrag’ kan niet in deze brief", "{{kenmerkje}}", `aria-invalid="true"`, "Eerste regel")
	}
	if got := owner.post(bookedPath+"/mail", letter("wide", "0", "x", "y")); got.status != http.StatusUnprocessableEntity {
		t.Errorf("the mail: %d", got.status)
	}
	said(t, owner.get(bookedPath), false, "Versie 1")
	for _, path := range []string{"/desk/letters/fr/complainant/filed", "/desk/letters/nl/complainant/nothing", "/desk/letters/nl/nobody/filed"} {
		if got := owner.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	for _, who := range []dossier.AccountID{"assistant", "receptionist", "sanne", "keeper", "auditor"} {
		if got := w.as(who).get("/desk/letters"); got.status != http.StatusNotFound || strings.Contains(w.as(who).get("/desk").body, `href="/desk/letters"`) {
			t.Errorf("%s: %d", who, got.status)
		}
	}
}

// told is said for a page with another status.
func told(t *testing.T, got answer, want ...string) {
	t.Helper()
	for _, text := range want {
		if !strings.Contains(got.body, text) {
			t.Errorf("%q is not on the page", text)
		}
	}
}
