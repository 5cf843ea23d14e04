package main

import (
	"context"
	"errors"
	"log/slog"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/store"
)

// mailFlags say by which mail server messages are delivered, and from whom they come.
type mailFlags struct {
	SMTP         string `name:"smtp" env:"WEDERHOOR_SMTP" placeholder:"HOST:PORT" help:"Deliver messages by mail through this server: smtp.example.nl:587. Without it messages are stored and can be read at the desk, and nothing is mailed."`
	SMTPSecurity string `name:"smtp-security" env:"WEDERHOOR_SMTP_SECURITY" placeholder:"WAY" default:"starttls" help:"starttls, tls (from the first byte, usually port 465), or plain, which is for a mail server on the same machine alone. ${default} when not given. A certificate that is not trusted is never accepted."`
	SMTPUser     string `name:"smtp-user" env:"WEDERHOOR_SMTP_USER" placeholder:"NAME" help:"Name to log in with, where the server asks for that."`
	SMTPPassword string `name:"smtp-password" env:"WEDERHOOR_SMTP_PASSWORD" unseen:"" placeholder:"PASSWORD" help:"Its password, by WEDERHOOR_SMTP_PASSWORD_FILE or WEDERHOOR_SMTP_PASSWORD alone: everybody on the machine can read a command line."`
	MailFrom     string `name:"mail-from" env:"WEDERHOOR_MAIL_FROM" placeholder:"ADDRESS" help:"Who mails come from: klachten@example.nl, or \"Klachten <klachten@example.nl>\". The server must let the program send from it."`
	NoMail       bool   `name:"no-mail" env:"WEDERHOOR_NO_MAIL" help:"Store messages alone again, on all nodes, where they were mailed until now. Those of that time are not mailed later either."`
	MailReplyTo  string `name:"mail-reply-to" env:"WEDERHOOR_MAIL_REPLY_TO" placeholder:"ADDRESS" help:"Where answers go, when that is another address."`
}

// open reads the settings; nil when mails are not delivered.
func (f mailFlags) open() (*post.Server, error) {
	if f.SMTP != "" && f.NoMail {
		return nil, errors.New("--no-mail: it has messages stored alone, and --smtp has them mailed; give one of them")
	}
	if f.SMTP == "" {
		if f.MailFrom != "" || f.MailReplyTo != "" || f.SMTPUser != "" || f.SMTPPassword != "" {
			return nil, errors.New("--smtp: give the mail server that goes with --mail-from, --mail-reply-to, --smtp-user and --smtp-password")
		}
		return nil, nil //nolint:nilnil // none is what was asked for
	}
	return post.Open(post.Settings{
		Server: f.SMTP, Security: f.SMTPSecurity, User: f.SMTPUser, Password: f.SMTPPassword, From: f.MailFrom, ReplyTo: f.MailReplyTo,
	})
}

// errMailOn is the answer to a start without a mail server on a database whose messages are mailed: one such start would leave those of all nodes
// unsent, without a word to those who wait for them.
var errMailOn = errors.New("--smtp: messages of this database are mailed, by every node that serves it; give the same mail server here, or --no-mail to store them alone from now on. Nothing was changed")

// deliverBy has an office deliver by a mail server what is stored from now on, or store it alone where there is none.
func (f mailFlags) deliverBy(ctx context.Context, server *post.Server, office *casework.Office, porter *doors.Porter, log *slog.Logger) error {
	before, err := office.DB.Read().MailDomain(ctx)
	if err != nil {
		return err
	}
	domain := ""
	switch {
	case server != nil:
		domain = server.Domain()
		office.Post, office.LinkOf = server, porter.LinkOf
		log.Info("delivering mail", "server", server.String())
	case before != "" && !f.NoMail:
		return errMailOn
	case before != "":
		log.Warn("messages were mailed until now and are stored alone from here on; those that wait to be mailed wait until --smtp is given again")
	}
	if domain == before {
		return nil
	}
	return office.DB.Write(ctx, func(tx *store.Tx) error { return tx.DeliverMail(domain) })
}
