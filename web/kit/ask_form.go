package kit

import (
	"net/url"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

// maxRadios is how many possibilities are all shown at once; more stand in a list that opens.
const maxRadios = 6

// Question is a Field as a page shows it: labelled, with what was typed and what is wrong with that.
type Question struct {
	Field
	Input      Input
	Date, Time Input // of a moment
}

// Problem is the question's line in a summary of errors; false when nothing is wrong with it.
func (q Question) Problem() (Problem, bool) {
	return Problem{Field: q.Input.ID, Text: q.Input.Error}, q.Input.Error != ""
}

// radios reports whether a choice shows all its possibilities at once.
func (q Question) radios() bool {
	grouped := func(o Option) bool { return o.Group != "" }
	return len(q.Input.Options) <= maxRadios && !slices.ContainsFunc(q.Input.Options, grouped)
}

// Asking is what a form shows besides the labels.
type Asking struct {
	Lang    words.Lang
	Options func(list string) []Option // of a choice
	Typed   url.Values                 // shown in the inputs
	Errors  map[string]string          // by field key
	Leave   []string                   // keys that are not asked on this page
}

// Questions are what an act asks, as a form shows it. Ids begin with the kind, so that several forms can stand on one page.
func (a Asking) Questions(kind dossier.Kind) []Question {
	var questions []Question
	for _, f := range commandFields[kind] {
		if !slices.Contains(a.Leave, f.Key) {
			questions = append(questions, a.question(kind, f))
		}
	}
	return questions
}

func (a Asking) question(kind dossier.Kind, f Field) Question {
	q := Question{Field: f, Input: Input{
		ID: string(kind) + "-" + f.Key, Name: f.Key,
		Label: words.Field(a.Lang, kind, f.Name), Hint: words.Hint(a.Lang, kind, f.Name), Error: a.Errors[f.Key],
		Value: a.Typed.Get(f.Key), Values: a.Typed[f.Key], Required: f.Required,
	}}
	switch f.Sort {
	case SortWords:
		q.Input.Rows = 4
	case SortMoney:
		q.Input.Mode, q.Input.Short = "decimal", true
	case SortNumber:
		q.Input.Mode, q.Input.Short = "numeric", true
	case SortDate:
		q.Input.Short = true
		if q.Input.Hint == "" {
			q.Input.Hint = words.Say(a.Lang, "ask.date.hint")
		}
	case SortCheck:
		if !Checked(q.Input.Value) {
			q.Input.Value = ""
		}
	case SortMoment:
		a.moment(&q)
	case SortChoice, SortMany:
		q.Input.Empty = words.Say(a.Lang, "ask.choose")
		if a.Options != nil {
			q.Input.Options = a.Options(f.List)
		}
		a.undoable(&q)
	default: // a line as it is
	}
	return q
}

// always are lists of which one is always chosen, by whoever fills the form in or else by the program.
var always = []string{"language", "channel"}

// undoable gives a choice that need not be made an answer that says so: a radio button cannot be let go of once it was chosen.
func (a Asking) undoable(q *Question) {
	if q.Sort != SortChoice || q.Required || len(q.Input.Options) == 0 || slices.Contains(always, q.List) {
		return
	}
	none := words.Say(a.Lang, "ask.not_applicable")
	if q.List == "specialist" {
		none = words.Say(a.Lang, "public.specialist_unknown")
	}
	if !q.radios() {
		q.Input.Empty = none
		return
	}
	q.Input.Empty, q.Input.Options = "", append([]Option{{Label: none}}, q.Input.Options...)
}

// moment makes the two inputs of a moment. The first has the question's own id, where a summary of errors sends its reader.
func (a Asking) moment(q *Question) {
	id := q.Input.ID
	q.Date = Input{ID: id, Name: q.Key + DateSuffix, Label: words.Say(a.Lang, "ask.date"), Value: a.Typed.Get(q.Key + DateSuffix), Plain: true, Short: true}
	q.Time = Input{ID: id + TimeSuffix, Name: q.Key + TimeSuffix, Label: words.Say(a.Lang, "ask.time"), Value: a.Typed.Get(q.Key + TimeSuffix), Plain: true, Short: true}
	if q.Input.Hint == "" {
		q.Input.Hint = words.Say(a.Lang, "ask.moment.hint")
	}
}

// FaultTexts says of each fault what to do about it, by field key.
func FaultTexts(lang words.Lang, kind dossier.Kind, faults Faults) map[string]string {
	texts := map[string]string{}
	for _, f := range commandFields[kind] {
		fault, bad := faults[f.Key]
		if !bad {
			continue
		}
		label := words.Field(lang, kind, f.Name)
		switch {
		case fault == FaultRequired:
			texts[f.Key] = words.Say(lang, "fault.required."+string(f.Sort), label)
		case fault == FaultLong && f.Sort == SortLine:
			texts[f.Key] = words.Say(lang, "fault.long", label, dossier.MaxLine)
		case fault == FaultLong:
			texts[f.Key] = words.Say(lang, "fault.long", label, dossier.MaxWords)
		default:
			texts[f.Key] = words.Say(lang, "fault."+string(fault), label)
		}
	}
	return texts
}

// RefusalTexts sorts what a refusal says: texts at the fields that the form of the act shows, by key, and those that belong to
// none of them. A text that belongs to a rule ends with it.
func RefusalTexts(lang words.Lang, kind dossier.Kind, refusal *dossier.Refusal) (fields map[string]string, general []string) {
	fields = map[string]string{}
	if refusal == nil {
		return fields, nil
	}
	for _, one := range refusal.All() {
		key, ok := keyOf(kind, one.Field)
		if ok && fields[key] == "" {
			fields[key] = RefusalText(lang, one)
		} else {
			general = append(general, RefusalText(lang, one))
		}
	}
	return fields, general
}

// RefusalText is what one refusal says, with its rule.
func RefusalText(lang words.Lang, one *dossier.Refusal) string {
	text := Pick(lang, one.Text)
	if one.Rule != "" {
		text += " (" + one.Rule + ")"
	}
	return text
}

func keyOf(kind dossier.Kind, name string) (string, bool) {
	for _, f := range commandFields[kind] {
		if f.Name == name {
			return f.Key, true
		}
	}
	return "", false
}
