package casework_test

import (
	"flag"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
)

// Two acts at once, interleaved at every statement.
//
// The one act runs on a node until just before its statement n and is held there; the other starts on a second node of the same
// database and runs until it has ended or has to wait; then the first goes on. So for every n, with either act as the one
// that is held, on two nodes and on one. Whatever the schedule, the database must come out as if one of the acts had been done
// wholly before the other, and the answers to both must be those of that order.
//
// Within a transaction that writes nobody else writes on SQLite, and nobody sees what is not committed. So on one node, and for
// variants, acts are held at the edges of their transactions and before every statement outside them. On PostgreSQL it matters
// where within a transaction an act is held, and a schedule takes longer: there one node has every third statement and variants every ninth, by
// turn, so that a table as a whole has all of them. -every holds acts everywhere. Under the race detector a part of it is run: it looks for
// something else, which any schedule can show.
//
// Nothing here depends on how long something takes: the engine tells when every act has ended or waits.

var every = flag.Bool("every", false, "hold acts before every statement, in every table of interleavings")

// act is something done at once. It says how it went.
type act func(*world) string

// order is an act by somebody.
func order(v casework.Viewer, reference string, c dossier.Command) act {
	return ordered(v, casework.Order{Reference: reference, Command: c})
}

func ordered(v casework.Viewer, o casework.Order) act {
	return func(w *world) string {
		w.t.Helper()
		result, err := w.Do(w.t.Context(), v, o)
		return w.answered(result, err)
	}
}

// tick is what a node does by itself.
func tick(w *world) string {
	if _, err := w.Tick(w.t.Context()); err != nil {
		return "tick failed: " + err.Error()
	}
	return "ticked"
}

// answered is an answer as far as the person sees it. What is no answer for people is a fault of its own.
func (w *world) answered(result casework.Result, err error) string {
	w.t.Helper()
	if err == nil {
		return fmt.Sprintf("done: %s, %d records", result.Reference, result.Count)
	}
	if kind := kindOf(err); kind == 0 || kind == casework.Busy {
		w.t.Errorf("somebody was answered: %v", err)
	}
	return err.Error()
}

// scene is the database that every schedule of a pair begins with, and the moment at which it does.
type scene struct {
	address string
	now     time.Time
}

// today is so many days from now.
func (s scene) today(days int) dossier.Date { return ours.NewCalendar().Day(s.now.AddDate(0, 0, days)) }

// pair is two acts that may meet.
type pair struct {
	name string
	from scene
	a, b act
	// settle lets the nodes do what is left to them before the outcomes are compared: how far an act comes with that may differ.
	settle bool
	// twoNodes leaves the schedules on one node out: there, ticks are kept apart by a lock.
	twoNodes bool
	// brief is for variants of a pair and for one of many in a table: on two nodes, the acts are held at the edges of their
	// transactions alone, and where it is their turn, so that a table as a whole holds them at every statement.
	brief bool
	turn  int // by itself, the number of the pair in its test
	// aside is for acts that step aside for each other, where the engine lets them, so that neither waits.
	aside bool
	// unsound is for nodes that leave out what keeps acts apart: what holds always is not looked at then.
	unsound bool
	// timeless compares outcomes without the moments at which something was done: the clocks of the nodes differ.
	timeless bool
}

// outcome is what there is after a schedule.
type outcome struct{ database, a, b string }

// drill runs the schedules of pairs and counts them.
type drill struct {
	t       *testing.T
	engine  engine
	checked map[outcome]bool // those that the invariants were seen to hold for
	pairs   int
	total   tally
}

// tally is how schedules ended.
type tally struct {
	schedules     int
	between, held int // the second act ended while the first was held; it waited for the first
	order         [3]int
	crossed       int // transactions that the engine ended because two waited for each other, and that were run anew
}

func (s tally) String() string {
	return fmt.Sprintf("%d schedules: the second ran in between in %d and waited in %d; as the first order %d, as the other %d, the same in both %d; deadlocks %d",
		s.schedules, s.between, s.held, s.order[0], s.order[1], s.order[2], s.crossed)
}

func newDrill(t *testing.T) *drill {
	t.Helper()
	return newDrillOn(t, theEngine(t))
}

func newDrillOn(t *testing.T, e engine) *drill {
	t.Helper()
	t.Parallel()
	d := &drill{t: t, engine: e, checked: map[outcome]bool{}}
	t.Cleanup(func() {
		if d.total.schedules > 0 {
			t.Logf("%s, all pairs: %s", d.engine.name, d.total)
		}
	})
	return d
}

// scene makes a database to start from.
func (d *drill) scene(build func(*world)) scene {
	d.t.Helper()
	s := scene{address: d.engine.create(d.t)}
	d.t.Run("scene", func(t *testing.T) {
		w := newWorldAt(t, s.address)
		build(w)
		s.now = w.now
	})
	return s
}

