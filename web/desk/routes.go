// Package desk is the pages of staff: signing in, the queue, a dossier with every act that can be done in it, taking a
// complaint down on somebody's behalf, and a specialist's own small desk.
//
// It holds no rule. What a viewer may see is what casework.Fetch gives; which acts there are, and why others are not, comes with
// it; every form is drawn from the command it makes.
package desk

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/web/kit"
)

// desk serves the pages.
type desk struct {
	app *kit.App
}

// Routes registers the pages of staff. The app has its Sessions by then.
func Routes(mux *kit.Mux, app *kit.App) {
	d := &desk{app: app}
	pages := d.doors()
	maps.Copy(pages, map[string]kit.Handler{
		"GET /desk":                                      d.in(d.queue),
		"GET /desk/{$}":                                  d.in(d.queue),
		"GET /desk/dossiers/{ref}":                       d.in(d.dossier),
		"GET /desk/dossiers/{ref}/police":                d.in(d.police),
		"GET /desk/dossiers/{ref}/explain":               d.in(d.explain),
		"GET /desk/dossiers/{ref}/reads":                 d.in(d.reads),
		"POST /desk/dossiers/{ref}/reads":                d.in(d.giveReason),
		"GET /desk/dossiers/{ref}/access":                d.in(d.accessPage),
		"POST /desk/dossiers/{ref}/access":               d.in(d.makeAccess),
		"POST /desk/dossiers/{ref}/acts/{kind}":          d.in(d.act),
		"POST /desk/dossiers/{ref}/files":                d.in(d.addFiles),
		"GET /desk/dossiers/{ref}/files/{id}":            d.in(d.file(false)),
		"GET /desk/dossiers/{ref}/files/{id}/preview":    d.in(d.file(true)),
		"GET /desk/new":                                  d.in(d.newPage),
		"POST /desk/new":                                 d.in(d.create),
		"GET /desk/new/{ref}":                            d.in(d.takenPage),
		"GET /desk/mine":                                 d.in(d.mine),
		"GET /desk/overview":                             d.in(d.overview),
		"GET " + keptPath:                                d.in(d.kept),
		"GET " + lettersPath:                             d.in(d.letters),
		"GET " + lettersPath + "/{of}/{to}/{kind}":       d.in(d.letter),
		"POST " + lettersPath + "/{of}/{to}/{kind}":      d.in(d.writeLetter),
		"POST " + lettersPath + "/{of}/{to}/{kind}/mail": d.in(d.letterMail),
		"GET " + mailPath:                                d.in(d.mails),
		"GET " + mailPath + "/{id}":                      d.in(d.mail),
		"GET " + mailPath + "/{id}/original":             d.in(d.originalMail),
		"GET " + mailPath + "/{id}/complaint":            d.in(d.toMail),
		"POST " + mailPath + "/{id}/complaint":           d.in(d.fileMail),
		"GET " + mailPath + "/{id}/place":                d.in(d.toMail),
		"POST " + mailPath + "/{id}/place":               d.in(d.placeMail),
		"GET " + mailPath + "/{id}/aside":                d.in(d.toMail),
		"POST " + mailPath + "/{id}/aside":               d.in(d.asideMail),
		"GET " + jobsPath:                                d.in(d.jobs),
		"GET " + jobsPath + "/{id}/again":                d.in(d.toJobs),
		"POST " + jobsPath + "/{id}/again":               d.in(d.tryAgain),
	})
	for pattern, h := range pages {
		mux.Handle(pattern, app.Session(app.Sessions, app.Handle(private(h))))
	}
	for which, path := range calendarPaths {
		mux.Handle("GET /desk/dossiers/{ref}"+path, app.Session(app.Sessions, app.Handle(private(d.in(d.calendarFile(which))))))
	}
	// What a page asks by itself does not show that somebody is there, and must not keep a session alive (accounts.SessionIdle).
	mux.Handle("GET /desk/list", app.Peek(app.Sessions, app.Handle(private(d.byItself(d.list)))))
	mux.Handle("GET /desk/dossiers/{ref}/news", app.Peek(app.Sessions, app.Handle(private(d.byItself(d.news)))))
	mux.Handle("GET "+doors.FeedPath+"{file}", app.Peek(app.Sessions, app.Handle(d.feed)))
	mux.Handle("GET "+stylePath, app.Handle(style))
	mux.Handle("/desk/", app.Peek(app.Sessions, app.Handle(private(d.elsewhere))))
}

