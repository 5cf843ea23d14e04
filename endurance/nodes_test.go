//go:build endurance

package endurance_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/web/kit"
)

// Two nodes on one database: any of them takes any request, and together they do each job once.
func TestTwoNodes(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	for name, part := range map[string]func(*testing.T, *pair){
		"a form sent to both at the same moment is one complaint":          formToBoth,
		"a session begun on one holds on the other, and ends on both":      sessionOnBoth,
		"an act on one is news on a page that the other made":              newsOfTheOther,
		"a page that an act on the other made stale is stale":              staleByTheOther,
		"a talk asked for on one and booked on the other has one calendar": talkOnBoth,
		"one slot is given once":                                           slotOnce,
	} {
		t.Run(name, func(t *testing.T) { part(t, p) })
	}
	crowd := newCrowd(t, p.a, p.b)
	crowd.calm = true
	crowd.come()
	time.Sleep(5 * time.Second)
	crowd.leave()
	crowd.deeds = append(crowd.deeds, p.deeds...)
	settled(t, crowd, p.database, p.a, p.b)
}

// pair is two nodes that were started at the same moment on an empty database.
type pair struct {
	database string
	a, b     *node
	desk     *person // signed in, on one of them
	deeds    []*deed
}

func newPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{database: postgres(t)}
	const base = "http://klachten.example"
	p.a = newNode(t, p.database, "--base-url", base, "--lease", lease)
	p.b = newNode(t, p.database, "--base-url", base, "--lease", lease)
	for _, n := range p.both() {
		n.start()
	}
	for _, n := range p.both() {
		if _, ok := n.ready(n.started, n.started.Add(patience)); !ok {
			t.Fatalf("not ready:\n%s", n.tail())
		}
	}
	db := engine.SQL(t, p.database)
	if applied, last := count(t, db, "select count(*) from migrations"), count(t, db, "select max(version) from migrations"); applied != last || last == 0 {
		t.Errorf("%d migrations were applied, and the last is number %d", applied, last)
	}
	prepared(t, p.database)
	p.desk = newPerson(t, 1)
	p.to(t, p.desk, p.a, http.MethodPost, "/desk/sign-in", url.Values{"email": {addressOf("owner")}, "password": {password}}).is(t, http.StatusSeeOther)
	return p
}

func (p *pair) both() []*node { return []*node{p.a, p.b} }

// to asks one node, which must answer.
func (p *pair) to(t *testing.T, who *person, n *node, method, path string, form url.Values) reply {
	t.Helper()
	r, err := who.ask(method, n.base+path, form)
	must(t, err)
	return r
}

func (p *pair) get(t *testing.T, who *person, n *node, path string) reply {
	t.Helper()
	return p.to(t, who, n, http.MethodGet, path, nil).is(t, http.StatusOK)
}

func (r reply) is(t *testing.T, status int) reply {
	t.Helper()
	if r.status != status {
		t.Fatalf("status %d, want %d:\n%s", r.status, status, r.text())
	}
	return r
}

// filled is a public form that one node made, filled in.
func (p *pair) filled(t *testing.T, who *person, n *node, kind, path, words string) (url.Values, *deed) {
	t.Helper()
	hidden, _ := p.get(t, who, n, path).form(path)
	form, email := who.visit()
	d := &deed{kind: kind, mark: newMark(), email: email, sent: 1}
	d.key = kit.FormID(hidden.Get("form_key"))
	form.Set("form_key", hidden.Get("form_key"))
	form.Set(words, d.mark)
	form.Set("about", "treatment")
	p.deeds = append(p.deeds, d)
	return form, d
}

// opened files on one node and reads the reference on the other. It gives the path of the private page.
func (p *pair) opened(t *testing.T, who *person, kind, path, words string) (d *deed, page string) {
	t.Helper()
	form, d := p.filled(t, who, p.a, kind, path, words)
	p.acknowledged(t, who, d, p.to(t, who, p.b, http.MethodPost, path, form))
	return d, strings.TrimSuffix(d.location, "/bevestiging")
}

