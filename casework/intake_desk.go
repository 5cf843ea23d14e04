package casework

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/inbox"
	"github.com/wederhoor/wederhoor/store"
)

// What staff see of mail that came in, and make of it. Mails of a dossier are for who may read the words of its complaint; those of none for owner,
// assistants and receptionists who treat nobody: a mail that waits may be a complaint about whoever would read it (R14). The outside person sees those of their dossiers.

// ReadsMail reports whether the viewer has the list of incoming mail.
func (v Viewer) ReadsMail() bool {
	return v.Staff() && v.Is(dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleReceptionist, dossier.RoleOutside)
}

func (v Viewer) mailSight() store.MailSight {
	loose := v.Specialist == "" && v.Is(dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleReceptionist)
	return store.MailSight{Keys: v.keys(), Loose: loose, Staff: loose && v.Is(dossier.RoleOwner, dossier.RoleAssistant)}
}

// MailsIn lists mails in some states, the newest first, so many at most. NotFound for whoever has no such list.
func (o *Office) MailsIn(ctx context.Context, v Viewer, states []store.MailState, limit int) ([]store.MailIn, error) {
	if !v.ReadsMail() {
		return nil, &Error{Kind: NotFound}
	}
	list, err := o.DB.Read().MailsIn(ctx, v.mailSight(), states, limit)
	return list, public(err)
}

// ReadMail is a mail as it waits: its row, and what can be read of it. A look at one of a dossier is recorded.
type ReadMail struct {
	store.MailIn
	Read inbox.Mail
	// Inside says that it came from staff or to a specialist's reply address: it never becomes a message of the complainant (R23).
	Inside bool
	Gone   bool // the mail itself is not where it is kept
}

// Waits reports whether a person can still make something of it.
func (m ReadMail) Waits() bool {
	return m.State == store.MailReview || m.State == store.MailIgnored || m.State == store.MailAside
}

// fromInside reports whether what a mail says is nobody's but who handles the dossier.
func fromInside(m store.MailIn) bool {
	return m.Party != "" && m.Party != dossier.ToComplainant ||
		slices.ContainsFunc(m.Reasons, func(r string) bool { return r == ReasonStaff || r == ReasonBanned })
}

// MailIn opens a mail for whoever may see it.
func (o *Office) MailIn(ctx context.Context, v Viewer, id string) (ReadMail, error) {
	row, err := o.mailFor(ctx, v, id)
	if err != nil {
		return ReadMail{}, err
	}
	m := ReadMail{MailIn: row, Inside: fromInside(row)}
	raw, err := o.mailBytes(ctx, id)
	if errors.Is(err, files.ErrGone) {
		o.log().Error("a mail that came in is not where it is kept: see wederhoor verify", "mail", id)
		m.Gone = true
		return m, nil
	}
	if err != nil {
		return ReadMail{}, &Error{Kind: Busy, Cause: err}
	}
	if err := guarded(func() error { m.Read = readMail(raw, o.mailDomain()); return nil }); err != nil {
		o.log().Error("a mail cannot be read and is shown without its words", "mail", id, "error", err.Error())
	}
	return m, nil
}

func (o *Office) mailDomain() string {
	if o.Mailbox == nil {
		return ""
	}
	return o.Mailbox.Domain
}

// mailFor is the row of a mail, if it is the viewer's to see, and records that they looked.
func (o *Office) mailFor(ctx context.Context, v Viewer, id string) (store.MailIn, error) {
	o.setup()
	if !v.ReadsMail() || o.Files == nil {
		return store.MailIn{}, &Error{Kind: NotFound}
	}
	row, err := o.DB.Read().SeesMail(ctx, v.mailSight(), id)
	if err != nil {
		return row, public(err)
	}
	if row.Reference == "" {
		return row, nil
	}
	if err := o.looked(ctx, v, row.Reference, PageMail, nil); err != nil {
		return store.MailIn{}, err
	}
	return row, nil
}

func (o *Office) mailBytes(ctx context.Context, id string) ([]byte, error) {
	body, err := o.Files.Store.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }()
	return io.ReadAll(body)
}

// OriginalMail opens a mail as it came, to be saved. The virus scanner sees it first, where there is one: nothing in it was cleaned. Refused when
// something was found.
func (o *Office) OriginalMail(ctx context.Context, v Viewer, id string) (OpenFile, error) {
	row, err := o.mailFor(ctx, v, id)
	if err != nil {
		return OpenFile{}, err
	}
	raw, err := o.mailBytes(ctx, id)
	if errors.Is(err, files.ErrGone) {
		return OpenFile{}, &Error{Kind: NotFound}
	}
	if err != nil {
		return OpenFile{}, &Error{Kind: Busy, Cause: err}
	}
	state, err := o.scan(ctx, bytes.NewReader(raw))
	switch {
	case files.WhyOf(err) != "":
		return OpenFile{}, &Error{Kind: Refused, Refusal: infectedMail}
	case err != nil:
		return OpenFile{}, &Error{Kind: Busy, Cause: err}
	case state != store.FileClean:
		return OpenFile{}, &Error{Kind: Busy}
	}
	return OpenFile{ReadCloser: io.NopCloser(bytes.NewReader(raw)), Media: mailMedia, Name: "mail-" + row.ID[:8] + ".eml", Size: int64(len(raw))}, nil
}

