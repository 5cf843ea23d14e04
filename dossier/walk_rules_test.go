package dossier_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// What must hold on a walk. It is told by the events alone, in the ledger, so that a state that is wrong does not
// hide that it is.

// happened is one event with all that came with it.
type happened struct {
	by      dossier.Actor
	event   dossier.Event
	parts   []dossier.Part
	notices []dossier.Notice
}

// tells reports whether the event tells a party something of that kind, or of any when kind is empty.
func (h happened) tells(to dossier.Party, kind string) bool {
	return slices.ContainsFunc(h.notices, func(n dossier.Notice) bool { return n.To == to && (kind == "" || n.Kind == kind) })
}

// ledger is what the events of a dossier said.
type ledger struct {
	filed, over, apart, investigating bool
	named                             []dossier.SpecialistID
	treatment                         *dossier.Treatment
	outcome                           dossier.MatchOutcome
	visit                             visit
	subjects                          []dossier.FindingSubject
	banned                            map[dossier.SpecialistID]bool

	explained, asked bool // asked: the inquiry is done
	answered         map[dossier.SpecialistID]bool
	tried            []time.Time
	missed           map[dossier.SpecialistID]int

	upheld bool
	harm   bool
	ground string
	offers map[int]dossier.Cents

	remedies map[int]int // how many each offer holds
	remedied int         // how many were granted

	agreedWith dossier.SpecialistID // who agreed to an act
	conflicts  []dossier.AccountID
	stated     []dossier.Actor
	undone     bool
	decider    string
	closer     string
	ending     dossier.Ending
	shared     bool
	extended   int
	causes     causes
	granted    dossier.Cents // in this dossier itself
	merged     bool          // it took another in
	heldBy     []dossier.SpecialistID
	booked     map[string]dossier.SpecialistID // appointments with specialists that stand
	clock      clockwork
	claim      dossier.Cents // open
	keeping    keeping
	unpaid     dossier.Cents // of the last claim, open or not: money may come in after it was taken back
}

func newLedger() ledger {
	return ledger{
		causes: causes{}, clock: newClockwork(),
		banned: map[dossier.SpecialistID]bool{}, answered: map[dossier.SpecialistID]bool{},
		missed: map[dossier.SpecialistID]int{}, offers: map[int]dossier.Cents{}, booked: map[string]dossier.SpecialistID{}, remedies: map[int]int{},
	}
}

// copied shares with the ledger only what nobody changes in place.
func (l *ledger) copied() ledger {
	other := *l
	other.banned, other.answered, other.missed, other.offers = maps.Clone(l.banned), maps.Clone(l.answered), maps.Clone(l.missed), maps.Clone(l.offers)
	other.booked, other.remedies, other.causes = maps.Clone(l.booked), maps.Clone(l.remedies), maps.Clone(l.causes)
	other.clock, other.keeping = l.clock.copied(), l.keeping.copied()
	other.named, other.subjects, other.tried = slices.Clone(l.named), slices.Clone(l.subjects), slices.Clone(l.tried)
	other.visit.found = slices.Clone(l.visit.found)
	other.heldBy = slices.Clone(l.heldBy)
	other.conflicts, other.stated = slices.Clone(l.conflicts), slices.Clone(l.stated)
	return other
}

// accused are those complained about: named, matched, investigated, or brought by a dossier that was merged in.
func (l *ledger) accused() []dossier.SpecialistID {
	if !l.filed {
		return nil
	}
	all := slices.Clone(l.named)
	if l.treatment != nil {
		all = append(all, l.treatment.Specialist)
	}
	for _, sub := range l.subjects {
		all = append(all, sub.Specialist)
	}
	return slices.DeleteFunc(all, func(id dossier.SpecialistID) bool { return id == "" })
}

func (l *ledger) involved(a dossier.Actor) bool {
	return a.Specialist != "" && slices.Contains(l.accused(), a.Specialist) ||
		a.Account != "" && slices.Contains(l.conflicts, a.Account)
}

// ownActs are the events that somebody complained about may still bring about: those of their own side.
var ownActs = []string{
	"talk_cancelled.1", "talk_attempted.1", "talk_not_reached.1", "talk_held.1", "talk_act_agreed.1", "talk_lapsed.1",
	"statement_handed_in.1", "minutes_answered.1", "breach_recorded.1",
}

