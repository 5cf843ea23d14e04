package casework_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// R3, R14, R23: what a specialist under a ban mails is theirs however it is labelled: no receptionist reads it, and it is placed as nothing but a note.
func TestR23_ALabelDoesNotMakeAMailOfASpecialistTheComplainants(t *testing.T) {
	m, reference := bannedByMail(t)
	own, theirs := m.replyTo(klaas.Email), m.replyTo(sannesAddress)
	answers := "In-Reply-To: <" + m.stored("to the complainant").MailID + ">"
	calendar := func(to string) string {
		return strings.Replace(letterIn{from: sannesAddress, to: to, text: "LABEL-CANARY"}.String(), "text/plain", "text/calendar; method=REPLY", 1)
	}
	for name, raw := range map[string]string{
		"spam, to their own address":             letterIn{from: sannesAddress, to: theirs, text: "LABEL-CANARY", headers: []string{"X-Spam-Flag: YES"}}.String(),
		"absence note, to their own address":     letterIn{from: sannesAddress, to: theirs, text: "LABEL-CANARY", headers: []string{"Auto-Submitted: auto-replied"}}.String(),
		"to many, to their own address":          letterIn{from: sannesAddress, to: theirs, text: "LABEL-CANARY", headers: []string{"Precedence: bulk"}}.String(),
		"absence note from home, to their own":   letterIn{from: "prive@example.net", to: theirs, text: "LABEL-CANARY", headers: []string{"Auto-Submitted: auto-replied"}}.String(),
		"spam, to the complainant's address":     letterIn{from: sannesAddress, to: own, text: "LABEL-CANARY", headers: []string{"X-Spam-Flag: YES"}}.String(),
		"spam, to no reply address":              letterIn{from: sannesAddress, text: "LABEL-CANARY", headers: []string{"X-Spam-Flag: YES"}}.String(),
		"an answer to the complainant's mail":    letterIn{from: sannesAddress, text: "LABEL-CANARY", headers: []string{answers}}.String(),
		"a calendar answer to the complainant's": calendar(own),
		"a calendar answer to no reply address":  calendar(""),
		"seems a bounce, to no reply address":    letterIn{from: sannesAddress, subject: "Undeliverable: x", text: "LABEL-CANARY niet bezorgd 5.1.1 <x@example.org>"}.String(),
	} {
		t.Run(name, func(t *testing.T) {
			raw = strings.Replace(raw, "LABEL-CANARY", "LABEL-CANARY "+name, 1)
			row := m.comes(raw)
			if _, err := m.MailIn(t.Context(), receptionist, row.ID); err == nil {
				t.Errorf("%s %v in %q: the receptionist reads it", row.State, row.Reasons, row.Reference)
			}
			if read, err := m.MailIn(t.Context(), owner, row.ID); err == nil && read.Inside {
				return
			}
			_, err := m.PlaceMail(t.Context(), owner, row.ID, reference)
			if err == nil && strings.Contains(m.saw(casework.Viewer{Actor: dossier.Complainant(), Only: reference}, reference), name) {
				t.Errorf("%s %v in %q: it is placed as a message of the complainant, and they read it", row.State, row.Reasons, row.Reference)
			}
		})
	}
}

// R6: what a person wrote to the reply address of their dossier is not hidden among newsletters because a server on the way labels all mail.
func TestR6_AnAnswerToTheReplyAddressIsNotHiddenByALabel(t *testing.T) {
	m, reference := bannedByMail(t)
	for i, header := range []string{"Precedence: bulk", "List-Unsubscribe: <https://example.net>", "Feedback-ID: 1:example", "Auto-Submitted: auto-generated"} {
		row := m.comes(klaasWrites(m.replyTo(klaas.Email), fmt.Sprint("mijn antwoord ", i), header))
		if row.State == store.MailIgnored {
			t.Errorf("%s: %s %v in %q; want it joined or waiting in %s", header, row.State, row.Reasons, row.Reference, reference)
		}
	}
}
