package e2e_test

import (
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// person is somebody with a browser of their own. It knows no script, and follows no redirect by itself.
type person struct {
	*site
	name string
	http *http.Client
}

// reply is what a person got.
type reply struct {
	t      *testing.T
	path   string
	status int
	header http.Header
	body   string
}

func (p *person) do(r *http.Request) reply {
	p.t.Helper()
	resp, err := p.http.Do(r)
	must(p.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	must(p.t, err)
	return reply{p.t, r.URL.Path, resp.StatusCode, resp.Header, string(body)}
}

func (p *person) ask(method, path, contentType, body string) reply {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), method, p.server.URL+path, strings.NewReader(body))
	must(p.t, err)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return p.do(r)
}

func (p *person) get(path string) reply {
	p.t.Helper()
	return p.ask(http.MethodGet, path, "", "")
}

const formType = "application/x-www-form-urlencoded"

func (p *person) post(path string, form url.Values) reply {
	p.t.Helper()
	return p.ask(http.MethodPost, path, formType, p.withToken(path, form).Encode())
}

// withToken is a form as a browser sends it that opened it a moment ago.
func (p *person) withToken(address string, form url.Values) url.Values {
	if form.Has(kit.KeyField) || !slices.Contains([]string{"klacht", "gesprek", "complaint"}, path.Base(address)) {
		return form
	}
	signed := url.Values{kit.KeyField: {(&kit.App{Office: p.office}).NewKey()}}
	maps.Copy(signed, form)
	return signed
}

// follow goes where a sent form leads.
func (p *person) follow(from reply) reply {
	p.t.Helper()
	return p.get(from.is(http.StatusSeeOther).header.Get("Location"))
}

// send opens a page, fills in the form on it that is sent to action, and sends it.
func (p *person) send(page, action string, pairs ...string) reply {
	p.t.Helper()
	return p.post(action, p.get(page).is(http.StatusOK).form(action, pairs...))
}

// values puts pairs of names and values into a form; a name that comes twice has two values.
func values(pairs ...string) url.Values {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

func (r reply) is(status int) reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("%s: status %d, want %d\n%s", r.path, r.status, status, r.text())
	}
	return r
}

var markup = regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<[^>]*>`)

// text is the page as it is read, without tags.
func (r reply) text() string { return flat(html.UnescapeString(markup.ReplaceAllString(r.body, " "))) }

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func (r reply) says(text string) bool {
	return strings.Contains(r.text(), flat(text)) || strings.Contains(html.UnescapeString(r.body), text)
}

func (r reply) has(texts ...string) reply {
	r.t.Helper()
	for _, text := range texts {
		if !r.says(text) {
			r.t.Errorf("%s does not say %q:\n%s", r.path, text, r.text())
		}
	}
	return r
}

func (r reply) hasNot(texts ...string) reply {
	r.t.Helper()
	for _, text := range texts {
		if r.says(text) {
			r.t.Errorf("%s says %q:\n%s", r.path, text, r.text())
		}
	}
	return r
}

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="([a-z_.]+)" value="([^"]*)"`)

// form reads the hidden inputs of the form that is sent to action, and puts the answers beside them.
func (r reply) form(action string, pairs ...string) url.Values {
	r.t.Helper()
	_, rest, ok := strings.Cut(r.body, `method="post" action="`+action+`"`)
	if !ok {
		r.t.Fatalf("%s has no form for %s:\n%s", r.path, action, r.text())
	}
	rest, _, _ = strings.Cut(rest, "</form>")
	form := url.Values{}
	for _, found := range hiddenInput.FindAllStringSubmatch(rest, -1) {
		form.Set(found[1], html.UnescapeString(found[2]))
	}
	for name, value := range values(pairs...) {
		form[name] = value
	}
	return form
}

// offers reports whether the page has a form for an act of staff, or of the complainant.
func (r reply) offers(act string) bool {
	return strings.Contains(r.body, "/acts/"+act+`"`) || strings.Contains(r.body, "/"+act+`"`)
}

func dossierPath(reference string) string { return "/desk/dossiers/" + reference }

func actPath(reference, kind string) string { return dossierPath(reference) + "/acts/" + kind }

// act does what a form on the page of a dossier asks, and gives the page after it.
func (p *person) act(reference, kind string, pairs ...string) reply {
	p.t.Helper()
	after := p.follow(p.send(dossierPath(reference), actPath(reference, kind), pairs...))
	p.settle()
	return after
}

