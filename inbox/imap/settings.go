// Package imap fetches mails from a mailbox (RFC 9051, and RFC 3501 of older servers). It knows nothing of what a mail says: it hands the bytes
// of each to a function, and marks a mail as done only after that function answered without an error. What it tells of a failure holds no words of
// the server and no address.
package imap

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"time"
)

// The ways a connection is kept from being read by others.
const (
	StartTLS = "starttls" // it begins open and must become TLS before the login (RFC 9051, 6.2.1)
	TLS      = "tls"      // it is TLS from its first byte (RFC 8314)
	Plain    = "plain"    // not at all: to the same machine alone
)

// Settings are the mailbox as the administrator gives it.
type Settings struct {
	Server         string // host:port
	Security       string // StartTLS, TLS or Plain
	User, Password string
	Folder         string // INBOX when empty
}

// Mailbox is a folder of a mail server from which mails are fetched. Its exported fields are set before first use; zero values stand for the defaults.
type Mailbox struct {
	host           string
	port           int
	security       string
	user, password string
	folder         string

	TLS      *tls.Config   // what certificates are checked by; the system's authorities when nil
	Patience time.Duration // how long the server may take over one answer; over one mail ten times as long
	Poll     time.Duration // how often it is looked for mail where the server does not tell
	Renew    time.Duration // after which IDLE is begun anew: a server may hang up after 30 minutes (RFC 9051, 6.3.13), and one that hangs is noticed by it
	Pause    time.Duration // before it is tried again after a failure; it doubles each time, up to Slowest
	Slowest  time.Duration
	Most     int64  // bytes of a mail; of a larger one only the beginning is fetched
	Working  string // folder for what is being fetched; the system's own when empty

	// Turn asks whether this node is the one that fetches now; always when nil.
	Turn func() (bool, error)
	Log  *slog.Logger
}

// The defaults.
const (
	defaultPatience = time.Minute
	defaultPoll     = time.Minute
	defaultRenew    = 9 * time.Minute // routers forget a connection that is silent for ten
	defaultPause    = 5 * time.Second
	defaultSlowest  = 5 * time.Minute
	defaultMost     = 50 << 20
)

// Open reads the settings. Its errors name the setting and say what it should be; they never hold a password.
func Open(s Settings) (*Mailbox, error) {
	host, port, err := s.place()
	if err != nil {
		return nil, err
	}
	switch s.Security {
	case StartTLS, TLS:
	case Plain:
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, fmt.Errorf("--imap-security: plain sends mails and passwords readable for everybody on the way; it is for a mail server on the same machine, such as 127.0.0.1:143, and %s is none", host)
		}
	default:
		return nil, fmt.Errorf("--imap-security: %q is none of starttls, tls and plain", s.Security)
	}
	if s.User == "" || s.Password == "" {
		return nil, errors.New("--imap-user and --imap-password: give both, the password better in a file, named by WEDERHOOR_IMAP_PASSWORD_FILE")
	}
	if strings.ContainsAny(s.Folder, "\r\n\x00") {
		return nil, fmt.Errorf("--imap-folder: %q is no folder such as INBOX", s.Folder)
	}
	m := &Mailbox{
		host: host, port: port, security: s.Security, user: s.User, password: s.Password, folder: s.Folder,
		Patience: defaultPatience, Poll: defaultPoll, Renew: defaultRenew, Pause: defaultPause, Slowest: defaultSlowest, Most: defaultMost,
		Log: slog.Default(),
	}
	if m.folder == "" {
		m.folder = "INBOX"
	}
	return m, nil
}

// place is where the server is.
func (s Settings) place() (host string, port int, err error) {
	host, digits, err := net.SplitHostPort(s.Server)
	if err == nil {
		port, err = strconv.Atoi(digits)
	}
	if err != nil || port < 1 || port > 65535 || host == "" || strings.ContainsAny(host, " /@\t\r\n") {
		return "", 0, fmt.Errorf("--imap: %q is no mail server such as imap.example.nl:993", s.Server)
	}
	return host, port, nil
}

// String is the server for the log: without the login.
func (m *Mailbox) String() string { return net.JoinHostPort(m.host, strconv.Itoa(m.port)) }
