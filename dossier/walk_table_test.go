package dossier_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/replay"
)

// The table in docs/procedure.md: for every act and every kind of state whether it is accepted, and why it is refused. It is made by a
// walk of a million steps, and by trying each act with nothing filled in on each state of the histories that are kept.

// stages are the kinds of state, in the order of the procedure.
var stages = func() []string {
	all := []string{"new"}
	for _, talk := range []dossier.TalkStatus{
		dossier.TalkAsked, dossier.TalkPlanned, dossier.TalkWasHeld, dossier.TalkSettled, dossier.TalkUnsolved, dossier.TalkHasLapsed,
	} {
		all = append(all, "talk "+string(talk))
	}
	for _, p := range phases[2 : len(phases)-1] {
		all = append(all, string(p))
	}
	for _, ending := range endings {
		all = append(all, "closed "+string(ending))
	}
	return append(all, replay.StageErased)
}()

// keep writes the histories that together reached everything, and the table.
func (c *coverage) keep(t *testing.T) {
	t.Helper()
	chosen := c.chooser.Chosen()
	if err := replay.Save("../replay", "walk", chosen, policy.DefaultFile()); err != nil {
		t.Fatal(err)
	}
	page, all := readPage(t), c.all(t, chosen)
	if c.steps < tortureWalk { // what a longer walk saw stays
		maps.Copy(all, tableOnPage(t))
		for _, row := range rowsOf(t, page, "refusals") {
			if name := strings.TrimSpace(row[1] + " " + strings.Trim(row[2], "`")); c.texts[name] == "" {
				c.texts[name] = row[3]
			}
		}
	}
	for name, text := range map[string]string{"table": c.drawTable(t, all), "refusals": c.drawRefusals(t, all), "brings": c.drawBrings()} {
		var err error
		if page, err = between(page, name, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(procedurePage, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readPage(t testing.TB) string {
	t.Helper()
	raw, err := os.ReadFile(procedurePage)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// all outcomes: those of the walk, and those of trying every act on every state of the histories.
func (c *coverage) all(t testing.TB, histories []replay.History) map[replay.Outcome]bool {
	t.Helper()
	all := map[replay.Outcome]bool{}
	for o := range c.outcomes {
		all[o] = true
	}
	for _, h := range histories {
		outcomes, err := replay.Outcomes(h, walkRules)
		if err != nil {
			t.Fatalf("%s: %v", h.From, err)
		}
		for o, text := range outcomes {
			all[o] = true
			if text != "" {
				c.texts[o.Refused] = text
			}
		}
	}
	return all
}

// reasons are the refusals of a table in the order in which they are numbered.
func reasons(all map[replay.Outcome]bool) []string {
	var names []string
	for o := range all {
		if o.Refused != "" && !slices.Contains(names, o.Refused) {
			names = append(names, o.Refused)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return slices.Compare([]string{fmt.Sprintf("%3d", ruleNumber(a)), a}, []string{fmt.Sprintf("%3d", ruleNumber(b)), b})
	})
	return names
}

func ruleNumber(reason string) int {
	var n int
	_, _ = fmt.Sscanf(reason, "R%d", &n)
	return n
}

// drawTable fails for a cell that nobody knows anything of.
func (c *coverage) drawTable(t *testing.T, all map[replay.Outcome]bool) string {
	t.Helper()
	names := reasons(all)
	var sb strings.Builder
	fmt.Fprintf(&sb, "| act | %s |\n| --- |%s\n", strings.Join(stages, " | "), strings.Repeat(" --- |", len(stages)))
	for _, kind := range allKinds {
		fmt.Fprintf(&sb, "| `%s` |", kind)
		for _, stage := range stages {
			var marks []string
			if all[replay.Outcome{Stage: stage, Kind: kind}] {
				marks = append(marks, "✓")
			}
			for i, reason := range names {
				if all[replay.Outcome{Stage: stage, Kind: kind, Refused: reason}] {
					marks = append(marks, fmt.Sprint(i+1))
				}
			}
			if len(marks) == 0 {
				t.Errorf("nothing is known of %s in %s", kind, stage)
			}
			fmt.Fprintf(&sb, " %s |", strings.Join(marks, " "))
		}
		sb.WriteString("\n")
	}
	return sb.String()
}

func (c *coverage) drawRefusals(t *testing.T, all map[replay.Outcome]bool) string {
	t.Helper()
	var sb strings.Builder
	sb.WriteString("| | rule | name | what the program says |\n| --- | --- | --- | --- |\n")
	for i, reason := range reasons(all) {
		rule, code := "", reason
		if ruleNumber(reason) > 0 {
			rule, code, _ = strings.Cut(reason, " ")
		}
		if c.texts[reason] == "" {
			t.Errorf("the walk never met the refusal %q", reason)
		}
		fmt.Fprintf(&sb, "| %d | %s | `%s` | %s |\n", i+1, rule, code, c.texts[reason])
	}
	return sb.String()
}

// drawBrings says what each act that is accepted can bring about.
func (c *coverage) drawBrings() string {
	var sb strings.Builder
	sb.WriteString("| act | events |\n| --- | --- |\n")
	for _, kind := range allKinds {
		var names []string
		for _, e := range dossier.Events() {
			if c.brings[kind][e.Name()] {
				name, _, _ := strings.Cut(e.Name(), ".")
				names = append(names, "`"+name+"`")
			}
		}
		fmt.Fprintf(&sb, "| `%s` | %s |\n", kind, strings.Join(names, ", "))
	}
	return sb.String()
}

// tableOnPage reads the table back. A cell that is empty, or that names a reason that is not listed, is a fault of the page.
func tableOnPage(t testing.TB) map[replay.Outcome]bool {
	t.Helper()
	page := readPage(t)
	numbered := map[string]string{}
	for _, row := range rowsOf(t, page, "refusals") {
		numbered[row[0]] = strings.TrimSpace(row[1] + " " + strings.Trim(row[2], "`"))
	}
	all := map[replay.Outcome]bool{}
	rows := rowsOf(t, page, "table")
	if len(rows) != len(allKinds) && !*choose { // which adds the rows of acts that are new
		t.Fatalf("the table of docs/procedure.md has %d acts; there are %d", len(rows), len(allKinds))
	}
	for i, row := range rows {
		kind := dossier.Kind(strings.Trim(row[0], "`"))
		if !*choose && kind != allKinds[i] || len(row) != 1+len(stages) {
			t.Fatalf("row %d of the table of docs/procedure.md is not that of %s in every kind of state", i+1, allKinds[i])
		}
		for n, cell := range row[1:] {
			marks := strings.Fields(cell)
			if len(marks) == 0 {
				t.Errorf("nothing explains %s in %s", kind, stages[n])
			}
			for _, mark := range marks {
				if mark != "✓" && numbered[mark] == "" {
					t.Errorf("%s in %s names reason %s, which is not listed", kind, stages[n], mark)
				}
				all[replay.Outcome{Stage: stages[n], Kind: kind, Refused: numbered[mark]}] = true
			}
		}
	}
	return all
}

// rowsOf are the cells of a table between markers, without its heading.
func rowsOf(t testing.TB, page, name string) [][]string {
	t.Helper()
	_, rest, found := strings.Cut(page, "<!-- begin "+name+" -->\n")
	text, _, ended := strings.Cut(rest, "<!-- end "+name+" -->")
	if !found || !ended {
		t.Fatalf("docs/procedure.md has no markers for %q", name)
	}
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(text), "\n")[2:] {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

// knowsTable fails for what the walk saw and the table does not say. After the longest walk it also fails for what the table says and
// neither the walk nor the histories show.
func (c *coverage) knowsTable(t *testing.T) {
	t.Helper()
	const anew = "write it anew: see docs/proof.md"
	for o := range c.outcomes {
		if !c.table[o] {
			t.Errorf("the table of docs/procedure.md does not know %s in %s answered by %q; %s", o.Kind, o.Stage, o.Refused, anew)
		}
	}
	c.knowsBrings(t)
	if c.steps < tortureWalk {
		return
	}
	kept, err := replay.Kept()
	if err != nil {
		t.Fatal(err)
	}
	all := c.all(t, slices.Collect(maps.Values(kept)))
	for o := range c.table {
		if !all[o] {
			t.Errorf("the table of docs/procedure.md says that %s in %s is answered by %q, which nothing shows; %s", o.Kind, o.Stage, o.Refused, anew)
		}
	}
}

// knowsBrings fails for an event that an act brought about and the page does not say, and after a long walk for one that it says in vain.
func (c *coverage) knowsBrings(t *testing.T) {
	t.Helper()
	rows := rowsOf(t, readPage(t), "brings")
	if len(rows) != len(allKinds) {
		t.Fatalf("docs/procedure.md tells of %d acts what they bring about; there are %d", len(rows), len(allKinds))
	}
	for i, kind := range allKinds {
		told := strings.FieldsFunc(rows[i][1], func(r rune) bool { return strings.ContainsRune("`, ", r) })
		for name := range c.brings[kind] {
			if name, _, _ := strings.Cut(name, "."); !slices.Contains(told, name) {
				t.Errorf("docs/procedure.md does not say that %s brings about %s", kind, name)
			}
		}
		for _, name := range told {
			if c.steps >= longWalk && !c.brings[kind][name+".1"] {
				t.Errorf("docs/procedure.md says that %s brings about %s, which nothing shows", kind, name)
			}
		}
	}
}
