package e2e_test

import (
	"errors"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web"
	"github.com/wederhoor/wederhoor/web/kit"
)

// behindProxy has the site believe the proxy on this machine on where a form comes from, so that a test can send from many addresses.
func (s *site) behindProxy() {
	s.t.Helper()
	var proxies kit.Proxies
	must(s.t, proxies.UnmarshalText([]byte("127.0.0.1,::1")))
	handler := web.New(web.Config{Office: s.office, Log: s.office.Log, Base: s.server.URL, Proxies: proxies})
	s.handler.Store(&handler)
}

// clientsOfThatDay puts so many clients into the register, all treated on the day that complaint is about.
func (s *site) clientsOfThatDay(n int) {
	s.t.Helper()
	var clients []register.Client
	var visits []register.Treatment
	for i := range n {
		id := fmt.Sprintf("F%d", i)
		clients = append(clients, register.Client{ID: id, Name: clientName(i), Email: clientEmail(i)})
		visits = append(visits, register.Treatment{ID: "V" + id, Client: id, Branch: "B1", Specialist: "S1", Date: visitDay, Kind: "bleken", PriceCents: 20000, PaidCents: 20000})
	}
	must(s.t, s.office.DB.Write(s.t.Context(), func(tx *store.Tx) error { return errors.Join(tx.SaveClients(clients), tx.SaveTreatments(visits)) }))
}

func clientName(i int) string  { return fmt.Sprintf("Cliënt %c%c", 'A'+i/26, 'a'+i%26) }
func clientEmail(i int) string { return fmt.Sprintf("client%d@example.org", i) }

// from sends a form from an address of the network.
func (p *person) from(address, path string, form url.Values) reply {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.server.URL+path, strings.NewReader(form.Encode()))
	must(p.t, err)
	r.Header.Set("Content-Type", formType)
	r.Header.Set("X-Forwarded-For", address)
	return p.do(r)
}

var asked = regexp.MustCompile(`name="proof" data-task="([^"]*)"`)

// filesAsABrowser opens the form, fills it in and presses the button, at most twice; before each the browser does the sum that the page asks for. It answers what came last.
func (s *site) filesAsABrowser(address string, answers url.Values) reply {
	s.t.Helper()
	p := s.stranger()
	page := p.get("/klacht").is(http.StatusOK)
	for range 2 {
		form := page.form("/klacht")
		maps.Copy(form, answers)
		form.Del("no_script") // stands within noscript
		form.Set("proof", "")
		if task := asked.FindStringSubmatch(page.body); task != nil {
			form.Set("proof", doors.Solve(html.UnescapeString(task[1])))
		}
		if page = p.from(address, "/klacht", form); page.status == http.StatusSeeOther {
			break
		}
	}
	return page
}

// attack is one form of a flood: each has a token of its own, as if the page had been opened for it, and some know a trick.
func (s *site) attack(attacker *person, n int, address, solved string) int {
	s.t.Helper()
	form := complaint("name", fmt.Sprintf("Aanval %d", n), "email", fmt.Sprintf("aanval%d@post.example", n), "phone", "",
		kit.KeyField, (&kit.App{Office: s.office}).NewKey())
	switch n % 4 {
	case 1:
		form.Set("no_script", "1")
	case 2:
		form.Set("proof", solved) // of another form
	case 3:
		form.Set("extra_note", "http://spam.example")
	}
	return attacker.from(address, "/klacht", form).status
}

// 5,000 forms come from 5,000 addresses, and between them clients send theirs, one after each two hundred. All of the clients get through; of the flood no more gets in than the policy says, and
// at the desk the clients stand together on one page, with the flood apart.
func TestFlood_5000FromMany(t *testing.T) {
	const attacks, clients = 5000, 25
	s := newSite(t)
	s.behindProxy()
	s.clientsOfThatDay(clients)
	attacker := s.stranger()
	solved := "" // a proof of work, once it is asked for: it is sent with many forms
	came, through := map[int]int{}, 0
	for n := range attacks {
		if solved == "" {
			if task := asked.FindStringSubmatch(attacker.get("/klacht").body); task != nil {
				solved = doors.Solve(html.UnescapeString(task[1]))
			}
		}
		came[s.attack(attacker, n, fmt.Sprintf("2001:db8:%x:%x::1", n/60000, n), solved)]++
		if n%(attacks/clients) == 0 {
			i := n / (attacks / clients)
			got := s.filesAsABrowser(fmt.Sprintf("192.0.2.%d", i), complaint("name", clientName(i), "email", clientEmail(i), "phone", ""))
			if got.status == http.StatusSeeOther {
				through++
			} else {
				t.Errorf("client %d: status %d\n%s", i, got.status, got.text())
			}
		}
	}
	s.settle()
	f := s.policy.Forms
	in := came[http.StatusSeeOther]
	t.Logf("of %d forms of the flood %d were taken in (%v), of %d clients %d", attacks, in, came, clients, through)
	if most := f.Load.AtOnce + f.WithoutScript.AtOnce; in > most || in == 0 {
		t.Errorf("%d of the flood were taken in, not at most %d", in, most)
	}
	s.as(owner).get("/desk").is(http.StatusOK).has("Er komen ongewoon veel formulieren binnen")
	s.listed(in, clients)
}

