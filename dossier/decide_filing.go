package dossier

import (
	"cmp"
	"slices"
	"time"
)

// Step 2: filing, matching and the contact ban (R5–R9, R22, R23).

// joined makes one refusal of several.
func joined(rs refusals) *Refusal {
	first := *rs[0]
	first.Others = rs[1:]
	return &first
}

// formFaults are what is wrong with a public form besides single fields, so that one answer names everything (R5).
func (d *decider) formFaults(c Command) refusals {
	switch c := c.(type) {
	case RequestTalk:
		return d.requestFaults(c)
	case File:
		return d.fileFaults(c)
	}
	return nil
}

// reachable demands one way to reach the complainant (R5). A letter that gives a postal address alone is not refused to
// whoever takes it down (R6).
func (d *decider) reachable(c Contact) *Refusal {
	byPost := d.env.By.Staff() && !blank(c.Address)
	if blank(c.Email) && blank(c.Phone) && !byPost {
		return refuseField("Email", "R5", "unreachable", "Vul een e-mailadres of een telefoonnummer in, zodat wij u kunnen bereiken.",
			"Fill in an e-mail address or a phone number, so that we can reach you.")
	}
	return nil
}

func notFuture(field string, day, today Date) *Refusal {
	if day > today && validDate(day) {
		return refuseField(field, "R5", "future", "Deze datum ligt in de toekomst. Vul een datum in die al geweest is.",
			"This date is in the future. Fill in a date that has been.")
	}
	return nil
}

func holds(ids []SpecialistID, id SpecialistID) bool { return slices.Contains(ids, id) }

func (d *decider) file(c File) *Refusal {
	received := d.received(c)
	reference := d.Reference
	if reference == "" {
		reference = c.Reference
	}
	c.TreatmentDate = cmp.Or(c.TreatmentDate, d.TreatmentDate) // the wish to talk that came before may have told it
	c.Branch = cmp.Or(c.Branch, d.Branch)
	d.Talk.ElsewhereAsked, d.Talk.ElsewhereEnded = c.TalkAsked, c.TalkEnded
	late := d.isLate(c.TreatmentDate, received)
	d.dropTalk("filed")
	if d.Talk.ActOn != "" && !d.Talk.ActDone {
		d.happens(ActCancelled{})
	}
	d.happens(Filed{
		Reference: reference, TermsHash: c.TermsHash, Channel: c.Channel, ReceivedAt: received, Branch: c.Branch,
		TreatmentDate: c.TreatmentDate, Named: c.Specialists, About: c.About, Represented: c.Relation != "",
		Relation: c.Relation, Late: late, ShareTalk: c.ShareTalk,
		Language: c.Language, HasEmail: !blank(c.Email), HasPhone: !blank(c.Phone),
		TalkAsked: c.TalkAsked, TalkEnded: c.TalkEnded,
	}, append(contactParts(c.Contact), says("client_name", ClassContact, c.ActingFor),
		says("story", ClassComplaint, c.Story), says("wish", ClassComplaint, c.Wish))...)
	d.takeIn(c.Files)
	if d.mayShare() {
		d.happens(TalkShared{})
	}
	if c.Source != "" {
		d.happens(Linked{Other: c.Source})
	}
	d.startBans("filed", c.Specialists...)
	return nil
}

// byProgram reports whether the program itself does it.
func (e Env) byProgram() bool { return e.By.Is(RoleSystem) && !e.By.Staff() }

// untold are the fields that a complaint may leave open (R5, R6): a mail need not say which visit it is about. The form asks for it, so only
// whoever takes mail in files it so: the program, or staff.
func (e Env) untold(c Command, field string) bool {
	file, ok := c.(File)
	return ok && file.Channel == ByMail && (e.By.Staff() || e.byProgram()) && slices.Contains([]string{"TreatmentDate", "Branch", "About"}, field)
}

