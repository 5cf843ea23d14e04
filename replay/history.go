// Package replay keeps the histories of dossiers as files, and holds every later version of the procedure to them.
//
// A history is what was stored of one dossier: its records, one after the other, without a word of anybody. Beside them stand
// the acts that somebody tried (those that were carried out and those that were refused), and what the version that wrote the
// file made of each record: state, deadlines, who may do what, who sees what. Play does it all again and names every
// difference. So a change to the procedure either leaves what is stored alone, or a test says what changed.
//
// The files in histories/ were chosen, out of all dossiers that the random walk of package dossier and the demo make, so
// that everything those reached is there at least once. See docs/proof.md for how they are made.
package replay

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// History of one dossier.
type History struct {
	From   string // where it comes from: "walk 3/17 WH-2222-2222"
	Policy string // name of the policy file in policies/ under which it ran
	Lines  []Line // in the order in which they happened
}

// Line is one act that was tried, or one record that stands. The records that an act brought about follow it. A demo's
// history has records alone.
type Line struct {
	Act    *Act              `json:"act,omitempty"`
	Record *Record           `json:"record,omitempty"`
	Expect map[string]string `json:"expect,omitempty"` // after the last record of an act: what is otherwise than after the act before; empty: gone
}

// Act is what somebody tried, with all that it was judged in.
type Act struct {
	Kind    dossier.Kind           `json:"kind"`
	Command json.RawMessage        `json:"command"` // Go names of the fields; those that are empty are left out
	By      Actor                  `json:"by"`
	At      time.Time              `json:"at"`
	Held    []dossier.SpecialistID `json:"held,omitempty"` // Env.HeldElsewhere
	Refused string                 `json:"refused,omitempty"`
	Brings  int                    `json:"brings,omitempty"` // records
	Today   string                 `json:"today,omitempty"`  // how it is answered now, when that is otherwise than then
}

// Actor is a dossier.Actor as it is written.
type Actor struct {
	Account    dossier.AccountID    `json:"account,omitempty"`
	Roles      []dossier.Role       `json:"roles"`
	Specialist dossier.SpecialistID `json:"specialist,omitempty"`
	Branch     dossier.BranchID     `json:"-"` // of where an act comes from nothing follows
	Fellow     int                  `json:"fellow,omitempty"`
}

// Record is a dossier.Record as it is stored.
type Record struct {
	At    time.Time       `json:"at"`
	By    string          `json:"by"`
	Event string          `json:"event"`
	Facts json.RawMessage `json:"facts"`
}

// NewAct notes an act and how it was answered: refused tells why not, as Refused gives it.
func NewAct(c dossier.Command, env dossier.Env, brings int, refused string) (Line, error) {
	command, err := withoutEmpty(c)
	if err != nil {
		return Line{}, fmt.Errorf("replay: %s: %w", c.Kind(), err)
	}
	return Line{Act: &Act{
		Kind: c.Kind(), Command: command, By: Actor(env.By), At: env.Now.UTC(), Held: env.HeldElsewhere, Brings: brings, Refused: refused,
	}}, nil
}

// NewRecord notes a record.
func NewRecord(r dossier.Record) (Line, error) {
	facts, err := dossier.Encode(r.Event)
	if err != nil {
		return Line{}, fmt.Errorf("replay: %w", err)
	}
	return Line{Record: &Record{At: r.At.UTC(), By: r.By, Event: r.Event.Name(), Facts: facts}}, nil
}

// Read back what NewRecord noted. number is the place in the history, from 1.
func (r Record) Read(number int) (dossier.Record, error) {
	event, err := dossier.DecodeEvent(r.Event, r.Facts)
	if err != nil {
		return dossier.Record{}, fmt.Errorf("replay: %w", err)
	}
	return dossier.Record{Number: number, At: r.At, By: r.By, Event: event}, nil
}

// Read back what NewAct noted. A field that the command no longer has is an error.
func (a Act) Read() (dossier.Command, error) {
	for _, c := range dossier.Commands() {
		if c.Kind() != a.Kind {
			continue
		}
		v := reflect.New(reflect.TypeOf(c))
		d := json.NewDecoder(bytes.NewReader(a.Command))
		d.DisallowUnknownFields()
		if err := d.Decode(v.Interface()); err != nil {
			return nil, fmt.Errorf("replay: %s: %w", a.Kind, err)
		}
		return v.Elem().Interface().(dossier.Command), nil
	}
	return nil, fmt.Errorf("replay: no act %q", a.Kind)
}

// withoutEmpty writes a struct as JSON without the fields that say nothing.
func withoutEmpty(v any) (json.RawMessage, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, err
	}
	for name, value := range fields {
		if empty(string(value)) {
			delete(fields, name)
		}
	}
	return json.Marshal(fields)
}

// empty reports whether a JSON value is the zero of its Go type.
func empty(value string) bool {
	switch value {
	case `""`, "0", "false", "null", "[]", "{}", `"0001-01-01T00:00:00Z"`:
		return true
	}
	return false
}

// head is the first line of a file.
type head struct {
	From   string `json:"from"`
	Policy string `json:"policy"`
}

// Write the history, a line of JSON for each of its lines.
func Write(to io.Writer, h History) error {
	e := json.NewEncoder(to)
	e.SetEscapeHTML(false)
	if err := e.Encode(head{h.From, h.Policy}); err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	for _, line := range h.Lines {
		if err := e.Encode(line); err != nil {
			return fmt.Errorf("replay: %w", err)
		}
	}
	return nil
}

// Read a history. The error names the line that cannot be read.
func Read(from io.Reader) (History, error) {
	var h History
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		var err error
		if n == 1 {
			var first head
			err = json.Unmarshal(lines.Bytes(), &first)
			h.From, h.Policy = first.From, first.Policy
		} else {
			var line Line
			err = json.Unmarshal(lines.Bytes(), &line)
			h.Lines = append(h.Lines, line)
		}
		if err != nil {
			return History{}, fmt.Errorf("replay: line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return History{}, fmt.Errorf("replay: %w", err)
	}
	if h.Policy == "" {
		return History{}, fmt.Errorf("replay: line 1 names no policy")
	}
	return h, nil
}
