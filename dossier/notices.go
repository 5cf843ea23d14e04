package dossier

import "fmt"

// Party is who is told something: one person, "complainant", "specialist:S12", "fellow:3", or a group, "handlers", "desk". Of a group
// only those are told who may see the dossier (R14).
type Party string

// Notice is something a person is to be told because of an event (R1, R7, R10, R13, R15, R16, R18, R22-R24, R26, R27).
type Notice struct {
	To   Party
	Kind string // "filed", "ban_started", …: the name of the message's text
}

// ToComplainant is the party of whoever complains.
const ToComplainant Party = "complainant"

// ToHandlers are the owner and the assistants, with the outside person where they handle the dossier; ToDesk are the receptionists.
const (
	ToHandlers Party = "handlers"
	ToDesk     Party = "desk"
)

// ToSpecialist and ToFellow are parties of one person.
func ToSpecialist(id SpecialistID) Party { return Party("specialist:" + string(id)) }
func ToFellow(number int) Party          { return Party(fmt.Sprintf("fellow:%d", number)) }

// Notices lists who is to be told what, given the event and the states around it.
func Notices(before, after State, e Event) []Notice {
	var out []Notice
	tell := func(kind string, parties ...Party) {
		for _, to := range parties {
			out = append(out, Notice{To: to, Kind: kind})
		}
	}
	switch e := e.(type) {
	case TalkBooked:
		tell("talk_booked", ToComplainant, ToSpecialist(e.Specialist))
	case TalkCancelled:
		tell("talk_cancelled", ToSpecialist(e.Specialist))
		if e.Cause != "lapsed" { // the lapse itself tells the client
			tell("talk_cancelled", ToComplainant)
		}
	case TalkHeld:
		if e.Solved {
			tell("talk_held", ToComplainant)
		} else {
			tell("talk_unsolved", ToComplainant)
		}
	case TalkAnswered:
		tell("talk_answered", ToSpecialist(e.Specialist))
	case TalkDeclined:
		if e.Cause != "ban" {
			tell("talk_unsolved", ToComplainant)
		}
	case TalkShared:
		tell("talk_shared", specialists(after.Talk.HeldBy)...)
	case ActBooked:
		tell("act_booked", ToSpecialist(after.Talk.ActWith), ToComplainant)
	case ActCancelled:
		tell("act_cancelled", ToSpecialist(after.Talk.ActWith), ToComplainant)
	case RemedyBooked:
		tell("remedy_booked", ToComplainant, ToSpecialist(e.Specialist))
	case RemedyUnbooked:
		tell("remedy_unbooked", ToComplainant, ToSpecialist(e.Specialist))
	case Filed:
		tell("filed", ToComplainant)
		if e.Represented {
			tell("authority_asked", ToComplainant)
		}
	case BanStarted:
		tell("ban_started", ToComplainant, ToSpecialist(e.Specialist))
	case BanEnded:
		if e.Cause != "merged" || !e.HeldElsewhere { // else nothing changes for them
			tell("ban_ended", ToComplainant, ToSpecialist(e.Specialist))
		}
	case Judged:
		if e.Serious {
			tell("judged_serious", ToComplainant)
		}
	case InquiryStarted:
		for _, f := range e.Clients {
			if f.HasEmail {
				tell("inquiry", ToFellow(f.Number))
			}
		}
	case HearingInvited:
		tell("hearing_invited", ToSpecialist(e.Specialist))
	case HearingCancelled:
		tell("hearing_cancelled", ToSpecialist(e.Specialist))
	case HearingHeld:
		tell("minutes", ToSpecialist(e.Specialist))
	case InvestigationCompleted:
		tell("investigation_completed", ToComplainant)
		for _, id := range after.ToHear() {
			if after.investigated(id) {
				tell("finding", ToSpecialist(id))
			} else {
				tell("investigation_completed", ToSpecialist(id))
			}
		}
	case Decided:
		if e.Upheld {
			tell("upheld", ToComplainant)
		}
	case Ended:
		if before.Investigated && !before.Completed {
			tell("investigation_discontinued", append(specialists(before.ToHear()), ToComplainant)...)
		}
		tell(endingNotice(e), ToComplainant)
	case ReviewAnswered:
		if e.Maintained {
			tell("review_maintained", ToComplainant)
		}
	case Reminded:
		tell("reminder", whoMustAct(e.Deadline, e.Subject))
	case DeadlinePassed:
		if late := duties[e.Deadline].late; late != "" {
			tell("overdue", late)
		}
	case DeadlinesMoved:
		if len(MovedForComplainant(e)) > 0 {
			tell("moved", ToComplainant)
		}
	default:
		if kind, ok := plainNotices[e.Name()]; ok {
			tell(kind, ToComplainant)
		}
	}
	return out
}

