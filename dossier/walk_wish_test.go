package dossier_test

import (
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/replay"
)

// Chance alone would seldom reach what takes a long way: a repayment after an undoing, say, in a dossier that was then taken up again
// and stands at an offer. So the walk keeps a map of where each act led, and in each round wishes for what it saw least: the acts
// that lead there become likelier. Wishes and ways are made between rounds, so that within one, the same draws give the same walk.

// place is a dossier as the map knows it.
type place struct {
	stage  string
	resume dossier.Phase // when closed: where a reopening leads
	bits   uint64
}

// placeOf tells apart what decides on acts that are rare.
func placeOf(w *walk, f *folder) place {
	s := f.state
	var bits uint64
	offered := len(s.Offers) > 0 && s.Offers[len(s.Offers)-1].Status == "open"
	for _, is := range []bool{
		s.Match.Outcome == dossier.MatchFound, s.Match.Outcome == dossier.MatchNobody || s.Match.Outcome == dossier.MatchNoVisit,
		s.Represented && !s.AuthorityShown, s.Harm && !s.Reported, !s.Undone.IsZero() && !s.Apologised, s.Claim.Paid > 0 && !s.Claim.Repaid,
		!s.Claim.Sent.IsZero() && s.Claim.Settled == "", !s.Police.IsZero() && !s.PoliceTold,
		len(s.Talk.HeldBy) > 0 && !s.Talk.Shared, s.Talk.ActKind != "", len(s.Links) > 0, s.Withdrawing,
		// From here on what a rough map leaves out.
		s.Talk.PassedOn && !s.Talk.ActDone, !s.Match.ProofAsked.IsZero(), !s.PlannedStart.IsZero(), s.Suspected, len(s.StatedBy) > 0, s.Outside != "",
		len(dossier.Appointments(s)) > 0, offered, len(s.Remedies) > 0, w.related() && w.other(f).state.Open(),
	} {
		bits <<= 1
		if is {
			bits |= 1
		}
	}
	return place{replay.Stage(s), s.Resume, bits}
}

// paths is the map: where each act led when it was last done.
type paths struct {
	leads map[place]map[dossier.Kind]place
	goals map[replay.Outcome]map[place]bool // from where an act was accepted
}

func newPaths() paths {
	return paths{leads: map[place]map[dossier.Kind]place{}, goals: map[replay.Outcome]map[place]bool{}}
}

// moved notes where an act led.
func (c *coverage) moved(from place, kind dossier.Kind, to place) {
	leads := c.paths.leads[from]
	if leads == nil {
		leads = map[dossier.Kind]place{}
		c.paths.leads[from] = leads
	}
	leads[kind] = to
	o := replay.Outcome{Stage: from.stage, Kind: kind}
	if c.paths.goals[o] == nil {
		c.paths.goals[o] = map[place]bool{}
	}
	c.paths.goals[o][from] = true
}

// fine is how many of the bits a rough map leaves out.
const fine = 10

func same(p place) place    { return p }
func roughly(p place) place { return place{p.stage, p.resume, p.bits >> fine} }

// errand is what is wished for: an act in a kind of state, and the acts that lead there from each place on the map, or, where the
// place is new, from those that are roughly the same.
type errand struct {
	replay.Outcome
	goals, roughGoals map[place]bool
	nearer, rough     map[place][]dossier.Kind
}

// How many wishes there are in a round, for how many steps and acceptances one holds, and how much likelier it makes what leads to it.
const (
	wishes    = 80
	wishSteps = 60
	wishTimes = 4
	wishTries = 8
	eager     = 1000
)

// plan makes the wishes of a round. The first has none: nothing is known yet.
func (c *coverage) plan() {
	c.wishes = nil
	back, rough := c.paths.backwards(same), c.paths.backwards(roughly)
	rare := c.acceptances()
	for _, o := range rare[:min(len(rare), wishes)] {
		if goals := c.paths.goals[o]; len(goals) > 0 && c.outcomes[o] < 2*perAcceptance {
			e := &errand{Outcome: o, goals: map[place]bool{}, roughGoals: map[place]bool{}}
			for goal := range goals {
				e.goals[goal], e.roughGoals[roughly(goal)] = true, true
			}
			e.nearer, e.rough = nearer(back, e.goals), nearer(rough, e.roughGoals)
			c.wishes = append(c.wishes, e)
		}
	}
}

// way is one to a place on the map.
type way struct {
	from place
	kind dossier.Kind
}

func (p paths) backwards(as func(place) place) map[place][]way {
	back := map[place][]way{}
	for from, leads := range p.leads {
		for kind, to := range leads {
			if as(to) != as(from) {
				back[as(to)] = append(back[as(to)], way{as(from), kind})
			}
		}
	}
	return back
}

// nearer finds from where which acts lead closer to one of the goals.
func nearer(back map[place][]way, goals map[place]bool) map[place][]dossier.Kind {
	ways, far := map[place][]dossier.Kind{}, map[place]int{}
	var queue []place
	for goal := range goals {
		far[goal] = 0
		queue = append(queue, goal)
	}
	for len(queue) > 0 {
		here := queue[0]
		queue = queue[1:]
		for _, s := range back[here] {
			if _, known := far[s.from]; !known {
				far[s.from] = far[here] + 1
				queue = append(queue, s.from)
			}
			if far[s.from] == far[here]+1 {
				ways[s.from] = append(ways[s.from], s.kind)
			}
		}
	}
	return ways
}

// chooseWish when the one before was granted, or takes too long: one to which a way is known from here, the rarest most. Now and then
// there is none, and all goes as it may.
func (w *walk) chooseWish(f *folder, here place) {
	if w.steps > 1 && w.steps < f.since+wishSteps && (f.wish == nil || f.left > 0) {
		return
	}
	f.wish, f.since, f.left = nil, w.steps, wishTimes
	n := len(w.cover.wishes)
	if n == 0 || w.chance(4) {
		return
	}
	for range wishTries {
		one := w.cover.wishes[min(w.draw("wish", n), w.draw("rarer wish", n))]
		if one.goals[here] || len(one.ways(here)) > 0 {
			f.wish = one
			return
		}
	}
}

// ways are the acts that lead nearer.
func (e *errand) ways(here place) []dossier.Kind {
	if known := e.nearer[here]; len(known) > 0 || e.goals[here] {
		return known
	}
	return e.rough[roughly(here)]
}

// weigh makes what is wished for likelier, and what leads there. The act itself is kept for where it is wished.
func (e *errand) weigh(here place, k dossier.Kind, weight int) int {
	switch {
	case e == nil || weight == 0:
		return weight
	case k == e.Kind && here.stage == e.Stage, slices.Contains(e.ways(here), k):
		return weight + eager
	case k == e.Kind:
		return 1
	}
	return weight
}
