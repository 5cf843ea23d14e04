package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// suite is the test binary with all mutants in it, and what is known of its tests.
type suite struct {
	dir    string // where the binary and the traces lie
	pkgDir string // where the tests run
	binary string
	quick  []*test
	slow   []*test
	took   time.Duration // processor time of the last run
}

type test struct {
	name    string
	reaches map[int]bool
	took    time.Duration
	kills   int
}

// limit is how long the tests of one mutant may take. One that makes a loop endless is noticed by it.
const (
	limit     = time.Minute
	slowLimit = 5 * time.Minute
)

// build makes the binary, checks that its tests pass with no mutant on, and learns which mutants each test reaches.
func build(p *pkg, slow string) (*suite, error) {
	isSlow, err := regexp.Compile(slow)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return nil, err
	}
	t := &suite{dir: dir, pkgDir: p.dir, binary: filepath.Join(dir, "dossier.test")}
	if err := t.prepare(p, isSlow); err != nil {
		t.remove()
		return nil, err
	}
	return t, nil
}

// prepare compiles the tests and finds what each of them reaches.
func (t *suite) prepare(p *pkg, isSlow *regexp.Regexp) error {
	if err := t.compile(p); err != nil {
		return err
	}
	list, _, err := t.run(-1, limit, "-test.list=^Test")
	if err != nil {
		return fmt.Errorf("list of tests: %w\n%s", err, list)
	}
	for _, name := range strings.Fields(list) {
		if isSlow.MatchString(name) {
			t.slow = append(t.slow, &test{name: name})
			continue
		}
		known := &test{name: name}
		if err := t.trace(known); err != nil {
			return err
		}
		t.quick = append(t.quick, known)
	}
	return nil
}

func (t *suite) remove() { os.RemoveAll(t.dir) }

func (t *suite) compile(p *pkg) error {
	overlay := map[string]string{}
	put := func(path, text string) error {
		from, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		to := filepath.Join(t.dir, filepath.Base(path))
		overlay[from] = to
		return os.WriteFile(to, []byte(text), 0o600)
	}
	for _, s := range p.sources {
		if err := put(s.path, rewrite(s.text, s.wraps)); err != nil {
			return err
		}
	}
	if err := put(filepath.Join(p.dir, "mutants_gen.go"), support(len(p.mutants))); err != nil {
		return err
	}
	replace, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return err
	}
	file := filepath.Join(t.dir, "overlay.json")
	if err := os.WriteFile(file, replace, 0o600); err != nil {
		return err
	}
	cmd := exec.CommandContext(context.Background(), "go", "test", "-c", "-vet=off", "-overlay", file, "-o", t.binary, "./"+p.dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build with mutants: %w\n%s", err, out)
	}
	return nil
}

// run runs the binary in the package's own folder, with one mutant on.
func (t *suite) run(mutant int, limit time.Duration, args ...string) (out string, late bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	binary, err := filepath.Abs(t.binary)
	if err != nil {
		return "", false, err
	}
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir = t.pkgDir
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "GOMEMLIMIT=1GiB", "MUTANT="+strconv.Itoa(mutant), "MUTANT_TRACE="+t.tracing(mutant))
	var buf bytes.Buffer
	cmd.Stdout, cmd.Stderr = &buf, &buf
	err = cmd.Run()
	if cmd.ProcessState != nil {
		t.took = cmd.ProcessState.UserTime()
	}
	return buf.String(), ctx.Err() != nil, err
}

// tracing is the file that a run without a mutant writes what it reaches to.
func (t *suite) tracing(mutant int) string {
	if mutant >= 0 {
		return ""
	}
	return filepath.Join(t.dir, "trace")
}

func exactly(tests []*test) string {
	var names []string
	for _, known := range tests {
		names = append(names, known.name)
	}
	return "-test.run=^(" + strings.Join(names, "|") + ")$"
}

func (t *suite) trace(known *test) error {
	file := t.tracing(-1)
	os.Remove(file)
	out, _, err := t.run(-1, limit, exactly([]*test{known}))
	known.took = t.took
	if err != nil {
		return fmt.Errorf("%s fails without any mutant: %w\n%s", known.name, err, out)
	}
	known.reaches = map[int]bool{}
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	for _, line := range strings.Fields(string(text)) {
		n, err := strconv.Atoi(line)
		if err != nil {
			return err
		}
		known.reaches[n] = true
	}
	return nil
}

// kill gives the name of a test that fails when the mutant is on, or "". Those that noticed most until now go first, a few of
// them by themselves.
func (t *suite) kill(m *mutant, slow bool) (string, error) {
	reach := keep(t.quick, func(known *test) bool { return known.reaches[m.number] })
	slices.SortStableFunc(reach, func(a, b *test) int {
		return cmp.Or(cmp.Compare(b.kills, a.kills), cmp.Compare(a.took, b.took))
	})
	const few = 4
	first := reach[:min(few, len(reach))]
	rest := reach[len(first):]
	cheap := keep(rest, func(known *test) bool { return known.took < dear })
	costly := keep(rest, func(known *test) bool { return known.took >= dear })
	for _, round := range [][]*test{first, cheap, costly} {
		if killer, err := t.try(m, round, limit); killer != "" || err != nil {
			return killer, err
		}
	}
	if !slow {
		return "", nil
	}
	return t.try(m, t.slow, slowLimit)
}

// dear is what a test takes that is better tried when all others have missed the mutant.
const dear = 300 * time.Millisecond

var failed = regexp.MustCompile(`(?m)^--- FAIL: (\w+)`)

func (t *suite) try(m *mutant, tests []*test, limit time.Duration) (string, error) {
	if len(tests) == 0 {
		return "", nil
	}
	out, late, err := t.run(m.number, limit, "-test.failfast", exactly(tests))
	if err == nil {
		return "", nil
	}
	if late {
		return "the time limit", nil
	}
	found := failed.FindStringSubmatch(out)
	if found == nil {
		return "a crash", nil
	}
	for _, known := range tests {
		if known.name == found[1] {
			known.kills++
		}
	}
	return found[1], nil
}
