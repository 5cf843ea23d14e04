package logwatch

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// ASVS 16.2.5: the search would find a secret, whichever way it came into the log, and does not tell it.
func TestASVS16_2_5_ASecretInALogIsFound(t *testing.T) {
	const token = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE"
	form := url.Values{"password": {"vijf losse \"woorden\""}, "name": {"Klaas Kramer"}, "code": {"k7m2x-9pqrt"}}
	for name, leak := range map[string]func(*slog.Logger, *http.Request){
		"a password":      func(l *slog.Logger, r *http.Request) { l.Info("x", "p", r.PostFormValue("password")) },
		"a name":          func(l *slog.Logger, r *http.Request) { l.Info("hello " + r.PostFormValue("name")) },
		"a recovery code": func(l *slog.Logger, r *http.Request) { l.Info("x", "c", r.PostFormValue("code")) },
		"an escaped name": func(l *slog.Logger, r *http.Request) {
			l.Info("x", "q", url.Values{"n": {r.PostFormValue("name")}}.Encode())
		},
		"a session":             func(l *slog.Logger, r *http.Request) { c, _ := r.Cookie("session"); l.Info("x", "s", c.Value) },
		"an address with token": func(l *slog.Logger, r *http.Request) { l.Info("x", "path", r.URL.Path) },
		"a token alone":         func(l *slog.Logger, r *http.Request) { l.Info("x", "t", strings.TrimPrefix(r.URL.Path, "/zaak/")) },
		"the new session":       func(l *slog.Logger, _ *http.Request) { l.Info("x", "s", "fresh-session-value") },
		"a hash":                func(l *slog.Logger, _ *http.Request) { l.Info("x", "h", "$argon2id$v=19$m=19456") },
		"a key":                 func(l *slog.Logger, _ *http.Request) { l.Info("x", "k", "PRIVATE+KEY+wederhoor") },
		"a key of codes":        func(l *slog.Logger, _ *http.Request) { l.Info("x", "k", "otpauth://totp/x") },
		"an e-mail address":     func(l *slog.Logger, _ *http.Request) { l.Info("x", "m", "zoe@example.nl") },
		"a phone number":        func(l *slog.Logger, _ *http.Request) { l.Info("x", "m", "0612345678") },
		"a canary":              func(l *slog.Logger, _ *http.Request) { l.Info("x", "m", "STORY-CANARY") },
		"what was forbidden":    func(l *slog.Logger, _ *http.Request) { l.Info("x", "m", "JBSWY3DPEHPK3PXP") },
		"the password of a database": func(l *slog.Logger, _ *http.Request) {
			l.Info("x", "m", "postgres://wederhoor:hunter22@db.example/wederhoor")
		},
	} {
		w := &watch{forbidden: map[string]string{}}
		w.forbid("a key of codes", "JBSWY3DPEHPK3PXP")
		log := slog.New(slog.NewTextHandler(w, nil))
		handler := w.watching(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
			http.SetCookie(out, &http.Cookie{Name: "session", Value: "fresh-session-value", HttpOnly: true, Secure: true})
			leak(log, r)
		}))
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/zaak/"+token, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: "session", Value: "some-session-value"})
		handler.ServeHTTP(httptest.NewRecorder(), r)
		found := strings.Join(w.found(), "\n")
		if found == "" {
			t.Errorf("%s is not found in %s", name, w.log.String())
		}
		for _, secret := range []string{"vijf losse", "Klaas", "k7m2x", token, "session-value", "hunter22"} {
			if strings.Contains(found, secret) {
				t.Errorf("%s is told: %s", name, found)
			}
		}
	}
}

// What a log may hold is let through, and the handler gets the request as it was sent.
func TestALogWithoutSecretsIsLetThrough(t *testing.T) {
	w := &watch{forbidden: map[string]string{}}
	log := slog.New(slog.NewJSONHandler(w, nil))
	form := url.Values{"kind": {"write_note"}, "reference": {"WH-4F7Q-K2MA"}, "date": {"5-3-2026"}, "big": {strings.Repeat("x ", mostRead)}}
	handler := w.watching(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if got := len(r.PostFormValue("big")); got != 2*mostRead {
			t.Errorf("the handler reads %d bytes", got)
		}
		log.Info("request", "route", "POST /desk/dossiers/{ref}/acts/{kind}", "status", 303, "reference", "WH-4F7Q-K2MA", "code", "write_note", "account", "a-1")
	}))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/desk", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	handler.ServeHTTP(httptest.NewRecorder(), r)
	if found := w.found(); len(found) > 0 || w.log.Len() == 0 {
		t.Errorf("%q", found)
	}
}
