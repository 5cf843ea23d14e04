package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/wederhoor/wederhoor/dossier"
)

var amsterdam = zone("Europe/Amsterdam")

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

func settings() Settings {
	day := []Span{{9 * 60, 12*60 + 30}, {13 * 60, 17 * 60}}
	return Settings{
		Zone:   amsterdam,
		Public: DutchHolidays(),
		Hours: map[time.Weekday][]Span{
			time.Monday: day, time.Tuesday: day, time.Wednesday: day, time.Thursday: day, time.Friday: day,
			time.Saturday: {{10 * 60, 12 * 60}},
		},
		Slot: 30 * time.Minute,
	}
}

func make1(t interface{ Fatal(...any) }, s Settings) *Calendar {
	c, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wall reads a moment as the clock in Amsterdam shows it.
func wall(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04:05.999", text, amsterdam)
	if err != nil {
		panic(err)
	}
	return at
}

func TestR8_DaySevenStillCounts(t *testing.T) {
	c := make1(t, settings())
	week := dossier.Term{N: 7, Unit: dossier.Days}
	for _, tc := range []struct{ name, from, want string }{
		{"plain", "2026-03-05 14:05:00", "2026-03-12 23:59:59.999"},
		{"first moment of the day", "2026-03-05 00:00:00", "2026-03-12 23:59:59.999"},
		{"last moment of the day", "2026-03-05 23:59:59.999", "2026-03-12 23:59:59.999"},
		{"clock goes forward in between", "2026-03-25 12:00:00", "2026-04-01 23:59:59.999"},
		{"ends on the day the clock goes forward", "2026-03-22 12:00:00", "2026-03-29 23:59:59.999"},
		{"clock goes back in between", "2026-10-22 12:00:00", "2026-10-29 23:59:59.999"},
		{"ends on the day the clock goes back", "2026-10-18 12:00:00", "2026-10-25 23:59:59.999"},
		{"leap day", "2028-02-22 12:00:00", "2028-02-29 23:59:59.999"},
		{"over the leap day", "2028-02-25 12:00:00", "2028-03-03 23:59:59.999"},
		{"no leap day in 2100", "2100-02-25 12:00:00", "2100-03-04 23:59:59.999"},
		{"year end", "2026-12-28 12:00:00", "2027-01-04 23:59:59.999"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := c.After(wall(tc.from), week); !got.Equal(wall(tc.want)) {
				t.Errorf("got %s, want %s", c.Local(got), tc.want)
			}
		})
	}
}

func TestR8_DateIsThatOfTheChainsZone(t *testing.T) {
	c := make1(t, settings())
	// 22:30 UTC in summer is already the next day in Amsterdam.
	if got := c.Day(time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC)); got != "2026-07-02" {
		t.Errorf("got %s", got)
	}
	if got := c.Day(time.Date(2026, 1, 1, 22, 30, 0, 0, time.UTC)); got != "2026-01-01" {
		t.Errorf("got %s", got)
	}
}

func TestR10_HoursAreExact(t *testing.T) {
	c := make1(t, settings())
	day := dossier.Term{N: 24, Unit: dossier.Hours}
	for _, tc := range []struct{ name, from, want string }{
		{"plain", "2026-03-05 14:05:00", "2026-03-06 14:05:00"},
		{"over a weekend", "2026-03-06 14:05:00", "2026-03-07 14:05:00"},
		{"the short day", "2026-03-28 12:00:00", "2026-03-29 13:00:00"},
		{"the long day", "2026-10-24 12:00:00", "2026-10-25 11:00:00"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := c.After(wall(tc.from), day); !got.Equal(wall(tc.want)) {
				t.Errorf("got %s, want %s", c.Local(got), tc.want)
			}
		})
	}
}

