package imap

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Mail is one as the server has it.
type Mail struct {
	Place string    // where it stands: UIDVALIDITY/UID (RFC 9051, 2.3.1.1)
	At    time.Time // when the server got it; zero when it does not say
	Size  int64     // bytes that the server has
	Whole bool      // false for one that is larger than may be: then Body is only its beginning
	Body  *os.File  // at its beginning; it goes when the function that got it ends
}

// beginning is how much is fetched of a mail that is too large.
const beginning = 256 << 10

// errTooLong says that a server sent more than it said.
var errTooLong = errors.New("imap: longer than was said")

// known is what is asked of a mail before its bytes.
type known struct {
	uid    imap.UID
	at     time.Time
	size   int64
	marked bool // it was taken in, and is only to be moved
}

// waiting lists the mails that are not done, the oldest first.
func (s *session) waiting() ([]known, error) {
	var list []known
	err := s.within(s.Patience, func() error {
		criteria := &imap.SearchCriteria{}
		switch {
		case s.move: // what is done is gone, or could not be moved
		case s.keywords:
			criteria.NotFlag = []imap.Flag{keyword}
		default:
			criteria.NotFlag = []imap.Flag{imap.FlagSeen}
		}
		found, err := s.client.UIDSearch(criteria, nil).Wait()
		if err != nil {
			return failure(err, Answer)
		}
		uids := slices.DeleteFunc(found.AllUIDs(), func(uid imap.UID) bool { return s.done[uid] })
		if len(uids) == 0 {
			return nil
		}
		buffers, err := s.client.Fetch(imap.UIDSetNum(uids...), &imap.FetchOptions{UID: true, InternalDate: true, RFC822Size: true, Flags: true}).Collect()
		if err != nil {
			return failure(err, Answer)
		}
		for _, b := range buffers {
			list = append(list, known{b.UID, b.InternalDate, b.RFC822Size, hasKeyword(b.Flags)})
		}
		return nil
	})
	slices.SortFunc(list, func(a, b known) int { return int(int64(a.uid) - int64(b.uid)) })
	return list, err
}

// fetch streams a mail into a file, without marking it as read.
func (s *session) fetch(k known) (mail Mail, err error) {
	mail = Mail{Place: fmt.Sprintf("%d/%d", s.validity, k.uid), At: k.at, Size: k.size, Whole: k.size <= s.Most}
	if mail.Body, err = os.CreateTemp(s.Working, "wederhoor-mail-"); err != nil {
		return mail, fmt.Errorf("imap: spool: %w", err)
	}
	_ = os.Remove(mail.Body.Name()) // so that it leaves nothing behind, whatever becomes of the program
	section := &imap.FetchItemBodySection{Peek: true}
	if !mail.Whole {
		section.Partial = &imap.SectionPartial{Offset: 0, Size: beginning}
	}
	err = s.within(10*s.Patience, func() error { return s.stream(k.uid, section, mail.Body) })
	if err == nil {
		_, err = mail.Body.Seek(0, io.SeekStart)
	}
	return mail, err
}

// errGone says that a mail is not there any more.
var errGone = errors.New("imap: the mail is gone")

func (s *session) stream(uid imap.UID, section *imap.FetchItemBodySection, into io.Writer) error {
	command := s.client.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
	there, long := false, false
	for message := command.Next(); message != nil; message = command.Next() {
		for item := message.Next(); item != nil; item = message.Next() {
			body, ok := item.(imapclient.FetchItemDataBodySection)
			if !ok || body.Literal == nil {
				continue
			}
			n, err := io.Copy(into, io.LimitReader(body.Literal, s.Most+1))
			switch {
			case err != nil:
				return failure(err, Answer)
			case n > s.Most:
				if _, err := io.Copy(io.Discard, body.Literal); err != nil { // else the server waits to say the rest of it
					return failure(err, Answer)
				}
				long = true
			case n < body.Literal.Size(): // the connection was lost in the middle
				return &Failure{Class: Unreachable}
			}
			there = true
		}
	}
	if err := command.Close(); err != nil {
		return failure(err, Answer)
	}
	switch {
	case long:
		return errTooLong
	case !there:
		return errGone
	}
	return nil
}

