package dossier

func (TalkRequested) Name() string          { return "talk_requested.1" }
func (TalkBooked) Name() string             { return "talk_booked.1" }
func (TalkCancelled) Name() string          { return "talk_cancelled.1" }
func (TalkAttempted) Name() string          { return "talk_attempted.1" }
func (TalkNotReached) Name() string         { return "talk_not_reached.1" }
func (TalkHeld) Name() string               { return "talk_held.1" }
func (TalkActAgreed) Name() string          { return "talk_act_agreed.1" }
func (TalkAnswered) Name() string           { return "talk_answered.1" }
func (TalkActPassedOn) Name() string        { return "talk_act_passed_on.1" }
func (ActBooked) Name() string              { return "act_booked.1" }
func (ActCancelled) Name() string           { return "act_cancelled.1" }
func (ActDone) Name() string                { return "act_done.1" }
func (TalkLapsed) Name() string             { return "talk_lapsed.1" }
func (TalkDeclined) Name() string           { return "talk_declined.1" }
func (TalkRenewed) Name() string            { return "talk_renewed.1" }
func (TalkShared) Name() string             { return "talk_shared.1" }
func (Filed) Name() string                  { return "filed.1" }
func (Matched) Name() string                { return "matched.1" }
func (VisitTold) Name() string              { return "visit_told.1" }
func (ProofAsked) Name() string             { return "proof_asked.1" }
func (ProofGiven) Name() string             { return "proof_given.1" }
func (AuthorityAccepted) Name() string      { return "authority_accepted.1" }
func (ContactCorrected) Name() string       { return "contact_corrected.1" }
func (MessageReceived) Name() string        { return "message_received.1" }
func (MessageSent) Name() string            { return "message_sent.1" }
func (NoteWritten) Name() string            { return "note_written.1" }
func (BanStarted) Name() string             { return "ban_started.1" }
func (BanEnded) Name() string               { return "ban_ended.1" }
func (BreachRecorded) Name() string         { return "breach_recorded.1" }
func (Judged) Name() string                 { return "judged.1" }
func (HarmMarked) Name() string             { return "harm_marked.1" }
func (HarmReported) Name() string           { return "harm_reported.1" }
func (Assigned) Name() string               { return "assigned.1" }
func (ConflictDeclared) Name() string       { return "conflict_declared.1" }
func (ExplanationPlanned) Name() string     { return "explanation_planned.1" }
func (ExplanationCancelled) Name() string   { return "explanation_cancelled.1" }
func (ContactAttempted) Name() string       { return "contact_attempted.1" }
func (Explained) Name() string              { return "explained.1" }
func (TermExtended) Name() string           { return "term_extended.1" }
func (InvestigationOpened) Name() string    { return "investigation_opened.1" }
func (InquiryStarted) Name() string         { return "inquiry_started.1" }
func (InquiryAnswered) Name() string        { return "inquiry_answered.1" }
func (InquiryUnanswered) Name() string      { return "inquiry_unanswered.1" }
func (AnswerWeighed) Name() string          { return "answer_weighed.1" }
func (InquiryClosed) Name() string          { return "inquiry_closed.1" }
func (HearingInvited) Name() string         { return "hearing_invited.1" }
func (HearingCancelled) Name() string       { return "hearing_cancelled.1" }
func (HearingHeld) Name() string            { return "hearing_held.1" }
func (HearingMissed) Name() string          { return "hearing_missed.1" }
func (StatementHandedIn) Name() string      { return "statement_handed_in.1" }
func (MinutesAnswered) Name() string        { return "minutes_answered.1" }
func (PartSkipped) Name() string            { return "part_skipped.1" }
func (SubjectFound) Name() string           { return "subject_found.1" }
func (InvestigationCompleted) Name() string { return "investigation_completed.1" }
func (Decided) Name() string                { return "decided.1" }
func (Offered) Name() string                { return "offered.1" }
func (OfferAccepted) Name() string          { return "offer_accepted.1" }
func (OfferRefused) Name() string           { return "offer_refused.1" }
func (OfferStands) Name() string            { return "offer_stands.1" }
func (RemedyBooked) Name() string           { return "remedy_booked.1" }
func (RemedyUnbooked) Name() string         { return "remedy_unbooked.1" }
func (RemedyCarriedOut) Name() string       { return "remedy_carried_out.1" }
func (WithdrawalAsked) Name() string        { return "withdrawal_asked.1" }
func (WithdrawalOverruled) Name() string    { return "withdrawal_overruled.1" }
func (Ended) Name() string                  { return "ended.1" }
func (ReviewAsked) Name() string            { return "review_asked.1" }
func (ReviewAnswered) Name() string         { return "review_answered.1" }
func (Reopened) Name() string               { return "reopened.1" }
func (Absorbed) Name() string               { return "absorbed.1" }
func (Linked) Name() string                 { return "linked.1" }
func (Unlinked) Name() string               { return "unlinked.1" }
func (SuspicionRaised) Name() string        { return "suspicion_raised.1" }
func (SuspicionDropped) Name() string       { return "suspicion_dropped.1" }
func (FalsenessStated) Name() string        { return "falseness_stated.1" }
func (FalsenessEstablished) Name() string   { return "falseness_established.1" }
func (FalsenessUndone) Name() string        { return "falseness_undone.1" }
func (ClaimSent) Name() string              { return "claim_sent.1" }
func (ClaimPaid) Name() string              { return "claim_paid.1" }
func (ClaimWithdrawn) Name() string         { return "claim_withdrawn.1" }
func (ClaimWrittenOff) Name() string        { return "claim_written_off.1" }
func (ClaimRepaid) Name() string            { return "claim_repaid.1" }
func (PoliceReported) Name() string         { return "police_reported.1" }
func (PoliceInformed) Name() string         { return "police_informed.1" }
func (ApologySent) Name() string            { return "apology_sent.1" }
func (HoursRecorded) Name() string          { return "hours_recorded.1" }
func (CostRecorded) Name() string           { return "cost_recorded.1" }
func (FileAdded) Name() string              { return "file_added.1" }
func (FileRedacted) Name() string           { return "file_redacted.1" }
func (HoldPlaced) Name() string             { return "hold_placed.1" }
func (HoldLifted) Name() string             { return "hold_lifted.1" }
func (Erased) Name() string                 { return "erased.1" }
func (DeadlinePassed) Name() string         { return "deadline_passed.1" }
func (Reminded) Name() string               { return "reminded.1" }
func (DeadlinesMoved) Name() string         { return "deadlines_moved.1" }

