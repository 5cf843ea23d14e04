package replay_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/replay"
)

var update = flag.Bool("update", false, "note what this version makes of the histories, where it is otherwise")

// Every history that is kept gives the same states, refusals, deadlines and views as when it was written, or the test says what
// changed. Where the change is meant, note it with: go test ./replay -update
func TestHistories(t *testing.T) {
	for name, h := range kept(t) {
		t.Run(name, func(t *testing.T) {
			_, differences, err := replay.Play(h, rulesOf(t, h), nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range differences[:min(len(differences), 20)] {
				t.Error(d)
			}
			if len(differences) > 20 {
				t.Errorf("and %d more", len(differences)-20)
			}
			if len(differences) > 0 && *update {
				write(t, name, h)
			}
		})
	}
	if t.Failed() && !*update {
		t.Log("a history that differs is a dossier that would be handled otherwise; where that is meant: go test ./replay -update")
	}
}

// A policy that is kept is one by which a history that is kept ran.
func TestPolicies_AreOfHistories(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("policies", "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	of := map[string]bool{}
	for _, h := range kept(t) {
		of[filepath.Join("policies", h.Policy+".yaml")] = true
	}
	for _, name := range names {
		if !of[name] {
			t.Errorf("no history ran by %s", name)
		}
	}
}

func kept(t *testing.T) map[string]replay.History {
	t.Helper()
	all, err := replay.Kept()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func rulesOf(t *testing.T, h replay.History) replay.Rules {
	t.Helper()
	rules, err := replay.RulesOf(h)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func write(t *testing.T, name string, h replay.History) {
	t.Helper()
	h, err := replay.Expect(h, rulesOf(t, h))
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := replay.Write(&text, h); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("histories", name+".jsonl"), text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// The histories that are kept hold every kind of act, event, ending and deadline: what none of them has, a later version could change
// unnoticed.
func TestHistories_HoldEverything(t *testing.T) {
	seen := map[string]bool{}
	for _, h := range kept(t) {
		last, _, err := replay.Play(h, rulesOf(t, h), func(s dossier.State, line replay.Line) {
			seen["stage "+replay.Stage(s)] = true
			if line.Record != nil {
				seen["event "+line.Record.Event] = true
				if r, err := line.Record.Read(1); err == nil {
					if passed, ok := r.Event.(dossier.DeadlinePassed); ok {
						seen["deadline "+string(passed.Deadline)] = true
					}
					if reminded, ok := r.Event.(dossier.Reminded); ok {
						seen["reminder of "+string(reminded.Deadline)] = true
					}
				}
			} else if line.Act.Brings > 0 {
				seen["act "+string(line.Act.Kind)] = true
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		seen["stage "+replay.Stage(last)] = true
	}
	for _, e := range dossier.Events() {
		if !seen["event "+e.Name()] {
			t.Errorf("no history has the event %s", e.Name())
		}
	}
	for _, c := range dossier.Commands() {
		if !seen["act "+string(c.Kind())] {
			t.Errorf("in no history is %s carried out", c.Kind())
		}
	}
	for _, kind := range dossier.DeadlineKinds() {
		if !seen["deadline "+string(kind)] {
			t.Errorf("in no history does %s come", kind)
		}
		if !seen["reminder of "+string(kind)] && dossier.Reminds(kind) && kind != dossier.DueStepTwo { // of that the built-in policy does not
			t.Errorf("in no history is reminded of %s", kind)
		}
	}
	for _, ending := range dossier.Endings() {
		if !seen["stage closed "+string(ending)] {
			t.Errorf("no history ends as %s", ending)
		}
	}
}

// one is a history that is long enough for something to go wrong in it: the first by name that ends decided.
func one(t *testing.T) replay.History {
	t.Helper()
	all := kept(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		h := all[name]
		acts := slices.ContainsFunc(h.Lines, func(l replay.Line) bool { return l.Act != nil && l.Act.Refused != "" })
		if s, _, _ := replay.Play(h, rulesOf(t, h), nil); acts && s.Decided {
			return h
		}
	}
	t.Fatal("no history is decided")
	return replay.History{}
}

// What a later version does otherwise is said: at its line, by its name, as it was and as it is.
func TestPlay_SaysWhatChanged(t *testing.T) {
	rules := rulesOf(t, one(t))
	rules.Terms.Triage.N++ // a version that gives a day more
	_, differences, err := replay.Play(one(t), rules, nil)
	if err != nil {
		t.Fatal(err)
	}
	told := slices.ContainsFunc(differences, func(d replay.Difference) bool {
		return strings.HasPrefix(d.What, "due triage") && d.Was != d.Is && d.Line > 1
	})
	if !told {
		t.Errorf("a later deadline is not told: %v", differences)
	}

	for what, change := range map[string]func(*replay.Line) bool{
		"another refusal": func(l *replay.Line) bool {
			found := l.Act != nil && l.Act.Refused != ""
			if found {
				l.Act.Refused = "R99 other"
			}
			return found
		},
		"another event": func(l *replay.Line) bool {
			found := l.Record != nil && l.Record.Event == "decided.1"
			if found {
				l.Record.Facts = json.RawMessage(`{"upheld":true,"ground":"late"}`)
			}
			return found
		},
		"another state": func(l *replay.Line) bool {
			_, found := l.Expect["state.Severity"]
			if found {
				l.Expect = maps.Clone(l.Expect)
				l.Expect["state.Severity"] = "other"
			}
			return found
		},
		"a state that was as before": func(l *replay.Line) bool {
			found := l.Record != nil && len(l.Expect) > 0
			if found {
				l.Expect = nil
			}
			return found
		},
	} {
		h := one(t)
		i := slices.IndexFunc(h.Lines, func(l replay.Line) bool { return change(&l) })
		if i < 0 {
			t.Fatalf("nothing to change for %s", what)
		}
		change(&h.Lines[i])
		_, differences, err := replay.Play(h, rulesOf(t, h), nil)
		if err != nil || len(differences) == 0 {
			t.Errorf("%s goes unnoticed: %v", what, err)
		}
	}
}

// After a change that is meant, the file says how the act is answered now, beside how it was answered then.
func TestExpect_KeepsWhatHappened(t *testing.T) {
	h := one(t)
	rules := rulesOf(t, h)
	rules.Terms.Grounds = nil // a version in which nothing can be rejected
	rules.Terms.Severities = nil
	changed, err := replay.Expect(h, rules)
	if err != nil {
		t.Fatal(err)
	}
	if _, differences, err := replay.Play(changed, rules, nil); err != nil || len(differences) > 0 {
		t.Errorf("what was noted is not what is: %v %v", err, differences)
	}
	today := 0
	for i, line := range changed.Lines {
		if line.Record != nil && !bytes.Equal(line.Record.Facts, h.Lines[i].Record.Facts) {
			t.Errorf("line %d: a record changed", i+2)
		}
		if line.Act != nil && line.Act.Today != "" {
			today++
		}
	}
	if today == 0 {
		t.Error("no act is noted as answered otherwise today")
	}
}

// A line that cannot be read is named; nothing is guessed.
func TestRead_NamesTheLine(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "no policy"},
		{"{}", "no policy"},
		{"{\"policy\":\"x\"}\n{", "line 2"},
		{"not JSON", "line 1"},
	} {
		if _, err := replay.Read(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q in it", c.text, err, c.want)
		}
	}
	rules := rulesOf(t, one(t))
	for what, line := range map[string]replay.Line{
		"nothing":            {},
		"an unknown act":     {Act: &replay.Act{Kind: "sing", Command: json.RawMessage(`{}`)}},
		"an unknown field":   {Act: &replay.Act{Kind: "withdraw", Command: json.RawMessage(`{"Loudly":true}`)}},
		"an unknown event":   {Record: &replay.Record{Event: "sung.1", Facts: json.RawMessage(`{}`)}},
		"an act cut in half": {Act: &replay.Act{Kind: "file", Command: json.RawMessage(`{}`), Brings: 2}},
	} {
		if _, _, err := replay.Play(replay.History{Lines: []replay.Line{line}}, rules, nil); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// What was written is read back as it was.
func TestWriteAndRead(t *testing.T) {
	h := one(t)
	var text bytes.Buffer
	if err := replay.Write(&text, h); err != nil {
		t.Fatal(err)
	}
	again, err := replay.Read(bytes.NewReader(text.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	var second bytes.Buffer
	if err := replay.Write(&second, again); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text.Bytes(), second.Bytes()) {
		t.Error("read back otherwise than written")
	}
}

// The chooser keeps what reached something new, cut off behind it, and leaves out what others reach.
func TestChooser(t *testing.T) {
	act := func(refused string) replay.Line { return replay.Line{Act: &replay.Act{Kind: "file", Refused: refused}} }
	brought := replay.Line{Act: &replay.Act{Kind: "file", Brings: 1}}
	record := replay.Line{Record: &replay.Record{Event: "filed.1"}}
	var c replay.Chooser
	c.Offer(replay.History{From: "a", Lines: []replay.Line{brought, record, act("x"), brought, record}}, map[string]int{"one": 0})
	c.Offer(replay.History{From: "b", Lines: []replay.Line{act("x"), brought, record, act("y"), brought, record}}, map[string]int{"one": 1, "two": 1, "three": 4})
	c.Offer(replay.History{From: "c", Lines: []replay.Line{brought}}, map[string]int{"two": 0})
	chosen := c.Chosen()
	if len(chosen) != 1 || chosen[0].From != "b" || len(chosen[0].Lines) != 4 {
		t.Errorf("chosen: %+v", chosen)
	}
}
