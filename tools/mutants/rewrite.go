package main

import (
	"cmp"
	"slices"
	"strings"
)

// wrap puts text before and after a stretch of source. Wraps lie inside each other or apart, as the syntax does; of two around
// the same stretch the one added first lies outside.
type wrap struct {
	from, to  int
	pre, post string
}

// rewrite gives the source with all wraps put in.
func rewrite(source string, wraps []wrap) string {
	type piece struct {
		at   int
		text string
	}
	order := make([]int, len(wraps))
	for i := range order {
		order[i] = i
	}
	// Outside first: what begins earlier, of those what ends later, of those what was added first.
	slices.SortFunc(order, func(a, b int) int {
		x, y := wraps[a], wraps[b]
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(y.to, x.to), cmp.Compare(a, b))
	})
	var pieces []piece
	var ends []piece // of the wraps that are not closed yet, innermost last
	closeUntil := func(at int) {
		for len(ends) > 0 && ends[len(ends)-1].at <= at {
			pieces = append(pieces, ends[len(ends)-1])
			ends = ends[:len(ends)-1]
		}
	}
	for _, i := range order {
		closeUntil(wraps[i].from)
		pieces = append(pieces, piece{wraps[i].from, wraps[i].pre})
		ends = append(ends, piece{wraps[i].to, wraps[i].post})
	}
	closeUntil(len(source))
	var out strings.Builder
	done := 0
	for _, p := range pieces {
		out.WriteString(source[done:p.at])
		out.WriteString(p.text)
		done = p.at
	}
	out.WriteString(source[done:])
	return out.String()
}