// allowed is R14: nobody acts in a dossier in which they are involved, but for their own side.
func (w *walk) allowed(f *folder, by dossier.Actor, steps []dossier.Happening) {
	involved := f.ledger.involved(by)
	for _, h := range steps {
		own := slices.Contains(ownActs, h.Event.Name()) && dossier.PersonOf(h.Event) == string(by.Specialist)
		w.demand("R14: who is involved acts for their own side alone", involved, own, by.Name(), h.Event.Name())
	}
}

// ownKinds are the acts that bring those events about.
var ownKinds = []dossier.Kind{
	"cancel_talk", "record_talk_attempt", "record_talk", "lapse_talk", "record_breach", "hand_in_statement", "answer_minutes",
}

// tried demands that what must not be is refused, whatever else is so.
func (w *walk) tried(f *folder, c dossier.Command, by dossier.Actor, refused bool) {
	l := &f.ledger
	w.demand("R14: who is involved is refused every act but their own", l.involved(by) && !slices.Contains(ownKinds, c.Kind()), refused, by.Name(), c.Kind())
	var with dossier.SpecialistID
	money := false
	switch c := c.(type) {
	case dossier.BookTalk:
		with = c.Specialist
	case dossier.BookRemedy:
		with, money = c.Specialist, true
	case dossier.MakeOffer, dossier.AcceptOffer, dossier.CarryOut:
		money = true
	}
	banned := l.banned[with] || w.related() && w.other(f).ledger.banned[with]
	w.demand("R23: a booking with somebody with whom a ban holds is refused", banned, refused, with)
	w.demand("R20: offer, acceptance, treatment and payment are refused where nothing was upheld", money && !l.upheld, refused, c.Kind())
}

// look judges one event by what was before it, and writes it down.
func (w *walk) look(f *folder, h happened) {
	l := &f.ledger
	l.causes.see(w.now, l, h.event)
	w.lookAtTime(l, h)
	w.lookAtVisit(l, h)
	w.lookAtFiling(l, h)
	w.lookAtAppointments(f, h)
	w.lookAtInvestigation(l, h)
	w.lookAtDecision(f, h)
	w.lookAtGround(l, h)
	w.lookAtEnding(l, h)
	w.lookAtFalse(l, h)
	w.lookAtKeeping(l, h)
}

func (w *walk) lookAtFiling(l *ledger, h happened) {
	switch e := h.event.(type) {
	case dossier.Filed:
		l.filed, l.apart, l.over, l.named = true, true, false, e.Named
		l.outcome = dossier.MatchPending
	case dossier.Matched:
		l.outcome, l.treatment = e.Outcome, e.Treatment
		l.named = slices.DeleteFunc(slices.Clone(l.named), func(id dossier.SpecialistID) bool { return id == e.Unnamed })
	case dossier.VisitTold:
		l.outcome, l.stated = dossier.MatchPending, nil
		l.named = append(slices.Clone(l.named), e.Named...)
	case dossier.BanStarted:
		w.demand("R22: a ban starts once", true, !l.banned[e.Specialist], e.Specialist)
		told := h.tells(dossier.ToComplainant, "ban_started") && h.tells(dossier.ToSpecialist(e.Specialist), "ban_started")
		w.demand("R22: both are told when a ban starts", true, told, e.Specialist)
		l.banned[e.Specialist] = true
	case dossier.BanEnded:
		w.demand("R22: only a ban that runs ends", true, l.banned[e.Specialist], e.Specialist)
		told := h.tells(dossier.ToComplainant, "ban_ended") && h.tells(dossier.ToSpecialist(e.Specialist), "ban_ended")
		w.demand("R22: both are told when a ban ends", e.Cause != "merged" || !e.HeldElsewhere, told, e.Specialist)
		delete(l.banned, e.Specialist)
	case dossier.TalkShared:
		l.shared = true
	case dossier.ConflictDeclared:
		l.conflicts = append(l.conflicts, e.Account)
		l.stated = slices.DeleteFunc(l.stated, func(a dossier.Actor) bool { return a.Account == e.Account })
	case dossier.TermExtended:
		w.demand("R13: the term is extended once", true, l.extended == 0)
		l.extended++
	case dossier.Absorbed:
		l.merged = true
		l.named = append(slices.Clone(l.named), e.From.Named...)
		for _, id := range e.From.Bans { // that of the treatment goes with the match
			if l.treatment == nil || id != l.treatment.Specialist {
				l.named = append(l.named, id)
			}
		}
		l.conflicts = append(l.conflicts, e.From.Conflicts...)
		if e.From.Extended {
			l.extended++
		}
	}
}

