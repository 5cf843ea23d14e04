package kit

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/wederhoor/wederhoor/dossier"
)

// months are the names people write, in Dutch and English, whole and cut short.
var months = map[string]int{
	"januari": 1, "jan": 1, "january": 1,
	"februari": 2, "feb": 2, "febr": 2, "february": 2,
	"maart": 3, "mrt": 3, "march": 3, "mar": 3,
	"april": 4, "apr": 4,
	"mei": 5, "may": 5,
	"juni": 6, "jun": 6, "june": 6,
	"juli": 7, "jul": 7, "july": 7,
	"augustus": 8, "aug": 8, "august": 8,
	"september": 9, "sep": 9, "sept": 9,
	"oktober": 10, "okt": 10, "october": 10, "oct": 10,
	"november": 11, "nov": 11,
	"december": 12, "dec": 12,
}

// weekdays are passed over: a date is read for what it says, not checked against its weekday.
var weekdays = map[string]bool{
	"maandag": true, "dinsdag": true, "woensdag": true, "donderdag": true, "vrijdag": true, "zaterdag": true, "zondag": true,
	"ma": true, "di": true, "wo": true, "do": true, "vr": true, "za": true, "zo": true,
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
}

// The years a date of this procedure can lie in: a birth a century ago, a remedy booked ahead.
const (
	firstYear = 1900
	lastYear  = 2199
)

// maxDate is the longest text looked at: "donderdag 24 september 2026" is 27.
const maxDate = 60

// ParseDate reads a date as people type it: 2026-03-05, 5-3-2026, 05/03/2026, 5.3.26, 5 3 2026,
// "5 maart 2026", "donderdag 5 mrt. 2026", "March 5, 2026". The day stands before the month unless the
// year comes first or the month is written out. It is false for anything else, and for a day that is not in the calendar.
func ParseDate(typed string) (dossier.Date, bool) {
	if len(typed) > maxDate {
		return "", false
	}
	var numbers []string
	month := 0
	for _, token := range strings.FieldsFunc(strings.ToLower(typed), isDateGap) {
		switch m := months[token]; {
		case weekdays[token]:
		case m > 0 && month == 0:
			month = m
		case isNumber(token):
			numbers = append(numbers, token)
		default:
			return "", false
		}
	}
	return arrange(numbers, month)
}

// arrange tells day, month and year apart.
func arrange(numbers []string, month int) (dossier.Date, bool) {
	switch {
	case month > 0 && len(numbers) == 2 && len(numbers[0]) == 4:
		return makeDate(numbers[0], strconv.Itoa(month), numbers[1])
	case month > 0 && len(numbers) == 2:
		return makeDate(numbers[1], strconv.Itoa(month), numbers[0])
	case month > 0 || len(numbers) != 3:
		return "", false
	case len(numbers[0]) == 4:
		return makeDate(numbers[0], numbers[1], numbers[2])
	}
	return makeDate(numbers[2], numbers[1], numbers[0])
}

func makeDate(year, month, day string) (dossier.Date, bool) {
	if len(year) != 4 && len(year) != 2 || len(month) > 2 || len(day) > 2 {
		return "", false
	}
	y, m, d := number(year), number(month), number(day)
	if len(year) == 2 {
		y += 2000
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < firstYear || y > lastYear || t.Month() != time.Month(m) || t.Day() != d {
		return "", false
	}
	return dossier.Date(t.Format(time.DateOnly)), true
}

// ParseClock reads a time of day as people type it: 14:05, 14.05, "9 uur", 9u30. The answer is in minutes after midnight.
func ParseClock(typed string) (minutes int, ok bool) {
	if len(typed) > maxDate {
		return 0, false
	}
	text := strings.TrimSpace(strings.ToLower(typed))
	text, hours := strings.CutSuffix(text, "uur")
	text = strings.ReplaceAll(strings.TrimSpace(text), "u", ":")
	h, m, parted := strings.Cut(strings.ReplaceAll(text, ".", ":"), ":")
	if parted && len(m) == 0 {
		m = "00"
	}
	if !isNumber(h) || len(h) > 2 || parted && (!isNumber(m) || len(m) != 2) || !parted && !hours {
		return 0, false
	}
	minutes = number(h)*60 + number(m)
	return minutes, number(h) < 24 && number(m) < 60
}

// Moment is when the clocks of the zone show that time on that date. It is false for a time the clock skips when it
// goes forward; of a time that comes twice it is the first.
func Moment(day dossier.Date, minutes int, zone *time.Location) (time.Time, bool) {
	d, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return time.Time{}, false
	}
	t := time.Date(d.Year(), d.Month(), d.Day(), minutes/60, minutes%60, 0, 0, zone)
	if t.Hour()*60+t.Minute() != minutes || t.Day() != d.Day() {
		return time.Time{}, false
	}
	if earlier := t.Add(-time.Hour); earlier.Hour() == t.Hour() && earlier.Minute() == t.Minute() {
		t = earlier
	}
	return t.UTC(), true
}

func isDateGap(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("-/.,–‑", r) }

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// number reads a few digits; callers have checked that there are no more than four.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// TypedDate is a date as one would type it into a field: "5-3-2026". It is the other way round of ParseDate; what is no date stays as it is.
func TypedDate(day dossier.Date) string {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return string(day)
	}
	return t.Format("2-1-2006")
}
