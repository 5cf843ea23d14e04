package dossier

import (
	"slices"
	"time"
)

// Phase is the step of the procedure a dossier stands at.
type Phase string

// The phases, in the order of the main road.
const (
	PhaseNone          Phase = ""              // nothing happened yet
	PhaseTalk          Phase = "talk"          // step 1
	PhaseTriage        Phase = "triage"        // filed, to be judged (R10)
	PhaseExplanation   Phase = "explanation"   // serious: call, visit (R12)
	PhaseInvestigation Phase = "investigation" // R14-R18
	PhaseDecision      Phase = "decision"      // findings are there, decision is not (R19, R20)
	PhaseOffer         Phase = "offer"         // upheld: a solution is looked for (R19)
	PhaseRemedy        Phase = "remedy"        // accepted: to be carried out (R21)
	PhaseReview        Phase = "review"        // a rejection is looked at by someone else (R20)
	PhaseClosed        Phase = "closed"
)

// Ending is how a dossier ended.
type Ending string

// The endings every dossier can have.
const (
	SolvedInTalk     Ending = "solved_in_talk"
	RejectedAtTriage Ending = "rejected_at_triage"
	Rejected         Ending = "rejected"
	Settled          Ending = "settled"         // decided and carried out
	OfferLeftOpen    Ending = "offer_left_open" // decided; the last offer stands (R19)
	Withdrawn        Ending = "withdrawn"
	Discontinued     Ending = "discontinued"
	EstablishedFalse Ending = "established_false"
)

// Endings lists all of them, in the order of the procedure.
func Endings() []Ending {
	return []Ending{SolvedInTalk, RejectedAtTriage, Rejected, Settled, OfferLeftOpen, Withdrawn, Discontinued, EstablishedFalse}
}

// TalkStatus is where step 1 stands.
type TalkStatus string

// The states of step 1.
const (
	TalkNone      TalkStatus = ""
	TalkAsked     TalkStatus = "asked"
	TalkPlanned   TalkStatus = "planned"
	TalkWasHeld   TalkStatus = "held"     // waits for the client's word (R4)
	TalkSettled   TalkStatus = "settled"  // solved; the dossier may still follow an act
	TalkUnsolved  TalkStatus = "unsolved" // step 2 is open
	TalkHasLapsed TalkStatus = "lapsed"   // a new one or step 2
)

// Talk is step 1 as the state knows it: never what was said.
type Talk struct {
	Status     TalkStatus
	Asked      time.Time
	Ended      time.Time // when it was held, not reached, declined or lapsed
	Specialist SpecialistID
	Start      time.Time // of the booked slot
	Since      time.Time // the wish from which talks followed each other within the term of R8
	Attempts   int
	HeldBy     []SpecialistID // everyone who held a talk in this dossier
	Solved     bool           // as the specialist recorded
	Recorded   bool           // the specialist recorded how it ended; the client's word on that can still come (R4)
	Answered   bool
	ActKind    string       // the act that was agreed; a later talk leaves one that was passed on as it is, until it is done
	ActWith    SpecialistID // who agreed to it
	ActAgreed  time.Time
	PassedOn   bool
	ActOn      Date
	ActDone    bool
	ShareAsked bool // on filing, by who must show authority first (R5)
	Shared     bool // R3

	ElsewhereAsked time.Time // a talk about the same visit in another dossier (R8), as it stood on filing
	ElsewhereEnded time.Time
}

// actOpen reports whether an act was passed on and is not done yet (R4).
func (t Talk) actOpen() bool { return t.PassedOn && !t.ActDone }

// apart takes the talk and what was agreed in it apart: after a later talk they can be those of two specialists.
func (t Talk) apart() (talk, act Talk) {
	talk = t
	talk.agreed(Talk{})
	act.agreed(t)
	return talk, act
}

// agreed takes over what was agreed in another talk.
func (t *Talk) agreed(in Talk) {
	t.ActKind, t.ActWith, t.ActAgreed, t.PassedOn, t.ActOn, t.ActDone = in.ActKind, in.ActWith, in.ActAgreed, in.PassedOn, in.ActOn, in.ActDone
}

// Match is what is known of the visit.
type Match struct {
	Outcome    MatchOutcome
	Treatment  *Treatment
	Candidates []Treatment
	ProofAsked time.Time
	ProofGiven bool
}

// Ban is one contact ban of this dossier.
type Ban struct {
	Specialist SpecialistID
	Since      time.Time
	Until      time.Time // zero while it runs
	Breaches   int
}

