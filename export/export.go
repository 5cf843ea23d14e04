// Package export lays out what is kept of one person, for that person (GDPR, article 15): a zip with a document to read and the same for
// machines. What is in it was chosen before (casework); here it is written.
package export

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/words"
)

// Document is what is kept of one person in one dossier.
type Document struct {
	Reference string     `json:"reference"`
	About     string     `json:"about"` // complainant, fellow:2, specialist:S1
	Made      time.Time  `json:"made"`
	Language  words.Lang `json:"language"`
	Facts     []Fact     `json:"facts,omitempty"` // of the case, of whoever complains
	Records   []Record   `json:"records"`
	Messages  []Message  `json:"messages"`
	Files     []File     `json:"files"`

	Zone *time.Location `json:"-"` // in which moments are written for people
}

// Fact is something that is known beside what was written. Name is what it is, and stands in words as export.fact.Name.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
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

// Message was sent to the person. Of one that is withheld there is its moment and the reason.
type Message struct {
	At       time.Time `json:"at"`
	To       string    `json:"to,omitempty"`
	Subject  string    `json:"subject,omitempty"`
	Body     string    `json:"body,omitempty"`
	Redacted Reason    `json:"redacted,omitempty"`
}

// File was added to the dossier. Of one that is withheld there is the reason, and no bytes.
type File struct {
	ID       string    `json:"-"` // by which its bytes are opened
	At       time.Time `json:"at"`
	Name     string    `json:"name,omitempty"` // in the zip
	Media    string    `json:"media,omitempty"`
	Size     int64     `json:"size,omitempty"` // bytes
	Hash     string    `json:"sha256,omitempty"`
	Redacted Reason    `json:"redacted,omitempty"`
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
	TakenOut   Reason = "taken_out" // a file that was taken out of the dossier
	Unscanned  Reason = "unscanned" // a file that the virus scanner has not seen yet
	Infected   Reason = "infected"  // a file in which it found something
	Missing    Reason = "missing"   // a file that is not where it is kept
)

// Reasons lists all of them.
func Reasons() []Reason {
	return []Reason{OfOthers, OfTalk, OfHandling, WasErased, NotShown, TakenOut, Unscanned, Infected, Missing}
}

// Withheld counts what is withheld, by reason.
func (d Document) Withheld() map[Reason]int {
	n := map[Reason]int{}
	for _, r := range d.Records {
		n[r.Redacted]++
		for _, t := range r.Texts {
			n[t.Redacted]++
		}
	}
	for _, m := range d.Messages {
		n[m.Redacted]++
	}
	for _, f := range d.Files {
		n[f.Redacted]++
	}
	delete(n, "")
	return n
}

// Left is how much is withheld for one reason.
type Left struct {
	Reason Reason
	Count  int
}

// WithheldInOrder is Withheld without what is not, in the order of Reasons.
func (d Document) WithheldInOrder() []Left {
	var list []Left
	counts := d.Withheld()
	for _, r := range Reasons() {
		if counts[r] > 0 {
			list = append(list, Left{r, counts[r]})
		}
	}
	return list
}

// Counts are how much of each is in it: without what is withheld, but for records, of which there is at least their moment.
type Counts struct {
	Records, Texts, Messages, Files int
	Bytes                           int64 // of the files
}

// Counts counts what is in it.
func (d Document) Counts() Counts {
	c := Counts{Records: len(d.Records)}
	for _, r := range d.Records {
		for _, t := range r.Texts {
			if t.Redacted == "" {
				c.Texts++
			}
		}
	}
	for _, m := range d.Messages {
		if m.Redacted == "" {
			c.Messages++
		}
	}
	for _, f := range d.Files {
		if f.Redacted == "" {
			c.Files++
			c.Bytes += f.Size
		}
	}
	return c
}

// ErrMissing says of a file that it is not where it is kept.
var ErrMissing = errors.New("export: the file is not where it is kept")

// Zip writes the files, the document to read and the one for machines, all of it as it comes, so that no file is held in memory. open opens the
// bytes of a file; one of which it says ErrMissing is withheld for that reason from then on. An error means that what was written is of no use.
func (d *Document) Zip(w io.Writer, open func(id string) (io.ReadCloser, error)) error {
	z := zip.NewWriter(w)
	d.Files = slices.Clone(d.Files)
	for i := range d.Files {
		if err := d.file(z, &d.Files[i], open); err != nil {
			return err
		}
	}
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

// file writes the bytes of one file, as they are: pictures and PDFs get no smaller.
func (d *Document) file(z *zip.Writer, f *File, open func(id string) (io.ReadCloser, error)) error {
	if f.Redacted != "" {
		return nil
	}
	from, err := open(f.ID)
	if errors.Is(err, ErrMissing) {
		f.Redacted, f.Name = Missing, ""
		return nil
	}
	if err != nil {
		return fmt.Errorf("export: a file: %w", err)
	}
	to, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Store, Modified: f.At})
	if err == nil {
		_, err = io.Copy(to, from)
	}
	if err = errors.Join(err, from.Close()); err != nil {
		return fmt.Errorf("export: a file: %w", err)
	}
	return nil
}

// JSON writes it for machines.
func (d Document) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(d)
}
