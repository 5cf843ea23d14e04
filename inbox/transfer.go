package inbox

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// unpack undoes a transfer encoding (RFC 2045, 6). What is not encoded shares memory with the mail.
func (r *reader) unpack(b []byte, encoding string) []byte {
	name := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, strings.ToLower(encoding))
	out, whole := b, true
	switch name {
	case "base64":
		out, whole = r.base64(b)
	case "quotedprintable":
		out, whole = unquote(b)
	case "xuuencode", "uuencode", "xuue", "uue":
		whole = false
		if files, _ := uufiles(b); len(files) > 0 {
			out, whole = files[0].data, files[0].whole
		}
	case "", "7bit", "8bit", "binary":
	default:
		r.note(EncodingNone)
	}
	if !whole {
		r.note(EncodingBroken)
	}
	return out
}

// base64 reads what says that it is base64, and takes it as it is when it plainly is not.
func (r *reader) base64(b []byte) ([]byte, bool) {
	if written(b) {
		return b, false
	}
	out := make([]byte, base64.StdEncoding.DecodedLen(len(b)))
	if n, err := base64.StdEncoding.Decode(out, b); err == nil {
		return out[:n], true
	}
	out, whole, left := lenient(b, out[:0])
	return out, whole && left == 0 // without its padding it may have been cut
}

// written tells whether a part that should be base64 is text: words with spaces between them.
func written(b []byte) bool {
	b = bytes.TrimSpace(b[:min(len(b), 2<<10)])
	spaces, rubbish := 0, 0
	for _, c := range b {
		switch {
		case c == ' ':
			spaces++
		case value64(c) == none && c != '\r' && c != '\n' && c != '=':
			rubbish++
		}
	}
	return len(b) > 0 && (spaces+rubbish)*12 > len(b)
}

// unbase64 reads base64 with or without its padding, and tells whether it was whole.
func unbase64(b []byte) ([]byte, bool) {
	if len(b) == 0 {
		return nil, true
	}
	out, whole, left := lenient(b, make([]byte, 0, len(b)*3/4+3))
	return out, whole && left != 6
}

// lenient reads base64 and passes over what is none of it. Padding ends a stretch; another can follow, but a line of words that somebody
// put under it is not taken for one. Left are the bits of a last letter that make no byte.
func lenient(b, out []byte) (_ []byte, whole bool, left int) {
	whole, padded := true, -1
	var acc uint32
	bits := 0
	for _, c := range b {
		switch v := value64(c); {
		case v != none:
			acc = acc<<6 | uint32(v)
			if bits += 6; bits >= 8 {
				bits -= 8
				out = append(out, byte(acc>>bits&0xff))
			}
		case c == '=':
			padded, bits = len(out), 0
		case c == '\r' || c == '\n':
		case padded >= 0:
			return out[:padded], false, 0
		case c != ' ' && c != '\t':
			whole = false
		}
	}
	return out, whole, bits
}

// none is the value of what is no letter of base64.
const none = 0xff

func value64(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return c - 'A'
	case c >= 'a' && c <= 'z':
		return c - 'a' + 26
	case c >= '0' && c <= '9':
		return c - '0' + 52
	case c == '+' || c == '-':
		return 62
	case c == '/' || c == '_':
		return 63
	}
	return none
}

// unquote reads quoted-printable (RFC 2045, 6.7), and tells whether it was whole. What is no escape stays as it stands.
func unquote(b []byte) ([]byte, bool) {
	if bytes.IndexByte(b, '=') < 0 {
		return b, true
	}
	out, whole := make([]byte, 0, len(b)), true
	for len(b) > 0 {
		i := bytes.IndexByte(b, '=')
		if i < 0 {
			return append(out, b...), whole
		}
		out, b = append(out, b[:i]...), b[i+1:]
		if c, ok := escaped(b); ok {
			out, b = append(out, c), b[2:]
			continue
		}
		if n, ok := softBreak(b); ok {
			b = b[n:]
			continue
		}
		out, whole = append(out, '='), false
	}
	return out, whole
}

