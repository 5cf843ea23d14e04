package desk

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// quarter is what became of the promises that fell due in three months (R1, R10, R13, R29).
type quarter struct {
	Title    string
	Promises []promise
}

// promise is one of them: what it is, its term in the policy in force, and how often it was kept.
type promise struct {
	What, Term, Kept, Late, Open, Part string
}

// quarters are this one and the one before.
func (d *desk) quarters(r *http.Request, s scene) ([]quarter, error) {
	var all []quarter
	first := quarterOf(s.now.In(d.app.Zone()))
	for i, key := range []string{"now", "before"} {
		from := first.AddDate(0, -3*i, 0)
		to := from.AddDate(0, 3, 0)
		counts, err := d.app.Office.DB.Read().Promises(r.Context(), dossier.ViewerKeys(s.viewer.Actor), from, to, s.now)
		if err != nil {
			return nil, err
		}
		q := quarter{Title: s.say("desk.promise."+key, words.Day(s.lang, from, d.app.Zone()), words.Day(s.lang, to.AddDate(0, 0, -1), d.app.Zone()))}
		for _, c := range counts {
			q.Promises = append(q.Promises, s.promise(c, d.app.Office.Policy.Terms))
		}
		all = append(all, q)
	}
	return all, nil
}

// quarterOf is the first moment of the quarter that a moment lies in, in the zone of that moment.
func quarterOf(at time.Time) time.Time {
	return time.Date(at.Year(), (at.Month()-1)/3*3+1, 1, 0, 0, 0, 0, at.Location())
}

// promise puts one count in words. The term is the policy's of now; a dossier is measured by the one it was filed under.
func (s scene) promise(c store.PromiseCount, terms dossier.Terms) promise {
	name, term := "", dossier.Term{}
	switch c.Rule {
	case dossier.PromiseTalk:
		name, term = "talk", terms.TalkHeld
	case dossier.PromiseTriage:
		name, term = "triage", terms.Triage
	case dossier.PromiseAnswer:
		name, term = "answer", terms.Answer
	case dossier.PromiseLetter:
		name, term = "letter", terms.Extension
	}
	p := promise{
		What: s.say("desk.promise." + name), Term: s.say("desk.promise."+name+".term", words.Term(s.lang, term.N, string(term.Unit))),
		Kept: strconv.Itoa(c.Kept), Late: strconv.Itoa(c.Late), Open: strconv.Itoa(c.Open), Part: "–",
	}
	if over := c.Kept + c.Late; over > 0 {
		p.Part = fmt.Sprintf("%d%%", c.Kept*100/over)
	}
	return p
}
