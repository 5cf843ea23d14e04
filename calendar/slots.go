package calendar

import (
	"errors"
	"fmt"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Clock is a time of day in minutes after midnight, as the clock on the wall shows it.
type Clock int

// ParseClock reads a time of day written as 09:30. 24:00 is the end of the day.
func ParseClock(text string) (Clock, bool) {
	if text == "24:00" {
		return 24 * 60, true
	}
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return 0, false
	}
	return Clock(t.Hour()*60 + t.Minute()), true
}

// String writes the time of day as 09:30.
func (k Clock) String() string { return fmt.Sprintf("%02d:%02d", int(k)/60, int(k)%60) }

// Span is a stretch of working hours on one day, From inclusive, To exclusive.
type Span struct {
	From, To Clock
}

// String writes the span as 09:00-12:30.
func (s Span) String() string { return s.From.String() + "-" + s.To.String() }

// What can be wrong with the working hours of a day.
var (
	ErrReversed = errors.New("the hours end before they begin")
	ErrOverlap  = errors.New("the hours overlap or are not in order")
	ErrTooShort = errors.New("the hours are shorter than one slot")
	ErrOutside  = errors.New("the hours lie outside the day")
)

// CheckSpans says whether the spans of one day can hold slots: each within the day, not
// reversed, at least one slot long, and in order. The error is one of the four above.
func CheckSpans(spans []Span, slot time.Duration) error {
	previous := Clock(0)
	for _, s := range spans {
		switch {
		case s.From < 0 || s.To > 24*60:
			return ErrOutside
		case s.To <= s.From:
			return ErrReversed
		case s.From < previous:
			return ErrOverlap
		case time.Duration(s.To-s.From)*time.Minute < slot:
			return ErrTooShort
		}
		previous = s.To
	}
	return nil
}

// SlotLength is how long a slot lasts.
func (c *Calendar) SlotLength() time.Duration { return c.slot }

// Slots lists the starts of all slots of one specialist that start at from or later and before to,
// in order. The grid is the same for every specialist, so that a start alone tells two bookings
// apart. A day has slots when it has hours and is no holiday: a Saturday can have slots without
// being a working day.
func (c *Calendar) Slots(from, to time.Time) []time.Time {
	var starts []time.Time
	for day := range dates(c.Day(from), c.Day(to)) {
		for _, start := range c.slotsOf(day) {
			if !start.Before(from) && start.Before(to) {
				starts = append(starts, start)
			}
		}
	}
	return starts
}

// IsSlot says whether a slot starts at exactly this moment.
func (c *Calendar) IsSlot(at time.Time) bool {
	for _, start := range c.slotsOf(c.Day(at)) {
		if start.Equal(at) {
			return true
		}
	}
	return false
}

// slotsOf lists the slots of one date.
func (c *Calendar) slotsOf(day dossier.Date) []time.Time {
	t, ok := parse(day)
	if !ok {
		return nil
	}
	if _, off := c.Holiday(day); off {
		return nil
	}
	var starts []time.Time
	length := Clock(c.slot / time.Minute)
	for _, span := range c.hours[t.Weekday()] {
		for at := span.From; at+length <= span.To; at += length {
			if start, exists := c.at(t, at); exists {
				starts = append(starts, start)
			}
		}
	}
	return starts
}

// at is the moment a clock shows a time on a date. It is false for a time that the clock skips
// when it goes forward: such a slot does not exist.
func (c *Calendar) at(day time.Time, clock Clock) (time.Time, bool) {
	y, m, d := day.Date()
	start := time.Date(y, m, d, int(clock)/60, int(clock)%60, 0, 0, c.zone)
	if start.Hour()*60+start.Minute() != int(clock) {
		return time.Time{}, false
	}
	return start.UTC(), true
}

// At is the moment a clock shows a time on a date; for a time that the clock skips when it goes forward, the one it goes on with instead. The zero
// time for a date that is empty or malformed.
func (c *Calendar) At(day dossier.Date, clock Clock) time.Time {
	t, ok := parse(day)
	if !ok {
		return time.Time{}
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, int(clock)/60, int(clock)%60, 0, 0, c.zone).UTC()
}
