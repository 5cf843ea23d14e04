package desk

import (
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// scene is what every page of the desk is drawn with: who looks, in which language, at what moment, and the names of things.
type scene struct {
	lang   words.Lang
	zone   *time.Location
	now    time.Time
	dir    directory
	viewer casework.Viewer
	staff  doors.Staff // who is signed in, and by what
	policy *policy.Policy
	mails  bool   // mail comes in, or did
	failed string // how many jobs were given up that the viewer minds; empty for none
}

// framed is a page with what every page of the desk has around it.
func (s scene) framed(p kit.Page) kit.Page {
	p.Wide, p.Tools, p.Home, p.Styles, p.Live = true, tools(s), "/desk", []string{stylePath}, true
	return p
}

func (s scene) say(key string, args ...any) string { return words.Say(s.lang, key, args...) }

func (s scene) moment(at time.Time) string { return words.Moment(s.lang, at, s.zone) }

func (s scene) short(at time.Time) string { return words.ShortMoment(s.lang, at, s.zone) }

func (s scene) amount(c dossier.Cents) string { return words.Amount(s.lang, c) }

// day is the calendar date of a moment in the chain's zone.
func (s scene) day(at time.Time) dossier.Date {
	return dossier.Date(at.In(s.zone).Format(time.DateOnly))
}

// pageOf is where a page of a dossier is; empty when it has none for this viewer.
func (s scene) pageOf(v casework.View, page casework.Page) string {
	if !v.Has(s.viewer, page) {
		return ""
	}
	return dossierPath(v.State.Reference) + "/" + string(page)
}

func (s scene) yes(b bool) string {
	if b {
		return s.say("desk.yes")
	}
	return s.say("desk.no")
}
