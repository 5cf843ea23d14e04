// Package posttest is a mail server for tests, on a loopback port, that can be told to misbehave: to hang up, to refuse, to be slow, to offer no TLS, or
// to show a certificate that nobody trusts.
package posttest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"
)

// The steps of a conversation at which something can be done.
const (
	Greeting = "greeting"
	Hello    = "hello"
	StartTLS = "starttls"
	Auth     = "auth"
	Sender   = "mail"
	Receiver = "rcpt"
	Data     = "data"
	End      = "end" // all of the mail was read
	Bye      = "quit"
)

// HangUp as an answer closes the connection without a word.
const HangUp = "hang up"

// Taken is a mail that the server said it took.
type Taken struct {
	From, To string
	Text     string
	Secure   bool   // over TLS
	User     string // who had logged in
}

// Server is the fake one. What it is told is asked for each step; an empty answer has it do as a mail server does.
type Server struct {
	Address string      // host:port
	Trust   *tls.Config // trusts its certificate

	mu       sync.Mutex
	answer   func(step, argument string) string
	taken    []Taken
	read     int // mails that were read to their end, taken or not
	offer    []string
	user     string
	password string
	config   *tls.Config
	first    bool // TLS from the first byte
}

// Option changes what the server offers.
type Option func(*Server)

// WithoutTLS has it offer none.
func WithoutTLS() Option {
	return func(s *Server) { s.config = nil }
}

// FromTheFirstByte has it speak TLS from the first byte.
func FromTheFirstByte() Option { return func(s *Server) { s.first = true } }

// WithLogin has it take mails from who logs in alone, in the ways named.
func WithLogin(user, password, ways string) Option {
	return func(s *Server) { s.user, s.password, s.offer = user, password, append(s.offer, "AUTH "+ways) }
}

// Start starts a server that ends with the test.
func Start(t testing.TB, options ...Option) *Server {
	t.Helper()
	s := &Server{answer: func(string, string) string { return "" }, offer: []string{"8BITMIME", "ENHANCEDSTATUSCODES"}}
	s.config, s.Trust = certificate(t)
	for _, o := range options {
		o(s)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Address = listener.Addr().String()
	var all sync.WaitGroup
	conns := make(chan struct{})
	t.Cleanup(func() {
		_ = listener.Close()
		close(conns)
		all.Wait()
	})
	all.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				ended := make(chan struct{})
				all.Go(func() {
					select {
					case <-conns:
					case <-ended:
					}
					_ = conn.Close()
				})
				s.serve(conn)
				close(ended)
			})
		}
	})
	return s
}

// Answer has the server ask what to say at each step; "" is what a mail server would.
func (s *Server) Answer(answer func(step, argument string) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// At is Answer for one step, and as usual at all others.
func (s *Server) At(step, answer string) {
	s.Answer(func(now, _ string) string {
		if now == step {
			return answer
		}
		return ""
	})
}

// Taken are the mails that it took.
func (s *Server) Taken() []Taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Taken(nil), s.taken...)
}

// Read is how many mails it read to their end, whether it took them or not.
func (s *Server) Read() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.read
}

// talk is one connection.
type talk struct {
	*Server
	conn   net.Conn
	text   *textproto.Conn
	secure bool
	mail   Taken
}

func (s *Server) serve(conn net.Conn) {
	if s.first {
		conn = tls.Server(conn, s.config)
	}
	k := &talk{Server: s, conn: conn, text: textproto.NewConn(conn), secure: s.first}
	defer conn.Close() //nolint:errcheck // it is over
	if !k.say(Greeting, "", "220 fake ESMTP") {
		return
	}
	for {
		line, err := k.text.ReadLine()
		if err != nil || !k.command(line) {
			return
		}
	}
}

// say answers a step as it was told to, or as usual; false when the connection is to be closed.
func (k *talk) say(step, argument, usual string) bool {
	k.mu.Lock()
	answer := k.answer
	k.mu.Unlock()
	told := answer(step, argument)
	if told == HangUp {
		return false
	}
	if told == "" {
		told = usual
	}
	return k.text.PrintfLine("%s", told) == nil
}

// fine reports whether a step goes on as usual, having said what it was told to say if not.
func (k *talk) fine(step, argument string) (on, open bool) {
	k.mu.Lock()
	answer := k.answer
	k.mu.Unlock()
	switch told := answer(step, argument); told {
	case "":
		return true, true
	case HangUp:
		return false, false
	default:
		return false, k.text.PrintfLine("%s", told) == nil
	}
}

