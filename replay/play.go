package replay

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
)

// Difference is something that this version does otherwise than the one that wrote the history.
type Difference struct {
	Line    int    // of the file; the head is line 1
	What    string // "due talk S1", "refusal of judge", "record 2 of file"
	Was, Is string
}

func (d Difference) String() string {
	return fmt.Sprintf("line %d: %s was %q and is %q", d.Line, d.What, d.Was, d.Is)
}

// Visitor is shown each state of a history, before the line that leads on from it.
type Visitor func(s dossier.State, line Line)

// player goes through a history.
type player struct {
	rules Rules
	state dossier.State
	known map[string]string // as the file expects it; nil when it expects nothing
	found []Difference
}

// Play does a history again: it carries out every act on the state of the stored records, and describes the state after each
// record. It answers with the last state and every difference; an error means that a line cannot be read any more.
// visit may be nil.
func Play(h History, rules Rules, visit Visitor) (dossier.State, []Difference, error) {
	p := player{rules: rules}
	if slices.ContainsFunc(h.Lines, func(l Line) bool { return l.Expect != nil }) {
		p.known = map[string]string{}
	}
	for i, line := range h.Lines {
		if visit != nil {
			visit(p.state, line)
		}
		if err := p.line(h, i); err != nil {
			return p.state, p.found, fmt.Errorf("line %d: %w", i+2, err)
		}
	}
	return p.state, p.found, nil
}

func (p *player) line(h History, i int) error {
	switch line := h.Lines[i]; {
	case line.Act != nil:
		return p.act(h, i, *line.Act)
	case line.Record != nil:
		r, err := line.Record.Read(p.state.Count + 1)
		if err != nil {
			return err
		}
		p.state = dossier.Evolve(p.state, r)
		if p.known == nil || !h.rests(i) {
			return nil
		}
		return p.compare(i, line)
	}
	return fmt.Errorf("neither act nor record")
}

// rests reports whether the record is the last of what happened at once.
func (h History) rests(i int) bool {
	if i+1 == len(h.Lines) || h.Lines[i+1].Record == nil {
		return true
	}
	return h.Lines[i+1].Record.At.After(h.Lines[i].Record.At)
}

// act decides again, and demands the answer of then.
func (p *player) act(h History, i int, a Act) error {
	was, err := answered(h, i)
	if err != nil {
		return err
	}
	is, err := p.answer(a)
	if err != nil {
		return err
	}
	if a.Today != "" {
		was = a.Today
	}
	if was != is {
		p.differs(i, "answer to "+string(a.Kind), was, is)
	}
	return nil
}

// answer carries an act out on the state that is there, and tells how this version answers it: the refusal, or the events.
func (p *player) answer(a Act) (string, error) {
	c, err := a.Read()
	if err != nil {
		return "", err
	}
	env := dossier.Env{Now: a.At, By: dossier.Actor(a.By), Terms: p.rules.Terms, Calendar: p.rules.Calendar, HeldElsewhere: a.Held}
	happened, err := dossier.Decide(p.state, c, env)
	if err != nil {
		return "refused: " + Refused(err), nil
	}
	var events []string
	for _, h := range happened {
		facts, err := dossier.Encode(h.Event)
		if err != nil {
			return "", err
		}
		events = append(events, h.Event.Name()+" "+string(facts))
	}
	return strings.Join(events, "; "), nil
}

// answered tells how the act was answered when it was history: by the refusal, or by the records that follow it.
func answered(h History, i int) (string, error) {
	a := h.Lines[i].Act
	if a.Refused != "" {
		return "refused: " + a.Refused, nil
	}
	var events []string
	for n := range a.Brings {
		if i+1+n >= len(h.Lines) || h.Lines[i+1+n].Record == nil {
			return "", fmt.Errorf("%s is not followed by its %d records", a.Kind, a.Brings)
		}
		r := h.Lines[i+1+n].Record
		events = append(events, r.Event+" "+string(r.Facts))
	}
	return strings.Join(events, "; "), nil
}

// compare holds what is made of the state now against what was made of it then.
func (p *player) compare(i int, line Line) error {
	is, err := Describe(p.state, p.rules, line.Record.At)
	if err != nil {
		return err
	}
	for key, value := range line.Expect {
		if p.known[key] = value; value == "" {
			delete(p.known, key)
		}
	}
	other := changes(p.known, is)
	for _, key := range slices.Sorted(maps.Keys(other)) {
		p.differs(i, key, p.known[key], other[key])
	}
	p.known = is // a difference is told once
	return nil
}

func (p *player) differs(i int, what, was, is string) {
	p.found = append(p.found, Difference{Line: i + 2, What: what, Was: was, Is: is})
}

// Expect fills in what this version makes of the history. What happened stays as it was: an act that would be answered
// otherwise today says so beside it.
func Expect(h History, rules Rules) (History, error) {
	h.Lines = slices.Clone(h.Lines)
	p, known := player{rules: rules}, map[string]string{}
	for i, line := range h.Lines {
		if line.Act != nil {
			was, err := answered(h, i)
			if err != nil {
				return h, fmt.Errorf("line %d: %w", i+2, err)
			}
			a := *line.Act
			if a.Today, err = p.answer(a); err != nil {
				return h, fmt.Errorf("line %d: %w", i+2, err)
			}
			if a.Today == was {
				a.Today = ""
			}
			h.Lines[i].Act = &a
			continue
		}
		h.Lines[i].Expect = nil
		if err := p.line(h, i); err != nil {
			return h, fmt.Errorf("line %d: %w", i+2, err)
		}
		if !h.rests(i) {
			continue
		}
		is, err := Describe(p.state, rules, line.Record.At)
		if err != nil {
			return h, err
		}
		h.Lines[i].Expect, known = changes(known, is), is
	}
	return h, nil
}
