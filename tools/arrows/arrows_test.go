package arrows

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/wederhoor/wederhoor"

// file is one Go file of the module.
type file struct {
	path   string // from the root
	folder string // the first folder, "" at the root
	test   bool
	syntax *ast.File
}

// sources reads every Go file of the module.
func sources(t *testing.T) []file {
	t.Helper()
	root := filepath.Join("..", "..")
	var all []file
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skip(path, root, d.Name())
		}
		if strings.HasSuffix(path, ".go") {
			all = append(all, parse(t, root, path))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// skip passes over hidden folders, other modules and what is not ours.
func skip(path, root, name string) error {
	if path == root {
		return nil
	}
	if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil {
		return filepath.SkipDir
	}
	if strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" {
		return filepath.SkipDir
	}
	return nil
}

func parse(t *testing.T, root, path string) file {
	t.Helper()
	syntax, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	rel, err := filepath.Rel(root, path)
	if err != nil {
		t.Fatal(err)
	}
	folder, _, found := strings.Cut(filepath.ToSlash(rel), "/")
	if !found {
		folder = ""
	}
	return file{filepath.ToSlash(rel), folder, strings.HasSuffix(rel, "_test.go") || strings.Contains(rel, "storetest/"), syntax}
}

// imports are the paths a file imports.
func (f file) imports() []string {
	var paths []string
	for _, spec := range f.syntax.Imports {
		path, _ := strconv.Unquote(spec.Path.Value) // the parser has checked it
		paths = append(paths, path)
	}
	return paths
}

// violations says what a file does against the table. Tests may import what they need, to set
// a scene.
func (f file) violations() []string {
	if f.test {
		return nil
	}
	var wrong []string
	allowed, named := rule(f.path, f.folder)
	if !named {
		wrong = append(wrong, "folder is not in the table of tools/arrows")
	}
	for _, path := range f.imports() {
		ours, isOurs := strings.CutPrefix(path, module)
		if isOurs && !mayImport(f.path, f.folder, strings.TrimPrefix(ours, "/"), allowed) {
			wrong = append(wrong, "may not import "+path)
		}
		if !isOurs && strings.Contains(path, ".") && slices.Contains(StandardLibraryOnly, f.folder) {
			wrong = append(wrong, "may import the standard library alone, not "+path)
		}
	}
	if slices.Contains(NoClock, f.folder) && f.uses("time", "Now", "Since", "Until") {
		wrong = append(wrong, "reads the clock: the moment is handed in")
	}
	if f.folder != CallsOut && !slices.Contains(Measuring, f.folder) && f.callsOut() {
		wrong = append(wrong, "calls other machines by itself: ask for a client of outbound")
	}
	if slices.Contains(ReaderOnly, f.folder) && f.uses("store", Writers...) {
		wrong = append(wrong, "writes to the store: ask casework")
	}
	if slices.Contains(Pages, f.folder) && f.path != Router && f.uses("http", "ServeMux", "NewServeMux", "DefaultServeMux", "Handle", "HandleFunc") {
		wrong = append(wrong, "has routes that nobody knows of: register them with kit.Mux")
	}
	if slices.Contains(ReaderOnly, f.folder) && (f.looksIn() || f.uses("dossier", Unrecorded)) {
		wrong = append(wrong, "looks into a dossier and records nothing: ask casework")
	}
	return wrong
}

// rule finds the line of the table for a file: that of its deepest folder that has one.
func rule(path, folder string) (allowed []string, named bool) {
	for dir := filepath.ToSlash(filepath.Dir(path)); dir != "."; dir = filepath.ToSlash(filepath.Dir(dir)) {
		if allowed, named = Allowed[dir]; named {
			return allowed, true
		}
	}
	allowed, named = Allowed[folder]
	return allowed, named
}

func mayImport(path, folder, target string, allowed []string) bool {
	top, _, _ := strings.Cut(target, "/")
	return top == folder || slices.Contains(allowed, "*") || slices.Contains(allowed, top)
}

// uses reports whether the file mentions one of the names of a package.
func (f file) uses(pkg string, names ...string) bool {
	found := false
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			id, isName := s.X.(*ast.Ident)
			found = found || isName && id.Name == pkg && slices.Contains(names, s.Sel.Name)
		}
		return true
	})
	return found
}

// callsOut reports whether the file could call another machine by net/http, under whatever name it imports that.
func (f file) callsOut() bool {
	name := f.nameOf("net/http")
	if name == "." {
		return true // nothing could be told apart
	}
	handed := map[ast.Node]bool{} // types of what is handed in
	found := false
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StarExpr:
			handed[n.X] = true
		case *ast.SelectorExpr:
			id, isName := n.X.(*ast.Ident)
			found = found || isName && id.Name == name && slices.Contains(Callers, n.Sel.Name) && !handed[n]
		}
		return true
	})
	return found
}

