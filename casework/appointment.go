package casework

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// turn is what a record does to an appointment: makes it, or calls it off.
type turn struct {
	which      Appointment
	specialist dossier.SpecialistID // of talks and hearings
	at         time.Time
	how        string // call or visit, of an explanation
	off        bool
}

// turnOf is what an event does to an appointment; false when that is nothing.
func turnOf(e dossier.Event) (turn, bool) {
	switch e := e.(type) {
	case dossier.TalkBooked:
		return turn{which: TalkAppointment, specialist: e.Specialist, at: e.Start}, true
	case dossier.TalkCancelled:
		return turn{which: TalkAppointment, specialist: e.Specialist, at: e.Start, off: true}, true
	case dossier.ExplanationPlanned:
		return turn{which: ExplanationAppointment, at: e.Start, how: e.How}, true
	case dossier.ExplanationCancelled:
		return turn{which: ExplanationAppointment, at: e.Start, how: e.How, off: true}, true
	case dossier.HearingInvited:
		return turn{which: HearingAppointment, specialist: e.Specialist, at: e.At}, true
	case dossier.HearingCancelled:
		return turn{which: HearingAppointment, specialist: e.Specialist, at: e.At, off: true}, true
	}
	return turn{}, false
}

// what is the appointment by its name in calendars, for one of its sides.
func (t turn) what(specialists bool) string {
	switch {
	case t.which == ExplanationAppointment:
		return t.how
	case t.which == HearingAppointment:
		return "hearing"
	case specialists:
		return "client_talk"
	}
	return "talk"
}

// sameAct reports whether two records were added by one act.
func sameAct(a, b store.Entry) bool { return a.Number+1 == b.Number && a.At.Equal(b.At) }

// counted says, of the appointments of a turn's sort, which one it is that stands or was called off last, and how often it was changed. One that is called
// off and made anew in one act was moved, and stays the same; one that is made later is another. Of specialists only their own count: what is
// between the client and somebody else changes nothing of what they have.
func counted(entries []store.Entry, of turn, own bool) (count, sequence int) {
	var last store.Entry // the one that called it off
	for _, e := range entries {
		t, ok := turnOf(e.Event)
		switch {
		case !ok || t.which != of.which || own && t.specialist != of.specialist:
		case t.off:
			sequence, last = sequence+1, e
		case last.Event != nil && sameAct(last, e):
			sequence++
		default:
			count, sequence = count+1, 0
		}
	}
	return count, sequence
}

// appointment is a turn as it stands in the calendar of one side after the last of the entries. own is for a specialist, made when it was made.
func (o *Office) appointment(reference string, entries []store.Entry, t turn, own bool, made time.Time) mail.Appointment {
	count, sequence := counted(entries, t, own)
	sort, person := string(t.which), ""
	if own {
		sort, person = sort+" of specialist", string(t.specialist)
	}
	a := mail.Appointment{
		ID: mail.AppointmentID(reference, sort, person, count), Sequence: sequence, What: t.what(own), Reference: reference,
		Organisation: o.Policy.Organisation.Name, At: t.at, Made: made, Cancelled: t.off,
	}
	if t.which == TalkAppointment {
		a.Minutes = int(o.cal.SlotLength().Minutes())
	}
	return a
}

// carries are the kinds of messages that put an appointment into a calendar, or take it out again: every one that tells of a turn (R1, R12, R16). A
// talk that lapses takes one that was booked along.
var carries = map[string][]string{
	toComplainant: {"talk_booked", "talk_cancelled", "talk_lapsed", "explanation_planned", "explanation_cancelled"},
	toSpecialist:  {"talk_booked", "talk_cancelled", "hearing_invited", "hearing_cancelled"},
}

// invitation is what a message brings into the calendar of whom it is for, or takes out of it; nothing for most. It is made of the history when it is mailed, so that
// nothing has to be kept for it.
func (o *Office) invitation(ctx context.Context, m store.Message) (post.Calendar, error) {
	sort, _ := split(m.To)
	if !slices.Contains(carries[sort], m.Kind) {
		return post.Calendar{}, nil
	}
	t, err := o.telling(ctx, noticeJob{Reference: m.Reference, Number: m.Number, To: m.To, Kind: m.Kind}, &people{})
	if errors.Is(err, errUnseen) || isNotFound(err) {
		return post.Calendar{}, nil
	}
	if err != nil {
		return post.Calendar{}, err
	}
	a, ok := t.appointment()
	if !ok {
		return post.Calendar{}, nil
	}
	method, text := a.Invitation(words.Parse(m.Language), o.Post.Sender(), m.Address)
	return post.Calendar{Method: method, Text: text}, nil
}

// appointment is what the record of a notice makes of an appointment of its receiver. Whoever has not shown that they may be told of the client gets
// none (R5), and what was moved in the same act is told by the new moment alone.
func (t *telling) appointment() (mail.Appointment, bool) {
	sort, _ := split(t.To)
	specialists := sort == toSpecialist
	if !specialists && t.then.Represented && !t.then.AuthorityShown {
		return mail.Appointment{}, false
	}
	i := t.place()
	if _, lapsed := t.record.Event.(dossier.TalkLapsed); lapsed && i > 0 && sameAct(t.entries[i-1], t.entries[i]) {
		i--
	}
	change, ok := turnOf(t.entries[i].Event)
	if !ok || i+1 < len(t.entries) && change.movedBy(t.entries[i], t.entries[i+1]) {
		return mail.Appointment{}, false
	}
	return t.office.appointment(t.Reference, t.entries[:i+1], change, specialists, t.record.At), true
}

// place is where the record stands among the entries.
func (t *telling) place() int {
	return slices.IndexFunc(t.entries, func(e store.Entry) bool { return e.Number == t.Number }) // telling found it
}

// movedBy reports whether an appointment that is called off is made anew in the same act.
func (t turn) movedBy(this, next store.Entry) bool {
	again, ok := turnOf(next.Event)
	return t.off && ok && !again.off && again.which == t.which && again.specialist == t.specialist && sameAct(this, next)
}
