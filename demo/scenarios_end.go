package demo

import "github.com/wederhoor/wederhoor/dossier"

// decisionScenarios are offers, remedies and rejections (R19–R21).
func decisionScenarios() []scenario {
	founded := join(filed(), judgedSerious(), investigated(dossier.Founded), upheld())
	partly := join(filed(), judgedSerious(), investigatedDeeply(dossier.PartlyFounded), upheld())
	unfounded := join(filed(), judgedSerious(), investigated(dossier.Unfounded))
	turnedDown := join(founded, offered(discount), refused(), offered(halfBack), refused())
	return []scenario{
		{name: "upheld, nothing offered yet", share: 3, themes: aboutPerson, age: recent, steps: founded},
		{name: "an offer is out", share: 6, themes: aboutPerson, age: lately, steps: join(founded, offered(moneyBack))},
		{name: "the first offer refused", share: 3, themes: aboutPerson, age: lately, steps: join(founded, offered(discount), refused())},
		{name: "refused twice, the last offer stands", share: 2, themes: aboutPerson, age: lately, steps: turnedDown},
		{name: "refused twice and closed", share: 3, themes: aboutPerson, age: span{3 * 24, 100 * 24}, steps: join(turnedDown, leftOpen())},
		{name: "no answer in thirty days", share: 3, themes: aboutPerson, age: span{3 * 24, 90 * 24}, steps: join(founded, offered(halfBack), wait(days(32)), leftOpen())},
		{name: "a left offer accepted after all", share: 2, themes: aboutPerson, age: over, steps: join(turnedDown, leftOpen(), later(days(6), accepted(false)), carriedOut())},
		{name: "money back, paid", share: 14, themes: aboutPerson, age: over, steps: join(founded, offered(moneyBack), accepted(false), carriedOut())},
		{name: "money back, to be paid", share: 4, themes: aboutPerson, age: lately, steps: join(founded, offered(moneyBack), accepted(false))},
		{name: "money back, overdue", share: 3, themes: aboutPerson, age: span{16 * 24, 25 * 24}, steps: join(founded, offered(moneyBack), accepted(false))},
		{name: "a new treatment, given", share: 6, themes: onTreatments, age: over, steps: join(founded, offered(newTreatment), accepted(false), treatmentBooked(false), later(days(3), carriedOut()))},
		{name: "a new treatment with the same specialist", share: 2, themes: onTreatments, age: over, steps: join(founded, offered(newTreatment), accepted(true), treatmentBooked(true), later(days(3), carriedOut()))},
		{name: "a new treatment, booked", share: 3, themes: onTreatments, age: recent, steps: join(founded, offered(newTreatment), accepted(false), treatmentBooked(false))},
		{name: "a new treatment off, because of a new complaint", share: 1, themes: onTreatments, age: recent, steps: join(founded, offered(newTreatment), accepted(true),
			treatmentBooked(true), filedAgain(dossier.ByPhone))},
		{name: "several remedies at once", share: 4, themes: aboutPerson, age: over, steps: join(partly, offered(mixed), acceptedByPhone(), carriedOut())},
		{name: "an apology", share: 6, themes: []string{"manner"}, age: over, steps: join(partly, offered(apologies), accepted(false), carriedOut())},
		{name: "harm, reported, decided", share: 3, themes: harmful, age: over, steps: join(filed(), judgedAfter(hours(2)), harmReported(), investigatedDeeply(dossier.Founded), upheld(),
			offered(moneyBack), accepted(false), carriedOut())},
		{name: "unfounded", share: 9, themes: []string{"manner", "result"}, age: over, steps: join(unfounded, rejected("unfounded", "Uit het onderzoek blijkt niet dat er iets verkeerd is gedaan."))},
		{name: "less result, but the shades were reached", share: 6, themes: onTreatments, age: over, cast: casting{shadesMet: true}, steps: join(unfounded,
			rejected("less_result", "Het toegezegde aantal tinten is gehaald. Dat het minder opvalt dan u hoopte, begrijpen wij."))},
		{name: "rejected, review asked", share: 3, themes: []string{"result"}, age: lately, steps: join(unfounded, rejected("unfounded", "Uit het onderzoek blijkt niets."), reviewAsked())},
		{name: "rejected, maintained in review", share: 3, themes: []string{"result"}, age: over, steps: join(unfounded, rejected("unfounded", "Uit het onderzoek blijkt niets."), reviewAsked(), reviewAnswered(true))},
		{name: "rejected, overturned in review", share: 2, themes: []string{"result"}, age: lately, steps: join(unfounded, rejected("unfounded", "Uit het onderzoek blijkt niets."), reviewAsked(), reviewAnswered(false))},
		{name: "rejected at triage, overturned in review", share: 2, themes: []string{"waiting"}, age: lately, steps: join(filed(), rejectedAtTriage("not_serious", "Wij vinden dit niet ernstig genoeg."), reviewAsked(), reviewAnswered(false))},
	}
}

