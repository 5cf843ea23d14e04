package store

import (
	"context"
	"errors"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// LetterName is which text of a letter staff wrote: a language, a sort of receiver and a kind.
type LetterName struct{ Language, Receiver, Kind string }

// LetterText is a version of what staff wrote in place of a text of the program. Versions stay as they are.
type LetterText struct {
	LetterName
	Version int    // from 1
	Text    string // its first line is the subject; empty when it goes back to the program's own
	By      dossier.AccountID
	At      time.Time
}

const letterColumns = "select language, receiver, kind, version, text, account, at from letter_texts "

func readLetterText(row scanner) (LetterText, error) {
	var t LetterText
	var at int64
	err := row.Scan(&t.Language, &t.Receiver, &t.Kind, &t.Version, &t.Text, &t.By, &at)
	t.At = moment(at)
	return t, err
}

// LetterText is what staff wrote for a letter; empty where the program's own text is used. It is read each time one is written, so that every node
// uses a new text at once.
func (r *Reader) LetterText(ctx context.Context, name LetterName) (string, error) {
	return r.each(ctx).letterText(name)
}

// LetterText is that of a Reader, in the transaction that stores the letter.
func (tx *Tx) LetterText(name LetterName) (string, error) { return tx.letterText(name) }

func (s queries) letterText(name LetterName) (string, error) {
	text, err := first(s, column[string], "select text from letter_texts where language = $1 and receiver = $2 and kind = $3 order by version desc limit 1",
		name.Language, name.Receiver, name.Kind)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return text, err
}

// LetterTexts are the last versions of all that staff wrote.
func (r *Reader) LetterTexts(ctx context.Context) ([]LetterText, error) {
	return all(r.each(ctx), readLetterText, letterColumns+`t where version = (select max(version) from letter_texts l
		where l.language = t.language and l.receiver = t.receiver and l.kind = t.kind) order by language, receiver, kind`)
}

// LetterVersions are all versions of what staff wrote for a letter, the newest first.
func (r *Reader) LetterVersions(ctx context.Context, name LetterName) ([]LetterText, error) {
	return all(r.each(ctx), readLetterText, letterColumns+"where language = $1 and receiver = $2 and kind = $3 order by version desc",
		name.Language, name.Receiver, name.Kind)
}

// SaveLetterText adds a version. ErrTaken when there is one of that number: somebody else wrote it meanwhile.
func (tx *Tx) SaveLetterText(t LetterText) error {
	return tx.put("insert into letter_texts (language, receiver, kind, version, text, account, at) values ($1, $2, $3, $4, $5, $6, $7)",
		t.Language, t.Receiver, t.Kind, t.Version, t.Text, t.By, ms(t.At))
}
