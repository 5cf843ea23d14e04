package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
)

// Entry is a record with the words of it that the viewer may see.
type Entry struct {
	dossier.Record
	Parts  []dossier.Part
	Erased []string // names of those among the parts whose words were erased
}

// Loaded is one dossier as a viewer may see it: classes, cut state, visible records. ErrNotFound when the
// viewer may see nothing of it, the same as when it does not exist.
type Loaded struct {
	Classes  []string
	State    dossier.State // dossier.Cut
	Whole    dossier.State // for Possible and Choices alone; never shown
	Entries  []Entry
	Due      []dossier.Deadline // only those the viewer may know; all for holders of ClassSummary. From rows: without their Term
	Messages []Message
}

// Dossier is what the holder of the keys may see of a dossier.
func (r *Reader) Dossier(ctx context.Context, keys []string, reference string) (Loaded, error) {
	var l Loaded
	err := r.snapshot(ctx, func(s queries) error {
		id, classes, err := s.visible(keys, reference)
		if err != nil {
			return err
		}
		l.Classes = classes
		return l.load(s, keys, id)
	})
	return l, err
}

func (l *Loaded) load(s queries, keys []string, id int64) error {
	events, err := s.events(id)
	if err != nil {
		return err
	}
	parts, err := s.parts(id)
	if err != nil {
		return err
	}
	for _, e := range events {
		record, err := e.record()
		if err != nil {
			return fmt.Errorf("store: dossier %d: %w", id, err)
		}
		l.Whole = dossier.Evolve(l.Whole, record)
		// Words that the viewer may see bring their record along: whom a specialist is to call stands in the request for the talk.
		entry := l.entry(record, partsOf(parts, e.number))
		if len(entry.Parts) > 0 || l.sees(record.Event.Class(), dossier.PersonOf(record.Event)) {
			l.Entries = append(l.Entries, entry)
		}
	}
	l.State = dossier.Cut(l.Whole, l.Classes)
	if err := l.hideOthers(s, keys); err != nil {
		return err
	}
	if err := l.loadDue(s, keys, id); err != nil {
		return err
	}
	messages, err := s.messages(id)
	l.Messages = slices.DeleteFunc(messages, func(m Message) bool {
		// What staff are told among themselves is not for the complainant, who may see all that is planned.
		inside := m.To == dossier.ToHandlers || m.To == dossier.ToDesk
		return !l.sees(m.Class, m.Person) || inside && slices.Contains(keys, dossier.ViewComplainant)
	})
	return err
}

func (l *Loaded) sees(class dossier.Class, person string) bool {
	return dossier.Sees(l.Classes, class, person)
}

func (l *Loaded) entry(record dossier.Record, parts []storedPart) Entry {
	e := Entry{Record: record}
	for _, p := range parts {
		if !l.sees(p.Class, p.Person) {
			continue
		}
		e.Parts = append(e.Parts, p.Part)
		if p.erased {
			e.Erased = append(e.Erased, p.Name)
		}
	}
	return e
}

// loadDue reads the deadlines: all for who sees the summary, for others those that are about themselves.
func (l *Loaded) loadDue(s queries, keys []string, id int64) error {
	due, err := s.deadlines(id)
	l.Due = slices.DeleteFunc(due, func(d dossier.Deadline) bool {
		own := d.Subject != "" && slices.Contains(keys, dossier.ViewSpecialist(dossier.SpecialistID(d.Subject)))
		return !own && !l.sees(dossier.ClassSummary, "")
	})
	return err
}

func (s queries) deadlines(id int64) ([]dossier.Deadline, error) {
	return all(s, func(row scanner) (dossier.Deadline, error) {
		var d dossier.Deadline
		var due, fires int64
		err := row.Scan(&d.Kind, &d.Subject, &due, &d.Who, &d.Reached, &fires)
		d.Due, d.Fires = moment(due), moment(fires)
		return d, err
	}, "select kind, subject, due, who, reached, fires from deadlines where dossier = $1 order by position", id)
}

// SpecialistDesk lists references of dossiers of which the specialist may see something as specialist (a talk, a hearing),
// the newest first, a few hundred at most.
func (r *Reader) SpecialistDesk(ctx context.Context, id dossier.SpecialistID) ([]string, error) {
	return all(r.each(ctx), column[string], `select d.reference from access a join dossiers d on d.id = a.dossier
		where a.viewer = $1 and a.classes <> '' and not exists
			(select 1 from access o where o.dossier = a.dossier and o.viewer = a.viewer and o.narrows > a.narrows and o.classes = '')
		order by a.dossier desc limit 500`, dossier.ViewSpecialist(id))
}
