package casework

import (
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Whoever files with somebody else's name and e-mail address, and guesses the right visit, must not learn from the page that follows who
// treated them, nor anything else that only they and we know. So a link from the screen shows what was typed there and the dates that
// followed from it. The whole page opens by the link or the code that was mailed, or once somebody of ours spoke with them.

// unprovenAct is all that can be done from there: it shows nothing.
var unprovenAct = dossier.AddMessage{}.Kind()

// told are the terms that follow from filing alone (R7).
var told = []dossier.DeadlineKind{dossier.DueTalkBooking, dossier.DueTriage, dossier.DueAnswer, dossier.DueAuthority}

// sentAlong are the files that came in the same sending as the complaint with which a dossier began: what was added later may be somebody else's. What
// became of them is not told.
func sentAlong(entries []store.Entry) []ShownFile {
	filed := entries[0]
	if _, ok := filed.Event.(dossier.Filed); !ok {
		return nil
	}
	var sent []ShownFile
	for _, e := range entries {
		if added, ok := e.Event.(dossier.FileAdded); ok && e.By == filed.By && e.At.Equal(filed.At) {
			sent = append(sent, ShownFile{FileAdded: added, Name: nameOf(added, e.Parts), At: e.At, By: e.By})
		}
	}
	return sent
}

// unproven is the view as it was when they had filed: what has happened since is not theirs to know, by what the register knows nor by what
// others did. Not even messages are shown: whoever has the address may have written them.
func (o *Office) unproven(whole View) View {
	v := View{Terms: whole.Terms, Unproven: true}
	v.Classes = whole.Classes
	if len(whole.Entries) > 0 && whole.Entries[0].Number == 1 {
		v.Entries = whole.Entries[:1:1]
		v.Sent = sentAlong(whole.Entries)
	}
	var then dossier.State
	for _, e := range v.Entries {
		then = dossier.Evolve(then, e.Record)
	}
	for _, due := range dossier.Deadlines(then, whole.Terms, o.cal) {
		if slices.Contains(told, due.Kind) && !o.now().After(due.Due) && dossier.Sees(whole.Classes, dossier.ClassSummary, "") {
			v.Due = append(v.Due, due)
		}
	}
	for _, id := range then.Named { // from filing on (R22)
		then.Bans = append(then.Bans, dossier.Ban{Specialist: id, Since: then.FiledAt})
	}
	then.Late = false // another dossier may be why it is, or why it is not (R8)
	then.Talk.ElsewhereAsked, then.Talk.ElsewhereEnded = time.Time{}, time.Time{}
	v.Whole = then
	v.State = dossier.Cut(then, whole.Classes)
	if slices.Contains(whole.Acts, unprovenAct) {
		v.Acts = []dossier.Kind{unprovenAct}
	}
	return v
}
