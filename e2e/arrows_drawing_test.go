package e2e_test

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

const procedurePage = "../docs/procedure.md"

// arrow is an act that takes a dossier from one step to another, or to an ending.
type arrow struct {
	from string // a step, or fresh
	act  dossier.Kind
	to   string // a step, or an ending
}

func (a arrow) String() string { return fmt.Sprintf("%s --> %s: %s", a.from, a.to, a.act) }

const (
	fresh  = "new" // where nothing happened yet: [*] in the drawings
	closed = string(dossier.PhaseClosed)
)

// drawings is what docs/procedure.md draws, and what its table says of the acts on the arrows.
type drawings struct {
	arrows   []arrow
	steps    []string // all that are open, in the order drawn
	endings  []string
	names    map[string]string         // of steps and endings, as the table of names has them in English
	possible map[dossier.Kind][]string // the steps in which the table says that an act can be done
}

// acts are those on the arrows, each once.
func (d drawings) acts() []dossier.Kind {
	var kinds []dossier.Kind
	for _, a := range d.arrows {
		if !slices.Contains(kinds, a.act) {
			kinds = append(kinds, a.act)
		}
	}
	return kinds
}

// draw reads the page of the procedure.
func draw(t *testing.T) drawings {
	t.Helper()
	page, err := os.ReadFile(procedurePage)
	must(t, err)
	d, err := readDrawings(string(page))
	must(t, err)
	return d
}

// readDrawings reads the three drawings and the tables; one that is not there, or says nothing, is a fault.
func readDrawings(page string) (drawings, error) {
	var d drawings
	gathers := map[string]string{}
	if err := d.readNames(page); err != nil {
		return d, err
	}
	var lines []string
	for _, name := range []string{"main road", "side roads", "endings"} {
		text, err := marked(page, name)
		if err != nil {
			return d, err
		}
		drawn, labels := nodesAndArrows(text)
		if len(drawn) == 0 {
			return d, fmt.Errorf("the drawing %q has no arrows", name)
		}
		for node, label := range labels {
			if strings.HasPrefix(label, "Any ") {
				gathers[node] = label
			}
		}
		if err := calledAsOnScreen(drawn, labels); err != nil {
			return d, fmt.Errorf("the drawing %q: %w", name, err)
		}
		lines = append(lines, drawn...)
	}
	if err := d.readNodes(lines, gathers); err != nil {
		return d, err
	}
	if err := d.readArrows(lines, gathers); err != nil {
		return d, err
	}
	return d, d.readTable(page)
}

// nodesAndArrows are the arrows of one drawing, and how it calls what they join.
func nodesAndArrows(text string) (arrows []string, labels map[string]string) {
	labels = map[string]string{}
	for line := range strings.Lines(text) {
		if named := nodeLine.FindStringSubmatch(line); named != nil {
			labels[named[2]] = named[1]
		}
		if strings.Contains(line, "-->") {
			arrows = append(arrows, strings.TrimSpace(line))
		}
	}
	return arrows, labels
}

// calledAsOnScreen demands that a drawing names each step and each ending as the pages do, with its rules behind.
func calledAsOnScreen(arrows []string, labels map[string]string) error {
	for _, line := range arrows {
		parts := arrowLine.FindStringSubmatch(line)
		if parts == nil {
			return fmt.Errorf("an arrow that cannot be read: %q", line)
		}
		for _, node := range parts[1:3] {
			name, _, _ := strings.Cut(labels[node], " (R")
			if node != "[*]" && !strings.HasPrefix(name, "Any ") && name != onScreen(words.EN, node) {
				return fmt.Errorf("%q is called %q", node, labels[node])
			}
		}
	}
	return nil
}

// onScreen is what the pages call a step or an ending; of anything else it is empty.
func onScreen(lang words.Lang, code string) string {
	for _, group := range []string{"phase", "ending"} {
		if words.Has(group + "." + code) {
			return words.Code(lang, group, code)
		}
	}
	return ""
}

// readNames reads the table of names.
func (d *drawings) readNames(page string) error {
	text, err := marked(page, "names")
	if err != nil {
		return err
	}
	d.names = map[string]string{}
	for _, row := range nameLine.FindAllStringSubmatch(text, -1) {
		code := strings.TrimPrefix(row[1], closed+" ")
		if strings.HasPrefix(code, "talk ") {
			continue // how a talk stands: no arrow leads there
		}
		if row[2] != onScreen(words.EN, code) || row[3] != onScreen(words.NL, code) {
			return fmt.Errorf("%q is called %q and %q", code, row[2], row[3])
		}
		d.names[code] = row[2]
	}
	return nil
}

var (
	nodeLine  = regexp.MustCompile(`^\s*state "([^"]+)" as (\S+)\s*$`)
	nameLine  = regexp.MustCompile("(?m)^\\| `([a-z_ ]+)` \\| ([^|]+) \\| ([^|]+) \\| [^|]* \\|$")
	arrowLine = regexp.MustCompile(`^(\S+) --> (\S+): (.+)$`)
	tableLine = regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|.*\\| ([^|]*) \\|$")
)

