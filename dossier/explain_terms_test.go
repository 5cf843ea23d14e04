package dossier_test

import (
	"go/ast"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// kindsOfDeadlines are the names of all constants of type DeadlineKind in the package, each with its value.
func kindsOfDeadlines(t *testing.T) map[string]dossier.DeadlineKind {
	t.Helper()
	_, files := sources(t)
	kinds := map[string]dossier.DeadlineKind{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || spec.Type == nil {
				return true
			}
			if id, ok := spec.Type.(*ast.Ident); ok && id.Name == "DeadlineKind" {
				kinds[spec.Names[0].Name] = dossier.DeadlineKind(unquoted(t, spec.Values[0]))
			}
			return true
		})
	}
	return kinds
}

func TestExplain_EveryKindOfDeadlineHasItsRule(t *testing.T) {
	kinds := kindsOfDeadlines(t)
	if len(kinds) < 25 {
		t.Fatalf("only %d kinds found", len(kinds))
	}
	for name, kind := range kinds {
		if dossier.RuleOf(kind) == "" {
			t.Errorf("%s has no rule", name)
		}
	}
	equal(t, "a kind that there is not", dossier.RuleOf("tea"), "")
	equal(t, "triage", dossier.RuleOf(dossier.DueTriage), "R10")
}

// Whoever writes texts is given each promise once, with the rule that Explain tells it under.
func TestExplain_ListsWhatItCanTell(t *testing.T) {
	rules := map[string]string{}
	for i, l := range dossier.ToldPromises() {
		if rules[l.Promise] != "" || l.Rule == "" || l.Sort == "" {
			t.Errorf("%+v is listed twice, or has no rule or sort", l)
		}
		rules[l.Promise] = l.Rule
		if i == 0 {
			equal(t, "the first", l.Promise, "talk")
		}
	}
	for _, w := range []*world{settled(t), undone(t), extended(t), fullTalk(t), leaving(t), underReview(t), standingOffer(t), mailed(t)} {
		for _, l := range w.telling().Lines {
			equal(t, l.Promise, rules[l.Promise], l.Rule)
		}
	}
	equal(t, "how many", len(rules), 55)
}

// From the complaint to the last remedy: each promise, by which record it was made and by which it was kept.
func TestExplain_TellsAWholeDossierInTheOrderOfTheProcedure(t *testing.T) {
	equal(t, "settled", told(settled(t).telling()), []string{
		"R5 received noted: shows 1",
		"R7 told_filed noted: shows 1",
		"R8 filed_in_time kept: shows 1",
		"R9 looked_up kept: shows 3",
		"R10 triage kept by 3 Mar 10:00 at 2 Mar 11:00: made 1, kept 4",
		"R12 call kept by 5 Mar 23:59 at 2 Mar 12:00: made 4, kept 6",
		"R12 explained_first kept: shows 6, shows 7",
		"R13 answer kept by 16 Mar 23:59 at 10 Mar 15:00: made 1, kept 21",
		"R14 unconflicted kept: shows 4, shows 5, shows 21",
		"R15 inquiry kept by 5 Mar 23:59 at 2 Mar 12:00: made 8, kept 13",
		"R16 hearing S1 kept by 10 Mar 14:00 at 10 Mar 15:00: made 14, kept 15",
		"R16 hearing_notice kept: shows 14",
		"R16 minutes S1 kept by 13 Mar 23:59 at 10 Mar 15:00: made 15, kept 16",
		"R17 both_heard kept: shows 6, shows 13, shows 15, shows 16, shows 17, shows 18",
		"R18 finding kept: shows 17, shows 18, shows 20",
		"R19 offer kept by 24 Mar 23:59 at 10 Mar 15:00: made 21, kept 22",
		"R19 offer_reply 1 kept by 9 Apr 23:59 at 10 Mar 16:00: made 22, kept 23",
		"R19 ceiling kept: shows 22, shows 23",
		"R21 remedy 1 kept by 24 Mar 23:59 at 10 Mar 16:00: made 23, kept 24",
		"R21 remedy 2 kept by 24 Mar 23:59 at 12 Mar 17:00: made 23, kept 26",
		"R22 ban S1 kept at 10 Mar 15:00: made 2, ended 19",
		"R23 ban_kept kept: ",
		"R24 told_ending noted: shows 20, shows 27",
		"R28 recorded kept: ",
	})
	a := settled(t).telling()
	equal(t, "state", a.State.Ending, dossier.Settled)
	equal(t, "as of", a.At, clock("2026-03-12 17:00"))
	equal(t, "nothing", told(dossier.Explain(dossier.Past{}, testCalendar, clock("2026-03-02 10:00"))), nil)
}

