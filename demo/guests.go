package demo

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/web/kit"
)

// guest is a client of the register whom whoever tries the demo can be: one that the register knows, so that their complaint is
// matched and has a price (R9, R19).
type guest struct {
	register.Client
	visit      register.Treatment
	specialist string // name
}

const (
	guestsBranch = "UTR" // whose clients they are
	guestsShown  = 5
)

// guests are clients of the day before the demo began whom nobody has written to yet: neither the past of the demo nor its reader
// has filed anything as one of them. None while the past is being made: it may still need them.
func (w *World) guests(ctx context.Context) ([]guest, error) {
	if w.Progress() < 100 {
		return nil, nil
	}
	read := w.Office.DB.Read()
	treatments, clients, err := read.DayOf(ctx, guestsBranch, calendar.AddDays(w.Office.Calendar().Day(Start), -1))
	if err != nil {
		return nil, err
	}
	specialists, err := read.Specialists(ctx, guestsBranch)
	if err != nil {
		return nil, err
	}
	names, visits := map[string]string{}, map[string]register.Treatment{}
	for _, s := range specialists {
		names[s.ID] = s.Name
	}
	for _, t := range treatments {
		visits[t.Client] = t
	}
	var list []guest
	for _, c := range clients {
		if c.Email == "" || len(list) == guestsShown {
			continue
		}
		letters, err := read.Mailbox(ctx, c.Email, 1)
		if err != nil {
			return nil, err
		}
		if len(letters) == 0 {
			list = append(list, guest{c, visits[c.ID], names[visits[c.ID].Specialist]})
		}
	}
	return list, nil
}

// form is a public form with the visit filled in.
func (v guest) form(path string) templ.SafeURL {
	return templ.SafeURL(path + "?" + url.Values{
		"branch": {v.visit.Branch}, "treatment_date": {kit.TypedDate(dossier.Date(v.visit.Date))}, "specialist": {v.visit.Specialist},
	}.Encode())
}
