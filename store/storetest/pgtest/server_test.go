//go:build postgres

package pgtest

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// child is set in the environment of this program when it is run by itself, to see what it leaves behind.
const child = "PGTEST_CHILD"

func TestMain(m *testing.M) {
	if how := os.Getenv(child); how != "" {
		beChild(how)
	}
	os.Exit(m.Run())
}

// beChild starts a server, tells where, and ends in some way.
func beChild(how string) {
	s, err := Shared()
	if err != nil {
		panic(err)
	}
	pid, err := os.ReadFile(filepath.Join(s.folder, "data", "postmaster.pid"))
	if err != nil {
		panic(err)
	}
	number, _, _ := strings.Cut(string(pid), "\n")
	fmt.Println(s.folder, number, s.keeper.Process.Pid)
	switch how {
	case "panics":
		panic("on purpose")
	case "exits":
		os.Exit(0)
	}
	select {} // until it is killed
}

// However a program of tests ends, nothing of its server stays.
func TestItIsGoneWithItsProgram(t *testing.T) {
	for how, signal := range map[string]syscall.Signal{
		"exits": 0, "panics": 0, "is killed": syscall.SIGKILL, "is interrupted": syscall.SIGINT, "is ended": syscall.SIGTERM,
	} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			c := exec.Command(os.Args[0])
			c.Env = append(os.Environ(), child+"="+how)
			c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			out, err := c.StdoutPipe()
			must(t, err)
			must(t, c.Start())
			var folder string
			var server, keeper int
			if _, err := fmt.Fscan(out, &folder, &server, &keeper); err != nil {
				t.Fatal(err)
			}
			if signal != 0 {
				must(t, syscall.Kill(-c.Process.Pid, signal)) // to all of its group, as a terminal does
			}
			_ = c.Wait() // it ended badly on purpose
			within(t, "its processes are gone", func() bool { return gone(server) && gone(keeper) })
			within(t, "its folder is gone", func() bool {
				_, err := os.Stat(folder)
				return errors.Is(err, fs.ErrNotExist)
			})
		})
	}
}

func gone(pid int) bool {
	return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) || ended(fmt.Sprint(pid))
}

func within(t *testing.T, what string, so func() bool) {
	t.Helper()
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(10 * time.Millisecond) {
		if so() {
			return
		}
	}
	t.Errorf("not even after %s it is so that %s", patience, what)
}

// What was committed is there after every way of stopping, at the same address; what was not is nowhere.
func TestItIsStartedAgain(t *testing.T) {
	s := Start(t, Options{Durable: true})
	address := s.Database(t)
	db, err := sql.Open("pgx", address)
	must(t, err)
	defer db.Close()
	if fsync := one[string](t, db, "show fsync"); fsync != "on" {
		t.Errorf("fsync is %s", fsync)
	}
	_, err = db.ExecContext(t.Context(), "create table kept (n integer)")
	must(t, err)
	for n, again := range []func(testing.TB){s.Restart, func(t testing.TB) { s.Kill(t); s.Up(t) }, func(t testing.TB) { s.Stop(t); s.Up(t) }} {
		_, err := db.ExecContext(t.Context(), "insert into kept values ($1)", n)
		must(t, err)
		tx, err := db.BeginTx(t.Context(), nil)
		must(t, err)
		_, err = tx.ExecContext(t.Context(), "insert into kept values (99)")
		must(t, err)
		again(t)
		if err := tx.Commit(); err == nil {
			t.Errorf("%d: a transaction outlived its server", n)
		}
		if rows := one[int](t, db, "select count(*) from kept"); rows != n+1 {
			t.Errorf("%d: %d rows are there", n, rows)
		}
	}
	if elsewhere := s.Database(t); elsewhere == address {
		t.Error("two tests have one database")
	}
}

func one[T any](t *testing.T, db *sql.DB, query string) (v T) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

// Nobody reaches it but by the socket in its folder.
func TestItListensOnASocketAlone(t *testing.T) {
	s, err := Shared()
	must(t, err)
	if listens := one[string](t, s.admin, "show listen_addresses"); listens != "" {
		t.Errorf("it listens on %s", listens)
	}
	address, drop, err := s.Make(Empty)
	must(t, err)
	if n := one[int](t, s.admin, "select count(*) from pg_database where datname like 'test_%'"); n != 1 {
		t.Errorf("%d databases, of which one was made: %s", n, address)
	}
	drop()
	if n := one[int](t, s.admin, "select count(*) from pg_database where datname like 'test_%'"); n != 0 {
		t.Errorf("%d databases are left", n)
	}
}

func TestAServerThatCannotStartSaysWhy(t *testing.T) {
	if _, err := start(Options{Settings: map[string]string{"shared_buffers": "nonsense"}}); err == nil || !strings.Contains(err.Error(), "nonsense") {
		t.Errorf("told: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
