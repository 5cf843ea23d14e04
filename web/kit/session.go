package kit

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
)

// Peek loads a session before the page and leaves it as it was. An error on loading is a page (Fail).
func (a *App) Peek(m *scs.SessionManager, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := ""
		if cookie, err := r.Cookie(m.Cookie.Name); err == nil {
			token = cookie.Value
		}
		ctx, err := m.Load(r.Context(), token)
		if err != nil {
			a.Fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Session loads a session before the page and saves it with the first byte of the answer, if it changed or its time runs on. A session
// that cannot be saved then is logged, and the page goes out as it is; what depends on it asks SaveSession before.
func (a *App) Session(m *scs.SessionManager, next http.Handler) http.Handler {
	return a.Peek(m, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Cookie")
		k := &keeper{ResponseWriter: w, app: a, sessions: m}
		k.r = r.WithContext(context.WithValue(r.Context(), keeperKey{}, k))
		next.ServeHTTP(k, k.r)
		k.last()
	}))
}

// SaveSession saves the session of a request and hands its cookie to the browser. It is the last thing done to the session: what is put
// into it afterwards is not kept.
func SaveSession(ctx context.Context) error {
	k, ok := ctx.Value(keeperKey{}).(*keeper)
	if !ok {
		return errors.New("kit: a session is saved where none was loaded")
	}
	return k.save()
}

type keeperKey struct{}

// keeper saves the session of one request, once.
type keeper struct {
	http.ResponseWriter
	app      *App
	sessions *scs.SessionManager
	r        *http.Request
	saved    bool
}

func (k *keeper) save() error {
	if k.saved {
		return nil
	}
	token, expires := "", time.Time{} // the cookie of a session that was ended
	switch k.sessions.Status(k.r.Context()) {
	case scs.Unmodified:
		return nil
	case scs.Modified:
		var err error
		if token, expires, err = k.sessions.Commit(k.r.Context()); err != nil {
			return err
		}
	case scs.Destroyed:
	}
	k.sessions.WriteSessionCookie(k.r.Context(), k.ResponseWriter, token, expires)
	k.saved = true
	return nil
}

// last saves the session before the answer leaves.
func (k *keeper) last() {
	if err := k.save(); err != nil {
		k.app.Log.WarnContext(k.r.Context(), "session not saved", "route", k.r.Pattern, "error", err.Error())
	}
	k.saved = true // tried often enough: cookies cannot follow the first byte
}

func (k *keeper) WriteHeader(code int) {
	k.last()
	k.ResponseWriter.WriteHeader(code)
}

func (k *keeper) Write(b []byte) (int, error) {
	k.last()
	return k.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (k *keeper) Unwrap() http.ResponseWriter { return k.ResponseWriter }
