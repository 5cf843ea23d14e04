package kit

import (
	"net/http"

	"github.com/alexedwards/scs/v2"
)

// Session loads a session before the page and saves it after. An error on loading is a page (Fail). One on saving is logged, and the page
// goes out as it is: what depends on a session being saved commits it before.
func (a *App) Session(m *scs.SessionManager, next http.Handler) http.Handler {
	m.ErrorFunc = func(_ http.ResponseWriter, r *http.Request, err error) {
		a.Log.WarnContext(r.Context(), "session not saved", "route", r.Pattern, "error", err.Error())
	}
	saving := m.LoadAndSave(next)
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
		saving.ServeHTTP(w, r.WithContext(ctx)) // which takes it as loaded
	})
}
