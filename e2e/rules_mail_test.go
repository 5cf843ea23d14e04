package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// fileMailed has the program file what came by mail: who it is from, and what they wrote.
func (s *site) fileMailed(name, email string) (path, reference string) {
	s.t.Helper()
	result, err := s.office.Do(s.t.Context(), casework.Viewer{Actor: dossier.System()}, casework.Order{Command: dossier.File{
		Contact: dossier.Contact{Name: name, Email: email}, Story: "Klacht\n\nHet deed pijn.", Channel: dossier.ByMail, Language: "nl", ReceivedAt: s.clock(),
	}})
	must(s.t, err)
	s.settle()
	return s.stranger().arrive(s.linkIn(s.message(result.Reference, dossier.ToComplainant, "filed"))), result.Reference
}

func TestR5_R9_HTTP_AMailIsFiledAndStaffChooseTheTreatment(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileMailed("Klaas Kramer", "klaas@example.org")
	s.as(assistant).get("/desk?flag=untold").is(http.StatusOK).has(ref, "nog niet bekend")
	page := s.as(assistant).desk(ref).has("nog niet bekend", "Zoek de behandeling op.", "Kies de behandeling waarover de klacht gaat")
	if strings.Index(page.body, "Zoek de behandeling op.") > strings.Index(page.body, "Beoordeling vastleggen") {
		t.Error("what to do first does not stand first")
	}
	s.guest(path).get(path).is(http.StatusOK).has("Wanneer en waar was uw bezoek?")
	s.as(assistant).act(ref, "choose_match", "treatment_id", "T1", "about", "treatment")
	s.heard(ref, dossier.ToSpecialist("S1"), "ban_started")
	s.as(assistant).desk(ref).hasNot("nog niet bekend")
	s.guest(path).get(path).is(http.StatusOK).hasNot("Wanneer en waar was uw bezoek?")
}

func TestR5_R9_HTTP_WhoMailedTellsWhichVisit(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileMailed("Onbekende Bezoeker", "onbekend@example.org")
	s.as(assistant).desk(ref).has("Zoek de behandeling op.", "nog niet bekend")
	klaas := s.guest(path)
	klaas.get(path).is(http.StatusOK).has("Wanneer en waar was uw bezoek?")
	klaas.answer(path, "visit", "branch", "B1", "treatment_date", s.today(-1), "about", "treatment").has("wij zoeken uw behandeling op")
	if whole := s.whole(ref); whole.Desk() != "B1" || len(whole.About) != 1 {
		t.Errorf("told: %+v %v", whole.Desk(), whole.About)
	}
	klaas.get(path).is(http.StatusOK).has("Ingevuld om welk bezoek het gaat").hasNot("Wanneer en waar was uw bezoek?")
	s.as(assistant).desk(ref).has("Ingevuld om welk bezoek het gaat", "Utrecht Oudegracht").hasNot("Zoek de behandeling op.")
}
