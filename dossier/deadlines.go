package dossier

import (
	"fmt"
	"slices"
	"time"
)

// DeadlineKind names what is due.
type DeadlineKind string

// The deadlines of the procedure.
const (
	DueTalkBooking DeadlineKind = "talk_booking" // a wish to talk waits for a slot (R1)
	DueTalk        DeadlineKind = "talk"         // not held in time: lapses (R1)
	DueTalkReply   DeadlineKind = "talk_reply"   // the client's word whether it is solved (R4)
	DueStepTwo     DeadlineKind = "step_two"     // after a talk that solved nothing (R8)
	DueAct         DeadlineKind = "act"          // the agreed act (R4)
	DueMatch       DeadlineKind = "match"        // candidates to choose from (R9)
	DueProof       DeadlineKind = "proof"        // proof of the visit (R9)
	DueAuthority   DeadlineKind = "authority"    // the representative's authority (R5)
	DueTriage      DeadlineKind = "triage"       // R10
	DueHarmReport  DeadlineKind = "harm_report"  // R10
	DueCall        DeadlineKind = "call"         // R12
	DueAppointment DeadlineKind = "appointment"  // a planned call or visit came (R12)
	DueAnswer      DeadlineKind = "answer"       // R13
	DueInquiry     DeadlineKind = "inquiry"      // R15
	DueHearing     DeadlineKind = "hearing"      // R16
	DueMinutes     DeadlineKind = "minutes"      // R16
	DueOffer       DeadlineKind = "offer"        // upheld, nothing offered yet (R19)
	DueOfferReply  DeadlineKind = "offer_reply"  // R19
	DueOfferStands DeadlineKind = "offer_stands" // the standing offer ends (R19)
	DueRemedy      DeadlineKind = "remedy"       // R21
	DueWithdrawal  DeadlineKind = "withdrawal"   // go on without the client?
	DueReview      DeadlineKind = "review"       // R20
	DueClaim       DeadlineKind = "claim"        // R26
	DueUndo        DeadlineKind = "undo"         // repay, inform, apologise (R27)
)

// DeadlineKinds lists all of them, in the order of the procedure.
func DeadlineKinds() []DeadlineKind {
	return []DeadlineKind{
		DueTalkBooking, DueTalk, DueTalkReply, DueStepTwo, DueAct, DueMatch, DueProof, DueAuthority, DueTriage, DueHarmReport, DueCall,
		DueAppointment, DueAnswer, DueInquiry, DueHearing, DueMinutes, DueOffer, DueOfferReply, DueOfferStands, DueRemedy, DueWithdrawal,
		DueReview, DueClaim, DueUndo,
	}
}

// Deadline is something due in a dossier now.
type Deadline struct {
	Kind    DeadlineKind
	Subject string // specialist id, remedy number, offer number; empty when the kind says it all
	Due     time.Time
	Term    Term // that the terms give for it; zero where its moment was agreed on
	Who     Role // who must act: the complainant, the specialist, the receptionist, or the owner for all handlers
	Reached bool // it came and was recorded
	// Fires is when the program next does something about it: the next reminder, or Due. Zero once it was reached.
	Fires time.Time
}

// Deadlines lists everything that is due in the dossier, soonest first. A closed dossier may still have some: a standing
// offer, a claim, what an undoing asks for.
func Deadlines(s State, terms Terms, cal Calendar) []Deadline {
	if !s.ErasedAt.IsZero() {
		return nil // an offer that stood may be left, which nobody can accept any more
	}
	l := &deadlines{s: s, terms: terms, cal: cal}
	l.talk()
	l.filing()
	l.handling()
	l.investigation()
	l.decision()
	l.afterwards()
	slices.SortStableFunc(l.all, func(a, b Deadline) int { return a.Due.Compare(b.Due) })
	return l.all
}

type deadlines struct {
	s     State
	terms Terms
	cal   Calendar
	all   []Deadline
}

// at adds a deadline at a moment that was agreed on; by adds one at the end of a term, and after one a term after a moment.
func (l *deadlines) at(kind DeadlineKind, subject string, due time.Time) {
	l.by(kind, subject, due, Term{})
}

func (l *deadlines) by(kind DeadlineKind, subject string, due time.Time, term Term) {
	reached := slices.ContainsFunc(l.s.Reached, func(r ReachedDeadline) bool {
		return r.Deadline == kind && r.Subject == subject && r.Due.Equal(due) // stored moments come back in another zone
	})
	d := Deadline{Kind: kind, Subject: subject, Due: due, Term: term, Who: duties[kind].who, Reached: reached}
	d.Fires = l.fires(d)
	l.all = append(l.all, d)
}

func (l *deadlines) after(kind DeadlineKind, subject string, from time.Time, term Term) {
	l.by(kind, subject, l.cal.After(from, term), term)
}

