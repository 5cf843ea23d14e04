package kit

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/words"
)

// view is what the layout needs of each request.
type view struct {
	lang    words.Lang
	path    string // of the request
	address string // of the network it comes from
	query   url.Values
	bar     templ.Component
	policy  *policy.Policy
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

// langCookie is the name of the cookie with the language; over TLS it is the host's alone, as every other (ASVS 3.3.3).
func (a *App) langCookie() string {
	if a.Secure {
		return "__Host-lang"
	}
	return "lang"
}

// withView puts what the layout needs into the request. A language asked for in the address is remembered.
func (a *App) withView(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &view{path: r.URL.Path, query: r.URL.Query(), policy: a.Office.Policy, address: a.Proxies.address(r)}
		v.lang = words.Parse(a.Office.Policy.Languages[0])
		if c, err := r.Cookie(a.langCookie()); err == nil {
			v.lang = words.Parse(c.Value)
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
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure wherever the site is served over TLS; it holds nothing but a language
		Name: a.langCookie(), Value: string(lang), Path: "/", MaxAge: 365 * 24 * 3600,
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
