package dossier

import (
	"fmt"
	"slices"
)

// Decision, offers and remedies (R19–R21).

// UpheldBy reports whether any finding is founded or partly founded, so that the complaint is upheld for that part (R19).
func UpheldBy(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Outcome != Unfounded })
}

func (d *decider) takeDecision(c TakeDecision) *Refusal {
	founded := UpheldBy(d.Findings)
	switch {
	case founded && !c.Upheld:
		return refuseField("Upheld", "R19", "founded", "Het onderzoek vond de klacht helemaal of deels gegrond. Dan wordt die toegewezen.",
			"Something was found (partly) founded. Then the complaint is upheld.")
	case !founded && c.Upheld:
		return refuseField("Upheld", "R20", "unfounded", "Het onderzoek vond alles ongegrond. Dan wordt de klacht afgewezen.",
			"Everything was found unfounded. Then the complaint is rejected.")
	case c.Upheld && c.Ground != "":
		return refuseField("Ground", "R19", "ground_given", "Bij toewijzen hoort geen afwijzingsgrond. Laat dit veld leeg.", "An upheld complaint has no ground for rejection. Leave this field empty.")
	}
	if !c.Upheld {
		if r := d.groundFits(c.Ground, d.Harm); r != nil {
			return r
		}
	}
	d.happens(Decided{Upheld: c.Upheld, Ground: c.Ground}, notes("reason", ClassDecision, c.Reason))
	if !c.Upheld {
		d.end(Ended{Ending: Rejected, Reason: c.Ground})
	}
	return nil
}

func (d *decider) makeOffer(c MakeOffer) *Refusal {
	remedies, faults := d.offered(c)
	if len(faults) > 0 {
		return joined(faults)
	}
	if len(remedies) == 0 {
		return refuse("R19", "empty_offer", "Kies minstens één oplossing.", "Choose at least one remedy.")
	}
	if r := d.ceiling(total(remedies), c.Elsewhere); r != nil {
		return r
	}
	d.happens(Offered{Offer: len(d.Offers) + 1, Remedies: remedies, Elsewhere: c.Elsewhere}, notes("words", ClassDecision, c.Words))
	return nil
}

func (d *decider) offered(c MakeOffer) ([]OfferedRemedy, refusals) {
	var remedies []OfferedRemedy
	var faults refusals
	add := func(field string, kind RemedyKind, amount Cents) {
		switch {
		case amount < 0 || amount > maxAmount:
			faults.add(refuseField(field, "R19", "bad_amount", "Vul een bedrag van nul of meer in.", "Fill in an amount of zero or more."))
		case !slices.Contains(d.env.Terms.Remedies, kind):
			faults.add(refuseField(field, "R19", "not_offered", "Deze oplossing biedt de organisatie niet aan.", "The organisation does not offer this remedy."))
		default:
			remedies = append(remedies, OfferedRemedy{Kind: kind, Amount: amount})
		}
	}
	for _, r := range []struct {
		field  string
		kind   RemedyKind
		amount Cents
	}{{"Refund", Refund, c.Refund}, {"FreeTreatment", FreeTreatment, c.FreeTreatment}, {"Discount", Discount, c.Discount}} {
		if r.amount != 0 {
			add(r.field, r.kind, r.amount)
		}
	}
	if c.Apology {
		add("Apology", Apology, 0)
	}
	return remedies, faults
}

func total(remedies []OfferedRemedy) Cents {
	var sum Cents
	for _, r := range remedies {
		sum += r.Amount
	}
	return sum
}

