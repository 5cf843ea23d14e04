// Package web is everything that is seen in a browser: the public pages, the complainant's page, and the desk of the staff.
package web

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/v2"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/desk"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/web/public"
	"github.com/wederhoor/wederhoor/web/static"
)

// Config is what the pages need from whoever starts the program.
type Config struct {
	Office *casework.Office
	Porter *doors.Porter // who comes in; one by the office's clock if nil
	Log    *slog.Logger
	Base   string // base address of links, without a slash at its end
	Secure bool   // served over TLS: cookies travel over nothing else

	Proxies kit.Proxies // whose word is believed on where a request comes from

	Machine func() time.Time // the machine's clock, by which requests are measured and browsers remembered; one that stands still when nil

	// The demo's own: routes beside the pages, and a bar above each.
	Routes func(mux *kit.Mux, app *kit.App)
	Bar    func(r *http.Request) templ.Component
}

// New is the whole site.
func New(c Config) http.Handler {
	app, mux := site(c)
	return app.Middleware(mux)
}

// Patterns lists the routes of the whole site, as http.ServeMux takes them.
func Patterns(c Config) []string {
	_, mux := site(c)
	return mux.Patterns()
}

func site(c Config) (*kit.App, *kit.Mux) {
	if c.Porter == nil {
		o := c.Office
		c.Porter = &doors.Porter{DB: o.DB, Policy: o.Policy, Clock: o.Clock, Key: o.Key, Log: c.Log}
	}
	c.Office.Does(store.JobForgotten, c.Porter.Remind)
	app := &kit.App{
		Office: c.Office, Porter: c.Porter, Log: c.Log, Calendar: c.Office.Calendar(), Base: c.Base, Secure: c.Secure, Proxies: c.Proxies,
		Sessions: sessions(c, "session", accounts.SessionIdle, accounts.SessionMax),
		Guests:   sessions(c, "guest", accounts.GuestIdle, accounts.GuestMax),
		Bar:      c.Bar, Machine: c.Machine,
	}
	mux := &kit.Mux{}
	notFound := desk.NotFound(app)
	mux.Handle("GET "+static.Prefix, static.Handler(notFound))
	mux.Handle("/", notFound)
	mux.HandleFunc("GET /healthz", alive)
	mux.Handle("GET /readyz", ready(app))
	public.Routes(mux, app)
	desk.Routes(mux, app)
	if c.Routes != nil {
		c.Routes(mux, app)
	}
	return app, mux
}

// sessions of one sort of people, with a cookie of their own. Only the digest of a token is stored. Over TLS the cookie is the host's alone:
// no other can set it (ASVS 3.3.3).
func sessions(c Config, cookie string, idle, most time.Duration) *scs.SessionManager {
	m := scs.New()
	m.Store = c.Office.DB.Sessions()
	m.IdleTimeout, m.Lifetime = idle, most
	m.Cookie.Name, m.Cookie.Path = cookie, "/"
	if c.Secure {
		m.Cookie.Name = "__Host-" + cookie
	}
	m.Cookie.HttpOnly, m.Cookie.Secure, m.Cookie.SameSite, m.Cookie.Persist = true, c.Secure, http.SameSiteLaxMode, false
	return m
}

// alive says that the program runs.
func alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n")) // an error here means that the asker has gone
}

// ready says whether the program can do its work: its database answers and has its schema.
func ready(app *kit.App) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if err := app.Office.DB.Ready(r.Context()); err != nil {
			app.Log.WarnContext(r.Context(), "not ready", "error", err.Error())
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = w.Write([]byte("not ready\n"))
			return
		}
		_, _ = w.Write([]byte("ok\n"))
	})
}

// Server is an HTTP server with limits of time and size that a slow or greedy client cannot pass.
func Server(addr string, handler http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: handler,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
	}
}