// plainNotices are told to the complainant alone, whatever the event says.
var plainNotices = map[string]string{
	TalkRequested{}.Name():        "talk_requested",
	TalkRenewed{}.Name():          "talk_requested",
	TalkAttempted{}.Name():        "talk_attempted",
	TalkNotReached{}.Name():       "talk_not_reached",
	TalkLapsed{}.Name():           "talk_lapsed",
	ProofAsked{}.Name():           "proof_asked",
	MessageSent{}.Name():          "message",
	ExplanationPlanned{}.Name():   "explanation_planned",
	ExplanationCancelled{}.Name(): "explanation_cancelled",
	ContactAttempted{}.Name():     "called_not_reached",
	TermExtended{}.Name():         "term_extended",
	InvestigationOpened{}.Name():  "investigation_opened",
	Offered{}.Name():              "offered",
	OfferAccepted{}.Name():        "offer_accepted",
	OfferStands{}.Name():          "offer_stands",
	RemedyCarriedOut{}.Name():     "remedy_carried_out",
	WithdrawalAsked{}.Name():      "withdrawal_asked",
	WithdrawalOverruled{}.Name():  "withdrawal_overruled",
	ReviewAsked{}.Name():          "review_asked",
	Reopened{}.Name():             "reopened",
	ClaimSent{}.Name():            "claim_sent",
	ClaimPaid{}.Name():            "claim_paid",
	ClaimWithdrawn{}.Name():       "claim_withdrawn",
	ClaimRepaid{}.Name():          "claim_repaid",
	FalsenessUndone{}.Name():      "falseness_undone",
	ApologySent{}.Name():          "apology",
}

// whoMustAct is the party of whoever must act on a deadline. A specialist is only ever reminded of what is their own: their talk, their
// hearing, its minutes (R23).
func whoMustAct(kind DeadlineKind, subject string) Party {
	switch duties[kind].who {
	case RoleReceptionist:
		return ToDesk
	case RoleSpecialist:
		return ToSpecialist(SpecialistID(subject))
	case RoleComplainant:
		return ToComplainant
	}
	return ToHandlers
}

// MovedForComplainant are the deadlines of those moved which the complainant is to be told of: what they wait for and what they must do.
// They were told the date before, so they are told the new one, whichever way it moved. Any other change only shows on their page.
func MovedForComplainant(e DeadlinesMoved) []MovedDeadline {
	return keep(e.Moved, func(m MovedDeadline) bool {
		duty := duties[m.Deadline]
		return duty.who == RoleComplainant || duty.awaited
	})
}

func endingNotice(e Ended) string {
	if e.Merged != "" {
		return "merged"
	}
	return string(e.Ending) // every ending has a text of its own name
}

func specialists(ids []SpecialistID) []Party {
	var parties []Party
	for _, id := range ids {
		parties = append(parties, ToSpecialist(id))
	}
	return parties
}

// NoticeKinds lists every kind of notice to each sort of party, for whoever writes their texts.
func NoticeKinds() map[string][]string {
	return map[string][]string{
		"complainant": {
			"talk_requested", "talk_booked", "talk_cancelled", "talk_attempted", "talk_not_reached", "talk_held", "talk_lapsed",
			"talk_unsolved", "act_booked", "act_cancelled", "filed", "authority_asked", "proof_asked", "message", "ban_started", "ban_ended",
			"judged_serious", "rejected_at_triage", "explanation_planned", "explanation_cancelled", "called_not_reached",
			"term_extended", "investigation_opened", "investigation_completed", "investigation_discontinued", "upheld", "rejected",
			"offered", "offer_accepted", "offer_stands", "remedy_booked", "remedy_unbooked", "remedy_carried_out", "withdrawal_asked",
			"withdrawal_overruled", "solved_in_talk", "withdrawn", "discontinued", "settled", "offer_left_open",
			"established_false", "merged", "review_asked", "review_maintained", "reopened", "claim_sent", "claim_paid",
			"claim_withdrawn", "claim_repaid", "falseness_undone", "apology", "reminder", "moved",
		},
		"specialist": {
			"talk_booked", "talk_cancelled", "talk_answered", "talk_shared", "act_booked", "act_cancelled", "remedy_booked", "remedy_unbooked", "ban_started", "ban_ended", "hearing_invited", "hearing_cancelled",
			"minutes", "finding", "investigation_completed", "investigation_discontinued", "reminder",
		},
		"fellow":   {"inquiry"},
		"handlers": {"reminder", "overdue"},
		"desk":     {"reminder", "overdue"},
	}
}