// lookAtAppointments notes what stands between client and specialists: the talk, an agreed act, treatments.
func (w *walk) lookAtAppointments(f *folder, h happened) {
	l := &f.ledger
	switch e := h.event.(type) {
	case dossier.TalkBooked:
		w.apart(f, e.Specialist, "a talk")
		l.booked["talk"] = e.Specialist
	case dossier.TalkActAgreed:
		l.agreedWith = e.Specialist
	case dossier.TalkHeld:
		l.heldBy = append(l.heldBy, e.Specialist)
		delete(l.booked, "talk")
	case dossier.TalkCancelled, dossier.TalkNotReached, dossier.TalkLapsed, dossier.TalkDeclined:
		delete(l.booked, "talk")
	case dossier.ActBooked:
		w.apart(f, l.agreedWith, "an agreed act")
		l.booked["act"] = l.agreedWith
	case dossier.ActCancelled, dossier.ActDone:
		delete(l.booked, "act")
	case dossier.RemedyBooked:
		w.demand("R20: a treatment is booked for an upheld complaint alone", true, l.upheld)
		w.apart(f, e.Specialist, "a treatment")
		l.booked[fmt.Sprint("remedy ", e.Remedy)] = e.Specialist
	case dossier.RemedyUnbooked:
		delete(l.booked, fmt.Sprint("remedy ", e.Remedy))
	case dossier.RemedyCarriedOut:
		w.demand("R20: a remedy is carried out for an upheld complaint alone", true, l.upheld)
		delete(l.booked, fmt.Sprint("remedy ", e.Remedy))
	}
}

func (w *walk) lookAtInvestigation(l *ledger, h happened) {
	switch e := h.event.(type) {
	case dossier.ContactAttempted:
		l.tried = append(l.tried, e.Tried)
	case dossier.Explained:
		l.explained, l.tried = true, nil
	case dossier.InvestigationOpened:
		w.demand("R12: the complainant could explain before the investigation opens", true, l.explained)
		l.investigating = true
		l.subjects = append(l.subjects, e.Subjects...)
	case dossier.InquiryClosed:
		l.asked = true
	case dossier.HearingHeld:
		l.answered[e.Specialist] = true
	case dossier.HearingMissed:
		l.missed[e.Specialist]++
	case dossier.PartSkipped:
		w.lookAtSkip(l, e, h.parts)
	case dossier.SubjectFound:
		w.demand("R17: no finding before the complainant could explain", true, l.explained)
		w.demand("R17: no finding before the inquiry was done", true, l.asked)
		for _, id := range l.toHear() {
			w.demand("R17: no finding before each accused specialist could answer", true, l.answered[id], id)
		}
		measure := slices.ContainsFunc(h.parts, func(p dossier.Part) bool { return p.Name == "measure" })
		w.demand("R18: what is founded names a measure", e.Outcome != dossier.Unfounded, measure)
	case dossier.InvestigationCompleted:
		w.demand("R24: the complainant is told that the investigation is completed", true, h.tells(dossier.ToComplainant, "investigation_completed"))
		for _, sub := range l.subjects {
			if sub.About == dossier.AboutSpecialist {
				w.demand("R18: the specialist receives the finding", true, h.tells(dossier.ToSpecialist(sub.Specialist), "finding"), sub.Specialist)
			}
		}
		l.investigating, l.apart = false, false
	}
}

// toHear are those who must be able to answer.
func (l *ledger) toHear() []dossier.SpecialistID {
	var ids []dossier.SpecialistID
	for _, sub := range l.subjects {
		switch sub.About {
		case dossier.AboutSpecialist:
			ids = append(ids, sub.Specialist)
		case dossier.AboutTreatment:
			ids = append(ids, l.named...)
			if l.treatment != nil {
				ids = append(ids, l.treatment.Specialist)
			}
		}
	}
	return ids
}

