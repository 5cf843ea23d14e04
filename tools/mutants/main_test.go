package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRewrite_NestsWrapsAsTheyLie(t *testing.T) {
	source := "if a && b { c() }"
	got := rewrite(source, []wrap{
		{3, 9, "(N && (", "))"}, // the condition
		{3, 4, "(X || (", "))"}, // its first operand begins where it begins
		{8, 9, "(Y || (", "))"}, // its second ends where it ends
		{3, 9, "[", "]"},        // around the same stretch: lies inside
		{12, 15, "{", "}"},
		{12, 12, "own: true, ", ""},
	})
	want := "if (N && ([(X || (a)) && (Y || (b))])) { {own: true, c()} }"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// found gives the keys of the mutants in a source, without the name of the file.
func found(t *testing.T, text string) ([]string, string) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "x.go")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := load(dir)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, m := range p.mutants {
		keys = append(keys, strings.TrimPrefix(m.key, "x.go "))
	}
	return keys, rewrite(p.sources[0].text, p.sources[0].wraps)
}

// A name that no mutant has is a mistake, not a success.
func TestRun_OnlyWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x.go"), []byte("package x\n\nfunc g(x int) bool { return x > 1 }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if ok, err := run(options{dir: dir, only: "nosuchguard", list: true}); ok || err == nil || !strings.Contains(err.Error(), "-list") {
		t.Errorf("a name that is not there: %v, %v", ok, err)
	}
	if ok, err := run(options{dir: dir, only: "^x.go g:", list: true}); !ok || err != nil {
		t.Errorf("a name that is there: %v, %v", ok, err)
	}
}

func TestLoad_FindsEachSortOfGuard(t *testing.T) {
	for _, tc := range []struct {
		name, body string
		want       []string
	}{
		{
			"row of the rules", `var rules = map[Kind]rule{"judge": {who: handlers, when: all(filed, inPhase(A))}}`,
			[]string{"judge: every role may", "judge: guard filed", "judge: guard inPhase(A)", "judge: conflict not asked"},
		},
		{
			"row with own", `var rules = map[Kind]rule{"answer": {who: treating, own: true, when: exists}}`,
			[]string{"answer: every role may", "answer: own taken away", "answer: guard exists"},
		},
		{
			"guard that refuses", `func g() *Refusal { if x > 1 { return refuse() }; return nil }`,
			[]string{"g: if x > 1 never", "g: x > 1 at its border"},
		},
		{
			"guard that lets pass", `func g() *Refusal { if x { return nil }; return refuse() }`,
			[]string{"g: if x always"},
		},
		{
			"fault", `func g() { if x { faults.add(refuse()) } }`,
			[]string{"g: if x never", "g: faults.add(refuse()) left out"},
		},
		{
			"condition that is no guard", `func g() { if x { y = 1 } }`,
			[]string{"g: if x never", "g: if x always"},
		},
		{
			"cases", `func g() *Refusal { switch { case a && b: return refuse() }; return nil }`,
			[]string{"g: case a && b never", "g: a not asked", "g: b not asked"},
		},
		{
			"chain of operands", `func g() { z = a || b || c }`,
			[]string{"g: c not asked", "g: a not asked", "g: b not asked"},
		},
		{
			"moments", `func g() { z = now.After(due) }`,
			[]string{"g: now.After(due) at its border"},
		},
		{"term, which is no comparison", `func g() { z = cal.After(now, term) }`, nil},
		{
			"event", `func g() { d.happens(Ended{Ending: x}) }`,
			[]string{"g: d.happens(Ended) left out"},
		},
		{
			"notice", `func g() { tell("x", one, two(e)) }`,
			[]string{`g: tell("x", one, two(e)) left out`, `g: one not told "x"`, `g: two(e) not told "x"`},
		},
		{
			"plain notice", `var plainNotices = map[string]string{A{}.Name(): "a"}`,
			[]string{`plainNotices: "a" not told`},
		},
		{
			"answer of a function", `func g() bool { return x == y }`,
			[]string{"g: x == y never", "g: x == y always"},
		},
		{
			"cut", `func Cut(s State) State { if x { s.A, s.B = nil, 0 }; return s }`,
			[]string{"Cut: s.A not cut away", "Cut: s.B not cut away", "Cut: if x never", "Cut: if x always"},
		},
		{"the same twice", `func g() { f(); f() }`, []string{"g: f() left out", "g: f() left out #2"}},
	} {
		keys, _ := found(t, "package x\n\n"+tc.body+"\n")
		if strings.Join(keys, "\n") != strings.Join(tc.want, "\n") {
			t.Errorf("%s: found\n  %s\nwant\n  %s", tc.name, strings.Join(keys, "\n  "), strings.Join(tc.want, "\n  "))
		}
	}
}

