package dossier

import "time"

// DeadlineKind names what is due.
type DeadlineKind string

// The deadlines of the procedure.
const (
	DueTalkBooking DeadlineKind = "talk_booking" // a wish to talk waits for a slot (R1)
	DueTalk        DeadlineKind = "talk"         // not held in time: lapses (R1)
	DueTalkReply   DeadlineKind = "talk_reply"   // the client's word whether it is solved (R4)
	DueStepTwo     DeadlineKind = "step_two"     // after a talk that solved nothing (R8)
	DueAct         DeadlineKind = "act"          // the agreed act (R4)
	DueMatch       DeadlineKind = "match"        // candidates to choose from (R9)
	DueProof       DeadlineKind = "proof"        // proof of the visit (R9)
	DueAuthority   DeadlineKind = "authority"    // the representative's authority (R5)
	DueTriage      DeadlineKind = "triage"       // R10
	DueHarmReport  DeadlineKind = "harm_report"  // R10
	DueCall        DeadlineKind = "call"         // R12
	DueAppointment DeadlineKind = "appointment"  // a planned call or visit came (R12)
	DueAnswer      DeadlineKind = "answer"       // R13
	DueInquiry     DeadlineKind = "inquiry"      // R15
	DueHearing     DeadlineKind = "hearing"      // R16
	DueMinutes     DeadlineKind = "minutes"      // R16
	DueOffer       DeadlineKind = "offer"        // upheld, nothing offered yet (R19)
	DueOfferReply  DeadlineKind = "offer_reply"  // R19
	DueOfferStands DeadlineKind = "offer_stands" // the standing offer ends (R19)
	DueRemedy      DeadlineKind = "remedy"       // R21
	DueWithdrawal  DeadlineKind = "withdrawal"   // go on without the client?
	DueReview      DeadlineKind = "review"       // R20
	DueClaim       DeadlineKind = "claim"        // R26
	DueUndo        DeadlineKind = "undo"         // repay, inform, apologise (R27)
)

// Deadline is something due in a dossier now.
type Deadline struct {
	Kind    DeadlineKind
	Subject string // specialist id, remedy number, offer number; empty when the kind says it all
	Due     time.Time
	Who     Role // who must act: the complainant, the specialist, the receptionist, or the owner for all handlers
	Reached bool // it came and was recorded
}

// Deadlines lists everything that is due in the dossier, soonest first. A closed dossier may still have some: a standing
// offer, a claim, what an undoing asks for.
func Deadlines(s State, terms Terms, cal Calendar) []Deadline { return nil }
