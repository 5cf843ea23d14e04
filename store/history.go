package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Dossier is a loaded dossier inside a transaction.
type Dossier struct {
	ID    int64
	State dossier.State
	// Counted is the fingerprint of the calendar by which its rows were counted; empty when that has none.
	Counted string

	count   int
	head    []byte // digest of the last event
	contact contact
}

// Step is one appended record with the states around it.
type Step struct {
	Before, After dossier.State
	Record        dossier.Record
}

// Load reads a dossier's history and evolves it. Nobody else acts on it until the transaction has ended. ErrNotFound when there is none.
func (tx *Tx) Load(reference string) (*Dossier, error) {
	id, err := tx.lockDossier(reference)
	if err != nil {
		return nil, err
	}
	events, err := tx.events(id)
	if err != nil {
		return nil, err
	}
	d := &Dossier{ID: id}
	for _, e := range events {
		record, err := e.record()
		if err != nil {
			return nil, fmt.Errorf("store: %s: %w", reference, err)
		}
		d.State = dossier.Evolve(d.State, record)
		d.count, d.head = e.number, e.digest
	}
	d.contact, d.Counted, err = tx.storedContact(id)
	return d, err
}

// New is an empty dossier; its first Append creates it under the reference that its first event names.
func (tx *Tx) New() *Dossier { return &Dossier{} }

// Append adds what happened to the history, evolves d.State, and brings list, access, deadline, ban and slot rows
// up to date. It returns the records and the states after each. ErrTaken when somebody else appended first or a slot
// was taken: the act cannot go on after that. When only the reference of a new dossier was taken it can, with another.
func (tx *Tx) Append(d *Dossier, at time.Time, by dossier.Actor, terms dossier.Terms, cal dossier.Calendar,
	happenings []dossier.Happening,
) ([]Step, error) {
	if len(happenings) == 0 {
		return nil, nil
	}
	grown, err := tx.grow(d, happenings[0].Event)
	if err != nil {
		return nil, err
	}
	steps, err := tx.append(&grown, at, by.Name(), happenings...)
	if err != nil {
		return nil, tx.fail(err)
	}
	projections := projectionsOf(grown.ID, grown.State, grown.contact, terms, cal)
	if d.ID == 0 {
		err = tx.projectFirst(projections)
	} else {
		_, err = tx.project(projections)
	}
	if err == nil {
		err = tx.send() // whoever asked learns here whether somebody was first
	}
	if err != nil {
		return nil, tx.fail(err)
	}
	grown.Counted = fingerprint(cal)
	*d = grown
	return steps, nil
}

// grow is a copy of d to append to. A new dossier gets its row here, before anything else is written.
func (tx *Tx) grow(d *Dossier, first dossier.Event) (Dossier, error) {
	grown := *d
	if d.ID != 0 {
		return grown, nil
	}
	reference := referenceOf(first)
	if reference == "" {
		return grown, errors.New("store: the first event of a dossier names no reference")
	}
	err := tx.one([]any{&grown.ID}, "insert into dossiers (reference) values ($1) on conflict (reference) do nothing returning id", reference)
	if errors.Is(err, ErrNotFound) {
		err = ErrTaken
	}
	if err == nil {
		tx.know(reference, grown.ID)
	}
	return grown, err
}

// referenceOf is the reference that an event gives to the dossier it opens.
func referenceOf(e dossier.Event) string {
	switch e := e.(type) {
	case dossier.TalkRequested:
		return e.Reference
	case dossier.Filed:
		return e.Reference
	}
	return ""
}

// How events and their parts are written.
var (
	eventRows = insert("events", "dossier number at actor kind facts digest", "")
	partRows  = insert("parts", "dossier number name subject person class salt body seal", "")
)

// append writes what happened.
func (tx *Tx) append(d *Dossier, at time.Time, by string, happenings ...dossier.Happening) ([]Step, error) {
	steps := make([]Step, len(happenings))
	var events, parts [][]any
	for i, h := range happenings {
		e, sealed, step, err := d.after(at, by, h)
		if err != nil {
			return nil, err
		}
		steps[i] = step
		events = append(events, []any{d.ID, e.number, e.at, e.by, e.kind, e.facts, e.digest})
		for _, p := range sealed {
			parts = append(parts, []any{d.ID, e.number, p.Name, p.Subject, p.Person, p.Class, p.salt, p.Text, p.seal})
		}
	}
	if err := tx.insert(eventRows, events...); err != nil {
		return nil, err
	}
	return steps, tx.insert(partRows, parts...)
}

