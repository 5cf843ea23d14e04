// Package words is what people read: the catalogue of Dutch and English texts, and the forms in
// which dates, moments, amounts and lists are written. It is a leaf: it knows no other package of
// the product, so that every page, letter and message can stand on it.
//
// Texts live in several files of this package, one per area; each adds its own entries when the
// program starts. Dutch comes first, English second; an entry always has both.
package words

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Lang is a language of the product.
type Lang string

// The languages.
const (
	NL Lang = "nl"
	EN Lang = "en"
)

// Parse reads a language tag ("nl", "en-GB") and gives Dutch for whatever it does not know.
func Parse(tag string) Lang {
	base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	if base == string(EN) {
		return EN
	}
	return NL
}

// Entry is one text in both languages. It may hold verbs of package fmt (%s, %d, %[2]s), the same
// ones in both languages; a percent sign itself is written %%.
type Entry struct{ NL, EN string }

// In is the text in a language.
func (e Entry) In(lang Lang) string {
	if lang == EN {
		return e.EN
	}
	return e.NL
}

var catalogue = map[string]Entry{}

// add puts an area's entries into the catalogue. A key that is there already is a mistake of the
// programmer, found at start.
func add(entries map[string]Entry) {
	for key, entry := range entries {
		if _, ok := catalogue[key]; ok {
			panic("words: two texts for " + key)
		}
		catalogue[key] = entry
	}
}

// Say is the text of a key in a language, with its verbs filled in. An unknown key gives the key
// itself in ⟦⟧, and is remembered for Missing.
func Say(lang Lang, key string, args ...any) string {
	entry, ok := catalogue[key]
	if !ok {
		missing.note(key)
		return "⟦" + key + "⟧"
	}
	text := entry.In(lang)
	if !strings.Contains(text, "%") && len(args) == 0 {
		return text
	}
	if want := arity(text); want != len(args) {
		missing.note(fmt.Sprintf("%s (wants %d arguments, got %d)", key, want, len(args)))
	}
	return fmt.Sprintf(text, args...)
}

// Has reports whether there is a text for the key.
func Has(key string) bool {
	_, ok := catalogue[key]
	return ok
}

// Keys lists every key with that prefix, sorted.
func Keys(prefix string) []string {
	var keys []string
	for key := range catalogue {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// Plural is the text of key+".one" when n is 1 and of key+".other" otherwise. The number is the
// first argument of the text, args follow it.
func Plural(lang Lang, key string, n int, args ...any) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return Say(lang, key+form, append([]any{n}, args...)...)
}

// Code is the label of a code out of a group of codes: Code(lang, "phase", dossier.PhaseTriage). The empty
// code has the label of "none".
func Code[S ~string](lang Lang, group string, code S) string {
	if code == "" {
		code = "none"
	}
	return Say(lang, group+"."+string(code))
}

// choiceGroups says under which group of keys the codes of a field's list of choices have their labels.
// Lists that are not named here get their labels from the policy, the register or the accounts.
var choiceGroups = map[string]string{
	"cancel_cause": "cause", "lapse_cause": "cause", "decline_cause": "cause",
	"about": "about", "channel": "channel", "explanation": "how", "part": "part",
	"outcome": "outcome", "act": "agreed", "language": "language",
}

// Choice is the label of a code out of the list of a `choice:LIST` field. It reports false for lists and
// codes whose labels stand elsewhere (in the policy, the register, the accounts).
func Choice[S ~string](lang Lang, list string, code S) (string, bool) {
	group, ok := choiceGroups[list]
	if !ok || !Has(group+"."+string(code)) {
		return "", false
	}
	return Say(lang, group+"."+string(code)), true
}

// Event is the sentence of a timeline for a stored event name: "ban_started.1" and "ban_started" are the same.
func Event(lang Lang, name string) string {
	base, _, _ := strings.Cut(name, ".")
	return Say(lang, "event."+base)
}

// Act is the button of a command kind, ActHelp the sentence that explains it.
func Act[S ~string](lang Lang, kind S) string { return Say(lang, "act."+string(kind)) }

// ActHelp is the sentence that explains a command kind, with its rule.
func ActHelp[S ~string](lang Lang, kind S) string { return Say(lang, "act."+string(kind)+".help") }

// Field is the label of a command's field, named as in Go ("TreatmentDate"): its own for that kind
// of command, or else the one that all commands share.
func Field[S ~string](lang Lang, kind S, name string) string {
	snake := Snake(name)
	if own := "field." + string(kind) + "." + snake; Has(own) {
		return Say(lang, own)
	}
	return Say(lang, "field."+snake)
}

// Hint is the explanation beside a command's field, found as Field finds its label; empty when there is none.
func Hint[S ~string](lang Lang, kind S, name string) string {
	snake := Snake(name)
	for _, key := range []string{"hint." + string(kind) + "." + snake, "hint." + snake} {
		if Has(key) {
			return Say(lang, key)
		}
	}
	return ""
}

// Snake is a Go name in the spelling of keys and form fields: TreatmentDate is treatment_date, TreatmentID is
// treatment_id.
func Snake(name string) string {
	var b strings.Builder
	letters := []rune(name)
	for i, r := range letters {
		starts := unicode.IsUpper(r) && i > 0 &&
			(unicode.IsLower(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1]))
		if starts {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// noted collects mistakes in the use of the catalogue.
type noted struct {
	sync.Mutex
	keys map[string]bool
}

var missing = noted{keys: map[string]bool{}}

func (n *noted) note(key string) {
	n.Lock()
	defer n.Unlock()
	n.keys[key] = true
}

// Missing lists the keys that Say was asked for since the start and could not answer well: those without
// a text, and those given the wrong number of arguments. Tests of pages fail on it.
func Missing() []string {
	missing.Lock()
	defer missing.Unlock()
	keys := make([]string, 0, len(missing.keys))
	for key := range missing.keys {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
