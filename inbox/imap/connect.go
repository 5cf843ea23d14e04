package imap

import (
	"context"
	"crypto/tls"
	"net"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	keyword    = imap.Flag("Wederhoor") // what a mail that is done is marked with where it cannot be moved
	doneFolder = "Verwerkt"             // where mails go that are done
)

// session is one connection, with the folder open.
type session struct {
	*Mailbox
	conn     net.Conn
	client   *imapclient.Client
	validity uint32
	keywords bool          // the folder keeps keywords of ours
	move     bool          // mails that are done go to doneFolder
	news     chan struct{} // the server told of something
	late     atomic.Bool   // it took too long over an answer
	done     map[imap.UID]bool
}

// connect logs in and opens the folder.
func (m *Mailbox) connect(ctx context.Context) (*session, error) {
	s := &session{Mailbox: m, news: make(chan struct{}, 1), done: map[imap.UID]bool{}}
	dialing, cancel := context.WithTimeout(ctx, m.Patience)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(dialing, "tcp", m.String())
	if err != nil {
		return nil, &Failure{Class: Unreachable}
	}
	s.conn = conn
	err = s.within(m.Patience, func() error { return s.greet(ctx) })
	if err == nil {
		err = s.within(m.Patience, s.open)
	}
	if err != nil {
		_ = conn.Close() // nothing was said that has to arrive
		return nil, err
	}
	return s, nil
}

// within breaks the connection off when the server takes longer than it may.
func (s *session) within(patience time.Duration, do func() error) error {
	timer := time.AfterFunc(patience, func() {
		s.late.Store(true)
		_ = s.conn.Close()
	})
	err := do()
	timer.Stop()
	if err != nil && s.late.Load() {
		return &Failure{Class: Silent}
	}
	return err
}

// greet makes the connection TLS and logs in.
func (s *session) greet(ctx context.Context) error {
	options := &imapclient.Options{TLSConfig: s.config(), UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(*imapclient.UnilateralDataMailbox) { s.tell() },
	}}
	switch s.security {
	case TLS:
		secure := tls.Client(s.conn, s.config())
		if err := secure.HandshakeContext(ctx); err != nil {
			return &Failure{Class: Untrusted}
		}
		s.conn = secure
		s.client = imapclient.New(secure, options)
	case StartTLS:
		client, err := imapclient.NewStartTLS(s.conn, options)
		if err != nil {
			return &Failure{Class: Untrusted}
		}
		s.client = client
	default:
		s.client = imapclient.New(s.conn, options)
	}
	if err := s.client.WaitGreeting(); err != nil {
		return failure(err, Unreachable)
	}
	if err := s.client.Login(s.user, s.password).Wait(); err != nil {
		return failure(err, Login)
	}
	return nil
}

func (m *Mailbox) config() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if m.TLS != nil {
		config = m.TLS.Clone()
	}
	config.ServerName = m.host
	return config
}

// tell wakes whoever waits for mail.
func (s *session) tell() {
	select {
	case s.news <- struct{}{}:
	default:
	}
}

// open opens the folder, and sees how mails can be marked there.
func (s *session) open() error {
	caps := s.client.Caps()
	// Without UIDPLUS a move would expunge what others marked as deleted as well.
	if s.move = caps.Has(imap.CapMove) || caps.Has(imap.CapUIDPlus); s.move {
		err := s.client.Create(doneFolder, nil).Wait()
		if f := failure(err, Folder); err != nil && f.Class != Folder {
			return f
		}
		if _, err := s.client.Status(doneFolder, &imap.StatusOptions{UIDValidity: true}).Wait(); err != nil {
			if f := failure(err, Folder); f.Class != Folder {
				return f
			}
			s.move = false
		}
	}
	selected, err := s.client.Select(s.folder, nil).Wait()
	if err != nil {
		return failure(err, Folder)
	}
	s.validity = selected.UIDValidity
	for _, flag := range selected.PermanentFlags {
		s.keywords = s.keywords || flag == imap.FlagWildcard
	}
	return nil
}

// end says goodbye.
func (s *session) end() {
	_ = s.within(time.Second, func() error { return s.client.Logout().Wait() }) // all is done or will be done again
	_ = s.client.Close()
}
