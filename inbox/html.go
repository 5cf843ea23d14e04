package inbox

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// fromHTML draws the text out of HTML. Nothing of the HTML itself passes: no tag, no style, no script, nothing that would be fetched; of a
// link its address, when it is one of the web. It reads tag by tag and builds no tree, so that the time it takes is in proportion.
// Hidden tells that some of the words would not have been seen.
func fromHTML(s string) (lines []line, hidden bool) {
	d := &drawing{}
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			d.end()
			return d.lines, d.hidden
		case html.CommentToken, html.DoctypeToken:
		case html.TextToken:
			if d.skipping == 0 {
				d.words(string(z.Text()))
			}
		case html.StartTagToken:
			d.open(z.Token(), false)
		case html.SelfClosingTagToken:
			d.open(z.Token(), true)
		case html.EndTagToken:
			name, _ := z.TagName()
			d.close(atom.Lookup(name))
		}
	}
}

// drawing is text as it comes to be.
type drawing struct {
	lines    []line
	now      strings.Builder
	space    bool   // one is due before the next word
	href     string // of the link that is open
	linked   strings.Builder
	quotes   []bool // for each blockquote that is open whether it quotes a mail
	quoted   int
	pre      int
	skipping int       // how many elements are open whose content is not read
	skipped  atom.Atom // the outermost of them
	hidden   bool
}

// unread are the elements whose content is no text.
var unread = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Title: true, atom.Iframe: true, atom.Noscript: true, atom.Noframes: true, atom.Noembed: true}

// blocks begin and end on a line of their own; those that are true have an empty line around them.
var blocks = map[atom.Atom]bool{
	atom.P: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Ul: true, atom.Ol: true, atom.Table: true, atom.Blockquote: true, atom.Pre: true, atom.Hr: true,
	atom.Div: false, atom.Li: false, atom.Tr: false, atom.Dt: false, atom.Dd: false, atom.Section: false, atom.Article: false, atom.Header: false, atom.Footer: false, atom.Address: false, atom.Center: false, atom.Body: false,
	atom.Fieldset: false, atom.Form: false, atom.Figure: false, atom.Main: false, atom.Nav: false, atom.Caption: false,
}

func (d *drawing) open(t html.Token, alone bool) {
	if d.skips(t.DataAtom, alone) {
		return
	}
	d.hidden = d.hidden || hides(style(t))
	if around, ok := blocks[t.DataAtom]; ok {
		d.block(around && !strings.HasPrefix(attribute(t, "class"), "Mso")) // Word makes a paragraph of every line
	}
	d.begin(t)
}

// begin is what an element does besides holding words.
func (d *drawing) begin(t html.Token) {
	switch t.DataAtom {
	case atom.Br:
		d.line()
	case atom.Li:
		d.words("- ")
	case atom.Td, atom.Th:
		d.words(" ")
	case atom.Pre:
		d.pre++
	case atom.Blockquote:
		d.quote(quotes(t))
	case atom.A:
		d.link()
		d.href = attribute(t, "href")
	case atom.Img:
		d.picture(attribute(t, "alt"))
	default: // its words are read and nothing else of it
	}
}

// style is that of an element, in small letters and without spaces.
func style(t html.Token) string {
	return strings.ReplaceAll(strings.ToLower(attribute(t, "style")), " ", "")
}

func hides(style string) bool {
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// skips tells whether an element that opens is within one that is not read, or is one.
func (d *drawing) skips(a atom.Atom, alone bool) bool {
	if d.skipping > 0 {
		if a == d.skipped && !alone {
			d.skipping++
		}
		return true
	}
	if unread[a] && !alone {
		d.skipping, d.skipped = 1, a
	}
	return unread[a]
}

func (d *drawing) close(a atom.Atom) {
	if d.skipping > 0 {
		if a == d.skipped {
			d.skipping--
		}
		return
	}
	if a == atom.A {
		d.link()
	}
	if around, ok := blocks[a]; ok {
		d.block(around)
	}
	switch {
	case a == atom.Pre && d.pre > 0:
		d.pre--
	case a == atom.Blockquote && len(d.quotes) > 0:
		if d.quotes[len(d.quotes)-1] {
			d.quoted--
		}
		d.quotes = d.quotes[:len(d.quotes)-1]
	}
}

func (d *drawing) quote(is bool) {
	d.quotes = append(d.quotes, is)
	if is {
		d.quoted++
	}
}

// quotes tells a quoted mail from a text that somebody moved to the right.
func quotes(t html.Token) bool {
	return strings.EqualFold(attribute(t, "type"), "cite") || strings.Contains(attribute(t, "class"), "quote") || strings.Contains(style(t), "border-left")
}

// words adds text, its white space drawn together unless it is preformatted.
func (d *drawing) words(s string) {
	if d.pre > 0 {
		for i, part := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
			if i > 0 {
				d.line()
			}
			d.now.WriteString(part)
		}
		return
	}
	s = strings.ReplaceAll(s, "\u00a0", " ")
	fields := strings.FieldsFunc(s, isSpace)
	if len(fields) == 0 {
		d.space = d.space || s != "" && d.now.Len() > 0
		return
	}
	if d.now.Len() > 0 && (d.space || isSpace(rune(s[0]))) {
		d.now.WriteByte(' ')
	}
	text := strings.Join(fields, " ")
	d.now.WriteString(text)
	d.space = isSpace(rune(s[len(s)-1]))
	if d.href != "" && d.linked.Len() < 1000 {
		d.linked.WriteString(text + " ")
	}
}

func isSpace(c rune) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// link writes the address of a link behind its words, where they do not say it.
func (d *drawing) link() {
	href, text := strings.TrimSpace(d.href), strings.TrimSpace(d.linked.String())
	d.href = ""
	d.linked.Reset()
	if text == "" || len(href) > 500 || !strings.HasPrefix(href, "https://") && !strings.HasPrefix(href, "http://") {
		return
	}
	if strings.Contains(href, strings.TrimPrefix(strings.TrimPrefix(text, "https://"), "http://")) && strings.Contains(text, ".") {
		return
	}
	d.words(" <" + strings.Map(visible, href) + ">")
}

func visible(c rune) rune {
	if c <= ' ' || turns(c) {
		return -1
	}
	return c
}

// picture writes the letters that a small picture stands for: Outlook and Gmail make pictures of smileys.
func (d *drawing) picture(alt string) {
	if alt = strings.TrimSpace(alt); alt != "" && len(alt) <= 16 && !isASCII([]byte(alt)) {
		d.words(alt)
	}
}

// line ends the line.
func (d *drawing) line() {
	d.lines = append(d.lines, line{text: strings.TrimRight(d.now.String(), " "), quoted: d.quoted > 0})
	d.now.Reset()
	d.space = false
}

// block begins on a new line, with an empty one before it when there is to be one around it.
func (d *drawing) block(around bool) {
	if d.now.Len() > 0 {
		d.line()
	}
	d.space = false
	if n := len(d.lines); around && n > 0 && d.lines[n-1].text != "" {
		d.lines = append(d.lines, line{quoted: d.quoted > 0 && d.lines[n-1].quoted})
	}
}

func (d *drawing) end() {
	if d.now.Len() > 0 {
		d.line()
	}
	for n := len(d.lines); n > 0 && d.lines[n-1].text == ""; n-- {
		d.lines = d.lines[:n-1]
	}
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