func TestR1_WorkingDaysSkipWeekendsAndHolidays(t *testing.T) {
	c := make1(t, settings())
	for _, tc := range []struct {
		name, from string
		n          int
		want       dossier.Date
	}{
		{"within a week", "2026-03-02 10:00:00", 3, "2026-03-05"},
		{"over a weekend", "2026-03-05 10:00:00", 5, "2026-03-12"},
		{"asked on Saturday", "2026-03-07 10:00:00", 1, "2026-03-09"},
		{"asked on Sunday night", "2026-03-08 23:59:00", 1, "2026-03-09"},
		{"over Easter", "2026-04-02 10:00:00", 2, "2026-04-07"},
		{"over Koningsdag", "2026-04-24 10:00:00", 1, "2026-04-28"},
		{"over Ascension Day", "2026-05-13 10:00:00", 1, "2026-05-15"},
		{"over Christmas and New Year", "2026-12-24 10:00:00", 5, "2027-01-04"},
		{"over the clock going forward", "2026-03-27 10:00:00", 1, "2026-03-30"},
		{"over the clock going back", "2026-10-23 10:00:00", 1, "2026-10-26"},
		{"none", "2026-03-07 10:00:00", 0, "2026-03-07"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := c.After(wall(tc.from), dossier.Term{N: tc.n, Unit: dossier.WorkingDays})
			if !got.Equal(c.EndOf(tc.want)) {
				t.Errorf("got %s, want the end of %s", c.Local(got), tc.want)
			}
		})
	}
}

func TestDutchHolidays(t *testing.T) {
	c := make1(t, settings())
	for year, want := range map[int]string{
		2025: "2025-01-01 2025-04-20 2025-04-21 2025-04-26 2025-05-05 2025-05-29 2025-06-08 2025-06-09 2025-12-25 2025-12-26",
		2026: "2026-01-01 2026-04-05 2026-04-06 2026-04-27 2026-05-14 2026-05-24 2026-05-25 2026-12-25 2026-12-26",
		2030: "2030-01-01 2030-04-21 2030-04-22 2030-04-27 2030-05-05 2030-05-30 2030-06-09 2030-06-10 2030-12-25 2030-12-26",
	} {
		var got []string
		for _, h := range c.Holidays(year) {
			got = append(got, string(h.Date))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%d: got %s, want %s", year, got, want)
		}
	}
}

func TestKoningsdagMovesToSaturdayWhenItIsASunday(t *testing.T) {
	c := make1(t, settings())
	for day, want := range map[dossier.Date]bool{
		"2025-04-26": true, "2025-04-27": false, // the 27th is a Sunday
		"2026-04-26": false, "2026-04-27": true,
		"2031-04-26": true, "2031-04-27": false,
	} {
		label, got := c.Holiday(day)
		if got != want || (got && label.NL != "Koningsdag") {
			t.Errorf("%s: got %v %q, want %v", day, got, label.NL, want)
		}
	}
}

func TestGoodFridayAndLiberationDayAreAChoice(t *testing.T) {
	usual := make1(t, settings())
	for _, day := range []dossier.Date{"2026-04-03", "2026-05-05"} {
		if !usual.WorkingDay(day) {
			t.Errorf("%s is a working day unless the policy says otherwise", day)
		}
	}
	s := settings()
	s.Public = []string{"good_friday", "liberation_day"}
	chosen := make1(t, s)
	for _, day := range []dossier.Date{"2026-04-03", "2026-05-05"} {
		if chosen.WorkingDay(day) {
			t.Errorf("%s was chosen as a holiday", day)
		}
	}
	if !chosen.WorkingDay("2026-12-25") {
		t.Error("Christmas was not chosen")
	}
}

func TestDatesAddedAndRemoved(t *testing.T) {
	s := settings()
	s.Add = []Holiday{{Date: "2026-12-24", Label: dossier.Text{NL: "Gesloten"}}}
	s.Remove = []dossier.Date{"2026-05-25"}
	c := make1(t, s)
	if c.WorkingDay("2026-12-24") || !c.WorkingDay("2025-12-24") {
		t.Error("an added date closes that one date")
	}
	if !c.WorkingDay("2026-05-25") || c.WorkingDay("2027-05-17") {
		t.Error("a removed date opens that one date")
	}
	if label, _ := c.Holiday("2026-12-24"); label.NL != "Gesloten" {
		t.Errorf("got %q", label.NL)
	}
}

func TestR16_WorkingDaysBetweenCountsNeitherEnd(t *testing.T) {
	c := make1(t, settings())
	for _, tc := range []struct {
		from, to string
		want     int
	}{
		{"2026-03-02 09:00:00", "2026-03-02 17:00:00", 0},
		{"2026-03-02 09:00:00", "2026-03-03 09:00:00", 0},
		{"2026-03-02 23:59:00", "2026-03-06 00:01:00", 3}, // Tuesday, Wednesday, Thursday
		{"2026-03-05 09:00:00", "2026-03-10 09:00:00", 2}, // Friday, Monday
		{"2026-04-02 09:00:00", "2026-04-08 09:00:00", 2}, // Good Friday works, Easter Monday does not, Tuesday
		{"2026-03-10 09:00:00", "2026-03-02 09:00:00", 0}, // the wrong way round
	} {
		if got := c.WorkingDaysBetween(wall(tc.from), wall(tc.to)); got != tc.want {
			t.Errorf("%s to %s: got %d, want %d", tc.from, tc.to, got, tc.want)
		}
	}
}