// ceiling is R19: all remedies for one treatment, across offers, reopenings and merged dossiers, never exceed its price.
func (d *decider) ceiling(amount, elsewhere Cents) *Refusal {
	if amount == 0 {
		return nil
	}
	t := d.Match.Treatment
	if t == nil {
		return refuse("R19", "no_treatment", "Kies eerst de behandeling. Zonder prijs kan er geen bedrag worden aangeboden.",
			"First choose the treatment. Without its price no amount can be offered.")
	}
	left := t.Price - d.Granted() - elsewhere
	if amount > left {
		return refuse("R19", "ceiling", fmt.Sprintf("Samen is dit meer dan de prijs van de behandeling. Er is nog %s beschikbaar.", euros(max(left, 0), ",")),
			fmt.Sprintf("Together this is more than the price of the treatment. %s is left.", euros(max(left, 0), ".")))
	}
	return nil
}

func euros(c Cents, sep string) string { return fmt.Sprintf("€\u00a0%d%s%02d", c/100, sep, c%100) }

func (d *decider) acceptOffer(c AcceptOffer) *Refusal {
	o, _ := d.OpenOffer(d.env.Now)
	if r := d.ceiling(total(o.Remedies), c.Elsewhere); r != nil {
		return r
	}
	d.happens(OfferAccepted{Offer: o.Number, SameSpecialist: c.SameSpecialist})
	return nil
}

func (d *decider) refuseOffer(c RefuseOffer) *Refusal {
	o := d.Offers[len(d.Offers)-1]
	d.happens(OfferRefused{Offer: o.Number}, says("why", ClassDecision, c.Why))
	if d.Refusals >= d.env.Terms.Refusals {
		d.standOffer()
	}
	return nil
}

// standOffer lets the last offer stand open for the policy's time (R19).
func (d *decider) standOffer() {
	o := d.Offers[len(d.Offers)-1]
	d.happens(OfferStands{Offer: o.Number, Until: d.env.Calendar.After(d.env.Now, d.env.Terms.OfferStands)})
}

func (d *decider) granted(number int) Remedy {
	for _, m := range d.Remedies {
		if m.Number == number {
			return m
		}
	}
	return Remedy{}
}

func (d *decider) bookRemedy(c BookRemedy) *Refusal {
	m := d.granted(c.Remedy)
	switch {
	case c.On < d.env.Calendar.Day(d.env.Now):
		return refuseField("On", "R21", "past", "Deze dag is al voorbij.", "That day has passed.")
	case holds(d.env.HeldElsewhere, c.Specialist) || holds(d.Banned(), c.Specialist):
		return refuseField("Specialist", "R23", "ban", "Tussen deze klant en deze specialist loopt een contactverbod.",
			"A contact ban runs between this client and this specialist.")
	case !m.SameSpecialist && holds(d.accusedHere(), c.Specialist):
		return refuseField("Specialist", "R19", "same_specialist", "De klant koos voor een andere specialist.", "The client chose another specialist.")
	}
	d.happens(RemedyBooked{Remedy: c.Remedy, On: c.On, Specialist: c.Specialist})
	return nil
}

func (d *decider) carryOut(c CarryOut) *Refusal {
	m := d.granted(c.Remedy)
	today := d.env.Calendar.Day(d.env.Now)
	switch {
	case m.Kind == Refund && !d.env.By.Is(handlers...):
		return refuseField("Remedy", "R21", "not_yours", "Alleen een behandelaar kan een terugbetaling vastleggen.", "Only a handler can record a refund.")
	case c.On > today:
		return notFuture("On", c.On, today)
	case c.On < d.env.Calendar.Day(m.Granted):
		return refuseField("On", "R21", "before", "Deze dag ligt vóór het toekennen van de oplossing. Vul een latere dag in.", "This is before the remedy was granted. Fill in a later day.")
	case m.Kind == FreeTreatment && m.BookedOn == "":
		return refuseField("Remedy", "R21", "not_booked", "Plan de behandeling eerst in en kies de specialist.", "First book the treatment and choose the specialist.")
	}
	d.happens(RemedyCarriedOut{Remedy: c.Remedy, On: c.On}, notes("note", ClassDecision, c.Note))
	if len(d.openRemedies()) == 0 {
		d.end(Ended{Ending: Settled})
	}
	return nil
}
