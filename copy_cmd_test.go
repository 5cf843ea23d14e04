package main

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// A chain moves: who was signed in still is, the next complaint is taken, and the old database is served by nobody any more.
func TestCopyMovesAnInstallation(t *testing.T) {
	from, p := firstStart(t)
	b := newBrowser(t, p.base)
	b.signIn(t, "els@kliniek.example")
	p.stop(t)
	to := engine.Address(t)
	out := ran(t, "", "copy", from, to)
	for _, want := range []string{`dossiers\s+1\s+1\n`, `logins\s+1\s+1\n`, `sessions\s+2\s+2\n`, `each is the same on both sides`, `1 dossiers with \d+ records were followed on both sides: 0 differences`} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("nothing of %q in\n%s", want, out)
		}
	}
	p = serving(t, to)
	b.base = p.base
	if page := b.get(t, "/desk"); !strings.Contains(page, "Anna de Vries") {
		t.Errorf("who was signed in sees\n%s", page)
	}
	complain(t, p.base, time.Now().AddDate(0, 0, -2).Format(time.DateOnly))
	p.stop(t)
	if out := ran(t, "", "verify", "--database", to); !strings.Contains(out, "2 dossiers") {
		t.Errorf("verify: %s", out)
	}
	for _, command := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"migrate"}, {"register", os.DevNull}} {
		_, errs, code := call(t, "", nil, append(command, "--database", from)...)
		if code != 1 || !strings.Contains(errs, "moved to "+store.Place(to)) || !strings.Contains(errs, "wederhoor copy --unmark") {
			t.Errorf("%v of the old one: exit %d: %s", command, code, errs)
		}
	}
	ran(t, "", "verify", "--database", from)
	ran(t, "", "copy", "--unmark", from)
	serving(t, from).stop(t)
	if _, errs, code := call(t, "", nil, "copy", "--unmark", from); code != 1 || !strings.Contains(errs, "no mark") {
		t.Errorf("--unmark once more: exit %d: %s", code, errs)
	}
}

// A program that serves the old database while it is moved takes nothing in afterwards that would be missing in the new one, and stops.
func TestCopyStopsWhoServesTheOldOne(t *testing.T) {
	from, p := firstStart(t)
	b := newBrowser(t, p.base)
	key := regexp.MustCompile(`name="form_key" value="([^"]+)"`).FindStringSubmatch(b.get(t, "/klacht"))
	to := engine.Address(t)
	ran(t, "", "copy", from, to)
	r, err := b.PostForm(p.base+"/klacht", url.Values{
		"form_key": {key[1]}, "branch": {"UTR"}, "treatment_date": {time.Now().AddDate(0, 0, -2).Format(time.DateOnly)}, "specialist": {"S1"},
		"about": {"treatment"}, "story": {"Nog iets."}, "name": {"Anna de Vries"}, "email": {"anna@post.example"}, "language": {"nl"},
	})
	if err == nil { // it may have stopped by now
		r.Body.Close()
		if r.StatusCode < http.StatusInternalServerError {
			t.Errorf("a complaint to the old database was answered with %s", r.Status)
		}
	}
	if err := p.Wait(); p.ProcessState.ExitCode() != 1 {
		t.Errorf("it ended with %v", err)
	}
	if log := p.log.String(); !strings.Contains(log, "the database was moved: stopping") || !strings.Contains(log, "moved to "+store.Place(to)) {
		t.Errorf("its log:\n%s", log)
	}
	for _, db := range []string{from, to} {
		if out := ran(t, "", "verify", "--database", db); !strings.Contains(out, "1 dossiers") {
			t.Errorf("%s: %s", db, out)
		}
	}
}

// A copy that is not to be moved to leaves the old database to go on.
func TestCopyKeep(t *testing.T) {
	from, p := firstStart(t)
	out := ran(t, "", "copy", "--keep", from, engine.Address(t))
	if !strings.Contains(out, "has no mark") {
		t.Errorf("told: %s", out)
	}
	complain(t, p.base, time.Now().AddDate(0, 0, -2).Format(time.DateOnly))
	p.stop(t)
}

