package demo

import (
	"github.com/wederhoor/wederhoor/dossier"
)

func upheld() []step {
	return plain(hours(3), handler, dossier.TakeDecision{Upheld: true, Reason: "De klacht is (deels) gegrond. Wij zoeken samen met u een passende oplossing."})
}

func rejected(ground, reason string) []step {
	return plain(hours(3), handler, dossier.TakeDecision{Ground: ground, Reason: reason})
}

// terms of an offer, as parts of the price in hundredths.
type terms struct {
	refund, treatment, discount int
	apology                     bool
	words                       string
}

func offered(t terms) []step {
	return act(hours(2), handler, func(p *plot) dossier.Command {
		part := func(hundredths int) dossier.Cents { return dossier.Cents(p.visit.PaidCents * int64(hundredths) / 100) }
		return dossier.MakeOffer{
			Refund: part(t.refund), FreeTreatment: part(t.treatment), Discount: part(t.discount), Apology: t.apology, Words: t.words,
		}
	})
}

var (
	moneyBack    = terms{refund: 100, words: "Wij betalen de hele prijs van de behandeling terug."}
	halfBack     = terms{refund: 50, words: "Wij betalen de helft van de prijs terug."}
	newTreatment = terms{treatment: 100, words: "Wij bieden een nieuwe behandeling aan, zonder kosten, bij een andere specialist."}
	discount     = terms{discount: 30, words: "Wij bieden dertig procent korting op een volgende behandeling."}
	apologies    = terms{apology: true, words: "Het spijt ons hoe u bent behandeld. Dit had niet mogen gebeuren."}
	mixed        = terms{refund: 40, discount: 20, apology: true, words: "Wij bieden excuses aan, een deel van het geld terug en korting op een volgende keer."}
)

func accepted(same bool) []step {
	return plain(days(2), client, dossier.AcceptOffer{SameSpecialist: same})
}

// acceptedByPhone is taken down by the receptionist.
func acceptedByPhone() []step { return plain(days(1), desk, dossier.AcceptOffer{}) }

func refused() []step {
	return plain(days(2), client, dossier.RefuseOffer{Why: "Dit vind ik te weinig. Ik heb er veel last van gehad en moet er opnieuw voor vrij nemen."})
}

// carriedOut ends every remedy that was granted: paid, redeemed or sent.
func carriedOut() []step {
	return []step{{after: days(3), by: handler, do: func(p *plot) []dossier.Command {
		var all []dossier.Command
		for _, r := range p.state(p.references[0]).Remedies {
			if !r.Done {
				all = append(all, dossier.CarryOut{Remedy: r.Number, On: p.today(), Note: remedyNotes[r.Kind]})
			}
		}
		return all
	}}}
}

var remedyNotes = map[dossier.RemedyKind]string{
	dossier.Refund: "Overgeboekt.", dossier.FreeTreatment: "Behandeling gegeven.", dossier.Discount: "Kortingscode ingewisseld.", dossier.Apology: "Brief verstuurd.",
}

// treatmentBooked gives the new treatment a day, with a colleague of the one complained about.
func treatmentBooked(same bool) []step {
	return act(days(1), desk, func(p *plot) dossier.Command {
		who := dossier.SpecialistID(p.colleague.ID)
		if same {
			who = p.accused()
		}
		return dossier.BookRemedy{Remedy: p.openTreatment(), On: p.workingDay(3), Specialist: who}
	})
}

func (p *plot) openTreatment() int {
	for _, r := range p.state(p.references[0]).Remedies {
		if r.Kind == dossier.FreeTreatment && !r.Done {
			return r.Number
		}
	}
	return 0
}

func leftOpen() []step { return plain(hours(20), handler, dossier.CloseWithStandingOffer{}) }

// Endings.

func withdrawn() []step {
	return plain(days(1), client, dossier.Withdraw{Why: "Het is inmiddels in orde. Ik wil er niet verder mee."})
}

func withdrawalSettled(goOn bool) []step {
	reason := "De klant is hersteld en de vestiging heeft de werkwijze al aangepast."
	if goOn {
		reason = "Er is gezondheidsschade. Wij willen weten hoe die is ontstaan, ook zonder de klant."
	}
	return plain(hours(5), handler, dossier.SettleWithdrawal{GoOn: goOn, Reason: reason})
}

