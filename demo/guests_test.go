package demo

import (
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// Whoever files as one of them is known to the register, and is offered to nobody else after that.
func TestGuests_AreKnownToTheRegister(t *testing.T) {
	w := present(t)
	if err := newPast(w.Office, 1).saveRegister(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.Expect()
	if early, err := w.guests(t.Context()); err != nil || len(early) > 0 {
		t.Errorf("while the past is made: %v, %v", early, err)
	}
	w.toMake.Store(0)
	guests, err := w.guests(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(guests) != guestsShown {
		t.Fatalf("%d guests", len(guests))
	}
	one := guests[0]
	if form := string(one.form("/klacht")); !strings.Contains(form, "branch=UTR") || !strings.Contains(form, "treatment_date=4-3-2026") || one.specialist == "" {
		t.Errorf("the form of a treatment by %q: %s", one.specialist, form)
	}
	result, err := w.Office.Do(t.Context(), casework.Public(), casework.Order{Command: dossier.File{
		Contact: dossier.Contact{Name: one.Name, Email: one.Email}, Branch: guestsBranch, TreatmentDate: "2026-03-04",
		About: []dossier.About{dossier.AboutTreatment}, Story: "Het ging niet goed.", Language: "nl",
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := settle(t.Context(), w.Office); err != nil {
		t.Fatal(err)
	}
	loaded, err := w.Office.DB.Read().Dossier(t.Context(), []string{dossier.ViewHandlers}, result.Reference)
	if err != nil {
		t.Fatal(err)
	}
	if match := loaded.State.Match; match.Treatment == nil || match.Treatment.Price == 0 {
		t.Errorf("the register answers %q", match.Outcome)
	}
	others, err := w.guests(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(others) != guestsShown || slices.ContainsFunc(others, func(g guest) bool { return g.ID == one.ID }) {
		t.Errorf("after that: %v", others)
	}
}
