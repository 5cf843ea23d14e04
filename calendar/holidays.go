package calendar

import (
	"slices"
	"strings"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/nl"

	"github.com/wederhoor/wederhoor/dossier"
)

// Holiday is one date on which the chain does not work, with its name for the public page.
type Holiday struct {
	Date  dossier.Date
	Label dossier.Text
}

// publicHoliday is a holiday that comes back every year, or every so many years.
type publicHoliday struct {
	code  string
	label dossier.Text
	rule  *cal.Holiday
	every int // observed in years divisible by this; 1 is every year
}

// publicHolidays are the ones a policy can name. Whether Good Friday and 5 May are days off is
// for each employer to say, so they are in the list but not in DutchHolidays as such; Easter and
// Whit Sunday matter only to a chain that has hours on Sunday.
var publicHolidays = []publicHoliday{
	{"new_year", dossier.Text{NL: "Nieuwjaarsdag", EN: "New Year's Day"}, nl.Nieuwjaar, 1},
	{"good_friday", dossier.Text{NL: "Goede Vrijdag", EN: "Good Friday"}, nl.GoedeVrijdag, 1},
	{"easter_sunday", dossier.Text{NL: "Eerste Paasdag", EN: "Easter Sunday"}, aa.Easter, 1},
	{"easter_monday", dossier.Text{NL: "Tweede Paasdag", EN: "Easter Monday"}, nl.TweedePaasdag, 1},
	{"kings_day", dossier.Text{NL: "Koningsdag", EN: "King's Day"}, nl.Koningsdag, 1},
	{"liberation_day", dossier.Text{NL: "Bevrijdingsdag", EN: "Liberation Day"}, nl.BevrijdingsDag, 1},
	{"liberation_day_every_five_years", dossier.Text{NL: "Bevrijdingsdag", EN: "Liberation Day"}, nl.BevrijdingsDag, 5},
	{"ascension_day", dossier.Text{NL: "Hemelvaartsdag", EN: "Ascension Day"}, nl.Hemelvaart, 1},
	{"whit_sunday", dossier.Text{NL: "Eerste Pinksterdag", EN: "Whit Sunday"}, aa.Pentecost, 1},
	{"whit_monday", dossier.Text{NL: "Tweede Pinksterdag", EN: "Whit Monday"}, nl.TweedePinksterDag, 1},
	{"christmas_day", dossier.Text{NL: "Eerste Kerstdag", EN: "Christmas Day"}, nl.EersteKerstdag, 1},
	{"boxing_day", dossier.Text{NL: "Tweede Kerstdag", EN: "Boxing Day"}, nl.TweedeKerstdag, 1},
}

// HolidayCodes are the codes a policy may use for public holidays, in the order of the year.
func HolidayCodes() []string {
	codes := make([]string, 0, len(publicHolidays))
	for _, h := range publicHolidays {
		codes = append(codes, h.code)
	}
	return codes
}

// DutchHolidays are the codes of the usual choice: all public holidays of the Netherlands
// without Good Friday, and 5 May in the years divisible by five.
func DutchHolidays() []string {
	return slices.DeleteFunc(HolidayCodes(), func(code string) bool {
		return code == "good_friday" || code == "liberation_day"
	})
}

// in gives the date of the holiday in a year, false in a year without it.
func (h publicHoliday) in(year int) (dossier.Date, bool) {
	_, observed := h.rule.Calc(year)
	if observed.IsZero() || year%h.every != 0 {
		return "", false
	}
	// Only the date counts: the library builds its times in a zone of its own.
	return dossier.Date(observed.Format(layout)), true
}

// publicIn lists the public holidays with these codes that fall in a year.
func publicIn(year int, codes []string) []Holiday {
	var list []Holiday
	for _, h := range publicHolidays {
		if day, ok := h.in(year); ok && slices.Contains(codes, h.code) {
			list = append(list, Holiday{Date: day, Label: h.label})
		}
	}
	return list
}

func sortByDate(list []Holiday) {
	slices.SortStableFunc(list, func(a, b Holiday) int { return strings.Compare(string(a.Date), string(b.Date)) })
}
