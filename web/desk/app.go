package desk

import (
	"encoding/base64"
	"net/http"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/web/kit"
)

const appPath = accountPath + "/app"

// appForm is the page that sets up an app for codes.
type appForm struct {
	Next  string // where to go on to
	Kept  []kept // answers of a form that wait meanwhile
	Nonce string // of the key that is offered
	Name  string
	Wrong map[string]string
}

type appData struct {
	scene
	appForm
	Nav     []kit.NavItem
	Must    bool // nothing else can be done before
	Key     string
	Picture string // data URI
	Passkey passkeyForm
}

func (a appData) problems() (list []kit.Problem) {
	for _, id := range []string{"code", "password", "passkey"} {
		if text := a.Wrong[id]; text != "" {
			list = append(list, kit.Problem{Field: id, Text: text})
		}
	}
	return list
}

// appName is what the app is called unless its owner says otherwise.
func (a appData) appName() string {
	if a.Name != "" || a.Wrong != nil {
		return a.Name
	}
	return a.say("desk.app.name.first")
}

func (d *desk) appPage(w http.ResponseWriter, r *http.Request, staff doors.Staff) error {
	return d.showApp(w, r, staff, http.StatusOK, appForm{Next: r.URL.Query().Get("next")})
}

// showApp shows the key of an app, as a picture and in letters, and asks for a code that it makes and for the password.
func (d *desk) showApp(w http.ResponseWriter, r *http.Request, staff doors.Staff, status int, f appForm) error {
	d.seen(r, staff)
	s, err := d.scene(r, staff)
	if err != nil {
		return err
	}
	offer, err := d.app.Porter.OfferTOTP(staff.Account, f.Nonce)
	if err != nil {
		return err
	}
	f.Nonce = offer.Nonce
	data := appData{
		scene: s, appForm: f, Must: staff.MustSetUp, Key: offer.Text,
		Picture: "data:image/png;base64," + base64.StdEncoding.EncodeToString(offer.Picture),
	}
	if data.Must {
		data.Passkey = d.passkeyForm(r, f.Next, f.Kept, f.Wrong["passkey"])
	}
	if !data.Must {
		data.Nav = s.nav("account")
	}
	return kit.Render(w, r, status, appTemplate(data))
}

// addApp adds the app. Whoever had no second factor gets recovery codes, and goes on from there.
func (d *desk) addApp(w http.ResponseWriter, r *http.Request, staff doors.Staff) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	again := appForm{Next: form.Get("next"), Kept: keep(unkeep(form.Values)), Nonce: form.Get("nonce"), Name: form.Line("name")}
	codes, err := d.app.Porter.AddTOTP(r.Context(), byOf(r, staff), form.Get("password"), again.Nonce, again.Name, form.Get("code"))
	if doors.KindOf(err) == doors.WrongCode {
		again.Wrong = map[string]string{"code": kit.Say(r.Context(), "desk.app.wrong")}
		return d.showApp(w, r, staff, http.StatusUnprocessableEntity, again)
	}
	if text := confirmProblem(r, err); text != "" {
		again.Wrong = map[string]string{"password": text}
		return d.showApp(w, r, staff, statusOf(err), again)
	}
	if doors.KindOf(err) == doors.Ended {
		return d.askToSignIn(w, r)
	}
	if err != nil {
		return err
	}
	staff.MustSetUp, staff.Login.Factors = false, 2
	s, err := d.scene(r, staff)
	if err != nil {
		return err
	}
	return d.showCodes(w, r, s, codes, again.Next, again.Kept)
}

// on goes on to where somebody was going, with what they had typed. Recovery codes are shown no more.
func (d *desk) on(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	d.app.Sessions.Remove(r.Context(), sessionCodes)
	return d.goOn(w, r, s.staff, form)
}
