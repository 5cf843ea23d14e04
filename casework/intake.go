package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/inbox"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// Mail that comes in. Each mail is taken in once, known by the digest of its bytes, and stands in one row, in one state: it became a complaint, or a
// message in a dossier, or tells that a mail of ours came back, or is one that nothing follows from, or it waits for a person. The mail as it
// came is kept; its row and all that follows from it stand in one transaction, so that a node that dies has either taken it in or not.

// Mailbox is where mail comes in.
type Mailbox struct {
	Address string // to which people write; reply addresses are made of it
	Domain  string // that our own Message-IDs end in
}

// Incoming is a mail as it was fetched.
type Incoming struct {
	Place string    // where the mailbox has it
	At    time.Time // when the mailbox got it; zero when it does not say
	Size  int64     // bytes that the mailbox has
	Whole bool      // false when Body is only its beginning
	Body  io.Reader
}

// bytes are the mail, in memory that is asked for once: a large one is there one time, and not once more for each time that it grew.
func (in Incoming) bytes() ([]byte, error) {
	var b bytes.Buffer
	if in.Whole && in.Size > 0 {
		b.Grow(int(min(in.Size, inbox.MaxMail)) + bytes.MinRead)
	}
	_, err := b.ReadFrom(in.Body)
	return b.Bytes(), err
}

// Why a mail waits for a person, is ignored, or was not taken in with all its files.
const (
	ReasonLarge         = "too_large"       // only its beginning was fetched
	ReasonNoSender      = "no_sender"       // there is nobody to answer
	ReasonEmpty         = "empty"           // neither words nor files in it
	ReasonSpam          = "spam"            // the mail server says so
	ReasonFlood         = "flood"           // more than becomes a complaint by itself in a day
	ReasonAgain         = "again"           // one with the same Message-ID of the same sender came before
	ReasonStaff         = store.MailOfStaff // its sender is staff
	ReasonKnown         = "known_sender"    // its sender has a dossier that is open
	ReasonUnsigned      = "unsigned_reply"  // an answer to a mail of ours that did not come to its reply address
	ReasonWrongAddress  = "wrong_address"   // its reply address is none that we gave out
	ReasonOldAddress    = "old_address"     // its reply address was replaced since
	ReasonOtherSender   = "other_sender"    // it came to a reply address from somebody else
	ReasonBanned        = store.MailBanned  // it came to the complainant's reply address from a member of staff (R23)
	ReasonSpecialist    = "specialist"      // it came to a specialist's reply address
	ReasonClosed        = "closed"          // its dossier has ended
	ReasonErased        = "erased"          // its dossier was erased
	ReasonNoJoin        = "not_joined"      // the dossier does not take it now
	ReasonNotFiled      = "not_filed"       // no complaint could be made of it
	ReasonCalendar      = "calendar"        // it answers an invitation
	ReasonBounceUnknown = "bounce_unknown"  // it says that a mail came back which is none of ours
	ReasonDelayed       = "delayed"         // it says that a mail is not delivered yet
	ReasonBulk          = "bulk"            // a list or a program wrote it
	ReasonUnreadable    = "unreadable"      // the program failed on it
	ReasonFilesLeft     = "files_left"      // not all of its files could be taken in
)

// TakeMail takes a mail in. When it answers nil, the mail is in the database, durably, in one state, and the mailbox may forget it. One that came
// before is answered the same. A mail on which the program panics waits for a person, with nothing read of it.
func (o *Office) TakeMail(ctx context.Context, in Incoming) error {
	o.setup()
	if o.Mailbox == nil || o.Files == nil {
		return errors.New("casework: no mail is taken in here")
	}
	raw, err := in.bytes()
	if err != nil {
		return fmt.Errorf("casework: mail: %w", err)
	}
	err = guarded(func() error {
		m := readMail(raw, o.Mailbox.Domain)
		return o.takeIn(ctx, in, raw, m, o.judgeMail)
	})
	if panicked := (*panicError)(nil); errors.As(err, &panicked) {
		o.log().Error("taking in a mail panicked: it waits unread", "panic", panicked.kind)
		err = guarded(func() error { return o.takeIn(ctx, in, raw, inbox.Mail{}, unread) })
	}
	return err
}

// readMail reads a mail; tests have it fail.
var readMail = inbox.Read

// unread is the verdict on a mail on which the program failed.
func unread(context.Context, *cameIn) (verdict, error) { return review(ReasonUnreadable), nil }

// panicError says that something panicked, and of which type it was: the value itself could hold words of the mail.
type panicError struct{ kind string }

func (e *panicError) Error() string { return "casework: taking in a mail panicked: " + e.kind }

// guarded makes an error of a panic: it is the failure of one mail alone.
func guarded(do func() error) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = &panicError{fmt.Sprintf("%T", panicked)}
		}
	}()
	return do()
}

