package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// adminFlags are shared by the commands about accounts.
type adminFlags struct {
	databaseFlag
	policyFlag
	breachedFlag
}

// porter opens the database and does with accounts what is asked of it. close is called after that.
func (a adminFlags) porter(ctx context.Context, c console) (p *doors.Porter, closeAll func() error, err error) {
	chain, err := a.load()
	if err != nil {
		return nil, nil, err
	}
	breached, err := a.breachedFlag.open(chain)
	if err != nil {
		return nil, nil, err
	}
	db, err := openMigrated(ctx, a.Database)
	if err != nil {
		return nil, nil, err
	}
	key, err := db.Secret(ctx, "links")
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	log := slog.New(slog.DiscardHandler) // what is to be said, the command says
	return &doors.Porter{DB: db, Policy: chain, Clock: c.now, Key: key, Log: log, Breached: breached}, db.Close, nil
}

// do does something with accounts, and says in plain words why it cannot be.
func (a adminFlags) do(ctx context.Context, c console, act func(*doors.Porter) error) error {
	p, closeAll, err := a.porter(ctx, c)
	if err != nil {
		return err
	}
	return errors.Join(adminRefusal(act(p)), closeAll())
}

// detailsFlags say what an account is, besides its roles.
type detailsFlags struct {
	Specialist string `placeholder:"ID" help:"Of a specialist: the id in the register."`
	Branch     string `placeholder:"ID" help:"Of a receptionist: the id of the branch in the register. Without it they work for all branches."`
	Name       string `required:"" placeholder:"NAME" help:"Name, as staff see it."`
	Email      string `required:"" placeholder:"ADDRESS" help:"Address to sign in with."`
}

const rolesHelp = "A specialist needs --specialist with an id that the register knows: see wederhoor register. A receptionist without --branch sees the " +
	"dossiers of all branches. outside is the person from outside the chain who reviews. auditor reads what those who judge read, and writes " +
	"nothing; administrator keeps settings and accounts, and sees no dossiers: the first account is that of an owner who is both.\n\n"

// details refuses what cannot be, and roles and ids that do not go together, before anything else is asked.
func (d detailsFlags) details(roles []dossier.Role) (doors.Details, error) {
	specialist := slices.Contains(roles, dossier.RoleSpecialist)
	switch {
	case specialist && d.Specialist == "":
		return doors.Details{}, errors.New("--specialist: a specialist needs the id that the register knows them by")
	case !specialist && d.Specialist != "":
		return doors.Details{}, errors.New("--specialist goes with --role specialist")
	case d.Branch != "" && !slices.Contains(roles, dossier.RoleReceptionist):
		return doors.Details{}, errors.New("--branch goes with --role receptionist")
	}
	details := doors.Details{
		Name: d.Name, Email: d.Email, Roles: roles, Specialist: dossier.SpecialistID(d.Specialist), Branch: dossier.BranchID(d.Branch),
	}
	if err := details.Check(); err != nil {
		return doors.Details{}, adminRefusal(err)
	}
	return details, nil
}

type linkFlag struct {
	BaseURL string `name:"base-url" env:"WEDERHOOR_BASE_URL" placeholder:"URL" help:"Address under which people reach the program; the link begins with it. That of the latest wederhoor serve over the same database when empty, and http://127.0.0.1:8080 before the first."`
}

// baseSetting is the name under which serve leaves the address that links begin with.
const baseSetting = "base"

// say prints a link that works once.
func (l linkFlag) say(ctx context.Context, c console, db *store.DB, path, until string) error {
	served, err := db.Read().Setting(ctx, baseSetting)
	if err != nil {
		return err
	}
	base := strings.TrimRight(cmp.Or(l.BaseURL, served, "http://127.0.0.1:8080"), "/")
	_, err = fmt.Fprintf(c.out, "%s%s\n\nIt works once, %s. Whoever has it can choose the password: give it to the owner of the account alone.\n", base, path, until)
	return err
}

type adminInviteCommand struct {
	adminFlags
	Role []dossier.Role `required:"" enum:"owner,assistant,receptionist,specialist,outside,auditor,administrator" placeholder:"ROLE" help:"${enum}; can be given more than once."`
	detailsFlags
	linkFlag
}

// Help is shown by `wederhoor admin invite --help`.
func (adminInviteCommand) Help() string {
	return "Makes an account for a member of staff and prints a link by which they choose their password; it works once, for seven days. It is not " +
		"mailed. Administrators do the same on the page Accounts of the desk.\n\n" + rolesHelp
}

func (a adminInviteCommand) Run(ctx context.Context, c console) error {
	d, err := a.details(a.Role)
	if err != nil {
		return err
	}
	return a.do(ctx, c, func(p *doors.Porter) error {
		path, err := p.InviteByProgram(ctx, d)
		if err != nil {
			return err
		}
		return a.say(ctx, c, p.DB, path, "for seven days")
	})
}

// emailArgument says whose account it is.
type emailArgument struct {
	Email string `arg:"" placeholder:"ADDRESS" help:"Address that the account signs in with."`
}