func (p *pair) acknowledged(t *testing.T, who *person, d *deed, r reply) {
	t.Helper()
	d.location, d.outcome = r.is(t, http.StatusSeeOther).location, done
	d.reference = referenceIn.FindString(p.get(t, who, p.a, d.location).body)
}

func (p *pair) filed(t *testing.T, who *person) (*deed, string) {
	t.Helper()
	return p.opened(t, who, filing, "/klacht", "story")
}

// atOnce sends requests to both nodes at the same moment.
func (p *pair) atOnce(t *testing.T, who *person, path string, forms [2]url.Values) (replies [2]reply) {
	t.Helper()
	var errs [2]error
	var both sync.WaitGroup
	for i, n := range p.both() {
		both.Go(func() { replies[i], errs[i] = who.ask(http.MethodPost, n.base+path, forms[i]) })
	}
	both.Wait()
	must(t, errs[0])
	must(t, errs[1])
	return replies
}

// rounds is how often what depends on chance is tried.
const rounds = 25

func formToBoth(t *testing.T, p *pair) {
	who := newPerson(t, 2)
	for range rounds {
		form, d := p.filled(t, who, p.a, filing, "/klacht", "story")
		replies := p.atOnce(t, who, "/klacht", [2]url.Values{form, form})
		if replies[0].location != replies[1].location {
			t.Fatalf("one form led to %s and %s", replies[0].location, replies[1].location)
		}
		p.acknowledged(t, who, d, replies[0])
		replies[1].is(t, http.StatusSeeOther)
		if other := p.get(t, who, p.b, d.location); !strings.Contains(other.body, d.reference) {
			t.Errorf("the other node knows %s by another reference:\n%s", d.location, other.text())
		}
	}
}

func sessionOnBoth(t *testing.T, p *pair) {
	who := newPerson(t, 3)
	p.to(t, who, p.a, http.MethodPost, "/desk/sign-in", url.Values{"email": {addressOf("assistant")}, "password": {password}}).is(t, http.StatusSeeOther)
	for _, n := range p.both() {
		p.get(t, who, n, "/desk")
	}
	p.to(t, who, p.b, http.MethodPost, "/desk/sign-out", nil).is(t, http.StatusSeeOther)
	for _, n := range p.both() {
		if r := p.to(t, who, n, http.MethodGet, "/desk", nil).is(t, http.StatusSeeOther); !strings.HasPrefix(r.location, "/desk/sign-in") {
			t.Errorf("who signed out is led to %s", r.location)
		}
	}
}

// note has a member of staff write a note on one node, in the form that the other made.
func (p *pair) note(t *testing.T, d *deed) reply {
	t.Helper()
	action := dossierPage(d) + "/acts/write_note"
	form, _ := p.get(t, p.desk, p.b, dossierPage(d)).form(action)
	written := &deed{kind: "write_note", mark: newMark(), key: kit.FormID(form.Get("form_key")), reference: d.reference, sent: 1, outcome: done}
	p.deeds = append(p.deeds, written)
	form.Set("words", written.mark)
	return p.to(t, p.desk, p.a, http.MethodPost, action, form).is(t, http.StatusSeeOther)
}

func dossierPage(d *deed) string { return "/desk/dossiers/" + d.reference }

func newsOfTheOther(t *testing.T, p *pair) {
	d, _ := p.filed(t, newPerson(t, 4))
	p.quiet(t)
	for range rounds {
		held := p.get(t, p.desk, p.b, dossierPage(d))
		form, _ := held.form(dossierPage(d) + "/acts/write_note")
		news := dossierPage(d) + "/news?told=0&seen=" + form.Get("seen")
		p.to(t, p.desk, p.b, http.MethodGet, news, nil).is(t, http.StatusNoContent)
		p.note(t, d)
		if r := p.get(t, p.desk, p.b, news); !strings.Contains(r.text(), "owner") {
			t.Fatalf("the page does not say who did what:\n%s", r.text())
		}
	}
}

// quiet waits until nothing is added to any dossier by itself.
func (p *pair) quiet(t *testing.T) {
	t.Helper()
	workedOff(t, p.database)
}

