package dossier_test

import (
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func TestActor_IsCalledByWhatItIs(t *testing.T) {
	for want, by := range map[string]dossier.Actor{
		"owner": owner, "complainant": complainant, "fellow:1": fellow1, "fellow:2": fellow2, "system": system, "s1": specialist1,
	} {
		equal(t, "name", by.Name(), want)
	}
}

func TestRefusal_NamesItsRule(t *testing.T) {
	equal(t, "with a rule", (&dossier.Refusal{Rule: "R5", Text: dossier.Text{EN: "No."}}).Error(), "No. (R5)")
	equal(t, "without", (&dossier.Refusal{Text: dossier.Text{EN: "No."}}).Error(), "No.")
}

func TestState_BeforeAnythingHappened(t *testing.T) {
	equal(t, "open", dossier.State{}.Open(), false)
	equal(t, "open", asked(t).state.Open(), true)
	equal(t, "open", withdrawn(t).state.Open(), false)
}

// Whoever is under investigation, or kept apart, is complained about, whatever else says so (R14).
func TestR14_WhoIsAccused(t *testing.T) {
	w := investigating(t, func(f *dossier.File) { f.Specialists = nil })
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "De verkeerde."}, assistant)
	s := w.state
	s.Bans = nil
	equal(t, "under investigation", s.Accused(), []dossier.SpecialistID{S2, S1})
	s.Bans = []dossier.Ban{{Specialist: S3, Since: w.now}}
	equal(t, "kept apart", s.Accused(), []dossier.SpecialistID{S2, S1, S3})
	s.Bans[0].Until = w.now.Add(time.Hour)
	equal(t, "no longer kept apart", s.Accused(), []dossier.SpecialistID{S2, S1})

	w = filed(t, func(f *dossier.File) { f.Specialists = nil })
	nobodys := treatment()
	nobodys.Specialist = ""
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: nobodys}, system)
	equal(t, "a treatment of nobody known", w.state.Accused(), nil)
	w.do(seriousJudgement(), assistant)
	w.do(dossier.RecordExplanation{How: "call", Words: "Het deed pijn."}, assistant)
	w.do(dossier.OpenInvestigation{Subjects: []string{"treatment"}}, assistant)
	equal(t, "to hear", w.state.ToHear(), nil)
}

// A treatment that nobody found can be investigated; then there is nobody to hear about it (R16).
func TestR16_ATreatmentThatWasNotFoundHasNobodyToHear(t *testing.T) {
	w := unknown(t, func(f *dossier.File) { f.Specialists = nil })
	w.do(seriousJudgement(), assistant)
	w.do(dossier.RecordExplanation{How: "call", Words: "Het deed pijn."}, assistant)
	w.do(dossier.OpenInvestigation{Subjects: []string{"treatment"}}, assistant)
	equal(t, "to hear", w.state.ToHear(), nil)
	w.impossible("invite_to_hearing", assistant, "nobody_to_hear")
}

// Skipping one part skips no other (R17).
func TestR17_APartThatIsSkippedIsThatPart(t *testing.T) {
	w := judged(t)
	w.do(dossier.SkipPart{Part: dossier.StepExplanation, Reason: "written_refusal", Evidence: "Brief."}, assistant)
	w.do(dossier.OpenInvestigation{Subjects: []string{"branch"}}, assistant)
	w.possible("start_inquiry", assistant)
	w.refused(dossier.RecordFinding{Subject: "branch", Outcome: dossier.Unfounded, Reasons: "Zo bleek."}, assistant, "inquiry_open", "R17")
}

// However a state came about: no finding before the complainant could explain (R17).
func TestR17_NoFindingWithoutTheComplainantsSide(t *testing.T) {
	w := heard(t)
	w.possible("record_finding", assistant)
	w.state.Explained = false
	w.refused(dossier.RecordFinding{Subject: "treatment", Outcome: dossier.Unfounded, Reasons: "Zo bleek."}, assistant, "not_explained", "R17")
}

func TestR19_ADiscountIsBookedAsATreatmentIs(t *testing.T) {
	w := upheld(t)
	w.do(dossier.MakeOffer{Discount: 2_000, Words: "Korting op een nieuwe behandeling."}, assistant)
	w.do(dossier.AcceptOffer{}, complainant)
	w.do(dossier.BookRemedy{Remedy: 1, On: "2026-03-20", Specialist: S2}, receptionist)
	equal(t, "booked", w.state.Remedies[0].BookedOn, "2026-03-20")
	w.do(dossier.StopContact{Specialist: S2}, system)
	w.events(dossier.RemedyUnbooked{})
	w.told("complainant remedy_unbooked", "specialist:S2 remedy_unbooked")
}

func TestMerge_AbsorbingAsksForATreatmentAndForNoConflict(t *testing.T) {
	unknown(t).impossible("absorb", assistant, "no_treatment")
	matched(t).impossible("absorb", treatingBoss, "conflict")
}

// Who is involved does nothing in the dossier, except a specialist for their own side (R14).
func TestR14_AnInvolvedReceptionistLeavesItToOthers(t *testing.T) {
	w := booked(t)
	w.possible("cancel_talk", receptionist)
	w.do(dossier.DeclareConflict{Account: receptionist.Account, Reason: "Familie."}, owner)
	for _, kind := range []dossier.Kind{"cancel_talk", "lapse_talk"} {
		w.impossible(kind, receptionist, "conflict")
		w.possible(kind, specialist1)
	}
}

