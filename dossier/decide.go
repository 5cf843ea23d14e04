package dossier

import (
	"slices"
)

// Decide answers a command with what happens, or with a *Refusal. It changes nothing, and the same arguments
// always give the same answer. Checked in this order: may this person do such an act now, are the fields in
// themselves right, and does the procedure allow just this.
func Decide(s State, c Command, env Env) ([]Happening, error) {
	if err := Possible(s, c.Kind(), env); err != nil {
		return nil, err
	}
	c = inMilliseconds(c)
	d := &decider{State: s, env: env}
	faults := append(checkFields(s, c, env), d.formFaults(c)...)
	if err := faults.err(); err != nil {
		return nil, err
	}
	if err := d.decide(c); err != nil {
		return nil, err
	}
	return d.happened, nil
}

// decider collects what happens while an act is being decided, with the state as it is after each event.
type decider struct {
	State
	env      Env
	happened []Happening
}

// happens adds an event and its words; parts without text are left out.
func (d *decider) happens(e Event, parts ...Part) {
	parts = slices.DeleteFunc(parts, func(p Part) bool { return blank(p.Text) })
	d.happened = append(d.happened, Happening{Event: e, Parts: parts})
	d.State = Evolve(d.State, Record{Number: d.Count + 1, At: d.env.Now, By: d.env.By.Name(), Event: e})
}

// says is a part about the complainant.
func says(name string, class Class, text string) Part {
	return Part{Name: name, Subject: OfComplainant, Class: class, Text: text}
}

// notes is a part that a member of staff writes about the handling.
func notes(name string, class Class, text string) Part {
	return Part{Name: name, Subject: OfStaff, Class: class, Text: text}
}

// concerns is a part that belongs to a specialist.
func concerns(id SpecialistID, name string, class Class, text string) Part {
	return Part{Name: name, Subject: OfSpecialist, Person: string(id), Class: class, Text: text}
}

func contactParts(c Contact) []Part {
	return []Part{
		says("name", ClassContact, c.Name), says("email", ClassContact, c.Email),
		says("phone", ClassContact, c.Phone), says("address", ClassContact, c.Address),
	}
}

// decide leads to the one function of each kind of command. A nil answer of type *Refusal is turned into nil here.
func (d *decider) decide(c Command) error {
	if r := d.refusal(c); r != nil {
		return r
	}
	return nil
}

