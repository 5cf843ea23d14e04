//go:build endurance

package endurance_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/web/kit"
)

// Twenty people, of whom each is at something all the time.
const (
	filers  = 12
	talkers = 4
	// and the staff
)

// Some of the filers send photos along, every other time. The program takes one photo in at a time: were it all of them, they would wait for each other
// for longer than the program lives, and none would ever be done.
const (
	photographers = 4
	withPhotos    = 2
)

// crowd is everybody who uses the program while the test does something to it.
type crowd struct {
	t     *testing.T
	nodes []*node // each request goes to one of them
	seed  uint64

	between time.Duration // the longest that somebody does nothing between two things

	ending  chan struct{} // closed when nobody is to begin anything more
	end     func()
	leaving time.Time // when whoever still waits for an answer gives up; set before ending is closed
	people  sync.WaitGroup

	mu       sync.Mutex
	deeds    []*deed
	opened   []string // references of dossiers, for the staff
	faults   []string
	answered time.Time

	lost, busy atomic.Int64 // requests without an answer; answers that ask to try again
	longest    atomic.Int64 // that anybody waited for an answer, in nanoseconds

	folder   string  // in which files are kept; when it is empty nobody sends any along
	received []*deed // forms that opened a dossier, and whose acknowledgement was read: what is in them does not change any more

	calm bool // nothing is in anybody's way: who has to send a form again found a fault
}

func (c *crowd) slowest() time.Duration { return time.Duration(c.longest.Load()) }

func (c *crowd) waited(d time.Duration) {
	for longest := c.longest.Load(); int64(d) > longest && !c.longest.CompareAndSwap(longest, int64(d)); {
		longest = c.longest.Load()
	}
}

func newCrowd(t *testing.T, nodes ...*node) *crowd {
	t.Helper()
	c := &crowd{
		t: t, nodes: nodes, ending: make(chan struct{}),
		seed:    uint64(number(t, "ENDURANCE_SEED", int(time.Now().UnixMicro()%1e6)+1)),
		between: time.Duration(number(t, "ENDURANCE_PAUSE", 150)) * time.Millisecond,
	}
	c.end = sync.OnceFunc(func() {
		c.leaving = time.Now().Add(patience)
		close(c.ending)
	})
	t.Cleanup(func() {
		c.end()
		c.people.Wait()
	})
	return c
}

// come has everybody begin.
func (c *crowd) come() {
	for i := range filers {
		p := c.person(i)
		p.photographs = c.folder != "" && i < photographers
		c.people.Go(func() { c.repeat(p, c.complain) })
	}
	for i := range talkers {
		c.people.Go(func() { c.repeat(c.person(filers+i), c.wishToTalk) })
	}
	for i, account := range staff {
		p := c.person(filers + talkers + i)
		c.people.Go(func() {
			if c.signIn(p, account) {
				c.repeat(p, c.work)
			}
		})
	}
}

func (c *crowd) person(i int) *person { return newPerson(c.t, c.seed+uint64(i)<<32) }

// leave has everybody end what they are at, each with an answer.
func (c *crowd) leave() {
	c.end()
	c.people.Wait()
}

// over reports whether it is time to stop trying.
func (c *crowd) over() bool {
	select {
	case <-c.ending:
		return time.Now().After(c.leaving)
	default:
		return false
	}
}

func (c *crowd) repeat(p *person, do func(*person)) {
	for {
		select {
		case <-c.ending:
			return
		case <-time.After(rand.N(c.between)):
			do(p)
		}
	}
}

// heard is when somebody was last told that something is done.
func (c *crowd) heard() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.answered
}

// acknowledged are the forms that opened a dossier, as people know of them now.
func (c *crowd) acknowledged() []*deed {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.received)
}

// fault is told once, however often it comes.
func (c *crowd) fault(format string, args ...any) {
	const most = 500
	fault := anonymous(fmt.Sprintf(format, args...))
	fault = fault[:min(len(fault), most)]
	c.mu.Lock()
	defer c.mu.Unlock()
	if !slices.Contains(c.faults, fault) {
		c.faults = append(c.faults, fault)
	}
}

// again waits a moment before something is tried anew.
func (c *crowd) again(most time.Duration) bool {
	time.Sleep(rand.N(most))
	return !c.over()
}

