package dossier_test

import (
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// Acts of the accused specialist about their own side: the only ones a conflict leaves.
var ownSide = map[dossier.Kind]bool{
	"cancel_talk": true, "record_talk_attempt": true, "record_talk": true, "lapse_talk": true, "record_breach": true,
	"hand_in_statement": true, "answer_minutes": true,
}

// worlds are dossiers in which S1 is complained about, in every phase.
func accusedWorlds(t *testing.T) map[string]*world {
	review := rejected(t)
	review.do(dossier.AskReview{Words: "Kijk nog eens."}, complainant)
	return map[string]*world{
		"triage": matched(t), "unknown": unknown(t), "explanation": explained(t), "investigation": heard(t),
		"inquiry": inquired(t), "decision": found(t, dossier.Founded), "offer": offered(t), "remedy": accepted(t),
		"closed": rejected(t), "review": review, "false": establishedFalse(t), "suspected": suspected(t),
	}
}

func TestR14_NobodyHandlesADossierInWhichTheyAreComplainedAbout(t *testing.T) {
	everything := dossier.StaffRoles()
	boss := dossier.Actor{Account: "boss", Roles: everything, Specialist: S1}
	free := dossier.Actor{Account: "boss", Roles: everything, Specialist: S3}
	for name, w := range accusedWorlds(t) {
		allowedToOther := 0
		for _, c := range dossier.Commands() {
			k := c.Kind()
			if ownSide[k] || k == "record_match" || k == "absorb" || k == "reach" || k == "stop_contact" {
				continue
			}
			err := dossier.Possible(w.state, k, w.env(boss))
			if err == nil {
				t.Errorf("%s: the owner who is complained about may %s", name, k)
			}
			if code := refusalCode(err); code != "conflict" && code != "not_yours" {
				t.Errorf("%s: %s is refused to the accused owner for %q, not for the conflict", name, k, code)
			}
			if dossier.Possible(w.state, k, w.env(free)) == nil {
				allowedToOther++
			}
		}
		if allowedToOther < 4 {
			t.Errorf("%s: an owner without a conflict may do %d acts only", name, allowedToOther)
		}
	}
}

func TestR14_AConflictLeavesTheAccusedTheirOwnSideAlone(t *testing.T) {
	w := heard(t)
	w.do(dossier.RecordBreach{Words: "De klager belde mij."}, treatingBoss)
	w.do(dossier.HandInStatement{Words: "Zo ging het."}, treatingBoss)
	w.refused(dossier.HandInStatement{Words: "Zo ging het."}, specialist2, "not_accused", "R16")
	w.refused(dossier.RecordHours{Minutes: 10, What: "Overleg."}, treatingBoss, "conflict", "R14")
}

func TestR14_ADeclaredConflictTakesAPersonOut(t *testing.T) {
	w := judged(t)
	equal(t, "handler", w.state.Handler, assistant.Account)
	w.do(dossier.DeclareConflict{Account: assistant.Account, Reason: "Familie van de klager."}, owner)
	equal(t, "handler", w.state.Handler, "")
	equal(t, "class of the reason", w.part("reason").Class, dossier.ClassHandling)
	w.refused(dossier.WriteNote{Words: "Toch even."}, assistant, "conflict", "R14")
	w.do(dossier.WriteNote{Words: "Ik neem het over."}, owner)
	w.refused(dossier.DeclareConflict{Account: assistant.Account, Reason: "Nog eens."}, owner, "same", "R14")
	equal(t, "sees", w.sees(assistant), nil)
	// another person's conflict leaves the handler where they are
	w = judged(t)
	w.do(dossier.DeclareConflict{Account: assistant2.Account, Reason: "Buurvrouw van de klager."}, owner)
	equal(t, "handler", w.state.Handler, assistant.Account)
}

func TestR14_ADeclaredConflictHoldsForWhoTreatsClientsToo(t *testing.T) {
	boss := dossier.Actor{Account: "boss", Roles: []dossier.Role{dossier.RoleOwner, dossier.RoleSpecialist}, Specialist: S3}
	w := booked(t)
	w.do(dossier.DeclareConflict{Account: boss.Account, Reason: "Familie."}, owner)
	w.refused(dossier.CancelTalk{Cause: "client"}, boss, "not_your_talk", "R3")
	w.refused(dossier.LapseTalk{Cause: "ill"}, boss, "not_your_talk", "R3")
	w = judged(t)
	w.do(dossier.RecordBreach{Words: "Er is gebeld."}, boss)
	w.do(dossier.DeclareConflict{Account: boss.Account, Reason: "Familie."}, owner)
	w.refused(dossier.RecordBreach{Words: "Er is gebeld."}, boss, "not_concerned", "R23")
}

func TestR14_NobodyReadsADossierInWhichTheyAreComplainedAbout(t *testing.T) {
	for name, w := range accusedWorlds(t) {
		for _, class := range w.sees(treatingBoss) {
			if dossier.Sees([]string{class}, dossier.ClassSummary, "") || dossier.Sees([]string{class}, dossier.ClassContact, "") ||
				dossier.Sees([]string{class}, dossier.ClassComplaint, "") || dossier.Sees([]string{class}, dossier.ClassHandling, "") ||
				dossier.Sees([]string{class}, dossier.ClassInquiry, "") || dossier.Sees([]string{class}, dossier.ClassDecision, "") {
				t.Errorf("%s: the accused owner sees %s", name, class)
			}
		}
		if !dossier.Sees(w.sees(owner), dossier.ClassComplaint, "") {
			t.Errorf("%s: the other owner does not see the complaint", name)
		}
	}
}

func TestR14_TheMatchedSpecialistIsComplainedAboutToo(t *testing.T) {
	w := filed(t, func(f *dossier.File) { f.Specialists = nil })
	w.possible("judge", treatingBoss)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	w.impossible("judge", treatingBoss, "conflict")
	// and is no longer, when the match proves wrong
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Reason: "Andere afspraak.", Treatment: otherTreatment()}, assistant)
	w.possible("judge", treatingBoss)
}