// Attempt is one try to reach the complainant.
type Attempt struct {
	How string
	At  time.Time
}

// Inquiry among the other clients of that day.
type Inquiry struct {
	Started time.Time
	Narrow  bool
	Fellows []FellowState
	Closed  bool
}

// FellowState is one fellow client and what became of the question.
type FellowState struct {
	Fellow
	Answered bool
	Done     bool // answered, declined or not reached
	Weighed  bool
	Against  []SpecialistID
}

// Hearing of one accused specialist.
type Hearing struct {
	Specialist SpecialistID
	Invited    time.Time // when the running invitation went out; zero when none runs
	At         time.Time
	Count      int // invitations that were not taken back
	Missed     int
	Held       bool
	HeldAt     time.Time
	Put        []int // fellow clients whose answers were put to them
	Statement  bool
	Minutes    string // "", agreed, disagreed
}

// Skip is a part left out with a reason (R17).
type Skip struct {
	Part       Step
	Specialist SpecialistID
	Reason     string
}

// Finding on one subject.
type Finding struct {
	Subject FindingSubject
	Outcome Outcome
}

// Offer of remedies.
type Offer struct {
	Number   int
	Remedies []OfferedRemedy
	At       time.Time
	Status   string // open, accepted, refused, stands, replaced
	Until    time.Time
	Refused  time.Time // when it was
}

// Remedy that was granted.
type Remedy struct {
	Number         int
	Kind           RemedyKind
	Amount         Cents
	Granted        time.Time
	SameSpecialist bool
	BookedOn       Date
	Specialist     SpecialistID
	Done           bool
	On             Date
}

// Claim for a false complaint.
type Claim struct {
	Sent    time.Time
	Total   Cents
	Paid    Cents
	Settled string // "", paid, withdrawn, written_off
	Repaid  bool
}

// State is everything of a dossier that rules depend on. It holds no words. The zero State is a dossier
// in which nothing has happened.
type State struct {
	Reference string
	TermsHash string
	Count     int       // records so far
	Opened    time.Time // first record
	Last      time.Time // last record
	PhaseAt   time.Time // when the phase began
	Phase     Phase
	Resume    Phase // where an undone falseness, a maintained review or a reopening goes on

	Branch        BranchID
	TreatmentDate Date
	Language      string
	HasEmail      bool
	HasPhone      bool

	Talk Talk

	Filed          bool
	FiledAt        time.Time
	ReceivedAt     time.Time // what R10 and R13 count from
	Channel        Channel
	Named          []SpecialistID
	About          []About
	Represented    bool
	AuthorityShown bool
	Late           bool
	Match          Match
	Bans           []Ban

	Handler       AccountID
	HandlerTreats SpecialistID // who the handler is when treating clients, or empty
	Outside       AccountID    // the outside person, once assigned (R14)
	Conflicts     []AccountID

	Severity string
	Serious  bool
	Judged   bool
	JudgedBy AccountID
	Harm     bool
	HarmAt   time.Time
	Reported bool

	PlannedHow   string
	PlannedStart time.Time
	Attempts     []Attempt
	Explained    bool
	Extended     bool
	ExtendedTo   Date

	Investigated bool // opened at least once
	OpenedAt     time.Time
	Subjects     []FindingSubject
	Inquiry      Inquiry
	Hearings     []Hearing
	Skips        []Skip
	Findings     []Finding
	Completed    bool

	Decided   bool
	Upheld    bool
	Ground    string
	DecidedBy AccountID
	DecidedAt time.Time
	Offers    []Offer
	Refusals  int
	Remedies  []Remedy
	Moved     Cents // of what was granted here: counted by the dossier that this one was merged into, also after a reopening
	Absorbed  Cents // granted in dossiers merged into this one

	Withdrawing bool // asked, where health was harmed
	WithdrewAt  time.Time
	WithoutThem bool // goes on without the client

	Ending      Ending
	EndedAt     time.Time
	EndReason   string
	ClosedBy    AccountID // empty when it was not a member of staff
	MergedInto  string
	ReviewAsked time.Time
	Reviewed    bool // the rejection was maintained on review
	ReopenedAt  time.Time

	Suspected  bool
	StatedBy   []AccountID
	FalseAt    time.Time
	FalseBy    []AccountID // stays after an undoing
	Undone     time.Time
	Apologised bool
	Claim      Claim
	Police     time.Time
	PoliceTold bool

	Minutes   int
	HourCosts Cents
	Costs     Cents
	Links     []string

	Files    []FileState
	Hold     Date      // nothing is erased until the end of this day
	ErasedOf []Party   // whose words are gone, one by one
	ErasedAt time.Time // when all of them went

	Reached  []ReachedDeadline
	Reminded []GivenReminder

	Measured Measured // R1, R10, R13: for reports alone
}

