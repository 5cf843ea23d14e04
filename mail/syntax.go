package mail

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"

	"github.com/wederhoor/wederhoor/words"
)

// The language of staff's own texts. It has fields, conditions and parts, and nothing else: nothing in it can call, count or repeat, so that a letter is never
// much longer than its text.
//
//	{{kenmerk}}                          what it is
//	{{als datum}} … {{anders}} … {{einde}}   when it is known
//	{{als oorzaak = ban, filed}} … {{anders als hoe niet visit}} …
//	{{deel tips}}
//
// It becomes a template of the standard library, line by line, of which only that can come.

// longest is how many bytes an own text may have; deepestBlock is how many conditions may stand within each other.
const (
	longest      = 20_000
	deepestBlock = 5
)

// keywords are the words of the language, Dutch and English.
var keywords = map[string][2]string{
	"if": {"als", "if"}, "else": {"anders", "else"}, "end": {"einde", "end"}, "part": {"deel", "part"}, "not": {"niet", "not"},
}

func word(lang words.Lang, key string) string { return nameIn(lang, keywords[key]) }

// Fault is why a text cannot be used: a code that words knows, the line, and what stands there.
type Fault struct {
	Code string // unknown, elsewhere, code, empty, brackets, open, closed, deep, lacks, missing, subject, body, long, control
	Line int    // from 1, the subject's; 0 for the whole text
	What string
}

var (
	tag  = regexp.MustCompile(`\{\{[^{}\n]*\}\}`)
	code = regexp.MustCompile(`^[a-z_]{1,40}$`)
)

// translator makes a template of a text.
type translator struct {
	sheet         Sheet
	fields, parts []string // that may be used
	blocks        []openBlock
	faults        []Fault
	line          int
}

// openBlock is a condition that is open.
type openBlock struct {
	line      int
	otherwise bool
}

func (t *translator) fault(code, what string) string {
	t.faults = append(t.faults, Fault{code, t.line, what})
	return ""
}

// compile makes a template of an own text, or says why it cannot.
func compile(s Sheet, text string) (*template.Template, []Fault) {
	t := &translator{sheet: s}
	t.fields, t.parts = s.allowed()
	source := t.translate(text)
	if len(t.faults) > 0 {
		return nil, t.faults
	}
	compiled, err := libraries[s.Language].parts().New(s.name()).Parse(source)
	if err != nil || !harmless(compiled.Root) {
		return nil, []Fault{{Code: "brackets"}}
	}
	return compiled, nil
}

func (t *translator) translate(text string) string {
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		t.line++
		rest := tag.ReplaceAllString(line, "")
		if strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
			t.fault("brackets", strings.TrimSpace(line))
		}
		lines = append(lines, tag.ReplaceAllStringFunc(line, func(found string) string {
			return t.tag(strings.TrimSpace(found[2 : len(found)-2]))
		}))
	}
	for _, b := range t.blocks {
		t.line = b.line
		t.fault("open", "{{"+word(t.sheet.Language, "if")+" …}}")
	}
	return strings.Join(lines, "\n")
}

// tag translates what stands between the brackets.
func (t *translator) tag(text string) string {
	lang := t.sheet.Language
	first, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	switch {
	case text == "":
		return t.fault("empty", "{{}}")
	case first == word(lang, "if") && rest != "":
		t.blocks = append(t.blocks, openBlock{line: t.line})
		if len(t.blocks) > deepestBlock {
			return t.fault("deep", text)
		}
		return "{{if " + t.condition(rest) + "}}"
	case first == word(lang, "else"):
		return t.otherwise(rest)
	case text == word(lang, "end"):
		return t.end(text)
	case first == word(lang, "part") && rest != "":
		return t.part(rest)
	}
	name := t.field(text)
	if slices.Contains(coded, name) {
		return t.fault("code", text)
	}
	return "{{." + name + "}}"
}

func (t *translator) otherwise(rest string) string {
	if len(t.blocks) == 0 || t.blocks[len(t.blocks)-1].otherwise {
		return t.fault("closed", word(t.sheet.Language, "else"))
	}
	b := &t.blocks[len(t.blocks)-1]
	if rest == "" {
		b.otherwise = true
		return "{{else}}"
	}
	asked, ok := strings.CutPrefix(rest, word(t.sheet.Language, "if")+" ")
	if !ok {
		return t.fault("unknown", rest)
	}
	return "{{else if " + t.condition(strings.TrimSpace(asked)) + "}}"
}

func (t *translator) end(text string) string {
	if len(t.blocks) == 0 {
		return t.fault("closed", text)
	}
	t.blocks = t.blocks[:len(t.blocks)-1]
	return "{{end}}"
}

