package casework_test

import (
	"testing"

	"github.com/wederhoor/wederhoor/store"
)

// R23: what a specialist under a ban sends in the name of the complainant is not the complainant's when a header says who sent it.
func TestR23_WhoeverSentForTheComplainantIsSeen(t *testing.T) {
	for name, c := range map[string]struct{ from, header string }{
		"Sender":      {klaas.Email, "Sender: " + sannesAddress},
		"Return-Path": {klaas.Email, "Return-Path: <" + sannesAddress + ">"},
		"second From": {klaas.Email + ", " + sannesAddress, "X-A: b"},
	} {
		m, _ := bannedByMail(t)
		row := m.comes(letterIn{from: c.from, to: m.replyTo(klaas.Email), text: "W", headers: []string{c.header}}.String())
		if row.State == store.MailJoined {
			t.Errorf("%s: it joined the dossier as the complainant's", name)
		}
	}
}
