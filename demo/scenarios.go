package demo

import "github.com/wederhoor/wederhoor/dossier"

// scenarios is every course that the demo plays. Together they come to about 400 dossiers and show every phase, every
// ending and every flag; demo_test.go counts them.
func scenarios() []scenario {
	var all []scenario
	for _, part := range [][]scenario{talkScenarios(), filingScenarios(), triageScenarios(), investigationScenarios(), decisionScenarios(), endingScenarios(), keepingScenarios(), falseScenarios()} {
		all = append(all, part...)
	}
	return all
}

var (
	anyTheme     = []string{"result", "result", "pain", "manner", "price", "waiting"}
	aboutPerson  = []string{"result", "manner", "pain"}
	mildThemes   = []string{"result", "manner", "price", "waiting"}
	harmful      = []string{"pain"}
	onTreatments = []string{"result"}
)

// talkScenarios are step 1 (R1–R4).
func talkScenarios() []scenario {
	booked := join(talkAsked(visitor), talkBooked())
	unsolved := join(booked, talkHeld(false))
	denied := join(booked, talkHeld(true), talkAnswered(false))
	return []scenario{
		{name: "a talk asked for by phone", share: 3, themes: mildThemes, age: recent, steps: talkAsked(desk)},
		{name: "a talk asked for on the website", share: 3, themes: mildThemes, age: recent, steps: talkAsked(visitor)},
		{name: "a talk planned", share: 6, themes: mildThemes, age: recent, steps: booked},
		{name: "a talk held, the client has not answered", share: 3, themes: mildThemes, age: lately, steps: join(booked, talkHeld(true))},
		{name: "solved in the talk", share: 18, themes: mildThemes, age: over, steps: join(booked, talkHeld(true), talkAnswered(true))},
		{name: "solved in the talk, after silence", share: 6, themes: mildThemes, age: over, steps: join(booked, talkHeld(true), wait(days(9)))},
		{name: "an act agreed, passed on and done", share: 5, themes: mildThemes, age: over, steps: join(booked, talkHeldWithAct(), talkAnswered(true),
			plain(hours(3), client, dossier.PassOnAct{}), actBooked(), actDone())},
		{name: "an act passed on, to be booked", share: 2, themes: mildThemes, age: lately, steps: join(booked, talkHeldWithAct(), talkAnswered(true),
			plain(hours(3), client, dossier.PassOnAct{}))},
		{name: "an act passed on, overdue", share: 2, themes: mildThemes, age: span{17 * 24, 22 * 24}, steps: join(booked, talkHeldWithAct(), talkAnswered(true),
			plain(hours(3), client, dossier.PassOnAct{}), actBooked())},
		{name: "an act booked, and a complaint all the same", share: 1, themes: mildThemes, age: recent, steps: join(booked, talkHeldWithAct(), talkAnswered(true),
			plain(hours(3), client, dossier.PassOnAct{}), actBooked(), filedAfterTalk(false))},
		{name: "the talk solved nothing, step 2 is open", share: 4, themes: mildThemes, age: lately, steps: denied},
		{name: "the talk solved nothing and nothing followed", share: 6, themes: mildThemes, age: over, steps: join(unsolved, wait(days(12)),
			discontinued("talk_not_continued", "Geen klacht ingediend binnen de termijn."))},
		{name: "the client was not reached three times", share: 3, themes: mildThemes, age: lately, steps: join(booked, talkNotReached())},
		{name: "the talk lapsed and a new one was booked", share: 3, themes: mildThemes, age: over, steps: join(booked, wait(days(14)), plain(hours(5), client, dossier.RenewTalk{}), talkBooked(), talkHeld(true), talkAnswered(true))},
		{name: "the talk lapsed", share: 2, themes: mildThemes, age: lately, steps: join(booked, wait(days(14)))},
		{name: "the specialist is ill", share: 2, themes: mildThemes, age: lately, steps: join(booked, plain(hours(20), desk, dossier.LapseTalk{Cause: "ill"}))},
		{name: "a talk cancelled by the client", share: 2, themes: mildThemes, age: recent, steps: join(booked, plain(hours(5), client, dossier.CancelTalk{Cause: "client"}))},
		{name: "a client who will not talk", share: 3, themes: mildThemes, age: lately, steps: join(talkAsked(visitor), plain(hours(9), client, dossier.DeclineTalk{Cause: "will_not"}))},
		{name: "a talk taken along to step 2", share: 4, themes: aboutPerson, age: over, steps: join(unsolved, filedAfterTalk(true), judgedSerious(),
			investigated(dossier.PartlyFounded), upheld(), offered(halfBack), accepted(false), carriedOut())},
		{name: "step 2 after a talk that stays between the two", share: 4, themes: aboutPerson, age: recent, steps: join(denied, filedAfterTalk(false), judgedSerious())},
	}
}

