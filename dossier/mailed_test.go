package dossier_test

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Complaints that came by mail and do not say which visit they are about (R5, R6).

// mail is what such a mail gives.
func mail(edits ...func(*dossier.File)) dossier.File {
	f := dossier.File{
		Contact: dossier.Contact{Name: "Noor de Boer", Email: "noor@example.nl"}, Story: "Klacht\n\nMijn tanden doen pijn.", Language: "nl",
		Channel: dossier.ByMail, ReceivedAt: clock("2026-03-01 08:00"), Reference: reference, TermsHash: "terms1",
	}
	for _, edit := range edits {
		edit(&f)
	}
	return f
}

// mailed was taken in by the program.
func mailed(t testing.TB) *world {
	w := newWorld(t)
	w.do(mail(), system)
	return w
}

// mailedAnd is what the register answered.
func mailedAnd(t testing.TB, m dossier.RecordMatch) *world {
	w := mailed(t)
	w.do(m, system)
	return w
}

func visitTold(edits ...func(*dossier.TellVisit)) dossier.TellVisit {
	c := dossier.TellVisit{Branch: B1, TreatmentDate: treated, About: []dossier.About{dossier.AboutTreatment}}
	for _, edit := range edits {
		edit(&c)
	}
	return c
}

func TestR5_AMailIsFiledWithWhatItGives(t *testing.T) {
	w := mailed(t)
	w.inPhase(dossier.PhaseTriage)
	w.events(dossier.Filed{})
	w.told("complainant filed") // R7
	equal(t, "channel", w.state.Channel, dossier.ByMail)
	equal(t, "counts from", w.state.ReceivedAt, clock("2026-03-01 08:00"))
	equal(t, "triage", w.due(dossier.DueTriage).Due, clock("2026-03-02 08:00"))
	date, branch := w.state.Visit()
	equal(t, "date", date, "")
	equal(t, "branch", branch, "")
	equal(t, "desk", w.state.Desk(), "")
	// staff can make one of a mail that came in, or file what they know of it
	for _, by := range []dossier.Actor{receptionist, assistant, owner} {
		newWorld(t).do(mail(), by)
	}
	w = newWorld(t)
	w.do(mail(func(f *dossier.File) {
		f.TreatmentDate, f.Branch, f.About = treated, B1, []dossier.About{dossier.AboutBranch}
	}), receptionist)
	equal(t, "date", w.state.TreatmentDate, treated)
}

func TestR5_OnlyWhoTakesMailInLeavesTheVisitOpen(t *testing.T) {
	for _, by := range []dossier.Actor{complainant, fellow1} {
		newWorld(t).refusedFields(mail(), by, "Branch", "TreatmentDate", "About")
	}
	for _, channel := range []dossier.Channel{dossier.ByForm, dossier.ByPhone, dossier.ByCounter, dossier.ByLetter, dossier.ByInquiry, ""} {
		newWorld(t).refusedFields(mail(func(f *dossier.File) { f.Channel = channel }), receptionist, "Branch", "TreatmentDate", "About")
	}
	newWorld(t).refusedFields(mail(func(f *dossier.File) { f.Story = "" }), system, "Story")
	newWorld(t).refusedFields(mail(func(f *dossier.File) { f.Name, f.Email = "", "" }), system, "Name", "Email")
	newWorld(t).refusedFields(mail(func(f *dossier.File) { f.ReceivedAt = clock("2026-03-02 10:01") }), system, "ReceivedAt")
	newWorld(t).refusedFields(mail(func(f *dossier.File) { f.TreatmentDate = "2026-13-40" }), system, "TreatmentDate")
}

func TestR5_ATalkThatCameBeforeHasSaidWhichVisit(t *testing.T) {
	w := asked(t)
	w.do(mail(func(f *dossier.File) { f.ReceivedAt = w.now }), system)
	f := only[dossier.Filed](t, w.lastStep)
	equal(t, "date", f.TreatmentDate, treated)
	equal(t, "branch", f.Branch, B1)
	w.refused(visitTold(), receptionist, "visit_known", "R9")
}

func TestR8_WhatCameWithoutItsDayIsNotKnownToBeLate(t *testing.T) {
	w := newWorld(t).until("2026-05-01 10:00")
	w.do(mail(func(f *dossier.File) { f.ReceivedAt = w.now }), system)
	equal(t, "late", w.state.Late, false)
	w.explains("filed_untold", "R8 filed_untold noted: shows 1")
	w.refused(dossier.Judge{Severity: "minor", Ground: "late", Reason: "Te laat."}, assistant, "not_late", "R20")
	w.do(dossier.RecordMatch{Outcome: dossier.MatchCandidates, Candidates: []dossier.Treatment{*treatment()}}, system)
	equal(t, "late", w.state.Late, false)
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant)
	equal(t, "late", w.state.Late, true)
	w.explains("filed_late", "R8 filed_late noted: shows 1, shows 3")
}

