// Package post writes mails and hands them to a mail server by SMTP (RFC 5321). It knows nothing of dossiers: who is told what, and whether a mail
// may go where it would go, is decided by whoever calls it. What it tells of a failure is a sort and the codes of the server, never the
// server's words: addresses can stand in those.
package post

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"time"
)

// The ways a connection is kept from being read by others.
const (
	StartTLS = "starttls" // it begins open and must become TLS before anything of a mail is said (RFC 3207)
	TLS      = "tls"      // it is TLS from its first byte (RFC 8314)
	Plain    = "plain"    // not at all: to the same machine alone
)

// Settings are the mail server and the sender as the administrator gives them.
type Settings struct {
	Server         string // host:port
	Security       string // StartTLS, TLS or Plain
	User, Password string // of the login; both empty for none
	From           string // who mails come from: complaints@example.nl, or with a name before it
	ReplyTo        string // where answers go, when that is another address
}

// Server is a mail server that takes our mails.
type Server struct {
	host           string
	port           int
	security       string
	user, password string
	from           *mail.Address
	replyTo        *mail.Address // nil when answers go to from

	// TLS is what certificates are checked by. The system's authorities where it is nil.
	TLS *tls.Config
	// Patience is how long handing over one mail may take; defaultPatience when 0.
	Patience time.Duration
}

// defaultPatience is what RFC 5321 (4.5.3.2) has a client wait for most answers.
const defaultPatience = 5 * time.Minute

// Open reads the settings. Its errors name the setting and say what it should be; they never hold a password.
func Open(s Settings) (*Server, error) {
	host, port, err := s.place()
	if err != nil {
		return nil, err
	}
	o := &Server{host: host, port: port, security: s.Security, user: s.User, password: s.Password}
	switch s.Security {
	case StartTLS, TLS:
	case Plain:
		if !sameMachine(host) {
			return nil, fmt.Errorf("--smtp-security: plain sends mails and passwords readable for everybody on the way; it is for a mail server on the same machine, such as 127.0.0.1:25, and %s is none", host)
		}
	default:
		return nil, fmt.Errorf("--smtp-security: %q is none of starttls, tls and plain", s.Security)
	}
	if (s.User == "") != (s.Password == "") {
		return nil, errors.New("--smtp-user and --smtp-password: give both or none")
	}
	if o.from, err = sender("--mail-from", s.From); err != nil {
		return nil, err
	}
	if s.ReplyTo != "" {
		o.replyTo, err = sender("--mail-reply-to", s.ReplyTo)
	}
	return o, err
}

// place is where the server is.
func (s Settings) place() (host string, port int, err error) {
	host, digits, err := net.SplitHostPort(s.Server)
	if err == nil {
		port, err = strconv.Atoi(digits)
	}
	if err != nil || port < 1 || port > 65535 || host == "" || strings.ContainsAny(host, " /@\t\r\n") {
		return "", 0, fmt.Errorf("--smtp: %q is no mail server such as smtp.example.nl:587", s.Server)
	}
	return host, port, nil
}

// sameMachine reports whether a host is this machine by its name or address alone.
func sameMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// sender reads an address that mails come from or are answered to.
func sender(setting, text string) (*mail.Address, error) {
	a, err := mail.ParseAddress(text)
	if err != nil || strings.ContainsAny(text, "\r\n") {
		return nil, fmt.Errorf("%s: %q is no e-mail address such as klachten@example.nl or \"Klachten <klachten@example.nl>\"", setting, text)
	}
	return a, nil
}

// Sender is the address that mails come from.
func (o *Server) Sender() string { return o.from.Address }

// Domain is what stands behind the @ of the sender: Message-IDs end in it.
func (o *Server) Domain() string { return o.from.Address[strings.LastIndex(o.from.Address, "@")+1:] }

// String is the server for the log: without the login.
func (o *Server) String() string { return net.JoinHostPort(o.host, strconv.Itoa(o.port)) }
