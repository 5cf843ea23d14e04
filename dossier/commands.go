package dossier

import "time"

// Kind is the stable name of a command ("book_talk"), as forms and interfaces use it.
type Kind string

// Command is something somebody wants done. Decide answers it with events or a Refusal.
//
// Fields with an `ask` tag are what the actor fills in: the tag gives the sort of answer and, after commas,
// 'required' and others:
//
//	line, words        one line, several lines of text
//	date, moment       a Date, a time.Time in the chain's zone
//	money, number      Cents, a whole number
//	check              yes or no
//	choice:LIST        one code out of Choices(state, terms, LIST)
//	many:LIST          several of them
//
// Fields without the tag are facts from outside (the register, other dossiers): whoever runs the act fills them
// in, never a form.
type Command interface{ Kind() Kind }

// Contact is how to reach somebody. All of it is personal data.
type Contact struct {
	Name    string `ask:"line,required"`
	Email   string `ask:"line"`
	Phone   string `ask:"line"` // E.164 when it could be read, as typed otherwise
	Address string `ask:"words"`
}

// Channel is the way something reached the chain (R5).
type Channel string

// The channels.
const (
	ByForm    Channel = "form"
	ByPhone   Channel = "phone"
	ByCounter Channel = "counter"
	ByLetter  Channel = "letter"
	ByMail    Channel = "mail"
	ByInquiry Channel = "inquiry" // a fellow client who has a complaint of their own (R15)
)

// About is what a complaint is about (R5).
type About string

// The three things a complaint can be about.
const (
	AboutSpecialist About = "specialist"
	AboutTreatment  About = "treatment"
	AboutBranch     About = "branch"
)

// Treatment is a visit as the client register has it, copied into the event that uses it.
type Treatment struct {
	ID               TreatmentID  `json:"id"`
	Client           ClientID     `json:"client"`
	Branch           BranchID     `json:"branch"`
	Specialist       SpecialistID `json:"specialist"`
	Date             Date         `json:"date"`
	Price            Cents        `json:"price"` // what was paid
	ShadesAdvertised int          `json:"shades_advertised"`
	ShadesAchieved   int          `json:"shades_achieved"`
}

// MatchOutcome is what the register knew (R9).
type MatchOutcome string

// The outcomes of R9.
const (
	MatchPending    MatchOutcome = "pending"
	MatchFound      MatchOutcome = "found"
	MatchCandidates MatchOutcome = "candidates"
	MatchNoVisit    MatchOutcome = "no_visit" // a client without that treatment
	MatchNobody     MatchOutcome = "nobody"
)

// Step 1: the talk (R1–R4).
type (
	// RequestTalk opens a dossier with the wish to talk (R1).
	RequestTalk struct {
		Contact
		Branch        BranchID     `ask:"choice:branch,required"`
		TreatmentDate Date         `ask:"date,required"`
		Specialist    SpecialistID `ask:"choice:specialist"`
		Topic         string       `ask:"words"` // for the specialist alone (R3)
		Language      string       `ask:"choice:language"`
		Channel       Channel
		Reference     string // given by whoever keeps the references
		TermsHash     string
	}
	// BookTalk books a free slot with the specialist (R1).
	BookTalk struct {
		Specialist SpecialistID `ask:"choice:specialist,required"`
		Start      time.Time    `ask:"choice:slot,required"`
		SlotFree   bool         // on the grid and nobody's yet
	}
	// CancelTalk takes a booked talk off the calendar; the wish to talk stays.
	CancelTalk struct {
		Cause string `ask:"choice:cancel_cause,required"` // client, specialist
	}
	// RecordTalkAttempt notes that the client did not answer; the third ends the talk (R4).
	RecordTalkAttempt struct{}
	// RecordTalk notes how the talk ended (R4).
	RecordTalk struct {
		Solved  bool   `ask:"check"`
		Content string `ask:"words"` // what was said; readable by specialist and client alone (R3)
		How     string `ask:"words"` // how it was solved; required when solved
		ActKind string `ask:"choice:act"`
		Act     string `ask:"line"` // the act agreed on, if any
	}
	// AnswerTalk is the client's own word on whether it is solved (R4).
	AnswerTalk struct {
		Solved  bool   `ask:"check"`
		Account string `ask:"words"` // readable by specialist and client alone (R3)
	}
	// PassOnAct is the client's consent to have the agreed act booked and followed (R4).
	PassOnAct struct {
		Act string // the act's words, copied from the talk by the act itself
	}
	// BookAct gives the agreed act a day.
	BookAct struct {
		On Date `ask:"date,required"`
	}
	// CompleteAct records that the agreed act was done.
	CompleteAct struct {
		On Date `ask:"date,required"`
	}
	// LapseTalk ends a talk that cannot be held: the specialist is ill or gone (R1).
	LapseTalk struct {
		Cause string `ask:"choice:lapse_cause,required"` // ill, gone
	}
	// DeclineTalk says that the client cannot or will not talk with the specialist; step 2 opens at once (R4).
	DeclineTalk struct {
		Cause string `ask:"choice:decline_cause,required"` // cannot, will_not
	}
	// RenewTalk asks for a new talk after one that lapsed (R1).
	RenewTalk struct{}
	// ShareTalk is the client's word that what was said goes along to step 2 (R3).
	ShareTalk struct{}
)