func (t *translator) part(name string) string {
	part, ok := byName(t.sheet.Language, partNames, name)
	switch {
	case !ok:
		return t.fault("unknown", name)
	case !slices.Contains(t.parts, part):
		return t.fault("elsewhere", name)
	}
	return "{{template " + strconv.Quote(part) + " .}}"
}

// field finds what a name stands for.
func (t *translator) field(name string) string {
	field, ok := byName(t.sheet.Language, fieldNames, name)
	switch {
	case !ok:
		return t.fault("unknown", name)
	case !slices.Contains(t.fields, field):
		return t.fault("elsewhere", name)
	}
	return field
}

// condition translates what is asked: whether a field is there, or which code it holds.
func (t *translator) condition(text string) string {
	name, values, held := strings.Cut(text, "=")
	not := false
	if before, after, ok := strings.Cut(text, " "+word(t.sheet.Language, "not")+" "); !held && ok {
		name, values, held, not = before, after, true, true
	}
	field := t.field(strings.TrimSpace(name))
	if !held {
		return fmt.Sprintf("opt . %q", field)
	}
	if !slices.Contains(coded, field) || field == "HeldElsewhere" {
		return t.fault("code", strings.TrimSpace(name))
	}
	asked := "eq ." + field
	for value := range strings.SplitSeq(values, ",") {
		value = strings.TrimSpace(value)
		if !code.MatchString(value) {
			return t.fault("unknown", value)
		}
		asked += " " + strconv.Quote(value)
	}
	if not {
		return "not (" + asked + ")"
	}
	return asked
}

// harmless reports whether a template holds only what the language has: the standard library's own reader is asked, so that no mistake above lets
// anything else through.
func harmless(list *parse.ListNode) bool {
	return list == nil || !slices.ContainsFunc(list.Nodes, func(n parse.Node) bool { return !harmlessNode(n) })
}

func harmlessNode(node parse.Node) bool {
	switch n := node.(type) {
	case *parse.TextNode:
		return true
	case *parse.ActionNode:
		return single(n.Pipe) && len(n.Pipe.Cmds[0].Args) == 1 && n.Pipe.Cmds[0].Args[0].Type() == parse.NodeField
	case *parse.IfNode:
		return single(n.Pipe) && harmless(n.List) && harmless(n.ElseList)
	case *parse.TemplateNode:
		return partNames[n.Name] != [2]string{}
	}
	return false
}

// single reports whether something is asked once, and put into no variable.
func single(p *parse.PipeNode) bool { return len(p.Cmds) == 1 && len(p.Decl) == 0 }

// Program is the program's own text in the language that staff write.
func (s Sheet) Program() string {
	p := printer{lang: s.Language}
	p.list(libraries[s.Language].sheets[s.name()].Root, "")
	return strings.TrimRight(p.String(), "\n")
}

// printer writes a text of the program as staff would have.
type printer struct {
	strings.Builder
	lang words.Lang
}

func (p *printer) tag(text string) { p.WriteString("{{" + text + "}}") }

func (p *printer) list(list *parse.ListNode, dot string) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			p.Write(n.Text)
		case *parse.ActionNode:
			p.tag(nameIn(p.lang, fieldNames[fieldOf(n.Pipe.Cmds[0].Args[0], dot)]))
		case *parse.TemplateNode:
			p.tag(word(p.lang, "part") + " " + nameIn(p.lang, partNames[n.Name]))
		case *parse.IfNode:
			p.branches(&n.BranchNode, dot, "")
		case *parse.WithNode:
			p.branches(&n.BranchNode, dot, "")
		}
	}
}

func (p *printer) branches(n *parse.BranchNode, dot, before string) {
	field, codes := condition(n.Pipe)
	asked := nameIn(p.lang, fieldNames[field])
	if len(codes) > 0 {
		sign := " = "
		if n.Pipe.Cmds[0].Args[0].String() == "ne" {
			sign = " " + word(p.lang, "not") + " "
		}
		asked += sign + strings.Join(codes, ", ")
	}
	p.tag(before + word(p.lang, "if") + " " + asked)
	inner := dot
	if n.NodeType == parse.NodeWith {
		inner = field
	}
	p.list(n.List, inner)
	if n.ElseList != nil {
		if next, ok := n.ElseList.Nodes[0].(*parse.IfNode); ok && len(n.ElseList.Nodes) == 1 {
			p.branches(&next.BranchNode, dot, word(p.lang, "else")+" ")
			return
		}
		p.tag(word(p.lang, "else"))
		p.list(n.ElseList, dot)
	}
	p.tag(word(p.lang, "end"))
}
