package main

import (
	"bufio"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/store/storetest"
)

// Who starts the program reads where files go, whether they are scanned, and where tombstones are kept.
func TestServe_SaysWhereFilesGo(t *testing.T) {
	folder, stones := t.TempDir(), filepath.Join(t.TempDir(), "tombstones")
	p := serving(t, storetest.Address(t), "--files", folder, "--tombstones", stones)
	saysAll(t, "the line of the start", p.logged(t, `"serving"`), `"files":"`+folder+`"`, `"scanner":"none`, `"tombstones":"`+stones+`"`)
	p.stop(t)
	p = serving(t, storetest.Address(t), "--files", folder)
	saysAll(t, "the line of a start without", p.logged(t, `"serving"`), `"tombstones":"none"`)
	p.stop(t)
}

// A bucket and a scanner that are not there are told of, by a program that serves.
func TestServe_WarnsOfABucketAndAScannerThatDoNotAnswer(t *testing.T) {
	away := httptest.NewServer(http.NotFoundHandler())
	scanner := strings.TrimPrefix(away.URL, "http://")
	away.Close()
	p := serving(t, storetest.Address(t), "--s3-endpoint", away.URL, "--s3-bucket", "klachten", "--s3-access-key", "K", "--s3-secret-key", "GEHEIM", "--clamav", "tcp:"+scanner)
	saysAll(t, "the line of the start", p.logged(t, `"serving"`), `"files":"`+away.URL+`/klachten/wederhoor"`, `"scanner":"tcp:`+scanner+`"`)
	saysAll(t, "of the bucket", p.logged(t, "place for files does not answer"), `"WARN"`, away.URL)
	saysAll(t, "of the scanner", p.logged(t, "scanner does not answer"), `"WARN"`, scanner)
	if status, _ := get(t, p.base+"/readyz"); status != http.StatusOK {
		t.Errorf("it serves with %d", status)
	}
	p.stop(t)
	if strings.Contains(p.log.String(), "GEHEIM") {
		t.Error("the log has the secret")
	}
}

// Those that answer are not warned of; what asks for a bucket that is not there is told so.
func TestServe_AsksTheBucketAndTheScanner(t *testing.T) {
	bucket := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/klachten/") {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer bucket.Close()
	clamd := pongs(t)
	for name, warns := range map[string]int{"klachten": 0, "andere": 1} {
		log := &lockedBuffer{}
		office := newPast(t).Office
		set := fileFlags{placeFlags{S3Endpoint: bucket.URL, S3Region: "eu-west-1", S3Bucket: name, S3AccessKey: "K", S3SecretKey: "GEHEIM", S3Folder: "w"}, clamd}
		if err := set.keep(office, ""); err != nil {
			t.Fatal(err)
		}
		askFiles(t.Context(), office.Files, slog.New(slog.NewJSONHandler(log, nil)))
		if strings.Count(log.String(), "WARN") != warns || strings.Contains(log.String(), "GEHEIM") {
			t.Errorf("%s: %s", name, log.String())
		}
	}
}

// pongs listens as a scanner that answers PING alone (clamd(8)).
func pongs(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			if asked, _ := bufio.NewReader(connection).ReadString(0); asked == "zPING\x00" {
				_, _ = connection.Write([]byte("PONG\x00"))
			}
			_ = connection.Close()
		}
	}()
	return "tcp:" + listener.Addr().String()
}
