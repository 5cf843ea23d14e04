package inbox

import (
	"bytes"
	"strings"
	"unicode"
)

// maxAddresses is how many addresses are read of one field.
const maxAddresses = 200

// addresses reads a list of mailboxes (RFC 5322, 3.4), as programs write them: names with commas, addresses without brackets, groups.
func (r *reader) addresses(values [][]byte) []Address {
	var all []Address
	for _, value := range values {
		before := "" // a name that a comma parted from the rest of it: Wit, Anja de <anja@example.nl>
		for _, one := range mailboxes(value) {
			a := r.mailbox(one)
			if before != "" && a.Email != "" && bytes.IndexByte(one, '<') > 0 {
				a.Name = before + ", " + a.Name
			} else if before != "" {
				all = append(all, Address{Name: before})
			}
			if before = ""; a.Email == "" {
				before = a.Name
			} else {
				all = append(all, a)
			}
		}
		if before != "" {
			all = append(all, Address{Name: before})
		}
	}
	return all[:min(len(all), maxAddresses)]
}

// mailboxes parts a list at the commas that are not within quotes, comments or brackets. What stands before a colon names a group.
func mailboxes(b []byte) [][]byte {
	p := parting{b: b, lastQuote: bytes.LastIndexByte(b, '"'), lastParen: bytes.LastIndexByte(b, ')')}
	for ; p.at < len(b) && len(p.all) <= maxAddresses; p.at++ {
		if !p.within(b[p.at]) {
			p.between(b[p.at])
		}
	}
	return append(p.all, b[min(p.start, len(b)):])
}

// parting goes through a list of mailboxes.
type parting struct {
	b                    []byte
	at, start            int
	lastQuote, lastParen int // a quote or a bracket that nothing closes is a letter
	quote, angle         bool
	depth                int
	all                  [][]byte
}

// within tells whether a byte belongs to a quoted text or a comment, or begins or ends one.
func (p *parting) within(c byte) bool {
	switch {
	case c == '\\':
		p.at++
	case c == '"' && (p.quote || p.lastQuote > p.at):
		p.quote = !p.quote
	case p.quote:
	case c == '(' && p.lastParen > p.at:
		p.depth++
	case c == ')' && p.depth > 0:
		p.depth--
	default:
		return p.depth > 0
	}
	return true
}

// between looks at a byte outside those.
func (p *parting) between(c byte) {
	switch {
	case c == '<':
		p.angle = true
	case c == '>':
		p.angle = false
	case p.angle:
	case c == ':' && bytes.IndexByte(p.b[p.start:p.at], '@') < 0:
		p.start = p.at + 1
	case c == ',' || c == ';':
		p.all = append(p.all, p.b[p.start:p.at])
		p.start = p.at + 1
	}
}

// mailbox reads one: Name <address>, "Name" <address>, address (Name), or an address alone. What holds no address is a name alone.
func (r *reader) mailbox(b []byte) Address {
	b = bytes.TrimSpace(b)
	if open := bytes.LastIndexByte(b, '<'); open >= 0 {
		inside, _, _ := bytes.Cut(b[open+1:], []byte(">"))
		email := r.email(inside)
		name := r.name(bytes.TrimRight(b[:open], "< "))
		if email == "" && name != "" {
			return r.bare([]byte(name))
		}
		return Address{Name: name, Email: email}
	}
	name := ""
	if i := bytes.IndexByte(b, '('); i >= 0 && bytes.IndexByte(b[:i], '"') < 0 {
		name = r.name(bytes.TrimSuffix(bytes.TrimSpace(b[i+1:]), []byte(")")))
		b = bytes.TrimSpace(b[:i])
	}
	a := r.bare(b)
	if name != "" {
		a.Name = name
	}
	return a
}

// bare reads what has no brackets: the word with an @ in it is the address, the rest the name.
func (r *reader) bare(b []byte) Address {
	if email := r.email(b); email != "" {
		return Address{Email: email}
	}
	var name []string
	var a Address
	for _, word := range strings.Fields(r.words(b)) {
		if email := r.email([]byte(strings.Trim(word, `[]"';`))); email != "" && a.Email == "" {
			a.Email = email
			continue
		}
		name = append(name, word)
	}
	a.Name = r.name([]byte(strings.Join(name, " ")))
	return a
}

// name reads the name beside an address. Outlook puts it in single quotes too.
func (r *reader) name(b []byte) string {
	b = bytes.TrimSpace(b)
	if len(b) >= 2 && b[0] == '"' {
		b = bytes.TrimSuffix(b[1:], []byte(`"`))
		if bytes.IndexByte(b, '\\') >= 0 {
			b = bytes.ReplaceAll(bytes.ReplaceAll(b, []byte(`\"`), []byte(`"`)), []byte(`\\`), []byte(`\`))
		}
	}
	name := strings.Trim(r.words(b), `" `)
	if len(name) > 2 && name[0] == '\'' && name[len(name)-1] == '\'' {
		name = name[1 : len(name)-1]
	}
	return cut(strings.Join(strings.Fields(name), " "), 200)
}

// email is the address in b when it can be one, otherwise empty. The domain is in small letters; what stands before it stays as written.
func (r *reader) email(b []byte) string {
	s := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(r.words(b)), "mailto:"))
	if i := strings.LastIndexByte(s, ':'); i >= 0 && strings.HasPrefix(s, "@") { // a route, as long ago
		s = s[i+1:]
	}
	s = strings.NewReplacer(" @", "@", "@ ", "@").Replace(s) // RFC 5322, 4.4
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at == len(s)-1 || len(s) > 320 {
		return ""
	}
	local, domain := s[:at], strings.ToLower(strings.TrimSuffix(s[at+1:], "."))
	if strings.ContainsFunc(domain, badInDomain) || domain == "" {
		return ""
	}
	if !strings.HasPrefix(local, `"`) && strings.ContainsFunc(local, badInLocal) {
		return ""
	}
	return local + "@" + domain
}

func badInDomain(c rune) bool {
	return unicode.IsSpace(c) || unicode.IsControl(c) || strings.ContainsRune(`<>()@,;"\`, c)
}

func badInLocal(c rune) bool {
	return unicode.IsSpace(c) || unicode.IsControl(c) || strings.ContainsRune(`<>()@,;:"\`, c)
}

// ids reads message IDs: what stands between angle brackets, or the one word that there is.
func (r *reader) ids(b []byte) []string {
	s := r.oneLine(strings.ToValidUTF8(string(b[:min(len(b), 16<<10)]), ""))
	var all []string
	for rest := s; ; {
		_, after, ok := strings.Cut(rest, "<")
		if !ok {
			break
		}
		id, next, closed := strings.Cut(after, ">")
		if !closed {
			break
		}
		if id = strings.Join(strings.Fields(id), ""); id != "" && len(id) <= 998 {
			all = append(all, id)
		}
		rest = next
	}
	if len(all) == 0 && s != "" && !strings.ContainsAny(s, " <>") && len(s) <= 998 {
		all = append(all, s)
	}
	return all
}

func (r *reader) id(b []byte) string {
	if ids := r.ids(b); len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// cut shortens s to so many bytes, at the end of a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}
