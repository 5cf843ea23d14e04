//go:build browser

package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// quoted takes the first line that begins with prefix out of web/static/README.md, so that what
// the pages are told to do is what is tested here.
func quoted(t *testing.T, prefix string) string {
	t.Helper()
	readme, err := os.ReadFile(filepath.Join(root(t), "web/static/README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(readme)) {
		if strings.HasPrefix(line, prefix) {
			return strings.TrimSpace(line)
		}
	}
	t.Fatalf("README.md has no line that begins with %q", prefix)
	return ""
}

const htmxPage = `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>htmx</title><link rel="icon" href="/static/icon.svg">
%s<script src="/static/htmx.min.js" defer></script></head>
<body><main><h1>htmx</h1>
<form id="f" hx-post="/form" hx-swap="outerMorph"><label>Naam <input name="name"></label> <button>Opslaan</button></form>
<div id="list" hx-get="/list" hx-trigger="every 200ms" hx-swap="outerMorph">Leeg</div>
<div id="kept" hx-get="/broken" hx-trigger="load">Blijft staan</div></main></body></html>`

// htmxSite serves the page under the policy of the README, and what its attributes ask for.
func htmxSite(t *testing.T) string {
	policy := quoted(t, "default-src")
	page := fmt.Sprintf(htmxPage, quoted(t, "<meta name=\"htmx-config\""))
	mux := http.NewServeMux()
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServer(http.Dir(filepath.Join(root(t), "web/static")))))
	mux.HandleFunc("GET /static/icon.svg", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "image/svg+xml")
		fmt.Fprint(w, `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, page) })
	mux.HandleFunc("POST /form", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `<form id="f" hx-post="/form" hx-swap="outerMorph"><label>Naam <input name="name"></label>
			<p id="error">Vul een achternaam in</p> <button>Opslaan</button><script>document.title = "ingevoegd"</script></form>`)
	})
	mux.HandleFunc("GET /list", func(w http.ResponseWriter, r *http.Request) { // asks once more under another address, and no more
		fmt.Fprint(w, `<div id="list" hx-get="/last" hx-trigger="every 200ms" hx-swap="outerMorph"><a href="#f">Klacht 1</a></div>`)
	})
	mux.HandleFunc("GET /last", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `<div id="list"><a href="#f">Klacht 2</a></div>`)
	})
	mux.HandleFunc("GET /broken", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "Stuk", http.StatusServiceUnavailable) })
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.CloseClientConnections)
	return server.URL
}

func TestHtmxUnderStrictPolicy(t *testing.T) {
	p := Start(t)
	p.Open(htmxSite(t))
	p.See("Klacht 2") // asked by itself, first at the one address and then at the other
	p.SeeNot("Stuk")
	for _, problem := range p.Problems() {
		if !strings.Contains(problem, "/broken") {
			t.Errorf("the policy stops something htmx does: %q", problem)
		}
	}
	if n := Eval[int](p, "document.adoptedStyleSheets.length + document.querySelectorAll('style').length"); n != 0 {
		t.Errorf("htmx added %d style sheets", n)
	}
	p.Fill("name", "Zoë")
	p.Click("Opslaan")
	p.See("Vul een achternaam in")
	if p.Value("name") != "Zoë" {
		t.Errorf("what was typed is lost: %q", p.Value("name"))
	}
	if title := Eval[string](p, "document.title"); title != "htmx" {
		t.Errorf("a script inside a fragment ran: title %q", title)
	}
}
