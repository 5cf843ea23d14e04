//go:build !postgres

package main

import (
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// announced is what `wederhoor demo --json` prints.
type announced struct {
	URL      string
	Accounts []struct{ Role, Name, Email, Password string }
}

// whole waits until nothing of the past is being made any more.
func whole(t *testing.T, base string) {
	t.Helper()
	for range 900 {
		if status, body := get(t, base+"/"); status == http.StatusOK && !strings.Contains(body, "demo-progress") {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	t.Fatal("the demo is not made")
}

func TestDemo(t *testing.T) {
	folder := t.TempDir()
	p := start(t, []string{"TMPDIR=" + folder}, "demo", "--listen", "127.0.0.1:0", "--json")
	p.address(t, p.out, `"url":"(http://127\.0\.0\.1:\d+)"`)
	var said announced
	if err := json.Unmarshal([]byte(p.out.String()), &said); err != nil {
		t.Fatalf("%v in %s", err, p.out.String())
	}
	has := map[string]bool{}
	for _, a := range said.Accounts {
		for role := range strings.SplitSeq(a.Role, ", ") {
			has[role] = true
		}
	}
	for _, role := range []string{"owner", "assistant", "receptionist", "specialist", "outside"} {
		if !has[role] {
			t.Errorf("no account of a %s", role)
		}
	}
	status, body := get(t, p.base+"/demo/")
	if status != http.StatusOK || !strings.Contains(body, "eigenaar@voorbeeldkliniek.example") {
		t.Errorf("GET /demo/: %d", status)
	}
	whole(t, p.base)
	t.Run("signs in", func(t *testing.T) { demoSignIn(t, p.base, said) })
	t.Run("moves the clock", func(t *testing.T) { demoClock(t, p.base) })
	t.Run("shows links", func(t *testing.T) { demoLink(t, p.base) })
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("SIGTERM: %v\n%s", err, p.log.String())
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("it left %v behind (%v)", left, err)
	}
}

func demoSignIn(t *testing.T, base string, said announced) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	for _, a := range said.Accounts[:3] {
		r, err := browser.PostForm(base+"/desk/sign-in", url.Values{"email": {a.Email}, "password": {a.Password}})
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != http.StatusOK || !strings.HasPrefix(r.Request.URL.Path, "/desk") || strings.Contains(r.Request.URL.Path, "sign-in") {
			t.Errorf("%s: %d at %s", a.Email, r.StatusCode, r.Request.URL.Path)
		}
	}
}

func demoClock(t *testing.T, base string) {
	still := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	move := func(advance, back string) (status int, location string) {
		r, err := still.PostForm(base+"/demo/clock", url.Values{"advance": {advance}, "back": {back}})
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		return r.StatusCode, r.Header.Get("Location")
	}
	if status, location := move("26h", "/klacht"); status != http.StatusSeeOther || location != "/klacht" {
		t.Errorf("26h: %d to %q", status, location)
	}
	if _, body := get(t, base+"/"); !strings.Contains(body, "vrijdag 6 maart 2026 om 12.0") {
		t.Error("the clock does not stand at 6 March, noon")
	}
	for _, c := range []struct{ advance, back string }{{"-1h", "/"}, {"0s", "/"}, {"tomorrow", "/"}, {"", "/"}, {"9601h", "/"}} {
		if status, _ := move(c.advance, c.back); status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", c.advance, status)
		}
	}
	for _, back := range []string{"//evil.example/", "https://evil.example/", "/\\evil.example", ""} {
		if _, location := move("1m", back); location != "/" {
			t.Errorf("back to %q leads to %q", back, location)
		}
	}
}

func demoLink(t *testing.T, base string) {
	_, body := get(t, base+"/demo/mailbox")
	if strings.Contains(body, "{{link}}") {
		t.Error("a placeholder stands where a link should")
	}
	_, rest, found := strings.Cut(body, base+"/zaak/")
	if !found {
		t.Fatal("no private link in the mailbox")
	}
	end := strings.IndexAny(rest, `"<`)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := (&http.Client{Jar: jar}).Get(base + "/zaak/" + rest[:end])
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if page := r.Request.URL.Path; r.StatusCode != http.StatusOK || !strings.HasPrefix(page, "/zaak/WH-") {
		t.Errorf("the private link leads to %s, which answers %d", page, r.StatusCode)
	}
}

func TestDemoIsKept(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "kept")
	args := []string{"demo", "--listen", "127.0.0.1:0", "--json", "--data", folder}
	p := start(t, nil, args...)
	p.address(t, p.out, `"url":"(http://127\.0\.0\.1:\d+)"`)
	whole(t, p.base)
	_ = p.Process.Signal(syscall.SIGTERM)
	if err := p.Wait(); err != nil {
		t.Fatal(err)
	}
	again := start(t, nil, args...)
	again.address(t, again.out, `"url":"(http://127\.0\.0\.1:\d+)"`)
	if _, body := get(t, again.base+"/"); strings.Contains(body, "demo-progress") {
		t.Error("the past is made a second time")
	}
	_ = again.Process.Signal(syscall.SIGTERM)
	if err := again.Wait(); err != nil {
		t.Error(err)
	}
	_, errs, code := call(t, "", nil, append(args, "--seed", "2")...)
	if code == 0 || !strings.Contains(errs, "seed 1") {
		t.Errorf("another seed in the same folder: exit %d: %s", code, errs)
	}
	out, _, code := call(t, "", nil, "verify", "--database", "sqlite:"+filepath.Join(folder, "demo.db"))
	if code != 0 || !strings.Contains(out, "8 files checked, of which 2 were taken out: 0 differences") {
		t.Errorf("verify: exit %d: %s", code, out)
	}
}