// Step 2: filing, matching and what surrounds them (R5–R9).
type (
	// File files an official complaint, in a new dossier or in one that began with a talk (R5). A mail need not say which visit it is
	// about: see untold.
	File struct {
		Contact
		Branch        BranchID       `ask:"choice:branch,required"`
		TreatmentDate Date           `ask:"date,required"`
		Specialists   []SpecialistID `ask:"many:specialist"`
		About         []About        `ask:"many:about,required"`
		Story         string         `ask:"words,required"`
		Wish          string         `ask:"words"`
		ActingFor     string         `ask:"line"` // the client's name, when a representative files
		Relation      string         `ask:"choice:relation"`
		ShareTalk     bool           `ask:"check"`
		Language      string         `ask:"choice:language"`
		Channel       Channel        `ask:"choice:channel"`
		ReceivedAt    time.Time      `ask:"moment"` // when it reached the chain; now, if zero
		Reference     string
		TermsHash     string
		Source        string    // reference of the dossier whose inquiry brought it (R15)
		TalkAsked     time.Time // a talk of the same client and visit in another dossier (R8), or zero
		TalkEnded     time.Time // when that talk ended or lapsed; zero while it is open
		Files         []NewFile // that came with the form
	}
	// RecordMatch is the client register's answer (R9). The program gives it, outside the writer (R6).
	RecordMatch struct {
		Outcome    MatchOutcome
		Treatment  *Treatment  // when found
		Candidates []Treatment // when several
	}
	// ChooseMatch picks one of the candidates, or corrects a wrong match (R9, R22).
	ChooseMatch struct {
		TreatmentID    TreatmentID `ask:"line,required"`
		Reason         string      `ask:"line"`       // required when it corrects
		NamedByMistake bool        `ask:"check"`      // the complainant took another specialist for this one
		About          []About     `ask:"many:about"` // where the complaint did not say it
		Treatment      *Treatment  // the register's row of that id; nil when there is none
		TalkAsked      time.Time   // as of File, of a talk about the treatment that is chosen, where the complaint told no date
		TalkEnded      time.Time
	}
	// TellVisit says which visit a complaint is about that came by mail without saying so (R5). The register is asked again (R9).
	TellVisit struct {
		Branch        BranchID       `ask:"choice:branch,required"`
		TreatmentDate Date           `ask:"date,required"`
		Specialists   []SpecialistID `ask:"many:specialist"`
		About         []About        `ask:"many:about,required"`
		TalkAsked     time.Time      // as of File
		TalkEnded     time.Time
	}
	// AskProof asks the complainant for proof of the visit (R9).
	AskProof struct{}
	// GiveProof hands in proof, or notes what was handed in (R9).
	GiveProof struct {
		Proof string `ask:"words,required"`
	}
	// AcceptAuthority notes that the representative showed authority (R5).
	AcceptAuthority struct {
		Evidence string `ask:"line,required"`
	}
	// CorrectContact changes how the complainant is reached.
	CorrectContact struct {
		Contact
		Language string `ask:"choice:language"`
	}
	// AddMessage is a message from the complainant, or one taken down by staff.
	AddMessage struct {
		Words string    `ask:"words,required"`
		Files []NewFile // that came with it, as a mail can have some
		Most  int       // as of AddFiles
	}
	// SendMessage is a message from a handler or receptionist to the complainant.
	SendMessage struct {
		Words string `ask:"words,required"`
	}
	// WriteNote is an internal note among handlers.
	WriteNote struct {
		Words string `ask:"words,required"`
	}
	// RecordBreach notes contact in spite of the ban, by anyone concerned (R23).
	RecordBreach struct {
		Specialist SpecialistID `ask:"choice:banned"`
		Words      string       `ask:"words,required"`
	}
)

