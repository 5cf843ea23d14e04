package inbox

import (
	"html"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html/charset"
)

// saidIn reads a part that holds words. One that is meant as a file is kept as one.
func (r *reader) saidIn(p *partHeader, body []byte, depth int) []said {
	if p.disposition == "attachment" || p.name != "" && depth > 0 {
		r.file(p, body)
		return nil
	}
	data := r.unpack(body, p.encoding)
	if p.kind == "text/html" || p.kind == "text/x-amp-html" {
		return r.saidInHTML(p, data)
	}
	files, data := uufiles(data)
	for _, f := range files {
		if !f.whole {
			r.note(EncodingBroken)
		}
		r.attach(r.words([]byte(f.name)), "application/octet-stream", f.data, false)
	}
	if len(data) > maxTextPart-r.taken {
		r.note(TextLong)
		r.attach("text.txt", "text/plain", data, false)
		data = data[:maxTextPart-r.taken]
	}
	r.taken += len(data)
	text, problem := decode(data, p.params["charset"])
	r.note(problem)
	text = r.clean(text)
	if strings.EqualFold(p.params["format"], "flowed") {
		text = flowed(text, strings.EqualFold(p.params["delsp"], "yes"))
	}
	if strings.Contains(text, "-----BEGIN PGP MESSAGE-----") {
		r.note(Encrypted)
	}
	return []said{{plain: text, hasPlain: true}}
}

func (r *reader) saidInHTML(p *partHeader, data []byte) []said {
	if len(data) > maxHTMLPart-r.takenHTML {
		r.note(HTMLLong)
		r.attach("text.html", "text/html", data, false)
		data = data[:maxHTMLPart-r.takenHTML]
	}
	r.takenHTML += len(data)
	label := p.params["charset"]
	if label == "" && !isASCII(data) { // what the HTML says of itself
		if _, name, certain := charset.DetermineEncoding(data, ""); certain || name != "windows-1252" { // its answer when nothing says
			label = name
		}
	}
	text, problem := decode(data, label)
	r.note(problem)
	return []said{{html: text, hasHTML: true}}
}

