package e2e_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

func TestR5_HTTP_MissingFieldsAreNamedAndNothingIsLost(t *testing.T) {
	s := newSite(t)
	page := s.stranger().post("/klacht", complaint("branch", "", "about", "", "treatment_date", "gisteren")).is(http.StatusUnprocessableEntity)
	page.has("<title>Fout: ", `href="#branch"`, `href="#about"`, `href="#treatment_date"`, "Mijn tanden doen pijn.", `value="gisteren"`)
	if s.stranger().get("/klacht").is(http.StatusOK).has("*"); len(s.queue()) != 0 {
		t.Error("a form with faults was filed")
	}
}

// queue lists the references of all dossiers.
func (s *site) queue() []string {
	s.t.Helper()
	var refs []string
	for _, part := range strings.Split(s.as(owner).get("/desk?view=all").is(http.StatusOK).body, `href="/desk/dossiers/`)[1:] {
		ref, _, _ := strings.Cut(part, `"`)
		refs = append(refs, ref)
	}
	return refs
}

func TestR5_HTTP_RepresentativeIsToldNothingOfTheClientBeforeAuthority(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint("name", "Petra Partner", "email", "petra@example.org", "acting_for", "Klaas Kramer", "relation", "partner")
	s.heard(ref, dossier.ToComplainant, "filed", "authority_asked")
	s.judge(ref)
	s.guest(path).get(path).is(http.StatusOK).hasNot("Klaas", "Sanne", "Ernstig")
	for _, m := range s.messages(ref) {
		if m.To == dossier.ToComplainant && strings.Contains(m.Subject+m.Body, "Klaas") {
			t.Errorf("%s tells of the client:\n%s", m.Kind, m.Body)
		}
	}
	s.as(receptionist).act(ref, "accept_authority", "evidence", "Machtiging met handtekening")
	s.guest(path).get(path).is(http.StatusOK).has("Wat is er gebeurd?", "Sanne Bakker")
}

func TestR5_HTTP_StaffFileALetterFromTheDayItCame(t *testing.T) {
	s := newSite(t)
	s.until(time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC))
	r := s.as(receptionist)
	letter := append(s.moment("received_at", start), "name", "Klaas Kramer", "email", "klaas@example.org", "treatment_date", visited,
		"about", "treatment", "story", "Per brief", "channel", "letter", "specialists", "S1")
	r.follow(r.send("/desk/new?kind=file&branch=B1", "/desk/new", letter...)).has("Klaas Kramer")
	state := s.whole(s.queue()[0])
	if state.Late || !state.ReceivedAt.Equal(start) {
		t.Errorf("it counts from %v, late: %v", state.ReceivedAt, state.Late)
	}
}

func TestR6_HTTP_OddComplaintsAreTakenInAndFlagged(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint("treatment_date", "1-1-2020", "name", "😀", "email", "x@example.org", "phone", "", "specialist", "")
	page := s.as(receptionist).get("/desk?view=all").is(http.StatusOK).has(ref)
	page.has("Te laat", "Niet gevonden")
}

func TestR7_HTTP_ReferenceLinkAndDatesAtOnce(t *testing.T) {
	s := newSite(t)
	klaas := s.stranger()
	sent := klaas.post("/klacht", complaint())
	page := klaas.follow(sent).is(http.StatusOK)
	path, ref := s.filed(sent)
	page.has(ref, s.server.URL+s.link(ref, casework.PurposeScreen, 0), "woensdag 4 maart 2026", "dinsdag 17 maart 2026")
	m := s.message(ref, dossier.ToComplainant, "filed")
	if !strings.Contains(m.Subject+m.Body, ref) || s.stranger().arrive(s.linkIn(m)) != path || !strings.Contains(m.Body, "17 maart 2026") {
		t.Errorf("the message lacks the reference, the link or the date:\n%s", m.Body)
	}
	s.guest(path).get(path).is(http.StatusOK).has(ref)
	link := s.linkIn(m)
	s.stranger().get(link[:len(link)-4]+"AAAA").is(http.StatusNotFound).hasNot(ref, "Klaas")
	typo := ref[:len(ref)-1] + map[bool]string{true: "A", false: "B"}[ref[len(ref)-1] != 'A']
	s.as(owner).desk(typo).is(http.StatusNotFound)
}

