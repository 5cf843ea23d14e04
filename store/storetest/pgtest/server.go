// Package pgtest runs PostgreSQL for tests: a server of their own, out of the programs that are installed, reached by a Unix socket
// alone. It is gone when the program of the tests is, whether that ended, panicked or was killed.
package pgtest

import (
	"bufio"
	"database/sql"
	_ "embed"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

//go:embed keeper.sh
var keeper string

const (
	port   = "5432"
	socket = ".s.PGSQL." + port
)

// Options change how a server runs.
type Options struct {
	Durable  bool              // brings to disk what it commits, as a real one does; without it tests are faster
	Settings map[string]string // of postgresql.conf
}

// Server is a PostgreSQL with databases that live as long as it does. Its address stays the same when it is restarted. It is not safe
// for use by many goroutines, but for URL.
type Server struct {
	folder  string
	orders  io.WriteCloser // when it closes, the keeper takes the server away
	answers *bufio.Reader
	keeper  *exec.Cmd
	admin   *sql.DB

	mu sync.Mutex
	n  int // databases made so far
}

// Start makes a server for one test and starts it, which takes about a second. It ends with the test.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	s, err := start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.end)
	return s
}

// Run is Start for programs that are no tests: end takes the server away.
func Run(o Options) (s *Server, end func(), err error) {
	if s, err = start(o); err != nil {
		return nil, nil, err
	}
	return s, s.end, nil
}

var shared = sync.OnceValues(func() (*Server, error) { return start(Options{}) })

// Shared is the one server of all tests of a program, started by the first that asks. It is not for stopping.
func Shared() (*Server, error) { return shared() }

func start(o Options) (*Server, error) {
	found, err := programs(candidates())
	if err != nil {
		return nil, err
	}
	as, err := account()
	if err != nil {
		return nil, err
	}
	folder, err := place(as)
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder}
	if err := s.keep(found, as, o.arguments(folder)); err != nil {
		return nil, err
	}
	if s.admin, err = sql.Open("pgx", s.URL("postgres")); err == nil {
		err = s.up()
	}
	if err != nil {
		s.end()
		return nil, err
	}
	return s, nil
}

// keep starts the keeper, out of reach of a terminal's signals, and has it make the files of a server.
func (s *Server) keep(programs string, as *syscall.Credential, arguments []string) (err error) {
	s.keeper = exec.Command("sh", append([]string{"-c", keeper, "keeper", s.folder, programs}, arguments...)...)
	s.keeper.Dir = "/"
	s.keeper.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	s.keeper.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true}
	if s.orders, err = s.keeper.StdinPipe(); err != nil {
		return err
	}
	out, err := s.keeper.StdoutPipe()
	if err != nil {
		return err
	}
	s.answers = bufio.NewReader(out)
	if err := s.keeper.Start(); err != nil {
		return fmt.Errorf("the keeper of PostgreSQL: %w", err)
	}
	if made, err := s.answers.ReadString('\n'); err != nil || made != "made\n" {
		err = fmt.Errorf("PostgreSQL's files cannot be made in %s (%s, %w):\n%s", s.folder, made, err, s.log())
		s.end()
		return err
	}
	return nil
}

func (o Options) arguments(folder string) []string {
	settings := map[string]string{
		"listen_addresses": "", "unix_socket_directories": folder, "port": port, "max_connections": "200", "shared_buffers": "128MB",
	}
	if !o.Durable {
		settings["fsync"], settings["full_page_writes"] = "off", "off"
	}
	for name, value := range o.Settings {
		settings[name] = value
	}
	var list []string
	for name, value := range settings {
		list = append(list, "-c", name+"="+value)
	}
	return list
}

// URL is the address of one of its databases.
func (s *Server) URL(database string) string {
	q := url.Values{"host": {s.folder}, "port": {port}, "user": {"postgres"}}
	return (&url.URL{Scheme: "postgres", Path: "/" + database, RawQuery: q.Encode()}).String()
}

// Restart stops it as its service does, ending every connection, and starts it again.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.Stop(t)
	s.Up(t)
}

// Stop ends every connection and shuts it down in order. It stays down until Up.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	if _, err := s.order("stop"); err != nil {
		t.Fatal(err)
	}
}

// Kill ends all of its processes at once, as losing power does, but for what the kernel still has in memory: that reaches the disk all
// the same. It stays down until Up, which recovers what was committed.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	if _, err := s.order("cut"); err != nil {
		t.Fatal(err)
	}
}

// Up starts it after Stop or Kill, and returns once it answers.
func (s *Server) Up(t testing.TB) {
	t.Helper()
	if err := s.up(); err != nil {
		t.Fatal(err)
	}
}

// patience is how long a start may take on a machine that is busy with much else.
const patience = time.Minute

func (s *Server) up() error {
	pid, err := s.order("start")
	if err != nil {
		return err
	}
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(5 * time.Millisecond) {
		if s.ready(pid) {
			return nil
		}
		if ended(pid) {
			break
		}
	}
	return fmt.Errorf("PostgreSQL does not start:\n%s", s.log())
}

// ready asks the file in which a server says how far it is; see "miscadmin.h" of PostgreSQL for its lines.
func (s *Server) ready(pid string) bool {
	text, err := os.ReadFile(filepath.Join(s.folder, "data", "postmaster.pid"))
	lines := strings.Split(string(text), "\n")
	return err == nil && len(lines) > 7 && lines[0] == pid && strings.TrimSpace(lines[7]) == "ready"
}

// ended reports whether a process has, where that can be seen: its keeper does not ask until it is told to stop it.
func ended(pid string) bool {
	text, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	return err == nil && strings.Contains(string(text), ") Z ")
}

// order has the keeper do something, and gives its answer.
func (s *Server) order(what string) (string, error) {
	if _, err := io.WriteString(s.orders, what+"\n"); err != nil {
		return "", fmt.Errorf("PostgreSQL's keeper is gone: %w", err)
	}
	answer, err := s.answers.ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("PostgreSQL's keeper is gone: %w", err)
	}
	return strings.TrimSpace(answer), nil
}

// end takes the server away with everything in it.
func (s *Server) end() {
	if s.admin != nil {
		_ = s.admin.Close()
	}
	_ = s.orders.Close()
	_ = s.keeper.Wait()
}

// log is the end of what PostgreSQL had to say.
func (s *Server) log() string {
	text, err := os.ReadFile(filepath.Join(s.folder, "log"))
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(string(text), "\n")
	return strings.Join(slices.Clip(lines[max(0, len(lines)-30):]), "\n")
}
