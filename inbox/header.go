package inbox

import (
	"bytes"
	"strings"
)

// What of a header is kept. What is longer is cut: no program needs it.
const (
	maxField  = 64 << 10
	maxFields = 1000
)

// field is one line of a header, with what continued it, as bytes: its character set is not known yet.
type field struct {
	name  string // in small letters
	value []byte
}

type header []field

// get is the first field of that name (RFC 5322 has one of each, but for Received and its like).
func (h header) get(name string) []byte {
	for _, f := range h {
		if f.name == name {
			return f.value
		}
	}
	return nil
}

func (h header) all(name string) [][]byte {
	var all [][]byte
	for _, f := range h {
		if f.name == name {
			all = append(all, f.value)
		}
	}
	return all
}

// low is a field that programs read: without space around it, in small letters.
func (h header) low(name string) string {
	return strings.ToLower(strings.TrimSpace(string(h.get(name))))
}

func (h header) has(name string) bool { return h.get(name) != nil }

// readHeader reads the fields that b begins with, and gives what comes after the empty line. A line that is no field is passed over when
// another follows it; otherwise the text begins there, as when somebody forgot the empty line.
func (r *reader) readHeader(b []byte) (header, []byte) {
	var h header
	lines := linesOf(b)
	for {
		start := lines.at
		line, more := lines.next()
		if !more {
			return h, nil
		}
		switch name, value := nameOf(line); {
		case isEnd(h, line, b[lines.at:]):
			return h, b[lines.at:]
		case len(bytes.TrimSpace(line)) == 0:
		case (line[0] == ' ' || line[0] == '\t') && len(h) > 0:
			r.extend(&h[len(h)-1], line)
		case name != "":
			h = r.add(h, name, value)
		case !fieldFollows(b[lines.at:]):
			r.noField(h, nil)
			return h, b[start:]
		default:
			r.noField(h, line)
		}
	}
}

// isEnd tells whether a line ends the header: an empty one, or one of spaces with no header behind it.
func isEnd(h header, line, rest []byte) bool {
	return len(bytes.Trim(line, " \t\x00")) == 0 && (len(line) == 0 || len(h) == 0 || !goesOn(rest))
}

// noField notes a line that is no field, but not those that part mails in a mailbox file, and not that a mail has no header at all.
func (r *reader) noField(h header, line []byte) {
	if len(h)+len(line) > 0 && !bytes.HasPrefix(line, []byte("From ")) && !bytes.HasPrefix(line, []byte(">From ")) {
		r.note(HeaderBroken)
	}
}

func (r *reader) add(h header, name string, value []byte) header {
	if len(h) >= maxFields {
		r.note(HeaderLong)
		h[len(h)-1].name = "" // what continues it belongs to nothing
		return h
	}
	if len(value) > maxField {
		r.note(HeaderLong)
		value = value[:maxField]
	}
	return append(h, field{name: name, value: value[:len(value):len(value)]})
}

func (r *reader) extend(f *field, line []byte) {
	line = bytes.TrimLeft(line, " \t")
	if len(f.value)+1+len(line) > maxField {
		r.note(HeaderLong)
		line = line[:max(0, maxField-len(f.value)-1)]
	}
	f.value = append(append(f.value, ' '), line...)
}

// nameOf parts a line of a header in its name and its value. The name is empty for what is no such line.
func nameOf(line []byte) (string, []byte) {
	colon := bytes.IndexByte(line[:min(len(line), 200)], ':')
	if colon < 1 {
		return "", nil
	}
	name := bytes.TrimRight(line[:colon], " \t")
	if len(name) == 0 {
		return "", nil
	}
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return "", nil
		}
	}
	return strings.ToLower(string(name)), bytes.TrimSpace(line[colon+1:])
}

// fieldFollows tells whether the next line is one of a header.
func fieldFollows(b []byte) bool {
	name, _ := nameOf(firstLine(b))
	return name != ""
}

// goesOn tells whether a header goes on behind a line of spaces, which some programs write where they fold a field: when a field follows
// that mails have, and not just a word with a colon.
func goesOn(b []byte) bool {
	name, _ := nameOf(firstLine(b))
	switch name {
	case "from", "to", "cc", "subject", "date", "received", "sender", "references":
		return true
	}
	return strings.Contains(name, "-")
}