func TestR9_HTTP_NotFoundIsNotFraud(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileUnknown()
	s.as(assistant).get("/desk?flag=not_found").is(http.StatusOK).has(ref, "Niet gevonden")
	s.as(assistant).get("/desk?flag=suspected").is(http.StatusOK).hasNot(ref)
	s.heard(ref, dossier.ToComplainant, "filed", "proof_asked")
	s.as(assistant).refused(ref, "judge", "", "severity", "minor", "ground", "unfounded", "reason", "x")
	s.guest(path).answer(path, "proof", "proof", "Bon nummer 4711").has("Dank u wel")
	s.as(assistant).desk(ref).has("Bon nummer 4711")
}

func TestR9_HTTP_StaffChooseAmongCandidates(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint("treatment_date", "1-3-2026", "specialist", "")
	if outcome := s.whole(ref).Match.Outcome; outcome != dossier.MatchCandidates {
		t.Fatalf("the register answered %q", outcome)
	}
	s.as(receptionist).refused(ref, "choose_match", "", "treatment_id", "T1")
	s.as(assistant).refused(ref, "choose_match", "", "treatment_id", "T99")
	s.as(assistant).act(ref, "choose_match", "treatment_id", "T1")
	s.heard(ref, dossier.ToSpecialist("S1"), "ban_started") // who it is was not known before (R22)
}

func TestR10_HTTP_JudgedWithinADayByWhoMay(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint()
	s.as(assistant).get("/desk").is(http.StatusOK).has(ref)
	s.as(assistant).desk(ref).has("4 mrt")
	s.as(receptionist).refused(ref, "judge", "", "severity", "minor", "serious", "yes", "reason", "x")
	s.as(assistant).refused(ref, "judge", "", "serious", "yes", "reason", "x")
	s.as(assistant).act(ref, "judge", "severity", "grave", "serious", "yes", "harm", "yes", "reason", "Brandwond.")
	s.as(owner).get("/desk?flag=harm").has(ref)
	s.as(assistant).desk(ref).has("Inspectie Gezondheidszorg en Jeugd")
	s.as(assistant).act(ref, "report_harm", "authority", "igj", "on", s.today(0))
	s.as(assistant).refused(ref, "report_harm", "R10", "authority", "igj", "on", s.today(0))
}

func TestR10_HTTP_TermThatPassedIsSeen(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint()
	s.pass(25 * time.Hour)
	s.as(owner).get("/desk/overview").is(http.StatusOK).has(ref)
	s.judge(ref)
	s.as(owner).get("/desk/overview").is(http.StatusOK).hasNot(ref)
}

func TestR11_HTTP_NotSeriousEnoughNeedsAGroundAndALetter(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint()
	s.as(assistant).refused(ref, "judge", "R11", "severity", "minor", "reason", "Een spin.")
	s.as(assistant).act(ref, "judge", "severity", "minor", "ground", "premises", "reason", "Een spin.")
	letter := s.message(ref, dossier.ToComplainant, "rejected_at_triage")
	if !strings.Contains(flat(letter.Body), "Iets aan de ruimte") || s.stranger().arrive(s.linkIn(letter)) != path {
		t.Errorf("the letter lacks the ground or the link to the reasons:\n%s", letter.Body)
	}
	s.guest(path).get(path).has("Afgewezen", "Een spin.")
	s.as(assistant).refused(ref, "make_offer", "", "refund", "10,00", "words", "x")
}

