package dossier_test

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// telling is the dossier told as it stands at the world's own moment.
func (w *world) telling() dossier.Telling {
	return dossier.Explain(pastOf(w.records, w.terms), w.cal, w.now)
}

// pastOf is a history under one set of terms, of the specialists of the tests.
func pastOf(records []dossier.Record, terms dossier.Terms) dossier.Past {
	p := dossier.Past{Records: records, Terms: map[string]dossier.Terms{}, Treats: map[dossier.AccountID]dossier.SpecialistID{}}
	for _, a := range []dossier.Actor{specialist1, specialist2, specialist3, treatingBoss} {
		p.Treats[a.Account] = a.Specialist
	}
	state := dossier.State{}
	for _, r := range records {
		state = dossier.Evolve(state, r)
		p.Terms[state.TermsHash] = terms
	}
	return p
}

// line is the only line of a promise.
func (w *world) line(promise string) dossier.Line {
	w.t.Helper()
	all := w.lines(promise)
	if len(all) != 1 {
		w.t.Fatalf("%d lines of %s, want 1:\n%s", len(all), promise, strings.Join(told(w.telling()), "\n"))
	}
	return all[0]
}

func (w *world) lines(promise string) []dossier.Line {
	return slices.DeleteFunc(w.telling().Lines, func(l dossier.Line) bool { return l.Promise != promise })
}

// explains demands what is told of a promise, one text for each of its lines.
func (w *world) explains(promise string, want ...string) {
	w.t.Helper()
	var got []string
	for _, l := range w.lines(promise) {
		got = append(got, toldLine(l))
	}
	if !slices.Equal(got, want) {
		w.t.Fatalf("told of %s:\n%s\nwant:\n%s", promise, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func told(a dossier.Telling) []string {
	var list []string
	for _, l := range a.Lines {
		list = append(list, toldLine(l))
	}
	return list
}

// toldLine writes a line down: "R10 triage kept by Tue 3 Mar 10:00 at Mon 2 Mar 11:00: made 1, kept 4".
func toldLine(l dossier.Line) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", l.Rule, l.Promise)
	if l.Subject != "" {
		fmt.Fprintf(&b, " %s", l.Subject)
	}
	fmt.Fprintf(&b, " %s", l.State)
	if !l.Due.IsZero() {
		fmt.Fprintf(&b, " by %s", wall(l.Due))
	}
	if !l.Kept.IsZero() {
		fmt.Fprintf(&b, " at %s", wall(l.Kept))
	}
	var cites []string
	for _, c := range l.Cites {
		cite := fmt.Sprintf("%s %d", c.As, c.Number)
		if c.As == dossier.CiteMoved {
			cite += " to " + wall(c.Due)
		}
		cites = append(cites, cite)
	}
	return b.String() + ": " + strings.Join(cites, ", ")
}

func wall(at time.Time) string { return at.In(amsterdam).Format("2 Jan 15:04") }

// unquoted is the value of a constant that is written as a text.
func unquoted(t *testing.T, x ast.Expr) string {
	t.Helper()
	lit, ok := x.(*ast.BasicLit)
	if !ok {
		t.Fatalf("%T is no text", x)
	}
	return strings.Trim(lit.Value, `"`)
}

var sprintf = fmt.Sprintf
