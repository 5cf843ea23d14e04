package rights_test

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/web"
)

// tablePath is the one table of who gets what. It says itself how it is read.
const tablePath = "testdata/rights.txt"

// route is a route as it was registered, with what is to be filled in, and what each gets of each object.
type route struct {
	line    int
	method  string // empty for all of them
	path    string // with {names}
	values  url.Values
	objects []object
}

// object is one line of a route: which dossier or page it is asked for, and the answers by person. Who is not named gets 404.
type object struct {
	line    int
	name    string
	answers map[string]string
}

// pattern is the route as http.ServeMux has it.
func (r route) pattern() string { return strings.TrimSpace(r.method + " " + r.path) }

// reads reports whether the route only shows something.
func (r route) reads() bool { return r.method == "GET" }

var (
	parameter = regexp.MustCompile(`\{([a-z]+)(\.\.\.)?\}`)
	// ofObject are the parts of an address that say which dossier or page is meant.
	ofObject = []string{"ref", "page", "id"}
)

// address is the path for an object, and what is sent along.
func (c *chain) address(r route, reference string) (path string, rest url.Values) {
	rest = url.Values{}
	for name := range r.values {
		rest.Set(name, strings.ReplaceAll(r.values.Get(name), objectHere, reference))
	}
	path = parameter.ReplaceAllStringFunc(strings.TrimSuffix(r.path, "{$}"), func(found string) string {
		name := parameter.FindStringSubmatch(found)[1]
		if slices.Contains(ofObject, name) {
			return url.PathEscape(reference)
		}
		if name == "hash" {
			return c.hashOf(r.path)
		}
		value := rest.Get(name)
		rest.Del(name)
		return url.PathEscape(value)
	})
	if strings.HasSuffix(r.path, "/") {
		path += "niets" // all that is below, and has no route of its own
	}
	return path, rest
}

// objectHere stands for the object in what is sent along.
const objectHere = "{object}"

// hasObject reports whether the request says which dossier or page is meant.
func (r route) hasObject() bool {
	return strings.Contains(r.values.Encode(), url.QueryEscape(objectHere)) || slices.ContainsFunc(ofObject, func(name string) bool { return strings.Contains(r.path, "{"+name+"}") })
}

// table reads the table.
func table(t *testing.T) []route {
	t.Helper()
	text, err := os.ReadFile(tablePath)
	must(t, err)
	var routes []route
	groups := map[string][]string{}
	for i, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || strings.HasPrefix(fields[0], "#"):
		case strings.HasPrefix(line, "@"):
			groups[fields[0]] = members(groups, fields[2:])
		case strings.HasPrefix(line, " "):
			if len(routes) == 0 {
				t.Fatalf("%s:%d: answers without a route", tablePath, i+1)
			}
			last := &routes[len(routes)-1]
			last.objects = append(last.objects, objectOf(t, i+1, fields, groups))
		default:
			routes = append(routes, routeOf(t, i+1, fields))
		}
	}
	return routes
}

func members(groups map[string][]string, names []string) []string {
	var list []string
	for _, name := range names {
		if group, known := groups[name]; known {
			list = append(list, group...)
		} else {
			list = append(list, name)
		}
	}
	return list
}

func routeOf(t *testing.T, line int, fields []string) route {
	t.Helper()
	r := route{line: line, values: url.Values{}}
	for _, field := range fields {
		switch {
		case strings.HasPrefix(field, "?"):
			values, err := url.ParseQuery(field[1:])
			must(t, err)
			r.values = values
		case strings.HasPrefix(field, "/"):
			r.path = field
		default:
			r.method = field
		}
	}
	return r
}

func objectOf(t *testing.T, line int, fields []string, groups map[string][]string) object {
	t.Helper()
	o := object{line: line, name: fields[0], answers: map[string]string{}}
	want := ""
	for _, field := range fields[1:] {
		if strings.HasSuffix(field, ":") {
			want = strings.TrimSuffix(field, ":")
			continue
		}
		for _, who := range members(groups, []string{field}) {
			if _, twice := o.answers[who]; twice || want == "" {
				t.Fatalf("%s:%d: what does %s get?", tablePath, line, who)
			}
			o.answers[who] = want
		}
	}
	return o
}

// lineOf writes what everybody got as a line of the table, for whoever adds one.
func lineOf(name string, got map[string]string) string {
	by := map[string][]string{}
	for who, answer := range got {
		if answer != "404" {
			by[answer] = append(by[answer], who)
		}
	}
	line := fmt.Sprintf("  %-10s", name)
	for _, answer := range sortedKeys(by) {
		slices.Sort(by[answer])
		line += " " + answer + ": " + strings.Join(by[answer], " ")
	}
	return line
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Every route that is registered anywhere stands in the table, and nothing else does: a page that nobody thought about for everybody fails here.
func TestEveryRouteIsInTheTable(t *testing.T) {
	c := newChain(t)
	var told []string
	for _, r := range table(t) {
		told = append(told, r.pattern())
		if len(r.objects) == 0 {
			t.Errorf("%s:%d: %s has no answers", tablePath, r.line, r.pattern())
		}
		for _, o := range r.objects {
			for who := range o.answers {
				if c.people[who] == nil {
					t.Errorf("%s:%d: nobody is called %s", tablePath, o.line, who)
				}
			}
			if _, known := c.object[o.name]; !known && o.name != "-" {
				t.Errorf("%s:%d: nothing is called %s", tablePath, o.line, o.name)
			}
		}
	}
	registered := registered(c)
	for _, pattern := range registered {
		if !slices.Contains(told, pattern) {
			t.Errorf("%s does not say who gets %s: give it lines of its own there, one for each sort of object", tablePath, pattern)
		}
	}
	for _, pattern := range told {
		if !slices.Contains(registered, pattern) {
			t.Errorf("%s has %s, which is not registered", tablePath, pattern)
		}
	}
}

// digest is the part of an address that follows from what a file holds; the table has {hash} there.
var digest = regexp.MustCompile(`\.[0-9a-f]{12}\.`)

// registered are the routes of the site, as the table has them.
func registered(c *chain) []string {
	var list []string
	for _, pattern := range web.Patterns(c.config()) {
		list = append(list, digest.ReplaceAllString(pattern, ".{hash}."))
	}
	return list
}

// hashOf is the digest in the address of a file, as it is now.
func (c *chain) hashOf(path string) string {
	before, after, _ := strings.Cut(path, ".{hash}.")
	for _, pattern := range web.Patterns(c.config()) {
		if _, at, _ := strings.Cut(pattern, " "); strings.HasPrefix(at, before+".") && strings.HasSuffix(at, "."+after) {
			return strings.TrimSuffix(strings.TrimPrefix(at, before+"."), "."+after)
		}
	}
	return ""
}
