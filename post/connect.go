package post

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// connectTime is how long it may take until there is a connection.
const connectTime = 30 * time.Second

// dial makes the connection, of TLS where it is from the first byte.
func (o *Server) dial(ctx context.Context) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, min(connectTime, o.patience()))
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", o.String())
	if err != nil {
		return nil, &Failure{Class: Unreachable}
	}
	if o.security != TLS {
		return conn, nil
	}
	secure := tls.Client(conn, o.config())
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close() // the handshake failed: there is nothing to say
		return nil, untrusted(err)
	}
	return secure, nil
}

func (o *Server) config() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.TLS != nil {
		config = o.TLS.Clone()
	}
	config.ServerName = o.host
	return config
}

// ready says hello, makes the connection TLS where it is not, and logs in.
func (o *Server) ready(conn net.Conn) (*smtp.Client, error) {
	client, err := smtp.NewClient(conn, o.host)
	if err != nil {
		return nil, failure(err, Unreachable)
	}
	client.SkipSMTPUTF8(true) // nothing that is written needs it but an address that has other letters than ASCII: Send says when
	if err := client.Hello(o.Domain()); err != nil {
		return nil, failure(err, Unreachable)
	}
	if o.security == StartTLS {
		if offered, _ := client.Extension("STARTTLS"); !offered {
			return nil, &Failure{Class: Untrusted}
		}
		if err := client.StartTLS(o.config()); err != nil {
			return nil, untrusted(err)
		}
	}
	if o.user == "" {
		return client, nil
	}
	return client, o.login(client)
}

// untrusted is a TLS that failed: by what the server showed, unless the connection was lost.
func untrusted(err error) *Failure {
	if late := net.Error(nil); errors.As(err, &late) && late.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return &Failure{Class: Unreachable}
	}
	return &Failure{Class: Untrusted}
}

// login proves who we are, by the best way that the server offers.
func (o *Server) login(client *smtp.Client) error {
	_, offered := client.Extension("AUTH")
	unread := o.security != Plain
	ways := []struct {
		name string
		auth smtp.Auth
	}{
		{"SCRAM-SHA-256", smtp.ScramSHA256Auth(o.user, o.password)},
		{"PLAIN", smtp.PlainAuth("", o.user, o.password, o.host, !unread)},
		{"LOGIN", smtp.LoginAuth(o.user, o.password, o.host, !unread)},
	}
	for _, way := range ways {
		if !slices.Contains(strings.Fields(strings.ToUpper(offered)), way.name) {
			continue
		}
		if err := client.Auth(way.auth); err != nil {
			return failure(err, Login)
		}
		return nil
	}
	return &Failure{Class: Login}
}
