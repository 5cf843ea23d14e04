package dossier

func (RequestTalk) Kind() Kind            { return "request_talk" }
func (BookTalk) Kind() Kind               { return "book_talk" }
func (CancelTalk) Kind() Kind             { return "cancel_talk" }
func (RecordTalkAttempt) Kind() Kind      { return "record_talk_attempt" }
func (RecordTalk) Kind() Kind             { return "record_talk" }
func (AnswerTalk) Kind() Kind             { return "answer_talk" }
func (PassOnAct) Kind() Kind              { return "pass_on_act" }
func (BookAct) Kind() Kind                { return "book_act" }
func (CompleteAct) Kind() Kind            { return "complete_act" }
func (LapseTalk) Kind() Kind              { return "lapse_talk" }
func (DeclineTalk) Kind() Kind            { return "decline_talk" }
func (RenewTalk) Kind() Kind              { return "renew_talk" }
func (ShareTalk) Kind() Kind              { return "share_talk" }
func (File) Kind() Kind                   { return "file" }
func (RecordMatch) Kind() Kind            { return "record_match" }
func (ChooseMatch) Kind() Kind            { return "choose_match" }
func (TellVisit) Kind() Kind              { return "tell_visit" }
func (AskProof) Kind() Kind               { return "ask_proof" }
func (GiveProof) Kind() Kind              { return "give_proof" }
func (AcceptAuthority) Kind() Kind        { return "accept_authority" }
func (CorrectContact) Kind() Kind         { return "correct_contact" }
func (AddMessage) Kind() Kind             { return "add_message" }
func (SendMessage) Kind() Kind            { return "send_message" }
func (WriteNote) Kind() Kind              { return "write_note" }
func (RecordBreach) Kind() Kind           { return "record_breach" }
func (Judge) Kind() Kind                  { return "judge" }
func (MarkHarm) Kind() Kind               { return "mark_harm" }
func (ReportHarm) Kind() Kind             { return "report_harm" }
func (Assign) Kind() Kind                 { return "assign" }
func (AssignOutside) Kind() Kind          { return "assign_outside" }
func (DeclareConflict) Kind() Kind        { return "declare_conflict" }
func (PlanExplanation) Kind() Kind        { return "plan_explanation" }
func (CancelExplanation) Kind() Kind      { return "cancel_explanation" }
func (RecordAttempt) Kind() Kind          { return "record_attempt" }
func (RecordExplanation) Kind() Kind      { return "record_explanation" }
func (ExtendTerm) Kind() Kind             { return "extend_term" }
func (OpenInvestigation) Kind() Kind      { return "open_investigation" }
func (StartInquiry) Kind() Kind           { return "start_inquiry" }
func (AnswerInquiry) Kind() Kind          { return "answer_inquiry" }
func (RecordInquiryAnswer) Kind() Kind    { return "record_inquiry_answer" }
func (WeighAnswer) Kind() Kind            { return "weigh_answer" }
func (CloseInquiry) Kind() Kind           { return "close_inquiry" }
func (InviteToHearing) Kind() Kind        { return "invite_to_hearing" }
func (CancelHearing) Kind() Kind          { return "cancel_hearing" }
func (RecordHearing) Kind() Kind          { return "record_hearing" }
func (RecordNoShow) Kind() Kind           { return "record_no_show" }
func (HandInStatement) Kind() Kind        { return "hand_in_statement" }
func (AnswerMinutes) Kind() Kind          { return "answer_minutes" }
func (SkipPart) Kind() Kind               { return "skip_part" }
func (RecordFinding) Kind() Kind          { return "record_finding" }
func (TakeDecision) Kind() Kind           { return "take_decision" }
func (MakeOffer) Kind() Kind              { return "make_offer" }
func (AcceptOffer) Kind() Kind            { return "accept_offer" }
func (RefuseOffer) Kind() Kind            { return "refuse_offer" }
func (CloseWithStandingOffer) Kind() Kind { return "close_with_standing_offer" }
func (BookRemedy) Kind() Kind             { return "book_remedy" }
func (CarryOut) Kind() Kind               { return "carry_out" }
func (Withdraw) Kind() Kind               { return "withdraw" }
func (SettleWithdrawal) Kind() Kind       { return "settle_withdrawal" }
func (Discontinue) Kind() Kind            { return "discontinue" }
func (AskReview) Kind() Kind              { return "ask_review" }
func (AnswerReview) Kind() Kind           { return "answer_review" }
func (Reopen) Kind() Kind                 { return "reopen" }
func (MergeInto) Kind() Kind              { return "merge_into" }
func (Absorb) Kind() Kind                 { return "absorb" }
func (Link) Kind() Kind                   { return "link" }
func (Unlink) Kind() Kind                 { return "unlink" }
func (RaiseSuspicion) Kind() Kind         { return "raise_suspicion" }
func (DropSuspicion) Kind() Kind          { return "drop_suspicion" }
func (EstablishFalse) Kind() Kind         { return "establish_false" }
func (UndoFalse) Kind() Kind              { return "undo_false" }
func (SendClaim) Kind() Kind              { return "send_claim" }
func (RecordClaimPayment) Kind() Kind     { return "record_claim_payment" }
func (WithdrawClaim) Kind() Kind          { return "withdraw_claim" }
func (WriteOffClaim) Kind() Kind          { return "write_off_claim" }
func (RepayClaim) Kind() Kind             { return "repay_claim" }
func (ReportToPolice) Kind() Kind         { return "report_to_police" }
func (InformPolice) Kind() Kind           { return "inform_police" }
func (SendApology) Kind() Kind            { return "send_apology" }
func (RecordHours) Kind() Kind            { return "record_hours" }
func (RecordCost) Kind() Kind             { return "record_cost" }
func (AddFiles) Kind() Kind               { return "add_files" }
func (RedactFile) Kind() Kind             { return "redact_file" }
func (PlaceHold) Kind() Kind              { return "place_hold" }
func (LiftHold) Kind() Kind               { return "lift_hold" }
func (Erase) Kind() Kind                  { return "erase" }
func (Reach) Kind() Kind                  { return "reach" }
func (Redate) Kind() Kind                 { return "redate" }
func (StopContact) Kind() Kind            { return "stop_contact" }

