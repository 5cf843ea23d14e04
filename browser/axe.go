package browser

import (
	_ "embed"
	"fmt"
	"strings"
)

// axeScript is axe-core 4.14.1, for tests alone; its licence lies beside it.
//
//go:embed testdata/axe.min.js
var axeScript string

// Violation is one rule of accessibility that the page breaks.
type Violation struct {
	Rule   string   `json:"id"`
	Impact string   `json:"impact"` // minor, moderate, serious or critical
	Help   string   `json:"help"`
	Nodes  []string `json:"nodes"` // the elements, as selectors
}

// String is the violation on one line.
func (v Violation) String() string {
	return fmt.Sprintf("%s (%s): %s: %s", v.Rule, v.Impact, v.Help, strings.Join(v.Nodes, ", "))
}

// axeRun checks WCAG 2.2 at levels A and AA and the best practices.
const axeRun = `axe.run(document, {runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]})
	.then(r => r.violations.map(v => ({id: v.id, impact: v.impact ?? "", help: v.help, nodes: v.nodes.map(n => n.target.join(" "))})))`

// Axe lists what axe-core finds wrong with the accessibility of the page, nil when nothing. It
// needs scripts: with NoScript it fails the test.
func (p *Page) Axe() []Violation {
	p.t.Helper()
	if !p.script {
		p.t.Fatal("axe cannot check a page without scripts: switch them on again first")
	}
	p.Rest()
	return Eval[[]Violation](p, axeScript+";\n"+axeRun)
}

// Accessible fails the test for each violation that Axe finds.
func (p *Page) Accessible() {
	p.t.Helper()
	for _, v := range p.Axe() {
		p.t.Errorf("%s: %s", p.URL(), v)
	}
}
