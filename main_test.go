package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// binary is the program, built once for all tests: what is tested is what is shipped.
var binary string

func TestMain(m *testing.M) {
	files.BeChild()
	folder, err := os.MkdirTemp("", "wederhoor-test-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(folder, "wederhoor")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	code := 1
	if build.Run() == nil {
		code = m.Run()
	}
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// call runs the program to its end, with a clean environment and what is added to it.
func call(t *testing.T, stdin string, environment []string, args ...string) (out, errs string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, binary, args...)
	c.Env = append([]string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}, environment...)
	c.Dir = t.TempDir()
	c.Stdin = strings.NewReader(stdin)
	var o, e bytes.Buffer
	c.Stdout, c.Stderr = &o, &e
	err := c.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return o.String(), e.String(), c.ProcessState.ExitCode()
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestHelpOfEveryCommand(t *testing.T) {
	for _, command := range []string{"", "serve", "demo", "migrate", "admin", "admin create", "admin invite", "admin reset", "admin disable", "admin enable", "admin list", "register", "explain", "verify", "access", "erase", "ledger", "tombstones", "copy", "version"} {
		out, _, code := call(t, "", nil, append(strings.Fields(command), "--help")...)
		if code != 0 || !strings.Contains(out, "Usage: wederhoor") || len(out) < 180 {
			t.Errorf("%q --help: exit %d, %d characters:\n%s", command, code, len(out), out)
		}
	}
	if help, _, code := call(t, "", nil, "help", "admin", "list"); code != 0 || !strings.Contains(help, "wederhoor admin list") {
		t.Errorf("wederhoor help: exit %d: %s", code, help)
	}
	out, _, _ := call(t, "", nil, "serve", "--help")
	for _, value := range []string{"127.0.0.1:8080", "sqlite:wederhoor.db", "60s"} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), value+" when not given") {
			t.Errorf("serve --help does not say that %s holds where nothing is given", value)
		}
	}
	for _, word := range []string{"$WEDERHOOR_DATABASE_URL", "$WEDERHOOR_LISTEN", "$WEDERHOOR_BASE_URL", "$WEDERHOOR_POLICY", "$WEDERHOOR_TRUSTED_PROXIES", "$WEDERHOOR_OIDC_ISSUER", "$WEDERHOOR_ALLOW_PRIVATE", "SIGTERM", "/readyz"} {
		if !strings.Contains(out, word) {
			t.Errorf("serve --help says nothing about %s", word)
		}
	}
}

func TestUnknownCommandIsRefused(t *testing.T) {
	_, errs, code := call(t, "", nil, "serf")
	if code != 2 || !strings.Contains(errs, "serf") || !strings.Contains(errs, "--help") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func TestVersion(t *testing.T) {
	out, _, code := call(t, "", nil, "version")
	if code != 0 || !regexp.MustCompile(`^wederhoor \S+ \(.*go1\.\d+`).MatchString(out) {
		t.Errorf("exit %d: %q", code, out)
	}
}

func TestSettingsFromFiles(t *testing.T) {
	db := storetest.Address(t)
	url := write(t, "url", db+"\n")
	if _, errs, code := call(t, "", []string{"WEDERHOOR_DATABASE_URL_FILE=" + url}, "migrate"); code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	if !migrated(t, db) {
		t.Error("the file's database was not used")
	}
	other := storetest.Address(t)
	if _, errs, code := call(t, "", []string{"WEDERHOOR_DATABASE_URL_FILE=" + url}, "migrate", "--database", other); code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	if !migrated(t, other) {
		t.Error("a flag does not win from the environment")
	}
}

// migrated reports whether somebody has made the tables in a database.
func migrated(t *testing.T, db string) bool {
	t.Helper()
	_, err := engine.SQL(t, db).ExecContext(t.Context(), "select 1 from dossiers")
	return err == nil
}

func TestSettingGivenTwiceIsRefused(t *testing.T) {
	for _, name := range variables {
		path := write(t, "value", "x")
		_, errs, code := call(t, "", []string{name + "=x", name + "_FILE=" + path}, "version")
		if code == 0 || !strings.Contains(errs, name+" and "+name+"_FILE are both set") {
			t.Errorf("%s: exit %d: %s", name, code, errs)
		}
	}
	_, errs, code := call(t, "", []string{"WEDERHOOR_LISTEN_FILE=/does/not/exist"}, "version")
	if code == 0 || !strings.Contains(errs, "WEDERHOOR_LISTEN_FILE") {
		t.Errorf("a file that is not there: exit %d: %s", code, errs)
	}
}

func TestBadPolicyNamesEveryLine(t *testing.T) {
	bad := write(t, "policy.yaml", "terms:\n  triage: -3 hours\n  tirage: 24 hours\ncalendar:\n  zone: Europe/Atlantis\n")
	db := storetest.Address(t)
	_, errs, code := call(t, "", []string{"WEDERHOOR_POLICY=" + bad}, "serve", "--listen", "127.0.0.1:0", "--database", db)
	if code == 0 {
		t.Fatal("it started")
	}
	for _, line := range []string{bad + ":2:", bad + ":3:", bad + ":5:"} {
		if !strings.Contains(errs, line) {
			t.Errorf("nothing about %s in:\n%s", line, errs)
		}
	}
}

func TestBadBaseURLIsRefused(t *testing.T) {
	for _, base := range []string{"klachten.example.nl", "https://example.nl/klachten"} {
		_, errs, code := call(t, "", nil, "serve", "--listen", "127.0.0.1:0", "--base-url", base)
		if code == 0 || !strings.Contains(errs, "--base-url") {
			t.Errorf("%s: exit %d: %s", base, code, errs)
		}
	}
}

// process is a running server.
type process struct {
	*exec.Cmd
	out, log *lockedBuffer
	base     string
}

func start(t *testing.T, environment []string, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(binary, args...), out: &lockedBuffer{}, log: &lockedBuffer{}}
	p.Env = append([]string{"HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir()}, environment...)
	p.Stdout, p.Stderr = p.out, p.log
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.Process.Kill()
		_, _ = p.Process.Wait()
	})
	return p
}

