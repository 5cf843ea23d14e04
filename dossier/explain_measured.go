package dossier

import (
	"cmp"
	"slices"
)

// measuredAs is how a promise that is measured is told: as what, and by which deadline it stands.
var measuredAs = map[string]struct {
	rule, promise string
	kind          DeadlineKind
}{
	PromiseTalk:   {"R1", promiseTalk, DueTalk},
	PromiseTriage: {"R10", string(DueTriage), DueTriage},
	PromiseAnswer: {"R13", string(DueAnswer), DueAnswer},
	PromiseLetter: {"R13", promiseLetter, DueAnswer},
}

// isMeasured reports whether the first promise of this name is told by what is measured of it.
func isMeasured(promise string) bool {
	for _, m := range measuredAs {
		if m.promise == promise {
			return true
		}
	}
	return false
}

// measured tells what is measured (R1, R10, R13), with the records by which it came to be so.
func (x *explainer) measured() []Line {
	var lines []Line
	for _, rule := range PromiseRules() {
		if l, made := x.measure(rule); made {
			lines = append(lines, l)
		}
	}
	return lines
}

// measure follows one of them through the history. made is false when it never was promised.
func (x *explainer) measure(rule string) (l Line, made bool) {
	as := measuredAs[rule]
	l = Line{Rule: as.rule, Promise: as.promise, Sort: LineTerm}
	var env Env // under which it was promised
	for _, st := range x.steps {
		if !made {
			env = st.env
		}
		p, there := promised(st.after, rule, env)
		switch {
		case !made && there:
			made = true
			l.beginMeasured(st, p, promiseOf(as.kind))
		case made && !l.settled():
			l.followMeasured(st, p, there, promiseOf(as.kind))
		}
	}
	if l.State == "" {
		l.judge(!l.has(CiteEnded), x.now)
	}
	return l, made
}

// beginMeasured tells by which record it was promised. as is the promise by which it stands among the deadlines.
func (l *Line) beginMeasured(st step, p Promise, as string) {
	d, _ := find(st.due, as, "")
	l.Due, l.Who, l.Term = p.Due, d.Who, d.Term
	if l.Promise == promiseLetter {
		l.Term = st.env.Terms.Extension // the deadline that it moved is still that of the answer
	}
	l.cite(CiteMade, st)
}

// followMeasured tells what a record meant for it.
func (l *Line) followMeasured(st step, p Promise, there bool, as string) {
	d, stands := find(st.due, as, "")
	switch {
	case l.ofTime(st, as, ""):
	case !there:
		l.State = PromiseFellAway
		l.cite(CiteEnded, st)
	case !p.Kept.IsZero():
		l.keep(st)
	case st.passed(as, ""):
		l.cite(CitePassed, st)
	case l.has(CiteEnded): // what stands now is another wish, or a reopening
	case !stands:
		l.cite(CiteEnded, st)
	default:
		l.moveTo(p.Due, st)
		l.Subject, l.Who = cmp.Or(d.Subject, l.Subject), d.Who
	}
}

// settled: it was kept or fell away.
func (l Line) settled() bool { return !l.Kept.IsZero() || l.State != "" }

// promised is one measured promise of a state; ok is false when it was not made, or fell away.
func promised(s State, rule string, env Env) (p Promise, ok bool) {
	all := Promises(s, env.Terms, env.Calendar)
	i := slices.IndexFunc(all, func(p Promise) bool { return p.Rule == rule })
	if i < 0 {
		return Promise{}, false
	}
	return all[i], true
}
