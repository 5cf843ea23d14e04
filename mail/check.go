package mail

import (
	"errors"
	"slices"
	"strings"
	"text/template"
	"unicode"
)

// longestSubject is how many letters a subject may have with its fields filled in.
const longestSubject = 150

// Check tells why an own text for a sheet cannot be used; nothing when it can. The first line is the subject. A text is refused that names what is
// not there or not for that letter, that is not whole, that leaves out what must be said, or that could come to nothing when something is not known.
func Check(s Sheet, text string) []Fault {
	switch {
	case len(text) > longest:
		return []Fault{{Code: "long"}}
	case strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune("\r\n", r) || unicode.Is(unicode.Bidi_Control, r)
	}):
		return []Fault{{Code: "control"}}
	}
	subject, body, _ := strings.Cut(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	switch {
	case strings.TrimSpace(subject) == "" || strings.Contains(subject, "{{"+word(s.Language, "part")+" "):
		return []Fault{{Code: "subject", Line: 1}}
	case strings.TrimSpace(body) == "":
		return []Fault{{Code: "body", Line: 3}}
	}
	compiled, faults := compile(s, text)
	if len(faults) > 0 {
		return faults
	}
	if faults := s.leavesOut(compiled); len(faults) > 0 {
		return faults
	}
	return s.tryOut(compiled, text)
}

// leavesOut lists what must be said and is not.
func (s Sheet) leavesOut(compiled *template.Template) (faults []Fault) {
	u := usesIn(libraries[s.Language], compiled.Root)
	always, ever := s.required()
	for _, name := range always {
		if !u.always[name] {
			faults = append(faults, Fault{Code: "lacks", What: nameIn(s.Language, fieldNames[name])})
		}
	}
	for _, name := range ever {
		if !u.ever[name] {
			faults = append(faults, Fault{Code: "lacks", What: nameIn(s.Language, fieldNames[name])})
		}
	}
	return faults
}

// tryOut writes examples by a text: with all that can be known, with every code that the program's text asks for, and with no more than must be known.
func (s Sheet) tryOut(compiled *template.Template, text string) []Fault {
	for _, n := range s.examples() {
		letter, err := renderBy(n, compiled)
		lack := (*LackError)(nil)
		switch {
		case errors.As(err, &lack):
			what := nameIn(s.Language, fieldNames[lack.Datum])
			return []Fault{{Code: "missing", Line: lineOf(text, "{{"+what+"}}"), What: what}}
		case err != nil:
			return []Fault{{Code: "brackets"}}
		case strings.TrimSpace(letter.Subject) == "" || len([]rune(letter.Subject)) > longestSubject:
			return []Fault{{Code: "subject", Line: 1}}
		}
	}
	return nil
}

func (s Sheet) examples() []Notice {
	full, least := Example(s, "O", "0", nil), sparse(s)
	all := []Notice{full, least}
	for field, codes := range usesOf(s).codes {
		for _, code := range slices.Concat(codes, []string{""}) {
			n := full
			switch field {
			case "Cause":
				n.Data.Cause = code
			case "How":
				n.Data.How = code
			case "Outcome":
				n.Data.Outcome = code
			}
			all = append(all, n)
		}
	}
	return all
}

// lineOf is the line where something first stands; 0 when it does not.
func lineOf(text, what string) int {
	before, _, found := strings.Cut(text, what)
	if !found {
		return 0
	}
	return strings.Count(before, "\n") + 1
}

// Word is a field or part that can be put into a text: as it is written there.
type Word struct {
	Key  string // of the words that explain it
	Name string // as it is written between the brackets
	Must bool   // it cannot be left out
	Ask  bool   // a text can ask for it, and not print it
}

// Words lists what can be put into the text of a sheet.
func (s Sheet) Words() []Word {
	fields, parts := s.allowed()
	always, ever := s.required()
	var all []Word
	for _, f := range fields {
		all = append(all, Word{
			Key: "letters.field." + strings.ToLower(f), Name: nameIn(s.Language, fieldNames[f]), Ask: slices.Contains(coded, f),
			Must: slices.Contains(always, f) || slices.Contains(ever, f),
		})
	}
	for _, p := range parts {
		all = append(all, Word{Key: "letters.part." + p, Name: word(s.Language, "part") + " " + nameIn(s.Language, partNames[p])})
	}
	return all
}