// lookAtSkip is R17: a reason out of the policy's list with its evidence.
func (w *walk) lookAtSkip(l *ledger, e dossier.PartSkipped, parts []dossier.Part) {
	w.demand("R17: a part is skipped with evidence", true, len(parts) == 1 && strings.TrimSpace(parts[0].Text) != "", e.Part)
	switch e.Reason {
	case "unreachable":
		days := map[dossier.Date]bool{}
		for _, at := range l.tried {
			days[w.cal.Day(at)] = true
		}
		w.demand("R17: skipped as unreachable after 3 attempts on 2 days", true, len(l.tried) >= 3 && len(days) >= 2, l.tried)
	case "no_show":
		w.demand("R17: skipped for absence after 2 invitations", true, l.missed[e.Specialist] >= 2, e.Specialist)
	case "no_other_clients":
		w.demand("R17: skipped for want of others when there were none", true, len(w.others) == 0)
	}
	switch e.Part {
	case dossier.StepExplanation:
		l.explained = true
	case dossier.StepInquiry:
		l.asked = true
	case dossier.StepHearing:
		l.answered[e.Specialist] = true
	}
}

func (w *walk) lookAtDecision(f *folder, h happened) {
	l := &f.ledger
	switch e := h.event.(type) {
	case dossier.Decided:
		l.upheld, l.decider = e.Upheld, h.by.Name()
	case dossier.Judged:
		if !e.Serious {
			l.upheld, l.decider = false, h.by.Name()
		}
	case dossier.Offered:
		w.demand("R20: an offer follows an upheld complaint alone", true, l.upheld)
		sum := dossier.Cents(0)
		for _, r := range e.Remedies {
			sum += r.Amount
		}
		l.offers[e.Offer], l.remedies[e.Offer] = sum, len(e.Remedies)
		w.demand("R19: no offer goes beyond the price with what was granted before", sum > 0,
			l.treatment != nil && w.granted[l.treatment.ID]+sum <= l.treatment.Price, sum)
	case dossier.OfferAccepted:
		w.demand("R20: an acceptance follows an upheld complaint alone", true, l.upheld)
		l.over = false
		if sum := l.offers[e.Offer]; sum > 0 {
			w.grant(f, sum)
		}
	}
}

// lookAtGround is R20: some grounds are never used, and never kept, against harm.
func (w *walk) lookAtGround(l *ledger, h happened) {
	rejects := false
	switch e := h.event.(type) {
	case dossier.Judged:
		l.harm, l.ground, rejects = e.Harm, e.Ground, !e.Serious
	case dossier.HarmMarked:
		l.harm = e.Harm
	case dossier.Absorbed:
		l.harm = l.harm || e.From.Harm
	case dossier.Decided:
		l.ground, rejects = e.Ground, !e.Upheld
	case dossier.ReviewAnswered:
		rejects = e.Maintained
	}
	mild := slices.ContainsFunc(w.terms.Grounds, func(g dossier.Ground) bool {
		return g.Code == l.ground && (g.Needs == dossier.NeedsNoHarm || g.Needs == dossier.NeedsShadesMet)
	})
	w.demand("R20: no rejection on a ground that is never against harm, where harm is", rejects && mild, !l.harm, l.ground)
}

func (w *walk) lookAtEnding(l *ledger, h happened) {
	switch e := h.event.(type) {
	case dossier.Ended:
		w.demand("R24: the complainant is told of every ending", true, h.tells(dossier.ToComplainant, ""), e.Ending)
		w.demand("R24: the complainant is told that the investigation is discontinued", l.investigating,
			h.tells(dossier.ToComplainant, "investigation_discontinued"))
		l.over, l.apart, l.investigating = true, false, false
		l.ending, l.closer = e.Ending, h.by.Name()
		if e.Ending == dossier.Rejected || e.Ending == dossier.RejectedAtTriage {
			l.upheld = false
		}
	case dossier.ReviewAsked:
		w.demand("R20: a rejection alone is reviewed", true, l.ending == dossier.Rejected || l.ending == dossier.RejectedAtTriage, l.ending)
		l.over = false
	case dossier.ReviewAnswered:
		w.demand("R20: nobody reviews their own decision", true, h.by.Name() != l.decider && h.by.Name() != l.closer, h.by.Name())
		l.over = e.Maintained
	case dossier.Reopened:
		w.demand("Endings: nobody reopens what they closed", e.Reason != "review" && e.Reason != "undone", h.by.Name() != l.closer, h.by.Name())
		w.demand("R27: what was established as false is reopened by undoing alone", l.ending == dossier.EstablishedFalse, e.Reason == "undone")
		l.over, l.ending = false, ""
		switch e.Phase {
		case dossier.PhaseTriage, dossier.PhaseExplanation:
			l.apart, l.upheld = l.filed, false
		case dossier.PhaseInvestigation:
			l.apart, l.upheld, l.investigating = true, false, true
		}
	}
}

