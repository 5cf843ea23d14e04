package casework_test

import (
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// ASVS 1.3.11: no line break that anybody typed gets into what becomes a header of a mail, by no form, of no person, in no letter.
func TestMailInjection_HeadersAreOneLine(t *testing.T) {
	const bad = "\r\nBcc: everybody@evil.example\r\n\r\nbody\x00\u2028x"
	text := strings.ReplaceAll(bad, "\x00", "") // which one of the engines does not take
	w := newWorld(t)
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error { // a fellow client, as the register has them
		return tx.SaveClients([]register.Client{{ID: "C2", Name: "Fenna" + text, Email: "fenna@example.org" + text}})
	}))
	c := complaint()
	c.Name, c.Email, c.Phone = "Klaas"+bad, "klaas@example.org"+bad, "06 12345678\r\n x"
	evil := w.do(casework.Public(), "", c)
	talk := w.do(casework.Public(), "", dossier.RequestTalk{Contact: c.Contact, Branch: "B1", TreatmentDate: visitDay, Topic: text})
	filed := w.do(casework.Public(), "", complaint())
	w.settle()
	w.do(owner, filed.Reference, dossier.CorrectContact{Contact: c.Contact})
	w.do(owner, filed.Reference, dossier.CorrectContact{Contact: moved.Contact})
	w.investigate(filed.Reference)
	w.do(owner, filed.Reference, dossier.StartInquiry{})
	w.ask(evil.Reference, c.Email)
	w.ask(filed.Reference, "nieuw@example.org"+bad)
	w.ask(filed.Reference, moved.Email)
	w.settle()
	kinds := map[string]bool{}
	for _, reference := range []string{evil.Reference, talk.Reference, filed.Reference} {
		for _, m := range w.messages(reference) {
			kinds[m.Kind] = true
			for _, header := range []string{m.Name, m.Subject, m.Language} {
				if strings.ContainsAny(header, "\r\n\x00\u2028") {
					t.Errorf("%s to %s: a header of %q", m.Kind, m.To, header)
				}
			}
			if strings.Contains(m.Address, "@") && (strings.ContainsAny(m.Address, "\r\n\x00\u2028 ") || strings.Contains(m.Address, "evil")) {
				t.Errorf("%s to %s goes to %q", m.Kind, m.To, m.Address)
			}
		}
	}
	for _, kind := range []string{"filed", "talk_requested", "inquiry", mail.Code, mail.AddressMoved, mail.LinkRenewed} {
		if !kinds[kind] {
			t.Errorf("no %s was made: this test does not show it", kind)
		}
	}
	if n := len(w.codes(evil.Reference)); n != 0 {
		t.Errorf("%d codes went to an address that is none", n)
	}
}
