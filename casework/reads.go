package casework

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Who looked at a dossier is recorded, and who was refused (ASVS 16.3.2): every View comes from Fetch or one of its sisters below, each
// of which writes its row before it answers. What casework reads for itself, to judge an act or to write a message, is nobody's look.

const (
	// recordTime is how long a page waits for its row. The database can be locked while it is copied, its disk can be full: then people
	// still read what they need, and the log holds the look instead.
	recordTime = 2 * time.Second
	// reasonHolds is for how long a reason to read a dossier is not asked for again.
	reasonHolds = 8 * time.Hour
	// ReasonMin and ReasonMax are how long a reason is, in characters.
	ReasonMin, ReasonMax = 3, 300
)

// looked records that a viewer saw a page of a dossier, or that they were refused it, and gives the error that they get: err, or Unexplained
// when they are to say first why they read it. Other errors show nothing, and are no look.
func (o *Office) looked(ctx context.Context, v Viewer, reference string, page Page, err error) error {
	if v.isProgram() {
		return err
	}
	look := o.lookOf(v, reference, page)
	switch {
	case err == nil:
		if look.Reason, err = o.reasonOf(ctx, v, reference); err != nil {
			return err
		}
		look.Seen = true
	case !isNotFound(err):
		return err
	}
	o.record(ctx, look)
	return err
}

// lookOf is the row of a look, refused until it is known to be more. Text that is no reference is not kept.
func (o *Office) lookOf(v Viewer, reference string, page Page) store.Read {
	if clean, ok := dossier.ParseReference(reference); !ok || clean != reference {
		reference = ""
	}
	return store.Read{At: o.now(), Reference: reference, Viewer: v.Actor.Name(), What: string(page)}
}

func isNotFound(err error) bool {
	var own *Error
	return errors.As(err, &own) && own.Kind == NotFound
}

// record writes looks, and waits for it no longer than recordTime. Whoever asked may have gone: they may have seen the page all the same.
func (o *Office) record(ctx context.Context, looks ...store.Read) {
	if len(looks) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTime)
	defer cancel()
	written := make(chan error, 1)
	go func() {
		written <- o.DB.Write(ctx, func(tx *store.Tx) error {
			for _, look := range looks {
				if err := tx.SaveRead(look); err != nil {
					return err
				}
			}
			return nil
		})
	}()
	var err error
	select {
	case err = <-written:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		o.notRecorded(context.WithoutCancel(ctx), looks, err)
	}
}

// notRecorded leaves looks in the log that are in no row. It names no reference that no dossier has: somebody typed it.
func (o *Office) notRecorded(ctx context.Context, looks []store.Read, err error) {
	ctx, cancel := context.WithTimeout(ctx, recordTime)
	defer cancel()
	for _, look := range looks {
		if !look.Seen {
			if known, err := o.DB.Read().Known(ctx, look.Reference); err != nil || !known {
				look.Reference = ""
			}
		}
		o.log().Error("read not recorded", "viewer", look.Viewer, "reference", look.Reference, "what", look.What, "seen", look.Seen, "error", err)
	}
}

// before reports whether a viewer's look at that page is in the record already, since a while ago.
func (o *Office) before(ctx context.Context, look store.Read, ago time.Duration) (bool, error) {
	_, err := o.DB.Read().LastRead(ctx, look, look.At.Add(-ago))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// asked reports whether the viewer is one of those who say why they read a dossier.
func (o *Office) asked(v Viewer) bool { return v.Staff() && v.Is(o.Policy.Reading.ReasonFrom...) }

// reasonOf is why the viewer reads the dossier, of whom that is asked; an Unexplained Error when they have not said so lately.
func (o *Office) reasonOf(ctx context.Context, v Viewer, reference string) (string, error) {
	if !o.asked(v) {
		return "", nil
	}
	given := o.lookOf(v, reference, PageReason)
	given.Seen = true
	reason, err := o.DB.Read().LastRead(ctx, given, given.At.Add(-reasonHolds))
	if errors.Is(err, store.ErrNotFound) {
		return "", &Error{Kind: Unexplained}
	}
	return reason, err
}

// GiveReason records why the viewer reads a dossier from now on, in their own words. Its errors that people may read are *Error: NotFound
// for a dossier they may see nothing of, Refused for a reason that is too short or too long.
func (o *Office) GiveReason(ctx context.Context, v Viewer, reference, reason string) error {
	view, err := o.view(ctx, v, reference)
	if err != nil {
		return o.looked(ctx, v, reference, PageReason, err)
	}
	look := o.lookOf(v, view.State.Reference, PageReason)
	look.Seen, look.Reason = true, cleanReason(reason)
	if n := utf8.RuneCountInString(look.Reason); n < ReasonMin || n > ReasonMax {
		return &Error{Kind: Refused, Refusal: reasonRefused}
	}
	return public(o.DB.Write(ctx, func(tx *store.Tx) error { return tx.SaveRead(look) }))
}

// cleanReason is a reason as it is kept: one line of text that every database can hold, without signs that nobody sees.
func cleanReason(typed string) string {
	seen := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, typed)
	return strings.Join(strings.Fields(seen), " ")
}

var reasonRefused = &dossier.Refusal{Code: "reason", Field: "reason", Text: dossier.Text{
	NL: "Schrijf in 3 tot 300 tekens waarom u dit dossier inziet, bijvoorbeeld ‘Steekproef derde kwartaal’.",
	EN: "Write in 3 to 300 characters why you read this dossier, for instance ‘Sample of the third quarter’.",
}}

// Reads lists who looked at a dossier and who was refused, for the owner and auditors who may see how it is handled: the newest first,
// those before the row with that number, 0 for the newest of all. It is NotFound for everybody else (R14).
func (o *Office) Reads(ctx context.Context, v Viewer, reference string, before int64, limit int) (View, []store.Read, error) {
	view, err := o.Fetch(ctx, v, reference, PageReads)
	if err != nil {
		return View{}, nil, err
	}
	list, err := o.DB.Read().Reads(ctx, v.keys(), reference, before, limit)
	return view, list, public(err)
}
