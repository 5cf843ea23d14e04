package e2e_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func TestR1_HTTP_TalkIsAskedForBookedOnceAndTold(t *testing.T) {
	s := newSite(t)
	path, ref := s.requestTalk("De kleur")
	s.heard(ref, dossier.ToComplainant, "talk_requested")
	slot := s.slot(ref, "S1", 0)
	s.as(receptionist).get(dossierPath(ref) + "?specialist=S1").is(http.StatusOK).has(slot)
	s.as(receptionist).act(ref, "book_talk", "specialist", "S1", "start", slot)
	s.heard(ref, dossier.ToComplainant, "talk_booked")
	s.heard(ref, dossier.ToSpecialist("S1"), "talk_booked")
	s.guest(path).get(path).is(http.StatusOK).has("Sanne Bakker", "dinsdag 3 maart 2026 om 10.30 uur")
	s.as(sanne).get("/desk/mine").is(http.StatusOK).has("Klaas Kramer", ref)
	for _, file := range []reply{s.guest(path).get(path + "/gesprek.ics"), s.as(sanne).get(dossierPath(ref) + "/gesprek.ics")} {
		file.is(http.StatusOK).has("BEGIN:VEVENT", "DTSTART:20260303T093000Z", ref)
	}

	_, other := s.requestTalk("Hetzelfde moment")
	s.as(receptionist).refused(other, "book_talk", "R1", "specialist", "S1", "start", slot)
	s.as(daan).post(actPath(other, "book_talk"), values("specialist", "S1", "start", slot)).is(http.StatusNotFound)
}

func TestR1_HTTP_TalkByPhoneIsTakenDownAtTheDesk(t *testing.T) {
	s := newSite(t)
	r := s.as(receptionist)
	page := "/desk/new?kind=request_talk&branch=B1"
	sent := r.send(page, "/desk/new", "name", "Gijs Maas", "phone", "06 87654321", "treatment_date", visited, "specialist", "S2")
	r.follow(sent).has("Gijs Maas", "Gesprek inplannen")
	s.as(sanne).get(page).is(http.StatusNotFound)
}

func TestR1_HTTP_TalkThatIsNotHeldLapses(t *testing.T) {
	s := newSite(t)
	path, ref := s.requestTalk("De kleur")
	s.bookTalk(ref)
	s.pass(8 * day)
	s.heard(ref, dossier.ToComplainant, "talk_booked", "talk_lapsed")
	page := s.guest(path).get(path).is(http.StatusOK)
	if !page.offers("complaint") {
		t.Error("whose talk lapsed is not offered step 2")
	}
	s.bookTalk(ref) // or a new one
	if s.whole(ref).Talk.Status != dossier.TalkPlanned {
		t.Error("a talk that lapsed cannot be planned anew")
	}
}

func TestR1_HTTP_SpecialistIsIll(t *testing.T) {
	s := newSite(t)
	_, ref := s.requestTalk("De kleur")
	s.bookTalk(ref)
	s.as(sanne).act(ref, "lapse_talk", "cause", "ill")
	s.heard(ref, dossier.ToComplainant, "talk_lapsed")
}

func TestR2_HTTP_TipsComeWithTheConfirmation(t *testing.T) {
	s := newSite(t)
	path, ref := s.requestTalk("De kleur")
	tips := s.policy.Tips
	page := s.guest(path).get(path + "/bevestiging").is(http.StatusOK)
	body := flat(s.message(ref, dossier.ToComplainant, "talk_requested").Body)
	for _, tip := range tips {
		page.has(tip.NL)
		if !strings.Contains(body, tip.NL) {
			t.Errorf("the message lacks the tip %q", tip.NL)
		}
	}
	path, _ = s.fileComplaint()
	s.guest(path).get(path + "/bevestiging").is(http.StatusOK).hasNot(tips[0].NL)
}

// canaries stand in everything that is said around a talk.
var canaries = []string{"KANARIE-ONDERWERP", "KANARIE-INHOUD", "KANARIE-VERSLAG", "KANARIE-AFSPRAAK"}