func (l *deadlines) talk() {
	t := l.s.Talk
	if l.s.Phase != PhaseTalk {
		return
	}
	switch t.Status {
	case TalkAsked:
		l.by(DueTalkBooking, "", talkEnds(l.s, l.terms, l.cal), l.terms.TalkHeld)
	case TalkPlanned:
		l.by(DueTalk, string(t.Specialist), talkEnds(l.s, l.terms, l.cal), l.terms.TalkHeld)
	case TalkWasHeld, TalkSettled:
		if t.Status == TalkSettled && t.PassedOn {
			break // else the client can still pass the act on
		}
		l.after(DueTalkReply, "", t.Ended, l.terms.TalkReply)
	case TalkUnsolved, TalkHasLapsed:
		l.after(DueStepTwo, "", t.Ended, l.terms.Filing)
	}
	if t.actOpen() {
		l.after(DueAct, "", t.ActAgreed, l.terms.AgreedAct)
	}
}

func (l *deadlines) filing() {
	s := l.s
	if !s.Open() {
		return
	}
	if s.Match.Outcome == MatchCandidates {
		l.after(DueMatch, "", s.ReceivedAt, l.terms.Triage)
	}
	if missing := s.Match.Outcome == MatchNobody || s.Match.Outcome == MatchNoVisit; missing && !s.Match.ProofGiven && !s.Match.ProofAsked.IsZero() {
		l.after(DueProof, "", s.Match.ProofAsked, l.terms.Proof)
	}
	if s.Represented && !s.AuthorityShown {
		l.after(DueAuthority, "", s.FiledAt, l.terms.Authority)
	}
}

func (l *deadlines) handling() {
	s := l.s
	if s.Harm && !s.Reported {
		l.after(DueHarmReport, "", s.HarmAt, l.terms.HarmReport)
	}
	if s.Withdrawing {
		l.after(DueWithdrawal, "", s.WithdrewAt, l.terms.Withdrawal)
	}
	switch s.Phase {
	case PhaseTriage:
		l.after(DueTriage, "", s.answerFrom(), l.terms.Triage)
	case PhaseExplanation:
		if !s.Explained && !s.skipped(StepExplanation, "") {
			l.after(DueCall, "", s.PhaseAt, l.terms.Call)
		}
	case PhaseReview:
		l.after(DueReview, "", s.ReviewAsked, l.terms.ReviewAnswer)
	}
	if !s.PlannedStart.IsZero() {
		l.at(DueAppointment, "", s.PlannedStart)
	}
}

func (l *deadlines) investigation() {
	s := l.s
	if awaitsAnswer(s.Phase) {
		l.by(DueAnswer, "", AnswerDue(s, l.terms, l.cal), l.terms.Answer)
	}
	if s.Phase != PhaseInvestigation {
		return
	}
	if !s.Inquiry.Started.IsZero() && !s.Inquiry.Closed {
		l.after(DueInquiry, "", s.Inquiry.Started, l.terms.Inquiry)
	}
	for _, h := range s.Hearings {
		if !h.Invited.IsZero() {
			l.at(DueHearing, string(h.Specialist), h.At)
		}
		if h.Held && h.Minutes == "" {
			l.after(DueMinutes, string(h.Specialist), h.HeldAt, l.terms.Minutes)
		}
	}
}

func (l *deadlines) decision() {
	s := l.s
	switch s.Phase {
	case PhaseOffer:
		l.offer()
	case PhaseRemedy:
		for _, m := range s.openRemedies() {
			l.after(DueRemedy, fmt.Sprint(m.Number), m.Granted, l.terms.Remedy)
		}
	}
}

func (l *deadlines) offer() {
	s := l.s
	from := s.PhaseAt // a new offer is due as long after a refusal
	if len(s.Offers) > 0 {
		o := s.Offers[len(s.Offers)-1]
		switch o.Status {
		case "open":
			l.after(DueOfferReply, fmt.Sprint(o.Number), o.At, l.terms.OfferReply)
			return
		case "stands":
			l.by(DueOfferStands, fmt.Sprint(o.Number), o.Until, l.terms.OfferStands)
			return
		}
		if o.Refused.After(from) {
			from = o.Refused
		}
	}
	l.after(DueOffer, "", from, l.terms.Remedy)
}

// afterwards are what may still be due once the dossier is closed.
func (l *deadlines) afterwards() {
	s := l.s
	if s.Ending == OfferLeftOpen && len(s.Offers) > 0 {
		o := s.Offers[len(s.Offers)-1]
		l.by(DueOfferStands, fmt.Sprint(o.Number), o.Until, l.terms.OfferStands)
	}
	if !s.Claim.Sent.IsZero() && s.Claim.Settled == "" {
		l.after(DueClaim, "", s.Claim.Sent, l.terms.ClaimPaid)
	}
	if s.undoOpen() {
		l.after(DueUndo, "", s.Undone, l.terms.Undo)
	}
}
