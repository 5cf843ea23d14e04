package dossier

import (
	"slices"
	"strings"
	"time"
)

// Evolve applies one record to the state. It never judges and never fails; the state it is given stays as it was.
func Evolve(s State, r Record) State {
	s.Measured = evolveMeasured(s, r)
	s.Count = r.Number
	s.Last = r.At
	if s.Opened.IsZero() {
		s.Opened = r.At
	}
	for _, apply := range []func(*State, Record) bool{
		evolveTalk, evolveFiling, evolveHandling, evolveInvestigation, evolveDecision, evolveEnding, evolveFalse, evolveKeeping,
	} {
		if apply(&s, r) {
			break // an event that none of them knows has words alone: a message, a note
		}
	}
	return s
}

// staff is the account behind Record.By, or "" for those who have none.
func staff(by string) AccountID {
	if by == string(RoleComplainant) || by == string(RoleSystem) || strings.HasPrefix(by, string(RoleFellow)+":") {
		return ""
	}
	return AccountID(by)
}

func (s *State) enter(p Phase, at time.Time) { s.Phase, s.PhaseAt = p, at }

// with appends without touching the array that an earlier state still shows.
func with[T any](list []T, more ...T) []T { return append(slices.Clip(list), more...) }

// union appends those that are not there yet.
func union[T comparable](list []T, more ...T) []T {
	for _, x := range more {
		if !slices.Contains(list, x) {
			list = with(list, x)
		}
	}
	return list
}

// without gives a copy that lacks one element.
func without[T comparable](list []T, out T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(x T) bool { return x == out })
}

// change gives a copy in which the first element that fits is changed.
func change[T any](list []T, fits func(T) bool, edit func(*T)) []T {
	i := slices.IndexFunc(list, fits)
	if i < 0 {
		return list
	}
	list = slices.Clone(list)
	edit(&list[i])
	return list
}

func evolveTalk(s *State, r Record) bool {
	t := &s.Talk
	switch e := r.Event.(type) {
	case TalkRequested:
		s.Reference, s.TermsHash = e.Reference, e.TermsHash
		s.Branch, s.TreatmentDate, s.Language = e.Branch, e.TreatmentDate, e.Language
		s.HasEmail, s.HasPhone, s.Channel = e.HasEmail, e.HasPhone, e.Channel
		*t = Talk{Status: TalkAsked, Asked: r.At, Since: r.At, Specialist: e.Specialist}
		s.enter(PhaseTalk, r.At)
	case TalkBooked:
		if t.Status != TalkAsked { // a new wish, after one that lapsed
			t.renew(r.At, e.Late)
		}
		t.Status, t.Specialist, t.Start = TalkPlanned, e.Specialist, e.Start
	case TalkCancelled:
		t.Status, t.Start = TalkAsked, time.Time{}
	case TalkAttempted:
		t.Attempts = e.Attempt
	case TalkNotReached:
		t.end(TalkUnsolved, r.At)
		t.Recorded, t.Answered = true, false
	case TalkHeld:
		t.HeldBy, t.Solved = union(t.HeldBy, e.Specialist), e.Solved
		t.Recorded, t.Answered = true, false
		if !t.actOpen() {
			t.agreed(Talk{})
		}
		t.end(TalkUnsolved, r.At)
		if e.Solved {
			t.Status = TalkWasHeld
		}
	case TalkActAgreed:
		t.ActKind, t.ActWith, t.ActAgreed = e.ActKind, e.Specialist, r.At
	case TalkAnswered:
		t.Recorded, t.Answered, t.Status = false, true, TalkUnsolved
		if e.Solved {
			t.Status = TalkSettled
		}
	case TalkActPassedOn:
		t.PassedOn = true
	case ActBooked:
		t.ActOn = e.On
	case ActCancelled:
		t.ActOn = ""
	case ActDone:
		t.ActDone = true
	case TalkLapsed:
		t.end(TalkHasLapsed, r.At)
	case TalkDeclined:
		if t.Status == TalkHasLapsed { // it ended then, not now (R8)
			t.Status = TalkUnsolved
			break
		}
		t.end(TalkUnsolved, r.At)
	case TalkRenewed:
		t.renew(r.At, e.Late)
	case TalkShared:
		t.Shared = true
	default:
		return false
	}
	return true
}

