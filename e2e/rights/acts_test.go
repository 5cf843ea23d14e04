package rights_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
)

// filledIn is the form of an act with an answer to each of its questions, of the kind that is asked.
func filledIn(kind dossier.Kind) url.Values {
	form := url.Values{}
	for _, f := range kit.FieldsOf(kind) {
		switch f.Sort {
		case kit.SortDate:
			form.Set(f.Key, "20-03-2026")
		case kit.SortMoment:
			form.Set(f.Key+kit.DateSuffix, "30-03-2026")
			form.Set(f.Key+kit.TimeSuffix, "11:00")
		case kit.SortMoney, kit.SortNumber:
			form.Set(f.Key, "1")
		case kit.SortCheck:
			form.Set(f.Key, "yes")
		case kit.SortChoice, kit.SortMany:
			form.Set(f.Key, choices[f.List])
		case kit.SortLine, kit.SortWords:
			form.Set(f.Key, "Tekst")
		}
	}
	return form
}

// choices are codes that there are, by their list.
var choices = map[string]string{
	"branch": "B1", "specialist": "S1", "accused": "S1", "invited": "S1", "banned": "S1", "handler": "owner", "staff": "owner",
	"severity": "serious", "subject": "specialist:S1", "open_subject": "specialist:S1", "explanation": "call", "part": "inquiry",
	"outcome": "founded", "language": "nl", "channel": "phone", "about": "specialist", "fellow": "1", "answered_fellow": "1",
}

// Nobody does anything in a dossier of which they see nothing, whatever they send: each act is answered as it is where there is no dossier. Auditors
// do nothing where they see all: they are told that it is not theirs to do. Nothing of it changes anything.
func TestNobodyActsWhereTheySeeNothing(t *testing.T) {
	c := newChain(t)
	before := c.dump()
	for _, a := range staff {
		who := c.people[string(a.ID)]
		if who == nil {
			continue
		}
		nothing := who.tryAll(noDossier)
		for _, o := range dossierPage(t).objects {
			_, sees := o.answers[string(a.ID)]
			if sees && !a.Actor().Is(dossier.RoleAuditor) || o.name == "unknown" {
				continue
			}
			for kind, got := range who.tryAll(c.object[o.name]) {
				none := nothing[kind]
				noForm := none.status == http.StatusNotFound && got.status == http.StatusNotFound && got.body == none.body
				switch {
				case !sees && (got.status != http.StatusNotFound || got.body != none.body):
					t.Errorf("%s sends %s to %s: %d, not as if there were no dossier", a.ID, kind, o.name, got.status)
				case sees && got.status != http.StatusUnprocessableEntity && !noForm: // there is none for what the program alone does
					t.Errorf("%s, who only reads, sends %s to %s: %d", a.ID, kind, o.name, got.status)
				}
			}
		}
	}
	if after := c.dump(); after != before {
		t.Errorf("refused acts changed the database:\n%s", difference(before, after))
	}
}

// dossierPage is the row of the table that says who sees which dossier.
func dossierPage(t *testing.T) route {
	t.Helper()
	for _, r := range table(t) {
		if r.pattern() == "GET /desk/dossiers/{ref}" {
			return r
		}
	}
	t.Fatal("the table has no page of a dossier")
	return route{}
}

// tryAll sends every act, filled in, to a dossier, and gives what became of each, without the address.
func (p *person) tryAll(reference string) map[dossier.Kind]answer {
	p.t.Helper()
	got := map[dossier.Kind]answer{}
	for _, command := range dossier.Commands() {
		kind := command.Kind()
		path := "/desk/dossiers/" + reference + "/acts/" + string(kind)
		a := p.once(http.MethodPost, path, filledIn(kind))
		got[kind] = answer{a.status, nil, a.bare(path)}
	}
	return got
}

// Whatever is asked of an address by another method than its own, there is no such page: never a fault, and nothing changes.
func TestWrongMethods(t *testing.T) {
	c := newChain(t)
	before := c.dump()
	has := map[string]bool{}
	for _, pattern := range registered(c) {
		has[pattern] = true
	}
	seen := map[string]bool{}
	for _, r := range table(t) {
		path, _ := c.address(r, c.object[r.objects[0].name])
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, "BREW"} {
			if r.method == "" || has[method+" "+r.path] || seen[method+path] {
				continue
			}
			seen[method+path] = true
			for _, who := range []string{"owner", "klaas", "nobody"} {
				got := c.people[who].once(method, path, url.Values{})
				if got.status == http.StatusTemporaryRedirect && got.header.Get("Location") == path+"/" {
					got = c.people[who].once(method, path+"/", url.Values{}) // http.ServeMux looks there as well
				}
				if got.status != http.StatusNotFound && got.status != http.StatusMethodNotAllowed {
					t.Errorf("%s %s as %s: %d", method, path, who, got.status)
				}
			}
		}
	}
	if len(seen) < 200 {
		t.Errorf("only %s requests were made", strconv.Itoa(len(seen)))
	}
	if after := c.dump(); after != before {
		t.Errorf("wrong methods changed the database:\n%s", difference(before, after))
	}
}

// Whoever asks whether a page is there without its text learns what they would from the page, and changes nothing.
func TestHeads(t *testing.T) {
	c := newChain(t)
	before := c.dump()
	for _, r := range table(t) {
		if !r.reads() {
			continue
		}
		for _, o := range r.objects {
			for _, who := range sortedKeys(c.people) {
				path, values := c.address(r, c.object[o.name])
				full, head := c.people[who].once(http.MethodGet, path, values), c.people[who].head(path, values)
				if head.status != full.status && o.name != "secret" && o.name != "wrong" { // a link is not told by who only looks
					t.Errorf("%s as %s: %d, and without its text %d", path, who, full.status, head.status)
				}
				c.people[who].stay()
			}
		}
	}
	if after := c.dump(); after != before {
		t.Errorf("asking for heads changed the database:\n%s", difference(before, after))
	}
}

func (p *person) head(path string, values url.Values) answer {
	if len(values) > 0 {
		path += "?" + values.Encode()
	}
	return p.send(http.MethodHead, path, nil)
}
