// Package tombstone keeps outside the database what was erased from it, so that a backup of before does not bring it back: a file with a line
// for each erasure, that is only added to. It holds no personal data: the reference of a dossier, whose words went, on what ground and when.
package tombstone

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// Stone says that words were erased.
type Stone struct {
	Dossier string    `json:"dossier"` // reference
	Whose   string    `json:"whose"`   // everybody, fellow:2, specialist:S1
	Ground  string    `json:"ground"`  // retention or request
	At      time.Time `json:"at"`      // milliseconds, UTC
	Digest  string    `json:"digest"`  // of the fields before, SHA-256 in hexadecimal: a line that was damaged shows
}

// maxLine of the file in bytes; a line of the program's own has about 200.
const maxLine = 4096

// Sealed is the stone with its digest.
func (s Stone) Sealed() Stone {
	s.At = s.At.UTC().Truncate(time.Millisecond)
	sum := sha256.New()
	for _, field := range []string{s.Dossier, s.Whose, s.Ground, strconv.FormatInt(s.At.UnixMilli(), 10)} {
		_, _ = fmt.Fprintf(sum, "%d:%s", len(field), field)
	}
	s.Digest = hex.EncodeToString(sum.Sum(nil))
	return s
}

// Parse reads the lines of a file. A last line without its end is left out: the program was stopped while it wrote that, and writes it again.
// The error names a line that is not as it was written.
func Parse(r io.Reader) ([]Stone, error) {
	stones, _, err := parse(r)
	return stones, err
}

// parse tells as well how many bytes whole lines have.
func parse(r io.Reader) (stones []Stone, whole int64, err error) {
	in := bufio.NewReaderSize(r, maxLine)
	for n := 1; ; n++ {
		line, err := in.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF):
			return stones, whole, nil
		case errors.Is(err, bufio.ErrBufferFull):
			return stones, whole, fmt.Errorf("tombstones: line %d is longer than any that the program writes", n)
		case err != nil:
			return stones, whole, fmt.Errorf("tombstones: %w", err)
		}
		s, err := parseLine(line)
		if err != nil {
			return stones, whole, fmt.Errorf("tombstones: line %d: %w", n, err)
		}
		stones = append(stones, s)
		whole += int64(len(line))
	}
}

var errDamaged = errors.New("it is not as it was written")

func parseLine(line []byte) (Stone, error) {
	var s Stone
	in := json.NewDecoder(bytes.NewReader(line))
	in.DisallowUnknownFields()
	if err := in.Decode(&s); err != nil || s.Dossier == "" || s.Whose == "" || s.Sealed() != s {
		return Stone{}, errDamaged
	}
	return s, nil
}

// File is where stones are kept, apart from the database and its backups.
type File struct {
	path    string
	writing sync.Mutex
}

// ErrNone is the error of a file that is not there.
var ErrNone = errors.New("tombstones: there is no such file")

// At is the file of that path. ErrNone when there is none.
func At(path string) (*File, error) {
	f := &File{path: path}
	_, err := f.Stones()
	return f, err
}

// Make makes the file of that path, with no stones in it, unless it is there. Its folder must be there. made is true when there was none.
func Make(path string) (f *File, made bool, err error) {
	info, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return nil, false, fmt.Errorf("tombstones: %w", err)
	}
	if !info.IsDir() {
		return nil, false, fmt.Errorf("tombstones: %s is no folder", filepath.Dir(path))
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the operator says where
	switch {
	case errors.Is(err, os.ErrExist):
		f, err = At(path)
		return f, false, err
	case err != nil:
		return nil, false, fmt.Errorf("tombstones: %w", err)
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return nil, false, fmt.Errorf("tombstones: %w", err)
	}
	return &File{path: path}, true, nil
}

// Stones are all that were added, the oldest first. ErrNone when there is no file.
func (f *File) Stones() ([]Stone, error) {
	file, err := os.Open(f.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNone, f.path)
	}
	if err != nil {
		return nil, fmt.Errorf("tombstones: %w", err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	return Parse(file)
}

// Add keeps stones, and returns once they are on disk. One that is there is not written again.
func (f *File) Add(more ...Stone) (err error) {
	f.writing.Lock()
	defer f.writing.Unlock()
	file, err := os.OpenFile(f.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("tombstones: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := lock(file); err != nil {
		return fmt.Errorf("tombstones: %w", err)
	}
	stones, whole, err := parse(file)
	if err != nil {
		return err
	}
	lines, err := missing(stones, more)
	if err != nil || len(lines) == 0 {
		return err
	}
	if err := file.Truncate(whole); err != nil {
		return fmt.Errorf("tombstones: %w", err)
	}
	if _, err := file.WriteAt(lines, whole); err != nil {
		return fmt.Errorf("tombstones: %w", err)
	}
	return file.Sync()
}

// missing are the lines of stones that are not there.
func missing(there, more []Stone) (lines []byte, err error) {
	known := map[Stone]bool{}
	for _, s := range there {
		known[s] = true
	}
	for _, s := range more {
		if s = s.Sealed(); known[s] {
			continue
		}
		known[s] = true
		line, err := json.Marshal(s)
		if err != nil {
			return nil, fmt.Errorf("tombstones: %w", err)
		}
		lines = append(append(lines, line...), '\n')
	}
	return lines, nil
}
