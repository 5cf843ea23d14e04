package dossier_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// causes are what is left to be done in a dossier and since when, told by its events alone: "hearing S1", "remedy 2". A deadline needs
// one.
type causes map[string]time.Time

func (c causes) begin(at time.Time, names ...string) {
	for _, name := range names {
		c[name] = at
	}
}

func (c causes) has(name string) bool { return !c[name].IsZero() }

// end takes away those of the names, and those of a subject when a name stands for all of them ("remedy" for "remedy 2").
func (c causes) end(names ...string) {
	for _, name := range names {
		for cause := range c {
			if cause == name || strings.HasPrefix(cause, name+" ") {
				delete(c, cause)
			}
		}
	}
}

// only lets one step of the talk stand.
func (c causes) only(at time.Time, name string) {
	c.end("talk_booking", "talk", "talk_reply", "step_two")
	c.begin(at, name)
}

// stands reports whether a deadline still has its cause.
func (c causes) stands(l *ledger, d dossier.Deadline) bool {
	unknown := l.outcome == dossier.MatchNobody || l.outcome == dossier.MatchNoVisit
	switch d.Kind {
	case dossier.DueMatch:
		return l.outcome == dossier.MatchCandidates
	case dossier.DueProof:
		return unknown && c.has("proof")
	case dossier.DueCall:
		return !l.explained
	case dossier.DueOffer:
		return l.upheld
	case dossier.DueClaim:
		return l.claim > 0
	case dossier.DueUndo:
		return c.has("apology") || c.has("repay") || c.has("police")
	}
	return c.has(name(d))
}

func name(d dossier.Deadline) string { return strings.TrimSpace(string(d.Kind) + " " + d.Subject) }

// counted are the terms that run from the moment at which their cause arose.
func (c causes) counted(terms dossier.Terms, kind dossier.DeadlineKind) (dossier.Term, bool) {
	term, ok := map[dossier.DeadlineKind]dossier.Term{
		dossier.DueAuthority: terms.Authority, dossier.DueProof: terms.Proof, dossier.DueHarmReport: terms.HarmReport, dossier.DueCall: terms.Call,
		dossier.DueInquiry: terms.Inquiry, dossier.DueMinutes: terms.Minutes, dossier.DueOffer: terms.Remedy, dossier.DueOfferReply: terms.OfferReply,
		dossier.DueRemedy: terms.Remedy, dossier.DueWithdrawal: terms.Withdrawal, dossier.DueReview: terms.ReviewAnswer,
		dossier.DueClaim: terms.ClaimPaid, dossier.DueUndo: terms.Undo,
	}[kind]
	return term, ok
}

// see notes what an event leaves to be done, and what it has done. The ledger is as it was before the event.
func (c causes) see(at time.Time, l *ledger, e dossier.Event) {
	c.talk(at, e)
	c.handling(at, e)
	c.investigation(at, e)
	c.decision(at, l, e)
	c.ending(at, e)
	c.undoing(at, l, e)
}

func (c causes) talk(at time.Time, e dossier.Event) {
	switch e := e.(type) {
	case dossier.TalkRequested, dossier.TalkRenewed, dossier.TalkCancelled:
		c.only(at, "talk_booking")
	case dossier.TalkBooked:
		c.only(at, "talk "+string(e.Specialist))
	case dossier.TalkHeld:
		c.only(at, map[bool]string{true: "talk_reply", false: "step_two"}[e.Solved])
	case dossier.TalkAnswered:
		c.only(at, map[bool]string{true: "talk_reply", false: "step_two"}[e.Solved])
	case dossier.TalkActPassedOn:
		c.begin(at, "act")
	case dossier.ActDone:
		c.end("act")
	case dossier.TalkNotReached, dossier.TalkLapsed, dossier.TalkDeclined:
		c.only(at, "step_two")
	case dossier.Filed:
		c.end("talk_booking", "talk", "talk_reply", "step_two", "act")
		c.begin(at, "triage", "answer")
		if e.Represented {
			c.begin(at, "authority")
		}
	}
}

