package mail

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"text/template"

	"github.com/wederhoor/wederhoor/words"
)

//go:embed texts
var textFiles embed.FS

// library holds the texts of a language, named as their files: "complainant/filed".
type library struct {
	sheets map[string]*template.Template
	frames map[string]*template.Template // salutation, link and closing, by sort of receiver
	shared *template.Template            // parts that texts have in common
}

// Folder and fallback of what a representative gets whose authority was not shown (R5).
const (
	representative = "representative"
	unspecific     = "default"
)

// The texts are part of the program and its tests render each of them, so one that cannot be read is a broken build.
var libraries = map[words.Lang]library{words.NL: read(words.NL), words.EN: read(words.EN)}

var functions = template.FuncMap{
	// opt is a datum that a text can do without.
	"opt": func(v view, name string) any { return v[name] },
}

func read(lang words.Lang) library {
	dir := "texts/" + string(lang)
	l := library{sheets: map[string]*template.Template{}, frames: map[string]*template.Template{}}
	l.shared = template.Must(template.New("parts").Funcs(functions).Option("missingkey=error").Parse(text(dir + "/parts.txt")))
	err := fs.WalkDir(textFiles, dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(path, dir+"/"), ".txt")
		sheet := template.Must(l.parts().New(name).Parse(text(path)))
		if strings.Contains(name, "/") {
			l.sheets[name] = sheet
		} else {
			l.frames[name] = sheet
		}
		return nil
	})
	if err != nil {
		panic("mail: " + err.Error())
	}
	return l
}

func text(path string) string {
	b, err := textFiles.ReadFile(path)
	if err != nil {
		panic("mail: " + err.Error())
	}
	return string(b)
}

// Render writes the letter of a notice. The same notice always gives the same letter. The error is ErrNoText when
// there is no text for such a notice, and a *LackError when it lacks what its text needs.
func Render(n Notice) (Letter, error) {
	return renderBy(n, libraries[words.Parse(n.Language)].sheets[SheetOf(n).name()])
}

// renderBy writes the letter of a notice by a text.
func renderBy(n Notice, text *template.Template) (Letter, error) {
	for _, placeholder := range []string{LinkPlaceholder, CodePlaceholder} { // what people call themselves is no place for either (ASVS 1.3.7)
		n.Name = strings.ReplaceAll(n.Name, placeholder, "("+strings.Trim(placeholder, "{}")+")")
	}
	sort, lang := sortOf(n.To), words.Parse(n.Language)
	k, ok := kinds[sort][n.Kind]
	if !ok || text == nil {
		return Letter{}, fmt.Errorf("%w: %s to %s", ErrNoText, n.Kind, sort)
	}
	v := n.view(lang)
	sheet, err := fill(n, text, v)
	if err != nil {
		return Letter{}, err
	}
	subject, body, _ := strings.Cut(sheet, "\n")
	v["Body"] = tidy(body)
	v["Choose"] = k.link != ""
	whole, err := fill(n, libraries[lang].frames[sort], v)
	if err != nil {
		return Letter{}, err
	}
	return Letter{Subject: subject, Body: tidy(whole) + "\n", Link: or(k.link, links[sort]), Class: k.class}, nil
}

// LackError says that a notice lacks a datum which its text cannot do without. It holds no personal data.
type LackError struct {
	Kind, To string // of the notice: "claim_sent" to "complainant"
	Datum    string // as the text names it
}

func (e *LackError) Error() string {
	return fmt.Sprintf("mail: %s to %s lacks %s", e.Kind, e.To, e.Datum)
}

var noEntry = regexp.MustCompile(`map has no entry for key "(\w+)"`)

func fill(n Notice, t *template.Template, v view) (string, error) {
	var b strings.Builder
	err := t.Execute(&b, v)
	var exec template.ExecError
	if errors.As(err, &exec) {
		if m := noEntry.FindStringSubmatch(exec.Error()); m != nil {
			return "", &LackError{Kind: n.Kind, To: sortOf(n.To), Datum: m[1]}
		}
	}
	return b.String(), err
}

var (
	spaceAtEnd = regexp.MustCompile(`[ \t]+\n`)
	blankLines = regexp.MustCompile(`\n{3,}`)
)

// tidy takes away the blank lines that parts left out have left behind.
func tidy(s string) string {
	return strings.TrimSpace(blankLines.ReplaceAllString(spaceAtEnd.ReplaceAllString(s, "\n"), "\n\n"))
}
