package dossier

import (
	"cmp"
	"slices"
	"time"
)

// What is promised with a term: the deadlines, told by their rules.

const (
	promiseTalk   = "talk"
	promiseLetter = "answer_letter" // the decision by the date of the letter (R13)
)

// termOf is what is told of a kind of deadline.
type termOf struct {
	rule    string
	promise string           // the kind's own name when empty
	sort    LineSort         // LineTerm when empty
	early   bool             // it can be kept before it goes: what was judged or answered may end the dossier only after that
	closes  bool             // once its moment has passed it cannot be done any more
	kept    func(Event) bool // the events that keep it when it goes with them; whatever else it goes with ends it
}

// termsOf is the one table of the rules behind deadlines. Every kind has a row.
var termsOf = map[DeadlineKind]termOf{
	DueTalkBooking: {rule: "R1", promise: promiseTalk, kept: by(TalkHeld{})},
	DueTalk:        {rule: "R1", kept: by(TalkHeld{})},
	DueTalkReply:   {rule: "R4", sort: LineTheirs, early: true, kept: by(TalkAnswered{})},
	DueAct:         {rule: "R4", kept: by(ActDone{})},
	DueAuthority:   {rule: "R5", sort: LineTheirs, kept: by(AuthorityAccepted{})},
	DueStepTwo:     {rule: "R8", sort: LineTheirs, kept: by(Filed{})},
	DueMatch:       {rule: "R9", kept: by(Matched{})},
	DueProof:       {rule: "R9", sort: LineTheirs, kept: by(ProofGiven{})},
	DueTriage:      {rule: "R10", early: true, kept: by(Judged{})},
	DueHarmReport:  {rule: "R10", kept: by(HarmReported{})},
	// Whoever was phoned in vain was phoned all the same.
	DueCall:        {rule: "R12", early: true, kept: by(Explained{}, ContactAttempted{})},
	DueAppointment: {rule: "R12", sort: LineMoment, kept: by(Explained{})},
	DueAnswer:      {rule: "R13", early: true, kept: answers},
	DueInquiry:     {rule: "R15", sort: LineMoment, kept: by(InquiryClosed{})},
	DueHearing:     {rule: "R16", sort: LineMoment, kept: by(HearingHeld{})},
	DueMinutes:     {rule: "R16", sort: LineTheirs, kept: by(MinutesAnswered{})},
	DueOffer:       {rule: "R19", kept: by(Offered{})},
	DueOfferReply:  {rule: "R19", sort: LineTheirs, kept: by(OfferAccepted{}, OfferRefused{})},
	DueOfferStands: {rule: "R19", sort: LineTheirs, closes: true, kept: by(OfferAccepted{})},
	DueReview:      {rule: "R20", early: true, kept: by(ReviewAnswered{})},
	dueReviewAsk:   {rule: "R20", sort: LineTheirs, closes: true, kept: by(ReviewAsked{})},
	DueRemedy:      {rule: "R21", kept: by(RemedyCarriedOut{})},
	DueWithdrawal:  {rule: "R24", kept: settlesWithdrawal},
	DueClaim:       {rule: "R26", sort: LineTheirs, kept: by(ClaimPaid{})},
	DueUndo:        {rule: "R27", kept: by(ApologySent{}, ClaimRepaid{}, PoliceInformed{})},
}

// RuleOf is the rule that a kind of deadline comes from: "R10". It is empty for kinds that there are not.
func RuleOf(kind DeadlineKind) string { return termsOf[kind].rule }

// promiseOf is what a kind of deadline is told as.
func promiseOf(kind DeadlineKind) string {
	if p := termsOf[kind].promise; p != "" {
		return p
	}
	return string(kind)
}

// by tells events of these kinds.
func by(events ...Event) func(Event) bool {
	return func(e Event) bool {
		return slices.ContainsFunc(events, func(one Event) bool { return one.Name() == e.Name() })
	}
}

