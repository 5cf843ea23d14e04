package inbox

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWord is how far the end of an encoded word is looked for. RFC 2047 allows 75 bytes; programs write longer ones.
const maxWord = 4 << 10

// encoded is one encoded word: =?charset?B or Q?data?= (RFC 2047).
type encoded struct {
	charset string
	kind    byte // 'b' or 'q'
	data    []byte
	open    bool // it has no end
}

// words reads a value of a header as text on one line. Encoded words that stand together in one character set are joined before they are
// read, since programs part them in the middle of a character.
func (r *reader) words(b []byte) string {
	var out strings.Builder
	var run []encoded
	flush := func() {
		out.WriteString(r.run(run))
		run = nil
	}
	for len(b) > 0 {
		i := bytes.Index(b, []byte("=?"))
		if i < 0 {
			break
		}
		word, n := encodedWord(b[i:])
		if n == 0 {
			flush()
			out.WriteString(r.plain(b[:i+2]))
			b = b[i+2:]
			continue
		}
		if len(run) == 0 || len(bytes.TrimSpace(b[:i])) > 0 {
			flush()
			out.WriteString(r.plain(b[:i]))
		}
		run = append(run, word)
		b = b[i+n:]
	}
	flush()
	out.WriteString(r.plain(b))
	return r.oneLine(out.String())
}

// encodedWord reads the encoded word that b begins with, and how long it is; 0 when it is none.
func encodedWord(b []byte) (encoded, int) {
	b = b[:min(len(b), maxWord)]
	charset, rest, ok := bytes.Cut(b[2:], []byte("?"))
	if !ok || len(charset) == 0 || len(charset) > 60 || len(rest) < 2 || rest[1] != '?' {
		return encoded{}, 0
	}
	kind := rest[0] | 0x20
	if kind != 'b' && kind != 'q' {
		return encoded{}, 0
	}
	name, _, _ := strings.Cut(string(charset), "*") // a language may follow (RFC 2231, 5)
	data, _, closed := bytes.Cut(rest[2:], []byte("?="))
	if bytes.Contains(data, []byte(" =?")) { // that end is another word's
		closed = false
	}
	n := 2 + len(charset) + 1 + 2 + len(data) + 2
	if !closed { // without an end: until the next space
		data = rest[2:]
		if i := bytes.IndexAny(data, " \t"); i >= 0 {
			data = data[:i]
		}
		n = 2 + len(charset) + 1 + 2 + len(data)
		data = bytes.TrimRight(data, "?")
	}
	return encoded{charset: strings.ToLower(name), kind: kind, data: data, open: !closed}, n
}

// run reads words that stand together.
func (r *reader) run(words []encoded) string {
	var out strings.Builder
	for i := 0; i < len(words); {
		first := words[i]
		var bytesOfRun, open []byte
		for ; i < len(words) && words[i].charset == first.charset && words[i].kind == first.kind; i++ {
			data := words[i].data
			if words[i].open {
				r.note(WordBroken)
			}
			if first.kind == 'q' {
				bytesOfRun = append(bytesOfRun, r.q(data)...)
				continue
			}
			open = append(open, data...)
			if len(open)%4 == 0 || bytes.HasSuffix(open, []byte("=")) || i+1 == len(words) { // others part base64 anywhere
				bytesOfRun = append(bytesOfRun, r.wordBase64(open)...)
				open = nil
			}
		}
		bytesOfRun = append(bytesOfRun, r.wordBase64(open)...)
		text, problem := decode(bytesOfRun, first.charset)
		r.note(problem)
		out.WriteString(text)
	}
	return out.String()
}

func (r *reader) wordBase64(b []byte) []byte {
	out, whole := unbase64(b)
	if !whole {
		r.note(WordBroken)
	}
	return out
}

// q reads the Q of RFC 2047: quoted-printable where _ is a space.
func (r *reader) q(b []byte) []byte {
	out, whole := unquote(bytes.ReplaceAll(b, []byte("_"), []byte("=20")))
	if !whole {
		r.note(WordBroken)
	}
	return out
}

// plain is what stands in a header outside encoded words: ASCII, or UTF-8 (RFC 6532), or whatever the program of the sender had.
func (r *reader) plain(b []byte) string {
	text, problem := decode(b, r.fallback(b))
	r.note(problem)
	return text
}

// fallback is the character set of 8-bit headers: that of the mail itself where they are not UTF-8.
func (r *reader) fallback(b []byte) string {
	if utf8.Valid(b) {
		return ""
	}
	return r.charset
}

// oneLine is text for one line: without control characters, and without those that turn the direction of what follows, by which a name can
// look like another (Unicode TR 36).
func (r *reader) oneLine(s string) string {
	control := false
	s = strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\r' || c == '\t' || c == '\u00a0':
			return ' '
		case unicode.IsControl(c):
			control = true
			return -1
		case turns(c):
			return -1
		}
		return c
	}, s)
	if control {
		r.note(ControlBytes)
	}
	return strings.TrimSpace(s)
}

func turns(c rune) bool {
	return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x200e || c == 0x200f || c == 0xfeff
}
