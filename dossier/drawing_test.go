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
	raw, err := os.ReadFile(procedurePage)
	if err != nil {
		t.Fatal(err)
	}
	page := string(raw)
	for name, text := range map[string]string{
		"main road": drawMain(moves), "side roads": drawSide(moves), "endings": drawEndings(moves), "acts": tableOfActs(stands),
	} {
		if page, err = between(page, name, text); err != nil {
			t.Fatal(err)
		}
	}
	if *update {
		if err := os.WriteFile(procedurePage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if page != string(raw) && !*update {
		t.Fatal("docs/procedure.md is not what the code does; write it anew with: go test ./dossier -run TestDrawing -update")
	}
}

// The figures in the text are those of the policy as it is delivered.
func TestProcedurePage_Figures(t *testing.T) {
	raw, err := os.ReadFile(procedurePage)
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(raw)), " ")
	terms := newWorld(t).terms
	term := func(x dossier.Term) string { return words.Term(words.EN, x.N, x.Unit) }
	for _, want := range []string{
		"within " + term(terms.TalkHeld) + " of asking", "silence for " + term(terms.TalkReply), "later than " + term(terms.Filing) + " after the treatment",
		"has " + term(terms.Proof) + " for it", "Within " + term(terms.Triage), "authority within " + term(terms.HarmReport),
		"within " + term(terms.Answer) + " of filing", "at most " + term(terms.Extension) + " later", "at least " + term(terms.HearingNotice) + " ahead",
		fmt.Sprintf("%d attempts on %d days", terms.Attempts, terms.AttemptDays), fmt.Sprintf("%d invitations", terms.Invitations),
		fmt.Sprintf("After %d refusals or %s without an answer", terms.Refusals, term(terms.OfferReply)), "stands for " + term(terms.OfferStands),
		"review within " + term(terms.Review), "sent within " + term(terms.Undo), fmt.Sprintf("€ %d.%02d", terms.ClaimBase/100, terms.ClaimBase%100),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("docs/procedure.md does not say %q", want)
		}
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

// standpoints are dossiers that stand at every point from which something can happen.
func standpoints(t testing.TB) []*world {
	t.Helper()
	stands := []*world{newWorld(t), establishedFalse(t)}
	for _, w := range openStates(t) {
		stands = append(stands, w, after(w, func(w *world) { w.do(dossier.Withdraw{}, complainant) }))
		if w.state.Filed {
			stands = append(stands, withdrawing(after(w, nothing)), after(w, func(w *world) {
				w.do(dossier.Link{Other: otherReference, Exists: true}, owner)
			}))
		}
	}
	for _, c := range closedStates(t) {
		stands = append(stands, c.w)
	}
	for _, w := range unknownRoad(t) {
		stands = append(stands, w, after(w, suspect), after(w, suspect, untrueBy(assistant2)), after(w, established),
			after(w, established, undoing))
	}
	represented := func(f *dossier.File) { f.ActingFor, f.Relation = "Sam", "parent" }
	stands = append(stands, matched(t, represented), judged(t, represented), explained(t, represented), heard(t, represented),
		found(t, dossier.Founded, represented), offered(t, represented))
	return append(stands, nearEnds(t)...)
}

// after is a copy of a dossier in which more was done.
func after(w *world, steps ...func(*world)) *world {
	other := *w
	other.records, other.happened = slices.Clone(w.records), slices.Clone(w.happened)
	for _, step := range steps {
		step(&other)
	}
	return &other
}

func nothing(*world) {}

func suspect(w *world) { w.do(dossier.RaiseSuspicion{Evidence: "De foto is van internet."}, assistant) }

func untrueBy(by dossier.Actor) func(*world) { return func(w *world) { w.do(untrue(), by) } }

func established(w *world) {
	for _, step := range []func(*world){suspect, untrueBy(assistant2), untrueBy(owner)} {
		step(w)
	}
}

// undoing: claimed, paid in part and reported, and then it proved wrong.
func undoing(w *world) {
	w.do(dossier.SendClaim{}, owner)
	w.do(dossier.RecordClaimPayment{Amount: 100}, owner)
	w.do(dossier.ReportToPolice{}, owner)
	w.do(dossier.UndoFalse{Reason: "R"}, assistant)
}

// withdrawing is that dossier, where health was harmed and the client withdrew.
func withdrawing(w *world) *world {
	w.do(dossier.MarkHarm{Harm: true, Reason: "Brief van de arts."}, owner)
	w.do(dossier.Withdraw{}, complainant)
	return w
}

