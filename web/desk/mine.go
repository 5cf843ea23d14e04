package desk

import (
	"net/http"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// mineLimit is how many of a specialist's matters are shown, newest first.
const mineLimit = 40

// matter is one talk or hearing of a specialist. It is made from what casework lets the specialist see, and from nothing else.
type matter struct {
	Reference, Path string
	Title           string // what it is: a talk, a hearing
	State           string
	Style           string
	When            string
	Client, Phone   string // empty while a contact ban runs (R23)
	Topic           string // why the client asked for the talk, where the specialist may read it
	Calendar        string // where it is to be had for the specialist's own calendar
	Todo            []string
}

type mineData struct {
	scene
	Nav      []kit.NavItem
	Talks    []matter
	Hearings []matter
	Bans     []matter // of complaints with which the specialist has nothing else to do yet
}

func (d *desk) mine(w http.ResponseWriter, r *http.Request, s scene) error {
	if s.viewer.Specialist == "" {
		return kit.ErrNotFound
	}
	views, err := d.app.Office.Mine(r.Context(), s.viewer, mineLimit)
	if err != nil {
		return err
	}
	data := mineData{scene: s, Nav: s.nav("mine")}
	for _, v := range views {
		data.add(s, v)
	}
	return kit.Render(w, r, http.StatusOK, mineTemplate(data))
}

func (data *mineData) add(s scene, v casework.View) {
	id, before := s.viewer.Specialist, len(data.Talks)+len(data.Hearings)
	if v.State.Talk.Specialist == id && v.State.Talk.Status != dossier.TalkNone {
		data.Talks = append(data.Talks, s.talkMatter(v))
	}
	for _, h := range v.State.Hearings {
		if h.Specialist == id {
			data.Hearings = append(data.Hearings, s.hearingMatter(v, h))
		}
	}
	for _, ban := range v.State.Bans {
		if ban.Specialist == id && ban.Until.IsZero() && len(data.Talks)+len(data.Hearings) == before {
			data.Bans = append(data.Bans, s.banMatter(v, ban))
		}
	}
}

func (s scene) matter(v casework.View) matter {
	m := matter{Reference: v.State.Reference, Path: dossierPath(v.State.Reference)}
	for _, kind := range v.Acts {
		m.Todo = append(m.Todo, words.Act(s.lang, kind))
	}
	return m
}

func (s scene) talkMatter(v casework.View) matter {
	m := s.matter(v)
	c, _ := store.Contact(v.Entries)
	m.Title, m.State = s.say("desk.mine.talk"), words.Code(s.lang, "talk", v.State.Talk.Status)
	m.When, m.Client, m.Phone, m.Topic = s.moment(v.State.Talk.Start), c.Name, c.Phone, topic(v.Entries)
	m.Calendar = s.calendarOf(v, casework.TalkAppointment)
	if v.State.Talk.Status == dossier.TalkPlanned {
		m.Style = "info"
	}
	return m
}

func (s scene) hearingMatter(v casework.View, h dossier.Hearing) matter {
	m := s.matter(v)
	m.Title, m.State = s.say("desk.mine.hearing"), s.hearing(h)
	if !h.Held && !h.Invited.IsZero() {
		m.When, m.Style = s.moment(h.At), "warn"
		m.Calendar = s.calendarOf(v, casework.HearingAppointment)
	}
	return m
}

// banMatter is where a specialist reads that a ban runs, and reports a breach of it (R23).
func (s scene) banMatter(v casework.View, ban dossier.Ban) matter {
	m := s.matter(v)
	m.Title, m.State, m.Style = s.say("flag.ban"), s.say("desk.ban.since", s.short(ban.Since)), "warn"
	return m
}

// topic is what the client wants to talk about, as far as the viewer may read it.
func topic(entries []store.Entry) string {
	text := ""
	for _, e := range entries {
		if _, asked := e.Event.(dossier.TalkRequested); !asked {
			continue
		}
		for _, p := range e.Parts {
			if p.Name == "topic" {
				text = p.Text
			}
		}
	}
	return text
}