// Triage and explanation (R10–R14).
type (
	// Judge is the first judgement (R10); not serious enough is a rejection (R11).
	Judge struct {
		Severity string `ask:"choice:severity,required"`
		Serious  bool   `ask:"check"`
		Harm     bool   `ask:"check"`
		Ground   string `ask:"choice:ground"` // when not serious
		Reason   string `ask:"words,required"`
	}
	// MarkHarm corrects whether health was harmed (R10).
	MarkHarm struct {
		Harm   bool   `ask:"check"`
		Reason string `ask:"words,required"`
	}
	// ReportHarm records that the duty to report was met (R10).
	ReportHarm struct {
		Authority string `ask:"choice:authority,required"`
		On        Date   `ask:"date,required"`
	}
	// Assign gives the dossier to a handler.
	Assign struct {
		Account    AccountID    `ask:"choice:handler,required"`
		Specialist SpecialistID // the account's own id as a specialist, for R14
	}
	// AssignOutside gives it to the outside person, when no handler is free of conflict (R14).
	AssignOutside struct {
		Account      AccountID
		HandlersFree int // owners and assistants without a conflict in this dossier
	}
	// DeclareConflict takes a person out of the dossier: related to the complainant, say (R14).
	DeclareConflict struct {
		Account AccountID `ask:"choice:staff,required"`
		Reason  string    `ask:"words,required"`
	}
	// PlanExplanation plans the call or the visit at home (R12).
	PlanExplanation struct {
		How   string    `ask:"choice:explanation,required"` // call, visit
		Start time.Time `ask:"moment,required"`
	}
	// CancelExplanation takes that appointment back.
	CancelExplanation struct{}
	// RecordAttempt notes that the complainant was not reached (R12, R17).
	RecordAttempt struct {
		How string    `ask:"choice:explanation,required"`
		At  time.Time `ask:"moment"` // now, if zero
	}
	// RecordExplanation notes the complainant's own side (R12).
	RecordExplanation struct {
		How   string `ask:"choice:explanation,required"`
		Words string `ask:"words,required"`
	}
	// ExtendTerm sends the reasoned letter with a new date (R13).
	ExtendTerm struct {
		Until  Date   `ask:"date,required"`
		Reason string `ask:"words,required"`
	}
)

// FindingSubject is one thing an investigation is about: a specialist, the treatment or the branch (R14).
type FindingSubject struct {
	About      About        `json:"about"`
	Specialist SpecialistID `json:"specialist,omitempty"`
}

// Key names the subject in forms and rows: "specialist:S12", "treatment", "branch".
func (f FindingSubject) Key() string {
	if f.About == AboutSpecialist {
		return string(f.About) + ":" + string(f.Specialist)
	}
	return string(f.About)
}

// Fellow is another client of that day (R15), without who they are: that stands in the parts.
type Fellow struct {
	Number     int          `json:"number"`
	Client     ClientID     `json:"client"`
	Specialist SpecialistID `json:"specialist"`
	HasEmail   bool         `json:"has_email"`
}

// FellowContact is a fellow client as the register has them.
type FellowContact struct {
	Contact
	Client     ClientID
	Specialist SpecialistID
}

// Outcome of a finding (R18).
type Outcome string

// The outcomes of R18.
const (
	Founded       Outcome = "founded"
	PartlyFounded Outcome = "partly_founded"
	Unfounded     Outcome = "unfounded"
)

