//go:build servers

package posttest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Postfix is Debian's, with all that it writes in a folder of its own and a port of its own. Its master process runs as root alone, whatever folder it
// has: so does a test with it. The system's own Postfix is neither read nor touched.
type Postfix struct {
	Address string
	Trust   *tls.Config
	folder  string
}

const mainFile = `compatibility_level = 3.6
queue_directory = %[1]s/queue
data_directory = %[1]s/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.kliniek.example
mydestination =
mynetworks = 127.0.0.0/8
recipient_delimiter = +
virtual_mailbox_domains = example.org kliniek.example
virtual_mailbox_maps = inline:{%[2]s}
virtual_mailbox_base = %[1]s/mail
virtual_minimum_uid = 1
virtual_uid_maps = static:%[3]s
virtual_gid_maps = static:%[4]s
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
maillog_file = %[1]s/log
maillog_file_prefixes = %[1]s
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = %[1]s/pair.pem
`

const masterFile = `127.0.0.1:%s inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
error unix - - n - - error
smtp unix - - n - - smtp
tlsmgr unix - - n 1000? 1 tlsmgr
pickup unix n - n 60 1 pickup
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
`

// StartPostfix starts one that has some mailboxes in the domains example.org and kliniek.example, takes mails over TLS alone, and ends with the test.
// What stands behind a + before the @ makes no difference to whose mailbox it is.
func StartPostfix(t testing.TB, mailboxes ...string) *Postfix {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Fatal("Postfix starts for root alone: run this test as root")
	}
	folder, err := os.MkdirTemp("", "postfix")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	must(t, os.Chmod(folder, 0o755)) //nolint:gosec // Postfix's own user has to get in
	p := &Postfix{folder: folder}
	for name, owner := range map[string]string{"etc": "root", "queue": "root", "data": "postfix", "mail": "postfix"} {
		uid, gid := ids(t, owner)
		must(t, os.Mkdir(filepath.Join(folder, name), 0o755)) //nolint:gosec // the same
		must(t, os.Chown(filepath.Join(folder, name), uid, gid))
	}
	server, trust := certificate(t)
	p.Trust = trust
	p.write(t, "pair.pem", pair(t, server))
	uid, gid := ids(t, "postfix")
	var boxes []string
	for i, mailbox := range mailboxes {
		boxes = append(boxes, mailbox+"="+boxName(i)+"/")
	}
	p.write(t, "etc/main.cf", fmt.Sprintf(mainFile, folder, strings.Join(boxes, ", "), strconv.Itoa(uid), strconv.Itoa(gid)))
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	p.Address = listener.Addr().String()
	_, port, _ := net.SplitHostPort(p.Address)
	p.write(t, "etc/master.cf", fmt.Sprintf(masterFile, port))
	must(t, listener.Close())
	t.Cleanup(func() {
		_ = exec.CommandContext(context.WithoutCancel(t.Context()), "postfix", "-c", filepath.Join(folder, "etc"), "stop").Run() //nolint:gosec // a folder of this test's own
	})
	if out, err := exec.CommandContext(t.Context(), "postfix", "-c", filepath.Join(folder, "etc"), "start").CombinedOutput(); err != nil { //nolint:gosec // the same
		t.Fatalf("postfix: %v\n%s\n%s", err, out, p.Log())
	}
	return p
}

// boxName is the folder of the mailbox with a number.
func boxName(i int) string { return "box" + strconv.Itoa(i) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func ids(t testing.TB, name string) (uid, gid int) {
	t.Helper()
	u, err := user.Lookup(name)
	must(t, err)
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	must(t, err1)
	must(t, err2)
	return uid, gid
}

func pair(t testing.TB, config *tls.Config) string {
	t.Helper()
	key, err := x509.MarshalPKCS8PrivateKey(config.Certificates[0].PrivateKey)
	must(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})) +
		string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: config.Certificates[0].Certificate[0]}))
}

func (p *Postfix) write(t testing.TB, name, text string) {
	t.Helper()
	must(t, os.WriteFile(filepath.Join(p.folder, name), []byte(text), 0o600))
}

// Log is what Postfix wrote down.
func (p *Postfix) Log() string {
	text, _ := os.ReadFile(filepath.Join(p.folder, "log"))
	return string(text)
}

// Mails waits until there are n mails in the first mailbox, and gives them.
func (p *Postfix) Mails(t testing.TB, n int) []string {
	t.Helper()
	for range 200 {
		paths, err := filepath.Glob(filepath.Join(p.folder, "mail", boxName(0), "new", "*"))
		must(t, err)
		if len(paths) < n {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		mails := make([]string, len(paths))
		for i, path := range paths {
			text, err := os.ReadFile(path) //nolint:gosec // found in it
			must(t, err)
			mails[i] = string(text)
		}
		return mails
	}
	t.Fatalf("there are no %d mails in the mailbox:\n%s", n, p.Log())
	return nil
}
