package web_test

import (
	"bytes"
	"errors"
	"html"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/tools/logwatch"
	"github.com/wederhoor/wederhoor/web"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// The day of the treatments, a Monday, and the morning after it.
const visitDay = "2026-03-02"

var start = time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)

// world is the site over a database of its own, with a small chain, a clock that the test moves, and a browser without script.
type world struct {
	t        *testing.T
	database string // its address
	office   *casework.Office
	site     http.Handler
	log      *shared
	now      time.Time
	cookie   map[string]string
	folder   string // of files, where they are taken in
}

func newWorld(t *testing.T, change ...func(*policy.Policy)) *world {
	t.Helper()
	address := storetest.ToMigrate(t)
	db, err := store.Open(t.Context(), address)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	must(t, db.Migrate(t.Context()))
	must(t, db.Write(t.Context(), fillRegister))
	p := policy.Default()
	p.SignIn.TwoFactors = nil
	for _, c := range change {
		c(p)
	}
	w := &world{t: t, database: address, now: start, log: &shared{}, cookie: map[string]string{}}
	w.office = w.newOffice(db, p)
	w.restart()
	t.Cleanup(func() {
		if missing := words.Missing(); len(missing) > 0 {
			t.Errorf("texts that are missing or have other arguments: %q", missing)
		}
	})
	return w
}

func (w *world) newOffice(db *store.DB, p *policy.Policy) *casework.Office {
	return &casework.Office{
		DB: db, Policy: p, Clock: func() time.Time { return w.now }, Key: []byte("0123456789abcdef0123456789abcdef"),
		Base: "https://example.org", Log: slog.New(slog.NewTextHandler(io.MultiWriter(w.log, logwatch.Writer()), nil)),
	}
}

// restart makes the site anew over the same database, as a restart of the program does.
func (w *world) restart() {
	w.office = w.newOffice(w.office.DB, w.office.Policy)
	w.site = logwatch.Watch(web.New(web.Config{Office: w.office, Log: w.office.Log, Base: w.office.Base}))
}

// diskFull makes the database refuse every new record, until the function it answers with is called.
func (w *world) diskFull() (space func()) {
	w.t.Helper()
	return w.without("events")
}

// without is diskFull for one table.
func (w *world) without(table string) (space func()) {
	w.t.Helper()
	return engine.Full(w.t, engine.SQL(w.t, w.database), table)
}

func fillRegister(tx *store.Tx) error {
	visit := func(id, client, specialist string) register.Treatment {
		return register.Treatment{
			ID: id, Client: client, Branch: "B1", Specialist: specialist, Date: visitDay, Kind: "bleken",
			PriceCents: 20000, PaidCents: 19900, ShadesAdvertised: 6, ShadesAchieved: 3,
		}
	}
	return errors.Join(
		tx.SaveBranches([]register.Branch{{ID: "B1", Name: "Utrecht Oudegracht", City: "Utrecht"}, {ID: "B2", Name: "Breda", City: "Breda"}}),
		tx.SaveSpecialists([]register.Specialist{
			{ID: "S1", Name: "Sanne Bakker", Branch: "B1", Active: true},
			{ID: "S2", Name: "Daan Vermeulen", Branch: "B1", Active: true},
		}),
		tx.SaveClients([]register.Client{
			{ID: "C1", Name: "Klaas Kramer", Email: "klaas@example.org", Phone: "+31612345678"},
			{ID: "C2", Name: "Fenna Post", Email: "fenna@example.org"},
		}),
		tx.SaveTreatments([]register.Treatment{visit("T1", "C1", "S1"), visit("T2", "C2", "S1")}),
		tx.SaveAccount(store.Account{ID: "owner", Name: "Olga Owner", Email: "owner@chain.example", Hash: "-", Roles: []dossier.Role{dossier.RoleOwner}}),
		tx.SaveAccount(store.Account{ID: "second", Name: "Sara Second", Email: "second@chain.example", Hash: "-", Roles: []dossier.Role{dossier.RoleAssistant}}),
		tx.SaveAccount(store.Account{
			ID: "sanne", Name: "Sanne Bakker", Email: "sanne@chain.example", Hash: "-", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S1",
		}),
	)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

// reply is what the browser got.
type reply struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

func (w *world) send(r *http.Request) reply {
	w.t.Helper()
	for name, value := range w.cookie {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	rec := httptest.NewRecorder()
	w.site.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		if w.cookie[c.Name] = c.Value; c.MaxAge < 0 {
			delete(w.cookie, c.Name)
		}
	}
	return reply{w.t, rec.Code, rec.Header(), rec.Body.String()}
}

func (w *world) get(address string) reply {
	w.t.Helper()
	return w.send(httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, address, nil))
}

func (w *world) post(address string, form url.Values) reply {
	w.t.Helper()
	return w.sendForm(address, w.withToken(address, form))
}

// withToken is a form as a browser sends it that opened it a moment ago.
func (w *world) withToken(address string, form url.Values) url.Values {
	if form.Has(kit.KeyField) || !slices.Contains([]string{"klacht", "gesprek", "complaint"}, path.Base(address)) {
		return form
	}
	signed := url.Values{kit.KeyField: {(&kit.App{Office: w.office}).NewKey()}}
	maps.Copy(signed, form)
	return signed
}

