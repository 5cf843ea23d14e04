package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

const (
	accountsPath   = "/desk/accounts"
	invitePath     = accountsPath + "/new"
	accountLogPath = "/desk/account-log"
	logLimit       = 50 // entries of the log on a page
)

// administers reports whether the viewer changes accounts; readsAccounts, whether they may see who has one and what was done with it.
func (s scene) administers() bool { return s.viewer.Is(dossier.RoleAdministrator) }

func (s scene) readsAccounts() bool {
	return s.viewer.Is(dossier.RoleAdministrator, dossier.RoleOwner, dossier.RoleAuditor)
}

// accountLine is an account as it is listed and shown.
type accountLine struct {
	ID, Path, Name, Email, Roles, Where string
	State                               mark
	Factors                             string
}

type accountsData struct {
	scene
	Nav  []kit.NavItem
	List []accountLine
}

// accounts lists who has an account.
func (d *desk) accounts(w http.ResponseWriter, r *http.Request, s scene) error {
	if !s.readsAccounts() {
		return kit.ErrNotFound
	}
	with, err := d.app.Office.DB.Read().WithFactors(r.Context())
	if err != nil {
		return err
	}
	data := accountsData{scene: s, Nav: s.nav("accounts")}
	for _, a := range s.dir.accounts {
		data.List = append(data.List, s.accountLine(a, slices.Contains(with, a.ID)))
	}
	return kit.Render(w, r, http.StatusOK, accountsTemplate(data))
}

func (s scene) accountLine(a store.Account, factors bool) accountLine {
	l := accountLine{
		ID: string(a.ID), Path: accountsPath + "/" + string(a.ID), Name: a.Name, Email: a.Email, Factors: s.yes(factors),
		State: mark{s.say("desk.accounts.state.active"), "good"},
	}
	var names []string
	for _, role := range a.Roles {
		names = append(names, words.Code(s.lang, "role", role))
	}
	l.Roles = strings.Join(names, ", ")
	switch {
	case a.Specialist != "":
		l.Where = s.dir.specialist(a.Specialist)
	case a.Branch != "":
		l.Where = s.dir.branch(a.Branch)
	case a.Actor().Is(dossier.RoleReceptionist):
		l.Where = s.say("desk.accounts.all_branches")
	}
	switch {
	case a.Disabled:
		l.State = mark{s.say("desk.accounts.state.disabled"), "bad"}
	case a.Hash == "":
		l.State = mark{s.say("desk.accounts.state.invited"), "warn"}
	}
	return l
}

// accountForm is an account as it is being filled in.
type accountForm struct {
	doors.Details
	Wrong map[string]string // by the id of the input
	Kept  bool              // it comes back after signing in again, not sent yet
}

func (f accountForm) problems() (list []kit.Problem) {
	for _, id := range []string{"name", "email", "roles", "specialist", "branch", "password", "password-enable", "password-factors"} {
		if text := f.Wrong[id]; text != "" {
			list = append(list, kit.Problem{Field: id, Text: text})
		}
	}
	return list
}

// detailsIn reads the details of a form.
func detailsIn(form url.Values) doors.Details {
	d := doors.Details{
		Name: strings.TrimSpace(form.Get("name")), Email: strings.TrimSpace(form.Get("email")),
		Specialist: dossier.SpecialistID(form.Get("specialist")), Branch: dossier.BranchID(form.Get("branch")),
	}
	for _, role := range form["roles"] {
		d.Roles = append(d.Roles, dossier.Role(role))
	}
	return d
}

type newAccountData struct {
	scene
	accountForm
	Nav []kit.NavItem
}

func (d *desk) newAccountPage(w http.ResponseWriter, r *http.Request, s scene) error {
	return d.showNewAccount(w, r, s, http.StatusOK, accountForm{})
}

func (d *desk) showNewAccount(w http.ResponseWriter, r *http.Request, s scene, status int, f accountForm) error {
	if !s.administers() {
		return kit.ErrNotFound
	}
	return kit.Render(w, r, status, newAccountTemplate(newAccountData{scene: s, accountForm: f, Nav: s.nav("accounts")}))
}

// inviteAccount makes an account and has its owner invited.
func (d *desk) inviteAccount(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	f := accountForm{Details: detailsIn(form.Values)}
	id, err := d.app.Porter.Invite(r.Context(), s.by(r), form.Get("password"), f.Details)
	if f.Wrong = d.wrongIn(r, s, err, "password"); f.Wrong != nil {
		return d.showNewAccount(w, r, s, statusOf(err), f)
	}
	return d.accountsDone(w, r, id, "invited", err)
}

// wrongIn is what is to be said beside the inputs of a form, nil when nothing is. The password was asked in the input of that id.
func (d *desk) wrongIn(r *http.Request, s scene, err error, password string) map[string]string {
	if fields := doors.FieldsOf(err); fields != nil {
		wrong := map[string]string{}
		for field, code := range fields {
			wrong[field] = s.say("desk.accounts.wrong." + field + "_" + code)
		}
		return wrong
	}
	if kind := doors.KindOf(err); kind == doors.Moved || kind == doors.Held { // of the account, not of one's own
		return nil
	}
	if text := confirmProblem(r, err); text != "" {
		return map[string]string{password: text}
	}
	return nil
}

