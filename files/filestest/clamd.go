//go:build servers

package filestest

import (
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
)

// Virus is text that the scanner of the tests takes for one, by a signature of their own.
const Virus = "WEDERHOOR-PROEF-GEEN-ECHT-VIRUS-7f3a"

// InfectedPDF is a document with it.
func InfectedPDF() []byte { return PDF(Virus) }

// Clamd is a real ClamAV daemon on loopback.
type Clamd struct {
	*Server
	Setting string // as --clamav takes it
	config  string
	address string
	folder  string
}

// StartClamd starts one that takes streams of so many kB, ended with the test. It knows one signature and fetches none.
func StartClamd(t *testing.T, largest int) *Clamd {
	t.Helper()
	folder := t.TempDir()
	c := &Clamd{folder: folder, address: freePort(t), config: filepath.Join(folder, "clamd.conf")}
	c.Setting = "tcp:" + c.address
	host, port, _ := strings.Cut(c.address, ":")
	database := filepath.Join(folder, "signatures")
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(database, 0o700); err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(database, "test.ndb"), "Wederhoor.Proef:0:*:"+hex.EncodeToString([]byte(Virus))+"\n")
	who, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	write(c.config, fmt.Sprintf(`DatabaseDirectory %s
TemporaryDirectory %s
TCPAddr %s
TCPSocket %s
User %s
Foreground true
StreamMaxLength %dK
CommandReadTimeout 5
ReadTimeout 5
SelfCheck 0
`, database, folder, host, port, who.Username, largest))
	c.Restart(t)
	return c
}

// Restart starts a killed daemon again, at the same address.
func (c *Clamd) Restart(t *testing.T) {
	t.Helper()
	c.Server = begin(t, answers(c.address), c.folder, clamd(), "--config-file", c.config)
}

func clamd() string {
	if path, err := exec.LookPath("clamd"); err == nil {
		return path
	}
	return "/usr/sbin/clamd"
}