func TestR4_EachThingOnce(t *testing.T) {
	w := agreed(t)
	w.do(dossier.CompleteAct{On: w.today()}, receptionist)
	for _, kind := range []dossier.Kind{"book_act", "complete_act"} {
		w.impossible(kind, receptionist, "no_act")
	}
	w = booked(t)
	w.state.Phase = dossier.PhaseTriage // however it came about
	w.impossible("record_talk", specialist1, "no_talk_planned")
}

// A talk with whoever is free is nobody's yet: a specialist whom the register does not know has no say in it.
func TestR1_ATalkWithoutSpecialistIsNobodys(t *testing.T) {
	w := newWorld(t)
	c := wish()
	c.Specialist = ""
	w.do(c, complainant)
	w.impossible("lapse_talk", treats("new", ""), "not_your_talk")
	w.possible("lapse_talk", receptionist)
}

func TestR9_AClientWithoutThatVisitIsAskedForProof(t *testing.T) {
	w := filed(t)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchNoVisit}, system)
	w.possible("ask_proof", receptionist)
	w.do(dossier.GiveProof{Proof: "Een foto van de bon."}, complainant)
}

func TestR16_OnlyAnAnswerIsWeighed(t *testing.T) {
	w := investigating(t)
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	w.impossible("weigh_answer", assistant, "no_answer")
	w.do(dossier.AnswerInquiry{Words: "Mijn specialist had haast."}, fellow1)
	w.possible("weigh_answer", assistant)
}

func TestR27_ThePoliceAreInformedOnce(t *testing.T) {
	w := establishedFalse(t)
	w.do(dossier.ReportToPolice{Number: "PL1"}, assistant)
	w.impossible("inform_police", assistant, "not_undone")
	w.do(dossier.UndoFalse{Reason: "Het bezoek bleek er toch te zijn."}, assistant2)
	w.do(dossier.InformPolice{}, assistant)
	w.impossible("inform_police", assistant, "no_report")
	if kinds := w.dueKinds(); !slices.Contains(kinds, dossier.DueUndo) {
		t.Errorf("the apologies are due still: %v", kinds)
	}
}

// Money for a claim that an undoing took back may still come in, until it is repaid; for no other claim that has ended (R26, R27).
func TestR27_LateMoneyForAClaimThatWasTakenBack(t *testing.T) {
	claimed := func() *world {
		w := establishedFalse(t)
		w.do(dossier.SendClaim{}, assistant)
		return w
	}
	undo := dossier.UndoFalse{Reason: "Het bezoek bleek er toch te zijn."}
	w := claimed()
	w.do(undo, assistant2)
	w.do(dossier.RecordClaimPayment{Amount: 100}, assistant)
	w.do(dossier.RepayClaim{}, assistant)
	w.impossible("record_claim_payment", assistant, "no_claim")

	w = claimed()
	w.do(dossier.RecordClaimPayment{Amount: w.state.Claim.Total}, assistant)
	w.do(undo, assistant2)
	w.impossible("record_claim_payment", assistant, "no_claim")

	w = claimed()
	w.do(dossier.WithdrawClaim{Reason: "Niet nodig."}, assistant)
	w.impossible("record_claim_payment", assistant, "no_claim")
}

// What the client writes of a talk is read by that specialist: not while a ban keeps the two apart (R23).
func TestR23_NothingIsWrittenToTheSpecialistInABan(t *testing.T) {
	w := talked(t, false)
	w.held = []dossier.SpecialistID{S1}
	w.refused(dossier.AnswerTalk{Account: "Hij deed ruw."}, complainant, "ban", "R23")
	w.do(dossier.AnswerTalk{}, complainant)
	w = talked(t, false)
	w.held = []dossier.SpecialistID{S2}
	w.do(dossier.AnswerTalk{Account: "Hij deed ruw."}, complainant)
}

// A ground that is never used against harm is not kept on review when harm has come to light (R20).
func TestR20_AReviewKeepsNoGroundThatNoLongerHolds(t *testing.T) {
	w := matched(t)
	w.do(dossier.Judge{Severity: "minor", Ground: "comfort", Reason: "R"}, owner)
	w.do(dossier.AskReview{Words: "W"}, complainant)
	w.do(dossier.MarkHarm{Harm: true, Reason: "Brief van de arts."}, assistant)
	w.refused(dossier.AnswerReview{Maintained: true, Reason: "R"}, assistant, "ground_gone", "R20")
	w.do(dossier.AnswerReview{Reason: "R"}, assistant)
	w.inPhase(dossier.PhaseTriage)
}

// Nothing is merged into a dossier whose only question left is the review: the other complaint would never be judged (R10).
func TestMerge_NotIntoAReview(t *testing.T) {
	w := matched(t)
	w.do(dossier.Judge{Severity: "minor", Ground: "premises", Reason: "R"}, owner)
	w.do(dossier.AskReview{Words: "W"}, complainant)
	w.impossible("absorb", assistant, "in_review")
}

// A wish to withdraw is decided on before the dossier goes into another: there it would be forgotten.
func TestMerge_NotWhileWithdrawing(t *testing.T) {
	w := withdrawing(judged(t))
	w.impossible("merge_into", assistant, "withdrawing")
}