func TestR8_TheTreatmentFoundLaterIsHeldAgainstTheReceipt(t *testing.T) {
	for at, late := range map[string]bool{"2026-03-06 23:59": false, "2026-03-07 00:00": true} {
		choose := newWorld(t).until(at)
		choose.do(mail(func(f *dossier.File) { f.ReceivedAt = choose.now }), system)
		tell := after(choose, nothing)
		choose.do(dossier.RecordMatch{Outcome: dossier.MatchNobody}, system)
		choose.until("2026-04-01 10:00").do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant)
		equal(t, "chosen of "+at, choose.state.Late, late)
		tell.until("2026-04-01 10:00").do(visitTold(), complainant)
		equal(t, "told of "+at, only[dossier.VisitTold](t, tell.lastStep).Late, late)
		equal(t, "told of "+at, tell.state.Late, late)
	}
	// a correction is held against the day of the treatment it corrects to, and back again
	w := newWorld(t).until("2026-03-06 12:00")
	w.do(mail(func(f *dossier.File) { f.ReceivedAt = w.now }), system)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchNobody}, system)
	old := otherTreatment()
	old.Date = "2026-01-05"
	for _, tc := range []struct {
		t    *dossier.Treatment
		late bool
	}{{treatment(), false}, {old, true}, {treatment(), false}} {
		w.do(dossier.ChooseMatch{TreatmentID: tc.t.ID, Treatment: tc.t, Reason: "Andere afspraak."}, assistant)
		equal(t, string(tc.t.Date), w.state.Late, tc.late)
	}
}

func TestR8_ATalkElsewhereKeepsTheTermOpenOnceTheVisitIsKnown(t *testing.T) {
	at := clock("2026-03-20 10:00")
	asked, ended := clock("2026-03-06 10:00"), clock("2026-03-13 10:00")
	start := func() *world {
		w := newWorld(t)
		w.now = at
		w.do(mail(func(f *dossier.File) { f.ReceivedAt = at }), system)
		w.do(dossier.RecordMatch{Outcome: dossier.MatchNobody}, system)
		return w
	}
	w := start()
	w.do(visitTold(func(c *dossier.TellVisit) { c.TalkAsked, c.TalkEnded = asked, ended }), receptionist)
	equal(t, "told", w.state.Late, false)
	equal(t, "remembered", w.state.Talk.ElsewhereEnded, ended)
	w = start()
	w.do(visitTold(), receptionist)
	equal(t, "told, without a talk", w.state.Late, true)
	w = start()
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment(), TalkAsked: asked, TalkEnded: ended}, assistant)
	equal(t, "chosen", w.state.Late, false)
	equal(t, "remembered", w.state.Talk.ElsewhereEnded, ended)
	w.do(dossier.ChooseMatch{TreatmentID: "T2", Treatment: otherTreatment(), Reason: "Andere afspraak."}, assistant)
	equal(t, "another, without a talk", w.state.Late, true)
	// where the complaint said its day, the talk is the one that was known when it was filed
	w = candidates(t)
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment(), TalkAsked: asked, TalkEnded: ended}, assistant)
	equal(t, "of a form", w.state.Talk.ElsewhereAsked.IsZero(), true)
	equal(t, "in its event", only[dossier.Matched](t, w.lastStep).TalkAsked.IsZero(), true)
}

func TestR9_WithoutItsDayNothingIsLinkedByTheProgram(t *testing.T) {
	w := mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()})
	w.events(dossier.Matched{})
	equal(t, "outcome", w.state.Match.Outcome, dossier.MatchCandidates)
	equal(t, "treatment", w.state.Match.Treatment == nil, true)
	equal(t, "candidates", w.state.Match.Candidates, []dossier.Treatment{*treatment()})
	equal(t, "bans", len(w.state.Banned()), 0)
	w.due(dossier.DueMatch)
	mailed(t).refused(dossier.RecordMatch{Outcome: dossier.MatchFound}, system, "no_treatment", "R9")
}