// talked is a talk that was held, with a canary in each thing said, and the complaint that followed it.
func (s *site) talked() (path, ref string) {
	path, ref = s.requestTalk("KANARIE-ONDERWERP")
	s.holdTalk(ref)
	s.as(sanne).act(ref, "record_talk", "content", "KANARIE-INHOUD", "act_kind", "other", "act", "KANARIE-AFSPRAAK")
	s.guest(path).answer(path, "talk-answer", "solved", "no", "account", "KANARIE-VERSLAG")
	return path, ref
}

// everyPage is all that somebody can read at the desk, and what they get back when they try to act.
func (p *person) everyPage(refs ...string) string {
	p.t.Helper()
	paths := []string{"/desk", "/desk/overview", "/desk/mine", "/desk/new", "/desk/new?kind=file&branch=B1"}
	for _, view := range []string{"todo", "mine", "talks", "all", "closed"} {
		paths = append(paths, "/desk?view="+view)
	}
	for _, ref := range refs {
		paths = append(paths, dossierPath(ref), dossierPath(ref)+"?specialist=S1", "/desk?q="+ref)
	}
	var all strings.Builder
	for _, path := range paths {
		all.WriteString(p.get(path).body)
	}
	for _, ref := range refs {
		for _, c := range dossier.Commands() {
			all.WriteString(p.post(actPath(ref, string(c.Kind())), values("x", "y")).body)
		}
	}
	return all.String()
}

func TestR3_HTTP_WhatIsSaidStaysBetweenClientAndSpecialist(t *testing.T) {
	s := newSite(t)
	path, ref := s.talked()
	filing := s.guest(path).get(path + "/complaint").is(http.StatusOK).form(path + "/complaint")
	for name, answer := range complaint() {
		filing[name] = answer
	}
	s.guest(path).post(path+"/complaint", filing).is(http.StatusSeeOther)
	s.settle()
	own := s.guest(path).get(path).body
	for _, canary := range canaries {
		if !strings.Contains(own, canary) {
			t.Errorf("the client does not read %s", canary)
		}
	}
	for _, a := range staff {
		if a.ID == sanne {
			continue
		}
		seen := s.as(a.ID).everyPage(ref)
		for _, canary := range canaries {
			if strings.Contains(seen, canary) {
				t.Errorf("%s reads %s", a.ID, canary)
			}
			if found := s.as(a.ID).get("/desk?q=" + canary); strings.Contains(found.body, ref) {
				t.Errorf("%s finds the dossier by %s", a.ID, canary)
			}
		}
	}
	for _, canary := range canaries {
		if strings.Contains(s.log.String(), canary) {
			t.Errorf("the log holds %s", canary)
		}
	}
	for _, m := range s.messages(ref) {
		for _, canary := range canaries {
			if strings.Contains(m.Subject+m.Body, canary) && m.To != dossier.ToComplainant && m.To != dossier.ToSpecialist("S1") {
				t.Errorf("the message %s to %s holds %s", m.Kind, m.To, canary)
			}
		}
	}
}

func TestR3_HTTP_SharedOnlyWhenTheClientSaysSo(t *testing.T) {
	s := newSite(t)
	path, ref := s.talked()
	filing := s.guest(path).get(path + "/complaint").form(path + "/complaint")
	for name, answer := range complaint("share_talk", "yes") {
		filing[name] = answer
	}
	s.guest(path).post(path+"/complaint", filing).is(http.StatusSeeOther)
	s.as(assistant).desk(ref).is(http.StatusOK).has("KANARIE-INHOUD")
	s.as(receptionist).desk(ref).is(http.StatusOK).hasNot("KANARIE-INHOUD")
	s.heard(ref, dossier.ToSpecialist("S1"), "talk_shared")
	s.as(assistant).refused(ref, "share_talk", "")
}

