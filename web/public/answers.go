package public

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// answers reads the answers of a form and collects what is wrong with them, in the order of the form.
type answers struct {
	form     *kit.Form
	lang     words.Lang
	problems []kit.Problem
}

func (a *answers) fault(field, key string, args ...any) {
	a.problems = append(a.problems, kit.Problem{Field: field, Text: words.Say(a.lang, "public.fault."+key, args...)})
}

// line is an answer of one line. Without one, and with it required, the fault is the field's own.
func (a *answers) line(name string, required bool) string {
	return a.text(name, kit.OneLine(a.form.Get(name)), dossier.MaxLine, required)
}

// words is an answer of several lines.
func (a *answers) words(name string, required bool) string {
	return a.text(name, kit.Lines(a.form.Get(name)), dossier.MaxWords, required)
}

func (a *answers) text(name, text string, most int, required bool) string {
	count := utf8.RuneCountInString(text)
	cut, long := a.form.Long[name]
	switch {
	case long:
		a.fault(name, "cut", cut, most)
	case count > most:
		a.fault(name, "long", count, most, count-most)
	case text == "" && required:
		a.fault(name, name)
	}
	return text
}

// date is a day that is not in the future. today is in the chain's zone.
func (a *answers) date(name string, today dossier.Date) dossier.Date {
	typed := kit.OneLine(a.form.Get(name))
	if typed == "" {
		a.fault(name, name)
		return ""
	}
	day, ok := kit.ParseDate(typed)
	switch {
	case !ok:
		a.fault(name, "date")
	case day > today: // ISO dates order as text
		a.fault(name, "future", words.Date(a.lang, today))
	}
	return day
}

func (a *answers) email(name string) string {
	typed := a.line(name, false)
	if !kit.IsEmail(typed) {
		a.fault(name, "email")
	}
	return typed
}

func (a *answers) phone(name string) string {
	number, ok := kit.ReadPhone(a.line(name, false))
	if !ok {
		a.fault(name, "phone")
	}
	return number
}

// contact asks for a name and one way to reach it.
func (a *answers) contact() dossier.Contact {
	c := dossier.Contact{Name: a.line("name", true), Email: a.email("email"), Phone: a.phone("phone")}
	if c.Email == "" && c.Phone == "" {
		a.fault("email", "reach")
	}
	c.Address = a.words("address", false)
	return c
}

func (a *answers) branch(d directory) dossier.BranchID {
	typed := a.line("branch", true)
	if typed == "" {
		return ""
	}
	id, ok := d.findBranch(typed)
	if !ok {
		a.fault("branch", "branch_unknown")
	}
	return id
}

// specialists are those named: one, several or none.
func (a *answers) specialists(d directory) []dossier.SpecialistID {
	var ids []dossier.SpecialistID
	for _, typed := range a.form.Values["specialist"] {
		typed = kit.OneLine(typed)
		if typed == "" {
			continue
		}
		id, ok := d.findSpecialist(typed)
		if !ok {
			a.fault("specialist", "specialist")
			return ids
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

var subjects = []dossier.About{dossier.AboutSpecialist, dossier.AboutTreatment, dossier.AboutBranch}

func (a *answers) about() []dossier.About {
	var chosen []dossier.About
	for _, typed := range a.form.Values["about"] {
		subject := dossier.About(strings.TrimSpace(typed))
		if slices.Contains(subjects, subject) && !slices.Contains(chosen, subject) {
			chosen = append(chosen, subject)
		}
	}
	if len(chosen) == 0 {
		a.fault("about", "about")
	}
	return chosen
}

// representative is the client somebody acts for, and how they stand to them; both or neither.
func (a *answers) representative(relations []kit.Option) (actingFor, relation string) {
	actingFor = a.line("acting_for", false)
	relation = kit.OneLine(a.form.Get("relation"))
	known := slices.ContainsFunc(relations, func(o kit.Option) bool { return o.Value == relation })
	switch {
	case relation == "" && actingFor != "", relation != "" && !known:
		a.fault("relation", "relation")
	case relation != "" && actingFor == "" && a.form.Long["acting_for"] == 0:
		a.fault("acting_for", "acting_for")
	}
	return actingFor, relation
}

func (a *answers) checked(name string) bool { return kit.Checked(a.form.Get(name)) }

// language is the one asked for, or that of the page.
func (a *answers) language() string {
	if typed := a.form.Line("language"); typed != "" {
		return string(words.Parse(typed))
	}
	return string(a.lang)
}
