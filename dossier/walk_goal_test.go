package dossier_test

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/replay"
)

// Chance alone would seldom reach what takes a long way: a repayment after an undoing, say, in a dossier that was then taken up again
// and stands at an offer. So walks remember where they were when something rare was accepted, and most later ones begin there: return first,
// then explore (Ecoffet and others, 2021). What is rare is settled between rounds, so that within one, the same draws give the
// same walk.

// camp is a walk as it was just before something rare, and what was done then.
type camp struct {
	kind  dossier.Kind // what was asked for; what is rare may have followed from it in the other dossier
	file  int
	stage string

	now     time.Time
	steps   int
	files   [2]folder
	staff   []dossier.Actor
	others  []dossier.FellowContact
	granted map[dossier.TreatmentID]dossier.Cents
}

// goal is something rare, and the camp from which it is to be reached again.
type goal struct {
	name string // of the acceptance or the demand
	camp *camp
}

// How many acts a round is after: many at first, when all is rare, then fewer, each of them more. How often each is to be accepted on a
// walk, and how much likelier it is made.
const (
	mostCamps   = 120
	fewestCamps = 20
	campTimes   = 6
	eager       = 1000
)

// pitch a camp here, before an act.
func (w *walk) pitch(f *folder, kind dossier.Kind) {
	c := &camp{
		kind: kind, stage: replay.Stage(f.state), now: w.now, steps: w.steps, staff: w.staff, others: w.others, granted: maps.Clone(w.granted),
	}
	for i, one := range w.files {
		c.files[i] = one.copied()
		if one == f {
			c.file = i
		}
	}
	w.camp = c
}

// copied shares with the folder only what nobody changes in place.
func (f *folder) copied() folder {
	other := *f
	other.history.Lines = slices.Clip(f.history.Lines)
	other.ledger = f.ledger.copied()
	return other
}

// came is called when an act was accepted in a kind of state, or a demand had something to demand.
func (w *walk) came(name string, count, enough int) {
	if w.goal.name == name {
		w.wished--
	}
	w.cover.remember(w.camp, name, count, enough)
}

// remember the camp when what came of it is rare: an act accepted in a kind of state, or a demand that had something to demand. Of two
// camps that with the shorter history is kept.
func (c *coverage) remember(here *camp, name string, count, enough int) {
	if here == nil || count > 2*enough {
		return
	}
	if known := c.camps[name]; known != nil && known.length() <= here.length() {
		return
	}
	c.camps[name] = here
}

func (c *camp) length() int { return len(c.files[0].history.Lines) + len(c.files[1].history.Lines) }

// plan a round: what was accepted or demanded least, in proportion to how often it should be. The first is after nothing, because
// nothing is known yet.
func (c *coverage) plan() {
	type rare struct {
		goal
		share float64 // of what is enough
	}
	var all []rare
	c.unmet = nil
	for _, o := range c.acceptances() {
		if c.outcomes[o] == 0 {
			c.unmet = append(c.unmet, o)
		}
		all = append(all, rare{goal{o.String(), c.camps[o.String()]}, float64(c.outcomes[o]) / perAcceptance})
	}
	for _, name := range slices.Sorted(maps.Keys(c.demands)) {
		all = append(all, rare{goal{name, c.camps[name]}, float64(c.demands[name]) / perDemand})
	}
	all = slices.DeleteFunc(all, func(r rare) bool { return r.camp == nil || r.share > 1.5 })
	slices.SortStableFunc(all, func(a, b rare) int { return cmp.Compare(a.share, b.share) })
	c.wanted = nil
	for _, r := range all[:min(len(all), max(fewestCamps, mostCamps-15*c.round))] {
		c.wanted = append(c.wanted, r.goal)
	}
	c.known = nil
	for _, name := range slices.Sorted(maps.Keys(c.camps)) {
		c.known = append(c.known, c.camps[name])
	}
}

// depart from a camp, or from nothing. The rarest are chosen most; what was never met is looked for now and then.
func (w *walk) depart() {
	n := len(w.cover.wanted)
	if n == 0 || w.chance(8) {
		return
	}
	if len(w.cover.unmet) > 0 && w.chance(12) {
		w.setOut(w.search(pick(w, "unmet", w.cover.unmet)))
		return
	}
	w.setOut(w.cover.wanted[min(w.draw("camp", n), w.draw("rarer camp", n))])
}

// search for an acceptance that the table has and these walks never met: from where the same act was accepted in another kind of state, or
// from where something else was rare in the same.
func (w *walk) search(o replay.Outcome) goal {
	from := w.camps(func(c *camp) bool { return c.kind == o.Kind })
	if len(from) == 0 || w.chance(4) {
		from = w.camps(func(c *camp) bool { return c.stage == o.Stage })
	}
	if len(from) == 0 {
		return goal{}
	}
	c := *pick(w, "camp", from)
	c.kind, c.stage = o.Kind, o.Stage
	return goal{o.String(), &c}
}

func (w *walk) camps(that func(*camp) bool) (those []*camp) {
	for _, c := range w.cover.known {
		if that(c) {
			those = append(those, c)
		}
	}
	return those
}

// setOut for a goal, if there is one.
func (w *walk) setOut(g goal) {
	if g.camp == nil {
		return
	}
	w.replay()
	w.goal, w.wished = g, campTimes
	w.now, w.steps, w.staff, w.others, w.granted = g.camp.now, g.camp.steps, g.camp.staff, g.camp.others, maps.Clone(g.camp.granted)
	for i := range w.files {
		f := g.camp.files[i].copied()
		w.files[i] = &f
	}
}

// weigh makes what the walk set out for likelier where it is wanted, until it was done often enough, and rare before.
func (w *walk) weigh(f *folder, k dossier.Kind, weight int) int {
	switch {
	case weight == 0 || !w.wants(f, k):
		return weight
	case w.goal.camp.stage == replay.Stage(f.state):
		return weight + eager
	}
	return 1
}

// wants reports whether an act is what the walk set out for, here or further on.
func (w *walk) wants(f *folder, k dossier.Kind) bool {
	return w.wished > 0 && k == w.goal.camp.kind && f == w.files[w.goal.camp.file]
}
