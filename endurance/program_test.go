//go:build endurance

package endurance_test

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/files"
)

// binary is the program, built once for all tests: what is tested is what is shipped.
var binary string

// sideBySide is how many of the tests run at the same time: most of what they do is wait.
const sideBySide = "8"

func TestMain(m *testing.M) {
	files.BeChild()
	flag.Parse()
	os.Exit(built(m))
}

func built(m *testing.M) int {
	folder, err := os.MkdirTemp("", "wederhoor-endurance-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "wederhoor")
	build := exec.Command("go", "build", "-o", binary, "..")
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := errors.Join(build.Run(), flag.Set("test.parallel", sideBySide)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// number is a figure that the environment can make larger, as `make torture` does.
func number(t *testing.T, variable string, otherwise int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%s is no number", variable, text)
	}
	return n
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

// The program listens at serving, whoever calls it does so from asking: were they one, a call while nobody listens could get the port
// that it calls for its own, and be connected to itself.
const (
	serving = "127.0.0.2"
	asking  = "127.0.0.1"
)

// node is the program at one address, where it is started again after it was killed.
type node struct {
	t       *testing.T
	base    string
	log     string // file
	args    []string
	process *exec.Cmd
	ended   chan struct{} // closed when the process has
	started time.Time

	between []string // folders for what is being worked on, one of each start
}

// chainPolicy: signing in stays one step, and a crowd of testers is no flood.
const chainPolicy = `
sign_in:
  two_factors: []
forms:
  one_dossier: {at_once: 100000, per_hour: 100000}
  load: {at_once: 100000, per_hour: 100000}
  in_all: {at_once: 200000, per_hour: 100000}
`

// newNode makes a node that is not started yet.
func newNode(t *testing.T, database string, more ...string) *node {
	t.Helper()
	listener, err := net.Listen("tcp", serving+":0")
	must(t, err)
	address := listener.Addr().String()
	must(t, listener.Close())
	n := &node{
		t: t, base: "http://" + address, log: filepath.Join(t.TempDir(), "log"),
		args: append([]string{"serve", "--listen", address, "--database", database, "--policy", filepath.Join(t.TempDir(), "policy.yaml")}, more...),
	}
	must(t, os.WriteFile(n.args[len(n.args)-len(more)-1], []byte(chainPolicy), 0o600))
	t.Cleanup(func() {
		if n.process != nil {
			n.kill()
		}
		if t.Failed() {
			t.Logf("%s logged, besides requests:\n%s", n.base, n.tail())
		}
	})
	return n
}

// command is the program with these arguments, and nothing of the environment of the tests.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.Command(binary, args...)
	c.Env = []string{"HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir()}
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return c
}

func (n *node) start() {
	n.t.Helper()
	log, err := os.OpenFile(n.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	must(n.t, err)
	defer log.Close()
	n.process = command(n.t, n.args...)
	n.process.Stderr = log
	for _, setting := range n.process.Env {
		if folder, ok := strings.CutPrefix(setting, "TMPDIR="); ok {
			n.between = append(n.between, folder)
		}
	}
	n.started = time.Now()
	must(n.t, n.process.Start())
	process, ended := n.process, make(chan struct{})
	n.ended = ended
	go func() {
		defer close(ended)
		_ = process.Wait() // its state says how it ended
	}()
}

// signal sends a signal to all processes of the node.
func (n *node) signal(s syscall.Signal) {
	n.t.Helper()
	must(n.t, syscall.Kill(-n.process.Process.Pid, s))
}

// kill ends it as losing power does: it does not get to say a last word.
func (n *node) kill() {
	n.t.Helper()
	_ = syscall.Kill(-n.process.Process.Pid, syscall.SIGKILL) // it may have ended
	<-n.ended
	n.process = nil
}

// stop ends it as a service manager does.
func (n *node) stop() {
	n.t.Helper()
	n.signal(syscall.SIGTERM)
	<-n.ended
	if state := n.process.ProcessState; !state.Success() {
		n.t.Errorf("SIGTERM: %v\n%s", state, n.tail())
	}
	n.process = nil
}

// patience is how long anything may take on a machine that is busy with much else. What it takes is printed, and no test fails by it.
const patience = 3 * time.Minute

// ready waits until it can do its work and says how long after a moment that was; or until it is time to give up, or it has ended.
func (n *node) ready(since, until time.Time) (time.Duration, bool) {
	n.t.Helper()
	for time.Now().Before(until) && !n.gone() {
		if answer, err := asker.Get(n.base + "/readyz"); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return time.Since(since), true
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	return 0, false
}

func (n *node) gone() bool {
	select {
	case <-n.ended:
		return true
	default:
		return false
	}
}

// up starts it and waits until it is ready.
func (n *node) up() time.Duration {
	n.t.Helper()
	n.start()
	took, ok := n.ready(n.started, n.started.Add(patience))
	if !ok {
		n.t.Fatalf("it ended, or was not ready within %v:\n%s", patience, n.tail())
	}
	return took
}

func (n *node) contents() string {
	text, err := os.ReadFile(n.log)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// tail is the end of what it logged besides requests and the asking to try again.
func (n *node) tail() string {
	const most = 6000
	var text strings.Builder
	for line := range strings.Lines(n.contents()) {
		if !strings.Contains(line, `"msg":"request"`) && !strings.Contains(line, `"msg":"busy"`) {
			text.WriteString(line)
		}
	}
	return text.String()[max(0, text.Len()-most):]
}

// said counts the lines of the log that have all of these in them.
func (n *node) said(words ...string) int {
	count := 0
	for line := range strings.Lines(n.contents()) {
		has := true
		for _, word := range words {
			has = has && strings.Contains(line, word)
		}
		if has {
			count++
		}
	}
	return count
}

// verified has the program check every history, every row and every file, and gives what it says. folder is where files are, if any were sent.
func verified(t *testing.T, database, folder string) string {
	t.Helper()
	args := []string{"verify", "--database", database}
	if folder != "" {
		args = append(args, "--files", folder)
	}
	out, err := command(t, args...).CombinedOutput()
	if said := string(out); err != nil || !strings.Contains(said, " 0 differences.") {
		t.Errorf("verify: %v\n%s", err, said)
	}
	return strings.TrimSpace(string(out))
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) time.Duration {
	t.Helper()
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		if holds() {
			return time.Since(began)
		}
	}
	t.Fatalf("not within %v: %s", patience, what)
	return 0
}