// FileState is a file of the dossier.
type FileState struct {
	ID       FileID
	Media    string
	Size     int64
	Hash     string
	By       string // Record.By of whoever added it
	Redacted bool   // its bytes are gone
}

// ReachedDeadline remembers a deadline that came.
type ReachedDeadline struct {
	Deadline DeadlineKind
	Subject  string
	Due      time.Time
}

// MergeFacts are what one dossier tells another when the two are merged.
type MergeFacts struct {
	Reference  string         `json:"reference"`
	Client     ClientID       `json:"client"`
	Treatment  TreatmentID    `json:"treatment"`
	ReceivedAt time.Time      `json:"received_at"`
	Extended   bool           `json:"extended,omitempty"`
	ExtendedTo Date           `json:"extended_to,omitempty"`
	Granted    Cents          `json:"granted,omitempty"`
	Bans       []SpecialistID `json:"bans,omitempty"` // running
	Named      []SpecialistID `json:"named,omitempty"`
	Late       bool           `json:"late,omitempty"`
	Harm       bool           `json:"harm,omitempty"`
	Phase      Phase          `json:"phase,omitempty"`
	Conflicts  []AccountID    `json:"conflicts,omitempty"`
}

// Open reports whether the dossier exists and has not ended.
func (s State) Open() bool { return s.Phase != PhaseNone && s.Phase != PhaseClosed }

// Visit is the day and the branch of the visit that it is about: as the register has the treatment that was found, or else as they were
// told. A complaint that came by mail may not have said them; then they are empty.
func (s State) Visit() (Date, BranchID) {
	if t := s.Match.Treatment; t != nil {
		return t.Date, t.Branch
	}
	return s.TreatmentDate, s.Branch
}

// knowsDay reports whether it is known on what day and where the visit was.
func (s State) knowsDay() bool {
	day, branch := s.Visit()
	return day != "" && branch != ""
}

// Accused lists every specialist complained about: named, matched or under investigation (R14, R22).
func (s State) Accused() []SpecialistID {
	if !s.Filed {
		return nil
	}
	var all []SpecialistID
	add := func(id SpecialistID) {
		if id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	for _, id := range s.Named {
		add(id)
	}
	if s.Match.Treatment != nil {
		add(s.Match.Treatment.Specialist)
	}
	for _, sub := range s.Subjects {
		add(sub.Specialist)
	}
	for _, ban := range s.Bans {
		if ban.Until.IsZero() {
			add(ban.Specialist)
		}
	}
	return all
}

// Banned lists the specialists with whom a contact ban of this dossier runs (R22).
func (s State) Banned() []SpecialistID {
	var ids []SpecialistID
	for _, ban := range s.Bans {
		if ban.Until.IsZero() {
			ids = append(ids, ban.Specialist)
		}
	}
	return ids
}

// Conflicted reports whether the actor is complained about here or was taken out of the dossier (R14).
func (s State) Conflicted(a Actor) bool {
	return a.Specialist != "" && slices.Contains(s.Accused(), a.Specialist) ||
		a.Account != "" && slices.Contains(s.Conflicts, a.Account)
}

// Granted is what remedies of this dossier and of those merged into it come to, towards R19's ceiling. What was granted before
// this one was merged into another counts there alone.
func (s State) Granted() Cents {
	sum := s.Absorbed - s.Moved
	for _, r := range s.Remedies {
		sum += r.Amount
	}
	return sum
}

// OpenOffer is the offer the client can accept now, if any: open, or standing until its end.
func (s State) OpenOffer(now time.Time) (Offer, bool) {
	if len(s.Offers) == 0 {
		return Offer{}, false
	}
	o := s.Offers[len(s.Offers)-1]
	return o, o.Status == "open" || o.Status == "stands" && !now.After(o.Until)
}

// MergeFacts of this dossier.
func (s State) MergeFacts() *MergeFacts {
	f := MergeFacts{
		Reference: s.Reference, ReceivedAt: s.ReceivedAt, Extended: s.Extended, ExtendedTo: s.ExtendedTo, Granted: s.Granted(),
		Bans: s.Banned(), Named: s.Named, Late: s.Late, Harm: s.Harm, Phase: s.Phase, Conflicts: s.Conflicts,
	}
	if t := s.Match.Treatment; t != nil {
		f.Client, f.Treatment = t.Client, t.ID
	}
	return &f
}
