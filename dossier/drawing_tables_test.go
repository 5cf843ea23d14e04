package dossier_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

// The tables of docs/procedure.md for people: the names, and who may do what.

// rulesOf says which rules a step, a way in which a talk stands, or an ending is of. What holds for every ending is R24.
var rulesOf = map[string]string{
	"phase.talk": "R1-R4", "phase.triage": "R10, R11", "phase.explanation": "R12", "phase.investigation": "R14-R18",
	"phase.decision": "R19, R20", "phase.offer": "R19", "phase.remedy": "R21", "phase.review": "R20", "phase.closed": "R24",
	"talk.asked": "R1", "talk.planned": "R1, R2", "talk.held": "R3, R4", "talk.settled": "R4", "talk.unsolved": "R4", "talk.lapsed": "R1",
	"ending.solved_in_talk": "R4", "ending.rejected_at_triage": "R11", "ending.rejected": "R20", "ending.settled": "R21",
	"ending.offer_left_open": "R19", "ending.withdrawn": "R24", "ending.discontinued": "R24", "ending.established_false": "R25",
}

// tableOfNames says what people read on the screen, of each step, each way in which a talk can stand and each ending.
func tableOfNames() string {
	var sb strings.Builder
	sb.WriteString("| in the big table | in English | in Dutch | rules |\n| --- | --- | --- | --- |\n")
	row := func(stage, group, code string) {
		fmt.Fprintf(&sb, "| `%s` | %s | %s | %s |\n", stage, words.Code(words.EN, group, code), words.Code(words.NL, group, code), rulesOf[group+"."+code])
	}
	last := "new"
	for _, stage := range stages[1:] {
		phase, more, several := strings.Cut(stage, " ")
		if phase != last {
			row(phase, "phase", phase)
		}
		if last = phase; several {
			row(stage, map[string]string{"talk": "talk", "closed": "ending"}[phase], more)
		}
	}
	return sb.String()
}

// tableOfActs says of every act who may do it and in which steps, as Possible answers.
func tableOfActs(stands []*world) string {
	var sb strings.Builder
	sb.WriteString("| act | what it is | in Dutch | who | in which steps |\n| --- | --- | --- | --- | --- |\n")
	for _, c := range dossier.Commands() {
		kind := c.Kind()
		fmt.Fprintf(&sb, "| `%s` | %s | %s | %s | %s |\n", kind, words.Act(words.EN, kind), words.Act(words.NL, kind),
			strings.Join(whoEver(kind, stands), ", "), stepsOf(kind, stands))
	}
	return sb.String()
}

// roles of the table, each with somebody who has it.
var roles = []struct {
	role dossier.Role
	who  dossier.Actor
}{
	{dossier.RoleOwner, owner},
	{dossier.RoleAssistant, assistant},
	{dossier.RoleReceptionist, receptionist},
	{dossier.RoleSpecialist, specialist1},
	{dossier.RoleComplainant, complainant},
	{dossier.RoleFellow, fellow1},
	{dossier.RoleOutside, outside},
	{dossier.RoleSystem, system},
}

func whoEver(kind dossier.Kind, stands []*world) []string {
	var names []string
	for _, r := range roles {
		if slices.ContainsFunc(stands, func(w *world) bool { return possibleFor(w, kind, r.who) }) {
			names = append(names, strings.ToLower(words.Code(words.EN, "role", r.role)))
		}
	}
	return names
}

// possibleFor asks with the outside person assigned, as R14 has it when no handler is left.
func possibleFor(w *world, kind dossier.Kind, by dossier.Actor) bool {
	s := w.state
	if by.Is(dossier.RoleOutside) {
		s.Outside = by.Account
	}
	return dossier.Possible(s, kind, w.env(by)) == nil
}

// anybody reports whether such an act is possible for somebody.
func anybody(w *world, kind dossier.Kind) bool {
	for _, r := range roles {
		if possibleFor(w, kind, r.who) {
			return true
		}
	}
	return false
}

// phasesOf are those in which such an act is possible for somebody.
func phasesOf(kind dossier.Kind, stands []*world) []dossier.Phase {
	return slices.DeleteFunc(slices.Clone(phases), func(p dossier.Phase) bool {
		return !slices.ContainsFunc(stands, func(w *world) bool { return w.state.Phase == p && anybody(w, kind) })
	})
}

// stepsOf are the same, as the page calls them.
func stepsOf(kind dossier.Kind, stands []*world) string {
	in := phasesOf(kind, stands)
	open, names := phases[1:len(phases)-1], []string{}
	all := func(these []dossier.Phase) bool {
		return !slices.ContainsFunc(these, func(p dossier.Phase) bool { return !slices.Contains(in, p) })
	}
	gather := func(name string, these []dossier.Phase) {
		if all(these) {
			names = append(names, name)
			in = slices.DeleteFunc(in, func(p dossier.Phase) bool { return slices.Contains(these, p) })
		}
	}
	if all(phases[:1]) {
		names = append(names, "new")
	}
	gather("every step", phases[1:])
	gather("every open step", open)
	gather("every open step after filing", open[1:])
	for _, p := range in {
		if p != dossier.PhaseNone {
			names = append(names, words.Code(words.EN, "phase", p))
		}
	}
	return strings.Join(names, ", ")
}
