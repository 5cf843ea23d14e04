package policy

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/wederhoor/wederhoor/dossier"
)

// The file is walked as nodes instead of decoded into structs: only so can each mistake have its
// line, an absent key keep the value that stood there, and the sentence speak the owner's language
// rather than that of Go types.

// reader walks a policy file and gathers what is wrong with it.
type reader struct {
	problems []Problem
	lines    map[string]int // where each key stands ("terms.answer"), for the checks that combine several
}

// field is a key a mapping may have, and what reads its value.
type field struct {
	key  string
	read func(*yaml.Node)
}

func (r *reader) add(line int, format string, args ...any) {
	r.problems = append(r.problems, Problem{Line: max(line, 1), Text: fmt.Sprintf(format, args...)})
}

// apply reads a file over the values that p has.
func apply(p *Policy, data []byte) []Problem {
	r := &reader{lines: map[string]int{}}
	if root := r.document(data); root != nil {
		r.mapping(root, "", r.policy(p))
	}
	if len(r.problems) == 0 {
		// Values that were refused kept their old ones: comparing those would only confuse.
		r.combined(p)
	}
	slices.SortFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	return r.problems
}

var syntaxLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// document reads the one document of a file; nil when it is empty or cannot be read.
func (r *reader) document(data []byte) *yaml.Node {
	if len(data) > maxSize {
		r.add(1, "the file is larger than %d kB", maxSize/1024)
		return nil
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, second yaml.Node
	err := dec.Decode(&doc)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil {
		if err = dec.Decode(&second); errors.Is(err, io.EOF) {
			return doc.Content[0]
		}
	}
	if err == nil {
		r.add(second.Line, "a second document begins here; a policy is one document")
		return nil
	}
	r.syntax(err)
	return nil
}

func (r *reader) syntax(err error) {
	m := syntaxLine.FindStringSubmatch(err.Error())
	if m == nil {
		r.add(1, "this is not YAML: %s", err)
		return
	}
	line, _ := strconv.Atoi(m[1])
	r.add(line, "this is not YAML: %s", m[2])
}

// mapping reads the keys of a mapping, each once, none unknown.
func (r *reader) mapping(n *yaml.Node, path string, fields []field) {
	if empty(n) {
		return // a section of which everything is commented out
	}
	if n.Kind != yaml.MappingNode {
		r.add(n.Line, "%s must be keys with values, each on a line of its own", or(path, "a policy"))
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if before := seen[key.Value]; before > 0 {
			r.add(key.Line, "%s is already given in line %d", key.Value, before)
			continue
		}
		seen[key.Value] = key.Line
		r.lines[join(path, key.Value)] = key.Line
		r.entry(key, value, path, fields)
	}
}

func (r *reader) entry(key, value *yaml.Node, path string, fields []field) {
	i := slices.IndexFunc(fields, func(f field) bool { return f.key == key.Value })
	switch {
	case i < 0:
		r.add(key.Line, "%s", unknownKey(key.Value, path, fields))
	case value.Kind == yaml.AliasNode:
		r.add(value.Line, "%s refers to another place (*); write the value itself", key.Value)
	default:
		fields[i].read(value)
	}
}

func unknownKey(key, path string, fields []field) string {
	known := make([]string, 0, len(fields))
	for _, f := range fields {
		known = append(known, f.key)
	}
	text := fmt.Sprintf("unknown key %q", key)
	if path != "" {
		text += " in " + path
	}
	if near := nearest(key, known); near != "" {
		return text + fmt.Sprintf("; did you mean %q?", near)
	}
	return text + "; known are " + strings.Join(known, ", ")
}

// items are the elements of a list. A list that must hold something and does not is a problem.
func (r *reader) items(n *yaml.Node, what string, required bool) ([]*yaml.Node, bool) {
	switch {
	case n.Kind != yaml.SequenceNode && !empty(n):
		r.add(n.Line, "%s must be a list", what)
		return nil, false
	case len(n.Content) == 0 && required:
		r.add(n.Line, "%s must have at least one entry", what)
		return nil, false
	}
	list := make([]*yaml.Node, 0, len(n.Content))
	for _, item := range n.Content {
		if item.Kind == yaml.AliasNode {
			r.add(item.Line, "%s refers to another place (*); write the value itself", what)
			continue
		}
		list = append(list, item)
	}
	return list, true
}

// scalar is a single value as it was written.
func (r *reader) scalar(n *yaml.Node, what string) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		r.add(n.Line, "%s must be a single value", what)
		return "", false
	}
	value := strings.TrimSpace(n.Value)
	if n.Tag == "!!null" || value == "" {
		r.add(n.Line, "%s has no value", what)
		return "", false
	}
	return value, true
}

// text reads a label: Dutch is required, English is not.
func (r *reader) text(what string, dst *dossier.Text) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.MappingNode {
			r.add(n.Line, "%s must be a text with nl and en", what)
			return
		}
		before := len(r.problems)
		var t dossier.Text
		r.mapping(n, what, []field{
			{"nl", r.line(what+" in nl", &t.NL)},
			{"en", r.line(what+" in en", &t.EN)},
		})
		if t.NL == "" && len(r.problems) == before {
			r.add(n.Line, "%s has no Dutch text (nl)", what)
		}
		*dst = t
	}
}

// line reads a text of one line. Line breaks and control characters would end up in mail headers.
func (r *reader) line(what string, dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		value, ok := r.scalar(n, what)
		if !ok {
			return
		}
		if strings.ContainsFunc(value, control) {
			r.add(n.Line, "%s must be one line of plain text", what)
			return
		}
		*dst = value
	}
}

// control tells characters that have no place in a text of one line, among them the ones that
// reverse the direction of writing or break lines.
func control(c rune) bool {
	return c < ' ' || c >= 0x7f && c < 0xa0 || c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069
}

func empty(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// nearest is the known word that a mistyped one most looks like; empty when none comes near.
func nearest(word string, known []string) string {
	best, least := "", 1+min(len(word), 12)/3
	for _, k := range known {
		if d := distance(word, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to change, add or leave out to make b of a. Long words, which nobody
// mistypes, are not compared.
func distance(a, b string) int {
	if len(a) > 40 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