// NotFound is the answer for every address of the site that there is not. Whoever is signed in stays at the desk; strangers get the page that clients get.
func NotFound(app *kit.App) http.Handler {
	d := &desk{app: app}
	return app.Peek(app.Sessions, app.Handle(d.elsewhere))
}

// notThere is the page that does not exist.
func notThere(http.ResponseWriter, *http.Request, scene) error { return kit.ErrNotFound }

func (d *desk) elsewhere(w http.ResponseWriter, r *http.Request) error {
	return d.signedIn(func(w http.ResponseWriter, r *http.Request, staff doors.Staff) error {
		if staff.MustSetUp {
			return kit.ErrNotFound
		}
		return private(d.guarded(notThere, nobody))(w, r)
	}, nobody)(w, r)
}

func nobody(http.ResponseWriter, *http.Request) error { return kit.ErrNotFound }

// doors are the pages of coming in, of one's own account, and of everybody's.
func (d *desk) doors() map[string]kit.Handler {
	return map[string]kit.Handler{
		"GET /desk/sign-in":                            d.signInPage,
		"POST /desk/sign-in":                           d.signIn,
		"POST " + openIDPath:                           d.toProvider,
		"GET " + OpenIDBack:                            d.fromProvider,
		"POST " + passkeyPath + "/options":             d.passkeyOptions,
		"POST " + passkeyPath:                          d.showPasskey,
		"POST " + identitiesPath:                       d.in(d.link),
		"POST " + identitiesPath + "/{id}/remove":      d.in(d.unlink),
		"POST " + passkeysPath + "/options":            d.settingUp(d.newPasskeyOptions),
		"POST " + passkeysPath:                         d.settingUp(d.addPasskey),
		"GET " + codePath:                              d.codePage,
		"POST " + codePath:                             d.code,
		"POST /desk/sign-out":                          d.signOut,
		"GET " + accountPath:                           d.in(d.accountPage),
		"POST " + accountPath + "/password":            d.in(d.changePassword),
		"POST " + accountPath + "/logins/end":          d.in(d.endOthers),
		"POST " + accountPath + "/logins/{id}/end":     d.in(d.endLogin),
		"POST " + calendarOwnPath:                      d.in(d.makeFeed),
		"POST " + calendarOwnPath + "/end":             d.in(d.endFeed),
		"GET " + appPath:                               d.settingUp(d.appPage),
		"POST " + appPath:                              d.settingUp(d.addApp),
		"POST " + accountPath + "/on":                  d.in(d.on),
		"POST " + accountPath + "/factors/{id}/remove": d.in(d.removeFactor),
		"POST " + recoveryPath:                         d.in(d.newRecoveryCodes),
		"GET " + recoveryPath:                          d.in(d.codesPage),
		"GET " + recoveryTextPath:                      d.in(d.codesText),
		"GET " + choosePath + "/{token}":               d.openTicket,
		"GET " + choosePath:                            d.choosePage,
		"POST " + choosePath:                           d.choose,
		"GET " + forgottenPath:                         d.forgottenPage,
		"POST " + forgottenPath:                        d.forgotten,
		"GET " + accountsPath:                          d.in(d.accounts),
		"POST " + invitePath:                           d.in(d.inviteAccount),
		"GET " + invitePath:                            d.in(d.newAccountPage),
		"GET " + accountLogPath:                        d.in(d.accountLog),
		"GET " + accountsPath + "/{id}":                d.in(d.accountOf),
		"POST " + accountsPath + "/{id}":               d.in(d.editAccount),
		"POST " + accountsPath + "/{id}/disable":       d.in(d.disableAccount),
		"POST " + accountsPath + "/{id}/enable":        d.in(d.enableAccount),
		"POST " + accountsPath + "/{id}/factors":       d.in(d.takeFactors),
		"POST " + accountsPath + "/{id}/invite":        d.in(d.inviteAgain),
	}
}

// private keeps pages of staff out of every cache.
func private(h kit.Handler) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		kit.Private(w)
		return h(w, r)
	}
}

// page is a handler for those who are signed in.
type page func(w http.ResponseWriter, r *http.Request, s scene) error

// in lets those in who are signed in; others are asked to, and come back to where they were going.
func (d *desk) in(h page) kit.Handler {
	return d.guarded(func(w http.ResponseWriter, r *http.Request, s scene) error {
		d.seen(r, s.staff)
		return h(w, r, s)
	}, d.askToSignIn)
}

// byItself is in for what a page asks for without its reader: whoever is not signed in any more is told so on the page.
func (d *desk) byItself(h page) kit.Handler {
	return d.guarded(h, func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("HX-Reswap", "outerHTML")
		return kit.Render(w, r, http.StatusOK, ended())
	})
}

