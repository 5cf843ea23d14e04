package desk

import (
	"net/http"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
)

const accountPath = "/desk/account"

// accountData is the page of one's own account.
type accountData struct {
	scene
	Nav      []kit.NavItem
	Email    string
	Roles    []string
	Logins   []loginRow
	Factors  []factorRow
	Codes    int // recovery codes that are left
	Keys     keysData
	Must     bool // two factors must be shown
	Done     string
	Problems []kit.Problem
	Wrong    map[string]string // by the id of the input
	Feed     feedView
}

// loginRow is a device at which the account is signed in.
type loginRow struct {
	ID, Device, Began, Seen string
	Here                    bool
}

// factorRow is a second factor of the account.
type factorRow struct{ ID, Name, Kind, Added, Used string }

// done are the acts that the page can say are done.
var accountDone = []string{"password", "signed_out", "signed_out_elsewhere", "factor_removed", "passkey_added", "identity_added", "identity_removed", "feed_ended"}

// accountPage shows where one is signed in and by what.
func (d *desk) accountPage(w http.ResponseWriter, r *http.Request, s scene) error {
	return d.showAccount(w, r, s, http.StatusOK, nil)
}

func (d *desk) showAccount(w http.ResponseWriter, r *http.Request, s scene, status int, wrong map[string]string) error {
	return d.showAccountWith(w, r, s, status, wrong, "")
}

// showAccountWith shows the page, with what was wrong: by the id of the input, one text each. feed is an address that was just made.
func (d *desk) showAccountWith(w http.ResponseWriter, r *http.Request, s scene, status int, wrong map[string]string, feed string) error {
	ctx := r.Context()
	data := accountData{
		scene: s, Nav: s.nav("account"), Email: s.staff.Account.Email, Must: d.app.Porter.RequiresTwo(s.staff.Account), Wrong: wrong,
	}
	for _, role := range s.staff.Account.Roles {
		data.Roles = append(data.Roles, s.say("role."+string(role)))
	}
	logins, err := d.app.Porter.Logins(ctx, s.by(r))
	if err != nil {
		return err
	}
	for _, l := range logins {
		data.Logins = append(data.Logins, s.loginRow(l))
	}
	factors, err := d.app.Office.DB.Read().Factors(ctx, s.staff.Account.ID)
	if err != nil {
		return err
	}
	for _, f := range factors {
		data.Factors = append(data.Factors, s.factorRow(f))
	}
	if data.Codes, err = d.app.Office.DB.Read().RecoveryCodes(ctx, s.staff.Account.ID); err != nil {
		return err
	}
	if data.Keys, err = d.keysOf(r, s.staff, wrong); err != nil {
		return err
	}
	if data.Feed, err = d.feedOf(r, s, feed); err != nil {
		return err
	}
	data.tell(r, wrong)
	return kit.Render(w, r, status, accountTemplate(data))
}

// tell says what was done, or what was wrong.
func (a *accountData) tell(r *http.Request, wrong map[string]string) {
	for _, done := range accountDone {
		if wrong == nil && r.URL.Query().Get("done") == done {
			a.Done = a.say("desk.account.done." + done)
		}
	}
	for id, text := range wrong {
		a.Problems = append(a.Problems, kit.Problem{Field: id, Text: text})
	}
}

func (s scene) loginRow(l store.Login) loginRow {
	row := loginRow{ID: l.ID, Device: l.Device, Began: s.moment(l.Began), Seen: s.moment(l.Seen), Here: l.ID == s.staff.Login.ID}
	if row.Device == "" {
		row.Device = s.say("desk.account.device_unknown")
	}
	return row
}

func (s scene) factorRow(f store.Factor) factorRow {
	row := factorRow{ID: f.ID, Name: f.Name, Kind: s.say("desk.factor." + f.Kind), Added: s.moment(f.Added), Used: s.say("desk.factor.never")}
	if !f.Used.IsZero() {
		row.Used = s.moment(f.Used)
	}
	return row
}

