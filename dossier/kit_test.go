package dossier_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
)

// The register of the tests: one treatment of S1 at branch B1 on Friday 27 February 2026.
const (
	S1 dossier.SpecialistID = "S1" // gave the treatment
	S2 dossier.SpecialistID = "S2"
	S3 dossier.SpecialistID = "S3"

	B1 dossier.BranchID = "B1"

	treated   dossier.Date = "2026-02-27"
	reference string       = "WH-2345-6789"
)

// The people of the tests.
var (
	owner        = member("owner", dossier.RoleOwner)
	assistant    = member("assistant", dossier.RoleAssistant)
	assistant2   = member("assistant2", dossier.RoleAssistant)
	receptionist = member("receptionist", dossier.RoleReceptionist)
	outside      = member("outside", dossier.RoleOutside)
	auditor      = member("auditor", dossier.RoleAuditor)
	admin        = member("administrator", dossier.RoleAdministrator)
	specialist1  = treats("s1", S1)
	specialist2  = treats("s2", S2)
	specialist3  = treats("s3", S3)
	treatingBoss = dossier.Actor{Account: "boss", Roles: []dossier.Role{dossier.RoleOwner, dossier.RoleSpecialist}, Specialist: S1}
	complainant  = dossier.Complainant()
	system       = dossier.System()
	fellow1      = dossier.FellowClient(1)
	fellow2      = dossier.FellowClient(2)
)

func member(account dossier.AccountID, roles ...dossier.Role) dossier.Actor {
	return dossier.Actor{Account: account, Roles: roles}
}

func treats(account dossier.AccountID, id dossier.SpecialistID) dossier.Actor {
	return dossier.Actor{Account: account, Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: id}
}

// world is one dossier, its history and a clock that the test moves.
type world struct {
	t     testing.TB
	terms dossier.Terms
	cal   dossier.Calendar
	now   time.Time
	held  []dossier.SpecialistID // bans of other dossiers (Env.HeldElsewhere)

	state     dossier.State
	records   []dossier.Record
	happened  []dossier.Happening // all of them, beside records
	lastStep  []dossier.Happening // of the last act
	beforeAct dossier.State
}

// newWorld starts on Monday 2 March 2026 at 10:00 in Amsterdam, three days after the treatment.
func newWorld(t testing.TB) *world {
	t.Helper()
	return &world{t: t, terms: testPolicy.Terms, cal: testCalendar, now: clock("2026-03-02 10:00")}
}

// Read once: a policy is a file to be parsed, and the tests change none of what its lists hold.
var (
	testPolicy   = policy.Default()
	testCalendar = testPolicy.NewCalendar()
)

var amsterdam = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return zone
}()

// clock reads a wall time of the chain, as a moment in UTC.
func clock(wall string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", wall, amsterdam)
	if err != nil {
		panic(err)
	}
	return at.UTC()
}

// lastOf is the last moment of a day in the chain's zone.
func (w *world) lastOf(day dossier.Date) time.Time { return w.cal.EndOf(day) }

// after moves the clock on.
func (w *world) after(d time.Duration) *world { w.now = w.now.Add(d); return w }

// until moves the clock to a wall time.
func (w *world) until(wall string) *world { w.now = clock(wall); return w }

func (w *world) today() dossier.Date { return w.cal.Day(w.now) }

func (w *world) env(by dossier.Actor) dossier.Env {
	return dossier.Env{Now: w.now, By: by, Terms: w.terms, Calendar: w.cal, HeldElsewhere: w.held}
}

// do carries an act out and fails the test when it is refused. Each act also proves that nothing given to
// Decide and Evolve was changed, and that every event survives storage.
func (w *world) do(c dossier.Command, by dossier.Actor) []dossier.Happening {
	w.t.Helper()
	happened, err := w.try(c, by)
	if err != nil {
		w.t.Fatalf("%s by %s was refused: %s", c.Kind(), by.Name(), explain(err))
	}
	return happened
}

