package casework

import (
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// PassOnAct: the client alone, by consent (R4). The act's words are copied out of the talk, and nothing else of it (R3).
func passOnActInside(w *work, d *store.Dossier, c dossier.PassOnAct) (dossier.PassOnAct, error) {
	parts, err := w.tx.Parts(d, 0)
	if err != nil {
		return c, err
	}
	latest := 0
	for number, ps := range parts {
		for _, p := range ps {
			if p.Name == "act" && p.Class == dossier.ClassTalk && number > latest {
				latest, c.Act = number, p.Text
			}
		}
	}
	return c, nil
}
