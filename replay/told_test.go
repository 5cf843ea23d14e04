package replay_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/replay"
)

const toldFile = "told.txt"

// What the acts of the histories say and to whom is kept too, a line for each: which class of words each part of an event is of, who
// is told what because of an event, and what a refusal reads. None of it is in a state. Where a change is meant, note it with:
// go test ./replay -update
func TestHistories_SayAndTellTheSame(t *testing.T) {
	lines := map[string]bool{}
	for _, h := range kept(t) {
		rules := rulesOf(t, h)
		_, _, err := replay.Play(h, rules, func(s dossier.State, line replay.Line) {
			if line.Act == nil {
				return
			}
			c, err := line.Act.Read()
			if err != nil {
				t.Fatal(err)
			}
			env := dossier.Env{
				Now: line.Act.At, By: dossier.Actor(line.Act.By), Terms: rules.Terms, Calendar: rules.Calendar, HeldElsewhere: line.Act.Held,
			}
			happened, err := dossier.Decide(s, c, env)
			for _, text := range append(toldBy(s, env, happened), readsAs(err)...) {
				lines[text] = true
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if *update {
		writeTold(t, lines)
	}
	stored, err := os.ReadFile(toldFile)
	if err != nil {
		t.Fatal(err)
	}
	was := map[string]bool{}
	for text := range strings.Lines(string(stored)) {
		was[strings.TrimSpace(text)] = true
	}
	for text := range was {
		if !lines[text] {
			t.Errorf("no longer so: %s", text)
		}
	}
	for text := range lines {
		if !was[text] {
			t.Errorf("new: %s", text)
		}
	}
}

func writeTold(t *testing.T, lines map[string]bool) {
	t.Helper()
	var sorted []string
	for text := range lines {
		sorted = append(sorted, text)
	}
	slices.Sort(sorted)
	var page bytes.Buffer
	for _, text := range sorted {
		fmt.Fprintln(&page, text)
	}
	if err := os.WriteFile(toldFile, page.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

var someone = regexp.MustCompile(`(specialist|fellow):\w+|fellow_\d+`)

// toldBy lists the classes of an act's words, and who is told what. Who a person is makes no difference to it.
func toldBy(s dossier.State, env dossier.Env, happened []dossier.Happening) []string {
	var lines []string
	for _, h := range happened {
		before, name := s, h.Event.Name()
		s = dossier.Evolve(s, dossier.Record{Number: s.Count + 1, At: env.Now, By: env.By.Name(), Event: h.Event})
		lines = append(lines, fmt.Sprintf("%s is of class %s", name, h.Event.Class()))
		for _, p := range h.Parts {
			whose := map[bool]string{true: ", somebody's own"}[p.Person != ""]
			lines = append(lines, someone.ReplaceAllString(fmt.Sprintf("%s says %s: about the %s, class %s%s", name, p.Name, p.Subject, p.Class, whose), "$1"))
		}
		for _, n := range dossier.Notices(before, s, h.Event) {
			lines = append(lines, someone.ReplaceAllString(fmt.Sprintf("%s tells the %s %s", name, n.To, n.Kind), "$1"))
		}
	}
	return lines
}

var figures = regexp.MustCompile(`\d+`)

// readsAs lists what a refusal reads in both languages, without figures. A month is a figure too.
func readsAs(err error) []string {
	var refusal *dossier.Refusal
	if !errors.As(err, &refusal) {
		return nil
	}
	var lines []string
	for _, one := range refusal.All() {
		text := fmt.Sprintf("%s | %s", one.Text.NL, one.Text.EN)
		for nl, en := range months {
			text = strings.NewReplacer(nl, "MONTH", en, "MONTH").Replace(text)
		}
		lines = append(lines, strings.Join(strings.Fields("refused "+one.Rule+" "+one.Field+" "+one.Code+": "+figures.ReplaceAllString(text, "N")), " "))
	}
	return lines
}

// months as they stand in a date: with a space before.
var months = map[string]string{
	" januari": " January", " februari": " February", " maart": " March", " april": " April", " mei": " May", " juni": " June",
	" juli": " July", " augustus": " August", " september": " September", " oktober": " October", " november": " November", " december": " December",
}