// Investigation (R14–R18).
type (
	// OpenInvestigation opens it by name (R14).
	OpenInvestigation struct {
		Subjects []string `ask:"many:subject,required"` // FindingSubject keys
	}
	// StartInquiry asks the other clients of that day (R15).
	StartInquiry struct {
		Narrow  bool            `ask:"check"` // to the same specialist
		Reason  string          `ask:"line"`  // required when narrowed
		Clients []FellowContact // of the branch on that day, the complainant left out
	}
	// AnswerInquiry is a fellow client's own answer, by link.
	AnswerInquiry struct {
		Words   string `ask:"words"`
		Decline bool   `ask:"check"` // would rather not answer
	}
	// RecordInquiryAnswer is an answer taken down by phone (R15).
	RecordInquiryAnswer struct {
		Fellow   int    `ask:"choice:fellow,required"`
		Answered bool   `ask:"check"` // no: did not want to, or was not reached
		Words    string `ask:"words"`
	}
	// WeighAnswer marks whom an answer speaks against, so that it is put to them (R16).
	WeighAnswer struct {
		Fellow  int            `ask:"choice:answered_fellow,required"`
		Against []SpecialistID `ask:"many:accused"`
	}
	// CloseInquiry ends the asking, when all have answered or their time is over (R15).
	CloseInquiry struct{}
	// InviteToHearing invites an accused specialist (R16).
	InviteToHearing struct {
		Specialist SpecialistID `ask:"choice:accused,required"`
		At         time.Time    `ask:"moment,required"`
		Allegation string       `ask:"words,required"`
	}
	// CancelHearing takes an invitation back; it does not count as one (R17).
	CancelHearing struct {
		Specialist SpecialistID `ask:"choice:invited,required"`
		Reason     string       `ask:"line,required"`
	}
	// RecordHearing writes the specialist's side down (R16).
	RecordHearing struct {
		Specialist SpecialistID `ask:"choice:invited,required"`
		Minutes    string       `ask:"words,required"`
		Put        string       `ask:"words"` // the answers put to them, without names; required when some speak against them
	}
	// RecordNoShow notes that an invited specialist did not appear (R16).
	RecordNoShow struct {
		Specialist SpecialistID `ask:"choice:invited,required"`
	}
	// HandInStatement is a specialist's own statement (R16).
	HandInStatement struct {
		Words string `ask:"words,required"`
	}
	// AnswerMinutes agrees or disagrees with the minutes (R16).
	AnswerMinutes struct {
		Agreed  bool   `ask:"check"`
		Remarks string `ask:"words"` // required when not agreed
	}
	// SkipPart skips a part with a coded reason and its evidence (R17).
	SkipPart struct {
		Part       Step         `ask:"choice:part,required"`
		Specialist SpecialistID `ask:"choice:accused"` // for the hearing
		Reason     string       `ask:"choice:skip,required"`
		Evidence   string       `ask:"words,required"`
		Others     int          // other clients of that day in the register, for the inquiry
	}
	// RecordFinding is the finding on one subject (R18).
	RecordFinding struct {
		Subject string  `ask:"choice:open_subject,required"`
		Outcome Outcome `ask:"choice:outcome,required"`
		Reasons string  `ask:"words,required"`
		Measure string  `ask:"words"` // for the future, or why none; required when founded
	}
)

// Decision, offers and remedies (R19–R21).
type (
	// Decide upholds or rejects (R19, R20).
	TakeDecision struct {
		Upheld bool   `ask:"check"`
		Ground string `ask:"choice:ground"` // when rejected
		Reason string `ask:"words,required"`
	}
	// MakeOffer offers remedies (R19). Amounts are in cents; zero means not offered.
	MakeOffer struct {
		Refund        Cents  `ask:"money"`
		FreeTreatment Cents  `ask:"money"` // its worth
		Discount      Cents  `ask:"money"`
		Apology       bool   `ask:"check"`
		Words         string `ask:"words,required"`
		Elsewhere     Cents  // already granted for this treatment in other dossiers
	}
	// AcceptOffer accepts it; a treatment is with another specialist unless chosen otherwise (R19).
	AcceptOffer struct {
		SameSpecialist bool `ask:"check"`
		Elsewhere      Cents
	}
	// RefuseOffer says why not (R19).
	RefuseOffer struct {
		Why string `ask:"words,required"`
	}
	// CloseWithStandingOffer closes a dossier whose last offer stands open (R19).
	CloseWithStandingOffer struct{}
	// BookRemedy gives a treatment that was granted a day and a specialist (R21, R23).
	BookRemedy struct {
		Remedy     int          `ask:"choice:open_treatment,required"`
		On         Date         `ask:"date,required"`
		Specialist SpecialistID `ask:"choice:specialist,required"`
	}
	// CarryOut records that a remedy was paid, given, redeemed or sent (R21).
	CarryOut struct {
		Remedy int    `ask:"choice:open_remedy,required"`
		On     Date   `ask:"date,required"`
		Note   string `ask:"line"`
	}
)

