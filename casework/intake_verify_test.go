package casework_test

import (
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// R23: what staff or a specialist wrote is put into a dossier as a note among those who handle it, and never as the complainant's.
func TestR23_AMailOfASpecialistIsPlacedAsANote(t *testing.T) {
	m, reference := bannedByMail(t)
	row := m.comes(letterIn{from: sannesAddress, to: m.replyTo(klaas.Email), text: "CROSS-CANARY"}.String())
	if _, err := m.FileMail(t.Context(), owner, row.ID); err == nil {
		t.Error("it became a complaint")
	}
	_, err := m.PlaceMail(t.Context(), owner, row.ID, reference)
	must(t, err)
	m.settle()
	m.deliver()
	if !strings.Contains(m.saw(owner, reference), "CROSS-CANARY") {
		t.Error("who handles the dossier does not read it")
	}
	if strings.Contains(m.saw(casework.Viewer{Actor: dossier.Complainant(), Only: reference}, reference), "CROSS-CANARY") {
		t.Error("the complainant reads it")
	}
	for _, sent := range m.fake.Taken() {
		if strings.Contains(sent.Text, "CROSS-CANARY") {
			t.Error("it was mailed")
		}
	}
}

// verify tells of a mail that is missing or was changed.
func TestVerifyFiles_TellsOfMails(t *testing.T) {
	m := newMailing(t).open()
	a, b := m.comes(letterIn{from: "x@example.net"}.String()), m.comes(letterIn{from: "y@example.net"}.String())
	var faults []string
	tell := func(fault string) { faults = append(faults, fault) }
	check, err := casework.VerifyFiles(t.Context(), m.DB, m.Files.Store, tell)
	if err != nil || check.Mails != 2 || len(faults) > 0 {
		t.Fatalf("%d mails, %q, %v", check.Mails, faults, err)
	}
	must(t, m.Files.Store.Delete(t.Context(), a.ID))
	must(t, m.Files.Store.Delete(t.Context(), b.ID))
	must(t, m.Files.Store.Put(t.Context(), b.ID, strings.NewReader("x"), 1))
	if _, err = casework.VerifyFiles(t.Context(), m.DB, m.Files.Store, tell); err != nil || len(faults) != 2 ||
		!strings.Contains(strings.Join(faults, "\n"), a.ID+": its bytes are missing") || !strings.Contains(strings.Join(faults, "\n"), b.ID+": its bytes differ") {
		t.Errorf("%q, %v", faults, err)
	}
}