// The figures are those of the dossier's own terms, and each line says whose turn it is and what sort of promise it is.
func TestExplain_GivesTheFiguresOfTheDossiersOwnTerms(t *testing.T) {
	w := settled(t)
	w.terms.Triage = dossier.Term{N: 30, Unit: dossier.Hours}
	for promise, want := range map[string]dossier.Line{
		"triage":         {Sort: dossier.LineTerm, Who: dossier.RoleOwner, Term: w.terms.Triage},
		"call":           {Sort: dossier.LineTerm, Who: dossier.RoleOwner, Term: w.terms.Call},
		"answer":         {Sort: dossier.LineTerm, Who: dossier.RoleOwner, Term: w.terms.Answer},
		"inquiry":        {Sort: dossier.LineMoment, Who: dossier.RoleOwner, Term: w.terms.Inquiry},
		"hearing":        {Sort: dossier.LineMoment, Who: dossier.RoleSpecialist},
		"minutes":        {Sort: dossier.LineTheirs, Who: dossier.RoleSpecialist, Term: w.terms.Minutes},
		"offer":          {Sort: dossier.LineTerm, Who: dossier.RoleOwner, Term: w.terms.Remedy},
		"offer_reply":    {Sort: dossier.LineTheirs, Who: dossier.RoleComplainant, Term: w.terms.OfferReply},
		"hearing_notice": {Sort: dossier.LinePractice, Term: w.terms.HearingNotice},
		"ceiling":        {Sort: dossier.LinePractice, Amount: 11_000, Limit: 12_000},
		"ban":            {Sort: dossier.LinePractice},
	} {
		got := w.line(promise)
		equal(t, promise, dossier.Line{Sort: got.Sort, Who: got.Who, Term: got.Term, Amount: got.Amount, Limit: got.Limit}, want)
	}
	equal(t, "due by another term", w.line("triage").Due, clock("2026-03-03 16:00"))

	for promise, w := range map[string]*world{
		"talk": asked(t), "talk_reply": talked(t, true), "step_two": talked(t, false), "match": candidates(t), "proof": unknown(t),
		"authority": filed(t, represented), "harm_report": harmed(t), "review_ask": rejected(t), "review": underReview(t),
		"remedy": accepted(t), "withdrawal": leaving(t), "claim": claimedFor(t), "undo": undone(t), "offer_stands": standingOffer(t),
		"act": passedOn(t), "answer_letter": extended(t),
	} {
		terms := map[string]dossier.Term{
			"talk": w.terms.TalkHeld, "talk_reply": w.terms.TalkReply, "step_two": w.terms.Filing, "match": w.terms.Triage,
			"proof": w.terms.Proof, "authority": w.terms.Authority, "harm_report": w.terms.HarmReport, "review_ask": w.terms.Review,
			"review": w.terms.ReviewAnswer, "remedy": w.terms.Remedy, "withdrawal": w.terms.Withdrawal, "claim": w.terms.ClaimPaid,
			"undo": w.terms.Undo, "offer_stands": w.terms.OfferStands, "act": w.terms.AgreedAct, "answer_letter": w.terms.Extension,
		}
		equal(t, promise, w.lines(promise)[0].Term, terms[promise])
	}
}

