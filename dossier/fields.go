package dossier

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Ask is what an `ask` tag says of one field of a command.
type Ask struct {
	Field    string // Go name
	Sort     string // line, words, date, moment, money, number, check, choice, many
	List     string // of choice and many
	Required bool
	Index    []int // for reflect.Value.FieldByIndex
	Type     reflect.Type
}

// Asks lists the fields of a command that its actor fills in, those of an embedded Contact among them.
func Asks(c Command) []Ask { return asksOf(reflect.TypeOf(c), nil) }

func asksOf(t reflect.Type, index []int) []Ask {
	var asks []Ask
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(slices.Clone(index), i)
		if f.Anonymous {
			asks = append(asks, asksOf(f.Type, at)...)
			continue
		}
		tag, ok := f.Tag.Lookup("ask")
		if !ok {
			continue
		}
		sort, opts, _ := strings.Cut(tag, ",")
		sort, list, _ := strings.Cut(sort, ":")
		asks = append(asks, Ask{
			Field: f.Name, Sort: sort, List: list, Required: strings.Contains(opts, "required"), Index: at, Type: f.Type,
		})
	}
	return asks
}

// checkFields refuses what is missing, too long or not among the choices, all of it at once.
func checkFields(s State, c Command, env Env) refusals {
	var faults refusals
	v := reflect.ValueOf(c)
	for _, ask := range Asks(c) {
		ask.Required = ask.Required && !env.untold(c, ask.Field)
		faults.add(checkField(s, env.Terms, ask, v.FieldByIndex(ask.Index)))
	}
	return faults
}

func checkField(s State, terms Terms, ask Ask, v reflect.Value) *Refusal {
	if v.Kind() == reflect.String {
		if r := checkLength(ask, v.String()); r != nil {
			return r
		}
	}
	empty := v.IsZero() || v.Kind() == reflect.String && blank(v.String()) || v.Kind() == reflect.Slice && v.Len() == 0
	if empty {
		if ask.Required {
			return refuseField(ask.Field, "", "missing", "Vul dit in.", "Fill this in.")
		}
		return nil
	}
	if ask.Sort == "date" && !validDate(Date(v.String())) {
		return refuseField(ask.Field, "", "bad_date", "Deze datum bestaat niet.", "There is no such date.")
	}
	return checkChoice(s, terms, ask, v)
}

func checkLength(ask Ask, text string) *Refusal {
	limit := MaxLine
	if ask.Sort == "words" {
		limit = MaxWords
	}
	if n := utf8.RuneCountInString(text); n > limit {
		return refuseField(ask.Field, "", "too_long",
			fmt.Sprintf("Dit is te lang: %d tekens. U kunt er hoogstens %d gebruiken.", n, limit),
			fmt.Sprintf("This is too long: %d characters. You can use at most %d.", n, limit))
	}
	return nil
}

func validDate(d Date) bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

func checkChoice(s State, terms Terms, ask Ask, v reflect.Value) *Refusal {
	if ask.List == "" {
		return nil
	}
	codes, known := Choices(s, terms, ask.List)
	if !known {
		return nil // the register or the accounts know it; the act checks what it must
	}
	for _, code := range codesOf(v) {
		if !slices.Contains(codes, code) {
			return refuseField(ask.Field, "", "no_choice", "Kies een van de mogelijkheden.", "Choose one of the possibilities.")
		}
	}
	return nil
}

func codesOf(v reflect.Value) []string {
	if v.Kind() != reflect.Slice {
		return []string{fmt.Sprint(v.Interface())}
	}
	var codes []string
	for i := range v.Len() {
		codes = append(codes, fmt.Sprint(v.Index(i).Interface()))
	}
	return codes
}

// Choices are the codes a field with `choice:LIST` or `many:LIST` can take that follow from the dossier and its terms.
// Lists that the register or the accounts know (branch, specialist, slot, handler, staff, language, relation) are not
// answered here: known is false.
func Choices(s State, terms Terms, list string) (codes []string, known bool) {
	switch list {
	case "about":
		return strs(AboutSpecialist, AboutTreatment, AboutBranch), true
	case "channel":
		return strs(ByForm, ByPhone, ByCounter, ByLetter, ByMail, ByInquiry), true
	case "cancel_cause":
		return []string{"client", "specialist"}, true
	case "lapse_cause":
		return []string{"ill", "gone"}, true
	case "decline_cause":
		return []string{"cannot", "will_not"}, true
	case "act":
		return []string{"repair_visit", "apology", "other"}, true
	case "explanation":
		return []string{"call", "visit"}, true
	case "outcome":
		return strs(Founded, PartlyFounded, Unfounded), true
	case "part":
		return strs(StepExplanation, StepInquiry, StepHearing), true
	}
	if codes, known := termChoices(s, terms, list); known {
		return codes, true
	}
	return stateChoices(s, list)
}

