package dossier

import (
	"fmt"
	"slices"
	"time"
)

// The investigation (R14–R18).

func (d *decider) openInvestigation(c OpenInvestigation) *Refusal {
	var fresh []FindingSubject
	for _, sub := range d.possibleSubjects() {
		if slices.Contains(c.Subjects, sub.Key()) && !slices.Contains(d.Subjects, sub) {
			fresh = append(fresh, sub)
		}
	}
	if len(fresh) == 0 {
		return refuseField("Subjects", "R14", "same", "Het onderzoek loopt al naar deze onderwerpen.", "These are already being investigated.")
	}
	d.happens(InvestigationOpened{Subjects: fresh})
	return nil
}

func (d *decider) startInquiry(c StartInquiry) *Refusal {
	clients := c.Clients
	if c.Narrow {
		if blank(c.Reason) {
			return refuseField("Reason", "R15", "missing", "Vul in waarom u alleen klanten van dezelfde specialist vraagt.",
				"Fill in why only clients of the same specialist are asked.")
		}
		accused := d.ToHear()
		clients = slices.DeleteFunc(slices.Clone(clients), func(f FellowContact) bool { return !holds(accused, f.Specialist) })
	}
	if len(clients) == 0 {
		return refuse("R15", "nobody_else", "Er waren die dag geen andere klanten. Leg vast dat de navraag om die reden wordt overgeslagen.",
			"There were no other clients that day. Record that the inquiry is skipped for that reason.")
	}
	e := InquiryStarted{Narrow: c.Narrow}
	parts := []Part{notes("reason", ClassInquiry, c.Reason)}
	for i, f := range clients {
		n := i + 1
		e.Clients = append(e.Clients, Fellow{Number: n, Client: f.Client, Specialist: f.Specialist, HasEmail: !blank(f.Email)})
		parts = append(parts, fellowPart(n, "name", f.Name), fellowPart(n, "email", f.Email), fellowPart(n, "phone", f.Phone))
	}
	d.happens(e, parts...)
	return nil
}

func fellowPart(number int, name, text string) Part {
	return Part{Name: fmt.Sprintf("fellow_%d_%s", number, name), Subject: OfFellow, Person: fmt.Sprint(number), Class: ClassInquiry, Text: text}
}

func answerPart(number int, text string) Part {
	return Part{Name: "answer", Subject: OfFellow, Person: fmt.Sprint(number), Class: ClassInquiry, Text: text}
}

func (d *decider) answerInquiry(c AnswerInquiry) *Refusal {
	return d.inquiryAnswer(d.env.By.Fellow, !c.Decline, c.Words, false)
}

func (d *decider) recordInquiryAnswer(c RecordInquiryAnswer) *Refusal {
	return d.inquiryAnswer(c.Fellow, c.Answered, c.Words, true)
}

func (d *decider) inquiryAnswer(fellow int, answered bool, words string, phone bool) *Refusal {
	if !answered {
		d.happens(InquiryUnanswered{Fellow: fellow})
		return nil
	}
	if blank(words) {
		return refuseField("Words", "R15", "missing", "Vul het antwoord in.", "Fill in the answer.")
	}
	d.happens(InquiryAnswered{Fellow: fellow, Phone: phone}, answerPart(fellow, words))
	return nil
}

func (d *decider) weighAnswer(c WeighAnswer) *Refusal {
	d.happens(AnswerWeighed(c))
	return nil
}

func (d *decider) closeInquiry() *Refusal {
	over := d.env.Now.After(d.env.Calendar.After(d.Inquiry.Started, d.env.Terms.Inquiry))
	for _, f := range d.Inquiry.Fellows {
		if !f.Done && !over {
			return refuse("R15", "inquiry_term", "Nog niet iedereen heeft geantwoord en de tijd daarvoor is nog niet voorbij.",
				"Not everyone has answered and the time for it is not over.")
		}
		if f.Answered && !f.Weighed {
			return refuse("R16", "not_weighed", "Geef eerst bij elk antwoord aan over welke specialist het gaat, of dat het over niemand gaat.",
				"First mark of each answer whom it speaks against, or that it speaks against nobody.")
		}
	}
	d.happens(InquiryClosed{})
	return nil
}

