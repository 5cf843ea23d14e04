package casework_test

import (
	"errors"
	"log/slog"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/tools/logwatch"
)

// world is an office over a database of its own, with a small chain and a clock that the test moves.
type world struct {
	*casework.Office
	t   *testing.T
	now time.Time
}

// The day of the treatments, a Monday, and the morning after it.
const visitDay dossier.Date = "2026-03-02"

var start = time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)

// The people of the chain.
var (
	owner        = staff("owner", "", dossier.RoleOwner)
	assistant    = staff("assistant", "", dossier.RoleAssistant)
	second       = staff("second", "", dossier.RoleAssistant)
	receptionist = staff("receptionist", "", dossier.RoleReceptionist)
	sanne        = staff("sanne", "S1", dossier.RoleSpecialist)
	daan         = staff("daan", "S2", dossier.RoleSpecialist)
	outsider     = staff("outsider", "", dossier.RoleOutside)
)

func staff(account dossier.AccountID, specialist dossier.SpecialistID, roles ...dossier.Role) casework.Viewer {
	return casework.Viewer{Actor: dossier.Actor{Account: account, Roles: roles, Specialist: specialist}, Name: string(account)}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldAt(t, storetest.ToMigrate(t))
}

// newWorldAt makes the chain in an empty database.
func newWorldAt(t *testing.T, address string) *world {
	t.Helper()
	w := worldOn(t, openAt(t, address), start)
	must(t, w.DB.Migrate(t.Context()))
	must(t, w.DB.Write(t.Context(), fillRegister))
	return w
}

func openAt(t *testing.T, address string, options ...store.Option) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), address, options...)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

// ours is the policy of every world: reading it anew takes longer than an act.
var ours = policy.Default()

// worldOn is an office over a database in which the chain is there already.
func worldOn(t *testing.T, db *store.DB, now time.Time) *world {
	w := &world{t: t, now: now}
	w.Office = &casework.Office{
		DB: db, Policy: ours, Clock: func() time.Time { return w.now },
		Key: []byte("0123456789abcdef0123456789abcdef"), Base: "https://example.org",
		Log: slog.New(slog.NewTextHandler(logwatch.Writer(), nil)),
	}
	return w
}

