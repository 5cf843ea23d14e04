package dossier_test

import (
	"slices"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

func TestAccess_TheDeskDuringTheTalk(t *testing.T) {
	w := talked(t, true)
	equal(t, "handlers", w.sees(owner), []string{"summary", "contact", "planning", "handling"})
	equal(t, "receptionist", w.sees(receptionist), []string{"summary", "contact", "planning", "ban"})
	equal(t, "nobody", w.sees(dossier.Actor{Account: "cleaner", Roles: []dossier.Role{"cleaner"}}), nil)
}

func TestAccess_ASpecialistMayAlsoBeAtTheDesk(t *testing.T) {
	w := matched(t)
	accused := dossier.Actor{Account: "r", Roles: []dossier.Role{dossier.RoleReceptionist, dossier.RoleSpecialist}, Specialist: S1}
	free := dossier.Actor{Account: "r", Roles: []dossier.Role{dossier.RoleReceptionist, dossier.RoleSpecialist}, Specialist: S3}
	equal(t, "accused", w.sees(accused), []string{"talk:S1", "planning:S1", "ban:S1", "hearing:S1"}) // the narrow view wins (R14, R23)
	equal(t, "free", w.sees(free), []string{"summary", "contact", "planning", "ban"})
	w.do(dossier.DeclareConflict{Account: "r", Reason: "Familie."}, owner)
	equal(t, "involved", w.sees(free), nil)
}

// What those see who judge an auditor reads too: of a talk its content once the client gave it along, and not before (R3). An administrator
// sees nothing.
func TestAccess_AuditorsReadWhatHandlersRead(t *testing.T) {
	worlds := accusedWorlds(t)
	shared := talked(t, false)
	shared.do(complaint(func(c *dossier.File) { c.ShareTalk = true }), complainant)
	worlds["talked"], worlds["booked"], worlds["shared"] = talked(t, true), booked(t), shared
	for name, w := range worlds {
		equal(t, name+": the auditor", w.sees(auditor), w.sees(owner))
		equal(t, name+": the content of the talk", dossier.Sees(w.sees(auditor), dossier.ClassTalk, ""), name == "shared")
		equal(t, name+": the administrator", w.sees(admin), nil)
	}
}

// R14 holds for whoever reads as for whoever judges: not in a dossier that is about them, nor with a conflict.
func TestR14_AnAuditorWhoIsComplainedAboutReadsTheirOwnSideAlone(t *testing.T) {
	w := matched(t)
	treats := func(id dossier.SpecialistID) dossier.Actor {
		return dossier.Actor{Account: "d", Roles: []dossier.Role{dossier.RoleAuditor, dossier.RoleSpecialist}, Specialist: id}
	}
	equal(t, "accused", w.sees(treats(S1)), w.sees(specialist1))
	equal(t, "free", w.sees(treats(S3)), w.sees(owner))
	w.do(dossier.DeclareConflict{Account: "d", Reason: "Familie."}, owner)
	equal(t, "involved", w.sees(treats(S3)), nil)
}

// Receptionists of a branch see the dossiers of that branch, those of none see all. The branch is that of the treatment once it is known.
func TestAccess_ReceptionistsOfABranch(t *testing.T) {
	of := func(branch dossier.BranchID) dossier.Actor {
		a := receptionist
		a.Branch = branch
		return a
	}
	w := talked(t, true)
	equal(t, "their own", w.sees(of(B1)), w.sees(receptionist))
	equal(t, "of another", w.sees(of("B2")), nil)
	w = unknown(t)
	equal(t, "as it was named", w.state.Desk(), B1)
	elsewhere := *treatment()
	elsewhere.Branch, elsewhere.ID = "B2", "T9"
	w.do(dossier.ChooseMatch{TreatmentID: "T9", Treatment: &elsewhere}, owner)
	equal(t, "as it was found", w.state.Desk(), "B2")
	equal(t, "as it was named, after it was found", w.sees(of(B1)), nil)
	equal(t, "as it was found", w.sees(of("B2")), w.sees(receptionist))
	equal(t, "of all branches", len(w.sees(receptionist)) > 0, true)
	equal(t, "as the desk is told", w.cut(of("B2")).Branch, "B2")
	equal(t, "as the owner is told", w.cut(owner).Branch, B1)
	equal(t, "as the accused knows it", w.cut(specialist1).Branch, B1)
}

func TestAccess_AFindingBelongsToWhomItIsAbout(t *testing.T) {
	w := found(t, dossier.Founded)
	about := dossier.SubjectFound{Subject: dossier.FindingSubject{About: dossier.AboutSpecialist, Specialist: S1}}
	equal(t, "person", dossier.PersonOf(about), "S1")
	equal(t, "person", dossier.PersonOf(dossier.BanStarted{Specialist: S2}), "S2")
	equal(t, "nobody", dossier.PersonOf(dossier.Filed{}), "")
	equal(t, "own", dossier.Sees(w.sees(specialist1), about.Class(), "S1"), true)
	equal(t, "of another", dossier.Sees(w.sees(specialist1), about.Class(), "S2"), false)
}

func TestCut_EachSeesTheirPart(t *testing.T) {
	w := talked(t, false)
	w.do(complaint(both), complainant)
	equal(t, "the talk of S1", w.cut(specialist1).Talk.HeldBy, []dossier.SpecialistID{S1})
	equal(t, "is not of S2", w.cut(specialist2).Talk, dossier.Talk{})

	w = accepted(t)
	for _, by := range []dossier.Actor{receptionist, specialist1} {
		s := w.cut(by)
		if s.Decided || s.Upheld || s.Offers != nil || s.Remedies != nil {
			t.Errorf("%s knows the decision: %v %v", by.Name(), s.Offers, s.Remedies)
		}
	}
	equal(t, "the complainant's offers", len(w.cut(complainant).Offers), 1)
	equal(t, "findings at the desk", len(w.cut(receptionist).Findings), 0)
	equal(t, "hearings of the complainant", len(w.cut(complainant).Hearings), 0)
	equal(t, "the inquiry of the complainant", w.cut(complainant).Inquiry, dossier.Inquiry{})
	equal(t, "the handlers see all of it", w.cut(owner), w.state)

	w = suspected(t)
	equal(t, "a suspicion is the handlers' own", w.cut(complainant).Suspected, false)
	equal(t, "a suspicion is the handlers' own", w.cut(receptionist).Suspected, false)
}

func TestAsks_AreTheFieldsThatPeopleFillIn(t *testing.T) {
	var fields []string
	for _, a := range dossier.Asks(dossier.BookTalk{}) {
		fields = append(fields, a.Field+" "+a.Sort+" "+a.List)
		equal(t, "required", a.Required, true)
	}
	equal(t, "fields", fields, []string{"Specialist choice specialist", "Start choice slot"}) // whether it is free is the register's to say
	for _, a := range dossier.Asks(dossier.File{}) {
		if slices.Contains([]string{"Reference", "TermsHash", "Source", "TalkAsked", "TalkEnded"}, a.Field) {
			t.Errorf("%s is asked of people", a.Field)
		}
	}
	equal(t, "contact is asked first", dossier.Asks(dossier.File{})[0].Field, "Name")
}

func TestEvolve_RemembersWhoAndWhen(t *testing.T) {
	w := withdrawn(t)
	equal(t, "opened", w.state.Opened, clock("2026-03-02 10:00"))
	equal(t, "closed by nobody of the staff", w.state.ClosedBy, "")
	w = rejectedAtTriage(t)
	equal(t, "opened", w.state.Opened, clock("2026-03-02 10:00"))
	equal(t, "closed by", w.state.ClosedBy, assistant.Account)
	equal(t, "ended", w.state.EndedAt, clock("2026-03-02 11:00"))
	w = talked(t, true)
	w.reach(dossier.DueTalkReply)
	equal(t, "closed by the program", w.state.ClosedBy, "")
}

func TestDeadlines_OfAnInvestigationEndWithIt(t *testing.T) {
	w := invited(t).until("2026-03-10 15:00")
	w.do(dossier.RecordHearing{Specialist: S1, Minutes: "Het ging zoals altijd.", Put: "Een klant merkte haast."}, assistant)
	w.reach(dossier.DueMinutes)
	for _, sub := range []string{"specialist:S1", "treatment"} {
		w.do(dossier.RecordFinding{Subject: sub, Outcome: dossier.Unfounded, Reasons: "Zo bleek."}, assistant)
	}
	w.notDue(dossier.DueMinutes)
}
