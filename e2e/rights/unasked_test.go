package rights_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
)

// extra is what forms do not ask, and what somebody sends along all the same: who did it, when, in whose name, with what standing.
var extra = url.Values{
	"account": {"owner"}, "actor": {"owner"}, "by": {"owner"}, "at": {"2020-01-01T00:00:00Z"}, "now": {"2020-01-01T00:00:00Z"},
	"received": {"2020-01-01T00:00:00Z"}, "received_at": {"2020-01-01T00:00:00Z"}, "ReceivedAt": {"2020-01-01T00:00:00Z"},
	"reference": {"WH-2345-6789"}, "Reference": {"WH-2345-6789"}, "dossier": {"1"}, "id": {"1"}, "terms_hash": {"x"}, "TermsHash": {"x"},
	"source": {"WH-2345-6789"}, "exists": {"yes"}, "mirror": {"yes"}, "harm": {"yes"}, "late": {"yes"}, "upheld": {"yes"}, "matched": {"yes"},
	"phase": {"closed"}, "handler": {"owner"}, "fellow": {"2"}, "number": {"1"}, "class": {"talk"}, "role": {"owner"}, "roles": {"owner"},
	"enabled": {"yes"}, "hash": {"x"}, "channel": {"letter"}, "price": {"1,00"}, "price_cents": {"1"}, "conflicts": {"owner"},
	"authority": {"yes"}, "facts": {"{}"}, "kind": {"file"}, "seen_by": {"owner"}, "link": {"x"}, "generation": {"9"},
}

// sent is a form that somebody sends about something.
type sent struct {
	who, path, object string // {} in the path stands for the object
	words             url.Values
	asked             []string // what it asks, or may ask, besides
}

// filing are the answers to the public forms.
var filing = url.Values{
	"branch": {"B1"}, "treatment_date": {string(visitDay)}, "specialist": {"S4"}, "about": {"treatment"}, "story": {"Het deed pijn."}, "topic": {"Het deed pijn."},
	"wish": {"Uitleg"}, "name": {"Iemand"}, "email": {"iemand@example.org"}, "phone": {"06 12345099"}, "language": {"nl"},
}

// with is a form with other answers to some of its questions.
func with(form url.Values, pairs ...string) url.Values {
	form = maps.Clone(form)
	for i := 0; i+1 < len(pairs); i += 2 {
		form[pairs[i]] = []string{pairs[i+1]}
	}
	return form
}

// allForms are the forms of the site, filled in: those of the public pages and of accounts one by one, those of acts all, by several people and
// in several dossiers.
func allForms() []sent {
	account := url.Values{"name": {"Nieuw Iemand"}, "email": {"nieuw@chain.example"}, "roles": {"specialist"}, "specialist": {"S6"}, "password": {password}}
	asksAccount := []string{"branch", "roles", "version"}
	forms := []sent{
		{who: "nobody", path: "/klacht", words: with(filing, "topic", "")},
		{who: "nobody", path: "/gesprek", words: with(filing, "story", "")},
		{who: "klaas", path: "/zaak/{}/messages", object: "complaint", words: url.Values{"words": {"Bericht"}}},
		{who: "tara", path: "/zaak/{}/messages", object: "talk", words: url.Values{"words": {"Bericht"}}},
		{who: "fellow", path: "/navraag/{}", object: "question", words: url.Values{"answer": {"Ja, bij mij ook."}}},
		{who: "fellow", path: "/navraag/{}/klacht", object: "question", words: with(filing, "name", "Els")},
		{who: "nobody", path: "/zaak", words: url.Values{"reference": {"WH-2345-6789"}, "email": {"iemand@example.org"}}},
		{who: "owner", path: "/desk/new", words: with(filledIn("file"), "kind", "file", "name", "Iemand", "email", "x@example.org", "phone", "0612345098", "acting_for", "", "relation", "", "received_at"+kit.DateSuffix, "25-03-2026"), asked: asks("file")},
		{who: "owner", path: "/desk/new", words: with(filledIn("request_talk"), "kind", "request_talk", "name", "Iemand", "email", "x@example.org", "phone", "0612345098"), asked: asks("request_talk")},
		{who: "admin", path: "/desk/accounts/new", words: account, asked: asksAccount},
		{who: "nobody", path: "/desk/forgotten", words: url.Values{"email": {"bystander@chain.example"}}},
		{who: "auditor", path: "/desk/account/password", words: url.Values{"password": {password}, "new": {"zeven nieuwe woorden erbij"}, "again": {"zeven nieuwe woorden erbij"}}},
		{who: "auditor", path: "/desk/dossiers/{}/reads", object: "complaint", words: url.Values{"reason": {"Steekproef"}}},
	}
	for _, at := range []struct{ object, who string }{
		{"complaint", "owner"}, {"complaint", "accused"}, {"talk", "here"}, {"booked", "here"}, {"booked", "talker"}, {"shared", "assistant"}, {"false", "owner"},
	} {
		for _, command := range dossier.Commands() {
			kind := command.Kind()
			forms = append(forms, sent{who: at.who, path: "/desk/dossiers/{}/acts/" + string(kind), object: at.object, words: filledIn(kind), asked: asks(kind)})
		}
	}
	return forms
}

