package kit

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/money"
	"github.com/wederhoor/wederhoor/words"
)

// Sort is what kind of answer a field of a command takes.
type Sort string

// The sorts of the `ask` tag.
const (
	SortLine   Sort = "line"
	SortWords  Sort = "words"
	SortDate   Sort = "date"
	SortMoment Sort = "moment"
	SortMoney  Sort = "money"
	SortNumber Sort = "number"
	SortCheck  Sort = "check"
	SortChoice Sort = "choice"
	SortMany   Sort = "many"
)

// Field is one thing an act asks of whoever does it.
type Field struct {
	Name     string // of the command's Go field, as a Refusal names it
	Key      string // of the form's input: "treatment_date"; a moment has Key_date and Key_time
	Sort     Sort
	List     string // of a choice: where its codes come from
	Required bool
	index    []int
}

// Fault says what is wrong with one answer; "fault." and the Fault make the key of its text.
type Fault string

// The faults.
const (
	FaultRequired Fault = "required"
	FaultLong     Fault = "long"
	FaultDate     Fault = "date"
	FaultTime     Fault = "time"
	FaultNoTime   Fault = "no_time" // the clock skips it
	FaultMoney    Fault = "money"
	FaultNumber   Fault = "number"
	FaultChoice   Fault = "choice"
	FaultPhone    Fault = "phone" // too short to be called
	FaultEmail    Fault = "email"
	FaultText     Fault = "text" // not readable as text
)

func (f Fault) Error() string { return "answer refused: " + string(f) }

// Faults are the faults of one form, by field key. No faults is empty or nil.
type Faults map[string]Fault

// DateSuffix and TimeSuffix make the two inputs of a moment.
const (
	DateSuffix = "_date"
	TimeSuffix = "_time"
)

var (
	commandTypes  = map[dossier.Kind]reflect.Type{}
	commandFields = map[dossier.Kind][]Field{}
)

func init() {
	for _, c := range dossier.Commands() {
		commandTypes[c.Kind()], commandFields[c.Kind()] = reflect.TypeOf(c), fieldsOf(c)
	}
}

// Fields lists what a command asks, in the order it asks it. What an embedded struct asks stands among them.
func Fields(c dossier.Command) []Field { return slices.Clone(commandFields[c.Kind()]) }

// FieldsOf is Fields by the command's kind; nil for a kind there is not.
func FieldsOf(kind dossier.Kind) []Field { return slices.Clone(commandFields[kind]) }

// Zero is the empty command of a kind; false when there is no such kind.
func Zero(kind dossier.Kind) (dossier.Command, bool) {
	t, ok := commandTypes[kind]
	if !ok {
		return nil, false
	}
	return reflect.Zero(t).Interface().(dossier.Command), true
}

func fieldsOf(c dossier.Command) []Field {
	var fields []Field
	for _, ask := range dossier.Asks(c) {
		fields = append(fields, Field{
			Name: ask.Field, Key: words.Snake(ask.Field), Sort: Sort(ask.Sort), List: ask.List, Required: ask.Required, index: ask.Index,
		})
	}
	return fields
}

// Reading is what it takes to read a form.
type Reading struct {
	Zone *time.Location // of dates and times typed
	// Allowed says whether a code is one of a list. With nil every code is, and it is left to whoever acts on it.
	Allowed func(list, code string) bool
}

// Decode reads a form into the command of that kind. Only what the command asks is ever set; all else in the form is
// passed over. With faults, what could be read stands in the command. An unknown kind gives a nil command.
func (rd Reading) Decode(kind dossier.Kind, form url.Values) (dossier.Command, Faults) {
	t, ok := commandTypes[kind]
	if !ok {
		return nil, nil
	}
	v := reflect.New(t).Elem()
	faults := Faults{}
	for _, f := range commandFields[kind] {
		if fault := rd.read(f, form, v.FieldByIndex(f.index)); fault != "" {
			faults[f.Key] = fault
		}
	}
	return v.Interface().(dossier.Command), faults
}

func (rd Reading) read(f Field, form url.Values, v reflect.Value) Fault {
	switch f.Sort {
	case SortMoment:
		return rd.readMoment(f, form, v)
	case SortMany:
		return rd.readMany(f, form[f.Key], v)
	case SortCheck:
		v.SetBool(Checked(form.Get(f.Key)))
		return ""
	default:
		return rd.readTyped(f, form.Get(f.Key), v)
	}
}

// readTyped reads an answer that is sent as one text.
func (rd Reading) readTyped(f Field, typed string, v reflect.Value) Fault {
	switch {
	case !utf8.ValidString(typed):
		return FaultText
	case strings.TrimSpace(typed) == "":
		return missing(f)
	}
	switch f.Sort {
	case SortLine:
		return readLine(f.Key, oneLine(typed), v)
	case SortWords:
		return readText(lines(typed), dossier.MaxWords, v)
	case SortDate:
		return readDate(typed, v)
	case SortMoney:
		return readMoney(typed, v)
	case SortNumber:
		return readNumber(typed, v)
	case SortChoice:
		return rd.readCode(f.List, typed, v)
	default:
		return ""
	}
}