// Endings, reviews and reopening.
type (
	// Withdraw ends it for the client (at any time); where health was harmed the chain decides whether to go on.
	Withdraw struct {
		Why string `ask:"words"`
	}
	// SettleWithdrawal decides, where health was harmed, whether the chain goes on without the client.
	SettleWithdrawal struct {
		GoOn   bool   `ask:"check"`
		Reason string `ask:"words,required"`
	}
	// Discontinue ends it before a finding, with a reason out of the policy.
	Discontinue struct {
		Reason   string `ask:"choice:discontinue,required"`
		Evidence string `ask:"words,required"`
	}
	// AskReview asks for a review of a rejection (R20).
	AskReview struct {
		Words string `ask:"words,required"`
	}
	// AnswerReview answers it, by someone who did not decide (R20).
	AnswerReview struct {
		Maintained bool   `ask:"check"`
		Reason     string `ask:"words,required"`
	}
	// Reopen takes up what was closed, by someone who did not close it.
	Reopen struct {
		Reason string `ask:"choice:reopen,required"`
		Words  string `ask:"words,required"`
	}
	// MergeInto merges this dossier into another of the same client and treatment.
	MergeInto struct {
		Into   string      `ask:"line,required"` // reference
		Reason string      `ask:"line,required"`
		Other  *MergeFacts // of Into; nil when it does not exist
	}
	// Absorb is the other side of MergeInto; the same transaction gives it.
	Absorb struct {
		Other *MergeFacts
	}
	// Link notes that two dossiers belong together; handlers alone see it (R15).
	Link struct {
		Other  string `ask:"line,required"` // reference
		Why    string `ask:"line"`
		Exists bool   // whether there is a dossier of that reference that the actor may see
		Mirror bool   // true on the side that was named
	}
	// Unlink takes a link back.
	Unlink struct {
		Other  string `ask:"choice:linked,required"`
		Mirror bool
	}
)

// False complaints, hours and costs (R25–R28).
type (
	// RaiseSuspicion notes the suspicion that a complaint is false, with its evidence (R25).
	RaiseSuspicion struct {
		Evidence string `ask:"words,required"`
	}
	// DropSuspicion takes it back.
	DropSuspicion struct {
		Reason string `ask:"words,required"`
	}
	// EstablishFalse is one person's judgement that it is false; two are needed (R25).
	EstablishFalse struct {
		NeverTreated bool   `ask:"check"`
		Knew         bool   `ask:"check"`
		SoughtMoney  bool   `ask:"check"`
		Evidence     string `ask:"words,required"`
	}
	// UndoFalse undoes a falseness that proved wrong (R27).
	UndoFalse struct {
		Reason string `ask:"words,required"`
	}
	// SendClaim claims the policy's amount and the recorded costs (R26).
	SendClaim struct{}
	// RecordClaimPayment notes money that came in.
	RecordClaimPayment struct {
		Amount Cents `ask:"money,required"`
	}
	// WithdrawClaim takes the claim back.
	WithdrawClaim struct {
		Reason string `ask:"words,required"`
	}
	// WriteOffClaim gives the claim up.
	WriteOffClaim struct {
		Reason string `ask:"words,required"`
	}
	// RepayClaim records that what was paid went back (R27).
	RepayClaim struct{}
	// ReportToPolice records a report of attempted fraud (R27).
	ReportToPolice struct {
		Number string `ask:"line"` // the police's own
	}
	// InformPolice records that the police know it was not so (R27).
	InformPolice struct{}
	// SendApology records that apologies were sent after an undoing (R27).
	SendApology struct {
		Words string `ask:"words,required"`
	}
	// RecordHours records time spent (R26, R28).
	RecordHours struct {
		Minutes int    `ask:"number,required"`
		What    string `ask:"line,required"`
	}
	// RecordCost records other costs (R26, R28).
	RecordCost struct {
		Amount Cents  `ask:"money,required"`
		What   string `ask:"line,required"`
	}
	// Reach is the program's own: a deadline has come, or a reminder of it.
	Reach struct {
		Deadline DeadlineKind
		Subject  string
	}
	// Redate is the program's own: the chain's calendar was changed, and these deadlines moved with it.
	Redate struct {
		Moved []MovedDeadline
	}
	// StopContact is the program's own: a ban that began in another dossier cancels the appointment that stands in
	// this one (R23).
	StopContact struct {
		Specialist SpecialistID
	}
)