// renew begins a new wish to talk: its term and its attempts count from now (R1). A late one keeps nothing open (R8).
func (t *Talk) renew(at time.Time, late bool) {
	if late {
		t.Since = at
	}
	t.Status, t.Asked, t.Attempts, t.Ended, t.Recorded = TalkAsked, at, 0, time.Time{}, false
}

func (t *Talk) end(status TalkStatus, at time.Time) {
	t.Status, t.Ended, t.Start = status, at, time.Time{}
}

func evolveFiling(s *State, r Record) bool {
	switch e := r.Event.(type) {
	case Filed:
		s.Reference, s.TermsHash = e.Reference, e.TermsHash
		s.Filed, s.FiledAt, s.ReceivedAt, s.Channel = true, r.At, e.ReceivedAt, e.Channel
		s.ReopenedAt = time.Time{} // that was of the talk: a complaint counts from its receipt, which may lie before
		s.Branch, s.TreatmentDate, s.Language = e.Branch, e.TreatmentDate, e.Language
		s.HasEmail, s.HasPhone = e.HasEmail, e.HasPhone
		s.Named, s.About, s.Represented, s.Late = e.Named, e.About, e.Represented, e.Late
		s.Talk.ShareAsked, s.Talk.ElsewhereAsked, s.Talk.ElsewhereEnded = e.ShareTalk, e.TalkAsked, e.TalkEnded
		s.Match = Match{Outcome: MatchPending}
		s.Ending, s.EndedAt, s.EndReason, s.ClosedBy = "", time.Time{}, "", ""
		s.enter(PhaseTriage, r.At)
	case Matched:
		s.Match.Outcome, s.Match.Treatment, s.Match.Candidates = e.Outcome, e.Treatment, e.Candidates
		s.Late = e.Late
		s.About = with(s.About, e.About...)
		if s.TreatmentDate == "" {
			s.Talk.ElsewhereAsked, s.Talk.ElsewhereEnded = e.TalkAsked, e.TalkEnded
		}
		if e.Unnamed != "" {
			s.Named = without(s.Named, e.Unnamed)
		}
		s.releaseHandler()
	case VisitTold:
		s.Branch, s.TreatmentDate, s.About, s.Late = e.Branch, e.TreatmentDate, e.About, e.Late
		s.Named = union(s.Named, e.Named...)
		s.Talk.ElsewhereAsked, s.Talk.ElsewhereEnded = e.TalkAsked, e.TalkEnded
		s.Match.Outcome, s.Match.Candidates = MatchPending, nil
		s.StatedBy = nil // that it is false was judged without knowing this, perhaps by who is named now (R25)
		s.releaseHandler()
	case ProofAsked:
		s.Match.ProofAsked, s.Match.ProofGiven = r.At, false
	case ProofGiven:
		s.Match.ProofGiven = true
	case AuthorityAccepted:
		s.AuthorityShown = true
	case ContactCorrected:
		s.HasEmail, s.HasPhone, s.Language = e.HasEmail, e.HasPhone, e.Language
	case BanStarted:
		s.Bans = with(s.Bans, Ban{Specialist: e.Specialist, Since: r.At})
	case BanEnded:
		s.Bans = change(s.Bans, running(e.Specialist), func(b *Ban) { b.Until = r.At })
	case BreachRecorded:
		s.Bans = change(s.Bans, running(e.Specialist), func(b *Ban) { b.Breaches++ })
	default:
		return false
	}
	return true
}

func running(id SpecialistID) func(Ban) bool {
	return func(b Ban) bool { return b.Specialist == id && b.Until.IsZero() }
}

