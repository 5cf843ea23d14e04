package replay

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Outcome is how an act can be answered in a kind of state: it is accepted, or refused for a reason.
type Outcome struct {
	Stage   string // as Stage gives it
	Kind    dossier.Kind
	Refused string // rule and code ("R4 talk_status"); empty: accepted
}

func (o Outcome) String() string {
	if o.Refused == "" {
		return fmt.Sprintf("%s in %s", o.Kind, o.Stage)
	}
	return fmt.Sprintf("%s in %s: %s", o.Kind, o.Stage, o.Refused)
}

// OutcomesOf one answer. Refusals that say nothing of the state are left out: that it is not for this person (not_yours, or R14's
// conflict), or that a field is not filled in as it should be.
func OutcomesOf(s dossier.State, kind dossier.Kind, refused string) []Outcome {
	if refused == "" {
		return []Outcome{{Stage(s), kind, ""}}
	}
	var all []Outcome
	for _, one := range strings.Split(refused, "; ") {
		words := strings.Fields(one)
		rule, code := "", words[len(words)-1]
		if isRule(words[0]) {
			rule = words[0]
		} else if len(words) > 1 {
			return nil // what else is wrong may follow from a field that is
		}
		if code == "not_yours" || code == "conflict" {
			return nil
		}
		o := Outcome{Stage(s), kind, strings.TrimSpace(rule + " " + code)}
		if !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	return all
}

func isRule(word string) bool {
	return len(word) > 1 && word[0] == 'R' && word[1] >= '0' && word[1] <= '9'
}

// Outcomes of a history: of its own acts, and of each act tried by each of the cast between any two acts, with nothing filled in. With
// each stands what the refusal says, in English, where it was met by trying.
func Outcomes(h History, rules Rules) (map[Outcome]string, error) {
	t := trial{rules: rules, all: map[Outcome]string{}, tried: -1}
	last, _, err := Play(h, rules, func(s dossier.State, line Line) {
		switch {
		case line.Act != nil:
			t.add(OutcomesOf(s, line.Act.Kind, line.Act.Refused), nil)
			t.state(s, line.Act.At)
		case line.Record.At.After(s.Last):
			t.state(s, line.Record.At)
		}
	})
	t.state(last, last.Last)
	return t.all, err
}

// trial tries every act.
type trial struct {
	rules Rules
	all   map[Outcome]string
	tried int // how many records the state had that was tried last
}

func (t *trial) add(outcomes []Outcome, texts map[string]string) {
	for _, o := range outcomes {
		t.all[o] = cmp.Or(texts[o.Refused], t.all[o])
	}
}

func (t *trial) state(s dossier.State, now time.Time) {
	if s.Count == t.tried {
		return
	}
	t.tried = s.Count
	for _, by := range cast(s) {
		env := dossier.Env{Now: now, By: by, Terms: t.rules.Terms, Calendar: t.rules.Calendar}
		for _, c := range dossier.Commands() {
			if _, err := dossier.Decide(s, c, env); err != nil {
				t.add(OutcomesOf(s, c.Kind(), Refused(err)), Texts(err))
			}
		}
	}
}

// Texts of a refusal in English, by rule and code as Outcome.Refused has them.
func Texts(err error) map[string]string {
	texts := map[string]string{}
	if r, ok := err.(*dossier.Refusal); ok { //nolint:errorlint // Decide and Possible answer with it as it is
		for _, one := range r.All() {
			texts[strings.TrimSpace(one.Rule+" "+one.Code)] = one.Text.EN
		}
	}
	return texts
}
