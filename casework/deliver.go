package casework

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// Delivering a message by mail. The job stands in the transaction that stored the message, and ends in the one that writes down what became of it. A
// node that dies in between leaves the job to another, which sends the mail again, under the Message-ID that it had: each mail goes at least
// once, and twice only where nobody knows whether the server took it.

// Post hands mails to a mail server.
type Post interface {
	Sender() string // the address that mails come from
	Write(m post.Mail) ([]byte, error)
	Send(ctx context.Context, mail []byte, to string) error // the error is a *post.Failure
}

const (
	mailBatch   = 10                 // deliveries that are taken at a time
	mailPause   = time.Minute        // before a delivery is tried again; it doubles each time,
	mailSlowest = 30 * time.Minute   // up to this
	mailDays    = 5 * 24 * time.Hour // after which it is given up (RFC 5321, 4.5.4.1)
	mailGrace   = 10 * time.Second   // what a mail on its way gets to end when the program stops
	mailLook    = time.Second        // how often it is looked for deliveries
)

// Why a message is not delivered that no server refused, as its Answer says.
const (
	AnswerBan   = "ban"   // it would go from one side of a contact ban to the other (R23)
	AnswerMoved = "moved" // the address is the complainant's no more
	AnswerText  = "text"  // no mail could be made of it
)

// WhyOf is the sort of answer in the Answer of a message, and whether a message is tried again after it until it is given up.
func WhyOf(answer string) (why string, tried bool) {
	class := post.ClassOf(answer)
	return string(class), class.Temporary()
}

// Deliver delivers messages that wait to be mailed, one after the other, and returns how many it went through. Where no mail server is set it does
// nothing.
func (o *Office) Deliver(ctx context.Context) (int, error) {
	if o.Post == nil {
		return 0, nil
	}
	o.setup()
	now := o.now()
	jobs, err := o.DB.LeaseMail(ctx, now, o.lease(), mailBatch)
	if err != nil {
		return 0, err
	}
	for i, job := range jobs {
		if ctx.Err() != nil {
			o.putBack(ctx, jobs[i:], now)
			return i, ctx.Err()
		}
		err := o.DB.Keep(ctx, job, o.lease())
		if err == nil {
			err = o.deliver(ctx, job)
		}
		switch {
		case errors.Is(err, store.ErrLeaseLost):
			o.log().Warn("delivery left to the node that took it over", "job", job.ID, "token", job.Token)
		case err != nil:
			return i + 1, err // what became of this one is not known: it keeps its lease, and so do those after it
		}
	}
	return len(jobs), nil
}

// deliverAll runs beside Run until the context ends.
func (o *Office) deliverAll(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := o.Deliver(ctx)
		if err != nil && ctx.Err() == nil {
			o.log().Error("deliver", "error", err)
		}
		if n > 0 && err == nil {
			continue
		}
		timer := time.NewTimer(mailLook)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

// deliver delivers one message and writes down what became of it.
func (o *Office) deliver(ctx context.Context, job store.Job) error {
	m, err := o.DB.Read().Message(ctx, job.Payload)
	if errors.Is(err, store.ErrNotFound) || err == nil && (m.Delivery == store.DeliverySent || m.Delivery == store.DeliveryStopped) {
		return o.DB.Write(ctx, func(tx *store.Tx) error { return tx.Done(job, o.now()) }) // it was erased, or is done
	}
	if err != nil {
		return err
	}
	what, why, err := o.tryMail(ctx, job, m)
	if err != nil {
		return err
	}
	return o.delivered(context.WithoutCancel(ctx), job, m, what, why)
}

// tryMail tells what became of a message now: DeliveryWaiting for one that is to be tried again.
func (o *Office) tryMail(ctx context.Context, job store.Job, m store.Message) (what store.Delivery, why string, err error) {
	defer func() {
		if panicked := recover(); panicked != nil { // it is the failure of one mail alone
			o.log().Error("delivery panicked", "job", job.ID, "kind", m.Kind, "panic", fmt.Sprintf("%T", panicked))
			what, why, err = store.DeliveryWaiting, AnswerText, nil
		}
	}()
	link, moved, err := o.linkFor(ctx, m)
	if err != nil {
		return "", "", err
	}
	if moved {
		return store.DeliveryRefused, AnswerMoved, nil
	}
	calendar, err := o.invitation(ctx, m)
	if err != nil { // nothing is mailed without it: whoever has the appointment would keep one that was called off
		o.log().Error("the appointment of a message cannot be read", "job", job.ID, "kind", m.Kind, "error", err.Error())
		return store.DeliveryWaiting, AnswerText, nil
	}
	reply, err := o.replyAddress(ctx, m)
	if err != nil {
		return "", "", err
	}
	text, err := o.mailOf(m, link, reply, calendar)
	if err != nil {
		o.log().Error("no mail can be made of a message", "job", job.ID, "kind", m.Kind)
		return store.DeliveryRefused, AnswerText, nil
	}
	stopped, err := o.crosses(ctx, m, text)
	if err != nil {
		return "", "", err
	}
	if stopped {
		return store.DeliveryStopped, AnswerBan, nil
	}
	return o.sent(ctx, job, m, text)
}

// sent hands the mail over, and keeps the job while the server takes its time.
func (o *Office) sent(ctx context.Context, job store.Job, m store.Message, text []byte) (store.Delivery, string, error) {
	sending, end := graceful(ctx)
	defer end()
	stop := o.hold(sending, end, job)
	err := o.Post.Send(sending, text, m.Address)
	stop()
	failure := (*post.Failure)(nil)
	switch {
	case err == nil:
		return store.DeliverySent, "", nil
	case !errors.As(err, &failure):
		failure = &post.Failure{Class: post.Unreachable}
	}
	if failure.Temporary() {
		return store.DeliveryWaiting, failure.Answer(), nil
	}
	return store.DeliveryRefused, failure.Answer(), nil
}

// graceful is a context that outlives another by mailGrace: a mail that is broken off when the program stops would be sent twice.
func graceful(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(mailGrace, cancel)
		context.AfterFunc(longer, func() { timer.Stop() })
	})
	return longer, func() { stop(); cancel() }
}

