package dossier_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/wederhoor/wederhoor/dossier"
)

// sources are the files of the package itself.
func sources(t *testing.T) (*token.FileSet, []*ast.File) {
	t.Helper()
	set := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return set, files
}

// methodReceivers lists the types with a method of that name and one result.
func methodReceivers(files []*ast.File, method string) []string {
	var list []string
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || fn.Name.Name != method {
				continue
			}
			if id, ok := fn.Recv.List[0].Type.(*ast.Ident); ok {
				list = append(list, id.Name)
			}
		}
	}
	slices.Sort(list)
	return list
}

func typeNames[T any](values []T) []string {
	var list []string
	for _, v := range values {
		list = append(list, reflect.TypeOf(v).Name())
	}
	slices.Sort(list)
	return list
}

func TestCommands_EveryOneIsListedAndHasARowAndACase(t *testing.T) {
	_, files := sources(t)
	listed := typeNames(dossier.Commands())
	equal(t, "Commands()", listed, methodReceivers(files, "Kind"))
	equal(t, "cases of Decide", casesOf(files, "refusal"), listed)
	kinds := map[dossier.Kind]bool{}
	for _, c := range dossier.Commands() {
		if refusalCode(dossier.Possible(dossier.State{}, c.Kind(), newWorld(t).env(owner))) == "unknown_act" {
			t.Errorf("%s has no row in the rules", c.Kind())
		}
		if kinds[c.Kind()] {
			t.Errorf("two commands are called %s", c.Kind())
		}
		kinds[c.Kind()] = true
	}
}

func TestEvents_EveryOneIsListed(t *testing.T) {
	_, files := sources(t)
	equal(t, "Events()", typeNames(dossier.Events()), methodReceivers(files, "Class"))
	names := map[string]bool{}
	for _, e := range dossier.Events() {
		kind, version, ok := strings.Cut(e.Name(), ".")
		if n, err := strconv.Atoi(version); !ok || err != nil || n < 1 || kind == "" || e.Class() == "" || names[e.Name()] {
			t.Errorf("%T: name %q, class %q", e, e.Name(), e.Class())
		}
		names[e.Name()] = true
	}
}

// casesOf lists the types that the type switch of a function has a case for.
func casesOf(files []*ast.File, function string) []string {
	var list []string
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Name.Name != function {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				if c, ok := n.(*ast.CaseClause); ok {
					for _, x := range c.List {
						list = append(list, x.(*ast.Ident).Name)
					}
				}
				return true
			})
		}
	}
	slices.Sort(list)
	return list
}

// textsAt says which arguments of the functions that make refusals are Dutch and English.
var textsAt = map[string][2]int{
	"refuse": {2, 3}, "refuseField": {3, 4}, "check": {2, 3}, "talkIs": {0, 1}, "fault": {1, 2},
}

func TestRefusals_SpeakDutchAndEnglishInWholeSentences(t *testing.T) {
	set, files := sources(t)
	count := 0
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			id, ok := call.Fun.(*ast.Ident)
			at, makes := textsAt[nameOf(id, ok)]
			if !makes {
				return true
			}
			nl, literal := wording(call.Args[at[0]])
			en, _ := wording(call.Args[at[1]])
			if !literal {
				return true // passes on the words of another refusal
			}
			count++
			where := set.Position(call.Pos())
			for _, text := range []string{nl, en} {
				if !strings.HasSuffix(text, ".") || !unicode.IsUpper([]rune(text + " ")[0]) || strings.Contains(text, "  ") {
					t.Errorf("%s: %q is no sentence", where, text)
				}
			}
			if nl == en {
				t.Errorf("%s: the same words in both languages: %q", where, nl)
			}
			return true
		})
	}
	if count < 150 {
		t.Errorf("only %d refusals were found: the search is wrong", count)
	}
}

func nameOf(id *ast.Ident, ok bool) string {
	if !ok {
		return ""
	}
	return id.Name
}

// wording is the text of an expression as far as it is written out; what is put in stands as "#".
func wording(x ast.Expr) (text string, literal bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(x.Value)
		return s, err == nil && x.Kind == token.STRING
	case *ast.BinaryExpr:
		left, _ := wording(x.X)
		right, _ := wording(x.Y)
		return left + right, true
	case *ast.CallExpr:
		if sel, ok := x.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Sprintf" {
			return wording(x.Args[0])
		}
		return "#", true
	}
	return "#", false
}