func termChoices(s State, terms Terms, list string) ([]string, bool) {
	switch list {
	case "severity":
		return codes(terms.Severities, func(v Severity) string { return v.Code }), true
	case "ground":
		return codes(terms.Grounds, func(g Ground) string { return g.Code }), true
	case "skip":
		return codes(terms.Skips, func(r Reason) string { return r.Code }), true
	case "discontinue":
		usable := slices.DeleteFunc(slices.Clone(terms.Discontinue), func(r Reason) bool {
			return r.Needs == NeedsMergeOnly || (r.Needs == NeedsTalkOver) != (s.Phase == PhaseTalk) && r.Needs == NeedsTalkOver
		})
		return codes(usable, func(r Reason) string { return r.Code }), true
	case "reopen":
		return codes(terms.Reopen, func(r Reason) string { return r.Code }), true
	case "authority":
		return codes(terms.Authorities, func(r Reason) string { return r.Code }), true
	}
	return nil, false
}

func stateChoices(s State, list string) ([]string, bool) {
	switch list {
	case "accused":
		return strs(s.accusedHere()...), true
	case "banned":
		return strs(s.Banned()...), true
	case "subject":
		return codes(s.possibleSubjects(), FindingSubject.Key), true
	case "open_subject":
		return codes(s.openSubjects(), FindingSubject.Key), true
	case "invited":
		return strs(s.invited()...), true
	case "fellow":
		return fellows(s, func(f FellowState) bool { return !f.Done }), true
	case "answered_fellow":
		return fellows(s, func(f FellowState) bool { return f.Answered }), true
	case "open_remedy":
		return codes(s.openRemedies(), func(m Remedy) string { return fmt.Sprint(m.Number) }), true
	case "open_treatment":
		return codes(s.openTreatments(), func(m Remedy) string { return fmt.Sprint(m.Number) }), true
	case "linked":
		return s.Links, true
	}
	return keptChoices(s, list)
}

// keptChoices are of what is kept: files, and whose words can be erased.
func keptChoices(s State, list string) ([]string, bool) {
	switch list {
	case "file":
		return codes(s.filesThere(), func(f FileState) string { return string(f.ID) }), true
	case "erasable":
		return strs(s.erasable()...), true
	}
	return nil, false
}

// accusedHere are the accused, and who must be heard besides.
func (s State) accusedHere() []SpecialistID { return union(s.Accused(), s.ToHear()...) }

func (s State) possibleSubjects() []FindingSubject {
	var subjects []FindingSubject
	for _, id := range s.Accused() {
		subjects = append(subjects, FindingSubject{About: AboutSpecialist, Specialist: id})
	}
	return append(subjects, FindingSubject{About: AboutTreatment}, FindingSubject{About: AboutBranch})
}

func (s State) openSubjects() []FindingSubject {
	return slices.DeleteFunc(slices.Clone(s.Subjects), func(sub FindingSubject) bool {
		return slices.ContainsFunc(s.Findings, func(f Finding) bool { return f.Subject == sub })
	})
}

func fellows(s State, fits func(FellowState) bool) []string {
	var numbers []string
	for _, f := range s.Inquiry.Fellows {
		if fits(f) {
			numbers = append(numbers, fmt.Sprint(f.Number))
		}
	}
	return numbers
}

func codes[T any](list []T, code func(T) string) []string {
	out := make([]string, 0, len(list))
	for _, x := range list {
		out = append(out, code(x))
	}
	return out
}

func strs[T ~string](list ...T) []string { return codes(list, func(x T) string { return string(x) }) }

// inMilliseconds cuts the moments of a command to what histories, rows and deadlines hold: UTC, milliseconds. A deadline that
// follows from a finer one would be due in one place and not yet in another.
func inMilliseconds(c Command) Command {
	v := reflect.New(reflect.TypeOf(c)).Elem()
	v.Set(reflect.ValueOf(c))
	for _, ask := range Asks(c) {
		if at, ok := v.FieldByIndex(ask.Index).Interface().(time.Time); ok {
			v.FieldByIndex(ask.Index).Set(reflect.ValueOf(at.UTC().Truncate(time.Millisecond)))
		}
	}
	return v.Interface().(Command)
}