// takeIn judges a mail that was read, keeps it, and carries out what follows.
func (o *Office) takeIn(ctx context.Context, in Incoming, raw []byte, m inbox.Mail, judge func(context.Context, *cameIn) (verdict, error)) error {
	sum := sha256.Sum256(raw)
	came := cameIn{Incoming: in, raw: raw, mail: m}
	came.row = store.MailIn{
		Digest: hex.EncodeToString(sum[:]), Place: in.Place, At: o.reached(in.At), Taken: o.now(), MailID: m.MessageID,
		Sender: register.FoldEmail(m.From.Email), Name: oneLine(m.From.Name), Subject: oneLine(m.Subject),
		Sort: string(m.Sort), Size: in.Size,
	}
	if known, err := o.DB.Read().HasMail(ctx, came.row.Digest); err != nil || known {
		return err
	}
	v, err := judge(ctx, &came)
	if err != nil {
		return err
	}
	if came.row.ID, err = o.keepMail(ctx, came); err != nil {
		return err
	}
	err = o.follow(ctx, &came, v)
	if errors.Is(err, errKnownMail) {
		return nil
	}
	if err == nil {
		o.log().Info("mail taken in", "mail", came.row.ID, "state", string(came.row.State), "reasons", came.row.Reasons)
	}
	return err
}

// reached is when a mail reached the chain (R5): when the mailbox got it.
func (o *Office) reached(at time.Time) time.Time {
	at = at.UTC().Truncate(time.Millisecond)
	if now := o.now(); at.IsZero() || at.After(now) {
		return now
	}
	return at
}

// cameIn is a mail on its way in.
type cameIn struct {
	Incoming
	raw  []byte
	mail inbox.Mail
	row  store.MailIn
}

// form is the id under which its files wait, and its act is known.
func (c cameIn) form() string { return "mail:" + c.row.Digest }

// words are what the person wrote, as an act takes it.
func (c cameIn) words() string {
	text := c.mail.Text
	if text == "" {
		text = c.mail.Folded
	}
	if text == "" {
		text = c.row.Subject
	}
	if text == "" {
		text = "…" // files alone
	}
	if runes := []rune(text); len(runes) > dossier.MaxWords {
		return string(runes[:dossier.MaxWords-1]) + "…" // the rest stands in the mail itself
	}
	return text
}

// complaint is the mail as a complaint (R5), which counts from when it reached the chain. Which visit it is about, a mail does not say.
func (c cameIn) complaint() dossier.File {
	name := c.row.Name
	if name == "" {
		name = c.row.Sender
	}
	return dossier.File{
		Contact: dossier.Contact{Name: name, Email: c.mail.From.Email}, Story: c.words(), Language: c.mail.Language,
		Channel: dossier.ByMail, ReceivedAt: c.row.At,
	}
}

// follow carries out what was judged, with the row of the mail in the same transaction. What a dossier refuses waits for a person.
func (o *Office) follow(ctx context.Context, c *cameIn, v verdict) error {
	c.row.State, c.row.Reasons, c.row.Reference, c.row.Party = v.state, v.reasons, v.reference, v.party
	switch {
	case v.order == nil:
		return o.DB.Write(ctx, func(tx *store.Tx) error { return o.saveMail(tx, c.row, v.bounces) })
	case len(c.mail.Attachments) > 0:
		left, err := o.takeAttachments(ctx, v.order.Reference, c)
		if err != nil {
			return err
		}
		c.row.Reasons = append(c.row.Reasons, left...)
	}
	v.order.Key = c.form()
	_, err := o.perform(ctx, v.viewer, *v.order, func(tx *store.Tx, result Result) error {
		if v.still != nil {
			if holds, err := v.still(tx); err != nil || !holds {
				return errors.Join(err, errMoved)
			}
		}
		row := c.row
		row.Reference = result.Reference
		return o.saveMail(tx, row, nil)
	})
	var own *Error
	if !errors.As(err, &own) || own.Kind != Refused && own.Kind != NotFound && !errors.Is(own.Cause, errMoved) {
		return err
	}
	if own.Kind == Refused {
		o.log().Warn("a mail waits for a person: what it asks for was refused", "mail", c.row.ID, "refusal", own.Refusal.Code)
	}
	c.row.State, c.row.Reasons = store.MailReview, append([]string{v.refused}, c.row.Reasons...)
	return o.DB.Write(ctx, func(tx *store.Tx) error { return o.saveMail(tx, c.row, nil) })
}

// errKnownMail says that another node took the mail in meanwhile.
var errKnownMail = errors.New("casework: the mail was taken in before")

// saveMail keeps the row of a mail, and what it tells of mails that came back.
func (o *Office) saveMail(tx *store.Tx, row store.MailIn, bounces []bounced) error {
	if known, err := tx.HasMail(row.Digest); err != nil || known {
		return errors.Join(err, errKnownMail)
	}
	for _, b := range bounces {
		if err := tx.Bounced(b.key, b.status, o.now()); err != nil {
			return err
		}
	}
	return tx.SaveMail(row)
}

// keepMail keeps a mail as it came: first a row, then its bytes. The row of the mail says that they are there.
func (o *Office) keepMail(ctx context.Context, c cameIn) (string, error) {
	row := store.KeptFile{
		ID: files.NewID(), Form: "eml:" + c.row.Digest, Media: mailMedia, Size: int64(len(c.raw)), Hash: c.row.Digest, At: o.now(), State: store.FileComing,
	}
	if err := o.DB.Write(ctx, func(tx *store.Tx) error { return tx.SaveFile(row) }); err != nil {
		return "", err
	}
	if err := o.Files.Store.Put(ctx, row.ID, bytes.NewReader(c.raw), row.Size); err != nil {
		o.giveBack(context.WithoutCancel(ctx), row.ID)
		return "", err
	}
	return row.ID, nil
}

// mailMedia is what a mail is (RFC 2046, 5.2.1).
const mailMedia = "message/rfc822"