func TestUnknownDatesHaveNoEnd(t *testing.T) {
	c := make1(t, settings())
	for _, day := range []dossier.Date{"", "2026-02-30", "5 maart", "10000-01-01"} {
		if !c.EndOf(day).IsZero() || !c.StartOf(day).IsZero() {
			t.Errorf("%q has an end", day)
		}
		if c.WorkingDay(day) {
			t.Errorf("%q is a working day", day)
		}
		if _, ok := ParseDate(string(day)); ok {
			t.Errorf("%q is a date", day)
		}
		if AddDays(day, 1) != day {
			t.Errorf("%q moves", day)
		}
	}
}

func TestMidnightThatComesTwiceEndsOnce(t *testing.T) {
	s := settings()
	s.Zone = zone("America/Havana") // 2026-11-01 01:00 goes back to 00:00
	c := make1(t, s)
	if got, next := c.EndOf("2026-11-01").Sub(c.EndOf("2026-10-31")), 25*time.Hour; got != next {
		t.Errorf("the day is %s long", got)
	}
	s.Zone = zone("America/Sao_Paulo") // 2018-02-18 00:00 goes back to 23:00
	c = make1(t, s)
	end := c.EndOf("2018-02-17")
	if c.Day(end) != "2018-02-17" || c.Day(end.Add(time.Millisecond)) != "2018-02-18" {
		t.Errorf("%s is not the last moment", c.Local(end))
	}
	end = c.EndOf("2018-11-03") // the clock goes forward at midnight
	if c.Day(end) != "2018-11-03" || c.Day(end.Add(time.Millisecond)) != "2018-11-04" {
		t.Errorf("%s is not the last moment", c.Local(end))
	}
}

func TestUnknownUnitPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a term without a unit gave a moment")
		}
	}()
	make1(t, settings()).After(time.Unix(0, 0), dossier.Term{N: 1})
}

func TestNewRefuses(t *testing.T) {
	for want, spoil := range map[string]func(*Settings){
		"no time zone":               func(s *Settings) { s.Zone = nil },
		"shorter than a minute":      func(s *Settings) { s.Slot = time.Second },
		"unknown public holiday":     func(s *Settings) { s.Public = []string{"sinterklaas"} },
		`"2026-13-01" is not a date`: func(s *Settings) { s.Add = []Holiday{{Date: "2026-13-01"}} },
		`"soon" is not a date`:       func(s *Settings) { s.Remove = []dossier.Date{"soon"} },
		"end before they begin":      func(s *Settings) { s.Hours[time.Monday] = []Span{{600, 540}} },
		"overlap":                    func(s *Settings) { s.Hours[time.Monday] = []Span{{540, 720}, {700, 800}} },
		"shorter than one slot":      func(s *Settings) { s.Hours[time.Monday] = []Span{{540, 550}} },
		"outside the day":            func(s *Settings) { s.Hours[time.Monday] = []Span{{540, 1500}} },
	} {
		s := settings()
		spoil(&s)
		if _, err := New(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// moments draws a moment between 2020 and 2040.
func moments() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		return time.UnixMilli(rapid.Int64Range(1577836800000, 2208988800000).Draw(t, "ms"))
	})
}

func TestProperty_EndOfIsTheLastMomentOfItsDay(t *testing.T) {
	c := make1(t, settings())
	rapid.Check(t, func(t *rapid.T) {
		at := moments().Draw(t, "at")
		day := c.Day(at)
		end, start := c.EndOf(day), c.StartOf(day)
		if at.After(end) || at.Before(start) {
			t.Fatalf("%s lies outside its day %s", at, day)
		}
		if c.Day(end) != day || c.Day(end.Add(time.Millisecond)) != AddDays(day, 1) {
			t.Fatalf("%s is not the last moment of %s", c.Local(end), day)
		}
		if got := c.Local(end).Format("15:04:05.000"); got != "23:59:59.999" {
			t.Fatalf("the day ends at %s", got)
		}
	})
}

