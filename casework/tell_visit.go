package casework

import (
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// TellVisit: the complainant or staff say which visit it is about, where the complaint came by mail without it. As when it had said so at once, a talk about
// that visit in another dossier keeps the term open (R8).
func tellVisitInside(w *work, d *store.Dossier, c dossier.TellVisit) (dossier.TellVisit, error) {
	var err error
	c.TalkAsked, c.TalkEnded, err = w.talkElsewhere(d, "", c.Branch, c.TreatmentDate)
	return c, err
}

// talkElsewhere is when a talk about the visit was asked for, and ended, in another dossier of the same person. A dossier that began with a talk knows its own.
func (w *work) talkElsewhere(d *store.Dossier, client dossier.ClientID, branch dossier.BranchID, date dossier.Date) (asked, ended time.Time, err error) {
	if !d.State.Talk.Asked.IsZero() {
		return asked, ended, nil
	}
	return w.tx.EarlierTalkOf(d, client, branch, date)
}
