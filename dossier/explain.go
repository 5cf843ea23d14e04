package dossier

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// PromiseState is what became of a promise.
type PromiseState string

// The states of a promise. Missed: its time passed without it, and it runs no longer. Fell away: something ended it before its
// time was over. Noted: it happened, and the records show no more than that: nothing was promised, or what was is kept by messages.
const (
	PromiseKept     PromiseState = "kept"
	PromiseKeptLate PromiseState = "kept_late"
	PromiseRunning  PromiseState = "running"
	PromiseOverdue  PromiseState = "overdue"
	PromiseMissed   PromiseState = "missed"
	PromiseFellAway PromiseState = "fell_away"
	PromiseNoted    PromiseState = "noted"
)

// LineSort says whose word a line is about.
type LineSort string

// The sorts of lines.
const (
	LineTerm     LineSort = "term"     // the chain does something by a moment
	LineTheirs   LineSort = "theirs"   // the client or the specialist may do something until a moment
	LineMoment   LineSort = "moment"   // something takes place at a moment, or from then on
	LinePractice LineSort = "practice" // the chain always does it so; it has no term
)

// CiteAs is what a record has to do with a promise.
type CiteAs string

// What records do: by one of them it was promised, moved, noted as not done in time, reminded of, kept, ended in another way; they show it, or
// they are what broke it.
const (
	CiteMade     CiteAs = "made"
	CiteMoved    CiteAs = "moved"
	CitePassed   CiteAs = "passed"
	CiteReminded CiteAs = "reminded"
	CiteKept     CiteAs = "kept"
	CiteEnded    CiteAs = "ended"
	CiteShows    CiteAs = "shows"
	CiteBroke    CiteAs = "broke"
)

// Cite is a record that a line rests on. Due is the moment that it moved the promise to; zero for other records. From is the moment
// before that, where the calendar moved it: it is not that of the line, which is counted by the calendar as it is now.
type Cite struct {
	Record
	As   CiteAs
	Due  time.Time
	From time.Time
}

// Line is one promise in one dossier: what was promised, by when, what became of it, and the records that say so, in their order.
type Line struct {
	Rule    string // "R10"
	Promise string // what is promised: its name in the catalogue of words
	Subject string // specialist id, offer or remedy number; empty when the promise says it all
	Sort    LineSort
	Who     Role // who must act; empty for practices
	Term    Term // of the dossier's own terms; zero when the promise has none
	Count   int  // the figure of a practice that has one, or zero
	State   PromiseState
	Due     time.Time // as it was moved last; zero for practices
	Kept    time.Time // zero while it is not
	Amount  Cents     // granted (R19) or claimed (R26)
	Limit   Cents     // of the amount: the price of the treatment (R19)
	Cites   []Cite
}

// Telling is a dossier's history told rule by rule.
type Telling struct {
	State State     // at its end
	At    time.Time // the moment as of which is told what still runs
	Lines []Line    // in the order of the procedure, then of the history
}

// Past is what a dossier's history is told from: its records, and what has to be known to read them.
type Past struct {
	Records []Record
	Terms   map[string]Terms           // all that it was under, by TermsHash: a filing may come under others than the wish to talk
	Treats  map[AccountID]SpecialistID // who are specialists themselves
}

// Explain tells which promises of the procedure applied in a dossier, when they were due, what became of them and by which records
// (R28). It reads the records alone, none of their words. The promises that are measured are told as Promises measures them.
func Explain(p Past, cal Calendar, now time.Time) Telling {
	x := &explainer{now: now}
	for _, r := range p.Records {
		before := x.last
		x.last = Evolve(before, r)
		by := staff(r.By)
		env := Env{By: Actor{Account: by, Specialist: p.Treats[by]}, Now: r.At, Terms: p.Terms[x.last.TermsHash], Calendar: cal}
		x.terms = env.Terms
		x.steps = append(x.steps, step{before: before, after: x.last, Record: r, env: env, due: standing(x.last, env)})
	}
	lines := slices.Concat(x.measured(), x.spells(), x.bans(), x.filing(), x.practices())
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(number(a.Rule), number(b.Rule)), cmp.Compare(a.first(), b.first()))
	})
	return Telling{State: x.last, At: now, Lines: lines}
}