// sendForm sends a form as it is.
func (w *world) sendForm(address string, form url.Values) reply {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.send(r)
}

// follow goes where a sent form leads.
func (w *world) follow(from reply) reply {
	w.t.Helper()
	from.is(http.StatusSeeOther)
	return w.get(from.header.Get("Location"))
}

func (r reply) is(status int) reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("status %d, want %d\n%s", r.status, status, r.text())
	}
	return r
}

// text is the page as it is read, without tags.
func (r reply) text() string {
	plain := regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<[^>]*>`).ReplaceAllString(r.body, " ")
	return strings.Join(strings.Fields(html.UnescapeString(plain)), " ")
}

func (r reply) has(texts ...string) reply {
	r.t.Helper()
	for _, text := range texts {
		if !strings.Contains(r.text(), strings.Join(strings.Fields(text), " ")) && !strings.Contains(html.UnescapeString(r.body), text) {
			r.t.Errorf("the page does not say %q:\n%s", text, r.text())
		}
	}
	return r
}

func (r reply) hasNot(texts ...string) reply {
	r.t.Helper()
	for _, text := range texts {
		if strings.Contains(html.UnescapeString(r.body), text) {
			r.t.Errorf("the page says %q:\n%s", text, r.text())
		}
	}
	return r
}

// hidden is the value of a hidden input of the form that is sent to action.
func (r reply) hidden(action, name string) string {
	r.t.Helper()
	_, form, ok := strings.Cut(r.body, `action="`+action+`"`)
	if !ok {
		r.t.Fatalf("no form for %s:\n%s", action, r.text())
	}
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(form)
	if found == nil {
		r.t.Fatalf("no %s in the form for %s", name, action)
	}
	return html.UnescapeString(found[1])
}

// complaint is the form as Klaas fills it in.
func complaint(change ...string) url.Values {
	form := url.Values{
		"branch": {"B1"}, "treatment_date": {"2-3-2026"}, "specialist": {"S1"}, "about": {"treatment", "specialist"},
		"story": {"Mijn tanden doen pijn."}, "wish": {"Geld terug"}, "name": {"Klaas Kramer"}, "email": {"klaas@example.org"},
		"phone": {"06 12345678"}, "language": {"nl"},
	}
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return form
}

// filed files Klaas's complaint, opens the link that is mailed to him, and gives the path of his page.
func (w *world) filed(change ...string) (page, reference string) {
	w.t.Helper()
	return w.came(w.post("/klacht", complaint(change...)))
}

// came opens the link that is mailed to who sent a form that began a dossier.
func (w *world) came(sent reply) (page, reference string) {
	w.t.Helper()
	page = strings.TrimSuffix(sent.is(http.StatusSeeOther).header.Get("Location"), "/bevestiging")
	reference = path.Base(page)
	if got := w.get(w.link(reference, casework.PurposeStatus, 0)).is(http.StatusSeeOther).header.Get("Location"); got != page {
		w.t.Fatalf("the mailed link leads to %s, the form to %s", got, page)
	}
	return page, reference
}

// link is the path of a private link, with its secret.
func (w *world) link(reference, purpose string, fellow int) string {
	w.t.Helper()
	link, err := w.office.LinkTo(w.t.Context(), reference, purpose, fellow)
	must(w.t, err)
	return link
}

// browser is another one, that knows nothing of what this one opened.
func (w *world) browser() *world {
	other := *w
	other.cookie = map[string]string{}
	return &other
}

// tick does all work that is due.
func (w *world) tick() {
	w.t.Helper()
	for {
		n, err := w.office.Tick(w.t.Context())
		must(w.t, err)
		if n == 0 {
			return
		}
	}
}

// later moves the clock and does what falls due.
func (w *world) later(d time.Duration) {
	w.t.Helper()
	w.now = w.now.Add(d)
	w.tick()
}

var (
	owner  = staff("owner", "", dossier.RoleOwner)
	second = staff("second", "", dossier.RoleAssistant)
	sanne  = staff("sanne", "S1", dossier.RoleSpecialist)
)

func staff(account dossier.AccountID, specialist dossier.SpecialistID, roles ...dossier.Role) casework.Viewer {
	return casework.Viewer{Actor: dossier.Actor{Account: account, Roles: roles, Specialist: specialist}, Name: string(account)}
}

// do is an act of staff that must succeed.
func (w *world) do(v casework.Viewer, reference string, c dossier.Command) {
	w.t.Helper()
	if _, err := w.office.Do(w.t.Context(), v, casework.Order{Reference: reference, Command: c}); err != nil {
		w.t.Fatalf("%s: %v", c.Kind(), err)
	}
}

// count is how many dossiers there are.
func (w *world) count() int {
	w.t.Helper()
	page, err := w.office.DB.Read().Queue(w.t.Context(), dossier.ViewerKeys(owner.Actor), store.Filter{Queue: "all", Limit: 200})
	must(w.t, err)
	return len(page.Rows)
}

// shared is a log that several nodes write to.
type shared struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