func missing(f Field) Fault {
	if f.Required {
		return FaultRequired
	}
	return ""
}

// Checked reports whether a check box was ticked, by a browser or by whoever fills the form in another way.
func Checked(typed string) bool {
	return slices.Contains([]string{"on", "1", "true", "yes", "ja"}, strings.ToLower(strings.TrimSpace(typed)))
}

// readLine reads a line; a phone number or an e-mail address as the forms of clients do.
func readLine(key, line string, v reflect.Value) Fault {
	switch key {
	case "phone":
		number, ok := ReadPhone(line)
		if !ok {
			return FaultPhone
		}
		line = number
	case "email":
		if !IsEmail(line) {
			return FaultEmail
		}
	}
	return readText(line, dossier.MaxLine, v)
}

func readText(text string, most int, v reflect.Value) Fault {
	if utf8.RuneCountInString(text) > most {
		return FaultLong
	}
	v.SetString(text)
	return ""
}

// oneLine is typed text as a single line: what a browser sends for an input is one, what else sends may not be.
func oneLine(typed string) string {
	return strings.Join(strings.Fields(strings.Map(dropControl, typed)), " ")
}

// lines is typed text with the line ends of this program and without what cannot be shown.
func lines(typed string) string {
	typed = strings.ReplaceAll(strings.ReplaceAll(typed, "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(strings.Map(dropControl, typed))
}

func dropControl(r rune) rune {
	if unicode.IsControl(r) && r != '\n' && r != '\t' {
		return -1
	}
	return r
}

func readDate(typed string, v reflect.Value) Fault {
	day, ok := ParseDate(typed)
	if !ok {
		return FaultDate
	}
	v.SetString(string(day))
	return ""
}

func readMoney(typed string, v reflect.Value) Fault {
	cents, err := money.ParseEuros(typed)
	if err != nil {
		return FaultMoney
	}
	v.SetInt(cents)
	return ""
}

// maxDigits keeps a number within what an int32 holds.
const maxDigits = 9

func readNumber(typed string, v reflect.Value) Fault {
	text := strings.TrimSpace(typed)
	if !isNumber(text) || len(text) > maxDigits {
		return FaultNumber
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return FaultNumber
	}
	v.SetInt(int64(n))
	return ""
}

func (rd Reading) readMoment(f Field, form url.Values, v reflect.Value) Fault {
	date, clock := strings.TrimSpace(form.Get(f.Key+DateSuffix)), strings.TrimSpace(form.Get(f.Key+TimeSuffix))
	if date == "" && clock == "" {
		return missing(f)
	}
	day, ok := ParseDate(date)
	if !ok {
		return FaultDate
	}
	minutes, ok := ParseClock(clock)
	if !ok {
		return FaultTime
	}
	at, ok := Moment(day, minutes, rd.zone())
	if !ok {
		return FaultNoTime
	}
	v.Set(reflect.ValueOf(at))
	return ""
}

func (rd Reading) zone() *time.Location {
	if rd.Zone == nil {
		return time.UTC
	}
	return rd.Zone
}

func (rd Reading) allowed(list, code string) bool {
	return len(code) <= dossier.MaxLine && (rd.Allowed == nil || rd.Allowed(list, code))
}

// readCode sets one code: of a text, a number, or the start of a slot.
func (rd Reading) readCode(list, typed string, v reflect.Value) Fault {
	code := strings.TrimSpace(typed)
	if !rd.allowed(list, code) {
		return FaultChoice
	}
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		at, err := time.Parse(time.RFC3339, code)
		if err != nil {
			return FaultChoice
		}
		v.Set(reflect.ValueOf(at.UTC()))
	case v.CanInt():
		if readNumber(code, v) != "" {
			return FaultChoice
		}
	default:
		v.SetString(code)
	}
	return ""
}

// maxMany bounds how many codes of one field are read.
const maxMany = 100

func (rd Reading) readMany(f Field, typed []string, v reflect.Value) Fault {
	if len(typed) > maxMany {
		return FaultChoice
	}
	seen := map[string]bool{"": true}
	out := reflect.MakeSlice(v.Type(), 0, len(typed))
	for _, code := range typed {
		code = strings.TrimSpace(code)
		if seen[code] {
			continue
		}
		seen[code] = true
		one := reflect.New(v.Type().Elem()).Elem()
		if fault := rd.readCode(f.List, code, one); fault != "" {
			return fault
		}
		out = reflect.Append(out, one)
	}
	if out.Len() == 0 {
		return missing(f)
	}
	v.Set(out)
	return ""
}