// listed looks at what the desk shows: the clients all on the first page of theirs, and the flood apart.
func (s *site) listed(attacks, clients int) {
	s.t.Helper()
	known := s.as(owner).get("/desk?flag=found").is(http.StatusOK)
	if shown := rowsOf(known); len(shown) != clients {
		s.t.Errorf("the list of clients shows %d dossiers of %d", len(shown), clients)
	}
	for i := range clients {
		if !strings.Contains(known.body, clientName(i)) {
			s.t.Errorf("%s is not among the clients", clientName(i))
		}
	}
	known.hasNot("Aanval")
	unknown := 0
	for path := "/desk?flag=not_found"; path != ""; {
		page := s.as(owner).get(path).is(http.StatusOK)
		page.hasNot("Cliënt")
		unknown += len(rowsOf(page))
		path = nextPage(page)
	}
	s.t.Logf("the desk shows %d dossiers of clients on the first page, and %d that match nobody apart", clients, unknown)
	if unknown != attacks {
		s.t.Errorf("%d dossiers match nobody, %d of the flood were taken in", unknown, attacks)
	}
}

var rowLink = regexp.MustCompile(`href="/desk/dossiers/([^"]+)"`)

func rowsOf(page reply) []string {
	var refs []string
	for _, found := range rowLink.FindAllStringSubmatch(page.body, -1) {
		refs = append(refs, found[1])
	}
	slices.Sort(refs)
	return slices.Compact(refs)
}

var nextLink = regexp.MustCompile(`href="(/desk\?[^"]*after=[^"]*)"`)

func nextPage(page reply) string {
	if found := nextLink.FindStringSubmatch(page.body); found != nil {
		return html.UnescapeString(found[1])
	}
	return ""
}

// 500 forms come from one address, and twenty from clients elsewhere, who all get through. A client at that address is told how long to wait and whom to phone, loses nothing, and
// gets through after it. At the desk the clients stand together, with what came of that address apart.
func TestFlood_500FromOneAddress(t *testing.T) {
	const attacks, clients = 500, 20
	s := newSite(t)
	s.behindProxy()
	s.clientsOfThatDay(clients + 1)
	attacker := s.stranger()
	came, through := map[int]int{}, 0
	for n := range attacks {
		came[s.attack(attacker, 4*n, "192.0.2.200", "")]++
		if n%(attacks/clients) == 0 {
			i := n / (attacks / clients)
			got := s.filesAsABrowser(fmt.Sprintf("192.0.2.%d", i), complaint("name", clientName(i), "email", clientEmail(i), "phone", ""))
			if got.status == http.StatusSeeOther {
				through++
			}
		}
	}
	s.settle()
	t.Logf("of %d forms of one address %d were taken in (%v), of %d clients elsewhere %d", attacks, came[http.StatusSeeOther], came, clients, through)
	if most := s.policy.Forms.OneAddress.AtOnce; came[http.StatusSeeOther] != most || through != clients {
		t.Errorf("%d of the address, not %d; %d clients of %d", came[http.StatusSeeOther], most, through, clients)
	}
	late := complaint("name", clientName(clients), "email", clientEmail(clients), "phone", "", "story", "Mijn tand is afgebroken.")
	told := s.filesAsABrowser("192.0.2.200", late)
	told.is(http.StatusTooManyRequests).has("Mijn tand is afgebroken.", clientName(clients), "085 000 0000", "2 minuten", "Wat u typte staat er nog")
	s.pass(2 * time.Minute)
	s.filesAsABrowser("192.0.2.200", late).is(http.StatusSeeOther)
	s.settle()
	s.listed(came[http.StatusSeeOther], clients+1)
}
