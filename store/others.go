package store

import (
	"errors"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
)

// otherOf is the reference of another dossier that an event names, empty for most.
func otherOf(e dossier.Event) string {
	switch e := e.(type) {
	case dossier.Linked:
		return e.Other
	case dossier.Unlinked:
		return e.Other
	case dossier.Absorbed:
		return e.From.Reference
	case dossier.Ended:
		return e.Merged
	}
	return ""
}

// unnamed is an event without the other dossier that it names; false when nothing is left to tell then.
func unnamed(e dossier.Event) (dossier.Event, bool) {
	switch e := e.(type) {
	case dossier.Absorbed:
		e.From = dossier.MergeFacts{}
		return e, true
	case dossier.Ended:
		e.Merged = ""
		return e, true
	}
	return e, false
}

// others are the references of all other dossiers that are named.
func (l *Loaded) others() []string {
	list := append(slices.Clone(l.State.Links), l.State.MergedInto)
	for _, e := range l.Entries {
		list = append(list, otherOf(e.Event))
	}
	return list
}

// hideOthers takes the names of other dossiers away that the viewer may see nothing of: those in which they have a conflict, say (R14).
func (l *Loaded) hideOthers(s queries, keys []string) error {
	seen := map[string]bool{"": true}
	for _, other := range l.others() {
		if _, known := seen[other]; known {
			continue
		}
		_, _, err := s.visible(keys, other)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		seen[other] = err == nil
	}
	l.Entries = slices.DeleteFunc(l.Entries, func(e Entry) bool {
		_, left := unnamed(e.Event)
		return !seen[otherOf(e.Event)] && !left
	})
	for i, e := range l.Entries {
		if !seen[otherOf(e.Event)] {
			l.Entries[i].Event, _ = unnamed(e.Event)
		}
	}
	l.State.Links = slices.DeleteFunc(slices.Clone(l.State.Links), func(other string) bool { return !seen[other] })
	if !seen[l.State.MergedInto] {
		l.State.MergedInto = ""
	}
	return nil
}