// unknownRoad are dossiers of somebody whom the register does not know, at each step up to the finding.
func unknownRoad(t testing.TB) []*world {
	steps := []func(*world){
		func(*world) {},
		func(w *world) { w.do(seriousJudgement(), assistant) },
		func(w *world) { w.do(dossier.RecordExplanation{How: "call", Words: "W"}, assistant) },
		func(w *world) { w.do(dossier.OpenInvestigation{Subjects: []string{"branch"}}, assistant) },
		func(w *world) {
			w.do(skip(dossier.StepInquiry, "", "no_other_clients"), assistant)
			w.do(finding("branch", dossier.Founded), assistant)
		},
	}
	var road []*world
	for n := range steps {
		w := unknown(t).until("2026-03-11 09:00")
		for _, step := range steps[:n+1] {
			step(w)
		}
		road = append(road, w)
	}
	return road
}

// nearEnds are dossiers in which one more act of many is the last.
func nearEnds(t testing.TB) []*world {
	lastFinding := heard(t)
	lastFinding.do(finding("specialist:S1", dossier.Unfounded), assistant)
	lastRemedy := upheld(t)
	lastRemedy.do(refund(100), assistant)
	lastRemedy.do(dossier.AcceptOffer{}, complainant)
	lastCall := booked(t).until("2026-03-03 10:00")
	lastCall.do(dossier.RecordTalkAttempt{}, specialist1)
	lastCall.do(dossier.RecordTalkAttempt{}, specialist1)
	act := booked(t).until("2026-03-03 10:30")
	act.do(dossier.RecordTalk{Solved: true, How: "Hij poetst na.", Act: "Naschouw.", ActKind: "repair_visit"}, specialist1)
	agreed := after(act, nothing)
	act.do(dossier.PassOnAct{Act: "Naschouw."}, complainant)
	act.do(dossier.AnswerTalk{Solved: true}, complainant)
	standing := offered(t)
	standing.reach(dossier.DueOfferReply)
	standing.do(dossier.CloseWithStandingOffer{}, assistant)
	planned := judged(t)
	planned.do(dossier.PlanExplanation{How: "call", Start: planned.now.Add(time.Hour)}, assistant)
	asking := investigating(t)
	asking.do(dossier.StartInquiry{Clients: others()}, assistant)
	asking.do(dossier.AnswerInquiry{Words: "Haast."}, fellow2)
	minutes := invited(t).until("2026-03-10 15:00")
	minutes.do(dossier.RecordHearing{Specialist: S1, Minutes: "M", Put: "P"}, assistant)
	paid := claimed(t)
	paid.do(dossier.RecordClaimPayment{Amount: 100}, owner)
	paid.do(dossier.ReportToPolice{}, owner)
	earlyReview := matched(t)
	earlyReview.do(dossier.Judge{Severity: "minor", Ground: "premises", Reason: "R"}, owner)
	earlyReview.do(dossier.AskReview{Words: "W"}, complainant)
	return []*world{
		earlyReview, lastFinding, lastRemedy, lastCall, agreed, act, standing, planned, asking, minutes, paid, found(t, dossier.Unfounded),
	}
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
	m := move{kind: c.Kind(), from: w.state.Phase, to: s.Phase}
	if s.Phase == dossier.PhaseClosed {
		m.ending = s.Ending
	}
	return m, m.from != m.to
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

// drawing is a state drawing with one arrow per pair, that names all acts on it.
func drawing(title string, moves []move, ends func(move) string) string {
	type arrow struct{ from, to string }
	var arrows []arrow
	labels := map[arrow][]string{}
	for _, m := range moves {
		a := arrow{node(m.from), ends(m)}
		if _, ok := labels[a]; !ok {
			arrows = append(arrows, a)
		}
		if label := words.Act(words.EN, m.kind); !slices.Contains(labels[a], label) {
			labels[a] = append(labels[a], label)
		}
	}
	var sb strings.Builder
	fmt.Fprintf(&sb, "```mermaid\nstateDiagram-v2\n    accTitle: %s\n    direction TB\n%s", title, stepNames(moves))
	for _, a := range arrows {
		fmt.Fprintf(&sb, "    %s --> %s: %s\n", a.from, a.to, strings.Join(labels[a], ", "))
	}
	sb.WriteString("```\n")
	return sb.String()
}

// stepLabels say which rules a step is of.
var stepLabels = map[dossier.Phase]string{
	dossier.PhaseTalk: "Talk (R1-R4)", dossier.PhaseTriage: "Triage (R10, R11)", dossier.PhaseExplanation: "Explanation (R12)",
	dossier.PhaseInvestigation: "Investigation (R14-R18)", dossier.PhaseDecision: "Decision (R19, R20)", dossier.PhaseOffer: "Offer (R19)",
	dossier.PhaseRemedy: "Remedy (R21)", dossier.PhaseReview: "Review (R20)", dossier.PhaseClosed: "Closed",
}

func stepNames(moves []move) string {
	var sb strings.Builder
	for _, p := range phases[1:] {
		if !slices.ContainsFunc(moves, func(m move) bool { return m.from == p || m.to == p }) {
			continue
		}
		fmt.Fprintf(&sb, "    state %q as %s\n", stepLabels[p], p)
	}
	return sb.String()
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
	return drawing("The main road", those(moves, isMain), func(m move) string { return node(m.to) })
}

func drawSide(moves []move) string {
	side := those(moves, func(m move) bool {
		return !isMain(m) && (m.to != dossier.PhaseClosed || m.from == dossier.PhaseReview && m.kind == "answer_review")
	})
	return drawing("The side roads", side, func(m move) string { return node(m.to) })
}

// drawEndings has one arrow for what is possible in every step that is open, or in every one after filing.
func drawEndings(moves []move) string {
	last := those(moves, func(m move) bool { return m.to == dossier.PhaseClosed && m.kind != "answer_review" })
	var sb strings.Builder
	sb.WriteString("```mermaid\nstateDiagram-v2\n    accTitle: The endings\n    direction LR\n    state \"Any open step\" as any_open\n    state \"Any step after filing\" as any_filed\n")
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
	for _, k := range ways {
		for _, name := range gathered(from[k]) {
			fmt.Fprintf(&sb, "    %s --> %s: %s\n", name, k.ending, words.Act(words.EN, k.kind))
		}
	}
	sb.WriteString("```\n")
	return sb.String()
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

// tableOfActs says of every act who may do it and in which steps, as Possible answers.
func tableOfActs(stands []*world) string {
	var sb strings.Builder
	sb.WriteString("| act | what it is | who | in which steps |\n| --- | --- | --- | --- |\n")
	for _, c := range dossier.Commands() {
		kind := c.Kind()
		what := "the program's own: " + strings.ReplaceAll(string(kind), "_", " ")
		if words.Has("act." + string(kind)) {
			what = words.Act(words.EN, kind)
		}
		fmt.Fprintf(&sb, "| `%s` | %s | %s | %s |\n", kind, what, strings.Join(whoEver(kind, stands), ", "), strings.Join(stepsOf(kind, stands), ", "))
	}
	return sb.String()
}

// roles of the table, each with somebody who has it.
var roles = []struct {
	name string
	who  dossier.Actor
}{
	{"owner", owner},
	{"assistant", assistant},
	{"receptionist", receptionist},
	{"specialist", specialist1},
	{"complainant", complainant},
	{"fellow client", fellow1},
	{"outside person", outside},
	{"program", system},
}

func whoEver(kind dossier.Kind, stands []*world) []string {
	var names []string
	for _, r := range roles {
		if slices.ContainsFunc(stands, func(w *world) bool { return possibleFor(w, kind, r.who) }) {
			names = append(names, r.name)
		}
	}
	return names
}

// possibleFor asks with the outside person assigned, as R14 has it when no handler is left.
func possibleFor(w *world, kind dossier.Kind, by dossier.Actor) bool {
	s := w.state
	if by.Is(dossier.RoleOutside) {
		s.Outside = by.Account
	}
	return dossier.Possible(s, kind, w.env(by)) == nil
}

func stepsOf(kind dossier.Kind, stands []*world) []string {
	var names []string
	for _, p := range phases {
		inPhase := func(w *world) bool {
			return w.state.Phase == p && slices.ContainsFunc(roles, func(r struct {
				name string
				who  dossier.Actor
			},
			) bool {
				return possibleFor(w, kind, r.who)
			})
		}
		if slices.ContainsFunc(stands, inPhase) {
			names = append(names, map[bool]string{true: "new", false: string(p)}[p == dossier.PhaseNone])
		}
	}
	if len(names) == len(phases)-1 && names[0] != "new" {
		return []string{"every step"}
	}
	return names
}
