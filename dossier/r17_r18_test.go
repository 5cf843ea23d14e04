package dossier_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func finding(subject string, outcome dossier.Outcome) dossier.RecordFinding {
	return dossier.RecordFinding{Subject: subject, Outcome: outcome, Reasons: "Zo bleek.", Measure: "Meer tijd per klant."}
}

func skip(part dossier.Step, id dossier.SpecialistID, reason string) dossier.SkipPart {
	return dossier.SkipPart{Part: part, Specialist: id, Reason: reason, Evidence: "Brief van 3 maart."}
}

// No finding before each of the three parts is there.
func TestR17_BothSidesHeard(t *testing.T) {
	w := investigating(t)
	w.refused(finding("treatment", dossier.Founded), assistant, "inquiry_open", "R17")
	w = inquired(t)
	w.refused(finding("treatment", dossier.Founded), assistant, "not_heard", "R17")
	w = invited(t)
	w.refused(finding("treatment", dossier.Founded), assistant, "not_heard", "R17")
	w = heard(t)
	w.do(finding("treatment", dossier.Founded), assistant)
	w.events(dossier.SubjectFound{})
}

// The complainant comes first: without their side the investigation is not even opened.
func TestR17_ComplainantCouldExplain(t *testing.T) {
	w := judged(t)
	w.refused(dossier.OpenInvestigation{Subjects: []string{"treatment"}}, assistant, "not_explained", "R12")
	w.do(dossier.RecordExplanation{How: "visit", Words: "Het deed pijn."}, assistant)
	w.do(dossier.OpenInvestigation{Subjects: []string{"treatment"}}, assistant)
	w.inPhase(dossier.PhaseInvestigation)
}

func TestR17_EveryAccusedIsHeard(t *testing.T) {
	w := explained(t, func(f *dossier.File) { f.Specialists = []dossier.SpecialistID{S1, S2} })
	w.do(dossier.OpenInvestigation{Subjects: []string{"specialist:S1", "specialist:S2"}}, assistant)
	w.do(skip(dossier.StepInquiry, "", "no_other_clients"), assistant)
	w.do(skip(dossier.StepHearing, S1, "written_refusal"), assistant)
	w.refused(finding("specialist:S1", dossier.Unfounded), assistant, "not_heard", "R17")
	w.do(skip(dossier.StepHearing, S2, "written_refusal"), assistant)
	w.do(finding("specialist:S1", dossier.Unfounded), assistant)
}

// Who is added later is heard too.
func TestR17_AddedSubjectIsHeard(t *testing.T) {
	w := heard(t, func(f *dossier.File) { f.Specialists = []dossier.SpecialistID{S1, S3} })
	w.impossible("record_finding", assistant, "not_heard") // named, and the treatment is investigated
	w.do(skip(dossier.StepHearing, S3, "written_refusal"), assistant)
	w.possible("record_finding", assistant)
}

func TestR17_SkipExplanation(t *testing.T) {
	w := judged(t)
	w.refused(skip(dossier.StepExplanation, "", "unreachable"), assistant, "attempts", "R17")
	w.refused(skip(dossier.StepExplanation, "", "no_show"), assistant, "wrong_part", "R17")
	w.refused(dossier.SkipPart{Part: dossier.StepExplanation, Reason: "written_refusal"}, assistant, "missing", "")
	w.refused(skip(dossier.StepExplanation, "", "written_refusal"), receptionist, "not_yours", "")
	w.do(skip(dossier.StepExplanation, "", "written_refusal"), assistant)
	equal(t, "evidence", w.part("evidence").Class, dossier.ClassHandling)
	w.notDue(dossier.DueCall)
	w.refused(skip(dossier.StepExplanation, "", "written_refusal"), assistant, "done", "R17")
	w.do(dossier.OpenInvestigation{Subjects: []string{"treatment"}}, assistant)

	w = explained(t)
	w.refused(skip(dossier.StepExplanation, "", "written_refusal"), assistant, "done", "R17")
}

// Three attempts on two days: two are too few, three on one day as well.
func TestR17_AttemptsOnTwoDays(t *testing.T) {
	try := dossier.RecordAttempt{How: "call"}
	w := judged(t)
	for range 3 {
		w.after(time.Hour).do(try, receptionist)
	}
	w.refused(skip(dossier.StepExplanation, "", "unreachable"), assistant, "attempts", "R17")

	w = judged(t)
	w.do(try, receptionist)
	w.after(24*time.Hour).do(try, receptionist)
	w.refused(skip(dossier.StepExplanation, "", "unreachable"), assistant, "attempts", "R17")
	w.after(time.Hour).do(try, receptionist)
	e := only[dossier.PartSkipped](t, w.do(skip(dossier.StepExplanation, S1, "unreachable"), assistant))
	equal(t, "event", e, dossier.PartSkipped{Part: dossier.StepExplanation, Reason: "unreachable"})
}

func TestR17_SkipInquiry(t *testing.T) {
	w := explained(t)
	w.refused(skip(dossier.StepInquiry, "", "no_other_clients"), assistant, "wrong_step", "R17")
	w = investigating(t)
	c := skip(dossier.StepInquiry, "", "no_other_clients")
	c.Others = 1
	w.refused(c, assistant, "others", "R17")
	c.Others = 0
	w.do(c, assistant)
	w.refused(c, assistant, "done", "R17")
	w = inquired(t)
	w.refused(c, assistant, "done", "R17")
}

