package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

type adminCreateCommand struct {
	databaseFlag
	policyFlag
	breachedFlag
	Role         []dossier.Role `enum:"owner,assistant,receptionist,specialist,outside,auditor,administrator" default:"owner" placeholder:"ROLE" help:"${enum}; can be given more than once. An owner when it is not given."`
	Specialist   string         `placeholder:"ID" help:"Of a specialist: the id in the register."`
	Branch       string         `placeholder:"ID" help:"Of a receptionist: the id of the branch in the register."`
	Name         string         `required:"" placeholder:"NAME" help:"Name, as staff see it."`
	Email        string         `required:"" placeholder:"ADDRESS" help:"Address to sign in with."`
	PasswordFile string         `env:"WEDERHOOR_PASSWORD_FILE" placeholder:"FILE" help:"File that holds the password; asked for at the terminal when empty."`
}

// Help is shown by `wederhoor admin create --help`.
func (adminCreateCommand) Help() string {
	return fmt.Sprintf("Makes an account for a member of staff, who can then sign in at /desk. The first is that of an owner. The database is migrated "+
		"first.\n\n"+
		"A specialist needs --specialist with an id that the register knows: see wederhoor register. outside is the person from outside the "+
		"chain who reviews. auditor reads what those who judge read, and writes nothing; administrator keeps settings and accounts, and sees no dossiers.\n\n"+
		"The password has at least %d characters and is not one that is easy to guess. It is never shown, and never taken from "+
		"the command line, where others on the machine can read it.", accounts.MinPasswordRunes)
}

func (a *adminCreateCommand) Run(ctx context.Context, c console) error {
	address, err := mail.ParseAddress(a.Email)
	if err != nil || address.Address != a.Email {
		return fmt.Errorf("--email: %q is not an e-mail address", a.Email)
	}
	if strings.TrimSpace(a.Name) == "" {
		return errors.New("--name: fill in a name")
	}
	if err := a.checkRoles(); err != nil {
		return err
	}
	password, err := a.password(c)
	if err != nil {
		return err
	}
	if err := a.fit(password); err != nil {
		return passwordRefusal(err)
	}
	return a.create(ctx, c, password)
}

// fit asks whether the account may have the password.
func (a *adminCreateCommand) fit(password string) error {
	p, err := a.load()
	if err != nil {
		return err
	}
	breached, err := a.breachedFlag.open(p)
	if err != nil {
		return err
	}
	porter := &doors.Porter{Policy: p, Breached: breached}
	return porter.Fit(password, store.Account{Name: a.Name, Email: a.Email})
}

func (a *adminCreateCommand) create(ctx context.Context, c console, password string) error {
	hash, err := accounts.HashPassword(password)
	if err != nil {
		return passwordRefusal(err)
	}
	db, err := openMigrated(ctx, a.Database)
	if err != nil {
		return err
	}
	account := store.Account{
		ID: dossier.AccountID("a-" + strings.ToLower(rand.Text())), Name: strings.TrimSpace(a.Name),
		Email: register.FoldEmail(a.Email), Hash: hash, Roles: a.Role,
		Specialist: dossier.SpecialistID(a.Specialist), Branch: dossier.BranchID(a.Branch),
	}
	if err = a.checkRegister(ctx, db.Read()); err == nil {
		err = db.Write(ctx, func(tx *store.Tx) error { return tx.SaveAccount(account) })
	}
	if errors.Is(err, store.ErrTaken) {
		err = errors.New("there is an account with this e-mail address already")
	}
	if err == nil {
		_, err = fmt.Fprintln(c.out, "The account is made. It can sign in at /desk now.")
	}
	return errors.Join(err, db.Close())
}

// checkRoles refuses roles and ids that do not go together, before a password is asked for.
func (a *adminCreateCommand) checkRoles() error {
	slices.Sort(a.Role)
	a.Role = slices.Compact(a.Role)
	specialist := slices.Contains(a.Role, dossier.RoleSpecialist)
	switch {
	case specialist && a.Specialist == "":
		return errors.New("--specialist: a specialist needs the id that the register knows them by")
	case !specialist && a.Specialist != "":
		return errors.New("--specialist goes with --role specialist")
	case a.Branch != "" && !slices.Contains(a.Role, dossier.RoleReceptionist):
		return errors.New("--branch goes with --role receptionist")
	}
	return nil
}

// checkRegister refuses ids that the register does not know.
func (a *adminCreateCommand) checkRegister(ctx context.Context, reader *store.Reader) error {
	if a.Specialist != "" {
		all, err := reader.Specialists(ctx, "")
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(s register.Specialist) bool { return s.ID == a.Specialist }) {
			return fmt.Errorf("--specialist: the register knows no specialist %q", a.Specialist)
		}
	}
	if a.Branch != "" {
		all, err := reader.Branches(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(b register.Branch) bool { return b.ID == a.Branch }) {
			return fmt.Errorf("--branch: the register knows no branch %q", a.Branch)
		}
	}
	return nil
}

// password comes from the file, or is asked for twice at the terminal without showing it.
func (a *adminCreateCommand) password(c console) (string, error) {
	if a.PasswordFile != "" {
		content, err := os.ReadFile(a.PasswordFile)
		return strings.TrimRight(string(content), "\r\n"), err
	}
	if !term.IsTerminal(int(c.in.Fd())) {
		line, err := bufio.NewReader(c.in).ReadString('\n')
		if line == "" {
			return "", errors.Join(errors.New("no password: give --password-file, or type it at a terminal"), err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	first, err := ask(c, "Password: ")
	if err != nil {
		return "", err
	}
	second, err := ask(c, "The same again: ")
	if err == nil && first != second {
		err = errors.New("the two are not the same")
	}
	return first, err
}

func ask(c console, prompt string) (string, error) {
	_, _ = fmt.Fprint(c.err, prompt)
	typed, err := term.ReadPassword(int(c.in.Fd()))
	_, _ = fmt.Fprintln(c.err)
	return string(typed), err
}

func passwordRefusal(err error) error {
	switch {
	case errors.Is(err, accounts.ErrPasswordShort):
		return fmt.Errorf("the password is too short: take at least %d characters", accounts.MinPasswordRunes)
	case errors.Is(err, accounts.ErrPasswordLong):
		return fmt.Errorf("the password is too long: take at most %d characters", accounts.MaxPasswordRunes)
	case errors.Is(err, accounts.ErrPasswordCommon):
		return errors.New("the password is easy to guess: take words that others do not expect")
	}
	return err
}
