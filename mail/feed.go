package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/wederhoor/wederhoor/words"
)

// Feed is the calendar of one member of staff, and a mark of what is in it: two that say the same have the same mark, whenever they were made. Programs
// that follow it ask for it again by themselves, and take out what is not in it any more.
func Feed(lang words.Lang, name string, list []Appointment, now time.Time) (text, mark string) {
	cal := ics.NewCalendarFor("Wederhoor")
	cal.SetXWRCalName(oneLine(name))
	cal.SetRefreshInterval("PT1H", ics.WithValue("DURATION")) // RFC 7986, 5.7
	cal.SetXPublishedTTL("PT1H")
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%s\x00%s", lang, name)
	for _, a := range list {
		_, _ = fmt.Fprintf(sum, "\x00%s %s %d %d %s", a.ID, a.What, a.At.Unix(), a.Minutes, a.Organisation)
		a.Made = now
		a.fill(cal.AddEvent(a.ID), lang)
	}
	return cal.Serialize(ics.WithNewLineWindows), hex.EncodeToString(sum.Sum(nil)[:16])
}
