package policy

import (
	"cmp"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/wederhoor/wederhoor/dossier"
)

// reminders lists the deadlines of which can be reminded. What a file says of one replaces what is built in for that one.
func (r *reader) reminders(dst *[]dossier.Reminder) []field {
	var fields []field
	for _, kind := range dossier.DeadlineKinds() {
		fields = append(fields, field{string(kind), func(n *yaml.Node) {
			if !dossier.Reminds(kind) {
				r.add(n.Line, "reminders: nobody is reminded of %s", kind)
				return
			}
			if given, ok := r.remindersOf(n, kind); ok {
				*dst = inOrder(append(slices.DeleteFunc(slices.Clone(*dst), isOf(kind)), given...))
			}
		}})
	}
	return fields
}

// remindersOf reads the list of one deadline. It can be empty: then nobody is reminded.
func (r *reader) remindersOf(n *yaml.Node, kind dossier.DeadlineKind) (list []dossier.Reminder, ok bool) {
	what := "reminders." + string(kind)
	items, ok := r.items(n, what, false)
	for _, item := range items {
		text, there := r.scalar(item, what)
		if !there {
			continue
		}
		term, err := ParseTerm(text)
		reminder := dossier.Reminder{Deadline: kind, Before: term}
		switch {
		case err != nil:
			r.add(item.Line, "%s: %s", what, err)
		case term.N == 0:
			r.add(item.Line, "%s: a reminder comes before the end, not at it", what)
		case term.Unit == dossier.WorkingDays:
			r.add(item.Line, "%s: a reminder is given hours or days ahead, not working days", what)
		case slices.Contains(list, reminder):
			r.add(item.Line, "%s: %s is listed twice", what, FormatTerm(term))
		default:
			list = append(list, reminder)
		}
	}
	return list, ok
}

// inOrder puts reminders in the order of the procedure, and those of one deadline in the order in which they come.
func inOrder(list []dossier.Reminder) []dossier.Reminder {
	kinds := dossier.DeadlineKinds()
	slices.SortStableFunc(list, func(a, b dossier.Reminder) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Deadline), slices.Index(kinds, b.Deadline)), cmp.Compare(span(b.Before), span(a.Before)))
	})
	return list
}

func isOf(kind dossier.DeadlineKind) func(dossier.Reminder) bool {
	return func(r dossier.Reminder) bool { return r.Deadline == kind }
}

// remindersTogether finds reminders that would come before their term has begun. One that is built in, for a term that the file made
// shorter, is left out.
func (r *reader) remindersTogether(t *dossier.Terms) {
	t.Reminders = slices.DeleteFunc(t.Reminders, func(one dossier.Reminder) bool {
		term := remindedTerm(*t, one.Deadline)
		if span(one.Before) < span(term) {
			return false
		}
		key := "reminders." + string(one.Deadline)
		if r.lines[key] > 0 {
			r.add(r.lines[key], "%s: %s before the end is no shorter than the term itself (%s)", key, FormatTerm(one.Before), FormatTerm(term))
		}
		return true
	})
}

// remindedTerm is the term that a deadline is the end of. A hearing is agreed on, at least its notice ahead.
func remindedTerm(t dossier.Terms, kind dossier.DeadlineKind) dossier.Term {
	return map[dossier.DeadlineKind]dossier.Term{
		dossier.DueTalkBooking: t.TalkHeld, dossier.DueTalk: t.TalkHeld, dossier.DueTalkReply: t.TalkReply, dossier.DueStepTwo: t.Filing,
		dossier.DueAct: t.AgreedAct, dossier.DueMatch: t.Triage, dossier.DueProof: t.Proof, dossier.DueAuthority: t.Authority,
		dossier.DueTriage: t.Triage, dossier.DueHarmReport: t.HarmReport, dossier.DueCall: t.Call, dossier.DueAnswer: t.Answer,
		dossier.DueInquiry: t.Inquiry, dossier.DueHearing: t.HearingNotice, dossier.DueMinutes: t.Minutes, dossier.DueOffer: t.Remedy,
		dossier.DueOfferReply: t.OfferReply, dossier.DueRemedy: t.Remedy, dossier.DueWithdrawal: t.Withdrawal,
		dossier.DueReview: t.ReviewAnswer, dossier.DueClaim: t.ClaimPaid, dossier.DueUndo: t.Undo,
	}[kind]
}
