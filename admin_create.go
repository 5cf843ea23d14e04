package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
)

type adminCreateCommand struct {
	adminFlags
	Role []dossier.Role `enum:"owner,assistant,receptionist,specialist,outside,auditor,administrator" default:"owner,administrator" placeholder:"ROLE" help:"${enum}; can be given more than once. Owner and administrator, as the first account is, when it is not given."`
	detailsFlags
	PasswordFile string `env:"WEDERHOOR_PASSWORD_FILE" placeholder:"FILE" help:"File that holds the password; asked for at the terminal when empty."`
}

// Help is shown by `wederhoor admin create --help`.
func (adminCreateCommand) Help() string {
	return fmt.Sprintf("Makes an account for a member of staff, who can then sign in at /desk. The database is migrated first.\n\n"+rolesHelp+
		"The password has at least %d characters and is not one that is easy to guess. It is never shown, and never taken from "+
		"the command line, where others on the machine can read it.", accounts.MinPasswordRunes)
}

func (a adminCreateCommand) Run(ctx context.Context, c console) error {
	d, err := a.details(a.Role)
	if err != nil {
		return err
	}
	password, err := a.password(c)
	if err != nil {
		return err
	}
	return a.do(ctx, c, func(p *doors.Porter) error {
		if err := p.CreateByProgram(ctx, d, password); err != nil {
			return err
		}
		_, err := fmt.Fprintln(c.out, "The account is made. It can sign in at /desk now.")
		return err
	})
}

// password comes from the file, or is asked for twice at the terminal without showing it.
func (a adminCreateCommand) password(c console) (string, error) {
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