// accountsDone goes on to the account after something was done with it.
func (d *desk) accountsDone(w http.ResponseWriter, r *http.Request, id dossier.AccountID, done string, err error) error {
	switch kind := doors.KindOf(err); {
	case kind == doors.Ended:
		return d.askToSignIn(w, r)
	case kind == doors.Missing:
		return kit.ErrNotFound
	case kind == doors.Moved:
		done = "moved"
	case kind == doors.Held:
		done = "held"
	case kind == doors.Own, kind == doors.LastAdministrator:
		done = "last"
	case err != nil:
		return err
	}
	return kit.SeeOther(w, r, accountsPath+"/"+url.PathEscape(string(id))+"?done="+done)
}

type accountPageData struct {
	scene
	accountForm
	Nav      []kit.NavItem
	Account  accountLine
	Version  string
	Own      bool // the viewer's
	Invited  bool
	Disabled bool
	Log      []logLine
	Older    string // where the log goes on
	Done     string
	Style    string
}

// logLine is something that was done with an account.
type logLine struct{ When, Whom, What, Who string }

// accountsDoneTexts are what the page of an account can say: the first were done.
var accountsDoneTexts = []string{"invited", "edited", "disabled", "enabled", "factors_taken", "invited_again", "moved", "last"}

func (d *desk) accountOf(w http.ResponseWriter, r *http.Request, s scene) error {
	return d.showAccountOf(w, r, s, http.StatusOK, nil)
}

// showAccountOf shows an account and what was done with it. typed is what an administrator filled in before it comes back.
func (d *desk) showAccountOf(w http.ResponseWriter, r *http.Request, s scene, status int, typed *accountForm) error {
	if !s.readsAccounts() {
		return kit.ErrNotFound
	}
	id := dossier.AccountID(r.PathValue("id"))
	i := slices.IndexFunc(s.dir.accounts, func(a store.Account) bool { return a.ID == id })
	if i < 0 {
		return kit.ErrNotFound
	}
	a := s.dir.accounts[i]
	factors, err := d.app.Office.DB.Read().HasFactors(r.Context(), id)
	if err != nil {
		return err
	}
	data := accountPageData{
		scene: s, accountForm: accountForm{Details: doors.DetailsOf(a)}, Nav: s.nav("accounts"), Account: s.accountLine(a, factors),
		Version: d.app.Porter.Version(a), Own: id == s.staff.Account.ID, Invited: a.Hash == "", Disabled: a.Disabled,
	}
	if typed != nil {
		data.accountForm = *typed
	}
	if data.Log, data.Older, err = d.log(r, s, id, accountsPath+"/"+string(id)); err != nil {
		return err
	}
	if done := r.URL.Query().Get("done"); typed == nil && slices.Contains(accountsDoneTexts, done) {
		data.Done, data.Style = s.say("desk.accounts.done."+done), "good"
		if done == "moved" || done == "last" {
			data.Style = "warn"
		}
	}
	return kit.Render(w, r, status, accountOfTemplate(data))
}

// log is what was done with an account, or with all for the empty id, and where older entries are.
func (d *desk) log(r *http.Request, s scene, id dossier.AccountID, path string) (lines []logLine, older string, err error) {
	before, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if err != nil {
		before = 0 // from the newest on
	}
	entries, err := d.app.Office.DB.Read().AccountLog(r.Context(), id, before, logLimit+1)
	if err != nil {
		return nil, "", err
	}
	if len(entries) > logLimit {
		entries = entries[:logLimit]
		older = path + "?before=" + strconv.FormatInt(entries[logLimit-1].ID, 10)
	}
	for _, e := range entries {
		lines = append(lines, s.logLine(e))
	}
	return lines, older, nil
}

func (s scene) logLine(e store.AccountEntry) logLine {
	l := logLine{When: s.moment(e.At), Whom: s.dir.account(e.Account), What: s.say("desk.log." + e.Kind), Who: s.dir.account(e.Actor)}
	switch e.Actor {
	case doors.Program:
		l.Who = s.say("desk.log.program")
	case doors.Somebody:
		l.Who = s.say("desk.log.somebody")
	}
	if detail := s.logDetail(e); detail != "" {
		l.What += ": " + detail
	}
	return l
}

// logDetail says in words what an entry adds to its kind.
func (s scene) logDetail(e store.AccountEntry) string {
	switch e.Kind {
	case "signed_in":
		return s.say("desk.log.by." + e.Detail)
	case "created", "invited", "rights":
		var sides []string
		for side := range strings.SplitSeq(e.Detail, " > ") {
			var names []string
			for _, role := range strings.Fields(side) {
				names = append(names, words.Code(s.lang, "role", role))
			}
			sides = append(sides, strings.Join(names, ", "))
		}
		return strings.Join(sides, " → ")
	}
	return ""
}

