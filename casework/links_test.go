package casework_test

import (
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

func TestR7_FilingGivesReferenceAndLinkToTheComplainantAlone(t *testing.T) {
	w := newWorld(t)
	filed := w.do(casework.Public(), "", complaint())
	if _, ok := dossier.ParseReference(filed.Reference); !ok {
		t.Errorf("reference %q cannot be read back", filed.Reference)
	}
	viewer, link, err := w.ByToken(t.Context(), filed.Link[len(casework.StatusPath):])
	must(t, err)
	if viewer.Only != filed.Reference || !viewer.Is(dossier.RoleComplainant) || link.Purpose != casework.PurposeScreen {
		t.Errorf("the link opens %+v, %+v", viewer, link)
	}

	taken := complaint()
	taken.Channel, taken.Email, taken.Phone, taken.Name = dossier.ByPhone, "other@example.org", "", "Iemand Anders"
	onBehalf := w.do(receptionist, "", taken)
	if onBehalf.Link != "" {
		t.Error("staff were shown the complainant's private link")
	}
	if _, err := w.LinkTo(t.Context(), onBehalf.Reference, casework.PurposeScreen, 0); !isNotFound(err) {
		t.Errorf("there is a link for a screen at which nobody filed: %v", err)
	}
	if _, _, err := w.ByToken(t.Context(), w.token(onBehalf.Reference, casework.PurposeStatus, 0)); err != nil {
		t.Errorf("the link of the message: %v", err)
	}
}

func TestR7_WrongUnknownAndExpiredLinksAreNotFound(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	token := w.token(filed.Reference, casework.PurposeStatus, 0)
	for name, wrong := range map[string]string{"empty": "", "changed": "A" + token[1:] + "A", "its hash": w.link(filed.Reference).Hash} {
		if _, _, err := w.ByToken(t.Context(), wrong); !isNotFound(err) {
			t.Errorf("%s: got %v, want not found", name, err)
		}
	}
	w.now = w.now.AddDate(0, 0, 91)
	if _, _, err := w.ByToken(t.Context(), token); !isNotFound(err) {
		t.Errorf("expired: got %v, want not found", err)
	}
}

// link is the complainant's link of messages as it is stored.
func (w *world) link(reference string) store.Link {
	w.t.Helper()
	link, err := w.DB.Read().LinkFor(w.t.Context(), reference, casework.PurposeStatus, 0)
	must(w.t, err)
	return link
}

func TestR7_ADossierThatIsWorkedOnKeepsItsLink(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	token := w.token(filed.Reference, casework.PurposeStatus, 0)
	for range 4 {
		w.now = w.now.AddDate(0, 0, 60)
		w.do(owner, filed.Reference, dossier.WriteNote{Words: "x"})
		for _, open := range []string{token, filed.Link[len(casework.StatusPath):]} {
			if _, _, err := w.ByToken(t.Context(), open); err != nil {
				t.Fatalf("on %s: %v", w.now, err)
			}
		}
	}
	if ends, want := w.link(filed.Reference).Expires, w.Calendar().After(w.now, w.Policy.LinkValid); !ends.Equal(want) {
		t.Errorf("it ends %s, want %s", ends, want)
	}
}

func TestR7_AMessageAfterTheLinkExpiredCarriesTheNextGenerationAndTheOldOneStaysShut(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	old := w.token(filed.Reference, casework.PurposeStatus, 0)
	w.now = w.now.AddDate(1, 0, 0)
	w.do(owner, filed.Reference, dossier.SendMessage{Words: "Wij gaan verder."})
	w.settle()
	next := w.token(filed.Reference, casework.PurposeStatus, 0)
	if link := w.link(filed.Reference); next == old || link.Generation != 2 {
		t.Fatalf("the link is of generation %d", link.Generation)
	}
	if _, _, err := w.ByToken(t.Context(), old); !isNotFound(err) {
		t.Errorf("the old one: %v, want not found", err)
	}
	if _, _, err := w.ByToken(t.Context(), next); err != nil {
		t.Errorf("the new one: %v", err)
	}
	w.now = w.now.AddDate(0, 0, 150) // long after what is kept for a time only is removed
	w.settle()
	w.do(owner, filed.Reference, dossier.SendMessage{Words: "Nog eens."})
	w.settle()
	if _, _, err := w.ByToken(t.Context(), old); !isNotFound(err) || w.link(filed.Reference).Generation != 3 {
		t.Errorf("the first generation came back: %v", err)
	}
}
