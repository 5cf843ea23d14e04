package casework

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
)

// The purposes of private links.
const (
	PurposeStatus  = "status"  // the complainant's own page, from a message that reached them (R7)
	PurposeScreen  = "screen"  // a narrow view of that page, from the screen after filing: nobody knows yet who sits there (R7)
	PurposeSpoken  = "spoken"  // a link of the screen, of whoever gave no e-mail address and was spoken to since: it opens the whole page
	PurposeInquiry = "inquiry" // the question to a fellow client (R15)
)

// StatusPath and InquiryPath stand before the token in the path of a private link.
const (
	StatusPath  = "/zaak/"
	InquiryPath = "/navraag/"
)

// What stands in a message until it is delivered.
const (
	LinkPlaceholder = mail.LinkPlaceholder
	CodePlaceholder = mail.CodePlaceholder
)

// CodeMessage is the kind of the message with a code.
const CodeMessage = mail.Code

// keyBytes is how long the key of private links is at least.
const keyBytes = 32

// firstGeneration is that of a link that was never renewed.
const firstGeneration = 1

// ownLinks are the purposes of the complainant's links.
var ownLinks = []string{PurposeStatus, PurposeScreen, PurposeSpoken}

// token of a private link: 256 bits that nobody can make without the key, and that need not be stored.
func (o *Office) token(reference, purpose string, fellow, generation int) string {
	if len(o.Key) < keyBytes {
		panic("casework: private links need a key of 32 bytes") // a mistake of whoever wires the program; nobody could be told later
	}
	if purpose == PurposeSpoken {
		purpose = PurposeScreen // which it was when it was told
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

// LinkTo is the path of a private link that is there, of its newest generation, with the secret in it: for a message on its way, or for the
// screen of whoever just filed. fellow is the number of a fellow client, 0 for the complainant. NotFound when there is no such link.
func (o *Office) LinkTo(ctx context.Context, reference, purpose string, fellow int) (string, error) {
	link, err := o.DB.Read().LinkFor(ctx, reference, purpose, fellow)
	if err != nil {
		return "", public(err)
	}
	path := StatusPath
	if purpose == PurposeInquiry {
		path = InquiryPath
	}
	return path + o.token(reference, purpose, fellow, link.Generation), nil
}

// LinkIn is the path of the private link that stands in a message, for its delivery. It is empty in one to an address that is the complainant's no
// more: whoever has that must not come in by what was renewed since.
func (o *Office) LinkIn(ctx context.Context, m store.Message) (string, error) {
	fellow := 0
	if number, ok := strings.CutPrefix(string(m.To), "fellow:"); ok {
		fellow, _ = strconv.Atoi(number) // the program wrote it
	}
	if m.Link == PurposeStatus {
		email, err := o.DB.Read().Email(ctx, m.Reference)
		if err != nil || isFormer(m, email) {
			return "", public(err)
		}
	}
	return o.LinkTo(ctx, m.Reference, m.Link, fellow)
}

// ByToken opens a private link. One that is wrong, expired, renewed since or unknown is NotFound.
func (o *Office) ByToken(ctx context.Context, token string) (Viewer, store.Link, error) {
	return o.ByHash(ctx, hashOf(token))
}

// ByHash is ByToken for who opened the link before and was remembered by its hash. It is looked up each time: a link that was renewed
// ends what it opened at once (ASVS 8.3.2).
func (o *Office) ByHash(ctx context.Context, hash string) (Viewer, store.Link, error) {
	o.setup()
	link, err := o.DB.Read().Link(ctx, hash)
	switch {
	case err != nil:
		return Viewer{}, store.Link{}, public(err)
	case !link.Expires.IsZero() && o.now().After(link.Expires):
		return Viewer{}, store.Link{}, &Error{Kind: NotFound}
	}
	if link.Purpose == PurposeInquiry {
		return Viewer{Actor: dossier.FellowClient(link.Fellow), Only: link.Reference}, link, nil
	}
	return Viewer{Actor: dossier.Complainant(), Only: link.Reference, Unproven: link.Purpose == PurposeScreen}, link, nil
}

// saveOwnLinks makes the complainant's links open their page from the moment the dossier is there (R7): the one that messages carry, and
// where they file themselves the one that the screen shows.
func (w *work) saveOwnLinks(reference string, themselves bool) error {
	err := w.saveLink(reference, PurposeStatus, 0, w.linkEnds())
	if err != nil || !themselves {
		return err
	}
	return w.saveLink(reference, PurposeScreen, 0, w.linkEnds())
}

// spokenWith: somebody of ours spoke with the complainant. Where there is no address to which a link could be mailed, that is what tells
// who has the one that the screen showed.
func (w *work) spokenWith(d *store.Dossier) error {
	if d.State.HasEmail || !w.viewer.Staff() {
		return nil
	}
	return w.tx.RepurposeLink(d.State.Reference, PurposeScreen, PurposeSpoken)
}

// linkEnds is until when a link opens the complainant's page if nothing more happens. Each act and message puts it off.
func (w *work) linkEnds() time.Time { return w.office.linkEnds(w.now) }

func (o *Office) linkEnds(now time.Time) time.Time { return o.cal.After(now, o.Policy.LinkValid) }

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

// freshLink has the link that a message is about to carry open something: one that has expired is renewed.
func (o *Office) freshLink(tx *store.Tx, reference string) error {
	link, err := tx.LinkFor(reference, PurposeStatus, 0)
	if err != nil || link.Expires.IsZero() || !o.now().After(link.Expires) {
		return err
	}
	_, err = o.renewLink(tx, link)
	return err
}

// renewLink makes the next generation of a link: the one before and all that it opened are void from here on.
func (o *Office) renewLink(tx *store.Tx, l store.Link) (store.Link, error) {
	l.Generation++
	l.Hash, l.Expires = hashOf(o.token(l.Reference, l.Purpose, l.Fellow, l.Generation)), o.linkEnds(o.now())
	return l, tx.SaveLink(l)
}

func (w *work) saveLink(reference, purpose string, fellow int, expires time.Time) error {
	return w.tx.SaveLink(store.Link{
		Hash:      hashOf(w.office.token(reference, purpose, fellow, firstGeneration)),
		Reference: reference, Purpose: purpose, Fellow: fellow, Generation: firstGeneration, Expires: expires,
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