// softBreak tells whether the line ends here, also where some server put space at its end, and how long that is.
func softBreak(b []byte) (int, bool) {
	n := 0
	for n < len(b) && n < 80 && (b[n] == ' ' || b[n] == '\t') {
		n++
	}
	end := lineEnd(b[n:])
	return n + end, end > 0 || n == len(b)
}

// escaped reads the two hexadecimal digits that b begins with.
func escaped(b []byte) (byte, bool) {
	if len(b) < 2 {
		return 0, false
	}
	high, ok := nibble(b[0])
	low, also := nibble(b[1])
	return high<<4 | low, ok && also
}

func nibble(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	}
	return 0, false
}

// uuencoded is a file that stands in the text itself, as programs did before there was MIME.
type uuencoded struct {
	name  string
	data  []byte
	whole bool // its end was there
}

// uufiles finds the files in text that are uuencoded, and gives the text without them.
func uufiles(b []byte) ([]uuencoded, []byte) {
	var files []uuencoded
	var rest []byte
	kept := 0 // up to where the text is in rest
	for from := 0; len(files) < MaxParts; {
		i := bytes.Index(b[from:], []byte("begin "))
		if i < 0 {
			break
		}
		at := from + i
		from = at + len("begin ")
		if at > 0 && b[at-1] != '\n' && b[at-1] != '\r' {
			continue
		}
		if file, n := uubody(b[at:]); n > 0 {
			files, rest = append(files, file), append(rest, b[kept:at]...)
			from, kept = at+n, at+n
		}
	}
	if len(files) == 0 {
		return nil, b
	}
	return files, append(rest, b[kept:]...)
}

// uubody reads a file from its begin, and how many bytes it takes; 0 when it is none.
func uubody(b []byte) (uuencoded, int) {
	lines := linesOf(b)
	first, _ := lines.next()
	words := bytes.SplitN(first, []byte(" "), 3)
	if len(words) < 3 || len(words[1]) < 3 || len(words[1]) > 4 || len(bytes.Trim(words[1], "01234567")) > 0 {
		return uuencoded{}, 0
	}
	code := b[lines.at:]
	size, n, whole := uulines(code, nil) // how much it is first, so that a large one is not copied as it grows
	if size == 0 {
		return uuencoded{}, 0
	}
	file := uuencoded{name: string(words[2]), data: make([]byte, 0, size), whole: whole}
	uulines(code, &file.data)
	return file, lines.at + n
}

// uulines reads lines up to the end of a file, or to the first that is none of it: how many bytes they hold, how many they are, and
// whether the end was there. The bytes go to out when there is one.
func uulines(b []byte, out *[]byte) (size, taken int, whole bool) {
	lines := linesOf(b)
	var room [48]byte
	for {
		start := lines.at
		line, more := lines.next()
		if more && string(bytes.TrimSpace(line)) == "end" {
			return size, lines.at, true
		}
		data, ok := uuline(line, room[:0])
		if !more || !ok {
			return size, start, false
		}
		size += len(data)
		if out != nil {
			*out = append(*out, data...)
		}
	}
}

// uuline reads one line: its first character says how many bytes it holds. They are put into room.
func uuline(line, room []byte) ([]byte, bool) {
	if len(line) == 0 || line[0] < ' ' || line[0] > '`' {
		return nil, false
	}
	n := int(line[0]-' ') & 63
	code := line[1:]
	if n > 45 || len(code)*3 < n*4-8 || len(code) > 4*((n+2)/3)+3 {
		return nil, false
	}
	for i := 0; i < (n+2)/3*4; i += 4 {
		var v [4]byte
		for j := range v {
			c := byte(' ') // spaces at the end are lost on the way
			if i+j < len(code) {
				c = code[i+j]
			}
			if c < ' ' || c > '`' {
				return nil, false
			}
			v[j] = (c - ' ') & 63
		}
		room = append(room, v[0]<<2|v[1]>>4, v[1]<<4|v[2]>>2, v[2]<<6|v[3])
	}
	return room[:n], true
}