// received is when the complaint reached the chain (R5). Only staff can say that it was before now, and the program of a mail.
func (d *decider) received(c File) time.Time {
	if (d.env.By.Staff() || d.env.byProgram()) && !c.ReceivedAt.IsZero() {
		return c.ReceivedAt
	}
	return d.env.Now
}

func (d *decider) fileFaults(c File) refusals {
	received := d.received(c)
	var faults refusals
	if d.env.byProgram() && c.Channel != ByMail {
		faults.add(refuseField("Channel", "R5", "not_mail", "Het programma dient alleen in wat per mail kwam.", "The program files only what came by mail."))
	}
	faults.add(d.reachable(c.Contact))
	faults.add(notFuture("TreatmentDate", c.TreatmentDate, d.env.Calendar.Day(received)))
	if received.After(d.env.Now) {
		faults.add(refuseField("ReceivedAt", "R5", "future", "Dit moment ligt in de toekomst.", "This moment is in the future."))
	}
	if !blank(c.ActingFor) && c.Relation == "" {
		faults.add(refuseField("Relation", "R5", "missing", "Kies wat u van de klant bent, bijvoorbeeld ouder of partner.",
			"Choose what you are to the client, for instance a parent or partner."))
	}
	if blank(c.ActingFor) && c.Relation != "" {
		faults.add(refuseField("ActingFor", "R5", "missing", "Vul de naam in van de klant namens wie u klaagt.",
			"Fill in the name of the client on whose behalf you complain."))
	}
	return faults
}

// isLate is R8: after day 7, but a talk asked for within the term, here or in another dossier, keeps it open until 7 days
// after that talk ended. While the day is not known, neither is that it is late.
func (d *decider) isLate(treated Date, received time.Time) bool {
	if treated == "" {
		return false
	}
	end := filingEnds(d.env, treated)
	if !received.After(end) {
		return false
	}
	keepsOpen := func(asked, ended time.Time) bool {
		return !asked.IsZero() && !asked.After(end) &&
			(ended.IsZero() || !received.After(d.env.Calendar.After(ended, d.env.Terms.Filing)))
	}
	return !keepsOpen(d.Talk.Since, d.Talk.Ended) && !keepsOpen(d.Talk.ElsewhereAsked, d.Talk.ElsewhereEnded)
}

// mayShare: on filing it was said that the talk goes along (R3), by the client or by who has shown that they may (R5).
func (d *decider) mayShare() bool {
	return d.Talk.ShareAsked && len(d.Talk.HeldBy) > 0 && !d.Talk.Shared && (!d.Represented || d.AuthorityShown)
}

func (d *decider) acceptAuthority(c AcceptAuthority) *Refusal {
	d.happens(AuthorityAccepted{}, notes("evidence", ClassHandling, c.Evidence))
	if d.mayShare() {
		d.happens(TalkShared{})
	}
	return nil
}

// messageClass: before a complaint is filed a message is about appointments, which the desk makes.
func (d *decider) messageClass() Class {
	if d.Filed {
		return ClassComplaint
	}
	return ClassPlanning
}

// hasBans reports whether R22 keeps the two apart in this phase: from filing to the finding.
func (p Phase) hasBans() bool {
	return p == PhaseTriage || p == PhaseExplanation || p == PhaseInvestigation
}

// startBans begins the ban with each specialist that has none yet, and takes their appointments off the calendar (R22, R23).
func (d *decider) startBans(cause string, ids ...SpecialistID) {
	for _, id := range ids {
		if id == "" || !d.Phase.hasBans() || holds(d.Banned(), id) {
			continue
		}
		d.happens(BanStarted{Specialist: id, Cause: cause})
		d.unbook(id)
	}
}

// endBan ends the ban with a specialist, if one runs.
func (d *decider) endBan(id SpecialistID, cause string, held bool) {
	if holds(d.Banned(), id) {
		d.happens(BanEnded{Specialist: id, Cause: cause, HeldElsewhere: held || holds(d.env.HeldElsewhere, id)})
	}
}

func (d *decider) endBans(cause string) {
	for _, id := range d.Banned() {
		d.endBan(id, cause, false)
	}
}

