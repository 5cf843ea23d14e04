package desk

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/doors/passkey"
	"github.com/wederhoor/wederhoor/web/kit"
)

const (
	passkeyPath   = "/desk/sign-in/passkey" //nolint:gosec // an address
	passkeysPath  = accountPath + "/passkeys"
	passkeyScript = "passkey.js"
)

// What waits in the session for the answer of a device, each for five minutes and one answer.
const (
	sessionShowing = "passkey_showing"
	sessionAdding  = "passkey_adding"
)

// question is what the script of a page gets to ask a device, or why it gets nothing.
type question struct {
	Options json.RawMessage `json:"options,omitempty"`
	Problem string          `json:"problem,omitempty"`
}

func ask(w http.ResponseWriter, status int, q question) error {
	body, err := json.Marshal(q)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // an error here means that the reader has gone
	return nil
}

// passkeyOptions asks for a passkey of whoever wants to sign in.
func (d *desk) passkeyOptions(w http.ResponseWriter, r *http.Request) error {
	options, c, err := d.app.Porter.BeginPasskeySignIn(r.Context(), visitor(r))
	switch kind := doors.KindOf(err); {
	case kind == doors.Missing:
		return kit.ErrNotFound
	case kind == doors.Wait:
		return ask(w, http.StatusTooManyRequests, question{Problem: waitFor(r, err, "desk.sign_in.often")})
	case err != nil:
		return err
	}
	if err := d.remember(r.Context(), sessionShowing, c); err != nil {
		return err
	}
	return ask(w, http.StatusOK, question{Options: options})
}

// showPasskey lets in whose passkey it is.
func (d *desk) showPasskey(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	var c passkey.Ceremony
	if err := d.take(r.Context(), sessionShowing, &c); err != nil {
		return err
	}
	entry, err := d.app.Porter.SignInByPasskey(r.Context(), c, []byte(form.Get("answer")), visitor(r))
	if text := passkeyProblem(r, err, "desk.passkeys.refused"); text != "" {
		again := signInForm{Next: form.Get("next"), Kept: keep(unkeep(form.Values)), Other: text}
		return kit.Render(w, r, http.StatusUnprocessableEntity, d.signInView(r, again))
	}
	if doors.KindOf(err) == doors.Missing {
		return kit.ErrNotFound
	}
	if err != nil {
		return err
	}
	return d.letIn(w, r, entry.Staff, form)
}

// passkeyProblem is what was wrong with a device's answer; empty when that was not what went wrong.
func passkeyProblem(r *http.Request, err error, refused string) string {
	switch doors.KindOf(err) {
	case doors.BadKey:
		return kit.Say(r.Context(), refused)
	case doors.Ended:
		return kit.Say(r.Context(), "desk.passkeys.late")
	case doors.Copied:
		return kit.Say(r.Context(), "desk.passkeys.copied")
	default:
		return ""
	}
}

// newPasskeyOptions asks the device of whoever gave the password for a new passkey.
func (d *desk) newPasskeyOptions(w http.ResponseWriter, r *http.Request, staff doors.Staff) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	options, adding, err := d.app.Porter.BeginPasskey(r.Context(), byOf(r, staff), form.Get("password"))
	if text := confirmProblem(r, err); text != "" {
		return ask(w, statusOf(err), question{Problem: text})
	}
	switch kind := doors.KindOf(err); {
	case kind == doors.Missing:
		return kit.ErrNotFound
	case kind == doors.Ended:
		return d.askToSignIn(w, r)
	case err != nil:
		return err
	}
	if err := d.remember(r.Context(), sessionAdding, adding); err != nil {
		return err
	}
	return ask(w, http.StatusOK, question{Options: options})
}

