package dossier

import "slices"

// Endings, review, reopening, merging and links; false complaints (R24–R27).

// end closes the dossier: what was planned is taken off, bans end (R22), and then it ends.
func (d *decider) end(e Ended, parts ...Part) {
	d.dropTalk("ended")
	if d.actBookedWith(d.Talk.ActWith) {
		d.happens(ActCancelled{Cause: "ended"})
	}
	for _, m := range d.openTreatments() {
		if m.BookedOn != "" {
			d.happens(RemedyUnbooked{Remedy: m.Number, Specialist: m.Specialist, Cause: "ended"})
		}
	}
	d.dropExplanation()
	for _, id := range d.invited() {
		h, _ := d.Hearing(id)
		d.happens(HearingCancelled{Specialist: id, At: h.At})
	}
	d.endBans("ended")
	d.happens(e, parts...)
}

func (d *decider) withdraw(c Withdraw) *Refusal {
	why := says("why", ClassComplaint, c.Why)
	if d.Harm {
		d.happens(WithdrawalAsked{}, why)
		return nil
	}
	d.end(Ended{Ending: Withdrawn}, why)
	return nil
}

func (d *decider) settleWithdrawal(c SettleWithdrawal) *Refusal {
	reason := notes("reason", ClassHandling, c.Reason)
	if c.GoOn {
		d.happens(WithdrawalOverruled{}, reason)
		return nil
	}
	d.end(Ended{Ending: Withdrawn}, reason)
	return nil
}

func (d *decider) discontinue(c Discontinue) *Refusal {
	i := slices.IndexFunc(d.env.Terms.Discontinue, func(r Reason) bool { return r.Code == c.Reason })
	needs := d.env.Terms.Discontinue[i].Needs
	inTalkInVain := d.Phase == PhaseTalk && d.Talk.Attempts >= d.env.Terms.Attempts
	if needs == NeedsAttempts && !d.attemptsMade(d.env) && !inTalkInVain {
		return refuseField("Reason", "R17", "attempts", "Leg eerst genoeg pogingen vast om de klager te bereiken, op verschillende dagen.",
			"First record enough attempts to reach the complainant, on different days.")
	}
	if needs == NeedsTalkOver && d.Talk.Status != TalkUnsolved && d.Talk.Status != TalkHasLapsed {
		return refuseField("Reason", "R4", "talk_open", "Het gesprek loopt nog.", "The talk is not over yet.")
	}
	d.end(Ended{Ending: Discontinued, Reason: c.Reason}, notes("reason", ClassHandling, c.Evidence))
	return nil
}

func (d *decider) answerReview(c AnswerReview) *Refusal {
	if c.Maintained && d.groundFits(d.Ground, d.Harm) != nil { // harm was marked since, say, or the visit was corrected
		return refuseField("Maintained", "R20", "ground_gone", "De grond van de afwijzing klopt niet meer. U kunt de afwijzing daarom niet laten staan.",
			"The ground of the rejection no longer holds, so the rejection cannot stay.")
	}
	d.happens(ReviewAnswered{Maintained: c.Maintained}, notes("reason", ClassDecision, c.Reason))
	if c.Maintained {
		return nil
	}
	back := PhaseInvestigation
	if d.Ending == RejectedAtTriage {
		back = PhaseTriage
	}
	d.reopenAt("review", back)
	return nil
}

func (d *decider) reopenDossier(c Reopen) *Refusal {
	d.reopenAt(c.Reason, d.backTo(), notes("words", ClassHandling, c.Words))
	return nil
}

// backTo is the phase in which a closed dossier is taken up again.
func (s State) backTo() Phase {
	switch s.Ending {
	case Rejected:
		return PhaseInvestigation
	case Settled:
		return PhaseOffer
	default:
		return s.before()
	}
}

// before is the phase in which it ended; a review that was cut short goes back to what was under review.
func (s State) before() Phase {
	switch {
	case s.Resume != PhaseReview:
		return s.Resume
	case s.Completed:
		return PhaseInvestigation
	}
	return PhaseTriage
}

// reopenAt takes the dossier up again, and the bans with it where the procedure has them (R22).
func (d *decider) reopenAt(reason string, p Phase, parts ...Part) {
	d.happens(Reopened{Reason: reason, Phase: p}, parts...)
	d.startBans("reopened", d.Accused()...)
}

func (d *decider) mergeInto(c MergeInto) *Refusal {
	if r := mergeable(d.State, c.Other); r != nil {
		return r
	}
	for _, id := range d.Banned() {
		d.endBan(id, "merged", holds(c.Other.Bans, id) || c.Other.Phase.hasBans())
	}
	d.end(Ended{Ending: Discontinued, Reason: "merged", Merged: c.Other.Reference}, notes("reason", ClassHandling, c.Reason))
	return nil
}

