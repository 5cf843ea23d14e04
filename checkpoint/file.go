package checkpoint

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// signature begins a line that is a signature of a note.
const signature = "— "

// Split finds the checkpoints in a file that holds many, one after another. What is between them, a part of one that was being written
// when the machine stopped for instance, is passed over: rest counts such parts.
func Split(file string) (notes []string, rest int) {
	var s splitter
	for line := range strings.Lines(strings.ReplaceAll(file, "\r\n", "\n")) {
		s.line(strings.TrimSuffix(line, "\n"), strings.HasSuffix(line, "\n"))
	}
	s.end()
	return s.notes, s.rest
}

// splitter reads a file line by line.
type splitter struct {
	text, signatures []string // of the checkpoint that is being read
	notes            []string
	rest             int
}

// line takes a line; one that is not whole has lost its end.
func (s *splitter) line(line string, whole bool) {
	switch {
	case line == title:
		s.end()
		s.text = []string{line}
	case len(s.text) > 0 && whole && isSignature(line):
		s.signatures = append(s.signatures, line)
	case line != "":
		s.text = append(s.text, line)
	case len(s.signatures) > 0:
		s.end()
	}
}

// end is where a checkpoint ends, or what is none.
func (s *splitter) end() {
	switch {
	case len(s.text) > 0 && len(s.signatures) > 0:
		s.notes = append(s.notes, strings.Join(s.text, "\n")+"\n\n"+strings.Join(s.signatures, "\n")+"\n")
	case len(s.text) > 0:
		s.rest++
	}
	s.text, s.signatures = nil, nil
}

// isSignature reports whether a line is a whole signature by Ed25519: a name, and the hash of the key with 64 bytes behind it.
func isSignature(line string) bool {
	rest, marked := strings.CutPrefix(line, signature)
	_, encoded, named := strings.Cut(rest, " ")
	b, err := base64.StdEncoding.DecodeString(encoded)
	return marked && named && err == nil && len(b) == 4+ed25519.SignatureSize
}

// Folder is where checkpoints are kept elsewhere: a file for each month, to which they are added.
type Folder struct{ Path string }

const (
	filePattern = "checkpoints-????-??.txt"
	fileLayout  = "checkpoints-2006-01.txt"
)

// Files are those of the folder, the oldest first.
func (f Folder) Files() ([]string, error) {
	if _, err := os.Stat(f.Path); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	files, err := filepath.Glob(filepath.Join(escaped(f.Path), filePattern))
	slices.Sort(files)
	return files, err
}

// escaped has no sign in it that means something in a pattern.
func escaped(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// Newest is the last checkpoint of the folder, false when there is none.
func (f Folder) Newest() (signed string, found bool, err error) {
	files, err := f.Files()
	if err != nil {
		return "", false, err
	}
	for _, path := range slices.Backward(files) {
		content, err := os.ReadFile(path) //nolint:gosec // the folder is the operator's own setting
		if err != nil {
			return "", false, fmt.Errorf("checkpoint: %w", err)
		}
		if notes, _ := Split(string(content)); len(notes) > 0 {
			return notes[len(notes)-1], true, nil
		}
	}
	return "", false, nil
}

// Add adds a checkpoint to the file of its month, at being its moment, and returns once it is on disk. It begins a line of its own, whatever stands before it.
func (f Folder) Add(at time.Time, signed string) (err error) {
	path := filepath.Join(f.Path, at.UTC().Format(fileLayout))
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644) //nolint:gosec // they are made to be read by others
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	_, err = file.WriteString("\n" + signed)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	return nil
}