func staleByTheOther(t *testing.T, p *pair) {
	d, _ := p.filed(t, newPerson(t, 5))
	p.quiet(t)
	action := dossierPage(d) + "/acts/judge"
	form, _ := p.get(t, p.desk, p.b, dossierPage(d)).form(action)
	refusal := &deed{kind: "judge", mark: newMark(), key: kit.FormID(form.Get("form_key")), reference: d.reference, sent: 1, outcome: refused}
	p.deeds = append(p.deeds, refusal)
	form.Set("severity", "serious")
	form.Set("serious", "yes")
	form.Set("reason", refusal.mark)
	p.note(t, d)
	p.to(t, p.desk, p.b, http.MethodPost, action, form).is(t, http.StatusConflict)
}

// slots are the free ones of a specialist for a talk, as one node shows them.
func (p *pair) slots(t *testing.T, n *node, d *deed, specialist string) (form url.Values, free []string) {
	t.Helper()
	form, part := p.get(t, p.desk, n, dossierPage(d)+"?specialist="+specialist).form(dossierPage(d) + "/acts/book_talk")
	for _, slot := range slotIn.FindAllStringSubmatch(part, -1) {
		free = append(free, slot[1])
	}
	if len(free) == 0 {
		t.Fatal("no slot is free")
	}
	return form, free
}

// booking remembers a booking, which has no words.
func (p *pair) booking(d *deed, form url.Values, outcome outcome) {
	p.deeds = append(p.deeds, &deed{kind: "book_talk", key: kit.FormID(form.Get("form_key")), reference: d.reference, sent: 1, outcome: outcome})
}

func talkOnBoth(t *testing.T, p *pair) {
	d, _ := p.opened(t, newPerson(t, 6), talking, "/gesprek", "topic")
	form, free := p.slots(t, p.b, d, "S1")
	form.Set("start", free[len(free)-1])
	p.booking(d, form, done)
	p.to(t, p.desk, p.a, http.MethodPost, dossierPage(d)+"/acts/book_talk", form).is(t, http.StatusSeeOther)
	path := dossierPage(d) + "/gesprek.ics"
	mine, other := p.get(t, p.desk, p.a, path), p.get(t, p.desk, p.b, path)
	if mine.body != other.body || !strings.Contains(mine.body, "BEGIN:VEVENT") {
		t.Errorf("the nodes give different calendars:\n%s\n%s", mine.body, other.body)
	}
}

func slotOnce(t *testing.T, p *pair) {
	given := 0
	for round := range rounds {
		first, _ := p.opened(t, newPerson(t, uint64(100+2*round)), talking, "/gesprek", "topic")
		second, _ := p.opened(t, newPerson(t, uint64(101+2*round)), talking, "/gesprek", "topic")
		specialist := "S" + strconv.Itoa(2+round%8)
		one, free := p.slots(t, p.a, first, specialist)
		two, _ := p.slots(t, p.b, second, specialist)
		one.Set("start", free[0])
		two.Set("start", free[0])
		var replies [2]reply
		var errs [2]error
		var both sync.WaitGroup
		both.Go(func() {
			replies[0], errs[0] = p.desk.ask(http.MethodPost, p.a.base+dossierPage(first)+"/acts/book_talk", one)
		})
		both.Go(func() {
			replies[1], errs[1] = p.desk.ask(http.MethodPost, p.b.base+dossierPage(second)+"/acts/book_talk", two)
		})
		both.Wait()
		must(t, errs[0])
		must(t, errs[1])
		booked := 0
		for i, r := range replies {
			outcome := refused
			if r.status == http.StatusSeeOther {
				outcome = done
				booked++
			} else {
				r.is(t, http.StatusUnprocessableEntity)
			}
			p.booking([]*deed{first, second}[i], []url.Values{one, two}[i], outcome)
		}
		if booked > 1 {
			t.Fatalf("%s of %s was given twice", free[0], specialist)
		}
		given += booked
	}
	if given == 0 {
		t.Error("no slot was given at all")
	}
}
