package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
)

// Erasure counts what is gone, or would go.
type Erasure struct {
	Words    int // parts of the history
	Messages int
	Links    int
	Reasons  int // why somebody looked
	Files    int // whose bytes are deleted
	Mails    int // that came in
}

// Erase carries out what an Erased record says: the words it takes go, with their salts, so that nobody can tell what they were, and the rows
// made of them come out without them. Messages, links, codes, receipts, jobs and reasons of looks go as well. Events, seals and digests
// stay as they are. The bytes of files are not the database's (casework).
func (tx *Tx) Erase(d *Dossier, whose dossier.Party) error {
	for _, s := range erasing(whose) {
		args := []any{d.ID}
		if s.of != "" {
			args = append(args, s.of)
		}
		if err := tx.put(s.change, args...); err != nil {
			return err
		}
	}
	if whose == dossier.ToEverybody {
		if err := tx.forget(d); err != nil {
			return err
		}
	}
	return tx.projectContact(d)
}

// taken is one of the things that an erasure takes.
type taken struct {
	change string // statement over the dossier $1, and over of as $2
	count  string // query of the same rows; empty for what is no business of a reader
	of     string
	into   func(*Erasure) *int
}

// erasing lists what goes with the words of a party.
func erasing(whose dossier.Party) []taken {
	words := func(e *Erasure) *int { return &e.Words }
	messages := func(e *Erasure) *int { return &e.Messages }
	links := func(e *Erasure) *int { return &e.Links }
	reasons := func(e *Erasure) *int { return &e.Reasons }
	const gone = "update parts set body = null, salt = null where body is not null and dossier = $1"
	const there = "select count(*) from parts where body is not null and dossier = $1"
	if whose == dossier.ToEverybody {
		return []taken{
			// The jobs first, also those that somebody has: what was read of before is stored together with the end of its job. So it is
			// stored by now, and goes with the rest, or never.
			{change: "delete from jobs where dossier = $1"},
			{change: gone, count: there, into: words},
			{change: "delete from messages where dossier = $1", count: "select count(*) from messages where dossier = $1", into: messages},
			{change: "delete from links where dossier = $1", count: "select count(*) from links where dossier = $1", into: links},
			{
				change: "update reads set reason = '', salt = null where dossier = $1 and seal <> '' and salt is not null",
				count:  "select count(*) from reads where dossier = $1 and seal <> '' and salt is not null", into: reasons,
			},
			{change: "delete from codes where dossier = $1"},
			{change: "update files set state = 'going', name = '' where id in (select id from mails_in where dossier = $1)"},
			{
				change: "delete from mails_in where dossier = $1", count: "select count(*) from mails_in where dossier = $1",
				into: func(e *Erasure) *int { return &e.Mails },
			},
		}
	}
	subject, person, _ := strings.Cut(string(whose), ":")
	list := []taken{
		{change: gone + " and person = $2 and subject = '" + string(subjectOf(subject)) + "'", count: there + " and person = $2 and subject = '" + string(subjectOf(subject)) + "'", of: person, into: words},
		{change: "update files set state = 'going', name = '' where id in (select id from mails_in where dossier = $1 and party = $2)", of: string(whose)},
		{
			change: "delete from mails_in where dossier = $1 and party = $2", count: "select count(*) from mails_in where dossier = $1 and party = $2",
			of: string(whose), into: func(e *Erasure) *int { return &e.Mails },
		},
		{change: "delete from messages where dossier = $1 and party = $2", count: "select count(*) from messages where dossier = $1 and party = $2", of: string(whose), into: messages},
	}
	if subjectOf(subject) == dossier.OfFellow {
		const own = " from links where dossier = $1 and fellow = cast($2 as bigint)"
		list = append(list, taken{change: "delete" + own, count: "select count(*)" + own, of: person, into: links})
	}
	return list
}

// subjectOf is one of the two sorts of people whose words can go by themselves.
func subjectOf(sort string) dossier.Subject {
	if sort == string(dossier.OfFellow) {
		return dossier.OfFellow
	}
	return dossier.OfSpecialist
}

// forget takes away the answers that forms of the dossier got, whose digests are over what was typed, has files go that came with such a form after it was done, and books what was paid back.
func (tx *Tx) forget(d *Dossier) error {
	if err := tx.put("update files set state = 'going', name = '' where form <> '' and form in (select key from receipts where result like $1)",
		`{"reference":"`+d.State.Reference+`"%`); err != nil {
		return err
	}
	if err := tx.put("delete from receipts where result like $1", `{"reference":"`+d.State.Reference+`"%`); err != nil {
		return err
	}
	for _, r := range d.State.Remedies {
		if r.Kind != dossier.Refund || !r.Done {
			continue
		}
		err := tx.put("insert into ledger (dossier, remedy, paid, amount) values ($1, $2, $3, $4) on conflict (dossier, remedy) do nothing",
			d.ID, r.Number, string(r.On), int64(r.Amount))
		if err != nil {
			return err
		}
	}
	return nil
}

// NotErasableError says that a dossier has no words of a party that can be taken out by themselves.
type NotErasableError struct {
	Whose dossier.Party
	Has   []dossier.Party // those of whom it has
}