// nameOf is the name under which a file imports a package, empty when it does not.
func (f file) nameOf(path string) string {
	for _, spec := range f.syntax.Imports {
		if imported, _ := strconv.Unquote(spec.Path.Value); imported != path {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path[strings.LastIndex(path, "/")+1:]
	}
	return ""
}

// looksIn reports whether the file calls one of Showing on a reader of the store: on what Read() gives, or on any other value but the
// office, whose look-ups of the same name record the look.
func (f file) looksIn() bool {
	found := false
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok || !slices.Contains(Showing, s.Sel.Name) {
			return true
		}
		of, chained := s.X.(*ast.SelectorExpr)
		office := chained && of.Sel.Name == "Office"
		name, named := s.X.(*ast.Ident)
		_, called := s.X.(*ast.CallExpr)
		found = found || !office && (called || named && !f.importsAs(name.Name) && f.calls(s))
		return true
	})
	return found
}

// importsAs reports whether a name is that of a package which the file imports.
func (f file) importsAs(name string) bool {
	return slices.ContainsFunc(f.imports(), func(path string) bool { return path == name || strings.HasSuffix(path, "/"+name) })
}

// calls reports whether a selector is called somewhere in the file, or handed on as it is: not read as a field.
func (f file) calls(s *ast.SelectorExpr) bool {
	called := false
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		called = called || ok && call.Fun == s
		return !called
	})
	return called
}

func TestArrows(t *testing.T) {
	all := sources(t)
	if len(all) < 10 {
		t.Fatalf("only %d files read", len(all))
	}
	for _, f := range all {
		for _, wrong := range f.violations() {
			t.Errorf("%s %s", f.path, wrong)
		}
	}
}

// The table has no arrow back: following the arrows never returns to where one started.
func TestArrowsHaveNoCircle(t *testing.T) {
	var visit func(at string, path []string)
	visit = func(at string, path []string) {
		if slices.Contains(path, at) {
			t.Fatalf("circle: %s -> %s", strings.Join(path, " -> "), at)
		}
		for _, next := range Allowed[at] {
			visit(next, append(slices.Clone(path), at))
		}
	}
	for folder := range Allowed {
		visit(folder, nil)
	}
}

// What readers may not use is there under that name: else nothing would be forbidden.
func TestWritersAreOfTheStore(t *testing.T) {
	declared := map[string]bool{}
	for _, f := range sources(t) {
		if f.folder != "store" || f.test {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				declared[spec.Name.Name] = true
			}
			return true
		})
	}
	for _, name := range Writers {
		if !declared[name] {
			t.Errorf("package store has no %s", name)
		}
	}
}

// A client that was handed in, and all else of net/http, may be used.
func TestHandedClientsAreLetThrough(t *testing.T) {
	const source = `package web; import "net/http"; type x struct{ c *http.Client }; func f(c *http.Client, r *http.Request) { c.Do(r) }`
	syntax, err := parser.ParseFile(token.NewFileSet(), "web/x.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := (file{"web/x.go", "web", false, syntax}).violations(); len(wrong) > 0 {
		t.Error(wrong)
	}
}

// The test would notice: made-up files that break each rule.
func TestViolationsAreNoticed(t *testing.T) {
	for _, c := range []struct{ path, source string }{
		{"dossier/x.go", `package dossier; import "github.com/wederhoor/wederhoor/store"`},
		{"dossier/x.go", `package dossier; import "golang.org/x/text/language"`},
		{"register/x.go", `package register; import "github.com/wederhoor/wederhoor/dossier"`},
		{"store/x.go", `package store; import "github.com/wederhoor/wederhoor/casework"`},
		{"casework/x.go", `package casework; import "time"; var now = time.Now()`},
		{"web/x.go", `package web; import "github.com/wederhoor/wederhoor/store"; var w store.Tx`},
		{"web/x.go", `package web; func f(o Office) { o.DB.Read().Dossier() }`},
		{"web/desk/x.go", `package desk; func f(r *store.Reader) { r.Facts() }`},
		{"web/desk/x.go", `package desk; func f(a App) { see := a.DB.Read().Facts; see() }`},
		{"web/x.go", `package web; import "github.com/wederhoor/wederhoor/dossier"; var v = dossier.System()`},
		{"newfolder/x.go", `package newfolder`},
		{"web/x.go", `package web; import "net/http"; var _, _ = http.Get("https://example.org")`},
		{"mail/x.go", `package mail; import "net/http"; var c = http.DefaultClient`},
		{"mail/x.go", `package mail; import "net/http"; var c = &http.Client{}`},
		{"mail/x.go", `package mail; import "net/http"; var c = new(http.Client)`},
		{"mail/x.go", `package mail; import "net/http"; var c http.Client`},
		{"casework/x.go", `package casework; import h "net/http"; var c = h.DefaultTransport`},
		{"casework/x.go", `package casework; import . "net/http"`},
		{"web/x.go", `package web; import "net/http"; var m = http.NewServeMux()`},
		{"demo/x.go", `package demo; import "net/http"; func f(m *http.ServeMux) {}`},
	} {
		syntax, err := parser.ParseFile(token.NewFileSet(), c.path, c.source, 0)
		if err != nil {
			t.Fatal(err)
		}
		folder, _, _ := strings.Cut(c.path, "/")
		if len(file{c.path, folder, false, syntax}.violations()) == 0 {
			t.Errorf("%s is let through: %s", c.path, c.source)
		}
	}
}
