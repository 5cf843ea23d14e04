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
	"time"
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
%s<script src="/static/htmx.min.js" defer></script><script src="/static/hx-sse.min.js" defer></script></head>
<body><main><h1>htmx</h1>
<form id="f" hx-post="/form" hx-swap="outerMorph"><label>Naam <input name="name"></label> <button>Opslaan</button></form>
<div id="live" hx-sse:connect="/live"></div>
<div id="list" hx-get="/list" hx-trigger="changed from:#live">Leeg</div></main></body></html>`

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
		w.WriteHeader(http.StatusUnprocessableEntity)
		fmt.Fprint(w, `<form id="f" hx-post="/form" hx-swap="outerMorph"><label>Naam <input name="name"></label>
			<p id="error">Vul een achternaam in</p> <button>Opslaan</button><script>document.title = "ingevoegd"</script></form>`)
	})
	mux.HandleFunc("GET /list", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "Klacht 1") })
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "retry: 60000\n\n")
		w.(http.Flusher).Flush()
		time.Sleep(200 * time.Millisecond)
		fmt.Fprint(w, "event: changed\nid: 7\ndata: d1\n\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
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
	p.See("Klacht 1") // the stream told of a change, and the list was fetched
	if problems := p.Problems(); len(problems) > 0 {
		t.Errorf("the policy stops something htmx does: %q", problems)
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
