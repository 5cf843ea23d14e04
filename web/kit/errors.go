package kit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// Problem is one thing that is wrong with what was filled in. Field is the id of the input, empty when the problem is
// the form's as a whole.
type Problem struct {
	Field string
	Text  string
}

// StatusError is an error that says which page it wants: 403, 404, 405, 413, 415 or 429.
type StatusError struct {
	Status int
	Cause  error    // for the log; may be nil
	Key    string   // of its texts, where those of the status do not say what to do
	More   []string // lines below them
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("status %d: %v", e.Status, e.Cause)
}

func (e *StatusError) Unwrap() error { return e.Cause }

// ErrNotFound is the answer for what does not exist and for what is not the reader's to see.
var ErrNotFound error = &StatusError{Status: http.StatusNotFound}

// Fail renders an error. Only those of known kinds are explained; every other reads 'something went wrong' with a number that
// the log has too.
func (a *App) Fail(w http.ResponseWriter, r *http.Request, err error) {
	var known *casework.Error
	var status *StatusError
	switch {
	case errors.As(err, &known):
		a.failKnown(w, r, known)
	case errors.As(err, &status):
		a.failStatus(w, r, status)
	case errors.Is(err, context.Canceled) && r.Context().Err() != nil:
		w.WriteHeader(499) // the reader has gone; the status is for the log alone
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrUnsure): // of a session or a sign-in, say
		a.failKnown(w, r, &casework.Error{Kind: casework.Busy, Cause: err})
	default:
		a.broken(w, r, "request failed", slog.String("error", err.Error()))
	}
}

// NotDone is for an act that the program failed to carry out, through no fault of whoever sent it: what their form says when it comes
// back with all that was typed (R5), and its status. It is logged, under a number that the text names. ok is false for all other
// errors, which say something themselves.
func (a *App) NotDone(r *http.Request, err error) (status int, text string, ok bool) {
	var known *casework.Error
	var asked *StatusError
	switch {
	case errors.As(err, &known) && known.Kind == casework.Busy:
		a.logCause(r, "busy", known.Cause)
		return http.StatusServiceUnavailable, words.Say(Lang(r.Context()), "kit.busy.form"), true
	case errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrUnsure): // of counting what comes in
		a.logCause(r, "busy", err)
		return http.StatusServiceUnavailable, words.Say(Lang(r.Context()), "kit.busy.form"), true
	case err == nil, known != nil, errors.As(err, &asked), r.Context().Err() != nil:
		return 0, "", false
	}
	number := a.logBroken(r, "request failed", slog.String("error", err.Error()))
	return http.StatusInternalServerError, words.Say(Lang(r.Context()), "kit.broken.form", number), true
}

// KindOf is the kind of a casework error, or 0.
func KindOf(err error) casework.ErrorKind {
	var known *casework.Error
	if errors.As(err, &known) {
		return known.Kind
	}
	return 0
}

// RefusalOf is the refusal inside an error, or nil.
func RefusalOf(err error) *dossier.Refusal {
	var known *casework.Error
	if errors.As(err, &known) && known.Kind == casework.Refused {
		return known.Refusal
	}
	return nil
}

// Pick is a text in a language; Dutch where there is no other.
func Pick(lang words.Lang, t dossier.Text) string {
	if lang == words.EN && t.EN != "" {
		return t.EN
	}
	return t.NL
}

func (a *App) failKnown(w http.ResponseWriter, r *http.Request, err *casework.Error) {
	lang := Lang(r.Context())
	switch err.Kind {
	case casework.NotFound:
		a.failStatus(w, r, &StatusError{Status: http.StatusNotFound})
	case casework.Refused:
		a.failPage(w, r, http.StatusUnprocessableEntity, "kit.refused", refusalTexts(lang, err.Refusal)...)
	case casework.Stale:
		a.failPage(w, r, http.StatusConflict, "kit.stale")
	case casework.Unexplained: // the desk asks for the reason itself
		a.failStatus(w, r, &StatusError{Status: http.StatusForbidden})
	case casework.Busy:
		w.Header().Set("Retry-After", "5")
		a.logCause(r, "busy", err.Cause)
		a.failPage(w, r, http.StatusServiceUnavailable, "kit.busy")
	default:
		a.broken(w, r, "request failed", slog.Int("kind", int(err.Kind)))
	}
}

func refusalTexts(lang words.Lang, refusal *dossier.Refusal) []string {
	if refusal == nil {
		return nil
	}
	var texts []string
	for _, one := range refusal.All() {
		texts = append(texts, Pick(lang, one.Text))
	}
	return texts
}

func (a *App) failStatus(w http.ResponseWriter, r *http.Request, err *StatusError) {
	key := cmp.Or(err.Key, fmt.Sprintf("kit.status_%d", err.Status))
	if !words.Has(key + ".title") {
		a.broken(w, r, "request failed", slog.Int("wanted", err.Status))
		return
	}
	if err.Cause != nil {
		a.logCause(r, "request refused", err.Cause)
	}
	a.failPage(w, r, err.Status, key, err.More...)
}

func (a *App) logCause(r *http.Request, what string, cause error) {
	if cause != nil {
		a.Log.WarnContext(r.Context(), what, "route", r.Pattern, "error", cause.Error())
	}
}

// failPage shows the texts key.title and key.text, and what more is to be said.
func (a *App) failPage(w http.ResponseWriter, r *http.Request, status int, key string, more ...string) {
	if err := Render(w, late(r), status, errorPage(key, "", more)); err != nil {
		http.Error(w, http.StatusText(status), status)
	}
}

// late is a request whose time may be over: why is told all the same, in words.
func late(r *http.Request) *http.Request { return r.WithContext(context.WithoutCancel(r.Context())) }

func (a *App) broken(w http.ResponseWriter, r *http.Request, what string, attrs ...slog.Attr) {
	number := a.logBroken(r, what, attrs...)
	if err := Render(w, late(r), http.StatusInternalServerError, errorPage("kit.broken", number, nil)); err != nil {
		http.Error(w, "Er ging iets mis. Nummer: "+number, http.StatusInternalServerError)
	}
}

// logBroken logs a fault of the program and answers with the number that finds it in the log.
func (a *App) logBroken(r *http.Request, what string, attrs ...slog.Attr) string {
	number := errorNumber()
	attrs = append(attrs, slog.String("number", number), slog.String("method", r.Method), slog.String("route", r.Pattern))
	a.Log.LogAttrs(r.Context(), slog.LevelError, what, attrs...)
	return number
}

// Refused logs why somebody was refused what is not for them to know in full, and answers with the number that finds it in the log.
func (a *App) Refused(r *http.Request, what string, cause error) (number string) {
	number = errorNumber()
	a.Log.WarnContext(r.Context(), what, "number", number, "route", r.Pattern, "error", cause.Error())
	return number
}

func stack() string { return string(debug.Stack()) }

// ErrorOf is the casework error inside an error, or an empty one.
func ErrorOf(err error) *casework.Error {
	var known *casework.Error
	if errors.As(err, &known) {
		return known
	}
	return &casework.Error{}
}