// endingScenarios are the endings that can come at any time, and what brings a dossier back.
func endingScenarios() []scenario {
	begun := join(filed(), judgedSerious(), explained("call"), opened(), asked())
	return []scenario{
		{name: "withdrawn at once", share: 6, themes: mildThemes, age: over, steps: join(filed(), withdrawn())},
		{name: "withdrawn under investigation", share: 4, themes: mildThemes[:2], age: over, steps: join(begun, withdrawn())},
		{name: "withdrawn where health was harmed, to be settled", share: 2, themes: harmful, age: span{1, 12}, steps: join(filed(), judgedSerious(), withdrawn())},
		{name: "withdrawn where health was harmed, let go", share: 3, themes: harmful, age: over, steps: join(filed(), judgedSerious(), withdrawn(), withdrawalSettled(false))},
		{name: "goes on without the client", share: 2, themes: harmful, age: recent, steps: join(begun, withdrawn(), withdrawalSettled(true), invited(accused))},
		{name: "the complainant died, no heirs go on", share: 1, themes: mildThemes, age: over, steps: join(filed(), judgedSerious(), discontinued("died_no_heirs", "Overlijdensakte ontvangen; brief van de familie."))},
		{name: "settled elsewhere", share: 4, themes: []string{"price", "waiting"}, age: over, steps: join(filed(), judgedSerious(), discontinued("settled_elsewhere", "De bank heeft de dubbele afschrijving teruggedraaid."))},
		{name: "filed twice, merged", share: 5, themes: aboutPerson, age: recent, steps: join(filed(), judgedSerious(), filedAgain(dossier.ByPhone), merged())},
		{name: "filed twice, linked", share: 3, themes: aboutPerson, age: recent, steps: join(filed(), judgedSerious(), filedAgain(dossier.ByCounter), linkedTogether())},
		{name: "linked by mistake", share: 1, themes: aboutPerson, age: recent, steps: join(filed(), judgedSerious(), filedAgain(dossier.ByCounter), linkedTogether(), unlinked())},
		{name: "reopened with new facts", share: 3, themes: []string{"price"}, age: lately, steps: join(filed(), judgedSerious(),
			discontinued("settled_elsewhere", "De klant zei dat het met de bank geregeld was."), reopened("new_facts", "De bank heeft het toch niet teruggedraaid."))},
		{name: "withdrawn and taken up again", share: 2, themes: mildThemes, age: lately, steps: join(filed(), judgedSerious(), withdrawn(), reopened("new_facts", "De klant belt: het is toch niet over."))},
	}
}

// keepingScenarios are files that came with a complaint, a hold, and words that were erased.
func keepingScenarios() []scenario {
	asked := join(filedWithPhotos(), judgedSerious(), investigated(dossier.Unfounded), rejected("unfounded", "Uit het onderzoek blijkt niets."))
	return []scenario{
		{name: "photos, one of them taken out", share: 2, themes: aboutPerson, age: lately, steps: join(filedWithPhotos(), fileTakenOut(), judgedSerious())},
		{name: "under a hold", share: 1, themes: aboutPerson, age: over, steps: join(asked, heldFor(days(400)))},
		{name: "a hold lifted, another client's words erased", share: 1, themes: aboutPerson, age: over, steps: join(asked, heldFor(days(30)), holdLifted(), fellowErased())},
	}
}

// falseScenarios are R25–R27.
func falseScenarios() []scenario {
	suspected := join(filed(), proofAsked(), judgedSerious(), explained("call"), suspicion())
	established := join(suspected, establishedFalse(), costsRecorded())
	all := []scenario{
		{name: "suspected", share: 2, age: lately, steps: suspected},
		{name: "one person has judged it false", share: 1, age: recent, steps: join(suspected, establishedFalse()[:1])},
		{name: "suspicion dropped", share: 2, age: lately, steps: join(suspected, suspicionDropped())},
		{name: "no proof came, rejected", share: 4, age: over, steps: join(filed(), proofAsked(), wait(days(9)), rejectedAtTriage("not_found", "Wij vonden geen behandeling, en er kwam geen bewijs."))},
		{name: "false, no claim", share: 2, age: over, steps: established},
		{name: "false, claim out", share: 2, age: span{24, 20 * 24}, steps: join(established, claimed())},
		{name: "false, claim overdue", share: 1, age: span{32 * 24, 50 * 24}, steps: join(established, claimed())},
		{name: "false, claim paid in part", share: 1, age: lately, steps: join(established, claimed(), claimPaid(50))},
		{name: "false, claim paid", share: 3, age: over, steps: join(established, claimed(), claimPaid(100))},
		{name: "false, claim withdrawn", share: 1, age: over, steps: join(established, claimed(), claimWithdrawn())},
		{name: "false, claim written off", share: 2, age: over, steps: join(established, claimed(), claimWrittenOff())},
		{name: "false, reported to the police", share: 2, age: over, steps: join(established, claimed(), policeReported())},
		{name: "false, undone, to be put right", share: 1, age: lately, steps: join(established, claimed(), policeReported(), claimPaid(100), undone())},
		{name: "false, undone and put right", share: 2, age: lately, steps: join(established, claimed(), policeReported(), claimPaid(100), undone(), claimRepaid(), policeInformed(), apologised())},
	}
	for n := range all {
		all[n].themes, all[n].cast = []string{"never"}, casting{unknown: stranger}
	}
	return all
}
