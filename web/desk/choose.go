package desk

import (
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

const (
	choosePath    = "/desk/choose"
	forgottenPath = "/desk/forgotten"
	sessionTicket = "ticket" // doors.TicketOf of the link that was opened: not enough to make the link of
)

// chooseData is the page on which a password is chosen.
type chooseData struct {
	Nav          []kit.NavItem
	Name, Email  string
	Organisation string
	Invited      bool
	Provider     string // that the account can be linked at in the same go; empty when there is none
	Wrong        map[string]string
}

func (c chooseData) problems() (list []kit.Problem) {
	for _, id := range []string{"new", "again"} {
		if text := c.Wrong[id]; text != "" {
			list = append(list, kit.Problem{Field: id, Text: text})
		}
	}
	return list
}

// openTicket takes the secret out of the address: what it opens is remembered in the session, and the page is shown by an address of its own
// (ASVS 14.2.1). It uses nothing up: programs that look through mail open links too.
func (d *desk) openTicket(w http.ResponseWriter, r *http.Request) error {
	kit.PrivateLink(w)
	ticket := doors.TicketOf(r.PathValue("token"))
	_, err := d.app.Porter.Open(r.Context(), ticket)
	if doors.KindOf(err) == doors.Missing {
		return kit.Render(w, r, http.StatusGone, noTicketTemplate(publicNav(r)))
	}
	if err != nil {
		return err
	}
	if err := d.renew(r.Context(), map[string]any{sessionTicket: ticket}); err != nil {
		return err
	}
	return kit.SeeOther(w, r, choosePath)
}

func (d *desk) choosePage(w http.ResponseWriter, r *http.Request) error {
	return d.showChoose(w, r, http.StatusOK, nil)
}

func (d *desk) showChoose(w http.ResponseWriter, r *http.Request, status int, wrong map[string]string) error {
	choice, err := d.app.Porter.Open(r.Context(), d.app.Sessions.GetString(r.Context(), sessionTicket))
	if doors.KindOf(err) == doors.Missing {
		return kit.Render(w, r, http.StatusGone, noTicketTemplate(publicNav(r)))
	}
	if err != nil {
		return err
	}
	return kit.Render(w, r, status, chooseTemplate(chooseData{
		Nav: publicNav(r), Name: choice.Account.Name, Email: choice.Account.Email, Organisation: d.app.Office.Policy.Organisation.Name,
		Invited: choice.Purpose == store.TicketInvitation, Provider: d.ways().Provider, Wrong: wrong,
	}))
}

// choose sets the password and uses the link up. Whoever has a second factor is asked for it next; whoever must have one sets it up.
func (d *desk) choose(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	if form.Get("new") != form.Get("again") {
		return d.showChoose(w, r, http.StatusUnprocessableEntity, map[string]string{"again": kit.Say(r.Context(), "desk.password.differs")})
	}
	entry, err := d.app.Porter.Choose(r.Context(), d.app.Sessions.GetString(r.Context(), sessionTicket), form.Get("new"), visitor(r))
	if text := unfitText(r, err); text != "" {
		return d.showChoose(w, r, http.StatusUnprocessableEntity, map[string]string{"new": text})
	}
	switch {
	case doors.KindOf(err) == doors.Missing:
		return kit.Render(w, r, http.StatusGone, noTicketTemplate(publicNav(r)))
	case err != nil:
		return err
	case entry.Pending != nil:
		if err := d.await(r, *entry.Pending); err != nil {
			return err
		}
		return kit.Render(w, r, http.StatusOK, d.codeView(r, codeForm{}))
	}
	if form.Has("link") && d.app.Porter.OpenID != nil {
		return d.chosenAndLink(w, r, entry.Staff, form.Get("new"))
	}
	return d.letIn(w, r, entry.Staff, kit.EmptyForm())
}

// chosenAndLink goes on to the identity provider with whoever accepted an invitation and wants to come in by that as well. When that is not possible
// now they are in all the same, and are told to link it later.
func (d *desk) chosenAndLink(w http.ResponseWriter, r *http.Request, staff doors.Staff, password string) error {
	if err := d.begin(w, r, staff); err != nil {
		return err
	}
	address, begun, err := d.app.Porter.BeginLink(r.Context(), byOf(r, staff), password)
	if err != nil {
		return d.linkLater(w, r, staff, err)
	}
	return d.leave(w, r, address, journey{Journey: begun})
}

func (d *desk) linkLater(w http.ResponseWriter, r *http.Request, staff doors.Staff, cause error) error {
	number := d.app.Refused(r, "not linked with the invitation", cause)
	if staff.MustSetUp { // the second factor comes first
		return d.goOn(w, r, staff, kit.EmptyForm())
	}
	s, err := d.scene(r, staff)
	if err != nil {
		return err
	}
	return d.showAccount(w, r, s, http.StatusServiceUnavailable, map[string]string{"password-identity": s.say("desk.oidc.later", d.ways().Provider, number)})
}

// unfitText is what is wrong with a password that was chosen, empty when that is not what the error is about.
func unfitText(r *http.Request, err error) string {
	lang := kit.Lang(r.Context())
	switch {
	case doors.KindOf(err) != doors.Unfit:
		return ""
	case errors.Is(err, accounts.ErrPasswordShort):
		return words.Say(lang, "desk.password.short", accounts.MinPasswordRunes)
	case errors.Is(err, accounts.ErrPasswordLong):
		return words.Say(lang, "desk.password.long", accounts.MaxPasswordRunes)
	}
	return words.Say(lang, "desk.password.common")
}

// forgottenForm is the page of those who forgot their password.
type forgottenForm struct {
	Nav   []kit.NavItem
	Email string
	Error string
	Sent  bool
}

func (f forgottenForm) problems() []kit.Problem {
	if f.Error == "" {
		return nil
	}
	return []kit.Problem{{Field: "email", Text: f.Error}}
}

func forgottenView(r *http.Request, f forgottenForm) templ.Component {
	f.Nav = publicNav(r)
	return forgottenTemplate(f)
}

func (d *desk) forgottenPage(w http.ResponseWriter, r *http.Request) error {
	return kit.Render(w, r, http.StatusOK, forgottenView(r, forgottenForm{}))
}

// forgotten answers alike whether there is such an account or not (ASVS 6.3.8).
func (d *desk) forgotten(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	email := form.Line("email")
	if !strings.Contains(email, "@") {
		again := forgottenForm{Email: email, Error: kit.Say(r.Context(), "desk.forgotten.address")}
		return kit.Render(w, r, http.StatusUnprocessableEntity, forgottenView(r, again))
	}
	err = d.app.Porter.Forgotten(r.Context(), email, visitor(r))
	if doors.KindOf(err) == doors.Wait {
		again := forgottenForm{Email: email, Error: waitFor(r, err, "desk.forgotten.wait")}
		return kit.Render(w, r, http.StatusTooManyRequests, forgottenView(r, again))
	}
	if err != nil {
		return err
	}
	return kit.Render(w, r, http.StatusOK, forgottenView(r, forgottenForm{Sent: true}))
}

// publicNav leads back to the public pages, from where nobody is signed in.
func publicNav(r *http.Request) []kit.NavItem {
	return []kit.NavItem{{Label: kit.Say(r.Context(), "desk.to_public"), Path: "/"}}
}
