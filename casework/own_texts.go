package casework

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// Texts of letters that staff write in place of the program's own. They are read each time a letter is made, so that every node uses a new one at once,
// and letters that were made before stay as they are.

// What pages know of a letter's text.
type (
	Sheet  = mail.Sheet  // which text
	Fault  = mail.Fault  // why one cannot be used
	Letter = mail.Letter // as it reads
)

// write makes the letter of a notice, by what staff wrote where that can be used.
func (o *Office) write(ctx context.Context, n mail.Notice) (mail.Letter, error) {
	own, err := o.DB.Read().LetterText(ctx, nameOfSheet(mail.SheetOf(n)))
	if err != nil {
		return mail.Letter{}, err
	}
	letter, fault, err := mail.Write(n, own)
	if fault != nil {
		o.log().Error("a text of staff cannot be used and the program's own is sent: see the page of letters at the desk", "kind", n.Kind, "language", n.Language, "error", fault.Error())
	}
	if err != nil {
		return mail.Letter{}, fmt.Errorf("render %s: %w", n.Kind, err)
	}
	return letter, nil
}

func nameOfSheet(s mail.Sheet) store.LetterName {
	return store.LetterName{Language: string(s.Language), Receiver: s.Sort, Kind: s.Kind}
}

// WritesLetters reports whether the viewer may change what the chain's letters say: its owner.
func (v Viewer) WritesLetters() bool { return v.Staff() && v.Is(dossier.RoleOwner) }

// OwnText is a text of a letter as it is used now.
type OwnText struct {
	mail.Sheet
	Text     string             // in the language that staff write
	Own      bool               // staff wrote it
	Faults   []mail.Fault       // why it cannot be used, and the program's own is
	Versions []store.LetterText // of a single one: the newest first
}

// Version is the number of the last version, 0 when there never was one.
func (t OwnText) Version() int {
	if len(t.Versions) == 0 {
		return 0
	}
	return t.Versions[0].Version
}

// OwnTexts lists the texts of all letters in a language. NotFound for all but who writes them.
func (o *Office) OwnTexts(ctx context.Context, v Viewer, lang words.Lang) ([]OwnText, error) {
	if !v.WritesLetters() {
		return nil, &Error{Kind: NotFound}
	}
	written, err := o.DB.Read().LetterTexts(ctx)
	if err != nil {
		return nil, public(err)
	}
	by := map[store.LetterName]store.LetterText{}
	for _, t := range written {
		by[t.LetterName] = t
	}
	var all []OwnText
	for _, s := range mail.Sheets(lang) {
		last, ok := by[nameOfSheet(s)]
		t := ownText(s, last.Text)
		if ok {
			t.Versions = []store.LetterText{last}
		}
		all = append(all, t)
	}
	return all, nil
}

func ownText(s mail.Sheet, own string) OwnText {
	if own == "" {
		return OwnText{Sheet: s, Text: s.Program()}
	}
	return OwnText{Sheet: s, Text: own, Own: true, Faults: mail.Check(s, own)}
}

// OwnText is one of them, with all its versions. NotFound where there is no such letter, and for all but who writes them.
func (o *Office) OwnText(ctx context.Context, v Viewer, s mail.Sheet) (OwnText, error) {
	if !v.WritesLetters() || !mail.IsSheet(s) {
		return OwnText{}, &Error{Kind: NotFound}
	}
	versions, err := o.DB.Read().LetterVersions(ctx, nameOfSheet(s))
	if err != nil {
		return OwnText{}, public(err)
	}
	own := ""
	if len(versions) > 0 {
		own = versions[0].Text
	}
	t := ownText(s, own)
	t.Versions = versions
	return t, nil
}

// SaveOwnText uses a text for a letter from now on; with an empty one the program's own is used again. seen is the last version that its writer saw: the
// error is Stale when somebody else wrote another meanwhile. Faults say why a text is not taken; then nothing was saved.
func (o *Office) SaveOwnText(ctx context.Context, v Viewer, s mail.Sheet, seen int, text string) ([]mail.Fault, error) {
	before, err := o.OwnText(ctx, v, s)
	if err != nil {
		return nil, err
	}
	if text != "" {
		if faults := mail.Check(s, text); len(faults) > 0 {
			return faults, nil
		}
	}
	if before.Version() != seen {
		return nil, &Error{Kind: Stale}
	}
	if text == "" && !before.Own {
		return nil, nil
	}
	err = o.DB.Write(ctx, func(tx *store.Tx) error {
		return tx.SaveLetterText(store.LetterText{LetterName: nameOfSheet(s), Version: seen + 1, Text: text, By: v.Account, At: o.now()})
	})
	if errors.Is(err, store.ErrTaken) {
		return nil, &Error{Kind: Stale}
	}
	return nil, public(err)
}

// ExampleLetter is how a text reads, with made-up data. Faults say why it cannot be.
func (o *Office) ExampleLetter(s mail.Sheet, text string) (mail.Letter, []mail.Fault, error) {
	if faults := mail.Check(s, text); len(faults) > 0 {
		return mail.Letter{}, faults, nil
	}
	o.setup()
	letter, fault, err := mail.Write(mail.Example(s, o.Policy.Organisation.Name, o.Policy.Organisation.Phone, o.cal.Zone()), text)
	if err = errors.Join(fault, err); err != nil {
		return mail.Letter{}, nil, err
	}
	letter.Body = strings.ReplaceAll(letter.Body, mail.CodePlaceholder, "1234 5678")
	return letter, nil, nil
}

// ExampleMail is the HTML part of it.
func (o *Office) ExampleMail(s mail.Sheet, letter mail.Letter) (string, error) {
	link := o.Base + "/…"
	return mail.HTML(s.Language, o.Policy.Organisation.Name, letter.Subject, strings.ReplaceAll(letter.Body, mail.LinkPlaceholder, link), link)
}

// TestLetter sends a text with made-up data to whoever tries it, on the way that every message goes. mailed is false where no mail server is set, and the
// message is stored alone. Its link leads to the desk.
func (o *Office) TestLetter(ctx context.Context, v Viewer, s mail.Sheet, address, text string) (mailed bool, faults []mail.Fault, err error) {
	if !v.WritesLetters() || !mail.IsSheet(s) || !mailable(address) {
		return false, nil, &Error{Kind: NotFound}
	}
	letter, faults, err := o.ExampleLetter(s, text)
	if err != nil || len(faults) > 0 {
		return false, faults, err
	}
	message := store.Message{
		Key: "letter test:" + strings.ToLower(rand.Text()), To: dossier.Party(mail.ToAccount + ":" + string(v.Account)), Kind: "letter_test", Name: oneLine(v.Name),
		Address: address, Language: string(s.Language), Subject: words.Say(s.Language, "letters.test.subject", letter.Subject),
		Body: words.Say(s.Language, "letters.test.body") + "\n\n" + letter.Body, Link: "desk", Class: dossier.ClassHandling, At: o.now(), Person: string(v.Account),
	}
	err = o.DB.Write(ctx, func(tx *store.Tx) error { return tx.SaveMessage(message) })
	return o.Post != nil, nil, public(err)
}
