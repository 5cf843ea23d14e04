package kit

import (
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

// Option is one possible answer to a choice.
type Option struct {
	Code, Label string
	Group       string // heading under which it stands in a list, or empty
}

// maxRadios is how many possibilities are all shown at once; more stand in a list that opens.
const maxRadios = 6

// Question is a Field as a page shows it: labelled, with what was typed and what is wrong with that.
type Question struct {
	Field
	ID       string // of its input, unique on the page
	Label    string
	Hint     string
	Values   []string // typed or chosen before
	Date     string   // of a moment
	Time     string
	Options  []Option
	Error    string
	Optional bool // says so beside the label
}

// Value is the one text typed.
func (q Question) Value() string {
	if len(q.Values) == 0 {
		return ""
	}
	return q.Values[0]
}

// Has reports whether that code was chosen.
func (q Question) Has(code string) bool { return slices.Contains(q.Values, code) }

// Radios reports whether a choice shows all its possibilities at once.
func (q Question) Radios() bool {
	return len(q.Options) <= maxRadios && !slices.ContainsFunc(q.Options, func(o Option) bool { return o.Group != "" })
}

// Grouped reports whether the question is a group of inputs, which wants a fieldset and a legend.
func (q Question) Grouped() bool {
	return q.Sort == SortMany || q.Sort == SortMoment || q.Sort == SortChoice && q.Radios()
}

// DescribedBy names the elements that explain the input.
func (q Question) DescribedBy() string {
	switch {
	case q.Hint != "" && q.Error != "":
		return q.ID + "-hint " + q.ID + "-error"
	case q.Hint != "":
		return q.ID + "-hint"
	case q.Error != "":
		return q.ID + "-error"
	}
	return ""
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
	q := Question{
		Field: f, ID: string(kind) + "-" + f.Key,
		Label: words.Field(a.Lang, kind, f.Name), Hint: words.Hint(a.Lang, kind, f.Name),
		Values: a.Typed[f.Key], Error: a.Errors[f.Key], Optional: !f.Required && f.Sort != SortCheck,
	}
	switch f.Sort {
	case SortMoment:
		q.Date, q.Time = a.Typed.Get(f.Key+DateSuffix), a.Typed.Get(f.Key+TimeSuffix)
	case SortChoice, SortMany:
		if a.Options != nil {
			q.Options = a.Options(f.List)
		}
	case SortDate:
		if q.Hint == "" {
			q.Hint = words.Say(a.Lang, "ask.date.hint")
		}
	}
	return q
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

// RefusalTexts sorts what a refusal says: texts at the fields that a form shows, by key, and those that belong to no field of it.
// Each text ends with its rule.
func RefusalTexts(lang words.Lang, kind dossier.Kind, refusal *dossier.Refusal) (fields map[string]string, general []string) {
	fields = map[string]string{}
	if refusal == nil {
		return fields, nil
	}
	for _, one := range refusal.All() {
		text := RefusalText(lang, one)
		if key, ok := keyOf(kind, one.Field); ok && fields[key] == "" {
			fields[key] = text
		} else {
			general = append(general, text)
		}
	}
	return fields, general
}

// RefusalText is what one refusal says, with its rule.
func RefusalText(lang words.Lang, one *dossier.Refusal) string {
	text := one.Text.NL
	if lang == words.EN {
		text = one.Text.EN
	}
	if one.Rule != "" {
		text += " (" + one.Rule + ")"
	}
	return text
}

// AsRefusal finds the refusal in an error.
func AsRefusal(err error) (*dossier.Refusal, bool) {
	var refusal *dossier.Refusal
	ok := errors.As(err, &refusal)
	return refusal, ok
}

func keyOf(kind dossier.Kind, name string) (string, bool) {
	for _, f := range commandFields[kind] {
		if f.Name == name {
			return f.Key, true
		}
	}
	return "", false
}

// ErrorLink is where a summary of errors sends its reader for a question: the first input of it.
func (q Question) ErrorLink() string {
	switch {
	case q.Sort == SortMoment:
		return "#" + q.ID + DateSuffix
	case q.Grouped() && len(q.Options) > 0:
		return "#" + boxID(q, 0)
	case q.Grouped():
		return "#" + q.ID + "-group"
	}
	return "#" + q.ID
}

func boxID(q Question, i int) string { return q.ID + "-" + strconv.Itoa(i+1) }

func boxType(q Question) string {
	if q.Sort == SortMany {
		return "checkbox"
	}
	return "radio"
}

func inputMode(q Question) string {
	switch q.Sort {
	case SortMoney:
		return "decimal"
	case SortNumber:
		return "numeric"
	}
	return "text"
}

// askAttributes tie an input to its explanation for those who cannot see them stand together.
func askAttributes(q Question) templ.Attributes {
	attributes := templ.Attributes{}
	if by := q.DescribedBy(); by != "" {
		attributes["aria-describedby"] = by
	}
	if q.Error != "" && !q.Grouped() {
		attributes["aria-invalid"] = "true"
	}
	if q.Required && !q.Grouped() && q.Sort != SortCheck {
		attributes["aria-required"] = "true"
	}
	return attributes
}

type optionGroup struct {
	name    string
	options []Option
}

// groupsOf parts options by their headings, in the order they come.
func groupsOf(options []Option) []optionGroup {
	var groups []optionGroup
	for _, o := range options {
		if n := len(groups); n == 0 || groups[n-1].name != o.Group {
			groups = append(groups, optionGroup{name: o.Group})
		}
		last := &groups[len(groups)-1]
		last.options = append(last.options, o)
	}
	return groups
}
