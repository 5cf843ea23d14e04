// Mutants takes out each guard of package dossier by itself and asks whether a test notices.
//
//	go run ./tools/mutants
//
// It reads the sources, finds what guards something (a condition, an entry in the table of rules, a comparison at its border, an
// event or a notice that follows) and writes one copy of the package that holds every mutant behind a switch. That copy is built
// once, beside the tests, by an overlay: the tree itself is never touched. Each mutant is then switched on alone and the tests
// that reach it are run until one fails.
//
// A mutant that no test notices survives. Those with a good reason stand in survivors.txt, with it. The program fails when one
// survives without a reason, when a reason stands for one that is killed or gone, and when fewer are killed than -atleast says.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"syscall"
)

type options struct {
	dir, reasons string
	only         string
	slow         string
	list, walk   bool
	atLeast      float64
}

func main() {
	var o options
	flag.StringVar(&o.dir, "dir", "dossier", "folder of the package")
	flag.StringVar(&o.reasons, "reasons", "tools/mutants/survivors.txt", "file with the reason of each survivor")
	flag.StringVar(&o.only, "only", "", "regular expression: try these mutants alone, judge nothing else")
	flag.StringVar(&o.slow, "slow", "^TestWalk", "regular expression: tests that are run last, for mutants that nothing else notices and that have no reason")
	flag.BoolVar(&o.list, "list", false, "list the mutants and stop")
	flag.BoolVar(&o.walk, "walk", true, "run the slow tests at all")
	flag.Float64Var(&o.atLeast, "atleast", 90, "per cent that must be killed")
	flag.Parse()
	// One core, and after everybody else: the tests of a whole package run hundreds of times here.
	if err := syscall.Setpriority(syscall.PRIO_PROCESS, 0, 10); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
	}
	ok, err := run(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run reports whether all is as it should be.
func run(o options) (bool, error) {
	pkg, err := load(o.dir)
	if err != nil {
		return false, err
	}
	mutants := pkg.mutants
	if o.only != "" {
		want, err := regexp.Compile(o.only)
		if err != nil {
			return false, err
		}
		mutants = keep(mutants, func(m *mutant) bool { return want.MatchString(m.key) })
		if len(mutants) == 0 {
			return false, fmt.Errorf("no mutant is called %s; -list gives the names", o.only)
		}
	}
	if o.list {
		for _, m := range mutants {
			fmt.Println(m.where(), m.key)
		}
		return true, nil
	}
	reasons, err := readReasons(o.reasons)
	if err != nil {
		return false, err
	}
	tests, err := build(pkg, o.slow)
	if err != nil {
		return false, err
	}
	defer tests.remove()
	for i, m := range mutants {
		slow := o.walk && reasons[m.key] == ""
		if m.killer, err = tests.kill(m, slow); err != nil {
			return false, err
		}
		progress(i+1, len(mutants), m)
	}
	return report(mutants, reasons, o), nil
}

func progress(n, of int, m *mutant) {
	if m.killer == "" {
		fmt.Fprintf(os.Stderr, "%d/%d survives: %s %s\n", n, of, m.where(), m.key)
	} else if n%100 == 0 {
		fmt.Fprintf(os.Stderr, "%d/%d\n", n, of)
	}
}

// report prints what survived and why, what is wrong with the reasons, and the figure.
func report(mutants []*mutant, reasons map[string]string, o options) bool {
	ok := true
	killed := 0
	known := map[string]bool{}
	for _, m := range mutants {
		known[m.key] = true
		reason := reasons[m.key]
		switch {
		case m.killer != "":
			killed++
			if reason != "" {
				ok = false
				fmt.Printf("%s: %s\n    is killed by %s; take its reason out of %s\n", m.where(), m.key, m.killer, o.reasons)
			}
		case reason == "":
			ok = false
			fmt.Printf("%s: %s\n    SURVIVES without a reason\n", m.where(), m.key)
		default:
			fmt.Printf("%s: %s\n    survives: %s\n", m.where(), m.key, reason)
		}
	}
	for key := range reasons {
		if !known[key] && o.only == "" {
			ok = false
			fmt.Printf("%s gives a reason for what is not there: %s\n", o.reasons, key)
		}
	}
	share := 100 * float64(killed) / float64(max(len(mutants), 1))
	fmt.Printf("%d mutants, %d killed (%.1f %%), %d survive\n", len(mutants), killed, share, len(mutants)-killed)
	if share < o.atLeast && o.only == "" {
		fmt.Printf("at least %.0f %% must be killed\n", o.atLeast)
		return false
	}
	return ok
}

// readReasons reads lines "key => reason"; lines that begin with # are comments.
func readReasons(path string) (map[string]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	reasons := map[string]string{}
	for n, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, reason, found := strings.Cut(line, " => ")
		key, reason = strings.TrimSpace(key), strings.TrimSpace(reason)
		if !found || key == "" || reason == "" {
			return nil, fmt.Errorf("%s:%d: want KEY => REASON", path, n+1)
		}
		if reasons[key] != "" {
			return nil, fmt.Errorf("%s:%d: a second reason for %s", path, n+1, key)
		}
		reasons[key] = reason
	}
	return reasons, nil
}

func keep[T any](list []T, fits func(T) bool) []T {
	var out []T
	for _, x := range list {
		if fits(x) {
			out = append(out, x)
		}
	}
	return out
}
