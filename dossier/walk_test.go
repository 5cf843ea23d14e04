package dossier_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/replay"
)

// walkSteps is how many things happen in one walk, roundSteps in the walks of a round.
const (
	legSteps   = 35 // after which it may go on from elsewhere
	walkSteps  = 350
	walks      = 100
	roundSteps = walks * walkSteps
)

// choose writes the histories of package replay anew: go test ./dossier -run TestWalk -choose
var choose = flag.Bool("choose", false, "choose histories for replay/ out of what the walk makes")

// TestWalk fires random acts by random people at random moments over two dossiers, most often of the same client and
// treatment, and after each of them asks whether the rules still hold. It walks in rounds, with a fixed seed for each, so that the same
// walk is walked each time. WALK_STEPS says how long: from a million steps on, every demand of coverage.judge must be met. More of other
// walks: -rapid.seed=7 -rapid.checks=5000; with a seed of one's own nothing is demanded of what is reached.
func TestWalk(t *testing.T) {
	settle(t, "rapid.nofailfile", "false", "true")
	settle(t, "rapid.shrinktime", "30s", "5s")
	settle(t, "rapid.checks", "100", strconv.Itoa(walks))
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // there is little that lives, and much that dies
	cover := newCoverage(t)
	fixed := true
	for round := 0; fixed && !t.Failed() && cover.more(wantedSteps(t)); round++ {
		fixed = settle(t, "rapid.seed", "0", strconv.Itoa(2206+round))
		cover.round, cover.walk = round, 0
		cover.plan()
		rapid.Check(t, func(rt *rapid.T) {
			w := newWalk(rt, cover)
			for n := range walkSteps {
				if n%legSteps == 0 {
					w.depart()
				}
				w.step()
			}
			w.replay()
		})
	}
	if t.Failed() {
		return
	}
	cover.report(t)
	if fixed {
		cover.judge(t)
	}
	if *choose {
		cover.keep(t)
	} else {
		cover.knowsTable(t)
	}
}

// wantedSteps is what WALK_STEPS says, or enough to reach everything once.
func wantedSteps(t *testing.T) int {
	t.Helper()
	text := os.Getenv("WALK_STEPS")
	if text == "" {
		return roundSteps
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("WALK_STEPS=%q is no number of steps", text)
	}
	return n
}

// settle gives a flag of rapid another default, for this test; not when the command line says something else.
func settle(t *testing.T, name, preset, value string) bool {
	t.Helper()
	f := flag.Lookup(name)
	if now := f.Value.String(); now != preset && !ourOwn[name] {
		return false
	}
	ourOwn[name] = true
	if err := flag.Set(name, value); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set(name, preset) })
	return true
}

// ourOwn are the flags that hold what settle put there, not what was asked for on the command line.
var ourOwn = map[string]bool{}

// folder is one dossier of a walk: its state as read back from storage, its state as it was decided, and what the
// invariants remember of it.
type folder struct {
	reference string
	client    dossier.ClientID
	outcome   dossier.MatchOutcome // what the register will say
	state     dossier.State
	direct    dossier.State // evolved from the events themselves, never stored
	history   replay.History
	ledger    ledger
}

// walk is what one walk has in hand.
type walk struct {
	t       *rapid.T
	cover   *coverage
	terms   dossier.Terms
	cal     dossier.Calendar
	now     time.Time
	steps   int
	files   [2]*folder
	staff   []dossier.Actor         // those who work at this chain
	others  []dossier.FellowContact // the other clients of the day
	granted map[dossier.TreatmentID]dossier.Cents
	early   bool // the last act was refused, for which it may have been too soon

	camp   *camp // as it was before what is being done now
	goal   goal  // for which this walk went back, if for anything
	wished int   // how often that is still wanted
}

var (
	walkPolicy = policy.Default()
	policyName = replay.PolicyName(policy.DefaultFile())
)

