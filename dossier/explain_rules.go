package dossier

import (
	"cmp"
	"slices"
)

// What is promised without a term: how things are always done.

// Those that are not told from the table below.
const (
	promisePrivate = "talk_private"
	promiseShared  = "talk_shared"
	promiseInTime  = "filed_in_time"
	promiseLate    = "filed_late"
	promiseUntold  = "filed_untold" // which day it is counted from is not known
	promiseBan     = "ban"
)

// practice is one of them: which records it is about, which show it, and what breaks it.
type practice struct {
	rule, promise string
	about         func(Event) bool         // it applies when there is one of these; nil when it always does
	shows         func(Event) bool         // records that show it; nil when there is nothing to show
	broken        func(step) bool          // nil when the records themselves are all there is to it
	still         func(State) PromiseState // of what is not done yet; "" once it is
	noted         bool                     // the records show that it happened, and no more: no promise, or one kept by messages
	figure        func(Terms) (int, Term)  // nil when it has none
	sums          func(State) (amount, limit Cents)
}

// practicesOf is the table of them, in the order of the procedure.
var practicesOf = []practice{
	{rule: "R5", promise: "received", about: by(Filed{}), shows: by(Filed{}), noted: true},
	{rule: "R7", promise: "told_filed", about: by(Filed{}), shows: by(Filed{}), noted: true},
	{rule: "R9", promise: "looked_up", about: by(Filed{}), shows: by(Matched{}), still: notLookedUp},
	{
		rule: "R9", promise: "proof_first", about: by(SuspicionRaised{}), shows: by(ProofAsked{}, ProofGiven{}, SuspicionRaised{}),
		broken: suspectedUnasked,
	},
	{rule: "R11", promise: "triage_ground", about: rejectsAtTriage, shows: rejectsAtTriage, broken: rejectedWithoutGround},
	{
		rule: "R12", promise: "explained_first", about: by(InvestigationOpened{}), broken: openedUnexplained,
		shows: showsExplained,
	},
	{
		rule: "R14", promise: "unconflicted", about: by(Filed{}), broken: handledConflicted,
		shows: by(Judged{}, Assigned{}, ConflictDeclared{}, Decided{}, ReviewAnswered{}),
	},
	{
		rule: "R16", promise: "hearing_notice", about: by(HearingInvited{}), shows: by(HearingInvited{}), broken: invitedShort,
		figure: func(t Terms) (int, Term) { return 0, t.HearingNotice },
	},
	{
		rule: "R17", promise: "both_heard", about: by(SubjectFound{}), broken: foundUnheard,
		shows: by(Explained{}, PartSkipped{}, InquiryClosed{}, HearingHeld{}, HearingMissed{}, MinutesAnswered{}, SubjectFound{}),
	},
	{
		rule: "R18", promise: "finding", about: by(InvestigationOpened{}), shows: by(SubjectFound{}, InvestigationCompleted{}),
		still: notFoundYet,
	},
	{
		rule: "R19", promise: "ceiling", about: by(Offered{}), shows: by(Offered{}, OfferAccepted{}, Absorbed{}), broken: aboveCeiling,
		sums: grantedOfPrice,
	},
	{rule: "R20", promise: "ground", about: rejectsAfterFinding, shows: rejectsAfterFinding, broken: rejectedWithoutGround},
	{rule: "R20", promise: "nothing_granted", about: rejects, shows: rejects, broken: grantedRejected},
	{rule: "R20", promise: "reviewed_by_other", about: by(ReviewAnswered{}), shows: by(ReviewAnswered{}), broken: reviewedOwn},
	{rule: "R23", promise: "ban_kept", about: by(BanStarted{}), broken: bookedBanned},
	{rule: "R23", promise: "ban_cancelled", about: cancelsForBan, shows: cancelsForBan, noted: true},
	{rule: "R23", promise: "breach", about: by(BreachRecorded{}), shows: by(BreachRecorded{}), noted: true},
	{rule: "R24", promise: "told_ending", about: endsInvestigationOrDossier, shows: endsInvestigationOrDossier, noted: true},
	{rule: "R24", promise: "reopened", about: by(Reopened{}), shows: by(Reopened{}), broken: reopenedOwn},
	{
		rule: "R25", promise: "two_people", about: by(SuspicionRaised{}), broken: establishedAlone, still: notEstablished,
		shows:  by(SuspicionRaised{}, SuspicionDropped{}, FalsenessStated{}, FalsenessEstablished{}),
		figure: func(t Terms) (int, Term) { return t.Establishers, Term{} },
	},
	{
		rule: "R26", promise: "claim_made", about: by(ClaimSent{}), broken: claimedOtherwise, sums: claimed,
		shows: by(ClaimSent{}, ClaimPaid{}, ClaimWithdrawn{}, ClaimWrittenOff{}),
	},
	{rule: "R27", promise: "police", about: by(PoliceReported{}), shows: by(PoliceReported{}), noted: true},
	{
		rule: "R27", promise: "undone", about: by(FalsenessUndone{}), broken: undoneOwn,
		shows: by(FalsenessUndone{}, ClaimWithdrawn{}, ClaimRepaid{}, PoliceInformed{}, ApologySent{}, Reopened{}),
	},
	{rule: "R28", promise: "recorded", broken: outOfOrder},
}

