package dossier_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// A rejection names a ground, at triage as after an investigation.
func TestR20_GroundIsNamed(t *testing.T) {
	w := matched(t)
	w.refused(dossier.Judge{Severity: "minor", Reason: "R"}, assistant, "missing", "R20")
	w.refused(dossier.Judge{Severity: "minor", Ground: "spider", Reason: "R"}, assistant, "no_choice", "")
	w = found(t, dossier.Unfounded)
	w.refused(dossier.TakeDecision{Reason: "R"}, assistant, "missing", "R20")
	e := only[dossier.Decided](t, w.do(dossier.TakeDecision{Ground: "unfounded", Reason: "Er bleek niets."}, assistant))
	equal(t, "ground", e, dossier.Decided{Ground: "unfounded"})
	w.events(dossier.Decided{}, dossier.Ended{})
	w.told("complainant rejected")
	equal(t, "ending", w.state.Ending, dossier.Rejected)
}

// Nothing of worth follows from a rejection: each act that gives something is refused, to everybody.
func TestR20_NothingFollowsRejection(t *testing.T) {
	for name, w := range map[string]*world{"triage": rejectedAtTriage(t), "decision": rejected(t)} {
		for _, c := range []dossier.Command{
			dossier.MakeOffer{},
			dossier.AcceptOffer{},
			dossier.BookRemedy{},
			dossier.CarryOut{},
			dossier.TakeDecision{},
			dossier.CloseWithStandingOffer{},
		} {
			for _, by := range []dossier.Actor{owner, assistant, receptionist, complainant} {
				if dossier.Possible(w.state, c.Kind(), w.env(by)) == nil {
					t.Errorf("%s is possible for %s after a rejection (%s)", c.Kind(), by.Name(), name)
				}
			}
		}
		equal(t, "granted", w.state.Granted(), dossier.Cents(0))
	}
}

func shades(advertised, achieved int) func(*dossier.Treatment) {
	return func(tr *dossier.Treatment) { tr.ShadesAdvertised, tr.ShadesAchieved = advertised, achieved }
}

// matchedWith is matched with a treatment that differs.
func matchedWith(t testing.TB, edit func(*dossier.Treatment), edits ...func(*dossier.File)) *world {
	w := filed(t, edits...)
	tr := treatment()
	edit(tr)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: tr}, system)
	return w
}

// Less result than expected: only when the record shows the advertised shades, and never against harm.
func TestR20_LessResult(t *testing.T) {
	for _, tc := range []struct {
		name     string
		edit     func(*dossier.Treatment)
		harm     bool
		reached  bool
		code     string
		achieved int
	}{
		{"reached", shades(8, 8), false, true, "", 8},
		{"more", shades(8, 9), false, true, "", 9},
		{"fewer", shades(8, 7), false, false, "shades", 7},
		{"none advertised", shades(0, 4), false, false, "shades", 4},
		{"harm", shades(8, 8), true, true, "harm", 8},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := matchedWith(t, tc.edit)
			equal(t, "what the record shows", dossier.ShadesReached(w.state), tc.reached)
			c := dossier.Judge{Severity: "minor", Harm: tc.harm, Ground: "less_result", Reason: "R"}
			if tc.code != "" {
				w.refused(c, assistant, tc.code, "R20")
				return
			}
			w.do(c, assistant)
			equal(t, "ending", w.state.Ending, dossier.RejectedAtTriage)
		})
	}
	equal(t, "without a treatment", dossier.ShadesReached(unknown(t).state), false)
}

// Comfort, premises and 'not serious' are no ground where health was harmed; after the investigation neither.
func TestR20_NeverAgainstHarm(t *testing.T) {
	for _, ground := range []string{"comfort", "premises", "not_serious"} {
		w := matched(t)
		w.refused(dossier.Judge{Severity: "minor", Harm: true, Ground: ground, Reason: "R"}, assistant, "harm", "R20")
		w.do(dossier.Judge{Severity: "minor", Ground: ground, Reason: "R"}, assistant)
	}
	w := found(t, dossier.Unfounded)
	w.do(dossier.MarkHarm{Harm: true, Reason: "Brief van de arts."}, assistant)
	w.refused(dossier.TakeDecision{Ground: "comfort", Reason: "R"}, assistant, "harm", "R20")
	w.do(dossier.TakeDecision{Ground: "unfounded", Reason: "R"}, assistant)
}

