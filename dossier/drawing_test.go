package dossier_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/replay"
	"github.com/wederhoor/wederhoor/words"
)

var update = flag.Bool("update", false, "write the drawings and tables of docs/procedure.md anew")

const procedurePage = "../docs/procedure.md"

// TestDrawing demands that the drawings and the table in docs/procedure.md are what the code does. They come from trying every
// act on dossiers that stand at every point of the procedure. Write them anew with: go test ./dossier -run TestDrawing -update
func TestDrawing(t *testing.T) {
	stands := standpoints(t)
	moves := movesFrom(t, stands)
	knowsTheRoads(t, moves)
	knowsTheHistories(t, moves)
	raw, err := os.ReadFile(procedurePage)
	if err != nil {
		t.Fatal(err)
	}
	page := string(raw)
	for name, text := range map[string]string{
		"main road": drawMain(moves), "side roads": drawSide(moves), "endings": drawEndings(moves), "acts": tableOfActs(stands), "names": tableOfNames(),
	} {
		if page, err = between(page, name, text); err != nil {
			t.Fatal(err)
		}
	}
	knowsTheTable(t, stands)
	if *update {
		if err := os.WriteFile(procedurePage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if page != string(raw) && !*update {
		t.Fatal("docs/procedure.md is not what the code does; write it anew with: go test ./dossier -run TestDrawing -update")
	}
}

// knowsTheRoads: a drawing could be current and yet empty, if nothing moved any more.
func knowsTheRoads(t *testing.T, moves []move) {
	t.Helper()
	for _, want := range []move{
		{"file", dossier.PhaseTalk, dossier.PhaseTriage, ""},
		{"judge", dossier.PhaseTriage, dossier.PhaseExplanation, ""},
		{"open_investigation", dossier.PhaseExplanation, dossier.PhaseInvestigation, ""},
		{"record_finding", dossier.PhaseInvestigation, dossier.PhaseDecision, ""},
		{"take_decision", dossier.PhaseDecision, dossier.PhaseOffer, ""},
		{"accept_offer", dossier.PhaseOffer, dossier.PhaseRemedy, ""},
		{"carry_out", dossier.PhaseRemedy, dossier.PhaseClosed, dossier.Settled},
		{"undo_false", dossier.PhaseClosed, dossier.PhaseTriage, ""},
		{"accept_offer", dossier.PhaseClosed, dossier.PhaseRemedy, ""},
		{"establish_false", dossier.PhaseReview, dossier.PhaseClosed, dossier.EstablishedFalse},
		{"undo_false", dossier.PhaseClosed, dossier.PhaseOffer, ""},
	} {
		if !slices.Contains(moves, want) {
			t.Errorf("no move %v", want)
		}
	}
	for _, ending := range endings {
		if !slices.ContainsFunc(moves, func(m move) bool { return m.ending == ending }) {
			t.Errorf("no move to the ending %s", ending)
		}
	}
}

// knowsTheTable: wherever the table of every act in every kind of state says that one is accepted, some standpoint shows that it is
// possible. What the walk came to and no standpoint did would be missing from the drawings.
func knowsTheTable(t *testing.T, stands []*world) {
	t.Helper()
	for o := range tableOnPage(t) {
		step, _, _ := strings.Cut(strings.TrimPrefix(o.Stage, "new"), " ")
		if o.Refused == "" && !slices.Contains(phasesOf(o.Kind, stands), dossier.Phase(step)) {
			t.Errorf("no standpoint shows that %s is possible in %q, as the big table says", o.Kind, o.Stage)
		}
	}
}

// knowsTheHistories: every move that a history shows is found from some standpoint too.
func knowsTheHistories(t *testing.T, moves []move) {
	t.Helper()
	kept, err := replay.Kept()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for name, h := range kept {
		for _, m := range movesIn(t, h) {
			if seen++; !slices.Contains(moves, m) {
				t.Errorf("no standpoint shows %v, which happened in the history %s", m, name)
			}
		}
	}
	if seen == 0 {
		t.Error("no history shows a move")
	}
}

// movesIn are the moves of one history of the walk. One of the demo has no acts.
func movesIn(t *testing.T, h replay.History) []move {
	t.Helper()
	var moves []move
	var s dossier.State
	for i, line := range h.Lines {
		if line.Act == nil || line.Act.Refused != "" {
			continue
		}
		before := s
		for _, next := range h.Lines[i+1 : i+1+line.Act.Brings] {
			r, err := next.Record.Read(s.Count + 1)
			if err != nil {
				t.Fatal(err)
			}
			s = dossier.Evolve(s, r)
		}
		if m := moveOf(line.Act.Kind, before, s); m.from != m.to {
			moves = append(moves, m)
		}
	}
	return moves
}

// between puts text between the markers of that name.
func between(page, name, text string) (string, error) {
	begin, end := "<!-- begin "+name+" -->\n", "<!-- end "+name+" -->"
	from, to := strings.Index(page, begin), strings.Index(page, end)
	if from < 0 || to < from {
		return "", fmt.Errorf("docs/procedure.md has no markers for %q", name)
	}
	return page[:from+len(begin)] + text + page[to:], nil
}

// move is a kind of act that takes a dossier from one phase to another, or to an ending.
type move struct {
	kind     dossier.Kind
	from, to dossier.Phase
	ending   dossier.Ending
}

// tries are acts filled in well enough for the standpoints; more than one where the choice decides where it leads.
func tries(w *world) []dossier.Command {
	later := w.now.Add(time.Hour)
	acts := []dossier.Command{
		wish(),
		dossier.BookTalk{Specialist: S1, Start: later, SlotFree: true},
		dossier.CancelTalk{Cause: "client"},
		dossier.RecordTalkAttempt{},
		dossier.RecordTalk{Content: "W"},
		dossier.RecordTalk{Solved: true, How: "W"},
		dossier.AnswerTalk{},
		dossier.AnswerTalk{Solved: true},
		dossier.CompleteAct{On: w.today()},
		dossier.LapseTalk{Cause: "ill"},
		dossier.DeclineTalk{Cause: "cannot"},
		complaint(),
		seriousJudgement(),
		dossier.Judge{Severity: "minor", Ground: "premises", Reason: "R"},
		dossier.OpenInvestigation{Subjects: []string{"treatment"}},
		finding("treatment", dossier.Founded), finding("branch", dossier.Founded),
		dossier.TakeDecision{Upheld: true, Reason: "R"},
		dossier.TakeDecision{Ground: "unfounded", Reason: "R"},
		refund(100),
		dossier.AcceptOffer{},
		dossier.RefuseOffer{Why: "W"},
		dossier.CloseWithStandingOffer{},
		dossier.CarryOut{Remedy: 1, On: w.today()},
		dossier.Withdraw{},
		dossier.SettleWithdrawal{Reason: "R"},
		dossier.Discontinue{Reason: "settled_elsewhere", Evidence: "W"},
		dossier.AskReview{Words: "W"},
		dossier.AnswerReview{Maintained: true, Reason: "R"},
		dossier.AnswerReview{Reason: "R"},
		dossier.Reopen{Reason: "new_facts", Words: "W"},
		untrue(),
		dossier.UndoFalse{Reason: "R"},
	}
	if w.state.Match.Treatment != nil {
		other := w.state.MergeFacts()
		other.Reference, other.Phase = otherReference, dossier.PhaseTriage
		acts = append(acts, dossier.MergeInto{Into: otherReference, Reason: "R", Other: other})
	}
	for _, d := range w.deadlines() {
		acts = append(acts, dossier.Reach{Deadline: d.Kind, Subject: d.Subject})
	}
	return acts
}

var everybody = []dossier.Actor{owner, assistant, assistant2, outside, receptionist, specialist1, complainant, fellow1, system}

// movesFrom tries every act on every standpoint and notes where it leads, in a fixed order.
func movesFrom(t testing.TB, stands []*world) []move {
	t.Helper()
	var moves []move
	for _, w := range stands {
		for _, c := range tries(w) {
			for _, by := range everybody {
				if m, ok := moved(w, c, by); ok && !slices.Contains(moves, m) {
					moves = append(moves, m)
				}
			}
		}
	}
	order := map[dossier.Kind]int{}
	for i, c := range dossier.Commands() {
		order[c.Kind()] = i
	}
	slices.SortFunc(moves, func(a, b move) int {
		return 1000*(rank(a.from)-rank(b.from)) + 10*(order[a.kind]-order[b.kind]) + rank(a.to) - rank(b.to) + strings.Compare(string(a.ending), string(b.ending))
	})
	return moves
}

// moved tries an act without leaving a trace.
func moved(w *world, c dossier.Command, by dossier.Actor) (move, bool) {
	env := w.env(by)
	if reach, ok := c.(dossier.Reach); ok {
		for _, d := range w.deadlines() {
			if d.Kind == reach.Deadline && d.Subject == reach.Subject && d.Due.After(env.Now) {
				env.Now = d.Due.Add(time.Millisecond)
			}
		}
	}
	happened, err := dossier.Decide(w.state, c, env)
	if err != nil {
		return move{}, false
	}
	s := w.state
	for _, h := range happened {
		s = dossier.Evolve(s, dossier.Record{Number: s.Count + 1, At: env.Now, By: by.Name(), Event: h.Event})
	}
	m := moveOf(c.Kind(), w.state, s)
	return m, m.from != m.to
}

func moveOf(kind dossier.Kind, before, after dossier.State) move {
	m := move{kind: kind, from: before.Phase, to: after.Phase}
	if after.Phase == dossier.PhaseClosed {
		m.ending = after.Ending
	}
	return m
}

var phases = []dossier.Phase{
	dossier.PhaseNone, dossier.PhaseTalk, dossier.PhaseTriage, dossier.PhaseExplanation, dossier.PhaseInvestigation,
	dossier.PhaseDecision, dossier.PhaseOffer, dossier.PhaseRemedy, dossier.PhaseReview, dossier.PhaseClosed,
}

func rank(p dossier.Phase) int { return slices.Index(phases, p) }

func node(p dossier.Phase) string {
	if p == dossier.PhaseNone {
		return "[*]"
	}
	return string(p)
}

// arrow of a drawing, and the act on it.
type arrow struct {
	from, to string
	act      dossier.Kind
}

// arrowLines draws one arrow per pair, that names all acts on it.
func arrowLines(arrows []arrow) string {
	type pair struct{ from, to string }
	var pairs []pair
	labels := map[pair][]string{}
	for _, a := range arrows {
		p := pair{a.from, a.to}
		if !slices.Contains(pairs, p) {
			pairs = append(pairs, p)
		}
		if label := words.Act(words.EN, a.act); !slices.Contains(labels[p], label) {
			labels[p] = append(labels[p], label)
		}
	}
	var sb strings.Builder
	for _, p := range pairs {
		fmt.Fprintf(&sb, "    %s --> %s: %s\n", p.from, p.to, strings.Join(labels[p], ", "))
	}
	return sb.String()
}

func mermaid(title, direction string, parts ...string) string {
	return "```mermaid\nstateDiagram-v2\n    accTitle: " + title + "\n    direction " + direction + "\n" + strings.Join(parts, "") + "```\n"
}

// drawing is a state drawing of moves between steps.
func drawing(title string, moves []move) string {
	var arrows []arrow
	for _, m := range moves {
		arrows = append(arrows, arrow{node(m.from), node(m.to), m.kind})
	}
	return mermaid(title, "TB", stepNames(moves), arrowLines(arrows))
}

// label is what people read on the screen, with the rules behind it.
func label(group, code string) string {
	return words.Code(words.EN, group, code) + " (" + rulesOf[group+"."+code] + ")"
}

// states names steps and endings in a drawing.
func states(group string, codes []string) string {
	var sb strings.Builder
	for _, code := range codes {
		fmt.Fprintf(&sb, "    state %q as %s\n", label(group, code), code)
	}
	return sb.String()
}

// stepNames names the steps from which or to which something moves.
func stepNames(moves []move) string {
	var codes []string
	for _, p := range phases[1:] {
		if slices.ContainsFunc(moves, func(m move) bool { return m.from == p || m.to == p }) {
			codes = append(codes, string(p))
		}
	}
	return states("phase", codes)
}

func isMain(m move) bool {
	if m.to == dossier.PhaseClosed {
		return m.ending == dossier.Settled || m.ending == dossier.SolvedInTalk && m.kind == "answer_talk"
	}
	return rank(m.from) < rank(m.to) && m.to != dossier.PhaseReview
}

func those(moves []move, fits func(move) bool) []move {
	return slices.DeleteFunc(slices.Clone(moves), func(m move) bool { return !fits(m) })
}

func drawMain(moves []move) string {
	return drawing("The main road", those(moves, isMain))
}

func drawSide(moves []move) string {
	side := those(moves, func(m move) bool {
		return !isMain(m) && (m.to != dossier.PhaseClosed || m.from == dossier.PhaseReview && m.kind == "answer_review")
	})
	return drawing("The side roads", side)
}

// drawEndings has one arrow for what is possible in every step that is open, or in every one after filing.
func drawEndings(moves []move) string {
	last := those(moves, func(m move) bool { return m.to == dossier.PhaseClosed && m.kind != "answer_review" })
	type way struct {
		kind   dossier.Kind
		ending dossier.Ending
	}
	var ways []way
	from := map[way][]dossier.Phase{}
	for _, m := range last {
		k := way{m.kind, m.ending}
		if _, ok := from[k]; !ok {
			ways = append(ways, k)
		}
		from[k] = append(from[k], m.from)
	}
	var arrows []arrow
	var steps []move // of which the drawing needs the names
	for _, k := range ways {
		for _, name := range gathered(from[k]) {
			arrows = append(arrows, arrow{name, string(k.ending), k.kind})
			steps = append(steps, move{from: dossier.Phase(name)})
		}
	}
	var names []string
	for _, ending := range endings {
		names = append(names, string(ending))
	}
	return mermaid("The endings", "LR", "    state \"Any open step\" as any_open\n    state \"Any step after filing\" as any_filed\n",
		stepNames(steps), states("ending", names), arrowLines(arrows))
}

func gathered(from []dossier.Phase) []string {
	openPhases := phases[1 : len(phases)-1]
	switch {
	case len(from) == len(openPhases):
		return []string{"any_open"}
	case len(from) == len(openPhases)-1 && !slices.Contains(from, dossier.PhaseTalk):
		return []string{"any_filed"}
	}
	var names []string
	for _, p := range from {
		names = append(names, node(p))
	}
	return names
}
