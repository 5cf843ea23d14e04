package kit

import (
	"context"
	"net/http"
	"time"
)

// policyHeader lets a page use its own files and nothing else: no script or style inside the page, no frame around it.
const policyHeader = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// requestTime is the longest that one request may take; one with files has uploadTime.
const requestTime = 30 * time.Second

// Middleware is what every request goes through: safe headers, protection against forms of other sites, a limit of
// time, and the language.
func (a *App) Middleware(next http.Handler) http.Handler {
	return a.headers(a.crossOrigin(limitTime(a.withView(next))))
}

func (a *App) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policyHeader)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY") // for browsers that do not know frame-ancestors
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "private, no-cache") // each page has its own key of the form
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
		if a.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// Private marks a page as one person's own: kept in no cache, named to no other page.
func Private(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
}

// PrivateLink is Private for an address that is itself a secret.
func PrivateLink(w http.ResponseWriter) {
	Private(w)
	w.Header().Set("Referrer-Policy", "no-referrer")
}

// crossOrigin refuses forms that another site sends.
func (a *App) crossOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	// Browsers that send no Sec-Fetch-Site are judged by their Origin, which a proxy that rewrites Host would make look foreign.
	if err := protection.AddTrustedOrigin(a.Base); err != nil {
		a.Log.Warn("the base address is no origin", "err", err)
	}
	protection.SetDenyHandler(a.withView(a.Handle(func(http.ResponseWriter, *http.Request) error {
		return &StatusError{Status: http.StatusForbidden}
	})))
	return protection.Handler(next)
}

func limitTime(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := requestTime
		if HasFiles(r) {
			most = uploadTime
		}
		ctx, cancel := context.WithTimeout(r.Context(), most)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