func TestCopyRefusals(t *testing.T) {
	folder := t.TempDir()
	empty, missing := "sqlite:"+filepath.Join(folder, "empty.db"), filepath.Join(folder, "missing.db")
	ran(t, "", "migrate", "--database", empty)
	if err := os.Link(filepath.Join(folder, "empty.db"), filepath.Join(folder, "same.db")); err != nil {
		t.Fatal(err)
	}
	full := "sqlite:" + filepath.Join(folder, "full.db")
	ran(t, testPassword+"\n", "admin", "create", "--database", full, "--name", "Els", "--email", "els@kliniek.example")
	if err := os.WriteFile(filepath.Join(folder, "text"), []byte(strings.Repeat("no database at all\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want string
		args []string
	}{
		{"there is no database to read", []string{"sqlite:" + missing, empty}},
		{"folder of the new database is not there", []string{empty, "sqlite:" + filepath.Join(folder, "no", "folder.db")}},
		{"the same database", []string{empty, empty}},
		{"the same database", []string{empty, "sqlite:" + filepath.Join(folder, "same.db")}},
		{"holds something already, and nothing is written over: account_log, accounts", []string{empty, full}},
		{"cannot be opened", []string{empty, "sqlite:" + filepath.Join(folder, "text")}},
		{"a database address looks like", []string{empty, "mysql://x"}},
		{"needs two addresses", []string{empty}},
		{"one address alone", []string{"--unmark", empty, full}},
		{"no such database", []string{"--unmark", "sqlite:" + missing}},
		{"cannot be opened", []string{empty, "postgres://els:geheim@127.0.0.1:1/wederhoor"}},
		{"cannot be read", []string{empty, "postgres://els:geheim%zz@127.0.0.1:1/wederhoor"}},
		{"the old database", []string{"postgres://els:geheim@127.0.0.1:1/wederhoor?sslmode=nonsense", empty}},
	} {
		out, errs, code := call(t, "", nil, append([]string{"copy"}, c.args...)...)
		told := strings.HasPrefix(errs, "wederhoor: nothing was copied") || len(c.args) == 1 || c.args[0] == "--unmark"
		if code != 1 || !strings.Contains(errs, c.want) || !told {
			t.Errorf("%v: exit %d: %s%s", c.args, code, out, errs)
		}
		if strings.Contains(out+errs, "geheim") {
			t.Errorf("the password is told: %s%s", out, errs)
		}
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("a database that was not there was made")
	}
}

// many makes an installation with so many rows that copying it takes a while.
func many(t *testing.T, rows int) string {
	t.Helper()
	from := "sqlite:" + filepath.Join(t.TempDir(), "many.db")
	ran(t, "", "migrate", "--database", from)
	change(t, from, `insert into receipts (key, digest, result, at) with recursive counted (n) as (select 1 union all select n + 1 from counted
		where n < `+strconv.Itoa(rows)+`) select 'key ' || n, 'digest', 'WH-1234-5678', n from counted`)
	return from
}

// underWay starts a copy and returns when it says that it is copying.
func underWay(t *testing.T, from, to string) *process {
	t.Helper()
	p := start(t, nil, "copy", from, to)
	for range 60_000 {
		if strings.Contains(p.log.String(), "copying") {
			return p
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("it does not begin: %s", p.log.String())
	return nil
}

// Whoever ends a copy, and however, finds the new database empty and the old one as it was, and can begin again.
func TestCopyEndedFromOutside(t *testing.T) {
	for name, signal := range map[string]syscall.Signal{"Ctrl-C": syscall.SIGINT, "kill -9": syscall.SIGKILL} {
		t.Run(name, func(t *testing.T) {
			from, to, rows := endedCopy(t, signal)
			out, errs, code := call(t, "", nil, "copy", from, to)
			if code != 0 || !strings.Contains(out, strconv.Itoa(rows)) {
				t.Errorf("again: exit %d: %s%s", code, out, errs)
			}
		})
	}
}

// endedCopy ends a copy that is under way. One that was too quick for that is done again with more rows.
func endedCopy(t *testing.T, signal syscall.Signal) (from, to string, rows int) {
	for rows = 50_000; ; rows *= 4 {
		from, to = many(t, rows), engine.Address(t)
		p := underWay(t, from, to)
		_ = p.Process.Signal(signal) // it may have ended
		err := p.Wait()
		if err == nil {
			continue
		}
		exit := (*exec.ExitError)(nil)
		switch {
		case !errors.As(err, &exit):
			t.Fatal(err)
		case signal == syscall.SIGINT && (exit.ExitCode() != 1 || !strings.Contains(p.log.String(), "interrupted: nothing was copied")):
			t.Errorf("exit %d: %s", exit.ExitCode(), p.log.String())
		}
		return from, to, rows
	}
}

// Progress is told at most once a second, with what is left.
func TestCopyProgress(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(1000, 0)
	p := &copyProgress{out: &out, now: func() time.Time { return now }}
	for range 41 {
		p.tell(store.CopyProgress{Stage: store.CopyRows, Table: "events", Done: int64(now.Sub(time.Unix(1000, 0)) / time.Millisecond), Total: 10_000})
		now = now.Add(100 * time.Millisecond)
	}
	p.tell(store.CopyProgress{Stage: store.WalkChains, Done: 1, Total: 2})
	p.end()
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 5 || lines[0] != "copying events: 0 of 10000" || lines[4] != "copying events: 4000 of 10000, 1000 a second, 6s left" {
		t.Errorf("told:\n%s", out.String())
	}
}
