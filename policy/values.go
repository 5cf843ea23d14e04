package policy

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/money"
)

// maxDays a term may have. Longer ones are slips of the finger, and ten years is the longest
// any rule could want.
const maxDays = 3660

var units = map[string]struct {
	unit   dossier.Unit
	factor int
}{
	"hour": {dossier.Hours, 1}, "hours": {dossier.Hours, 1},
	"day": {dossier.Days, 1}, "days": {dossier.Days, 1},
	"week": {dossier.Days, 7}, "weeks": {dossier.Days, 7},
	"working day": {dossier.WorkingDays, 1}, "working days": {dossier.WorkingDays, 1},
}

// ParseTerm reads a term as the policy file writes it: 24 hours, 14 days, 2 weeks (which is 14 days),
// 5 working days. The error is a sentence for whoever wrote it.
func ParseTerm(text string) (dossier.Term, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return dossier.Term{}, errors.New("a term is empty; write for instance 14 days")
	}
	n, err := strconv.Atoi(words[0])
	if err != nil {
		return dossier.Term{}, fmt.Errorf("%q does not begin with a whole number; write for instance 14 days", text)
	}
	unit, ok := units[strings.Join(words[1:], " ")]
	if !ok {
		return dossier.Term{}, fmt.Errorf("%q has no known unit; write hours, days, weeks or working days", text)
	}
	if n < 0 {
		return dossier.Term{}, fmt.Errorf("%q is negative", text)
	}
	if limit := maxDays; n > limit*24 || unit.unit != dossier.Hours && n*unit.factor > limit {
		return dossier.Term{}, fmt.Errorf("%q is longer than ten years", text)
	}
	return dossier.Term{N: n * unit.factor, Unit: unit.unit}, nil
}

// FormatTerm writes a term the way ParseTerm reads it.
func FormatTerm(t dossier.Term) string {
	word := map[dossier.Unit]string{dossier.Hours: "hour", dossier.Days: "day", dossier.WorkingDays: "working day"}[t.Unit]
	if t.N != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", t.N, word)
}

// parseAmount reads an amount in euros, 69.95 or 69,95 or 70, into cents.
func parseAmount(text string) (dossier.Cents, error) {
	if strings.HasPrefix(text, "-") {
		return 0, fmt.Errorf("%q is negative", text)
	}
	cents, err := money.ParseEuros(text)
	if errors.Is(err, money.ErrTooLarge) {
		return 0, fmt.Errorf("%q is too large", text)
	}
	if err != nil {
		return 0, fmt.Errorf("%q is not an amount in euros; write for instance 69.95", text)
	}
	return dossier.Cents(cents), nil
}

// parseHours reads the hours of a day: 09:00-12:30, 13:00-17:00, or closed.
func parseHours(text string) ([]calendar.Span, error) {
	if text == "closed" {
		return nil, nil
	}
	var spans []calendar.Span
	for part := range strings.SplitSeq(text, ",") {
		from, to, _ := strings.Cut(strings.TrimSpace(part), "-")
		start, okStart := calendar.ParseClock(strings.TrimSpace(from))
		end, okEnd := calendar.ParseClock(strings.TrimSpace(to))
		if !okStart || !okEnd {
			return nil, fmt.Errorf("%q are not hours; write for instance 09:00-12:30, 13:00-17:00 or closed", text)
		}
		spans = append(spans, calendar.Span{From: start, To: end})
	}
	return spans, nil
}

var ibanForm = regexp.MustCompile(`^[A-Z]{2}\d\d[A-Z0-9]{11,30}$`)

// parseIBAN reads an account number and checks its two check digits (ISO 13616: the number with
// its first four characters moved to the end, letters as 10 to 35, is 1 modulo 97).
func parseIBAN(text string) (string, error) {
	iban := strings.ToUpper(strings.ReplaceAll(text, " ", ""))
	if !ibanForm.MatchString(iban) {
		return "", fmt.Errorf("%q is not an IBAN", text)
	}
	rest := 0
	for _, c := range iban[4:] + iban[:4] {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	if rest != 1 {
		return "", fmt.Errorf("%q is not an IBAN: its check digits are wrong", text)
	}
	return iban, nil
}
