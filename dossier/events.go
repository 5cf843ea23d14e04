package dossier

import "time"

// Event is something that happened: facts alone. The words of it stand in its Parts.
type Event interface {
	// Name is the stored name of the event's kind and version, apart from its Go name.
	Name() string
	// Class is what a viewer must be allowed to see the facts.
	Class() Class
}

// OfferedRemedy is one remedy of an offer. Amount is what counts towards the ceiling of R19.
type OfferedRemedy struct {
	Kind   RemedyKind `json:"kind"`
	Amount Cents      `json:"amount"`
}

// Step 1: the talk.
type (
	// TalkRequested: a client asked for a talk (R1). Parts: name, email, phone, address, topic.
	TalkRequested struct {
		Reference     string       `json:"reference,omitempty"`
		TermsHash     string       `json:"terms_hash,omitempty"`
		Branch        BranchID     `json:"branch,omitempty"`
		TreatmentDate Date         `json:"treatment_date,omitempty"`
		Specialist    SpecialistID `json:"specialist,omitempty"`
		Language      string       `json:"language,omitempty"`
		Channel       Channel      `json:"channel,omitempty"`
		HasEmail      bool         `json:"has_email,omitempty"`
		HasPhone      bool         `json:"has_phone,omitempty"`
	}
	// TalkBooked: a slot was booked (R1). Late: it is a new wish, and R8's term was over when it came.
	TalkBooked struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		Start      time.Time    `json:"start,omitzero"`
		Late       bool         `json:"late,omitempty"`
	}
	// TalkCancelled: a booked talk was taken off the calendar. Cause: client, specialist, ban, lapsed, filed, ended.
	TalkCancelled struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		Start      time.Time    `json:"start,omitzero"`
		Cause      string       `json:"cause,omitempty"`
	}
	// TalkAttempted: the client was not reached (R4).
	TalkAttempted struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		Attempt    int          `json:"attempt,omitempty"`
	}
	// TalkNotReached: the policy's attempts were made in vain (R4).
	TalkNotReached struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
	}
	// TalkHeld: the talk was held (R4). Parts of class talk: content, how.
	TalkHeld struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		Solved     bool         `json:"solved,omitempty"`
	}
	// TalkActAgreed: an act was agreed in the talk; it stays between the two until passed on (R4). Part: act.
	TalkActAgreed struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		ActKind    string       `json:"act_kind,omitempty"`
	}
	// TalkAnswered: the client's word whether it is solved (R4). Part of class talk: account.
	TalkAnswered struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		Solved     bool         `json:"solved,omitempty"`
	}
	// TalkActPassedOn: the client consents to have the act booked and followed (R4). Part: act.
	TalkActPassedOn struct {
		ActKind string `json:"act_kind,omitempty"`
	}
	// ActBooked: the agreed act has a day.
	ActBooked struct {
		On Date `json:"on,omitempty"`
	}
	// ActCancelled: the booked act is off, because a ban began (R23), or because the dossier ended (Cause: ended).
	ActCancelled struct {
		Cause string `json:"cause,omitempty"`
	}
	// ActDone: the agreed act was done.
	ActDone struct {
		On Date `json:"on,omitempty"`
	}
	// TalkLapsed: the talk lapsed (R1). Cause: not_held, ill, gone.
	TalkLapsed struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		Cause      string       `json:"cause,omitempty"`
	}
	// TalkDeclined: the client cannot or will not talk with the specialist (R4). Cause: cannot, will_not, ban.
	TalkDeclined struct {
		Cause string `json:"cause,omitempty"`
	}
	// TalkRenewed: the client asks for a new talk after one that lapsed (R1). Late: R8's term was over when they asked.
	TalkRenewed struct {
		Late bool `json:"late,omitempty"`
	}
	// TalkShared: the client takes what was said along to step 2 (R3).
	TalkShared struct{}
)