// ToldPromises lists every promise that Explain can tell, by rule, name and sort, for whoever writes their texts.
func ToldPromises() []Line {
	told := []Line{
		{Rule: "R3", Promise: promisePrivate, Sort: LinePractice},
		{Rule: "R3", Promise: promiseShared, Sort: LinePractice},
		{Rule: "R8", Promise: promiseInTime, Sort: LinePractice},
		{Rule: "R8", Promise: promiseLate, Sort: LinePractice},
		{Rule: "R8", Promise: promiseUntold, Sort: LinePractice},
		{Rule: "R13", Promise: promiseLetter, Sort: LineTerm},
		{Rule: "R22", Promise: promiseBan, Sort: LinePractice},
	}
	for kind, row := range termsOf {
		if kind != DueTalkBooking { // it is told as the talk
			told = append(told, Line{Rule: row.rule, Promise: promiseOf(kind), Sort: cmp.Or(row.sort, LineTerm)})
		}
	}
	for _, p := range practicesOf {
		told = append(told, Line{Rule: p.rule, Promise: p.promise, Sort: LinePractice})
	}
	slices.SortFunc(told, func(a, b Line) int {
		return cmp.Or(cmp.Compare(number(a.Rule), number(b.Rule)), cmp.Compare(a.Promise, b.Promise))
	})
	return told
}

// number is that of a rule: 13 of "R13".
func number(rule string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(rule, "R")) // the tables hold nothing else
	return n
}

// first is the number of the record that a line begins with.
func (l Line) first() int {
	if len(l.Cites) == 0 {
		return 0
	}
	return l.Cites[0].Number
}

func (l *Line) cite(as CiteAs, st step) {
	l.Cites = append(l.Cites, Cite{Record: st.Record, As: as})
}

func (l *Line) keep(st step) {
	l.Kept = st.At
	l.cite(CiteKept, st)
}

// moveTo notes that the moment by which something was promised became another.
func (l *Line) moveTo(due time.Time, st step) {
	if !due.Equal(l.Due) {
		l.Due = due
		l.Cites = append(l.Cites, Cite{Record: st.Record, As: CiteMoved, Due: due})
	}
}

// ofTime tells that a promise was reminded of, or moved with the calendar. ok is false for records of other things.
func (l *Line) ofTime(st step, promise, subject string) (ok bool) {
	about := func(kind DeadlineKind, of string) bool {
		return promiseOf(kind) == promise && subjectOf(Deadline{Kind: kind, Subject: of}) == subject
	}
	switch e := st.Event.(type) {
	case Reminded:
		if about(e.Deadline, e.Subject) {
			l.cite(CiteReminded, st)
		}
		return true
	case DeadlinesMoved:
		for _, m := range e.Moved {
			if about(m.Deadline, m.Subject) {
				l.Cites = append(l.Cites, Cite{Record: st.Record, As: CiteMoved, Due: m.To, From: m.From})
			}
		}
		return true
	}
	return false
}

// judge gives the state of a promise with a term: kept, or else by whether it still stands.
func (l *Line) judge(stands bool, now time.Time) {
	switch {
	case l.Kept.After(l.Due): // never when it is zero
		l.State = PromiseKeptLate
	case !l.Kept.IsZero():
		l.State = PromiseKept
	case !now.After(l.Due):
		l.State = PromiseRunning
	case stands:
		l.State = PromiseOverdue
	default:
		l.State = PromiseMissed
	}
}

// step is one record with the states around it.
type step struct {
	Record
	before, after State
	env           Env        // who did it, as far as the record says, and the terms that the dossier was under from then on
	due           []Deadline // after it
}

type explainer struct {
	terms Terms // that it is under at its end
	now   time.Time
	last  State
	steps []step
}

// dueReviewAsk is until when a review can be asked (R20). Nobody must act, so it is not among Deadlines.
const dueReviewAsk DeadlineKind = "review_ask"

// standing lists what is due in a state, and what the client may still do.
func standing(s State, env Env) []Deadline {
	all := Deadlines(s, env.Terms, env.Calendar)
	if rejectedNow(s, env) == nil && notReviewed(s, env) == nil {
		all = append(all, Deadline{Kind: dueReviewAsk, Due: ReviewUntil(s, env.Terms, env.Calendar), Term: env.Terms.Review, Who: RoleComplainant})
	}
	return all
}

// find is the deadline of a promise among those that stand.
func find(due []Deadline, promise, subject string) (Deadline, bool) {
	i := slices.IndexFunc(due, func(d Deadline) bool { return promiseOf(d.Kind) == promise && subjectOf(d) == subject })
	if i < 0 {
		return Deadline{}, false
	}
	return due[i], true
}

// subjectOf is what tells promises of a kind apart. A talk is promised, with whichever specialist.
func subjectOf(d Deadline) string {
	if promiseOf(d.Kind) == promiseTalk {
		return ""
	}
	return d.Subject
}
