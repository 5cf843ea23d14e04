package store

import (
	"context"
	"errors"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
)

// Person is how dossiers of the same human are recognised: client of the register, or contact data.
type Person struct {
	Client       dossier.ClientID
	Email, Phone string
}

// dossiersOf is a query for the dossiers of a person other than one.
func dossiersOf(a *arguments, p Person, but int64) string {
	client, email, phone := a.add(string(p.Client)), a.add(register.FoldEmail(p.Email)), a.add(foldPhone(p.Phone))
	return `(select dossier from complainants where client <> '' and client = ` + client + `
		union select dossier from complainants where email <> '' and email = ` + email + `
		union select dossier from complainants where phone <> '' and phone = ` + phone + `
		except select cast(` + a.add(but) + ` as bigint))`
}

// person is whom a loaded dossier is of.
func (d *Dossier) person() Person {
	p := Person{Email: d.contact.email, Phone: d.contact.phone}
	if t := d.State.Match.Treatment; t != nil {
		p.Client = t.Client
	}
	return p
}

// HeldElsewhere lists the specialists whom an open ban of another dossier of the same person (client of the
// register, or the same folded e-mail or phone) keeps from contact.
func (tx *Tx) HeldElsewhere(d *Dossier) ([]dossier.SpecialistID, error) {
	return tx.banned(d.person(), d.ID)
}

// BannedFor lists the specialists with whom any open dossier of that person has a running ban (R23).
func (tx *Tx) BannedFor(p Person) ([]dossier.SpecialistID, error) { return tx.banned(p, 0) }

func (tx *Tx) banned(p Person, but int64) ([]dossier.SpecialistID, error) {
	if err := tx.lockPerson(p); err != nil {
		return nil, err
	}
	var a arguments
	query := "select distinct specialist from bans where dossier in " + dossiersOf(&a, p, but) + " order by specialist"
	return all(tx.queries, column[dossier.SpecialistID], query, a.list...)
}

// GrantedElsewhere sums what other dossiers granted for the same treatment.
func (tx *Tx) GrantedElsewhere(d *Dossier) (dossier.Cents, error) {
	t := d.State.Match.Treatment
	if t == nil {
		return 0, nil
	}
	if err := tx.lockPerson(d.person()); err != nil {
		return 0, err
	}
	var sum dossier.Cents
	err := tx.one([]any{&sum}, `select cast(coalesce(sum(granted), 0) as bigint) from list
		where treatment <> '' and treatment = $1 and dossier <> $2`, t.ID, d.ID)
	return sum, err
}

// AppointmentsWith lists references of other dossiers of the same person in which something is on the calendar with the specialist: a talk, an
// agreed act, a treatment that was granted (R23).
func (tx *Tx) AppointmentsWith(d *Dossier, id dossier.SpecialistID) ([]string, error) {
	if err := tx.lockPerson(d.person()); err != nil {
		return nil, err
	}
	var a arguments
	query := `select d.reference from appointments s join dossiers d on d.id = s.dossier
		where s.specialist = ` + a.add(string(id)) + ` and s.dossier in ` + dossiersOf(&a, d.person(), d.ID) + ` order by d.id`
	return all(tx.queries, column[string], query, a.list...)
}

// EarlierTalk finds the last talk of the same person about the same branch and treatment date in another dossier (R8):
// when it was asked for and when it ended or lapsed, zero while it has not.
func (tx *Tx) EarlierTalk(p Person, branch dossier.BranchID, date dossier.Date) (asked, ended time.Time, found bool, err error) {
	return tx.earlierTalk(p, 0, branch, date)
}

// EarlierTalkOf is EarlierTalk for a dossier that is there, of which the visit is known only now. client is empty when the register has not said who it is.
func (tx *Tx) EarlierTalkOf(d *Dossier, client dossier.ClientID, branch dossier.BranchID, date dossier.Date) (asked, ended time.Time, err error) {
	p := d.person()
	p.Client = client
	asked, ended, _, err = tx.earlierTalk(p, d.ID, branch, date)
	return asked, ended, err
}

func (tx *Tx) earlierTalk(p Person, but int64, branch dossier.BranchID, date dossier.Date) (asked, ended time.Time, found bool, err error) {
	if err := tx.lockPerson(p); err != nil {
		return time.Time{}, time.Time{}, false, err
	}
	var a arguments
	query := `select talk_asked, talk_ended from list where talk_asked > 0 and branch = ` + a.add(string(branch)) +
		` and treatment_date = ` + a.add(string(date)) + ` and dossier in ` + dossiersOf(&a, p, but) + `
		order by talk_asked desc, dossier desc limit 1`
	var askedAt, endedAt int64
	err = tx.one([]any{&askedAt, &endedAt}, query, a.list...)
	if errors.Is(err, ErrNotFound) {
		return time.Time{}, time.Time{}, false, nil
	}
	return moment(askedAt), moment(endedAt), err == nil, err
}

// SlotFree reports whether nobody has that start of that specialist.
func (tx *Tx) SlotFree(id dossier.SpecialistID, start time.Time) (bool, error) {
	taken, err := tx.has("select 1 from slots where specialist = $1 and start = $2", string(id), ms(start))
	return err == nil && !taken, err
}

// SlotsTaken of a specialist from one moment until before another.
func (r *Reader) SlotsTaken(ctx context.Context, id dossier.SpecialistID, from, to time.Time) ([]time.Time, error) {
	return all(r.each(ctx), momentColumn,
		"select start from slots where specialist = $1 and start >= $2 and start < $3 order by start", string(id), ms(from), ms(to))
}

func momentColumn(row scanner) (time.Time, error) {
	stored, err := column[int64](row)
	return moment(stored), err
}
