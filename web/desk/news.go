package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// newsShown is how many acts are named; the others are counted.
const newsShown = 3

// newsData is what happened in a dossier since its page was made.
type newsData struct {
	scene
	Path  string // of the dossier
	Again string // where to ask again
	Items []item // the latest first
	More  int    // how many are not named
}

// newsOf knows where a page that shows so many records of a dossier asks for more. told is up to which it has said so already.
func (s scene) newsOf(reference string, seen, told int) newsData {
	query := url.Values{"seen": {strconv.Itoa(seen)}, "told": {strconv.Itoa(told)}}
	path := dossierPath(reference)
	return newsData{scene: s, Path: path, Again: path + "/news?" + query.Encode()}
}

// news says who did what since a page of the dossier was made; there is nothing to say when that page has been told.
func (d *desk) news(w http.ResponseWriter, r *http.Request, s scene) error {
	reference, query := r.PathValue("ref"), r.URL.Query()
	seen, told := number(query.Get("seen")), number(query.Get("told"))
	since, err := d.app.Office.News(r.Context(), s.viewer, reference, seen, told)
	if err != nil && kit.KindOf(err) != casework.Unexplained { // whoever has yet to say why they read asks on the page itself
		return err
	}
	if len(since) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	data := s.newsOf(reference, seen, since[len(since)-1].Number)
	data.More = max(0, len(since)-newsShown)
	for _, entry := range since[data.More:] {
		data.Items = append(data.Items, item{When: s.short(entry.At), Who: s.dir.actor(s.lang, entry.By), What: words.Event(s.lang, entry.Event.Name())})
	}
	slices.Reverse(data.Items)
	return kit.Render(w, r, http.StatusOK, news(data))
}

// calendarPaths are where the calendar files of a dossier are, below its own path.
var calendarPaths = map[casework.Appointment]string{casework.TalkAppointment: "/gesprek.ics", casework.HearingAppointment: "/onderzoek.ics"}

// calendarOf is where a planned appointment can be had as a calendar file; empty when there is none for this viewer.
func (s scene) calendarOf(v casework.View, which casework.Appointment) string {
	if !v.HasCalendarFile(s.viewer, which, s.now) {
		return ""
	}
	return dossierPath(v.State.Reference) + calendarPaths[which]
}

// calendarFile is an appointment to put into a calendar (R1).
func (d *desk) calendarFile(which casework.Appointment) page {
	return func(w http.ResponseWriter, r *http.Request, s scene) error {
		file, err := d.app.Office.CalendarFile(r.Context(), s.viewer, r.PathValue("ref"), which, s.lang)
		if err != nil {
			return err
		}
		kit.SendCalendar(w, file)
		return nil
	}
}