// clean is text with \n as end of line and without control characters.
func (r *reader) clean(s string) string {
	s = strings.NewReplacer("\r\r\n", "\n", "\r\n", "\n", "\r", "\n", "\f", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(s)
	return strings.Map(func(c rune) rune {
		if c != '\n' && c != '\t' && unicode.IsControl(c) {
			r.note(ControlBytes)
			return -1
		}
		if c == 0xfeff {
			return -1
		}
		return c
	}, s)
}

// flowed joins the lines of paragraphs that a program broke (RFC 3676): those that end in a space, within one depth of quoting.
func flowed(s string, delsp bool) string {
	var out strings.Builder
	depth, open := 0, false
	for i, line := range strings.Split(s, "\n") {
		words := strings.TrimLeft(line, ">")
		quotes := len(line) - len(words)
		words = strings.TrimPrefix(words, " ")
		signature := words == "-- "
		if i > 0 && (!open || quotes != depth || signature) {
			out.WriteByte('\n')
			open = false
		}
		if !open && quotes > 0 {
			out.WriteString(strings.Repeat(">", quotes) + " ")
		}
		open, depth = strings.HasSuffix(words, " ") && !signature, quotes
		if open && delsp {
			words = strings.TrimSuffix(words, " ")
		}
		out.WriteString(words)
	}
	return out.String()
}

// alternative makes one piece of what says the same in several ways (RFC 2046, 5.1.4).
func alternative(ways [][]said) []said {
	var one said
	for _, way := range ways {
		var plain, marked []string
		for _, s := range way {
			if s.hasPlain {
				plain = append(plain, s.plain)
				marked = append(marked, "<pre>"+html.EscapeString(s.plain)+"</pre>")
			}
			if s.hasHTML {
				one.hasHTML = true
				marked = append(marked, s.html)
			}
		}
		switch {
		case len(marked) > len(plain): // some of it is HTML
			one.html += strings.Join(marked, "<br>")
		case len(plain) > 0:
			if one.hasPlain {
				one.plain += "\n\n"
			}
			one.hasPlain = true
			one.plain += strings.Join(plain, "\n\n")
		}
	}
	if !one.hasPlain && !one.hasHTML {
		return nil
	}
	return []said{one}
}

// text makes Text and Folded of the pieces.
func (r *reader) text(pieces []said) {
	var all []line
	for _, s := range pieces {
		next := r.choose(s)
		if len(all) > 0 && !blank(next) {
			all = append(all, line{})
		}
		all = append(all, next...)
	}
	if blank(all) && r.preamble != "" {
		r.note(BoundaryBroken)
		all = plainLines(r.clean(r.preamble))
	}
	m := &r.m
	m.Text, m.Folded = fold(all, isForward(m.Subject))
	if words := language(m.Text); words != "" { // programs say the language that they themselves are in
		m.Language = words
	}
	if len(m.Text)+len(m.Folded) <= MaxText {
		return
	}
	if !r.has(TextLong) && !r.has(HTMLLong) {
		r.attach("text.txt", "text/plain", []byte(m.Text+"\n\n"+m.Folded), false)
	}
	r.note(TextLong)
	m.Text = cut(m.Text, MaxText)
	m.Folded = cut(m.Folded, MaxText-len(m.Text))
}

// choose takes the text of a piece, or draws it from the HTML where there is no text worth the name. What the other says that this does
// not is kept.
func (r *reader) choose(s said) []line {
	if !s.hasHTML {
		return plainLines(s.plain)
	}
	drawn, hidden := fromHTML(s.html)
	for i := range drawn {
		drawn[i].text = r.clean(drawn[i].text)
	}
	if hidden {
		r.note(HiddenText)
	}
	plain := plainLines(s.plain)
	if blank(plain) {
		r.m.FromHTML = r.m.FromHTML || !blank(drawn)
		if blank(drawn) && strings.TrimSpace(s.html) != "" { // pictures alone, or words that it hides from every reader
			r.attach("text.html", "text/html", []byte(s.html), false)
		}
		return drawn
	}
	return r.moreTelling(plain, drawn)
}

// moreTelling takes the text, unless it is a word for programs without HTML. When the HTML says something else both are kept.
func (r *reader) moreTelling(plain, drawn []line) []line {
	said, shown := wordsOf(plain), wordsOf(drawn)
	missing := 0
	for word := range shown {
		if !said[word] {
			missing++
		}
	}
	if missing < 6 || missing*2 < len(shown) {
		return plain
	}
	r.note(TextsDiffer)
	if len(shown) > 3*len(said) {
		r.m.FromHTML = true
		r.attach("text.txt", "text/plain", []byte(join(plain)), false)
		return drawn
	}
	r.attach("html.txt", "text/plain", []byte(join(drawn)), false)
	return plain
}

// wordsOf are the different words in lines, without addresses of pages.
func wordsOf(lines []line) map[string]bool {
	all := map[string]bool{}
	for _, l := range lines {
		for _, field := range strings.Fields(l.text) {
			if strings.Contains(field, "://") {
				continue
			}
			for _, word := range strings.FieldsFunc(field, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
				all[strings.ToLower(word)] = true
			}
		}
	}
	return all
}

// telling are words that a text in a language has many of and one in the other hardly.
var telling = map[string]string{
	"de": "nl", "het": "nl", "een": "nl", "ik": "nl", "niet": "nl", "van": "nl", "dat": "nl", "voor": "nl", "met": "nl", "mijn": "nl", "maar": "nl", "geen": "nl", "u": "nl", "zijn": "nl", "ook": "nl", "heb": "nl",
	"the": "en", "and": "en", "to": "en", "of": "en", "not": "en", "my": "en", "with": "en", "for": "en", "you": "en", "have": "en", "i": "en", "that": "en", "this": "en", "was": "", "is": "",
}

// language guesses from the words; empty when they are few or tell nothing.
func language(text string) string {
	counts := map[string]int{}
	for _, word := range strings.FieldsFunc(cut(text, 4000), func(c rune) bool { return !unicode.IsLetter(c) }) {
		counts[telling[strings.ToLower(word)]]++
	}
	switch nl, en := counts["nl"], counts["en"]; {
	case nl >= 3 && nl > 2*en:
		return "nl"
	case en >= 3 && en > 2*nl:
		return "en"
	}
	return ""
}

func (r *reader) has(p Problem) bool { return slices.Contains(r.m.Problems, p) }
