//go:build servers

package post

import (
	"errors"
	"testing"

	"github.com/wederhoor/wederhoor/post/posttest"
)

// A mail server that is in use everywhere takes what is written here, and another library reads what it delivered.
func TestPostfix_DeliversWhatWasHandedOver(t *testing.T) {
	p := posttest.StartPostfix(t, "anna@example.org")
	o, err := Open(Settings{Server: p.Address, Security: StartTLS, From: "Klachten <klachten@kliniek.example>"})
	if err != nil {
		t.Fatal(err)
	}
	m := typical()
	m.To = "anna@example.org"
	mail, err := o.Write(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Send(t.Context(), mail, m.To); err == nil || err.Error() != "post: untrusted" {
		t.Errorf("a certificate that nobody knows: %v", err)
	}
	o.TLS = p.Trust
	if err := o.Send(t.Context(), mail, m.To); err != nil {
		t.Fatalf("%v\n%s", err, p.Log())
	}
	failure := (*Failure)(nil)
	if err := o.Send(t.Context(), mail, "nobody@example.org"); !errors.As(err, &failure) || failure.Class != Address || failure.Answer() != "address 550 5.1.1" {
		t.Errorf("a mailbox that there is not: %v\n%s", err, p.Log())
	}
	r, parts := read(t, []byte(p.Mails(t, 1)[0]))
	id, err := r.Header.MessageID()
	if err != nil || id != m.ID || parts["text/plain"] != m.Text || parts["text/html"] != m.HTML {
		t.Errorf("it delivered %q: %q, %v", id, parts, err)
	}
}
