package dossier

import "strings"

// The symbols of a reference: no 0/O, 1/I/L, U, or Y, which sounds like IJ over a Dutch telephone. There are 29 of them, a
// prime number, so that the weighted sum below finds every wrong symbol and every swapped pair.
const symbols = "23456789ABCDEFGHJKMNPQRSTVWXZ"

const referenceSymbols = 7

// NewReference makes a reference that can be read over the phone ("WH-4F7Q-K2MA"): seven symbols drawn from
// random and a check symbol (R7).
func NewReference(random uint64) string {
	var b [referenceSymbols]int
	for i := range b {
		b[i] = int(random % uint64(len(symbols)))
		random /= uint64(len(symbols))
	}
	var sb strings.Builder
	for _, v := range b {
		sb.WriteByte(symbols[v])
	}
	sb.WriteByte(symbols[checkSymbol(b[:])])
	code := sb.String()
	return "WH-" + code[:4] + "-" + code[4:]
}

// ParseReference reads a reference as people type it: any case, with or without WH, dashes and spaces. ok
// is false when the check symbol does not fit.
func ParseReference(typed string) (reference string, ok bool) {
	code := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -.\u00a0\t", r) {
			return -1
		}
		return r
	}, strings.ToUpper(strings.TrimSpace(typed)))
	if len(code) == referenceSymbols+3 {
		code = strings.TrimPrefix(code, "WH")
	}
	if len(code) != referenceSymbols+1 {
		return "", false
	}
	values := make([]int, len(code))
	for i := range code {
		values[i] = strings.IndexByte(symbols, code[i])
		if values[i] < 0 {
			return "", false
		}
	}
	if checkSymbol(values[:referenceSymbols]) != values[referenceSymbols] {
		return "", false
	}
	return "WH-" + code[:4] + "-" + code[4:], true
}

// checkSymbol gives each place its own weight, so that a swap changes the sum.
func checkSymbol(values []int) int {
	sum := 0
	for i, v := range values {
		sum += (i + 2) * v
	}
	return sum % len(symbols)
}