// after is the dossier after something happened, and how that is stored.
func (d *Dossier) after(at time.Time, by string, h dossier.Happening) (e storedEvent, parts []storedPart, step Step, err error) {
	facts, err := dossier.Encode(h.Event)
	if err != nil {
		return e, nil, step, err
	}
	if at.Before(d.State.Last) {
		at = d.State.Last // a dossier's time never runs back
	}
	e = storedEvent{number: d.count + 1, at: ms(at), by: by, kind: h.Event.Name(), facts: string(facts)}
	// The state evolves from what was stored, so that it is now what it will be when it is loaded.
	record, err := e.record()
	if err != nil {
		return e, nil, step, err
	}
	for _, p := range h.Parts {
		parts = append(parts, sealed(e.number, p))
	}
	e.digest = link(d.head, e, parts)
	step = Step{Before: d.State, After: dossier.Evolve(d.State, record), Record: record}
	d.State, d.count, d.head = step.After, e.number, e.digest
	d.contact = d.contact.after(record.Event, h.Parts)
	return e, parts, step, nil
}

// Parts of one event (number) or of all (0), by number of the event. An erased part has no text.
func (tx *Tx) Parts(d *Dossier, number int) (map[int][]dossier.Part, error) {
	stored, err := tx.parts(d.ID)
	if err != nil {
		return nil, err
	}
	byNumber := map[int][]dossier.Part{}
	for _, p := range stored {
		if number == 0 || number == p.number {
			byNumber[p.number] = append(byNumber[p.number], p.Part)
		}
	}
	return byNumber, nil
}

// ErasePart deletes the words of a part, for good, here and in the rows made from it. That there was such a part, its seal and
// the chain stay. Messages that were made of it are not touched. ErrNotFound when there is no such part or it is erased already.
func (tx *Tx) ErasePart(d *Dossier, number int, name string) error {
	err := tx.touch(`update parts set body = null, salt = null
		where dossier = $1 and number = $2 and name = $3 and body is not null`, d.ID, number, name)
	if err != nil {
		return err
	}
	return tx.projectContact(d)
}

// dossierID looks a dossier up once.
func (tx *Tx) dossierID(reference string) (int64, error) {
	if id, known := tx.ids[reference]; known {
		return id, nil
	}
	id, err := tx.queries.dossierID(reference)
	if err == nil {
		tx.know(reference, id)
	}
	return id, err
}

func (tx *Tx) know(reference string, id int64) {
	if tx.ids == nil {
		tx.ids = map[string]int64{}
	}
	tx.ids[reference] = id
}

func (s queries) dossierID(reference string) (int64, error) {
	var id int64
	err := s.one([]any{&id}, "select id from dossiers where reference = $1", reference)
	return id, err
}

func (s queries) events(id int64) ([]storedEvent, error) {
	return all(s, func(row scanner) (storedEvent, error) {
		var e storedEvent
		err := row.Scan(&e.number, &e.at, &e.by, &e.kind, &e.facts, &e.digest)
		return e, err
	}, "select number, at, actor, kind, facts, digest from events where dossier = $1 order by number", id)
}

func (s queries) parts(id int64) ([]storedPart, error) {
	return all(s, func(row scanner) (storedPart, error) {
		var p storedPart
		var body *string
		err := row.Scan(&p.number, &p.Name, &p.Subject, &p.Person, &p.Class, &p.salt, &body, &p.seal)
		if p.erased = body == nil; !p.erased {
			p.Text = *body
		}
		return p, err
	}, "select number, name, subject, person, class, salt, body, seal from parts where dossier = $1 order by number, name", id)
}

// record is the event as the procedure knows it. Its error is errUnreadable.
func (e storedEvent) record() (dossier.Record, error) {
	event, err := dossier.DecodeEvent(e.kind, []byte(e.facts))
	if err != nil {
		return dossier.Record{}, &errUnreadable{e.number, err}
	}
	return dossier.Record{Number: e.number, At: moment(e.at), By: e.by, Event: event}, nil
}

// partsOf picks the parts of one event.
func partsOf(parts []storedPart, number int) []storedPart {
	from, _ := slices.BinarySearchFunc(parts, number, func(p storedPart, n int) int { return p.number - n })
	to, _ := slices.BinarySearchFunc(parts, number+1, func(p storedPart, n int) int { return p.number - n })
	return parts[from:to]
}