func (d *decider) recordMatch(c RecordMatch) *Refusal {
	if c.Outcome == MatchFound && c.Treatment == nil {
		return refuse("R9", "no_treatment", "Er is geen behandeling meegegeven.", "No treatment came with it.")
	}
	tooLate := func(id SpecialistID) bool { return !d.Phase.hasBans() && d.unheard(id) }
	if c.Outcome == MatchFound && (d.TreatmentDate == "" || tooLate(c.Treatment.Specialist)) { // which visit is meant is for a person to say
		c.Outcome, c.Candidates, c.Treatment = MatchCandidates, []Treatment{*c.Treatment}, nil
	}
	e := Matched{Outcome: c.Outcome, Treatment: c.Treatment, Candidates: c.Candidates, Late: d.Late, Cause: "register"}
	if c.Treatment != nil {
		e.Late = d.matchedLate(c.Treatment)
	}
	d.happens(e)
	switch c.Outcome {
	case MatchFound:
		d.startBans("matched", c.Treatment.Specialist)
	case MatchNobody, MatchNoVisit:
		if d.Open() && !d.Match.ProofGiven { // nor again, when the visit was told after it
			d.happens(ProofAsked{}) // before anything else follows from it
		}
	}
	return nil
}

// matchedLate judges R8 again where the register has another date than the complainant gave.
func (d *decider) matchedLate(t *Treatment) bool {
	if t.Date == d.TreatmentDate {
		return d.Late
	}
	return d.isLate(t.Date, d.ReceivedAt)
}

func (d *decider) chooseMatch(c ChooseMatch) *Refusal {
	old := d.Match.Treatment
	switch {
	case d.amongCandidates():
		return refuse("R14", "conflict", "Deze klacht kan over uzelf gaan. Laat iemand anders de behandeling kiezen.",
			"This complaint may be about yourself. Let somebody else choose the treatment.")
	case c.Treatment == nil || c.Treatment.ID != c.TreatmentID:
		return refuseField("TreatmentID", "R9", "no_treatment", "Deze behandeling staat niet in het klantensysteem.",
			"The register does not have this treatment.")
	case old != nil && old.ID == c.TreatmentID:
		return refuseField("TreatmentID", "R9", "same", "Dit is al de gekozen behandeling.", "This treatment is already chosen.")
	case old != nil && blank(c.Reason):
		return refuseField("Reason", "R9", "missing", "Vul in waarom de eerdere keuze niet klopte.", "Fill in why the earlier choice was wrong.")
	case d.Granted()+d.Moved > 0:
		return refuse("R19", "granted", "Er is al een oplossing toegekend voor deze behandeling. De keuze kan niet meer veranderen.",
			"A remedy has been granted for this treatment. The choice can no longer change.")
	case d.unheard(c.Treatment.Specialist):
		return refuseField("TreatmentID", "R17", "not_heard", "Het onderzoek is afgerond en deze specialist is niet gehoord. Neem eerst het besluit. Heropen daarna het onderzoek.",
			"The investigation is over and this specialist was not heard. First take the decision. Then reopen the investigation.")
	}
	d.rematch(c)
	return nil
}

// tellVisit is as if it had been said when the complaint was filed (R5): who is named, and whether it is late (R8). The register is asked
// again, unless it still is (R9).
func (d *decider) tellVisit(c TellVisit) *Refusal {
	if d.amongCandidates() {
		return refuse("R14", "conflict", "Deze klacht kan over uzelf gaan. Laat iemand anders invullen om welk bezoek het gaat.",
			"This complaint may be about yourself. Let somebody else fill in which visit it is about.")
	}
	if r := notFuture("TreatmentDate", c.TreatmentDate, d.env.Calendar.Day(d.ReceivedAt)); r != nil {
		return r
	}
	d.Talk.ElsewhereAsked, d.Talk.ElsewhereEnded = c.TalkAsked, c.TalkEnded
	d.happens(VisitTold{
		Branch: c.Branch, TreatmentDate: c.TreatmentDate, Named: c.Specialists, About: c.About,
		Late: d.isLate(c.TreatmentDate, d.ReceivedAt), TalkAsked: c.TalkAsked, TalkEnded: c.TalkEnded,
	})
	d.startBans("filed", c.Specialists...)
	return nil
}

