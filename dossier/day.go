package dossier

import (
	"fmt"
	"time"
)

var monthNames = [...]Text{
	{"januari", "January"},
	{"februari", "February"},
	{"maart", "March"},
	{"april", "April"},
	{"mei", "May"},
	{"juni", "June"},
	{"juli", "July"},
	{"augustus", "August"},
	{"september", "September"},
	{"oktober", "October"},
	{"november", "November"},
	{"december", "December"},
}

// long writes a date out as refusals say it: "30 maart 2026".
func (d Date) long() Text {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return Text{NL: string(d), EN: string(d)}
	}
	month := monthNames[t.Month()-1]
	return Text{NL: fmt.Sprintf("%d %s %d", t.Day(), month.NL, t.Year()), EN: fmt.Sprintf("%d %s %d", t.Day(), month.EN, t.Year())}
}
