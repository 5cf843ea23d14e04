package public

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// Forms that anybody can send are tried by whoever wants to do harm, too. Three things stand before them, of which a client sees nothing on a common day: a
// field that people do not see and programs fill in, a count of what comes in (doors.TakeForm), and under load a sum that the browser does. Whoever is kept
// out by one of them all the same keeps what they typed and sees the phone number.

// The inputs of it.
const (
	trapField     = "extra_note" // no browser knows to fill in anything by this name
	proofField    = "proof"      // the solution of the sum
	noScriptField = "no_script"  // the browser cannot do the sum
)

// gate is what stands before a form. The zero value is nothing: a form behind a private link is counted by that link alone.
type gate struct {
	open bool   // anybody can send the form
	task string // the sum that the browser has to do; empty when there is none
}

// scripts that the page of the form needs.
func (g gate) scripts() []string {
	if g.task == "" {
		return nil
	}
	return []string{"proof.js"}
}

// openSheet is an empty form that anybody can send.
func (s site) openSheet(r *http.Request, action string) (sheet, error) {
	sh, err := s.sheetFor(r, action)
	sh.gate.open = true
	return sh, err
}

// sentByAnybody is such a form as it came in.
func (s site) sentByAnybody(w http.ResponseWriter, r *http.Request, action string) (sheet, error) {
	sh, err := s.sent(w, r, action)
	sh.gate.open = true
	return sh, err
}

// show shows a form, with the sum that is asked for at the moment. A form that comes back is worth more than its sum: when it cannot be told whether there is one, there is none for now.
func (s site) show(w http.ResponseWriter, r *http.Request, status int, sh sheet, page func(sheet) templ.Component) error {
	if sh.gate.open {
		var err error
		if sh.gate.task, err = s.Porter.Challenge(r.Context(), kit.FormID(sh.key)); err != nil {
			s.Log.WarnContext(r.Context(), "a form is shown without the sum that may be asked for", "route", r.Pattern, "error", err.Error())
		}
	}
	return kit.Render(w, r, status, page(sh))
}

// keptOut is the status with which a form comes back that no browser sends, 0 for every other: one with more parts than any form has (ASVS 5.2.1), or with its hidden field
// filled in. What was read of it is kept on the page.
func (s site) keptOut(r *http.Request, sh *sheet) int {
	switch {
	case sh.cut:
		s.Log.InfoContext(r.Context(), "a form had too many parts", "route", r.Pattern)
		sh.problems = []kit.Problem{{Text: sh.say("public.fault.parts", s.phone())}}
		return http.StatusRequestEntityTooLarge
	case s.trapped(r, sh):
		return http.StatusUnprocessableEntity
	}
	return 0
}

// trapped reports whether the field was filled in that people do not see. The form comes back without it: if a person sent it after all, they send it once more.
func (s site) trapped(r *http.Request, sh *sheet) bool {
	if !sh.gate.open || sh.form.Line(trapField) == "" {
		return false
	}
	s.Log.InfoContext(r.Context(), "a form had its hidden field filled in", "route", r.Pattern)
	sh.form.Del(trapField)
	sh.problems = []kit.Problem{{Text: sh.say("public.fault.trap", s.phone())}}
	return true
}

func (s site) phone() string { return kit.PhoneText(s.Office.Policy.Organisation.Phone) }

// pass counts a form that begins or goes on with a dossier, and has it done.
func (s site) pass(r *http.Request, v casework.Viewer, sh sheet, order casework.Order) (casework.Result, error) {
	if !sh.gate.open {
		if err := s.sentBehind(r.Context(), v, order.Key); err != nil {
			return casework.Result{}, err
		}
		return s.Office.Do(r.Context(), v, order)
	}
	taken, err := s.Porter.TakeForm(r.Context(), doors.Form{
		ID: order.Key, Address: kit.Address(r), Solution: sh.form.Get(proofField), Plain: sh.form.Has(noScriptField),
	})
	if err = s.unlessAnswered(r.Context(), order.Key, err); err != nil {
		return casework.Result{}, err
	}
	result, err := s.Office.Do(r.Context(), v, order)
	if err != nil && taken != nil {
		taken.Undo(r.Context())
	}
	return result, err
}

// sentBehind counts what somebody sends from behind their private link.
func (s site) sentBehind(ctx context.Context, v casework.Viewer, key string) error {
	return s.unlessAnswered(ctx, key, s.Porter.Sent(ctx, v.Only+" "+v.Actor.Name()))
}

// unlessAnswered lets a form through that was answered before: the second of two clicks gets the answer of the first, however much else comes in (R6).
func (s site) unlessAnswered(ctx context.Context, key string, held error) error {
	if doors.KindOf(held) == 0 || key == "" {
		return held
	}
	answered, err := s.Office.DB.Read().Answered(ctx, key)
	if err == nil && answered {
		return nil
	}
	return errors.Join(held, err)
}

// heldUp is what the form says that was not taken for now, and its status; 0 for every other error.
func (s site) heldUp(w http.ResponseWriter, r *http.Request, err error) (text string, status int) {
	lang := kit.Lang(r.Context())
	if doors.KindOf(err) == doors.Prove {
		return words.Say(lang, "public.fault.prove", s.phone()), http.StatusTooManyRequests
	}
	if wait := doors.WaitOf(err); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		minutes := words.Term(lang, int((wait+time.Minute-1)/time.Minute), "minutes")
		return words.Say(lang, "public.fault.wait", minutes, s.phone()), http.StatusTooManyRequests
	}
	return "", 0
}
