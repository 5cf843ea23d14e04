package demo

import (
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Step 1.

func talkAsked(by voice) []step {
	return act(0, by, func(p *plot) dossier.Command {
		channel := dossier.ByForm
		if by == desk {
			channel = dossier.ByPhone
		}
		return dossier.RequestTalk{
			Contact: p.contact, Branch: dossier.BranchID(p.visit.Branch), TreatmentDate: dossier.Date(p.visit.Date),
			Specialist: dossier.SpecialistID(p.visit.Specialist), Topic: pick(p.r, talkTopics), Language: p.language, Channel: channel,
		}
	})
}

func talkBooked() []step {
	return act(hours(3), desk, func(p *plot) dossier.Command {
		p.talkAt = p.freeSlot()
		return dossier.BookTalk{Specialist: p.accused(), Start: p.talkAt}
	})
}

// atTalk is a quarter of an hour after the talk began.
func atTalk(steps []step) []step {
	return when(func(p *plot) time.Time { return p.talkAt.Add(15 * time.Minute) }, later(days(2), steps))
}

func talkHeld(solved bool) []step {
	return atTalk(act(0, accused, func(p *plot) dossier.Command { return p.talk(solved) }))
}

// talkHeldWithAct ends with something that the specialist promised.
func talkHeldWithAct() []step {
	return atTalk(act(0, accused, func(p *plot) dossier.Command {
		c := p.talk(true)
		c.ActKind, c.Act = "repair_visit", "De ondertanden worden kosteloos bijgewerkt."
		return c
	}))
}

func (p *plot) talk(solved bool) dossier.RecordTalk {
	c := dossier.RecordTalk{Solved: solved, Content: pick(p.r, talkContents)}
	if solved {
		c.How = pick(p.r, talkSolutions)
	}
	return c
}

func talkAnswered(solved bool) []step {
	account := "Het is opgelost, dank u wel."
	if !solved {
		account = "Wij zijn er niet uitgekomen."
	}
	return plain(hours(20), client, dossier.AnswerTalk{Solved: solved, Account: account})
}

func talkNotReached() []step {
	attempt := plain(0, accused, dossier.RecordTalkAttempt{})
	return join(atTalk(attempt), later(hours(3), attempt), later(hours(20), attempt))
}

// Step 2. filed is by the form; takenDown by a member of staff on the client's behalf.

func filed() []step {
	return act(0, visitor, func(p *plot) dossier.Command { return p.complaint(dossier.ByForm) })
}

func takenDown(channel dossier.Channel) []step {
	return act(0, desk, func(p *plot) dossier.Command { return p.complaint(channel) })
}

// mailed is a mail that does not say which visit it is about, made a complaint by whoever reads the mail.
func mailed() []step {
	return act(0, handler, func(p *plot) dossier.Command {
		c := p.complaint(dossier.ByMail)
		c.Branch, c.TreatmentDate, c.About, c.Specialists, c.Wish = "", "", nil, nil, ""
		c.Phone = ""
		return c
	})
}

// visitChosen is the treatment that such a mail turns out to be about.
func visitChosen() []step {
	return act(hours(3), handler, func(p *plot) dossier.Command {
		return dossier.ChooseMatch{TreatmentID: dossier.TreatmentID(p.visit.ID), About: p.theme.about}
	})
}

// visitTold is the complainant who says it on their own page.
func visitTold() []step {
	return act(hours(5), client, func(p *plot) dossier.Command {
		return dossier.TellVisit{Branch: dossier.BranchID(p.visit.Branch), TreatmentDate: dossier.Date(p.visit.Date), About: p.theme.about}
	})
}

// filedAfterTalk files in the dossier that began with the talk.
func filedAfterTalk(share bool) []step {
	return act(days(1), client, func(p *plot) dossier.Command {
		c := p.complaint(dossier.ByForm)
		c.ShareTalk = share
		return c
	})
}

// filedAgain is the same matter once more, in a dossier of its own.
func filedAgain(channel dossier.Channel) []step {
	return inOther(act(hours(30), desk, func(p *plot) dossier.Command {
		c := p.complaint(channel)
		c.Story = "Ik heb al een formulier ingevuld, maar ik bel toch nog even. " + c.Story
		return c
	}))
}

func (p *plot) complaint(channel dossier.Channel) dossier.File {
	story, wish := p.theme.tell(p.r, p.language)
	branch := city(p.visit.Branch)
	c := dossier.File{
		Contact: p.contact, Branch: dossier.BranchID(p.visit.Branch), TreatmentDate: p.claimed, About: p.theme.about,
		Story: fill(story, p.specialist.Name, branch), Wish: fill(wish, p.specialist.Name, branch), Language: p.language, Channel: channel,
	}
	if p.names() {
		c.Specialists = []dossier.SpecialistID{p.accused()}
	}
	if p.scenario.cast.colleague {
		c.Specialists = []dossier.SpecialistID{p.accused(), dossier.SpecialistID(p.colleague.ID)}
	}
	if relation := p.scenario.cast.represented; relation != "" {
		c.ActingFor, c.Relation = p.client.Name, relation
	}
	if channel != dossier.ByForm {
		c.ReceivedAt = p.due.Add(-time.Duration(20+p.r.IntN(90)) * time.Minute)
	}
	return c
}

// names reports whether the complaint names the specialist: whoever complains about one does.
func (p *plot) names() bool {
	if p.scenario.cast.unknown == stranger {
		return false
	}
	for _, a := range p.theme.about {
		if a == dossier.AboutSpecialist {
			return true
		}
	}
	return false
}

func authorityShown() []step {
	return plain(days(1), handler, dossier.AcceptAuthority{Evidence: "Machtiging met handtekening, gezien en gekopieerd."})
}

func matchChosen(after time.Duration, reason string) []step {
	return act(after, handler, func(p *plot) dossier.Command {
		return dossier.ChooseMatch{TreatmentID: dossier.TreatmentID(p.visit.ID), Reason: reason}
	})
}

func proofAsked() []step { return plain(hours(4), handler, dossier.AskProof{}) }

func proofGiven() []step {
	return plain(days(2), client, dossier.GiveProof{Proof: "Ik heb een foto van de pinbon en de afspraakbevestiging gestuurd."})
}

// moved is a complainant who can be reached in another way from now on.
func moved() []step {
	return act(hours(5), client, func(p *plot) dossier.Command {
		c := p.contact
		c.Address = pick(p.r, streets) + " 3, " + city(p.visit.Branch)
		return dossier.CorrectContact{Contact: c, Language: p.language}
	})
}

func messaged(words string) []step { return plain(hours(20), client, dossier.AddMessage{Words: words}) }

func replied(words string) []step { return plain(hours(4), handler, dossier.SendMessage{Words: words}) }

func noted(words string) []step { return plain(hours(2), handler, dossier.WriteNote{Words: words}) }

func breached(by voice) []step {
	return act(hours(30), by, func(p *plot) dossier.Command {
		return dossier.RecordBreach{Specialist: p.accused(), Words: "Er is een bericht gestuurd via het eigen nummer, met de vraag om de klacht in te trekken."}
	})
}

// Triage and explanation.

// judgedSerious is a judgement in time. Harm to health is reported at once.
func judgedSerious() []step {
	report := []step{{after: hours(2), by: handler, do: func(p *plot) []dossier.Command {
		if !p.theme.harm {
			return nil
		}
		return []dossier.Command{dossier.ReportHarm{Authority: "igj", On: p.today()}}
	}}}
	return join(judgedAfter(hours(5)), report)
}

func judgedAfter(after time.Duration) []step {
	return join(plainAssign(after), act(time.Hour, handler, func(p *plot) dossier.Command {
		return dossier.Judge{Severity: p.theme.severity, Serious: true, Harm: p.theme.harm, Reason: "Het verhaal is duidelijk en kan worden nagegaan."}
	}))
}

func plainAssign(after time.Duration) []step {
	return act(after, handler, func(p *plot) dossier.Command {
		return dossier.Assign{Account: p.handler.account.ID}
	})
}

func rejectedAtTriage(ground, reason string) []step {
	return act(hours(6), handler, func(p *plot) dossier.Command {
		return dossier.Judge{Severity: "minor", Ground: ground, Reason: reason}
	})
}

func harmReported() []step {
	return act(hours(20), handler, func(p *plot) dossier.Command {
		return dossier.ReportHarm{Authority: "igj", On: p.today()}
	})
}

// explained is by a planned call, or a visit at home.
func explained(how string) []step {
	plan := act(hours(2), handler, func(p *plot) dossier.Command {
		p.meetingAt = p.workingMoment(hours(20))
		return dossier.PlanExplanation{How: how, Start: p.meetingAt}
	})
	record := act(days(1), handler, func(p *plot) dossier.Command {
		return dossier.RecordExplanation{How: how, Words: pick(p.r, p.theme.explained)}
	})
	return join(plan, when(func(p *plot) time.Time { return p.meetingAt.Add(25 * time.Minute) }, record))
}

func calledInVain(times int) []step {
	var all []step
	for range times {
		all = join(all, plain(hours(20), handler, dossier.RecordAttempt{How: "call"}))
	}
	return all
}

func extended() []step {
	return act(hours(3), handler, func(p *plot) dossier.Command {
		return dossier.ExtendTerm{
			Until:  p.w.cal.Day(p.w.cal.After(p.filedAt(), dossier.Term{N: 25, Unit: dossier.Days})),
			Reason: "Een specialist is op vakantie en kan pas daarna worden gehoord. Dat willen wij niet overslaan.",
		}
	})
}
