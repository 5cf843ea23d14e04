package desk

import (
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

// due is a deadline as a page shows it: words first, the colour only helps.
type due struct {
	Label string
	Of    string // whom or what it is about
	By    string // the moment
	At    time.Time
	Left  string // 'nog 3 dagen', 'vandaag', '2 dagen te laat'
	Style string // of the badge: bad, warn, info or empty
	Who   string
	Rule  string
}

// soon is how far ahead a deadline is coloured.
const soon = 48 * time.Hour

func (s scene) due(kind dossier.DeadlineKind, subject string, at time.Time, who dossier.Role) due {
	d := due{Label: words.Code(s.lang, "due", kind), Of: s.subjectOf(kind, subject), At: at, By: s.short(at), Rule: dossier.RuleOf(kind)}
	if who != "" {
		d.Who = s.turn(who)
	}
	d.Left, d.Style = s.left(at)
	return d
}

// turn says whose turn it is; the owner stands for all handlers.
func (s scene) turn(who dossier.Role) string {
	if key := "desk.turn." + string(who); words.Has(key) {
		return s.say(key)
	}
	return words.Code(s.lang, "role", who)
}

// left says how long there still is, and in which colour.
func (s scene) left(at time.Time) (text, style string) {
	switch until := at.Sub(s.now); {
	case until < 0:
		return words.Left(s.lang, s.now, at, s.zone), "bad"
	case s.day(at) == s.day(s.now):
		return s.say("desk.due.today", words.Clock(s.lang, at, s.zone)), "warn"
	case until < soon:
		return words.Left(s.lang, s.now, at, s.zone), "info"
	}
	return words.Left(s.lang, s.now, at, s.zone), ""
}

// subjectOf names what a deadline is about when its kind does not say it all.
func (s scene) subjectOf(kind dossier.DeadlineKind, subject string) string {
	switch kind {
	case dossier.DueHearing, dossier.DueMinutes, dossier.DueTalk:
		return s.dir.specialist(dossier.SpecialistID(subject))
	case dossier.DueRemedy:
		return s.say("desk.remedy.number", subject)
	case dossier.DueOffer, dossier.DueOfferReply, dossier.DueOfferStands:
		return s.say("desk.offer.number", subject)
	default:
		return ""
	}
}

func (s scene) deadlines(list []dossier.Deadline) []due {
	dues := make([]due, 0, len(list))
	for _, d := range list {
		one := s.due(d.Kind, d.Subject, d.Due, d.Who)
		if d.Subject == "" {
			one.Of = ""
		}
		dues = append(dues, one)
	}
	return dues
}

// plain joins what is there with a separator.
func plain(separator string, texts ...string) string {
	var there []string
	for _, t := range texts {
		if t != "" {
			there = append(there, t)
		}
	}
	return strings.Join(there, separator)
}
