package mail

import (
	"maps"
	"slices"
	"text/template/parse"

	"github.com/wederhoor/wederhoor/words"
)

// What staff can put into their own texts has a name in the language of the text.

// fieldNames are the data of a letter, Dutch and English. None holds what anybody wrote, was treated for or suffered.
var fieldNames = map[string][2]string{
	"Reference": {"kenmerk", "reference"}, "Organisation": {"bedrijf", "organisation"}, "Phone": {"telefoon", "phone"},
	"Branch": {"vestiging", "branch"}, "Specialist": {"specialist", "specialist"},
	"At": {"tijdstip", "time"}, "Moment": {"afspraak", "appointment"}, "By": {"uiterlijk", "by"}, "Date": {"datum", "date"},
	"ReviewBy": {"herbeoordeling_tot", "review_by"}, "Triage": {"eerste_beoordeling", "triage"}, "What": {"wat", "what"},
	"Ground": {"grond", "ground"}, "Reason": {"reden", "reason"}, "OutsideBody": {"instantie", "outside_body"},
	"OutsideURL": {"website_instantie", "outside_website"}, "IBAN": {"rekening", "bank_account"}, "Other": {"ander_kenmerk", "other_reference"},
	"Remedy": {"oplossing", "remedy"}, "Amount": {"bedrag", "amount"}, "Number": {"nummer", "number"}, "Minutes": {"minuten", "minutes"},
	"Attempts": {"pogingen", "attempts"}, "Invitations": {"uitnodigingen", "invitations"}, "Code": {"code", "code"}, "Link": {"link", "link"},
	"Cause": {"oorzaak", "cause"}, "How": {"hoe", "how"}, "Outcome": {"oordeel", "finding"}, "Deadline": {"termijn", "term"},
	"HeldElsewhere": {"ander_verbod", "other_ban"},
}

// partNames are texts that letters share.
var partNames = map[string][2]string{
	"tips": {"tips", "tips"}, "review": {"herbeoordeling", "review"}, "outside": {"instantie_van_buiten", "outside_body_line"},
	"lines": {"regels", "lines"}, "moved": {"verschoven", "moved"}, "late": {"over_tijd", "late"}, "soon": {"binnenkort", "soon"}, "new": {"nieuw", "new"},
}

// coded are the fields that hold a code, which a text can ask for and must not print.
var coded = []string{"Cause", "How", "Outcome", "Deadline", "HeldElsewhere"}

func nameIn(lang words.Lang, names [2]string) string {
	if lang == words.EN {
		return names[1]
	}
	return names[0]
}

// byName finds what a name stands for.
func byName(lang words.Lang, table map[string][2]string, name string) (string, bool) {
	for key, names := range table {
		if nameIn(lang, names) == name {
			return key, true
		}
	}
	return "", false
}

// uses is what a text names.
type uses struct {
	always map[string]bool // whatever its conditions are
	ever   map[string]bool
	parts  map[string]bool
	codes  map[string][]string // that a field is held against
}

func newUses() uses {
	return uses{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string][]string{}}
}

// usesOf reads what the program's own text for a sheet names, the parts in it too.
func usesOf(s Sheet) uses {
	l := libraries[s.Language]
	return usesIn(l, l.sheets[s.name()].Root)
}

// read0 reads a list of nodes, outside of any block.
func usesIn(l library, list *parse.ListNode) uses {
	u := newUses()
	u.list(l, list, true, "")
	return u
}

func (u uses) list(l library, list *parse.ListNode, sure bool, dot string) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			u.field(n.Pipe, sure, dot)
		case *parse.TemplateNode:
			u.parts[n.Name] = true
			u.list(l, l.shared.Lookup(n.Name).Root, sure, "")
		case *parse.IfNode:
			u.branches(l, &n.BranchNode, sure, dot)
		case *parse.WithNode:
			u.branches(l, &n.BranchNode, sure, dot)
		case *parse.RangeNode:
			u.field(n.Pipe, sure, dot)
		}
	}
}