// refused does an act that must not be carried out for the reason given, whether the page offers a form for it or not.
func (p *person) refused(reference, kind, why string, pairs ...string) {
	p.t.Helper()
	before := p.whole(reference).Count
	p.post(actPath(reference, kind), values(pairs...)).is(http.StatusUnprocessableEntity).has(why)
	if after := p.whole(reference).Count; after != before {
		p.t.Errorf("%s was refused and left %d records", kind, after-before)
	}
}

// answer does what a form on a private page asks, and gives the page after it.
func (p *person) answer(path, act string, pairs ...string) reply {
	p.t.Helper()
	page := path
	if act == "withdrawal" {
		page += "/withdrawal"
	}
	after := p.follow(p.send(page, path+"/"+act, pairs...))
	p.settle()
	return after
}

// desk opens the page of a dossier.
func (p *person) desk(reference string) reply {
	p.t.Helper()
	return p.get(dossierPath(reference))
}

// moment is the two answers of a question for a moment, in the chain's own zone.
func (s *site) moment(name string, at time.Time) []string {
	local := at.In(s.office.Calendar().Zone())
	return []string{name + "_date", local.Format("2-1-2006"), name + "_time", local.Format("15:04")}
}

// today is the day it is, some days on, as people type it.
func (s *site) today(days int) string {
	return s.clock().In(s.office.Calendar().Zone()).AddDate(0, 0, days).Format("2-1-2006")
}

// messages of a dossier, oldest first.
func (s *site) messages(reference string) []store.Message {
	s.t.Helper()
	s.settle()
	all, err := s.office.DB.Read().Mailbox(s.t.Context(), "", 10_000)
	must(s.t, err)
	all = slices.DeleteFunc(all, func(m store.Message) bool { return m.Reference != reference })
	slices.Reverse(all)
	return all
}

// message is the latest of a kind to somebody.
func (s *site) message(reference string, to dossier.Party, kind string) store.Message {
	s.t.Helper()
	var found store.Message
	for _, m := range s.messages(reference) {
		if m.To == to && m.Kind == kind {
			found = m
		}
	}
	if found.Kind == "" {
		s.t.Fatalf("%s was not told %s: %v", to, kind, s.told(reference, to))
	}
	return found
}

// told lists the kinds of messages to somebody, oldest first.
func (s *site) told(reference string, to dossier.Party) []string {
	s.t.Helper()
	var kinds []string
	for _, m := range s.messages(reference) {
		if m.To == to {
			kinds = append(kinds, m.Kind)
		}
	}
	return kinds
}

// heard fails unless somebody was told these, among others, in this order.
func (s *site) heard(reference string, to dossier.Party, kinds ...string) {
	s.t.Helper()
	told := s.told(reference, to)
	rest := told
	for _, kind := range kinds {
		i := slices.Index(rest, kind)
		if i < 0 {
			s.t.Errorf("%s was not told %s in its turn: %v", to, kind, told)
			return
		}
		rest = rest[i+1:]
	}
}

// linkIn is the private page that the link in a message leads to, as the receiver has it.
func (s *site) linkIn(m store.Message) string {
	s.t.Helper()
	if !strings.Contains(m.Body, "{{link}}") {
		s.t.Fatalf("the message %s to %s has no link:\n%s", m.Kind, m.To, m.Body)
	}
	fellow := 0
	if m.Link == casework.PurposeInquiry {
		for _, f := range s.whole(m.Reference).Inquiry.Fellows {
			if dossier.ToFellow(f.Number) == m.To {
				fellow = f.Number
			}
		}
	}
	return s.link(m.Reference, m.Link, fellow)
}

// link is the path of a private link, with its secret.
func (s *site) link(reference, purpose string, fellow int) string {
	s.t.Helper()
	link, err := s.office.LinkTo(s.t.Context(), reference, purpose, fellow)
	must(s.t, err)
	return link
}

// arrive opens a private link, and gives the path of the page behind it.
func (p *person) arrive(link string) string {
	p.t.Helper()
	return p.get(link).is(http.StatusSeeOther).header.Get("Location")
}

// guest is the complainant of whom that is the page, in a browser in which they opened the link that was mailed to them.
func (s *site) guest(page string) *person {
	s.t.Helper()
	if s.guests[page] == nil {
		p := s.stranger()
		if place := p.arrive(s.link(path.Base(page), casework.PurposeStatus, 0)); place != page {
			s.t.Fatalf("the link to %s leads to %s", page, place)
		}
		s.guests[page] = p
	}
	return s.guests[page]
}

// written is a day as letters and pages write it.
func written(at dossier.Date) string { return words.Date(words.NL, at) }
