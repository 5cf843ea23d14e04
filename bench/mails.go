package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/smtp"
	"path/filepath"
	"sync/atomic"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/store"
)

// complaintsMailed is of how many complaints the mails are delivered that follow from them.
const complaintsMailed = 200

// benchMails measures how many mails a second one node renders, guards, hands to a mail server and writes down, beside how many that server takes of the
// same mails when nothing is done but handing them over, each over a connection of its own as the program does.
func benchMails(ctx context.Context, out io.Writer, folder string) (err error) {
	server, err := newSink(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	postal, err := post.Open(post.Settings{Server: server.address, Security: post.Plain, From: "Klachten <klachten@kliniek.example>"})
	if err != nil {
		return err
	}
	kept := &keeping{Server: postal}
	_, _ = fmt.Fprintln(out, "| mails | a second | p50 | p99 |")
	_, _ = fmt.Fprintln(out, "| --- | ---: | ---: | ---: |")
	for _, m := range []struct {
		name string
		by   casework.Post
	}{{"rendered, guarded, written down; no server", kept}, {"the same, handed to a server", postal}} {
		t, err := mailed(ctx, filepath.Join(folder, fmt.Sprintf("mails-%T.db", m.by)), postal.Domain(), m.by)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		_, _ = fmt.Fprintf(out, "| %s | %.0f | %s | %s |\n", m.name, t.perSecond(), t.at(50), t.at(99))
	}
	t, err := handedOver(server.address, kept.mails)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "| the same mails, handed over and nothing else | %.0f | %s | %s |\n\n", t.perSecond(), t.at(50), t.at(99))
	if want := int64(2 * len(kept.mails)); server.taken.Load() != want {
		return fmt.Errorf("the server took %d mails, want %d", server.taken.Load(), want)
	}
	return nil
}

// mailed files complaints in a new database and delivers what follows from them. A duration is that of one delivery.
func mailed(ctx context.Context, path, domain string, by casework.Post) (t times, err error) {
	s, err := newSite(ctx, "sqlite:"+path, 1)
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	office := s.world.Office
	timed := &timing{Post: by}
	office.Post = timed
	if err := office.DB.Write(ctx, func(tx *store.Tx) error { return tx.DeliverMail(domain) }); err != nil {
		return t, err
	}
	for n := range complaintsMailed {
		key, err := s.formKey(ctx)
		if err != nil {
			return t, err
		}
		if _, err := s.file(ctx, complaint(1, n, key)); err != nil {
			return t, err
		}
	}
	if err := until(ctx, office.Tick); err != nil {
		return t, err
	}
	began := time.Now()
	timed.last = began
	if err := until(ctx, office.Deliver); err != nil {
		return t, err
	}
	return times{each: timed.each, took: time.Since(began)}, nil
}

// until does something until there is nothing more of it to do.
func until(ctx context.Context, do func(context.Context) (int, error)) error {
	for {
		if n, err := do(ctx); err != nil || n == 0 {
			return err
		}
	}
}

// timing measures from the end of one mail's sending to that of the next.
type timing struct {
	casework.Post

	last time.Time
	each []time.Duration
}

func (t *timing) Send(ctx context.Context, mail []byte, to string) error {
	err := t.Post.Send(ctx, mail, to)
	now := time.Now()
	t.each, t.last = append(t.each, now.Sub(t.last)), now
	return err
}

// keeping keeps the mails that it is to send.
type keeping struct {
	*post.Server

	mails []written
}

type written struct {
	to   string
	text []byte
}

func (k *keeping) Send(_ context.Context, mail []byte, to string) error {
	k.mails = append(k.mails, written{to, bytes.Clone(mail)})
	return nil
}

// handedOver hands mails to a server by the client of the standard library.
func handedOver(address string, mails []written) (t times, err error) {
	began := time.Now()
	for _, m := range mails {
		at := time.Now()
		if err := smtp.SendMail(address, nil, "klachten@kliniek.example", []string{m.to}, m.text); err != nil {
			return t, err
		}
		t.each = append(t.each, time.Since(at))
	}
	t.took = time.Since(began)
	return t, nil
}

// sink is a mail server that takes every mail and keeps none.
type sink struct {
	*gosmtp.Server

	address string
	taken   atomic.Int64
}

func newSink(ctx context.Context) (*sink, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &sink{address: listener.Addr().String()}
	s.Server = gosmtp.NewServer(gosmtp.BackendFunc(func(*gosmtp.Conn) (gosmtp.Session, error) { return swallowed{s}, nil }))
	s.Domain = "localhost"
	go func() { _ = s.Serve(listener) }() // it ends when it is closed
	return s, nil
}

// swallowed is one conversation with a sink.
type swallowed struct{ sink *sink }

func (s swallowed) Mail(string, *gosmtp.MailOptions) error { return nil }
func (s swallowed) Rcpt(string, *gosmtp.RcptOptions) error { return nil }
func (s swallowed) Reset()                                 {}
func (s swallowed) Logout() error                          { return nil }

func (s swallowed) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	if err == nil {
		s.sink.taken.Add(1)
	}
	return err
}
