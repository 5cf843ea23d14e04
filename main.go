// Wederhoor carries the complaint procedure of a chain of treatment clinics: from the talk with the specialist, by way of
// the official complaint, investigation and decision, to a remedy carried out. README.md tells how to start it,
// docs/architecture.md how it is built.
//
// This package is the only one that knows all others, and the only place where the clock of the machine is read.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/wederhoor/wederhoor/files"
)

// commands is the command line. The help of each command is what its operator reads first.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the public pages and the desk."`
	Demo    demoCommand    `cmd:"" help:"Make a chain of clinics up and serve it, to try the program with."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date and stop."`
	Admin   struct {
		List    adminListCommand    `cmd:"" help:"List the accounts."`
		Create  adminCreateCommand  `cmd:"" help:"Make the account of a member of staff, with a password."`
		Invite  adminInviteCommand  `cmd:"" help:"Make an account and print a link by which its owner chooses a password."`
		Reset   adminResetCommand   `cmd:"" help:"Print a link by which somebody chooses another password."`
		Disable adminDisableCommand `cmd:"" help:"Shut an account out, at once and everywhere."`
		Enable  adminEnableCommand  `cmd:"" help:"Let an account in again."`
	} `cmd:"" help:"Accounts of members of staff."`
	Register   registerCommand   `cmd:"" help:"Add branches, specialists, clients and treatments to the register."`
	Explain    explainCommand    `cmd:"" help:"Tell the history of one dossier rule by rule."`
	Verify     verifyCommand     `cmd:"" help:"Check every history and every row made from it."`
	Access     accessCommand     `cmd:"" help:"Write what is kept of one person, to give to that person."`
	Erase      eraseCommand      `cmd:"" help:"Erase the words of dossiers on request, or tell what would be erased."`
	Ledger     ledgerCommand     `cmd:"" help:"Write what was paid back in dossiers that were erased."`
	Tombstones tombstonesCommand `cmd:"" help:"Erase again what a backup brought back."`
	Copy       copyCommand       `cmd:"" help:"Move everything to another database, from SQLite to PostgreSQL or back."`
	Checkpoint checkpointCommand `cmd:"" help:"Make a checkpoint over all histories, to be kept elsewhere."`
	SigningKey signingKeyCommand `cmd:"" help:"Make a key that signs checkpoints."`
	Version    versionCommand    `cmd:"" help:"Say which version this is."`
}

// version is set by the linker when a release is built.
var version string

// console is where a command reads and writes; tests bring their own.
type console struct {
	in       *os.File
	out, err io.Writer
	now      func() time.Time
}

// exitCode ends the program with a code and without a word: everything was said.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

func main() {
	files.BeChild()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := console{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now}
	os.Exit(run(ctx, os.Args[1:], c))
}

// run reads the command line and runs its command; it answers with the exit code.
func run(ctx context.Context, args []string, c console) int {
	var cli commands
	given, err := filesOfEnvironment(os.LookupEnv, os.ReadFile)
	if err != nil {
		return fail(c, err)
	}
	parser, err := kong.New(&cli,
		kong.Name("wederhoor"),
		kong.Description("Complaint handling for a chain of treatment clinics.\n\n"+
			"Settings come from flags, from the environment, or from the file that a variable with _FILE behind its name points to."),
		kong.Writers(c.out, c.err),
		kong.Resolvers(given),
		kong.ConfigureHelp(kong.HelpOptions{WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(c),
		kong.Exit(func(code int) { panic(exitCode(code)) }),
	)
	if err != nil {
		return fail(c, err)
	}
	return execute(parser, args, c)
}

// execute parses and runs. Kong ends --help by calling Exit, which arrives here as a panic with the code.
func execute(parser *kong.Kong, args []string, c console) (code int) {
	defer func() {
		if r := recover(); r != nil {
			exit, ok := r.(exitCode)
			if !ok {
				panic(r)
			}
			code = int(exit)
		}
	}()
	if len(args) > 0 && args[0] == "help" { // as other programs have it
		args = append(slices.Clone(args[1:]), "--help")
	}
	parsed, err := parser.Parse(args)
	if err == nil {
		err = seen(parsed)
	}
	if err != nil {
		_, _ = fmt.Fprintf(c.err, "wederhoor: %v\nwederhoor --help tells what there is.\n", err)
		return 2
	}
	return fail(c, parsed.Run())
}

// fail says what went wrong and answers with the exit code: 0 when nothing did.
func fail(c console, err error) int {
	var code exitCode
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	_, _ = fmt.Fprintf(c.err, "wederhoor: %v\n", err)
	return 1
}

type versionCommand struct{}

// Help is shown by `wederhoor version --help`.
func (versionCommand) Help() string {
	return "Prints the version, the commit it was built from and the version of Go: what to put in a question about the program."
}

func (versionCommand) Run(c console) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("this program was built without version information")
	}
	commit := "unknown commit"
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			commit = s.Value
		}
	}
	_, err := fmt.Fprintf(c.out, "wederhoor %s (%s, %s)\n", cmp.Or(version, info.Main.Version), commit, info.GoVersion)
	return err
}
