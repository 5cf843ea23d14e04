// Package checkpoint is what all histories come to at a moment, in a text that is signed and can be kept elsewhere.
//
// The records of a dossier are chained by digests without a key: whoever can write the database can write such a chain anew, or take a
// dossier out with everything that is about it. A checkpoint holds a digest over the heads of all chains that grew since the checkpoint
// before it, over the rows of who looked and over those of what was done with accounts; and the digest of the checkpoint before. Who has
// one checkpoint has a digest of everything up to its moment. It is signed, so that whoever has only the database cannot make one, and it
// is to be kept elsewhere, so that they cannot take back what was signed.
//
// The text is in the signed note format of C2SP (c2sp.org/signed-note), which golang.org/x/mod/sumdb/note writes and reads.
package checkpoint

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"strings"
	"time"
)

// Digest is a SHA-256.
type Digest [sha256.Size]byte

// Checkpoint is what the histories of all dossiers, and two logs, come to at a moment.
type Checkpoint struct {
	Number   int64 // from 1, without a gap
	At       time.Time
	Previous Digest // root of the one before; zero of the first
	Dossiers Part   // the heads of those that grew since; their Last is 0
	Reads    Part   // who looked
	Accounts Part   // what was done with accounts
	Root     Digest // over all of the above
}

// Part is one of the things that a checkpoint is over: what was added since the one before.
type Part struct {
	Last   int64 // number of the last row that a checkpoint covers, this one or one before
	Count  int64 // of the rows that were added
	Digest Digest
}

// Sum makes a Part. Its zero value is not ready: see NewSum.
type Sum struct {
	part Part
	hash hash.Hash
}

// NewSum goes on after a row.
func NewSum(last int64) *Sum { return &Sum{Part{Last: last}, sha256.New()} }

// Add adds a row: its number, and whatever else it says. A value is an int64, a string, a []byte, or nil. Each goes with its sort and its
// length, so that none can borrow from its neighbour.
func (s *Sum) Add(number int64, values ...any) error {
	b := numbered(nil, 'r', int64(len(values)), number)
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			b = append(b, 'n')
		case int64:
			b = numbered(b, 'i', v)
		case string:
			b = append(numbered(b, 't', int64(len(v))), v...)
		case []byte:
			b = append(numbered(b, 'b', int64(len(v))), v...)
		default:
			return fmt.Errorf("checkpoint: a value of type %T has no digest", v)
		}
	}
	s.hash.Write(b)
	s.part.Last = max(s.part.Last, number)
	s.part.Count++
	return nil
}

// Part is what was added.
func (s *Sum) Part() Part {
	p := s.part
	s.hash.Sum(p.Digest[:0])
	return p
}

func numbered(b []byte, sort byte, values ...int64) []byte {
	b = append(b, sort)
	for _, v := range values {
		b = binary.BigEndian.AppendUint64(b, uint64(v)) //nolint:gosec // the bits are what is hashed
	}
	return b
}

// Sealed is the checkpoint with its root. Its moment is kept in milliseconds.
func (c Checkpoint) Sealed() Checkpoint {
	c.At = c.At.UTC().Truncate(time.Millisecond)
	b := append([]byte(title+"\n"), c.Previous[:]...)
	b = numbered(b, 'c', c.Number, c.At.UnixMilli())
	for _, p := range []Part{c.Dossiers, c.Reads, c.Accounts} {
		b = append(numbered(b, 'p', p.Last, p.Count), p.Digest[:]...)
	}
	c.Root = sha256.Sum256(b)
	return c
}

// Empty reports whether nothing was added since the checkpoint before.
func (c Checkpoint) Empty() bool { return c.Dossiers.Count+c.Reads.Count+c.Accounts.Count == 0 }

const (
	title = "wederhoor checkpoint"
	// moments are written as RFC 3339 has them, to the millisecond.
	layout = "2006-01-02T15:04:05.000Z"
)

// Text is what is signed, one fact to a line.
func (c Checkpoint) Text() string {
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "%s\nnumber %d\nat %s\nprevious %s\n", title, c.Number, c.At.UTC().Format(layout), c.Previous)
	for i, p := range c.parts() {
		_, _ = fmt.Fprintf(&b, "%s %d %d %s\n", partNames[i], p.Last, p.Count, p.Digest)
	}
	_, _ = fmt.Fprintf(&b, "root %s\n", c.Root)
	return b.String()
}

var partNames = []string{"dossiers", "reads", "accounts"}

func (c *Checkpoint) parts() []*Part { return []*Part{&c.Dossiers, &c.Reads, &c.Accounts} }

func (d Digest) String() string { return base64.StdEncoding.EncodeToString(d[:]) }

// ErrText is of a text that is no checkpoint, or one whose root is not that of what it says.
var ErrText = errors.New("checkpoint: the text is no checkpoint")

// Parse reads a text as Text writes it, and takes no other: what was signed has one meaning.
func Parse(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 9 || lines[0] != title {
		return Checkpoint{}, ErrText
	}
	var c Checkpoint
	var err error
	take := func(line, name string, read func([]string) error) {
		fields := strings.Split(line, " ")
		if err == nil && (fields[0] != name || read(fields[1:]) != nil) {
			err = fmt.Errorf("%w: its line of %s", ErrText, name)
		}
	}
	take(lines[1], "number", numbers(&c.Number))
	take(lines[2], "at", func(f []string) (err error) { c.At, err = time.Parse(layout, strings.Join(f, " ")); return err })
	take(lines[3], "previous", digest(&c.Previous))
	for i, p := range c.parts() {
		take(lines[4+i], partNames[i], func(f []string) error {
			if len(f) != 3 {
				return ErrText
			}
			return errors.Join(numbers(&p.Last, &p.Count)(f[:2]), digest(&p.Digest)(f[2:]))
		})
	}
	take(lines[7], "root", digest(&c.Root))
	if err == nil && (c.Text() != text || c.Number < 1 || c.Sealed().Root != c.Root) {
		err = ErrText
	}
	return c, err
}

func numbers(into ...*int64) func([]string) error {
	return func(fields []string) (err error) {
		if len(fields) != len(into) {
			return ErrText
		}
		for i, field := range fields {
			if *into[i], err = strconv.ParseInt(field, 10, 64); err != nil || *into[i] < 0 {
				return ErrText
			}
		}
		return nil
	}
}

func digest(into *Digest) func([]string) error {
	return func(fields []string) error {
		b, err := base64.StdEncoding.Strict().DecodeString(strings.Join(fields, " "))
		if err != nil || len(b) != len(into) {
			return ErrText
		}
		copy(into[:], b)
		return nil
	}
}