func marked(page, name string) (string, error) {
	_, rest, found := strings.Cut(page, "<!-- begin "+name+" -->")
	text, _, ends := strings.Cut(rest, "<!-- end "+name+" -->")
	if !found || !ends {
		return "", fmt.Errorf("no drawing %q", name)
	}
	return text, nil
}

// readNodes sorts what the arrows join into steps and endings, by the words that the pages have for them.
func (d *drawings) readNodes(lines []string, gathers map[string]string) error {
	for _, line := range lines {
		for _, node := range arrowLine.FindStringSubmatch(line)[1:3] {
			_, gathered := gathers[node]
			switch {
			case node == "[*]", node == closed, gathered, slices.Contains(d.steps, node), slices.Contains(d.endings, node):
			case words.Has("phase." + node):
				d.steps = append(d.steps, node)
			case words.Has("ending." + node):
				d.endings = append(d.endings, node)
			default:
				return fmt.Errorf("neither a step nor an ending: %q", node)
			}
		}
	}
	return nil
}

func (d *drawings) readArrows(lines []string, gathers map[string]string) error {
	kinds := map[string]dossier.Kind{}
	for _, c := range dossier.Commands() {
		kinds[words.Act(words.EN, c.Kind())] = c.Kind()
	}
	for _, line := range lines {
		parts := arrowLine.FindStringSubmatch(line)
		from, err := d.startsOf(parts[1], gathers)
		if err != nil {
			return err
		}
		for label := range strings.SplitSeq(parts[3], ", ") {
			kind, known := kinds[label]
			if !known {
				return fmt.Errorf("no act is called %q", label)
			}
			for _, step := range from {
				d.arrows = append(d.arrows, arrow{step, kind, parts[2]})
			}
		}
	}
	return nil
}

// startsOf are the steps that a node stands for.
func (d *drawings) startsOf(node string, gathers map[string]string) ([]string, error) {
	switch label, gathered := gathers[node]; {
	case node == "[*]":
		return []string{fresh}, nil
	case !gathered:
		return []string{node}, nil
	case label == "Any open step":
		return d.steps, nil
	case label == "Any step after filing":
		return slices.DeleteFunc(slices.Clone(d.steps), func(s string) bool { return s == string(dossier.PhaseTalk) }), nil
	default:
		return nil, fmt.Errorf("which steps are %q?", label)
	}
}

// readTable reads in which steps each act can be done.
func (d *drawings) readTable(page string) error {
	text, err := marked(page, "acts")
	if err != nil {
		return err
	}
	d.possible = map[dossier.Kind][]string{}
	for _, row := range tableLine.FindAllStringSubmatch(text, -1) {
		kind := dossier.Kind(row[1])
		for label := range strings.SplitSeq(row[2], ", ") {
			steps, err := d.stepsCalled(label)
			if err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
			d.possible[kind] = append(d.possible[kind], steps...)
		}
	}
	for _, kind := range d.acts() {
		if len(d.possible[kind]) == 0 {
			return errors.New("the table does not say in which steps one can: " + string(kind))
		}
	}
	return nil
}

// stepsCalled are those that a word in the last column of the table stands for.
func (d *drawings) stepsCalled(label string) ([]string, error) {
	afterFiling := slices.DeleteFunc(slices.Clone(d.steps), func(s string) bool { return s == string(dossier.PhaseTalk) })
	switch label {
	case fresh:
		return []string{fresh}, nil
	case "every step":
		return append(slices.Clone(d.steps), closed), nil
	case "every open step":
		return d.steps, nil
	case "every open step after filing":
		return afterFiling, nil
	}
	for code, name := range d.names {
		if name == label && (slices.Contains(d.steps, code) || code == closed) {
			return []string{code}, nil
		}
	}
	return nil, fmt.Errorf("no step is called %q", label)
}

// can reports whether the table says that an act can be done in a step.
func (d drawings) can(kind dossier.Kind, step string) bool {
	return slices.Contains(d.possible[kind], step)
}

// compare tells which arrows were drawn and not walked, and which were walked and are not drawn. An arrow to 'closed' is walked by
// whatever closes; but where the same act has an ending of its own in the drawings, it is that ending.
func (d drawings) compare(walked []arrow) (missing, extra []arrow) {
	seen := map[arrow]bool{}
	for _, a := range walked {
		close := a
		if slices.Contains(d.endings, a.to) {
			close.to = closed
		}
		endsOtherwise := slices.ContainsFunc(d.arrows, func(o arrow) bool {
			return o.from == a.from && o.act == a.act && slices.Contains(d.endings, o.to)
		})
		switch {
		case slices.Contains(d.arrows, a):
			seen[a], seen[close] = true, true
		case slices.Contains(d.arrows, close) && !endsOtherwise:
			seen[close] = true
		case !slices.Contains(extra, a):
			extra = append(extra, a)
		}
	}
	for _, a := range d.arrows {
		if !seen[a] {
			missing = append(missing, a)
		}
	}
	return missing, extra
}

