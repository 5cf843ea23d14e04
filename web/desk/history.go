package desk

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// item is one record of the timeline.
type item struct {
	Number int
	At     time.Time
	When   string
	Who    string
	What   string
	Facts  []kit.Fact // what is recorded
	Said   []kit.Fact // words
	Late   bool       // a deadline that passed
}

// history is the timeline of what the viewer may see, newest first.
func (s scene) history(v casework.View) []item {
	items := make([]item, 0, len(v.Entries))
	for _, e := range v.Entries {
		items = append(items, s.item(v, e))
	}
	slices.Reverse(items)
	return items
}

func (s scene) item(v casework.View, e store.Entry) item {
	_, late := e.Event.(dossier.DeadlinePassed)
	return item{
		Number: e.Number, At: e.At, When: s.moment(e.At), Who: s.dir.actor(s.lang, e.By),
		What: words.Event(s.lang, e.Event.Name()), Late: late,
		Facts: s.facts(v, e.Event), Said: s.parts(e),
	}
}

// parts are the words of a record that the viewer may see. Other clients who are asked stand on a line each.
func (s scene) parts(e store.Entry) []kit.Fact {
	var facts []kit.Fact
	var asked []string
	known := map[string]map[string]string{} // of each of them, by number
	for _, p := range e.Parts {
		text := p.Text
		if slices.Contains(e.Erased, p.Name) {
			text = s.say("desk.erased")
		}
		if text == "" {
			continue
		}
		m := numbered.FindStringSubmatch(p.Name)
		if m == nil {
			facts = append(facts, kit.Fact{Label: s.partLabel(p.Name), Value: text})
			continue
		}
		if known[m[1]] == nil {
			asked, known[m[1]] = append(asked, m[1]), map[string]string{}
		}
		known[m[1]][m[2]] = text
	}
	if len(asked) == 0 {
		return facts
	}
	lines := make([]string, 0, len(asked))
	for _, number := range asked {
		f := known[number]
		lines = append(lines, number+". "+plain(", ", f["name"], cmp.Or(kit.PhoneText(f["phone"]), f["email"])))
	}
	return append(facts, kit.Fact{Label: s.say("desk.fellows"), Value: strings.Join(lines, "\n")})
}

var numbered = regexp.MustCompile(`^fellow_(\d+)_([a-z]+)$`)

func (s scene) partLabel(name string) string {
	for _, key := range []string{"part_name." + name, "field." + name} {
		if words.Has(key) {
			return s.say(key)
		}
	}
	return s.say("part_name.words")
}

// unsaid are facts that tell a reader nothing: they stand elsewhere on the page, or serve the program.
var unsaid = []string{"Reference", "TermsHash", "HasEmail", "HasPhone", "Media", "Size", "Hash"}

// both are yes-or-no facts of which a 'no' says as much as a 'yes'.
var both = []string{"Solved", "Serious", "Upheld", "Agreed", "Maintained"}

// facts lists what an event says, in words. A new event needs no code here as long as its fields are of known types.
func (s scene) facts(v casework.View, e dossier.Event) []kit.Fact {
	return s.someFacts(v, e, func(name string) bool { return !slices.Contains(unsaid, name) })
}

// someFacts are those of the fields that are wanted.
func (s scene) someFacts(v casework.View, e dossier.Event, wants func(name string) bool) []kit.Fact {
	value := reflect.ValueOf(e)
	if value.Kind() != reflect.Struct {
		return nil
	}
	var facts []kit.Fact
	for i := range value.NumField() {
		name, field := value.Type().Field(i).Name, value.Field(i)
		if !wants(name) || field.IsZero() && !slices.Contains(both, name) {
			continue
		}
		if text := s.fact(v, e, name, field.Interface()); text != "" {
			facts = append(facts, kit.Fact{Label: s.factLabel(e, name), Value: text})
		}
	}
	return facts
}

// factLabel is the label of a field of that event: its own, or one that all events share, or the one of the form.
func (s scene) factLabel(e dossier.Event, name string) string {
	key := words.Snake(name)
	event, _, _ := strings.Cut(e.Name(), ".")
	for _, full := range []string{"fact." + event + "." + key, "fact." + key} {
		if words.Has(full) {
			return s.say(full)
		}
	}
	return s.say("field." + key)
}

func (s scene) fact(v casework.View, e dossier.Event, name string, value any) string {
	switch x := value.(type) {
	case time.Time:
		return s.moment(x)
	case dossier.Date:
		return words.Date(s.lang, x)
	case dossier.Cents:
		return s.amount(x)
	case bool:
		return s.yes(x)
	case int:
		return s.number(name, x)
	case string:
		return s.code(v, e, name, x)
	case []int:
		return s.fellows(v, x)
	}
	if text, ok := s.named(v, value); ok {
		return text
	}
	return s.several(value)
}

