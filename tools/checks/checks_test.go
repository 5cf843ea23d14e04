//go:build checks

package checks

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// root is the folder of the module, seen from this one.
const root = "../.."

// run runs a program at the root and gives what it printed.
func run(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// mustRun fails the test with what the program printed when it failed.
func mustRun(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := run(name, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}

func digest(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// files are the paths below the root that end so, without hidden folders.
func files(t *testing.T, suffix string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(path, suffix) {
			rel, err := filepath.Rel(root, path)
			all = append(all, rel)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// copyTo copies a file of the tree to the same place below dir.
func copyTo(t *testing.T, dir, path string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(dir, path)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(target, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// The generated code is what the templates of this tree give. They are generated in a copy: a
// check writes nothing into the tree somebody is working in.
func TestGeneratedCodeIsCurrent(t *testing.T) {
	dir := t.TempDir()
	for _, path := range append(files(t, ".templ"), "go.mod", "go.sum") {
		copyTo(t, dir, path)
	}
	templ := filepath.Join(t.TempDir(), "templ")
	mustRun(t, "go", "build", "-o", templ, "github.com/a-h/templ/cmd/templ")
	cmd := exec.Command(templ, "generate")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("templ generate: %v\n%s", err, out)
	}
	for _, path := range files(t, ".templ") {
		made := strings.TrimSuffix(path, ".templ") + "_templ.go"
		want, err := os.ReadFile(filepath.Join(dir, made))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(root, made)); err != nil || string(got) != string(want) {
			t.Errorf("%s is not what %s gives: run make generate and commit it", made, path)
		}
	}
	for _, made := range files(t, "_templ.go") {
		if _, err := os.Stat(filepath.Join(root, strings.TrimSuffix(made, "_templ.go")+".templ")); err != nil {
			t.Errorf("%s has no template any more", made)
		}
	}
}

func TestFormatted(t *testing.T) {
	if files := mustRun(t, "go", "tool", "gofumpt", "-l", "."); files != "" {
		t.Errorf("run make format; not as gofumpt writes it:\n%s", files)
	}
}

// Vet runs over the sources as they are built and as they are tested.
func TestVet(t *testing.T) {
	mustRun(t, "go", "vet", "./...")
	mustRun(t, "go", "vet", "-tags", "browser,checks,endurance,servers,strace", "./...")
	mustRun(t, "go", "vet", "-tags", "postgres", "./...")
}

// The linters are built from a module of their own, so that theirs are not among our dependencies.
func TestLinters(t *testing.T) {
	cmd := exec.Command("go", "build", "-o", "../../bin/golangci-lint", "github.com/golangci/golangci-lint/v2/cmd/golangci-lint")
	cmd.Dir = filepath.Join(root, "tools", "lint")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building golangci-lint: %v\n%s", err, out)
	}
	mustRun(t, "bin/golangci-lint", "run", "--allow-parallel-runners", "--concurrency", "2", "./...")
}

// Known vulnerabilities count where our code reaches them. The list of them is fetched; without
// a network nothing can be said about it, and that is no reason to fail.
func TestNoKnownVulnerabilities(t *testing.T) {
	out, err := run("go", "tool", "govulncheck", "./...")
	switch {
	case strings.Contains(out, "fetching vulnerabilities:"):
		t.Skipf("not checked, the list of vulnerabilities cannot be had here:\n%s", out)
	case err != nil:
		t.Errorf("govulncheck: %v\n%s", err, out)
	}
}

// What others wrote is kept as they published it.
func TestVendoredFilesAreUnchanged(t *testing.T) {
	for _, folder := range []string{"web/static", "browser/testdata"} {
		sums, err := os.ReadFile(filepath.Join(root, folder, "SHA256SUMS"))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(sums)) {
			want, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
			if got := digest(t, filepath.Join(root, folder, name)); got != want {
				t.Errorf("%s/%s is not the file that was published", folder, name)
			}
		}
	}
}
