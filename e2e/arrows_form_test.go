package e2e_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// paper is a form as a browser without script holds it: what would be sent if nothing were filled in, and what can be filled in.
type paper struct {
	action string
	sent   url.Values
	fields map[string]*field
}

// field is what a form has under one name.
type field struct {
	options []string // that can be chosen; none for what is typed
	many    bool     // several of them
	typed   bool
}

// paper reads the form that is sent to action. A page that has none fails the test.
func (r reply) paper(action string) paper {
	r.t.Helper()
	start := strings.Index(r.body, `method="post" action="`+action+`"`)
	if start < 0 {
		r.t.Fatalf("%s has no form for %s:\n%s", r.path, action, r.text())
	}
	start = strings.LastIndex(r.body[:start], "<form")
	end := strings.Index(r.body[start:], "</form>")
	p := paper{action, url.Values{}, map[string]*field{}}
	must(r.t, p.read(r.body[start:start+end+len("</form>")]))
	return p
}

func (p paper) read(markup string) error {
	d := xml.NewDecoder(strings.NewReader(markup))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var list, area string // the names of the select and the textarea that are open
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch tag := token.(type) {
		case xml.StartElement:
			has := map[string]string{}
			for _, a := range tag.Attr {
				has[a.Name.Local] = a.Value
			}
			switch tag.Name.Local {
			case "input":
				p.input(has)
			case "select":
				list = has["name"]
			case "option":
				p.option(list, has)
			case "textarea":
				area = has["name"]
				p.named(area).typed = true
				p.sent.Set(area, "")
			}
		case xml.EndElement:
			if tag.Name.Local == "textarea" {
				area = ""
			}
		case xml.CharData:
			if area != "" {
				p.sent.Set(area, strings.TrimPrefix(string(tag), "\n"))
			}
		}
	}
}

func (p paper) named(name string) *field {
	if p.fields[name] == nil {
		p.fields[name] = &field{}
	}
	return p.fields[name]
}

func (p paper) input(has map[string]string) {
	name, value := has["name"], has["value"]
	_, checked := has["checked"]
	switch has["type"] {
	case "hidden":
		p.sent.Add(name, value)
	case "radio", "checkbox":
		f := p.named(name)
		f.options, f.many = append(f.options, value), has["type"] == "checkbox"
		if checked {
			p.sent.Add(name, value)
		}
	default:
		p.named(name).typed = true
		p.sent.Set(name, value)
	}
}

// option of a list: the first is chosen as long as none is.
func (p paper) option(list string, has map[string]string) {
	f := p.named(list)
	_, selected := has["selected"]
	if selected || len(f.options) == 0 {
		p.sent.Set(list, has["value"])
	}
	f.options = append(f.options, has["value"])
}

// fill answers in pairs of a name and a value, as far as the form lets one: it must ask for it, and offer what is chosen.
func (p paper) fill(t *testing.T, pairs ...string) url.Values {
	t.Helper()
	for name, values := range values(pairs...) {
		f := p.fields[name]
		if f == nil {
			t.Fatalf("the form for %s does not ask for %q", p.action, name)
		}
		for _, value := range values {
			if !f.typed && !slices.Contains(f.options, value) {
				t.Fatalf("the form for %s does not offer %q for %q, but %q", p.action, value, name, f.options)
			}
		}
		if len(values) > 1 && !f.many {
			t.Fatalf("the form for %s takes one answer to %q", p.action, name)
		}
		p.sent[name] = values
	}
	return p.sent
}

func TestArrows_FormIsReadAsABrowserDoes(t *testing.T) {
	page := reply{t: t, path: "/x", body: `<form action="/other"></form><form id="f" method="post" action="/x" novalidate>
		<input type="hidden" name="key" value="k&amp;1"><input id="a" name="line" type="text" value="as &#34;it&#34; was" dir="auto">
		<textarea name="area" dir="auto">
a &lt; b</textarea><textarea name="empty"></textarea>
		<input type="radio" name="one" value="x"><input type="radio" name="one" value="y" checked>
		<input type="checkbox" name="some" value="p" checked><input type="checkbox" name="some" value="q" checked><input type="checkbox" name="none" value="yes">
		<select name="list"><option value="">–</option><optgroup label="g"><option value="m">M</option></optgroup></select>
		<select name="set"><option value="">–</option><option value="n" selected>N</option></select>
		<button type="submit">Go</button></form><input name="outside">`}
	sent := page.paper("/x").fill(t, "list", "m")
	want := url.Values{
		"key": {"k&1"}, "line": {`as "it" was`}, "area": {"a < b"}, "empty": {""}, "one": {"y"}, "some": {"p", "q"}, "list": {"m"}, "set": {"n"},
	}
	if sent.Encode() != want.Encode() {
		t.Errorf("sent %v\nwant %v", sent, want)
	}
	if empty := page.paper("/x").fill(t); empty.Get("list") != "" || !empty.Has("list") {
		t.Errorf("a list of which nothing is chosen sends %v", empty["list"])
	}
}
