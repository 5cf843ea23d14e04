package desk

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// policeData is the dossier for a report to the police (R27), made to be printed.
type policeData struct {
	scene
	Nav       []kit.NavItem
	Reference string
	Chapters  []chapter
	Timeline  []item     // everything that was done, in its order
	Made      []kit.Fact // who made the page, and when
}

// chapter is one part of it: what it comes down to, and the records it rests on.
type chapter struct {
	Title   string
	Facts   []kit.Fact
	Records []item
}

// empty reports whether there is nothing to tell under its heading.
func (c chapter) empty() bool { return len(c.Records) == 0 && !hasValue(c.Facts) }

// policeWords are the classes whose words the police get. What was said in a talk stays between the two (R3), and who the other
// clients of that day are is not theirs to know (R15).
var policeWords = []dossier.Class{dossier.ClassContact, dossier.ClassComplaint, dossier.ClassDecision, dossier.ClassHandling}

func (d *desk) police(w http.ResponseWriter, r *http.Request, s scene) error {
	v, err := d.app.Office.Fetch(r.Context(), s.viewer, r.PathValue("ref"), casework.PagePolice)
	if err != nil {
		return err
	}
	return kit.Render(w, r, http.StatusOK, policeTemplate(s.policeData(v)))
}

func (s scene) policeData(v casework.View) policeData {
	p := policeData{scene: s, Nav: s.nav(""), Reference: v.State.Reference, Chapters: s.chapters(v), Made: s.made()}
	for _, e := range v.Entries {
		p.Timeline = append(p.Timeline, s.bare(v, e))
	}
	return p
}

func (s scene) chapters(v casework.View) []chapter {
	st := v.State
	return []chapter{
		{s.say("desk.police.established"), s.establishedFacts(st), s.records(v, dossier.SuspicionRaised{}, dossier.SuspicionDropped{},
			dossier.FalsenessStated{}, dossier.FalsenessEstablished{}, dossier.FalsenessUndone{})},
		{s.say("desk.police.complaint"), nil, s.records(v, dossier.Filed{}, dossier.ContactCorrected{})},
		{s.say("desk.police.register"), s.searchFacts(v), s.records(v, dossier.Matched{}, dossier.ProofAsked{}, dossier.ProofGiven{})},
		{s.say("desk.police.attempts"), nil, s.records(v, dossier.TalkAttempted{}, dossier.ContactAttempted{},
			dossier.ExplanationPlanned{}, dossier.ExplanationCancelled{}, dossier.Explained{})},
		{s.say("desk.side.costs"), s.totalFacts(st), s.records(v, dossier.HoursRecorded{}, dossier.CostRecorded{})},
		{s.say("desk.claim"), s.claimFacts(st), s.records(v, dossier.ClaimSent{}, dossier.ClaimPaid{}, dossier.ClaimWithdrawn{},
			dossier.ClaimWrittenOff{}, dossier.ClaimRepaid{})},
		{s.say("desk.police"), nil, s.records(v, dossier.PoliceReported{}, dossier.PoliceInformed{})},
	}
}

// records are those of the given kinds of events, in their order, with the words that the police get.
func (s scene) records(v casework.View, kinds ...dossier.Event) []item {
	var items []item
	for _, e := range v.Entries {
		if !slices.ContainsFunc(kinds, func(kind dossier.Event) bool { return kind.Name() == e.Event.Name() }) {
			continue
		}
		e.Parts = slices.DeleteFunc(slices.Clone(e.Parts), func(p dossier.Part) bool { return !slices.Contains(policeWords, p.Class) })
		if m, ok := e.Event.(dossier.Matched); ok {
			m.Treatment, m.Candidates = nil, nil // visits of somebody else
			e.Event = m
		}
		items = append(items, s.item(v, e))
	}
	return items
}

// bare is a record without its words and facts; of a term that passed it says which.
func (s scene) bare(v casework.View, e store.Entry) item {
	i := s.item(v, e)
	if !i.Late {
		i.Facts = nil
	}
	i.Said = nil
	return i
}

func (s scene) establishedFacts(st dossier.State) []kit.Fact {
	names := make([]string, 0, len(st.FalseBy))
	for _, id := range st.FalseBy {
		names = append(names, s.dir.account(id))
	}
	return []kit.Fact{
		{Label: s.say("desk.police.on"), Value: s.moment(st.FalseAt)},
		{Label: s.say("fact.by"), Value: words.List(s.lang, names)},
		{Label: s.say("desk.police.criteria"), Value: s.say("desk.police.criteria.text")},
	}
}

// searchFacts are what the register was last searched for, what that gave, and whether proof was asked and brought (R9).
func (s scene) searchFacts(v casework.View) []kit.Fact {
	st := v.State
	c, client := store.Contact(untilSearched(v.Entries))
	if client == "" {
		client = c.Name
	}
	facts := []kit.Fact{
		{Label: s.say("desk.police.sought", s.say("field.name")), Value: client},
		{Label: s.say("desk.police.sought", s.say("field.email")), Value: c.Email},
		{Label: s.say("desk.police.sought", s.say("field.phone")), Value: kit.PhoneText(c.Phone)},
		{Label: s.say("desk.police.sought", s.say("field.treatment_date")), Value: s.orUnknown(words.Date(s.lang, st.TreatmentDate))},
		{Label: s.say("desk.police.sought", s.say("field.branch")), Value: s.orUnknown(s.dir.branch(st.Branch))},
		{Label: s.say("desk.match"), Value: words.Code(s.lang, "match", st.Match.Outcome)},
	}
	if st.Match.ProofAsked.IsZero() {
		return append(facts, kit.Fact{Label: s.say("desk.police.proof_asked"), Value: s.yes(false)})
	}
	return append(facts,
		kit.Fact{Label: s.say("desk.police.proof_asked"), Value: s.moment(st.Match.ProofAsked)},
		kit.Fact{Label: s.say("desk.police.proof_given"), Value: s.yes(st.Match.ProofGiven)})
}

// untilSearched are the entries up to the last search in the register.
func untilSearched(entries []store.Entry) []store.Entry {
	for i := len(entries) - 1; i >= 0; i-- {
		if _, ok := entries[i].Event.(dossier.Matched); ok {
			return entries[:i+1]
		}
	}
	return entries
}

func (s scene) totalFacts(st dossier.State) []kit.Fact {
	if st.HourCosts+st.Costs == 0 {
		return nil
	}
	return append(s.costFacts(st), kit.Fact{Label: s.say("desk.police.total"), Value: s.amount(st.HourCosts + st.Costs)})
}

func (s scene) made() []kit.Fact {
	o := s.policy.Organisation
	return []kit.Fact{
		{Label: s.say("desk.police.organisation"), Value: plain(", ", append([]string{o.Name}, o.AddressLines()...)...)},
		{Label: s.say("field.phone"), Value: o.Phone},
		{Label: s.say("field.email"), Value: o.Email},
		{Label: s.say("desk.police.made_by"), Value: s.viewer.Name},
		{Label: s.say("desk.police.made_at"), Value: s.moment(s.now)},
	}
}

// numberOf is a record's number in the history, as it is written.
func numberOf(i item) string { return strconv.Itoa(i.Number) }
