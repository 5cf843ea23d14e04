package main

import (
	"strings"
	"testing"
)

func summarise(t *testing.T, lines ...string) (summary, string) {
	t.Helper()
	s := summary{output: map[string][]string{}, failedIn: map[string]bool{}}
	var out strings.Builder
	if err := s.read(strings.NewReader(strings.Join(lines, "\n")), &out); err != nil {
		t.Fatal(err)
	}
	s.close(&out)
	return s, out.String()
}

func TestSummary(t *testing.T) {
	s, out := summarise(t,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"quiet\n"}`,
		`{"Action":"pass","Package":"p","Test":"TestA"}`,
		`{"Action":"output","Package":"p","Test":"TestB","Output":"the reason\n"}`,
		`{"Action":"fail","Package":"p","Test":"TestB"}`,
		`{"Action":"skip","Package":"p","Test":"TestC"}`,
		`{"Action":"fail","Package":"p","Elapsed":1.5}`,
		`not json`)
	if s.passed != 1 || s.failed != 1 || s.skipped != 1 {
		t.Errorf("%d passed, %d failed, %d skipped", s.passed, s.failed, s.skipped)
	}
	if !strings.HasSuffix(out, "\n1 passed, 1 failed\n") || !strings.Contains(out, "the reason") ||
		strings.Contains(out, "quiet") || !strings.Contains(out, "not json") {
		t.Errorf("printed:\n%s", out)
	}
}

func TestPackageThatDoesNotBuildOrPanicsFails(t *testing.T) {
	s, out := summarise(t,
		`{"Action":"build-output","ImportPath":"p","Output":"p.go:1: syntax error\n"}`,
		`{"Action":"fail","Package":"p"}`,
		`{"Action":"output","Package":"q","Test":"TestX","Output":"panic: oh\n"}`,
		`{"Action":"fail","Package":"q"}`)
	if s.failed != 2 || !strings.Contains(out, "syntax error") || !strings.Contains(out, "panic: oh") {
		t.Errorf("%d failed, printed:\n%s", s.failed, out)
	}
}

// The same test on another engine is another test, whose failure is told as such.
func TestSecondEngine(t *testing.T) {
	s, out := summarise(t,
		`{"Action":"pass","Package":"p","Test":"TestA"}`,
		`{"Action":"pass","Package":"p"}`,
		`{"Action":"on","Output":"PostgreSQL: "}`,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"the reason\n"}`,
		`{"Action":"fail","Package":"p","Test":"TestA"}`,
		`{"Action":"fail","Package":"p"}`)
	if s.passed != 1 || s.failed != 1 {
		t.Errorf("%d passed, %d failed", s.passed, s.failed)
	}
	if !strings.Contains(out, "ok   p (") || !strings.Contains(out, "FAIL PostgreSQL: p TestA\nthe reason") || !strings.Contains(out, "failed: PostgreSQL: p TestA\n") {
		t.Errorf("printed:\n%s", out)
	}
}