func (d *desk) guarded(h page, otherwise kit.Handler) kit.Handler {
	return d.signedIn(func(w http.ResponseWriter, r *http.Request, staff doors.Staff) error {
		if staff.MustSetUp {
			return d.setUpFirst(w, r, staff)
		}
		s, err := d.scene(r, staff)
		if err != nil {
			return err
		}
		kit.Framed(r.Context(), s.framed(kit.Page{Nav: s.nav(""), Stay: "/desk"}))
		err = h(w, r, s)
		if kit.KindOf(err) == casework.Unexplained {
			return askReason(w, r, s)
		}
		return err
	}, otherwise)
}

// signedIn finds who is signed in, also who can do nothing yet but set up a second factor.
func (d *desk) signedIn(h func(http.ResponseWriter, *http.Request, doors.Staff) error, otherwise kit.Handler) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		staff, err := d.staff(r.Context())
		switch {
		case doors.KindOf(err) == doors.Ended:
			return otherwise(w, r)
		case err != nil:
			return err
		}
		return h(w, r, staff)
	}
}

// settingUp is in for the page that sets up a second factor.
func (d *desk) settingUp(h func(http.ResponseWriter, *http.Request, doors.Staff) error) kit.Handler {
	return d.signedIn(h, d.askToSignIn)
}

// seen notes that whoever is signed in is there. That it could not be noted costs nobody their page.
func (d *desk) seen(r *http.Request, staff doors.Staff) {
	if err := d.app.Porter.See(r.Context(), staff.Login); err != nil {
		d.app.Log.WarnContext(r.Context(), "login not noted as seen", "error", err.Error())
	}
}

// setUpFirst leads whoever must show two factors and has none to the page that sets one up. What was sent with a form waits meanwhile.
func (d *desk) setUpFirst(w http.ResponseWriter, r *http.Request, staff doors.Staff) error {
	if r.Method != http.MethodPost {
		return kit.SeeOther(w, r, appPath+"?next="+url.QueryEscape(safeNext(r.URL.RequestURI())))
	}
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	return d.showApp(w, r, staff, http.StatusForbidden, appForm{Next: r.URL.Path, Kept: keep(form.Values)})
}

// askToSignIn sends the reader of a page to sign in; what was sent with a form waits on the page meanwhile.
func (d *desk) askToSignIn(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodPost {
		signIn := "/desk/sign-in?next=" + url.QueryEscape(r.URL.RequestURI())
		if r.Header.Get("HX-Request") != "" { // a part of a page was asked for: the whole of it goes to sign in
			w.Header().Set("HX-Redirect", signIn)
			w.WriteHeader(http.StatusNoContent)
			return nil
		}
		return kit.SeeOther(w, r, signIn)
	}
	if r.URL.Path == accountPath || strings.HasPrefix(r.URL.Path, accountPath+"/") { // what is typed there, passwords and codes, is carried nowhere
		return kit.SeeOther(w, r, "/desk/sign-in?next="+url.QueryEscape(accountPath))
	}
	if kit.HasFiles(r) { // files do not wait: they are chosen again
		return kit.SeeOther(w, r, "/desk/sign-in?next="+url.QueryEscape(strings.TrimSuffix(r.URL.Path, "/files")))
	}
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	return kit.Render(w, r, http.StatusUnauthorized, d.signInView(r, signInForm{Next: r.URL.Path, Kept: keep(form.Values), Ended: true}))
}

func (d *desk) scene(r *http.Request, staff doors.Staff) (scene, error) {
	dir, err := loadDirectory(r.Context(), d.app.Office.DB.Read())
	if err != nil {
		return scene{}, err
	}
	a := staff.Account
	s := scene{
		lang: kit.Lang(r.Context()), zone: d.app.Zone(), now: d.app.Now(), dir: dir, policy: d.app.Office.Policy, staff: staff,
		viewer: casework.Viewer{Actor: a.Actor(), Name: a.Name},
	}
	s.mails = d.app.Office.Mailbox != nil
	s.failed, err = d.countJobs(r, s)
	return s, err
}

// safeNext is where to go after signing in: a page of the desk, whatever the address asks for.
func safeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || strings.ContainsAny(next, "\\\n\r\t") {
		return "/desk"
	}
	if u.Path != "/desk" && !strings.HasPrefix(u.Path, "/desk/") || strings.HasPrefix(u.Path, "/desk/sign-") || strings.Contains(u.Path, "..") {
		return "/desk"
	}
	return u.RequestURI()
}