// The register can answer when the investigation is over. Who was not heard is not accused then by the program: see ChooseMatch (R17).
func TestR17_TheRegistersAnswerAccusesNobodyAfterTheFinding(t *testing.T) {
	for asked, outcome := range map[dossier.SpecialistID]dossier.MatchOutcome{"": dossier.MatchCandidates, S1: dossier.MatchFound} {
		w := mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchNobody})
		w.do(seriousJudgement(), assistant)
		w.do(dossier.RecordExplanation{How: "call", Words: "W"}, assistant)
		w.do(dossier.OpenInvestigation{Subjects: []string{"branch"}}, assistant)
		w.do(visitTold(func(c *dossier.TellVisit) {
			if asked != "" {
				c.Specialists = []dossier.SpecialistID{asked}
			}
		}), complainant)
		w.do(skip(dossier.StepInquiry, "", "no_other_clients"), assistant)
		w.do(finding("branch", dossier.Unfounded), assistant)
		w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
		equal(t, "outcome", w.state.Match.Outcome, outcome)
		if asked == "" {
			w.refused(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant, "not_heard", "R17")
		}
	}
}

func TestR9_WhichVisitCanBeToldLaterAndIsLookedUpAgain(t *testing.T) {
	for _, by := range []dossier.Actor{complainant, receptionist, assistant, owner} {
		w := mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchNobody})
		w.due(dossier.DueProof)
		w.do(visitTold(), by)
		w.events(dossier.VisitTold{})
		w.notDue(dossier.DueProof)
		equal(t, "outcome", w.state.Match.Outcome, dossier.MatchPending)
		equal(t, "date", w.state.TreatmentDate, treated)
		equal(t, "desk", w.state.Desk(), B1)
		equal(t, "about", w.state.About, []dossier.About{dossier.AboutTreatment})
		w.refused(visitTold(), by, "visit_known", "R9")
		w.do(dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()}, system)
		w.events(dossier.Matched{}, dossier.BanStarted{})
		equal(t, "treatment", w.state.Match.Treatment.ID, "T1")
	}
	mailed(t).do(visitTold(), complainant) // while it is still looked up
	mailed(t).refused(visitTold(), specialist1, "not_yours", "")
	mailed(t).refused(visitTold(), system, "not_yours", "")
	matched(t).refused(visitTold(), receptionist, "visit_known", "R9")
	asked(t).refused(visitTold(), receptionist, "wrong_step", "")
	mailed(t).refusedFields(dossier.TellVisit{}, complainant, "Branch", "TreatmentDate", "About")
	mailed(t).refused(visitTold(func(c *dossier.TellVisit) { c.TreatmentDate = "2026-03-02" }), complainant, "future", "R5") // it came on the 1st
	w := mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchNobody})
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant)
	w.refused(visitTold(), receptionist, "visit_known", "R9") // the register has it
}

func TestR9_TheBranchAloneCanBeMissingToo(t *testing.T) {
	for _, edit := range []func(*dossier.File){
		func(f *dossier.File) { f.TreatmentDate = treated },
		func(f *dossier.File) { f.Branch = B1 },
	} {
		w := newWorld(t)
		w.do(mail(edit), receptionist)
		w.do(visitTold(), receptionist)
	}
}

func TestR9_ProofThatWasGivenIsNotAskedAgain(t *testing.T) {
	w := mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchNobody})
	w.events(dossier.Matched{}, dossier.ProofAsked{})
	w.do(dossier.GiveProof{Proof: "De bon."}, complainant)
	w.do(visitTold(), complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchNoVisit}, system)
	w.events(dossier.Matched{})
	equal(t, "given", w.state.Match.ProofGiven, true)
	// where none was given it is asked again, and its term with it
	w = mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchNobody})
	w.after(24*time.Hour).do(visitTold(), complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchNoVisit}, system)
	w.events(dossier.Matched{}, dossier.ProofAsked{})
}

func TestR9_WhatItIsAboutCanBeSaidWithTheTreatment(t *testing.T) {
	about := []dossier.About{dossier.AboutSpecialist}
	w := mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchNobody})
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment(), About: about}, assistant)
	equal(t, "about", w.state.About, about)
	w = candidates(t)
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment(), About: []dossier.About{dossier.AboutBranch}}, assistant)
	equal(t, "as the complainant said it", w.state.About, complaint().About)
}

func TestR14_NobodyTellsWhichVisitWhenItMayBeTheirOwn(t *testing.T) {
	w := mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchCandidates, Candidates: []dossier.Treatment{*treatment(), *otherTreatment()}})
	w.refused(visitTold(), treatingBoss, "conflict", "R14")
	w.do(visitTold(), owner)
}

func TestR14_WhoIsNamedLaterHandlesItNoMore(t *testing.T) {
	w := mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchNobody})
	w.do(dossier.Assign{Account: treatingBoss.Account, Specialist: S1}, owner)
	w.do(visitTold(func(c *dossier.TellVisit) { c.Specialists = []dossier.SpecialistID{S1} }), complainant)
	equal(t, "handler", w.state.Handler, "")
}