func evolveHandling(s *State, r Record) bool {
	switch e := r.Event.(type) {
	case Judged:
		s.Judged, s.JudgedBy, s.Severity, s.Serious = true, staff(r.By), e.Severity, e.Serious
		s.harm(e.Harm, r.At)
		if e.Serious {
			s.enter(PhaseExplanation, r.At)
		} else {
			s.DecidedBy, s.Ground = staff(r.By), e.Ground
		}
	case HarmMarked:
		s.harm(e.Harm, r.At)
	case HarmReported:
		s.Reported = true
	case Assigned:
		s.Handler, s.HandlerTreats = e.Account, e.Specialist
		if e.Outside {
			s.Outside = e.Account
		}
	case ConflictDeclared:
		s.Conflicts = union(s.Conflicts, e.Account)
		if s.Handler == e.Account {
			s.Handler = ""
		}
		if s.Outside == e.Account {
			s.Outside = ""
		}
		s.StatedBy = without(s.StatedBy, e.Account) // who is involved establishes nothing (R25)
	case ExplanationPlanned:
		s.PlannedHow, s.PlannedStart = e.How, e.Start
	case ExplanationCancelled:
		s.PlannedHow, s.PlannedStart = "", time.Time{}
	case ContactAttempted:
		s.Attempts = with(s.Attempts, Attempt{How: e.How, At: e.Tried})
	case Explained:
		s.Explained = true
		if s.PlannedHow == e.How { // a visit can still follow the call
			s.PlannedHow, s.PlannedStart = "", time.Time{}
		}
		s.Attempts = nil // they were reached: what was in vain before counts no more
	case TermExtended:
		s.Extended, s.ExtendedTo = true, e.Until
	case PartSkipped:
		s.Skips = with(s.Skips, Skip(e))
	case HoursRecorded:
		s.Minutes += e.Minutes
		s.HourCosts += cost(e.Minutes, e.Rate)
	case CostRecorded:
		s.Costs += e.Amount
	case Linked:
		s.Links = union(s.Links, e.Other)
	case Unlinked:
		s.Links = without(s.Links, e.Other)
	case DeadlinePassed:
		s.Reached = with(s.Reached, ReachedDeadline(e))
	case Reminded:
		s.evolveReminded(e)
	default:
		return false
	}
	return true
}

// releaseHandler leaves the dossier without a handler when it turns out to be about the one it had (R14).
func (s *State) releaseHandler() {
	if s.HandlerTreats != "" && slices.Contains(s.Accused(), s.HandlerTreats) {
		s.Handler, s.HandlerTreats = "", ""
	}
}

// cost of minutes at a rate per hour, rounded to the nearest cent.
func cost(minutes int, rate Cents) Cents { return (Cents(minutes)*rate + 30) / 60 }

func (s *State) harm(harm bool, at time.Time) {
	if harm && !s.Harm {
		s.HarmAt = at
	}
	s.Harm = harm
}

func evolveInvestigation(s *State, r Record) bool {
	switch e := r.Event.(type) {
	case InvestigationOpened:
		s.Subjects = union(s.Subjects, e.Subjects...)
		s.Investigated = true
		if s.Phase != PhaseInvestigation {
			s.OpenedAt = r.At
			s.enter(PhaseInvestigation, r.At)
		}
	case InquiryStarted:
		s.Inquiry = Inquiry{Started: r.At, Narrow: e.Narrow}
		for _, f := range e.Clients {
			s.Inquiry.Fellows = append(s.Inquiry.Fellows, FellowState{Fellow: f})
		}
	case InquiryAnswered:
		s.fellow(e.Fellow, func(f *FellowState) { f.Answered, f.Done = true, true })
	case InquiryUnanswered:
		s.fellow(e.Fellow, func(f *FellowState) { f.Done = true })
	case AnswerWeighed:
		s.fellow(e.Fellow, func(f *FellowState) { f.Weighed, f.Against = true, e.Against })
	case InquiryClosed:
		s.Inquiry.Closed = true
	case HearingInvited:
		s.hearing(e.Specialist, func(h *Hearing) { h.Invited, h.At, h.Count = r.At, e.At, e.Invitation })
	case HearingCancelled:
		s.hearing(e.Specialist, func(h *Hearing) { h.Invited, h.At = time.Time{}, time.Time{}; h.Count-- })
	case HearingHeld:
		s.hearing(e.Specialist, func(h *Hearing) {
			h.Invited, h.Held, h.HeldAt, h.Minutes = time.Time{}, true, r.At, ""
			h.Put = union(h.Put, e.Put...)
		})
	case HearingMissed:
		s.hearing(e.Specialist, func(h *Hearing) { h.Invited = time.Time{}; h.Missed++ })
	case StatementHandedIn:
		s.hearing(e.Specialist, func(h *Hearing) { h.Statement = true })
	case MinutesAnswered:
		s.hearing(e.Specialist, func(h *Hearing) {
			h.Minutes = "disagreed"
			if e.Agreed {
				h.Minutes = "agreed"
			}
		})
	case SubjectFound:
		s.Findings = with(s.Findings, Finding(e))
	case InvestigationCompleted:
		s.Completed = true
		s.enter(PhaseDecision, r.At)
	default:
		return false
	}
	return true
}

