package rights_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/desk"
	"github.com/wederhoor/wederhoor/words"
)

// marksPath is the one table of who reads what. It says itself how it is read.
const marksPath = "testdata/marks.txt"

// made are the marks that were made, for the table to be held against.
var made = map[string]bool{}

// mark is a word that stands nowhere but where it was typed in. No mark is the beginning of another. What is typed behind it is markup, but
// for an address.
func mark(name string) string {
	made[name] = true
	word := "merk-" + name + "-einde"
	if strings.HasSuffix(name, "-mail") {
		return word
	}
	return word + markup
}

// markup stands as it was typed on no page: a browser would carry it out.
const markup = `<img src=x onerror=alert()>`

var marked = regexp.MustCompile(`(?i)merk-([a-z0-9-]+?)-einde`)

// marksIn are the marks that a text has.
func marksIn(text string) []string {
	var found []string
	for _, m := range marked.FindAllStringSubmatch(text, -1) {
		if name := strings.ToLower(m[1]); !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}

// readers reads the table: who may read each mark, and who must be shown it somewhere.
func readers(t *testing.T) (may, shown map[string][]string) {
	t.Helper()
	text, err := os.ReadFile(marksPath)
	must(t, err)
	may, shown = map[string][]string{}, map[string][]string{}
	groups := map[string][]string{}
	for i, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || strings.HasPrefix(fields[0], "#"):
		case strings.HasPrefix(line, "@"):
			groups[fields[0]] = members(groups, fields[2:])
		case may[fields[0]] != nil:
			t.Fatalf("%s:%d: %s stands there twice", marksPath, i+1, fields[0])
		default:
			all, some, _ := strings.Cut(strings.Join(fields[1:], " "), "|")
			shown[fields[0]] = members(groups, strings.Fields(all))
			may[fields[0]] = append(members(groups, strings.Fields(some)), shown[fields[0]]...)
			may[fields[0]] = append([]string{}, may[fields[0]]...)
		}
	}
	return may, shown
}

// watch holds what everybody gets against the table.
type watch struct {
	*chain
	may  map[string][]string
	must map[string][]string
	read map[string]map[string]bool // who read each mark
}

func (c *chain) watch() *watch {
	c.t.Helper()
	may, shown := readers(c.t)
	return &watch{chain: c, may: may, must: shown, read: map[string]map[string]bool{}}
}

// saw notes what somebody got, and fails for each mark in it that is not theirs.
func (w *watch) saw(who, where, text string) {
	w.t.Helper()
	for _, name := range marksIn(text) {
		if w.read[name] == nil {
			w.read[name] = map[string]bool{}
		}
		w.read[name][who] = true
		if !slices.Contains(w.may[name], who) {
			w.t.Errorf("%s reads %s at %s", who, name, where)
		}
	}
}

// got is saw for an answer: on a page, what somebody typed is text in every field (ASVS 1.2.1).
func (w *watch) got(who, where string, a answer) {
	w.t.Helper()
	w.saw(who, where, a.body+" "+strings.Join(a.header["Location"], " "))
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") && strings.Contains(a.body, "-einde"+markup) {
		w.t.Errorf("what somebody typed is carried out by the browser of %s at %s", who, where)
	}
}

// lists are the addresses at which lists can be had, each in its own way.
func lists() []string {
	var all []string
	for _, view := range []string{"turn", "waits", "todo", "mine", "talks", "all", "closed"} {
		all = append(all, "/desk?view="+view, "/desk/list?view="+view)
	}
	for _, flag := range []string{"harm", "ban", "late", "not_found", "candidates", "represented", "suspected", "withdrawing"} {
		all = append(all, "/desk?flag="+flag)
	}
	return append(all, "/desk?branch=B1", "/desk?branch=B2", "/desk?turn=owner", "/desk?turn=specialist", "/desk?step=talk", "/desk?step=investigation")
}

