package casework_test

import (
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

func TestCodesOfTheListsThatTheDossierDoesNotKnow(t *testing.T) {
	w := newWorld(t)
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SaveAccount(store.Account{
			ID: "gone", Name: "gone", Email: "gone@chain.example", Roles: []dossier.Role{dossier.RoleAssistant}, Disabled: true,
		})
	}))
	for list, want := range map[string]int{"branch": 2, "specialist": 3, "handler": 3, "staff": 8, "language": 2, "relation": 5} {
		codes, known, err := w.Codes(t.Context(), list)
		if err != nil || !known || len(codes) != want {
			t.Errorf("%s: %v, %v, %v; want %d codes", list, codes, known, err, want)
		}
	}
	if codes, known, err := w.Codes(t.Context(), "ground"); err != nil || known || codes != nil {
		t.Errorf("ground: %v, %v, %v; the dossier knows it", codes, known, err)
	}
}

// Every list of every command is answered by somebody, so that no code gets in unchecked.
func TestEveryListOfEveryCommandIsKnown(t *testing.T) {
	w := newWorld(t)
	byHand := []string{"slot"} // BookTalk asks whether the slot is free
	for _, c := range dossier.Commands() {
		for _, ask := range dossier.Asks(c) {
			if ask.List == "" || ask.List == byHand[0] {
				continue
			}
			_, here, err := w.Codes(t.Context(), ask.List)
			must(t, err)
			if _, there := dossier.Choices(dossier.State{}, w.Policy.Terms, ask.List); here == there {
				t.Errorf("%s.%s: list %s is known here: %v, in dossier: %v", c.Kind(), ask.Field, ask.List, here, there)
			}
		}
	}
}

func TestCommandsArePassedByValue(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	before := w.whole(filed.Reference).Count
	_, err := w.Do(t.Context(), owner, casework.Order{Reference: filed.Reference, Command: &dossier.WriteNote{Words: "x"}})
	if err == nil || w.whole(filed.Reference).Count != before {
		t.Errorf("a pointer was taken for a command: %v", err)
	}
}

func TestKindsOfErrorsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range []casework.ErrorKind{casework.NotFound, casework.Refused, casework.Stale, casework.Busy} {
		if name := (&casework.Error{Kind: k}).Error(); seen[name] || !contains(name, k.String()) {
			t.Errorf("%d: %q", k, name)
		} else {
			seen[name] = true
		}
	}
}
