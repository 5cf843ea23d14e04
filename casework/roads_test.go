package casework_test

import (
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// The tests in this file walk whole roads through the procedure, to see that everything that happens on them can be told.

const day = 24 * time.Hour

// quiet fails when a job is put off or given up: something could not be told or done.
func (w *world) quiet() {
	w.t.Helper()
	w.settle()
	if next, known, err := w.DB.Read().NextJob(w.t.Context()); err != nil || known && !w.ofEveryDay(next) {
		w.t.Errorf("a job waits for %v: %v", next, err)
	}
	failed, err := w.DB.Read().FailedJobs(w.t.Context(), 10)
	must(w.t, err)
	for _, j := range failed {
		w.t.Errorf("%s failed: %s", j.Key, j.Error)
	}
}

// ofEveryDay reports whether a moment is that of a job that comes back every day.
func (w *world) ofEveryDay(at time.Time) bool {
	day := w.Calendar().Day(at)
	return at.Equal(w.at(day, w.Policy.Digest)) || at.Equal(w.at(day, 4*60))
}

// heard checks that a party was told these, among others, in this order.
func (w *world) heard(reference string, to dossier.Party, kinds ...string) {
	w.t.Helper()
	told := w.told(reference, to)
	rest := told
	for _, kind := range kinds {
		i := slices.Index(rest, kind)
		if i < 0 {
			w.t.Errorf("%s was not told %s in its turn: %v", to, kind, told)
			return
		}
		rest = rest[i+1:]
	}
}

func (w *world) today(days int) dossier.Date {
	return w.Calendar().Day(w.now.AddDate(0, 0, days))
}

// toFinding takes a filed complaint through its investigation, with the given finding.
func (w *world) toFinding(reference string, outcome dossier.Outcome) {
	w.t.Helper()
	w.do(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"})
	w.do(owner, reference, dossier.PlanExplanation{How: "call", Start: w.now.Add(time.Hour)})
	w.now = w.now.Add(2 * time.Hour)
	w.do(receptionist, reference, dossier.RecordAttempt{How: "call"})
	w.do(owner, reference, dossier.RecordExplanation{How: "call", Words: "x"})
	w.do(owner, reference, dossier.OpenInvestigation{Subjects: []string{"specialist:S1", "branch"}})
	w.do(owner, reference, dossier.StartInquiry{})
	w.do(owner, reference, dossier.ExtendTerm{Until: w.Calendar().Day(w.whole(reference).ReceivedAt.AddDate(0, 0, 20)), Reason: "x"})
	w.hearing(reference)
	w.do(casework.Viewer{Actor: dossier.FellowClient(1), Only: reference}, reference, dossier.AnswerInquiry{Words: "fine"})
	w.do(owner, reference, dossier.WeighAnswer{Fellow: 1})
	w.do(assistant, reference, dossier.CloseInquiry{})
	for _, subject := range []string{"specialist:S1", "branch"} {
		w.do(owner, reference, dossier.RecordFinding{Subject: subject, Outcome: outcome, Reasons: "x", Measure: "y"})
	}
	w.quiet()
}

// hearing invites Sanne twice and hears her the second time.
func (w *world) hearing(reference string) {
	w.t.Helper()
	w.do(owner, reference, dossier.InviteToHearing{Specialist: "S1", At: w.now.Add(8 * day), Allegation: "x"})
	w.do(owner, reference, dossier.CancelHearing{Specialist: "S1", Reason: "x"})
	w.do(owner, reference, dossier.InviteToHearing{Specialist: "S1", At: w.now.Add(7 * day), Allegation: "x"})
	w.advance(7*day + time.Hour)
	w.do(owner, reference, dossier.RecordHearing{Specialist: "S1", Minutes: "x"})
	w.do(sanne, reference, dossier.AnswerMinutes{Agreed: true})
	w.quiet()
}

func TestR19_R21_R24_TheRoadToAPaidRefundIsTold(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	me := complainant(reference)
	w.toFinding(reference, dossier.Founded)
	w.do(owner, reference, dossier.TakeDecision{Upheld: true, Reason: "x"})
	w.do(owner, reference, dossier.MakeOffer{Apology: true, Words: "x"})
	w.do(me, reference, dossier.RefuseOffer{Why: "x"})
	w.refused(owner, reference, dossier.MakeOffer{Refund: 20000, Words: "x"}, "ceiling")
	w.do(owner, reference, dossier.MakeOffer{Refund: 10000, FreeTreatment: 9900, Words: "x"})
	w.do(me, reference, dossier.AcceptOffer{})
	s := w.whole(reference)
	for _, r := range s.Remedies {
		if r.Kind == dossier.FreeTreatment {
			w.do(receptionist, reference, dossier.BookRemedy{Remedy: r.Number, On: w.today(0), Specialist: "S2"})
		}
		w.do(owner, reference, dossier.CarryOut{Remedy: r.Number, On: w.today(0)})
	}
	w.quiet()
	if s := w.whole(reference); s.Ending != dossier.Settled {
		t.Errorf("ended %q", s.Ending)
	}
	w.heard(reference, "complainant", "filed", "ban_started", "judged_serious", "explanation_planned", "called_not_reached", "investigation_opened",
		"term_extended", "ban_ended", "investigation_completed", "upheld", "offered", "offered", "offer_accepted", "remedy_booked",
		"remedy_carried_out", "settled")
	w.heard(reference, "specialist:S1", "ban_started", "hearing_invited", "hearing_cancelled", "hearing_invited", "minutes", "ban_ended", "finding")
}

func TestR20_TheRoadToARejectionAndItsReviewIsTold(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	w.toFinding(reference, dossier.Unfounded)
	w.do(owner, reference, dossier.TakeDecision{Ground: "unfounded", Reason: "x"})
	w.do(complainant(reference), reference, dossier.AskReview{Words: "x"})
	w.refused(owner, reference, dossier.AnswerReview{Maintained: true, Reason: "x"}, "decider")
	w.do(assistant, reference, dossier.AnswerReview{Maintained: true, Reason: "x"})
	w.do(second, reference, dossier.Reopen{Reason: "new_facts", Words: "x"})
	w.quiet()
	w.heard(reference, "complainant", "rejected", "review_asked", "review_maintained", "reopened")
	if !slices.Contains(w.whole(reference).Banned(), "S1") {
		t.Error("a reopened investigation did not start the ban again (R22)")
	}
}

func TestR11_TheRoadOfARejectionAtTriageIsTold(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	w.do(owner, reference, dossier.Judge{Severity: "minor", Ground: "comfort", Reason: "x"})
	w.quiet()
	w.heard(reference, "complainant", "ban_ended", "rejected_at_triage")
	w.heard(reference, "specialist:S1", "ban_started", "ban_ended")
}

func TestR25_R27_TheRoadOfAFalseComplaintAndItsUndoingIsTold(t *testing.T) {
	w := newWorld(t)
	c := complaint()
	c.Contact = dossier.Contact{Name: "Onbekende Bezoeker", Email: "onbekend@example.org"}
	reference := w.do(casework.Public(), "", c).Reference
	w.settle()
	w.do(owner, reference, dossier.RaiseSuspicion{Evidence: "x"})
	w.advance(9 * day)
	falsehood := dossier.EstablishFalse{NeverTreated: true, Knew: true, SoughtMoney: true, Evidence: "x"}
	w.do(owner, reference, falsehood)
	w.do(assistant, reference, falsehood)
	w.do(owner, reference, dossier.RecordHours{Minutes: 30, What: "x"})
	w.do(owner, reference, dossier.SendClaim{})
	w.do(owner, reference, dossier.RecordClaimPayment{Amount: 1000})
	w.do(owner, reference, dossier.ReportToPolice{Number: "x"})
	w.do(second, reference, dossier.UndoFalse{Reason: "x"})
	w.do(owner, reference, dossier.RepayClaim{})
	w.do(owner, reference, dossier.InformPolice{})
	w.do(owner, reference, dossier.SendApology{Words: "x"})
	w.quiet()
	w.heard(reference, "complainant", "proof_asked", "established_false", "claim_sent", "claim_paid", "falseness_undone", "claim_repaid", "apology")
}

func TestR1_R4_TheRoadsOfTheTalkAreTold(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("S1")
	me := complainant(reference)
	w.do(me, reference, dossier.CancelTalk{Cause: "client"})
	w.do(receptionist, reference, dossier.BookTalk{Specialist: "S1", Start: w.slot(reference, "S1", 2)})
	w.do(sanne, reference, dossier.LapseTalk{Cause: "ill"})
	w.do(receptionist, reference, dossier.BookTalk{Specialist: "S2", Start: w.slot(reference, "S2", 0)})
	w.now = w.whole(reference).Talk.Start.Add(time.Minute)
	w.do(daan, reference, dossier.RecordTalk{Solved: true, How: "x", ActKind: "repair_visit", Act: "x"})
	w.do(me, reference, dossier.PassOnAct{})
	w.do(receptionist, reference, dossier.BookAct{On: w.today(1)})
	w.do(me, reference, dossier.AnswerTalk{Solved: true})
	w.advance(2 * day)
	w.do(receptionist, reference, dossier.CompleteAct{On: w.today(0)})
	w.quiet()
	if s := w.whole(reference); s.Ending != dossier.SolvedInTalk {
		t.Errorf("ended %q in %s", s.Ending, s.Phase)
	}
	w.heard(reference, "complainant", "talk_requested", "talk_booked", "talk_cancelled", "talk_booked", "talk_lapsed", "talk_booked", "talk_held",
		"act_booked", "solved_in_talk")
	w.heard(reference, "specialist:S1", "talk_booked", "talk_cancelled", "talk_booked", "talk_cancelled")
	w.heard(reference, "specialist:S2", "talk_booked", "talk_answered")

	vain := w.talk("S1")
	w.now = w.whole(vain).Talk.Start.Add(time.Minute)
	for range 3 {
		w.do(sanne, vain, dossier.RecordTalkAttempt{})
	}
	w.quiet()
	w.heard(vain, "complainant", "talk_attempted", "talk_attempted", "talk_not_reached")
}

func TestR24_EveryOtherEndingIsTold(t *testing.T) {
	w := newWorld(t)
	filed := func() string { return w.file().Reference }

	withdrawn := filed()
	w.do(complainant(withdrawn), withdrawn, dossier.Withdraw{Why: "x"})

	harmed := filed()
	w.do(owner, harmed, dossier.Judge{Severity: "grave", Serious: true, Harm: true, Reason: "x"})
	w.do(complainant(harmed), harmed, dossier.Withdraw{})
	w.do(owner, harmed, dossier.SettleWithdrawal{GoOn: true, Reason: "x"})

	stopped := filed()
	w.toFindingAlmost(stopped)
	w.do(owner, stopped, dossier.Discontinue{Reason: "settled_elsewhere", Evidence: "x"})

	open := filed()
	w.toFinding(open, dossier.PartlyFounded)
	w.do(owner, open, dossier.TakeDecision{Upheld: true, Reason: "x"})
	for range 2 {
		w.do(owner, open, dossier.MakeOffer{Apology: true, Words: "x"})
		w.do(complainant(open), open, dossier.RefuseOffer{Why: "x"})
	}
	w.do(owner, open, dossier.CloseWithStandingOffer{})
	w.quiet()

	w.heard(withdrawn, "complainant", "ban_ended", "withdrawn")
	w.heard(harmed, "complainant", "withdrawal_asked", "withdrawal_overruled")
	w.heard(stopped, "complainant", "investigation_discontinued")
	w.heard(stopped, "specialist:S1", "hearing_cancelled", "investigation_discontinued")
	w.heard(open, "complainant", "offer_stands", "offer_left_open")
}

// toFindingAlmost takes a filed complaint into its investigation, with a hearing to come.
func (w *world) toFindingAlmost(reference string) {
	w.t.Helper()
	w.investigate(reference)
	w.do(owner, reference, dossier.InviteToHearing{Specialist: "S1", At: w.now.Add(8 * day), Allegation: "x"})
}

func TestR5_ARepresentativeIsToldNothingOfTheClientWithoutAuthority(t *testing.T) {
	w := newWorld(t)
	c := complaint()
	c.Contact = dossier.Contact{Name: "Petra Partner", Email: "petra@example.org"}
	c.ActingFor, c.Relation = "Klaas Kramer", "partner"
	reference := w.do(casework.Public(), "", c).Reference
	w.settle()
	w.do(owner, reference, dossier.Judge{Severity: "serious", Serious: true, Reason: "x"})
	w.quiet()
	w.heard(reference, "complainant", "filed", "authority_asked")
	for _, m := range w.messages(reference) {
		if m.To == "complainant" && contains(m.Subject+m.Body, "Klaas", "Sanne", "Bakker") {
			t.Errorf("%s tells of the client: %s", m.Kind, m.Body)
		}
	}
	if s := w.whole(reference); s.Match.Outcome == dossier.MatchNobody {
		t.Error("the register was asked for the representative instead of the client")
	}
}
