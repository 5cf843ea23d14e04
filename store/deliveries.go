package store

import (
	"context"
	"crypto/rand"
	"net/mail"
	"strings"
	"time"
	"unicode"

	"github.com/wederhoor/wederhoor/dossier"
)

// JobDeliver is the kind of job that delivers a message by mail. It stands in the transaction that stored the message, so that none is
// delivered that was not stored.
const JobDeliver = "deliver"

// mailSetting holds the domain that Message-IDs end in, where mails are delivered; nothing where they are not.
const mailSetting = "mail"

// Delivery is what became of a message that goes by mail.
type Delivery string

// What can become of it.
const (
	DeliveryWaiting Delivery = "waiting" // it is on its way, or tried again
	DeliverySent    Delivery = "sent"    // a mail server took it
	DeliveryRefused Delivery = "refused" // it could not be delivered
	DeliveryStopped Delivery = "stopped" // it would have gone from one side of a contact ban to the other (R23)
)

// Mailable reports whether mail can be sent to an address: it is one, on one line, and nothing but that (ASVS 1.3.11).
func Mailable(address string) bool {
	if strings.ContainsFunc(address, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return false
	}
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Address == address
}

// DeliverMail has messages delivered that are stored from now on, whoever stores them, with Message-IDs under that domain. With none they
// are stored alone; those that wait stay so.
func (tx *Tx) DeliverMail(domain string) error { return tx.SaveSetting(mailSetting, domain) }

// MailDomain is what DeliverMail set.
func (r *Reader) MailDomain(ctx context.Context) (string, error) { return r.Setting(ctx, mailSetting) }

// mailLater asks for the delivery of a message that was just stored, if mails are delivered and it is new.
func (tx *Tx) mailLater(key string) error {
	err := tx.put(`update messages set delivery = 'waiting', mail_id = $2 || '@' || (select value from settings where name = '`+mailSetting+`')
		where effect = $1 and delivery = '' and delivered = 0 and exists (select 1 from settings where name = '`+mailSetting+`' and value <> '')`,
		key, strings.ToLower(rand.Text()))
	if err != nil {
		return err
	}
	return tx.put(`insert into jobs (kind, effect, payload, dossier, status, run_at, due_at, attempts, token, error, ended)
		select '`+JobDeliver+`', '`+JobDeliver+`:' || effect, effect, dossier, 'waiting', at, at, 0, 0, '', 0
		from messages where effect = $1 and delivery = 'waiting' on conflict (effect) do nothing`, key)
}

// Message is a stored message by its key. ErrNotFound when it was erased.
func (r *Reader) Message(ctx context.Context, key string) (Message, error) {
	return first(r.each(ctx), readMessage, messageColumns+"where m.effect = $1", key)
}

// Delivered writes down what became of a message, and why. One that was erased meanwhile is left alone.
func (tx *Tx) Delivered(key string, what Delivery, why string, at time.Time) error {
	return tx.put("update messages set delivery = $2, answer = $3, delivered = $4 where effect = $1", key, string(what), short(why), ms(at))
}

// Banned is a specialist with whom the complainant of a dossier has no contact.
type Banned struct {
	Specialist dossier.SpecialistID
	Email      string // of an account of theirs, as it was typed; empty when there is none
}

// KeptApart lists whom the running bans of all dossiers of a dossier's complainant keep them from, with the addresses of their accounts,
// disabled ones too (R23). A person is known by the client of the register, or the same e-mail address or phone number.
func (r *Reader) KeptApart(ctx context.Context, reference string) ([]Banned, error) {
	return all(r.each(ctx), func(row scanner) (Banned, error) {
		var b Banned
		err := row.Scan(&b.Specialist, &b.Email)
		return b, err
	}, `select distinct b.specialist, coalesce(a.email, '')
		from dossiers d join complainants own on own.dossier = d.id
		join complainants c on c.dossier = d.id or c.client <> '' and c.client = own.client
			or c.email <> '' and c.email = own.email or c.phone <> '' and c.phone = own.phone
		join bans b on b.dossier = c.dossier
		left join accounts a on a.specialist = b.specialist and a.email <> ''
		where d.reference = $1 order by 1, 2`, reference)
}

// Pair is two e-mail addresses between which a ban runs.
type Pair struct{ Complainant, Specialist string }

// PairsAmong lists the bans that run between the people at some addresses, whatever dossier they are in. A complainant's address is folded, a
// specialist's is as it was typed.
func (r *Reader) PairsAmong(ctx context.Context, folded []string) ([]Pair, error) {
	var a arguments
	list := in(&a, folded)
	return all(r.each(ctx), func(row scanner) (Pair, error) {
		var p Pair
		err := row.Scan(&p.Complainant, &p.Specialist)
		return p, err
	}, `select distinct c.email, a.email from complainants c join bans b on b.dossier = c.dossier
		join accounts a on a.specialist = b.specialist and a.email <> '' where c.email in `+list+" order by 1, 2", a.list...)
}
