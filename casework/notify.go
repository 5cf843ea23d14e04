package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// errUnseen says that the record a notice follows from is not there to be told about.
var errUnseen = errors.New("casework: the record of this notice cannot be read")

// telling is a notice being made: what it follows from, as the dossier stood then, and only those words that its receiver
// may see now (R3, R23).
type telling struct {
	noticeJob
	office *Office
	loaded store.Loaded
	record dossier.Record
	then   dossier.State // after the record
	words  map[string]string
	terms  dossier.Terms
	people *people
}

// notify renders a notice and stores the message in the transaction that ends the job. When the dossier has moved on in between,
// the notice is made again: what its receiver may see can have changed.
func (o *Office) notify(ctx context.Context, job store.Job, who *people) error {
	for range attempts {
		t, message, err := o.prepare(ctx, job, who)
		if err != nil {
			return err
		}
		err = o.DB.Write(ctx, func(tx *store.Tx) error { return t.store(tx, job, message) })
		if !errors.Is(err, errMoved) {
			return err
		}
	}
	return errMoved
}

func (t *telling) store(tx *store.Tx, job store.Job, message store.Message) error {
	d, err := tx.Load(t.Reference)
	switch {
	case err != nil:
		return err
	case d.State.Count != t.loaded.Whole.Count:
		return errMoved
	}
	if err := tx.Done(job); err != nil {
		return err
	}
	return tx.SaveMessage(message)
}

// telling reads what a notice is made of. The program reads here with the eyes of the handlers and of the complainant together;
// what of it goes into the message is cut to the receiver's.
func (o *Office) telling(ctx context.Context, n noticeJob, who *people) (*telling, error) {
	loaded, err := o.DB.Read().Dossier(ctx, []string{dossier.ViewHandlers, dossier.ViewComplainant}, n.Reference)
	if err != nil {
		return nil, err
	}
	t := &telling{noticeJob: n, office: o, loaded: loaded, people: who, words: map[string]string{}}
	if t.terms, err = o.termsOf(ctx, loaded.Whole.TermsHash); err != nil {
		return nil, err
	}
	for _, e := range loaded.Entries {
		if e.Number > n.Number {
			break
		}
		t.then = dossier.Evolve(t.then, e.Record)
		if e.Number == n.Number {
			t.record = e.Record
			t.keepWords(e.Parts)
		}
	}
	if t.record.Number == 0 {
		return nil, errUnseen
	}
	return t, nil
}

// keepWords keeps what the receiver may see now. While a ban runs, no words of one side go to the other, whatever else they
// may see (R23).
func (t *telling) keepWords(parts []dossier.Part) {
	now := t.loaded.Whole
	seen := dossier.Seen(dossier.Access(now), keysOf(t.To))
	barred := t.barred(now)
	for _, p := range parts {
		if dossier.Sees(seen, p.Class, p.Person) && p.Subject != barred {
			t.words[p.Name] = p.Text
		}
	}
}

// barred is whose words may not reach the receiver, if anybody's.
func (t *telling) barred(now dossier.State) dossier.Subject {
	sort, person := split(t.To)
	switch {
	case sort == toSpecialist && slices.Contains(now.Banned(), dossier.SpecialistID(person)):
		return dossier.OfComplainant
	case sort == toComplainant && len(now.Banned()) > 0:
		return dossier.OfSpecialist
	}
	return ""
}

// The sorts of parties.
const (
	toComplainant = "complainant"
	toSpecialist  = "specialist"
	toFellow      = "fellow"
)

// split takes a party apart: "specialist:S12" is a specialist, S12.
func split(p dossier.Party) (sort, person string) {
	sort, person, _ = strings.Cut(string(p), ":")
	return sort, person
}

// keysOf are the keys a party looks with. A fellow client has none: they see nothing of the dossier (R15).
func keysOf(p dossier.Party) []string {
	switch sort, person := split(p); sort {
	case toComplainant:
		return []string{dossier.ViewComplainant}
	case toSpecialist:
		return []string{dossier.ViewSpecialist(dossier.SpecialistID(person))}
	}
	return nil
}

