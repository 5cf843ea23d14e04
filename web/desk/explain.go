package desk

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// Telling is a dossier's history told rule by rule, in words: what an owner shows a judge (R28). It holds facts alone.
type Telling struct {
	Reference string
	Facts     []kit.Fact    // where it stands, how long its history is, whether that is whole
	Whole     bool          // the chain of records holds
	Sum       []kit.Fact    // how many promises were kept, late, running and fell away
	Look      []ToldPromise // those of the chain that were late or not kept
	Rules     []ToldRule    // in the order of the procedure
}

// ToldRule is what one rule promised in the dossier.
type ToldRule struct {
	Rule, Title string
	Promises    []ToldPromise
}

// ToldPromise is one promise and what became of it.
type ToldPromise struct {
	Rule    string
	Says    string // the promise in one sentence
	Of      string // whom or what it is about, when the sentence does not say
	State   string
	Style   string     // of the badge: good, warn, bad, info or empty
	Facts   []kit.Fact // due, done, amounts
	Records []ToldRecord
}

// ToldRecord is a record that a promise rests on.
type ToldRecord struct {
	Number   int
	At       time.Time
	When     string
	Who      string
	As       string // what it has to do with the promise; empty when it only shows it
	What     string
	Detail   string // its facts
	Contrary bool   // it is against the rule
}

// Tell tells a dossier of which the facts are at hand, as of a moment that is not before its last record. Whom they may be told to is for
// whoever reads them to see to.
func Tell(ctx context.Context, r *store.Reader, p *policy.Policy, lang words.Lang, f store.Facts, now time.Time) (Telling, error) {
	dir, err := loadDirectory(ctx, r)
	if err != nil {
		return Telling{}, err
	}
	cal := p.NewCalendar()
	s := scene{lang: lang, zone: cal.Zone(), now: now, dir: dir, policy: p}
	return s.tell(f, cal), nil
}

func (s scene) tell(f store.Facts, cal dossier.Calendar) Telling {
	if last := f.Records[len(f.Records)-1].At; last.After(s.now) {
		s.now = last
	}
	a := dossier.Explain(dossier.Past{Records: f.Records, Terms: f.Terms, Treats: s.dir.treats()}, cal, s.now)
	view := casework.View{Loaded: store.Loaded{Classes: f.Classes, State: a.State}, Terms: f.Terms[a.State.TermsHash]}
	return s.telling(view, f, a)
}

// treats says which accounts are of specialists, and of whom.
func (d directory) treats() map[dossier.AccountID]dossier.SpecialistID {
	of := map[dossier.AccountID]dossier.SpecialistID{}
	for _, a := range d.accounts {
		of[a.ID] = a.Specialist
	}
	return of
}

// explainData is the page.
type explainData struct {
	scene
	Telling
	Nav []kit.NavItem
}

func (d *desk) explain(w http.ResponseWriter, r *http.Request, s scene) error {
	f, err := d.app.Office.Facts(r.Context(), s.viewer, r.PathValue("ref"))
	if err != nil {
		return err
	}
	t := s.tell(f, d.app.Calendar)
	return kit.Render(w, r, http.StatusOK, explainTemplate(explainData{scene: s, Telling: t, Nav: s.nav("")}))
}

func (s scene) telling(v casework.View, f store.Facts, a dossier.Telling) Telling {
	t := Telling{Reference: a.State.Reference, Whole: len(f.Faults) == 0, Facts: s.explainFacts(f, a)}
	count := map[string]int{}
	for _, l := range a.Lines {
		if l.Promise == "recorded" && !t.Whole { // records that were changed, or taken from the end, can look to be in order
			l.State = dossier.PromiseMissed
		}
		p := s.promiseTold(v, l)
		count[standing(l)]++
		if standing(l) == "bad" {
			t.Look = append(t.Look, p)
		}
		if n := len(t.Rules); n == 0 || t.Rules[n-1].Rule != l.Rule {
			t.Rules = append(t.Rules, ToldRule{Rule: l.Rule, Title: s.say("explain.rule." + l.Rule)})
		}
		rule := &t.Rules[len(t.Rules)-1]
		rule.Promises = append(rule.Promises, p)
	}
	t.Sum = s.explainSum(count)
	return t
}

