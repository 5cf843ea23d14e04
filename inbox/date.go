package inbox

import (
	"net/mail"
	"regexp"
	"strings"
	"time"
)

// layouts are dates as programs write them beside RFC 5322.
var layouts = []string{
	time.RFC3339, "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05", time.ANSIC, time.UnixDate,
	"Mon, 2 Jan 2006 15:04:05 -07:00", "Mon, 2 Jan 2006 15.04.05 -0700", "Monday, 2 January 2006 15:04:05 -0700", "Mon, 2 January 2006 15:04:05 -0700", "02-01-2006 15:04:05", "02-01-2006 15:04",
	"Mon, 02-Jan-2006 15:04:05 -0700", "Monday, January 2, 2006 3:04 PM",
}

// dutch are the days and months that some programs write in the language of the sender.
var dutch = strings.NewReplacer("maa,", "Mon,", "ma,", "Mon,", "din,", "Tue,", "di,", "Tue,", "woe,", "Wed,", "wo,", "Wed,", "don,", "Thu,", "do,", "Thu,", "vri,", "Fri,", "vr,", "Fri,",
	"zat,", "Sat,", "za,", "Sat,", "zon,", "Sun,", "zo,", "Sun,", " mrt ", " Mar ", " maa ", " Mar ", " mei ", " May ", " okt ", " Oct ")

var comment = regexp.MustCompile(`\([^()]*\)`)

// date reads a date. One outside the years in which there was such mail is none: the sender's clock was wrong.
func date(b []byte) (time.Time, bool) {
	s := strings.TrimSpace(strings.ToValidUTF8(string(b[:min(len(b), 200)]), ""))
	t, err := mail.ParseDate(s)
	if err != nil {
		s = strings.Join(strings.Fields(comment.ReplaceAllString(s, " ")), " ")
		if t, err = mail.ParseDate(s); err != nil {
			t, err = otherDate(s)
		}
	}
	t = t.UTC()
	if err != nil || t.Year() < 1990 || t.Year() > 2100 {
		return time.Time{}, false
	}
	return t, true
}

func otherDate(s string) (time.Time, error) {
	low := dutch.Replace(strings.ToLower(s))
	for _, layout := range layouts {
		for _, text := range []string{s, low} { // names of days and months are read in any case
			if t, err := time.Parse(layout, text); err == nil {
				return t, nil
			}
		}
	}
	return mail.ParseDate(low)
}
