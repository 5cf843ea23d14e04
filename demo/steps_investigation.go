package demo

import (
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// opened opens the investigation into everything the complaint is about.
func opened() []step {
	return act(hours(1), handler, func(p *plot) dossier.Command { return dossier.OpenInvestigation{Subjects: p.subjects()} })
}

// subjects are the keys of what is investigated (R14).
func (p *plot) subjects() []string {
	var keys []string
	for _, a := range p.theme.about {
		if a == dossier.AboutSpecialist {
			keys = append(keys, p.accusedKey())
			if p.scenario.cast.colleague {
				keys = append(keys, dossier.FindingSubject{About: a, Specialist: dossier.SpecialistID(p.colleague.ID)}.Key())
			}
			continue
		}
		keys = append(keys, dossier.FindingSubject{About: a}.Key())
	}
	return keys
}

func (p *plot) accusedKey() string {
	return dossier.FindingSubject{About: dossier.AboutSpecialist, Specialist: p.accused()}.Key()
}

// asked starts the inquiry among the other clients of that day.
func asked() []step { return asking(dossier.StartInquiry{}) }

var narrowly = dossier.StartInquiry{Narrow: true, Reason: "De klacht gaat alleen over wat in de behandelkamer van deze specialist is gebeurd."}

func askedNarrowly() []step { return asking(narrowly) }

func asking(c dossier.StartInquiry) []step {
	return act(hours(1), handler, func(p *plot) dossier.Command {
		p.asked = p.due
		return c
	})
}

// answered lets some fellow clients answer by their link.
func answered(count int) []step {
	var all []step
	for n := range count {
		all = join(all, []step{{after: hours(4 + 7*n), by: fellow, do: func(p *plot) []dossier.Command {
			if p.fellow = p.nextFellow(true); p.fellow == 0 {
				return nil
			}
			return []dossier.Command{dossier.AnswerInquiry{Words: fellowAnswers[p.r.IntN(against)]}}
		}}})
	}
	return all
}

// answeredAgainst is one whose answer speaks against the specialist, as the handler then weighs.
func answeredAgainst() []step {
	answer := act(hours(9), fellow, func(p *plot) dossier.Command {
		p.fellow = p.nextFellow(true)
		return dossier.AnswerInquiry{Words: fellowAnswers[against+p.r.IntN(2)]}
	})
	weigh := act(hours(3), handler, func(p *plot) dossier.Command {
		return dossier.WeighAnswer{Fellow: p.fellow, Against: []dossier.SpecialistID{p.accused()}}
	})
	return join(answer, weigh)
}

// phoned takes the answers of those without e-mail down by phone: one answers, one does not want to.
func phoned() []step {
	return []step{{after: hours(5), by: handler, do: func(p *plot) []dossier.Command {
		number := p.nextFellow(false)
		if number == 0 {
			return nil
		}
		c := dossier.RecordInquiryAnswer{Fellow: number, Answered: p.r.IntN(3) > 0}
		if c.Answered {
			c.Words = fellowAnswers[p.r.IntN(against)]
		}
		return []dossier.Command{c}
	}}}
}

// closedInquiry weighs what came in and ends the asking when its time is over.
func closedInquiry() []step {
	over := func(p *plot) time.Time { return p.w.cal.After(p.asked, p.w.terms.Inquiry).Add(9 * time.Hour) }
	return []step{{after: days(4), by: handler, at: over, do: func(p *plot) []dossier.Command {
		var all []dossier.Command
		for _, f := range p.state(p.references[0]).Inquiry.Fellows {
			if f.Answered && !f.Weighed {
				all = append(all, dossier.WeighAnswer{Fellow: f.Number})
			}
		}
		return append(all, dossier.CloseInquiry{})
	}}}
}

// invited asks the specialist to a hearing, more than three working days ahead.
func invited(who voice) []step {
	return act(hours(1), handler, func(p *plot) dossier.Command {
		p.hearingAt = p.hearingMoment()
		return dossier.InviteToHearing{Specialist: p.who(who), At: p.hearingAt, Allegation: p.theme.allegation}
	})
}

func cancelledHearing() []step {
	return act(hours(3), handler, func(p *plot) dossier.Command {
		return dossier.CancelHearing{Specialist: p.accused(), Reason: "De specialist is die dag op cursus."}
	})
}

func atHearing(more time.Duration, steps []step) []step {
	return when(func(p *plot) time.Time { return p.hearingAt.Add(more) }, later(days(2), steps))
}

func heard(who voice, put string) []step {
	return atHearing(40*time.Minute, act(0, handler, func(p *plot) dossier.Command {
		return dossier.RecordHearing{Specialist: p.who(who), Minutes: pick(p.r, p.theme.minutes), Put: put}
	}))
}

// putToThem is what the answers against the specialist come to, without names (R16).
const putToThem = "Een andere klant van die dag vertelt iets wat hierop lijkt. Dat is voorgelegd, zonder te zeggen wie het is."

func missed(who voice) []step {
	return atHearing(time.Hour, act(0, handler, func(p *plot) dossier.Command {
		return dossier.RecordNoShow{Specialist: p.who(who)}
	}))
}

func stated(who voice) []step {
	return plain(days(1), who, dossier.HandInStatement{Words: "Ik behandel al jaren en heb dit nog niet eerder meegemaakt. Ik vind het vervelend voor de klant."})
}

func minutesAgreed(who voice) []step {
	return plain(hours(20), who, dossier.AnswerMinutes{Agreed: true})
}

func minutesDisputed(who voice) []step {
	return plain(hours(20), who, dossier.AnswerMinutes{Remarks: "Ik heb niet gezegd dat de ronde korter was. Ik heb gezegd dat het programma uitliep."})
}

func skipped(part dossier.Step, who voice, reason, evidence string) []step {
	return act(hours(3), handler, func(p *plot) dossier.Command {
		c := dossier.SkipPart{Part: part, Reason: reason, Evidence: evidence}
		if part == dossier.StepHearing {
			c.Specialist = p.who(who)
		}
		return c
	})
}

// found gives the same finding on every subject; the last of them completes the investigation.
func found(outcome dossier.Outcome) []step {
	return []step{{after: hours(26), by: handler, do: func(p *plot) []dossier.Command {
		var all []dossier.Command
		for _, key := range p.subjects() {
			all = append(all, p.finding(key, outcome))
		}
		return all
	}}}
}

// foundMixed finds the first subject founded and the others not.
func foundMixed() []step {
	return []step{{after: hours(26), by: handler, do: func(p *plot) []dossier.Command {
		var all []dossier.Command
		for n, key := range p.subjects() {
			outcome := dossier.Unfounded
			if n == 0 {
				outcome = dossier.PartlyFounded
			}
			all = append(all, p.finding(key, outcome))
		}
		return all
	}}}
}

var findingReasons = map[dossier.Outcome]string{
	dossier.Founded:       "Beide kanten zijn gehoord. Wat de klager vertelt, past bij de kaart van die dag en bij wat anderen zeggen.",
	dossier.PartlyFounded: "Een deel van het verhaal is bevestigd. Voor het andere deel staat het ene woord tegenover het andere.",
	dossier.Unfounded:     "Uit de kaart, de navraag en het gesprek blijkt niet dat er iets verkeerd is gedaan.",
}

func (p *plot) finding(key string, outcome dossier.Outcome) dossier.RecordFinding {
	c := dossier.RecordFinding{Subject: key, Outcome: outcome, Reasons: findingReasons[outcome]}
	if outcome != dossier.Unfounded {
		c.Measure = p.theme.measure
	}
	return c
}

// askedEither asks the clients of the specialist alone where the complaint is about what happened in that room, and those of the
// branch otherwise.
func askedEither() []step {
	return act(hours(1), handler, func(p *plot) dossier.Command {
		p.asked = p.due
		if p.r.IntN(10) < 6 {
			return narrowly
		}
		return dossier.StartInquiry{}
	})
}

// investigated is the whole road from the call to the finding, with one specialist heard.
func investigated(outcome dossier.Outcome) []step {
	return join(explained("call"), opened(), askedEither(), invited(accused), answered(2), phoned(), closedInquiry(),
		heard(accused, ""), minutesAgreed(accused), found(outcome))
}

// investigatedDeeply has a visit at home, an answer that speaks against the specialist and a statement.
func investigatedDeeply(outcome dossier.Outcome) []step {
	return join(explained("visit"), opened(), asked(), invited(accused), answered(1), answeredAgainst(), stated(accused), closedInquiry(),
		heard(accused, putToThem), minutesDisputed(accused), found(outcome))
}

// who is the specialist that a voice stands for.
func (p *plot) who(v voice) dossier.SpecialistID {
	if v == colleague {
		return dossier.SpecialistID(p.colleague.ID)
	}
	return p.accused()
}

func (p *plot) accused() dossier.SpecialistID { return dossier.SpecialistID(p.specialist.ID) }

// nextFellow is a fellow client who has not answered yet, with or without an e-mail address; 0 when there is none.
func (p *plot) nextFellow(email bool) int {
	fellows := p.state(p.references[0]).Inquiry.Fellows
	n := slices.IndexFunc(fellows, func(f dossier.FellowState) bool { return !f.Done && f.HasEmail == email })
	if n < 0 {
		return 0
	}
	return fellows[n].Number
}