type accountLogData struct {
	scene
	Nav   []kit.NavItem
	Log   []logLine
	Older string
}

// accountLog is what was done with all accounts.
func (d *desk) accountLog(w http.ResponseWriter, r *http.Request, s scene) error {
	if !s.readsAccounts() {
		return kit.ErrNotFound
	}
	data := accountLogData{scene: s, Nav: s.nav("accounts")}
	var err error
	if data.Log, data.Older, err = d.log(r, s, "", accountLogPath); err != nil {
		return err
	}
	return kit.Render(w, r, http.StatusOK, accountLogTemplate(data))
}

// editAccount changes the details of an account.
func (d *desk) editAccount(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	f, id := accountForm{Details: detailsIn(form.Values)}, dossier.AccountID(r.PathValue("id"))
	err = d.app.Porter.Edit(r.Context(), s.by(r), form.Get("password"), id, form.Get("version"), f.Details)
	if doors.KindOf(err) == doors.LastAdministrator {
		err = &doors.FieldError{Fields: map[string]string{"roles": "last"}}
	}
	f.Wrong = d.wrongIn(r, s, err, "password")
	if doors.KindOf(err) == doors.Moved { // what was typed stays, beside what is so now
		f.Wrong = map[string]string{"password": s.say("desk.accounts.done.moved")}
	}
	if f.Wrong != nil {
		return d.showAccountOf(w, r, s, statusOf(err), &f)
	}
	return d.accountsDone(w, r, id, "edited", err)
}

// backToAccounts gives a form back to who had to sign in again before it was sent.
func (d *desk) backToAccounts(w http.ResponseWriter, r *http.Request, s scene, path string, typed url.Values) error {
	f := accountForm{Details: detailsIn(typed), Kept: true}
	id, act, acts := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch {
	case path == strings.TrimPrefix(invitePath, accountsPath):
		return d.showNewAccount(w, r, s, http.StatusOK, f)
	case acts, id == "":
		return kit.SeeOther(w, r, accountsPath+strings.TrimSuffix(path, "/"+act))
	}
	r.SetPathValue("id", id)
	return d.showAccountOf(w, r, s, http.StatusOK, &f)
}

func (d *desk) disableAccount(w http.ResponseWriter, r *http.Request, s scene) error {
	id := dossier.AccountID(r.PathValue("id"))
	return d.accountsDone(w, r, id, "disabled", d.app.Porter.Disable(r.Context(), s.by(r), id))
}

func (d *desk) inviteAgain(w http.ResponseWriter, r *http.Request, s scene) error {
	id := dossier.AccountID(r.PathValue("id"))
	return d.accountsDone(w, r, id, "invited_again", d.app.Porter.InviteAgain(r.Context(), s.by(r), id))
}

// enableAccount and takeFactors ask the password in a form of their own.
func (d *desk) enableAccount(w http.ResponseWriter, r *http.Request, s scene) error {
	return d.withPassword(w, r, s, "enable", "enabled", func(password string, id dossier.AccountID) error {
		return d.app.Porter.Enable(r.Context(), s.by(r), password, id)
	})
}

func (d *desk) takeFactors(w http.ResponseWriter, r *http.Request, s scene) error {
	return d.withPassword(w, r, s, "factors", "factors_taken", func(password string, id dossier.AccountID) error {
		return d.app.Porter.TakeFactors(r.Context(), s.by(r), password, id)
	})
}

func (d *desk) withPassword(w http.ResponseWriter, r *http.Request, s scene, input, done string, act func(string, dossier.AccountID) error) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	id := dossier.AccountID(r.PathValue("id"))
	err = act(form.Get("password"), id)
	if wrong := d.wrongIn(r, s, err, "password-"+input); wrong != nil {
		a, failed := d.app.Office.DB.Read().Account(r.Context(), id)
		if errors.Is(failed, store.ErrNotFound) {
			return kit.ErrNotFound
		}
		if failed != nil {
			return failed
		}
		return d.showAccountOf(w, r, s, statusOf(err), &accountForm{Details: doors.DetailsOf(a), Wrong: wrong})
	}
	return d.accountsDone(w, r, id, done, err)
}

// roleOptions are the roles that an account can have.
func (s scene) roleOptions() []kit.Option {
	var list []kit.Option
	for _, role := range dossier.StaffRoles() {
		list = append(list, kit.Option{Value: string(role), Label: words.Code(s.lang, "role", role), Hint: s.say("desk.accounts.role." + string(role))})
	}
	return list
}

// registerOptions are the specialists that an account can be, the one it is among them when they left.
func (s scene) registerOptions(chosen dossier.SpecialistID) []kit.Option {
	list := s.specialistOptions("")
	if chosen != "" && !slices.ContainsFunc(list, func(o kit.Option) bool { return o.Value == string(chosen) }) {
		list = append(list, kit.Option{Value: string(chosen), Label: s.dir.specialist(chosen)})
	}
	return list
}

func (f accountForm) roleValues() []string {
	values := make([]string, len(f.Roles))
	for i, role := range f.Roles {
		values[i] = string(role)
	}
	return values
}
