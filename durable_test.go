//go:build strace && !postgres

package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Who is told that their complaint has reached us must not hear so before it lies on disk: a power cut in between would lose what was
// promised (R6, R7). Killing the program cannot show that, because what it wrote is then still with the kernel. So it is watched from
// outside: strace tells in which order it wrote, had it brought to disk, and answered.

const (
	filers      = 8 // people at once, so that commits are shared
	filingsEach = 5 // complaints of each
)

// filing is a complaint that was acknowledged.
type filing struct {
	port      string // of the connection that carried this form and nothing else
	reference string
}

// watched starts the program under strace. Without the right to trace the test fails: that it could not look is no proof.
func watched(t *testing.T, options []string, args ...string) (p *process, trace string) {
	t.Helper()
	if out, err := exec.Command("strace", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Fatalf("strace cannot be used here (%v). Install it (apt-get install strace), and allow ptrace "+
			"(in a container: --cap-add SYS_PTRACE):\n%s", err, out)
	}
	trace = filepath.Join(t.TempDir(), "trace")
	line := append([]string{"-f", "-qq", "-yy", "-xx", "-s", "5000", "-e", "signal=none", "-o", trace}, options...)
	p = &process{Cmd: exec.Command("strace", append(append(line, binary), args...)...), out: &lockedBuffer{}, log: &lockedBuffer{}}
	p.Env = []string{"HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}
	p.Stdout, p.Stderr = p.out, p.log
	p.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-p.Process.Pid, syscall.SIGKILL) // strace and what it watches
		_, _ = p.Process.Wait()
	})
	p.address(t, p.log, `"address":"(http://127\.0\.0\.1:\d+)"`)
	return p, trace
}

// end stops the watched program as a service manager does, and waits until its trace is whole.
func (p *process) end(t *testing.T, trace string) {
	t.Helper()
	first, _, _ := strings.Cut(contents(t, trace), " ")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatalf("the trace begins with %q", first)
	}
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, p.log.String())
	}
}

func contents(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// prepared is a database with a register, a day on which somebody was treated, and everything that a first start makes.
func prepared(t *testing.T) (path, day string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "x.db")
	day = time.Now().AddDate(0, 0, -2).Format(time.DateOnly)
	ran(t, fmt.Sprintf(smallRegister, day), "register", "-", "--database", "sqlite:"+path)
	serving(t, "sqlite:"+path).stop(t)
	return path, day
}

var (
	formKey   = regexp.MustCompile(`name="form_key" value="([^"]+)"`)
	reference = regexp.MustCompile(`WH-[0-9A-Z]{4}-[0-9A-Z]{4}`)
)

// send sends one complaint over a connection of its own, and gives that connection's port and the answer.
func send(t *testing.T, base, day, story string) (port string, answer *http.Response, err error) {
	_, page := get(t, base+"/klacht")
	key := formKey.FindStringSubmatch(page)
	if key == nil {
		return "", nil, fmt.Errorf("no form: %s", page)
	}
	alone := &http.Transport{DisableKeepAlives: true}
	alone.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err == nil {
			_, port, err = net.SplitHostPort(conn.LocalAddr().String())
		}
		return conn, err
	}
	form := url.Values{
		"form_key": {key[1]}, "branch": {"UTR"}, "treatment_date": {day}, "specialist": {"S1"}, "about": {"treatment"},
		"story": {story}, "name": {"Anna de Vries"}, "email": {"anna@post.example"}, "language": {"nl"},
	}
	request, err := http.NewRequest(http.MethodPost, base+"/klacht", strings.NewReader(form.Encode()))
	if err != nil {
		return "", nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err = alone.RoundTrip(request) // without following: this answer is what counts
	if err == nil {
		_ = answer.Body.Close()
	}
	return port, answer, err
}

// file files a complaint, which must be acknowledged, and reads its reference.
func file(t *testing.T, base, day, story string) filing {
	port, answer, err := send(t, base, day, story)
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		t.Errorf("not acknowledged: %+v, %v", answer, err)
		return filing{}
	}
	return filing{port: port, reference: reference.FindString(answer.Header.Get("Location"))}
}