// practices tells those that applied.
func (x *explainer) practices() []Line {
	var lines []Line
	for _, p := range practicesOf {
		if slices.ContainsFunc(x.steps, func(st step) bool { return p.about == nil || p.about(st.Event) }) {
			lines = append(lines, x.practice(p))
		}
	}
	return lines
}

func (x *explainer) practice(p practice) Line {
	l := Line{Rule: p.rule, Promise: p.promise, Sort: LinePractice, State: PromiseKept}
	for _, st := range x.steps {
		switch {
		case p.broken != nil && p.broken(st):
			l.cite(CiteBroke, st)
		case p.shows != nil && p.shows(st.Event):
			l.cite(CiteShows, st)
		}
	}
	if p.noted {
		l.State = PromiseNoted
	}
	if p.still != nil {
		l.State = cmp.Or(p.still(x.last), l.State)
	}
	if l.has(CiteBroke) {
		l.State = PromiseMissed
	}
	if p.figure != nil {
		l.Count, l.Term = p.figure(x.terms)
	}
	if p.sums != nil {
		l.Amount, l.Limit = p.sums(x.last)
	}
	return l
}

// filing tells what depends on how it ended: whether the talk stayed between the two (R3), and whether the complaint was late (R8).
func (x *explainer) filing() []Line {
	var lines []Line
	if len(x.last.Talk.HeldBy) > 0 {
		l := Line{Rule: "R3", Promise: promisePrivate, Sort: LinePractice, State: PromiseNoted}
		if x.last.Talk.Shared {
			l.Promise = promiseShared
		}
		x.show(&l, func(st step) bool { return by(TalkHeld{}, TalkShared{})(st.Event) })
		lines = append(lines, l)
	}
	if x.last.Filed {
		l := Line{Rule: "R8", Promise: promiseInTime, Sort: LinePractice, State: PromiseKept}
		day, _ := x.last.Visit()
		switch {
		case day == "":
			l.Promise, l.State = promiseUntold, PromiseNoted
		case x.last.Late:
			l.Promise, l.State = promiseLate, PromiseNoted
		}
		x.show(&l, func(st step) bool { return by(Filed{})(st.Event) || st.before.Late != st.after.Late })
		lines = append(lines, l)
	}
	return lines
}

func (x *explainer) show(l *Line, fits func(step) bool) {
	for _, st := range x.steps {
		if fits(st) {
			l.cite(CiteShows, st)
		}
	}
}

// bans tells each contact ban from the record that it began with to the one that it ended with (R22).
func (x *explainer) bans() []Line {
	var all []*Line
	for _, st := range x.steps {
		switch e := st.Event.(type) {
		case BanStarted:
			l := &Line{Rule: "R22", Promise: promiseBan, Subject: string(e.Specialist), Sort: LinePractice}
			l.cite(CiteMade, st)
			all = append(all, l)
		case BanEnded:
			i := slices.IndexFunc(all, func(l *Line) bool { return l.Subject == string(e.Specialist) && l.Kept.IsZero() })
			if i >= 0 {
				all[i].Kept = st.At
				all[i].cite(CiteEnded, st)
			}
		}
	}
	lines := make([]Line, 0, len(all))
	for _, l := range all {
		switch {
		case !l.Kept.IsZero():
			l.State = PromiseKept
		case x.last.Phase.hasBans():
			l.State = PromiseRunning
		default:
			l.State = PromiseMissed // it should have ended
		}
		lines = append(lines, *l)
	}
	return lines
}
