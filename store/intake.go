package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// MailState is what became of a mail that came in.
type MailState string

// The states.
const (
	MailComplaint MailState = "complaint" // it became a complaint (R5)
	MailJoined    MailState = "joined"    // it became a message in a dossier
	MailBounce    MailState = "bounce"    // it tells that a message of ours came back, and that is noted with that
	MailIgnored   MailState = "ignored"   // it was written by a program, and nothing follows from it
	MailReview    MailState = "review"    // it waits for a person
	MailAside     MailState = "aside"     // a person put it aside
)

// MailOfStaff and MailBanned are the reasons why a mail waits that a member of staff wrote: to no reply address, and to the complainant's.
const (
	MailOfStaff = "staff"
	MailBanned  = "banned_sender"
)

// MailIn is a mail that came in.
type MailIn struct {
	ID        string // also of the file that holds it as it came
	Digest    string // SHA-256 of it, in hexadecimal: by it a mail that comes again is known
	Place     string // where the mailbox had it
	At        time.Time
	Taken     time.Time
	MailID    string // Message-ID, as its sender wrote it
	Sender    string // folded e-mail address; personal data, as the next two
	Name      string
	Subject   string
	Sort      string
	State     MailState
	Reasons   []string
	Reference string // of the dossier that it is part of, or that it names
	Party     dossier.Party
	Size      int64
	Actor     string // who placed it or put it aside
	Acted     time.Time
}

var mailRows = insert("mails_in", "id digest place at taken mail_id sender name subject sort state reasons dossier party size actor acted", "")

const mailColumns = `select m.id, m.digest, m.place, m.at, m.taken, m.mail_id, m.sender, m.name, m.subject, m.sort, m.state, m.reasons,
	coalesce(d.reference, ''), m.party, m.size, m.actor, m.acted from mails_in m left join dossiers d on d.id = m.dossier `

func readMail(row scanner) (MailIn, error) {
	var m MailIn
	var at, taken, acted int64
	var reasons string
	err := row.Scan(&m.ID, &m.Digest, &m.Place, &at, &taken, &m.MailID, &m.Sender, &m.Name, &m.Subject, &m.Sort, &m.State, &reasons,
		&m.Reference, &m.Party, &m.Size, &m.Actor, &acted)
	m.At, m.Taken, m.Acted, m.Reasons = moment(at), moment(taken), moment(acted), split[string](reasons)
	return m, err
}

// SaveMail keeps a mail that came in, whose file is there. ErrTaken when it came before, which ends the act: HasMail tells before.
func (tx *Tx) SaveMail(m MailIn) error {
	id, err := tx.aboutDossier(m.Reference)
	if err != nil {
		return err
	}
	if err := tx.touch("update files set form = '', state = 'clean' where id = $1 and state = 'coming'", m.ID); err != nil {
		return err
	}
	return tx.insert(mailRows, []any{
		m.ID, m.Digest, m.Place, ms(m.At), ms(m.Taken), clean(m.MailID), clean(m.Sender), clean(m.Name), clean(m.Subject), m.Sort, string(m.State),
		joined(m.Reasons), id, string(m.Party), m.Size, m.Actor, ms(m.Acted),
	})
}

// clean is text of a stranger as both engines can keep it.
func clean(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")
}

// HasMail reports whether a mail with that digest came before.
func (r *Reader) HasMail(ctx context.Context, digest string) (bool, error) {
	return r.each(ctx).hasMail(digest)
}

// HasMail reports whether a mail with that digest came before.
func (tx *Tx) HasMail(digest string) (bool, error) { return tx.hasMail(digest) }

func (s queries) hasMail(digest string) (bool, error) {
	return s.has("select 1 from mails_in where digest = $1", digest)
}

// waits is a condition: a person can still make something of a mail, also of one that was ignored or put aside.
const waits = "state in ('review', 'ignored', 'aside')"

// MailPlaced writes down what a person made of a mail that waited. ErrNotFound when it does not wait: a colleague was first.
func (tx *Tx) MailPlaced(id string, state MailState, reference, actor string, at time.Time) error {
	about, err := tx.aboutDossier(reference)
	if err != nil {
		return err
	}
	if about == nil {
		return tx.touch("update mails_in set state = $2, actor = $3, acted = $4 where id = $1 and "+waits, id, string(state), actor, ms(at))
	}
	return tx.touch("update mails_in set state = $2, actor = $3, acted = $4, dossier = $5 where id = $1 and "+waits,
		id, string(state), actor, ms(at), *about)
}

// MailIn is one mail, for the program. ErrNotFound when there is none.
func (r *Reader) MailIn(ctx context.Context, id string) (MailIn, error) {
	return first(r.each(ctx), readMail, mailColumns+"where m.id = $1", id)
}

// MailIn is one mail, in a transaction. ErrNotFound when there is none.
func (tx *Tx) MailIn(id string) (MailIn, error) {
	return first(tx.queries, readMail, mailColumns+"where m.id = $1", id)
}

// EarlierMail is the one with the same Message-ID and sender that became something; ErrNotFound when there is none.
func (r *Reader) EarlierMail(ctx context.Context, mailID, sender string) (MailIn, error) {
	if mailID == "" {
		return MailIn{}, ErrNotFound
	}
	return first(r.each(ctx), readMail, mailColumns+"where m.mail_id = $1 and m.sender = $2 order by m.taken limit 1", clean(mailID), clean(sender))
}

// MailSight is what somebody sees of mails that came in.
type MailSight struct {
	Keys  []string // by which they see dossiers: of those the mails too, if they may read the words of the complaint
	Loose bool     // those of no dossier
	Staff bool     // also of those what members of staff wrote
}

// mailsRead is how many mails a list goes through at most.
const mailsRead = 1000