func (d *decider) refusal(c Command) *Refusal {
	switch c := c.(type) {
	case RequestTalk:
		return d.requestTalk(c)
	case BookTalk:
		return d.bookTalk(c)
	case CancelTalk:
		return d.cancelTalk(c)
	case RecordTalkAttempt:
		return d.recordTalkAttempt()
	case RecordTalk:
		return d.recordTalk(c)
	case AnswerTalk:
		return d.answerTalk(c)
	case PassOnAct:
		return d.passOnAct(c)
	case BookAct:
		return d.bookAct(c)
	case CompleteAct:
		return d.completeAct(c)
	case LapseTalk:
		return d.lapseTalk(c.Cause)
	case DeclineTalk:
		return d.declineTalk(c)
	case RenewTalk:
		d.happens(TalkRenewed{Late: d.isLate(d.TreatmentDate, d.env.Now)})
	case ShareTalk:
		d.happens(TalkShared{})
	case File:
		return d.file(c)
	case RecordMatch:
		return d.recordMatch(c)
	case ChooseMatch:
		return d.chooseMatch(c)
	case TellVisit:
		return d.tellVisit(c)
	case AskProof:
		d.happens(ProofAsked{})
	case GiveProof:
		d.happens(ProofGiven{}, says("proof", ClassComplaint, c.Proof))
	case AcceptAuthority:
		return d.acceptAuthority(c)
	case CorrectContact:
		return d.correctContact(c)
	case AddMessage:
		return d.addMessage(c)
	case SendMessage:
		d.happens(MessageSent{}, notes("words", d.messageClass(), c.Words))
	case WriteNote:
		d.happens(NoteWritten{}, notes("words", ClassHandling, c.Words))
	case RecordBreach:
		return d.recordBreach(c)
	case Judge:
		return d.judge(c)
	case MarkHarm:
		return d.markHarm(c)
	case ReportHarm:
		return d.reportHarm(c)
	case Assign:
		return d.assign(c)
	case AssignOutside:
		return d.assignOutside(c)
	case DeclareConflict:
		return d.declareConflict(c)
	case PlanExplanation:
		return d.planExplanation(c)
	case CancelExplanation:
		d.happens(ExplanationCancelled{How: d.PlannedHow, Start: d.PlannedStart})
	case RecordAttempt:
		return d.recordAttempt(c)
	case RecordExplanation:
		d.happens(Explained{How: c.How}, says("words", ClassComplaint, c.Words))
	case ExtendTerm:
		return d.extendTerm(c)
	case OpenInvestigation:
		return d.openInvestigation(c)
	case StartInquiry:
		return d.startInquiry(c)
	case AnswerInquiry:
		return d.answerInquiry(c)
	case RecordInquiryAnswer:
		return d.recordInquiryAnswer(c)
	case WeighAnswer:
		return d.weighAnswer(c)
	case CloseInquiry:
		return d.closeInquiry()
	case InviteToHearing:
		return d.inviteToHearing(c)
	case CancelHearing:
		return d.cancelHearing(c)
	case RecordHearing:
		return d.recordHearing(c)
	case RecordNoShow:
		return d.recordNoShow(c)
	case HandInStatement:
		id := d.env.By.Specialist
		d.happens(StatementHandedIn{Specialist: id}, concerns(id, "words", ClassHearing, c.Words))
	case AnswerMinutes:
		return d.answerMinutes(c)
	case SkipPart:
		return d.skipPart(c)
	case RecordFinding:
		return d.recordFinding(c)
	case TakeDecision:
		return d.takeDecision(c)
	case MakeOffer:
		return d.makeOffer(c)
	case AcceptOffer:
		return d.acceptOffer(c)
	case RefuseOffer:
		return d.refuseOffer(c)
	case CloseWithStandingOffer:
		d.end(Ended{Ending: OfferLeftOpen})
	case BookRemedy:
		return d.bookRemedy(c)
	case CarryOut:
		return d.carryOut(c)
	case Withdraw:
		return d.withdraw(c)
	case SettleWithdrawal:
		return d.settleWithdrawal(c)
	case Discontinue:
		return d.discontinue(c)
	case AskReview:
		d.happens(ReviewAsked{}, says("words", ClassComplaint, c.Words))
	case AnswerReview:
		return d.answerReview(c)
	case Reopen:
		return d.reopenDossier(c)
	case MergeInto:
		return d.mergeInto(c)
	case Absorb:
		return d.absorbOther(c)
	case Link:
		return d.link(c)
	case Unlink:
		d.happens(Unlinked{Other: c.Other})
	case RaiseSuspicion:
		d.happens(SuspicionRaised{}, notes("evidence", ClassHandling, c.Evidence))
	case DropSuspicion:
		d.happens(SuspicionDropped{}, notes("reason", ClassHandling, c.Reason))
	case EstablishFalse:
		return d.establishFalse(c)
	case UndoFalse:
		return d.undoFalse(c)
	case SendClaim:
		d.happens(claimOf(d.State, d.env.Terms))
	case RecordClaimPayment:
		return d.recordClaimPayment(c)
	case WithdrawClaim:
		d.happens(ClaimWithdrawn{}, notes("reason", ClassDecision, c.Reason))
	case WriteOffClaim:
		d.happens(ClaimWrittenOff{}, notes("reason", ClassHandling, c.Reason))
	case RepayClaim:
		d.happens(ClaimRepaid{Amount: d.Claim.Paid})
	case ReportToPolice:
		d.happens(PoliceReported{}, notes("number", ClassHandling, c.Number))
	case InformPolice:
		d.happens(PoliceInformed{})
	case SendApology:
		d.happens(ApologySent{}, notes("words", ClassDecision, c.Words))
	case RecordHours:
		return d.recordHours(c)
	case RecordCost:
		return d.recordCost(c)
	case AddFiles:
		return d.addFiles(c)
	case RedactFile:
		d.happens(FileRedacted{File: c.File}, notes("reason", ClassComplaint, c.Reason))
	case PlaceHold:
		return d.placeHold(c)
	case LiftHold:
		d.happens(HoldLifted{}, notes("reason", ClassHandling, c.Reason))
	case Erase:
		return d.erase(c)
	case Reach:
		return d.reach(c)
	case Redate:
		return d.redate(c)
	case StopContact:
		return d.stopContact(c)
	}
	return nil
}
