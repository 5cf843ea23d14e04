package imap

import (
	"context"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Run fetches mails until the context ends: what is there, and then what comes. take gets each mail that is not marked as done; when it answers
// nil the mail is marked. A mail can come more than once: when it could not be marked, and when the server numbered its mails anew. What
// goes wrong is tried again, ever later.
func (m *Mailbox) Run(ctx context.Context, take func(context.Context, Mail) error) {
	pause := m.Pause
	for ctx.Err() == nil {
		well, err := m.session(ctx, take)
		if ctx.Err() != nil {
			return
		}
		if well {
			pause = m.Pause
		}
		m.Log.Warn("mails are not fetched; it is tried again", "server", m.String(), "error", err, "after", pause.String())
		if !sleep(ctx, pause) {
			return
		}
		pause = min(2*pause, m.Slowest)
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// session is one connection, to its end. well says that all was fetched that waited, once at least.
func (m *Mailbox) session(ctx context.Context, take func(context.Context, Mail) error) (well bool, err error) {
	s, err := m.connect(ctx)
	if err != nil {
		return false, err
	}
	defer s.end()
	m.Log.Info("fetching mail", "server", m.String())
	for {
		mine, err := s.turn()
		if err == nil && mine {
			err = s.round(ctx, take)
		}
		if err == nil {
			well = true
			err = s.wait(ctx, mine)
		}
		if err != nil || ctx.Err() != nil {
			return well, err
		}
	}
}

// wait ends when there may be something to fetch.
func (s *session) wait(ctx context.Context, mine bool) error {
	caps := s.client.Caps()
	if !mine || !caps.Has(imap.CapIdle) && !caps.Has(imap.CapIMAP4rev2) {
		if !sleep(ctx, s.Poll) {
			return nil
		}
		return s.within(s.Patience, func() error {
			if err := s.client.Noop().Wait(); err != nil {
				return failure(err, Answer)
			}
			return nil
		})
	}
	return s.idle(ctx)
}

// idle has the server tell of new mail. That it ends in time shows that the server is still there.
func (s *session) idle(ctx context.Context) error {
	var idle *imapclient.IdleCommand
	err := s.within(s.Patience, func() (err error) {
		idle, err = s.client.Idle()
		return err
	})
	if err != nil {
		return failure(err, Answer)
	}
	s.waitNews(ctx)
	err = s.within(s.Patience, func() error {
		if err := idle.Close(); err != nil {
			return err
		}
		return idle.Wait()
	})
	if err != nil {
		return failure(err, Answer)
	}
	return nil
}

// waitNews ends when the server told of something, when IDLE is to be begun anew, when the connection was lost, or with the context.
func (s *session) waitNews(ctx context.Context) {
	timer := time.NewTimer(s.Renew)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-s.news:
	case <-s.client.Closed():
	}
}
