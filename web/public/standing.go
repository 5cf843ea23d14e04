package public

import (
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// standing says where the matter stands, in one plain sentence.
func (sv statusView) standing() string {
	switch {
	case !sv.View.Unproven:
		return sv.stands()
	case sv.State.Filed:
		return sv.say("you.received")
	}
	return sv.say("you.talk.")
}

// stands is where it stands now.
func (sv statusView) stands() string {
	s := sv.State
	switch {
	case s.Phase == dossier.PhaseTalk && s.Talk.Status == dossier.TalkPlanned:
		return sv.say("you.talk.planned", sv.specialist(s.Talk.Specialist), sv.moment(s.Talk.Start))
	case s.Phase == dossier.PhaseTalk && s.Talk.Status == dossier.TalkSettled && sv.may(dossier.PassOnAct{}.Kind()):
		return sv.say("you.talk.act_left")
	case s.Phase == dossier.PhaseTalk:
		return sv.say("you.talk." + string(s.Talk.Status))
	case s.MergedInto != "":
		return sv.say("you.merged", s.MergedInto)
	case s.Phase == dossier.PhaseClosed:
		return sv.say("you.ending." + string(s.Ending))
	case s.Phase == dossier.PhaseNone: // a representative who has yet to show authority is told no more (R5)
		return sv.say("you.received")
	case s.Withdrawing:
		return sv.say("you.withdrawing")
	case sv.withoutThem():
		return sv.say("you.without_them")
	}
	return sv.say("you.phase." + string(s.Phase))
}

// badge is the step in two words, and its colour.
func (sv statusView) badge() (kind, text string) {
	if sv.State.Phase == dossier.PhaseClosed {
		return "", words.Code(sv.lang, "ending", sv.State.Ending)
	}
	return "info", words.Code(sv.lang, "phase", sv.State.Phase)
}

// withoutThem reports whether the chain goes on with what the client withdrew. Only up to the decision: after that there may be
// something for the client to say again, as when a remedy is offered.
func (sv statusView) withoutThem() bool {
	s := sv.State
	before := []dossier.Phase{dossier.PhaseTriage, dossier.PhaseExplanation, dossier.PhaseInvestigation, dossier.PhaseDecision}
	return s.WithoutThem && s.WithdrewAt.After(s.ReopenedAt) && slices.Contains(before, s.Phase)
}

// next lists what comes and by when, soonest first: only what a complainant can use.
func (sv statusView) next() []kit.TimelineItem {
	var items []kit.TimelineItem
	due := slices.Clone(sv.Due)
	slices.SortStableFunc(due, func(a, b dossier.Deadline) int { return a.Due.Compare(b.Due) })
	for _, d := range due {
		key := sv.dueKey(d.Kind)
		if !words.Has(key) {
			continue
		}
		item := kit.TimelineItem{At: d.Due, When: sv.say("you.by", sv.dueText(d.Due)), What: sv.say(key), Style: "next"}
		if d.Kind == dossier.DueAppointment {
			item.When = sv.moment(d.Due)
		}
		if sv.now.After(d.Due) {
			item.Style, item.Who = "late", sv.lateText(d)
		}
		items = append(items, item)
	}
	return items
}

// dueKey is the key of what a term is about, as the complainant needs to hear it. Whoever withdraws is not phoned to explain.
func (sv statusView) dueKey(kind dossier.DeadlineKind) string {
	s := sv.State
	switch {
	case kind == dossier.DueTalkReply && s.Talk.Status == dossier.TalkSettled:
		return "you.due.act_left"
	case kind == dossier.DueCall && (s.Withdrawing || sv.withoutThem()):
		return ""
	}
	return "you.due." + string(kind)
}

// lateText is what to do about a term that has passed: ours, or the complainant's own.
func (sv statusView) lateText(d dossier.Deadline) string {
	switch {
	case d.Kind == dossier.DueStepTwo:
		return sv.say("you.late.step_two")
	case d.Who == dossier.RoleComplainant:
		return sv.say("you.late.yours")
	}
	return sv.say("you.late")
}
