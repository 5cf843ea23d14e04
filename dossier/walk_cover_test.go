package dossier_test

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/replay"
)

// What a walk of a million steps must have reached, of each.
const (
	longWalk      = 1_000_000
	tortureWalk   = 10_000_000 // what it never accepted or refused has no place in the table
	perAcceptance = 100        // each act that is accepted, in each kind of state that allows it
	perDemand     = 1_000      // each demand, with its premise met
)

// coverage is what the walks reached.
type coverage struct {
	steps, round, walk int

	commands  map[dossier.Kind]int
	events    map[string]int
	endings   map[dossier.Ending]int
	deadlines map[dossier.DeadlineKind]int
	reminders map[dossier.DeadlineKind]int
	told      map[string]int
	refusals  map[string]int
	kinds     map[string][]string // of notices, per sort of party
	outcomes  map[replay.Outcome]int
	brings    map[dossier.Kind]map[string]bool // events, by the act that brought them
	texts     map[string]string                // of refusals, by rule and code
	demands   map[string]int                   // how often each was made of something

	table   map[replay.Outcome]bool // what docs/procedure.md says can happen
	camps   map[string]*camp
	wanted  []goal           // in this round
	unmet   []replay.Outcome // in this round: what the table has and no walk before it met
	known   []*camp          // in this round
	chooser replay.Chooser
}

func newCoverage(t *testing.T) *coverage {
	c := &coverage{
		commands: map[dossier.Kind]int{}, events: map[string]int{}, endings: map[dossier.Ending]int{},
		deadlines: map[dossier.DeadlineKind]int{}, reminders: map[dossier.DeadlineKind]int{}, told: map[string]int{}, refusals: map[string]int{}, kinds: dossier.NoticeKinds(),
		outcomes: map[replay.Outcome]int{}, demands: map[string]int{}, camps: map[string]*camp{},
		brings: map[dossier.Kind]map[string]bool{}, texts: map[string]string{},
	}
	for _, name := range demandNames(t) {
		c.demands[name] = 0
	}
	c.table = tableOnPage(t) // also when it is written anew, so that the walk is the same
	return c
}

// demandNames are those of all calls of demand in these files, so that one that is never made is missed too.
func demandNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("walk_*test.go")
	if err != nil || len(files) < 4 {
		t.Fatalf("%v %v", files, err)
	}
	var names []string
	for _, name := range files {
		syntax, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if called, ok := call.Fun.(*ast.SelectorExpr); ok && called.Sel.Name == "demand" {
				if text, ok := call.Args[0].(*ast.BasicLit); ok {
					name, _ := strconv.Unquote(text.Value)
					names = append(names, name)
				}
			}
			return true
		})
	}
	return slices.AppendSeq(names, maps.Values(outlivesNames))
}

// demand fails the walk unless something holds. It counts as made only where its premise is met: what is demanded of nothing proves
// nothing.
func (w *walk) demand(name string, premise, holds bool, about ...any) {
	if !premise {
		return
	}
	w.cover.demands[name]++
	w.came(name, w.cover.demands[name], perDemand)
	if !holds {
		w.tell()
		w.t.Fatalf("%s. Not so: %v", name, about)
	}
}

// tell logs all that happened, that before the camp too.
func (w *walk) tell() {
	for _, f := range w.files {
		for _, line := range f.history.Lines {
			if line.Record != nil {
				w.t.Logf("%s %s %s by %s %s", f.reference, line.Record.At.In(amsterdam).Format("01-02 15:04"), line.Record.Event, line.Record.By, line.Record.Facts)
			}
		}
	}
}

// outcome counts how an act was answered.
func (w *walk) outcome(s dossier.State, kind dossier.Kind, happened []dossier.Happening, err error) {
	c := w.cover
	for _, o := range replay.OutcomesOf(s, kind, replay.Refused(err)) {
		if c.outcomes[o]++; err == nil {
			w.came(o.String(), c.outcomes[o], perAcceptance)
		}
	}
	maps.Copy(c.texts, replay.Texts(err))
	if c.brings[kind] == nil {
		c.brings[kind] = map[string]bool{}
	}
	for _, h := range happened {
		c.brings[kind][h.Event.Name()] = true
	}
}

// notices counts what is told, and demands that somebody wrote its text.
func (c *coverage) notices(t *rapid.T, notices []dossier.Notice) {
	for _, n := range notices {
		sort := sortOf(n.To)
		if !slices.Contains(c.kinds[sort], n.Kind) {
			t.Fatalf("%s is told %q, which NoticeKinds does not know", n.To, n.Kind)
		}
		c.told[sort+" "+n.Kind]++
	}
}