// Step 2: filing and matching.
type (
	// Filed: the official complaint (R5-R8). Parts: name, email, phone, address, client_name, story, wish.
	Filed struct {
		Reference     string         `json:"reference,omitempty"`
		TermsHash     string         `json:"terms_hash,omitempty"`
		Channel       Channel        `json:"channel,omitempty"`
		ReceivedAt    time.Time      `json:"received_at,omitzero"`
		Branch        BranchID       `json:"branch,omitempty"`
		TreatmentDate Date           `json:"treatment_date,omitempty"`
		Named         []SpecialistID `json:"named,omitempty"`
		About         []About        `json:"about,omitempty"`
		Represented   bool           `json:"represented,omitempty"`
		Relation      string         `json:"relation,omitempty"`
		Late          bool           `json:"late,omitempty"`
		ShareTalk     bool           `json:"share_talk,omitempty"`
		Language      string         `json:"language,omitempty"`
		HasEmail      bool           `json:"has_email,omitempty"`
		HasPhone      bool           `json:"has_phone,omitempty"`
		TalkAsked     time.Time      `json:"talk_asked,omitzero"` // of a talk in another dossier (R8)
		TalkEnded     time.Time      `json:"talk_ended,omitzero"`
	}
	// Matched: what the register knew (R9). Cause: register, chosen, corrected.
	Matched struct {
		Outcome    MatchOutcome `json:"outcome,omitempty"`
		Treatment  *Treatment   `json:"treatment,omitempty"`
		Candidates []Treatment  `json:"candidates,omitempty"`
		Late       bool         `json:"late,omitempty"`
		Cause      string       `json:"cause,omitempty"`
		Unnamed    SpecialistID `json:"unnamed,omitempty"`
		About      []About      `json:"about,omitempty"`     // where the complaint did not say it
		TalkAsked  time.Time    `json:"talk_asked,omitzero"` // as in Filed, where no date was told (R8)
		TalkEnded  time.Time    `json:"talk_ended,omitzero"`
	}
	// VisitTold: which visit a complaint is about that had not said so (R5).
	VisitTold struct {
		Branch        BranchID       `json:"branch,omitempty"`
		TreatmentDate Date           `json:"treatment_date,omitempty"`
		Named         []SpecialistID `json:"named,omitempty"`
		About         []About        `json:"about,omitempty"`
		Late          bool           `json:"late,omitempty"`
		TalkAsked     time.Time      `json:"talk_asked,omitzero"` // as in Filed (R8)
		TalkEnded     time.Time      `json:"talk_ended,omitzero"`
	}
	// ProofAsked: proof of the visit was asked (R9).
	ProofAsked struct{}
	// ProofGiven: proof was handed in (R9). Part: proof.
	ProofGiven struct{}
	// AuthorityAccepted: the representative showed authority (R5). Part: evidence.
	AuthorityAccepted struct{}
	// ContactCorrected: contact data were corrected. Parts: name, email, phone, address.
	ContactCorrected struct {
		HasEmail bool   `json:"has_email,omitempty"`
		HasPhone bool   `json:"has_phone,omitempty"`
		Language string `json:"language,omitempty"`
	}
	// MessageReceived: a message from the complainant. Part: words.
	MessageReceived struct{}
	// MessageSent: a message to the complainant. Part: words.
	MessageSent struct{}
	// NoteWritten: a note among handlers. Part: words.
	NoteWritten struct{}
	// BanStarted: the contact ban with a specialist begins (R22). Cause: filed, matched, corrected, reopened, merged.
	BanStarted struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		Cause      string       `json:"cause,omitempty"`
	}
	// BanEnded: it ends (R22). HeldElsewhere: another open dossier still holds it. Cause: finding, ended, corrected, merged.
	BanEnded struct {
		Specialist    SpecialistID `json:"specialist,omitempty"`
		Cause         string       `json:"cause,omitempty"`
		HeldElsewhere bool         `json:"held_elsewhere,omitempty"`
	}
	// BreachRecorded: contact in spite of the ban (R23). Part: words.
	BreachRecorded struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
	}
)

