package replay

import (
	"cmp"
	"maps"
	"slices"
)

// Chooser picks few histories out of many, so that everything that any of them reached is still there. What counts as reached
// is up to whoever offers: each thing has a name.
type Chooser struct {
	kept []choice
	seen map[string]bool
}

type choice struct {
	history History
	reached map[string]int // at which line
}

// Offer a history. reached tells at which of its lines something was reached, by name. What comes after the last thing that no
// history before it reached is cut off, and a history that reached nothing new is not kept.
func (c *Chooser) Offer(h History, reached map[string]int) {
	end := -1
	for name, line := range reached {
		if !c.seen[name] {
			end = max(end, line)
		}
	}
	if end < 0 {
		return
	}
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	for end+1 < len(h.Lines) && h.Lines[end+1].Record != nil {
		end++ // the records of its last act belong to it
	}
	h.Lines = h.Lines[: end+1 : end+1]
	kept := choice{h, map[string]int{}}
	for name, line := range reached {
		if line <= end {
			kept.reached[name], c.seen[name] = line, true
		}
	}
	c.kept = append(c.kept, kept)
}

// Chosen are the histories that together reached everything, by the greedy rule for covering a set: always the one that adds most
// for its length. Acts that were refused and reached nothing that is not reached without them are left out.
func (c *Chooser) Chosen() []History {
	missing := maps.Clone(c.seen)
	gain := func(one choice) float64 {
		n := 0
		for name := range one.reached {
			if missing[name] {
				n++
			}
		}
		return float64(n) / float64(20+len(one.history.Lines)) // each file costs something by itself
	}
	var chosen []History
	for len(missing) > 0 {
		best := slices.MaxFunc(c.kept, func(a, b choice) int { return cmp.Compare(gain(a), gain(b)) })
		chosen = append(chosen, best.without(missing))
		for name := range best.reached {
			delete(missing, name)
		}
	}
	return chosen
}

// without leaves out the refused acts that reached nothing of what is missing, and what follows the last line that did.
func (c choice) without(missing map[string]bool) History {
	needed, end := map[int]bool{}, 0
	for name, line := range c.reached {
		if missing[name] {
			needed[line] = true
			end = max(end, line)
		}
	}
	h := c.history
	h.Lines = nil
	for i, line := range c.history.Lines {
		if i > end && line.Record == nil {
			break
		}
		if line.Act == nil || line.Act.Brings > 0 || needed[i] {
			h.Lines = append(h.Lines, line)
		}
	}
	return h
}