// try carries an act out if it is allowed.
func (w *world) try(c dossier.Command, by dossier.Actor) ([]dossier.Happening, error) {
	w.t.Helper()
	kept := deepCopy(w.state)
	happened, err := dossier.Decide(w.state, c, w.env(by))
	if !reflect.DeepEqual(kept, w.state) {
		w.t.Fatalf("Decide of %s changed the state it was given", c.Kind())
	}
	if err != nil {
		return nil, err
	}
	w.beforeAct, w.lastStep = w.state, happened
	for _, h := range happened {
		w.apply(h, by)
	}
	return happened, nil
}

func (w *world) apply(h dossier.Happening, by dossier.Actor) {
	w.t.Helper()
	stored := throughStorage(w.t, h.Event)
	r := dossier.Record{Number: w.state.Count + 1, At: w.now, By: by.Name(), Event: stored}
	before := w.state
	kept := deepCopy(before)
	w.state = dossier.Evolve(before, r)
	if !reflect.DeepEqual(kept, before) {
		w.t.Fatalf("Evolve of %s changed an earlier state", stored.Name())
	}
	w.records = append(w.records, r)
	w.happened = append(w.happened, h)
}

// throughStorage encodes and decodes an event, as the store does.
func throughStorage(t testing.TB, e dossier.Event) dossier.Event {
	t.Helper()
	facts, err := dossier.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	back, err := dossier.DecodeEvent(e.Name(), facts)
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// refused demands that an act is refused with that code and rule, and leaves no trace. It gives the refusal.
func (w *world) refused(c dossier.Command, by dossier.Actor, code, rule string) *dossier.Refusal {
	w.t.Helper()
	before := w.state.Count
	happened, err := w.try(c, by)
	if err == nil {
		w.t.Fatalf("%s by %s was carried out: %v; it should be refused with %s (%s)", c.Kind(), by.Name(), names(happened), code, rule)
	}
	var r *dossier.Refusal
	if !errors.As(err, &r) {
		w.t.Fatalf("%s by %s: %v is no Refusal", c.Kind(), by.Name(), err)
	}
	if r.Code != code || r.Rule != rule {
		w.t.Fatalf("%s by %s was refused with %s; want code %s (%s)", c.Kind(), by.Name(), explain(r), code, rule)
	}
	if w.state.Count != before {
		w.t.Fatalf("refused %s left a trace", c.Kind())
	}
	return r
}

// refusedFields demands exactly these fields at fault, in this order.
func (w *world) refusedFields(c dossier.Command, by dossier.Actor, fields ...string) {
	w.t.Helper()
	_, err := w.try(c, by)
	var r *dossier.Refusal
	if !errors.As(err, &r) {
		w.t.Fatalf("%s by %s was not refused: %v", c.Kind(), by.Name(), err)
	}
	var got []string
	for _, f := range r.All() {
		got = append(got, f.Field)
	}
	if !slices.Equal(got, fields) {
		w.t.Fatalf("%s: fields at fault are %q, want %q", c.Kind(), got, fields)
	}
}

// possible and impossible ask Possible alone.
func (w *world) possible(k dossier.Kind, by dossier.Actor) {
	w.t.Helper()
	if err := dossier.Possible(w.state, k, w.env(by)); err != nil {
		w.t.Errorf("%s is not possible for %s: %s", k, by.Name(), explain(err))
	}
}

func (w *world) impossible(k dossier.Kind, by dossier.Actor, code string) {
	w.t.Helper()
	err := dossier.Possible(w.state, k, w.env(by))
	var r *dossier.Refusal
	if !errors.As(err, &r) || r.Code != code {
		w.t.Errorf("%s for %s: got %s, want refusal %s", k, by.Name(), explain(err), code)
	}
}

func explain(err error) string {
	var r *dossier.Refusal
	if !errors.As(err, &r) {
		return "no refusal"
	}
	return r.Code + " (" + r.Rule + ") " + r.Field + ": " + r.Text.EN
}

// names lists the stored names of events.
func names(happened []dossier.Happening) []string {
	var list []string
	for _, h := range happened {
		list = append(list, h.Event.Name())
	}
	return list
}

// events demands that the last act gave exactly these kinds of events, in this order.
func (w *world) events(want ...dossier.Event) {
	w.t.Helper()
	var list []string
	for _, e := range want {
		list = append(list, e.Name())
	}
	if got := names(w.lastStep); !slices.Equal(got, list) {
		w.t.Fatalf("events %q, want %q", got, list)
	}
}

// only finds the one event of a type among happenings.
func only[E dossier.Event](t testing.TB, happened []dossier.Happening) E {
	t.Helper()
	var found []E
	for _, h := range happened {
		if e, ok := h.Event.(E); ok {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		var zero E
		t.Fatalf("%d events %s, want 1 (of %q)", len(found), zero.Name(), names(happened))
	}
	return found[0]
}

// has tells whether the last act gave an event of that type.
func has[E dossier.Event](happened []dossier.Happening) bool {
	return slices.ContainsFunc(happened, func(h dossier.Happening) bool { _, ok := h.Event.(E); return ok })
}

// part gives a part of the last act by its name.
func (w *world) part(name string) dossier.Part {
	w.t.Helper()
	for _, h := range w.lastStep {
		for _, p := range h.Parts {
			if p.Name == name {
				return p
			}
		}
	}
	w.t.Fatalf("no part %q in %q", name, names(w.lastStep))
	return dossier.Part{}
}

// notices of the last act, as "complainant talk_booked".
func (w *world) notices() []string {
	var list []string
	s := w.beforeAct
	for i, h := range w.lastStep {
		next := dossier.Evolve(s, w.records[len(w.records)-len(w.lastStep)+i])
		for _, n := range dossier.Notices(s, next, h.Event) {
			list = append(list, string(n.To)+" "+n.Kind)
		}
		s = next
	}
	return list
}

// told demands that the last act tells these things, in any order, and nothing else.
func (w *world) told(want ...string) {
	w.t.Helper()
	got := w.notices()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		w.t.Fatalf("told %q, want %q", got, want)
	}
}

func (w *world) inPhase(p dossier.Phase) {
	w.t.Helper()
	if w.state.Phase != p {
		w.t.Fatalf("phase %q, want %q", w.state.Phase, p)
	}
}

// due gives the deadline of a kind.
func (w *world) due(kind dossier.DeadlineKind) dossier.Deadline {
	w.t.Helper()
	for _, d := range w.deadlines() {
		if d.Kind == kind {
			return d
		}
	}
	w.t.Fatalf("no deadline %s in %v", kind, w.deadlines())
	return dossier.Deadline{}
}

func (w *world) notDue(kind dossier.DeadlineKind) {
	w.t.Helper()
	for _, d := range w.deadlines() {
		if d.Kind == kind {
			w.t.Fatalf("deadline %s is there: %v", kind, d)
		}
	}
}

func (w *world) deadlines() []dossier.Deadline { return dossier.Deadlines(w.state, w.terms, w.cal) }

// reach moves the clock just past the deadline of a kind and lets the program act on it.
func (w *world) reach(kind dossier.DeadlineKind) []dossier.Happening {
	w.t.Helper()
	d := w.due(kind)
	w.now = d.Due.Add(time.Millisecond)
	return w.do(dossier.Reach{Deadline: kind, Subject: d.Subject}, system)
}

// sees lists the classes an actor may see.
func (w *world) sees(by dossier.Actor) []string {
	return dossier.Seen(dossier.Access(w.state), dossier.ViewerKeys(by))
}

// cut is the state as the actor may know it.
func (w *world) cut(by dossier.Actor) dossier.State { return dossier.Cut(w.state, w.sees(by)) }

// equal demands two values to be the same.
func equal[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

// deepCopy shares no memory with what it copies.
func deepCopy[T any](x T) T {
	return copyValue(reflect.ValueOf(x)).Interface().(T)
}

func copyValue(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				out.Index(i).Set(copyValue(v.Index(i)))
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(copyValue(v.Elem()))
		}
	case reflect.Struct:
		out.Set(v)
		if v.Type() == reflect.TypeFor[time.Time]() {
			return out
		}
		for i := range v.NumField() {
			out.Field(i).Set(copyValue(v.Field(i)))
		}
	default:
		out.Set(v)
	}
	return out
}

// refusalCode is the code of a refusal, "" for nil and "?" for anything else.
func refusalCode(err error) string {
	var r *dossier.Refusal
	switch {
	case err == nil:
		return ""
	case errors.As(err, &r):
		return r.Code
	}
	return "?"
}
