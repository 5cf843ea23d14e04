package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/store/storetest"
)

// A wrong setting of where files go is refused at the start, by the name of the setting and with what it should be, and never with a secret.
func TestFiles_AWrongSettingIsRefusedAtTheStart(t *testing.T) {
	db := storetest.Address(t)
	s3 := func(more ...string) []string {
		return append([]string{"--s3-endpoint", "https://s3.example.org", "--s3-bucket", "wederhoor", "--s3-access-key", "K", "--s3-secret-key", "GEHEIM"}, more...)
	}
	for name, c := range map[string]struct {
		args []string
		says []string
	}{
		"a folder below a file":          {[]string{"--files", filepath.Join(write(t, "file", "x"), "below")}, []string{"--files", "not a directory"}},
		"a file for a folder":            {[]string{"--files", write(t, "file", "x")}, []string{"--files"}},
		"a folder nobody can write to":   {[]string{"--files", "/proc"}, []string{"--files", "nothing can be written"}},
		"a folder and a bucket":          {s3("--files", t.TempDir()), []string{"--files and --s3-endpoint", "one of them"}},
		"a bucket of no server":          {[]string{"--s3-bucket", "wederhoor"}, []string{"--s3-bucket", "--s3-endpoint as well"}},
		"a key for no server":            {[]string{"--s3-access-key", "K"}, []string{"--s3-access-key", "--s3-endpoint as well"}},
		"a secret for no server":         {[]string{"--s3-secret-key", "GEHEIM"}, []string{"--s3-secret-key", "--s3-endpoint as well"}},
		"a server without a bucket":      {[]string{"--s3-endpoint", "https://s3.example.org"}, []string{"--s3-endpoint needs --s3-bucket"}},
		"a server without a secret":      {s3("--s3-secret-key", ""), []string{"--s3-endpoint needs --s3-bucket, --s3-access-key and --s3-secret-key (better: WEDERHOOR_S3_SECRET_KEY_FILE)"}},
		"a server without keys":          {[]string{"--s3-endpoint", "https://s3.example.org", "--s3-bucket", "wederhoor"}, []string{"--s3-access-key", "--s3-secret-key"}},
		"a server without its https":     {s3("--s3-endpoint", "s3.example.org"), []string{"--s3-endpoint", "https://s3.example.org"}},
		"a server by another protocol":   {s3("--s3-endpoint", "ftp://s3.example.org"), []string{"--s3-endpoint", "https://s3.example.org"}},
		"a server with the bucket in it": {s3("--s3-endpoint", "https://s3.example.org/wederhoor"), []string{"--s3-endpoint", "https://s3.example.org"}},
		"a bucket that can be none":      {s3("--s3-bucket", "Mijn Emmer"), []string{"--s3-bucket", "Mijn Emmer"}},
		"a folder that goes up":          {s3("--s3-folder", "../ander"), []string{"--s3-folder", "../ander"}},
		"no folder":                      {s3("--s3-folder", ""), []string{"--s3-folder"}},
		"a scanner without its sort":     {[]string{"--clamav", "localhost:3310"}, []string{"--clamav", "unix:/run/clamav/clamd.ctl", "tcp:127.0.0.1:3310"}},
		"a scanner without a port":       {[]string{"--clamav", "tcp:localhost"}, []string{"--clamav", "tcp:127.0.0.1:3310"}},
		"a scanner at no path":           {[]string{"--clamav", "unix:clamd.ctl"}, []string{"--clamav", "unix:/run/clamav/clamd.ctl"}},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"serve", "--listen", "127.0.0.1:0", "--database", db}, c.args...)
			if !strings.Contains(strings.Join(c.args, " "), "--files") && !strings.Contains(strings.Join(c.args, " "), "--s3") {
				args = append(args, "--files", t.TempDir())
			}
			said := failed(t, args...)
			if strings.Contains(said, "GEHEIM") || strings.Contains(said, "goroutine") {
				t.Errorf("it says too much: %s", said)
			}
			for _, want := range c.says {
				if !strings.Contains(said, want) {
					t.Errorf("it does not say %q: %s", want, said)
				}
			}
		})
	}
}

// The same holds for verify, but for what looks at files on their way in.
func TestFiles_AWrongSettingIsRefusedByVerify(t *testing.T) {
	k := newKeptFiles(t)
	k.filed(1)
	for _, c := range [][]string{
		{"--s3-endpoint", "https://s3.example.org"},
		{"--s3-bucket", "wederhoor"},
		{"--s3-endpoint", "s3.example.org", "--s3-bucket", "wederhoor", "--s3-access-key", "K", "--s3-secret-key", "GEHEIM"},
	} {
		if code, out := k.command(append([]string{"verify"}, c...)...); code == 0 || !strings.Contains(out, "--s3-") || strings.Contains(out, "GEHEIM") {
			t.Errorf("%q: exit %d: %s", c, code, out)
		}
	}
}
