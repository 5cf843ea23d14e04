package rights_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// A form that another site sends is refused at every route that takes one, and changes nothing (ASVS 3.5.1).
func TestCrossSitePostIsRefusedEverywhere(t *testing.T) {
	c := newChain(t)
	before := c.dump()
	tried := 0
	for _, r := range table(t) {
		if r.reads() || r.method == "" {
			continue
		}
		for _, who := range []string{"owner", "accused", "klaas", "fellow", "nobody"} {
			for _, header := range []string{"Sec-Fetch-Site", "Origin"} {
				path, values := c.address(r, c.object[r.objects[0].name])
				request := httptest.NewRequestWithContext(t.Context(), r.method, path, strings.NewReader(values.Encode()))
				request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				request.Header.Set(header, map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}[header])
				if got := c.people[who].do(request); got.status != http.StatusForbidden {
					t.Errorf("%s with %s as %s: %d", r.pattern(), header, who, got.status)
				}
				tried++
			}
		}
	}
	if tried < 200 {
		t.Errorf("only %d forms were sent", tried)
	}
	if after := c.dump(); after != before {
		t.Errorf("forms of another site changed the database:\n%s", difference(before, after))
	}
}

// Whatever stands in what a list is asked for, it is text: it finds nothing more, changes nothing, and is no fault (ASVS 1.2.4).
func TestSQLInSearchAndSort(t *testing.T) {
	c := newChain(t)
	before := c.dump()
	for _, who := range []string{"owner", "here", "there", "auditor"} {
		for _, name := range []string{"q", "view", "step", "branch", "flag", "turn", "after", "sort", "done"} {
			for _, text := range []string{
				"' or '1'='1", "x' union select name, hash, email from accounts --", "B1'; drop table list; --", "%", "_", "\\", "\x00", "') or 1=1 --", "$1", "{{link}}",
			} {
				for _, path := range []string{"/desk", "/desk/list", "/desk/dossiers/" + c.object["complaint"]} {
					got := c.people[who].once(http.MethodGet, path, url.Values{name: {text}})
					if got.status >= 500 || strings.Contains(got.body, "argon2") || name == "q" && strings.Contains(got.body, `id="row-`) {
						t.Errorf("%s asks %s for %s=%q: %d", who, path, name, text, got.status)
					}
				}
			}
		}
	}
	if after := c.dump(); after != before {
		t.Errorf("what lists were asked for changed the database:\n%s", difference(before, after))
	}
}

// What is typed is text: in pages it is escaped, and in messages it is neither carried out nor filled in, so that nobody's name is a link (ASVS
// 1.3.7).
func TestTemplateTextAndScriptStayText(t *testing.T) {
	c := newChain(t)
	const nasty = `{{link}} {{code}} {{.}} ${7*7} <script>alert(1)</script> "><img src=x onerror=alert(1)>`
	ref := c.at("2026-03-27 10:00", casework.Public(), "", dossier.File{
		Contact: dossier.Contact{Name: nasty, Email: "nasty@example.org", Phone: "+31612345011", Address: nasty}, Branch: "B1", TreatmentDate: visitDay,
		Specialists: []dossier.SpecialistID{"S4"}, About: []dossier.About{dossier.AboutSpecialist}, Story: nasty, Wish: nasty, Language: "nl",
	})
	c.at("2026-03-27 10:01", viewer("desk"), ref, dossier.SendMessage{Words: nasty})
	c.at("2026-03-27 10:02", viewer("owner"), ref, dossier.WriteNote{Words: nasty})
	c.people["owner"].stay()
	guest := c.come(ref, casework.PurposeStatus, 0)
	for where, page := range map[string]answer{
		"the desk": c.people["owner"].get("/desk/dossiers/" + ref), "the list": c.people["owner"].get("/desk?view=all"), "their own page": guest.get("/zaak/" + ref),
	} {
		if page.status != http.StatusOK || strings.Contains(page.body, "<script>alert") || strings.Contains(page.body, "<img src=x") {
			t.Errorf("%s: %d, and it is carried out", where, page.status)
		}
		if !strings.Contains(page.body, "&lt;script&gt;alert(1)") && where != "the list" {
			t.Errorf("%s does not show what was typed", where)
		}
	}
	all, err := c.DB.Read().Mailbox(t.Context(), "", 1000)
	must(t, err)
	looked := 0
	for _, m := range all {
		if m.Reference != ref {
			continue
		}
		looked++
		if links := strings.Count(m.Body, casework.LinkPlaceholder); links > 1 || strings.Contains(m.Subject, "{{") || strings.Contains(m.Body, "{{code}}") || strings.Contains(m.Body, "49") && strings.Contains(m.Body, "$49") {
			t.Errorf("%s: %d links, and more to be filled in:\n%s", m.Kind, links, m.Body)
		}
	}
	if looked < 2 {
		t.Errorf("only %d messages were made", looked)
	}
}
