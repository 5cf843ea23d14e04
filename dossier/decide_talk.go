package dossier

import (
	"slices"
	"time"
)

// Step 1, the talk (R1–R4).

func (d *decider) requestFaults(c RequestTalk) refusals {
	var faults refusals
	faults.add(d.reachable(c.Contact))
	faults.add(notFuture("TreatmentDate", c.TreatmentDate, d.env.Calendar.Day(d.env.Now)))
	return faults
}

func (d *decider) requestTalk(c RequestTalk) *Refusal {
	topic := Part{Name: "topic", Subject: OfComplainant, Person: talkWish, Class: ClassTalk, Text: c.Topic}
	d.happens(TalkRequested{
		Reference: c.Reference, TermsHash: c.TermsHash, Branch: c.Branch, TreatmentDate: c.TreatmentDate, Specialist: c.Specialist,
		Language: c.Language, Channel: c.Channel, HasEmail: !blank(c.Email), HasPhone: !blank(c.Phone),
	}, append(contactParts(c.Contact), topic)...)
	return nil
}

// filingEnds is the last moment of R8's term: day 7 still counts.
func filingEnds(env Env, treated Date) time.Time {
	return env.Calendar.After(env.Calendar.EndOf(treated), env.Terms.Filing)
}

// talkEnds is the moment by which a talk must be held (R1).
func talkEnds(s State, terms Terms, cal Calendar) time.Time {
	return cal.After(s.Talk.Asked, terms.TalkHeld)
}

// LastBooking is the last moment for which a talk of this dossier can be booked now (R1): the end of the term that runs since it
// was asked for, or of a new one when booking it is a new wish.
func LastBooking(s State, terms Terms, cal Calendar, now time.Time) time.Time {
	if s.wishesAnew() {
		return cal.After(now, terms.TalkHeld)
	}
	return talkEnds(s, terms, cal)
}

// wishesAnew reports whether booking a talk now is a new wish, with a term of its own (R1).
func (s State) wishesAnew() bool { return s.Talk.Status != TalkAsked }

func (d *decider) bookTalk(c BookTalk) *Refusal {
	last := LastBooking(d.State, d.env.Terms, d.env.Calendar, d.env.Now)
	switch {
	case holds(d.env.HeldElsewhere, c.Specialist):
		return refuseField("Specialist", "R23", "ban", "Tussen deze klant en deze specialist loopt een contactverbod. Er kan geen gesprek worden gepland.",
			"A contact ban runs between this client and this specialist. No talk can be booked.")
	case !c.SlotFree:
		return refuseField("Start", "R1", "slot_taken", "Dit tijdstip is niet meer vrij. Kies een ander tijdstip.",
			"This time is no longer free. Choose another.")
	case !c.Start.After(d.env.Now):
		return refuseField("Start", "R1", "slot_past", "Dit tijdstip is al voorbij.", "This time has passed.")
	case c.Start.After(last):
		return refuseField("Start", "R1", "slot_late", "Dit tijdstip is te laat. Kies een eerder tijdstip, binnen de termijn voor het gesprek, of wijs de klant op stap 2.",
			"This time is too late. Choose an earlier one, within the term of the talk, or tell the client about step 2.")
	}
	d.happens(TalkBooked{Specialist: c.Specialist, Start: c.Start, Late: d.wishesAnew() && d.isLate(d.TreatmentDate, d.env.Now)})
	return nil
}

func (d *decider) cancelTalk(c CancelTalk) *Refusal {
	d.dropTalk(c.Cause)
	return nil
}

// dropTalk takes a planned talk off the calendar, if there is one.
func (d *decider) dropTalk(cause string) {
	if d.Talk.Status == TalkPlanned {
		d.happens(TalkCancelled{Specialist: d.Talk.Specialist, Start: d.Talk.Start, Cause: cause})
	}
}

func (d *decider) recordTalkAttempt() *Refusal {
	if r := d.talkHasBegun(); r != nil {
		return r
	}
	d.happens(TalkAttempted{Specialist: d.Talk.Specialist, Attempt: d.Talk.Attempts + 1})
	if d.Talk.Attempts >= d.env.Terms.Attempts {
		d.happens(TalkNotReached{Specialist: d.Talk.Specialist})
	}
	return nil
}

func (d *decider) talkHasBegun() *Refusal {
	if d.env.Now.Before(d.Talk.Start) {
		return refuse("R4", "talk_ahead", "Het gesprek moet nog komen. Leg de uitkomst daarna vast.",
			"The talk is still to come. Record how it ended afterwards.")
	}
	return nil
}

func (d *decider) recordTalk(c RecordTalk) *Refusal {
	var faults refusals
	faults.add(d.talkHasBegun())
	if c.Solved && blank(c.How) {
		faults.add(refuseField("How", "R4", "missing", "Vul in hoe het is opgelost.", "Fill in how it was solved."))
	}
	if blank(c.Act) != (c.ActKind == "") {
		faults.add(refuseField("Act", "R4", "missing", "Kies de soort afspraak en vul in wat er is afgesproken.",
			"Choose the kind of act and fill in what was agreed."))
	}
	if c.ActKind != "" && d.Talk.actOpen() {
		faults.add(refuseField("ActKind", "R4", "act_open", "Er staat nog een eerdere afspraak open. Die moet eerst zijn uitgevoerd. Leg het gesprek vast zonder nieuwe afspraak.",
			"An earlier act is still open and must be done first. Record the talk without a new one."))
	}
	if len(faults) > 0 {
		return joined(faults)
	}
	id := d.Talk.Specialist
	d.happens(TalkHeld{Specialist: id, Solved: c.Solved},
		concerns(id, "content", ClassTalk, c.Content), concerns(id, "how", ClassTalk, c.How))
	if c.ActKind != "" {
		d.happens(TalkActAgreed{Specialist: id, ActKind: c.ActKind}, concerns(id, "act", ClassTalk, c.Act))
	}
	return nil
}

