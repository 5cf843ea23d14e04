package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

var filedSheet = mail.Sheet{Language: words.NL, Sort: "complainant", Kind: "filed"}

func (w *world) writes(s mail.Sheet, seen int, text string) []mail.Fault {
	w.t.Helper()
	faults, err := w.SaveOwnText(w.t.Context(), owner, s, seen, text)
	must(w.t, err)
	return faults
}

func (w *world) confirmation(reference string) store.Message {
	w.t.Helper()
	all := w.sent(reference, "filed")
	if len(all) != 1 {
		w.t.Fatalf("%d confirmations", len(all))
	}
	return all[0]
}

// A text is used from the moment it is saved, at every node, for dossiers that run already as well; what was made before stays as it is.
func TestOwnText_IsUsedAtOnceByEveryNode(t *testing.T) {
	w := newWorld(t)
	before := w.confirmation(w.file().Reference)
	other := w.another(t)
	if faults := other.writes(filedSheet, 0, "Ontvangen: {{kenmerk}}\n\nWij hebben alles. U hoort {{uiterlijk}} van ons."); len(faults) > 0 {
		t.Fatal(faults)
	}
	c := complaint()
	c.Contact = dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}
	reference := w.do(casework.Public(), "", c).Reference
	w.settle()
	after := w.confirmation(reference)
	if after.Subject != "Ontvangen: "+reference || !strings.Contains(after.Body, "Wij hebben alles. U hoort uiterlijk") || !strings.Contains(after.Body, "{{link}}") {
		t.Errorf("%s\n%s", after.Subject, after.Body)
	}
	if again := w.stored(before.Key); again.Body != before.Body {
		t.Error("a letter of before changed")
	}
	// Back to the program's own; every version stays.
	w.writes(filedSheet, 1, "")
	text, err := w.OwnText(t.Context(), owner, filedSheet)
	must(t, err)
	if text.Own || len(text.Versions) != 2 || text.Versions[1].By != "owner" || !text.Versions[1].At.Equal(w.now) || text.Version() != 2 {
		t.Errorf("%+v", text)
	}
	if got := w.confirmation(w.filedOf("Gijs Maas", "gijs@example.org")); !strings.HasPrefix(got.Subject, "Wij hebben uw klacht ontvangen") {
		t.Errorf("it is %s", got.Subject)
	}
}

func (w *world) filedOf(name, email string) string {
	w.t.Helper()
	c := complaint()
	c.Contact = dossier.Contact{Name: name, Email: email}
	reference := w.do(casework.Public(), "", c).Reference
	w.settle()
	return reference
}

func (w *world) stored(key string) store.Message {
	w.t.Helper()
	message, err := w.DB.Read().Message(w.t.Context(), key)
	must(w.t, err)
	return message
}

// Whatever stands in the database, a letter is made: by the program's own text where staff's cannot be used, which is logged and shown to the owner.
func TestOwnText_ThatCannotBeUsedCostsNobodyTheirLetter(t *testing.T) {
	w := newWorld(t)
	log := w.logged()
	for i, broken := range []string{"{{", "x\n\n{{bedrag}}", "x\n\n{{als x}}", "{{define \"filed\"}}x{{end}}", strings.Repeat("x", 30_000), "{{kenmerk}}\n\n{{.Name}}"} {
		must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
			return tx.SaveLetterText(store.LetterText{
				LetterName: store.LetterName{Language: "nl", Receiver: "complainant", Kind: "filed"}, Version: i + 1, Text: broken, By: "owner", At: w.now,
			})
		}))
		got := w.confirmation(w.filedOf("Anna", "anna"+string(rune('a'+i))+"@example.org"))
		if !strings.HasPrefix(got.Subject, "Wij hebben uw klacht ontvangen") {
			t.Errorf("%.20q: %s", broken, got.Subject)
		}
		list, err := w.OwnTexts(t.Context(), owner, words.NL)
		must(t, err)
		shown := slices.IndexFunc(list, func(o casework.OwnText) bool { return o.Sheet == filedSheet })
		if len(list[shown].Faults) == 0 {
			t.Errorf("%.20q: the owner is not told", broken)
		}
	}
	if !strings.Contains(log.String(), "a text of staff cannot be used") {
		t.Error("nothing was logged")
	}
}

// Two who save at the same moment: one is told that the other was first, and nothing is lost unseen.
func TestOwnText_OneOfTwoIsToldThatTheOtherWasFirst(t *testing.T) {
	w := newWorld(t)
	const text = "Ontvangen ({{kenmerk}})\n\nU hoort {{uiterlijk}} van ons."
	w.writes(filedSheet, 0, text)
	if _, err := w.SaveOwnText(t.Context(), owner, filedSheet, 0, text); kindOf(err) != casework.Stale {
		t.Errorf("got %v", err)
	}
	if faults := w.writes(filedSheet, 1, "Ontvangen\n\n{{bedrag}}"); len(faults) == 0 {
		t.Error("a text that cannot be used was saved")
	}
	for _, v := range []casework.Viewer{assistant, receptionist, sanne, complainant("x"), casework.Public()} {
		if _, err := w.SaveOwnText(t.Context(), v, filedSheet, 1, text); kindOf(err) != casework.NotFound {
			t.Errorf("%s: %v", v.Name, err)
		}
		if _, _, err := w.TestLetter(t.Context(), v, filedSheet, "a@example.org", text); kindOf(err) != casework.NotFound {
			t.Errorf("%s: %v", v.Name, err)
		}
	}
}

// A test goes on the way of every message, to one address and marked as a test, with the example's data alone.
func TestOwnText_ATestIsDeliveredAsAMail(t *testing.T) {
	m := newMailing(t)
	mailed, faults, err := m.TestLetter(t.Context(), owner, filedSheet, "owner@chain.example", "Ontvangen ({{kenmerk}})\n\nU hoort {{uiterlijk}} van ons.")
	if !mailed || len(faults) > 0 || err != nil {
		t.Fatalf("%v %v %v", mailed, faults, err)
	}
	m.deliver()
	taken := m.fake.Taken()
	if len(taken) != 1 || taken[0].To != "owner@chain.example" || !strings.Contains(taken[0].Header("Subject"), "[Proef] Ontvangen (WH-2026-00123-K)") {
		t.Fatalf("%+v", taken)
	}
	if _, _, err := m.TestLetter(t.Context(), owner, filedSheet, "no address", "x"); kindOf(err) != casework.NotFound {
		t.Errorf("to no address: %v", err)
	}
}
