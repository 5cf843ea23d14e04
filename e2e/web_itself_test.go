package e2e_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web"
)

// route is one of the site, with a page in the place of each variable.
type route struct{ pattern, method, path string }

// routes are all there are, for a dossier and a fellow client's page; of those for any method, GET and POST.
func (s *site) routes(reference, fellow string) []route {
	s.t.Helper()
	var list []route
	for _, pattern := range web.Patterns(web.Config{Office: s.office, Log: s.office.Log, Base: s.server.URL}) {
		method, path, named := strings.Cut(pattern, " ")
		if !named {
			method, path = "", pattern
		}
		path = strings.NewReplacer("{page}", reference, "{ref}", reference, "{kind}", "write_note", "{act}", "messages", "{id}", "1", "{$}", "").Replace(path)
		if strings.HasPrefix(path, "/navraag/") {
			path = strings.Replace(path, reference, fellow, 1)
		}
		path = regexp.MustCompile(`\{\w+(\.\.\.)?\}`).ReplaceAllString(path, "x")
		for _, m := range []string{http.MethodGet, http.MethodPost} {
			if method == "" || method == m {
				list = append(list, route{pattern, m, path})
			}
		}
	}
	if len(list) < 40 {
		s.t.Fatalf("only %d routes", len(list))
	}
	return list
}

// everybody are people of each sort, who have come in, and a dossier with a question to a fellow client.
func (s *site) everybody() (people map[string]*person, reference, fellow string) {
	s.t.Helper()
	path, reference := s.fileComplaint()
	s.investigate(reference)
	s.as(assistant).act(reference, "start_inquiry")
	asked := s.stranger()
	fellow = strings.TrimPrefix(asked.arrive(s.linkIn(s.message(reference, dossier.ToFellow(1), "inquiry"))), "/navraag/")
	return map[string]*person{"stranger": s.stranger(), "owner": s.as(owner), "specialist": s.as(sanne), "complainant": s.guest(path), "fellow": asked}, reference, fellow
}

// go sends a request of a person to a route, with a form where it takes one.
func (p *person) to(r route, question string, form url.Values, change func(*http.Request)) reply {
	p.t.Helper()
	body := io.Reader(nil)
	if r.method == http.MethodPost {
		body = strings.NewReader(form.Encode())
	}
	request, err := http.NewRequestWithContext(p.t.Context(), r.method, p.server.URL+r.path+question, body)
	must(p.t, err)
	if body != nil {
		request.Header.Set("Content-Type", formType)
	}
	if change != nil {
		change(request)
	}
	return p.do(request)
}

// ends reports whether a route takes away what the others of a test need: it is asked last, by nobody else.
func (r route) ends() bool {
	return r.method == http.MethodPost && slices.Contains([]string{"/desk/sign-out", "/zaak/sluiten"}, r.path)
}

// fromElsewhere asks as a page of another site would read from this one.
func fromElsewhere(r *http.Request) {
	if r.Method == http.MethodGet {
		r.Header.Set("Origin", "https://evil.example")
	}
}

// ASVS 3.4.2, 3.4.3, 3.4.5, 3.4.6, 14.3.2: headers of every page, for everybody.
func TestHeaders_OfEveryRoute(t *testing.T) {
	s := newSite(t)
	people, reference, fellow := s.everybody()
	personal := []string{"/desk", "/zaak", "/navraag"}
	for _, r := range s.routes(reference, fellow) {
		if r.ends() {
			continue
		}
		for name, who := range people {
			h := who.to(r, "", nil, fromElsewhere).header
			csp := h.Get("Content-Security-Policy")
			for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
				if !strings.Contains(csp, part) {
					t.Errorf("%s %s for the %s: the policy %q lacks %s", r.method, r.path, name, csp, part)
				}
			}
			if strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") {
				t.Errorf("%s %s: %s", r.method, r.path, csp)
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || !slices.Contains([]string{"same-origin", "no-referrer"}, h.Get("Referrer-Policy")) || h.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s %s for the %s: %v", r.method, r.path, name, h)
			}
			if under(r.path, personal) && !strings.HasSuffix(r.path, ".css") && !strings.HasSuffix(r.path, ".js") && !strings.Contains(strings.Join(h.Values("Cache-Control"), ","), "no-store") {
				t.Errorf("%s %s for the %s may be kept: %q", r.method, r.path, name, h.Values("Cache-Control"))
			}
		}
	}
}