// Commands lists one zero value of every command, in the order of the procedure.
func Commands() []Command {
	return []Command{
		RequestTalk{},
		BookTalk{},
		CancelTalk{},
		RecordTalkAttempt{},
		RecordTalk{},
		AnswerTalk{},
		PassOnAct{},
		BookAct{},
		CompleteAct{},
		LapseTalk{},
		DeclineTalk{},
		RenewTalk{},
		ShareTalk{},
		File{},
		RecordMatch{},
		ChooseMatch{},
		TellVisit{},
		AskProof{},
		GiveProof{},
		AcceptAuthority{},
		CorrectContact{},
		AddMessage{},
		SendMessage{},
		WriteNote{},
		RecordBreach{},
		Judge{},
		MarkHarm{},
		ReportHarm{},
		Assign{},
		AssignOutside{},
		DeclareConflict{},
		PlanExplanation{},
		CancelExplanation{},
		RecordAttempt{},
		RecordExplanation{},
		ExtendTerm{},
		OpenInvestigation{},
		StartInquiry{},
		AnswerInquiry{},
		RecordInquiryAnswer{},
		WeighAnswer{},
		CloseInquiry{},
		InviteToHearing{},
		CancelHearing{},
		RecordHearing{},
		RecordNoShow{},
		HandInStatement{},
		AnswerMinutes{},
		SkipPart{},
		RecordFinding{},
		TakeDecision{},
		MakeOffer{},
		AcceptOffer{},
		RefuseOffer{},
		CloseWithStandingOffer{},
		BookRemedy{},
		CarryOut{},
		Withdraw{},
		SettleWithdrawal{},
		Discontinue{},
		AskReview{},
		AnswerReview{},
		Reopen{},
		MergeInto{},
		Absorb{},
		Link{},
		Unlink{},
		RaiseSuspicion{},
		DropSuspicion{},
		EstablishFalse{},
		UndoFalse{},
		SendClaim{},
		RecordClaimPayment{},
		WithdrawClaim{},
		WriteOffClaim{},
		RepayClaim{},
		ReportToPolice{},
		InformPolice{},
		SendApology{},
		RecordHours{},
		RecordCost{},
		AddFiles{},
		RedactFile{},
		PlaceHold{},
		LiftHold{},
		Erase{},
		Reach{},
		Redate{},
		StopContact{},
	}
}