// hold keeps a job from other nodes while it lasts, and ends it when another has it all the same.
func (o *Office) hold(ctx context.Context, end func(), job store.Job) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(max(o.lease()/4, time.Millisecond))
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				if errors.Is(o.DB.Keep(ctx, job, o.lease()), store.ErrLeaseLost) {
					end()
					return
				}
			}
		}
	}()
	return func() { close(done); <-ended }
}

// delivered ends the job, or puts it off, in the transaction that writes down what became of the message.
func (o *Office) delivered(ctx context.Context, job store.Job, m store.Message, what store.Delivery, why string) error {
	now := o.now()
	over := what == store.DeliveryWaiting && now.Sub(job.RunAt) >= mailDays
	if over {
		what = store.DeliveryRefused
	}
	if what != store.DeliverySent {
		o.log().Warn("mail not delivered", "job", job.ID, "kind", m.Kind, "attempt", job.Attempts, "delivery", string(what), "answer", why)
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		var err error
		switch {
		case over:
			err = tx.Fail(job, now, why)
		case what == store.DeliveryWaiting:
			err = tx.Retry(job, now.Add(min(mailPause<<min(max(job.Attempts-1, 0), 10), mailSlowest)), why)
		default:
			err = tx.Done(job, now)
		}
		if err != nil {
			return err
		}
		return tx.Delivered(m.Key, what, why, now)
	})
}

// mailOf is the mail of a message, with the link and the code in it, where its answers go, and what it brings into the receiver's calendar.
func (o *Office) mailOf(m store.Message, link, reply string, calendar post.Calendar) ([]byte, error) {
	text := strings.ReplaceAll(o.Delivered(m), LinkPlaceholder, link)
	html, err := mail.HTML(words.Parse(m.Language), o.Policy.Organisation.Name, m.Subject, text, link)
	if err != nil {
		return nil, err
	}
	return o.Post.Write(post.Mail{
		ID: m.MailID, Name: m.Name, To: m.Address, ReplyTo: reply, Subject: m.Subject, Text: text, HTML: html, Language: m.Language, At: m.At,
		Calendar: calendar,
	})
}

// linkFor is the address that stands in a message for its receiver. moved says that it goes to an e-mail address which is the complainant's no
// more: whoever has that now is told nothing.
func (o *Office) linkFor(ctx context.Context, m store.Message) (link string, moved bool, err error) {
	if m.Link == "" {
		return "", false, nil
	}
	path, err := o.WayIn(ctx, m)
	return o.Base + path, path == "", err
}

// WayIn is the path of the link that belongs in a message: staff sign in and see their dossier or choose a password, all others have a private
// link. It is empty in a message to an address that is the complainant's no more.
func (o *Office) WayIn(ctx context.Context, m store.Message) (string, error) {
	if o.LinkOf != nil {
		if path, ok := o.LinkOf(m); ok {
			return path, nil
		}
	}
	if AmongStaff(m.To) && m.Reference != "" {
		return "/desk/dossiers/" + m.Reference, nil
	}
	if m.Link != PurposeStatus && m.Link != PurposeInquiry {
		return "/desk", nil
	}
	link, err := o.LinkIn(ctx, m)
	if isNotFound(err) && m.Link == PurposeInquiry { // it was removed after it had expired
		return InquiryPath, nil
	}
	return link, err
}