// reached counts every kind of thing that a walk can reach.
func (c *coverage) reached() map[string]int {
	all := map[string]int{}
	for _, kind := range allKinds {
		all["command "+string(kind)] = c.commands[kind]
	}
	for _, e := range dossier.Events() {
		all["event "+e.Name()] = c.events[e.Name()]
	}
	for _, ending := range endings {
		all["ending "+string(ending)] = c.endings[ending]
	}
	for _, kind := range deadlineKinds {
		all["deadline "+string(kind)] = c.deadlines[kind]
	}
	for _, r := range walkPolicy.Terms.Reminders {
		all["reminder of "+string(r.Deadline)] = c.reminders[r.Deadline]
	}
	for sort, kinds := range c.kinds {
		for _, kind := range kinds {
			all["notice to "+sort+" "+kind] = c.told[sort+" "+kind]
		}
	}
	for name, n := range c.demands {
		all["demand: "+name] = n
	}
	return all
}

// more rounds follow until enough was done, and a few more while something was never reached.
func (c *coverage) more(wanted int) bool {
	if c.steps < wanted {
		return true
	}
	return c.steps < longWalk && c.round < 6 && slices.Contains(slices.Collect(maps.Values(c.reached())), 0)
}

// acceptances are the acts that can be accepted, each with the kind of state that allows it, rarest first.
func (c *coverage) acceptances() []replay.Outcome {
	all := map[replay.Outcome]bool{}
	for o := range c.table {
		all[o] = o.Refused == ""
	}
	for o := range c.outcomes {
		all[o] = o.Refused == ""
	}
	maps.DeleteFunc(all, func(_ replay.Outcome, accepted bool) bool { return !accepted })
	return slices.SortedFunc(maps.Keys(all), func(a, b replay.Outcome) int {
		return cmp.Or(cmp.Compare(c.outcomes[a], c.outcomes[b]), strings.Compare(a.Stage, b.Stage), strings.Compare(string(a.Kind), string(b.Kind)))
	})
}

// report prints what was reached how often.
func (c *coverage) report(t *testing.T) {
	t.Helper()
	reached := c.reached()
	for _, name := range slices.Sorted(maps.Keys(reached)) {
		t.Logf("%8d %s", reached[name], name)
	}
	accepted := c.acceptances()
	for _, o := range accepted[:min(len(accepted), 25)] {
		t.Logf("%8d %s: %s, one of the rarest", c.outcomes[o], o.Stage, o.Kind)
	}
	accepted = slices.DeleteFunc(accepted, func(o replay.Outcome) bool { return c.outcomes[o] == 0 }) // the table knows of more
	t.Logf("%8d steps, %d acts accepted in a kind of state that allows them, %d sorts of refusal, %d outcomes in all",
		c.steps, len(accepted), len(c.refusals), len(c.outcomes))
}

// seldom are the acceptances that only the longest walk has come to, or another one of a million steps.
var seldom = map[replay.Outcome]bool{
	{Stage: "decision", Kind: "accept_authority"}:               true,
	{Stage: "offer", Kind: "accept_authority"}:                  true,
	{Stage: "closed offer_left_open", Kind: "accept_authority"}: true,
	{Stage: "closed rejected", Kind: "accept_authority"}:        true,
	{Stage: "closed rejected", Kind: "share_talk"}:              true,
	{Stage: "offer", Kind: "assign_outside"}:                    true,
	{Stage: "remedy", Kind: "assign_outside"}:                   true,
	{Stage: "closed offer_left_open", Kind: "inform_police"}:    true,
	{Stage: "closed offer_left_open", Kind: "share_talk"}:       true,
	{Stage: "decision", Kind: "share_talk"}:                     true,
	{Stage: "offer", Kind: "share_talk"}:                        true,
	{Stage: "remedy", Kind: "share_talk"}:                       true,
}

// judge fails for what was never reached, and after a long walk for what was not reached often enough.
func (c *coverage) judge(t *testing.T) {
	t.Helper()
	demanded, accepted := 1, 0
	if c.steps >= longWalk {
		demanded, accepted = perDemand, perAcceptance
	}
	for name, n := range c.reached() {
		switch {
		case n == 0:
			t.Errorf("never reached: %s", name)
		case strings.HasPrefix(name, "demand") && n < demanded:
			t.Errorf("made %d times only: %s", n, name)
		case strings.HasPrefix(name, "command") && n < accepted:
			t.Errorf("accepted %d times only: %s", n, name)
		}
	}
	for _, o := range c.acceptances() {
		n := c.outcomes[o]
		if n == 0 && c.steps < tortureWalk && seldom[o] {
			continue
		}
		if n < accepted {
			t.Errorf("accepted %d times only: %s in %s", n, o.Kind, o.Stage)
		}
	}
}
