//go:build endurance

package endurance_test

import "time"

// deed is one form that somebody sent until it was answered. It is what people remember, and all that the judge has from them.
type deed struct {
	kind  string // of the act
	key   string // of the form
	mark  string // words that stand in this form and in no other; empty for a form without words
	email string // of whoever opened a dossier

	photos []photo // that were sent along

	sent      int       // how often
	last      time.Time // when it was sent for the last time
	outcome   outcome
	location  string // where the acknowledgement led
	reference string // of the dossier: the one acknowledged, or the one it is about
}

// outcome is the answer that a form got in the end.
type outcome int

const (
	unanswered outcome = iota
	done
	refused
)

// The forms that open a dossier.
const (
	filing  = "file"
	talking = "request_talk"
)

// marked stands before every mark. In a form that is still to be filled in it stands where the mark is to come.
const marked = "Kenmerk"

func (d *deed) opens() bool { return d.kind == filing || d.kind == talking }