// run interleaves a pair, and fails when a schedule ends as neither order does.
func (d *drill) run(p pair) {
	d.t.Helper()
	d.t.Run(p.name, func(t *testing.T) {
		if p.turn == 0 {
			p.turn = d.pairs
		}
		d.pairs++
		r := &round{drill: d, t: t, pair: p}
		r.play()
		t.Log(r.tally)
		d.total.add(r.tally)
		if n := len(r.faults); n > 0 {
			t.Errorf("%d schedules ended as in neither order:\n%s", n, strings.Join(r.faults[:min(n, 3)], "\n"))
		}
		if r.between == 0 || r.held == 0 && (r.engine.oneWriter || !p.aside) {
			t.Error("the acts never met")
		}
	})
}

// play runs all schedules.
func (r *round) play() {
	if crossed := r.engine.crossed; crossed != nil {
		before := crossed.Load()
		defer func() { r.crossed = int(crossed.Load() - before) }()
	}
	r.serial()
	for _, nodes := range []int{2, 1} {
		if nodes == 1 && r.twoNodes {
			continue
		}
		for first := range 2 {
			for n := range len(r.statements[first]) + 1 {
				if r.holds(nodes, first, n) {
					r.interleave(nodes, first, n)
				}
			}
		}
		if nodes == 1 && r.engine.batches {
			r.together()
		}
	}
}

func (s *tally) add(other tally) {
	s.schedules += other.schedules
	s.between += other.between
	s.held += other.held
	for i := range s.order {
		s.order[i] += other.order[i]
	}
	s.crossed += other.crossed
}

// round is a pair being interleaved.
type round struct {
	*drill
	pair
	tally
	t          *testing.T
	statements [2][]string // of each act when it is done first
	want       [2]outcome
	faults     []string // of schedules that ended as in neither order
}

// stage is one run: the nodes and what the two acts answered.
type stage struct {
	place
	t       *testing.T
	worlds  []*world // of the acts
	answers [2]string
	ended   [2]chan struct{} // nil while an act has not begun
}

// stage opens the nodes on a copy of the pair's database. Both acts go to the same node when there is one.
func (r *round) stage(t *testing.T, nodes int) *stage {
	s := &stage{t: t, place: r.engine.nodes(t, r.from.address, nodes)}
	for which := range 2 {
		w := worldOn(t, s.node(which).db, r.from.now)
		w.Random = func() uint64 { return uint64(7001 + 1000*which) }
		s.worlds = append(s.worlds, w)
	}
	return s
}

// node is the node of an act.
func (s *stage) node(which int) node { return s.nodes[which%len(s.nodes)] }

func (s *stage) gate(which int) *storetest.Gate { return s.node(which).gate }

// begin starts an act.
func (s *stage) begin(which int, does act) {
	s.ended[which] = make(chan struct{})
	go func() {
		defer close(s.ended[which])
		s.answers[which] = does(s.worlds[which])
	}()
}

// over reports whether an act has ended.
func (s *stage) over(which int) bool {
	select {
	case <-s.ended[which]:
		return true
	default:
		return false
	}
}

func (r *round) acts() [2]act { return [2]act{r.a, r.b} }

// serial does the acts one after the other, in both orders: these are the outcomes that there may be.
func (r *round) serial() {
	for first := range 2 {
		r.engine.bubble(r.t, func(t *testing.T) {
			s := r.stage(t, 2)
			for _, which := range []int{first, 1 - first} {
				s.gate(which).Hold(-1)
				s.answers[which] = r.acts()[which](s.worlds[which])
			}
			r.statements[first] = s.gate(first).Passed()
			r.want[first] = r.outcome(s)
			s.leave()
		})
	}
}

// holds reports whether the first act is to be held before its statement n.
func (r *round) holds(nodes, first, n int) bool {
	begun := r.writing(first, n)
	switch {
	case *every:
		return true
	case racing:
		return nodes == 2 && n == begun+1
	case !r.engine.oneWriter:
		return r.itsTurn(nodes, first, n)
	case r.brief:
		return nodes == 2 && (r.edge(first, n) || n == r.turn%len(r.statements[first]))
	}
	return nodes == 2 || r.edge(first, n)
}

// itsTurn chooses among the statements where each is a place of its own. The first and the last of a transaction are among them: before
// the first an act has locked nothing, before the last everything.
func (r *round) itsTurn(nodes, first, n int) bool {
	stride := 3
	if r.brief {
		stride = 9
	}
	switch begun := r.writing(first, n); {
	case !r.brief && nodes == 2:
		return true
	case nodes == 2 && begun >= 0 && (n == begun+1 || ends(r.statements[first][n])):
		return true
	}
	return (nodes == 2 || !r.brief) && n%stride == r.turn%stride
}

// edge reports whether holding an act before its statement n is more than holding it elsewhere in the same transaction: before
// whatever is outside of one, and before the first and the last statement within.
func (r *round) edge(first, n int) bool {
	begun := r.writing(first, n)
	return begun < 0 || n == begun+1 || ends(r.statements[first][n])
}

// writing is the statement by which the transaction began that writes before statement n, or -1 when none does.
func (r *round) writing(first, n int) int {
	begun := -1
	for i, statement := range r.statements[first][:n] {
		switch {
		case begins(statement):
			begun = i
		case ends(statement):
			begun = -1
		}
	}
	return begun
}