func (d *decider) answerTalk(c AnswerTalk) *Refusal {
	if d.env.By.Staff() && !blank(c.Account) {
		return refuseField("Account", "R3", "talk_stays", "Wat er in het gesprek is gezegd, blijft tussen klant en specialist. Leg hier alleen vast of het is opgelost.",
			"What was said in the talk stays between client and specialist. Record here only whether it is solved.")
	}
	if !blank(c.Account) && holds(d.env.HeldElsewhere, d.Talk.Specialist) { // the specialist would read it
		return refuseField("Account", "R23", "ban", "Er loopt een contactverbod tussen u en deze specialist. U kunt nu alleen laten weten of het is opgelost.",
			"A contact ban runs between you and this specialist. For now you can only say whether it is solved.")
	}
	account := Part{Name: "account", Subject: OfComplainant, Person: string(d.Talk.Specialist), Class: ClassTalk, Text: c.Account}
	d.happens(TalkAnswered{Specialist: d.Talk.Specialist, Solved: c.Solved}, account)
	d.endSolved()
	return nil
}

// endSolved ends the dossier when the talk solved it and no act is left to follow, or to be passed on (R4).
func (d *decider) endSolved() {
	if d.Talk.Status == TalkSettled && (d.Talk.ActKind == "" || d.Talk.ActDone) {
		d.end(Ended{Ending: SolvedInTalk})
	}
}

func (d *decider) passOnAct(c PassOnAct) *Refusal {
	d.happens(TalkActPassedOn{ActKind: d.Talk.ActKind}, says("act", ClassPlanning, c.Act))
	return nil
}

func (d *decider) bookAct(c BookAct) *Refusal {
	if c.On < d.env.Calendar.Day(d.env.Now) {
		return refuseField("On", "R4", "past", "Deze dag is al voorbij.", "That day has passed.")
	}
	if holds(d.env.HeldElsewhere, d.Talk.ActWith) {
		return refuse("R23", "ban", "Tussen deze klant en deze specialist loopt een contactverbod.",
			"A contact ban runs between this client and this specialist.")
	}
	d.happens(ActBooked{On: c.On})
	return nil
}

func (d *decider) completeAct(c CompleteAct) *Refusal {
	if r := notFuture("On", c.On, d.env.Calendar.Day(d.env.Now)); r != nil {
		return r
	}
	d.happens(ActDone{On: c.On})
	if d.Talk.Status == TalkWasHeld && d.reached(DueTalkReply) {
		d.end(Ended{Ending: SolvedInTalk}) // the client let the time for an answer pass
		return nil
	}
	d.endSolved()
	return nil
}

// reached reports whether a deadline of that kind came since the talk was held.
func (d *decider) reached(kind DeadlineKind) bool {
	for _, r := range d.Reached {
		if r.Deadline == kind && !r.Due.Before(d.Talk.Ended) {
			return true
		}
	}
	return false
}

func (d *decider) lapseTalk(cause string) *Refusal {
	id := d.Talk.Specialist
	d.dropTalk("lapsed")
	d.happens(TalkLapsed{Specialist: id, Cause: cause})
	return nil
}

func (d *decider) declineTalk(c DeclineTalk) *Refusal {
	d.dropTalk("client")
	d.happens(TalkDeclined{Cause: c.Cause})
	return nil
}

// stopContact cancels what stands here between the client and a specialist, because a ban began elsewhere (R23).
func (d *decider) stopContact(c StopContact) *Refusal {
	if !slices.Contains(Appointments(d.State), c.Specialist) {
		return refuse("R23", "no_appointment", "Er staat geen afspraak met deze specialist.", "There is no appointment with this specialist.")
	}
	if d.talkPlannedWith(c.Specialist) {
		d.dropTalk("ban")
		d.happens(TalkDeclined{Cause: "ban"})
	}
	if d.actBookedWith(c.Specialist) {
		d.happens(ActCancelled{})
	}
	d.unbook(c.Specialist)
	return nil
}

// unbook takes appointments for granted treatments with the specialist off the calendar (R23).
func (d *decider) unbook(id SpecialistID) {
	for _, m := range d.openTreatments() {
		if m.BookedOn != "" && m.Specialist == id {
			d.happens(RemedyUnbooked{Remedy: m.Number, Specialist: id})
		}
	}
}

func (s State) talkPlannedWith(id SpecialistID) bool {
	return s.Phase == PhaseTalk && s.Talk.Status == TalkPlanned && s.Talk.Specialist == id
}

func (s State) actBookedWith(id SpecialistID) bool {
	return s.Talk.ActOn != "" && !s.Talk.ActDone && s.Talk.ActWith == id
}

// Appointments lists the specialists with whom the client has something on the calendar of this dossier: what a
// ban in another one must cancel (R23).
func Appointments(s State) []SpecialistID {
	var ids []SpecialistID
	if s.talkPlannedWith(s.Talk.Specialist) {
		ids = append(ids, s.Talk.Specialist)
	}
	if s.actBookedWith(s.Talk.ActWith) {
		ids = union(ids, s.Talk.ActWith)
	}
	for _, m := range s.openTreatments() {
		if m.BookedOn != "" {
			ids = union(ids, m.Specialist)
		}
	}
	return ids
}
