package dossier

import (
	"slices"
	"time"
)

// Triage, explanation, term (R10–R14), hours and costs (R26, R28).

func (d *decider) judge(c Judge) *Refusal {
	if c.Serious && c.Ground != "" {
		return refuseField("Ground", "R10", "ground_given", "Bij een ernstige klacht hoort geen afwijzingsgrond. Laat dit veld leeg.",
			"A serious complaint has no ground for rejection. Leave this field empty.")
	}
	harm := c.Harm || d.Harm // harm that stands is taken away by MarkHarm alone, with a reason
	if !c.Serious {
		if r := d.groundFits(c.Ground, harm); r != nil {
			return r
		}
	}
	d.happens(Judged{Severity: c.Severity, Serious: c.Serious, Harm: harm, Ground: c.Ground}, notes("reason", ClassDecision, c.Reason))
	if !c.Serious {
		d.end(Ended{Ending: RejectedAtTriage, Reason: c.Ground})
		return nil
	}
	if d.Handler == "" {
		d.happens(Assigned{Account: d.env.By.Account, Specialist: d.env.By.Specialist})
	}
	return nil
}

// groundFits checks a ground for rejection against what stands in the dossier (R11, R20).
func (d *decider) groundFits(code string, harm bool) *Refusal {
	i := slices.IndexFunc(d.env.Terms.Grounds, func(g Ground) bool { return g.Code == code })
	if i < 0 {
		return refuseField("Ground", "R20", "missing", "Kies de grond voor de afwijzing.", "Choose the ground for rejection.")
	}
	ground := d.env.Terms.Grounds[i]
	fault := func(code, nl, en string) *Refusal { return refuseField("Ground", "R20", code, nl, en) }
	switch ground.Needs {
	case NeedsLate:
		if !d.Late {
			return fault("not_late", "De klacht is niet te laat ingediend.", "The complaint was not filed late.")
		}
	case NeedsProofAsked:
		if !d.proofFailed() {
			return fault("proof_term", "Deze grond kan pas als om bewijs is gevraagd en de tijd daarvoor voorbij is.",
				"This ground can be used only after proof was asked and the time for it is over.")
		}
	case NeedsUnfounded:
		if !d.Completed {
			return fault("not_investigated", "Afwijzen als ongegrond kan pas na een onderzoek.", "Rejecting as unfounded is possible only after an investigation.")
		}
	case NeedsNoHarm, NeedsShadesMet:
		if harm {
			return fault("harm", "Deze grond kan niet als de gezondheid is geschaad.", "This ground cannot be used where health was harmed.")
		}
		if ground.Needs == NeedsShadesMet && !ShadesReached(d.State) {
			return fault("shades", "Uit de gegevens blijkt niet dat het beloofde aantal tinten is gehaald.",
				"The record does not show that the advertised number of shades was reached.")
		}
	}
	return nil
}

// ShadesReached reports whether the record shows that the advertised number of shades was reached (R20).
func ShadesReached(s State) bool {
	t := s.Match.Treatment
	return t != nil && t.ShadesAdvertised > 0 && t.ShadesAchieved >= t.ShadesAdvertised
}

// proofFailed: not found, proof was asked, and not given in its time (R9, R20).
func (d *decider) proofFailed() bool {
	m := d.Match
	return (m.Outcome == MatchNobody || m.Outcome == MatchNoVisit) && !m.ProofGiven && !m.ProofAsked.IsZero() &&
		d.env.Now.After(d.env.Calendar.After(m.ProofAsked, d.env.Terms.Proof))
}

func (d *decider) markHarm(c MarkHarm) *Refusal {
	if c.Harm == d.Harm {
		return refuseField("Harm", "R10", "same", "Dit is al zo vastgelegd.", "This has been recorded already.")
	}
	d.happens(HarmMarked{Harm: c.Harm}, notes("reason", ClassHandling, c.Reason))
	return nil
}

func (d *decider) reportHarm(c ReportHarm) *Refusal {
	if r := notFuture("On", c.On, d.env.Calendar.Day(d.env.Now)); r != nil {
		return r
	}
	d.happens(HarmReported{Authority: c.Authority, On: c.On})
	return nil
}

func (d *decider) assign(c Assign) *Refusal {
	if d.Conflicted(Actor{Account: c.Account, Specialist: c.Specialist}) {
		return refuseField("Account", "R14", "conflict", "Deze persoon is betrokken bij de klacht en kan het dossier niet behandelen.",
			"This person is involved in the complaint and cannot handle the dossier.")
	}
	if c.Account == d.Handler {
		return refuseField("Account", "R14", "same", "Deze persoon heeft het dossier al.", "This person already has the dossier.")
	}
	d.happens(Assigned{Account: c.Account, Specialist: c.Specialist})
	return nil
}