func TestR20_TooLate(t *testing.T) {
	late := dossier.Judge{Severity: "minor", Ground: "late", Reason: "R"}
	w := matched(t)
	w.refused(late, assistant, "not_late", "R20")
	w = newWorld(t).until("2026-03-07 00:00")
	w.do(complaint(), complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	w.do(late, assistant)
}

// Not found is a ground only after proof was asked and its time has passed without any.
func TestR20_NotFoundAfterProofWasAsked(t *testing.T) {
	c := dossier.Judge{Severity: "minor", Ground: "not_found", Reason: "R"}
	matched(t).refused(c, assistant, "proof_term", "R20")
	w := unknown(t)
	w.now = w.due(dossier.DueProof).Due
	w.refused(c, assistant, "proof_term", "R20")
	w.after(time.Millisecond).do(c, assistant)

	w = unknown(t)
	due := w.due(dossier.DueProof).Due
	w.do(dossier.GiveProof{Proof: "Bon 12."}, complainant)
	w.now = due.Add(time.Hour)
	w.refused(c, assistant, "proof_term", "R20")
}

func TestR20_UnfoundedNeedsInvestigation(t *testing.T) {
	matched(t).refused(dossier.Judge{Severity: "minor", Ground: "unfounded", Reason: "R"}, assistant, "not_investigated", "R20")
	found(t, dossier.Unfounded).do(dossier.TakeDecision{Ground: "unfounded", Reason: "R"}, assistant)
}

// A review is asked in its time, and answered by someone who did not decide.
func TestR20_Review(t *testing.T) {
	ask := dossier.AskReview{Words: "U vergat mijn foto."}
	settled(t).refused(ask, complainant, "not_rejected", "R20")
	for name, make := range map[string]func() *world{
		"triage":   func() *world { return rejectedAtTriage(t) },
		"decision": func() *world { return rejected(t) },
	} {
		t.Run(name, func(t *testing.T) {
			w := make()
			last := w.cal.After(w.state.EndedAt, w.terms.Review)
			w.now = last.Add(time.Millisecond)
			w.refused(ask, complainant, "review_too_late", "R20")
			w.now = last
			w.refused(dossier.AskReview{}, complainant, "missing", "")
			w.do(ask, complainant)
			w.told("complainant review_asked")
			w.inPhase(dossier.PhaseReview)
			w.due(dossier.DueReview)
			w.refused(dossier.AnswerReview{Maintained: true, Reason: "R"}, assistant, "decider", "R20")
			w.refused(dossier.AnswerReview{Maintained: true, Reason: "R"}, receptionist, "not_yours", "")
			w.refused(dossier.AnswerReview{Maintained: true}, owner, "missing", "")
			w.do(dossier.AnswerReview{Maintained: true, Reason: "Het blijft zo."}, owner)
			w.told("complainant review_maintained")
			w.inPhase(dossier.PhaseClosed)
			w.notDue(dossier.DueReview)
			w.refused(ask, complainant, "reviewed", "R20")
			w.do(dossier.Reopen{Reason: "new_facts", Words: "W"}, assistant2)
			equal(t, "what is decided anew can be reviewed anew", w.state.Reviewed, false)
		})
	}
}

// A rejection that is not maintained goes back to where it was wrong, and the ban starts again (R22).
func TestR20_ReviewNotMaintained(t *testing.T) {
	w := rejectedAtTriage(t)
	w.do(dossier.AskReview{Words: "W"}, complainant)
	w.do(dossier.AnswerReview{Reason: "Toch ernstig."}, owner)
	w.events(dossier.ReviewAnswered{}, dossier.Reopened{}, dossier.BanStarted{})
	w.inPhase(dossier.PhaseTriage)
	w.due(dossier.DueTriage)
	w.do(seriousJudgement(), assistant)

	w = rejected(t)
	w.do(dossier.AskReview{Words: "W"}, complainant)
	w.do(dossier.AnswerReview{Reason: "Een antwoord is vergeten."}, owner)
	w.inPhase(dossier.PhaseInvestigation)
	equal(t, "banned", w.state.Banned(), []dossier.SpecialistID{S1})
	equal(t, "findings", len(w.state.Findings), 0)
	w.refused(refund(100), owner, "wrong_step", "")
	w.do(finding("treatment", dossier.Founded), owner)
	w.do(finding("specialist:S1", dossier.Unfounded), owner)
	w.do(dossier.TakeDecision{Upheld: true, Reason: "R"}, owner)
	w.do(refund(100), owner)
}

func TestR21_RefundIsPaid(t *testing.T) {
	w := accepted(t)
	w.due(dossier.DueRemedy)
	w.refused(dossier.CarryOut{Remedy: 1, On: w.today()}, receptionist, "not_yours", "R21")
	w.refused(dossier.CarryOut{Remedy: 1, On: "2026-03-11"}, assistant, "future", "R5")
	w.refused(dossier.CarryOut{Remedy: 1, On: "2026-03-09"}, assistant, "before", "R21")
	w.refused(dossier.CarryOut{Remedy: 3, On: w.today()}, assistant, "no_choice", "")
	w.do(dossier.CarryOut{Remedy: 1, On: w.today()}, assistant)
	w.events(dossier.RemedyCarriedOut{})
	w.told("complainant remedy_carried_out")
	w.inPhase(dossier.PhaseRemedy) // the treatment is still to come
	equal(t, "still due", w.due(dossier.DueRemedy).Subject, "2")
	w.refused(dossier.CarryOut{Remedy: 1, On: w.today()}, assistant, "no_choice", "")
}

func TestR21_TreatmentIsBookedAndGiven(t *testing.T) {
	w := accepted(t)
	w.refused(dossier.CarryOut{Remedy: 2, On: w.today()}, assistant, "not_booked", "R21")
	w.refused(dossier.BookRemedy{Remedy: 1, On: "2026-03-12", Specialist: S2}, receptionist, "no_choice", "")
	w.refused(dossier.BookRemedy{Remedy: 2, On: "2026-03-09", Specialist: S2}, receptionist, "past", "R21")
	w.refused(dossier.BookRemedy{Remedy: 2, On: "2026-03-12", Specialist: S2}, specialist2, "not_yours", "")
	w.do(dossier.BookRemedy{Remedy: 2, On: "2026-03-12", Specialist: S2}, receptionist)
	w.told("complainant remedy_booked", "specialist:S2 remedy_booked")
	w.until("2026-03-12 17:00")
	w.do(dossier.CarryOut{Remedy: 2, On: "2026-03-12"}, receptionist)
	w.inPhase(dossier.PhaseRemedy)
	w.do(dossier.CarryOut{Remedy: 1, On: "2026-03-12"}, assistant)
	w.events(dossier.RemedyCarriedOut{}, dossier.Ended{})
	w.told("complainant remedy_carried_out", "complainant settled")
	equal(t, "ending", w.state.Ending, dossier.Settled)
	equal(t, "nothing due", len(w.deadlines()), 0)
}

// No treatment is booked with a specialist between whom and the client a ban runs, here or elsewhere (R23).
func TestR21_NoTreatmentInABan(t *testing.T) {
	w := offered(t)
	w.do(dossier.AcceptOffer{SameSpecialist: true}, complainant)
	w.held = []dossier.SpecialistID{S1, S2}
	for _, id := range w.held {
		w.refused(dossier.BookRemedy{Remedy: 2, On: "2026-03-12", Specialist: id}, receptionist, "ban", "R23")
	}
	w.do(dossier.BookRemedy{Remedy: 2, On: "2026-03-12", Specialist: S3}, receptionist)
	w.refused(dossier.StopContact{Specialist: S1}, system, "no_appointment", "R23")
	w.do(dossier.StopContact{Specialist: S3}, system)
	w.events(dossier.RemedyUnbooked{})
	w.refused(dossier.CarryOut{Remedy: 2, On: w.today()}, assistant, "not_booked", "R21")
}

func TestR21_ApologyAndDiscount(t *testing.T) {
	w := upheld(t)
	w.do(dossier.MakeOffer{Discount: 500, Apology: true, Words: "W"}, assistant)
	w.do(dossier.AcceptOffer{}, complainant)
	w.do(dossier.CarryOut{Remedy: 2, On: w.today(), Note: "Brief verstuurd."}, receptionist)
	equal(t, "note", w.part("note").Class, dossier.ClassDecision)
	w.do(dossier.CarryOut{Remedy: 1, On: w.today()}, receptionist)
	equal(t, "ending", w.state.Ending, dossier.Settled)
}