func TestProperty_DaysCountDatesNotHours(t *testing.T) {
	c := make1(t, settings())
	rapid.Check(t, func(t *rapid.T) {
		at, n := moments().Draw(t, "at"), rapid.IntRange(0, 400).Draw(t, "n")
		end := c.After(at, dossier.Term{N: n, Unit: dossier.Days})
		y, m, d := at.In(amsterdam).Date()
		if want := time.Date(y, m, d+n, 12, 0, 0, 0, amsterdam).Format(layout); c.Day(end) != dossier.Date(want) {
			t.Fatalf("%d days after %s ends on %s, want %s", n, at, c.Day(end), want)
		}
		if AddDays(AddDays(c.Day(at), n), -n) != c.Day(at) {
			t.Fatal("there and back is not the same day")
		}
	})
}

func TestProperty_WorkingDaysAgreeWithCounting(t *testing.T) {
	c := make1(t, settings())
	rapid.Check(t, func(t *rapid.T) {
		at, n := moments().Draw(t, "at"), rapid.IntRange(1, 60).Draw(t, "n")
		end := c.After(at, dossier.Term{N: n, Unit: dossier.WorkingDays})
		if !c.WorkingDay(c.Day(end)) {
			t.Fatalf("ends on %s, which is not a working day", c.Day(end))
		}
		if got := c.WorkingDaysBetween(at, end); got != n-1 {
			t.Fatalf("%d working days lie before the last one, want %d", got, n-1)
		}
		later := c.After(at, dossier.Term{N: n + 1, Unit: dossier.WorkingDays})
		if !later.After(end) {
			t.Fatal("a longer term does not end later")
		}
	})
}

func TestProperty_ALaterStartNeverEndsEarlier(t *testing.T) {
	c := make1(t, settings())
	units := rapid.SampledFrom([]dossier.Unit{dossier.Hours, dossier.Days, dossier.WorkingDays})
	rapid.Check(t, func(t *rapid.T) {
		a, b := moments().Draw(t, "a"), moments().Draw(t, "b")
		if b.Before(a) {
			a, b = b, a
		}
		term := dossier.Term{N: rapid.IntRange(0, 60).Draw(t, "n"), Unit: units.Draw(t, "unit")}
		if c.After(b, term).Before(c.After(a, term)) {
			t.Fatalf("%v: from %s ends later than from %s", term, a, b)
		}
		if c.After(a, term).Before(a) {
			t.Fatalf("%v ends before it starts", term)
		}
	})
}

func TestProperty_ResultsSurviveStorage(t *testing.T) {
	c := make1(t, settings())
	rapid.Check(t, func(t *rapid.T) {
		end := c.After(moments().Draw(t, "at"), dossier.Term{N: 3, Unit: dossier.Days})
		if back := time.UnixMilli(end.UnixMilli()).UTC(); back != end {
			t.Fatalf("%v came back as %v", end, back)
		}
	})
}

func TestR1_SlotsAreAFixedGridWithinTheHours(t *testing.T) {
	c := make1(t, settings())
	got := c.Slots(wall("2026-03-06 16:00:00"), wall("2026-03-09 10:00:00"))
	want := []string{
		"2026-03-06 16:00:00", "2026-03-06 16:30:00", // Friday
		"2026-03-07 10:00:00", "2026-03-07 10:30:00", "2026-03-07 11:00:00", "2026-03-07 11:30:00", // Saturday
		"2026-03-09 09:00:00", "2026-03-09 09:30:00", // Monday; 10:00 is not before the end asked for
	}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i, w := range want {
		if !got[i].Equal(wall(w)) {
			t.Errorf("slot %d: got %s, want %s", i, c.Local(got[i]), w)
		}
	}
	if c.SlotLength() != 30*time.Minute {
		t.Errorf("got %s", c.SlotLength())
	}
}

func TestR1_IsSlotRefusesWhatIsNotOnTheGrid(t *testing.T) {
	c := make1(t, settings())
	for text, want := range map[string]bool{
		"2026-03-06 09:00:00":     true,
		"2026-03-06 16:30:00":     true,
		"2026-03-06 17:00:00":     false, // closing time
		"2026-03-06 12:30:00":     false, // lunch
		"2026-03-06 12:00:00":     true,
		"2026-03-06 09:15:00":     false,
		"2026-03-06 09:00:00.001": false,
		"2026-03-08 10:00:00":     false, // Sunday
		"2026-04-27 10:00:00":     false, // Koningsdag
	} {
		if got := c.IsSlot(wall(text)); got != want {
			t.Errorf("%s: got %v", text, got)
		}
	}
}