func fillRegister(tx *store.Tx) error {
	visit := func(id, client, specialist string) register.Treatment {
		return register.Treatment{
			ID: id, Client: client, Branch: "B1", Specialist: specialist, Date: string(visitDay), Kind: "bleken",
			PriceCents: 20000, PaidCents: 19900, ShadesAdvertised: 6, ShadesAchieved: 3,
		}
	}
	errs := []error{
		tx.SaveBranches([]register.Branch{{ID: "B1", Name: "Utrecht Oudegracht", City: "Utrecht"}, {ID: "B2", Name: "Breda", City: "Breda"}}),
		tx.SaveSpecialists([]register.Specialist{
			{ID: "S1", Name: "Sanne Bakker", Branch: "B1", Active: true},
			{ID: "S2", Name: "Daan Vermeulen", Branch: "B1", Active: true},
			{ID: "S3", Name: "Koen Peeters", Branch: "B1"},
		}),
		tx.SaveClients([]register.Client{
			{ID: "C1", Name: "Klaas Kramer", Email: "klaas@example.org", Phone: "+31612345678"},
			{ID: "C2", Name: "Fenna Post", Email: "fenna@example.org"},
			{ID: "C3", Name: "Gijs Maas", Phone: "+31687654321"},
			{ID: "C4", Name: "Yara Osei", Email: "yara@example.org"},
		}),
		tx.SaveTreatments([]register.Treatment{visit("T1", "C1", "S1"), visit("T2", "C2", "S1"), visit("T3", "C3", "S2"), visit("T4", "C4", "S2")}),
	}
	for _, v := range []casework.Viewer{owner, assistant, second, receptionist, sanne, daan, outsider} {
		errs = append(errs, tx.SaveAccount(store.Account{
			ID: v.Account, Name: v.Name, Email: v.Name + "@chain.example", Hash: "-", Roles: v.Roles, Specialist: v.Specialist,
		}))
	}
	return errors.Join(errs...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

// klaas is the complainant's contact data.
var klaas = dossier.Contact{Name: "Klaas Kramer", Email: "klaas@example.org", Phone: "06 12345678"}

// complaint is what Klaas files about Sanne.
func complaint() dossier.File {
	return dossier.File{
		Contact: klaas, Branch: "B1", TreatmentDate: visitDay, Specialists: []dossier.SpecialistID{"S1"},
		About: []dossier.About{dossier.AboutSpecialist}, Story: "STORY-CANARY", Wish: "WISH-CANARY",
	}
}

// do carries an order out that must succeed.
func (w *world) do(v casework.Viewer, reference string, c dossier.Command) casework.Result {
	w.t.Helper()
	result, err := w.Do(w.t.Context(), v, casework.Order{Reference: reference, Command: c})
	if err != nil {
		w.t.Fatalf("%s by %s: %v", c.Kind(), v.Actor.Name(), err)
	}
	return result
}

// fails carries an order out that must not, and gives its error.
func (w *world) fails(v casework.Viewer, order casework.Order) *casework.Error {
	w.t.Helper()
	result, err := w.Do(w.t.Context(), v, order)
	var own *casework.Error
	if !errors.As(err, &own) {
		w.t.Fatalf("%s by %s: got %+v, %v; want an error for people", order.Command.Kind(), v.Actor.Name(), result, err)
	}
	return own
}

func (w *world) refused(v casework.Viewer, reference string, c dossier.Command, code string) *dossier.Refusal {
	w.t.Helper()
	err := w.fails(v, casework.Order{Reference: reference, Command: c})
	if err.Kind != casework.Refused || err.Refusal.Code != code {
		w.t.Fatalf("%s: got %v, want refused: %s", c.Kind(), err, code)
	}
	return err.Refusal
}

// settle does everything that is due now.
func (w *world) settle() {
	w.t.Helper()
	for range 1000 {
		n, err := w.Tick(w.t.Context())
		must(w.t, err)
		if n == 0 {
			return
		}
	}
	w.t.Fatal("Tick never came to an end")
}

// advance moves the clock on, stopping at every moment at which something is due.
func (w *world) advance(d time.Duration) {
	w.t.Helper()
	end := w.now.Add(d)
	for {
		w.settle()
		next, known, err := w.Next(w.t.Context())
		must(w.t, err)
		if !known || next.After(end) {
			break
		}
		w.now = later(w.now.Add(time.Millisecond), next)
	}
	w.now = end
	w.settle()
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// file files Klaas's complaint and lets the register be asked.
func (w *world) file() casework.Result {
	w.t.Helper()
	result := w.do(casework.Public(), "", complaint())
	w.settle()
	return result
}

func (w *world) fetch(v casework.Viewer, reference string) casework.View {
	w.t.Helper()
	view, err := w.Fetch(w.t.Context(), v, reference, casework.PageDossier)
	must(w.t, err)
	return view
}

// complainant is whoever has the status link.
func complainant(reference string) casework.Viewer {
	return casework.Viewer{Actor: dossier.Complainant(), Only: reference}
}

// token is the secret of a private link that is there.
func (w *world) token(reference, purpose string, fellow int) string {
	w.t.Helper()
	link, err := w.LinkTo(w.t.Context(), reference, purpose, fellow)
	must(w.t, err)
	return path.Base(link)
}

// told lists the kinds of the messages of a dossier to a party, oldest first.
func (w *world) told(reference string, to dossier.Party) []string {
	w.t.Helper()
	var kinds []string
	for _, m := range w.messages(reference) {
		if m.To == to {
			kinds = append(kinds, m.Kind)
		}
	}
	slices.Reverse(kinds)
	return kinds
}

// messages of a dossier, newest first.
func (w *world) messages(reference string) []store.Message {
	w.t.Helper()
	all, err := w.DB.Read().Mailbox(w.t.Context(), "", 1000)
	must(w.t, err)
	return slices.DeleteFunc(all, func(m store.Message) bool { return m.Reference != reference })
}

// whole is the state with nobody's eyes, for what a test must know.
func (w *world) whole(reference string) dossier.State {
	w.t.Helper()
	var s dossier.State
	must(w.t, w.DB.Write(w.t.Context(), func(tx *store.Tx) error {
		d, err := tx.Load(reference)
		if err == nil {
			s = d.State
		}
		return err
	}))
	return s
}

// text is everything of a view that could be read.
func text(v casework.View) string {
	var b strings.Builder
	for _, e := range v.Entries {
		for _, p := range e.Parts {
			b.WriteString(p.Text + "\n")
		}
	}
	for _, m := range v.Messages {
		b.WriteString(m.Subject + "\n" + m.Body + "\n" + m.Name + "\n" + m.Address + "\n")
	}
	return b.String()
}

// slot is the n-th free slot of a specialist for a talk of the dossier.
func (w *world) slot(reference string, id dossier.SpecialistID, n int) time.Time {
	w.t.Helper()
	slots, err := w.Slots(w.t.Context(), w.fetch(receptionist, reference), id)
	must(w.t, err)
	if len(slots) <= n {
		w.t.Fatalf("only %d free slots of %s", len(slots), id)
	}
	return slots[n]
}

// talk asks for a talk with a specialist and books it.
func (w *world) talk(id dossier.SpecialistID) string {
	w.t.Helper()
	reference := w.do(casework.Public(), "", dossier.RequestTalk{
		Contact: klaas, Branch: "B1", TreatmentDate: visitDay, Specialist: id, Topic: "TOPIC-CANARY",
	}).Reference
	w.do(receptionist, reference, dossier.BookTalk{Specialist: id, Start: w.slot(reference, id, 0)})
	return reference
}

// leaves disables an account, so that another can be that specialist.
func (w *world) leaves(id dossier.AccountID) {
	w.t.Helper()
	must(w.t, w.DB.Write(w.t.Context(), func(tx *store.Tx) error {
		a, err := tx.Account(id)
		if err != nil {
			return err
		}
		a.Disabled = true
		return tx.SaveAccount(a)
	}))
}
