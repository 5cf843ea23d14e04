package desk

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

const codePath = "/desk/sign-in/code"

// codeForm is the second step of signing in as it is shown.
type codeForm struct {
	Next     string
	Kept     []kept
	Error    string
	App      bool // the account has one
	Passkeys bool // one can be shown instead
	Recovery bool // a recovery code is asked, not one of the app
	Nav      []kit.NavItem
}

func (f codeForm) problems() []kit.Problem {
	if f.Error == "" {
		return nil
	}
	return []kit.Problem{{Field: "code", Text: f.Error}}
}

func (d *desk) codeView(r *http.Request, f codeForm) templ.Component {
	f.Passkeys, f.App = d.ways().Passkeys, d.pending(r.Context()).App
	f.Recovery = f.Recovery || !f.App
	f.Nav = []kit.NavItem{{Label: words.Say(kit.Lang(r.Context()), "desk.to_public"), Path: "/"}}
	return codeTemplate(f)
}

// codePage is the second step by an address of its own: when the language is switched, or the page is loaded anew.
func (d *desk) codePage(w http.ResponseWriter, r *http.Request) error {
	if d.pending(r.Context()).Account == "" {
		return kit.SeeOther(w, r, "/desk/sign-in")
	}
	return kit.Render(w, r, http.StatusOK, d.codeView(r, codeForm{Recovery: r.URL.Query().Has("recovery")}))
}

// code is the second step. What was being filled in before waits on through it.
func (d *desk) code(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	again := codeForm{Next: form.Get("next"), Kept: keep(unkeep(form.Values)), Recovery: form.Has("recovery")}
	if instead := form.Get("instead"); instead != "" { // the other sort of code is asked for
		again.Recovery = instead == "recovery"
		return kit.Render(w, r, http.StatusOK, d.codeView(r, again))
	}
	entry, err := d.app.Porter.ShowCode(r.Context(), d.pending(r.Context()), form.Get("code"), visitor(r))
	switch doors.KindOf(err) {
	case 0:
	case doors.Wait:
		again.Error = waitText(r, err)
		return kit.Render(w, r, http.StatusTooManyRequests, d.codeView(r, again))
	case doors.WrongCode:
		again.Error = words.Say(kit.Lang(r.Context()), "desk.code.wrong")
		return kit.Render(w, r, http.StatusUnprocessableEntity, d.codeView(r, again))
	default:
		late := signInForm{Next: again.Next, Kept: again.Kept, Error: words.Say(kit.Lang(r.Context()), "desk.code.late")}
		return kit.Render(w, r, http.StatusUnprocessableEntity, d.signInView(r, late))
	}
	if err != nil {
		return err
	}
	return d.letIn(w, r, entry.Staff, form)
}
