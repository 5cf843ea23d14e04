package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// binary takes out operands of && and ||, and moves comparisons by their border.
func (p *pkg) binary(n *ast.BinaryExpr) {
	switch n.Op {
	case token.LAND, token.LOR:
		p.operand(n.Op, n.X)
		p.operand(n.Op, n.Y)
	case token.LSS, token.GTR:
		p.borderIn(n)
	case token.LEQ, token.GEQ:
		p.borderOut(n)
	default: // equal or not is tried where the condition is
	}
}

func (p *pkg) operand(op token.Token, x ast.Expr) {
	if b, ok := x.(*ast.BinaryExpr); ok && b.Op == op {
		return // a chain: each of its links is tried
	}
	if op == token.LAND {
		p.ever(x, p.text(x)+" not asked")
	} else {
		p.never(x, p.text(x)+" not asked")
	}
}

func (p *pkg) borderIn(n *ast.BinaryExpr) {
	x, y := p.text(n.X), p.text(n.Y)
	p.around(n, "(", " || "+p.mutate(n, p.text(n)+" at its border")+" && "+x+" == "+y+")")
}

func (p *pkg) borderOut(n *ast.BinaryExpr) {
	x, y := p.text(n.X), p.text(n.Y)
	p.around(n, "(", " && !("+p.mutate(n, p.text(n)+" at its border")+" && "+x+" == "+y+"))")
}

// call finds comparisons of moments, entries of all(…), and what a grant gives.
func (p *pkg) call(n *ast.CallExpr) {
	if sel, ok := n.Fun.(*ast.SelectorExpr); ok {
		if name := sel.Sel.Name; len(n.Args) == 1 && (name == "After" || name == "Before") {
			what := p.mutate(n, p.text(n)+" at its border")
			p.around(n, "(", " || "+what+" && ("+p.text(sel.X)+").Equal("+p.text(n.Args[0])+"))")
		}
		return
	}
	switch {
	case isNamed(n.Fun, "classes") && p.name != "classes" && p.name != "Sees":
		p.around(n, "mutantClasses("+p.mutate(n, p.text(n)+" gives every class")+", ", ")")
	case isNamed(n.Fun, "of") && p.name == "specialistSees":
		p.around(n, "mutantOf("+p.mutate(n, p.text(n)+" not held to one's own")+", ", ")")
	}
}

// statement takes out a call that stands by itself: an event, a notice, a deadline, what follows from an act.
func (p *pkg) statement(n *ast.ExprStmt) {
	call, ok := n.X.(*ast.CallExpr)
	if !ok || isNamed(call.Fun, "panic") {
		return
	}
	text := p.text(call)
	if short := p.text(call.Fun); len(call.Args) > 0 && short != "tell" {
		text = short + "(" + firstWord(p.text(call.Args[0])) + ")"
	}
	pre := "switch { case " + p.mutate(n, text+" left out") + ": "
	if isNamed(call.Fun, "tell") && call.Ellipsis == token.NoPos && len(call.Args) > 2 {
		pre += p.parties(call)
	}
	p.around(n, pre+"default: ", " }")
}

// parties leaves out one of those who are told.
func (p *pkg) parties(call *ast.CallExpr) string {
	var cases strings.Builder
	for i := range call.Args[1:] {
		rest := []string{p.text(call.Args[0])}
		for j, other := range call.Args[1:] {
			if i != j {
				rest = append(rest, p.text(other))
			}
		}
		on := p.mutate(call, p.text(call.Args[i+1])+" not told "+p.text(call.Args[0]))
		cases.WriteString("case " + on + ": tell(" + strings.Join(rest, ", ") + "); ")
	}
	return cases.String()
}

// firstWord is an expression up to what is put into it, so that a name does not hang on every field.
func firstWord(text string) string {
	if i := strings.IndexByte(text, '{'); i > 0 {
		return text[:i]
	}
	return text
}

// literal finds the table of rules, the plain notices and grants. It reports whether the search goes on inside.
func (p *pkg) literal(n *ast.CompositeLit) bool {
	m, ok := n.Type.(*ast.MapType)
	switch {
	case ok && isNamed(m.Value, "rule"):
		for _, row := range n.Elts {
			p.row(row.(*ast.KeyValueExpr))
		}
		return false
	case ok && p.name == "plainNotices":
		for _, e := range n.Elts {
			kv := e.(*ast.KeyValueExpr)
			p.around(kv.Key, "mutantKey("+p.mutate(kv, p.text(kv.Value)+" not told")+", ", ")")
		}
		return false
	case isNamed(n.Type, "Grant"):
		for _, e := range n.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok && isNamed(kv.Key, "Only") {
				p.never(kv.Value, "Only: "+p.text(kv.Value)+" never")
			}
		}
	}
	return true
}

// row of the table of rules: who, own, and each guard of when.
func (p *pkg) row(kv *ast.KeyValueExpr) {
	outer := p.scope
	defer func() { p.scope = outer }()
	p.scope = scope{name: strings.Trim(p.text(kv.Key), `"`)}
	lit := kv.Value.(*ast.CompositeLit)
	owned := false
	for _, e := range lit.Elts {
		field := e.(*ast.KeyValueExpr)
		switch field.Key.(*ast.Ident).Name {
		case "who":
			p.around(field.Value, "mutantRoles("+p.mutate(field, "every role may")+", ", ")")
		case "own":
			owned = true
			p.never(field.Value, "own taken away")
		case "when":
			p.guards(field.Value)
		}
	}
	if !owned {
		// Whoever treats clients too gets past the conflict of R14.
		from, _ := p.span(lit.Elts[0])
		p.file.wraps = append(p.file.wraps, wrap{from, from, "own: " + p.mutate(lit, "conflict not asked") + ", ", ""})
	}
}

func (p *pkg) guards(x ast.Expr) {
	if call, ok := x.(*ast.CallExpr); ok && isNamed(call.Fun, "all") {
		for _, g := range call.Args {
			p.guards(g)
		}
		return
	}
	name := p.text(x)
	if call, ok := x.(*ast.CallExpr); ok && isNamed(call.Fun, "talkIs") {
		name = "talkIs(" + p.text(call.Args[2]) + ")"
	}
	p.mutate(x, "guard "+name)
	p.around(x, "mutantGuard("+itoa(p.number())+", ", ")")
}
