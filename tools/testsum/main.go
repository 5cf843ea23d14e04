// Testsum reads what "go test -json" writes, prints a line per package and the output of what
// failed, and ends with one plain line: how many tests passed and failed.
//
//	go test -json ./... | go run ./tools/testsum
//
// What is tested more than once in different ways is told apart by lines such as {"Action":"on","Output":"PostgreSQL: "}: the
// names of what comes after one begin with its output.
//
// Subtests count as tests. A package that does not build, or ends without a verdict of a
// test (a panic, a race, a time limit), counts as one failure. The exit code is 1 when anything failed
// and when nothing was run at all.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	s := summary{output: map[string][]string{}, failedIn: map[string]bool{}}
	if err := s.read(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(1)
	}
	s.close(os.Stdout)
	if s.failed > 0 || s.passed == 0 {
		os.Exit(1)
	}
}

// event is a line of go test -json; see "go doc test2json".
type event struct {
	Action     string
	Package    string
	ImportPath string // of build output
	Test       string
	Output     string
	Elapsed    float64
}

// summary is what was read so far.
type summary struct {
	passed, failed, skipped int

	on       string              // what names begin with
	output   map[string][]string // by package and test, until its verdict
	failedIn map[string]bool     // packages in which a test failed
	failures []string            // names, for the end
}

// read takes in all events and reports each verdict on out as it comes. Lines that are no
// event are passed on as they are.
func (s *summary) read(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20) // a failing test may print a whole page on one line
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil || e.Action == "" {
			fmt.Fprintln(out, lines.Text())
			continue
		}
		s.take(e, out)
	}
	return lines.Err()
}

func (s *summary) take(e event, out io.Writer) {
	e.Package = s.on + e.Package
	switch e.Action {
	case "on":
		s.on = e.Output
	case "build-output":
		fmt.Fprint(out, e.Output)
	case "output":
		key := e.Package + " " + e.Test
		s.output[key] = append(s.output[key], e.Output)
	case "skip":
		if e.Test != "" {
			s.skipped++
			fmt.Fprintf(out, "SKIP %s %s\n%s", e.Package, e.Test, s.said(e))
		}
	case "pass":
		s.pass(e, out)
	case "fail":
		s.fail(e, out)
	}
}

func (s *summary) pass(e event, out io.Writer) {
	if e.Test == "" {
		fmt.Fprintf(out, "ok   %s (%.1fs)\n", e.Package, e.Elapsed)
		return
	}
	s.passed++
	s.said(e) // forget it
}

func (s *summary) fail(e event, out io.Writer) {
	switch {
	case e.Test != "":
		s.failed++
		s.failedIn[e.Package] = true
		s.failures = append(s.failures, e.Package+" "+e.Test)
		fmt.Fprintf(out, "FAIL %s %s\n%s", e.Package, e.Test, s.said(e))
	case s.failedIn[e.Package]:
		fmt.Fprintf(out, "FAIL %s (%.1fs)\n", e.Package, e.Elapsed)
	default: // no test of it failed, so the package as a whole did
		s.failed++
		s.failures = append(s.failures, e.Package)
		fmt.Fprintf(out, "FAIL %s\n%s", e.Package, s.unfinished(e.Package))
	}
}

// said takes out what a test printed.
func (s *summary) said(e event) string {
	key := e.Package + " " + e.Test
	defer delete(s.output, key)
	return strings.Join(s.output[key], "")
}

// unfinished takes out what the package and those of its tests printed that got no verdict.
func (s *summary) unfinished(pkg string) string {
	var all strings.Builder
	for key, lines := range s.output {
		if strings.HasPrefix(key, pkg+" ") {
			all.WriteString(strings.Join(lines, ""))
			delete(s.output, key)
		}
	}
	return all.String()
}

// close prints the failures once more, and the closing line last.
func (s *summary) close(out io.Writer) {
	for _, name := range s.failures {
		fmt.Fprintln(out, "failed:", name)
	}
	if s.skipped > 0 {
		fmt.Fprintf(out, "%d skipped\n", s.skipped)
	}
	fmt.Fprintf(out, "%d passed, %d failed\n", s.passed, s.failed)
}