func TestR12_HTTP_OnlyAfterTheExplanationIsItOpened(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint()
	s.judge(ref)
	s.as(assistant).refused(ref, "open_investigation", "R12", "subjects", "specialist:S1")
	at := append(s.moment("start", s.clock().Add(3*time.Hour)), "how", "visit")
	s.as(assistant).act(ref, "plan_explanation", at...)
	s.guest(path).get(path).has("thuis")
	s.heard(ref, dossier.ToComplainant, "judged_serious", "explanation_planned")
	s.pass(4 * time.Hour)
	s.as(receptionist).act(ref, "record_attempt", "how", "visit")
	s.explain(ref)
	s.as(owner).desk(ref).has("De klager vertelde zijn kant.")
	s.as(assistant).act(ref, "open_investigation", "subjects", "specialist:S1")
	s.heard(ref, dossier.ToComplainant, "called_not_reached", "investigation_opened")
}

func TestR13_HTTP_OneLetterAtMostTwoWeeksBeforeTheTermEnds(t *testing.T) {
	s := newSite(t)
	path, ref := s.fileComplaint()
	s.as(assistant).refused(ref, "extend_term", "R13", "until", "1-4-2026", "reason", "x")
	s.as(assistant).act(ref, "extend_term", "until", "31-3-2026", "reason", "De specialist is met verlof.")
	letter := s.message(ref, dossier.ToComplainant, "term_extended")
	if !strings.Contains(letter.Body, written("2026-03-31")) || s.stranger().arrive(s.linkIn(letter)) != path {
		t.Errorf("the letter lacks the date or the link to the reason:\n%s", letter.Body)
	}
	s.guest(path).get(path).has(written("2026-03-31"), "De specialist is met verlof.")
	s.as(assistant).refused(ref, "extend_term", "R13", "until", "31-3-2026", "reason", "x")
	_, late := s.fileComplaint()
	s.pass(15 * day)
	s.as(assistant).refused(late, "extend_term", "R13", "until", "25-3-2026", "reason", "x")
}

func TestR14_HTTP_NobodyHandlesWhatIsAboutThem(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint("branch", "B2", "specialist", "S3", "name", "Bram Bakker", "email", "bram@example.org", "phone", "")
	s.as(both).desk(ref).hasNot("Mijn tanden doen pijn.", "Bram", "bram@example.org")
	for _, page := range []string{"/desk?view=all", "/desk?q=Bram", "/desk/overview"} {
		s.as(both).get(page).is(http.StatusOK).hasNot(ref, "Bram Bakker")
	}
	s.as(both).refused(ref, "judge", "R14", "severity", "serious", "serious", "yes", "reason", "x")
	s.as(assistant).refused(ref, "assign", "R14", "account", "both")
	s.as(assistant).act(ref, "assign", "account", "assistant")

	s.as(assistant).act(ref, "declare_conflict", "account", "owner", "reason", "Een broer van de klager.")
	unknown := s.as(owner).desk("WH-0000-0000").is(http.StatusNotFound)
	conflicted := s.as(owner).desk(ref).is(http.StatusNotFound)
	if conflicted.text() != unknown.text() {
		t.Error("a dossier that is not one's own to see differs from one that is not there")
	}
	s.as(owner).post(actPath(ref, "write_note"), values("words", "x")).is(http.StatusNotFound)
}

func TestR14_HTTP_TheOutsidePersonWhenNobodyIsLeft(t *testing.T) {
	s := newSite(t)
	_, ref := s.fileComplaint("branch", "B2", "specialist", "S3", "name", "Bram Bakker", "email", "bram@example.org", "phone", "")
	s.as(outsider).desk(ref).is(http.StatusNotFound)
	s.as(assistant).act(ref, "declare_conflict", "account", "owner", "reason", "Familie.")
	s.as(assistant).act(ref, "declare_conflict", "account", "second", "reason", "Familie.")
	s.as(outsider).desk(ref).is(http.StatusNotFound)
	form := s.as(assistant).desk(ref).form(actPath(ref, "declare_conflict"), "account", "assistant", "reason", "Familie.")
	s.as(assistant).post(actPath(ref, "declare_conflict"), form).is(http.StatusSeeOther)
	s.settle()
	s.as(outsider).desk(ref).is(http.StatusOK).has("Bram Bakker")
	s.as(outsider).act(ref, "judge", "severity", "minor", "serious", "yes", "reason", "Ernstig genoeg.")
}
