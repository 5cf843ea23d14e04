package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
)

// act carries out what a form of the dossier asks. Refused, or out of date, the same page comes back with all that was typed.
func (d *desk) act(w http.ResponseWriter, r *http.Request, s scene) error {
	reference, kind := r.PathValue("ref"), dossier.Kind(r.PathValue("kind"))
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	if slices.Contains(hidden, kind) {
		return kit.ErrNotFound
	}
	command, faults := d.read(s, kind, form)
	if command == nil {
		return kit.ErrNotFound
	}
	if len(faults) > 0 {
		try := attempt{Kind: kind, Typed: form.Values, Errors: kit.FaultTexts(s.lang, kind, faults)}
		return d.showDossier(w, r, s, reference, http.StatusUnprocessableEntity, try)
	}
	order := casework.Order{Reference: reference, Command: command, Seen: number(form.Get(kit.SeenField)), Key: kit.FormID(d.app.KeyOf(form))}
	if _, err = d.app.Office.Do(r.Context(), s.viewer, order); err != nil {
		return d.notDone(w, r, s, reference, attempt{Kind: kind, Typed: form.Values}, err)
	}
	return d.afterAct(w, r, s, reference, kind)
}

// read makes the command; an answer that was too long to be read whole is at fault, and so is a way in that is none of
// the desk's.
func (d *desk) read(s scene, kind dossier.Kind, form *kit.Form) (dossier.Command, kit.Faults) {
	command, faults := kit.Reading{Zone: s.zone}.Decode(kind, form.Values)
	if file, ok := command.(dossier.File); ok && file.Channel != "" && !slices.Contains(channels, file.Channel) {
		faults["channel"] = kit.FaultChoice
	}
	for name := range form.Long {
		if slices.ContainsFunc(kit.FieldsOf(kind), func(f kit.Field) bool { return f.Key == name }) {
			faults[name] = kit.FaultLong
		}
	}
	return command, faults
}

// notDone shows the dossier again with the form still filled in, and why nothing happened.
func (d *desk) notDone(w http.ResponseWriter, r *http.Request, s scene, reference string, try attempt, err error) error {
	switch kit.KindOf(err) {
	case casework.Refused:
		try.Errors, try.General = kit.RefusalTexts(s.lang, try.Kind, kit.RefusalOf(err))
		return d.showDossier(w, r, s, reference, http.StatusUnprocessableEntity, try)
	case casework.Stale:
		try.Since, try.General = sinceOf(err), []string{s.say("desk.stale")}
		return d.showDossier(w, r, s, reference, http.StatusConflict, try)
	default:
		status, text, ok := d.app.NotDone(r, err)
		if !ok {
			return err
		}
		try.General = []string{text}
		return d.showDossier(w, r, s, reference, status, try)
	}
}

// afterAct goes back to the dossier, or to the list when the act took it out of the viewer's sight.
func (d *desk) afterAct(w http.ResponseWriter, r *http.Request, s scene, reference string, kind dossier.Kind) error {
	if slices.Contains(taken, kind) {
		return d.afterTaking(w, r, s, reference, kind)
	}
	if sees, err := d.app.Office.Sees(r.Context(), s.viewer, reference); err == nil && !sees {
		return kit.SeeOther(w, r, "/desk")
	}
	return kit.SeeOther(w, r, dossierPath(reference)+"?done="+url.QueryEscape(string(kind)))
}

func sinceOf(err error) []store.Entry {
	var known *casework.Error
	if errors.As(err, &known) {
		return known.Since
	}
	return nil
}

// number reads a count; what is none is 0.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