// address waits for the address that the process says it listens on.
func (p *process) address(t *testing.T, in *lockedBuffer, pattern string) {
	t.Helper()
	find := regexp.MustCompile(pattern)
	for range 600 {
		if m := find.FindStringSubmatch(in.String()); m != nil {
			p.base = m[1]
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no address in: %s\n%s", p.out.String(), p.log.String())
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func TestServeAndStop(t *testing.T) {
	db := storetest.Address(t)
	p := start(t, []string{"WEDERHOOR_LISTEN=127.0.0.1:0", "WEDERHOOR_DATABASE_URL=" + db}, "serve")
	p.address(t, p.log, `"address":"(http://127\.0\.0\.1:\d+)"`)
	for _, path := range []string{"/healthz", "/readyz", "/", "/klacht", "/desk/sign-in"} {
		if status, body := get(t, p.base+path); status != http.StatusOK {
			t.Errorf("GET %s: %d\n%s", path, status, body)
		}
	}
	if status, _ := get(t, p.base+"/demo/mailbox"); status != http.StatusNotFound {
		t.Errorf("the demo's mailbox answers %d outside the demo", status)
	}
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("SIGTERM: %v\n%s", err, p.log.String())
	}
	lines := strings.Split(strings.TrimSpace(p.log.String()), "\n")
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			t.Errorf("a line of the log is no JSON: %s", line)
		}
	}
	if last := lines[len(lines)-1]; !strings.Contains(last, `"stopped"`) {
		t.Errorf("the last line is %s", last)
	}
	if out, _, code := call(t, "", nil, "verify", "--database", db); code != 0 || !strings.Contains(out, "0 differences") {
		t.Errorf("verify: exit %d: %s", code, out)
	}
}

func TestStopLetsRequestsEnd(t *testing.T) {
	db := storetest.Address(t)
	p := start(t, nil, "serve", "--listen", "127.0.0.1:0", "--database", db)
	p.address(t, p.log, `"address":"(http://127\.0\.0\.1:\d+)"`)
	body, send := io.Pipe()
	answered := make(chan int, 1)
	go func() {
		r, err := http.Post(p.base+"/klacht", "application/x-www-form-urlencoded", body)
		if err != nil {
			answered <- 0
			return
		}
		defer r.Body.Close()
		answered <- r.StatusCode
	}()
	if _, err := io.WriteString(send, "story=half"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond) // the request is under way
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond)
	if _, err := io.WriteString(send, "+of+it"); err != nil {
		t.Fatal(err)
	}
	_ = send.Close()
	if status := <-answered; status != http.StatusUnprocessableEntity {
		t.Errorf("the form that was being sent was answered with %d", status)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("SIGTERM: %v", err)
	}
}

func TestFirstOwner(t *testing.T) {
	db := storetest.Address(t)
	create := []string{"admin", "create", "--database", db, "--name", "Els Eigenaar", "--email", "Els@Kliniek.example"}
	good := write(t, "password", "regen op het dak van zolder\n")
	for _, c := range []struct{ name, file, want string }{
		{"short", write(t, "short", "kort"), "too short"},
		{"common", write(t, "common", "wachtwoord1234"), "easy to guess"},
		{"own name", write(t, "own", "els eigenaar 1"), "easy to guess"},
		{"long", write(t, "long", strings.Repeat("lang woord ", 60)), "too long"},
	} {
		out, errs, code := call(t, "", nil, append(create, "--password-file", c.file)...)
		if code == 0 || !strings.Contains(errs, c.want) {
			t.Errorf("%s: exit %d: %s%s", c.name, code, out, errs)
		}
	}
	if _, errs, code := call(t, "", []string{"WEDERHOOR_PASSWORD_FILE=" + good}, create...); code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	_, errs, code := call(t, "", nil, append(create, "--password-file", good)...)
	if code == 0 || !strings.Contains(errs, "there is an account") {
		t.Errorf("the same address again: exit %d: %s", code, errs)
	}
	if _, errs, code := call(t, "", nil, "admin", "create", "--database", db, "--name", "X", "--email", "nobody"); code == 0 || !strings.Contains(errs, "--email") {
		t.Errorf("an address that is none: exit %d: %s", code, errs)
	}
	if _, errs, code := call(t, "", nil, create...); code == 0 || !strings.Contains(errs, "no password") {
		t.Errorf("no password at all: exit %d: %s", code, errs)
	}
}
