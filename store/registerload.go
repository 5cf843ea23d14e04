package store

import (
	"strings"

	"github.com/wederhoor/wederhoor/register"
)

var (
	branchRows     = upsert("branches", "id", "id name city")
	specialistRows = upsert("specialists", "id", "id name branch active")
	clientRows     = upsert("clients", "id", "id name birth email phone address postcode surname second mail number")
	treatmentRows  = upsert("treatments", "id", "id client branch specialist date kind price paid shades_advertised shades_achieved")
)

// SaveBranches adds branches or changes them.
func (tx *Tx) SaveBranches(bs []register.Branch) error {
	return save(tx, branchRows, bs, func(b register.Branch) []any { return []any{b.ID, b.Name, b.City} })
}

// SaveSpecialists adds specialists or changes them.
func (tx *Tx) SaveSpecialists(ss []register.Specialist) error {
	return save(tx, specialistRows, ss, func(s register.Specialist) []any { return []any{s.ID, s.Name, s.Branch, bit(s.Active)} })
}

// SaveClients adds clients or changes them.
func (tx *Tx) SaveClients(cs []register.Client) error {
	return save(tx, clientRows, cs, func(c register.Client) []any {
		surname, second := surnames(c.Name)
		return []any{
			c.ID, c.Name, c.Birth, c.Email, c.Phone, c.Address, c.Postcode,
			surname, second, register.FoldEmail(c.Email), registerPhone(c.Phone),
		}
	})
}

// SaveTreatments adds treatments or changes them. Clients, specialists and branches may come later.
func (tx *Tx) SaveTreatments(ts []register.Treatment) error {
	return save(tx, treatmentRows, ts, func(t register.Treatment) []any {
		return []any{
			t.ID, t.Client, t.Branch, t.Specialist, t.Date, t.Kind, t.PriceCents, t.PaidCents, t.ShadesAdvertised, t.ShadesAchieved,
		}
	})
}

func save[T any](tx *Tx, into *insertion, items []T, row func(T) []any) error {
	rows := make([][]any, len(items))
	for i, item := range items {
		rows[i] = row(item)
	}
	return tx.insert(into, rows...)
}

// surnames are the keys by which a client's name is looked up: the folded surname, and the one before it where a name has two
// ("Jansen-de Vries" is found by either). Alike spellings share theirs, as in register.Surname.
func surnames(name string) (surname, second string) {
	folded := strings.Fields(register.Fold(name))
	if n := len(folded); n > 2 {
		second = register.Surname(folded[n-2])
	}
	return register.Surname(name), second
}

// registerPhone leaves a number alone that is written as the register writes them; reading each anew is slow.
func registerPhone(phone string) string {
	if len(phone) == 12 && strings.HasPrefix(phone, "+31") && digits(phone[1:]) == phone[1:] {
		return phone
	}
	return foldPhone(phone)
}
