package export

import (
	"io"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/wederhoor/wederhoor/words"
)

// PDF writes it for people. It has a title and a language, so that screen readers say what it is in the right voice (PDF/UA, 7.1 and 7.2).
func (d Document) PDF(w io.Writer) error {
	p := newSheet(d.Language)
	p.SetCatalogSort(true)
	p.SetCreationDate(d.Made)
	p.SetModificationDate(d.Made)
	title := words.Say(d.Language, "export.title", d.Reference)
	p.SetTitle(title, true)
	p.SetLang(string(d.Language))
	p.AddPage()
	p.line("B", 16, title)
	p.line("", 11, words.Say(d.Language, "export.lead", words.Moment(d.Language, d.Made, d.Zone)))
	p.line("", 11, words.Say(d.Language, "export.purpose"))
	if len(d.Facts) > 0 {
		p.heading("export.facts")
	}
	for _, f := range d.Facts {
		p.line("", 11, words.Say(d.Language, "export.fact."+f.Name)+": "+f.Value)
	}
	p.heading("export.records")
	for _, r := range d.Records {
		p.record(d, r)
	}
	p.heading("export.messages")
	for _, m := range d.Messages {
		p.message(d, m)
	}
	p.heading("export.files")
	for _, f := range d.Files {
		p.file(d, f)
	}
	return p.Output(w)
}

// sheet is the page that is written on.
type sheet struct {
	*fpdf.Fpdf
	lang words.Lang
}

// newSheet is a document without pages.
func newSheet(lang words.Lang) sheet {
	p := sheet{Fpdf: fpdf.New("P", "mm", "A4", ""), lang: lang}
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.SetMargins(20, 20, 20)
	p.SetAutoPageBreak(true, 20)
	return p
}

func (p sheet) heading(key string) {
	p.Ln(4)
	p.line("B", 13, words.Say(p.lang, key))
}

// line writes a text, broken where it must be. The font has no signs beyond the first plane, and the library stops at them.
func (p sheet) line(style string, size float64, text string) {
	text = strings.Map(func(r rune) rune {
		if r > 0xffff {
			return '\ufffd'
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
	p.SetFont("go", style, size)
	p.MultiCell(0, size/2, text, "", "L", false)
	p.Ln(1)
}

func (p sheet) record(d Document, r Record) {
	what := words.Say(p.lang, "export.withheld")
	if r.Kind != "" {
		what = words.Event(p.lang, r.Kind)
	}
	p.line("B", 11, words.Moment(p.lang, r.At, d.Zone)+": "+what)
	if r.Redacted != "" {
		p.line("", 11, words.Code(p.lang, "export.reason", r.Redacted))
	}
	for _, t := range r.Texts {
		text := t.Text
		if t.Redacted != "" {
			text = "[" + words.Code(p.lang, "export.reason", t.Redacted) + "]"
		}
		p.line("", 11, label(p.lang, t.Name)+": "+text)
	}
}

func (p sheet) message(d Document, m Message) {
	when := words.Moment(p.lang, m.At, d.Zone) + ": "
	if m.Redacted != "" {
		p.line("B", 11, when+words.Say(p.lang, "export.withheld"))
		p.line("", 11, words.Code(p.lang, "export.reason", m.Redacted))
		return
	}
	p.line("B", 11, when+m.Subject)
	p.line("", 11, m.Body)
}

func (p sheet) file(d Document, f File) {
	what := f.Name + ", SHA-256 " + f.Hash
	if f.Redacted != "" {
		what = words.Code(p.lang, "export.reason", f.Redacted)
	}
	p.line("", 11, words.Moment(p.lang, f.At, d.Zone)+": "+what)
}

// label is what a piece of words is called.
func label(lang words.Lang, name string) string {
	for _, key := range []string{"part_name." + name, "field." + name} {
		if words.Has(key) {
			return words.Say(lang, key)
		}
	}
	return words.Say(lang, "part_name.words")
}