func (w *walk) lookAtFalse(l *ledger, h happened) {
	switch e := h.event.(type) {
	case dossier.SuspicionRaised, dossier.SuspicionDropped:
		l.stated = nil
	case dossier.FalsenessStated:
		w.demand("R25: falseness is stated with evidence", true, len(h.parts) == 1)
		w.demand("R25: falseness is stated of whom the register does not know", true, l.outcome == dossier.MatchNobody || l.outcome == dossier.MatchNoVisit, l.outcome)
		l.stated = append(l.stated, h.by)
	case dossier.FalsenessEstablished:
		l.undone = false
		var accounts []dossier.AccountID
		for _, a := range l.stated {
			w.demand("R25: nobody involved establishes falseness", true, !l.involved(a), a.Name())
			if a.Staff() && !slices.Contains(accounts, a.Account) {
				accounts = append(accounts, a.Account)
			}
		}
		w.demand("R25: two people establish falseness", true, len(accounts) >= 2 && slices.Equal(accounts, e.By), e.By, accounts)
	case dossier.FalsenessUndone:
		l.stated, l.undone = nil, true
	case dossier.ClaimSent:
		w.demand("R26: a claim follows falseness alone", true, l.ending == dossier.EstablishedFalse)
		l.claim = e.Base + e.Hours + e.Costs
		l.unpaid = l.claim
	case dossier.ClaimPaid:
		l.claim = max(0, l.claim-e.Amount)
		l.unpaid -= e.Amount
		w.demand("R26: no more is paid than was claimed", true, l.unpaid >= 0)
	case dossier.ClaimWithdrawn, dossier.ClaimWrittenOff:
		l.claim = 0
	case dossier.PoliceReported:
		w.demand("R27: a police report follows falseness alone", true, l.ending == dossier.EstablishedFalse)
	}
}

// grant counts what is granted for a treatment, whichever dossier grants it, and holds it against the price.
func (w *walk) grant(f *folder, sum dossier.Cents) {
	l := &f.ledger
	before := w.granted[l.treatment.ID]
	w.granted[l.treatment.ID] += sum
	fits := before+sum <= l.treatment.Price
	w.demand("R19: remedies stay within the price", true, fits, before, sum)
	w.demand("R19: remedies stay within the price across offers and reopenings", l.granted > 0, fits, before, sum)
	w.demand("R19: remedies stay within the price across dossiers", before > l.granted, fits, before, sum)
	w.demand("R19: remedies stay within the price after a merge", l.merged, fits, before, sum)
	l.granted += sum
}

// apart is R23: nothing is booked with somebody with whom a ban holds.
func (w *walk) apart(f *folder, id dossier.SpecialistID, what string) {
	elsewhere := w.related() && len(w.other(f).ledger.banned) > 0
	w.demand("R23: nothing is booked in spite of the other dossier's ban", elsewhere, !w.other(f).ledger.banned[id], what, id)
	w.demand("R23: nothing is booked in spite of a ban", true, !f.ledger.banned[id], what, id)
}

// check is what must hold between any two acts.
func (w *walk) check() {
	for _, f := range w.files {
		w.checkBans(f)
		w.checkVisit(f)
		w.checkContact(f)
		w.checkDeadlines(f)
		w.checkSeeing(f)
	}
	w.checkGranted()
}

// checkGranted is R19 once more: what was granted for a treatment is counted once, wherever dossiers were merged and reopened.
func (w *walk) checkGranted() {
	for id, sum := range w.granted {
		counted := dossier.Cents(0)
		for _, f := range w.files {
			if t := f.state.Match.Treatment; t != nil && t.ID == id {
				counted += f.state.Granted()
			}
		}
		w.demand("R19: what was granted counts once", true, counted == sum, id, counted, sum)
	}
}