// Triage and explanation.
type (
	// Judged: the first judgement (R10). Part of class decision: reason.
	Judged struct {
		Severity string `json:"severity,omitempty"`
		Serious  bool   `json:"serious,omitempty"`
		Harm     bool   `json:"harm,omitempty"`
		Ground   string `json:"ground,omitempty"`
	}
	// HarmMarked: whether health was harmed was corrected (R10). Part: reason.
	HarmMarked struct {
		Harm bool `json:"harm,omitempty"`
	}
	// HarmReported: the duty to report was met (R10).
	HarmReported struct {
		Authority string `json:"authority,omitempty"`
		On        Date   `json:"on,omitempty"`
	}
	// Assigned: the dossier has a handler (R14).
	Assigned struct {
		Account    AccountID    `json:"account,omitempty"`
		Outside    bool         `json:"outside,omitempty"`
		Specialist SpecialistID `json:"specialist,omitempty"` // who the handler is when treating clients
	}
	// ConflictDeclared: a person is out of the dossier (R14). Part: reason.
	ConflictDeclared struct {
		Account AccountID `json:"account,omitempty"`
	}
	// ExplanationPlanned: the call or visit is planned (R12).
	ExplanationPlanned struct {
		How   string    `json:"how,omitempty"`
		Start time.Time `json:"start,omitzero"`
	}
	// ExplanationCancelled: it is off.
	ExplanationCancelled struct {
		How   string    `json:"how,omitempty"`
		Start time.Time `json:"start,omitzero"`
	}
	// ContactAttempted: the complainant was not reached (R12, R17).
	ContactAttempted struct {
		How   string    `json:"how,omitempty"`
		Tried time.Time `json:"tried,omitzero"`
	}
	// Explained: the complainant's own side (R12). Part of class complaint: words.
	Explained struct {
		How string `json:"how,omitempty"`
	}
	// TermExtended: the reasoned letter with a new date (R13). Part of class decision: reason.
	TermExtended struct {
		Until Date `json:"until,omitempty"`
	}
)

// Investigation.
type (
	// InvestigationOpened: opened by name (R14).
	InvestigationOpened struct {
		Subjects []FindingSubject `json:"subjects,omitempty"`
	}
	// InquiryStarted: the other clients of that day are asked (R15). Parts: reason, fellow_N_name, fellow_N_email, fellow_N_phone.
	InquiryStarted struct {
		Narrow  bool     `json:"narrow,omitempty"`
		Clients []Fellow `json:"clients,omitempty"`
	}
	// InquiryAnswered: a fellow client answered (R15). Part: answer.
	InquiryAnswered struct {
		Fellow int  `json:"fellow,omitempty"`
		Phone  bool `json:"phone,omitempty"`
	}
	// InquiryUnanswered: a fellow client did not want to or was not reached.
	InquiryUnanswered struct {
		Fellow int `json:"fellow,omitempty"`
	}
	// AnswerWeighed: whom an answer speaks against (R16).
	AnswerWeighed struct {
		Fellow  int            `json:"fellow,omitempty"`
		Against []SpecialistID `json:"against,omitempty"`
	}
	// InquiryClosed: the asking is over (R15).
	InquiryClosed struct{}
	// HearingInvited: an invitation (R16). Part: allegation.
	HearingInvited struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		At         time.Time    `json:"at,omitzero"`
		Invitation int          `json:"invitation,omitempty"`
	}
	// HearingCancelled: the invitation is taken back. Part: reason.
	HearingCancelled struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		At         time.Time    `json:"at,omitzero"`
	}
	// HearingHeld: the specialist's side (R16). Put: fellow clients whose answers were put to them. Parts: minutes, put.
	HearingHeld struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		Put        []int        `json:"put,omitempty"`
	}
	// HearingMissed: the specialist did not appear (R16).
	HearingMissed struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		Invitation int          `json:"invitation,omitempty"`
	}
	// StatementHandedIn: the specialist's statement (R16). Part: words.
	StatementHandedIn struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
	}
	// MinutesAnswered: agreed with the minutes or not (R16). Part: remarks.
	MinutesAnswered struct {
		Specialist SpecialistID `json:"specialist,omitempty"`
		Agreed     bool         `json:"agreed,omitempty"`
	}
	// PartSkipped: a part is skipped with a coded reason (R17). Part of class handling: evidence.
	PartSkipped struct {
		Part       Step         `json:"part,omitempty"`
		Specialist SpecialistID `json:"specialist,omitempty"`
		Reason     string       `json:"reason,omitempty"`
	}
	// SubjectFound: the finding on one subject (R18). Parts: reasons, measure.
	SubjectFound struct {
		Subject FindingSubject `json:"subject,omitempty"`
		Outcome Outcome        `json:"outcome,omitempty"`
	}
	// InvestigationCompleted: every subject has its finding (R18, R24).
	InvestigationCompleted struct{}
)

