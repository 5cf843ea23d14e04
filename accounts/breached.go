package accounts

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // the list is one of SHA-1; nothing is kept safe by it
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Breached is a file of passwords that were seen in leaks, as Have I Been Pwned gives it: a line for each, "SHA-1 in hexadecimal:how often", ordered
// by the hash. It has tens of gigabytes and is not read but looked into, so that nobody else is asked (ASVS 6.2.12).
type Breached struct {
	file io.ReaderAt
	size int64
}

// ErrBreachedFile says that a file is not such a list.
var ErrBreachedFile = errors.New("accounts: not a list of SHA-1 hashes ordered by hash")

// longestLine is more than any line of the file has, its end included.
const longestLine = 128

// hashDigits is how long a SHA-1 is in hexadecimal.
const hashDigits = 2 * sha1.Size

// NewBreached looks at the first line of the file, so that a wrong one is found at the start of the program and not when a password is chosen.
func NewBreached(file io.ReaderAt, size int64) (*Breached, error) {
	b := &Breached{file: file, size: size}
	if size == 0 {
		return nil, ErrBreachedFile
	}
	if _, _, err := b.lineFrom(0); err != nil {
		return nil, err
	}
	return b, nil
}

// Contains reports whether a password stands in the file.
func (b *Breached) Contains(password string) (bool, error) {
	sum := sha1.Sum([]byte(norm.NFC.String(password))) //nolint:gosec // see above
	want := strings.ToUpper(hex.EncodeToString(sum[:]))
	low, high := int64(0), b.size // the line looked for begins at or after low, and before high
	for low < high {
		middle := low + (high-low)/2
		begin, hash, err := b.lineAfter(middle)
		if err != nil {
			return false, err
		}
		switch {
		case begin >= high || hash > want:
			high = middle
		case hash == want:
			return true, nil
		default:
			low = begin + 1
		}
	}
	return false, nil
}

// lineAfter is the first line that begins at a place or after it. Where there is none it begins at the end of the file.
func (b *Breached) lineAfter(place int64) (begin int64, hash string, err error) {
	if place == 0 {
		return b.lineFrom(0)
	}
	var buffer [longestLine]byte
	n, err := b.file.ReadAt(buffer[:], place-1)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, "", fmt.Errorf("accounts: list of leaked passwords: %w", err)
	}
	end := bytes.IndexByte(buffer[:n], '\n')
	switch {
	case end >= 0:
		return b.lineFrom(place + int64(end))
	case n < longestLine:
		return b.size, "", nil
	}
	return 0, "", ErrBreachedFile
}

// lineFrom reads the line that begins at a place.
func (b *Breached) lineFrom(begin int64) (int64, string, error) {
	if begin >= b.size {
		return b.size, "", nil
	}
	var line [hashDigits + 1]byte
	n, err := b.file.ReadAt(line[:], begin)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, "", fmt.Errorf("accounts: list of leaked passwords: %w", err)
	}
	if n < hashDigits || n > hashDigits && !strings.ContainsRune(":\r\n", rune(line[hashDigits])) {
		return 0, "", ErrBreachedFile
	}
	hash := strings.ToUpper(string(line[:hashDigits]))
	if strings.Trim(hash, "0123456789ABCDEF") != "" {
		return 0, "", ErrBreachedFile
	}
	return begin, hash, nil
}