// MailsIn lists mails in some states, the newest first.
func (r *Reader) MailsIn(ctx context.Context, sight MailSight, states []MailState, limit int) ([]MailIn, error) {
	var list []MailIn
	err := r.snapshot(ctx, func(s queries) error {
		var a arguments
		found, err := all(s, readMail, mailColumns+"where m.state in "+in(&a, states)+" order by m.at desc, m.id limit "+a.add(mailsRead), a.list...)
		if err != nil {
			return err
		}
		for _, m := range found {
			sees, err := s.seesMail(sight, m)
			if err != nil {
				return err
			}
			if sees {
				list = append(list, m)
			}
			if len(list) == limit {
				return nil
			}
		}
		return nil
	})
	return list, err
}

// SeesMail is one mail, as MailsIn lists it. ErrNotFound when it is not theirs to see, or not there.
func (r *Reader) SeesMail(ctx context.Context, sight MailSight, id string) (MailIn, error) {
	var m MailIn
	err := r.snapshot(ctx, func(s queries) error {
		var err error
		if m, err = first(s, readMail, mailColumns+"where m.id = $1", id); err != nil {
			return err
		}
		sees, err := s.seesMail(sight, m)
		if err == nil && !sees {
			err = ErrNotFound
		}
		return err
	})
	if err != nil {
		return MailIn{}, err
	}
	return m, nil
}

// seesMail reports whether a mail is theirs to see. What came to a specialist's address is for who handles the dossier alone (R3, R14, R23).
func (s queries) seesMail(sight MailSight, m MailIn) (bool, error) {
	if m.Reference == "" {
		return sight.Loose && (sight.Staff || !slices.Contains(m.Reasons, MailOfStaff)), nil
	}
	_, classes, err := s.visible(sight.Keys, m.Reference)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if m.Party != "" && m.Party != dossier.ToComplainant || slices.Contains(m.Reasons, MailOfStaff) || slices.Contains(m.Reasons, MailBanned) {
		return err == nil && dossier.Sees(classes, dossier.ClassHandling, ""), err
	}
	return err == nil && (dossier.Sees(classes, dossier.ClassComplaint, "") || dossier.Sees(classes, dossier.ClassHandling, "")), err
}

// MailsOf are the mails of a dossier, the oldest first, for the program.
func (r *Reader) MailsOf(ctx context.Context, reference string) ([]MailIn, error) {
	return all(r.each(ctx), readMail, mailColumns+"where d.reference = $1 order by m.at, m.id", reference)
}

// MailsAfter are all mails from an id on, so many at most, in the order of their ids.
func (r *Reader) MailsAfter(ctx context.Context, after string, limit int) ([]MailIn, error) {
	return all(r.each(ctx), readMail, mailColumns+"where m.id > $1 order by m.id limit $2", after, limit)
}

// ComplaintsByMail counts the mails that became complaints since a moment by themselves: of a sender, and in all.
func (r *Reader) ComplaintsByMail(ctx context.Context, sender string, since time.Time) (own, all int, err error) {
	err = r.each(ctx).one([]any{&own, &all}, `select coalesce(sum(case when sender = $1 then 1 else 0 end), 0), count(*)
		from mails_in where state = 'complaint' and actor = '' and taken >= $2`, clean(sender), ms(since))
	return own, all, err
}

// ExpireMails removes mails that belong to no dossier and came in before a moment, with their files. Those that wait stay: nobody has read them.
func (tx *Tx) ExpireMails(before time.Time) error {
	const gone = " in (select id from mails_in where dossier is null and state <> 'review' and taken < $1)"
	return tx.mailsGo(gone, ms(before))
}

// mailsGo removes the mails whose id fits a condition, and has their files deleted.
func (tx *Tx) mailsGo(condition string, args ...any) error {
	if err := tx.put("update files set state = 'going', name = '' where id"+condition, args...); err != nil {
		return err
	}
	return tx.put("delete from mails_in where id"+condition, args...)
}

// SentAs finds the message that was mailed under a Message-ID. ErrNotFound when there is none.
func (r *Reader) SentAs(ctx context.Context, mailID string) (Message, error) {
	if mailID == "" {
		return Message{}, ErrNotFound
	}
	return first(r.each(ctx), readMessage, messageColumns+"where m.mail_id = $1", clean(mailID))
}

// Bounced writes down that the mail of a message came back. One that was erased meanwhile is left alone.
func (tx *Tx) Bounced(key, status string, at time.Time) error {
	return tx.put("update messages set bounced = $2, bounce = $3 where effect = $1 and bounced = 0", key, ms(at), short(status))
}

// StaffAddress reports whether an e-mail address is that of an account, also of one that is disabled. The register has no addresses of specialists.
func (r *Reader) StaffAddress(ctx context.Context, folded string) (bool, error) {
	list, err := all(r.each(ctx), column[string], "select email from accounts where email <> ''")
	for _, email := range list {
		if strings.EqualFold(strings.TrimSpace(email), folded) {
			return true, err
		}
	}
	return false, err
}

// TakeTurn lets a node do something that one does for all, and keeps it from the others for a while. false when another has the turn.
func (db *DB) TakeTurn(ctx context.Context, name, holder string, lasts time.Duration) (bool, error) {
	var mine bool
	err := db.Write(ctx, func(tx *Tx) error {
		now := tx.conn.dialect.now
		err := tx.put("insert into turns (name, holder, until) values ($1, $2, 0) on conflict (name) do nothing", name, holder)
		if err != nil {
			return err
		}
		n, err := tx.change("update turns set holder = $2, until = "+now+" + $3 where name = $1 and (holder = $2 or until <= "+now+")",
			name, holder, lasts.Milliseconds())
		mine = n == 1
		return err
	})
	return mine, err
}