// branches reads a condition: what each of its branches names is named whatever it is.
func (u uses) branches(l library, n *parse.BranchNode, sure bool, dot string) {
	subject, values := condition(n.Pipe)
	u.ever[subject] = true
	u.codes[subject] = append(u.codes[subject], values...)
	yes, no := newUses(), newUses()
	if n.NodeType == parse.NodeWith {
		dot = subject
	}
	yes.list(l, n.List, true, dot)
	no.list(l, n.ElseList, true, dot)
	for _, branch := range []uses{yes, no} {
		maps.Copy(u.ever, branch.ever)
		maps.Copy(u.parts, branch.parts)
		for field, codes := range branch.codes {
			u.codes[field] = append(u.codes[field], codes...)
		}
	}
	for field := range yes.always {
		if sure && no.always[field] {
			u.always[field] = true
		}
	}
}

func (u uses) field(p *parse.PipeNode, sure bool, dot string) {
	for _, arg := range p.Cmds[0].Args {
		name := fieldOf(arg, dot)
		if name == "" {
			continue
		}
		u.ever[name] = true
		if sure {
			u.always[name] = true
		}
	}
}

// fieldOf is the field of Data that an argument names; empty for none.
func fieldOf(arg parse.Node, dot string) string {
	switch a := arg.(type) {
	case *parse.FieldNode:
		return a.Ident[0]
	case *parse.VariableNode:
		if len(a.Ident) == 2 {
			return a.Ident[1]
		}
	case *parse.DotNode:
		return dot
	}
	return ""
}

// condition is what a condition asks: a field, and the codes that it is held against.
func condition(p *parse.PipeNode) (field string, codes []string) {
	for _, arg := range p.Cmds[0].Args {
		if text, ok := arg.(*parse.StringNode); ok && isOpt(p) {
			return text.Text, nil
		} else if ok {
			codes = append(codes, text.Text)
		}
		if name := fieldOf(arg, ""); name != "" {
			field = name
		}
	}
	return field, codes
}

// isOpt reports whether a condition asks whether a datum is there.
func isOpt(p *parse.PipeNode) bool { return p.Cmds[0].Args[0].String() == "opt" }

// everywhere are the fields that any letter about a dossier can name.
var everywhere = []string{"Reference", "Organisation", "Phone"}

// Allowed are the names of the fields and parts that may be used in a text: those that the program's own names, in either language. So an own text says
// nothing that mails of that kind do not say.
func (s Sheet) allowed() (fields, parts []string) {
	seen, shared := map[string]bool{}, map[string]bool{}
	for _, lang := range []words.Lang{words.NL, words.EN} {
		u := usesOf(Sheet{lang, s.Sort, s.Kind})
		maps.Copy(seen, u.ever)
		maps.Copy(shared, u.parts)
	}
	for _, name := range everywhere {
		seen[name] = seen[name] || name != "Reference" && name != "Phone" || s.Sort != ToAccount
	}
	maps.DeleteFunc(seen, func(name string, yes bool) bool { return !yes || fieldNames[name] == [2]string{} })
	maps.DeleteFunc(shared, func(name string, _ bool) bool { return partNames[name] == [2]string{} })
	return slices.Sorted(maps.Keys(seen)), slices.Sorted(maps.Keys(shared))
}

// optional are fields that the program's texts name and an own text may leave out.
var optional = []string{"Specialist", "Branch", "Organisation", "Phone", "Date", "Lines"}

// deadlines are fields that say until when: one that the program's text names in whatever case, an own text names too.
var deadlines = []string{"By", "ReviewBy"}

// required are the fields that an own text cannot leave out: what the program's text says in every case, and until when.
func (s Sheet) required() (always, ever []string) {
	u := usesOf(s)
	for _, name := range slices.Sorted(maps.Keys(u.ever)) {
		switch {
		case fieldNames[name] == [2]string{} || slices.Contains(optional, name) || slices.Contains(coded, name):
		case u.always[name]:
			always = append(always, name)
		case slices.Contains(deadlines, name):
			ever = append(ever, name)
		}
	}
	return always, ever
}
