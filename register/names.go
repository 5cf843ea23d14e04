package register

import "strings"

// Likeness is how well two names agree.
type Likeness int

// Different names cannot be of one person, Alike ones can (an initial, a married name, one
// wrong letter in the surname), and Same ones have the same words.
const (
	Different Likeness = iota
	Alike
	Same
)

// CompareNames says how well two names agree, whatever their accents, capitals, titles,
// prefixes and initials. The order of the two does not matter. An empty name is Different
// from every other.
func CompareNames(a, b string) Likeness {
	x, y := strings.Fields(ij(Fold(a))), strings.Fields(ij(Fold(b)))
	switch {
	case len(x) == 0 || len(y) == 0:
		return Different
	case strings.Join(x, " ") == strings.Join(y, " "):
		return Same
	case shareSurname(x, y) && givenAgree(x, y):
		return Alike
	}
	return Different
}

// shareSurname reports whether the surname of one is a surname of the other, either alone or as
// part of a married name.
func shareSurname(x, y []string) bool {
	return hasSurname(x, last(y)) || hasSurname(y, last(x))
}

func last(tokens []string) string { return tokens[len(tokens)-1] }

// hasSurname passes over the first word when there are more: that is a given name.
func hasSurname(tokens []string, surname string) bool {
	if len(tokens) > 1 {
		tokens = tokens[1:]
	}
	for _, token := range tokens {
		if token == surname || oneSlip(token, surname) {
			return true
		}
	}
	return false
}

// givenAgree reports whether the first given names can be of one person. A name of one word
// is a surname alone and goes with any given name.
func givenAgree(x, y []string) bool {
	if len(x) == 1 || len(y) == 1 {
		return true
	}
	return abbreviates(x[0], y[0]) || abbreviates(y[0], x[0]) || oneSlip(x[0], y[0])
}

// abbreviates holds for initials ("j", "th") and short forms ("jo" for "johan").
func abbreviates(short, long string) bool { return strings.HasPrefix(long, short) }

// slipLength is the shortest word in which one wrong letter is taken for a slip: in shorter
// ones it makes another name (Bos, Vos).
const slipLength = 5

// oneSlip reports whether one letter added, left out, changed or swapped with its neighbour
// turns a into b.
func oneSlip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < slipLength || len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return string(x[i:]) == string(y[i+1:])
	}
	if i == len(x) || string(x[i+1:]) == string(y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && string(x[i+2:]) == string(y[i+2:])
}
