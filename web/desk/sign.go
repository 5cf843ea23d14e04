package desk

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// signInForm is the sign-in page as it is shown.
type signInForm struct {
	Email string
	Next  string
	Error string
	Ended bool   // the session ended while a form was being filled in
	Kept  []kept // that form's answers
	Nav   []kit.NavItem
}

// kept is one answer that waits for its writer to sign in again.
type kept struct{ Name, Value string }

const keptPrefix = "kept."

// keep carries the answers of a form along. A form's own keys are made anew afterwards.
func keep(values url.Values) []kept {
	var list []kept
	for name, all := range values {
		if name == kit.KeyField {
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

func signInView(r *http.Request, f signInForm) templ.Component {
	f.Nav = []kit.NavItem{{Label: words.Say(kit.Lang(r.Context()), "desk.to_public"), Path: "/"}}
	return signInTemplate(f)
}

func (d *desk) signInPage(w http.ResponseWriter, r *http.Request) error {
	_, ok, err := d.account(r.Context())
	if err != nil {
		return err
	}
	if ok {
		return kit.SeeOther(w, r, "/desk")
	}
	return kit.Render(w, r, http.StatusOK, signInView(r, signInForm{Next: safeNext(r.URL.Query().Get("next"))}))
}

// signIn checks e-mail address and password. Whoever is refused is not told which of the two was wrong, nor by the time it takes.
func (d *desk) signIn(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	lang, now := kit.Lang(r.Context()), d.app.Now()
	email := register.FoldEmail(form.Get("email"))
	again := signInForm{Email: form.Line("email"), Next: form.Get("next"), Kept: keep(unkeep(form.Values))}
	wait, attempt := d.throttle.begin(email, addressOf(r), now)
	if wait > 0 {
		again.Error = words.Say(lang, "desk.sign_in.wait", words.Term(lang, int((wait+time.Minute-1)/time.Minute), "minutes"))
		return kit.Render(w, r, http.StatusTooManyRequests, signInView(r, again))
	}
	account, ok, err := d.check(r, email, form.Get("password"))
	if err != nil {
		attempt.unjudged()
		return err
	}
	if !ok {
		d.app.Log.InfoContext(r.Context(), "sign-in refused")
		again.Error = words.Say(lang, "desk.sign_in.wrong")
		return kit.Render(w, r, http.StatusUnprocessableEntity, signInView(r, again))
	}
	attempt.succeeded()
	if err := d.begin(r, account); err != nil {
		return err
	}
	return d.goOn(w, r, account, form)
}

// check compares the password. An account that is unknown, disabled or without password takes as long.
func (d *desk) check(r *http.Request, email, password string) (store.Account, bool, error) {
	a, err := d.app.Office.DB.Read().AccountByEmail(r.Context(), email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return a, false, err
	}
	if err != nil || a.Disabled {
		a = store.Account{}
	}
	return a, accounts.CheckPassword(password, a.Hash), nil
}

// begin makes the session the account's, under a new token: one that was known before signing in is worth nothing. It is saved at
// once: who is sent on without a session would be asked to sign in again, and not told why.
func (d *desk) begin(r *http.Request, a store.Account) error {
	ctx := r.Context()
	if err := d.app.Sessions.RenewToken(ctx); err != nil {
		return err
	}
	d.app.Sessions.Put(ctx, sessionAccount, string(a.ID))
	d.app.Sessions.Put(ctx, sessionStamp, stamp(a))
	if _, _, err := d.app.Sessions.Commit(ctx); err != nil {
		return err
	}
	d.app.Log.InfoContext(ctx, "signed in", "account", a.ID)
	return nil
}

// goOn leads to the page that was asked for, or back into the form that was being filled in when the session ended.
func (d *desk) goOn(w http.ResponseWriter, r *http.Request, a store.Account, form *kit.Form) error {
	next, typed := form.Get("next"), unkeep(form.Values)
	if len(typed) == 0 {
		return kit.SeeOther(w, r, landing(a, safeNext(next)))
	}
	s, err := d.scene(r, a)
	if err != nil {
		return err
	}
	if next == newPath {
		return d.showNew(w, r, s, http.StatusOK, attempt{Kind: dossier.Kind(typed.Get("kind")), Typed: typed, Kept: true})
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

func (d *desk) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := d.app.Sessions.Destroy(r.Context()); err != nil {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return kit.SeeOther(w, r, "/desk/sign-in")
}

func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func (f signInForm) problems() []kit.Problem {
	if f.Error == "" {
		return nil
	}
	return []kit.Problem{{Field: "email", Text: f.Error}}
}
