package dossier

import "slices"

// What breaks the promises that have no term. Where a guard of the procedure forbids it, that guard is asked again, of the state as it
// was before the record.

func rejectsAtTriage(e Event) bool {
	judged, ok := e.(Judged)
	return ok && !judged.Serious
}

func rejectsAfterFinding(e Event) bool {
	decided, ok := e.(Decided)
	return ok && !decided.Upheld
}

func rejects(e Event) bool { return rejectsAtTriage(e) || rejectsAfterFinding(e) }

var endsInvestigationOrDossier = by(InvestigationCompleted{}, Ended{})

// cancelsForBan: an appointment was taken off because the two are to have no contact (R23).
func cancelsForBan(e Event) bool {
	if c, ok := e.(TalkCancelled); ok {
		return c.Cause == "ban" || c.Cause == "filed"
	}
	return by(ActCancelled{}, RemedyUnbooked{})(e)
}

// showsExplained: the complainant explained, could not be reached, or a reason stands for why not (R12).
func showsExplained(e Event) bool {
	if skip, ok := e.(PartSkipped); ok {
		return skip.Part == StepExplanation
	}
	return by(ContactAttempted{}, Explained{}, InvestigationOpened{})(e)
}

func notLookedUp(s State) PromiseState {
	if s.Match.Outcome != MatchPending {
		return ""
	}
	return s.toCome()
}

func notFoundYet(s State) PromiseState {
	if s.Completed {
		return ""
	}
	return s.toCome()
}

func notEstablished(s State) PromiseState {
	switch {
	case len(s.FalseBy) > 0:
		return ""
	case !s.Suspected:
		return PromiseFellAway
	}
	return s.toCome()
}

// toCome: what an open dossier did not do yet it still will; a closed one does not.
func (s State) toCome() PromiseState {
	if s.Open() {
		return PromiseRunning
	}
	return PromiseFellAway
}

func suspectedUnasked(st step) bool {
	return by(SuspicionRaised{})(st.Event) && proofWasAsked(st.before, st.env) != nil
}

// rejectedWithoutGround: no ground was named, or one that what stood in the dossier does not bear (R11, R20).
func rejectedWithoutGround(st step) bool {
	switch e := st.Event.(type) {
	case Judged:
		return !e.Serious && st.decider().groundFits(e.Ground, e.Harm) != nil
	case Decided:
		return !e.Upheld && st.decider().groundFits(e.Ground, st.before.Harm) != nil
	}
	return false
}

// decider would decide again what the record holds.
func (st step) decider() *decider { return &decider{State: st.before, env: st.env} }

func openedUnexplained(st step) bool {
	return by(InvestigationOpened{})(st.Event) && explained(st.before, st.env) != nil
}

// ofASide tells the events of acts about a specialist's own side, which R14 does not forbid them: the own column of the rules.
var ofASide = by(TalkCancelled{}, TalkAttempted{}, TalkNotReached{}, TalkHeld{}, TalkActAgreed{}, TalkLapsed{}, StatementHandedIn{},
	MinutesAnswered{}, BreachRecorded{})

// ownSide: it is of the side of whoever did it.
func (st step) ownSide() bool {
	return ofASide(st.Event) && st.env.By.Specialist != "" && PersonOf(st.Event) == string(st.env.By.Specialist)
}

// handledConflicted: by somebody who had been taken out of the dossier, or given to somebody complained about (R14). Who else is
// complained about stands in no record: their accounts are not known here.
func handledConflicted(st step) bool {
	if e, _ := st.Event.(Assigned); holds(st.before.Accused(), e.Specialist) { // where nobody is called ""
		return true
	}
	return slices.Contains(st.before.Conflicts, st.env.By.Account) && !st.ownSide()
}

func invitedShort(st step) bool {
	e, ok := st.Event.(HearingInvited)
	return ok && st.env.Calendar.Day(e.At) < earliestHearing(st.At, st.env.Terms, st.env.Calendar)
}

func foundUnheard(st step) bool {
	return by(SubjectFound{})(st.Event) && bothHeard(st.before, st.env) != nil
}

// aboveCeiling: more was offered, or accepted, than was left of the price of the treatment (R19).
func aboveCeiling(st step) bool {
	d := st.decider()
	switch e := st.Event.(type) {
	case Offered:
		return d.ceiling(total(e.Remedies), e.Elsewhere) != nil
	case OfferAccepted:
		return slices.ContainsFunc(d.Offers, func(o Offer) bool { return o.Number == e.Offer && d.ceiling(total(o.Remedies), 0) != nil })
	}
	return false
}

// grantedOfPrice is what stands granted for the treatment, and its price. A dossier that was merged into another counts there.
func grantedOfPrice(s State) (granted, price Cents) {
	if s.Match.Treatment == nil || s.MergedInto != "" {
		return 0, 0
	}
	return s.Granted(), s.Match.Treatment.Price
}

func grantedRejected(st step) bool {
	return by(Offered{}, OfferAccepted{})(st.Event) && !st.before.Upheld
}

func reviewedOwn(st step) bool {
	return by(ReviewAnswered{})(st.Event) && notDecider(st.before, st.env) != nil
}

func bookedBanned(st step) bool {
	with := SpecialistID("")
	switch e := st.Event.(type) {
	case TalkBooked:
		with = e.Specialist
	case RemedyBooked:
		with = e.Specialist
	}
	return holds(st.before.Banned(), with)
}

func reopenedOwn(st step) bool {
	return by(Reopened{})(st.Event) && notCloser(st.before, st.env) != nil
}

// establishedAlone: by fewer people than the policy asks for, or by somebody who had been taken out of the dossier (R25).
func establishedAlone(st step) bool {
	e, ok := st.Event.(FalsenessEstablished)
	if !ok {
		return false
	}
	return !enough(e.By, st.env.Terms) ||
		slices.ContainsFunc(e.By, func(id AccountID) bool { return slices.Contains(st.before.Conflicts, id) })
}

// claimedOtherwise: not the policy's amount and the costs that were recorded (R26).
func claimedOtherwise(st step) bool {
	e, ok := st.Event.(ClaimSent)
	return ok && e != claimOf(st.before, st.env.Terms)
}

func claimed(s State) (amount, limit Cents) { return s.Claim.Total, 0 }

func undoneOwn(st step) bool {
	return by(FalsenessUndone{})(st.Event) && notEstablisher(st.before, st.env) != nil
}

// outOfOrder: a record is missing, or its moment lies before that of the one before it.
func outOfOrder(st step) bool {
	return st.Number != st.before.Count+1 || st.At.Before(st.before.Last)
}