func TestLoad_WritesSwitchesAroundWhatIsThere(t *testing.T) {
	for body, want := range map[string]string{
		`func g() { z = a && b }`:            `func g() { z = (mutantOn(0) || (a)) && (mutantOn(1) || (b)) }`,
		`func g() { z = a || b }`:            `func g() { z = (!mutantOn(0) && (a)) || (!mutantOn(1) && (b)) }`,
		`func g() { z = a < b }`:             `func g() { z = (a < b || mutantOn(0) && a == b) }`,
		`func g() { z = a <= b }`:            `func g() { z = (a <= b && !(mutantOn(0) && a == b)) }`,
		`func g() { z = !a.After(b) }`:       `func g() { z = !(a.After(b) || mutantOn(0) && (a).Equal(b)) }`,
		`func g() { d.happens(E{}) }`:        `func g() { switch { case mutantOn(0): default: d.happens(E{}) } }`,
		`func Cut(s State) { s.A = nil }`:    `func Cut(s State) { { mutant0 := s.A; s.A = nil; if mutantOn(0) { s.A = mutant0 } } }`,
		`func g() { if x { y = 1 } }`:        `func g() { if (!mutantOn(0) && ((mutantOn(1) || (x)))) { y = 1 } }`,
		`func g() { tell("x", one, two()) }`: `func g() { switch { case mutantOn(0): case mutantOn(1): tell("x", two()); case mutantOn(2): tell("x", one); default: tell("x", one, two()) } }`,
	} {
		if _, got := found(t, "package x\n\n"+body+"\n"); got != "package x\n\n"+want+"\n" {
			t.Errorf("%s becomes\n%s", body, got)
		}
	}
}

func TestReadReasons(t *testing.T) {
	path := filepath.Join(t.TempDir(), "survivors.txt")
	for text, want := range map[string]string{
		"# why\n\nx.go g: if x never => the same either way\n": "",
		"x.go g: if x never\n":                                 "want KEY => REASON",
		"x.go g: if x never => \n":                             "want KEY => REASON",
		"a => one\na => two\n":                                 "a second reason",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		reasons, err := readReasons(path)
		if want == "" {
			if err != nil || reasons["x.go g: if x never"] != "the same either way" {
				t.Errorf("%q: %v, %v", text, reasons, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestReport_FailsOnSilenceAndOnLies(t *testing.T) {
	killed := &mutant{key: "killed", killer: "TestX"}
	alive := &mutant{key: "alive"}
	o := options{atLeast: 50, reasons: "survivors.txt"}
	for name, tc := range map[string]struct {
		mutants []*mutant
		reasons map[string]string
		atLeast float64
		want    bool
	}{
		"all killed":                  {[]*mutant{killed}, nil, 90, true},
		"a survivor with a reason":    {[]*mutant{killed, alive}, map[string]string{"alive": "why"}, 50, true},
		"a survivor without a reason": {[]*mutant{killed, alive}, nil, 50, false},
		"a reason for one killed":     {[]*mutant{killed}, map[string]string{"killed": "why"}, 50, false},
		"a reason for what is gone":   {[]*mutant{killed}, map[string]string{"gone": "why"}, 50, false},
		"too few killed":              {[]*mutant{killed, alive}, map[string]string{"alive": "why"}, 51, false},
	} {
		o.atLeast = tc.atLeast
		if got := report(tc.mutants, tc.reasons, o); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A package of its own, with a test that notices one mutant and misses another.
func TestKill_TellsWhatATestNotices(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.org/x\n\ngo 1.24\n",
		"x.go": `package dossier

type (
	Role string; Class string; State struct{}; Env struct{}; Refusal struct{}
	guard = func(State, Env) *Refusal
)

const (
	RoleOwner, RoleAssistant, RoleReceptionist, RoleSpecialist Role = "", "", "", ""
	RoleOutside, RoleComplainant, RoleFellow, RoleSystem Role = "", "", "", ""
	ClassSummary, ClassContact, ClassComplaint, ClassPlanning, ClassTalk, ClassInquiry Class = "", "", "", "", "", ""
	ClassHearing, ClassFinding, ClassDecision, ClassBan, ClassHandling Class = "", "", "", "", ""
)

func strs(list ...Class) []string { return nil }

func Fits(n int) bool { return n > 2 && n < 9 }
`,
		"x_test.go": `package dossier

import "testing"

func TestFits(t *testing.T) {
	if Fits(2) || !Fits(3) || Fits(20) {
		t.Fail()
	}
}
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	p, err := load(".")
	if err != nil {
		t.Fatal(err)
	}
	suite, err := build(p, "^TestWalk")
	if err != nil {
		t.Fatal(err)
	}
	defer suite.remove()
	var alive []string
	for _, m := range p.mutants {
		killer, err := suite.kill(m, true)
		if err != nil {
			t.Fatal(err)
		}
		if killer == "" {
			alive = append(alive, m.key)
		}
	}
	if want := "x.go Fits: n < 9 at its border"; strings.Join(alive, ", ") != want {
		t.Errorf("alive: %q, want %q", alive, want)
	}
}
