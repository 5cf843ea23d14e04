package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// signInForm is the sign-in page as it is shown.
type signInForm struct {
	Email string
	Next  string
	Error string
	Other string // what went wrong with another way than the password
	Ways  ways
	Ended bool   // the session ended while a form was being filled in
	Kept  []kept // that form's answers
	Nav   []kit.NavItem
}

// kept is one answer that waits for its writer to sign in again.
type kept struct{ Name, Value string }

const keptPrefix = "kept."

// neverKept are answers that are typed anew: secrets, and what says which state of things was seen.
var neverKept = []string{"password", "new", "again", "version"}

// keep carries the answers of a form along. A form's own keys are made anew afterwards.
func keep(values url.Values) []kept {
	var list []kept
	for name, all := range values {
		if name == kit.KeyField || slices.Contains(neverKept, name) {
			continue
		}
		for _, value := range all {
			list = append(list, kept{keptPrefix + name, value})
		}
	}
	slices.SortStableFunc(list, func(a, b kept) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// unkeep gives the answers back.
func unkeep(form url.Values) url.Values {
	values := url.Values{}
	for name, all := range form {
		if own, ok := strings.CutPrefix(name, keptPrefix); ok {
			values[own] = all
		}
	}
	return values
}

func (d *desk) signInView(r *http.Request, f signInForm) templ.Component {
	f.Ways = d.ways()
	f.Nav = []kit.NavItem{{Label: words.Say(kit.Lang(r.Context()), "desk.to_public"), Path: "/"}}
	return signInTemplate(f)
}

func (d *desk) signInPage(w http.ResponseWriter, r *http.Request) error {
	_, err := d.staff(r.Context())
	switch {
	case err == nil:
		return kit.SeeOther(w, r, "/desk")
	case doors.KindOf(err) != doors.Ended:
		return err
	}
	return kit.Render(w, r, http.StatusOK, d.signInView(r, signInForm{Next: safeNext(r.URL.Query().Get("next"))}))
}

// signIn is the first step: e-mail address and password. Whoever has a second factor is asked for it on the page that answers.
func (d *desk) signIn(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	again := signInForm{Email: form.Line("email"), Next: form.Get("next"), Kept: keep(unkeep(form.Values))}
	entry, err := d.app.Porter.SignIn(r.Context(), form.Get("email"), form.Get("password"), visitor(r))
	switch kind := doors.KindOf(err); kind {
	case 0:
	case doors.Wait:
		again.Error = waitText(r, err)
		return kit.Render(w, r, http.StatusTooManyRequests, d.signInView(r, again))
	default: // also when the account was changed a moment ago
		again.Error = words.Say(kit.Lang(r.Context()), "desk.sign_in.wrong")
		return kit.Render(w, r, http.StatusUnprocessableEntity, d.signInView(r, again))
	}
	switch {
	case err != nil:
		return err
	case entry.Pending != nil:
		if err := d.await(r, *entry.Pending); err != nil {
			return err
		}
		return kit.Render(w, r, http.StatusOK, d.codeView(r, codeForm{Next: again.Next, Kept: again.Kept}))
	}
	return d.letIn(w, r, entry.Staff, form)
}

// letIn begins the session and goes on to where the signer-in was going.
func (d *desk) letIn(w http.ResponseWriter, r *http.Request, staff doors.Staff, form *kit.Form) error {
	if err := d.begin(w, r, staff); err != nil {
		return err
	}
	return d.goOn(w, r, staff, form)
}

// waitText says how long it takes until the next attempt may be made.
func waitText(r *http.Request, err error) string { return waitFor(r, err, "desk.sign_in.wait") }

// waitFor is waitText with another text.
func waitFor(r *http.Request, err error, key string) string {
	lang := kit.Lang(r.Context())
	var known *doors.Error
	if !errors.As(err, &known) {
		return ""
	}
	return words.Say(lang, key, words.Term(lang, int((known.Wait+time.Minute-1)/time.Minute), "minutes"))
}

// visitor is where a request comes from.
func visitor(r *http.Request) doors.Visitor {
	return doors.Visitor{Address: kit.Address(r), Device: accounts.Device(r.UserAgent()), Known: kit.Known(r)}
}

// goOn leads to the page that was asked for, or back into the form that was being filled in when the session ended.
func (d *desk) goOn(w http.ResponseWriter, r *http.Request, staff doors.Staff, form *kit.Form) error {
	next, typed := form.Get("next"), unkeep(form.Values)
	if staff.MustSetUp {
		return d.showApp(w, r, staff, http.StatusOK, appForm{Next: next, Kept: keep(typed)})
	}
	if len(typed) == 0 {
		return kit.SeeOther(w, r, landing(staff.Account, safeNext(next)))
	}
	s, err := d.scene(r, staff)
	if err != nil {
		return err
	}
	if next == newPath {
		return d.showNew(w, r, s, http.StatusOK, attempt{Kind: dossier.Kind(typed.Get("kind")), Typed: typed, Kept: true})
	}
	if path, ok := strings.CutPrefix(next, accountsPath); ok {
		return d.backToAccounts(w, r, s, path, typed)
	}
	reference, kind, ok := strings.Cut(strings.TrimPrefix(next, "/desk/dossiers/"), "/acts/")
	if !ok {
		return kit.SeeOther(w, r, "/desk")
	}
	return d.showDossier(w, r, s, reference, http.StatusOK, attempt{Kind: dossier.Kind(kind), Typed: typed, Kept: true})
}

// landing is the first page: a specialist who does nothing else has a desk of their own.
func landing(a store.Account, next string) string {
	if next == "/desk" {
		return homeOf(a.Actor())
	}
	return next
}

func (f signInForm) problems() []kit.Problem {
	switch {
	case f.Error != "":
		return []kit.Problem{{Field: "email", Text: f.Error}}
	case f.Other != "":
		return []kit.Problem{{Text: f.Other}}
	}
	return nil
}