func TestR14_AnInvestigationIsOpenedByName(t *testing.T) {
	w := explained(t, func(f *dossier.File) { f.Specialists = []dossier.SpecialistID{S1, S2} })
	w.refused(dossier.OpenInvestigation{}, assistant, "missing", "")
	w.refused(dossier.OpenInvestigation{Subjects: []string{"specialist:S3"}}, assistant, "no_choice", "")
	w.do(dossier.OpenInvestigation{Subjects: []string{"specialist:S1", "specialist:S2", "treatment", "branch"}}, owner)
	equal(t, "subjects", only[dossier.InvestigationOpened](t, w.lastStep).Subjects, []dossier.FindingSubject{
		{About: dossier.AboutSpecialist, Specialist: S1},
		{About: dossier.AboutSpecialist, Specialist: S2},
		{About: dossier.AboutTreatment},
		{About: dossier.AboutBranch},
	})
	w.inPhase(dossier.PhaseInvestigation)
	w.told("complainant investigation_opened")
	w.refused(dossier.OpenInvestigation{Subjects: []string{"branch"}}, owner, "same", "R14")
}

func TestR14_ASubjectCanBeAddedLater(t *testing.T) {
	w := investigating(t)
	w.do(dossier.OpenInvestigation{Subjects: []string{"treatment", "branch"}}, assistant)
	equal(t, "added", only[dossier.InvestigationOpened](t, w.lastStep).Subjects, []dossier.FindingSubject{{About: dossier.AboutBranch}})
	equal(t, "subjects", len(w.state.Subjects), 3)
}

