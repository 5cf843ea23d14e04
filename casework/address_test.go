package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
)

// sent are the messages of a kind.
func (w *world) sent(reference, kind string) []store.Message {
	w.t.Helper()
	return slices.DeleteFunc(w.messages(reference), func(m store.Message) bool { return m.Kind != kind })
}

var moved = dossier.CorrectContact{Contact: dossier.Contact{Name: "Klaas Nieuw", Email: "nieuw@example.org", Phone: "06 12345678"}}

// ASVS 6.3.7: whoever has the former address is told, without the new one and without a link.
func TestAddress_TheFormerOneIsToldAndItsLinksEnd(t *testing.T) {
	for _, who := range []casework.Viewer{receptionist, owner} {
		w := newWorld(t)
		filed := w.file()
		reference := filed.Reference
		mailed, screen := w.token(reference, casework.PurposeStatus, 0), filed.Link[len(casework.StatusPath):]
		_, open, err := w.ByToken(t.Context(), mailed)
		must(t, err)
		w.ask(reference, "klaas@example.org")
		code := w.code(w.codes(reference)[0])
		w.do(who, reference, moved)
		for what, token := range map[string]string{"the mailed link": mailed, "the link of the screen": screen} {
			if _, _, err := w.ByToken(t.Context(), token); !isNotFound(err) {
				t.Errorf("%s: %v, want not found", what, err)
			}
		}
		if _, _, err := w.ByHash(t.Context(), open.Hash); !isNotFound(err) {
			t.Errorf("what it opened: %v, want not found", err)
		}
		if w.enters(reference, code) {
			t.Error("a code that went to the former address works")
		}
		w.settle()
		told, next := w.sent(reference, mail.AddressMoved), w.sent(reference, mail.LinkRenewed)
		if len(told) != 1 || len(next) != 1 {
			t.Fatalf("%d and %d letters, want one each", len(told), len(next))
		}
		if m := told[0]; m.Address != "klaas@example.org" || m.Link != "" || contains(m.Subject+m.Body+m.Name, "nieuw@example.org", "Nieuw", "{{link}}") ||
			!strings.Contains(m.Body, "veranderd op dinsdag 3 maart 2026") || !strings.Contains(m.Body, w.Policy.Organisation.Phone) {
			t.Errorf("to the former address:\n%+v", m)
		}
		if m := next[0]; m.Address != "nieuw@example.org" || !strings.Contains(m.Body, "{{link}}") {
			t.Errorf("to the new address:\n%+v", m)
		}
		if _, _, err := w.ByToken(t.Context(), w.token(reference, casework.PurposeStatus, 0)); err != nil {
			t.Errorf("the new link: %v", err)
		}
		w.ask(reference, "klaas@example.org")
		if n := len(w.codes(reference)); n != 1 {
			t.Error("a code was mailed to the former address")
		}
		if m := w.fetch(complainant(reference), reference).Messages; slices.ContainsFunc(m, func(m store.Message) bool { return m.To == mail.ToFormer && m.Link != "" }) {
			t.Error("a letter to the former address has a link")
		}
	}
}

func TestAddress_NothingFollowsFromTheSameOne(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	before := w.link(reference)
	same := moved
	same.Email = " KLAAS@example.org"
	w.do(owner, reference, same)
	w.settle()
	if w.link(reference).Hash != before.Hash || len(w.sent(reference, mail.AddressMoved)) != 0 {
		t.Error("an address that was written otherwise counts as another")
	}
}

func TestAddress_TheComplainantWhoChangesItKeepsTheirWay(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	result := w.do(complainant(reference), reference, moved)
	viewer, link, err := w.ByHash(t.Context(), result.Renewed)
	must(t, err)
	if viewer.Unproven || link.Purpose != casework.PurposeStatus || link.Generation != 2 {
		t.Errorf("they get %+v, %+v", viewer, link)
	}
	if other := w.do(complainant(reference), reference, dossier.AddMessage{Words: "x"}); other.Renewed != "" {
		t.Error("another act renews the link")
	}
}

func TestAddress_OneThatComesOrGoesIsToldToWhoHasOne(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	none := moved
	none.Email = ""
	w.do(owner, reference, none)
	w.settle()
	if len(w.sent(reference, mail.AddressMoved)) != 1 || len(w.sent(reference, mail.LinkRenewed)) != 0 {
		t.Errorf("an address that goes: %v", w.told(reference, dossier.ToComplainant))
	}
	w.do(owner, reference, moved)
	w.settle()
	if len(w.sent(reference, mail.AddressMoved)) != 1 || len(w.sent(reference, mail.LinkRenewed)) != 1 {
		t.Errorf("an address that comes: %v", w.told(reference, dossier.ToComplainant))
	}
}

// The form of step 2 gives contact data anew: it is a change like any other.
func TestAddress_AnotherOneOnTheFormOfStepTwoIsAChange(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("S1")
	w.settle()
	w.do(complainant(reference), reference, dossier.CancelTalk{Cause: "client"})
	w.do(complainant(reference), reference, dossier.DeclineTalk{Cause: "will_not"})
	c := complaint()
	c.Email = "nieuw@example.org"
	result := w.do(complainant(reference), reference, c)
	w.settle()
	if told := w.sent(reference, mail.AddressMoved); result.Renewed == "" || len(told) != 1 || told[0].Address != "klaas@example.org" {
		t.Errorf("told %+v, renewed %q", told, result.Renewed)
	}
}

// An address that stood there for a moment, mistyped say, gets no link: neither a letter that is still to be made, nor one that was made already
// and is delivered later (ASVS 6.3.7).
func TestAddress_OneThatStoodThereForAMomentGetsNoLink(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	mistyped := moved
	mistyped.Contact.Email = "niuw@example.org"
	w.do(receptionist, reference, mistyped)
	w.do(receptionist, reference, moved)
	w.settle()
	for _, m := range w.messages(reference) {
		if m.Address == "niuw@example.org" && m.Link != "" {
			t.Errorf("%s goes there with a link", m.Kind)
		}
	}
	made := w.sent(reference, mail.LinkRenewed)
	if len(made) != 1 || made[0].Address != "nieuw@example.org" {
		t.Fatalf("the renewed link goes to %v", made)
	}
	if link, err := w.LinkIn(t.Context(), made[0]); err != nil || link == "" {
		t.Errorf("the one address gets %q, %v", link, err)
	}
	other := moved
	other.Contact.Email = "nog@example.org"
	w.do(receptionist, reference, other)
	if link, err := w.LinkIn(t.Context(), made[0]); err != nil || link != "" {
		t.Errorf("one that is theirs no more gets %q, %v", link, err)
	}
}
