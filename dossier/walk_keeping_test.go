package dossier_test

import (
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// What must hold of files, holds and erasure on a walk.

// keeping is what the events said of what is kept.
type keeping struct {
	files  []dossier.FileID // there
	gone   []dossier.FileID // redacted
	until  dossier.Date     // of a hold
	took   []dossier.Party
	erased bool
}

func (k *keeping) copied() keeping {
	other := *k
	other.files, other.gone, other.took = slices.Clone(k.files), slices.Clone(k.gone), slices.Clone(k.took)
	return other
}

// held reports whether a hold runs: its day still counts.
func (k *keeping) held(cal dossier.Calendar, now time.Time) bool {
	return k.until != "" && cal.Day(now) <= k.until
}

func (w *walk) lookAtKeeping(l *ledger, h happened) {
	k := &l.keeping
	w.demand("Erasure: nothing happens in a dossier that was erased", true, !k.erased, h.event)
	switch e := h.event.(type) {
	case dossier.FileAdded:
		w.demand("Files: a file is added to an open complaint, once, by its name alone as words", true,
			l.filed && !l.over && !slices.Contains(k.files, e.File) && len(h.parts) == 1 && h.parts[0].Class == dossier.ClassComplaint, e)
		k.files = append(k.files, e.File)
	case dossier.FileRedacted:
		w.demand("Files: what is redacted was there, and says why", true,
			slices.Contains(k.files, e.File) && !slices.Contains(k.gone, e.File) && len(h.parts) == 1, e)
		k.gone = append(k.gone, e.File)
	case dossier.HoldPlaced:
		w.demand("Holds: a hold has a reason and a day that is not over", true, len(h.parts) == 1 && e.Until >= w.cal.Day(w.now), e)
		k.until = e.Until
	case dossier.HoldLifted:
		w.demand("Holds: a hold that runs is lifted, with a reason", true, len(h.parts) == 1 && k.held(w.cal, w.now))
		k.until = ""
	case dossier.Erased:
		w.demand("Erasure: not while the dossier is open", true, l.over)
		w.demand("Erasure: not while a hold runs", true, !k.held(w.cal, w.now), k.until)
		w.demand("Erasure: of each once, and without words", true, !slices.Contains(k.took, e.Whose) && len(h.parts) == 0, e)
		k.took = append(k.took, e.Whose)
		k.erased = e.Whose == dossier.ToEverybody
	}
}
