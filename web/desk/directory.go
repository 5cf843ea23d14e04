package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// directory gives ids their names: branches, specialists and members of staff.
type directory struct {
	branches    []register.Branch
	specialists []register.Specialist
	accounts    []store.Account
	names       map[string]string // "branch:B1", "specialist:S1", "account:A1"
}

func loadDirectory(ctx context.Context, r *store.Reader) (directory, error) {
	var d directory
	var err error
	if d.branches, err = r.Branches(ctx); err != nil {
		return d, err
	}
	if d.specialists, err = r.Specialists(ctx, ""); err != nil {
		return d, err
	}
	if d.accounts, err = r.Accounts(ctx); err != nil {
		return d, err
	}
	d.index()
	return d, nil
}

func (d *directory) index() {
	d.names = map[string]string{}
	for _, b := range d.branches {
		d.names["branch:"+b.ID] = b.Name
	}
	for _, s := range d.specialists {
		d.names["specialist:"+s.ID] = s.Name
	}
	for _, a := range d.accounts {
		d.names["account:"+string(a.ID)] = a.Name
	}
	slices.SortFunc(d.branches, func(a, b register.Branch) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(d.specialists, func(a, b register.Specialist) int {
		return cmp.Or(cmp.Compare(d.names["branch:"+a.Branch], d.names["branch:"+b.Branch]), cmp.Compare(a.Name, b.Name))
	})
}

// name is that of an id, or the id itself when nobody has it any more.
func (d directory) name(kind, id string) string {
	if name := d.names[kind+":"+id]; name != "" {
		return name
	}
	return id
}

func (d directory) branch(id dossier.BranchID) string { return d.name("branch", string(id)) }

func (d directory) specialist(id dossier.SpecialistID) string {
	return d.name("specialist", string(id))
}

func (d directory) account(id dossier.AccountID) string { return d.name("account", string(id)) }

func (d directory) specialistNames(ids []dossier.SpecialistID) []string {
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		names = append(names, d.specialist(id))
	}
	return names
}

// actor names whoever a record says did it.
func (d directory) actor(lang words.Lang, by string) string {
	if number, ok := strings.CutPrefix(by, "fellow:"); ok {
		return words.Say(lang, "role.fellow") + " " + number
	}
	switch dossier.Role(by) {
	case dossier.RoleComplainant, dossier.RoleSystem:
		return words.Code(lang, "role", by)
	default:
		return d.name("account", by)
	}
}

// inBranch lists the specialists of a branch who still work there; all of them for the empty branch.
func (d directory) inBranch(id dossier.BranchID) []register.Specialist {
	var list []register.Specialist
	for _, s := range d.specialists {
		if s.Active && (id == "" || s.Branch == string(id)) {
			list = append(list, s)
		}
	}
	return list
}
