package desk

import (
	"strconv"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// side is a block of facts beside the timeline.
type side struct {
	Title    string
	Facts    []kit.Fact
	Calendar string // where a calendar file of what is planned is to be had
	Police   string // where the dossier for the police is
}

// sides are the facts of a dossier; what the viewer may not know is not in the view and leaves no line.
func (s scene) sides(v casework.View) []side {
	all := []side{
		{Title: s.say("desk.side.contact"), Facts: s.contactFacts(v)},
		{Title: s.say("desk.side.complaint"), Facts: s.complaintFacts(v)},
		{Title: s.say("desk.side.treatment"), Facts: s.treatmentFacts(v.State)},
		{Title: s.say("desk.side.talk"), Facts: s.talkFacts(v.State), Calendar: s.calendarOf(v, casework.TalkAppointment)},
		{Title: s.say("desk.side.ban"), Facts: s.banFacts(v.State)},
		{Title: s.say("desk.side.investigation"), Facts: s.investigationFacts(v), Calendar: s.calendarOf(v, casework.HearingAppointment)},
		{Title: s.say("desk.side.decision"), Facts: s.decisionFacts(v)},
		{Title: s.say("desk.side.remedies"), Facts: s.remedyFacts(v.State)},
		{Title: s.say("desk.side.false"), Facts: s.falseFacts(v.State), Police: s.pageOf(v, casework.PagePolice)},
		{Title: s.say("desk.side.costs"), Facts: s.costFacts(v.State)},
	}
	var filled []side
	for _, one := range all {
		if hasValue(one.Facts) {
			filled = append(filled, one)
		}
	}
	return filled
}

func hasValue(facts []kit.Fact) bool {
	for _, f := range facts {
		if f.Value != "" {
			return true
		}
	}
	return false
}

func (s scene) contactFacts(v casework.View) []kit.Fact {
	c, _ := store.Contact(v.Entries)
	var language string
	if c != (dossier.Contact{}) {
		language, _ = words.Choice(s.lang, "language", v.State.Language)
	}
	return []kit.Fact{
		{Label: s.say("field.name"), Value: c.Name},
		{Label: s.say("field.phone"), Value: kit.PhoneText(c.Phone)},
		{Label: s.say("field.email"), Value: c.Email},
		{Label: s.say("field.address"), Value: c.Address},
		{Label: s.say("field.language"), Value: language},
	}
}

func (s scene) complaintFacts(v casework.View) []kit.Fact {
	st := v.State
	if !st.Filed || st.Phase == dossier.PhaseNone { // a narrow viewer knows that it was filed, and nothing more
		return nil
	}
	var about []string
	for _, a := range st.About {
		about = append(about, words.Code(s.lang, "about", a))
	}
	facts := []kit.Fact{
		{Label: s.say("desk.received"), Value: s.short(st.ReceivedAt)},
		{Label: s.say("field.channel"), Value: words.Code(s.lang, "channel", st.Channel)},
		{Label: s.say("field.about"), Value: s.orUnknown(strings.Join(about, ", "))},
		{Label: s.say("desk.named"), Value: words.List(s.lang, s.dir.specialistNames(st.Named))},
		{Label: s.say("desk.handler"), Value: s.handler(st)},
	}
	if st.Judged {
		severity := s.label(v, "severity", st.Severity)
		facts = append(facts, kit.Fact{Label: s.say("field.severity"), Value: severity}, kit.Fact{Label: s.say("field.harm"), Value: s.yes(st.Harm)})
	}
	return append(facts, kit.Fact{Label: s.say("desk.links"), Value: strings.Join(st.Links, ", ")}, kit.Fact{Label: s.say("desk.merged_into"), Value: st.MergedInto})
}

func (s scene) handler(st dossier.State) string {
	switch {
	case st.Outside != "":
		return s.dir.account(st.Outside)
	case st.Handler != "":
		return s.dir.account(st.Handler)
	}
	return s.say("desk.nobody")
}

func (s scene) treatmentFacts(st dossier.State) []kit.Fact {
	day, branch := st.TreatmentDate, st.Branch
	if untoldDay, where := st.Visit(); day == "" || branch == "" { // as it was found since
		day, branch = untoldDay, where
	}
	facts := []kit.Fact{
		{Label: s.say("desk.treatment.date"), Value: s.orUnknown(words.Date(s.lang, day))},
		{Label: s.say("field.branch"), Value: s.orUnknown(s.dir.branch(branch))},
	}
	if st.Match.Outcome != "" {
		facts = append(facts, kit.Fact{Label: s.say("desk.match"), Value: words.Code(s.lang, "match", st.Match.Outcome)})
	}
	for _, t := range st.Match.Candidates {
		facts = append(facts, kit.Fact{Label: s.say("desk.candidate"), Value: s.treatment(t)})
	}
	if t := st.Match.Treatment; t != nil {
		facts = append(facts,
			kit.Fact{Label: s.say("field.specialist"), Value: s.dir.specialist(t.Specialist)},
			kit.Fact{Label: s.say("desk.price"), Value: s.amount(t.Price)},
			kit.Fact{Label: s.say("desk.shades"), Value: s.shades(*t)},
		)
	}
	return facts
}

// orUnknown is what a complaint that came by mail need not say.
func (s scene) orUnknown(text string) string {
	if text == "" {
		return s.say("desk.unknown")
	}
	return text
}

func (s scene) shades(t dossier.Treatment) string {
	if t.ShadesAdvertised == 0 {
		return ""
	}
	return s.say("desk.shades.line", t.ShadesAdvertised, t.ShadesAchieved)
}

func (s scene) talkFacts(st dossier.State) []kit.Fact {
	t := st.Talk
	if t.Status == dossier.TalkNone {
		return nil
	}
	facts := []kit.Fact{
		{Label: s.say("desk.talk.status"), Value: words.Code(s.lang, "talk", t.Status)},
		{Label: s.say("field.specialist"), Value: s.dir.specialist(t.Specialist)},
		{Label: s.say("desk.talk.start"), Value: s.short(t.Start)},
	}
	if t.Attempts > 0 {
		facts = append(facts, kit.Fact{Label: s.say("desk.attempts"), Value: strconv.Itoa(t.Attempts)})
	}
	if t.PassedOn {
		facts = append(facts,
			kit.Fact{Label: s.say("field.act_kind"), Value: words.Code(s.lang, "agreed", t.ActKind)},
			kit.Fact{Label: s.say("desk.act.on"), Value: words.Date(s.lang, t.ActOn)},
			kit.Fact{Label: s.say("desk.act.done"), Value: s.yes(t.ActDone)})
	}
	return facts
}

func (s scene) banFacts(st dossier.State) []kit.Fact {
	var facts []kit.Fact
	for _, b := range st.Bans {
		text := s.say("desk.ban.since", s.short(b.Since))
		if !b.Until.IsZero() {
			text = s.say("desk.ban.over", s.short(b.Since), s.short(b.Until))
		}
		if b.Breaches > 0 {
			text += "; " + words.Plural(s.lang, "desk.ban.breaches", b.Breaches)
		}
		facts = append(facts, kit.Fact{Label: s.dir.specialist(b.Specialist), Value: text})
	}
	return facts
}

func (s scene) investigationFacts(v casework.View) []kit.Fact {
	st := v.State
	var facts []kit.Fact
	if n := len(st.Attempts); n > 0 {
		facts = append(facts, kit.Fact{Label: s.say("desk.attempts"), Value: strconv.Itoa(n)})
	}
	facts = append(facts, kit.Fact{Label: words.Code(s.lang, "part", dossier.StepExplanation), Value: s.explanation(v)}, kit.Fact{Label: words.Code(s.lang, "part", dossier.StepInquiry), Value: s.inquiry(v)})
	for _, h := range st.Hearings {
		facts = append(facts, kit.Fact{Label: s.say("desk.hearing.of", s.dir.specialist(h.Specialist)), Value: s.hearing(h)})
	}
	for _, f := range st.Findings {
		facts = append(facts, kit.Fact{Label: s.say("desk.finding.on", s.subject(f.Subject)), Value: words.Code(s.lang, "outcome", f.Outcome)})
	}
	return facts
}

func (s scene) explanation(v casework.View) string {
	st := v.State
	switch {
	case st.Explained:
		return s.say("desk.explained")
	case !st.PlannedStart.IsZero():
		return s.say("desk.planned", s.label(v, "explanation", st.PlannedHow), s.short(st.PlannedStart))
	}
	return s.skipped(v, dossier.StepExplanation, "")
}

func (s scene) skipped(v casework.View, part dossier.Step, specialist dossier.SpecialistID) string {
	for _, skip := range v.State.Skips {
		if skip.Part == part && skip.Specialist == specialist {
			return s.say("desk.skipped", s.skipLabel(v.Terms, part, skip.Reason))
		}
	}
	return ""
}

func (s scene) inquiry(v casework.View) string {
	q := v.State.Inquiry
	if q.Started.IsZero() {
		return s.skipped(v, dossier.StepInquiry, "")
	}
	answered := 0
	for _, f := range q.Fellows {
		if f.Answered {
			answered++
		}
	}
	text := s.say("desk.inquiry.line", len(q.Fellows), answered)
	if q.Closed {
		text += ", " + s.say("desk.inquiry.closed")
	}
	return text
}

func (s scene) hearing(h dossier.Hearing) string {
	switch {
	case h.Held:
		return plain(", ", s.say("desk.hearing.held", s.short(h.HeldAt)), words.Code(s.lang, "minutes", h.Minutes))
	case !h.Invited.IsZero():
		return s.say("desk.hearing.invited", h.Count, s.short(h.At))
	case h.Missed > 0:
		return words.Plural(s.lang, "desk.hearing.missed", h.Missed)
	case h.Statement:
		return s.say("desk.hearing.statement")
	}
	return s.say("desk.hearing.none")
}

func (s scene) decisionFacts(v casework.View) []kit.Fact {
	st := v.State
	var facts []kit.Fact
	if st.Decided {
		decision := "decision.rejected"
		if st.Upheld {
			decision = "decision.upheld"
		}
		facts = append(facts, kit.Fact{Label: s.say("class.decision"), Value: s.say(decision)}, kit.Fact{Label: s.say("desk.decided_at"), Value: s.short(st.DecidedAt)})
	}
	if st.Ground != "" {
		facts = append(facts, kit.Fact{Label: s.say("field.ground"), Value: s.label(v, "ground", st.Ground)})
	}
	for _, o := range st.Offers {
		var remedies []string
		for _, r := range o.Remedies {
			remedies = append(remedies, s.remedy(r))
		}
		value := plain(" – ", words.List(s.lang, remedies), words.Code(s.lang, "offer", o.Status), s.until(o.Until))
		facts = append(facts, kit.Fact{Label: s.say("desk.offer.number", strconv.Itoa(o.Number)), Value: value})
	}
	if st.Ending != "" {
		facts = append(facts, kit.Fact{Label: s.say("desk.ending"), Value: words.Code(s.lang, "ending", st.Ending)}, kit.Fact{Label: s.say("desk.ended_at"), Value: s.short(st.EndedAt)})
	}
	return facts
}

func (s scene) until(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return s.say("desk.until", s.short(at))
}

func (s scene) remedyFacts(st dossier.State) []kit.Fact {
	var facts []kit.Fact
	for _, r := range st.Remedies {
		text := s.say("desk.remedy.open")
		switch {
		case r.Done:
			text = words.Code(s.lang, "remedy_done", r.Kind) + ", " + words.Date(s.lang, r.On)
		case r.BookedOn != "":
			text = s.say("desk.remedy.booked", words.Date(s.lang, r.BookedOn), s.dir.specialist(r.Specialist))
		}
		facts = append(facts, kit.Fact{Label: s.remedy(dossier.OfferedRemedy{Kind: r.Kind, Amount: r.Amount}), Value: text})
	}
	return facts
}

func (s scene) falseFacts(st dossier.State) []kit.Fact {
	var facts []kit.Fact
	if st.Suspected {
		facts = append(facts, kit.Fact{Label: s.say("flag.suspected"), Value: words.Plural(s.lang, "desk.stated", len(st.StatedBy))})
	}
	if !st.FalseAt.IsZero() {
		facts = append(facts, kit.Fact{Label: s.say("ending.established_false"), Value: s.short(st.FalseAt)})
	}
	if !st.Undone.IsZero() {
		facts = append(facts, kit.Fact{Label: s.say("desk.undone"), Value: s.short(st.Undone)})
	}
	facts = append(facts, s.claimFacts(st)...)
	return append(facts, kit.Fact{Label: s.say("desk.police"), Value: s.short(st.Police)})
}

func (s scene) claimFacts(st dossier.State) []kit.Fact {
	if st.Claim.Sent.IsZero() {
		return nil
	}
	line := s.say("desk.claim.line", s.amount(st.Claim.Total), s.amount(st.Claim.Paid), words.Code(s.lang, "claim", st.Claim.Settled))
	return []kit.Fact{{Label: s.say("desk.claim"), Value: line}}
}

func (s scene) costFacts(st dossier.State) []kit.Fact {
	var facts []kit.Fact
	if st.Minutes > 0 {
		facts = append(facts, kit.Fact{Label: s.say("desk.hours"), Value: words.Spent(s.lang, st.Minutes) + " (" + s.amount(st.HourCosts) + ")"})
	}
	if st.Costs > 0 {
		facts = append(facts, kit.Fact{Label: s.say("desk.costs"), Value: s.amount(st.Costs)})
	}
	return facts
}