// filingScenarios are the ways a complaint comes in and what the register knows (R5–R9).
func filingScenarios() []scenario {
	return []scenario{
		{name: "just filed on the form", share: 8, themes: anyTheme, age: recent, steps: filed()},
		{name: "just filed in English", share: 2, themes: anyTheme, age: recent, cast: casting{english: true}, steps: filed()},
		{name: "taken down by phone", share: 3, themes: anyTheme, age: recent, cast: casting{noEmail: true}, steps: takenDown(dossier.ByPhone)},
		{name: "came by letter", share: 2, themes: anyTheme, age: recent, steps: takenDown(dossier.ByLetter)},
		{name: "came by e-mail", share: 2, themes: anyTheme, age: recent, steps: takenDown(dossier.ByMail)},
		{name: "mailed, without saying which visit", share: 2, themes: anyTheme, age: recent, steps: mailed()},
		{name: "mailed, the visit found", share: 2, themes: anyTheme, age: lately, steps: join(mailed(), visitChosen(), judgedSerious())},
		{name: "mailed, the client told which visit", share: 2, themes: anyTheme, age: recent, steps: join(mailed(), visitTold())},
		{name: "told at the counter", share: 2, themes: anyTheme, age: recent, steps: takenDown(dossier.ByCounter)},
		{name: "not judged in time", share: 3, themes: anyTheme, age: span{26, 60}, steps: filed()},
		{name: "a parent for a minor, authority to be shown", share: 3, themes: anyTheme, age: recent, cast: casting{represented: "parent"}, steps: filed()},
		{name: "a partner who showed authority", share: 4, themes: anyTheme, age: lately, cast: casting{represented: "partner"}, steps: join(filed(), authorityShown(), judgedSerious())},
		{name: "filed late", share: 3, themes: anyTheme, age: recent, cast: casting{late: true}, steps: filed()},
		{name: "filed late and taken up all the same", share: 3, themes: onTreatments, age: over, cast: casting{late: true}, steps: join(filed(), judgedSerious(),
			investigated(dossier.Founded), upheld(), offered(halfBack), accepted(false), carriedOut())},
		{name: "candidates to choose from", share: 4, themes: anyTheme, age: recent, cast: casting{unknown: vague}, steps: filed()},
		{name: "a candidate chosen", share: 4, themes: anyTheme, age: lately, cast: casting{unknown: vague}, steps: join(filed(), matchChosen(hours(4), ""), judgedSerious())},
		{name: "a client, but no such visit", share: 3, themes: anyTheme, age: recent, cast: casting{unknown: elsewhere}, steps: join(filed(), proofAsked())},
		{name: "nobody of that name, no proof asked yet", share: 3, themes: []string{"never", "result"}, age: recent, cast: casting{unknown: stranger}, steps: filed()},
		{name: "proof brought, the visit found", share: 3, themes: onTreatments, age: over, cast: casting{unknown: elsewhere}, steps: join(filed(), proofAsked(), proofGiven(),
			matchChosen(hours(5), "De pinbon hoort bij deze behandeling."), judgedSerious(), investigated(dossier.PartlyFounded), upheld(), offered(discount), accepted(false), carriedOut())},
		{name: "a message from the complainant, answered", share: 4, themes: anyTheme, age: recent, steps: join(filed(), judgedSerious(),
			messaged("Ik ben volgende week niet bereikbaar. Kunt u mij na vier uur bellen?"), replied("Dat doen wij graag. Wij bellen u na vier uur."), noted("Let op: pas na vier uur bellen."))},
	}
}