// answers: a decision, or a rejection at triage, is the answer of R13.
func answers(e Event) bool {
	switch e := e.(type) {
	case Decided:
		return true
	case Judged:
		return !e.Serious
	}
	return false
}

// settlesWithdrawal: the chain went on, or let the complaint go as was asked.
func settlesWithdrawal(e Event) bool {
	switch e := e.(type) {
	case WithdrawalOverruled:
		return true
	case Ended:
		return e.Ending == Withdrawn
	}
	return false
}

// spell is a deadline from the record that set it until it is gone.
type spell struct {
	Line
	termOf
	tells   string // its subject, as find wants it
	stands  bool   // it is among the deadlines
	settled bool   // kept or ended: what comes after tells nothing of it
}

// spells tells each deadline that was set, but for the first of those that are measured: measured tells these.
func (x *explainer) spells() []Line {
	var all []*spell
	for _, st := range x.steps {
		for _, s := range all {
			if s.stands {
				s.follow(st)
			}
		}
		all = x.begin(all, st)
	}
	var lines []Line
	told := map[string]bool{}
	for _, s := range all {
		if told[s.Promise] || !isMeasured(s.Promise) {
			lines = append(lines, s.told(x.now))
		}
		told[s.Promise] = true
	}
	return lines
}

// begin adds what a record set.
func (x *explainer) begin(all []*spell, st step) []*spell {
	for _, d := range st.due {
		subject := subjectOf(d)
		known := slices.ContainsFunc(all, func(s *spell) bool { return s.stands && s.Promise == promiseOf(d.Kind) && s.tells == subject })
		if known {
			continue
		}
		row := termsOf[d.Kind]
		s := &spell{termOf: row, tells: subject, stands: true, Line: Line{
			Rule: row.rule, Promise: promiseOf(d.Kind), Subject: d.Subject, Sort: cmp.Or(row.sort, LineTerm), Who: d.Who,
			Term: d.Term, Due: d.Due,
		}}
		s.cite(CiteMade, st)
		all = append(all, s)
	}
	return all
}

// follow tells what a record meant for a deadline that stood before it.
func (s *spell) follow(st step) {
	d, stands := find(st.due, s.Promise, s.tells)
	s.stands = stands
	if s.settled {
		return
	}
	switch {
	case s.ofTime(st, s.Promise, s.tells):
	case st.passed(s.Promise, s.tells):
		s.cite(CitePassed, st)
	case s.kept(st.Event) && (s.early || !stands):
		s.keep(st)
		s.settled = true
	case !stands:
		s.end(st)
	default:
		s.moveTo(d.Due, st)
		s.Subject, s.Who = cmp.Or(d.Subject, s.Subject), d.Who // a talk that was cancelled was with somebody
	}
}

// passed reports whether the record notes that the deadline of a promise came.
func (st step) passed(promise, subject string) bool {
	e, _ := st.Event.(DeadlinePassed) // no promise has the name ""
	return promiseOf(e.Deadline) == promise && subjectOf(Deadline{Kind: e.Deadline, Subject: e.Subject}) == subject
}

// end tells that it went without having been kept: it was missed when its time was over by then, and fell away otherwise.
func (s *spell) end(st step) {
	s.cite(CiteEnded, st)
	s.settled = true
	s.State = PromiseFellAway
	came := st.At.After(s.Due) || s.Sort == LineMoment && st.At.Equal(s.Due)
	if came || s.has(CitePassed) {
		s.State = PromiseMissed
	}
}

// told is the line of it, as it stands now.
func (s *spell) told(now time.Time) Line {
	if s.State == "" {
		s.judge(!s.closes, now) // it stands: what went was settled
	}
	if s.Sort == LineMoment && !s.Kept.IsZero() {
		s.State = PromiseKept // what takes place at a moment is written down after it
	}
	return s.Line
}

// has reports whether a record of that sort is among its cites.
func (l Line) has(as CiteAs) bool {
	return slices.ContainsFunc(l.Cites, func(c Cite) bool { return c.As == as })
}
