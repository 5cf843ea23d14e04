package dossier

import "time"

// Unit is what a Term counts.
type Unit string

// The units a term of the policy can be given in.
const (
	Hours       Unit = "hours"
	Days        Unit = "days"         // calendar days in the chain's own zone
	WorkingDays Unit = "working_days" // days that are neither weekend nor public holiday
)

// Term is a length of time as the policy gives it. N is never negative.
type Term struct {
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
}

// Calendar turns terms into moments. The live calendar of the chain (zone, public
// holidays) implements it; tests bring a simple one.
type Calendar interface {
	// After is the moment a term ends that starts at from. Hours are exact. A term in days or
	// working days ends with the last moment (23:59:59.999 in the chain's zone) of its last day:
	// day 7 still counts (R8).
	After(from time.Time, term Term) time.Time
	// Day is the calendar date of a moment in the chain's zone.
	Day(at time.Time) Date
	// EndOf is the last moment of a date in the chain's zone.
	EndOf(day Date) time.Time
	// WorkingDaysBetween counts the working days that lie strictly between the dates of two moments.
	WorkingDaysBetween(from, to time.Time) int
}

// Date is a calendar date, year-month-day, without time or zone ("2026-03-05").
// The empty Date means unknown.
type Date string

// Text is a label in the languages of the product.
type Text struct {
	NL string `json:"nl" yaml:"nl"`
	EN string `json:"en" yaml:"en"`
}

// Cents is an amount in euro cents.
type Cents int64

// Needs names what must stand in the dossier before a coded reason may be used.
type Needs string

// What a reason out of the policy can require. The first three are the evidence of R17.
const (
	NeedsNothing    Needs = ""
	NeedsAttempts   Needs = "attempts"    // the policy's attempts, on at least the policy's number of days
	NeedsNoShow     Needs = "no_show"     // the policy's number of invitations, none of them followed
	NeedsEvidence   Needs = "evidence"    // a written piece, described in words (such as a refusal)
	NeedsNobodyElse Needs = "nobody_else" // the register has no other client of that day
	NeedsLate       Needs = "late"        // the complaint is flagged late (R8)
	NeedsProofAsked Needs = "proof_asked" // not found, and proof was asked and not given in time (R9)
	NeedsUnfounded  Needs = "unfounded"   // an investigation that found every subject unfounded
	NeedsNoHarm     Needs = "no_harm"     // never against harm to health (R20)
	NeedsShadesMet  Needs = "shades_met"  // advertised number of shades reached, and no harm (R20)
	NeedsMergeOnly  Needs = "merge_only"  // only the program's own merging uses it
	NeedsTalkOver   Needs = "talk_over"   // a talk that ended without a complaint being filed
)

// Ground is a named ground for rejection (R11, R20).
type Ground struct {
	Code  string `json:"code" yaml:"code"`
	Needs Needs  `json:"needs,omitempty" yaml:"needs"`
	Label Text   `json:"label" yaml:"label"`
}

// Reason is a coded reason for skipping a part (R17), discontinuing or reopening.
type Reason struct {
	Code  string `json:"code" yaml:"code"`
	Part  Step   `json:"part,omitempty" yaml:"part"` // which part it can skip; empty for other reasons
	Needs Needs  `json:"needs,omitempty" yaml:"needs"`
	Label Text   `json:"label" yaml:"label"`
}

// Step is a part of an investigation that R17 demands.
type Step string

// The parts of R17.
const (
	StepExplanation Step = "explanation" // the complainant's own side (R12)
	StepInquiry     Step = "inquiry"     // the other clients of that day (R15)
	StepHearing     Step = "hearing"     // a specialist's side (R16)
)

// Severity is one step of the policy's scale (R10), mildest first.
type Severity struct {
	Code  string `json:"code" yaml:"code"`
	Label Text   `json:"label" yaml:"label"`
}

// Terms are the settings that a dossier keeps from the moment it was filed: lengths of time, counts,
// amounts, and the lists of remedies, grounds, severities and reasons. Policy pins them by content hash.
type Terms struct {
	TalkHeld      Term `json:"talk_held"`      // R1: a talk not held in this time lapses
	TalkReply     Term `json:"talk_reply"`     // R4: the client's answer whether it is solved
	AgreedAct     Term `json:"agreed_act"`     // R4: an act passed on is done in this time
	Filing        Term `json:"filing"`         // R8: after the treatment, or after the talk ended
	Proof         Term `json:"proof"`          // R9: to bring proof of the visit
	Authority     Term `json:"authority"`      // R5: for a representative to show authority
	Triage        Term `json:"triage"`         // R10
	HarmReport    Term `json:"harm_report"`    // R10: duty to report
	Call          Term `json:"call"`           // R12: the call is made within this time of triage
	Answer        Term `json:"answer"`         // R13
	Extension     Term `json:"extension"`      // R13: at most this much, once
	Inquiry       Term `json:"inquiry"`        // R15: fellow clients may answer this long
	HearingNotice Term `json:"hearing_notice"` // R16: in working days
	Minutes       Term `json:"minutes"`        // R16: to agree or disagree with the minutes
	OfferReply    Term `json:"offer_reply"`    // R19: 30 days without answer
	OfferStands   Term `json:"offer_stands"`   // R19: the last offer stays open this long
	Remedy        Term `json:"remedy"`         // R21: carried out within
	Withdrawal    Term `json:"withdrawal"`     // where health was harmed: decide whether to go on
	Review        Term `json:"review"`         // R20: to ask for a review
	ReviewAnswer  Term `json:"review_answer"`  // R20: to answer that request
	ClaimPaid     Term `json:"claim_paid"`     // R26: to pay a claim
	Undo          Term `json:"undo"`           // R27: to repay, inform and apologise after an undoing

	Attempts     int `json:"attempts"`     // R4, R17: three
	AttemptDays  int `json:"attempt_days"` // R17: on two days
	Invitations  int `json:"invitations"`  // R16: two
	Refusals     int `json:"refusals"`     // R19: two
	Extensions   int `json:"extensions"`   // R13: one
	Establishers int `json:"establishers"` // R25: two

	ClaimBase  Cents `json:"claim_base"`  // R26: EUR 69.95
	HourlyRate Cents `json:"hourly_rate"` // R26: staff hours

	Remedies    []RemedyKind `json:"remedies"`
	Severities  []Severity   `json:"severities"`
	Grounds     []Ground     `json:"grounds"`
	Skips       []Reason     `json:"skips"`
	Discontinue []Reason     `json:"discontinue"`
	Reopen      []Reason     `json:"reopen"`
	Authorities []Reason     `json:"authorities"` // R10: whom harm is reported to

	Reminders []Reminder `json:"reminders,omitempty"` // terms that were pinned before there were any have none
}

// Reminder says how long before a deadline ends whoever must act is told that it will. A deadline can have several.
type Reminder struct {
	Deadline DeadlineKind `json:"deadline"`
	Before   Term         `json:"before"` // hours or days; working days are none
}

// RemedyKind is what a client can get (R19).
type RemedyKind string

// The remedies of R19.
const (
	Refund        RemedyKind = "refund"
	FreeTreatment RemedyKind = "free_treatment"
	Discount      RemedyKind = "discount"
	Apology       RemedyKind = "apology"
)
