package casework

import (
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
)

// deadline fills in what reminders, alerts and a changed calendar add.
func (t *telling) deadline(d *mail.Data, e dossier.Event, _ string) {
	switch e := e.(type) {
	case dossier.Reminded:
		d.Deadline, d.Due = e.Deadline, e.Due
	case dossier.DeadlinePassed:
		d.Deadline, d.Due = e.Deadline, e.Due
	case dossier.DeadlinesMoved:
		d.Moved = dossier.MovedForComplainant(e)
	}
}
