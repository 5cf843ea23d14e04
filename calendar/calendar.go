// Package calendar knows the chain's own time: its zone, which days it works, and the grid of
// slots in which its specialists can be spoken.
//
// The procedure counts in hours, days and working days. Hours are exact: 24 hours from a Saturday
// noon is Sunday noon, also in the night the clock changes. Days and working days are dates: such a
// term ends with the last moment of its last date in the chain's zone, so that 'day 7 still counts'
// (R8) means what a client thinks it means. All counting of dates is done on dates, never by adding
// 24 hours, because two days of the year are 23 and 25 hours long.
//
// Every moment this package returns is in UTC, as the program stores it; Local turns one into
// the clock on the wall. The calendar is live: it is not pinned to a dossier, since a holiday
// that is added must move the terms that still run.
package calendar

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // the zone must load on a machine without a zone database, such as an empty container

	"github.com/wederhoor/wederhoor/dossier"
)

// layout is how a dossier.Date is written.
const layout = "2006-01-02"

// Settings is what a calendar is made of.
type Settings struct {
	Zone   *time.Location          // the chain's zone
	Public []string                // codes of the public holidays observed, out of HolidayCodes
	Add    []Holiday               // single dates on which the chain is closed too
	Remove []dossier.Date          // single dates on which it works although they are public holidays
	Hours  map[time.Weekday][]Span // when specialists can be spoken; a day without an entry has no slots
	Slot   time.Duration           // length of a slot
}

// Calendar is the chain's calendar. It implements dossier.Calendar and is safe for concurrent use.
type Calendar struct {
	zone   *time.Location
	public []string
	add    []Holiday
	remove []dossier.Date
	hours  map[time.Weekday][]Span
	slot   time.Duration
	print  string   // see Fingerprint
	years  sync.Map // year (int) to its holidays (map[dossier.Date]dossier.Text); computing Easter at each step is slow
}

var _ dossier.Calendar = (*Calendar)(nil)

// New makes a calendar, or says what is wrong with its settings: no zone, an unknown holiday code,
// a malformed date, a slot shorter than a minute or hours that are reversed or overlap.
func New(s Settings) (*Calendar, error) {
	if s.Zone == nil {
		return nil, fmt.Errorf("calendar: no time zone")
	}
	if s.Slot < time.Minute {
		return nil, fmt.Errorf("calendar: a slot of %s is shorter than a minute", s.Slot)
	}
	if err := checkDates(s); err != nil {
		return nil, err
	}
	for day, spans := range s.Hours {
		if err := CheckSpans(spans, s.Slot); err != nil {
			return nil, fmt.Errorf("calendar: %s: %w", day, err)
		}
	}
	c := &Calendar{
		zone:   s.Zone,
		public: slices.Clone(s.Public),
		add:    slices.Clone(s.Add),
		remove: slices.Clone(s.Remove),
		hours:  maps.Clone(s.Hours),
		slot:   s.Slot,
	}
	c.print = c.fingerprint()
	return c, nil
}

func checkDates(s Settings) error {
	for _, code := range s.Public {
		if !slices.Contains(HolidayCodes(), code) {
			return fmt.Errorf("calendar: unknown public holiday %q", code)
		}
	}
	for _, h := range s.Add {
		if _, ok := parse(h.Date); !ok {
			return fmt.Errorf("calendar: %q is not a date", h.Date)
		}
	}
	for _, day := range s.Remove {
		if _, ok := parse(day); !ok {
			return fmt.Errorf("calendar: %q is not a date", day)
		}
	}
	return nil
}

// Fingerprint tells one calendar from another, by all that terms are counted with. Two that count the same have the same, in whatever
// order their days are written; hours and slots, which are for talks alone, are not in it.
func (c *Calendar) Fingerprint() string { return c.print }

