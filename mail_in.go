package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/inbox/imap"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/store"
)

// mailInFlags say from which mailbox mail comes in.
type mailInFlags struct {
	IMAP              string `name:"imap" env:"WEDERHOOR_IMAP" placeholder:"HOST:PORT" help:"Take mail in from this server: imap.example.nl:993. A mail becomes a complaint, joins its dossier, or waits in 'Incoming mail' at the desk. Use a mailbox for nothing else: all that is in its folder is taken in."`
	IMAPSecurity      string `name:"imap-security" env:"WEDERHOOR_IMAP_SECURITY" placeholder:"WAY" default:"tls" help:"tls (from the first byte, usually port 993), starttls (usually port 143), or plain, which is for a mail server on the same machine alone. ${default} when not given. A certificate that is not trusted is never accepted."`
	IMAPUser          string `name:"imap-user" env:"WEDERHOOR_IMAP_USER" placeholder:"NAME" help:"Name to log in with."`
	IMAPPassword      string `name:"imap-password" env:"WEDERHOOR_IMAP_PASSWORD" unseen:"" placeholder:"PASSWORD" help:"Its password, by WEDERHOOR_IMAP_PASSWORD_FILE or WEDERHOOR_IMAP_PASSWORD alone: everybody on the machine can read a command line."`
	IMAPFolder        string `name:"imap-folder" env:"WEDERHOOR_IMAP_FOLDER" placeholder:"FOLDER" default:"INBOX" help:"Folder in which mail comes in. ${default} when not given."`
	ComplaintsAddress string `name:"complaints-address" env:"WEDERHOOR_COMPLAINTS_ADDRESS" placeholder:"ADDRESS" help:"Address to which people write, when that is another than --mail-from. Answers to mails come to it with a + and a code behind its name, klachten+CODE@example.nl: the mail server must deliver those to the same mailbox."`
}

// open reads the settings; nil when no mail is taken in. from is who mails come from.
func (f mailInFlags) open(from string) (*mailIn, error) {
	if f.IMAP == "" {
		if f.IMAPUser != "" || f.IMAPPassword != "" || f.ComplaintsAddress != "" {
			return nil, errors.New("--imap: give the mail server that goes with --imap-user, --imap-password and --complaints-address")
		}
		return nil, nil //nolint:nilnil // none is what was asked for
	}
	box, err := imap.Open(imap.Settings{Server: f.IMAP, Security: f.IMAPSecurity, User: f.IMAPUser, Password: f.IMAPPassword, Folder: f.IMAPFolder})
	if err != nil {
		return nil, err
	}
	address, setting := f.ComplaintsAddress, "--complaints-address"
	if address == "" {
		address, setting = from, "--mail-from"
	}
	if address == "" {
		return nil, errors.New("--complaints-address: give the address to which people write: klachten@example.nl")
	}
	a, err := mail.ParseAddress(address)
	if err != nil || !store.Mailable(a.Address) {
		return nil, fmt.Errorf("%s: %q is no e-mail address such as klachten@example.nl", setting, address)
	}
	if most := 64 - casework.ReplyTag; strings.LastIndex(a.Address, "@") > most {
		return nil, fmt.Errorf("%s: what stands before the @ is too long; answers come to it with a code behind it, so give one of at most %d characters", setting, most)
	}
	return &mailIn{box, casework.Mailbox{Address: a.Address}}, nil
}

// turnTime is how long a node fetches before another may.
const turnTime = time.Minute

// mailIn is the mailbox from which mail comes in; nil for none.
type mailIn struct {
	box *imap.Mailbox
	of  casework.Mailbox
}

// mailbox is where an office's mail comes in; nil for nowhere. server is what mails go out by; nil for none.
func (m *mailIn) mailbox(server *post.Server) *casework.Mailbox {
	if m == nil {
		return nil
	}
	if server != nil {
		m.of.Domain = server.Domain()
	}
	return &m.of
}

// before takes in what comes, beside the loop of an office, which ends after it.
func (m *mailIn) before(office *casework.Office, log *slog.Logger) func(context.Context) {
	return together(func(ctx context.Context) { m.run(ctx, office, log) }, office.Run)
}

// run has an office take in what comes, until the context ends.
func (m *mailIn) run(ctx context.Context, office *casework.Office, log *slog.Logger) {
	if m == nil {
		<-ctx.Done()
		return
	}
	node := rand.Text()
	m.box.Log = log
	m.box.Turn = func() (bool, error) { return office.DB.TakeTurn(ctx, "mailbox", node, turnTime) }
	m.box.Run(ctx, func(ctx context.Context, mail imap.Mail) error {
		return office.TakeMail(ctx, casework.Incoming{Place: mail.Place, At: mail.At, Size: mail.Size, Whole: mail.Whole, Body: mail.Body})
	})
}