func (s *State) fellow(number int, edit func(*FellowState)) {
	s.Inquiry.Fellows = change(s.Inquiry.Fellows, func(f FellowState) bool { return f.Number == number }, edit)
}

func (s *State) hearing(id SpecialistID, edit func(*Hearing)) {
	if !slices.ContainsFunc(s.Hearings, func(h Hearing) bool { return h.Specialist == id }) {
		s.Hearings = with(s.Hearings, Hearing{Specialist: id})
	}
	s.Hearings = change(s.Hearings, func(h Hearing) bool { return h.Specialist == id }, edit)
}

func evolveDecision(s *State, r Record) bool {
	switch e := r.Event.(type) {
	case Decided:
		s.Decided, s.Upheld, s.Ground, s.DecidedBy, s.DecidedAt = true, e.Upheld, e.Ground, staff(r.By), r.At
		if e.Upheld {
			s.enter(PhaseOffer, r.At)
		}
	case Offered:
		s.replaceOffer()
		s.Offers = with(s.Offers, Offer{Number: e.Offer, Remedies: e.Remedies, At: r.At, Status: "open"})
	case OfferAccepted:
		s.offer(e.Offer, func(o *Offer) { o.Status = "accepted" })
		s.grant(e, r.At)
		s.Ending, s.EndedAt, s.EndReason, s.ClosedBy = "", time.Time{}, "", ""
		s.enter(PhaseRemedy, r.At)
	case OfferRefused:
		s.offer(e.Offer, func(o *Offer) { o.Status, o.Refused = "refused", r.At })
		s.Refusals++
	case OfferStands:
		s.offer(e.Offer, func(o *Offer) { o.Status, o.Until = "stands", e.Until })
	case RemedyBooked:
		s.remedy(e.Remedy, func(m *Remedy) { m.BookedOn, m.Specialist = e.On, e.Specialist })
	case RemedyUnbooked:
		s.remedy(e.Remedy, func(m *Remedy) { m.BookedOn, m.Specialist = "", "" })
	case RemedyCarriedOut:
		s.remedy(e.Remedy, func(m *Remedy) { m.Done, m.On = true, e.On })
	default:
		return false
	}
	return true
}

func (s *State) offer(number int, edit func(*Offer)) {
	s.Offers = change(s.Offers, func(o Offer) bool { return o.Number == number }, edit)
}

func (s *State) remedy(number int, edit func(*Remedy)) {
	s.Remedies = change(s.Remedies, func(m Remedy) bool { return m.Number == number }, edit)
}

// replaceOffer closes an offer that a new one or a reopening takes the place of.
func (s *State) replaceOffer() {
	s.Offers = change(s.Offers, func(o Offer) bool { return o.Status == "open" || o.Status == "stands" },
		func(o *Offer) { o.Status = "replaced" })
}

func (s *State) grant(e OfferAccepted, at time.Time) {
	for _, o := range s.Offers {
		if o.Number != e.Offer {
			continue
		}
		for _, m := range o.Remedies {
			s.Remedies = with(s.Remedies, Remedy{
				Number: len(s.Remedies) + 1, Kind: m.Kind, Amount: m.Amount, Granted: at, SameSpecialist: e.SameSpecialist,
			})
		}
	}
}