func newWalk(t *rapid.T, cover *coverage) *walk {
	w := &walk{
		t: t, cover: cover, terms: walkPolicy.Terms, cal: walkCalendar, now: clock("2026-03-02 10:00"),
		granted: map[dossier.TreatmentID]dossier.Cents{},
	}
	for i, reference := range []string{"WH-2222-2222", "WH-3333-3333"} {
		w.files[i] = &folder{reference: reference, client: "C1", outcome: pick(w, "register", outcomes), ledger: newLedger()}
		w.files[i].history = replay.History{From: fmt.Sprintf("walk %d/%d %s", cover.round, cover.walk, reference), Policy: policyName}
	}
	cover.walk++
	w.staff = []dossier.Actor{treatingBoss, receptionist, outside, specialist1, specialist2, specialist3}
	if !w.chance(6) { // else a chain so small that nobody may be left to handle it (R14)
		w.staff = append(w.staff, owner, assistant, assistant2)
	}
	if !w.chance(5) { // else nobody else was there that day (R15)
		w.others = others()
	}
	return w
}

var walkCalendar = walkPolicy.NewCalendar()

var outcomes = []dossier.MatchOutcome{
	dossier.MatchFound, dossier.MatchNobody, dossier.MatchFound, dossier.MatchCandidates, dossier.MatchFound, dossier.MatchNoVisit,
}

// draw gives a number below n. What rapid favours is spread over the range, and differs from step to step.
func (w *walk) draw(label string, n int) int {
	return (rapid.IntRange(0, n-1).Draw(w.t, label) + w.steps*7919) % n
}

// chance is true once in n times.
func (w *walk) chance(n int) bool { return w.draw("chance", n) == 0 }

func pick[T any](w *walk, label string, list []T) T { return list[w.draw(label, len(list))] }

// step moves the clock, lets the program act on what is due, and has somebody do something.
func (w *walk) step() {
	w.steps++
	w.cover.steps++
	w.moveClock()
	f := pick(w, "dossier", w.files[:])
	for _, other := range w.files { // one that may bring a ban, while the client has an appointment in the other (R23)
		if len(dossier.Appointments(w.other(other).state)) > 0 && !other.state.Open() {
			f = other
		}
	}
	if !w.chance(6) {
		w.tick()
	}
	if w.wished > 0 && !w.chance(3) {
		f = w.files[w.goal.camp.file]
	}
	kind, by, plausible := w.something(f)
	if kind == "" {
		return
	}
	if w.early = !w.carry(f, w.build(f, kind, by, plausible), by); w.early {
		return
	}
	if kind == "accept_offer" && w.chance(2) { // so that the other dossier may be taken up again, and bring a ban
		w.carry(w.other(f), dossier.Withdraw{}, complainant)
	}
	w.check()
}

var leaps = []time.Duration{
	0, 0, time.Minute, time.Minute, 20 * time.Minute, 20 * time.Minute, time.Hour, time.Hour, 5 * time.Hour, 24 * time.Hour,
}

