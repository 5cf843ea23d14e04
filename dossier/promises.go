package dossier

import "time"

// The promises that are measured, each by the rule it comes from.
const (
	PromiseTalk   = "R1"   // the talk is held within the term, counted from the first wish
	PromiseTriage = "R10"  // the complaint is judged within the term, counted from receipt
	PromiseAnswer = "R13"  // a decision, or the reasoned letter with a new date, within the term from receipt
	PromiseLetter = "R13+" // the decision by the date that the letter gave
)

// PromiseRules are the rules of all promises, in the order of the procedure.
func PromiseRules() []string {
	return []string{PromiseTalk, PromiseTriage, PromiseAnswer, PromiseLetter}
}

// Promise is a term of the procedure as it is measured in one dossier: what was promised and what became of it.
type Promise struct {
	Rule string    // one of PromiseRules
	Due  time.Time // the last moment that still counts
	Kept time.Time // zero while it is not
}

// Promises lists what is measured in a dossier (R1, R10, R13), in the order of the procedure. Only the first time counts: a
// reopening rewrites nothing. What fell away before it was due, such as the answer to a complaint that was withdrawn, is not
// among them.
func Promises(s State, terms Terms, cal Calendar) []Promise {
	var all []Promise
	add := func(rule string, m Measure, due func() time.Time) {
		if m.From.IsZero() {
			return
		}
		if p := (Promise{Rule: rule, Due: due(), Kept: m.Kept}); m.Gone.IsZero() || m.Gone.After(p.Due) {
			all = append(all, p)
		}
	}
	after := func(m Measure, term Term) func() time.Time {
		return func() time.Time { return cal.After(m.From, term) }
	}
	m := s.Measured
	add(PromiseTalk, m.Talk, after(m.Talk, terms.TalkHeld))
	add(PromiseTriage, m.Triage, after(m.Triage, terms.Triage))
	add(PromiseAnswer, m.Answer, after(m.Answer, terms.Answer))
	add(PromiseLetter, m.Decision, func() time.Time { return cal.EndOf(m.DecisionBy) })
	return all
}

// Measure is what a state knows of one promise.
type Measure struct {
	From time.Time // when the promise was made; zero when it was not
	Kept time.Time // the first time
	Gone time.Time // when it fell away without having been kept
}

// Measured are the moments from which the promises are measured. No rule depends on them.
type Measured struct {
	Talk       Measure
	Triage     Measure
	Answer     Measure
	Decision   Measure // after the letter of R13; its From is when the last letter came that counts
	DecisionBy Date    // what the letter promised
	Decided    bool    // at least once: a letter sent after a reopening promises nothing that is measured
}

// evolveMeasured applies a record to what is measured. It looks at the state as it was before the record.
func evolveMeasured(s State, r Record) Measured {
	m := s.Measured
	switch e := r.Event.(type) {
	case TalkRequested:
		m.Talk.From = r.At
	case TalkHeld:
		m.Talk.keep(r.At)
	case TalkNotReached, TalkDeclined:
		m.dropTalk(s, r.At)
	case Filed:
		m.dropTalk(s, r.At)
		m.Triage.From, m.Answer.From = e.ReceivedAt, e.ReceivedAt
	case Judged:
		m.Triage.keep(r.At)
		if !e.Serious {
			m.decide(r.At)
		}
	case TermExtended:
		m.Answer.keep(r.At)
		m.extend(e.Until, r.At)
	case Decided:
		m.decide(r.At)
	case Ended:
		m.dropTalk(s, r.At)
		m.Triage.drop(r.At)
		m.Answer.drop(r.At)
		m.Decision.drop(r.At)
	case Absorbed:
		m.absorb(e.From, r.At)
	}
	return m
}

// dropTalk: the client could not be reached, or chose otherwise. A talk that lapsed was not theirs to drop: it stays promised.
func (m *Measured) dropTalk(s State, at time.Time) {
	if s.Talk.Status != TalkHasLapsed {
		m.Talk.drop(at)
	}
}

func (m *Measured) decide(at time.Time) {
	m.Answer.keep(at)
	m.Decision.keep(at)
	m.Decided = true
}

// extend begins the measuring of the decision by the date of the letter, or moves that date, unless the complainant was answered
// or let the complaint go before.
func (m *Measured) extend(until Date, at time.Time) {
	if m.Answer.Gone.IsZero() && !m.Decided {
		m.Decision.From = at
	}
	if m.Decision.open() {
		m.DecisionBy = max(m.DecisionBy, until)
	}
}

// absorb takes over what another dossier promised to the same client and had not kept yet: what counts from its earlier
// receipt, or the date of its letter. The letter itself is measured where it was sent.
func (m *Measured) absorb(f MergeFacts, at time.Time) {
	if f.Phase == PhaseTriage {
		m.Triage.hasten(f.ReceivedAt)
	}
	switch {
	case !awaitsAnswer(f.Phase):
	case f.Extended:
		m.extend(f.ExtendedTo, at)
		m.Answer.drop(at)
	default:
		m.Answer.hasten(f.ReceivedAt)
	}
}

// awaitsAnswer: in these phases the complainant still waits for the answer of R13.
func awaitsAnswer(p Phase) bool {
	switch p {
	case PhaseTriage, PhaseExplanation, PhaseInvestigation, PhaseDecision:
		return true
	}
	return false
}

// open: it was promised, and is neither kept nor gone.
func (m *Measure) open() bool { return !m.From.IsZero() && m.Kept.IsZero() && m.Gone.IsZero() }

func (m *Measure) keep(at time.Time) {
	if m.open() {
		m.Kept = at
	}
}

func (m *Measure) drop(at time.Time) {
	if m.open() {
		m.Gone = at
	}
}

// hasten counts from an earlier moment what is still open.
func (m *Measure) hasten(at time.Time) {
	if m.open() && at.Before(m.From) {
		m.From = at
	}
}