func evolveEnding(s *State, r Record) bool {
	switch e := r.Event.(type) {
	case WithdrawalAsked:
		s.Withdrawing, s.WithdrewAt = true, r.At
	case WithdrawalOverruled:
		s.Withdrawing, s.WithoutThem = false, true
	case Ended:
		s.Resume = s.Phase
		s.Ending, s.EndedAt, s.EndReason, s.ClosedBy = e.Ending, r.At, e.Reason, staff(r.By)
		s.Withdrawing = false
		if e.Merged != "" {
			s.MergedInto = e.Merged
			s.Moved += s.Granted()
		}
		s.enter(PhaseClosed, r.At)
	case ReviewAsked:
		s.ReviewAsked = r.At
		s.enter(PhaseReview, r.At)
	case ReviewAnswered:
		s.Reviewed = e.Maintained
		if e.Maintained {
			s.enter(PhaseClosed, r.At)
		}
	case Reopened:
		s.reopen(e.Phase, r.At)
	case Absorbed:
		s.absorb(e.From)
	default:
		return false
	}
	return true
}

// reopen clears what the phase that is gone back to will bring anew. What was said, heard, offered and granted stays.
func (s *State) reopen(p Phase, at time.Time) {
	s.Ending, s.EndedAt, s.EndReason, s.ClosedBy = "", time.Time{}, "", ""
	s.MergedInto = ""
	s.ReviewAsked, s.Reviewed, s.ReopenedAt = time.Time{}, false, at
	s.replaceOffer()
	switch p {
	case PhaseTalk:
		s.Talk.end(TalkUnsolved, at)
	case PhaseTriage:
		s.Judged = false
	case PhaseInvestigation:
		s.Findings, s.Completed, s.Decided, s.Upheld, s.Ground = nil, false, false, false, ""
	case PhaseOffer:
		s.Refusals = 0
	}
	s.enter(p, at)
}

func (s *State) absorb(f MergeFacts) {
	if f.ReceivedAt.Before(s.ReceivedAt) {
		s.ReceivedAt = f.ReceivedAt
	}
	if f.Extended {
		s.Extended = true
		s.ExtendedTo = max(s.ExtendedTo, f.ExtendedTo)
	}
	s.Absorbed += f.Granted
	s.Named = union(s.Named, f.Named...)
	for _, id := range f.Bans { // all bans go along; that with whoever gave the treatment hangs on the match, here as there
		if s.Match.Treatment == nil || id != s.Match.Treatment.Specialist {
			s.Named = union(s.Named, id)
		}
	}
	s.Conflicts = union(s.Conflicts, f.Conflicts...)
	s.Late = s.Late && f.Late
	s.releaseHandler()
	if f.Harm {
		s.harm(true, s.Last)
	}
}

func evolveFalse(s *State, r Record) bool {
	switch e := r.Event.(type) {
	case SuspicionRaised:
		s.Suspected, s.StatedBy = true, nil
	case SuspicionDropped:
		s.Suspected, s.StatedBy = false, nil
	case FalsenessStated:
		s.StatedBy = with(s.StatedBy, e.Account)
	case FalsenessEstablished:
		s.FalseAt, s.FalseBy, s.Suspected = r.At, e.By, false
		s.Undone, s.Apologised, s.Police, s.PoliceTold, s.Claim = time.Time{}, false, time.Time{}, false, Claim{}
	case FalsenessUndone:
		s.Undone, s.FalseAt, s.StatedBy = r.At, time.Time{}, nil
	case ClaimSent:
		s.Claim = Claim{Sent: r.At, Total: e.Base + e.Hours + e.Costs}
	case ClaimPaid:
		s.Claim.Paid += e.Amount
		if s.Claim.Paid >= s.Claim.Total {
			s.Claim.Settled = "paid"
		}
	case ClaimWithdrawn:
		s.Claim.Settled = "withdrawn"
	case ClaimWrittenOff:
		s.Claim.Settled = "written_off"
	case ClaimRepaid:
		s.Claim.Repaid = true
	case PoliceReported:
		s.Police = r.At
	case PoliceInformed:
		s.PoliceTold = true
	case ApologySent:
		s.Apologised = true
	default:
		return false
	}
	return true
}
