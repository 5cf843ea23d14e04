package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/doors/openid"
	"github.com/wederhoor/wederhoor/web/kit"
)

// OpenIDBack is where the identity provider sends browsers back to; it has to be told this address.
const OpenIDBack = openIDPath + "/back"

const (
	openIDPath     = "/desk/sign-in/oidc"
	identitiesPath = accountPath + "/identities"
)

// sessionJourney is what waits in the session while somebody is at the identity provider.
const sessionJourney = "journey"

// journey is somebody's way through the identity provider, and what they were doing before.
type journey struct {
	doors.Journey
	Next string
	Kept []kept
}

// ways are those of signing in besides the password.
type ways struct {
	Provider string // what the identity provider is called; empty when there is none
	Passkeys bool
}

func (d *desk) ways() ways {
	w := ways{Passkeys: d.app.Porter.Passkeys != nil}
	if p := d.app.Porter.OpenID; p != nil {
		w.Provider = p.Name()
	}
	return w
}

// remember keeps something in the session until forget. It is saved at once: without it, what comes back could not be judged.
func (d *desk) remember(ctx context.Context, name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	d.app.Sessions.Put(ctx, name, string(text))
	_, _, err = d.app.Sessions.Commit(ctx)
	return err
}

// recall gives what was remembered, and leaves it.
func (d *desk) recall(ctx context.Context, name string, value any) error {
	text := d.app.Sessions.GetString(ctx, name)
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), value)
}

// take gives what was remembered, once: it is forgotten before it is looked at. Where nothing was, value stays as it is.
func (d *desk) take(ctx context.Context, name string, value any) error {
	text := d.app.Sessions.PopString(ctx, name)
	if text == "" {
		return nil
	}
	if _, _, err := d.app.Sessions.Commit(ctx); err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), value)
}

// toProvider sends whoever wants to sign in to the identity provider.
func (d *desk) toProvider(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	j := journey{Next: form.Get("next"), Kept: keep(unkeep(form.Values))}
	address, begun, err := d.app.Porter.BeginOpenID(r.Context(), visitor(r))
	if err != nil {
		return d.notByProvider(w, r, j, err)
	}
	j.Journey = begun
	return d.leave(w, r, address, j)
}

// leave goes on to the provider by a page, not by a redirect: browsers that were sent off by a form hold a redirect against form-action, which names
// this site alone.
func (d *desk) leave(w http.ResponseWriter, r *http.Request, address string, j journey) error {
	if err := d.remember(r.Context(), sessionJourney, j); err != nil {
		return err
	}
	return kit.Render(w, r, http.StatusOK, leaveTemplate(address, d.app.Porter.OpenID.Name()))
}

// fromProvider is where the provider sends browsers back to: whoever signed in there, or wanted to link their account. What this browser did not ask for
// is refused, so that nobody is signed in under another's name (login CSRF).
func (d *desk) fromProvider(w http.ResponseWriter, r *http.Request) error {
	var j journey
	if err := d.take(r.Context(), sessionJourney, &j); err != nil {
		return err
	}
	if j.Linking() {
		return d.signedIn(func(w http.ResponseWriter, r *http.Request, staff doors.Staff) error {
			return d.finishLink(w, r, staff, j)
		}, d.askToSignIn)(w, r)
	}
	entry, err := d.app.Porter.FinishOpenID(r.Context(), j.Journey, r.URL.Query(), visitor(r))
	switch {
	case err != nil:
		return d.notByProvider(w, r, j, err)
	case entry.Pending != nil:
		if err := d.await(r, *entry.Pending); err != nil {
			return err
		}
		return kit.Render(w, r, http.StatusOK, d.codeView(r, codeForm{Next: j.Next, Kept: j.Kept}))
	}
	return d.letIn(w, r, entry.Staff, j.form())
}

// form is the form with which somebody went to the provider.
func (j journey) form() *kit.Form {
	f := &kit.Form{Values: url.Values{"next": {j.Next}}}
	for _, k := range j.Kept {
		f.Add(k.Name, k.Value)
	}
	return f
}

// notByProvider is the sign-in page with what went wrong at the provider.
func (d *desk) notByProvider(w http.ResponseWriter, r *http.Request, j journey, err error) error {
	status, text := d.providerProblem(r, err)
	switch kind := doors.KindOf(err); {
	case kind == doors.Missing:
		return kit.ErrNotFound
	case kind == doors.Wait:
		status, text = http.StatusTooManyRequests, waitFor(r, err, "desk.sign_in.often")
	}
	if text == "" {
		return err
	}
	return kit.Render(w, r, status, d.signInView(r, signInForm{Next: j.Next, Kept: j.Kept, Other: text}))
}

// providerProblem is what went wrong at the provider, in words, with the number that finds it in the log; empty when something else did.
func (d *desk) providerProblem(r *http.Request, err error) (status int, text string) {
	name := d.ways().Provider
	keys := map[openid.Kind]string{openid.Away: "desk.oidc.away", openid.Denied: "desk.oidc.denied", openid.Stale: "desk.oidc.stale", openid.Rejected: "desk.oidc.rejected"}
	if kind := openid.KindOf(err); kind != 0 {
		status = http.StatusUnprocessableEntity
		if kind == openid.Away {
			status = http.StatusServiceUnavailable
		}
		return status, kit.Say(r.Context(), keys[kind], name, d.app.Refused(r, "not by the identity provider", err))
	}
	switch doors.KindOf(err) {
	case doors.Unlinked:
		return http.StatusUnprocessableEntity, kit.Say(r.Context(), "desk.oidc.unlinked", name)
	case doors.TakenByOther:
		return http.StatusUnprocessableEntity, kit.Say(r.Context(), "desk.oidc.taken", name)
	case doors.Ended:
		return http.StatusUnprocessableEntity, kit.Say(r.Context(), "desk.oidc.stale", name, d.app.Refused(r, "not by the identity provider", err))
	default:
		return 0, ""
	}
}

// link sends whoever gave the password to the provider, to link their account.
func (d *desk) link(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	address, begun, err := d.app.Porter.BeginLink(r.Context(), s.by(r), form.Get("password"))
	if err != nil {
		return d.notLinked(w, r, s, err)
	}
	return d.leave(w, r, address, journey{Journey: begun})
}

func (d *desk) finishLink(w http.ResponseWriter, r *http.Request, staff doors.Staff, j journey) error {
	s, err := d.scene(r, staff)
	if err != nil {
		return err
	}
	if err := d.app.Porter.Link(r.Context(), s.by(r), j.Journey, r.URL.Query()); err != nil {
		return d.notLinked(w, r, s, err)
	}
	return kit.SeeOther(w, r, accountPath+"?done=identity_added")
}

// notLinked is the account page with why nothing was linked.
func (d *desk) notLinked(w http.ResponseWriter, r *http.Request, s scene, err error) error {
	if status, text := d.providerProblem(r, err); text != "" {
		return d.showAccount(w, r, s, status, map[string]string{"password-identity": text})
	}
	return d.accountDone(w, r, s, "password-identity", "", err)
}

func (d *desk) unlink(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	err = d.app.Porter.Unlink(r.Context(), s.by(r), form.Get("password"), id)
	return d.accountDone(w, r, s, "password-"+id, "identity_removed", err)
}
