package store

import (
	"strconv"
	"strings"

	"github.com/wederhoor/wederhoor/register"
)

// perInsert is how many rows go into one statement: enough for speed; with more, SQLite spends its time looking for the names of parameters.
const perInsert = 10

// upsert is a table of the register and its columns, the id first.
type upsert struct {
	table   string
	columns []string
}

var (
	branchRows     = upsert{"branches", strings.Fields("id name city")}
	specialistRows = upsert{"specialists", strings.Fields("id name branch active")}
	clientRows     = upsert{"clients", strings.Fields("id name birth email phone address postcode surname second mail number")}
	treatmentRows  = upsert{"treatments", strings.Fields(
		"id client branch specialist date kind price paid shades_advertised shades_achieved")}
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

func save[T any](tx *Tx, u upsert, items []T, row func(T) []any) error {
	full := ""
	for len(items) > 0 {
		n := min(len(items), perInsert)
		if full == "" || n < perInsert {
			full = u.statement(n)
		}
		args := make([]any, 0, n*len(u.columns))
		for _, item := range items[:n] {
			args = append(args, row(item)...)
		}
		if err := tx.put(full, args...); err != nil {
			return err
		}
		items = items[n:]
	}
	return nil
}

// statement inserts n rows, each in place of the one with its id.
func (u upsert) statement(n int) string {
	var b strings.Builder
	b.WriteString("insert into " + u.table + " (" + strings.Join(u.columns, ", ") + ") values ")
	mark := 0
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		for j := range u.columns {
			mark++
			b.WriteString(map[bool]string{true: "($", false: ", $"}[j == 0] + strconv.Itoa(mark))
		}
		b.WriteByte(')')
	}
	updates := make([]string, 0, len(u.columns))
	for _, c := range u.columns[1:] {
		updates = append(updates, c+" = excluded."+c)
	}
	b.WriteString(" on conflict (id) do update set " + strings.Join(updates, ", "))
	return b.String()
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