// triageScenarios are the first judgement and the explanation (R10–R13).
func triageScenarios() []scenario {
	return []scenario{
		{name: "comfort of the chair", share: 10, themes: []string{"chair"}, age: over, steps: join(filed(), rejectedAtTriage("comfort", "De stoel is zoals die is beschreven. Wij begrijpen dat het tegenviel."))},
		{name: "a spider", share: 10, themes: []string{"spider"}, age: over, steps: join(filed(), rejectedAtTriage("premises", "Dit heeft niet met de behandeling of de hygiëne te maken. Wij geven het door aan de vestiging."))},
		{name: "rejected as too late", share: 6, themes: mildThemes, age: over, cast: casting{late: true}, steps: join(filed(), rejectedAtTriage("late", "De klacht kwam ruim na de termijn van zeven dagen."))},
		{name: "rejected just now", share: 4, themes: []string{"spider", "chair"}, age: lately, steps: join(filed(), rejectedAtTriage("not_serious", "Wij vinden dit niet ernstig genoeg om te onderzoeken."))},
		{name: "to be called", share: 6, themes: anyTheme, age: recent, steps: join(filed(), judgedSerious())},
		{name: "harm, to be reported", share: 3, themes: harmful, age: recent, steps: join(filed(), judgedAfter(hours(2)))},
		{name: "harm, reported", share: 3, themes: harmful, age: recent, steps: join(filed(), judgedAfter(hours(2)), harmReported())},
		{name: "called twice in vain", share: 4, themes: anyTheme, age: recent, steps: join(filed(), judgedSerious(), calledInVain(2))},
		{name: "a call is planned", share: 4, themes: anyTheme, age: recent, steps: join(filed(), judgedSerious(), explained("call")[:1])},
		{name: "a visit is planned", share: 3, themes: harmful, age: recent, steps: join(filed(), judgedSerious(), explained("visit")[:1])},
		{name: "a call put off", share: 2, themes: anyTheme, age: recent, steps: join(filed(), judgedSerious(), explained("call")[:1],
			plain(hours(4), handler, dossier.CancelExplanation{}), explained("call")[:1])},
		{name: "harm found in the call", share: 2, themes: []string{"manner", "result"}, age: recent, steps: join(filed(), judgedSerious(), explained("call"),
			plain(hours(1), handler, dossier.MarkHarm{Harm: true, Reason: "De klager vertelt dat de huisarts een zalf heeft voorgeschreven."}))},
		{name: "another address", share: 2, themes: anyTheme, age: recent, steps: join(filed(), judgedSerious(), moved())},
		{name: "explained, to be investigated", share: 3, themes: anyTheme, age: recent, steps: join(filed(), judgedSerious(), explained("call"))},
		{name: "not reached after all attempts", share: 5, themes: anyTheme, age: over, steps: join(filed(), judgedSerious(), calledInVain(3),
			discontinued("unreachable", "Drie keer gebeld op twee dagen, ook een bericht gestuurd."))},
	}
}