func (k *talk) command(line string) bool {
	verb, argument, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO":
		return k.hello()
	case "HELO":
		return k.say(Hello, argument, "250 fake")
	case "STARTTLS":
		return k.startTLS()
	case "AUTH":
		return k.login(argument)
	case "MAIL":
		k.mail = Taken{From: address(argument), Secure: k.secure, User: k.mail.User}
		return k.say(Sender, argument, "250 2.1.0 ok")
	case "RCPT":
		k.mail.To = address(argument)
		return k.say(Receiver, k.mail.To, "250 2.1.5 ok")
	case "DATA":
		return k.data()
	case "QUIT":
		_ = k.say(Bye, "", "221 bye")
		return false
	}
	return k.text.PrintfLine("502 5.5.1 what?") == nil
}

func (k *talk) hello() bool {
	on, open := k.fine(Hello, "")
	if !on {
		return open
	}
	lines := append([]string{"fake"}, k.offer...)
	if k.config != nil && !k.secure {
		lines = append(lines, "STARTTLS")
	}
	for i, l := range lines {
		dash := "-"
		if i == len(lines)-1 {
			dash = " "
		}
		if k.text.PrintfLine("250%s%s", dash, l) != nil {
			return false
		}
	}
	return true
}

func (k *talk) startTLS() bool {
	on, open := k.fine(StartTLS, "")
	if !on || k.config == nil {
		return open
	}
	if k.text.PrintfLine("220 go on") != nil {
		return false
	}
	k.conn = tls.Server(k.conn, k.config)
	k.text, k.secure = textproto.NewConn(k.conn), true
	return true
}

// login is AUTH PLAIN and AUTH LOGIN (RFC 4954).
func (k *talk) login(argument string) bool {
	way, given, _ := strings.Cut(argument, " ")
	var user, password string
	switch way {
	case "PLAIN":
		raw, _ := base64.StdEncoding.DecodeString(given)
		parts := strings.Split(string(raw), "\x00")
		user, password = parts[1], parts[2]
	case "LOGIN":
		for _, field := range []struct {
			ask  string
			into *string
		}{{"Username:", &user}, {"Password:", &password}} {
			_ = k.text.PrintfLine("334 %s", base64.StdEncoding.EncodeToString([]byte(field.ask)))
			line, err := k.text.ReadLine()
			if err != nil {
				return false
			}
			raw, _ := base64.StdEncoding.DecodeString(line)
			*field.into = string(raw)
		}
	}
	if user != k.user || password != k.password {
		return k.text.PrintfLine("535 5.7.8 no, %s!", user) == nil
	}
	k.mail.User = user
	return k.say(Auth, "", "235 2.7.0 welcome")
}

func (k *talk) data() bool {
	on, open := k.fine(Data, "")
	if !on {
		return open
	}
	if k.user != "" && k.mail.User == "" {
		return k.text.PrintfLine("530 5.7.0 log in first") == nil
	}
	if k.text.PrintfLine("354 go on") != nil {
		return false
	}
	text, err := io.ReadAll(bufio.NewReader(k.text.DotReader()))
	if err != nil {
		return false
	}
	k.mu.Lock()
	k.read++
	k.mu.Unlock()
	k.mail.Text = string(text)
	on, open = k.fine(End, k.mail.Text)
	if !on {
		return open
	}
	k.mu.Lock()
	k.taken = append(k.taken, k.mail)
	k.mu.Unlock()
	return k.text.PrintfLine("250 2.0.0 taken") == nil
}

// address is what stands between the angle brackets.
func address(argument string) string {
	_, rest, _ := strings.Cut(argument, "<")
	inner, _, _ := strings.Cut(rest, ">")
	return inner
}

// certificate is one that nobody trusts but who has the second.
func certificate(t testing.TB) (server, client *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"}, IsCA: true, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}},
		&tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}
}

// Header is the text of a header of a mail, unfolded.
func (m Taken) Header(name string) string {
	reader := textproto.NewReader(bufio.NewReader(strings.NewReader(m.Text)))
	header, err := reader.ReadMIMEHeader()
	if err != nil && len(header) == 0 {
		return fmt.Sprint(err)
	}
	return header.Get(name)
}
