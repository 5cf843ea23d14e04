package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"github.com/wederhoor/wederhoor/policy"
)

// fileSuffix behind the name of a variable means: the value stands in the file of this name.
const fileSuffix = "_FILE"

// variables are the settings that can come from the environment.
var variables = []string{
	"WEDERHOOR_DATABASE_URL", "WEDERHOOR_LISTEN", "WEDERHOOR_BASE_URL", "WEDERHOOR_POLICY", "WEDERHOOR_BREACHED", "WEDERHOOR_TRUSTED_PROXIES",
	"WEDERHOOR_OIDC_ISSUER", "WEDERHOOR_OIDC_CLIENT_ID", "WEDERHOOR_OIDC_CLIENT_SECRET", "WEDERHOOR_OIDC_NAME", "WEDERHOOR_ALLOW_PRIVATE", "WEDERHOOR_TOMBSTONES",
	"WEDERHOOR_FILES", "WEDERHOOR_S3_ENDPOINT", "WEDERHOOR_S3_REGION", "WEDERHOOR_S3_BUCKET", "WEDERHOOR_S3_ACCESS_KEY", "WEDERHOOR_S3_SECRET_KEY",
	"WEDERHOOR_S3_FOLDER", "WEDERHOOR_CLAMAV",
	"WEDERHOOR_SMTP", "WEDERHOOR_SMTP_SECURITY", "WEDERHOOR_SMTP_USER", "WEDERHOOR_SMTP_PASSWORD", "WEDERHOOR_MAIL_FROM", "WEDERHOOR_MAIL_REPLY_TO",
	"WEDERHOOR_IMAP", "WEDERHOOR_IMAP_SECURITY", "WEDERHOOR_IMAP_USER", "WEDERHOOR_IMAP_PASSWORD", "WEDERHOOR_IMAP_FOLDER", "WEDERHOOR_COMPLAINTS_ADDRESS",
}

// databaseFlag is shared by all commands that open the database.
type databaseFlag struct {
	Database string `name:"database" env:"WEDERHOOR_DATABASE_URL" default:"sqlite:wederhoor.db" placeholder:"URL" help:"The database: sqlite:PATH, or postgres://USER:PASSWORD@HOST/DATABASE with @ / : in a password written as %40 %2F %3A. ${default} when not given."`
}

type policyFlag struct {
	Policy string `name:"policy" env:"WEDERHOOR_POLICY" placeholder:"FILE" help:"Policy file with the figures, lists and texts of your chain; the built-in policy when empty."`
}

// load reads the policy. Its error names the file and line of every problem.
func (f policyFlag) load() (*policy.Policy, error) {
	p, err := policy.Load(f.Policy)
	if bad := (*policy.Error)(nil); errors.As(err, &bad) {
		return nil, fmt.Errorf("the policy cannot be used:\n%w", bad)
	}
	return p, err
}

// filesOfEnvironment reads the variables that are given as a file. A variable given both ways is refused: whichever won,
// somebody would believe the other.
func filesOfEnvironment(lookup func(string) (string, bool), read func(string) ([]byte, error)) (kong.Resolver, error) {
	values := map[string]string{}
	for _, name := range variables {
		path, given := lookup(name + fileSuffix)
		if !given {
			continue
		}
		if _, both := lookup(name); both {
			return nil, fmt.Errorf("%s and %s are both set: set one of them", name, name+fileSuffix)
		}
		content, err := read(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name+fileSuffix, err)
		}
		values[name] = strings.TrimRight(string(content), "\r\n")
	}
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		for _, name := range flag.Envs {
			if v, ok := values[name]; ok {
				return v, nil
			}
		}
		return nil, nil //nolint:nilnil // kong's word for: not set here
	}), nil
}

// seen refuses a secret that stands on the command line, where everybody on the machine can read it for as long as the program runs: flags that are
// tagged unseen come from the environment or a file alone (ASVS 13.3.1).
func seen(parsed *kong.Context) error {
	for _, part := range parsed.Path {
		if part.Flag != nil && !part.Resolved && part.Flag.Tag.Has("unseen") {
			return fmt.Errorf("--%s: everybody on this machine can read a command line; set %s to the name of a file that holds it, or %s to the value",
				part.Flag.Name, part.Flag.Envs[0]+fileSuffix, part.Flag.Envs[0])
		}
	}
	return nil
}

// newLog writes JSON for machines, and lines for whoever looks on at a terminal.
func newLog(w io.Writer) *slog.Logger {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}