// Whoever judged that it is false did not know which visit it is about, and may be named now.
func TestR25_WhatWasStatedBeforeTheVisitWasToldCountsNoMore(t *testing.T) {
	w := mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchNobody}).until("2026-03-11 09:00")
	w.do(dossier.RaiseSuspicion{Evidence: "De foto is van internet."}, assistant)
	w.do(untrue(), treatingBoss)
	w.do(visitTold(func(c *dossier.TellVisit) { c.Specialists = []dossier.SpecialistID{S1} }), complainant)
	w.do(dossier.RecordMatch{Outcome: dossier.MatchNobody}, system)
	w.until("2026-03-20 09:00").do(untrue(), assistant)
	w.events(dossier.FalsenessStated{}) // one of two
	w.do(untrue(), owner)
	w.inPhase(dossier.PhaseClosed)
}

func TestR15_NobodyElseIsAskedBeforeTheDayIsKnown(t *testing.T) {
	investigated := func(w *world) *world {
		w.do(seriousJudgement(), assistant)
		w.do(dossier.RecordExplanation{How: "call", Words: "W"}, assistant)
		w.do(dossier.OpenInvestigation{Subjects: []string{"branch"}}, assistant)
		return w
	}
	w := investigated(mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchNobody}))
	w.refused(dossier.StartInquiry{Clients: others()}, assistant, "visit_unknown", "R15")
	w.refused(skip(dossier.StepInquiry, "", "no_other_clients"), assistant, "visit_unknown", "R15")
	w.do(visitTold(), assistant)
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	w = investigated(mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchNobody}))
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant)
	w.do(dossier.StartInquiry{Clients: others()}, assistant)
	nowhere := newWorld(t)
	nowhere.do(mail(func(f *dossier.File) { f.TreatmentDate = treated }), system)
	investigated(nowhere).refused(dossier.StartInquiry{Clients: others()}, assistant, "visit_unknown", "R15")
}

// From the moment that it is known who treated them, the two are kept apart as after a form.
func TestR22_TheBanStartsWhenTheVisitIsKnown(t *testing.T) {
	w := mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: treatment()})
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant)
	w.events(dossier.Matched{}, dossier.BanStarted{})
	w.told("complainant ban_started", "specialist:S1 ban_started")
	equal(t, "banned", w.state.Banned(), []dossier.SpecialistID{S1})

	w = mailed(t)
	w.do(visitTold(func(c *dossier.TellVisit) { c.Specialists = []dossier.SpecialistID{S2} }), complainant)
	w.events(dossier.VisitTold{}, dossier.BanStarted{})
	equal(t, "banned", w.state.Banned(), []dossier.SpecialistID{S2})
	equal(t, "accused", w.state.Accused(), []dossier.SpecialistID{S2})
}

func TestR23_NothingIsBookedWithWhomTheMailTurnsOutToBeAbout(t *testing.T) {
	w := mailedAnd(t, dossier.RecordMatch{Outcome: dossier.MatchNobody})
	equal(t, "sees, before", w.sees(specialist1), nil)
	w.do(dossier.ChooseMatch{TreatmentID: "T1", Treatment: treatment()}, assistant)
	equal(t, "sees", w.sees(specialist1), []string{"talk:S1", "planning:S1", "ban:S1", "hearing:S1"})
	w.refused(dossier.WriteNote{Words: "W"}, treatingBoss, "conflict", "R14")
}

// Before its branch is known a complaint is that of the receptionists of all branches, after it of those of that branch too.
func TestAccess_ADossierWithoutABranchIsOfNoBranch(t *testing.T) {
	w := mailed(t)
	equal(t, "before", viewers(w.state), []string{"handlers", "desk", "complainant"})
	w.do(visitTold(), receptionist)
	equal(t, "after", viewers(w.state), []string{"handlers", "desk", "complainant", "desk:B1"})
}

func TestR5_AMessageByMailBringsItsFiles(t *testing.T) {
	w := matched(t)
	w.do(dossier.AddMessage{Words: "Zie de foto.", Files: []dossier.NewFile{photo("f1"), photo("f2")}, Most: 2}, complainant)
	w.events(dossier.MessageReceived{}, dossier.FileAdded{}, dossier.FileAdded{})
	more := dossier.AddMessage{Words: "Nog een.", Files: []dossier.NewFile{photo("f3")}, Most: 2}
	w.refused(more, complainant, "too_many_files", "")
	asked(t).refused(more, complainant, "not_filed", "R5")
	w.do(dossier.Withdraw{}, complainant)
	w.refused(more, complainant, "closed", "")
	more.Files = nil
	w.do(more, complainant) // words alone are taken in as ever
}
