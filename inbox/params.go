package inbox

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// params reads a value with parameters (Content-Type, Content-Disposition): the value in small letters, and the parameters by their
// names. Duplicates, missing semicolons and unclosed quotes happen: the first of a name counts.
func (r *reader) params(b []byte) (string, map[string]string) {
	value, rest := token(b, ";")
	pieces := map[string][]piece{}
	for n := 0; len(rest) > 0 && n < 200; n++ {
		var name, val []byte
		name, rest = token(rest, "=;")
		if len(rest) > 0 && rest[0] == '=' {
			val, rest = quoted(rest[1:])
		}
		rest = bytes.TrimLeft(rest, "; \t")
		if base, p := pieceOf(strings.ToLower(string(name)), val); base != "" {
			pieces[base] = append(pieces[base], p)
		}
	}
	all := make(map[string]string, len(pieces))
	for name, p := range pieces {
		all[name] = r.assemble(p)
	}
	return strings.ToLower(string(value)), all
}

// piece is a parameter or one piece of it (RFC 2231): name*2*=value is piece 2, with percent escapes.
type piece struct {
	at      int // -1 when the parameter is not in pieces
	escaped bool
	value   []byte
}

func pieceOf(name string, value []byte) (string, piece) {
	p := piece{at: -1, value: value}
	if strings.HasSuffix(name, "*") {
		p.escaped = true
		name = strings.TrimSuffix(name, "*")
	}
	base, number, numbered := strings.Cut(name, "*")
	if numbered {
		at, err := strconv.Atoi(number)
		if err != nil || at < 0 {
			return "", p
		}
		p.at = at
	}
	return base, p
}

// assemble puts a parameter together. Where it stands both plainly and as RFC 2231 has it, the latter was meant.
func (r *reader) assemble(pieces []piece) string {
	slices.SortStableFunc(pieces, func(a, b piece) int { return a.at - b.at })
	encodedOnes := slices.ContainsFunc(pieces, func(p piece) bool { return p.at >= 0 || p.escaped })
	var whole []byte
	charset, last, percents := "", -2, false
	for _, p := range pieces {
		if encodedOnes && p.at < 0 && !p.escaped || p.at == last {
			continue
		}
		value := p.value
		if p.escaped {
			if last == -2 && bytes.Count(value, []byte("'")) >= 2 {
				parts := bytes.SplitN(value, []byte("'"), 3)
				charset, value = string(parts[0]), parts[2]
			}
			value, percents = r.percent(value), true
		}
		whole, last = append(whole, value...), p.at
	}
	if !percents {
		return r.words(whole)
	}
	text, problem := decode(whole, charset)
	r.note(problem)
	return r.oneLine(text)
}

func (r *reader) percent(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '%' {
			out = append(out, b[i])
			continue
		}
		if c, ok := escaped(b[i+1:]); ok {
			out = append(out, c)
			i += 2
			continue
		}
		r.note(WordBroken)
		out = append(out, '%')
	}
	return out
}

// token reads up to one of the bytes in ends, without comments (RFC 5322, 3.2.2), and gives what follows: from the end, or after it
// where it is a semicolon.
func token(b []byte, ends string) ([]byte, []byte) {
	var out []byte
	depth := 0
	for i, c := range b {
		switch {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth > 0:
		case strings.IndexByte(ends, c) >= 0:
			rest := b[i:]
			if c == ';' {
				rest = b[i+1:]
			}
			return bytes.TrimSpace(out), rest
		default:
			out = append(out, c)
		}
	}
	return bytes.TrimSpace(out), nil
}

// quoted reads the value of a parameter, in quotes or bare, and gives what follows.
func quoted(b []byte) ([]byte, []byte) {
	b = bytes.TrimLeft(b, " \t")
	if len(b) == 0 || b[0] != '"' {
		i := bytes.IndexByte(b, ';')
		if i < 0 {
			i = len(b)
		}
		return bytes.TrimSpace(b[:i]), b[i:]
	}
	var out []byte
	for i := 1; i < len(b); i++ {
		switch {
		case b[i] == '\\' && i+1 < len(b) && (b[i+1] == '"' || b[i+1] == '\\'):
			i++
			out = append(out, b[i])
		case b[i] == '"':
			return out, b[i+1:]
		default:
			out = append(out, b[i])
		}
	}
	return out, nil
}
