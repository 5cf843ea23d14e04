// Package asvs holds docs/asvs.md against the tests that there are: each test that it names exists where it says, and each requirement is answered.
package asvs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// required are the requirements of ASVS 5.0.0 that a test can show here.
var required = strings.Fields(`1.2.1 1.2.2 1.2.4 1.2.10 1.3.1 1.3.6 1.3.7 1.3.11 2.3.1 2.3.3 2.4.1 3.2.1 3.3.3 3.4.2 3.4.3 3.4.5 3.5.1 3.7.2
	4.1.3 5.2.1 5.2.2 5.2.3 5.2.6 5.3.2 5.4.2 6.3.1 6.3.8 6.4.3 6.5.1 7.2.4 7.4.2 7.4.3 7.5.1 8.2.2 8.2.3 8.3.2 10.5.2 11.5.1
	14.2.1 14.2.8 14.3.2 15.3.2 15.3.3 15.4.2 16.2.5 16.5.3`)

var (
	named = regexp.MustCompile("`([a-z0-9/.]+)` ((?:Test|Fuzz)[A-Za-z0-9_]+)")
	alone = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z][A-Za-z0-9_]+`)
	row   = regexp.MustCompile(`(?m)^\| ([0-9]+\.[0-9]+\.[0-9]+) [^|]*\| ([^|]*) \|$`)
)

func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs", "asvs.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// faults says what is wrong with a page, given the tests of each folder.
func faults(text string, tests func(folder string) []string) []string {
	var wrong, answered []string
	for _, m := range row.FindAllStringSubmatch(text, -1) {
		answered = append(answered, m[1])
		if !named.MatchString(m[2]) && !regexp.MustCompile(`Not there yet|No file is named`).MatchString(m[2]) {
			wrong = append(wrong, m[1]+" names no test and gives no reason")
		}
	}
	for _, number := range required {
		if n := len(slices.DeleteFunc(slices.Clone(answered), func(a string) bool { return a != number })); n != 1 {
			wrong = append(wrong, number+" is not answered once")
		}
	}
	found := named.FindAllStringSubmatch(text, -1)
	for _, m := range found {
		if !slices.Contains(tests(m[1]), m[2]) {
			wrong = append(wrong, "there is no "+m[2]+" in "+m[1])
		}
	}
	if len(alone.FindAllString(text, -1)) != len(found) {
		wrong = append(wrong, "a test is named without its folder")
	}
	return wrong
}

// testsIn are the tests and fuzz targets of a folder, whatever their build tags.
func testsIn(t *testing.T) func(folder string) []string {
	known := map[string][]string{}
	return func(folder string) []string {
		if list, been := known[folder]; been {
			return list
		}
		files, _ := filepath.Glob(filepath.Join(root, folder, "*_test.go"))
		var list []string
		for _, path := range files {
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
					list = append(list, f.Name.Name)
				}
			}
		}
		known[folder] = list
		return list
	}
}

func TestEveryRequirementIsAnsweredByTestsThatThereAre(t *testing.T) {
	for _, fault := range faults(page(t), testsIn(t)) {
		t.Error(fault)
	}
}

// The check would notice: a test that is gone, a requirement that is not answered, a row that answers nothing.
func TestAPageThatIsWrongIsNoticed(t *testing.T) {
	good := page(t)
	for name, change := range map[string][2]string{
		"a test that is gone":         {"TestRights,", "TestWrongs,"},
		"another folder":              {"`e2e/rights` TestRights", "`e2e` TestRights"},
		"no folder":                   {"`e2e/rights` TestRights", "TestRights"},
		"a requirement less":          {"| 8.2.2 object access |", "| 8.9.9 object access |"},
		"a requirement twice":         {"| 8.2.3 field access |", "| 8.2.2 field access |"},
		"an answer that is no answer": {"`outbound` TestASVS15_3_2_OutboundNoRedirectIsFollowed |", "yes |"},
	} {
		changed := strings.Replace(good, change[0], change[1], 1)
		if changed == good {
			t.Errorf("%s: the page has no %q", name, change[0])
		}
		if len(faults(changed, testsIn(t))) == 0 {
			t.Errorf("%s is not noticed", name)
		}
	}
}