func (s scene) explainFacts(f store.Facts, a dossier.Telling) []kit.Fact {
	whole := s.say("explain.whole")
	if len(f.Faults) > 0 {
		whole = s.say("explain.changed")
	}
	return []kit.Fact{
		{Label: s.say("explain.step"), Value: s.step(a.State.Phase, a.State.Ending)},
		{Label: s.say("explain.history"), Value: s.say("explain.records", len(f.Records), s.short(a.State.Opened), s.short(a.State.Last))},
		{Label: s.say("explain.chain"), Value: whole},
		{Label: s.say("explain.digest"), Value: f.Digest},
		{Label: s.say("explain.as_of"), Value: s.moment(a.At)},
	}
}

// standing sorts a line of the chain's own: good, bad, open or gone. It is empty for what others may do, or did not come to, and for
// what is only told.
func standing(l dossier.Line) string {
	switch {
	case l.Sort == dossier.LineTheirs, l.Sort == dossier.LineMoment && l.State == dossier.PromiseMissed:
		return ""
	case l.Sort == dossier.LineMoment && l.State == dossier.PromiseOverdue:
		return "open"
	}
	switch l.State {
	case dossier.PromiseKept:
		return "good"
	case dossier.PromiseKeptLate, dossier.PromiseOverdue, dossier.PromiseMissed:
		return "bad"
	case dossier.PromiseRunning:
		return "open"
	case dossier.PromiseFellAway:
		return "gone"
	default:
		return ""
	}
}

func (s scene) explainSum(count map[string]int) []kit.Fact {
	var facts []kit.Fact
	for _, which := range []string{"good", "bad", "open", "gone"} {
		if n := count[which]; n > 0 || which != "gone" {
			facts = append(facts, kit.Fact{Label: s.say("explain.sum." + which), Value: s.number("", n)})
		}
	}
	return facts
}

// explainStyle is how the badge of a state looks; the words say it all.
func explainStyle(l dossier.Line) string {
	switch standing(l) {
	case "good":
		return "good"
	case "bad":
		return "bad"
	case "open":
		return "info"
	}
	if l.State == dossier.PromiseRunning {
		return "info"
	}
	return ""
}

func (s scene) promiseTold(v casework.View, l dossier.Line) ToldPromise {
	p := ToldPromise{
		Rule: l.Rule, Says: s.promiseSays(l), Of: s.promiseOf(v, l), State: s.say("explain." + string(l.Sort) + "." + string(l.State)),
		Style: explainStyle(l), Facts: s.promiseFacts(l),
	}
	for _, c := range l.Cites {
		came := c.As == dossier.CitePassed && l.Sort == dossier.LineMoment // that an appointment's moment came says nothing
		if !came && dossier.Sees(v.Classes, c.Event.Class(), dossier.PersonOf(c.Event)) {
			p.Records = append(p.Records, s.recordTold(v, l, c))
		}
	}
	return p
}

// promiseSays is the sentence of a promise, with the figure of the dossier's own terms.
func (s scene) promiseSays(l dossier.Line) string {
	key := "promise." + l.Promise
	switch {
	case l.Term.Unit != "":
		return s.say(key, words.Term(s.lang, l.Term.N, l.Term.Unit))
	case l.Count > 0:
		return s.say(key, l.Count)
	}
	return s.say(key)
}

// promiseOf names what tells promises of one sort apart.
func (s scene) promiseOf(v casework.View, l dossier.Line) string {
	switch {
	case l.Subject == "":
		return ""
	case l.Promise == "ban":
		return s.dir.specialist(dossier.SpecialistID(l.Subject))
	case l.Promise == string(dossier.DueRemedy):
		return s.remedyNumber(v, l.Subject)
	}
	return s.subjectOf(dossier.DeadlineKind(l.Promise), l.Subject)
}

// dueLabels are of terms that are no 'due by'.
var dueLabels = map[string]string{
	string(dossier.DueAppointment): "explain.due.moment", string(dossier.DueHearing): "explain.due.moment",
	string(dossier.DueInquiry): "explain.due.ends",
}

