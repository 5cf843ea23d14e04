package casework

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// The purposes of private links.
const (
	PurposeStatus  = "status"  // the complainant's own page (R7)
	PurposeInquiry = "inquiry" // the question to a fellow client (R15)
)

// StatusPath and InquiryPath stand before the token in the path of a private page.
const (
	StatusPath  = "/zaak/"
	InquiryPath = "/navraag/"
)

// statusYears is how long a status link opens its page: longer than any claim, standing offer or reopening takes.
const statusYears = 5

// keyBytes is how long the key of private links is at least.
const keyBytes = 32

// generation of the links made. A next one would make every older link of a dossier void.
const generation = 1

// token of a private link: 256 bits that nobody can make without the key, and that need not be stored.
func (o *Office) token(reference, purpose string, fellow int) string {
	if len(o.Key) < keyBytes {
		panic("casework: private links need a key of 32 bytes") // a mistake of whoever wires the program; nobody could be told later
	}
	mac := hmac.New(sha256.New, o.Key)
	_, _ = fmt.Fprintf(mac, "%s\n%s\n%d\n%d", reference, purpose, fellow, generation)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// hashOf is what is stored of a token.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// LinkTo is the path of a private page: purpose "status" or "inquiry". fellow is the number of a fellow client, 0 for the
// complainant. It makes a path whether the link was saved or not; only a saved one opens anything.
func (o *Office) LinkTo(reference, purpose string, fellow int) string {
	path := StatusPath
	if purpose == PurposeInquiry {
		path = InquiryPath
	}
	return path + o.token(reference, purpose, fellow)
}

// ByToken opens a private link. A wrong, an expired and an unknown one are all NotFound.
func (o *Office) ByToken(ctx context.Context, token string) (Viewer, store.Link, error) {
	o.setup()
	link, err := o.DB.Read().Link(ctx, hashOf(token))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Viewer{}, store.Link{}, &Error{Kind: NotFound}
	case err != nil:
		return Viewer{}, store.Link{}, fmt.Errorf("casework: link: %w", err)
	case !link.Expires.IsZero() && o.now().After(link.Expires):
		return Viewer{}, store.Link{}, &Error{Kind: NotFound}
	}
	if link.Purpose == PurposeInquiry {
		return Viewer{Actor: dossier.FellowClient(link.Fellow), Only: link.Reference}, link, nil
	}
	return Viewer{Actor: dossier.Complainant(), Only: link.Reference}, link, nil
}

// saveStatusLink makes the complainant's link open their page, from the moment the dossier is there (R7).
func (w *work) saveStatusLink(reference string) error {
	return w.saveLink(reference, PurposeStatus, 0, w.now.AddDate(statusYears, 0, 0))
}

// saveInquiryLinks makes the links of the fellow clients who can be mailed open the question, for as long as it stands (R15).
func (w *work) saveInquiryLinks(d *store.Dossier, e dossier.InquiryStarted, r dossier.Record) error {
	terms, err := w.termsFor(d.State, nil)
	if err != nil {
		return err
	}
	for _, fellow := range e.Clients {
		if !fellow.HasEmail {
			continue
		}
		if err := w.saveLink(d.State.Reference, PurposeInquiry, fellow.Number, w.office.cal.After(r.At, terms.Inquiry)); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) saveLink(reference, purpose string, fellow int, expires time.Time) error {
	return w.tx.SaveLink(store.Link{
		Hash:      hashOf(w.office.token(reference, purpose, fellow)),
		Reference: reference, Purpose: purpose, Fellow: fellow, Expires: expires,
	})
}

// newReference draws a reference. That it is taken shows when it is stored, and then another is drawn.
func (o *Office) newReference() string {
	if o.Random != nil {
		return dossier.NewReference(o.Random())
	}
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails: the program ends when the system has no randomness
	return dossier.NewReference(binary.BigEndian.Uint64(b[:]))
}