func (d *decider) inviteToHearing(c InviteToHearing) *Refusal {
	earliest := earliestHearing(d.env.Now, d.env.Terms, d.env.Calendar)
	h, _ := d.Hearing(c.Specialist)
	switch {
	case !holds(d.ToHear(), c.Specialist):
		return refuseField("Specialist", "R16", "not_accused", "Het onderzoek gaat niet over deze specialist.", "The investigation is not about this specialist.")
	case !h.Invited.IsZero():
		return refuseField("Specialist", "R16", "invited", "Er staat al een uitnodiging open. Trek die eerst in.", "An invitation is open. Take it back first.")
	case h.Held && len(d.against(c.Specialist, h.Put)) == 0:
		return refuseField("Specialist", "R16", "heard", "Deze specialist is al gehoord.", "This specialist has been heard.")
	case d.env.Calendar.Day(c.At) < earliest:
		return refuseField("At", "R16", "notice", fmt.Sprintf("Nodig minstens %d werkdagen van tevoren uit: vanaf %s.", d.env.Terms.HearingNotice.N, earliest.long().NL),
			fmt.Sprintf("Invite at least %d working days ahead: from %s.", d.env.Terms.HearingNotice.N, earliest.long().EN))
	}
	d.happens(HearingInvited{Specialist: c.Specialist, At: c.At, Invitation: h.Count + 1},
		concerns(c.Specialist, "allegation", ClassHearing, c.Allegation))
	return nil
}

// earliestHearing is the first day for which a specialist can be invited at that moment (R16).
func earliestHearing(at time.Time, terms Terms, cal Calendar) Date {
	return cal.Day(cal.After(at, terms.HearingNotice))
}

func (d *decider) cancelHearing(c CancelHearing) *Refusal {
	h, _ := d.Hearing(c.Specialist)
	d.happens(HearingCancelled{Specialist: c.Specialist, At: h.At}, concerns(c.Specialist, "reason", ClassHearing, c.Reason))
	return nil
}

func (d *decider) hearingHasBegun(h Hearing) *Refusal {
	if d.env.Now.Before(h.At) {
		return refuse("R16", "hearing_ahead", "Het gesprek met de specialist moet nog komen.", "The hearing is still to come.")
	}
	return nil
}

func (d *decider) recordHearing(c RecordHearing) *Refusal {
	h, _ := d.Hearing(c.Specialist)
	if r := d.hearingHasBegun(h); r != nil {
		return r
	}
	put := d.against(c.Specialist, h.Put)
	if len(put) > 0 && blank(c.Put) {
		return refuseField("Put", "R16", "answers_not_put", "Er zijn antwoorden uit de navraag die tegen deze specialist spreken. Schrijf op, zonder namen, wat u heeft voorgelegd.",
			"Answers of the inquiry speak against this specialist. Write down, without names, what was put to them.")
	}
	d.happens(HearingHeld{Specialist: c.Specialist, Put: put},
		concerns(c.Specialist, "minutes", ClassHearing, c.Minutes), concerns(c.Specialist, "put", ClassHearing, c.Put))
	return nil
}

func (d *decider) recordNoShow(c RecordNoShow) *Refusal {
	h, _ := d.Hearing(c.Specialist)
	if r := d.hearingHasBegun(h); r != nil {
		return r
	}
	d.happens(HearingMissed{Specialist: c.Specialist, Invitation: h.Count})
	return nil
}

func (d *decider) answerMinutes(c AnswerMinutes) *Refusal {
	if !c.Agreed && blank(c.Remarks) {
		return refuseField("Remarks", "R16", "missing", "Vul in waar u het niet mee eens bent.", "Fill in what you disagree with.")
	}
	id := d.env.By.Specialist
	d.happens(MinutesAnswered{Specialist: id, Agreed: c.Agreed}, concerns(id, "remarks", ClassHearing, c.Remarks))
	return nil
}