// unheard reports whether the investigation is over and nobody asked that specialist (R17).
func (d *decider) unheard(id SpecialistID) bool { return d.Completed && !holds(d.accusedHere(), id) }

// amongCandidates: the actor gave one of the treatments the complaint may be about.
func (d *decider) amongCandidates() bool {
	return d.env.By.Specialist != "" && slices.ContainsFunc(d.Match.Candidates, func(t Treatment) bool { return t.Specialist == d.env.By.Specialist })
}

// rematch ends the ban with whoever was matched before, where nothing else holds it, and starts the other (R22).
func (d *decider) rematch(c ChooseMatch) {
	old, cause, ban := d.Match.Treatment, "chosen", "matched"
	var before, unnamed SpecialistID
	if old != nil {
		before, cause, ban = old.Specialist, "corrected", "corrected"
	}
	if c.NamedByMistake {
		unnamed = d.namedByMistake(before, c.Treatment.Specialist)
	}
	e := Matched{Outcome: MatchFound, Treatment: c.Treatment, Cause: cause, Unnamed: unnamed}
	if d.TreatmentDate == "" {
		e.TalkAsked, e.TalkEnded = c.TalkAsked, c.TalkEnded
		d.Talk.ElsewhereAsked, d.Talk.ElsewhereEnded = c.TalkAsked, c.TalkEnded
	}
	if len(d.About) == 0 {
		e.About = c.About
	}
	e.Late = d.matchedLate(c.Treatment)
	d.happens(e, notes("reason", ClassHandling, c.Reason))
	for _, id := range []SpecialistID{before, unnamed} {
		if id != c.Treatment.Specialist && !holds(d.Named, id) && !d.investigated(id) {
			d.endBan(id, "corrected", false)
		}
	}
	d.startBans(ban, c.Treatment.Specialist)
}

// namedByMistake is whom the complainant named instead of the right one: whoever was matched before, if that one was named.
func (d *decider) namedByMistake(before, right SpecialistID) SpecialistID {
	others := without(d.Named, right)
	switch {
	case len(others) == 0:
		return ""
	case holds(others, before):
		return before
	}
	return others[0]
}

func (s State) investigated(id SpecialistID) bool {
	return slices.Contains(s.Subjects, FindingSubject{About: AboutSpecialist, Specialist: id})
}

func (d *decider) correctContact(c CorrectContact) *Refusal {
	if r := d.reachable(c.Contact); r != nil {
		return r
	}
	language := c.Language
	if language == "" {
		language = d.Language
	}
	d.happens(ContactCorrected{HasEmail: !blank(c.Email), HasPhone: !blank(c.Phone), Language: language}, contactParts(c.Contact)...)
	return nil
}

func (d *decider) recordBreach(c RecordBreach) *Refusal {
	id := c.Specialist
	if d.env.sidedSpecialist(d.State) { // a specialist speaks of their own ban alone
		id = d.env.By.Specialist
	}
	if banned := d.Banned(); id == "" && len(banned) == 1 {
		id = banned[0]
	}
	if id == "" {
		return refuseField("Specialist", "R23", "missing", "Kies met welke specialist er contact was.", "Choose with which specialist there was contact.")
	}
	words := notes("words", ClassHandling, c.Words)
	switch { // each side's words are the other's to read as little as a message would be (R23)
	case d.env.By.Is(RoleComplainant):
		words = says("words", ClassComplaint, c.Words)
	case d.env.By.Specialist == id:
		words = concerns(id, "words", ClassHearing, c.Words)
	}
	d.happens(BreachRecorded{Specialist: id}, words)
	return nil
}
