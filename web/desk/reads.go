package desk

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
)

// readsShown is how many looks stand on one page.
const readsShown = 50

// look is one line of who looked.
type look struct {
	When, Who, What, Why string
	Refused              bool
}

type readsData struct {
	scene
	Nav       []kit.NavItem
	Reference string
	Looks     []look
	Newest    bool   // the page begins with the newest
	Older     string // where those before are; empty when there are none
}

// readsPath is where it stands who looked at a dossier, and where one says why one does.
func readsPath(reference string) string { return dossierPath(reference) + "/reads" }

// reads tells who looked at a dossier, and who was refused.
func (d *desk) reads(w http.ResponseWriter, r *http.Request, s scene) error {
	before := int64(number(r.URL.Query().Get("before")))
	v, list, err := d.app.Office.Reads(r.Context(), s.viewer, r.PathValue("ref"), before, readsShown+1)
	if err != nil {
		return err
	}
	data := readsData{scene: s, Nav: s.nav(""), Reference: v.State.Reference, Newest: before == 0}
	for _, one := range list[:min(len(list), readsShown)] {
		data.Looks = append(data.Looks, s.look(one))
	}
	if len(list) > readsShown {
		data.Older = readsPath(data.Reference) + "?before=" + strconv.FormatInt(list[readsShown-1].ID, 10)
	}
	return kit.Render(w, r, http.StatusOK, readsTemplate(data))
}

func (s scene) look(one store.Read) look {
	return look{
		When: s.moment(one.At), Who: s.dir.actor(s.lang, one.Viewer), What: s.say("read." + one.What), Why: one.Reason, Refused: !one.Seen,
	}
}

// reasonData asks why somebody reads a dossier.
type reasonData struct {
	scene
	Nav       []kit.NavItem
	Reference string
	Next      string // where one was going
	Typed     string
	Problems  []kit.Problem
}

// askReason stands in the place of the page that was asked for; it says nothing of the dossier.
func askReason(w http.ResponseWriter, r *http.Request, s scene) error {
	reference := r.PathValue("ref")
	next, status := dossierPath(reference), http.StatusForbidden // what was sent was not done
	if r.Method == http.MethodGet {
		next, status = r.URL.RequestURI(), http.StatusOK
	}
	return kit.Render(w, r, status, reasonTemplate(reasonData{scene: s, Nav: s.nav(""), Reference: reference, Next: next}))
}

// giveReason keeps why somebody reads the dossier, and goes on to the page they asked for.
func (d *desk) giveReason(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	reference := r.PathValue("ref")
	err = d.app.Office.GiveReason(r.Context(), s.viewer, reference, form.Get("reason"))
	again := reasonData{scene: s, Nav: s.nav(""), Reference: reference, Next: form.Get("next"), Typed: form.Get("reason")}
	if refusal := kit.RefusalOf(err); refusal != nil {
		again.Problems = []kit.Problem{{Field: refusal.Field, Text: kit.RefusalText(s.lang, refusal)}}
		return kit.Render(w, r, http.StatusUnprocessableEntity, reasonTemplate(again))
	}
	if status, text, ok := d.app.NotDone(r, err); ok {
		again.Problems = []kit.Problem{{Text: text}}
		return kit.Render(w, r, status, reasonTemplate(again))
	}
	if err != nil {
		return err
	}
	return kit.SeeOther(w, r, nextWithin(reference, form.Get("next")))
}

// nextWithin is where one was going, as long as that is a page of the dossier.
func nextWithin(reference, next string) string {
	u, err := url.Parse(safeNext(next))
	if here := dossierPath(reference); err == nil && (u.Path == here || len(u.Path) > len(here) && u.Path[:len(here)+1] == here+"/") {
		return u.RequestURI()
	}
	return dossierPath(reference)
}

// reasonInput is the field of the reason.
func (p reasonData) reasonInput() kit.Input {
	in := kit.Input{ID: "reason", Label: p.say("reads.reason.label"), Hint: p.say("reads.reason.hint", casework.ReasonMin, casework.ReasonMax), Required: true, Value: p.Typed}
	for _, problem := range p.Problems {
		if problem.Field == in.ID {
			in.Error = problem.Text
		}
	}
	return in
}
