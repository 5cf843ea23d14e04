package store

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// The purposes of tickets.
const (
	TicketInvitation = "invitation"
	TicketReset      = "reset"     // given by a colleague or by whoever has the machine
	TicketForgotten  = "forgotten" // asked for by whoever typed the address: anybody
)

// Ticket is a link to a member of staff that works once.
type Ticket struct {
	Hash    string // hex SHA-256 of the token
	Purpose string // TicketInvitation, TicketReset, TicketForgotten
	Account dossier.AccountID
	Expires time.Time
}

// SaveTicket keeps a ticket. ErrTaken when there is one with its hash, ErrNotFound when there is no such account.
func (tx *Tx) SaveTicket(t Ticket) error {
	return tx.put("insert into tickets (hash, purpose, account, expires) values ($1, $2, $3, $4)", t.Hash, t.Purpose, t.Account, ms(t.Expires))
}

// UseTicket takes a ticket that has not expired at a moment, and all others of its account with it. ErrNotFound when there is none: of
// many who use it at the same time, one does.
func (tx *Tx) UseTicket(hash string, now time.Time) (Ticket, error) {
	t, err := tx.ticket(hash)
	if err != nil {
		return t, err
	}
	if !now.Before(t.Expires) {
		return t, ErrNotFound
	}
	if err := tx.touch("delete from tickets where hash = $1", hash); err != nil {
		return t, err
	}
	return t, tx.EndTickets(t.Account)
}

// EndTickets makes the tickets of an account void.
func (tx *Tx) EndTickets(account dossier.AccountID) error {
	return tx.put("delete from tickets where account = $1", account)
}

// EndTicketsFor makes the tickets of an account void that have a purpose.
func (tx *Tx) EndTicketsFor(account dossier.AccountID, purpose string) error {
	return tx.put("delete from tickets where account = $1 and purpose = $2", account, purpose)
}

// EndOldTickets removes the tickets that expired before a moment.
func (tx *Tx) EndOldTickets(before time.Time) error {
	return tx.put("delete from tickets where expires < $1", ms(before))
}

// Ticket of that hash, expired or not; looking does not use it up.
func (r *Reader) Ticket(ctx context.Context, hash string) (Ticket, error) {
	return r.each(ctx).ticket(hash)
}

func (s queries) ticket(hash string) (Ticket, error) {
	t := Ticket{Hash: hash}
	var expires int64
	err := s.one([]any{&t.Purpose, &t.Account, &expires}, "select purpose, account, expires from tickets where hash = $1", hash)
	t.Expires = moment(expires)
	return t, err
}
