//go:build servers

package posttest

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Dovecot is Debian's, which shows a mailbox of a Postfix by IMAP, with all that it writes in a folder of its own and a port of its own. The system's
// own Dovecot is neither read nor touched.
type Dovecot struct {
	Address        string
	User, Password string
	Trust          *tls.Config
	folder         string
}

const dovecotFile = `base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = %[1]s/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <%[1]s/cert.pem
ssl_key = <%[1]s/key.pem
mail_location = maildir:%[2]s
first_valid_uid = 1
first_valid_gid = 1
passdb {
  driver = static
  args = password=%[3]s
}
userdb {
  driver = static
  args = uid=postfix gid=postfix home=%[1]s/home
}
service imap-login {
  chroot =
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = %[4]s
    ssl = yes
  }
}
service anvil {
  chroot =
}
`

// StartDovecot starts one over the mailbox of a Postfix with a number, in the order in which that got them. It ends with the test.
func StartDovecot(t testing.TB, p *Postfix, number int) *Dovecot {
	t.Helper()
	folder, err := os.MkdirTemp("", "dovecot")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	must(t, os.Chmod(folder, 0o755)) //nolint:gosec // Dovecot's own users have to get in
	uid, gid := ids(t, "postfix")
	box := filepath.Join(p.folder, "mail", boxName(number))
	for _, name := range []string{filepath.Join(folder, "home"), box} {
		must(t, os.MkdirAll(name, 0o755)) //nolint:gosec // the same
		must(t, os.Chown(name, uid, gid))
	}
	d := &Dovecot{User: "klachten", Password: "geheim-woord", folder: folder}
	server, trust := certificate(t)
	d.Trust = trust
	key, err := x509.MarshalPKCS8PrivateKey(server.Certificates[0].PrivateKey)
	must(t, err)
	d.write(t, "key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
	d.write(t, "cert.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificates[0].Certificate[0]})))
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	d.Address = listener.Addr().String()
	_, port, _ := net.SplitHostPort(d.Address)
	must(t, listener.Close())
	d.write(t, "dovecot.conf", fmt.Sprintf(dovecotFile, folder, box, d.Password, port))
	d.start(t)
	return d
}

func (d *Dovecot) write(t testing.TB, name, text string) {
	t.Helper()
	must(t, os.WriteFile(filepath.Join(d.folder, name), []byte(text), 0o600))
}

// start runs it in the foreground, and waits until it listens.
func (d *Dovecot) start(t testing.TB) {
	t.Helper()
	program := exec.Command("dovecot", "-F", "-c", filepath.Join(d.folder, "dovecot.conf")) //nolint:gosec,noctx // a folder of this test's own; it is told to stop below, so that its children stop too
	program.Stderr = os.Stderr
	must(t, program.Start())
	t.Cleanup(func() {
		_ = program.Process.Signal(syscall.SIGTERM)
		_ = program.Wait() // that it was told to stop is no failure
	})
	for range 200 {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", d.Address)
		if err == nil {
			must(t, conn.Close())
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("dovecot does not listen:\n%s", d.Log())
}

// Log is what it wrote down.
func (d *Dovecot) Log() string {
	text, _ := os.ReadFile(filepath.Join(d.folder, "log"))
	return string(text)
}
