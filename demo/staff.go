package demo

import (
	"fmt"
	"strings"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// Password of every account of the demo.
const Password = "proef-met-wederhoor" //nolint:gosec // it is printed for everybody to see

const domain = "@voorbeeldkliniek.example"

// Account is one demo account, as the demo prints it.
type Account struct {
	Role     string `json:"role"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	Password string `json:"password"`
}

// person is a member of staff.
type person struct {
	account store.Account
}

func (p *person) viewer() casework.Viewer {
	return casework.Viewer{Actor: p.account.Actor(), Name: p.account.Name}
}

// staff is everybody with an account.
type staff struct {
	owner, outside *person
	central        *person   // receptionist of all branches
	handlers       []*person // the owner first, the assistant who treats clients last
	desk           map[string]*person
	specialists    map[string]*person
	all            []*person
}

// The specialists who are more than that.
const (
	ownersNumber     = "S01"
	assistantsNumber = "S03"
)

// newStaff makes the accounts. They share one password, so that they share its hash: making one takes a while, by design.
func newStaff(specialists []register.Specialist) (*staff, error) {
	hash, err := accounts.HashPassword(Password)
	return newPeople(specialists, hash), err
}

// newPeople makes the accounts with a hash of their password.
func newPeople(specialists []register.Specialist, hash string) *staff {
	s := &staff{desk: map[string]*person{}, specialists: map[string]*person{}}
	add := func(name, email string, specialist string, roles ...dossier.Role) *person {
		p := &person{account: store.Account{
			ID: dossier.AccountID(fmt.Sprintf("M%03d", len(s.all)+1)), Name: name, Email: email + domain, Hash: hash, Roles: roles,
			Specialist: dossier.SpecialistID(specialist),
		}}
		s.all = append(s.all, p)
		return p
	}
	s.owner = add(specialistNames[0], "eigenaar", ownersNumber, dossier.RoleOwner, dossier.RoleSpecialist)
	s.handlers = []*person{
		s.owner, add("Pauline de Wit", "assistent", "", dossier.RoleAssistant), add("Joost Bergsma", "assistent2", "", dossier.RoleAssistant),
		add(specialistNames[2], "assistent3", assistantsNumber, dossier.RoleAssistant, dossier.RoleSpecialist),
	}
	for _, at := range []struct{ branch, name, email string }{
		{"AMS", "Carmen Lodewijks", "telefonist.amsterdam"},
		{"UTR", "Ilse Kroon", "telefonist.utrecht"},
		{"RTD", "Dylan Mohan", "telefonist.rotterdam"},
		{"GRO", "Tineke Zwart", "telefonist.groningen"},
	} {
		p := add(at.name, at.email, "", dossier.RoleReceptionist)
		p.account.Branch = dossier.BranchID(at.branch)
		s.desk[at.branch] = p
	}
	s.outside = add("Mr. A. Buitenstaander", "buitenstaander", "", dossier.RoleOutside)
	s.specialists[ownersNumber], s.specialists[assistantsNumber] = s.owner, s.handlers[3]
	for _, sp := range specialists {
		if s.specialists[sp.ID] == nil {
			p := add(sp.Name, strings.Join(strings.Fields(register.Plain(sp.Name)), "."), sp.ID, dossier.RoleSpecialist)
			p.account.Disabled = !sp.Active
			s.specialists[sp.ID] = p
		}
	}
	s.central = add("Mirjam van Loon", "telefonist", "", dossier.RoleReceptionist)
	add("Farida Controle", "auditor", "", dossier.RoleAuditor)
	add("Bas Sleutels", "beheerder", "", dossier.RoleAdministrator)
	return s
}

// receptionist of a branch, or of all where it has none of its own.
func (s *staff) receptionist(branch string) *person {
	if p := s.desk[branch]; p != nil {
		return p
	}
	return s.central
}

// accounts lists who can sign in, with the role as people say it.
func (s *staff) accounts() []Account {
	var list []Account
	for _, p := range s.all {
		if p.account.Disabled {
			continue
		}
		var roles []string
		for _, r := range p.account.Roles {
			roles = append(roles, string(r))
		}
		list = append(list, Account{Role: strings.Join(roles, ", "), Name: p.account.Name, Email: p.account.Email, Password: Password})
	}
	return list
}