func (s scene) promiseFacts(l dossier.Line) []kit.Fact {
	due, kept := dueLabels[l.Promise], "explain.kept"
	switch {
	case due == "" && l.Sort == dossier.LineTheirs:
		due = "explain.due.ends"
	case due == "":
		due = "explain.due"
	}
	if l.Promise == "ban" {
		kept = "explain.kept.ban"
	}
	facts := []kit.Fact{
		{Label: s.say(due), Value: s.moment(l.Due)},
		{Label: s.say(kept), Value: s.moment(l.Kept)},
	}
	if l.Who != "" && l.Sort != dossier.LineMoment {
		facts = append(facts, kit.Fact{Label: s.say("explain.turn"), Value: s.turn(l.Who)})
	}
	switch {
	case l.Limit > 0:
		facts = append(facts, kit.Fact{Label: s.say("explain.granted"), Value: s.amount(l.Amount)},
			kit.Fact{Label: s.say("explain.price"), Value: s.amount(l.Limit)})
	case l.Amount > 0:
		facts = append(facts, kit.Fact{Label: s.say("explain.claimed"), Value: s.amount(l.Amount)})
	}
	return slices.DeleteFunc(facts, func(f kit.Fact) bool { return f.Value == "" })
}

// toldFacts are the fields of events that say how a promise was kept or broken. What a complaint is about and who is behind it
// stands on the dossier's own page.
var toldFacts = []string{
	"Outcome", "Subject", "Severity", "Serious", "Harm", "Ground", "Authority", "Account", "Outside", "How", "Tried", "Until", "Subjects",
	"Clients", "Narrow", "At", "Invitation", "Agreed", "Part", "Reason", "Specialist", "Upheld", "Offer", "Remedies", "SameSpecialist",
	"On", "Ending", "Merged", "Maintained", "Phase", "From", "Cause", "HeldElsewhere", "By", "Base", "Hours", "Costs", "Amount", "Solved",
}

// toldOf are those of promises to which other ones matter.
var toldOf = map[string][]string{
	"received":      {"ReceivedAt", "Channel"},
	"filed_in_time": {"TreatmentDate", "ReceivedAt", "TalkAsked", "TalkEnded", "Late"},
	"filed_untold":  {"TreatmentDate", "ReceivedAt"},
	"filed_late":    {"TreatmentDate", "ReceivedAt", "TalkAsked", "TalkEnded", "Late"},
	"looked_up":     {"Outcome"},
	"unconflicted":  {"Account", "Outside"},
	"ceiling":       {"Offer", "Remedies", "From"},
}

func (s scene) recordTold(v casework.View, l dossier.Line, c dossier.Cite) ToldRecord {
	r := ToldRecord{
		Number: c.Number, At: c.At, When: s.moment(c.At), Who: s.dir.actor(s.lang, c.By), What: words.Event(s.lang, c.Event.Name()),
		Contrary: c.As == dossier.CiteBroke,
	}
	if key := "explain.cite." + string(c.As); words.Has(key) {
		r.As = s.say(key)
	}
	switch {
	case c.As == dossier.CiteMoved:
		r.As += " " + s.short(c.Due)
		if !c.From.IsZero() {
			r.As += ", " + s.say("explain.cite.was", s.short(c.From))
		}
	case c.As == dossier.CitePassed, c.As == dossier.CiteReminded: // which term it was is what the promise says
	case c.As != dossier.CiteMade || l.Sort == dossier.LinePractice:
		r.Detail = s.detail(v, l, c.Event)
	}
	return r
}

// detail is what a record says, as far as it matters to the promise.
func (s scene) detail(v casework.View, l dossier.Line, e dossier.Event) string {
	wanted, ok := toldOf[l.Promise]
	if !ok {
		wanted = toldFacts
	}
	of := s.promiseOf(v, l)
	var details []string
	for _, fact := range s.someFacts(v, e, func(name string) bool { return slices.Contains(wanted, name) }) {
		if fact.Value != of {
			details = append(details, fact.Label+": "+fact.Value)
		}
	}
	return strings.Join(details, "; ")
}