// mark tells the mailbox that a mail is done.
func (s *session) mark(uid imap.UID) error {
	return s.within(s.Patience, func() error {
		flags := []imap.Flag{imap.FlagSeen}
		if s.keywords {
			flags = append(flags, keyword)
		}
		set := imap.UIDSetNum(uid)
		if err := s.client.Store(set, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: flags}, nil).Close(); err != nil {
			return failure(err, Answer)
		}
		return s.away(set)
	})
}

// away moves a mail to those that are done. Where the server refuses that, for want of room say, the mark says that it is done.
func (s *session) away(set imap.UIDSet) error {
	if !s.move {
		return nil
	}
	_, err := s.client.Move(set, doneFolder).Wait()
	if f := failure(err, Answer); err != nil && f.Class != Answer {
		return f
	}
	if err != nil {
		s.move = false
		s.Log.Warn("mails that are taken in stay in the folder: the server does not move them", "server", s.String())
	}
	return nil
}

// round takes in all that waits. A mail that cannot be taken in keeps no other waiting: it stays as it is, and the error tells of it at the end.
func (s *session) round(ctx context.Context, take func(context.Context, Mail) error) error {
	list, err := s.waiting()
	if err != nil {
		return err
	}
	var left error
	for _, k := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if mine, err := s.turn(); err != nil || !mine {
			return err
		}
		taken, err := s.one(ctx, k, take)
		switch {
		case taken && err == nil:
			s.done[k.uid] = true
		case taken:
			return err
		case err != nil:
			left = err
		}
	}
	return left
}

// one fetches a mail, has it taken in, and marks it. taken is false for one that could not be taken in or marked, with why, while others can; else an
// error is one of the server.
func (s *session) one(ctx context.Context, k known, take func(context.Context, Mail) error) (taken bool, err error) {
	if k.marked {
		return true, s.within(s.Patience, func() error { return s.away(imap.UIDSetNum(k.uid)) })
	}
	mail, err := s.fetch(k)
	if errors.Is(err, errTooLong) { // some servers count another way than they send: its beginning, then
		drop(mail.Body)
		k.size = s.Most + 1
		mail, err = s.fetch(k)
	}
	defer func() { drop(mail.Body) }()
	switch {
	case errors.Is(err, errGone):
		return true, nil
	case ofThisMail(err):
		s.Log.Error("a mail stays in the mailbox: the server does not give it; it is tried again", "place", mail.Place, "error", err)
		return false, err
	case err != nil:
		return true, err
	}
	if err := take(ctx, mail); err != nil {
		if ctx.Err() == nil {
			s.Log.Error("a mail was not taken in and stays in the mailbox; it is tried again", "place", mail.Place, "error", err)
		}
		return false, &Failure{Class: Ours}
	}
	err = s.mark(k.uid)
	return !ofThisMail(err), err
}

// ofThisMail reports whether the server refused something about one mail: with the others it may go well.
func ofThisMail(err error) bool {
	var f *Failure
	return errors.As(err, &f) && f.Class == Answer
}

// drop forgets a mail that was fetched.
func drop(body *os.File) {
	if body != nil {
		_ = body.Close()
		_ = os.Remove(body.Name())
	}
}

func (m *Mailbox) turn() (bool, error) {
	if m.Turn == nil {
		return true, nil
	}
	return m.Turn()
}

// hasKeyword looks for our mark, which servers may write in other letters (RFC 9051, 2.3.2).
func hasKeyword(flags []imap.Flag) bool {
	return slices.ContainsFunc(flags, func(f imap.Flag) bool { return strings.EqualFold(string(f), string(keyword)) })
}
