package casework

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// Whoever lost their link gets in by the reference of their dossier and a code that is mailed to the address it has. Nobody who asks for one
// learns whether there is such a dossier, or whose address it has: asking writes down what was asked and nothing else, and a job looks.

// The figures of a code.
const (
	codeDigits   = 8
	codeValid    = 15 * time.Minute
	codeTries    = 5
	codeSpan     = 100_000_000 // how many codes there are
	lettersApart = 4           // digits in a group, as people read them
)

// codeJob is the payload of jobCode. It holds no address, only what an address can be compared with by who has the key.
type codeJob struct {
	Reference string    `json:"reference"` // as it was typed; of no dossier, maybe
	Address   string    `json:"address"`
	Asked     time.Time `json:"asked"`
}

// AskCode has a code mailed to the complainant of a dossier, if the e-mail address is theirs. It does the same whether it is or not.
func (o *Office) AskCode(ctx context.Context, reference, email string) error {
	o.setup()
	now := o.now()
	job := store.Job{Kind: jobCode, Key: jobCode + ":" + rand.Text(), RunAt: now}
	payload := codeJob{Reference: reference, Address: o.digestOf("address", register.FoldEmail(email)), Asked: now}
	err := o.DB.Write(ctx, func(tx *store.Tx) error { return enqueue(tx, job, payload) })
	if err == nil {
		o.stir()
	}
	return public(err)
}

// digestOf is a digest that only this office can make.
func (o *Office) digestOf(purpose, text string) string {
	mac := hmac.New(sha256.New, o.Key)
	_, _ = fmt.Fprintf(mac, "%s\n%s", purpose, text)
	return hex.EncodeToString(mac.Sum(nil))
}

// mailCode mails a code that was asked for, and a link that opens something, when the address is that of the dossier. Of what was asked for
// long ago nothing is mailed any more: nobody waits for it.
func (o *Office) mailCode(ctx context.Context, job store.Job) error {
	asked, err := payloadOf[codeJob](job)
	if err != nil {
		return err
	}
	m, err := o.codeMessage(ctx, asked.Reference, job.Key)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	known := err == nil
	now := o.now()
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Done(job, now); err != nil || !known || now.Sub(asked.Asked) > codeValid {
			return err
		}
		// The address as it is now decides: whoever had the dossier's before it was corrected gets none.
		email, err := tx.Email(asked.Reference)
		if err != nil || !mailable(m.Address) || !o.isAddress(asked.Address, email) || register.FoldEmail(m.Address) != email {
			return err
		}
		if err := tx.SaveCode(asked.Reference, o.codeHash(asked.Reference, o.codeOf(job.Key)), now.Add(codeValid)); err != nil {
			return err
		}
		return o.keep(tx, m)
	})
}

func (o *Office) isAddress(digest, email string) bool {
	return hmac.Equal([]byte(digest), []byte(o.digestOf("address", email)))
}

// codeMessage is the mail with a code. It tells nothing of the dossier but its reference, which whoever asked for it knows.
func (o *Office) codeMessage(ctx context.Context, reference, key string) (store.Message, error) {
	loaded, err := o.DB.Read().Dossier(ctx, []string{dossier.ViewHandlers, dossier.ViewComplainant}, reference)
	if err != nil {
		return store.Message{}, err
	}
	who, _ := store.Contact(loaded.Entries)
	return o.besideNotices(ctx, mail.Code, dossier.ToComplainant, reference, key, who, loaded.Whole.Language, o.now())
}

// codeOf is the code of a message, made of its key: so it need not be stored, and is on its way to one person alone.
func (o *Office) codeOf(key string) string {
	sum, _ := hex.DecodeString(o.digestOf("code", key)) // it was just encoded
	return fmt.Sprintf("%0*d", codeDigits, binary.BigEndian.Uint64(sum)%codeSpan)
}

// codeHash is what is stored of a code.
func (o *Office) codeHash(reference, code string) string {
	return o.digestOf("code of", reference+"\n"+code)
}

// ParseCode reads a code as people type it or copy it: with spaces or other signs between the digits, or without.
func ParseCode(typed string) (code string, ok bool) {
	code = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -.\u00a0\u2009\u202f\t\r\n", r) {
			return -1
		}
		return r
	}, typed)
	if len(code) != codeDigits || strings.Trim(code, "0123456789") != "" {
		return "", false
	}
	return code, true
}

// EnterCode lets in who has the code that was mailed, once, and gives the link that they come by then. NotFound says that it is not
// right: wrong, used, expired, tried too often, or of a dossier that there is not.
func (o *Office) EnterCode(ctx context.Context, reference, code string) (store.Link, error) {
	o.setup()
	var link store.Link
	right := false
	err := o.DB.Write(ctx, func(tx *store.Tx) error {
		var err error
		right, err = tx.UseCode(reference, o.codeHash(reference, code), o.now(), codeTries)
		if err != nil || !right {
			return err
		}
		if err := o.freshLink(tx, reference); err != nil {
			return err
		}
		link, err = tx.LinkFor(reference, PurposeStatus, 0)
		return err
	})
	if err == nil && !right {
		return store.Link{}, &Error{Kind: NotFound}
	}
	return link, public(err)
}

// Delivered is the body of a message as its receiver gets it: with the code in it that it was made for. The link is put in by whoever
// delivers (LinkTo).
func (o *Office) Delivered(m store.Message) string {
	if m.Kind != mail.Code {
		return m.Body
	}
	code := o.codeOf(m.Key)
	return strings.ReplaceAll(m.Body, mail.CodePlaceholder, code[:lettersApart]+" "+code[lettersApart:])
}
