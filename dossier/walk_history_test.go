package dossier_test

import (
	"bytes"
	"encoding/json"

	"pgregory.net/rapid"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/replay"
)

// What a walk writes down as stored histories, and what those reached that are chosen for package replay.

// note writes an act into the history, however it was answered.
func (w *walk) note(f *folder, c dossier.Command, by dossier.Actor, happened []dossier.Happening, err error) {
	line, fault := replay.NewAct(c, w.env(f, by), len(happened), replay.Refused(err))
	if fault != nil {
		w.t.Fatal(fault)
	}
	f.history.Lines = append(f.history.Lines, line)
}

// replay demands that the history alone, written and read back, gives the same state as deciding did, and the same answers.
func (w *walk) replay() {
	for _, f := range w.files {
		var file bytes.Buffer
		if err := replay.Write(&file, f.history); err != nil {
			w.t.Fatal(err)
		}
		history, err := replay.Read(&file)
		if err != nil {
			w.t.Fatal(err)
		}
		reached := newReach()
		state, differences, err := replay.Play(history, walkRules, reached.see)
		if err != nil || len(differences) > 0 {
			w.t.Fatalf("the history is not what was decided: %v %v", err, differences)
		}
		reached.state(state)
		stored, live := inWords(w.t, state), inWords(w.t, f.state)
		w.demand("Evolve over the stored events gives the same state", f.state.Count > 0, stored == live, stored, live)
		w.demand("Storage changes nothing of a state", f.state.Count > 0, stored == inWords(w.t, f.direct), stored)
		w.cover.chooser.Offer(history, reached.things)
	}
}

func inWords(t *rapid.T, s dossier.State) string {
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var walkRules = replay.RulesBy(walkPolicy)

// reach notes at which line of a history something was reached for the first time.
type reach struct {
	things map[string]int
	line   int
	stage  string
}

func newReach() *reach { return &reach{things: map[string]int{}, stage: "new"} }

func (r *reach) at(line int, name string) {
	if _, ok := r.things[name]; !ok {
		r.things[name] = line
	}
}

// see is a replay.Visitor.
func (r *reach) see(s dossier.State, line replay.Line) {
	r.state(s)
	if a := line.Act; a != nil {
		for _, o := range replay.OutcomesOf(s, a.Kind, a.Refused) {
			if o.Refused != "" {
				o.Kind = "" // once is enough: the table has it for every act in every kind of state
			}
			r.at(r.line, string(o.Kind)+" refused for "+o.Refused)
		}
	} else {
		r.at(r.line, "event "+line.Record.Event)
		if read, err := line.Record.Read(1); err == nil {
			switch e := read.Event.(type) {
			case dossier.Reminded:
				r.at(r.line, "reminder of "+string(e.Deadline))
			case dossier.DeadlinePassed:
				r.at(r.line, "coming of "+string(e.Deadline))
			}
		}
	}
	r.line++
}

// state is what the line before brought about.
func (r *reach) state(s dossier.State) {
	if stage := replay.Stage(s); r.line > 0 && stage != r.stage {
		r.at(r.line-1, "from "+r.stage+" to "+stage)
		r.stage = stage
	}
}

// records as they are read back.
func (f *folder) records(t *rapid.T) []dossier.Record {
	var all []dossier.Record
	for _, line := range f.history.Lines {
		if line.Record == nil {
			continue
		}
		r, err := line.Record.Read(len(all) + 1)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}
