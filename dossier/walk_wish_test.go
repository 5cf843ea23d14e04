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

// How many acts a round is after, how often each is to be accepted on a walk, and how much likelier it is made.
const (
	campsPerRound = 120
	campTimes     = 6
	eager         = 1000
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
		camp  *camp
		share float64 // of what is enough
	}
	var all []rare
	for _, o := range c.acceptances() {
		all = append(all, rare{c.camps[o.String()], float64(c.outcomes[o]) / perAcceptance})
	}
	for _, name := range slices.Sorted(maps.Keys(c.demands)) {
		all = append(all, rare{c.camps[name], float64(c.demands[name]) / perDemand})
	}
	all = slices.DeleteFunc(all, func(r rare) bool { return r.camp == nil || r.share > 1.5 })
	slices.SortStableFunc(all, func(a, b rare) int { return cmp.Compare(a.share, b.share) })
	c.wanted = nil
	for _, r := range all[:min(len(all), campsPerRound)] {
		c.wanted = append(c.wanted, r.camp)
	}
}

// depart from a camp, or from nothing. The rarest are chosen most.
func (w *walk) depart() {
	n := len(w.cover.wanted)
	if n == 0 || w.chance(4) {
		return
	}
	w.replay()
	from := w.cover.wanted[min(w.draw("camp", n), w.draw("rarer camp", n))]
	w.now, w.steps, w.staff, w.others, w.granted = from.now, from.steps, from.staff, from.others, maps.Clone(from.granted)
	for i := range w.files {
		f := from.files[i].copied()
		w.files[i] = &f
	}
	w.wish, w.wished = from, campTimes
}

// weigh makes what was done from the camp likelier, until it was done often enough.
func (w *walk) weigh(f *folder, k dossier.Kind, weight int) int {
	if w.wish == nil || w.wished <= 0 || f != w.files[w.wish.file] || k != w.wish.kind || weight == 0 || w.wish.stage != replay.Stage(f.state) {
		return weight
	}
	return weight + eager
}
