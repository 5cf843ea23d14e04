package store

import (
	"context"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
)

// namesakes is how many clients of one surname are looked at. Whoever also gave an e-mail address or phone number is found by
// that, however many share the name.
const namesakes = 2000

// perLook is how many clients one query names.
const perLook = 100

// Branches lists the branches, by name.
func (r *Reader) Branches(ctx context.Context) ([]register.Branch, error) {
	return all(r.each(ctx), func(row scanner) (register.Branch, error) {
		var b register.Branch
		err := row.Scan(&b.ID, &b.Name, &b.City)
		return b, err
	}, "select id, name, city from branches order by name, id")
}

// Specialists lists those of a branch, or all when it is empty, by name. Who left is among them.
func (r *Reader) Specialists(ctx context.Context, branch dossier.BranchID) ([]register.Specialist, error) {
	return all(r.each(ctx), func(row scanner) (register.Specialist, error) {
		var s register.Specialist
		err := row.Scan(&s.ID, &s.Name, &s.Branch, &s.Active)
		return s, err
	}, "select id, name, branch, active from specialists where $1 = '' or branch = $1 order by name, id", string(branch))
}

const (
	treatmentColumns = `select t.id, t.client, t.branch, t.specialist, t.date, t.kind, t.price, t.paid, t.shades_advertised,
		t.shades_achieved from treatments t `
	clientColumns = "select c.id, c.name, c.birth, c.email, c.phone, c.address, c.postcode from clients c "
)

func readTreatment(row scanner) (register.Treatment, error) {
	var t register.Treatment
	err := row.Scan(&t.ID, &t.Client, &t.Branch, &t.Specialist, &t.Date, &t.Kind, &t.PriceCents, &t.PaidCents,
		&t.ShadesAdvertised, &t.ShadesAchieved)
	return t, err
}

func readClient(row scanner) (register.Client, error) {
	var c register.Client
	err := row.Scan(&c.ID, &c.Name, &c.Birth, &c.Email, &c.Phone, &c.Address, &c.Postcode)
	return c, err
}

// Treatment of that id, or ErrNotFound.
func (r *Reader) Treatment(ctx context.Context, id dossier.TreatmentID) (register.Treatment, error) {
	return first(r.each(ctx), readTreatment, treatmentColumns+"where t.id = $1", string(id))
}

// Client of that id, or ErrNotFound.
func (r *Reader) Client(ctx context.Context, id dossier.ClientID) (register.Client, error) {
	return first(r.each(ctx), readClient, clientColumns+"where c.id = $1", string(id))
}

// PossibleClients finds by folded name, e-mail or phone, for register.Match to judge. What is empty finds nobody.
func (r *Reader) PossibleClients(ctx context.Context, name, email, phone string) ([]register.Client, error) {
	var found []register.Client
	known := map[string]bool{}
	look := func(s queries, where string, args ...any) error {
		clients, err := all(s, readClient, clientColumns+where, args...)
		for _, c := range clients {
			if !known[c.ID] {
				known[c.ID] = true
				found = append(found, c)
			}
		}
		return err
	}
	err := r.snapshot(ctx, func(s queries) error {
		if mail := register.FoldEmail(email); mail != "" {
			if err := look(s, "where c.mail <> '' and c.mail = $1", mail); err != nil {
				return err
			}
		}
		if number := foldPhone(phone); number != "" {
			if err := look(s, "where c.number <> '' and c.number = $1", number); err != nil {
				return err
			}
		}
		return lookByName(s, name, look)
	})
	return found, err
}

func lookByName(s queries, name string, look func(queries, string, ...any) error) error {
	surname, second := surnames(name)
	for _, key := range []string{surname, second} {
		if strings.TrimSpace(key) == "" {
			continue
		}
		if err := look(s, "where c.surname = $1 limit $2", key, namesakes); err != nil {
			return err
		}
		if err := look(s, "where c.second <> '' and c.second = $1 limit $2", key, namesakes); err != nil {
			return err
		}
	}
	return nil
}

// TreatmentsOf lists the treatments of some clients, the latest first.
func (r *Reader) TreatmentsOf(ctx context.Context, clients []dossier.ClientID) ([]register.Treatment, error) {
	var found []register.Treatment
	err := r.snapshot(ctx, func(s queries) error {
		for from := 0; from < len(clients); from += perLook {
			var a arguments
			query := treatmentColumns + "where t.client in " + in(&a, clients[from:min(from+perLook, len(clients))]) + " order by t.date desc, t.id"
			some, err := all(s, readTreatment, query, a.list...)
			if err != nil {
				return err
			}
			found = append(found, some...)
		}
		return nil
	})
	return found, err
}

// DayOf lists the treatments of a branch on a day and the clients who had them (R15).
func (r *Reader) DayOf(ctx context.Context, branch dossier.BranchID, day dossier.Date) ([]register.Treatment, []register.Client, error) {
	var treatments []register.Treatment
	var clients []register.Client
	err := r.snapshot(ctx, func(s queries) error {
		var err error
		treatments, err = all(s, readTreatment, treatmentColumns+"where t.branch = $1 and t.date = $2 order by t.id", string(branch), string(day))
		if err != nil {
			return err
		}
		clients, err = all(s, readClient, clientColumns+`where c.id in
			(select client from treatments where branch = $1 and date = $2) order by c.id`, string(branch), string(day))
		return err
	})
	return treatments, clients, err
}
