package desk

import (
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// The timeline says of a reminder what it was about, and of a term that moved with the calendar from when to when.
func TestHistorySaysWhatWasRemindedOfAndWhatMoved(t *testing.T) {
	s := testScene(words.EN)
	day := func(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		event dossier.Event
		want  []kit.Fact
	}{
		{
			dossier.Reminded{Deadline: dossier.DueMinutes, Subject: "S1", Due: day(6), At: day(5)},
			[]kit.Fact{
				{Label: "Deadline", Value: "Answer to the minutes"},
				{Label: s.factLabel(dossier.Reminded{}, "Subject"), Value: "Sanne Bakker"},
				{Label: "Due by", Value: s.moment(day(6))},
				{Label: "Moment of the reminder", Value: s.moment(day(5))},
			},
		},
		{
			dossier.DeadlinesMoved{Moved: []dossier.MovedDeadline{{Deadline: dossier.DueMinutes, Subject: "S1", From: day(6), To: day(9)}}},
			[]kit.Fact{{Label: "Moved", Value: "Answer to the minutes, Sanne Bakker: from " + s.moment(day(6)) + " to " + s.moment(day(9))}},
		},
	} {
		got := s.facts(casework.View{}, c.event)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.event.Name(), got, c.want)
		}
	}
}

func TestExplain_SaysWhereTheCalendarMovedATermFrom(t *testing.T) {
	s := testScene(words.EN)
	from, to := time.Date(2026, 3, 5, 22, 0, 0, 0, time.UTC), time.Date(2026, 3, 6, 22, 0, 0, 0, time.UTC)
	told := func(c dossier.Cite) ToldRecord {
		c.Record = dossier.Record{Number: 4, At: from, By: "system", Event: dossier.DeadlinesMoved{}}
		return s.recordTold(casework.View{}, dossier.Line{Promise: "call"}, c)
	}
	if got, want := told(dossier.Cite{As: dossier.CiteMoved, Due: to, From: from}).As, "New term "+s.short(to)+", was "+s.short(from); got != want {
		t.Errorf("moved by the calendar: %q, want %q", got, want)
	}
	if got, want := told(dossier.Cite{As: dossier.CiteMoved, Due: to}).As, "New term "+s.short(to); got != want {
		t.Errorf("moved by a letter: %q, want %q", got, want)
	}
	reminded := told(dossier.Cite{As: dossier.CiteReminded})
	if reminded.Detail != "" || reminded.Contrary {
		t.Errorf("a reminder: %+v", reminded)
	}
}
