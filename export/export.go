// Package export lays out what is kept of one person, for that person (GDPR, article 15): a zip with a document to read and the same for
// machines. What is in it was chosen before (casework); here it is written.
package export

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/wederhoor/wederhoor/words"
)

// Document is what is kept of one person in one dossier.
type Document struct {
	Reference string     `json:"reference"`
	About     string     `json:"about"` // complainant, fellow:2, specialist:S1
	Made      time.Time  `json:"made"`
	Language  words.Lang `json:"language"`
	Records   []Record   `json:"records"`
	Messages  []Message  `json:"messages"`
	Files     []File     `json:"files"`

	Zone *time.Location `json:"-"` // in which moments are written for people
}

// Record is something that was recorded, with the words of it that are the person's to have. Of a record that is withheld as a whole there is
// its moment and the reason.
type Record struct {
	Number   int       `json:"number"`
	At       time.Time `json:"at"`
	Kind     string    `json:"kind,omitempty"` // name of the event
	By       string    `json:"by,omitempty"`   // complainant, fellow, staff, program: nobody is named
	Texts    []Text    `json:"texts,omitempty"`
	Redacted Reason    `json:"redacted,omitempty"`
}

// Text is one piece of words: itself, or the reason why it is withheld.
type Text struct {
	Name     string `json:"name"`
	Text     string `json:"text,omitempty"`
	Redacted Reason `json:"redacted,omitempty"`
}

// Message was sent to the person.
type Message struct {
	At      time.Time `json:"at"`
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Body    string    `json:"body"`
}

// File was added to the dossier. Its bytes are got apart.
type File struct {
	Media string `json:"media"`
	Size  int64  `json:"size"`
	Hash  string `json:"sha256"`
	Gone  bool   `json:"gone,omitempty"` // it was taken out
}

// Reason is why something is withheld.
type Reason string

// The reasons.
const (
	OfOthers   Reason = "others"    // words or data of somebody else (GDPR, article 15 (4); R15)
	OfTalk     Reason = "talk"      // said between two, and not for whoever makes this (R3)
	OfHandling Reason = "handling"  // how the complaint is judged, among those who judge
	WasErased  Reason = "erased"    // it is not there any more
	NotShown   Reason = "authority" // whoever complains has not shown yet that they may, for the client (R5)
)

// Reasons lists all of them.
func Reasons() []Reason { return []Reason{OfOthers, OfTalk, OfHandling, WasErased, NotShown} }

// Withheld counts what is withheld, by reason.
func (d Document) Withheld() map[Reason]int {
	n := map[Reason]int{}
	for _, r := range d.Records {
		if r.Redacted != "" {
			n[r.Redacted]++
		}
		for _, t := range r.Texts {
			if t.Redacted != "" {
				n[t.Redacted]++
			}
		}
	}
	return n
}

// Texts counts the words that are in it.
func (d Document) Texts() int {
	n := 0
	for _, r := range d.Records {
		for _, t := range r.Texts {
			if t.Redacted == "" {
				n++
			}
		}
	}
	return n
}

// Zip writes the document to read and the one for machines.
func (d Document) Zip(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, part := range []struct {
		name  string
		write func(io.Writer) error
	}{{d.Reference + ".pdf", d.PDF}, {d.Reference + ".json", d.JSON}} {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: d.Made})
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		if err := part.write(f); err != nil {
			return fmt.Errorf("export: %s: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// JSON writes it for machines.
func (d Document) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(d)
}
