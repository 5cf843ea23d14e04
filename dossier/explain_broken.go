package dossier

import "slices"

// What breaks the promises that have no term. Where a guard of the procedure forbids it, that guard is asked again, of the state as it
// was before the record.

// actor is the member of staff behind a record, as far as the record says who that is.
func (st step) actor() Env { return Env{By: Actor{Account: staff(st.By)}} }

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

func suspectedUnasked(_ *explainer, st step) bool {
	return by(SuspicionRaised{})(st.Event) && proofWasAsked(st.before, Env{}) != nil
}

// rejectedWithoutGround: no ground out of the policy's list was named (R11, R20).
func rejectedWithoutGround(x *explainer, st step) bool {
	code := ""
	switch e := st.Event.(type) {
	case Judged:
		code = e.Ground
	case Decided:
		code = e.Ground
	}
	return rejects(st.Event) && !slices.ContainsFunc(x.terms.Grounds, func(g Ground) bool { return g.Code == code })
}

func openedUnexplained(_ *explainer, st step) bool {
	return by(InvestigationOpened{})(st.Event) && explained(st.before, Env{}) != nil
}

// ownSide are the records of a specialist's own side, which R14 does not forbid.
var ownSide = by(TalkCancelled{}, TalkAttempted{}, TalkNotReached{}, TalkHeld{}, TalkActAgreed{}, TalkLapsed{}, StatementHandedIn{},
	MinutesAnswered{}, BreachRecorded{})

// handledConflicted: by somebody who had been taken out of the dossier, or given to somebody complained about (R14). Who else is
// complained about stands in no record: their accounts are not known here.
func handledConflicted(_ *explainer, st step) bool {
	if e, _ := st.Event.(Assigned); holds(st.before.Accused(), e.Specialist) { // where nobody is called ""
		return true
	}
	return slices.Contains(st.before.Conflicts, staff(st.By)) && !ownSide(st.Event)
}

func invitedShort(x *explainer, st step) bool {
	e, ok := st.Event.(HearingInvited)
	return ok && x.cal.Day(e.At) < earliestHearing(st.At, x.terms, x.cal)
}

func foundUnheard(x *explainer, st step) bool {
	return by(SubjectFound{})(st.Event) && bothHeard(st.before, Env{Now: st.At, Terms: x.terms, Calendar: x.cal}) != nil
}

// aboveCeiling: more was offered, or accepted, than was left of the price of the treatment (R19).
func aboveCeiling(_ *explainer, st step) bool {
	d := &decider{State: st.before}
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

func grantedRejected(_ *explainer, st step) bool {
	return by(Offered{}, OfferAccepted{})(st.Event) && !st.before.Upheld
}

func reviewedOwn(_ *explainer, st step) bool {
	return by(ReviewAnswered{})(st.Event) && notDecider(st.before, st.actor()) != nil
}

func bookedBanned(_ *explainer, st step) bool {
	with := SpecialistID("")
	switch e := st.Event.(type) {
	case TalkBooked:
		with = e.Specialist
	case RemedyBooked:
		with = e.Specialist
	}
	return holds(st.before.Banned(), with)
}

func reopenedOwn(_ *explainer, st step) bool {
	return by(Reopened{})(st.Event) && notCloser(st.before, st.actor()) != nil
}

// establishedAlone: by fewer people than the policy asks for, or by somebody who had been taken out of the dossier (R25).
func establishedAlone(x *explainer, st step) bool {
	e, ok := st.Event.(FalsenessEstablished)
	if !ok {
		return false
	}
	return len(union(nil, e.By...)) < x.terms.Establishers ||
		slices.ContainsFunc(e.By, func(id AccountID) bool { return slices.Contains(st.before.Conflicts, id) })
}

// claimedOtherwise: not the policy's amount and the costs that were recorded (R26).
func claimedOtherwise(x *explainer, st step) bool {
	e, ok := st.Event.(ClaimSent)
	return ok && e != ClaimSent{Base: x.terms.ClaimBase, Hours: st.before.HourCosts, Costs: st.before.Costs}
}

func claimed(s State) (amount, limit Cents) { return s.Claim.Total, 0 }

func undoneOwn(_ *explainer, st step) bool {
	return by(FalsenessUndone{})(st.Event) && notEstablisher(st.before, st.actor()) != nil
}

// outOfOrder: a record is missing, or its moment lies before that of the one before it.
func outOfOrder(_ *explainer, st step) bool {
	return st.Number != st.before.Count+1 || st.At.Before(st.before.Last)
}