func TestR4_HTTP_HowItEndedAndWhetherThatIsSo(t *testing.T) {
	s := newSite(t)
	path, ref := s.requestTalk("De kleur")
	if s.guest(path).get(path).offers("talk-answer") {
		t.Error("a talk that was not held can be answered")
	}
	s.holdTalk(ref)
	s.as(sanne).refused(ref, "record_talk", "R4", "solved", "yes")
	s.as(sanne).act(ref, "record_talk", "solved", "yes", "how", "Wij spraken af het te herstellen.", "act_kind", "repair_visit", "act", "Herstelbezoek in april")
	s.as(receptionist).desk(ref).hasNot("Herstelbezoek in april")
	s.as(receptionist).refused(ref, "book_act", "R4", "on", s.today(1))
	s.guest(path).answer(path, "agreed-act")
	s.as(receptionist).desk(ref).has("Herstelbezoek in april").hasNot("Wij spraken af het te herstellen.")
	s.as(receptionist).act(ref, "book_act", "on", s.today(1))
	s.heard(ref, dossier.ToComplainant, "talk_held", "act_booked")
	s.guest(path).answer(path, "talk-answer", "solved", "yes").has("Dank u wel")
	s.pass(day)
	s.as(receptionist).act(ref, "complete_act", "on", s.today(0))
	if ending := s.whole(ref).Ending; ending != dossier.SolvedInTalk {
		t.Errorf("it ended as %q", ending)
	}
}

func TestR4_HTTP_ThreeCallsInVainOpenStepTwo(t *testing.T) {
	s := newSite(t)
	path, ref := s.requestTalk("De kleur")
	s.holdTalk(ref)
	for range 3 {
		if s.whole(ref).Talk.Status != dossier.TalkPlanned {
			t.Fatal("the talk ended before the third attempt")
		}
		s.as(sanne).act(ref, "record_talk_attempt")
	}
	s.heard(ref, dossier.ToComplainant, "talk_attempted", "talk_not_reached")
	if !s.guest(path).get(path).offers("complaint") {
		t.Error("step 2 is not open")
	}
}

func TestR4_HTTP_WhoWillNotTalkFilesAtOnce(t *testing.T) {
	s := newSite(t)
	path, _ := s.requestTalk("De kleur")
	s.guest(path).answer(path, "talk-refusal", "cause", "will_not").has("U kunt meteen een klacht indienen")
	s.guest(path).get(path + "/complaint").is(http.StatusOK).has("Klaas Kramer")
}

func TestR8_HTTP_TheSeventhDayCounts(t *testing.T) {
	s := newSite(t)
	s.until(time.Date(2026, 3, 9, 22, 59, 0, 0, time.UTC)) // 23.59 in the chain's zone
	_, inTime := s.fileComplaint()
	s.pass(2 * time.Minute)
	path, late := s.fileComplaint()
	s.as(assistant).get("/desk?flag=late").is(http.StatusOK).has(late).hasNot(inTime)
	s.guest(path).get(path).has("Uw klacht kwam na de termijn")
	if s.whole(late).Phase != dossier.PhaseTriage {
		t.Error("the program itself rejected a late complaint")
	}
	s.as(assistant).refused(inTime, "judge", "R", "severity", "minor", "ground", "late", "reason", "Te laat.")
	s.as(assistant).act(late, "judge", "severity", "minor", "ground", "late", "reason", "Te laat.")
	s.heard(late, dossier.ToComplainant, "rejected_at_triage")
}

func TestR8_HTTP_ATalkKeepsTheTermOpen(t *testing.T) {
	s := newSite(t)
	path, ref := s.requestTalk("De kleur")
	s.holdTalk(ref)
	s.as(sanne).act(ref, "record_talk", "content", "Niet opgelost.")
	s.pass(6 * day)
	filing := s.guest(path).get(path + "/complaint").form(path + "/complaint")
	for name, answer := range complaint() {
		filing[name] = answer
	}
	s.guest(path).post(path+"/complaint", filing).is(http.StatusSeeOther)
	s.settle()
	if s.whole(ref).Late {
		t.Error("who talked first is late for it")
	}
}
