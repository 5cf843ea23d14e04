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

const form = `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Proef</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>Proef</h1>
<form method="post" action="/sent">
<p><label for="n">Naam *</label> <input id="n" name="name"></p>
<p><label for="d">Datum</label> <input id="d" type="date" name="date"></p>
<p><label for="b">Vestiging</label> <select id="b" name="branch"><option value="">-</option><option value="b1">Utrecht</option></select></p>
<fieldset><legend>Over</legend>
<label><input type="radio" name="about" value="specialist"> de specialist</label>
<label><input type="radio" name="about" value="branch"> de vestiging</label></fieldset>
<p><label for="f">Bijlage</label> <input id="f" type="file" name="file"></p>
<div style="height:2000px"></div>
<button>Versturen</button></form>
<noscript><p>Zonder script</p></noscript>
<p id="late"></p></main>
<script>setTimeout(() => { document.getElementById("late").textContent = "Nagekomen" }, 300)</script>
</body></html>`

func site(t *testing.T) string {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
		fmt.Fprint(w, form)
	})
	mux.HandleFunc("POST /sent", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(200 * time.Millisecond) // the browser must be waited for
		fmt.Fprintf(w, `<!doctype html><html lang="nl"><title>Klaar</title><h1>Klaar</h1><p id="got">%s|%s|%s|%s</p>`,
			r.FormValue("name"), r.FormValue("date"), r.FormValue("branch"), r.FormValue("about"))
	})
	mux.HandleFunc("GET /cookies", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<p id="n">%d</p>`, len(r.Cookies()))
	})
	mux.HandleFunc("GET /bad", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		fmt.Fprint(w, `<!doctype html><html><body><img src="/x.png"><script>1</script><table width="3000"><tr><td>breed</table></body></html>`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func fillIn(p *Page) {
	p.Fill("name", "Zoë van der Berg")
	p.Fill("Datum", "2026-03-05")
	p.Choose("branch", "Utrecht")
	p.Choose("about", "de vestiging")
	p.Click("Versturen")
}

func TestFormIsFilledInAndSent(t *testing.T) {
	url := site(t)
	p := Start(t)
	for _, c := range []struct {
		name   string
		screen func()
		off    bool
	}{{"wide", p.Wide, false}, {"phone", p.Phone, false}, {"phone without scripts", p.Phone, true}} {
		c.screen()
		p.NoScript(c.off)
		p.Open(url)
		fillIn(p)
		if got := p.Text("#got"); got != "Zoë van der Berg|2026-03-05|b1|branch" {
			t.Errorf("%s: the server got %q", c.name, got)
		}
		if !strings.HasSuffix(p.URL(), "/sent") {
			t.Errorf("%s: at %s", c.name, p.URL())
		}
	}
}

func TestNoScript(t *testing.T) {
	p := Start(t)
	url := site(t)
	p.Open(url)
	p.SeeNot("Zonder script")
	p.See("Nagekomen")
	p.NoScript(true)
	p.Open(url)
	p.See("Zonder script")
	time.Sleep(400 * time.Millisecond)
	p.SeeNot("Nagekomen")
	p.NoScript(false)
	p.Reload()
	p.See("Nagekomen")
}

func TestVisitorsShareNoCookie(t *testing.T) {
	p := Start(t)
	url := site(t)
	p.Open(url)
	p.Open(url + "/cookies")
	q := p.Another()
	q.Open(url + "/cookies")
	if p.Text("#n") != "1" || q.Text("#n") != "0" {
		t.Errorf("cookies: %s and %s", p.Text("#n"), q.Text("#n"))
	}
}

func TestAxeAndProblems(t *testing.T) {
	p := Start(t)
	url := site(t)
	p.Open(url)
	p.Accessible()
	if problems := p.Problems(); len(problems) > 0 && !strings.Contains(problems[0], "favicon") {
		t.Errorf("problems of a good page: %q", problems)
	}
	p.Open(url + "/bad")
	if len(p.Axe()) == 0 {
		t.Error("axe finds nothing wrong with a page without language and alternative text")
	}
	if problems := strings.Join(p.Problems(), "\n"); !strings.Contains(problems, "Content Security Policy") {
		t.Errorf("what the policy stopped is not among the problems: %q", problems)
	}
}

func TestScreenshotAndScreens(t *testing.T) {
	p := Start(t)
	url := site(t)
	p.Phone()
	p.Open(url)
	if p.Overflows() || Eval[int](p, "innerWidth") != 390 {
		t.Errorf("a phone of %d pixels, overflow %v", Eval[int](p, "innerWidth"), p.Overflows())
	}
	p.Screenshot("harness/phone.png")
	if info, err := os.Stat(filepath.Join(root(t), "test-output/harness/phone.png")); err != nil || info.Size() < 1000 {
		t.Errorf("no picture: %v", err)
	}
	p.Attach("file", filepath.Join(root(t), "go.mod"))
	if got := p.Value("file"); !strings.HasSuffix(got, "go.mod") {
		t.Errorf("attached %q", got)
	}
	if p.Count("input") != 5 {
		t.Errorf("%d inputs", p.Count("input"))
	}
	p.Wide()
	p.Open(url + "/bad")
	if !p.Overflows() {
		t.Error("a page of 3000 pixels fits a desktop")
	}
}
