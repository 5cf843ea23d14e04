package desk_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
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
	"github.com/wederhoor/wederhoor/tools/logwatch"
	"github.com/wederhoor/wederhoor/web"
	"github.com/wederhoor/wederhoor/words"
)

// world is an office with its desk on a server, and a clock that the test moves.
type world struct {
	*casework.Office
	t        *testing.T
	database string // its address
	mu       sync.Mutex
	now      time.Time
	url      string
}

const (
	visitDay = dossier.Date("2026-03-02")
	password = "vijf losse woorden erbij"
)

var start = time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)

// hashed is the password as accounts have it.
var hashed = storetest.Hashed(password)

var staff = []store.Account{
	{ID: "owner", Name: "Olga Owner", Roles: []dossier.Role{dossier.RoleOwner}},
	{ID: "assistant", Name: "Arjen Assistent", Roles: []dossier.Role{dossier.RoleAssistant}},
	{ID: "second", Name: "Twee Assistent", Roles: []dossier.Role{dossier.RoleAssistant}},
	{ID: "receptionist", Name: "Resi Telefonist", Roles: []dossier.Role{dossier.RoleReceptionist}},
	{ID: "sanne", Name: "Sanne Bakker", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S1"},
	{ID: "daan", Name: "Daan Vermeulen", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S2"},
	{ID: "both", Name: "Bo Beide", Roles: []dossier.Role{dossier.RoleAssistant, dossier.RoleSpecialist}, Specialist: "S3"},
	{ID: "utrecht", Name: "Ute Telefonist", Roles: []dossier.Role{dossier.RoleReceptionist}, Branch: "B1"},
	{ID: "breda", Name: "Bea Telefonist", Roles: []dossier.Role{dossier.RoleReceptionist}, Branch: "B2"},
	{ID: "auditor", Name: "Aart Auditor", Roles: []dossier.Role{dossier.RoleAuditor}},
	{ID: "keeper", Name: "Kim Beheerder", Roles: []dossier.Role{dossier.RoleAdministrator}},
	{ID: "gone", Name: "Gijs Weg", Roles: []dossier.Role{dossier.RoleAssistant}, Disabled: true},
}

func viewer(id dossier.AccountID) casework.Viewer {
	for _, a := range staff {
		if a.ID == id {
			return casework.Viewer{Actor: a.Actor(), Name: a.Name}
		}
	}
	panic("no such account: " + id)
}

func newWorld(t *testing.T, change ...func(*policy.Policy)) *world {
	t.Helper()
	ctx := t.Context()
	address := storetest.ToMigrate(t)
	db, err := store.Open(ctx, address)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	must(t, db.Migrate(ctx))
	must(t, db.Write(ctx, fill))
	w := &world{t: t, database: address, now: start}
	p := policy.Default()
	p.SignIn.TwoFactors = nil // signing in stays one step, but where a test is about the second
	for _, f := range change {
		f(p)
	}
	log := slog.New(slog.NewTextHandler(logwatch.Writer(), nil))
	w.Office = &casework.Office{DB: db, Policy: p, Clock: w.clock, Key: []byte("0123456789abcdef0123456789abcdef"), Base: "https://example.org", Log: log}
	server := httptest.NewServer(logwatch.Watch(web.New(web.Config{Office: w.Office, Log: log, Base: w.Base})))
	t.Cleanup(server.Close)
	w.url = server.URL
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// later moves the clock and does what is due.
func (w *world) later(d time.Duration) {
	w.t.Helper()
	w.mu.Lock()
	w.now = w.now.Add(d)
	w.mu.Unlock()
	w.settle()
}

func (w *world) settle() {
	w.t.Helper()
	for range 500 {
		n, err := w.Tick(w.t.Context())
		must(w.t, err)
		if n == 0 {
			return
		}
	}
	w.t.Fatal("Tick never came to an end")
}

func fill(tx *store.Tx) error {
	visit := func(id, client, specialist string) register.Treatment {
		return register.Treatment{
			ID: id, Client: client, Branch: "B1", Specialist: specialist, Date: string(visitDay), Kind: "bleken",
			PriceCents: 20000, PaidCents: 19900, ShadesAdvertised: 6, ShadesAchieved: 7,
		}
	}
	errs := []error{
		tx.SaveBranches([]register.Branch{{ID: "B1", Name: "Utrecht Oudegracht", City: "Utrecht"}, {ID: "B2", Name: "Breda", City: "Breda"}}),
		tx.SaveSpecialists([]register.Specialist{
			{ID: "S1", Name: "Sanne Bakker", Branch: "B1", Active: true},
			{ID: "S2", Name: "Daan Vermeulen", Branch: "B1", Active: true},
			{ID: "S3", Name: "Bo Beide", Branch: "B2", Active: true},
		}),
		tx.SaveClients([]register.Client{
			{ID: "C1", Name: "Klaas Kramer", Email: "klaas@example.org", Phone: "+31612345678"}, {ID: "C2", Name: "Fenna Post", Email: "fenna@example.org"},
		}),
		tx.SaveTreatments([]register.Treatment{visit("T1", "C1", "S1"), visit("T2", "C2", "S2")}),
	}
	for _, a := range staff {
		a.Email, a.Hash = string(a.ID)+"@chain.example", hashed
		errs = append(errs, tx.SaveAccount(a))
	}
	return errors.Join(errs...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

// complaint is what Klaas files about Sanne.
func complaint() dossier.File {
	return dossier.File{
		Contact: dossier.Contact{Name: "Klaas Kramer", Email: "klaas@example.org", Phone: "0612345678", Address: "Kanarielaan 1"},
		Branch:  "B1", TreatmentDate: visitDay, Specialists: []dossier.SpecialistID{"S1"}, About: []dossier.About{dossier.AboutSpecialist},
		Story: "STORY-CANARY", Wish: "WISH-CANARY",
	}
}

func (w *world) do(v casework.Viewer, reference string, c dossier.Command) casework.Result {
	w.t.Helper()
	result, err := w.Do(w.t.Context(), v, casework.Order{Reference: reference, Command: c})
	if err != nil {
		w.t.Fatalf("%s: %v", c.Kind(), err)
	}
	w.settle()
	return result
}

// file files Klaas's complaint and gives its reference.
func (w *world) file() string {
	w.t.Helper()
	return w.do(casework.Public(), "", complaint()).Reference
}

// talk has Klaas talk with Sanne: booked, held, not solved.
func (w *world) talk(content string) string {
	w.t.Helper()
	ref := w.do(casework.Public(), "", dossier.RequestTalk{
		Contact: complaint().Contact, Branch: "B1", TreatmentDate: visitDay, Specialist: "S1", Topic: "TOPIC-" + content,
	}).Reference
	slots := w.slots(ref, "S1")
	if len(slots) == 0 {
		w.t.Fatal("no free slots")
	}
	w.do(viewer("receptionist"), ref, dossier.BookTalk{Specialist: "S1", Start: slots[0]})
	w.mu.Lock()
	w.now = slots[0].Add(time.Hour)
	w.mu.Unlock()
	w.do(viewer("sanne"), ref, dossier.RecordTalk{Content: content})
	return ref
}

// slots are the free ones of a specialist for a talk of the dossier.
func (w *world) slots(ref string, id dossier.SpecialistID) []time.Time {
	w.t.Helper()
	view, err := w.Fetch(w.t.Context(), viewer("receptionist"), ref, casework.PageDossier)
	must(w.t, err)
	slots, err := w.Slots(w.t.Context(), view, id)
	must(w.t, err)
	return slots
}

// browser is one member of staff at a screen.
type browser struct {
	*world
	http *http.Client
}

func (w *world) browser() *browser {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	must(w.t, err)
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &browser{world: w, http: client}
}

// as is a browser that is signed in.
func (w *world) as(id dossier.AccountID) *browser {
	w.t.Helper()
	b := w.browser()
	if a := b.post("/desk/sign-in", url.Values{"email": {string(id) + "@chain.example"}, "password": {password}}); a.status != http.StatusSeeOther {
		w.t.Fatalf("%s cannot sign in: %d", id, a.status)
	}
	return b
}

// answer of the server.
type answer struct {
	status   int
	location string
	body     string
	header   http.Header
}

func (b *browser) get(path string) answer {
	b.t.Helper()
	resp, err := b.http.Get(b.url + path)
	must(b.t, err)
	return b.read(resp)
}

func (b *browser) post(path string, form url.Values) answer {
	b.t.Helper()
	resp, err := b.http.PostForm(b.url+path, form)
	must(b.t, err)
	return b.read(resp)
}

func (b *browser) read(resp *http.Response) answer {
	b.t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	must(b.t, err)
	return answer{resp.StatusCode, resp.Header.Get("Location"), string(body), resp.Header}
}

// token finds the session cookie's value.
func (b *browser) token() string {
	u, err := url.Parse(b.url)
	must(b.t, err)
	for _, c := range b.http.Jar.Cookies(u) {
		if c.Name == "session" {
			return c.Value
		}
	}
	return ""
}

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="([a-z_]+)" value="([^"]*)"`)

// form reads the hidden inputs of the act's form on a page, and puts the answers beside them.
func (b *browser) form(page answer, action string, answers url.Values) url.Values {
	b.t.Helper()
	_, rest, ok := strings.Cut(page.body, `method="post" action="`+action+`"`)
	if !ok {
		b.t.Fatalf("no form for %s on the page (status %d)", action, page.status)
	}
	rest, _, _ = strings.Cut(rest, "</form>")
	form := url.Values{}
	for _, m := range hiddenInput.FindAllStringSubmatch(rest, -1) {
		form.Set(m[1], m[2])
	}
	for name, values := range answers {
		form[name] = values
	}
	return form
}

// wordsComplete fails when a page asked for a text that there is not.
func wordsComplete(t *testing.T) {
	t.Helper()
	if missing := words.Missing(); len(missing) > 0 {
		t.Errorf("texts that are missing or filled in wrongly: %q", missing)
	}
}

// disable shuts an account out, or lets it in again.
func (w *world) disable(id dossier.AccountID, out bool) {
	w.t.Helper()
	must(w.t, w.DB.Write(w.t.Context(), func(tx *store.Tx) error {
		a, err := tx.Account(id)
		if err != nil {
			return err
		}
		a.Disabled = out
		return tx.SaveAccount(a)
	}))
}
