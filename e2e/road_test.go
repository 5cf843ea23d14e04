package e2e_test

import (
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// complaint is the form as Klaas fills it in, with changes; an empty value takes an answer out.
func complaint(change ...string) url.Values {
	form := url.Values{
		"branch": {"B1"}, "treatment_date": {visited}, "specialist": {"S1"}, "about": {"specialist"},
		"story": {"Mijn tanden doen pijn."}, "wish": {"Geld terug"}, "name": {"Klaas Kramer"}, "email": {"klaas@example.org"},
		"phone": {"06 12345678"}, "language": {"nl"},
	}
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return form
}

// fileComplaint files it on the public form; it gives the private page and the reference.
func (s *site) fileComplaint(change ...string) (path, reference string) {
	s.t.Helper()
	return s.filed(s.stranger().post("/klacht", complaint(change...)))
}

// filed reads where a form that opened a dossier leads.
func (s *site) filed(sent reply) (page, reference string) {
	s.t.Helper()
	page = strings.TrimSuffix(sent.is(http.StatusSeeOther).header.Get("Location"), "/bevestiging")
	s.settle()
	return page, path.Base(page)
}

// requestTalk asks for a talk with Sanne, about a topic.
func (s *site) requestTalk(topic string) (path, reference string) {
	s.t.Helper()
	form := complaint("topic", topic)
	form.Del("story")
	return s.filed(s.stranger().post("/gesprek", form))
}

// slot is the n-th free slot of a specialist for a talk of the dossier, as the form sends it.
func (s *site) slot(reference string, id dossier.SpecialistID, n int) string {
	s.t.Helper()
	view, err := s.office.Fetch(s.t.Context(), casework.Viewer{Actor: dossier.Actor{Account: receptionist, Roles: []dossier.Role{dossier.RoleReceptionist}}}, reference, casework.PageDossier)
	must(s.t, err)
	slots, err := s.office.Slots(s.t.Context(), view, id)
	must(s.t, err)
	if len(slots) <= n {
		s.t.Fatalf("only %d free slots of %s", len(slots), id)
	}
	return slots[n].UTC().Format(time.RFC3339)
}

// bookTalk books the talk of a dossier with Sanne.
func (s *site) bookTalk(reference string) {
	s.t.Helper()
	s.as(receptionist).act(reference, "book_talk", "specialist", "S1", "start", s.slot(reference, "S1", 0))
}

// holdTalk books the talk and waits until it is over.
func (s *site) holdTalk(reference string) {
	s.t.Helper()
	s.bookTalk(reference)
	s.until(s.whole(reference).Talk.Start.Add(30 * time.Minute))
}

// judge has the assistant judge it serious, and hears the complainant's side.
func (s *site) judge(reference string) {
	s.t.Helper()
	s.as(assistant).act(reference, "judge", "severity", "serious", "serious", "yes", "reason", "Ernstig genoeg.")
}

func (s *site) explain(reference string) {
	s.t.Helper()
	s.as(assistant).act(reference, "record_explanation", "how", "call", "words", "De klager vertelde zijn kant.")
}

// investigate takes a filed complaint to its opened investigation into Sanne.
func (s *site) investigate(reference string) {
	s.t.Helper()
	s.judge(reference)
	s.explain(reference)
	s.as(assistant).act(reference, "open_investigation", "subjects", "specialist:S1")
}

// invite asks Sanne to a hearing a week from now.
func (s *site) invite(reference string) {
	s.t.Helper()
	at := append(s.moment("at", s.clock().Add(7*day)), "specialist", "S1", "allegation", "De klager had pijn.")
	s.as(assistant).act(reference, "invite_to_hearing", at...)
}

// hear invites Sanne, waits for the day, and records what she says; she agrees with the minutes.
func (s *site) hear(reference string) {
	s.t.Helper()
	s.invite(reference)
	s.pass(7*day + time.Hour)
	s.as(assistant).act(reference, "record_hearing", "specialist", "S1", "minutes", "Zij deed haar werk.")
	s.as(sanne).act(reference, "answer_minutes", "agreed", "yes")
}

// inquire asks the other clients of that day and lets the time for answers pass.
func (s *site) inquire(reference string) {
	s.t.Helper()
	s.as(assistant).act(reference, "start_inquiry")
	s.pass(5 * day)
	s.as(assistant).act(reference, "close_inquiry")
}

// find takes an opened investigation to its finding.
func (s *site) find(reference string, outcome dossier.Outcome) {
	s.t.Helper()
	s.inquire(reference)
	s.hear(reference)
	s.as(assistant).act(reference, "record_finding",
		"subject", "specialist:S1", "outcome", string(outcome), "reasons", "Om deze redenen.", "measure", "Wij letten hier voortaan op.")
}

// uphold takes a filed complaint to a decision that upholds it.
func (s *site) uphold(reference string) {
	s.t.Helper()
	s.investigate(reference)
	s.find(reference, dossier.Founded)
	s.as(assistant).act(reference, "take_decision", "upheld", "yes", "reason", "De klacht is gegrond.")
}

// reject takes a filed complaint to a decision that rejects it.
func (s *site) reject(reference string) {
	s.t.Helper()
	s.investigate(reference)
	s.find(reference, dossier.Unfounded)
	s.as(assistant).act(reference, "take_decision", "ground", "unfounded", "reason", "De klacht is ongegrond.")
}

// carryOut records every remedy that was granted as done today.
func (s *site) carryOut(reference string) {
	s.t.Helper()
	for _, m := range s.whole(reference).Remedies {
		if !m.Done {
			s.as(assistant).act(reference, "carry_out", "remedy", strconv.Itoa(m.Number), "on", s.today(0))
		}
	}
}

// falsified takes a complaint that nobody knows to its being established as false by two people.
func (s *site) falsified() (path, reference string) {
	s.t.Helper()
	path, reference = s.fileUnknown()
	s.pass(9 * day)
	s.as(assistant).act(reference, "raise_suspicion", "evidence", "Niemand kent deze klager.")
	s.state(assistant, reference)
	s.state(second, reference)
	return path, reference
}

// fileUnknown files the complaint of somebody the register does not know.
func (s *site) fileUnknown() (path, reference string) {
	s.t.Helper()
	return s.fileComplaint("name", "Onbekende Bezoeker", "email", "onbekend@example.org", "phone", "")
}

// state has one member of staff state that a complaint is false.
func (s *site) state(who dossier.AccountID, reference string) {
	s.t.Helper()
	s.as(who).act(reference, "establish_false", "never_treated", "yes", "knew", "yes", "sought_money", "yes", "evidence", "De bon is nagemaakt.")
}