func ends(statement string) bool { return statement == "commit" || statement == "rollback" }

func begins(statement string) bool { return statement == "begin" || statement == "begin immediate" }

// interleave holds the first act just before its statement n.
func (r *round) interleave(nodes, first, n int) {
	r.engine.bubble(r.t, func(t *testing.T) {
		s := r.stage(t, nodes)
		gate := s.gate(first)
		gate.Hold(n)
		s.begin(first, r.acts()[first])
		r.engine.quiet(s)
		if held := gate.Held(); held != (n < len(r.statements[first])) {
			t.Errorf("%d nodes, statement %d of %d: held %v", nodes, n, len(r.statements[first]), held)
		}
		s.begin(1-first, r.acts()[1-first])
		r.engine.quiet(s)
		inBetween := s.over(1 - first)
		if inBetween {
			r.between++
		} else {
			r.held++
		}
		gate.Release()
		<-s.ended[0]
		<-s.ended[1]
		if inBetween && !r.unsound {
			s.worlds[0].verified()
		}
		r.judge(s, fmt.Sprintf("%d nodes, act %d held before statement %d (%s)", nodes, first+1, n, at(r.statements[first], n)))
		s.leave()
	})
}

func at(statements []string, n int) string {
	if n >= len(statements) {
		return "none"
	}
	return strings.Join(strings.Fields(statements[n]), " ")
}

// together has both acts wait for the writer of one node, so that it commits them in one transaction.
func (r *round) together() {
	for first := range 2 {
		r.engine.bubble(r.t, func(t *testing.T) {
			s := r.stage(t, 1)
			plug, gate := make(chan struct{}), s.gate(0)
			go s.worlds[0].DB.Write(t.Context(), func(*store.Tx) error {
				<-plug
				return nil
			})
			r.engine.quiet(s)
			gate.Hold(-1)
			for _, which := range []int{first, 1 - first} {
				s.begin(which, r.acts()[which])
				r.engine.quiet(s)
			}
			close(plug)
			<-s.ended[0]
			<-s.ended[1]
			if !shared(gate.Passed()) {
				t.Error("the acts did not share a transaction")
			}
			r.held++
			r.judge(s, fmt.Sprintf("together, act %d first", first+1))
			s.leave()
		})
	}
}

// shared reports whether two acts were in one transaction.
func shared(statements []string) bool {
	acts := 0
	for _, s := range statements {
		switch {
		case begins(s):
			acts = 0
		case s == "savepoint act":
			if acts++; acts == 2 {
				return true
			}
		}
	}
	return false
}

// judge compares a schedule's outcome with those of the two orders.
func (r *round) judge(s *stage, schedule string) {
	got := r.outcome(s)
	r.schedules++
	switch {
	case got == r.want[0] && got == r.want[1]:
		r.order[2]++
	case got == r.want[0]:
		r.order[0]++
	case got == r.want[1]:
		r.order[1]++
	default:
		r.faults = append(r.faults, fmt.Sprintf("%s:\nacts: %q and %q\nin order: %q and %q\nthe other order: %q and %q\n%s", schedule,
			got.a, got.b, r.want[0].a, r.want[0].b, r.want[1].a, r.want[1].b, differences(got.database, r.want[0].database, r.want[1].database)))
	}
}

// outcome reads what there is. What holds always is checked once for each outcome.
func (r *round) outcome(s *stage) outcome {
	s.t.Helper()
	if r.settle {
		s.worlds[0].settle()
		s.worlds[1].settle()
	}
	got := outcome{r.engine.dump(s.t, s.address), s.answers[0], s.answers[1]}
	if r.timeless {
		got.database = clock.ReplaceAllString(got.database, "")
	}
	if !r.unsound && !r.checked[got] {
		r.checked[got] = true
		s.worlds[0].verified()
		s.worlds[0].invariants(r.engine.references(s.t, s.address))
		s.worlds[0].verified()
	}
	return got
}

// verified checks that chains hold and that rows are what the histories make of them.
func (w *world) verified() {
	w.t.Helper()
	check, err := w.DB.Verify(w.t.Context(), w.Calendar())
	must(w.t, err)
	for _, fault := range check.Faults {
		w.t.Error(fault)
	}
}

// clock is what the clock of a node wrote, and how often a job was taken.
var clock = regexp.MustCompile(` (at|run_at|due_at|due|attempts)=\d+`)

// differences shows the lines that the outcome has and an order has not, and the other way round.
func differences(got string, wants ...string) string {
	var b strings.Builder
	have := strings.Split(got, "\n")
	for i, want := range wants {
		wanted := strings.Split(want, "\n")
		fmt.Fprintf(&b, "against order %d:\n", i+1)
		for _, line := range have {
			if !slices.Contains(wanted, line) {
				b.WriteString("  + " + line + "\n")
			}
		}
		for _, line := range wanted {
			if !slices.Contains(have, line) {
				b.WriteString("  - " + line + "\n")
			}
		}
	}
	return b.String()
}