func (d *decider) skipPart(c SkipPart) *Refusal {
	i := slices.IndexFunc(d.env.Terms.Skips, func(r Reason) bool { return r.Code == c.Reason && r.Part == c.Part })
	if i < 0 {
		return refuseField("Reason", "R17", "wrong_part", "Deze reden hoort niet bij dit onderdeel.", "This reason does not go with this part.")
	}
	if r := d.skippable(c); r != nil {
		return r
	}
	if r := d.skipEvidence(d.env.Terms.Skips[i].Needs, c); r != nil {
		return r
	}
	id := c.Specialist
	if c.Part != StepHearing {
		id = ""
	}
	d.happens(PartSkipped{Part: c.Part, Specialist: id, Reason: c.Reason}, notes("evidence", ClassHandling, c.Evidence))
	return nil
}

// skippable refuses to skip what was done or skipped already, or what is not due yet.
func (d *decider) skippable(c SkipPart) *Refusal {
	already := refuseField("Part", "R17", "done", "Dit onderdeel is al gedaan of overgeslagen.", "This part is done or skipped already.")
	switch c.Part {
	case StepExplanation:
		if d.Explained || d.skipped(StepExplanation, "") {
			return already
		}
		return nil
	case StepInquiry:
		if d.Inquiry.Closed || d.skipped(StepInquiry, "") {
			return already
		}
	case StepHearing:
		if !holds(d.ToHear(), c.Specialist) {
			return refuseField("Specialist", "R17", "not_accused", "Kies de specialist om wie het gaat.", "Choose the specialist it is about.")
		}
		if d.skipped(StepHearing, c.Specialist) {
			return already
		}
	}
	if d.Phase != PhaseInvestigation {
		return refuseField("Part", "R17", "wrong_step", "Dit onderdeel is nog niet aan de orde.", "It is not the time for this part yet.")
	}
	return nil
}

// skipEvidence is R17: three attempts on two days, or a written refusal; for the specialist two invitations and no-show.
func (d *decider) skipEvidence(needs Needs, c SkipPart) *Refusal {
	h, _ := d.Hearing(c.Specialist)
	switch {
	case needs == NeedsAttempts && !d.attemptsMade(d.env):
		return refuseField("Reason", "R17", "attempts", fmt.Sprintf("Hiervoor zijn %d pogingen op %d verschillende dagen nodig.", d.env.Terms.Attempts, d.env.Terms.AttemptDays),
			fmt.Sprintf("This takes %d attempts on %d different days.", d.env.Terms.Attempts, d.env.Terms.AttemptDays))
	case needs == NeedsNoShow && h.Missed < d.env.Terms.Invitations:
		return refuseField("Reason", "R17", "no_show", fmt.Sprintf("Dit kan pas als de specialist na %d uitnodigingen niet is gekomen.", d.env.Terms.Invitations),
			fmt.Sprintf("This takes %d invitations that the specialist did not follow.", d.env.Terms.Invitations))
	case needs == NeedsNobodyElse && !d.knowsDay():
		return visitKnown(d.State, d.env)
	case needs == NeedsNobodyElse && c.Others > 0:
		return refuseField("Reason", "R17", "others", fmt.Sprintf("Er waren die dag nog %d andere klanten.", c.Others),
			fmt.Sprintf("There were %d other clients that day.", c.Others))
	}
	return nil
}

func (d *decider) recordFinding(c RecordFinding) *Refusal {
	if c.Outcome != Unfounded && blank(c.Measure) {
		return refuseField("Measure", "R18", "missing", "Vul in welke maatregel u neemt voor de toekomst, of waarom er geen nodig is.",
			"Fill in which measure you take for the future, or why none is needed.")
	}
	for _, sub := range d.openSubjects() {
		if sub.Key() != c.Subject {
			continue
		}
		find := Part{Name: "reasons", Subject: OfStaff, Person: string(sub.Specialist), Class: ClassFinding, Text: c.Reasons}
		measure := find
		measure.Name, measure.Text = "measure", c.Measure
		d.happens(SubjectFound{Subject: sub, Outcome: c.Outcome}, find, measure)
	}
	if len(d.openSubjects()) == 0 {
		d.endBans("finding")
		d.dropExplanation()
		d.happens(InvestigationCompleted{})
	}
	return nil
}
