package dossier

import (
	"fmt"
	"slices"
)

// Files, holds and erasure: what is kept of a dossier, and for how long.

// ToEverybody is the party of all whose words stand in a dossier, the complainant among them.
const ToEverybody Party = "everybody"

func evolveKeeping(s *State, r Record) bool {
	switch e := r.Event.(type) {
	case FileAdded:
		s.Files = with(s.Files, FileState{ID: e.File, Media: e.Media, Size: e.Size, Hash: e.Hash, By: r.By})
	case FileRedacted:
		s.Files = change(s.Files, func(f FileState) bool { return f.ID == e.File }, func(f *FileState) { f.Redacted = true })
	case HoldPlaced:
		s.Hold = e.Until
	case HoldLifted:
		s.Hold = ""
	case Erased:
		if s.ErasedOf = union(s.ErasedOf, e.Whose); e.Whose == ToEverybody {
			s.ErasedAt = r.At
		}
	default:
		return false
	}
	return true
}

func (d *decider) addFiles(c AddFiles) *Refusal {
	switch {
	case len(c.Files) == 0:
		return refuse("", "no_files", "Kies een of meer bestanden.", "Choose one or more files.")
	case c.Most > 0 && len(d.filesThere())+len(c.Files) > c.Most:
		return refuse("", "too_many_files",
			fmt.Sprintf("Een dossier kan hoogstens %d bestanden bevatten. Kies er minder, of stuur de rest op een andere manier.", c.Most),
			fmt.Sprintf("A dossier can hold at most %d files. Choose fewer, or send the others in another way.", c.Most))
	}
	d.takeIn(c.Files)
	return nil
}

// addMessage takes in a message, and the files that came with it where a dossier takes files.
func (d *decider) addMessage(c AddMessage) *Refusal {
	if len(c.Files) > 0 {
		if r := rules[AddFiles{}.Kind()].when(d.State, d.env); r != nil {
			return r
		}
	}
	d.happens(MessageReceived{}, says("words", d.messageClass(), c.Words))
	if len(c.Files) == 0 {
		return nil
	}
	return d.addFiles(AddFiles{Files: c.Files, Most: c.Most})
}

// takeIn records files, each with its name, which is its sender's.
func (d *decider) takeIn(files []NewFile) {
	for _, f := range files {
		name := says("name", ClassComplaint, f.Name)
		if d.env.By.Staff() {
			name.Subject = OfStaff
		}
		d.happens(FileAdded{File: f.ID, Media: f.Media, Size: f.Size, Hash: f.Hash}, name)
	}
}

// filesThere are the files whose bytes were not taken out.
func (s State) filesThere() []FileState {
	return keep(s.Files, func(f FileState) bool { return !f.Redacted })
}

func (d *decider) placeHold(c PlaceHold) *Refusal {
	if c.Until < d.env.Calendar.Day(d.env.Now) {
		return refuseField("Until", "", "past", "Deze dag is al voorbij. Kies de dag waarop de bewaarplicht eindigt.",
			"This day is over. Choose the day on which the hold ends.")
	}
	d.happens(HoldPlaced{Until: c.Until}, notes("reason", ClassHandling, c.Reason))
	return nil
}

func (d *decider) erase(c Erase) *Refusal {
	if c.Needed {
		return refuse("", "merged_needed", "Dit dossier is samengevoegd met een dossier dat nog open is of bewaard moet blijven. Wis dat dossier eerst.",
			"This dossier was merged into one that is open or must be kept. Erase that one first.")
	}
	if c.Ground == "" {
		c.Ground = GroundRequest
	}
	d.happens(Erased{Whose: c.Whose, Ground: c.Ground})
	return nil
}

// erasable are those whose words can be taken out: everybody, or one fellow client or specialist whose words are still there.
func (s State) erasable() []Party {
	all := append([]Party{ToEverybody}, Others(s)...)
	return slices.DeleteFunc(all, func(p Party) bool { return slices.Contains(s.ErasedOf, p) })
}

// Others are those besides the complainant of whom a dossier can have words: fellow clients who were asked, and specialists with a side in it.
func Others(s State) []Party {
	var all []Party
	for _, f := range s.Inquiry.Fellows {
		all = append(all, ToFellow(f.Number))
	}
	return append(all, specialists(s.sides())...)
}

// Takes reports whether an erasure takes a part out. Everything that is said in a dossier is about whoever complains, so theirs goes with
// that of everybody.
func (e Erased) Takes(p Part) bool {
	switch p.Subject {
	case OfFellow:
		return e.Whose == ToEverybody || e.Whose == Party(string(OfFellow)+":"+p.Person)
	case OfSpecialist:
		return e.Whose == ToEverybody || e.Whose == ToSpecialist(SpecialistID(p.Person))
	}
	return e.Whose == ToEverybody
}
