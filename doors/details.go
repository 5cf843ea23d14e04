package doors

import (
	"context"
	"errors"
	"net/mail"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// Details are what is said of an account by who administers accounts.
type Details struct {
	Name, Email string
	Roles       []dossier.Role
	Specialist  dossier.SpecialistID // of a specialist: who they are in the register
	Branch      dossier.BranchID     // of a receptionist: the one they work for; empty for all
}

// longestName and longestEmail bound what is typed.
const (
	longestName  = 100
	longestEmail = 254
)

// FieldError says which of the details cannot be, each by a code: missing, wrong, taken, stays, unknown, needless, own. Nothing was changed.
type FieldError struct{ Fields map[string]string } // by name, email, roles, specialist, branch

func (e *FieldError) Error() string { return "doors: details that cannot be" }

// DetailsOf are those of an account.
func DetailsOf(a store.Account) Details {
	return Details{a.Name, a.Email, a.Roles, a.Specialist, a.Branch}
}

// Version changes with the details of an account: whoever changes them says what they saw.
func (p *Porter) Version(a store.Account) string {
	roles := make([]string, len(a.Roles))
	for i, r := range a.Roles {
		roles[i] = string(r)
	}
	return p.digest("version", a.Name, a.Email, strings.Join(roles, " "), string(a.Specialist), string(a.Branch))
}

// tidy reads the details as they were typed.
func (d Details) tidy() Details {
	d.Name = strings.Join(strings.Fields(d.Name), " ")
	d.Email = register.FoldEmail(d.Email)
	d.Roles = slices.Clone(d.Roles)
	slices.Sort(d.Roles)
	d.Roles = slices.Compact(d.Roles)
	if !slices.Contains(d.Roles, dossier.RoleReceptionist) {
		d.Branch = ""
	}
	if !slices.Contains(d.Roles, dossier.RoleSpecialist) {
		d.Specialist = ""
	}
	return d
}

// Check says what cannot be by itself, whatever the register says: a *FieldError.
func (d Details) Check() error { return refusedFields(d.tidy().wrong()) }

func refusedFields(wrong map[string]string) error {
	if len(wrong) > 0 {
		return &FieldError{wrong}
	}
	return nil
}

func (d Details) wrong() map[string]string {
	wrong := map[string]string{}
	if d.Name == "" || len([]rune(d.Name)) > longestName {
		wrong["name"] = "missing"
	}
	if address, err := mail.ParseAddress(d.Email); err != nil || register.FoldEmail(address.Address) != d.Email || len(d.Email) > longestEmail {
		wrong["email"] = "wrong"
	}
	if len(d.Roles) == 0 || slices.ContainsFunc(d.Roles, func(r dossier.Role) bool { return !slices.Contains(dossier.StaffRoles(), r) }) {
		wrong["roles"] = "missing"
	}
	return wrong
}

// check says what cannot be, by itself and by the register.
func (p *Porter) check(ctx context.Context, d Details) error {
	wrong := d.wrong()
	if err := p.checkRegister(ctx, d, wrong); err != nil {
		return err
	}
	return refusedFields(wrong)
}

// checkRegister refuses ids that the register does not know.
func (p *Porter) checkRegister(ctx context.Context, d Details, wrong map[string]string) error {
	if slices.Contains(d.Roles, dossier.RoleSpecialist) {
		all, err := p.DB.Read().Specialists(ctx, "")
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(s register.Specialist) bool { return s.ID == string(d.Specialist) }) {
			wrong["specialist"] = "unknown"
		}
	}
	if d.Branch != "" {
		all, err := p.DB.Read().Branches(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(b register.Branch) bool { return b.ID == string(d.Branch) }) {
			wrong["branch"] = "unknown"
		}
	}
	return nil
}

// save writes the details of an account. What another has already is told by its field.
func (p *Porter) save(tx *store.Tx, a store.Account, d Details) (store.Account, error) {
	before := a
	a.Name, a.Email, a.Roles, a.Specialist, a.Branch = d.Name, d.Email, d.Roles, d.Specialist, d.Branch
	others, err := tx.AllAccounts()
	if err != nil {
		return a, err
	}
	wrong, err := stays(tx, a, before)
	if err != nil {
		return a, err
	}
	for _, other := range others {
		if other.ID == a.ID {
			continue
		}
		if other.Email == a.Email {
			wrong["email"] = "taken"
		}
		is, err := isSpecialist(tx, other, a.Specialist)
		if err != nil {
			return a, err
		}
		if is && !a.Disabled {
			wrong["specialist"] = "taken"
		}
	}
	if len(wrong) > 0 {
		return a, &FieldError{wrong}
	}
	return a, tx.SaveAccount(a)
}

// The content of a talk is one person's (R3): whoever was let in as a specialist is that one for good, and no other account becomes it, not even once
// theirs is disabled. Else an administrator could read talks by a second account.

// isSpecialist reports whether an account is a specialist already, or was.
func isSpecialist(tx *store.Tx, a store.Account, id dossier.SpecialistID) (bool, error) {
	switch {
	case id == "" || a.Specialist != id:
		return false, nil
	case !a.Disabled || a.Hash != "":
		return true, nil
	}
	return tx.HasChosen(a.ID)
}

// stays refuses another specialist for an account whose owner has come in as one.
func stays(tx *store.Tx, a, before store.Account) (map[string]string, error) {
	wrong := map[string]string{}
	if before.Specialist == "" || a.Specialist == before.Specialist {
		return wrong, nil
	}
	came, err := tx.HasChosen(a.ID)
	if came || before.Hash != "" {
		wrong["specialist"] = "stays"
	}
	return wrong, err
}

// FieldsOf are the details that cannot be, nil for any other error.
func FieldsOf(err error) map[string]string {
	var known *FieldError
	if errors.As(err, &known) {
		return known.Fields
	}
	return nil
}