func TestArrows_DrawingsAreRead(t *testing.T) {
	d := draw(t)
	for _, want := range []arrow{
		{fresh, "request_talk", "talk"},
		{"triage", "judge", "explanation"},
		{closed, "undo_false", "decision"}, // the second of two acts on an arrow
		{"review", "withdraw", "withdrawn"},
		{"talk", "withdraw", "withdrawn"},
		{"review", "settle_withdrawal", "withdrawn"},
		{"remedy", "carry_out", "settled"},
	} {
		if !slices.Contains(d.arrows, want) {
			t.Errorf("not read: %s", want)
		}
	}
	if slices.Contains(d.arrows, arrow{"talk", "settle_withdrawal", "withdrawn"}) {
		t.Error("a talk comes after filing")
	}
	if len(d.steps) != 8 || len(d.endings) != 8 {
		t.Errorf("steps %q, endings %q", d.steps, d.endings)
	}
	if d.can("judge", "remedy") || !d.can("judge", "triage") || !d.can("correct_contact", "remedy") {
		t.Errorf("the table is read as %v", d.possible)
	}
}

func TestArrows_DrawingsThatCannotBeRead(t *testing.T) {
	raw, err := os.ReadFile(procedurePage)
	must(t, err)
	page := string(raw)
	for name, change := range map[string][2]string{
		"no drawing":    {"<!-- begin side roads -->", ""},
		"no arrows":     {"-->", "->"},
		"unknown act":   {": Answer the review", ": Answer the rewiev"},
		"unknown node":  {"review --> triage", "review --> trriage"},
		"unknown group": {"Any open step", "Any step at all"},
		"no label":      {"offer --> remedy: Accept the offer", "offer --> remedy"},
		"no table":      {"<!-- begin acts -->", ""},
		"no names":      {"<!-- begin names -->", ""},
		"other step":    {"state \"First judgement (R10, R11)\"", "state \"Triage (R10, R11)\""},
		"other ending":  {"state \"Upheld, offer still stands (R19)\"", "state \"offer_left_open\""},
		"bare code":     {"    state \"Withdrawn (R24)\" as withdrawn\n", ""},
		"other name":    {"| Vastgesteld als valse klacht |", "| Valse klacht |"},
		"other word":    {"| every open step |", "| all steps |"},
		"no row":        {"| `judge` |", "| judge |"},
	} {
		changed := strings.ReplaceAll(page, change[0], change[1])
		if changed == page {
			t.Errorf("%s: there is no %q to change", name, change[0])
		}
		if _, err := readDrawings(changed); err == nil {
			t.Errorf("%s: read all the same", name)
		}
	}
}

func TestArrows_MissingAndExtraAreTold(t *testing.T) {
	d := draw(t)
	if missing, extra := d.compare(d.arrows); len(missing)+len(extra) != 0 {
		t.Fatalf("all that is drawn, walked: missing %v, extra %v", missing, extra)
	}
	for i, left := range d.arrows {
		others := slices.Delete(slices.Clone(d.arrows), i, i+1)
		missing, extra := d.compare(others)
		want := []arrow{left}
		if left.to == closed && slices.ContainsFunc(others, func(o arrow) bool {
			return o.from == left.from && o.act == left.act && slices.Contains(d.endings, o.to)
		}) {
			want = nil // it is drawn a second time, with its ending
		}
		if !slices.Equal(missing, want) || len(extra) != 0 {
			t.Errorf("without %s: missing %v, extra %v", left, missing, extra)
		}
	}
	for _, odd := range []arrow{
		{"triage", "judge", "investigation"},                                                    // another step
		{"review", "accept_offer", "remedy"},                                                    // another step it starts from
		{"talk", "answer_talk", "withdrawn"},                                                    // closed, but the drawing says otherwise how
		{"remedy", "carry_out", "rejected"}, {"offer", "undo_false", "closed"}, {"a", "b", "c"}, // nothing of the kind
	} {
		if missing, extra := d.compare(append(slices.Clone(d.arrows), odd)); !slices.Equal(extra, []arrow{odd}) || len(missing) != 0 {
			t.Errorf("with %s: missing %v, extra %v", odd, missing, extra)
		}
	}
	if missing, extra := d.compare(nil); len(missing) != len(d.arrows) || len(extra) != 0 {
		t.Errorf("nothing walked: %d of %d missing", len(missing), len(d.arrows))
	}
	if _, extra := d.compare([]arrow{{"review", "answer_review", "rejected"}}); len(extra) != 0 {
		t.Errorf("an answered review leaves the ending as it was: %v", extra)
	}
}
