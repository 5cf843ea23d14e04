package dossier_test

import (
	"fmt"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
)

// causes are what is left to be done in a dossier, told by its events alone: "hearing S1", "remedy 2". A deadline needs one.
type causes map[string]bool

func (c causes) begin(names ...string) {
	for _, name := range names {
		c[name] = true
	}
}

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
func (c causes) only(name string) {
	c.end("talk_booking", "talk", "talk_reply", "step_two")
	c.begin(name)
}

// stands reports whether a deadline still has its cause.
func (c causes) stands(l *ledger, d dossier.Deadline) bool {
	unknown := l.outcome == dossier.MatchNobody || l.outcome == dossier.MatchNoVisit
	switch d.Kind {
	case dossier.DueMatch:
		return l.outcome == dossier.MatchCandidates
	case dossier.DueProof:
		return unknown && c["proof"]
	case dossier.DueCall:
		return !l.explained
	case dossier.DueOffer:
		return l.upheld
	case dossier.DueClaim:
		return l.claim > 0
	case dossier.DueUndo:
		return c["apology"] || c["repay"] || c["police"]
	}
	return c[strings.TrimSpace(string(d.Kind)+" "+d.Subject)]
}

// see notes what an event leaves to be done, and what it has done. The ledger is as it was before the event.
func (c causes) see(l *ledger, e dossier.Event) {
	c.talk(e)
	c.handling(e)
	c.investigation(e)
	c.decision(l, e)
	c.ending(e)
	c.undoing(l, e)
}

func (c causes) talk(e dossier.Event) {
	switch e := e.(type) {
	case dossier.TalkRequested, dossier.TalkRenewed, dossier.TalkCancelled:
		c.only("talk_booking")
	case dossier.TalkBooked:
		c.only("talk " + string(e.Specialist))
	case dossier.TalkHeld:
		c.only(map[bool]string{true: "talk_reply", false: "step_two"}[e.Solved])
	case dossier.TalkAnswered:
		c.only(map[bool]string{true: "talk_reply", false: "step_two"}[e.Solved])
	case dossier.TalkActPassedOn:
		c.begin("act")
	case dossier.ActDone:
		c.end("act")
	case dossier.TalkNotReached, dossier.TalkLapsed, dossier.TalkDeclined:
		c.only("step_two")
	case dossier.Filed:
		c.end("talk_booking", "talk", "talk_reply", "step_two", "act")
		c.begin("triage", "answer")
		if e.Represented {
			c.begin("authority")
		}
	}
}

func (c causes) handling(e dossier.Event) {
	switch e := e.(type) {
	case dossier.ProofAsked:
		c.begin("proof")
	case dossier.ProofGiven:
		c.end("proof")
	case dossier.AuthorityAccepted:
		c.end("authority")
	case dossier.Judged:
		c.end("triage")
		c.harm(e.Harm)
	case dossier.HarmMarked:
		c.harm(e.Harm)
	case dossier.HarmReported:
		c.end("harm_report")
		c.begin("reported")
	case dossier.ExplanationPlanned:
		c.end("appointment", "by")
		c.begin("appointment", "by "+e.How)
	case dossier.ExplanationCancelled:
		c.end("appointment", "by")
	case dossier.Explained:
		if c["by "+e.How] {
			c.end("appointment", "by")
		}
	case dossier.Absorbed:
		if e.From.Harm {
			c.harm(true)
		}
	}
}

func (c causes) harm(harm bool) {
	c.end("harm_report")
	if harm && !c["reported"] {
		c.begin("harm_report")
	}
}

func (c causes) investigation(e dossier.Event) {
	switch e := e.(type) {
	case dossier.InquiryStarted:
		c.begin("inquiry")
	case dossier.InquiryClosed:
		c.end("inquiry")
	case dossier.HearingInvited:
		c.begin("hearing " + string(e.Specialist))
	case dossier.HearingCancelled:
		c.end("hearing " + string(e.Specialist))
	case dossier.HearingMissed:
		c.end("hearing " + string(e.Specialist))
	case dossier.HearingHeld:
		c.end("hearing " + string(e.Specialist))
		c.begin("minutes " + string(e.Specialist))
	case dossier.MinutesAnswered:
		c.end("minutes " + string(e.Specialist))
	}
}

func (c causes) decision(l *ledger, e dossier.Event) {
	switch e := e.(type) {
	case dossier.Decided:
		c.end("answer")
	case dossier.Offered:
		c.end("offer_reply", "offer_stands")
		c.begin(fmt.Sprint("offer_reply ", e.Offer))
	case dossier.OfferAccepted:
		c.end("offer_reply", "offer_stands")
		for range l.remedies[e.Offer] {
			l.remedied++
			c.begin(fmt.Sprint("remedy ", l.remedied))
		}
	case dossier.OfferRefused:
		c.end("offer_reply")
	case dossier.OfferStands:
		c.end("offer_reply")
		c.begin(fmt.Sprint("offer_stands ", e.Offer))
	case dossier.RemedyCarriedOut:
		c.end(fmt.Sprint("remedy ", e.Remedy))
	}
}

func (c causes) ending(e dossier.Event) {
	switch e := e.(type) {
	case dossier.WithdrawalAsked:
		c.begin("withdrawal")
	case dossier.WithdrawalOverruled:
		c.end("withdrawal")
	case dossier.ReviewAsked:
		c.begin("review")
	case dossier.ReviewAnswered:
		c.end("review")
	case dossier.Ended:
		c.end("triage", "answer", "withdrawal", "review")
	case dossier.Reopened:
		c.end("offer_reply", "offer_stands")
		switch e.Phase {
		case dossier.PhaseTalk:
			c.only("step_two")
		case dossier.PhaseTriage:
			c.begin("triage", "answer")
		case dossier.PhaseExplanation, dossier.PhaseInvestigation, dossier.PhaseDecision:
			c.begin("answer")
		}
	}
}

// undoing is R27: apologies, what was paid goes back, the police are told.
func (c causes) undoing(l *ledger, e dossier.Event) {
	switch e.(type) {
	case dossier.FalsenessEstablished:
		c.end("apology", "repay", "police", "paid", "told")
	case dossier.ClaimPaid:
		c.begin("paid")
		if l.undone {
			c.begin("repay")
		}
	case dossier.PoliceReported:
		c.begin("told")
	case dossier.FalsenessUndone:
		c.begin("apology")
		if c["paid"] {
			c.begin("repay")
		}
		if c["told"] {
			c.begin("police")
		}
	case dossier.ApologySent:
		c.end("apology")
	case dossier.ClaimRepaid:
		c.end("repay")
	case dossier.PoliceInformed:
		c.end("police")
	}
}