// investigationScenarios are open investigations (R14–R18).
func investigationScenarios() []scenario {
	begun := join(filed(), judgedSerious(), explained("call"), opened())
	asking := join(begun, asked(), invited(accused))
	both := join(begun, asked(), invited(accused), invited(colleague), answered(1))
	return []scenario{
		{name: "investigation just opened", share: 4, themes: aboutPerson, age: recent, steps: begun},
		{name: "the others of that day are asked", share: 6, themes: aboutPerson, age: recent, steps: join(asking, answered(2))},
		{name: "asked of one specialist's clients alone", share: 3, themes: []string{"manner"}, age: recent, steps: join(begun, askedNarrowly(), answered(1))},
		{name: "waiting for the hearing", share: 5, themes: aboutPerson, age: recent, steps: join(asking, answered(2), phoned(), answeredAgainst())},
		{name: "hearing held, minutes to be agreed", share: 4, themes: aboutPerson, age: recent, steps: join(asking, answered(1), closedInquiry(), heard(accused, ""))},
		{name: "minutes disputed, finding to be written", share: 3, themes: aboutPerson, age: recent, steps: join(asking, answered(1), stated(accused), closedInquiry(),
			heard(accused, ""), minutesDisputed(accused))},
		{name: "did not appear once", share: 2, themes: aboutPerson, age: recent, steps: join(asking, closedInquiry(), missed(accused))},
		{name: "did not appear twice, hearing skipped", share: 2, themes: aboutPerson, age: over, steps: join(asking, answered(1), extended(), closedInquiry(), missed(accused),
			invited(accused), missed(accused), skipped(dossier.StepHearing, accused, "no_show", "Twee uitnodigingen verstuurd en ontvangen. Twee keer niet verschenen."),
			found(dossier.Founded), upheld(), offered(moneyBack), accepted(false), carriedOut())},
		{name: "the complainant explains nothing in writing", share: 2, themes: aboutPerson, age: over, steps: join(filed(), judgedSerious(),
			skipped(dossier.StepExplanation, client, "written_refusal", "Mail van de klager: ik heb alles al opgeschreven."), opened(), asked(), invited(accused), answered(2), closedInquiry(),
			heard(accused, ""), minutesAgreed(accused), found(dossier.Unfounded), rejected("unfounded", "Uit het onderzoek blijkt niet dat er iets verkeerd is gedaan."))},
		{name: "a hearing moved", share: 2, themes: aboutPerson, age: recent, steps: join(asking, cancelledHearing(), invited(accused))},
		{name: "extended, under investigation", share: 4, themes: aboutPerson, age: recent, steps: join(asking, answered(1), extended())},
		{name: "two specialists under investigation", share: 3, themes: []string{"manner", "pain"}, age: recent, cast: casting{colleague: true}, steps: both},
		{name: "two specialists, one founded", share: 3, themes: []string{"manner"}, age: over, cast: casting{colleague: true}, steps: join(both, closedInquiry(),
			heard(accused, ""), heard(colleague, ""), minutesAgreed(accused), minutesAgreed(colleague), foundMixed(), upheld(), offered(apologies), accepted(false), carriedOut())},
		{name: "hygiene of a branch under investigation", share: 3, themes: []string{"hygiene"}, age: recent, steps: join(begun, asked(), answered(2))},
		{name: "hygiene of a branch, founded", share: 4, themes: []string{"hygiene"}, age: over, steps: join(begun, asked(), answered(3), closedInquiry(), found(dossier.Founded),
			upheld(), offered(mixed), accepted(false), carriedOut())},
		{name: "breach of the contact ban", share: 2, themes: aboutPerson, age: recent, steps: join(asking, answered(1), breached(client))},
		{name: "breach seen by the desk", share: 1, themes: aboutPerson, age: recent, steps: join(begun, breached(desk))},
		{name: "the owner is complained about", share: 3, themes: aboutPerson, age: recent, cast: casting{accused: theOwner}, steps: join(filed(), judgedSerious(), explained("call"), opened())},
		{name: "an assistant is complained about", share: 2, themes: aboutPerson, age: lately, cast: casting{accused: theAssistant}, steps: join(filed(), judgedSerious())},
		{name: "nobody of the house is free, the outside person has it", share: 2, themes: aboutPerson, age: recent, cast: casting{accused: theOwner}, steps: join(filed(), handedOutside(),
			judgedByOutsider())},
		{name: "findings are there, decision is not", share: 4, themes: aboutPerson, age: recent, steps: join(filed(), judgedSerious(), investigated(dossier.PartlyFounded))},
	}
}

// handedOutside takes every handler out, one after the other, until only the outside person is left: the program
// gives the matter to them (R14).
func handedOutside() []step {
	return []step{{after: hours(4), by: handler, do: func(p *plot) []dossier.Command {
		var all []dossier.Command
		for _, h := range p.w.staff.handlers {
			if h.account.Specialist != p.accused() && h != p.handler {
				all = append(all, dossier.DeclareConflict{Account: h.account.ID, Reason: "Werkt nauw samen met de specialist."})
			}
		}
		return append(all, dossier.DeclareConflict{Account: p.handler.account.ID, Reason: "Familie van de klager."})
	}}}
}

func judgedByOutsider() []step {
	return act(hours(20), outsider, func(p *plot) dossier.Command {
		return dossier.Judge{Severity: p.theme.severity, Serious: true, Harm: p.theme.harm, Reason: "De klacht is ernstig genoeg om te onderzoeken."}
	})
}

func actBooked() []step {
	return act(hours(20), desk, func(p *plot) dossier.Command { return dossier.BookAct{On: p.workingDay(4)} })
}

func actDone() []step {
	return act(days(7), desk, func(p *plot) dossier.Command { return dossier.CompleteAct{On: p.today()} })
}
