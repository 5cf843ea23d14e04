package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// mutant is one guard taken out.
type mutant struct {
	number int
	file   string
	line   int
	key    string // file, function and what was taken out: the same as long as these are
	killer string // the test that noticed, or empty
}

func (m *mutant) where() string { return fmt.Sprintf("%s:%d", m.file, m.line) }

// source is one file of the package and what is put into it.
type source struct {
	path, text string
	wraps      []wrap
}

type pkg struct {
	dir     string
	set     *token.FileSet
	sources []*source
	mutants []*mutant
	seen    map[string]int

	// Where the search stands.
	file *source
	scope
}

// scope is the function or row that a mutant is named after, and what is known of it.
type scope struct {
	name    string
	refuses bool // it gives a refusal: a guard itself
}

// load reads the package's own files and finds every mutant in them.
func load(dir string) (*pkg, error) {
	p := &pkg{dir: dir, set: token.NewFileSet(), seen: map[string]int{}}
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_gen.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if err := p.add(path, string(text)); err != nil {
			return nil, err
		}
	}
	if len(p.sources) == 0 {
		return nil, fmt.Errorf("no Go files in %s", dir)
	}
	return p, nil
}

func (p *pkg) add(path, text string) error {
	f, err := parser.ParseFile(p.set, path, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	p.file = &source{path: path, text: text}
	p.sources = append(p.sources, p.file)
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			p.function(d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					p.scope = scope{name: v.Names[0].Name}
					p.walk(v)
				}
			}
		}
	}
	return nil
}

func (p *pkg) function(d *ast.FuncDecl) {
	if d.Body == nil {
		return
	}
	p.scope = scope{name: d.Name.Name, refuses: givesRefusal(d.Type)}
	if d.Name.Name == "Cut" {
		p.zeroings(d.Body)
	}
	p.result(d.Type, d.Body, true)
	p.walk(d.Body)
}

func givesRefusal(t *ast.FuncType) bool {
	if t.Results == nil || len(t.Results.List) != 1 {
		return false
	}
	star, ok := t.Results.List[0].Type.(*ast.StarExpr)
	return ok && isNamed(star.X, "Refusal")
}

func isNamed(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name
}

// text of a node as it is written, on one line.
func (p *pkg) text(n ast.Node) string {
	from, to := p.span(n)
	return strings.Join(strings.Fields(p.file.text[from:to]), " ")
}

func (p *pkg) span(n ast.Node) (from, to int) {
	return p.set.Position(n.Pos()).Offset, p.set.Position(n.End()).Offset
}

// mutate notes a mutant and gives the switch that turns it on, as an expression.
func (p *pkg) mutate(n ast.Node, what string) string {
	key := fmt.Sprintf("%s %s: %s", filepath.Base(p.file.path), p.name, what)
	p.seen[key]++
	if again := p.seen[key]; again > 1 {
		key += fmt.Sprintf(" #%d", again)
	}
	m := &mutant{number: len(p.mutants), file: p.file.path, line: p.set.Position(n.Pos()).Line, key: key}
	p.mutants = append(p.mutants, m)
	return fmt.Sprintf("mutantOn(%d)", m.number)
}

// number is that of the mutant noted last.
func (p *pkg) number() int { return len(p.mutants) - 1 }

func (p *pkg) around(n ast.Node, pre, post string) {
	from, to := p.span(n)
	p.file.wraps = append(p.file.wraps, wrap{from, to, pre, post})
}

// never and ever make a condition false or true.
func (p *pkg) never(x ast.Expr, what string) {
	p.around(x, "(!"+p.mutate(x, what)+" && (", "))")
}

func (p *pkg) ever(x ast.Expr, what string) {
	p.around(x, "("+p.mutate(x, what)+" || (", "))")
}

// walk finds the mutants of a node and of what is in it.
func (p *pkg) walk(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			p.condition(n)
		case *ast.SwitchStmt:
			p.cases(n)
		case *ast.BinaryExpr:
			p.binary(n)
		case *ast.CallExpr:
			p.call(n)
		case *ast.ExprStmt:
			p.statement(n)
		case *ast.CompositeLit:
			return p.literal(n)
		case *ast.FuncLit:
			p.result(n.Type, n.Body, false)
		}
		return true
	})
}

// condition of an if. One that leads to a refusal is a guard: it is made never true. One that leads past a refusal is made always
// true. Any other is tried both ways.
func (p *pkg) condition(n *ast.IfStmt) {
	cond := p.text(n.Cond)
	if n.Init != nil {
		cond = p.text(n.Init) + "; " + cond
	}
	switch leadsTo(n.Body, p.refuses) {
	case toRefusal:
		p.never(n.Cond, "if "+cond+" never")
	case pastRefusal:
		p.ever(n.Cond, "if "+cond+" always")
	default:
		p.never(n.Cond, "if "+cond+" never")
		if !guardsNil(n.Cond) {
			p.ever(n.Cond, "if "+cond+" always")
		}
	}
}

// guardsNil: x != nil, of which the other side is a crash or nothing.
func guardsNil(x ast.Expr) bool {
	b, ok := x.(*ast.BinaryExpr)
	return ok && b.Op == token.NEQ && isNamed(b.Y, "nil")
}

type lead int

const (
	elsewhere lead = iota
	toRefusal
	pastRefusal
)

func leadsTo(body *ast.BlockStmt, refuses bool) lead {
	if len(body.List) == 0 {
		return elsewhere
	}
	if x, ok := body.List[0].(*ast.ExprStmt); ok && isFault(x.X) {
		return toRefusal
	}
	ret, ok := body.List[len(body.List)-1].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 || !refuses {
		return elsewhere
	}
	if isNamed(ret.Results[0], "nil") {
		if len(body.List) > 1 {
			return elsewhere
		}
		return pastRefusal
	}
	return toRefusal
}

// isFault: faults.add(…).
func isFault(x ast.Expr) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "add" && isNamed(sel.X, "faults")
}

// cases of a switch without a value are conditions too.
func (p *pkg) cases(n *ast.SwitchStmt) {
	if n.Tag != nil {
		return
	}
	for _, s := range n.Body.List {
		for _, x := range s.(*ast.CaseClause).List {
			p.never(x, "case "+p.text(x)+" never")
		}
	}
}

// result of a function that answers yes or no in one line is tried both ways.
func (p *pkg) result(t *ast.FuncType, body *ast.BlockStmt, named bool) {
	if t.Results == nil || len(t.Results.List) != 1 || !isNamed(t.Results.List[0].Type, "bool") || len(body.List) != 1 {
		return
	}
	ret, ok := body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return
	}
	x := ret.Results[0]
	if b, ok := x.(*ast.BinaryExpr); !named && ok && (b.Op == token.LAND || b.Op == token.LOR) {
		return // its operands are tried
	}
	p.never(x, p.text(x)+" never")
	p.ever(x, p.text(x)+" always")
}

// zeroings takes out each field that Cut makes zero.
func (p *pkg) zeroings(body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok || a.Tok != token.ASSIGN {
			return true
		}
		var before, after strings.Builder
		for i, field := range a.Lhs {
			if isNamed(field, "s") {
				return true // the condition around it is tried
			}
			on := p.mutate(a, p.text(field)+" not cut away")
			fmt.Fprintf(&before, "mutant%d := %s; ", i, p.text(field))
			fmt.Fprintf(&after, "; if %s { %s = mutant%d }", on, p.text(field), i)
		}
		p.around(a, "{ "+before.String(), after.String()+" }")
		return true
	})
}