func (c causes) handling(at time.Time, e dossier.Event) {
	switch e := e.(type) {
	case dossier.ProofAsked:
		c.begin(at, "proof")
	case dossier.ProofGiven:
		c.end("proof")
	case dossier.AuthorityAccepted:
		c.end("authority")
	case dossier.Judged:
		c.end("triage")
		if c.harm(at, e.Harm); e.Serious {
			c.begin(at, "call")
		}
	case dossier.HarmMarked:
		c.harm(at, e.Harm)
	case dossier.HarmReported:
		c.end("harm_report")
		c.begin(at, "reported")
	case dossier.ExplanationPlanned:
		c.end("appointment", "by")
		c.begin(at, "appointment", "by "+e.How)
	case dossier.ExplanationCancelled:
		c.end("appointment", "by")
	case dossier.Explained:
		if c.has("by " + e.How) {
			c.end("appointment", "by")
		}
	case dossier.Absorbed:
		if e.From.Harm {
			c.harm(at, true)
		}
	}
}

func (c causes) harm(at time.Time, harm bool) {
	switch {
	case !harm:
		c.end("harm_report")
	case !c.has("reported") && !c.has("harm_report"):
		c.begin(at, "harm_report")
	}
}

func (c causes) investigation(at time.Time, e dossier.Event) {
	switch e := e.(type) {
	case dossier.InquiryStarted:
		c.begin(at, "inquiry")
	case dossier.InquiryClosed:
		c.end("inquiry")
	case dossier.HearingInvited:
		c.begin(at, "hearing "+string(e.Specialist))
	case dossier.HearingCancelled:
		c.end("hearing " + string(e.Specialist))
	case dossier.HearingMissed:
		c.end("hearing " + string(e.Specialist))
	case dossier.HearingHeld:
		c.end("hearing " + string(e.Specialist))
		c.begin(at, "minutes "+string(e.Specialist))
	case dossier.MinutesAnswered:
		c.end("minutes " + string(e.Specialist))
	}
}

func (c causes) decision(at time.Time, l *ledger, e dossier.Event) {
	switch e := e.(type) {
	case dossier.Decided:
		c.end("answer")
		c.begin(at, "offer")
	case dossier.Offered:
		c.end("offer_reply", "offer_stands")
		c.begin(at, fmt.Sprint("offer_reply ", e.Offer))
	case dossier.OfferAccepted:
		c.end("offer_reply", "offer_stands")
		for range l.remedies[e.Offer] {
			l.remedied++
			c.begin(at, fmt.Sprint("remedy ", l.remedied))
		}
	case dossier.OfferRefused:
		c.end("offer_reply")
		c.begin(at, "offer")
	case dossier.OfferStands:
		c.end("offer_reply")
		c.begin(at, fmt.Sprint("offer_stands ", e.Offer))
	case dossier.RemedyCarriedOut:
		c.end(fmt.Sprint("remedy ", e.Remedy))
	}
}

func (c causes) ending(at time.Time, e dossier.Event) {
	switch e := e.(type) {
	case dossier.WithdrawalAsked:
		c.begin(at, "withdrawal")
	case dossier.WithdrawalOverruled:
		c.end("withdrawal")
	case dossier.ReviewAsked:
		c.begin(at, "review")
	case dossier.ReviewAnswered:
		c.end("review")
	case dossier.Ended:
		c.end("triage", "answer", "withdrawal", "review")
	case dossier.Reopened:
		c.end("offer_reply", "offer_stands")
		switch e.Phase {
		case dossier.PhaseTalk:
			c.only(at, "step_two")
		case dossier.PhaseTriage:
			c.begin(at, "triage", "answer")
		case dossier.PhaseExplanation, dossier.PhaseInvestigation, dossier.PhaseDecision:
			c.begin(at, "answer", "call")
		case dossier.PhaseOffer:
			c.begin(at, "offer")
		}
	}
}

// undoing is R27: apologies, what was paid goes back, the police are told.
func (c causes) undoing(at time.Time, l *ledger, e dossier.Event) {
	switch e.(type) {
	case dossier.FalsenessEstablished:
		c.end("apology", "repay", "police", "paid", "told")
	case dossier.ClaimPaid:
		c.begin(at, "paid")
		if l.undone {
			c.begin(at, "repay")
		}
	case dossier.ClaimSent:
		c.begin(at, "claim")
	case dossier.PoliceReported:
		c.begin(at, "told")
	case dossier.FalsenessUndone:
		c.begin(at, "apology", "undo")
		if c.has("paid") {
			c.begin(at, "repay")
		}
		if c.has("told") {
			c.begin(at, "police")
		}
	case dossier.ApologySent:
		c.end("apology")
	case dossier.ClaimRepaid:
		c.end("repay")
	case dossier.PoliceInformed:
		c.end("police")
	}
}
