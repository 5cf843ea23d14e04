package casework

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// feedPast is how long an appointment stays in a calendar that is followed after it was.
const feedPast = 14 * 24 * time.Hour

// Feed is the calendar of a member of staff with their own appointments, and a mark of what is in it: of a specialist their talks and hearings; of
// receptionists the talks, calls and visits of their branch; of handlers the calls, visits and hearings of their dossiers and of those that are nobody's yet. It says
// which sort and which reference and names nobody, because whoever has its address reads it; and it knows of no more than the desk would show.
func (o *Office) Feed(ctx context.Context, a store.Account) (text, mark string, err error) {
	o.setup()
	now := o.now()
	planned, err := o.DB.Read().Planned(ctx, dossier.ViewerKeys(a.Actor()), now.Add(-feedPast))
	if err != nil {
		return "", "", public(err)
	}
	var list []mail.Appointment
	for _, p := range planned {
		what := feedName(a, p)
		if what == "" {
			continue
		}
		appointment := mail.Appointment{
			ID: mail.AppointmentID(p.Reference, p.What+" of staff", string(p.Specialist), 0), What: what, Reference: p.Reference,
			Organisation: o.Policy.Organisation.Name, At: p.At,
		}
		if p.What == "talk" {
			appointment.Minutes = int(o.cal.SlotLength().Minutes())
		}
		list = append(list, appointment)
	}
	text, mark = mail.Feed(words.NL, o.Policy.Organisation.Name, list, now)
	return text, mark, nil
}

// feedName is what an appointment is called in the calendar of somebody; empty when it is not theirs to keep.
func feedName(a store.Account, p store.Planned) string {
	if a.Specialist != "" && p.Specialist == a.Specialist {
		return map[string]string{"talk": "client_talk", "hearing": "hearing"}[p.What]
	}
	actor := a.Actor()
	books := actor.Is(dossier.RoleReceptionist)
	handles := actor.Is(dossier.RoleOutside) || actor.Is(dossier.RoleOwner, dossier.RoleAssistant) && (p.Handler == "" || p.Handler == a.ID)
	if map[string]bool{"talk": books, "explanation": books || handles, "hearing": handles}[p.What] {
		return "desk_" + p.What
	}
	return ""
}
