package browser

import (
	_ "embed"
	"encoding/json"
	"strings"

	"github.com/chromedp/chromedp"
)

// findScript is a function of one question that looks for an element and answers with what was asked.
//
//go:embed find.js
var findScript string

// question is what find.js is asked.
type question struct {
	Op    string `json:"op"`    // count, text, value, fill, choose, spot
	By    string `json:"by"`    // selector, name, text
	What  string `json:"what"`  // the selector, name or text
	Value string `json:"value"` // to fill in or choose
}

// answer is what find.js answers. Problem is empty when it did what was asked.
type answer struct {
	Problem string  `json:"problem"`
	Text    string  `json:"text"`
	Count   int     `json:"count"`
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
}

// ask asks once.
func (p *Page) ask(q question) answer {
	p.t.Helper()
	asked, err := json.Marshal(q)
	if err != nil {
		p.t.Fatal(err)
	}
	return Eval[answer](p, "("+findScript+")("+string(asked)+")")
}

// insist asks until there is no problem any more, and fails the test when there still is.
func (p *Page) insist(q question) answer {
	p.t.Helper()
	var a answer
	p.Rest()
	for range 40 {
		if a = p.ask(q); a.Problem == "" {
			return a
		}
		p.Rest()
	}
	p.fail("%s %s %q: %s", q.Op, q.By, q.What, a.Problem)
	return a
}

// Fill puts a value into the field of that name (or that label) in place of what it holds. Dates are yyyy-mm-dd,
// whatever the browser shows. Fields can be told apart by a selector that begins with '#', '.', '[' or "css=" as well.
func (p *Page) Fill(name, value string) {
	p.t.Helper()
	by, what := fieldOf(name)
	p.insist(question{Op: "fill", By: by, What: what, Value: value})
	p.Rest()
}

// Choose picks, in the list, radio buttons or check boxes of that name (or label), what has that value or that
// visible text. A box that is ticked already stays ticked.
func (p *Page) Choose(name, value string) {
	p.t.Helper()
	by, what := fieldOf(name)
	p.insist(question{Op: "choose", By: by, What: what, Value: value})
	p.Rest()
}

// Value is what the field of that name holds.
func (p *Page) Value(name string) string {
	p.t.Helper()
	by, what := fieldOf(name)
	return p.insist(question{Op: "value", By: by, What: what}).Text
}

// Attach gives files to the file field of that name.
func (p *Page) Attach(name string, files ...string) {
	p.t.Helper()
	p.do("attach to "+name, chromedp.SetUploadFiles(chromedp.CSS(`input[type=file][name="`+name+`"]`), files))
	p.Rest()
}

// Click clicks the button, link, label or summary of that text, or the element of a selector
// that begins with '#', '.', '[' or "css=". It fails when something else covers it.
func (p *Page) Click(target string) {
	p.t.Helper()
	by, what := kindOf(target)
	spot := p.insist(question{Op: "spot", By: by, What: what})
	p.do("click "+target, chromedp.MouseClickXY(spot.X, spot.Y))
	p.Rest()
}

func fieldOf(name string) (by, what string) {
	if by, what = kindOf(name); by == "text" {
		return "name", what
	}
	return by, what
}

func kindOf(target string) (by, what string) {
	if rest, ok := strings.CutPrefix(target, "css="); ok {
		return "selector", rest
	}
	if strings.IndexAny(target, "#.[") == 0 {
		return "selector", target
	}
	return "text", target
}

// Text is the visible text of the first element of a selector, which must be there.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return p.insist(question{Op: "text", By: "selector", What: selector}).Text
}

// Count is the number of elements of a selector, visible or not.
func (p *Page) Count(selector string) int {
	p.t.Helper()
	p.Rest()
	return p.ask(question{Op: "count", By: "selector", What: selector}).Count
}

// See waits until the page shows the text. Runs of white space count as one space.
func (p *Page) See(text string) {
	p.t.Helper()
	p.until("the text "+text, func() bool { return p.shows(text) })
}

// SeeNot fails when the page, at rest, shows the text.
func (p *Page) SeeNot(text string) {
	p.t.Helper()
	p.Rest()
	if p.shows(text) {
		p.fail("the page shows %q", text)
	}
}

func (p *Page) shows(text string) bool {
	p.t.Helper()
	body := p.ask(question{Op: "text", By: "selector", What: "body"}).Text
	return strings.Contains(oneLine(body), oneLine(text))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Overflows reports whether the page is wider than the screen, so that it must be scrolled sideways.
func (p *Page) Overflows() bool {
	p.t.Helper()
	p.Rest()
	return Eval[bool](p, "document.documentElement.scrollWidth > document.documentElement.clientWidth")
}