// Each word that somebody wrote is read by those whom the table names, and by nobody else, wherever it is looked for: on every page, in every list
// and file, in messages, in answers to forms. R3 for what was said in a talk, R14 for conflicts, R15 for other clients, R23 for the ban.
func TestR3_R14_R15_R23_WordsAreReadByTheirReadersAlone(t *testing.T) {
	c := newChain(t)
	w := c.watch()
	c.evening()
	for _, who := range sortedKeys(c.people) {
		w.pages(who)
		for _, list := range lists() {
			w.got(who, list, c.people[who].once(http.MethodGet, list, nil))
		}
	}
	w.messages()
	w.forms()
	for name := range made {
		if _, told := w.may[name]; !told {
			t.Errorf("%s does not say who reads %s", marksPath, name)
		}
	}
	for name, shown := range w.must {
		if !made[name] {
			t.Errorf("%s has %s, which nobody wrote", marksPath, name)
		}
		for _, who := range shown {
			if !w.read[name][who] {
				t.Errorf("%s, who may read %s, never does", who, name)
			}
		}
	}
	if found := marksIn(c.log.String()); len(found) > 0 {
		t.Errorf("the log has %v", found)
	}
}

// pages are all that only show something, in both languages.
func (w *watch) pages(who string) {
	w.t.Helper()
	for _, r := range table(w.t) {
		if !r.reads() {
			continue
		}
		for _, o := range r.objects {
			path, values := w.address(r, w.object[o.name])
			for _, lang := range []string{"nl", "en"} {
				values.Set("lang", lang)
				w.leaf(who, r.pattern()+" "+o.name, w.people[who].once(http.MethodGet, path, values))
			}
			w.people[who].stay()
		}
	}
}

var older = regexp.MustCompile(`href="(/desk/[^"?]*\?before=[0-9]+)"`)

// leaf goes on to what is older, as long as a page leads there: people look at much in these tests, and that pushes down what was there before.
func (w *watch) leaf(who, where string, a answer) {
	w.t.Helper()
	w.got(who, where, a)
	for next := older.FindStringSubmatch(a.body); next != nil; next = older.FindStringSubmatch(a.body) {
		a = w.people[who].once(http.MethodGet, next[1], nil)
		w.got(who, where, a)
	}
}

// forms are the answers to all that is sent. What is typed in again is the sender's own.
func (w *watch) forms() {
	w.t.Helper()
	for _, r := range table(w.t) {
		if r.reads() {
			continue
		}
		for _, o := range r.objects {
			for _, who := range sortedKeys(w.people) {
				w.forgive()
				path, values := w.address(r, w.object[o.name])
				w.got(who, r.pattern()+" "+o.name, w.people[who].once(http.MethodPost, path, values))
				w.people[who].stay()
			}
		}
	}
}

// messages are all that went out, each for whom it is for.
func (w *watch) messages() {
	w.t.Helper()
	all, err := w.DB.Read().Mailbox(w.t.Context(), "", 10_000)
	must(w.t, err)
	kinds := map[string]bool{}
	for _, m := range all {
		kinds[m.Kind] = true
		w.saw(w.receiver(m), "a message: "+m.Kind, strings.Join([]string{m.Subject, m.Body, m.Name, m.Address}, "\n"))
	}
	for _, kind := range []string{"digest", "overdue", "reminder", "filed", "ban_started", "hearing_invited", "inquiry", "talk_booked", "message"} {
		if !kinds[kind] {
			w.t.Errorf("there is no message of kind %s to look into", kind)
		}
	}
}

// receiver is whom a message is for, by the names of the table: somebody at a browser, or another whom nobody plays.
func (w *watch) receiver(m store.Message) string {
	sort, person, _ := strings.Cut(string(m.To), ":")
	switch sort {
	case "complainant":
		for name, p := range w.people {
			if p.account == "" && p.home == casework.StatusPath+m.Reference {
				return name
			}
		}
		for name, reference := range w.object {
			if reference == m.Reference {
				return "complainant-of-" + name
			}
		}
	case "specialist":
		for _, a := range staff {
			if string(a.Specialist) == person {
				return string(a.ID)
			}
		}
		return person
	case "fellow":
		return map[string]string{"1": "tara", "2": "fellow"}[person]
	case "handlers", "desk", "account":
		return m.Person
	}
	return string(m.To)
}