// What was promised is kept to the last moment of its term, and too late after that.
func TestExplain_KeptInTimeAndTooLate(t *testing.T) {
	w := matched(t)
	due := w.due(dossier.DueTriage).Due
	w.now = due
	w.do(seriousJudgement(), assistant)
	w.explains("triage", "R10 triage kept by 3 Mar 10:00 at 3 Mar 10:00: made 1, kept 4")

	w = matched(t)
	w.now = due.Add(time.Millisecond)
	w.explains("triage", "R10 triage overdue by 3 Mar 10:00: made 1")
	w.do(dossier.Reach{Deadline: dossier.DueTriage}, system)
	w.explains("triage", "R10 triage overdue by 3 Mar 10:00: made 1, passed 4")
	w.explains("answer", "R13 answer running by 16 Mar 23:59: made 1")
	w.after(time.Hour).do(seriousJudgement(), assistant)
	w.explains("triage", "R10 triage kept_late by 3 Mar 10:00 at 3 Mar 11:00: made 1, passed 4, kept 5")

	w = matched(t)
	w.now = due
	w.explains("triage", "R10 triage running by 3 Mar 10:00: made 1")

	w = judged(t) // one that is not measured
	due = w.due(dossier.DueCall).Due
	w.now = due
	w.explains("call", "R12 call running by 5 Mar 23:59: made 4")
	w.now = due.Add(time.Millisecond)
	w.explains("call", "R12 call overdue by 5 Mar 23:59: made 4")
	w.do(dossier.Reach{Deadline: dossier.DueCall}, system)
	w.do(dossier.RecordExplanation{How: "call", Words: "Zo."}, assistant)
	w.explains("call", "R12 call kept_late by 5 Mar 23:59 at 6 Mar 00:00: made 4, passed 6, kept 7")
}

// What ends before its time is not told as kept, nor as late; what ends after it was missed.
func TestExplain_WhatFellAwayIsNotKept(t *testing.T) {
	w := withdrawn(t)
	w.explains("triage", "R10 triage fell_away by 3 Mar 10:00: made 1, ended 5")
	w.explains("answer", "R13 answer fell_away by 16 Mar 23:59: made 1, ended 5")
	w.now = clock("2027-01-01 12:00")
	w.do(dossier.WriteNote{Words: "Later gebeld."}, assistant)
	w.explains("triage", "R10 triage fell_away by 3 Mar 10:00: made 1, ended 5")

	w = matched(t)
	w.now = w.due(dossier.DueTriage).Due.Add(time.Millisecond)
	w.do(dossier.Withdraw{}, complainant)
	w.explains("triage", "R10 triage missed by 3 Mar 10:00: made 1, ended 5")
	w.explains("answer", "R13 answer fell_away by 16 Mar 23:59: made 1, ended 5")

	w = judged(t)
	w.do(dossier.Withdraw{}, complainant)
	w.explains("call", "R12 call fell_away by 5 Mar 23:59: made 4, ended 7")
	w = judged(t)
	w.now = w.due(dossier.DueCall).Due
	w.do(dossier.Withdraw{}, complainant)
	w.explains("call", "R12 call fell_away by 5 Mar 23:59: made 4, ended 7")
	w = judged(t)
	w.now = w.due(dossier.DueCall).Due.Add(time.Millisecond)
	w.do(dossier.Withdraw{}, complainant)
	w.explains("call", "R12 call missed by 5 Mar 23:59: made 4, ended 7")
	w = judged(t)
	w.now = w.due(dossier.DueCall).Due
	w.do(dossier.Reach{Deadline: dossier.DueCall}, system) // it was noted at its last moment
	w.do(dossier.Withdraw{}, complainant)
	w.explains("call", "R12 call missed by 5 Mar 23:59: made 4, passed 6, ended 8")
}