// ask sends a request to one of the nodes until it is answered. Somebody who is asked to try again does so.
func (c *crowd) ask(p *person, method, path string, form url.Values, each func(), photos ...photo) (reply, bool) {
	for {
		each()
		pause := 40 * time.Millisecond
		began := time.Now()
		r, err := p.ask(method, c.nodes[p.rand.IntN(len(c.nodes))].base+path, form, photos...)
		c.waited(time.Since(began))
		switch {
		case err != nil:
			c.lost.Add(1)
		case r.status < http.StatusInternalServerError:
			return r, true
		default:
			c.busy.Add(1)
			pause = 400 * time.Millisecond
			if !r.asksToTryAgain() {
				c.fault("%s %s is answered with %d: %s", method, path, r.status, r.text())
			}
		}
		if !c.again(pause) {
			c.fault("%s %s was never answered (%v)", method, path, err)
			return reply{}, false
		}
	}
}

var differing = regexp.MustCompile(`WH-[0-9A-Z]{4}-[0-9A-Z]{4}|[A-Za-z0-9_-]{40,}|[0-9a-f]{8}\b|Anna [A-Z][a-z]+|[0-9]+\?specialist=S[0-9]+`)

// anonymous is a text without what differs from one dossier to the next.
func anonymous(text string) string { return differing.ReplaceAllString(text, "…") }

func (c *crowd) get(p *person, path string) (reply, bool) {
	r, ok := c.ask(p, http.MethodGet, path, nil, func() {})
	if ok && r.status == http.StatusSeeOther { // a private link leads to the page behind it
		path = r.location
		r, ok = c.ask(p, http.MethodGet, path, nil, func() {})
	}
	if ok && r.status != http.StatusOK {
		c.fault("GET %s is answered with %d to %s: %s", path, r.status, r.location, r.text())
		return r, false
	}
	return r, ok
}

// send sends a form until it is answered, always with the same key.
func (c *crowd) send(p *person, d *deed, path string, form url.Values) bool {
	d.key = kit.FormID(form.Get("form_key"))
	if d.key == "" {
		c.fault("the form for %s has no key", path)
		return false
	}
	c.mu.Lock()
	c.deeds = append(c.deeds, d)
	c.mu.Unlock()
	r, ok := c.ask(p, http.MethodPost, path, form, func() { d.sent, d.last = d.sent+1, time.Now() }, d.photos...)
	if !ok {
		return false
	}
	switch r.status {
	case http.StatusSeeOther:
		d.outcome, d.location = done, r.location
		c.mu.Lock()
		c.answered = time.Now()
		c.mu.Unlock()
	case http.StatusConflict, http.StatusUnprocessableEntity:
		d.outcome = refused
		if d.opens() {
			c.fault("%s is refused: %s", d.kind, r.text())
		}
	default:
		c.fault("POST %s is answered with %d: %s", path, r.status, r.text())
	}
	return d.outcome == done
}

var marks atomic.Int64

// newMark is a text that stands in one form and in no other.
func newMark() string { return fmt.Sprintf("%s %d", marked, marks.Add(1)) }

// visit is what every form about a visit has.
func (p *person) visit() (form url.Values, email string) {
	n := p.rand.IntN(clients * 2) // half of them are not in the register
	email = emailOf(n)
	return url.Values{
		"branch": {branch}, "treatment_date": {visitDay}, "specialist": {specialistOf(n)}, "name": {nameOf(n)}, "email": {email}, "language": {"nl"},
	}, email
}

// open sends one of the public forms, which opens a dossier, and reads under which reference.
func (c *crowd) open(p *person, kind, path string, more url.Values) (page string, ok bool) {
	empty, ok := c.get(p, path)
	if !ok {
		return "", false
	}
	hidden, _ := empty.form(path)
	form, email := p.visit()
	d := &deed{kind: kind, mark: newMark(), email: email}
	for name, value := range more {
		form[name] = value
	}
	for name, values := range form {
		if values[0] == marked {
			form.Set(name, d.mark)
		}
	}
	form.Set("form_key", hidden.Get("form_key"))
	if kind == filing && p.photographs && p.rand.IntN(withPhotos) == 0 {
		d.photos = photosOf(d.mark)
	}
	if !c.send(p, d, path, form) {
		return "", false
	}
	confirmation, ok := c.get(p, d.location)
	if !ok {
		return "", false
	}
	d.reference = referenceIn.FindString(confirmation.body)
	c.mu.Lock()
	c.opened = append(c.opened, d.reference)
	c.received = append(c.received, d)
	c.mu.Unlock()
	return "/zaak/" + d.reference, true
}

