package kit

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/words"
)

// view is what the layout needs of each request.
type view struct {
	lang    words.Lang
	path    string // of the request
	address string // of the network it comes from
	known   string // by what the browser is known
	query   url.Values
	bar     templ.Component
	policy  *policy.Policy
	frame   *Page // of errors; the public one when nil
}

type viewKey struct{}

func viewOf(ctx context.Context) *view {
	if v, ok := ctx.Value(viewKey{}).(*view); ok {
		return v
	}
	return &view{lang: words.NL, path: "/", policy: policy.Default()}
}

// Lang is the language of the request.
func Lang(ctx context.Context) words.Lang { return viewOf(ctx).lang }

// Say is the text of a key in the language of the request.
func Say(ctx context.Context, key string, args ...any) string {
	return words.Say(Lang(ctx), key, args...)
}

// PolicyOf is the policy in force, for the layout and the pages.
func PolicyOf(ctx context.Context) *policy.Policy { return viewOf(ctx).policy }

// Framed has the errors of a request shown as a page with this head and navigation, for who is known to belong there.
func Framed(ctx context.Context, p Page) { viewOf(ctx).frame = &p }

// errorFrame is the page that an error is shown on, and the text of it: where nothing is found, those who work here are told something else than a client.
func errorFrame(ctx context.Context, key string) (p Page, text string) {
	p, text = Page{Stay: "/"}, Say(ctx, key+".text")
	if frame := viewOf(ctx).frame; frame != nil {
		p = *frame
		if staff := key + ".staff"; words.Has(staff) {
			text = Say(ctx, staff)
		}
	}
	p.Title = Say(ctx, key+".title")
	return p, text
}

// cookieName is the name of a cookie; over TLS it is the host's alone (ASVS 3.3.3).
func (a *App) cookieName(name string) string {
	if a.Secure {
		return "__Host-" + name
	}
	return name
}

// The cookies beside those of sessions: the language, and by what a browser is known in which staff signed in (doors.Porter.Know).
const (
	langCookie  = "lang"
	knownCookie = "known"
)

// Known is by what a browser is known in which staff signed in; empty for any other.
func Known(r *http.Request) string { return viewOf(r.Context()).known }

// SetKnown has a browser keep by what it is known, for so long.
func (a *App) SetKnown(w http.ResponseWriter, known string, keep time.Duration) {
	a.setCookie(w, knownCookie, known, int(keep/time.Second))
}

// withView puts what the layout needs into the request. A language asked for in the address is remembered.
func (a *App) withView(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &view{path: r.URL.Path, query: r.URL.Query(), policy: a.Office.Policy, address: a.Proxies.address(r)}
		v.lang = words.Parse(a.Office.Policy.Languages[0])
		if c, err := r.Cookie(a.cookieName(langCookie)); err == nil {
			v.lang = words.Parse(c.Value)
		}
		if c, err := r.Cookie(a.cookieName(knownCookie)); err == nil {
			v.known = c.Value
		}
		if asked := v.query.Get("lang"); asked != "" {
			v.lang = words.Parse(asked)
			a.SetLang(w, v.lang)
		}
		r = r.WithContext(context.WithValue(r.Context(), viewKey{}, v))
		if a.Bar != nil {
			v.bar = a.Bar(r)
		}
		w.Header().Set("Content-Language", string(v.lang))
		w.Header().Add("Vary", "Cookie")
		next.ServeHTTP(w, r)
	})
}

// SetLang remembers a choice of language for a year.
func (a *App) SetLang(w http.ResponseWriter, lang words.Lang) {
	a.setCookie(w, langCookie, string(lang), 365*24*3600)
}

func (a *App) setCookie(w http.ResponseWriter, name, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure wherever the site is served over TLS; none of these lets anybody in
		Name: a.cookieName(name), Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: a.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// InLang is the request in another language than it came in.
func InLang(r *http.Request, lang words.Lang) *http.Request {
	v := *viewOf(r.Context())
	v.lang = lang
	return r.WithContext(context.WithValue(r.Context(), viewKey{}, &v))
}

// otherLang is the language to switch to.
func otherLang(lang words.Lang) words.Lang {
	if lang == words.NL {
		return words.EN
	}
	return words.NL
}

// switchAddress is the page in the other language. The pages that answer a form have no address of their own to go to;
// stay names the page of the form then.
func switchAddress(ctx context.Context, stay string) templ.SafeURL {
	v := viewOf(ctx)
	if stay == "" {
		stay = v.path
	}
	query := url.Values{}
	for name, values := range v.query {
		if name != "lang" {
			query[name] = values
		}
	}
	query.Set("lang", string(otherLang(v.lang)))
	return templ.SafeURL((&url.URL{Path: "/" + strings.TrimLeft(stay, "/"), RawQuery: query.Encode()}).String())
}
