package mail

import (
	"fmt"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

// ToAccount is the sort of receivers who are told something as a member of staff, about no dossier in particular: "account:A12".
const ToAccount = "account"

// Day is what waits for one member of staff at the end of a day.
type Day struct {
	Date dossier.Date // of the day
	Next dossier.Date // the next working day
	Late Listing      // over time
	Due  Listing      // due until the end of the next working day
	New  Listing      // came in since the overview before
}

// Listing is some of the dossiers of one sort, and how many there are.
type Listing struct {
	Items []Item
	Count int
}

// Item is a dossier and what is due in it, if anything is.
type Item struct {
	Reference string
	Kind      dossier.DeadlineKind
	Due       time.Time
}

// Empty reports whether there is nothing to tell.
func (d Day) Empty() bool { return d.Late.Count+d.Due.Count+d.New.Count == 0 }

// References are the dossiers that are named, each once.
func (d Day) References() []string {
	var all []string
	for _, listing := range []Listing{d.Late, d.Due, d.New} {
		for _, i := range listing.Items {
			all = append(all, i.Reference)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// listing is a Listing written out. More is how many are not named.
type listing struct {
	Count, More int
	Lines       []string
}

// day fills in what a digest can name; what is empty is not in it.
func (d Data) day(v view, lang words.Lang) {
	if d.Day.Next != "" {
		v["Next"] = words.Date(lang, d.Day.Next)
	}
	for name, l := range map[string]Listing{"Late": d.Day.Late, "Soon": d.Day.Due, "New": d.Day.New} {
		if l.Count == 0 {
			continue
		}
		written := listing{Count: l.Count, More: l.Count - len(l.Items)}
		for _, i := range l.Items {
			line := i.Reference
			if due := what(lang, ToAccount, i.Kind); due != "" && name != "New" {
				line = fmt.Sprintf("%s: %s, %s", i.Reference, due, by(lang, i.Due, d.Zone))
			}
			written.Lines = append(written.Lines, line)
		}
		v[name] = written
	}
}