// by is whoever is signed in, for what they change about their account.
func (s scene) by(r *http.Request) doors.By { return byOf(r, s.staff) }

func byOf(r *http.Request, staff doors.Staff) doors.By {
	return doors.By{Account: staff.Account.ID, Login: staff.Login.ID, Visitor: visitor(r)}
}

// changePassword asks for the present password and for the new one twice: nobody sees what they type.
func (d *desk) changePassword(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	if form.Get("new") != form.Get("again") {
		return d.showAccount(w, r, s, http.StatusUnprocessableEntity, map[string]string{"again": s.say("desk.password.differs")})
	}
	err = d.app.Porter.ChangePassword(r.Context(), s.by(r), form.Get("password"), form.Get("new"))
	if text := unfitText(r, err); text != "" {
		return d.showAccount(w, r, s, http.StatusUnprocessableEntity, map[string]string{"new": text})
	}
	return d.accountDone(w, r, s, "password", "password", err)
}

// accountDone goes on after a change of the account, or says beside the input that asked for the password why it was not made.
func (d *desk) accountDone(w http.ResponseWriter, r *http.Request, s scene, input, done string, err error) error {
	if text := confirmProblem(r, err); text != "" {
		return d.showAccount(w, r, s, statusOf(err), map[string]string{input: text})
	}
	switch kind := doors.KindOf(err); {
	case kind == doors.Ended:
		return d.askToSignIn(w, r)
	case kind == doors.Missing:
		return kit.ErrNotFound
	case err != nil:
		return err
	}
	return kit.SeeOther(w, r, accountPath+"?done="+done)
}

// confirmProblem is what is to be said where a password was asked again; empty when that was not what went wrong.
func confirmProblem(r *http.Request, err error) string {
	switch doors.KindOf(err) {
	case doors.WrongPassword:
		return kit.Say(r.Context(), "desk.password.wrong")
	case doors.Wait:
		return waitText(r, err)
	case doors.LastFactor:
		return kit.Say(r.Context(), "desk.factor.last")
	case doors.Moved:
		return kit.Say(r.Context(), "desk.account.moved")
	case doors.TooMany:
		return kit.Say(r.Context(), "desk.factor.many")
	default:
		return ""
	}
}

// statusOf is the status of a page that comes back with what went wrong.
func statusOf(err error) int {
	if doors.KindOf(err) == doors.Wait {
		return http.StatusTooManyRequests
	}
	return http.StatusUnprocessableEntity
}

// endLogin signs out at another device, or here.
func (d *desk) endLogin(w http.ResponseWriter, r *http.Request, s scene) error {
	if r.PathValue("id") == s.staff.Login.ID {
		return d.signOut(w, r)
	}
	err := d.app.Porter.End(r.Context(), s.staff.Account.ID, r.PathValue("id"))
	if doors.KindOf(err) == doors.Missing { // it ended meanwhile, or was never theirs
		err = nil
	}
	return d.accountDone(w, r, s, "", "signed_out", err)
}

func (d *desk) endOthers(w http.ResponseWriter, r *http.Request, s scene) error {
	return d.accountDone(w, r, s, "", "signed_out_elsewhere", d.app.Porter.EndOthers(r.Context(), s.by(r)))
}

func (d *desk) removeFactor(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	err = d.app.Porter.RemoveFactor(r.Context(), s.by(r), form.Get("password"), id)
	return d.accountDone(w, r, s, "password-"+id, "factor_removed", err)
}

func (d *desk) newRecoveryCodes(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	codes, err := d.app.Porter.NewRecoveryCodes(r.Context(), s.by(r), form.Get("password"))
	if err != nil {
		return d.accountDone(w, r, s, "password-codes", "", err)
	}
	return d.showCodes(w, r, s, codes, accountPath, nil)
}
