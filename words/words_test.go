package words

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEveryEntryHasBothLanguagesWithTheSameVerbs(t *testing.T) {
	for key, e := range catalogue {
		if strings.TrimSpace(e.NL) == "" || strings.TrimSpace(e.EN) == "" {
			t.Errorf("%s: a language is empty: %q, %q", key, e.NL, e.EN)
		}
		if e.NL != strings.TrimSpace(e.NL) || e.EN != strings.TrimSpace(e.EN) {
			t.Errorf("%s: spaces at an end: %q, %q", key, e.NL, e.EN)
		}
		if !maps.Equal(verbs(e.NL), verbs(e.EN)) {
			t.Errorf("%s: verbs differ: %v, %v", key, verbs(e.NL), verbs(e.EN))
		}
		for n := 1; n <= arity(e.NL); n++ {
			if verbs(e.NL)[n] == "" {
				t.Errorf("%s: argument %d is not used", key, n)
			}
		}
	}
}

// A percent sign that is no verb would be printed as a fault: it has to be doubled.
func TestNoPercentSignStandsAlone(t *testing.T) {
	for key, e := range catalogue {
		for _, text := range []string{e.NL, e.EN} {
			if rest := verb.ReplaceAllString(text, ""); strings.Contains(rest, "%") {
				t.Errorf("%s: a percent sign alone in %q", key, text)
			}
		}
	}
}

func TestPluralsComeInPairs(t *testing.T) {
	for key := range catalogue {
		if base, ok := strings.CutSuffix(key, ".one"); ok && !Has(base+".other") {
			t.Errorf("%s has no %s.other", key, base)
		}
	}
}

func TestAddRefusesASecondText(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a second text for 'and' was taken")
		}
	}()
	add(map[string]Entry{"and": {"en", "and"}})
}

func TestSayNamesWhatIsMissing(t *testing.T) {
	if got := Say(NL, "test.unknown"); got != "⟦test.unknown⟧" {
		t.Errorf("unknown key: %q", got)
	}
	Say(NL, "left.until")
	got := Missing()
	for _, want := range []string{"test.unknown", "left.until (wants 1 arguments, got 0)"} {
		if !slices.Contains(got, want) {
			t.Errorf("Missing() = %q, lacks %q", got, want)
		}
	}
	if slices.Contains(got, "and") {
		t.Error("a key that is there is called missing")
	}
	missing.keys = map[string]bool{}
}

func TestParse(t *testing.T) {
	for tag, want := range map[string]Lang{"nl": NL, "en": EN, "EN-gb": EN, " en ": EN, "": NL, "de": NL, "eng": NL, "nl-BE": NL} {
		if got := Parse(tag); got != want {
			t.Errorf("Parse(%q) = %s, want %s", tag, got, want)
		}
	}
}