// Decision.
type (
	// Decided: upheld, or rejected on a ground (R19, R20). Part: reason.
	Decided struct {
		Upheld bool   `json:"upheld,omitempty"`
		Ground string `json:"ground,omitempty"`
	}
	// Offered: remedies are offered (R19). Part: words.
	Offered struct {
		Offer     int             `json:"offer,omitempty"`
		Remedies  []OfferedRemedy `json:"remedies,omitempty"`
		Elsewhere Cents           `json:"elsewhere,omitempty"`
	}
	// OfferAccepted: the client accepts (R19).
	OfferAccepted struct {
		Offer          int  `json:"offer,omitempty"`
		SameSpecialist bool `json:"same_specialist,omitempty"`
	}
	// OfferRefused: the client says why not (R19). Part: why.
	OfferRefused struct {
		Offer int `json:"offer,omitempty"`
	}
	// OfferStands: the last offer stands open (R19).
	OfferStands struct {
		Offer int       `json:"offer,omitempty"`
		Until time.Time `json:"until,omitzero"`
	}
	// RemedyBooked: a treatment that was granted has a day and a specialist (R21).
	RemedyBooked struct {
		Remedy     int          `json:"remedy,omitempty"`
		On         Date         `json:"on,omitempty"`
		Specialist SpecialistID `json:"specialist,omitempty"`
	}
	// RemedyUnbooked: the appointment is off, because a ban began (R23), or because the dossier ended (Cause: ended).
	RemedyUnbooked struct {
		Remedy     int          `json:"remedy,omitempty"`
		Specialist SpecialistID `json:"specialist,omitempty"`
		Cause      string       `json:"cause,omitempty"`
	}
	// RemedyCarriedOut: paid, given, redeemed or sent (R21). Part: note.
	RemedyCarriedOut struct {
		Remedy int  `json:"remedy,omitempty"`
		On     Date `json:"on,omitempty"`
	}
)

// Endings.
type (
	// WithdrawalAsked: the client withdraws where health was harmed; the chain decides. Part of class complaint: why.
	WithdrawalAsked struct{}
	// WithdrawalOverruled: the chain goes on without the client. Part of class handling: reason.
	WithdrawalOverruled struct{}
	// Ended: the dossier ends. Parts: reason.
	Ended struct {
		Ending Ending `json:"ending,omitempty"`
		Reason string `json:"reason,omitempty"`
		Merged string `json:"merged,omitempty"`
	}
	// ReviewAsked: a review of the rejection is asked (R20). Part of class complaint: words.
	ReviewAsked struct{}
	// ReviewAnswered: it is answered by someone else (R20). Part of class decision: reason.
	ReviewAnswered struct {
		Maintained bool `json:"maintained,omitempty"`
	}
	// Reopened: taken up again. Part of class handling: words.
	Reopened struct {
		Reason string `json:"reason,omitempty"`
		Phase  Phase  `json:"phase,omitempty"`
	}
	// Absorbed: another dossier was merged into this one.
	Absorbed struct {
		From MergeFacts `json:"from,omitempty"`
	}
	// Linked: two dossiers belong together.
	Linked struct {
		Other string `json:"other,omitempty"`
	}
	// Unlinked: they do not after all.
	Unlinked struct {
		Other string `json:"other,omitempty"`
	}
)