// R13: a decision, a rejection at triage or the letter is the answer; the letter gives a date of its own.
func TestExplain_R13_TheLetterIsTheAnswerAndPromisesAnother(t *testing.T) {
	w := rejectedAtTriage(t)
	w.explains("answer", "R13 answer kept by 16 Mar 23:59 at 2 Mar 11:00: made 1, kept 4")
	w.explains("triage", "R10 triage kept by 3 Mar 10:00 at 2 Mar 11:00: made 1, kept 4")

	w = extended(t)
	w.explains("answer", "R13 answer kept by 16 Mar 23:59 at 5 Mar 12:00: made 1, kept 6")
	w.explains("answer_letter", "R13 answer_letter running by 23 Mar 23:59: made 6")
	w.now = w.due(dossier.DueAnswer).Due.Add(time.Millisecond)
	w.explains("answer_letter", "R13 answer_letter overdue by 23 Mar 23:59: made 6")
	w.do(dossier.Reach{Deadline: dossier.DueAnswer}, system)
	w.explains("answer", "R13 answer kept by 16 Mar 23:59 at 5 Mar 12:00: made 1, kept 6")
	w.explains("answer_letter", "R13 answer_letter overdue by 23 Mar 23:59: made 6, passed 7")
	w.do(dossier.Withdraw{}, complainant)
	w.explains("answer_letter", "R13 answer_letter missed by 23 Mar 23:59: made 6, passed 7, ended 9")

	w = extended(t)
	w.do(dossier.Withdraw{}, complainant)
	w.explains("answer_letter", "R13 answer_letter fell_away by 23 Mar 23:59: made 6, ended 8")
}

// A reopening makes promises of its own; what became of the first ones stays told.
func TestExplain_ReopenedPromisesAnew(t *testing.T) {
	w := rejectedAtTriage(t).until("2026-03-20 10:00")
	w.do(dossier.Reopen{Reason: "new_facts", Words: "Foto."}, owner)
	w.explains("triage", "R10 triage kept by 3 Mar 10:00 at 2 Mar 11:00: made 1, kept 4", "R10 triage running by 21 Mar 10:00: made 7")
	w.explains("answer", "R13 answer kept by 16 Mar 23:59 at 2 Mar 11:00: made 1, kept 4", "R13 answer running by 3 Apr 23:59: made 7")
	w.explains("ban", "R22 ban S1 kept at 2 Mar 11:00: made 2, ended 5", "R22 ban S1 running: made 8")
	w.after(time.Hour).do(dossier.ExtendTerm{Until: "2026-04-10", Reason: "Meer tijd nodig."}, assistant)
	w.explains("answer", "R13 answer kept by 16 Mar 23:59 at 2 Mar 11:00: made 1, kept 4",
		"R13 answer running by 10 Apr 23:59: made 7, moved 9 to 10 Apr 23:59")
	w.explains("answer_letter")
	w.after(time.Hour).do(minorJudgement(), assistant)
	w.explains("triage", "R10 triage kept by 3 Mar 10:00 at 2 Mar 11:00: made 1, kept 4", "R10 triage kept by 21 Mar 10:00 at 20 Mar 12:00: made 7, kept 10")
	w.explains("answer", "R13 answer kept by 16 Mar 23:59 at 2 Mar 11:00: made 1, kept 4",
		"R13 answer kept by 10 Apr 23:59 at 20 Mar 12:00: made 7, moved 9 to 10 Apr 23:59, kept 10")
	w.explains("reopened", "R24 reopened kept: shows 7")
	w.explains("told_ending", "R24 told_ending noted: shows 6, shows 12")
	w.explains("ban", "R22 ban S1 kept at 2 Mar 11:00: made 2, ended 5", "R22 ban S1 kept at 20 Mar 12:00: made 8, ended 11")

	w = matched(t) // missed before it was withdrawn, and judged in time once it was taken up again
	w.now = w.due(dossier.DueTriage).Due.Add(time.Hour)
	w.do(dossier.Withdraw{}, complainant)
	w.do(dossier.Reopen{Reason: "new_facts", Words: "Foto."}, owner)
	w.explains("triage", "R10 triage missed by 3 Mar 10:00: made 1, ended 5", "R10 triage running by 4 Mar 11:00: made 6")
	w.do(dossier.Withdraw{}, complainant)
	w.explains("triage", "R10 triage missed by 3 Mar 10:00: made 1, ended 5", "R10 triage fell_away by 4 Mar 11:00: made 6, ended 9")
}

