package mail

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

func TestR1_AppointmentsComeWithACalendarFile(t *testing.T) {
	with := map[string][]string{
		complainant: {"talk_booked", "talk_cancelled", "explanation_planned", "explanation_cancelled"},
		specialist:  {"talk_booked", "talk_cancelled", "hearing_invited", "hearing_cancelled"},
	}
	each(t, func(t *testing.T, sort string, n Notice) {
		file := render(t, n).Calendar
		if got, want := file != "", slices.Contains(with[sort], n.Kind); got != want {
			t.Fatalf("calendar file: %v, want %v", got, want)
		}
		if file == "" {
			return
		}
		method := "METHOD:PUBLISH\r\n"
		if strings.HasSuffix(n.Kind, "_cancelled") {
			method = "METHOD:CANCEL\r\n"
		}
		contains(t, file, method, "DTSTART:20260305T130500Z\r\n", n.Data.Reference)
		lacks(t, file, n.Data.Specialist, n.Name, theBranch)
	})
}

func TestCalendarFileTakesOutWhatItPutIn(t *testing.T) {
	uid := func(kind string) string {
		_, rest, _ := strings.Cut(render(t, typical(t, dossier.ToComplainant, kind, "nl")).Calendar, "UID:")
		id, _, _ := strings.Cut(rest, "\r\n")
		return id
	}
	if made, off := uid("talk_booked"), uid("talk_cancelled"); made == "" || made != off {
		t.Errorf("booked as %q, cancelled as %q", made, off)
	}
	if talk, visit := uid("talk_booked"), uid("explanation_planned"); talk == visit {
		t.Error("a talk and a visit have one identity")
	}
}

func TestCalendarFileEndsWhenItIsKnown(t *testing.T) {
	n := typical(t, dossier.ToComplainant, "talk_booked", "nl")
	lacks(t, render(t, n).Calendar, "DTEND")
	n.Data.Minutes, n.Data.Made = 30, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	contains(t, render(t, n).Calendar, "DTEND:20260305T133500Z\r\n", "DTSTAMP:20260302T090000Z\r\n")
}

func TestR5_RepresentativeWithoutAuthorityGetsNoCalendarFile(t *testing.T) {
	n := typical(t, dossier.ToComplainant, "explanation_planned", "nl")
	n.Data.Authority = false
	if file := render(t, n).Calendar; file != "" {
		t.Errorf("got %s", file)
	}
}