// under reports whether a path is one of these or below it.
func under(path string, trees []string) bool {
	return slices.ContainsFunc(trees, func(tree string) bool { return path == tree || strings.HasPrefix(path, tree+"/") })
}

// ASVS 3.3.1, 3.3.3: over TLS every cookie of every route is the host's alone.
func TestHeaders_EveryCookieIsTheHostsAlone(t *testing.T) {
	s := newSite(t)
	people, reference, fellow := s.everybody()
	home, err := url.Parse(s.server.URL)
	must(t, err)
	secure := web.New(web.Config{Office: s.office, Log: s.office.Log, Base: "https://klachten.example", Secure: true})
	names := map[string]bool{}
	look := func(request *http.Request) {
		rec := httptest.NewRecorder()
		secure.ServeHTTP(rec, request)
		for _, c := range rec.Result().Cookies() {
			names[c.Name] = true
			if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
				t.Errorf("%s sets %s", request.URL.Path, c)
			}
		}
	}
	at := func(method, path string, form url.Values) *http.Request {
		request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form.Encode()))
		request.Header.Set("Content-Type", formType)
		return request
	}
	for _, r := range s.routes(reference, fellow) {
		look(at(r.method, r.path+"?lang=en", nil))
		for _, who := range people {
			request := at(r.method, r.path+"?lang=en", nil)
			for _, c := range who.http.Jar.Cookies(home) {
				request.AddCookie(&http.Cookie{Name: "__Host-" + c.Name, Value: c.Value})
			}
			if !r.ends() {
				look(request)
			}
		}
	}
	look(at(http.MethodGet, s.link(reference, casework.PurposeStatus, 0), nil))
	look(at(http.MethodPost, "/klacht", complaint("name", "Fenna Post", "email", "fenna@example.org")))
	look(at(http.MethodPost, "/desk/sign-in", values("email", "owner@chain.example", "password", password)))
	for _, name := range []string{"__Host-guest", "__Host-session", "__Host-lang", "__Host-known"} {
		if !names[name] {
			t.Errorf("no cookie %s was seen: %v", name, names)
		}
	}
}

// hostile are addresses of somebody else's site, as a parameter can name them.
var hostile = []string{"https://evil.example/", "//evil.example/desk", "/\\evil.example", "/%5cevil.example", "\\\\evil.example", "/\t/evil.example", "https:evil.example", "javascript:alert(1)", "/desk@evil.example", "/desk/../..//evil.example"}

// ownPaths are all places that the site sends a browser on to.
var ownPaths = []string{"/desk", "/zaak", "/navraag", "/klacht", "/gesprek"}

// ways are the headers by which a browser is sent elsewhere.
var ways = []string{"Location", "HX-Redirect", "HX-Location", "Refresh", "Content-Location"}

// leaves reports where an answer leads out of the site; empty when it does not.
func (s *site) leaves(r reply) string {
	s.t.Helper()
	home, err := url.Parse(s.server.URL)
	must(s.t, err)
	for _, way := range ways {
		place := r.header.Get(way)
		if u, err := home.Parse(place); place != "" && (err != nil || u.Host != home.Host || u.Scheme != home.Scheme || !under(u.Path, ownPaths) || strings.Contains(place, "\\")) {
			return place
		}
	}
	return ""
}