// Merged dossiers: in the one that goes the promises fall away by the merging, in the other they count from the earlier receipt.
func TestExplain_MergedDossiers(t *testing.T) {
	w := matched(t).after(time.Hour)
	into := later(t)
	w.do(dossier.MergeInto{Into: otherReference, Reason: "Dubbel.", Other: into.state.MergeFacts()}, assistant)
	w.explains("triage", "R10 triage fell_away by 3 Mar 10:00: made 1, ended 5")
	w.explains("answer", "R13 answer fell_away by 16 Mar 23:59: made 1, ended 5")
	w.explains("ban", "R22 ban S1 kept at 2 Mar 11:00: made 2, ended 4")
	w.explains("told_ending", "R24 told_ending noted: shows 5")

	into.after(time.Hour).do(dossier.Absorb{Other: matched(t).state.MergeFacts()}, assistant)
	into.explains("triage", "R10 triage running by 3 Mar 10:00: made 1, moved 4 to 3 Mar 10:00")

	into = later(t).after(time.Hour)
	into.do(dossier.Absorb{Other: extended(t).state.MergeFacts()}, assistant)
	into.explains("answer", "R13 answer fell_away by 16 Mar 23:59: made 1, ended 4")
	into.explains("answer_letter", "R13 answer_letter running by 23 Mar 23:59: made 4")
}

// Each deadline says which term it has, of those that the dossier is under; what was agreed on has none.
func TestDeadlines_SayTheirTerm(t *testing.T) {
	w := judged(t)
	w.do(dossier.PlanExplanation{How: "visit", Start: clock("2026-03-04 10:00")}, assistant)
	equal(t, "call", w.due(dossier.DueCall).Term, w.terms.Call)
	equal(t, "answer", w.due(dossier.DueAnswer).Term, w.terms.Answer)
	equal(t, "a visit", w.due(dossier.DueAppointment).Term, dossier.Term{})
	equal(t, "a hearing", invited(t).due(dossier.DueHearing).Term, dossier.Term{})
	w = booked(t)
	w.terms.TalkHeld = dossier.Term{N: 9, Unit: dossier.WorkingDays}
	equal(t, "a talk", w.due(dossier.DueTalk).Term, w.terms.TalkHeld)
	equal(t, "a standing offer", standingOffer(t).due(dossier.DueOfferStands).Term, testPolicy.Terms.OfferStands)
}

// The letter has a term of its own, which is not that of the answer (R13).
func TestExplain_R13_TheTermOfTheLetter(t *testing.T) {
	w := extended(t)
	w.terms.Extension = dossier.Term{N: 15, Unit: dossier.Days}
	equal(t, "letter", w.line("answer_letter").Term, w.terms.Extension)
	equal(t, "answer", w.line("answer").Term, w.terms.Answer)
}

// A talk is told by the terms that it was promised under, also when the complaint came under others (R1, R10).
func TestExplain_EachPromiseByTheTermsItWasMadeUnder(t *testing.T) {
	w := booked(t).until("2026-03-06 10:00") // under these the talk was promised by the 9th, so it was not late yet
	w.do(complaint(func(f *dossier.File) { f.TermsHash = "shorter" }), complainant)
	shorter := w.terms
	shorter.TalkHeld = dossier.Term{N: 1, Unit: dossier.WorkingDays}
	shorter.Triage = dossier.Term{N: 2, Unit: dossier.Hours}
	p := pastOf(w.records, w.terms)
	p.Terms["shorter"] = shorter
	equal(t, "sets of terms", len(p.Terms), 2)
	lines := map[string]dossier.Line{}
	for _, l := range dossier.Explain(p, w.cal, w.now).Lines {
		lines[l.Promise] = l
	}
	equal(t, "talk", toldLine(lines["talk"]), "R1 talk S1 fell_away by 9 Mar 23:59: made 1, ended 4")
	equal(t, "its term", lines["talk"].Term, w.terms.TalkHeld)
	equal(t, "triage", toldLine(lines["triage"]), "R10 triage running by 6 Mar 12:00: made 4")
	equal(t, "its term", lines["triage"].Term, shorter.Triage)
}
