package rights_test

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// What an answer can be in the table, besides a status.
const (
	hidden   = "404"   // byte for byte what there is for something that does not exist
	alike    = "same"  // whatever it is, the same for what exists and for what does not
	askedIn  = "in"    // to sign in; the same for what exists and for what does not
	nobodyIn = "ended" // a part of a page that asked for itself says that nobody is signed in; the same
)

// TestRights asks every route for every object as everybody, and holds the answers against the table. What only shows goes first, and changes
// nothing in the database but what was noted of who looked and who is there.
func TestRights(t *testing.T) {
	c := newChain(t)
	routes := table(t)
	before := c.dump()
	for _, r := range routes {
		if r.reads() {
			c.ask(r)
		}
	}
	if after := c.dump(); after != before {
		t.Errorf("showing pages changed the database:\n%s", difference(before, after))
	}
	for _, r := range routes {
		if !r.reads() {
			c.ask(r)
		}
	}
}

// ask asks a route for each of its objects, as everybody.
func (c *chain) ask(r route) {
	for _, o := range r.objects {
		got := map[string]string{}
		wrong := false
		for _, who := range sortedKeys(c.people) {
			want := o.answers[who]
			if want == "" {
				want = hidden
			}
			c.forgive()
			got[who] = c.answerTo(who, r, o.name, want)
			wrong = wrong || got[who] != want
			c.people[who].stay()
		}
		if wrong {
			c.t.Errorf("%s:%d: %s\nwant %v\n%s", tablePath, o.line, r.pattern(), o.answers, lineOf(o.name, got))
		}
	}
}

// answerTo is what somebody gets. An answer that says that there is nothing, or to sign in first, must be that of something that does not
// exist.
func (c *chain) answerTo(who string, r route, name, want string) string {
	path, values := c.address(r, c.object[name])
	got := c.people[who].once(r.method, path, values)
	told := strconv.Itoa(got.status)
	if to, err := url.Parse(got.header.Get("Location")); err == nil && to.Query().Has("done") {
		told += "/" + to.Query().Get("done")
	}
	switch {
	case got.status == http.StatusSeeOther && strings.HasPrefix(got.header.Get("Location"), "/desk/sign-in?next="), got.status == http.StatusUnauthorized:
		told = askedIn
	case got.status == http.StatusOK && got.header.Get("HX-Reswap") != "":
		told = nobodyIn
	}
	if told != hidden && want != alike && (told != askedIn && told != nobodyIn || !r.hasObject()) {
		return told
	}
	other, otherValues := c.twin(r, name)
	none := c.people[who].once(r.method, other, otherValues)
	if !r.hasObject() { // that there is such a page is told in the documentation
		got.header, none.header = nil, nil
	}
	is, isNot := got.bare(path, other), none.bare(path, other)
	if want == alike {
		is, isNot = strings.ReplaceAll(is, c.object[name], "OBJECT"), strings.ReplaceAll(isNot, c.noneLike(name), "OBJECT")
		told = alike
	}
	if is != isNot {
		c.t.Errorf("%s %s tells %s that there is something (-), unlike what there is of nothing (+):\n%s", r.method, path, who,
			difference(strings.ReplaceAll(is, "<", "\n<"), strings.ReplaceAll(isNot, "<", "\n<")))
	}
	return told
}

// twin is the same request for something that does not exist.
func (c *chain) twin(r route, name string) (string, url.Values) {
	_, sent := c.address(r, c.object[name]) // what fills in the path is not sent along
	switch {
	case r.hasObject():
		return c.address(r, c.noneLike(name))
	case strings.HasPrefix(r.path, "/desk"):
		return "/desk/zomaar", sent
	case strings.HasPrefix(r.path, "/zaak"), strings.HasPrefix(r.path, "/navraag"):
		return "/zaak/zomaar/iets/anders", sent
	}
	return "/zomaar", sent
}

// noneLike is what an address has that leads to no page of that sort, and looks as if it did.
func (c *chain) noneLike(name string) string {
	switch is := c.object[name]; {
	case name == "unknown":
		return dossier.NewReference(4712)
	case name == "question":
		return strings.Repeat("0", len(is))
	case name == "secret", name == "wrong":
		return strings.Repeat("B", len(is))
	case strings.HasPrefix(name, "job"):
		return "987654321"
	}
	return noDossier
}

// bare is an answer without the two addresses that are compared: each names its own where the language is switched and where one goes on to, and both may name one
// of them in the navigation.
func (a answer) bare(paths ...string) string {
	var b strings.Builder
	_, _ = b.WriteString(strconv.Itoa(a.status) + "\n")
	for _, name := range sortedKeys(a.header) {
		if name != "Content-Length" {
			_, _ = b.WriteString(name + ": " + strings.Join(a.header[name], ", ") + "\n")
		}
	}
	text := b.String() + a.body
	for _, path := range paths {
		for _, form := range []string{"next=" + url.QueryEscape(path), `"` + path + `"`, `"` + path + `?lang=`} {
			text = strings.ReplaceAll(text, form, "ADDRESS")
		}
	}
	return text
}

// once asks as somebody who forgets what the answer brought: no cookie stays.
func (p *person) once(method, path string, values url.Values) answer {
	other := *p
	other.cookies = maps.Clone(p.cookies)
	if method == "" {
		method = http.MethodGet
	}
	if method != http.MethodGet {
		if values == nil {
			values = url.Values{}
		}
		return other.send(method, path, values)
	}
	if len(values) > 0 {
		path += "?" + values.Encode()
	}
	return other.get(path)
}