// False complaints, hours, costs.
type (
	// SuspicionRaised: a suspicion that it is false (R25). Part: evidence.
	SuspicionRaised struct{}
	// SuspicionDropped: it is dropped. Part: reason.
	SuspicionDropped struct{}
	// FalsenessStated: one person's judgement (R25). Part: evidence.
	FalsenessStated struct {
		Account AccountID `json:"account,omitempty"`
	}
	// FalsenessEstablished: two people have judged so (R25).
	FalsenessEstablished struct {
		By []AccountID `json:"by,omitempty"`
	}
	// FalsenessUndone: it proved wrong (R27). Part: reason.
	FalsenessUndone struct{}
	// ClaimSent: a claim with its specification (R26).
	ClaimSent struct {
		Base  Cents `json:"base,omitempty"`
		Hours Cents `json:"hours,omitempty"`
		Costs Cents `json:"costs,omitempty"`
	}
	// ClaimPaid: money came in.
	ClaimPaid struct {
		Amount Cents `json:"amount,omitempty"`
	}
	// ClaimWithdrawn: the claim is taken back. Part: reason.
	ClaimWithdrawn struct{}
	// ClaimWrittenOff: the claim is given up. Part: reason.
	ClaimWrittenOff struct{}
	// ClaimRepaid: what was paid went back (R27).
	ClaimRepaid struct {
		Amount Cents `json:"amount,omitempty"`
	}
	// PoliceReported: attempted fraud was reported (R27). Part: number.
	PoliceReported struct{}
	// PoliceInformed: the police know it was not so (R27).
	PoliceInformed struct{}
	// ApologySent: apologies after an undoing (R27). Part: words.
	ApologySent struct{}
	// HoursRecorded: time spent (R26, R28). Part: what.
	HoursRecorded struct {
		Minutes int   `json:"minutes,omitempty"`
		Rate    Cents `json:"rate,omitempty"`
	}
	// CostRecorded: other costs (R26, R28). Part: what.
	CostRecorded struct {
		Amount Cents `json:"amount,omitempty"`
	}
	// DeadlinePassed: a deadline came and what it was for had not been done.
	DeadlinePassed struct {
		Deadline DeadlineKind `json:"deadline,omitempty"`
		Subject  string       `json:"subject,omitempty"`
		Due      time.Time    `json:"due,omitzero"`
	}
	// Reminded: a deadline comes near, and whoever must act was told so.
	Reminded struct {
		Deadline DeadlineKind `json:"deadline,omitempty"`
		Subject  string       `json:"subject,omitempty"`
		Due      time.Time    `json:"due,omitzero"`
		At       time.Time    `json:"at,omitzero"` // the reminder's own moment
	}
	// DeadlinesMoved: the chain's calendar was changed, and open deadlines moved with it.
	DeadlinesMoved struct {
		Moved []MovedDeadline `json:"moved,omitempty"`
	}
)

// MovedDeadline is a deadline that was due at From and is now due at To.
type MovedDeadline struct {
	Deadline DeadlineKind `json:"deadline,omitempty"`
	Subject  string       `json:"subject,omitempty"`
	From     time.Time    `json:"from,omitzero"`
	To       time.Time    `json:"to,omitzero"`
}

// Files, holds and erasure.
type (
	// FileAdded: a file was taken in; its bytes are stored apart. Part of class complaint: name.
	FileAdded struct {
		File  FileID `json:"file,omitempty"`
		Media string `json:"media,omitempty"`
		Size  int64  `json:"size,omitempty"`
		Hash  string `json:"hash,omitempty"` // SHA-256 of the bytes as stored, in hex
	}
	// FileRedacted: its bytes and all that was made of them are deleted. Part of class complaint: reason.
	FileRedacted struct {
		File FileID `json:"file,omitempty"`
	}
	// HoldPlaced: nothing of the dossier is erased until the end of that day. Part of class handling: reason.
	HoldPlaced struct {
		Until Date `json:"until,omitempty"`
	}
	// HoldLifted: it ended before that. Part of class handling: reason.
	HoldLifted struct{}
	// Erased: words are gone for good, with their salts: those of everybody, or of one person.
	Erased struct {
		Whose  Party         `json:"whose,omitempty"`
		Ground ErasureGround `json:"ground,omitempty"`
	}
)