func TestR17_SkipHearing(t *testing.T) {
	w := inquired(t)
	w.refused(skip(dossier.StepHearing, "", "written_refusal"), assistant, "not_accused", "R17")
	w.refused(skip(dossier.StepHearing, S2, "written_refusal"), assistant, "no_choice", "")
	w.refused(skip(dossier.StepHearing, S1, "no_show"), assistant, "no_show", "R17")
	w.do(skip(dossier.StepHearing, S1, "written_refusal"), assistant)
	w.refused(skip(dossier.StepHearing, S1, "written_refusal"), assistant, "done", "R17")
	w.possible("record_finding", assistant)
}

// Two invitations and no-show; one that was taken back does not count.
func TestR17_TwoInvitationsAndNoShow(t *testing.T) {
	w := invited(t)
	w.do(dossier.CancelHearing{Specialist: S1, Reason: "De zaal is dicht."}, assistant)
	for i, at := range []string{"2026-03-16 10:00", "2026-03-23 10:00"} {
		w.refused(skip(dossier.StepHearing, S1, "no_show"), assistant, "no_show", "R17")
		e := only[dossier.HearingInvited](t, w.do(dossier.InviteToHearing{Specialist: S1, At: clock(at), Allegation: "A"}, assistant))
		equal(t, "invitation", e.Invitation, i+1)
		w.until(at)
		w.do(dossier.RecordNoShow{Specialist: S1}, assistant)
	}
	w.do(skip(dossier.StepHearing, S1, "no_show"), assistant)
	w.do(finding("treatment", dossier.Founded), assistant)
}

func TestR18_FindingPerSubject(t *testing.T) {
	w := heard(t)
	w.refused(finding("branch", dossier.Founded), assistant, "no_choice", "")
	w.refused(finding("treatment", "maybe"), assistant, "no_choice", "")
	w.refused(finding("treatment", dossier.Founded), receptionist, "not_yours", "")
	c := finding("treatment", dossier.Unfounded)
	c.Reasons = ""
	w.refused(c, assistant, "missing", "")
	w.do(finding("treatment", dossier.PartlyFounded), assistant)
	w.events(dossier.SubjectFound{})
	w.inPhase(dossier.PhaseInvestigation)
	w.refused(finding("treatment", dossier.Founded), assistant, "no_choice", "") // it has one
	w.do(finding("specialist:S1", dossier.Unfounded), assistant)
	w.events(dossier.SubjectFound{}, dossier.BanEnded{}, dossier.InvestigationCompleted{})
	w.inPhase(dossier.PhaseDecision)
	equal(t, "findings", w.state.Findings, []dossier.Finding{
		{Subject: dossier.FindingSubject{About: dossier.AboutTreatment}, Outcome: dossier.PartlyFounded},
		{Subject: dossier.FindingSubject{About: dossier.AboutSpecialist, Specialist: S1}, Outcome: dossier.Unfounded},
	})
}

func TestR18_FoundedNamesMeasure(t *testing.T) {
	for _, outcome := range []dossier.Outcome{dossier.Founded, dossier.PartlyFounded} {
		w := heard(t)
		c := finding("treatment", outcome)
		c.Measure = " "
		r := w.refused(c, assistant, "missing", "R18")
		equal(t, "field", r.Field, "Measure")
		c.Measure = "Geen, de specialist is weg."
		w.do(c, assistant)
		equal(t, "measure", w.part("measure").Class, dossier.ClassFinding)
	}
	w := heard(t)
	c := finding("treatment", dossier.Unfounded)
	c.Measure = ""
	w.do(c, assistant)
}

// The specialist gets the finding about them with its reasons, when all is found, and not before.
func TestR18_SpecialistReceivesFinding(t *testing.T) {
	w := heard(t)
	w.do(finding("specialist:S1", dossier.Founded), assistant)
	w.told()
	equal(t, "before the end", dossier.Sees(w.sees(specialist1), dossier.ClassFinding, "S1"), false)
	w.do(finding("treatment", dossier.Founded), assistant)
	w.told("complainant ban_ended", "specialist:S1 ban_ended", "complainant investigation_completed", "specialist:S1 finding")
	equal(t, "own", dossier.Sees(w.sees(specialist1), dossier.ClassFinding, "S1"), true)
	equal(t, "of all", dossier.Sees(w.sees(specialist1), dossier.ClassFinding, ""), false)
	equal(t, "another's", dossier.Sees(w.sees(specialist2), dossier.ClassFinding, "S1"), false)
	equal(t, "complainant", dossier.Sees(w.sees(complainant), dossier.ClassFinding, "S1"), true)
}

func TestR18_CompletionTakesPlannedCallOff(t *testing.T) {
	w := heard(t)
	w.do(dossier.PlanExplanation{How: "call", Start: clock("2026-03-20 10:00")}, assistant)
	w.do(finding("specialist:S1", dossier.Founded), assistant)
	w.do(finding("treatment", dossier.Founded), assistant)
	w.events(dossier.SubjectFound{}, dossier.BanEnded{}, dossier.ExplanationCancelled{}, dossier.InvestigationCompleted{})
	w.notDue(dossier.DueAppointment)
}

// Whoever comes into view only after the findings was not heard: the investigation is taken up again for that, not patched.
func TestR17_NobodyIsMatchedUnheardAfterTheFindings(t *testing.T) {
	w := found(t, dossier.Unfounded)
	other := dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "Andere afspraak."}
	w.refused(other, assistant, "not_heard", "R17")
	w.do(dossier.TakeDecision{Ground: "unfounded", Reason: "R"}, assistant)
	w.do(dossier.Reopen{Reason: "mistake", Words: "W"}, owner)
	w.do(other, assistant)
	w.refused(finding("treatment", dossier.Unfounded), assistant, "not_heard", "R17")
}