func (TalkRequested) Class() Class          { return ClassSummary }
func (TalkBooked) Class() Class             { return ClassPlanning }
func (TalkCancelled) Class() Class          { return ClassPlanning }
func (TalkAttempted) Class() Class          { return ClassPlanning }
func (TalkNotReached) Class() Class         { return ClassPlanning }
func (TalkHeld) Class() Class               { return ClassPlanning }
func (TalkActAgreed) Class() Class          { return ClassTalk }
func (TalkAnswered) Class() Class           { return ClassPlanning }
func (TalkActPassedOn) Class() Class        { return ClassPlanning }
func (ActBooked) Class() Class              { return ClassPlanning }
func (ActCancelled) Class() Class           { return ClassPlanning }
func (ActDone) Class() Class                { return ClassPlanning }
func (TalkLapsed) Class() Class             { return ClassPlanning }
func (TalkDeclined) Class() Class           { return ClassPlanning }
func (TalkRenewed) Class() Class            { return ClassPlanning }
func (TalkShared) Class() Class             { return ClassPlanning }
func (Filed) Class() Class                  { return ClassSummary }
func (Matched) Class() Class                { return ClassHandling }
func (VisitTold) Class() Class              { return ClassSummary }
func (ProofAsked) Class() Class             { return ClassSummary }
func (ProofGiven) Class() Class             { return ClassSummary }
func (AuthorityAccepted) Class() Class      { return ClassSummary }
func (ContactCorrected) Class() Class       { return ClassContact }
func (MessageReceived) Class() Class        { return ClassSummary } // its words have a class of their own
func (MessageSent) Class() Class            { return ClassSummary }
func (NoteWritten) Class() Class            { return ClassHandling }
func (BanStarted) Class() Class             { return ClassBan }
func (BanEnded) Class() Class               { return ClassBan }
func (BreachRecorded) Class() Class         { return ClassBan }
func (Judged) Class() Class                 { return ClassSummary }
func (HarmMarked) Class() Class             { return ClassHandling }
func (HarmReported) Class() Class           { return ClassHandling }
func (Assigned) Class() Class               { return ClassHandling }
func (ConflictDeclared) Class() Class       { return ClassHandling }
func (ExplanationPlanned) Class() Class     { return ClassPlanning }
func (ExplanationCancelled) Class() Class   { return ClassPlanning }
func (ContactAttempted) Class() Class       { return ClassPlanning }
func (Explained) Class() Class              { return ClassPlanning }
func (TermExtended) Class() Class           { return ClassSummary }
func (InvestigationOpened) Class() Class    { return ClassSummary }
func (InquiryStarted) Class() Class         { return ClassInquiry }
func (InquiryAnswered) Class() Class        { return ClassInquiry }
func (InquiryUnanswered) Class() Class      { return ClassInquiry }
func (AnswerWeighed) Class() Class          { return ClassInquiry }
func (InquiryClosed) Class() Class          { return ClassSummary }
func (HearingInvited) Class() Class         { return ClassHearing }
func (HearingCancelled) Class() Class       { return ClassHearing }
func (HearingHeld) Class() Class            { return ClassHearing }
func (HearingMissed) Class() Class          { return ClassHearing }
func (StatementHandedIn) Class() Class      { return ClassHearing }
func (MinutesAnswered) Class() Class        { return ClassHearing }
func (PartSkipped) Class() Class            { return ClassSummary }
func (SubjectFound) Class() Class           { return ClassFinding }
func (InvestigationCompleted) Class() Class { return ClassSummary }
func (Decided) Class() Class                { return ClassDecision }
func (Offered) Class() Class                { return ClassDecision }
func (OfferAccepted) Class() Class          { return ClassDecision }
func (OfferRefused) Class() Class           { return ClassDecision }
func (OfferStands) Class() Class            { return ClassDecision }
func (RemedyBooked) Class() Class           { return ClassPlanning }
func (RemedyUnbooked) Class() Class         { return ClassPlanning }
func (RemedyCarriedOut) Class() Class       { return ClassDecision }
func (WithdrawalAsked) Class() Class        { return ClassSummary }
func (WithdrawalOverruled) Class() Class    { return ClassSummary }
func (Ended) Class() Class                  { return ClassSummary }
func (ReviewAsked) Class() Class            { return ClassSummary }
func (ReviewAnswered) Class() Class         { return ClassSummary }
func (Reopened) Class() Class               { return ClassSummary }
func (Absorbed) Class() Class               { return ClassSummary }
func (Linked) Class() Class                 { return ClassHandling }
func (Unlinked) Class() Class               { return ClassHandling }
func (SuspicionRaised) Class() Class        { return ClassHandling }
func (SuspicionDropped) Class() Class       { return ClassHandling }
func (FalsenessStated) Class() Class        { return ClassHandling }
func (FalsenessEstablished) Class() Class   { return ClassSummary }
func (FalsenessUndone) Class() Class        { return ClassSummary }
func (ClaimSent) Class() Class              { return ClassDecision }
func (ClaimPaid) Class() Class              { return ClassDecision }
func (ClaimWithdrawn) Class() Class         { return ClassDecision }
func (ClaimWrittenOff) Class() Class        { return ClassHandling }
func (ClaimRepaid) Class() Class            { return ClassDecision }
func (PoliceReported) Class() Class         { return ClassHandling }
func (PoliceInformed) Class() Class         { return ClassHandling }
func (ApologySent) Class() Class            { return ClassDecision }
func (HoursRecorded) Class() Class          { return ClassHandling }
func (CostRecorded) Class() Class           { return ClassHandling }
func (FileAdded) Class() Class              { return ClassComplaint }
func (FileRedacted) Class() Class           { return ClassComplaint }
func (HoldPlaced) Class() Class             { return ClassHandling }
func (HoldLifted) Class() Class             { return ClassHandling }
func (DeadlinePassed) Class() Class         { return ClassSummary }
func (Reminded) Class() Class               { return ClassSummary }
func (DeadlinesMoved) Class() Class         { return ClassSummary }