func TestVerbs(t *testing.T) {
	for text, want := range map[string]map[int]string{
		"50 %% van %s":     {1: "s"},
		"%[2]s en %[1]d":   {1: "d", 2: "s"},
		"%d, %02d en %.2f": {1: "d", 2: "d", 3: "f"},
		"niets":            {},
	} {
		if got := verbs(text); !maps.Equal(got, want) {
			t.Errorf("verbs(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestDatesAndMoments(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 5, 13, 5, 0, 0, time.UTC)
	late := time.Date(2026, 7, 31, 23, 30, 0, 0, time.UTC) // the next day in Amsterdam
	for got, want := range map[string]string{
		Date(NL, "2026-03-05"):        "donderdag 5 maart 2026",
		Date(EN, "2026-03-05"):        "Thursday 5 March 2026",
		Date(NL, ""):                  "",
		Date(NL, "2026-02-30"):        "2026-02-30",
		Moment(NL, at, zone):          "donderdag 5 maart 2026 om 14.05\u00a0uur",
		Moment(EN, at, zone):          "Thursday 5 March 2026 at 14:05",
		Moment(EN, at, nil):           "Thursday 5 March 2026 at 13:05",
		Moment(NL, time.Time{}, zone): "",
		Day(NL, late, zone):           "zaterdag 1 augustus 2026",
		Day(NL, time.Time{}, zone):    "",
		ShortMoment(NL, at, zone):     "5 mrt 2026, 14.05",
		ShortMoment(EN, late, zone):   "1 Aug 2026, 01:30",
		Clock(NL, at, zone):           "14.05",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestEveryMonthAndDayHasItsName(t *testing.T) {
	for month := time.January; month <= time.December; month++ {
		day := time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC)
		long, short := longDate(NL, day), shortDate(NL, day)
		name := strings.Fields(long)[2]
		abbreviated := strings.Fields(short)[1]
		if abbreviated != "mrt" && !strings.HasPrefix(name, abbreviated) {
			t.Errorf("%s is not short for %s", abbreviated, name)
		}
	}
	if got := Date(NL, "2026-11-22"); got != "zondag 22 november 2026" {
		t.Error(got)
	}
}

func TestAmounts(t *testing.T) {
	for got, want := range map[string]string{
		Amount(NL, int64(2995)):             "€\u00a029,95",
		Amount(EN, int64(2995)):             "€29.95",
		Amount(NL, int64(5)):                "€\u00a00,05",
		Amount(NL, int64(123456789)):        "€\u00a01.234.567,89",
		Amount(EN, int64(100000)):           "€1,000.00",
		Amount(NL, int64(-2995)):            "€\u00a0-29,95",
		Amount(EN, int64(-2995)):            "-€29.95",
		Amount(NL, int64(-1<<63)):           "€\u00a0-92.233.720.368.547.758,08",
		Amount(NL, int64(99999)):            "€\u00a0999,99",
		Amount(EN, int64(9007199254740993)): "€90,071,992,547,409.93",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTermsAndLists(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for got, want := range map[string]string{
		Term(NL, 5, "working_days"):                      "5 werkdagen",
		Term(NL, 1, "working_days"):                      "1 werkdag",
		Term(EN, 1, "days"):                              "1 day",
		Term(NL, 24, "hours"):                            "24 uur",
		Term(EN, 0, "weeks"):                             "0 weeks",
		Spent(NL, 90):                                    "1 uur en 30 minuten",
		Spent(EN, 60):                                    "1 hour",
		Spent(NL, 45):                                    "45 minuten",
		List(NL, nil):                                    "",
		List(NL, []string{"a"}):                          "a",
		List(NL, []string{"a", "b"}):                     "a en b",
		List(EN, []string{"a", "b", "c"}):                "a, b and c",
		Left(NL, now, now.Add(80*time.Hour), time.UTC):   "nog 3 dagen",
		Left(NL, now, now.Add(26*time.Hour), time.UTC):   "nog 26 uur",
		Left(EN, now, now.Add(-2*time.Hour), time.UTC):   "2 hours overdue",
		Left(NL, now, now.Add(-1*time.Minute), time.UTC): "1 minuut te laat",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// People count the days on the calendar of where they are, not spans of 24 hours.
func TestLeftCountsCalendarDays(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, zone)
	}
	for got, want := range map[string]string{
		Left(NL, at(3, 2, 15), at(3, 7, 9), zone):     "nog 5 dagen",
		Left(NL, at(3, 2, 9), at(3, 7, 15), zone):     "nog 5 dagen",
		Left(NL, at(3, 26, 15), at(3, 30, 0), zone):   "nog 4 dagen", // the clock is put forward in between
		Left(NL, at(10, 23, 9), at(10, 26, 23), zone): "nog 3 dagen",
		Left(EN, at(3, 7, 9), at(3, 2, 15), zone):     "5 days overdue",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSnake(t *testing.T) {
	for name, want := range map[string]string{
		"TreatmentDate": "treatment_date", "TreatmentID": "treatment_id", "On": "on", "Wish": "wish",
		"ActingFor": "acting_for", "TermsHash": "terms_hash", "ID": "id", "HTTPStatus": "http_status",
	} {
		if got := Snake(name); got != want {
			t.Errorf("Snake(%s) = %s, want %s", name, got, want)
		}
	}
}

func TestLabelsFallBack(t *testing.T) {
	for got, want := range map[string]string{
		Field(NL, "book_talk", "Start"):        "Vrij moment",
		Field(NL, "plan_explanation", "Start"): "Datum en tijd",
		Hint(NL, "file", "TreatmentDate"):      "Bijvoorbeeld 5 3 2026.",
		Hint(NL, "file", "Story"):              "",
		Code(NL, "phase", ""):                  "Nog niets gebeurd",
		Code(EN, "phase", "triage"):            "First judgement",
		Event(NL, "ban_started.1"):             "Contactverbod ingegaan",
		Act(NL, "book_talk"):                   "Gesprek inplannen",
		Plural(EN, "term.days", 2):             "2 days",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if label, ok := Choice(NL, "lapse_cause", "ill"); !ok || label != "De specialist is ziek" {
		t.Errorf("Choice of ours: %q, %v", label, ok)
	}
	if label, ok := Choice(NL, "severity", "minor"); ok {
		t.Errorf("the policy's label was given: %q", label)
	}
}