func (e *NotErasableError) Error() string {
	return fmt.Sprintf("store: no words of %q can be erased by themselves", string(e.Whose))
}

// erasableOf checks a party before anything is asked by it. What was erased already is for the procedure to refuse.
func erasableOf(s dossier.State, whose dossier.Party) error {
	all := append([]dossier.Party{dossier.ToEverybody}, dossier.Others(s)...)
	left := slices.DeleteFunc(slices.Clone(all), func(p dossier.Party) bool { return slices.Contains(s.ErasedOf, p) })
	if slices.Contains(left, whose) || !s.ErasedAt.IsZero() && slices.Contains(all, whose) {
		return nil
	}
	return &NotErasableError{whose, left}
}

// WouldErase counts what erasing the words of a party would take. ErrNotFound when there is no such dossier, NotErasableError when it has
// nothing of that party.
func (r *Reader) WouldErase(ctx context.Context, reference string, whose dossier.Party) (Erasure, error) {
	counts, err := r.WouldEraseEach(ctx, reference, whose)
	return counts[whose], err
}

// WouldEraseEach is WouldErase for several parties.
func (r *Reader) WouldEraseEach(ctx context.Context, reference string, parties ...dossier.Party) (map[dossier.Party]Erasure, error) {
	counts := map[dossier.Party]Erasure{}
	err := r.snapshot(ctx, func(s queries) error {
		h, err := s.history(reference)
		if err != nil {
			return err
		}
		for _, whose := range parties {
			if counts[whose], err = s.wouldErase(h, whose); err != nil {
				return err
			}
		}
		return nil
	})
	return counts, err
}

func (s queries) wouldErase(h history, whose dossier.Party) (Erasure, error) {
	var e Erasure
	if err := erasableOf(h.state, whose); err != nil {
		return e, err
	}
	for _, t := range erasing(whose) {
		if t.count == "" {
			continue
		}
		args := []any{h.id}
		if t.of != "" {
			args = append(args, t.of)
		}
		n, err := first(s, column[int], t.count, args...)
		if err != nil {
			return e, err
		}
		*t.into(&e) += n
	}
	if whose == dossier.ToEverybody {
		for _, f := range h.state.Files {
			if !f.Redacted {
				e.Files++
			}
		}
	}
	return e, nil
}

// Over lists closed dossiers that ended so before a moment and were not erased, from a number on, so many at most; next is where to go on.
func (r *Reader) Over(ctx context.Context, ending dossier.Ending, before int64, after int64, limit int) (references []string, next int64, err error) {
	err = r.each(ctx).each(func(row scanner) error {
		var reference string
		err := row.Scan(&next, &reference)
		references = append(references, reference)
		return err
	}, `select l.dossier, d.reference from list l join dossiers d on d.id = l.dossier
		where l.closed > 0 and l.closed < $1 and l.ending = $2 and l.dossier > $3 and l.flags not like '% erased %' order by l.dossier limit $4`,
		before, ending, after, limit)
	return references, next, err
}

// ReferencesOf lists the dossiers of whoever has an e-mail address, the oldest first.
func (r *Reader) ReferencesOf(ctx context.Context, email string) ([]string, error) {
	return all(r.each(ctx), column[string],
		"select d.reference from complainants c join dossiers d on d.id = c.dossier where c.email = $1 and c.email <> '' order by d.id", email)
}

// projectContact makes the rows with personal data anew, from the words that are left.
func (tx *Tx) projectContact(d *Dossier) error {
	h, err := tx.history(d.State.Reference)
	if err != nil {
		return err
	}
	d.contact = h.contact
	_, err = tx.project(contactProjections(d.ID, d.State, d.contact))
	return err
}

// Booked is a refund of a dossier that was erased.
type Booked struct {
	Reference string
	Paid      dossier.Date
	Amount    dossier.Cents
}

// Ledger lists what was paid back in dossiers that were erased, the oldest first.
func (r *Reader) Ledger(ctx context.Context) ([]Booked, error) {
	return all(r.each(ctx), func(row scanner) (Booked, error) {
		var b Booked
		err := row.Scan(&b.Reference, &b.Paid, &b.Amount)
		return b, err
	}, "select d.reference, l.paid, l.amount from ledger l join dossiers d on d.id = l.dossier order by l.paid, l.dossier, l.remedy")
}

// CloseLedger removes what was paid back before a day.
func (tx *Tx) CloseLedger(before dossier.Date) error {
	return tx.put("delete from ledger where paid < $1", string(before))
}

// Scrub leaves nothing of what was erased in the files of the database: SQLite overwrites what is deleted, but the log of its last writes
// still holds pages of before, and it is emptied here. ErrBusy when somebody reads one of them: it can be tried again. Where the engine
// keeps its own files in order, this does nothing.
func (db *DB) Scrub(ctx context.Context) error {
	if db.dialect.scrub == "" {
		return nil
	}
	var busy, log, done int
	if err := db.reads.QueryRowContext(ctx, db.dialect.scrub).Scan(&busy, &log, &done); err != nil {
		return db.dialect.told(err)
	}
	if busy != 0 {
		return errors.Join(ErrBusy, errors.New("store: "+strconv.Itoa(log)+" pages of the log are still read"))
	}
	return nil
}