// moveClock goes on by a leap, or to the next moment at which something is due or planned, or just past it.
func (w *walk) moveClock() {
	if hurried := w.early && w.chance(3); !hurried && !w.chance(8) {
		w.now = w.now.Add(pick(w, "leap", leaps))
		return
	}
	var next time.Time
	sooner := func(at time.Time) {
		if at.After(w.now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	for _, f := range w.files {
		sooner(f.state.Talk.Start)
		for _, d := range dossier.Deadlines(f.state, w.terms, w.cal) {
			sooner(d.Due)
			sooner(d.Fires)
		}
	}
	if !next.IsZero() {
		w.now = next.UTC().Truncate(time.Millisecond).Add(time.Duration(w.draw("past", 2)) * time.Millisecond)
	}
}

// tick is the program acting on every deadline that came, and on every reminder. Each is recorded once.
func (w *walk) tick() {
	for _, f := range w.files {
		for _, d := range dossier.Deadlines(f.state, w.terms, w.cal) {
			c := dossier.Reach{Deadline: d.Kind, Subject: d.Subject}
			if d.Fires.IsZero() || d.Fires.After(w.now) {
				continue
			}
			if w.carry(f, c, system) {
				w.once(f, c)
				w.check()
			}
		}
	}
}

// once demands that a deadline that was just recorded is not due again, unless it was set anew for the same moment.
func (w *walk) once(f *folder, c dossier.Reach) {
	for _, d := range dossier.Deadlines(f.state, w.terms, w.cal) {
		if d.Kind == c.Deadline && d.Subject == c.Subject && !d.Fires.IsZero() && !d.Fires.After(w.now) {
			w.t.Fatalf("deadline %s comes again and again: %v", d.Kind, d)
		}
	}
}

// somebodies are a few who could act: of each side and of the desk.
func (w *walk) somebodies(f *folder) []dossier.Actor {
	fellow := pick(w, "stranger", []dossier.Actor{system, system, system, dossier.FellowClient(99)})
	if n := len(f.state.Inquiry.Fellows); n > 0 {
		fellow = dossier.FellowClient(1 + w.draw("fellow", n))
	}
	people := []dossier.Actor{complainant, system, fellow, pick(w, "who", w.staff), pick(w, "who", w.staff), pick(w, "who", w.staff)}
	talker := slices.IndexFunc(w.staff, func(a dossier.Actor) bool { return a.Specialist != "" && a.Specialist == f.state.Talk.Specialist })
	if talker >= 0 && f.state.Phase == dossier.PhaseTalk {
		people = append(people, w.staff[talker])
	}
	return people
}

// something that one of them may do now, weighed so that walks go far; now and then something they may not. plausible
// tells whether the fields are to make sense.
func (w *walk) something(f *folder) (kind dossier.Kind, by dossier.Actor, plausible bool) {
	people := w.somebodies(f)
	if w.chance(25) {
		return pick(w, "any act", dossier.Commands()).Kind(), pick(w, "anybody", people), w.chance(2)
	}
	envs := make([]dossier.Env, len(people))
	for i, by := range people {
		envs[i] = w.env(f, by)
	}
	var kinds []dossier.Kind
	var able [][]dossier.Actor
	var sums []int // of the weights so far
	total := 0
	for _, kind := range allKinds {
		weight := w.weightOf(f, kind)
		if weight == 0 {
			continue
		}
		var those []dossier.Actor
		for i, by := range people {
			if everAllowed(kind, by) && dossier.Possible(f.state, kind, envs[i]) == nil {
				those = append(those, by)
			}
		}
		if len(those) > 0 {
			total += weight
			kinds, able, sums = append(kinds, kind), append(able, those), append(sums, total)
		}
	}
	if len(kinds) == 0 {
		return "", by, false
	}
	n, exact := slices.BinarySearch(sums, w.draw("act", total))
	if exact {
		n++
	}
	return kinds[n], pick(w, "by", able[n]), !w.chance(8)
}

// everAllowed reports whether an act is one of the actor's roles at all. It is asked so often that it is remembered.
func everAllowed(kind dossier.Kind, by dossier.Actor) bool {
	return slices.ContainsFunc(by.Roles, func(role dossier.Role) bool { return roleMay[kind][role] })
}

var roleMay = func() map[dossier.Kind]map[dossier.Role]bool {
	may := map[dossier.Kind]map[dossier.Role]bool{}
	for _, kind := range allKinds {
		may[kind] = map[dossier.Role]bool{}
		for _, role := range []dossier.Role{
			dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleReceptionist, dossier.RoleSpecialist, dossier.RoleOutside,
			dossier.RoleComplainant, dossier.RoleFellow, dossier.RoleSystem,
		} {
			err := dossier.Possible(dossier.State{}, kind, dossier.Env{By: dossier.Actor{Roles: []dossier.Role{role}}})
			may[kind][role] = replay.Refused(err) != "not_yours"
		}
	}
	return may
}()

var allKinds = func() []dossier.Kind {
	var kinds []dossier.Kind
	for _, c := range dossier.Commands() {
		kinds = append(kinds, c.Kind())
	}
	return kinds
}()

// weights of acts: what ends or only adds is rare, what leads on is common.
var weights = map[dossier.Kind]int{
	// Step 1, and filing
	"request_talk": 30, "book_talk": 40, "record_talk": 60, "record_talk_attempt": 40, "pass_on_act": 60, "book_act": 60, "complete_act": 15,
	"answer_talk": 15, "cancel_talk": 5, "lapse_talk": 3, "decline_talk": 3, "renew_talk": 60, "file": 30, "record_match": 200, "choose_match": 6, "tell_visit": 8,
	"share_talk": 2, "ask_proof": 3, "give_proof": 5, "accept_authority": 30, "correct_contact": 1, "record_breach": 1,
	"add_message": 1, "send_message": 1, "write_note": 1, "record_hours": 1, "record_cost": 1,
	// Handling
	"judge": 60, "mark_harm": 1, "report_harm": 60, "assign": 1, "declare_conflict": 1, "plan_explanation": 5, "cancel_explanation": 2,
	"record_attempt": 8, "record_explanation": 30, "extend_term": 3,
	// Investigation
	"open_investigation": 60, "start_inquiry": 60, "answer_inquiry": 25, "record_inquiry_answer": 25, "weigh_answer": 20,
	"close_inquiry": 60, "invite_to_hearing": 60, "cancel_hearing": 2, "record_hearing": 80, "record_no_show": 30,
	"hand_in_statement": 3, "answer_minutes": 40, "skip_part": 25, "record_finding": 200,
	// Decision
	"take_decision": 200, "make_offer": 40, "accept_offer": 30, "refuse_offer": 20, "close_with_standing_offer": 40, "book_remedy": 60, "carry_out": 15,
	// Endings
	"withdraw": 1, "settle_withdrawal": 60, "discontinue": 1, "ask_review": 60, "answer_review": 60, "reopen": 12, "merge_into": 5,
	"link": 1, "unlink": 1, "assign_outside": 1,
	// False complaints
	"raise_suspicion": 30, "drop_suspicion": 2, "establish_false": 40, "undo_false": 8, "send_claim": 20, "record_claim_payment": 15,
	"withdraw_claim": 3, "write_off_claim": 3, "report_to_police": 10, "repay_claim": 30, "inform_police": 30, "send_apology": 30,
	// Files, holds and erasure
	"add_files": 2, "redact_file": 2, "place_hold": 1, "lift_hold": 5, "erase": 2,
	// The walk does these itself, truthfully
	"absorb": 0, "stop_contact": 0, "reach": 0,
	// A change of the calendar
	"redate": 2,
}

// weightOf is how often an act is tried. What makes a ban begin is wanted most while the client has an appointment in the other
// dossier (R23). What the walk wishes for is wanted more, and so is what leads there.
func (w *walk) weightOf(f *folder, k dossier.Kind) int {
	weight, ok := weights[k]
	switch {
	case !ok:
		weight = 10 // an act that is new
	case (k == "file" || k == "reopen") && len(dossier.Appointments(w.other(f).state)) > 0:
		weight = 80
	case k == "file" && f.state.Phase != dossier.PhaseNone:
		weight = 5
	case k == "file": // at once: a talk before it would say which visit it is about
		weight = 60
	case k == "assign_outside" && w.handlersFree(f) == 0:
		weight = 60
	case k == "declare_conflict" && w.handlersFree(f) == 1: // of the last who could handle it (R14)
		weight = 5
	case k == "choose_match" && f.state.Filed && f.state.TreatmentDate == "" && f.state.Match.Treatment == nil: // who treated is not known otherwise (R8, R22)
		weight = 30
	case k == "erase" && w.steps%6 > 0 && !w.wants(f, k): // it is the last of a dossier, which then shows nothing else
		weight = 0
	}
	return w.weigh(f, k, weight)
}

func (w *walk) other(f *folder) *folder {
	if f == w.files[0] {
		return w.files[1]
	}
	return w.files[0]
}

// related reports whether both dossiers are there and of the same client.
func (w *walk) related() bool {
	return w.files[0].state.Count > 0 && w.files[1].state.Count > 0 && w.files[0].client == w.files[1].client
}

func (w *walk) env(f *folder, by dossier.Actor) dossier.Env {
	env := dossier.Env{Now: w.now, By: by, Terms: w.terms, Calendar: w.cal}
	if w.related() {
		env.HeldElsewhere = w.other(f).state.Banned()
	}
	return env
}

// carry carries an act out with what follows from it in the other dossier, and reports whether it was allowed.
func (w *walk) carry(f *folder, c dossier.Command, by dossier.Actor) bool {
	w.pitch(f, c.Kind())
	if merge, ok := c.(dossier.MergeInto); ok && merge.Other != nil && merge.Other.Reference == w.other(f).reference {
		return w.merge(f, merge, by)
	}
	file, ok := c.(dossier.File)
	client := f.client
	if ok && file.Source != "" {
		f.client = "C2" // somebody else's
	}
	if !w.act(f, c, by) {
		f.client = client
		return false
	}
	if link, ok := c.(dossier.Link); ok && !link.Mirror {
		w.act(w.other(f), dossier.Link{Other: f.reference, Exists: true, Mirror: true}, by)
	}
	if file.Source != "" {
		w.act(w.other(f), dossier.Link{Other: f.reference, Exists: true, Mirror: true}, system)
	}
	return true
}

// merge does both sides: the other dossier absorbs this one before it ends here.
func (w *walk) merge(f *folder, c dossier.MergeInto, by dossier.Actor) bool {
	if _, err := w.decide(f, c, by); err != nil {
		w.refusal(c, by, err)
		return false
	}
	into := w.other(f)
	if !w.act(into, dossier.Absorb{Other: f.state.MergeFacts()}, by) {
		return false
	}
	c.Other = into.state.MergeFacts()
	if !w.act(f, c, by) {
		w.t.Fatalf("half merged: %v", c)
	}
	return true
}

// act carries one act out in one dossier.
func (w *walk) act(f *folder, c dossier.Command, by dossier.Actor) bool {
	happened, err := w.decide(f, c, by)
	w.tried(f, c, by, err != nil)
	w.note(f, c, by, happened, err)
	w.outcome(f.state, c.Kind(), happened, err)
	if err != nil {
		w.refusal(c, by, err)
		return false
	}
	w.cover.commands[c.Kind()]++
	w.t.Logf("%s %s: %s by %s: %q", w.now.In(amsterdam).Format("01-02 15:04"), f.reference, c.Kind(), by.Name(), names(happened))
	w.allowed(f, by, happened)
	for _, h := range happened {
		w.apply(f, by, h)
	}
	if w.related() {
		w.stopContact(f, happened)
	}
	return true
}

// decide asks for a decision and turns a panic into a failure.
func (w *walk) decide(f *folder, c dossier.Command, by dossier.Actor) ([]dossier.Happening, error) {
	defer func() {
		if fault := recover(); fault != nil {
			w.t.Fatalf("Decide panics on %#v by %s: %v", c, by.Name(), fault)
		}
	}()
	return dossier.Decide(f.state, c, w.env(f, by))
}

// refusal demands that a refusal is one that can be shown to people.
func (w *walk) refusal(c dossier.Command, by dossier.Actor, err error) {
	var r *dossier.Refusal
	if !errors.As(err, &r) {
		w.t.Fatalf("%s by %s: %v is no Refusal", c.Kind(), by.Name(), err)
	}
	for _, one := range r.All() {
		if one.Code == "" || one.Text.NL == "" || one.Text.EN == "" {
			w.t.Fatalf("%s: refusal without words: %+v", c.Kind(), one)
		}
		w.cover.refusals[one.Code]++
	}
}

// apply stores an event, evolves both states, and lets the invariants see it.
func (w *walk) apply(f *folder, by dossier.Actor, h dossier.Happening) {
	facts, err := dossier.Encode(h.Event)
	if err != nil {
		w.t.Fatal(err)
	}
	stored, err := dossier.DecodeEvent(h.Event.Name(), facts)
	if err != nil {
		w.t.Fatal(err)
	}
	r := dossier.Record{Number: f.state.Count + 1, At: w.now, By: by.Name(), Event: stored}
	before := f.state
	f.state = dossier.Evolve(f.state, r)
	line, err := replay.NewRecord(r)
	if err != nil {
		w.t.Fatal(err)
	}
	f.history.Lines = append(f.history.Lines, line)
	r.Event = h.Event
	f.direct = dossier.Evolve(f.direct, r)
	w.cover.events[stored.Name()]++
	switch e := stored.(type) {
	case dossier.Ended:
		w.cover.endings[e.Ending]++
	case dossier.DeadlinePassed:
		w.cover.deadlines[e.Deadline]++
	case dossier.Reminded:
		w.cover.reminders[e.Deadline]++
	}
	notices := dossier.Notices(before, f.state, stored)
	w.cover.notices(w.t, notices)
	w.look(f, happened{by: by, event: stored, parts: h.Parts, notices: notices})
}

// stopContact is what follows elsewhere from a ban that begins (R23).
func (w *walk) stopContact(f *folder, steps []dossier.Happening) {
	other := w.other(f)
	for _, h := range steps {
		ban, ok := h.Event.(dossier.BanStarted)
		if ok && slices.Contains(dossier.Appointments(other.state), ban.Specialist) {
			if !w.act(other, dossier.StopContact{Specialist: ban.Specialist}, system) {
				w.t.Fatalf("an appointment with %s stays in spite of a ban", ban.Specialist)
			}
		}
	}
}

var (
	endings       = dossier.Endings()
	deadlineKinds = dossier.DeadlineKinds()
)
