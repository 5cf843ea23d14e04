// Package money reads amounts as people type them. Every amount is an int64 of euro cents; how amounts are
// shown is the business of package words.
package money

import (
	"errors"
	"strconv"
	"strings"
	"unicode"
)

// MaxCents is the largest amount that is read: one hundred million euros. More is a slip.
const MaxCents int64 = 100_000_000_00

// What ParseEuros refuses. The texts are for logs; what a person reads is chosen by the page.
var (
	ErrNotAnAmount = errors.New("money: not an amount in euros")
	ErrTooLarge    = errors.New("money: amount too large")
)

// ParseEuros reads an amount in euros as it is typed in Dutch or English ("1.234,56",
// "1,234.56", "69.95", "€ 69,95", "EUR 70", "70,-") and returns euro cents.
//
// A sign followed by three digits separates thousands ("1.234" and "1,234" are 1234 euros), by
// one or two it separates cents. It never rounds and never reads a negative amount: whatever is
// not plainly one amount is ErrNotAnAmount, whatever exceeds MaxCents is ErrTooLarge.
func ParseEuros(typed string) (int64, error) {
	euros, cents, err := split(trim(typed))
	if err != nil {
		return 0, err
	}
	if len(strings.TrimLeft(euros, "0")) > len(strconv.FormatInt(MaxCents/100, 10)) {
		return 0, ErrTooLarge
	}
	whole, err := strconv.ParseInt(euros, 10, 64)
	if err != nil {
		return 0, ErrNotAnAmount
	}
	part, err := strconv.ParseInt((cents + "00")[:2], 10, 64)
	if err != nil {
		return 0, ErrNotAnAmount
	}
	if amount := whole*100 + part; amount <= MaxCents {
		return amount, nil
	}
	return 0, ErrTooLarge
}

// trim takes away what stands around the figures: the currency, spaces, and ",-" for no cents.
func trim(typed string) string {
	s := strings.TrimFunc(typed, unicode.IsSpace)
	for _, currency := range []string{"€", "EUR", "eur", "Eur", "euro", "Euro"} {
		if rest, ok := strings.CutPrefix(s, currency); ok {
			s = rest
			break
		}
		if rest, ok := strings.CutSuffix(s, currency); ok {
			s = rest
			break
		}
	}
	s = strings.TrimFunc(s, unicode.IsSpace)
	for _, none := range []string{",--", ",-", ".-", ",–", ",—"} {
		if rest, ok := strings.CutSuffix(s, none); ok {
			return rest
		}
	}
	return s
}

// split parts an amount into its digits before and after the decimal sign.
func split(s string) (euros, cents string, err error) {
	last := strings.LastIndexAny(s, ".,")
	if last >= 0 && len(s)-last-1 <= 2 {
		cents = s[last+1:]
		if cents == "" || !digits(cents) || strings.Count(s, s[last:last+1]) > 1 {
			return "", "", ErrNotAnAmount
		}
		s = s[:last]
	}
	euros, ok := ungroup(s)
	if !ok {
		return "", "", ErrNotAnAmount
	}
	return euros, cents, nil
}

// ungroup takes the separators out of "1.234.567". All of them must be the same sign, with
// three digits after each and one to three before the first, which is not zero: "0,500" is half a euro to who typed it,
// or a mistake, but never five hundred.
func ungroup(s string) (string, bool) {
	at := strings.IndexAny(s, ".,")
	if at < 0 {
		return s, digits(s)
	}
	groups := strings.Split(s, s[at:at+1])
	if strings.HasPrefix(groups[0], "0") {
		return "", false
	}
	for i, group := range groups {
		if !digits(group) || len(group) > 3 || (i > 0 && len(group) != 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