func discontinued(reason, evidence string) []step {
	return plain(hours(5), handler, dossier.Discontinue{Reason: reason, Evidence: evidence})
}

func reviewAsked() []step {
	return plain(days(4), client, dossier.AskReview{Words: "Ik ben het niet eens met de afwijzing. U hebt niet naar mijn foto's gekeken."})
}

func reviewAnswered(maintained bool) []step {
	reason := "De foto's zijn alsnog bekeken. Zij veranderen het oordeel niet."
	if !maintained {
		reason = "De foto's laten zien wat bij de eerste beoordeling niet is gezien. De klacht wordt opnieuw bekeken."
	}
	return plain(days(3), second, dossier.AnswerReview{Maintained: maintained, Reason: reason})
}

func reopened(reason, words string) []step {
	return plain(days(5), second, dossier.Reopen{Reason: reason, Words: words})
}

// merged ends the second dossier of the plot in the first.
func merged() []step {
	return inOther(act(hours(3), handler, func(p *plot) dossier.Command {
		return dossier.MergeInto{Into: p.references[0], Reason: "Dezelfde klant, dezelfde behandeling."}
	}))
}

func linkedTogether() []step {
	return inOther(act(hours(3), handler, func(p *plot) dossier.Command {
		return dossier.Link{Other: p.references[0], Why: "Twee klachten over dezelfde dag in dezelfde vestiging."}
	}))
}

func unlinked() []step {
	return inOther(act(hours(2), handler, func(p *plot) dossier.Command { return dossier.Unlink{Other: p.references[0]} }))
}

// False complaints.

func suspicion() []step {
	return plain(days(8), handler, dossier.RaiseSuspicion{Evidence: "Niemand kent de klager, er is geen bewijs gekomen, en de omschrijving van de vestiging klopt niet."})
}

func suspicionDropped() []step {
	return plain(days(2), handler, dossier.DropSuspicion{Reason: "De klager blijkt onder de meisjesnaam in het klantensysteem te staan."})
}

func establishedFalse() []step {
	c := dossier.EstablishFalse{
		NeverTreated: true, Knew: true, SoughtMoney: true,
		Evidence: "De pinbetaling die de klager noemt, is nooit gedaan. Hetzelfde verhaal staat bij een andere keten op naam van dezelfde persoon.",
	}
	return join(plain(hours(4), handler, c), plain(hours(20), second, c))
}

func undone() []step {
	return plain(days(6), theOwner, dossier.UndoFalse{Reason: "De klager was hier wel: de behandeling stond op naam van een ander in hetzelfde gezin."})
}

func costsRecorded() []step {
	return join(plain(hours(2), handler, dossier.RecordHours{Minutes: 90, What: "Nazoeken in het klantensysteem en bellen met de vestiging"}),
		plain(hours(1), handler, dossier.RecordCost{Amount: 1285, What: "Aangetekende brief"}))
}

func claimed() []step { return plain(days(1), handler, dossier.SendClaim{}) }

func claimPaid(hundredths int) []step {
	return act(days(12), handler, func(p *plot) dossier.Command {
		c := p.state(p.references[0]).Claim
		return dossier.RecordClaimPayment{Amount: (c.Total - c.Paid) * dossier.Cents(hundredths) / 100}
	})
}

func claimWithdrawn() []step {
	return plain(days(9), handler, dossier.WithdrawClaim{Reason: "De klager zit in de schuldsanering."})
}

func claimWrittenOff() []step {
	return plain(days(40), handler, dossier.WriteOffClaim{Reason: "De brief kwam terug: daar woont niemand van die naam."})
}

func policeReported() []step {
	return plain(days(2), handler, dossier.ReportToPolice{Number: "PL0900-2025312"})
}

func policeInformed() []step { return plain(days(1), theOwner, dossier.InformPolice{}) }

func claimRepaid() []step { return plain(days(1), theOwner, dossier.RepayClaim{}) }

func apologised() []step {
	return plain(days(1), theOwner, dossier.SendApology{Words: "Wij hebben u ten onrechte beschuldigd. Dat spijt ons zeer. Uw klacht wordt weer opgepakt."})
}
