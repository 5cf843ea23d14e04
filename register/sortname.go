package register

import "strings"

// SortName is a name as a Dutch list shows it, under the surname without its prefix: "Berg, Jan
// van den". A name already written with a comma is kept. The spelling stays as it was.
func SortName(name string) string {
	tokens := strings.Fields(name)
	if len(tokens) < 2 || strings.Contains(name, ",") {
		return strings.Join(tokens, " ")
	}
	start := surnameStart(tokens)
	end := start
	for end < len(tokens)-1 && isPrefix(tokens[end]) {
		end++
	}
	sorted := strings.Join(tokens[end:], " ") + ", " + strings.Join(tokens[:start], " ")
	if end > start {
		sorted += " " + strings.Join(tokens[start:end], " ")
	}
	return strings.TrimSuffix(strings.ReplaceAll(sorted, ",  ", ", "), ", ")
}

// surnameStart is the index of the token the surname begins with: its first prefix, or the
// last token. "Petra Jansen-de Vries" has one surname of two tokens.
func surnameStart(tokens []string) int {
	for i, token := range tokens[:len(tokens)-1] {
		if isPrefix(token) {
			return i
		}
		if _, after, ok := strings.Cut(token, "-"); ok && isPrefix(after) {
			return i
		}
	}
	return len(tokens) - 1
}

// SortKey is SortName without capitals, accents and signs, for a column to order by.
func SortKey(name string) string { return Plain(SortName(name)) }