// message renders the notice for its receiver.
func (t *telling) message() (store.Message, error) {
	to, language := t.receiver()
	letter, err := mail.Render(mail.Notice{
		Kind: t.Kind, To: t.To, Language: language, Name: to.Name, Data: t.data(language),
	})
	if err != nil {
		return store.Message{}, fmt.Errorf("render %s: %w", t.Kind, err)
	}
	_, person := split(t.To)
	return store.Message{
		Key: t.key(), Reference: t.Reference, Number: t.Number, To: t.To, Kind: t.Kind,
		Name: to.Name, Address: address(to), Language: language,
		Subject: letter.Subject, Body: letter.Body, Link: letter.Link, Class: letter.Class,
		At: later(t.office.now(), t.record.At), Person: person,
	}, nil
}

// receiver is whom the message goes to and in which language: the complainant in theirs, staff in Dutch, fellow clients in the
// chain's first.
func (t *telling) receiver() (dossier.Contact, string) {
	switch sort, person := split(t.To); sort {
	case toComplainant:
		contact, _ := contactIn(t.loaded.Entries)
		return contact, t.office.language(t.then.Language)
	case toSpecialist:
		return t.people.specialist(dossier.SpecialistID(person)), "nl"
	default:
		return fellowIn(t.loaded.Entries, person), t.office.Policy.Languages[0]
	}
}

// address is where a message goes: by mail when there is an address for it, else by post, else it is told by phone.
func address(c dossier.Contact) string {
	for _, a := range []string{c.Email, c.Address, c.Phone} {
		if a != "" {
			return a
		}
	}
	return ""
}

// contactIn finds the latest contact data of the complainant, and the client's name when somebody else files for them.
func contactIn(entries []store.Entry) (contact dossier.Contact, client string) {
	for _, e := range entries {
		switch e.Event.(type) {
		case dossier.TalkRequested, dossier.Filed:
			contact, client = contactOf(e.Parts), part(e.Parts, "client_name")
		case dossier.ContactCorrected:
			contact = contactOf(e.Parts)
		}
	}
	return contact, client
}

func contactOf(parts []dossier.Part) dossier.Contact {
	return dossier.Contact{
		Name: part(parts, "name"), Email: part(parts, "email"), Phone: part(parts, "phone"), Address: part(parts, "address"),
	}
}

// fellowIn finds a fellow client's contact data in the inquiry that asked them.
func fellowIn(entries []store.Entry, number string) dossier.Contact {
	var contact dossier.Contact
	for _, e := range entries {
		if _, asked := e.Event.(dossier.InquiryStarted); asked {
			prefix := "fellow_" + number + "_"
			contact = dossier.Contact{
				Name: part(e.Parts, prefix+"name"), Email: part(e.Parts, prefix+"email"), Phone: part(e.Parts, prefix+"phone"),
			}
		}
	}
	return contact
}

// part is the text of a part, empty when it is not there or erased.
func part(parts []dossier.Part, name string) string {
	for _, p := range parts {
		if p.Name == name {
			return p.Text
		}
	}
	return ""
}

// people are the names that the register and the accounts know, read once for a batch of notices.
type people struct {
	branches    map[dossier.BranchID]string
	specialists map[dossier.SpecialistID]dossier.Contact
}

// people reads the names of branches and specialists; a specialist is mailed at the address of their account.
func (o *Office) people(ctx context.Context) (*people, error) {
	p := &people{branches: map[dossier.BranchID]string{}, specialists: map[dossier.SpecialistID]dossier.Contact{}}
	reader := o.DB.Read()
	branches, err := reader.Branches(ctx)
	if err != nil {
		return nil, err
	}
	for _, b := range branches {
		p.branches[dossier.BranchID(b.ID)] = b.Name
	}
	specialists, err := reader.Specialists(ctx, "")
	if err != nil {
		return nil, err
	}
	accounts, err := reader.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range specialists {
		p.specialists[dossier.SpecialistID(s.ID)] = contactOfSpecialist(s, accounts)
	}
	return p, nil
}

func contactOfSpecialist(s register.Specialist, accounts []store.Account) dossier.Contact {
	contact := dossier.Contact{Name: s.Name}
	for _, a := range accounts {
		if string(a.Specialist) == s.ID && !a.Disabled {
			contact.Email = a.Email
		}
	}
	return contact
}

func (p *people) specialist(id dossier.SpecialistID) dossier.Contact { return p.specialists[id] }