// asks are the names of what the form of an act asks.
func asks(kind dossier.Kind) (names []string) {
	for _, f := range kit.FieldsOf(kind) {
		names = append(names, f.Key, f.Key+kit.DateSuffix, f.Key+kit.TimeSuffix)
	}
	return names
}

// chance is what differs between two chains that went the same way: references, numbers of links and keys, hashes.
var chance = regexp.MustCompile(`WH-[0-9A-Z]{4}-[0-9A-Z]{4}|\$argon2id\$[^ ]*|[0-9A-Za-z_-]{16,}|\[[0-9 ]{20,}\]`)

var formKey = regexp.MustCompile(`name="` + kit.KeyField + `" value="([^"]+)"`)

// formKey is what the form of a public page is sent with.
func (p *person) formKey(page string) string {
	p.t.Helper()
	if found := formKey.FindStringSubmatch(p.get(page).body); found != nil {
		return found[1]
	}
	return ""
}

// told is how a form is answered.
func (c *chain) told(f sent, along url.Values) int {
	c.forgive()
	form := maps.Clone(f.words)
	for name, values := range along {
		if !f.words.Has(name) && !slices.Contains(f.asked, name) {
			form[name] = values
		}
	}
	p := c.people[f.who]
	p.stay()
	if page := strings.ReplaceAll(f.path, "{}", c.object[f.object]); !strings.HasPrefix(page, "/desk") {
		form.Set(kit.KeyField, p.formKey(strings.TrimSuffix(page, "/messages")))
	}
	return p.once(http.MethodPost, strings.ReplaceAll(f.path, "{}", c.object[f.object]), form).status
}

// rowsSince are the rows that differ from a dump, without what chance made. Words of references by which one searches are chance alone.
func (c *chain) rowsSince(before string) (rows, now string) {
	now = c.dump()
	lines := strings.Split(chance.ReplaceAllString(difference(before, now), "…"), "\n")
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "+ words ") })
	slices.Sort(lines)
	return strings.Join(lines, "\n"), now
}

// Fields that a form does not ask change nothing: every form of the site is sent in two chains that are alike, in one of them with all sorts of
// things along. The answers are the same, and so is each row that they leave (ASVS 15.3.3).
func TestFieldsThatAreNotAskedChangeNothing(t *testing.T) {
	plain, more := newChain(t), newChain(t)
	was, wasMore := plain.dump(), more.dump()
	done := map[string]int{}
	for _, f := range allForms() {
		status, statusMore := plain.told(f, nil), more.told(f, extra)
		if status == statusMore && status >= http.StatusBadRequest && strings.Contains(f.path, "/acts/") {
			continue // the next that is taken shows whether this one left something
		}
		var rows, rowsMore string
		rows, was = plain.rowsSince(was)
		rowsMore, wasMore = more.rowsSince(wasMore)
		if status != statusMore || rows != rowsMore {
			t.Errorf("%s by %s (%s): %d with what is asked, %d with more\n%s", f.path, f.who, f.object, status, statusMore, difference(rows, rowsMore))
		}
		if rows != "" {
			done[f.path]++
		} else if !strings.Contains(f.path, "/acts/") && f.path != "/zaak" && !strings.HasSuffix(f.path, "/reads") {
			t.Errorf("%s does nothing: %d", f.path, status)
		}
	}
	if len(done) < 15 {
		t.Errorf("only these did something: %v", done)
	}
}
