package rights_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// person is somebody at a browser.
type person struct {
	*chain
	account dossier.AccountID // empty for those who have none
	enter   func()            // comes in again; nil for who never does
	home    string            // what they see as long as they are in
	address string            // where they come from
	cookies map[string]string
}

// answer of the site.
type answer struct {
	status int
	header http.Header
	body   string
}

// stranger is somebody without account or link, at an address of their own.
func (c *chain) stranger() *person {
	c.strangers++
	return &person{chain: c, cookies: map[string]string{}, address: fmt.Sprintf("10.%d.0.1:4711", c.strangers)}
}

// signIn is a member of staff who signs in.
func (c *chain) signIn(id dossier.AccountID) *person {
	c.t.Helper()
	p := c.stranger()
	p.account, p.home = id, "/desk/account"
	p.enter = func() {
		p.t.Helper()
		in := p.post("/desk/sign-in", url.Values{"email": {string(id) + "@chain.example"}, "password": {password}})
		if in.status != http.StatusSeeOther {
			p.t.Fatalf("%s cannot sign in: %d", id, in.status)
		}
	}
	p.enter()
	return p
}

// login is the number of where the person is signed in, which only they are told.
func (p *person) login() string {
	p.t.Helper()
	logins := p.rows("select id from logins where account = '" + string(p.account) + "'")
	if len(logins) != 1 {
		p.t.Fatalf("%s is signed in %d times", p.account, len(logins))
	}
	return strings.TrimPrefix(logins[0], "id=")
}

// come is somebody who comes by the private link that was mailed to them.
func (c *chain) come(reference, purpose string, fellow int) *person {
	c.t.Helper()
	link, err := c.LinkTo(c.t.Context(), reference, purpose, fellow)
	must(c.t, err)
	p := c.stranger()
	p.enter = func() {
		p.t.Helper()
		in := p.get(link)
		if in.status != http.StatusSeeOther {
			p.t.Fatalf("the link to %s leads to %d", reference, in.status)
		}
		p.home = in.header.Get("Location")
	}
	p.enter()
	if purpose == casework.PurposeInquiry {
		c.object["question"] = strings.TrimPrefix(p.home, casework.InquiryPath)
	} else {
		c.object["secret"] = strings.TrimPrefix(link, casework.StatusPath)
	}
	return p
}

// stay comes in again, where what was asked last put them out.
func (p *person) stay() {
	if p.enter != nil && p.once(http.MethodGet, p.home, nil).status != http.StatusOK {
		p.enter()
	}
}

func (p *person) get(path string) answer { return p.send(http.MethodGet, path, nil) }

func (p *person) post(path string, form url.Values) answer {
	return p.send(http.MethodPost, path, form)
}

// send asks for something, and keeps the cookies that come with the answer.
func (p *person) send(method, path string, form url.Values) answer {
	r := httptest.NewRequestWithContext(p.t.Context(), method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return p.do(r)
}

func (p *person) do(r *http.Request) answer {
	r.RemoteAddr = p.address
	for name, value := range p.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	p.site.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if p.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(p.cookies, c.Name)
		}
	}
	return answer{w.Code, w.Header(), w.Body.String()}
}

// syncBuffer is a log that several write to.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
