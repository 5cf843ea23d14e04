package demo

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"slices"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/replay"
)

var choose = flag.Bool("choose", false, "choose histories for replay/ out of what the demo makes")

// Every dossier of the demo is written as a stored history, read back, and gives the same state when it is done again. With -choose
// those that together show everything become the demo's part of replay/histories.
func TestEveryDossierIsAHistory(t *testing.T) {
	w := firstWorld(t)
	rules := replay.RulesBy(policy.Default())
	var chooser replay.Chooser
	states := all(t, w.Office.DB)
	for _, reference := range slices.Sorted(maps.Keys(states)) {
		h := historyOf(t, w, reference)
		reached, line, stage := map[string]int{}, 0, "new"
		state, differences, err := replay.Play(h, rules, func(s dossier.State, next replay.Line) {
			if now := replay.Stage(s); now != stage {
				reached[stage+" to "+now] = line - 1
				stage = now
			}
			reached[next.Record.Event] = line
			line++
		})
		if err != nil || len(differences) > 0 {
			t.Fatalf("%s: %v %v", reference, err, differences)
		}
		reached[stage+" to "+replay.Stage(state)] = line - 1
		if got, want := asJSON(t, state), asJSON(t, states[reference]); got != want {
			t.Errorf("%s is otherwise when done again:\n%s\n%s", reference, got, want)
		}
		chooser.Offer(h, reached)
	}
	if chosen := chooser.Chosen(); len(chosen) < 3 {
		t.Errorf("the demo shows all it shows in %d dossiers", len(chosen))
	} else if *choose {
		if err := replay.Save("../replay", "demo", chosen, policy.DefaultFile()); err != nil {
			t.Fatal(err)
		}
	}
}

// historyOf a dossier, written and read back.
func historyOf(t *testing.T, w *World, reference string) replay.History {
	t.Helper()
	facts, err := w.Office.DB.Read().Facts(t.Context(), []string{dossier.ViewHandlers, dossier.ViewDesk, dossier.ViewComplainant}, reference)
	if err != nil {
		t.Fatal(err)
	}
	h := replay.History{From: "demo " + reference, Policy: replay.PolicyName(policy.DefaultFile())}
	for _, r := range facts.Records {
		line, err := replay.NewRecord(r)
		if err != nil {
			t.Fatal(err)
		}
		h.Lines = append(h.Lines, line)
	}
	var file bytes.Buffer
	if err := replay.Write(&file, h); err != nil {
		t.Fatal(err)
	}
	h, err = replay.Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func asJSON(t *testing.T, s dossier.State) string {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