// addPasskey adds the device's answer. Whoever had no second factor gets recovery codes, and goes on from there.
func (d *desk) addPasskey(w http.ResponseWriter, r *http.Request, staff doors.Staff) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	var adding doors.Adding
	if err := d.take(r.Context(), sessionAdding, &adding); err != nil {
		return err
	}
	codes, err := d.app.Porter.AddPasskey(r.Context(), byOf(r, staff), adding, passkeyName(r, form), []byte(form.Get("answer")))
	next, waiting := form.Get("next"), keep(unkeep(form.Values))
	text := passkeyProblem(r, err, "desk.passkeys.not_added")
	if text == "" {
		text = confirmProblem(r, err)
	}
	if text != "" && staff.MustSetUp {
		return d.showApp(w, r, staff, http.StatusUnprocessableEntity, appForm{Next: next, Kept: waiting, Wrong: map[string]string{"passkey": text}})
	}
	if doors.KindOf(err) == doors.Missing {
		return kit.ErrNotFound
	}
	if err == nil {
		staff.MustSetUp, staff.Login.Factors = false, 2
	}
	s, fault := d.scene(r, staff)
	switch {
	case fault != nil:
		return fault
	case text != "":
		return d.showAccount(w, r, s, http.StatusUnprocessableEntity, map[string]string{"passkey": text})
	case err != nil:
		return err
	case len(codes) == 0:
		return kit.SeeOther(w, r, accountPath+"?done=passkey_added")
	}
	return d.showCodes(w, r, s, codes, next, waiting)
}

// passkeyName is what its owner calls it, or a plain name.
func passkeyName(r *http.Request, form *kit.Form) string {
	if name := form.Line("name"); name != "" {
		return name
	}
	return kit.Say(r.Context(), "desk.passkeys.name.first")
}

// passkeyForm is the form that adds a passkey, or why there is none.
type passkeyForm struct {
	Why   string // why there can be none; empty when there can
	Error string
	Next  string
	Kept  []kept
}

func (d *desk) passkeyForm(r *http.Request, next string, waiting []kept, wrong string) passkeyForm {
	f := passkeyForm{Error: wrong, Next: next, Kept: waiting}
	if d.app.Porter.Passkeys != nil {
		return f
	}
	key := "desk.passkeys.address"
	if errors.Is(passkey.Possible(d.app.Base), passkey.ErrPlain) {
		key = "desk.passkeys.plain"
	}
	f.Why = kit.Say(r.Context(), key, d.app.Base)
	return f
}

// scriptsOf are those of a page that may ask for a passkey.
func scriptsOf(passkeys bool) []string {
	if !passkeys {
		return nil
	}
	return []string{passkeyScript}
}

func (f signInForm) scripts() []string { return scriptsOf(f.Ways.Passkeys) }

func (f codeForm) scripts() []string { return scriptsOf(f.Passkeys) }

// identityTitle heads the identities, also where no provider is in use any more.
func (a accountData) identityTitle() string {
	if a.Keys.Provider == "" {
		return a.say("desk.identities.old")
	}
	return a.say("desk.identities", a.Keys.Provider)
}

// keysData is what the account page shows of passkeys and the identity provider.
type keysData struct {
	Passkey    passkeyForm
	Provider   string
	Linked     bool // at the provider that is in use
	Identities []identityRow
	Wrong      map[string]string
}

// identityRow is who the account is at an identity provider.
type identityRow struct {
	ID, Title, Name, Added string
}

func (d *desk) keysOf(r *http.Request, staff doors.Staff, wrong map[string]string) (keysData, error) {
	data := keysData{Passkey: d.passkeyForm(r, "", nil, wrong["passkey"]), Provider: d.ways().Provider, Wrong: wrong}
	list, err := d.app.Porter.Identities(r.Context(), byOf(r, staff))
	if err != nil {
		return data, err
	}
	s := scene{lang: kit.Lang(r.Context()), zone: d.app.Zone()}
	for _, i := range list {
		row := identityRow{ID: i.ID, Title: data.Provider, Name: i.Subject, Added: s.moment(i.Added)}
		if i.Current {
			data.Linked = true
		} else {
			row.Title = s.say("desk.identities.elsewhere", i.Issuer)
		}
		data.Identities = append(data.Identities, row)
	}
	return data, nil
}
