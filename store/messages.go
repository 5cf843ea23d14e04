package store

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Message is an outgoing message, rendered once, with {{link}} where a private link stands.
type Message struct {
	ID            int64
	Key           string // unique: that of the job it comes of, and of a group the account
	Reference     string // empty for one that is about no dossier
	Number        int    // of the record it follows from
	To            dossier.Party
	Kind          string
	Name, Address string // of the recipient; personal data
	Language      string
	Subject, Body string
	Link          string // purpose of the link that belongs in it, or empty
	At            time.Time
	Class         dossier.Class // what a viewer must see to read it
	Person        string

	MailID    string    // Message-ID of one that goes by mail, without its brackets; empty for others
	Delivery  Delivery  // what became of it; empty for one that is not to be mailed
	Delivered time.Time // when that was
	Answer    string    // why it waits or did not go: a sort of answer and its codes, without the words of a server
	Bounced   time.Time // when it was told that it came back after a server had taken it; zero when it was not
	Bounce    string    // the status code with which it did, such as 5.1.1
}

// SaveMessage keeps a message, and where mails are delivered asks for its delivery in the same transaction. One with a key that was used
// before is left as it is. ErrNotFound when there is no such dossier.
func (tx *Tx) SaveMessage(m Message) error {
	id, err := tx.aboutDossier(m.Reference)
	if err != nil {
		return err
	}
	err = tx.put(`insert into messages
			(effect, dossier, number, party, kind, name, address, language, subject, body, link, at, class, person)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict (effect) do nothing`,
		m.Key, id, m.Number, m.To, m.Kind, m.Name, m.Address, m.Language, m.Subject, m.Body, m.Link, ms(m.At), m.Class, m.Person)
	if err != nil || !Mailable(m.Address) {
		return err
	}
	return tx.mailLater(m.Key)
}

// aboutDossier is the number of the dossier of that reference, and nil where something is about none.
func (tx *Tx) aboutDossier(reference string) (*int64, error) {
	if reference == "" {
		return nil, nil //nolint:nilnil // none is what the column holds
	}
	id, err := tx.dossierID(reference)
	return &id, err
}

const messageColumns = `select m.id, m.effect, coalesce(d.reference, ''), m.number, m.party, m.kind, m.name, m.address, m.language, m.subject, m.body,
	m.link, m.at, m.class, m.person, m.mail_id, m.delivery, m.delivered, m.answer, m.bounced, m.bounce from messages m left join dossiers d on d.id = m.dossier `

func readMessage(row scanner) (Message, error) {
	var m Message
	var at, delivered, bounced int64
	err := row.Scan(&m.ID, &m.Key, &m.Reference, &m.Number, &m.To, &m.Kind, &m.Name, &m.Address, &m.Language, &m.Subject, &m.Body,
		&m.Link, &at, &m.Class, &m.Person, &m.MailID, &m.Delivery, &delivered, &m.Answer, &bounced, &m.Bounce)
	m.At, m.Delivered, m.Bounced = moment(at), moment(delivered), moment(bounced)
	return m, err
}

func (s queries) messages(id int64) ([]Message, error) {
	return all(s, readMessage, messageColumns+"where m.dossier = $1 order by m.id", id)
}

// Mailbox lists outgoing messages, newest first: those to an address, or all when it is empty; the demo alone shows it.
func (r *Reader) Mailbox(ctx context.Context, to string, limit int) ([]Message, error) {
	if to == "" {
		return all(r.each(ctx), readMessage, messageColumns+"order by m.id desc limit $1", limit)
	}
	return all(r.each(ctx), readMessage, messageColumns+"where m.address = $1 order by m.id desc limit $2", to, limit)
}
