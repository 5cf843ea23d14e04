package mail

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"

	"github.com/wederhoor/wederhoor/words"
)

// Sheet names the text of a kind of letter to a sort of receiver, in a language. Staff can write their own in its place.
type Sheet struct {
	Language words.Lang
	Sort     string // of receiver; "representative" for who acts for a client without having shown that they may (R5)
	Kind     string
}

func (s Sheet) name() string { return s.Sort + "/" + s.Kind }

// Sheets are all texts there are in a language, in the order of their receivers and kinds.
func Sheets(lang words.Lang) []Sheet {
	var all []Sheet
	for name := range maps.Keys(libraries[lang].sheets) {
		sort, kind, _ := strings.Cut(name, "/")
		all = append(all, Sheet{lang, sort, kind})
	}
	order := []string{complainant, representative, specialist, fellow, former, handlers, desk, ToAccount}
	slices.SortFunc(all, func(a, b Sheet) int {
		return cmp.Or(slices.Index(order, a.Sort)-slices.Index(order, b.Sort), cmp.Compare(a.Kind, b.Kind))
	})
	return all
}

// IsSheet reports whether there is such a text.
func IsSheet(s Sheet) bool {
	return (s.Language == words.NL || s.Language == words.EN) && libraries[s.Language].sheets[s.name()] != nil
}

// SheetOf is the text that a notice takes.
func SheetOf(n Notice) Sheet {
	lang := words.Parse(n.Language)
	s := Sheet{Language: lang}
	s.Sort, s.Kind, _ = strings.Cut(libraries[lang].nameOf(sortOf(n.To), n), "/")
	return s
}

// nameOf is the name of the text of a notice. Whoever acts for a client without having shown that they may gets one that tells nothing about the
// client (R5).
func (l library) nameOf(sort string, n Notice) string {
	own, guarded := sort+"/"+n.Kind, representative+"/"+n.Kind
	switch {
	case sort == complainant && !n.Data.Authority && l.sheets[guarded] == nil:
		return representative + "/" + unspecific
	case sort == complainant && (!n.Data.Authority || l.sheets[own] == nil):
		return guarded
	}
	return own
}

// Write renders a notice by what staff wrote for it, and by the program's own text where that is empty or cannot be used: there is always a letter.
// fault says why it could not be used.
func Write(n Notice, own string) (letter Letter, fault, err error) {
	if own != "" {
		if letter, fault = writeOwn(n, own); fault == nil {
			return letter, nil, nil
		}
	}
	letter, err = Render(n)
	return letter, fault, err
}

func writeOwn(n Notice, own string) (Letter, error) {
	s := SheetOf(n)
	if len(own) > longest {
		return Letter{}, fmt.Errorf("mail: the text for %s is too long", s.name())
	}
	t, faults := compile(s, own)
	if len(faults) > 0 {
		return Letter{}, fmt.Errorf("mail: the text for %s: %s in line %d", s.name(), faults[0].Code, faults[0].Line)
	}
	return renderBy(n, t)
}

// parts are the texts that several letters share, of which staff can put one into theirs.
func (l library) parts() *template.Template { return template.Must(l.shared.Clone()) }
