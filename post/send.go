package post

import (
	"context"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// goodbyeTime is how long a server that has the mail may take to say goodbye.
const goodbyeTime = 2 * time.Second

// Send hands a written mail over for one address. The error is a *Failure. When that is Unreachable the server may have taken the mail all the
// same: sent again, with the Message-ID that it had, it is known to be the same.
func (o *Server) Send(ctx context.Context, mail []byte, to string) error {
	ctx, cancel := context.WithTimeout(ctx, o.patience())
	defer cancel()
	conn, err := o.dial(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // what it says to that changes nothing
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	client, err := o.ready(conn)
	if err != nil {
		return err
	}
	if !ascii(to) {
		client.SkipSMTPUTF8(false)
	}
	if err := hand(client, o.from.Address, to, mail); err != nil {
		return err
	}
	if client.UpdateDeadline(goodbyeTime) == nil {
		_ = client.Quit() // it has the mail
	}
	return nil
}

func ascii(address string) bool {
	for i := range len(address) {
		if address[i] >= 0x80 {
			return false
		}
	}
	return true
}

func (o *Server) patience() time.Duration {
	if o.Patience == 0 {
		return defaultPatience
	}
	return o.Patience
}

// hand says whom the mail is from and for, and then the mail.
func hand(client *smtp.Client, from, to string, mail []byte) error {
	if err := client.Mail("<" + from + ">"); err != nil {
		return failure(err, Sender)
	}
	if err := client.Rcpt("<" + to + ">"); err != nil {
		return failure(err, Address)
	}
	data, err := client.Data()
	if err != nil {
		return failure(err, Refused)
	}
	if _, err := data.Write(mail); err != nil {
		return failure(err, Refused)
	}
	if err := data.Close(); err != nil {
		return failure(err, Refused)
	}
	return nil
}