// mergeable: merging is for the same client and treatment alone, and into a dossier that is open.
func mergeable(s State, other *MergeFacts) *Refusal {
	t := s.Match.Treatment
	switch {
	case other == nil:
		return refuseField("Into", "", "no_dossier", "Dit dossier bestaat niet.", "There is no such dossier.")
	case other.Reference == s.Reference:
		return refuseField("Into", "", "itself", "Dit is hetzelfde dossier.", "This is the same dossier.")
	case other.Treatment != t.ID || other.Client != t.Client:
		return refuseField("Into", "", "other_matter", "Samenvoegen kan alleen als de klant en de behandeling dezelfde zijn. U kunt de dossiers wel koppelen.",
			"Merging is for the same client and treatment alone. The dossiers can be linked instead.")
	case other.Phase == PhaseClosed || other.Phase == PhaseNone || other.Phase == PhaseTalk:
		return refuseField("Into", "", "closed", "Het andere dossier is niet open. Heropen dat eerst.", "The other dossier is not open. Reopen it first.")
	}
	return nil
}

func (d *decider) absorbOther(c Absorb) *Refusal {
	t := d.Match.Treatment
	if c.Other == nil || c.Other.Treatment != t.ID || c.Other.Client != t.Client {
		return refuse("", "other_matter", "Samenvoegen kan alleen als de klant en de behandeling dezelfde zijn.",
			"Merging is for the same client and treatment alone.")
	}
	d.happens(Absorbed{From: *c.Other})
	d.startBans("merged", append(slices.Clone(c.Other.Bans), d.Accused()...)...)
	return nil
}

func (d *decider) link(c Link) *Refusal {
	switch {
	case !c.Exists:
		return refuseField("Other", "", "no_dossier", "Dit dossier bestaat niet.", "There is no such dossier.")
	case c.Other == d.Reference:
		return refuseField("Other", "", "itself", "Dit is hetzelfde dossier.", "This is the same dossier.")
	case slices.Contains(d.Links, c.Other):
		return refuseField("Other", "", "same", "Deze dossiers zijn al gekoppeld.", "These dossiers are already linked.")
	}
	d.happens(Linked{Other: c.Other}, notes("why", ClassHandling, c.Why))
	return nil
}

func (d *decider) establishFalse(c EstablishFalse) *Refusal {
	var faults refusals
	if !c.NeverTreated {
		faults.add(refuseField("NeverTreated", "R25", "missing", "Een klacht is alleen vals als de klager nooit behandeld is.",
			"A complaint is false only when the complainant was never treated."))
	}
	if !c.Knew {
		faults.add(refuseField("Knew", "R25", "missing", "Een klacht is alleen vals als de klager dat wist.",
			"A complaint is false only when the complainant knew it."))
	}
	if !c.SoughtMoney {
		faults.add(refuseField("SoughtMoney", "R25", "missing", "Een klacht is alleen vals als de klager geld wilde.",
			"A complaint is false only when the complainant sought money."))
	}
	if len(faults) > 0 {
		return joined(faults)
	}
	d.happens(FalsenessStated{Account: d.env.By.Account}, notes("evidence", ClassHandling, c.Evidence))
	if enough(d.StatedBy, d.env.Terms) {
		d.happens(FalsenessEstablished{By: d.StatedBy})
		d.end(Ended{Ending: EstablishedFalse})
	}
	return nil
}

// enough: falseness is established by as many people as the policy asks for (R25).
func enough(by []AccountID, t Terms) bool { return len(union(nil, by...)) >= t.Establishers }

// claimOf is what may be claimed for a false complaint: the policy's amount and the costs that were recorded (R26).
func claimOf(s State, t Terms) ClaimSent {
	return ClaimSent{Base: t.ClaimBase, Hours: s.HourCosts, Costs: s.Costs}
}

func (d *decider) undoFalse(c UndoFalse) *Refusal {
	d.happens(FalsenessUndone{}, notes("reason", ClassDecision, c.Reason))
	if !d.Claim.Sent.IsZero() && d.Claim.Settled == "" {
		d.happens(ClaimWithdrawn{})
	}
	d.reopenAt("undone", d.before())
	return nil
}

func (d *decider) recordClaimPayment(c RecordClaimPayment) *Refusal {
	if left := d.Claim.Total - d.Claim.Paid; c.Amount < 1 || c.Amount > left {
		return refuseField("Amount", "R26", "bad_amount", "Vul een bedrag in boven nul en niet meer dan er openstaat: "+euros(left, ",")+".",
			"Fill in an amount above zero and not more than is open: "+euros(left, ".")+".")
	}
	d.happens(ClaimPaid{Amount: c.Amount})
	return nil
}