// complain files a complaint, and sometimes adds a message to it.
func (c *crowd) complain(p *person) {
	page, ok := c.open(p, filing, "/klacht", url.Values{"story": {marked}, "about": {"treatment"}})
	if ok && p.rand.IntN(3) == 0 {
		c.addMessage(p, page)
	}
}

func (c *crowd) wishToTalk(p *person) {
	c.open(p, talking, "/gesprek", url.Values{"topic": {marked}})
}

// addMessage uses the private link.
func (c *crowd) addMessage(p *person, page string) {
	r, ok := c.get(p, page)
	if !ok {
		return
	}
	form, _ := r.form(page + "/messages")
	if form == nil {
		return // it was closed meanwhile
	}
	d := &deed{kind: "add_message", mark: newMark(), reference: referenceIn.FindString(r.body)}
	form.Set("words", d.mark)
	c.send(p, d, page+"/messages", form)
}

// signIn signs a member of staff in, once: the session outlives whatever happens to the program. An attempt in which the program was killed
// counts as one that went wrong, so that whoever had several is asked to wait.
func (c *crowd) signIn(p *person, account string) bool {
	form := url.Values{"email": {addressOf(account)}, "password": {password}}
	r, ok := c.ask(p, http.MethodPost, "/desk/sign-in", form, func() {})
	for ok && r.status == http.StatusTooManyRequests {
		select {
		case <-c.ending:
			return false
		case <-time.After(time.Second):
		}
		r, ok = c.ask(p, http.MethodPost, "/desk/sign-in", form, func() {})
	}
	if ok && r.status != http.StatusSeeOther {
		c.fault("%s cannot sign in: %d: %s", account, r.status, r.text())
	}
	return ok && r.status == http.StatusSeeOther
}

// work has a member of staff do one thing in one dossier.
func (c *crowd) work(p *person) {
	reference := c.pick(p)
	if reference == "" {
		return
	}
	page := "/desk/dossiers/" + reference
	r, ok := c.get(p, page+"?specialist="+specialistOf(p.rand.IntN(specialists)))
	if !ok {
		return
	}
	for _, i := range p.rand.Perm(len(acts)) {
		act := acts[i]
		action := page + "/acts/" + act.kind
		form, part := r.form(action)
		if form == nil {
			continue
		}
		d := &deed{kind: act.kind, reference: reference}
		if act.fill(p, d, form, part) {
			c.send(p, d, action, form)
			return
		}
	}
}

// pick is one of the dossiers that were opened lately.
func (c *crowd) pick(p *person) string {
	const lately = 30
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.opened) == 0 {
		return ""
	}
	newest := c.opened[max(0, len(c.opened)-lately):]
	return newest[p.rand.IntN(len(newest))]
}

// acts are what staff do, with how each fills its form in. One that cannot be filled in is left.
var acts = []struct {
	kind string
	fill func(p *person, d *deed, form url.Values, part string) bool
}{
	{"write_note", func(_ *person, d *deed, form url.Values, _ string) bool {
		d.mark = newMark()
		form.Set("words", d.mark)
		return true
	}},
	{"judge", func(p *person, d *deed, form url.Values, _ string) bool {
		d.mark = newMark()
		form.Set("reason", d.mark)
		if p.rand.IntN(2) == 0 {
			form.Set("severity", "serious")
			form.Set("serious", "yes")
		} else {
			form.Set("severity", "minor")
			form.Set("ground", "not_serious")
		}
		return true
	}},
	{"book_talk", func(p *person, d *deed, form url.Values, part string) bool {
		slots := slotIn.FindAllStringSubmatch(part, -1)
		if len(slots) == 0 {
			return false
		}
		form.Set("start", slots[p.rand.IntN(len(slots))][1])
		return true
	}},
}
