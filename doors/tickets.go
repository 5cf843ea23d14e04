package doors

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// How long links to staff work, and once.
const (
	invitationTime = 7 * 24 * time.Hour
	resetTime      = 30 * time.Minute
)

// TicketPath stands before the token in the path of the page where a password is chosen.
const TicketPath = "/desk/choose/"

// ticket is a link that is about to be given out.
type ticket struct {
	id    string // of the message that carries it; the token is made of it
	kind  string // of the message
	valid time.Duration
}

// The links there are: to the invited, to who forgot their password, and to whom the second factor was taken away.
func invitation() ticket { return ticket{newID("ticket"), mail.Invitation, invitationTime} }
func reset() ticket      { return ticket{newID("ticket"), mail.Reset, resetTime} }
func anew() ticket       { return ticket{newID("ticket"), mail.FactorsTaken, invitationTime} }

func (t ticket) purpose() string {
	switch t.kind {
	case mail.Invitation:
		return store.TicketInvitation
	case mail.Reset:
		return store.TicketForgotten
	}
	return store.TicketReset
}

// token of a link: 256 bits that nobody can make without the key. What it is made of is no secret, so that the message that carries it can be
// stored without it.
func (p *Porter) token(id string) string {
	return base64.RawURLEncoding.EncodeToString(p.mac("ticket", id))
}

// LinkOf is the path of the link that belongs in a message of this package, where a stored message has a placeholder. ok is false for any
// other message.
func (p *Porter) LinkOf(m store.Message) (path string, ok bool) {
	if m.Link != store.TicketInvitation && m.Link != store.TicketReset {
		return "", false
	}
	return TicketPath + p.token(m.Key), true
}

// give keeps a link for an account, in the place of those it had, and gives its path. One for a forgotten password takes the place of
// another such one alone: anybody can ask for it who knows the address, and must not make void what a colleague gave.
func (p *Porter) give(tx *store.Tx, a store.Account, t ticket) (path string, err error) {
	now, token := p.now(), p.token(t.id)
	end := tx.EndTickets
	if t.purpose() == store.TicketForgotten {
		end = func(id dossier.AccountID) error { return tx.EndTicketsFor(id, store.TicketForgotten) }
	}
	if err := end(a.ID); err != nil {
		return "", err
	}
	if err := tx.EndOldTickets(now); err != nil {
		return "", err
	}
	err = tx.SaveTicket(store.Ticket{Hash: TicketOf(token), Purpose: t.purpose(), Account: a.ID, Expires: now.Add(t.valid)})
	return TicketPath + token, err
}

// send gives a link and mails it.
func (p *Porter) send(tx *store.Tx, a store.Account, t ticket) error {
	if _, err := p.give(tx, a, t); err != nil {
		return err
	}
	return p.post(tx, letter{id: t.id, to: a, address: a.Email, kind: t.kind, due: p.now().Add(t.valid)})
}

// Choice is a password that is to be chosen, by whoever has the link.
type Choice struct {
	Purpose string // of the ticket
	Account store.Account
}

// TicketOf is what a link is known by here: what is kept of it meanwhile must not be enough to use it elsewhere.
func TicketOf(token string) string { return accounts.TokenHash(token) }

// Open looks at a link, by TicketOf, without using it up: programs that look through mail open links too. The error is of kind Missing for a link that is
// wrong, was used, has expired, or is of an account that is disabled.
func (p *Porter) Open(ctx context.Context, ticket string) (Choice, error) {
	t, err := p.DB.Read().Ticket(ctx, ticket)
	if err == nil && !p.now().Before(t.Expires) {
		err = store.ErrNotFound
	}
	if err != nil {
		return Choice{}, missing(err)
	}
	a, err := p.account(ctx, t.Account)
	if KindOf(err) == Ended {
		err = refuse(Missing)
	}
	return Choice{t.Purpose, a}, err
}

// Choose sets the password that the link is for, and uses it up: of many who do at the same moment, one does. All logins of the account end. A second
// factor stays, and is asked next (ASVS 6.4.3).
func (p *Porter) Choose(ctx context.Context, ticket, password string, v Visitor) (Entry, error) {
	choice, err := p.Open(ctx, ticket)
	if err != nil {
		return Entry{}, err
	}
	if err := p.Fit(password, choice.Account); err != nil {
		return Entry{}, err
	}
	hash, err := accounts.HashPassword(password)
	if err != nil {
		return Entry{}, err
	}
	var entry Entry
	err = p.DB.Write(ctx, func(tx *store.Tx) error {
		entry = Entry{}
		a, err := tx.Account(choice.Account.ID)
		if err != nil {
			return missing(err)
		}
		if a.Disabled {
			return refuse(Missing)
		}
		if _, err := tx.UseTicket(ticket, p.now()); err != nil {
			return missing(err)
		}
		entry, err = p.choose(tx, a, hash, choice.Purpose, v)
		return err
	})
	return settled(&entry, err)
}

func (p *Porter) choose(tx *store.Tx, a store.Account, hash, purpose string, v Visitor) (Entry, error) {
	a.Hash = hash
	if err := tx.SaveAccount(a); err != nil {
		return Entry{}, err
	}
	if err := tx.EndLogins(a.ID, ""); err != nil {
		return Entry{}, err
	}
	if err := p.chosen(tx, a, purpose); err != nil {
		return Entry{}, err
	}
	return p.step(tx, a, ByPassword, 1, v)
}

