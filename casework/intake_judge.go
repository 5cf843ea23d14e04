package casework

import (
	"context"
	"errors"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/inbox"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// verdict is what becomes of a mail.
type verdict struct {
	state     store.MailState
	reasons   []string
	reference string
	party     dossier.Party

	bounces []bounced // messages whose mail came back

	order   *Order // of what follows from it; nil when nothing does
	viewer  Viewer
	refused string                        // the reason why it waits when that is refused
	still   func(*store.Tx) (bool, error) // whether what was judged by still holds
}

// bounced is a message whose mail came back.
type bounced struct{ key, status string }

func review(reason string) verdict {
	return verdict{state: store.MailReview, reasons: []string{reason}}
}

func (v verdict) about(reference string, party dossier.Party) verdict {
	v.reference, v.party = reference, party
	return v
}

// judgeMail says what becomes of a mail. Nothing that its sender wrote into it brings it into a dossier, but the reply address that it came to.
func (o *Office) judgeMail(ctx context.Context, c *cameIn) (verdict, error) {
	to, signed, err := o.repliedTo(ctx, c.mail.Recipients())
	if err != nil {
		return verdict{}, err
	}
	v, err := o.bySort(ctx, c)
	switch {
	case err != nil || v.state != "":
	case signed:
		v, err = o.judgeReply(ctx, c, to)
	default:
		v, err = o.judgeNew(ctx, c)
	}
	if err != nil || v.order != nil || v.state == store.MailBounce {
		return v, err
	}
	return o.whose(ctx, c, to, v)
}

// whose tells of a mail that nothing follows from whose it is, whatever else is known of it: a label that anybody can write into a header makes a mail
// of staff, or one to a specialist's reply address, nobody else's to read or to place (R3, R14, R23).
func (o *Office) whose(ctx context.Context, c *cameIn, to replied, v verdict) (verdict, error) {
	if v.reference == "" {
		var err error
		if v, err = o.unlessErased(ctx, v, to); err != nil {
			return v, err
		}
	}
	staff, err := o.isStaff(ctx, c.mail)
	if staff && !fromInside(store.MailIn{Party: v.party, Reasons: v.reasons}) {
		v.reasons = append(v.reasons, ReasonStaff)
	}
	return v, err
}

// bySort judges what no person wrote, or wrote in a way that a program cannot judge. Its state is empty for all else.
func (o *Office) bySort(ctx context.Context, c *cameIn) (verdict, error) {
	switch {
	case !c.Whole:
		return review(ReasonLarge), nil
	case c.mail.Sort == inbox.Bounce:
		return o.judgeBounce(ctx, c.mail)
	case c.mail.Sort == inbox.Spam:
		return review(ReasonSpam), nil
	case c.mail.Sort == inbox.CalendarAnswer:
		return review(ReasonCalendar), nil
	case c.mail.Sort == inbox.Bulk: // a form on the chain's own site writes such mails as well (R6)
		return review(ReasonBulk), nil
	case slices.Contains([]inbox.Sort{inbox.AutoReply, inbox.Receipt, inbox.Loop}, c.mail.Sort):
		return verdict{state: store.MailIgnored, reasons: []string{string(c.mail.Sort)}}, nil
	}
	return verdict{}, nil
}

// unlessErased names the dossier of a reply address, unless that was erased: nothing of it is kept there again.
func (o *Office) unlessErased(ctx context.Context, v verdict, to replied) (verdict, error) {
	if to.party == "" {
		return v, nil
	}
	loaded, err := o.DB.Read().Dossier(ctx, program().keys(), to.reference)
	if err != nil || !loaded.Whole.ErasedAt.IsZero() {
		return v, err
	}
	return v.about(to.reference, to.party), nil
}

// judgeReply judges a mail that came to a reply address. It joins the dossier only when it came to the complainant's own, from the address that the
// dossier has. From any other address it waits: whoever was shown the complainant's mail has the reply address too, a specialist under a ban with a
// private address among them (R23), and what a stranger or a representative says must not stand in the history as the complainant's (R5, R28).
func (o *Office) judgeReply(ctx context.Context, c *cameIn, to replied) (verdict, error) {
	if to.party == "" {
		return review(ReasonWrongAddress), nil
	}
	loaded, err := o.DB.Read().Dossier(ctx, program().keys(), to.reference)
	if err != nil {
		return verdict{}, err
	}
	if !loaded.Whole.ErasedAt.IsZero() {
		return review(ReasonErased), nil
	}
	reason, err := o.whyNotJoin(ctx, c, to, loaded.Whole)
	if err != nil || reason != "" {
		return review(reason).about(to.reference, to.party), err
	}
	v := verdict{state: store.MailJoined, viewer: Viewer{Actor: dossier.Complainant(), Only: to.reference}, refused: ReasonNoJoin}
	v.order = &Order{Reference: to.reference, Command: dossier.AddMessage{Words: c.words()}}
	v.still = func(tx *store.Tx) (bool, error) {
		link, err := tx.LinkFor(to.reference, PurposeStatus, 0)
		if err != nil || link.Generation != to.generation {
			return false, err
		}
		email, err := tx.Email(to.reference)
		return email == c.row.Sender, err
	}
	return v.about(to.reference, to.party), nil
}

// whyNotJoin says why a mail to a reply address waits; empty when it joins.
func (o *Office) whyNotJoin(ctx context.Context, c *cameIn, to replied, s dossier.State) (string, error) {
	if to.party != dossier.ToComplainant {
		return ReasonSpecialist, nil
	}
	staff, err := o.isStaff(ctx, c.mail)
	if err != nil {
		return "", err
	}
	email, err := o.DB.Read().Email(ctx, to.reference)
	switch {
	case err != nil:
		return "", err
	case staff:
		return ReasonBanned, nil
	case !to.current:
		return ReasonOldAddress, nil
	case c.row.Sender == "" || c.row.Sender != email:
		return ReasonOtherSender, nil
	case !s.Open():
		return ReasonClosed, nil
	case c.mail.Text == "" && c.mail.Folded == "" && !hasFiles(c.mail):
		return ReasonEmpty, nil
	}
	return "", nil
}

// isStaff reports whether a mail comes from an address of staff, or asks for answers there: specialists have accounts too (R23).
func (o *Office) isStaff(ctx context.Context, m inbox.Mail) (bool, error) {
	for _, email := range append([]string{m.From.Email, m.ReplyTo.Email}, m.Senders...) {
		if email == "" {
			continue
		}
		if staff, err := o.DB.Read().StaffAddress(ctx, register.FoldEmail(email)); err != nil || staff {
			return staff, err
		}
	}
	return false, nil
}

// judgeNew judges a mail that came to no reply address: it becomes a complaint, unless a person should look first.
func (o *Office) judgeNew(ctx context.Context, c *cameIn) (verdict, error) {
	for _, doubt := range []func(context.Context, *cameIn) (verdict, error){o.doubtAnswer, o.doubtSender, o.doubtKnown, o.doubtFlood} {
		if v, err := doubt(ctx, c); err != nil || v.state != "" {
			return v, err
		}
	}
	return verdict{state: store.MailComplaint, order: &Order{Command: c.complaint()}, viewer: program(), refused: ReasonNotFiled}, nil
}

// doubtAnswer: it answers a mail of ours. Whoever quotes that may have been shown it.
func (o *Office) doubtAnswer(ctx context.Context, c *cameIn) (verdict, error) {
	for _, id := range append([]string{c.mail.InReplyTo}, c.mail.References...) {
		m, err := o.DB.Read().SentAs(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return verdict{}, err
		}
		return o.unlessErased(ctx, review(ReasonUnsigned), replied{reference: m.Reference, party: partyOf(m)})
	}
	return verdict{}, nil
}

// partyOf is whom a message about a dossier is for; nobody where it is about none.
func partyOf(m store.Message) dossier.Party {
	if m.Reference == "" {
		return ""
	}
	return m.To
}

func (o *Office) doubtSender(ctx context.Context, c *cameIn) (verdict, error) {
	staff, err := o.isStaff(ctx, c.mail)
	switch {
	case err != nil:
		return verdict{}, err
	case staff:
		return review(ReasonStaff), nil
	case !mailable(c.row.Sender):
		return review(ReasonNoSender), nil
	case c.mail.Text == "" && c.mail.Folded == "" && !hasFiles(c.mail):
		return review(ReasonEmpty), nil
	}
	return verdict{}, nil
}

// doubtKnown: it came before in another wrapping, or its sender has an open dossier and may mean that.
func (o *Office) doubtKnown(ctx context.Context, c *cameIn) (verdict, error) {
	before, err := o.DB.Read().EarlierMail(ctx, c.row.MailID, c.row.Sender)
	if err == nil {
		return review(ReasonAgain).about(before.Reference, before.Party), nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return verdict{}, err
	}
	references, err := o.DB.Read().ReferencesOf(ctx, c.row.Sender)
	if err != nil {
		return verdict{}, err
	}
	for _, reference := range slices.Backward(references) {
		loaded, err := o.DB.Read().Dossier(ctx, program().keys(), reference)
		if err != nil {
			return verdict{}, err
		}
		if loaded.Whole.Open() {
			return review(ReasonKnown).about(reference, dossier.ToComplainant), nil
		}
	}
	return verdict{}, nil
}

// doubtFlood: more than becomes a complaint by itself in a day.
func (o *Office) doubtFlood(ctx context.Context, c *cameIn) (verdict, error) {
	own, all, err := o.DB.Read().ComplaintsByMail(ctx, c.row.Sender, o.now().AddDate(0, 0, -1))
	if err != nil {
		return verdict{}, err
	}
	if own >= o.Policy.Mail.PerSender || all >= o.Policy.Mail.PerDay {
		return review(ReasonFlood), nil
	}
	return verdict{}, nil
}

// judgeBounce finds the messages whose mails came back. What does not name one of our Message-IDs is not believed: those are drawn at random, and
// only a server that had the mail knows them.
func (o *Office) judgeBounce(ctx context.Context, m inbox.Mail) (verdict, error) {
	v := verdict{state: store.MailBounce}
	delayed := len(m.Bounce) > 0
	for _, f := range m.Bounce {
		delayed = delayed && !f.Permanent
		sent, err := o.DB.Read().SentAs(ctx, f.MessageID)
		if errors.Is(err, store.ErrNotFound) || err == nil && !f.Permanent {
			continue
		}
		if err != nil {
			return verdict{}, err
		}
		status := f.Status
		if status == "" {
			status = "5.0.0" // RFC 3463: it is permanent, and nothing more is known
		}
		v.bounces = append(v.bounces, bounced{sent.Key, status})
		v.reasons, v.reference, v.party = []string{status}, sent.Reference, partyOf(sent)
	}
	switch {
	case len(v.bounces) > 0:
		return v, nil
	case delayed:
		return verdict{state: store.MailIgnored, reasons: []string{ReasonDelayed}}, nil
	}
	return review(ReasonBounceUnknown), nil
}