// find is the id of the account.
func (e emailArgument) find(ctx context.Context, p *doors.Porter) (dossier.AccountID, error) {
	a, err := p.DB.Read().AccountByEmail(ctx, e.Email)
	if errors.Is(err, store.ErrNotFound) {
		return "", fmt.Errorf("there is no account with the e-mail address %q", e.Email)
	}
	return a.ID, err
}

type adminResetCommand struct {
	adminFlags
	linkFlag
	emailArgument
	Factors bool `help:"Take the second factors and recovery codes away too, for whoever has lost them. The old password stops working at once."`
}

// Help is shown by `wederhoor admin reset --help`.
func (adminResetCommand) Help() string {
	return "Prints a link by which the owner of an account chooses another password; it works once, for seven days. So whoever has access to the " +
		"machine lets a chain in again that has locked itself out. The second factor stays, unless --factors is given."
}

func (a adminResetCommand) Run(ctx context.Context, c console) error {
	return a.do(ctx, c, func(p *doors.Porter) error {
		id, err := a.find(ctx, p)
		if err != nil {
			return err
		}
		path, err := p.ResetByProgram(ctx, id, a.Factors)
		if doors.KindOf(err) == doors.Moved {
			return errors.New("the account is disabled: let it in again first, with wederhoor admin enable")
		}
		if err != nil {
			return err
		}
		return a.say(ctx, c, p.DB, path, "for seven days")
	})
}

type adminDisableCommand struct {
	adminFlags
	emailArgument
}

// Help is shown by `wederhoor admin disable --help`.
func (adminDisableCommand) Help() string {
	return "Shuts an account out: all its sessions end at once, at every node, and it cannot sign in any more. What it did stays as it is. The last " +
		"administrator cannot be shut out."
}

func (a adminDisableCommand) Run(ctx context.Context, c console) error {
	return a.do(ctx, c, func(p *doors.Porter) error {
		id, err := a.find(ctx, p)
		if err == nil {
			err = p.DisableByProgram(ctx, id)
		}
		if err == nil {
			_, err = fmt.Fprintln(c.out, "The account is disabled and signed out everywhere.")
		}
		return err
	})
}

type adminEnableCommand adminDisableCommand

// Help is shown by `wederhoor admin enable --help`.
func (adminEnableCommand) Help() string {
	return "Lets an account in again that was disabled, by the password and the second factor that it had. A specialist comes back only when no other " +
		"account has taken their place."
}

func (a adminEnableCommand) Run(ctx context.Context, c console) error {
	return a.do(ctx, c, func(p *doors.Porter) error {
		id, err := a.find(ctx, p)
		if err != nil {
			return err
		}
		if err := p.EnableByProgram(ctx, id); err != nil {
			return err
		}
		account, err := p.DB.Read().Account(ctx, id)
		if err != nil {
			return err
		}
		said := "The account can sign in again."
		if account.Hash == "" {
			said = "The account is enabled. It has no password: wederhoor admin reset prints a link by which its owner chooses one."
		}
		_, err = fmt.Fprintln(c.out, said)
		return err
	})
}

type adminListCommand struct{ adminFlags }

// Help is shown by `wederhoor admin list --help`.
func (adminListCommand) Help() string {
	return "Prints a line for each account: its address, name, roles, and whether it can come in. Columns are kept apart by tabs."
}

func (a adminListCommand) Run(ctx context.Context, c console) error {
	return a.do(ctx, c, func(p *doors.Porter) error {
		list, err := p.DB.Read().Accounts(ctx)
		if err != nil {
			return err
		}
		for _, account := range list {
			roles := make([]string, len(account.Roles))
			for i, role := range account.Roles {
				roles[i] = string(role)
			}
			_, err := fmt.Fprintf(c.out, "%s\t%s\t%s\t%s\n", account.Email, account.Name, strings.Join(roles, ","), standing(account))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// standing is whether an account can come in.
func standing(a store.Account) string {
	switch {
	case a.Disabled:
		return "disabled"
	case a.Hash == "":
		return "no password yet"
	}
	return "active"
}

// adminRefusal says in plain words what cannot be.
func adminRefusal(err error) error {
	for _, r := range []struct{ field, code, text string }{
		{"name", "missing", "--name: fill in a name of at most 100 characters"},
		{"email", "wrong", "--email: this is not an e-mail address"},
		{"email", "taken", "there is an account with this e-mail address already"},
		{"specialist", "unknown", "--specialist: the register knows no such specialist"},
		{"specialist", "taken", "--specialist: another account is this specialist already; disable that one first"},
		{"branch", "unknown", "--branch: the register knows no such branch"},
	} {
		if doors.FieldsOf(err)[r.field] == r.code {
			return errors.New(r.text)
		}
	}
	switch {
	case doors.KindOf(err) == doors.LastAdministrator:
		return errors.New("this is the last administrator: make somebody else one first, with wederhoor admin invite --role administrator")
	case errors.Is(err, accounts.ErrPasswordShort):
		return fmt.Errorf("the password is too short: take at least %d characters", accounts.MinPasswordRunes)
	case errors.Is(err, accounts.ErrPasswordLong):
		return fmt.Errorf("the password is too long: take at most %d characters", accounts.MaxPasswordRunes)
	case errors.Is(err, accounts.ErrPasswordCommon):
		return errors.New("the password is easy to guess, or was leaked: take words that others do not expect")
	}
	return err
}