// Nobody finds a dossier by what was said in it, and by who somebody is only who may know that.
func TestR3_SearchFindsNobodysWords(t *testing.T) {
	c := newChain(t)
	may, _ := readers(t)
	for _, who := range sortedKeys(c.people) {
		for name := range made {
			typed := strings.TrimSuffix(mark(name), markup)
			if strings.HasSuffix(name, "-mail") {
				typed += "@example.org"
			}
			for _, path := range []string{"/desk", "/desk/list"} {
				got := c.people[who].once(http.MethodGet, path, url.Values{"q": {typed}, "view": {"all"}})
				found := strings.Contains(got.body, `id="row-`)
				contact := slices.ContainsFunc([]string{"-name", "-mail"}, func(end string) bool { return strings.HasSuffix(name, end) })
				if found && !(contact && slices.Contains(may[name], who)) {
					t.Errorf("%s finds a dossier by %s at %s", who, name, path)
				}
				if !found && contact && who == "owner" && slices.Contains(may[name], who) && !strings.HasPrefix(name, "fenna") {
					t.Errorf("the owner does not find %s", name)
				}
			}
		}
	}
}

// A dossier is named to those who see it, and to nobody else: on no page, in no list, file or message.
func TestR14_ReferencesAreToldToThoseWhoSeeTheDossier(t *testing.T) {
	c := newChain(t)
	c.evening()
	sees := map[string][]string{"klaas": {"complaint"}, "tara": {"talk"}, "vera": {"booked"}, "fellow": nil, "nobody": nil, "there": {"phoned"}}
	for _, o := range dossierPage(t).objects {
		for who, answer := range o.answers {
			if answer == "200" {
				sees[who] = append(sees[who], o.name)
			}
		}
	}
	told := map[string]int{}
	check := func(who, where, text, asked string) {
		t.Helper()
		for name, reference := range c.object {
			if reference == asked || !strings.HasPrefix(reference, "WH-") || name == "unknown" || !strings.Contains(text, reference) {
				continue
			}
			told[who]++
			if !slices.Contains(sees[who], name) {
				t.Errorf("%s is told that there is %s at %s", who, name, where)
			}
		}
	}
	for _, who := range sortedKeys(c.people) {
		for _, r := range table(t) {
			for _, o := range r.objects {
				if r.reads() && o.name != "secret" {
					path, values := c.address(r, c.object[o.name])
					check(who, r.pattern()+" "+o.name, c.people[who].once(http.MethodGet, path, values).body, c.object[o.name])
				}
			}
		}
		for _, list := range lists() {
			check(who, list, c.people[who].once(http.MethodGet, list, nil).body, "")
		}
	}
	if told["owner"] < 50 || told["here"] < 10 {
		t.Errorf("hardly anything was looked through: %v", told)
	}
	all, err := c.DB.Read().Mailbox(t.Context(), "", 10_000)
	must(t, err)
	w := c.watch()
	for _, m := range all {
		if who := w.receiver(m); c.people[who] != nil && m.To != dossier.ToComplainant {
			check(who, "a message: "+m.Kind, m.Subject+m.Body+m.Link, "")
		}
	}
}

// The telling of a dossier rule by rule has no word of anybody, on its page and in the command (R3, R28).
func TestR3_TheTellingHasNobodysWords(t *testing.T) {
	c := newChain(t)
	page := route{method: "GET", path: "/desk/dossiers/{ref}/explain"}
	for name, reference := range c.object {
		if !strings.HasPrefix(reference, "WH-") || name == "unknown" {
			continue
		}
		for _, who := range []string{"owner", "auditor", "outside"} {
			path, _ := c.address(page, reference)
			for _, found := range marksIn(c.people[who].once(http.MethodGet, path, nil).body) {
				if !strings.HasPrefix(found, "account-") {
					t.Errorf("the telling of %s has %s", name, found)
				}
			}
		}
		for _, lang := range []words.Lang{words.NL, words.EN} {
			facts, err := c.DB.Read().Facts(t.Context(), []string{dossier.ViewHandlers}, reference)
			must(t, err)
			told, err := desk.Tell(t.Context(), c.DB.Read(), c.Policy, lang, facts, c.now)
			must(t, err)
			for _, found := range marksIn(fmt.Sprintf("%+v", told)) {
				if !strings.HasPrefix(found, "account-") {
					t.Errorf("the command tells %s of %s", found, name)
				}
			}
		}
	}
}

// evening lets the day end, so that reminders, alerts and overviews are sent.
func (c *chain) evening() {
	c.t.Helper()
	zone := c.Calendar().Zone()
	day := c.now.In(zone)
	c.now = time.Date(day.Year(), day.Month(), day.Day(), 20, 0, 0, 0, zone).UTC()
	c.settle()
	c.reasons()
	for _, p := range c.people {
		p.stay()
	}
}