func TestSlotsInTheNightTheClockChanges(t *testing.T) {
	s := settings()
	s.Hours[time.Sunday] = []Span{{0, 6 * 60}}
	c := make1(t, s)
	spring := c.Slots(c.StartOf("2026-03-29"), c.EndOf("2026-03-29"))
	if len(spring) != 10 { // 02:00 and 02:30 do not exist
		t.Errorf("spring has %d slots", len(spring))
	}
	autumn := c.Slots(c.StartOf("2026-10-25"), c.EndOf("2026-10-25"))
	if len(autumn) != 12 { // 02:00 and 02:30 come twice and are one slot each
		t.Errorf("autumn has %d slots", len(autumn))
	}
}

func TestProperty_SlotsAndIsSlotAgree(t *testing.T) {
	c := make1(t, settings())
	rapid.Check(t, func(t *rapid.T) {
		from := moments().Draw(t, "from")
		slots := c.Slots(from, from.Add(7*24*time.Hour))
		if !slices.IsSortedFunc(slots, time.Time.Compare) {
			t.Fatal("not in order")
		}
		for i, at := range slots {
			if !c.IsSlot(at) || c.IsSlot(at.Add(time.Minute)) {
				t.Fatalf("%s and the grid disagree", at)
			}
			if i > 0 && at.Sub(slots[i-1]) < c.SlotLength() {
				t.Fatalf("%s overlaps the one before", at)
			}
		}
	})
}

func TestParseClock(t *testing.T) {
	for text, want := range map[string]Clock{"00:00": 0, "09:30": 570, "23:59": 1439, "24:00": 1440} {
		if got, ok := ParseClock(text); !ok || got != want || got.String() != text {
			t.Errorf("%s: got %d", text, got)
		}
	}
	for _, text := range []string{"", "9:30", "24:01", "12", "12:60", "noon", "09:30:00"} {
		if got, ok := ParseClock(text); ok {
			t.Errorf("%q: got %d", text, got)
		}
	}
}

func TestLongSpansEnd(t *testing.T) {
	c := make1(t, settings())
	end := c.After(time.Date(9999, 12, 20, 0, 0, 0, 0, time.UTC), dossier.Term{N: 100, Unit: dossier.WorkingDays})
	if c.WorkingDaysBetween(time.Date(9998, 1, 1, 0, 0, 0, 0, time.UTC), end) < 0 {
		t.Error("negative count")
	}
}

func BenchmarkAfterWorkingDays(b *testing.B) {
	c := make1(b, settings())
	at := wall("2026-03-05 14:05:00")
	for b.Loop() {
		c.After(at, dossier.Term{N: 5, Unit: dossier.WorkingDays})
	}
}

// What terms are counted with makes another calendar; the order it is written in and the hours for talks do not.
func TestFingerprintTellsCalendarsApart(t *testing.T) {
	made := func(change func(*Settings)) string {
		t.Helper()
		s := Settings{
			Zone: amsterdam, Slot: time.Hour, Public: slices.Clone(HolidayCodes()[:3]),
			Add: []Holiday{{Date: "2026-03-05"}, {Date: "2026-03-06"}}, Remove: []dossier.Date{"2026-12-25"},
		}
		change(&s)
		c, err := New(s)
		if err != nil {
			t.Fatal(err)
		}
		return c.Fingerprint()
	}
	plain := made(func(*Settings) {})
	for name, change := range map[string]func(*Settings){
		"order": func(s *Settings) { slices.Reverse(s.Public); slices.Reverse(s.Add) },
		"twice": func(s *Settings) { s.Add = append(s.Add, s.Add[0]) },
		"slots": func(s *Settings) { s.Slot = time.Minute },
		"names": func(s *Settings) { s.Add[0].Label.NL = "Studiedag" },
	} {
		if made(change) != plain {
			t.Errorf("%s makes it another", name)
		}
	}
	for name, change := range map[string]func(*Settings){
		"zone":   func(s *Settings) { s.Zone = time.UTC },
		"public": func(s *Settings) { s.Public = s.Public[1:] },
		"add":    func(s *Settings) { s.Add = s.Add[1:] },
		"remove": func(s *Settings) { s.Remove = nil },
	} {
		if made(change) == plain {
			t.Errorf("%s makes it no other", name)
		}
	}
}