func (d *decider) assignOutside(c AssignOutside) *Refusal {
	if c.HandlersFree > 0 {
		return refuse("R14", "handlers_free", "Een van de eigen behandelaars kan dit dossier nog doen. De externe behandelaar is niet nodig.",
			"One of the chain's own handlers can still do this. The outside person is not needed.")
	}
	if c.Account == "" {
		return refuse("R14", "no_outside", "De externe behandelaar heeft nog geen account. Vraag de beheerder er een te maken.",
			"The outside person has no account yet. Ask the administrator to make one.")
	}
	if d.Conflicted(Actor{Account: c.Account}) {
		return refuse("R14", "conflict", "Ook de externe behandelaar is betrokken bij deze klacht. Kies iemand anders van buiten.",
			"The outside person is involved in this complaint too. Choose somebody else from outside.")
	}
	d.happens(Assigned{Account: c.Account, Outside: true})
	return nil
}

func (d *decider) declareConflict(c DeclareConflict) *Refusal {
	if slices.Contains(d.Conflicts, c.Account) {
		return refuseField("Account", "R14", "same", "Deze betrokkenheid is al vastgelegd.", "This conflict is already noted.")
	}
	d.happens(ConflictDeclared{Account: c.Account}, notes("reason", ClassHandling, c.Reason))
	return nil
}

func (d *decider) planExplanation(c PlanExplanation) *Refusal {
	if !c.Start.After(d.env.Now) {
		return refuseField("Start", "R12", "past", "Dit tijdstip is al voorbij.", "This time has passed.")
	}
	d.dropExplanation()
	d.happens(ExplanationPlanned{How: c.How, Start: c.Start})
	return nil
}

func (d *decider) dropExplanation() {
	if !d.PlannedStart.IsZero() {
		d.happens(ExplanationCancelled{How: d.PlannedHow, Start: d.PlannedStart})
	}
}

func (d *decider) recordAttempt(c RecordAttempt) *Refusal {
	at := c.At
	if at.IsZero() {
		at = d.env.Now
	}
	switch {
	case at.After(d.env.Now):
		return refuseField("At", "R12", "future", "Dit moment ligt in de toekomst.", "This moment is in the future.")
	case at.Before(d.ReceivedAt):
		return refuseField("At", "R12", "before", "Dit moment ligt vóór het binnenkomen van de klacht. Vul een later moment in.", "This is before the complaint came in. Fill in a later moment.")
	case slices.ContainsFunc(d.Attempts, func(a Attempt) bool { return a.At.Sub(at).Abs() < time.Minute }):
		return refuseField("At", "R12", "same", "Deze poging is al vastgelegd.", "This attempt has been recorded already.")
	}
	d.happens(ContactAttempted{How: c.How, Tried: at})
	return nil
}

func (d *decider) extendTerm(c ExtendTerm) *Refusal {
	due := AnswerDue(d.State, d.env.Terms, d.env.Calendar)
	last := d.env.Calendar.Day(d.env.Calendar.After(due, d.env.Terms.Extension))
	switch {
	case c.Until <= d.env.Calendar.Day(due):
		return refuseField("Until", "R13", "not_later", "De nieuwe datum moet na de huidige termijn liggen.",
			"The new date must be after the present term.")
	case c.Until > last:
		return refuseField("Until", "R13", "too_far", "Verlengen kan tot en met "+last.long().NL+".",
			"It can be extended until "+last.long().EN+".")
	}
	d.happens(TermExtended{Until: c.Until}, notes("reason", ClassDecision, c.Reason))
	return nil
}

func (d *decider) recordHours(c RecordHours) *Refusal {
	if c.Minutes < 1 || c.Minutes > 24*60 {
		return refuseField("Minutes", "R28", "bad_number", "Vul het aantal minuten in, van 1 tot 1440.", "Fill in the minutes, from 1 to 1440.")
	}
	d.happens(HoursRecorded{Minutes: c.Minutes, Rate: d.env.Terms.HourlyRate}, notes("what", ClassHandling, c.What))
	return nil
}

func (d *decider) recordCost(c RecordCost) *Refusal {
	if c.Amount < 1 || c.Amount > maxAmount {
		return refuseField("Amount", "R28", "bad_amount", "Vul een bedrag boven nul in.", "Fill in an amount above zero.")
	}
	d.happens(CostRecorded{Amount: c.Amount}, notes("what", ClassHandling, c.What))
	return nil
}

// maxAmount keeps sums far from overflow: ten million euros.
const maxAmount Cents = 1_000_000_000
