//go:build servers

package files

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/files/filestest"
)

func init() { removeServers = filestest.RemoveServers }

func bucket(t *testing.T, server *filestest.S3Server, endpoint string) *S3 {
	t.Helper()
	s, err := OpenS3(Bucket{
		Endpoint: endpoint, Region: "eu-west-1", Name: server.Bucket, AccessKey: server.AccessKey, SecretKey: server.SecretKey, Folder: "proef",
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestS3_Keeps(t *testing.T) {
	server := filestest.StartS3(t)
	storeKeeps(t, bucket(t, server, server.Endpoint))
}

func TestS3_InstallationsInOneBucketDoNotSeeEachOther(t *testing.T) {
	server := filestest.StartS3(t)
	mine := bucket(t, server, server.Endpoint)
	other := *mine
	other.folder = "ander"
	id := NewID()
	if err := mine.Put(t.Context(), id, strings.NewReader("x"), 1); err != nil {
		t.Fatal(err)
	}
	if got := names(t, &other); len(got) > 0 {
		t.Errorf("the other sees %v", got)
	}
	if _, err := other.Get(t.Context(), id); !errors.Is(err, ErrGone) {
		t.Error(err)
	}
}

func TestS3_WrongKeyIsSaidWithoutTheKey(t *testing.T) {
	server := filestest.StartS3(t)
	server.SecretKey = "een-ander-geheim"
	err := bucket(t, server, server.Endpoint).Put(t.Context(), NewID(), strings.NewReader("x"), 1)
	if err == nil || strings.Contains(err.Error(), "geheim") || !strings.Contains(err.Error(), "403") {
		t.Error(err)
	}
}

func TestS3_GoneInTheMiddleOfAnUpload(t *testing.T) {
	server := filestest.StartS3(t)
	s := bucket(t, server, server.Endpoint)
	id, body := NewID(), bytes.Repeat([]byte("foto"), 1<<20)
	err := s.Put(t.Context(), id, &at{in: bytes.NewReader(body), half: len(body) / 2, do: server.Kill}, int64(len(body)))
	if err == nil {
		t.Fatal("no error")
	}
	server.Restart(t)
	if _, err := s.Get(t.Context(), id); !errors.Is(err, ErrGone) {
		t.Errorf("something is there: %v", err)
	}
	if err := s.Put(t.Context(), id, bytes.NewReader(body), int64(len(body))); err != nil {
		t.Errorf("sent again: %v", err)
	}
	if got := read(t, s, id); got != string(body) {
		t.Errorf("%d bytes", len(got))
	}
}

func TestS3_SlowInTheMiddleOfAnUpload(t *testing.T) {
	server := filestest.StartS3(t)
	s := bucket(t, server, server.Endpoint)
	id, body := NewID(), bytes.Repeat([]byte("foto"), 1<<20)
	ctx, cancel := context.WithCancel(t.Context())
	frozen := func() { server.Freeze(); time.AfterFunc(time.Second, cancel) }
	if err := s.Put(ctx, id, &at{in: bytes.NewReader(body), half: len(body) / 2, do: frozen}, int64(len(body))); err == nil {
		t.Fatal("no error")
	}
	server.Thaw()
	if err := s.Put(t.Context(), id, bytes.NewReader(body), int64(len(body))); err != nil {
		t.Errorf("sent again: %v", err)
	}
	if got := read(t, s, id); got != string(body) {
		t.Errorf("%d bytes", len(got))
	}
}

func TestS3_WhoeverReadsSlowlyGetsTheWholeOfIt(t *testing.T) {
	server := filestest.StartS3(t)
	s := bucket(t, server, server.Endpoint)
	id, body := NewID(), bytes.Repeat([]byte("foto"), 1<<20)
	if err := s.Put(t.Context(), id, bytes.NewReader(body), int64(len(body))); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	in, err := s.Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	cancel() // as the end of the time for one file does
	got, err := io.ReadAll(in)
	if err != nil || !bytes.Equal(got, body) {
		t.Errorf("%d of %d bytes: %v", len(got), len(body), err)
	}
	if err := in.Close(); err != nil {
		t.Error(err)
	}
}

// The server itself cannot be filled without filling the disk of whoever runs the tests: what stands before it answers as full ones do.
func TestS3_FullInTheMiddleOfAnUpload(t *testing.T) {
	server := filestest.StartS3(t)
	full := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.CopyN(io.Discard, r.Body, 1000)
		w.WriteHeader(http.StatusInsufficientStorage)
		_, _ = io.WriteString(w, `<?xml version="1.0"?><Error><Code>XMinioStorageFull</Code><Message>secret-path</Message></Error>`)
	}))
	defer full.Close()
	body := bytes.Repeat([]byte("foto"), 1<<18)
	id := NewID()
	err := bucket(t, server, full.URL).Put(t.Context(), id, bytes.NewReader(body), int64(len(body)))
	if err == nil || strings.Contains(err.Error(), "secret-path") {
		t.Errorf("%v", err)
	}
	if kept := server.Kept(t); len(kept) > 0 {
		t.Errorf("kept: %v", kept)
	}
}

