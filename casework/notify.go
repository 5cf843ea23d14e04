package casework

import (
	"context"
	"errors"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// errUnseen says that the record a notice follows from is not there to be told about.
var errUnseen = errors.New("casework: the record of this notice cannot be read")

// telling is a notice being made: what it follows from, and the dossier as it stood then.
//
// It carries facts alone. No words of anybody go into a message: what was said, written or decided is read behind the link or
// at the desk, where it is shown to whom may see it at that moment. So no message can bring the words of one side to the other
// during a ban (R23), what was said in a talk to the desk (R3), or a fellow client's answer to anybody (R15).
type telling struct {
	noticeJob
	office  *Office
	entries []store.Entry
	record  dossier.Record
	then    dossier.State    // after the record
	desk    dossier.BranchID // whose receptionists look after the dossier now
	terms   dossier.Terms
	people  *people
}

// notice is a job of jobNotify with what is to be stored for it.
type notice struct {
	job     store.Job
	letters []letter
}

// letter is a message that is ready to be stored.
type letter struct {
	store.Message
	keys []string         // of the colleague it is for: they must see its class when it is stored; nil for others
	desk dossier.BranchID // of one for receptionists: the branch it was meant for
}

// notify renders a notice and stores the message in the transaction that ends the job.
func (o *Office) notify(ctx context.Context, job store.Job, who *people) error {
	letters, err := o.prepare(ctx, job, who)
	if err != nil {
		return err
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error { return o.tell(tx, job, letters) })
}

// tell stores what a notice says and ends its job. Colleagues are told who may see at this moment what it is about: nobody with a
// conflict, also when it was declared a moment ago (R14). A dossier that went to the desk of another branch meanwhile is told there: the
// notice is made anew.
func (o *Office) tell(tx *store.Tx, job store.Job, letters []letter) error {
	if err := tx.Done(job, o.now()); err != nil {
		return err
	}
	for _, l := range letters {
		sees, err := l.mayGo(tx)
		if err != nil {
			return err
		}
		if !sees {
			continue
		}
		if err := o.keep(tx, l.Message); err != nil {
			return err
		}
	}
	return nil
}

// keep stores a message, and has the complainant's link in it open something. It is errMoved when the message goes to an address that is the
// complainant's no more: whoever has that must not get the link.
func (o *Office) keep(tx *store.Tx, m store.Message) error {
	if m.Link == PurposeStatus {
		email, err := tx.Email(m.Reference)
		if err != nil {
			return err
		}
		if isFormer(m, email) {
			return errMoved
		}
		if err := o.freshLink(tx, m.Reference); err != nil {
			return err
		}
	}
	return tx.SaveMessage(m)
}

// mayGo reports whether a letter is still its receiver's to read.
func (l letter) mayGo(tx *store.Tx) (bool, error) {
	if l.keys == nil {
		return true, nil
	}
	if l.To == dossier.ToDesk {
		desk, err := tx.Desk(l.Reference)
		if err != nil {
			return false, err
		}
		if desk != l.desk {
			return false, errMoved
		}
	}
	return tx.MaySee(l.Reference, l.keys, l.Class, "")
}

// prepare reads and renders one notice.
func (o *Office) prepare(ctx context.Context, job store.Job, who *people) ([]letter, error) {
	n, err := payloadOf[noticeJob](job)
	if err != nil {
		return nil, err
	}
	t, err := o.telling(ctx, n, who)
	if err != nil {
		return nil, err
	}
	return t.letters(ctx)
}

// telling reads what a notice is made of. The program reads here with the eyes of the handlers and of the complainant together.
func (o *Office) telling(ctx context.Context, n noticeJob, who *people) (*telling, error) {
	loaded, err := o.DB.Read().Dossier(ctx, []string{dossier.ViewHandlers, dossier.ViewComplainant}, n.Reference)
	if err != nil {
		return nil, err
	}
	t := &telling{noticeJob: n, office: o, entries: loaded.Entries, people: who, desk: loaded.Whole.Desk()}
	if t.terms, err = o.termsOf(ctx, loaded.Whole.TermsHash); err != nil {
		return nil, err
	}
	for _, e := range loaded.Entries {
		if e.Number > n.Number {
			break
		}
		t.then, t.record = dossier.Evolve(t.then, e.Record), e.Record
	}
	if t.record.Number != n.Number {
		return nil, errUnseen
	}
	return t, nil
}

// The sorts of parties.
const (
	toComplainant = "complainant"
	toSpecialist  = "specialist"
)

// split takes a party apart: "specialist:S12" is a specialist, S12.
func split(p dossier.Party) (sort, person string) {
	sort, person, _ = strings.Cut(string(p), ":")
	return sort, person
}

// letters renders the notice for each of its receivers.
func (t *telling) letters(ctx context.Context) ([]letter, error) {
	var all []letter
	for _, to := range t.receivers() {
		l, err := t.letter(ctx, to)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}

func (t *telling) letter(ctx context.Context, to receiver) (letter, error) {
	text, err := t.office.write(ctx, mail.Notice{
		Kind: t.Kind, To: t.To, Language: to.language, Name: to.Name, Data: t.data(to.language),
	})
	if err != nil {
		return letter{}, err
	}
	_, person := split(t.To)
	key := t.key()
	if to.account != "" {
		person, key = string(to.account), key+":"+string(to.account)
	}
	return letter{keys: to.keys, desk: t.desk, Message: store.Message{
		Key: key, Reference: t.Reference, Number: t.Number, To: t.To, Kind: t.Kind,
		Name: oneLine(to.Name), Address: address(to.Contact), Language: to.language,
		Subject: text.Subject, Body: text.Body, Link: text.Link, Class: text.Class,
		At: later(t.office.now(), t.record.At), Person: person,
	}}, nil
}

// receiver is one person who is told: the complainant in their language, staff in Dutch, fellow clients in the chain's first.
type receiver struct {
	dossier.Contact
	language string
	account  dossier.AccountID // of a colleague who is told as one of a group
	keys     []string          // theirs
}

// ofStaff is the language in which colleagues are written to.
const ofStaff = "nl"

func (t *telling) receivers() []receiver {
	if t.To == dossier.ToHandlers || t.To == dossier.ToDesk {
		return t.colleagues()
	}
	switch sort, person := split(t.To); sort {
	case toComplainant:
		contact, _ := store.Contact(t.entries)
		return []receiver{{Contact: contact, language: t.office.language(t.then.Language)}}
	case toSpecialist:
		return []receiver{{Contact: t.people.specialist(dossier.SpecialistID(person)), language: ofStaff}}
	default:
		return []receiver{{Contact: fellowIn(t.entries, person), language: t.office.Policy.Languages[0]}}
	}
}

// colleagues are the accounts of a group, before it is looked at whether they may see the dossier (tell): owner, assistants and outside
// persons; or the receptionists of its branch and those of none. Where a branch has no receptionist the others see to it.
func (t *telling) colleagues() []receiver {
	handlers := func(a store.Account) bool {
		return a.Actor().Is(dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleOutside)
	}
	if t.To != dossier.ToDesk {
		return t.those(handlers)
	}
	receptionists := t.those(func(a store.Account) bool {
		return a.Actor().Is(dossier.RoleReceptionist) && (a.Branch == "" || a.Branch == t.desk)
	})
	if len(receptionists) == 0 {
		return t.those(handlers)
	}
	return receptionists
}

func (t *telling) those(member func(store.Account) bool) []receiver {
	var all []receiver
	for _, a := range t.people.accounts {
		actor := a.Actor()
		if member(a) && !a.Disabled {
			all = append(all, receiver{
				Contact: dossier.Contact{Name: a.Name, Email: a.Email}, language: ofStaff,
				account: a.ID, keys: dossier.ViewerKeys(actor),
			})
		}
	}
	return all
}

// AmongStaff reports whether a party is one of staff who are told what the program wants of them: of alerts and of their digests.
func AmongStaff(to dossier.Party) bool {
	sort, _ := split(to)
	return to == dossier.ToHandlers || to == dossier.ToDesk || sort == mail.ToAccount
}

// address is where a message goes: by mail when there is an address for it, else by post, else it is told by phone.
func address(c dossier.Contact) string {
	if mailable(c.Email) {
		return c.Email
	}
	if c.Address != "" {
		return c.Address
	}
	return c.Phone
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
	accounts    []store.Account
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
	p.accounts = accounts
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