// fileAll has several people file at once.
func fileAll(t *testing.T, base, day string) []filing {
	t.Helper()
	var mu sync.Mutex
	var filed []filing
	var wait sync.WaitGroup
	for i := range filers {
		wait.Go(func() {
			for j := range filingsEach {
				f := file(t, base, day, fmt.Sprintf("Klacht %d van %d.", j, i))
				mu.Lock()
				filed = append(filed, f)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	return filed
}

// watchedCalls are all system calls by which a program can write or bring to disk, on files or on connections.
const watchedCalls = "trace=write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg,sendfile,splice,copy_file_range," +
	"fsync,fdatasync,sync_file_range,ftruncate,unlink,unlinkat,rename,renameat,renameat2"

func TestR6_R7_EveryAcknowledgedFilingWasOnDiskFirst(t *testing.T) {
	db, day := prepared(t)
	p, path := watched(t, []string{"-e", watchedCalls}, "serve", "--listen", "127.0.0.1:0", "--database", "sqlite:"+db)
	filed := fileAll(t, p.base, day)
	p.end(t, path)
	seen, err := readTrace(strings.NewReader(contents(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, f := range filed {
		told[f.reference] = true
	}
	if len(told) != filers*filingsEach || told[""] {
		t.Fatalf("%d filings with %d references", filers*filingsEach, len(told))
	}
	proof := seen.prove(db, filed)
	for _, fault := range proof.faults {
		t.Error(fault)
	}
	t.Logf("%d filings by %d people at once were committed in %d transactions; each was on disk before its answer left. %d calls read",
		len(filed), filers, proof.commits, len(seen))
	t.Run("checkpoint", func(t *testing.T) { checkpointed(t, seen, db) })
	t.Run("doctored", func(t *testing.T) { doctored(t, seen, db, filed) })
}

// checkpointed: what is copied out of the log into the database is on disk there before the log is begun anew or taken away.
func checkpointed(t *testing.T, seen trace, db string) {
	faults, copies := seen.checkpoints(db)
	for _, fault := range faults {
		t.Error(fault)
	}
	if copies == 0 {
		t.Error("the log was never copied into the database")
	}
	t.Logf("%d checkpoints", copies)
	without := slices.DeleteFunc(slices.Clone(seen), func(c kernelCall) bool { return c.syncs(db) })
	if faults, _ := without.checkpoints(db); len(faults) == 0 {
		t.Error("a checkpoint that was not brought to disk is not noticed")
	}
}

// doctored shows that the proof can fail: traces in which nothing, something else or too little was brought to disk.
func doctored(t *testing.T, seen trace, db string, filed []filing) {
	log := db + "-wal"
	for name, change := range map[string]func(*kernelCall){
		"no sync":                  func(c *kernelCall) { c.name = "getpid" },
		"a sync that failed":       func(c *kernelCall) { c.result = -1 },
		"a sync of another file":   func(c *kernelCall) { c.file = db },
		"a sync that was faked":    func(c *kernelCall) { c.injected = true },
		"a sync that came late":    func(c *kernelCall) { c.entered, c.left = c.entered+1<<30, c.left+1<<30 },
		"an answer before its end": func(c *kernelCall) { c.left += 1 << 30 },
	} {
		changed := slices.Clone(seen)
		for i := range changed {
			if changed[i].syncs(log) {
				change(&changed[i])
			}
		}
		noticed(t, name, changed.prove(db, filed), undurable, len(filed))
	}
	early := slices.Clone(seen)
	for i := range early {
		if slices.ContainsFunc(filed, func(f filing) bool { return early[i].answers(f.port) }) {
			early[i].entered = 0
		}
	}
	noticed(t, "answers before everything", early.prove(db, filed), undurable, len(filed))
	without := slices.DeleteFunc(slices.Clone(seen), func(c kernelCall) bool { return c.file == log && len(c.data) > 0 })
	noticed(t, "nothing written", without.prove(db, filed), unwritten, len(filed))
}

// noticed wants that fault of every filing.
func noticed(t *testing.T, what string, p proof, fault string, filings int) {
	t.Helper()
	if n := strings.Count(strings.Join(p.faults, "\n"), fault); n != filings || n != len(p.faults) {
		t.Errorf("%s: %d of %d filings are noticed: %v", what, n, filings, p.faults)
	}
}

// The program itself with a disk that does nothing when it is told to bring something to disk.
func TestR6_R7_ADiskThatOnlySaysSoIsNoticed(t *testing.T) {
	db, day := prepared(t)
	p, path := watched(t, []string{"-e", watchedCalls, "-e", "inject=fsync,fdatasync:retval=0"},
		"serve", "--listen", "127.0.0.1:0", "--database", "sqlite:"+db)
	filed := []filing{file(t, p.base, day, "Een."), file(t, p.base, day, "Twee.")}
	p.end(t, path)
	seen, err := readTrace(strings.NewReader(contents(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	noticed(t, "a disk that does nothing", seen.prove(db, filed), undurable, len(filed))
}

// A disk that fails is told to whoever files: nobody gets an acknowledgement for what may be lost, and what was typed comes back (R5).
func TestR5_R6_ADiskThatFailsAcknowledgesNothing(t *testing.T) {
	db, day := prepared(t)
	p, path := watched(t, []string{"-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO"},
		"serve", "--listen", "127.0.0.1:0", "--database", "sqlite:"+db)
	for range 3 {
		_, answer, err := send(t, p.base, day, "Dit gaat niet verloren.")
		if err != nil {
			t.Fatal(err)
		}
		if answer.StatusCode < 500 || answer.Header.Get("Location") != "" {
			t.Errorf("answered %s to %q", answer.Status, answer.Header.Get("Location"))
		}
	}
	p.end(t, path)
	if !strings.Contains(contents(t, path), "EIO") {
		t.Error("the disk did not fail")
	}
	again := serving(t, "sqlite:"+db)
	complain(t, again.base, day)
	again.stop(t)
}