// checkBans is R22: a ban with everybody accused from filing to the finding or the ending, and with nobody else or later.
func (w *walk) checkBans(f *folder) {
	l := &f.ledger
	for _, id := range []dossier.SpecialistID{S1, S2, S3} {
		want := l.apart && slices.Contains(l.accused(), id)
		w.demand("R22: a ban runs with everybody accused, until the finding or the ending", want, l.banned[id], f.reference, id, l.accused())
		w.demand("R22: a ban runs with nobody else, and no longer", !want, !l.banned[id], f.reference, id, l.accused())
		w.demand("R22: the state knows the bans", true, slices.Contains(f.state.Banned(), id) == want, f.reference, id)
	}
}

// checkContact is R23: no appointment stands between two people of whom a ban says that they have no contact.
func (w *walk) checkContact(f *folder) {
	booked := slices.Collect(maps.Values(f.ledger.booked))
	for id := range f.ledger.banned {
		w.demand("R23: no appointment stands while a ban runs", true, !slices.Contains(booked, id), id)
	}
	if !w.related() {
		return
	}
	elsewhere := w.other(f).ledger.banned
	for _, id := range booked {
		w.demand("R23: no appointment stands while another dossier holds a ban", len(elsewhere) > 0, !elsewhere[id], id)
	}
}

// afterwards are the deadlines that a closed dossier may have.
var afterwards = []dossier.DeadlineKind{dossier.DueOfferStands, dossier.DueClaim, dossier.DueUndo, dossier.DueHarmReport}

func (w *walk) checkDeadlines(f *folder) {
	l, due := &f.ledger, dossier.Deadlines(f.state, w.terms, w.cal)
	w.demand("A dossier is open from its first event to its ending", true, f.state.Open() == (f.state.Count > 0 && !l.over), f.reference)
	w.demand("Every open dossier has a next deadline", !l.over && f.state.Count > 0, len(due) > 0, f.reference, f.state.Phase)
	w.checkClock(l, due)
	for _, d := range due {
		w.demand("A deadline has a moment and somebody who must act", true, !d.Due.IsZero() && d.Who != "", d)
		w.demand("A closed dossier has no deadline but what follows its ending", l.over, slices.Contains(afterwards, d.Kind), l.ending, d)
		w.demand(outlives(d.Kind), true, l.causes.stands(l, d), d)
		if term, counted := l.causes.counted(w.terms, d.Kind); counted {
			w.demand("A deadline is due its term after its cause", true, d.Due.Equal(w.cal.After(l.causes[name(d)], term)), d, l.causes[name(d)])
		}
	}
}

// outlives names the demand that no deadline of that kind outlives its cause.
func outlives(kind dossier.DeadlineKind) string { return outlivesNames[kind] }

var outlivesNames = func() map[dossier.DeadlineKind]string {
	names := map[dossier.DeadlineKind]string{}
	for _, kind := range deadlineKinds {
		names[kind] = "The deadline " + string(kind) + " does not outlive its cause"
	}
	return names
}()

// checkSeeing is R14 and R3: who is involved sees their own side alone, and what was said in a talk stays where it is.
func (w *walk) checkSeeing(f *folder) {
	if f.state.Count == 0 {
		return
	}
	grants := dossier.Access(f.state)
	for _, a := range w.staff {
		involved := f.ledger.involved(a)
		for _, class := range dossier.Seen(grants, dossier.ViewerKeys(a)) {
			own := a.Specialist != "" && (strings.HasSuffix(class, ":"+string(a.Specialist)) ||
				class == "talk:wish" && (f.ledger.booked["talk"] == a.Specialist || slices.Contains(f.ledger.heldBy, a.Specialist)))
			w.demand("R14: who is involved reads their own side alone", involved, own, a.Name(), class)
			shared := f.ledger.shared && a.Is(dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleOutside)
			w.demand("R3: what was said in a talk is read by its specialist, or by handlers when the client shared it",
				strings.HasPrefix(class, string(dossier.ClassTalk)), own || shared, a.Name(), class)
		}
	}
}

// sortOf is the sort of a party, as NoticeKinds has it.
func sortOf(to dossier.Party) string {
	sort, _, _ := strings.Cut(string(to), ":")
	return sort
}
