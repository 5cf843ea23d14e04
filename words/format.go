package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var (
	daysNL      = [...]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}
	monthsNL    = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}
	shortMonths = [...]string{"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"}
)

// noBreak keeps an amount or a time on one line.
const noBreak = "\u00a0"

// Date writes a calendar date given as year-month-day: 'donderdag 5 maart 2026', 'Thursday 5 March 2026'.
// The empty date is empty; what is no date is given back as it is.
func Date[S ~string](lang Lang, ymd S) string {
	day, ok := readDate(string(ymd))
	if !ok {
		return string(ymd)
	}
	return longDate(lang, day)
}

func readDate(ymd string) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, ymd)
	return day, err == nil
}

func longDate(lang Lang, day time.Time) string {
	if lang == EN {
		return day.Format("Monday 2 January 2006")
	}
	return fmt.Sprintf("%s %d %s %d", daysNL[day.Weekday()], day.Day(), monthsNL[day.Month()-1], day.Year())
}

func shortDate(lang Lang, day time.Time) string {
	if lang == EN {
		return day.Format("2 Jan 2006")
	}
	return fmt.Sprintf("%d %s %d", day.Day(), shortMonths[day.Month()-1], day.Year())
}

// Moment writes a moment by the clock of a zone: 'donderdag 5 maart 2026 om 14.05 uur', 'Thursday 5 March 2026 at
// 14:05'. The zero moment is empty. Without a zone it is UTC.
func Moment(lang Lang, at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	local := inZone(at, zone)
	if lang == EN {
		return longDate(lang, local) + " at " + local.Format("15:04")
	}
	return longDate(lang, local) + " om " + local.Format("15.04") + noBreak + "uur"
}

// Day writes the date on which a moment falls in a zone, as Date does.
func Day(lang Lang, at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return longDate(lang, inZone(at, zone))
}

// ShortMoment writes a moment for tables: '5 mrt 2026, 14.05', '5 Mar 2026, 14:05'.
func ShortMoment(lang Lang, at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	local := inZone(at, zone)
	return shortDate(lang, local) + ", " + Clock(lang, at, zone)
}

// Clock writes the time of day alone: '14.05', '14:05'.
func Clock(lang Lang, at time.Time, zone *time.Location) string {
	if lang == EN {
		return inZone(at, zone).Format("15:04")
	}
	return inZone(at, zone).Format("15.04")
}

func inZone(at time.Time, zone *time.Location) time.Time {
	if zone == nil {
		return at.UTC()
	}
	return at.In(zone)
}

// Amount writes euro cents: '€ 1.234,56' with a no-break space, '€1,234.56'.
func Amount[N ~int64](lang Lang, cents N) string {
	minus := ""
	euros, rest := uint64(cents)/100, uint64(cents)%100
	if cents < 0 {
		minus = "-"
		positive := -uint64(cents) // right for the lowest number too
		euros, rest = positive/100, positive%100
	}
	if lang == EN {
		return fmt.Sprintf("%s€%s.%02d", minus, grouped(euros, ","), rest)
	}
	return fmt.Sprintf("€%s%s%s,%02d", noBreak, minus, grouped(euros, "."), rest)
}

func grouped(n uint64, sign string) string {
	digits := strconv.FormatUint(n, 10)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + sign + digits[at:]
	}
	return digits
}

// Term writes a length of time in a unit of the policy ("hours", "days", "working_days") or in
// "weeks" or "minutes": '5 werkdagen', '1 dag', '24 uur'.
func Term[S ~string](lang Lang, n int, unit S) string {
	return Plural(lang, "term."+string(unit), n)
}

// Spent writes minutes of work: '1 uur en 30 minuten', '45 minuten'.
func Spent(lang Lang, minutes int) string {
	hours, rest := minutes/60, minutes%60
	switch {
	case hours == 0:
		return Term(lang, rest, "minutes")
	case rest == 0:
		return Term(lang, hours, "hours")
	}
	return List(lang, []string{Term(lang, hours, "hours"), Term(lang, rest, "minutes")})
}

// Left writes how long there is until something is due, or how long it is overdue, in the largest unit
// that fits: 'nog 3 dagen', '2 uur te laat'.
func Left(lang Lang, now, due time.Time, zone *time.Location) string {
	key, from, to := "left.until", now, due
	if due.Before(now) {
		key, from, to = "left.over", due, now
	}
	return Say(lang, key, lengthOf(lang, from, to, zone))
}

func lengthOf(lang Lang, from, to time.Time, zone *time.Location) string {
	switch d := to.Sub(from); {
	case d < time.Hour:
		return Term(lang, int(d/time.Minute), "minutes")
	case d < 48*time.Hour:
		return Term(lang, int(d/time.Hour), "hours")
	}
	return Term(lang, int(midnight(to, zone).Sub(midnight(from, zone))/(24*time.Hour)), "days")
}

// midnight begins the calendar day of a moment, on a calendar whose days all have 24 hours.
func midnight(at time.Time, zone *time.Location) time.Time {
	year, month, day := at.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// List joins items as in a sentence: 'a, b en c', 'a, b and c'.
func List(lang Lang, items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " " + Say(lang, "and") + " " + items[last]
}