func (s scene) number(name string, n int) string {
	if name == "Minutes" {
		return words.Spent(s.lang, n)
	}
	return strconv.Itoa(n)
}

// fellows are other clients of that day by their numbers, for those who may know who answered (R15).
func (s scene) fellows(v casework.View, numbers []int) string {
	if !dossier.Sees(v.Classes, dossier.ClassInquiry, "") {
		return ""
	}
	var texts []string
	for _, n := range numbers {
		texts = append(texts, s.say("role.fellow")+" "+strconv.Itoa(n))
	}
	return words.List(s.lang, texts)
}

// named is a value whose type says what it is.
func (s scene) named(v casework.View, value any) (string, bool) { //nolint:cyclop // a list of types, one line each
	switch x := value.(type) {
	case dossier.Party:
		return s.erasable(v, x), true
	case dossier.FileID:
		return s.fileLabel(v, x), true
	case dossier.ErasureGround:
		return words.Code(s.lang, "erasure", x), true
	case dossier.BranchID:
		return s.dir.branch(x), true
	case dossier.SpecialistID:
		return s.dir.specialist(x), true
	case dossier.AccountID:
		return s.dir.account(x), true
	case dossier.Outcome:
		return words.Code(s.lang, "outcome", x), true
	case dossier.MatchOutcome:
		return words.Code(s.lang, "match", x), true
	case dossier.Channel:
		return words.Code(s.lang, "channel", x), true
	case dossier.Ending:
		return words.Code(s.lang, "ending", x), true
	case dossier.Phase:
		return words.Code(s.lang, "phase", x), true
	case dossier.Step:
		return words.Code(s.lang, "part", x), true
	case dossier.DeadlineKind:
		return words.Code(s.lang, "due", x), true
	case dossier.FindingSubject:
		return s.subject(x), true
	case *dossier.Treatment:
		return s.treatment(*x), true
	case dossier.MergeFacts:
		return x.Reference, true
	}
	return "", false
}

// several joins what comes in numbers.
func (s scene) several(value any) string { //nolint:cyclop // a list of types, each joined alike
	var texts []string
	switch x := value.(type) {
	case []dossier.SpecialistID:
		texts = s.dir.specialistNames(x)
	case []dossier.AccountID:
		for _, id := range x {
			texts = append(texts, s.dir.account(id))
		}
	case []dossier.About:
		for _, about := range x {
			texts = append(texts, words.Code(s.lang, "about", about))
		}
	case []dossier.FindingSubject:
		for _, subject := range x {
			texts = append(texts, s.subject(subject))
		}
	case []dossier.OfferedRemedy:
		for _, r := range x {
			texts = append(texts, s.remedy(r))
		}
	case []dossier.Treatment:
		for _, t := range x {
			texts = append(texts, s.treatment(t))
		}
	case []dossier.MovedDeadline:
		for _, m := range x {
			texts = append(texts, s.moved(m))
		}
	case []dossier.Fellow:
		return strconv.Itoa(len(x))
	default:
		return fmt.Sprint(value)
	}
	return words.List(s.lang, texts)
}

// moved is a deadline that moved with the calendar, with the moments before and after.
func (s scene) moved(m dossier.MovedDeadline) string {
	what := plain(", ", words.Code(s.lang, "due", m.Deadline), s.subjectOf(m.Deadline, m.Subject))
	return s.say("fact.moved.of", what, s.moment(m.From), s.moment(m.To))
}

// codeLists says out of which list the code in a field comes.
var codeLists = map[string]string{
	"Severity": "severity", "Ground": "ground", "Authority": "authority", "How": "explanation", "ActKind": "act",
	"Relation": "relation", "Language": "language",
}

func (s scene) code(v casework.View, e dossier.Event, name, code string) string {
	if list := codeLists[name]; list != "" {
		return s.label(v, list, code)
	}
	switch name {
	case "Cause":
		return words.Code(s.lang, "cause", code)
	case "Subject":
		return s.dueSubject(e, code)
	case "Reason":
		return s.reason(v, e, code)
	}
	return code
}

func (s scene) reason(v casework.View, e dossier.Event, code string) string {
	switch x := e.(type) {
	case dossier.PartSkipped:
		return s.skipLabel(v.Terms, x.Part, code)
	case dossier.Ended:
		if x.Ending == dossier.Rejected || x.Ending == dossier.RejectedAtTriage {
			return s.label(v, "ground", code)
		}
		return s.label(v, "discontinue", code)
	case dossier.Reopened:
		if words.Has("reopened." + code) { // the program's own reasons
			return s.say("reopened." + code)
		}
		return s.label(v, "reopen", code)
	}
	return code
}

func (s scene) dueSubject(e dossier.Event, subject string) string {
	switch d := e.(type) {
	case dossier.DeadlinePassed:
		return s.subjectOf(d.Deadline, subject)
	case dossier.Reminded:
		return s.subjectOf(d.Deadline, subject)
	}
	return subject
}
