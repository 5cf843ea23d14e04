// Package kit is what every page of the product is made with: the layout and its components, languages, forms and their
// keys, errors, and the rules of safety that hold for each request.
//
// A page is a Handler: it reads, calls casework, and renders, or returns an error. One function (App.Fail) turns errors
// into pages, so that no page ever shows the text of one. Rendering goes to a buffer first: a page is sent whole or not at all.
package kit

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/v2"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
)

// App is what pages need.
type App struct {
	Office   *casework.Office
	Porter   *doors.Porter
	Log      *slog.Logger
	Calendar *calendar.Calendar
	Base     string // base address without a slash at its end
	Proxies  Proxies
	Secure   bool                                  // cookies travel over TLS alone
	Sessions *scs.SessionManager                   // of staff
	Guests   *scs.SessionManager                   // of those who came by a private link
	Bar      func(r *http.Request) templ.Component // shown above every page; the demo's clock. Nil outside the demo
	Machine  func() time.Time                      // the clock of the machine; nil for one that stands still
}

// MachineNow is the machine's clock, by which requests are measured and browsers are remembered: the chain's own may stand still, or jump.
func (a *App) MachineNow() time.Time {
	if a.Machine == nil {
		return time.Time{}
	}
	return a.Machine()
}

// Now is the present moment by the office's clock, which the demo moves.
func (a *App) Now() time.Time { return a.Office.Clock() }

// Zone is the chain's own time zone.
func (a *App) Zone() *time.Location { return a.Calendar.Zone() }

// Handler answers a request, or returns an error for App.Fail to render. It has written nothing when it returns one.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Handle makes a handler of the standard library: it sets the safe headers, renders errors, survives panics, and logs one
// line per request, by its pattern, never by its address (which may hold a private link).
func (a *App) Handle(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := a.MachineNow()
		out := &recorder{ResponseWriter: w}
		defer func() {
			if cause := recover(); cause != nil {
				a.panicked(out, r, cause)
			}
			a.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method),
				slog.String("route", r.Pattern), slog.Int("status", out.status), slog.Duration("took", a.MachineNow().Sub(started)))
		}()
		if err := h(out, r); err != nil {
			a.Fail(out, r, err)
		}
	})
}

func (a *App) panicked(w *recorder, r *http.Request, cause any) {
	if cause == http.ErrAbortHandler { //nolint:errorlint // the value is compared as net/http does
		panic(cause)
	}
	if w.status != 0 {
		a.Log.ErrorContext(r.Context(), "panic after the answer began", "route", r.Pattern, "stack", stack())
		return
	}
	a.broken(w, r, "panic", slog.String("stack", stack()))
}

// recorder remembers the status for the log.
type recorder struct {
	http.ResponseWriter
	status int
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Render renders a component with a status. Nothing is written when it fails.
func Render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var page bytes.Buffer
	if err := c.Render(r.Context(), &page); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes()) // an error here means that the reader has gone
	return nil
}

// SendCalendar sends a calendar file, for the reader's own calendar to open.
func SendCalendar(w http.ResponseWriter, file string) {
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="afspraak.ics"`)
	_, _ = io.WriteString(w, file) // an error here means that the reader has gone
}

// SeeOther sends the browser on after a form was handled, to a path of this site and nowhere else (ASVS 3.7.2).
func SeeOther(w http.ResponseWriter, r *http.Request, path string) error {
	if !OwnPath(path) {
		return errWayOut
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

var errWayOut = errors.New("kit: a redirect that would leave the site")

// OwnPath reports whether an address leads to this site, however a browser reads it: it is a path, with a question maybe, without a host, and without the
// signs that browsers take for others or leave out.
func OwnPath(path string) bool {
	u, err := url.Parse(path)
	return err == nil && strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") && u.Scheme == "" && u.Host == "" && u.User == nil &&
		!strings.ContainsFunc(path, func(r rune) bool { return r == '\\' || r < ' ' || r == 0x7f })
}

// errorNumber is what a page with an error shows and the log holds too.
func errorNumber() string {
	var b [4]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	return hex.EncodeToString(b[:])
}

// Background is the context for what must be finished although the reader has gone.
func Background(r *http.Request) context.Context { return context.WithoutCancel(r.Context()) }