var infectedMail = &dossier.Refusal{Code: "infected", Text: dossier.Text{
	NL: "De virusscanner vond iets in deze mail. Het origineel wordt niet gegeven; de tekst staat op deze pagina.",
	EN: "The virus scanner found something in this mail. The original is not given; its text stands on this page.",
}}

var placedMail = &dossier.Refusal{Code: "mail_placed", Text: dossier.Text{
	NL: "Deze mail wacht niet meer: u of een collega was eerder. Er is niets dubbel gedaan.",
	EN: "This mail does not wait any more: you or a colleague were first. Nothing was done twice.",
}}

// FileMail makes a complaint of a mail, as staff do for a client (R5): it counts from when the mail reached the chain.
func (o *Office) FileMail(ctx context.Context, v Viewer, id string) (Result, error) {
	if done, err := o.placedBy(ctx, v, id, store.MailComplaint); err != nil || done {
		return Result{}, err
	}
	m, c, err := o.toPlace(ctx, v, id)
	if err != nil {
		return Result{}, err
	}
	if m.Inside {
		return Result{}, &Error{Kind: Refused, Refusal: insideMail}
	}
	return o.place(ctx, v, c, store.MailComplaint, Order{Command: c.complaint()})
}

var insideMail = &dossier.Refusal{Code: "mail_inside", Text: dossier.Text{
	NL: "Deze mail komt van een medewerker of kwam op het antwoordadres van een specialist. Hij wordt geen klacht of bericht van de klager (R23).",
	EN: "This mail comes from staff or came to a specialist's reply address. It becomes no complaint or message of the complainant (R23).",
}}

// PlaceMail puts a mail into a dossier: as a message of the complainant, or, when it is from staff or came to a specialist's reply address, as a note
// among those who handle it.
func (o *Office) PlaceMail(ctx context.Context, v Viewer, id, reference string) (Result, error) {
	if clean, ok := dossier.ParseReference(reference); ok {
		reference = clean
	}
	if done, err := o.placedBy(ctx, v, id, store.MailJoined, reference); err != nil || done {
		return Result{}, err
	}
	m, c, err := o.toPlace(ctx, v, id)
	if err != nil {
		return Result{}, err
	}
	view, err := o.view(ctx, v, reference)
	if err != nil {
		return Result{}, o.looked(ctx, v, reference, PageMail, err)
	}
	if !view.Whole.ErasedAt.IsZero() {
		return Result{}, &Error{Kind: NotFound}
	}
	var command dossier.Command = dossier.AddMessage{Words: c.words()}
	if m.Inside {
		command = dossier.WriteNote{Words: c.words()}
	}
	return o.place(ctx, v, c, store.MailJoined, Order{Reference: reference, Command: command})
}

// placedBy reports whether the viewer did that with a mail before, with those dossiers when any are named: a double click, of whoever may not see any
// more what it became part of.
func (o *Office) placedBy(ctx context.Context, v Viewer, id string, state store.MailState, into ...string) (bool, error) {
	row, err := o.DB.Read().MailIn(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	same := len(into) == 0 || slices.Contains(into, row.Reference)
	return err == nil && same && v.ReadsMail() && row.State == state && row.Actor != "" && row.Actor == v.Actor.Name(), public(err)
}

// toPlace is a mail that a person can still make something of.
func (o *Office) toPlace(ctx context.Context, v Viewer, id string) (ReadMail, *cameIn, error) {
	m, err := o.MailIn(ctx, v, id)
	if err != nil {
		return m, nil, err
	}
	switch {
	case m.Gone:
		return m, nil, &Error{Kind: NotFound}
	case !m.Waits():
		return m, nil, &Error{Kind: Refused, Refusal: placedMail}
	}
	return m, &cameIn{row: m.MailIn, mail: m.Read}, nil
}

// place does what a person makes of a mail, with its files, and writes that down in the same transaction. Sent twice, it is done once.
func (o *Office) place(ctx context.Context, v Viewer, c *cameIn, state store.MailState, order Order) (Result, error) {
	order.Key = c.form()
	if _, note := order.Command.(dossier.WriteNote); !note {
		if _, err := o.takeAttachments(ctx, order.Reference, c); err != nil {
			return Result{}, public(err)
		}
	}
	return o.perform(ctx, v, order, func(tx *store.Tx, result Result) error {
		row, err := tx.MailIn(c.row.ID)
		if err != nil {
			return err
		}
		if row.State == state && row.Reference == result.Reference && row.Actor == v.Actor.Name() {
			return nil // the same click twice
		}
		err = tx.MailPlaced(c.row.ID, state, result.Reference, v.Actor.Name(), o.now())
		if errors.Is(err, store.ErrNotFound) {
			return placedMail
		}
		return err
	})
}

// PutMailAside takes a mail off the list of those that wait. Sent twice, it is done once.
func (o *Office) PutMailAside(ctx context.Context, v Viewer, id string) error {
	if done, err := o.placedBy(ctx, v, id, store.MailAside); err != nil || done {
		return err
	}
	if _, err := o.mailFor(ctx, v, id); err != nil {
		return err
	}
	return public(o.DB.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.MailIn(id)
		if err != nil || row.State == store.MailAside {
			return err
		}
		err = tx.MailPlaced(id, store.MailAside, "", v.Actor.Name(), o.now())
		if errors.Is(err, store.ErrNotFound) {
			return placedMail
		}
		return err
	}))
}