// chosen writes down that a password was chosen; where there was one before, its owner is told as well.
func (p *Porter) chosen(tx *store.Tx, a store.Account, purpose string) error {
	if purpose == store.TicketInvitation {
		return p.note(tx, a.ID, a.ID, "password", purpose)
	}
	return p.changed(tx, a, a.ID, "password", purpose)
}

// resetDoor is where links for forgotten passwords are asked for: each asking counts.
var resetDoor = Door{"reset", accounts.Allowance{Burst: 20, Pause: time.Minute}, accounts.Allowance{Burst: 300, Pause: 5 * time.Second}}

// remindAfter is how long after the answer it is looked whether there is such an account: what is done then is not to be measured by the answer, nor by one of the
// same moment.
const remindAfter = 2 * time.Second

// reminder is the payload of store.JobForgotten. It holds no address, only what an address can be compared with by who has the key.
type reminder struct {
	Address string    `json:"address"`
	Asked   time.Time `json:"asked"`
}

// Forgotten has a link mailed to who forgot their password, where there is such an account that has one and is not disabled: who has chosen none comes in by
// the link that a colleague gave them, and by nothing else. Nobody is told whether there is: asking writes down what was asked and nothing else, and a job looks
// (ASVS 6.3.8): Remind.
func (p *Porter) Forgotten(ctx context.Context, email string, v Visitor) error {
	email = register.FoldEmail(email)
	known, err := p.knownAs(ctx, v, email)
	if err != nil {
		return err
	}
	attempt, err := p.countVisitor(ctx, resetDoor, email, v, known)
	if err != nil {
		return err
	}
	payload, err := json.Marshal(reminder{p.digest("forgotten", email), p.date()})
	if err != nil {
		return err
	}
	err = p.DB.Write(ctx, func(tx *store.Tx) error {
		return tx.Enqueue(store.Job{
			Kind: store.JobForgotten, Key: store.JobForgotten + ":" + rand.Text(), Payload: string(payload), RunAt: p.date().Add(remindAfter),
		})
	})
	if err != nil {
		attempt.TakeBack(ctx)
	}
	return err
}

// Remind does a job that Forgotten wrote, in the transaction that ends it. Of what was asked for long ago nothing is mailed any more: nobody waits for it.
func (p *Porter) Remind(ctx context.Context, job store.Job) error {
	var asked reminder
	if err := json.Unmarshal([]byte(job.Payload), &asked); err != nil {
		return fmt.Errorf("doors: job %s: %w", job.Kind, err)
	}
	found, err := p.DB.Read().Accounts(ctx)
	if err != nil {
		return err
	}
	isTheirs := func(a store.Account) bool { return p.digest("forgotten", register.FoldEmail(a.Email)) == asked.Address }
	i := slices.IndexFunc(found, isTheirs)
	return p.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Done(job, p.date()); err != nil || i < 0 || p.date().Sub(asked.Asked) > resetTime {
			return err
		}
		a, err := tx.Account(found[i].ID)
		if errors.Is(err, store.ErrNotFound) || err == nil && (a.Disabled || a.Hash == "" || !isTheirs(a)) {
			return nil
		}
		if err != nil {
			return err
		}
		return p.remind(tx, a)
	})
}

func (p *Porter) remind(tx *store.Tx, a store.Account) error {
	if err := p.held(tx, a); KindOf(err) == Held {
		return nil
	} else if err != nil {
		return err
	}
	if err := p.send(tx, a, reset()); err != nil {
		return err
	}
	return p.note(tx, a.ID, Somebody, "reset_asked", "")
}

// Somebody is whom the log names for what anybody can do who knows an address.
const Somebody dossier.AccountID = "somebody"

// Program is whom the log names for what was done at the machine's own command line.
const Program dossier.AccountID = "program"

// letter is a message to the owner of an account.
type letter struct {
	id      string // of the message
	to      store.Account
	address string
	kind    string
	cause   string
	due     time.Time
}

// post stores a letter.
func (p *Porter) post(tx *store.Tx, l letter) error {
	to := dossier.Party(mail.ToAccount + ":" + string(l.to.ID))
	n := mail.Notice{Kind: l.kind, To: to, Language: ofStaff, Name: l.to.Name, Data: mail.Data{
		Organisation: p.Policy.Organisation.Name, Phone: p.Policy.Organisation.Phone, Cause: l.cause, Due: l.due, Zone: p.Policy.Calendar.Zone,
	}}
	sheet := mail.SheetOf(n)
	own, err := tx.LetterText(store.LetterName{Language: string(sheet.Language), Receiver: sheet.Sort, Kind: sheet.Kind})
	if err != nil {
		return err
	}
	text, fault, err := mail.Write(n, own)
	if fault != nil {
		p.log().Error("a text of staff cannot be used and the program's own is sent: see the page of letters at the desk", "kind", l.kind, "error", fault.Error())
	}
	if err != nil {
		return fmt.Errorf("doors: render %s: %w", l.kind, err)
	}
	return tx.SaveMessage(store.Message{
		Key: l.id, To: to, Kind: l.kind, Name: l.to.Name, Address: l.address, Language: ofStaff, Subject: text.Subject, Body: text.Body,
		Link: text.Link, Class: text.Class, At: p.date(), Person: string(l.to.ID),
	})
}