func TestR14_TheOutsidePersonHandlesWhenNoHandlerIsLeft(t *testing.T) {
	w := matched(t)
	w.refused(seriousJudgement(), outside, "not_yours", "R14")
	equal(t, "sees", w.sees(outside), nil)
	w.refused(dossier.AssignOutside{Account: outside.Account, HandlersFree: 1}, receptionist, "handlers_free", "R14")
	w.refused(dossier.AssignOutside{}, system, "no_outside", "R14")
	w.do(dossier.AssignOutside{Account: outside.Account}, system)
	equal(t, "handler", w.state.Handler, outside.Account)
	w.refused(dossier.AssignOutside{Account: outside.Account}, system, "has_outside", "R14")
	w.do(seriousJudgement(), outside)
	if !dossier.Sees(w.sees(outside), dossier.ClassComplaint, "") {
		t.Error("the outside person does not see the complaint")
	}
	w.impossible("write_note", member("another", dossier.RoleOutside), "not_yours")
	w.impossible("write_note", member("another", dossier.RoleOutside, dossier.RoleReceptionist), "not_yours")
	w.possible("send_message", member("another", dossier.RoleOutside, dossier.RoleReceptionist))
	w.refused(dossier.AssignOutside{Account: outside.Account}, specialist1, "not_yours", "")
}

func TestR14_AnOutsidePersonWithAConflictIsOutToo(t *testing.T) {
	w := matched(t)
	w.do(dossier.AssignOutside{Account: outside.Account}, system)
	w.do(dossier.DeclareConflict{Account: outside.Account, Reason: "Kent de klager."}, owner)
	w.impossible("judge", outside, "not_yours")
	equal(t, "sees", w.sees(outside), nil)
	w.refused(dossier.AssignOutside{Account: outside.Account}, system, "conflict", "R14")
	w.do(dossier.AssignOutside{Account: "outside2"}, system)
	w.possible("judge", member("outside2", dossier.RoleOutside))
}

func TestR14_AssigningPassesByWhoIsInvolved(t *testing.T) {
	w := judged(t)
	w.refused(dossier.Assign{Account: assistant.Account}, owner, "same", "R14")
	w.refused(dossier.Assign{Account: "boss", Specialist: S1}, owner, "conflict", "R14")
	w.do(dossier.Assign{Account: assistant2.Account, Specialist: S3}, owner)
	equal(t, "handler", w.state.Handler, assistant2.Account)
	w.do(dossier.DeclareConflict{Account: assistant.Account, Reason: "Familie."}, owner)
	w.refused(dossier.Assign{Account: assistant.Account}, owner, "conflict", "R14")
	w.refused(dossier.Assign{Account: owner.Account}, receptionist, "not_yours", "")
}

func TestR14_WhoJudgesHandlesFromThen(t *testing.T) {
	w := matched(t)
	w.do(dossier.Assign{Account: assistant2.Account}, owner)
	w.do(seriousJudgement(), assistant)
	equal(t, "handler", w.state.Handler, assistant2.Account) // had it already
	equal(t, "handler", judged(t).state.Handler, assistant.Account)
}

func TestR14_AHandlerWhoTurnsOutToBeComplainedAboutIsReleased(t *testing.T) {
	boss := dossier.Actor{Account: "boss", Roles: []dossier.Role{dossier.RoleOwner, dossier.RoleSpecialist}, Specialist: S1}
	w := filed(t, nobody)
	w.do(seriousJudgement(), boss)
	equal(t, "handler", w.state.Handler, boss.Account)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	equal(t, "handler", w.state.Handler, "")

	w = filed(t, nobody)
	w.do(dossier.Assign{Account: boss.Account, Specialist: S3}, owner)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
	equal(t, "handler", w.state.Handler, boss.Account)
	w.do(dossier.Absorb{Other: &dossier.MergeFacts{Reference: "WH-OTHER", Client: "C1", Treatment: "T1", Named: []dossier.SpecialistID{S3}}}, owner)
	equal(t, "handler", w.state.Handler, "")
}

func TestR14_WhoMayBeComplainedAboutDoesNotChooseTheTreatment(t *testing.T) {
	w := candidates(t) // of S1 and S2
	w.refused(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment()}, treatingBoss, "conflict", "R14")
	free := dossier.Actor{Account: "boss", Roles: []dossier.Role{dossier.RoleOwner, dossier.RoleSpecialist}, Specialist: S3}
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment()}, free)
	w.possible("judge", treatingBoss) // it is not about them
}