// at does something when half of it was read. It can be read in no other way than Read.
type at struct {
	in   *bytes.Reader
	half int
	do   func()
}

func (a *at) Seek(offset int64, whence int) (int64, error) { return a.in.Seek(offset, whence) }

func (a *at) Read(p []byte) (int, error) {
	if a.do != nil && int(a.in.Size())-a.in.Len() >= a.half {
		a.do()
		a.do = nil
	}
	return a.in.Read(p[:min(len(p), 64<<10)]) // in many pieces
}

func scanner(t *testing.T, setting string) *Scanner {
	t.Helper()
	s, err := ParseScanner(setting)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestClamAV_TellsCleanFromInfected(t *testing.T) {
	s := scanner(t, filestest.StartClamd(t, 10_000).Setting)
	if err := s.Scan(t.Context(), bytes.NewReader(filestest.PDF("gezond"))); err != nil {
		t.Error(err)
	}
	wants(t, s.Scan(t.Context(), bytes.NewReader(filestest.InfectedPDF())), WhyInfected)
	long := append(bytes.Repeat([]byte{'.'}, 3<<20), filestest.Virus...)
	wants(t, s.Scan(t.Context(), bytes.NewReader(long)), WhyInfected)
}

// notKnown demands that a file is neither called clean nor infected.
func notKnown(t *testing.T, err error) {
	t.Helper()
	if err == nil || WhyOf(err) != "" {
		t.Errorf("judged: %v", err)
	}
}

func TestClamAV_Gone(t *testing.T) {
	daemon := filestest.StartClamd(t, 10_000)
	s := scanner(t, daemon.Setting)
	body := bytes.Repeat([]byte("x"), 4<<20)
	notKnown(t, s.Scan(t.Context(), &at{in: bytes.NewReader(body), half: len(body) / 2, do: daemon.Kill}))
	notKnown(t, s.Scan(t.Context(), bytes.NewReader(body)))
	daemon.Restart(t)
	if err := s.Scan(t.Context(), bytes.NewReader(body)); err != nil {
		t.Error(err)
	}
}

func TestClamAV_Slow(t *testing.T) {
	daemon := filestest.StartClamd(t, 10_000)
	daemon.Freeze()
	notKnown(t, scanner(t, daemon.Setting).Within(300*time.Millisecond).Scan(t.Context(), bytes.NewReader(filestest.InfectedPDF())))
	daemon.Thaw()
	wants(t, scanner(t, daemon.Setting).Scan(t.Context(), bytes.NewReader(filestest.InfectedPDF())), WhyInfected)
}

// A file that is larger than the daemon takes is not known to be clean.
func TestClamAV_Full(t *testing.T) {
	s := scanner(t, filestest.StartClamd(t, 64).Setting)
	notKnown(t, s.Scan(t.Context(), bytes.NewReader(bytes.Repeat([]byte("x"), 1<<20))))
}

func TestClamAV_HalfAFileIsNotJudged(t *testing.T) {
	s := scanner(t, filestest.StartClamd(t, 10_000).Setting)
	notKnown(t, s.Scan(t.Context(), failing{bytes.NewReader(make([]byte, 1000))}))
}

func TestClamAV_NobodyListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	notKnown(t, scanner(t, "tcp:"+l.Addr().String()).Scan(t.Context(), strings.NewReader("x")))
}
