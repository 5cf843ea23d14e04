package replay

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Rules are what a dossier is judged by: the terms it was filed under, and the calendar.
type Rules struct {
	Terms    dossier.Terms
	Calendar dossier.Calendar
}

// Describe says all that can be told of a state without a word of anybody: each field that is not empty, what is due, who sees
// what, and for each act who may do it or why nobody may. Two states are the same when they are described the same.
func Describe(s dossier.State, rules Rules, now time.Time) (map[string]string, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	var fields map[string]any
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	delete(fields, "Count") // the place of the record and its moment say these two
	delete(fields, "Last")
	all := map[string]string{"stage": Stage(s)}
	flatten(all, "state", fields)
	for _, due := range dossier.Deadlines(s, rules.Terms, rules.Calendar) {
		next := map[bool]string{true: " reached"}[due.Reached]
		if !due.Reached && due.Fires.Before(due.Due) {
			next = " reminds " + due.Fires.UTC().Format(time.RFC3339Nano)
		}
		all[strings.TrimSpace("due "+string(due.Kind)+" "+due.Subject)] = fmt.Sprintf("%s %s%s", due.Due.UTC().Format(time.RFC3339Nano), due.Who, next)
	}
	for _, g := range dossier.Access(s) {
		only := map[bool]string{true: " only"}[g.Only]
		all["sees "+g.Viewer] = strings.Join(g.Classes, " ") + only
	}
	for _, c := range dossier.Commands() {
		all["may "+string(c.Kind())] = may(s, c.Kind(), rules, now)
	}
	return all, nil
}

// StageErased is the Stage of a dossier whose data were erased, however it ended.
const StageErased = "erased"

// Stage is the kind of state a dossier is in: its phase, in step 1 how the talk stands, and when closed the ending, until it is erased.
func Stage(s dossier.State) string {
	if !s.ErasedAt.IsZero() {
		return StageErased
	}
	switch s.Phase {
	case dossier.PhaseNone:
		return "new"
	case dossier.PhaseTalk:
		return "talk " + string(s.Talk.Status)
	case dossier.PhaseClosed:
		return "closed " + string(s.Ending)
	default:
		return string(s.Phase)
	}
}

// flatten writes each value that is not empty under the path to it.
func flatten(into map[string]string, path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			flatten(into, path+"."+name, inner)
		}
	case []any:
		for i, inner := range v {
			flatten(into, fmt.Sprintf("%s[%d]", path, i), inner)
		}
	default:
		text, err := json.Marshal(v)
		if err == nil && !empty(string(text)) {
			into[path] = strings.Trim(string(text), `"`)
		}
	}
}

// cast is one person of each role, as the state knows them.
func cast(s dossier.State) []dossier.Actor {
	named := func(account dossier.AccountID, role dossier.Role) dossier.Actor {
		return dossier.Actor{Account: account, Roles: []dossier.Role{role}}
	}
	outside := named("outside", dossier.RoleOutside)
	if s.Outside != "" {
		outside.Account = s.Outside
	}
	specialist := named("specialist", dossier.RoleSpecialist)
	specialist.Specialist = s.Talk.Specialist
	if accused := s.Accused(); len(accused) > 0 {
		specialist.Specialist = accused[0]
	}
	fellow := 1
	for _, f := range s.Inquiry.Fellows {
		if !f.Done {
			fellow = f.Number
		}
	}
	return []dossier.Actor{
		named("owner", dossier.RoleOwner), named("other assistant", dossier.RoleAssistant), named("receptionist", dossier.RoleReceptionist),
		outside, specialist, dossier.Complainant(), dossier.FellowClient(fellow), dossier.System(),
	}
}

// may tells who of the cast may do such an act, and why not those who could have been expected to.
func may(s dossier.State, kind dossier.Kind, rules Rules, now time.Time) string {
	var able, reasons []string
	for _, by := range cast(s) {
		err := dossier.Possible(s, kind, dossier.Env{Now: now, By: by, Terms: rules.Terms, Calendar: rules.Calendar})
		if reason := Refused(err); err == nil {
			able = append(able, string(by.Roles[0]))
		} else if !strings.HasSuffix(reason, "not_yours") && !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	return strings.Join(append(able, reasons...), ", ")
}

// Refused names a refusal by rule and code ("R4 talk_status"); that of a field names the field. Several are joined, in
// alphabetical order. Of nil it is empty.
func Refused(err error) string {
	r, ok := err.(*dossier.Refusal) //nolint:errorlint // Decide and Possible answer with it as it is
	if !ok {
		return ""
	}
	var names []string
	for _, one := range r.All() {
		names = append(names, strings.Join(strings.Fields(one.Rule+" "+one.Field+" "+one.Code), " "))
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), "; ")
}

// changes lists what is otherwise in after than in before. What is gone is empty.
func changes(before, after map[string]string) map[string]string {
	diff := map[string]string{}
	for key, value := range after {
		if before[key] != value {
			diff[key] = value
		}
	}
	for key := range before {
		if _, still := after[key]; !still {
			diff[key] = ""
		}
	}
	return diff
}
