//go:build servers

package filestest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Server is a process that a test started, and can stop and end.
type Server struct {
	t       *testing.T
	process *exec.Cmd
	said    *bytes.Buffer
	ended   chan struct{}
	once    sync.Once
}

// begin starts a program in a folder and ends it with the test. ready is asked until it is true.
func begin(t *testing.T, ready func() bool, folder, program string, args ...string) *Server {
	t.Helper()
	s := &Server{t: t, process: exec.CommandContext(context.Background(), program, args...), said: &bytes.Buffer{}, ended: make(chan struct{})} //nolint:gosec // a test's own server, which Kill ends
	s.process.Dir = folder
	s.process.Stdout, s.process.Stderr = s.said, s.said
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.process.Wait(); close(s.ended) }()
	t.Cleanup(s.Kill)
	for !ready() {
		select {
		case <-s.ended:
			t.Fatalf("%s ended by itself: %s", program, s.said)
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return s
}

// Freeze stops the process where it is: it listens, and says nothing any more. Thaw lets it go on.
func (s *Server) Freeze() { s.signal(syscall.SIGSTOP) }

// Thaw lets a frozen process go on.
func (s *Server) Thaw() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(signal syscall.Signal) {
	s.t.Helper()
	if err := s.process.Process.Signal(signal); err != nil {
		s.t.Fatal(err)
	}
}

// Kill ends the process at once and waits until it is gone.
func (s *Server) Kill() {
	s.once.Do(func() { _ = s.process.Process.Kill() })
	<-s.ended
}

// freePort is a port of this machine that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func answers(address string) func() bool {
	return func() bool {
		c, err := (&net.Dialer{Timeout: time.Second}).DialContext(context.Background(), "tcp", address)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	}
}

// root is the folder of the module.
func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

// gateway builds the S3 server, once for all tests of a run.
var gateway = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "s3server-")
	if err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-o", filepath.Join(folder, "versitygw"), "github.com/versity/versitygw/cmd/versitygw") //nolint:gosec // a folder of its own
	build.Dir = filepath.Join(root(), "tools", "s3server")
	build.Env = append(os.Environ(), "GOFLAGS=")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return filepath.Join(folder, "versitygw"), nil
})

// RemoveServers removes what was built; TestMain calls it at the end.
func RemoveServers() {
	if path, err := gateway(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
}

// S3Server is a real S3 server with one bucket, on a folder.
type S3Server struct {
	*Server
	Endpoint, Bucket, AccessKey, SecretKey string
	folder                                 string
}

// StartS3 starts one, ended with the test.
func StartS3(t *testing.T) *S3Server {
	t.Helper()
	program, err := gateway()
	if err != nil {
		t.Fatal(err)
	}
	s := &S3Server{Bucket: "wederhoor", AccessKey: "proef", SecretKey: "geheim-voor-de-proef", folder: t.TempDir()} //nolint:gosec // of the test
	if err := os.MkdirAll(filepath.Join(s.folder, s.Bucket), 0o700); err != nil {
		t.Fatal(err)
	}
	s.start(t, program, freePort(t))
	return s
}

// Restart starts a killed server again, at the same address and with what it had.
func (s *S3Server) Restart(t *testing.T) {
	t.Helper()
	program, err := gateway()
	if err != nil {
		t.Fatal(err)
	}
	s.start(t, program, s.Endpoint[len("http://"):])
}

func (s *S3Server) start(t *testing.T, program, address string) {
	t.Helper()
	s.Endpoint = "http://" + address
	s.Server = begin(t, answers(address), s.folder, program,
		"--access", s.AccessKey, "--secret", s.SecretKey, "--port", address, "--region", "eu-west-1", "--quiet", "posix", s.folder)
}

// Kept are the paths of all that the server has in its bucket, on the disk.
func (s *S3Server) Kept(t *testing.T) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(filepath.Join(s.folder, s.Bucket), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