func (c *Calendar) fingerprint() string {
	days := make([]dossier.Date, len(c.add))
	for i, h := range c.add {
		days[i] = h.Date
	}
	text, err := json.Marshal([]any{c.zone.String(), sorted(c.public), sorted(c.remove), sorted(days), HolidayCodes()})
	if err != nil {
		panic("calendar: " + err.Error()) // strings always can
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// sorted is a list in order, with everything in it once.
func sorted[T cmp.Ordered](list []T) []T {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// Zone is the chain's own zone.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Local is the same moment as the clock on the chain's wall shows it.
func (c *Calendar) Local(at time.Time) time.Time { return at.In(c.zone) }

// After is the moment a term ends that starts at from. Hours are exact. Days and working days
// end with the last moment of their last date; the date of from itself is not counted. A term
// of zero days ends with the date of from, whether it is a working day or not.
func (c *Calendar) After(from time.Time, term dossier.Term) time.Time {
	switch term.Unit {
	case dossier.Hours:
		return from.Add(time.Duration(term.N) * time.Hour).UTC()
	case dossier.Days:
		return c.EndOf(AddDays(c.Day(from), term.N))
	case dossier.WorkingDays:
		return c.EndOf(c.AddWorkingDays(c.Day(from), term.N))
	}
	// The policy refuses other units and the dossier pins what the policy accepted.
	panic(fmt.Sprintf("calendar: unknown unit %q", term.Unit))
}

// Day is the date of a moment in the chain's zone.
func (c *Calendar) Day(at time.Time) dossier.Date {
	return dossier.Date(at.In(c.zone).Format(layout))
}

// StartOf is the first moment of a date in the chain's zone; the zero time for a date that is
// empty or malformed.
func (c *Calendar) StartOf(day dossier.Date) time.Time {
	end := c.EndOf(AddDays(day, -1))
	if end.IsZero() {
		return end
	}
	return end.Add(time.Millisecond)
}

// EndOf is the last moment (23:59:59.999) of a date in the chain's zone. For a date that is empty
// or malformed it is the zero time: no deadline can be made out of an unknown date.
func (c *Calendar) EndOf(day dossier.Date) time.Time {
	t, ok := parse(day)
	if !ok {
		return time.Time{}
	}
	y, m, d := t.Date()
	end := time.Date(y, m, d, 23, 59, 59, 999e6, c.zone)
	// Where a clock goes back at midnight, 23:59 comes twice and the second one ends the day.
	if again := end.Add(time.Hour); c.Day(again) == day {
		end = again
	}
	return end.UTC()
}

// WorkingDay says whether the chain works on a date: no weekend and no holiday.
func (c *Calendar) WorkingDay(day dossier.Date) bool {
	t, ok := parse(day)
	if !ok || t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		return false
	}
	_, off := c.holidays(t.Year())[day]
	return !off
}

// AddWorkingDays is the n-th working day after a date. Zero is the date itself.
func (c *Calendar) AddWorkingDays(day dossier.Date, n int) dossier.Date {
	t, ok := parse(day)
	for ok && n > 0 {
		t = t.AddDate(0, 0, 1)
		day = dossier.Date(t.Format(layout))
		if t.Year() > lastYear {
			return day
		}
		if c.WorkingDay(day) {
			n--
		}
	}
	return day
}

// WorkingDaysBetween counts the working days that lie strictly between the dates of two moments.
// It is zero when to is not later than from.
func (c *Calendar) WorkingDaysBetween(from, to time.Time) int {
	count := 0
	for day := range dates(AddDays(c.Day(from), 1), AddDays(c.Day(to), -1)) {
		if c.WorkingDay(day) {
			count++
		}
	}
	return count
}

// Holiday gives the name of the holiday on a date, false when there is none.
func (c *Calendar) Holiday(day dossier.Date) (dossier.Text, bool) {
	t, ok := parse(day)
	if !ok {
		return dossier.Text{}, false
	}
	label, found := c.holidays(t.Year())[day]
	return label, found
}

// Holidays lists the holidays of a year in order of date.
func (c *Calendar) Holidays(year int) []Holiday {
	var list []Holiday
	for day, label := range c.holidays(year) {
		list = append(list, Holiday{Date: day, Label: label})
	}
	sortByDate(list)
	return list
}

// holidays is the set of a year: public ones, minus the removed, plus the added.
func (c *Calendar) holidays(year int) map[dossier.Date]dossier.Text {
	if known, ok := c.years.Load(year); ok {
		return known.(map[dossier.Date]dossier.Text)
	}
	set := map[dossier.Date]dossier.Text{}
	for _, h := range publicIn(year, c.public) {
		set[h.Date] = h.Label
	}
	for _, day := range c.remove {
		delete(set, day)
	}
	for _, h := range c.add {
		if t, ok := parse(h.Date); ok && t.Year() == year {
			set[h.Date] = h.Label
		}
	}
	c.years.Store(year, set)
	return set
}

// lastYear is where counting stops: dates are written with four digits.
const lastYear = 9999

// ParseDate reads a date written as 2026-03-05, false when it is not one.
func ParseDate(text string) (dossier.Date, bool) {
	day := dossier.Date(text)
	_, ok := parse(day)
	return day, ok
}

// AddDays is the date n days later (earlier when n is negative). An empty or malformed date is
// returned as it came.
func AddDays(day dossier.Date, n int) dossier.Date {
	t, ok := parse(day)
	if !ok {
		return day
	}
	return dossier.Date(t.AddDate(0, 0, n).Format(layout))
}

// dates goes through all dates from first to last, both included.
func dates(first, last dossier.Date) iter.Seq[dossier.Date] {
	return func(yield func(dossier.Date) bool) {
		day, ok := parse(first)
		end, okEnd := parse(last)
		for ; ok && okEnd && !day.After(end); day = day.AddDate(0, 0, 1) {
			if !yield(dossier.Date(day.Format(layout))) {
				return
			}
		}
	}
}

// parse reads a date as midnight in UTC, where every day has 24 hours and counting is safe.
func parse(day dossier.Date) (time.Time, bool) {
	t, err := time.Parse(layout, string(day))
	return t, err == nil
}
