package dossier_test

import (
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// What must hold on a walk. It is told by the events alone, in the ledger, so that a state that is wrong does not
// hide that it is.

// happened is one event with all that came with it.
type happened struct {
	by      dossier.Actor
	event   dossier.Event
	parts   []dossier.Part
	notices []dossier.Notice
}

// tells reports whether the event tells a party something of that kind, or of any when kind is empty.
func (h happened) tells(to dossier.Party, kind string) bool {
	return slices.ContainsFunc(h.notices, func(n dossier.Notice) bool { return n.To == to && (kind == "" || n.Kind == kind) })
}

// ledger is what the events of a dossier said.
type ledger struct {
	filed, over, apart, investigating bool
	named                             []dossier.SpecialistID
	treatment                         *dossier.Treatment
	outcome                           dossier.MatchOutcome
	subjects                          []dossier.FindingSubject
	banned                            map[dossier.SpecialistID]bool

	explained, asked bool // asked: the inquiry is done
	answered         map[dossier.SpecialistID]bool
	tried            []time.Time
	missed           map[dossier.SpecialistID]int

	upheld bool
	offers map[int]dossier.Cents

	conflicts []dossier.AccountID
	stated    []dossier.Actor
	decider   string
	closer    string
	ending    dossier.Ending
	shared    bool
	extended  int
	claim     dossier.Cents // open
	unpaid    dossier.Cents // of the last claim, open or not: money may come in after it was taken back
}

func newLedger() ledger {
	return ledger{
		banned: map[dossier.SpecialistID]bool{}, answered: map[dossier.SpecialistID]bool{},
		missed: map[dossier.SpecialistID]int{}, offers: map[int]dossier.Cents{},
	}
}

// accused are those complained about: named, matched, investigated, or brought by a dossier that was merged in.
func (l *ledger) accused() []dossier.SpecialistID {
	if !l.filed {
		return nil
	}
	all := slices.Clone(l.named)
	if l.treatment != nil {
		all = append(all, l.treatment.Specialist)
	}
	for _, sub := range l.subjects {
		all = append(all, sub.Specialist)
	}
	return slices.DeleteFunc(all, func(id dossier.SpecialistID) bool { return id == "" })
}

func (l *ledger) involved(a dossier.Actor) bool {
	return a.Specialist != "" && slices.Contains(l.accused(), a.Specialist) ||
		a.Account != "" && slices.Contains(l.conflicts, a.Account)
}

// ownActs are the events that somebody complained about may still bring about: those of their own side.
var ownActs = []string{
	"talk_cancelled.1", "talk_attempted.1", "talk_not_reached.1", "talk_held.1", "talk_act_agreed.1", "talk_lapsed.1",
	"statement_handed_in.1", "minutes_answered.1", "breach_recorded.1",
}

// allowed is R14: nobody acts in a dossier in which they are involved, but for their own side.
func (w *walk) allowed(f *folder, by dossier.Actor, steps []dossier.Happening) {
	if !f.ledger.involved(by) {
		return
	}
	for _, h := range steps {
		if !slices.Contains(ownActs, h.Event.Name()) || dossier.PersonOf(h.Event) != string(by.Specialist) {
			w.t.Fatalf("R14: %s is involved and brings about %s %+v", by.Name(), h.Event.Name(), h.Event)
		}
	}
}

// look judges one event by what was before it, and writes it down.
func (w *walk) look(f *folder, h happened) {
	l := &f.ledger
	w.lookAtFiling(l, h)
	w.lookAtInvestigation(l, h)
	w.lookAtDecision(f, h)
	w.lookAtEnding(l, h)
	w.lookAtFalse(l, h)
}

func (w *walk) lookAtFiling(l *ledger, h happened) {
	switch e := h.event.(type) {
	case dossier.Filed:
		l.filed, l.apart, l.over, l.named = true, true, false, e.Named
		l.outcome = dossier.MatchPending
	case dossier.Matched:
		l.outcome, l.treatment = e.Outcome, e.Treatment
		l.named = slices.DeleteFunc(slices.Clone(l.named), func(id dossier.SpecialistID) bool { return id == e.Unnamed })
	case dossier.BanStarted:
		w.need(!l.banned[e.Specialist], "R22: a ban with %s starts twice", e.Specialist)
		w.need(h.tells(dossier.ToComplainant, "ban_started") && h.tells(dossier.ToSpecialist(e.Specialist), "ban_started"),
			"R22: not both are told that the ban with %s starts", e.Specialist)
		l.banned[e.Specialist] = true
	case dossier.BanEnded:
		w.need(l.banned[e.Specialist], "R22: a ban with %s ends that does not run", e.Specialist)
		told := h.tells(dossier.ToComplainant, "ban_ended") && h.tells(dossier.ToSpecialist(e.Specialist), "ban_ended")
		w.need(told || e.Cause == "merged" && e.HeldElsewhere, "R22: not both are told that the ban with %s ends", e.Specialist)
		delete(l.banned, e.Specialist)
	case dossier.TalkShared:
		l.shared = true
	case dossier.ConflictDeclared:
		l.conflicts = append(l.conflicts, e.Account)
		l.stated = slices.DeleteFunc(l.stated, func(a dossier.Actor) bool { return a.Account == e.Account })
	case dossier.TermExtended:
		w.need(l.extended == 0, "R13: the term is extended twice")
		l.extended++
	case dossier.Absorbed:
		l.named = append(slices.Clone(l.named), e.From.Named...)
		for _, id := range e.From.Bans { // that of the treatment goes with the match
			if l.treatment == nil || id != l.treatment.Specialist {
				l.named = append(l.named, id)
			}
		}
		l.conflicts = append(l.conflicts, e.From.Conflicts...)
		if e.From.Extended {
			l.extended++
		}
	}
}

func (w *walk) lookAtInvestigation(l *ledger, h happened) {
	switch e := h.event.(type) {
	case dossier.ContactAttempted:
		l.tried = append(l.tried, e.Tried)
	case dossier.Explained:
		l.explained, l.tried = true, nil
	case dossier.InvestigationOpened:
		w.need(l.explained, "R12: the investigation is opened before the complainant could explain")
		l.investigating = true
		l.subjects = append(l.subjects, e.Subjects...)
	case dossier.InquiryClosed:
		l.asked = true
	case dossier.HearingHeld:
		l.answered[e.Specialist] = true
	case dossier.HearingMissed:
		l.missed[e.Specialist]++
	case dossier.PartSkipped:
		w.lookAtSkip(l, e, h.parts)
	case dossier.SubjectFound:
		w.need(l.explained && l.asked, "R17: a finding before the complainant could explain (%v) and the inquiry was done (%v)", l.explained, l.asked)
		for _, id := range l.toHear() {
			w.need(l.answered[id], "R17: a finding before %s could answer", id)
		}
		w.need(e.Outcome == dossier.Unfounded || slices.ContainsFunc(h.parts, func(p dossier.Part) bool { return p.Name == "measure" }),
			"R18: founded without a measure")
	case dossier.InvestigationCompleted:
		w.need(h.tells(dossier.ToComplainant, "investigation_completed"), "R24: the complainant is not told of the completion")
		for _, sub := range l.subjects {
			if sub.About == dossier.AboutSpecialist {
				w.need(h.tells(dossier.ToSpecialist(sub.Specialist), "finding"), "R18: %s does not receive the finding", sub.Specialist)
			}
		}
		l.investigating, l.apart = false, false
	}
}

// toHear are those who must be able to answer.
func (l *ledger) toHear() []dossier.SpecialistID {
	var ids []dossier.SpecialistID
	for _, sub := range l.subjects {
		switch sub.About {
		case dossier.AboutSpecialist:
			ids = append(ids, sub.Specialist)
		case dossier.AboutTreatment:
			ids = append(ids, l.named...)
			if l.treatment != nil {
				ids = append(ids, l.treatment.Specialist)
			}
		}
	}
	return ids
}

// lookAtSkip is R17: a reason out of the policy's list with its evidence.
func (w *walk) lookAtSkip(l *ledger, e dossier.PartSkipped, parts []dossier.Part) {
	w.need(len(parts) == 1 && strings.TrimSpace(parts[0].Text) != "", "R17: %s skipped without evidence", e.Part)
	switch e.Reason {
	case "unreachable":
		days := map[dossier.Date]bool{}
		for _, at := range l.tried {
			days[w.cal.Day(at)] = true
		}
		w.need(len(l.tried) >= 3 && len(days) >= 2, "R17: skipped after %d attempts on %d days", len(l.tried), len(days))
	case "no_show":
		w.need(l.missed[e.Specialist] >= 2, "R17: skipped after %d no-shows", l.missed[e.Specialist])
	case "no_other_clients":
		w.need(len(w.others) == 0, "R17: the inquiry is skipped though there were others")
	}
	switch e.Part {
	case dossier.StepExplanation:
		l.explained = true
	case dossier.StepInquiry:
		l.asked = true
	case dossier.StepHearing:
		l.answered[e.Specialist] = true
	}
}

func (w *walk) lookAtDecision(f *folder, h happened) {
	l := &f.ledger
	switch e := h.event.(type) {
	case dossier.Decided:
		l.upheld, l.decider = e.Upheld, h.by.Name()
	case dossier.Judged:
		if !e.Serious {
			l.upheld, l.decider = false, h.by.Name()
		}
	case dossier.Offered:
		w.need(l.upheld, "R20: an offer without an upheld complaint")
		sum := dossier.Cents(0)
		for _, r := range e.Remedies {
			sum += r.Amount
		}
		l.offers[e.Offer] = sum
		w.need(sum == 0 || l.treatment != nil && w.granted[l.treatment.ID]+sum <= l.treatment.Price, "R19: %d is offered beyond the price", sum)
	case dossier.OfferAccepted:
		w.need(l.upheld, "R20: an offer is accepted without an upheld complaint")
		l.over = false
		if sum := l.offers[e.Offer]; sum > 0 {
			w.granted[l.treatment.ID] += sum
			w.need(w.granted[l.treatment.ID] <= l.treatment.Price, "R19: %d is granted for a treatment of %d", w.granted[l.treatment.ID], l.treatment.Price)
		}
	case dossier.RemedyBooked:
		w.need(l.upheld, "R20: a treatment is booked without an upheld complaint")
		w.need(!l.banned[e.Specialist] && !(w.related() && w.other(f).ledger.banned[e.Specialist]), "R23: a treatment with %s in spite of a ban", e.Specialist)
	case dossier.TalkBooked:
		w.need(!(w.related() && w.other(f).ledger.banned[e.Specialist]), "R23: a talk with %s in spite of a ban", e.Specialist)
	case dossier.RemedyCarriedOut:
		w.need(l.upheld, "R20: a remedy is carried out without an upheld complaint")
	}
}

func (w *walk) lookAtEnding(l *ledger, h happened) {
	switch e := h.event.(type) {
	case dossier.Ended:
		w.need(h.tells(dossier.ToComplainant, ""), "R24: the complainant is not told of the ending %s", e.Ending)
		if l.investigating {
			w.need(h.tells(dossier.ToComplainant, "investigation_discontinued"), "R24: the complainant is not told of the discontinuation")
		}
		l.over, l.apart, l.investigating = true, false, false
		l.ending, l.closer = e.Ending, h.by.Name()
		if e.Ending == dossier.Rejected || e.Ending == dossier.RejectedAtTriage {
			l.upheld = false
		}
	case dossier.ReviewAsked:
		w.need(l.ending == dossier.Rejected || l.ending == dossier.RejectedAtTriage, "R20: a review of %s", l.ending)
		l.over = false
	case dossier.ReviewAnswered:
		w.need(h.by.Name() != l.decider && h.by.Name() != l.closer, "R20: %s reviews their own decision", h.by.Name())
		l.over = e.Maintained
	case dossier.Reopened:
		if e.Reason != "review" && e.Reason != "undone" {
			w.need(h.by.Name() != l.closer, "%s reopens what they closed", h.by.Name())
		}
		w.need(l.ending != dossier.EstablishedFalse || e.Reason == "undone", "R27: reopened without undoing")
		l.over, l.ending = false, ""
		switch e.Phase {
		case dossier.PhaseTriage, dossier.PhaseExplanation:
			l.apart, l.upheld = l.filed, false
		case dossier.PhaseInvestigation:
			l.apart, l.upheld, l.investigating = true, false, true
		}
	}
}

func (w *walk) lookAtFalse(l *ledger, h happened) {
	switch e := h.event.(type) {
	case dossier.SuspicionRaised, dossier.SuspicionDropped:
		l.stated = nil
	case dossier.FalsenessStated:
		w.need(len(h.parts) == 1, "R25: falseness without evidence")
		w.need(l.outcome == dossier.MatchNobody || l.outcome == dossier.MatchNoVisit, "R25: false although the register says %s", l.outcome)
		l.stated = append(l.stated, h.by)
	case dossier.FalsenessEstablished:
		var accounts []dossier.AccountID
		for _, a := range l.stated {
			w.need(!l.involved(a), "R25: %s is involved and establishes falseness", a.Name())
			if a.Staff() && !slices.Contains(accounts, a.Account) {
				accounts = append(accounts, a.Account)
			}
		}
		w.need(len(accounts) >= 2 && slices.Equal(accounts, e.By), "R25: established by %v of %v", e.By, accounts)
	case dossier.FalsenessUndone:
		l.stated = nil
	case dossier.ClaimSent:
		w.need(l.ending == dossier.EstablishedFalse, "R26: a claim without falseness")
		l.claim = e.Base + e.Hours + e.Costs
		l.unpaid = l.claim
	case dossier.ClaimPaid:
		l.claim = max(0, l.claim-e.Amount)
		l.unpaid -= e.Amount
		w.need(l.unpaid >= 0, "R26: more is paid than was claimed")
	case dossier.ClaimWithdrawn, dossier.ClaimWrittenOff:
		l.claim = 0
	case dossier.PoliceReported:
		w.need(l.ending == dossier.EstablishedFalse, "R27: a police report without falseness")
	}
}

func (w *walk) need(holds bool, format string, args ...any) {
	if !holds {
		w.t.Fatalf(format, args...)
	}
}

// check is what must hold between any two acts.
func (w *walk) check() {
	for _, f := range w.files {
		w.checkBans(f)
		w.checkDeadlines(f)
		w.checkSeeing(f)
	}
}

// checkBans is R22: a ban with everybody accused from filing to the finding or the ending, and with nobody else or later.
func (w *walk) checkBans(f *folder) {
	l := &f.ledger
	for _, id := range []dossier.SpecialistID{S1, S2, S3} {
		want := l.apart && slices.Contains(l.accused(), id)
		w.need(l.banned[id] == want, "R22: %s: ban with %s runs: %v, should run: %v (accused %v)", f.reference, id, l.banned[id], want, l.accused())
		w.need(slices.Contains(f.state.Banned(), id) == want, "R22: the state knows of another ban with %s", id)
	}
}

// afterwards are the deadlines that a closed dossier may have.
var afterwards = []dossier.DeadlineKind{dossier.DueOfferStands, dossier.DueClaim, dossier.DueUndo, dossier.DueHarmReport}

func (w *walk) checkDeadlines(f *folder) {
	l, due := &f.ledger, dossier.Deadlines(f.state, w.terms, w.cal)
	w.need(f.state.Open() == (f.state.Count > 0 && !l.over), "%s: open %v, over %v", f.reference, f.state.Open(), l.over)
	w.need(!f.state.Open() || len(due) > 0, "%s is open (%s) and nothing is due", f.reference, f.state.Phase)
	for _, d := range due {
		w.need(!d.Due.IsZero() && d.Who != "", "deadline without a moment or without somebody: %+v", d)
		w.need(f.state.Open() || slices.Contains(afterwards, d.Kind), "%s is closed (%s) and %s is due", f.reference, l.ending, d.Kind)
		w.need(d.Kind != dossier.DueClaim || l.claim > 0, "a claim is due of which nothing is open")
		w.need(d.Kind != dossier.DueOfferStands || l.ending == dossier.OfferLeftOpen || f.state.Phase == dossier.PhaseOffer, "an offer stands after the ending %s", l.ending)
		w.need(d.Kind != dossier.DueCall || !l.explained, "a call is due though the complainant explained")
		w.need(d.Kind != dossier.DueInquiry || !l.asked, "the inquiry is due though it is done")
		w.need(d.Kind != dossier.DueProof || l.outcome == dossier.MatchNobody || l.outcome == dossier.MatchNoVisit, "proof is due though the visit was found")
	}
}

// checkSeeing is R14 and R3: who is involved sees their own side alone, and what was said in a talk stays where it is.
func (w *walk) checkSeeing(f *folder) {
	if f.state.Count == 0 {
		return
	}
	grants := dossier.Access(f.state)
	for _, a := range w.staff {
		seen := dossier.Seen(grants, dossier.ViewerKeys(a))
		for _, class := range seen {
			own := a.Specialist != "" && strings.HasSuffix(class, ":"+string(a.Specialist)) ||
				class == "talk:wish" && (f.state.Talk.Specialist == a.Specialist || slices.Contains(f.state.Talk.HeldBy, a.Specialist))
			w.need(own || !f.ledger.involved(a), "R14: %s is involved and sees %s", a.Name(), class)
			w.need(own || !strings.HasPrefix(class, string(dossier.ClassTalk)) || f.ledger.shared && a.Is(dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleOutside),
				"R3: %s sees %s", a.Name(), class)
		}
	}
}

// sortOf is the sort of a party, as NoticeKinds has it.
func sortOf(to dossier.Party) string {
	sort, _, _ := strings.Cut(string(to), ":")
	return sort
}