// Events lists one zero value of every event, in the order of the procedure.
func Events() []Event {
	return []Event{
		TalkRequested{},
		TalkBooked{},
		TalkCancelled{},
		TalkAttempted{},
		TalkNotReached{},
		TalkHeld{},
		TalkActAgreed{},
		TalkAnswered{},
		TalkActPassedOn{},
		ActBooked{},
		ActCancelled{},
		ActDone{},
		TalkLapsed{},
		TalkDeclined{},
		TalkRenewed{},
		TalkShared{},
		Filed{},
		Matched{},
		VisitTold{},
		ProofAsked{},
		ProofGiven{},
		AuthorityAccepted{},
		ContactCorrected{},
		MessageReceived{},
		MessageSent{},
		NoteWritten{},
		BanStarted{},
		BanEnded{},
		BreachRecorded{},
		Judged{},
		HarmMarked{},
		HarmReported{},
		Assigned{},
		ConflictDeclared{},
		ExplanationPlanned{},
		ExplanationCancelled{},
		ContactAttempted{},
		Explained{},
		TermExtended{},
		InvestigationOpened{},
		InquiryStarted{},
		InquiryAnswered{},
		InquiryUnanswered{},
		AnswerWeighed{},
		InquiryClosed{},
		HearingInvited{},
		HearingCancelled{},
		HearingHeld{},
		HearingMissed{},
		StatementHandedIn{},
		MinutesAnswered{},
		PartSkipped{},
		SubjectFound{},
		InvestigationCompleted{},
		Decided{},
		Offered{},
		OfferAccepted{},
		OfferRefused{},
		OfferStands{},
		RemedyBooked{},
		RemedyUnbooked{},
		RemedyCarriedOut{},
		WithdrawalAsked{},
		WithdrawalOverruled{},
		Ended{},
		ReviewAsked{},
		ReviewAnswered{},
		Reopened{},
		Absorbed{},
		Linked{},
		Unlinked{},
		SuspicionRaised{},
		SuspicionDropped{},
		FalsenessStated{},
		FalsenessEstablished{},
		FalsenessUndone{},
		ClaimSent{},
		ClaimPaid{},
		ClaimWithdrawn{},
		ClaimWrittenOff{},
		ClaimRepaid{},
		PoliceReported{},
		PoliceInformed{},
		ApologySent{},
		HoursRecorded{},
		CostRecorded{},
		FileAdded{},
		FileRedacted{},
		HoldPlaced{},
		HoldLifted{},
		Erased{},
		DeadlinePassed{},
		Reminded{},
		DeadlinesMoved{},
	}
}

// Class of an erasure: that everything is gone anybody may know, whose words went besides is for handlers (R15).
func (e Erased) Class() Class {
	if e.Whose == ToEverybody {
		return ClassSummary
	}
	return ClassHandling
}