// ASVS 3.7.2: no parameter of any route leads out of the site.
func TestOpenRedirect_NoParameterLeadsElsewhere(t *testing.T) {
	s := newSite(t)
	people, reference, fellow := s.everybody()
	redirects, turn := 0, 0
	for _, r := range s.routes(reference, fellow) {
		if r.ends() {
			continue
		}
		for name, who := range people {
			turn++
			to := hostile[turn%len(hostile)]
			form := url.Values{}
			for _, parameter := range []string{"next", "back", "to", "url", "return", "redirect", "done", "reference"} {
				form.Set(parameter, to)
			}
			answer := who.to(r, "?"+form.Encode(), form, nil)
			if place := s.leaves(answer); place != "" {
				t.Errorf("%s %s sends the %s with %q to %q", r.method, r.path, name, to, place)
			}
			if answer.header.Get("Location") != "" {
				redirects++
			}
		}
	}
	if redirects < 20 {
		t.Errorf("%d redirects were seen: this test shows little", redirects)
	}
	for _, next := range hostile { // where it counts: signing in
		signed := s.stranger().post("/desk/sign-in", values("email", "second@chain.example", "password", password, "next", next)).is(http.StatusSeeOther)
		if place := signed.header.Get("Location"); place != "/desk" {
			t.Errorf("signing in with next=%q leads to %q", next, place)
		}
		page := s.stranger().get("/desk/sign-in?next=" + url.QueryEscape(next)).is(http.StatusOK)
		if kept := page.form("/desk/sign-in").Get("next"); kept != "/desk" {
			t.Errorf("the form keeps next=%q as %q", next, kept)
		}
	}
}

// Links are made of the configured address, whatever a request says that the site is called (ASVS 4.1.3).
func TestHostHeader_IsInNoPageNoRedirectAndNoMessage(t *testing.T) {
	s := newSite(t)
	people, reference, fellow := s.everybody()
	forge := func(r *http.Request) {
		r.Host = "evil.example"
		for _, name := range []string{"X-Forwarded-Host", "X-Host", "X-Original-Host", "X-Forwarded-Server", "Forwarded", "X-Original-URL", "X-Rewrite-URL"} {
			r.Header.Set(name, "evil.example")
		}
		r.Header.Set("Forwarded", "host=evil.example;proto=https")
	}
	for _, r := range s.routes(reference, fellow) {
		if r.ends() {
			continue
		}
		for name, who := range people {
			answer := who.to(r, "", nil, forge)
			if strings.Contains(answer.body, "evil.example") || strings.Contains(fmt.Sprint(answer.header), "evil.example") {
				t.Errorf("%s %s tells the %s of evil.example", r.method, r.path, name)
			}
		}
	}
	klaas := s.stranger()
	sent := klaas.to(route{method: http.MethodPost, path: "/klacht"}, "", klaas.withToken("/klacht", complaint()), forge).is(http.StatusSeeOther)
	page := klaas.to(route{method: http.MethodGet, path: sent.header.Get("Location")}, "", nil, forge).is(http.StatusOK)
	page.has(s.server.URL + "/zaak/").hasNot("evil.example")
	s.settle()
	all, err := s.office.DB.Read().Mailbox(t.Context(), "", 1000)
	must(t, err)
	for _, m := range all {
		if strings.Contains(m.Subject+m.Body, "evil.example") {
			t.Errorf("the message %s names evil.example", m.Kind)
		}
	}
}

// A client that sends its head or its form too slowly is not waited for. The limits are those of the program, made short.
func TestLimits_OfTime(t *testing.T) {
	s := newSite(t)
	server := web.Server("", *s.handler.Load())
	for name, limit := range map[string]time.Duration{
		"head": server.ReadHeaderTimeout, "request": server.ReadTimeout, "answer": server.WriteTimeout, "idle": server.IdleTimeout,
	} {
		if limit <= 0 || limit > 2*time.Minute {
			t.Errorf("a client may take %s for its %s", limit, name)
		}
	}
	server.ReadHeaderTimeout, server.ReadTimeout = 100*time.Millisecond, 200*time.Millisecond
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	for name, begun := range map[string]string{
		"head": "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
		"form": "POST /klacht HTTP/1.1\r\nHost: x\r\nContent-Type: " + formType + "\r\nContent-Length: 1000\r\n\r\nstory=",
		"idle": "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", listener.Addr().String())
		must(t, err)
		must(t, conn.SetDeadline(time.Now().Add(time.Minute)))
		_, err = io.WriteString(conn, begun)
		must(t, err)
		if name == "idle" {
			_, err = http.ReadResponse(bufio.NewReader(conn), nil)
			must(t, err)
			must(t, conn.Close())
			continue
		}
		if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("a client that sends its %s slowly is waited for", name)
		}
		must(t, conn.Close())
	}
	must(t, server.Close())
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
}
