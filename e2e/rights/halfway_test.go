package rights_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
)

// forAnybody begin the paths at the desk that are there for who is not in yet, and those of signing in by the second step.
var forAnybody = []string{"/desk/sign-in", "/desk/forgotten", "/desk/choose", "/desk/style.", "/desk/sign-out", "/desk/account/app", "/desk/account/passkeys"}

// tries asks every route for every object, and fails for each word in an answer that somebody else typed, and for each page of the desk that is
// shown. In between the person comes in again.
func (p *person) tries(typed func(word string) bool, shown func(path string) bool) {
	p.t.Helper()
	for _, r := range table(p.t) {
		for _, o := range r.objects {
			p.forgive()
			path, values := p.chain.address(r, p.object[o.name])
			got := p.once(r.method, path, values)
			for _, word := range marksIn(got.body + got.header.Get("Location")) {
				if !typed(word) {
					p.t.Errorf("%s for %s tells %s", r.pattern(), o.name, word)
				}
			}
			if got.status == http.StatusOK && strings.HasPrefix(path, "/desk") && !shown(path) && got.header.Get("HX-Reswap") == "" {
				p.t.Errorf("%s for %s is shown: %.100s", r.pattern(), o.name, got.body)
			}
			if r.pattern() == "POST /desk/sign-out" || r.pattern() == "POST /zaak/sluiten" {
				p.enter()
			}
		}
	}
}

// kept is what dossiers and accounts hold.
func (c *chain) kept() string {
	lines := slices.DeleteFunc(strings.Split(c.dump(), "\n"), func(line string) bool {
		table, _, _ := strings.Cut(line, " ")
		return !slices.Contains([]string{"events", "parts", "dossiers", "accounts", "factors", "recovery_codes", "identities"}, table)
	})
	return strings.Join(lines, "\n")
}

func isForAnybody(path string) bool {
	return slices.ContainsFunc(forAnybody, func(begin string) bool { return strings.HasPrefix(path, begin) })
}

// ASVS 2.3.1, 6.3.3: an owner who showed the first of two factors, and one who must set up a second and has not, see nothing and do nothing, on
// any route.
func TestASVS2_3_1_WhoIsHalfwayInSeesAndDoesNothing(t *testing.T) {
	for name, prepare := range map[string]func(*chain){
		"showed the password alone": func(c *chain) {
			must(t, c.DB.Write(t.Context(), func(tx *store.Tx) error {
				return tx.SaveFactor(store.Factor{ID: "f1", Account: "boss", Kind: store.FactorTOTP, Handle: "h1", Secret: []byte("0123456789abcdefghij"), Added: c.now})
			}))
		},
		"has to set up the second": func(c *chain) { c.Policy.SignIn.TwoFactors = []dossier.Role{dossier.RoleOwner} },
	} {
		t.Run(name, func(t *testing.T) {
			c := newChain(t)
			prepare(c)
			p := c.stranger()
			p.enter = func() {
				c.forgive()
				p.post("/desk/sign-in", url.Values{"email": {"boss@chain.example"}, "password": {password}})
			}
			p.enter()
			if len(p.cookies) == 0 {
				t.Fatal("not even halfway in")
			}
			before := c.kept()
			p.tries(func(word string) bool { return word == "account-boss" || word == "account-owner" }, isForAnybody)
			if after := c.kept(); after != before {
				t.Errorf("something was done:\n%s", difference(before, after))
			}
		})
	}
}

// Whoever filed on a screen and opened no link yet sees what was typed there, of that dossier alone: nothing that the chain knows or said (R7, R9).
func TestR7_TheScreenAfterFilingShowsWhatWasTypedAlone(t *testing.T) {
	c := newChain(t)
	p := c.stranger()
	own := func(word string) bool { return strings.HasPrefix(word, "screen-") || strings.HasPrefix(word, "klaas-") }
	in := p.post("/klacht", with(filing, "topic", "", "specialist", "S1", "name", klaas.Name, "email", klaas.Email, "phone", klaas.Phone, "story", word("screen-story"), kit.KeyField, p.formKey("/klacht")))
	page, found := strings.CutSuffix(in.header.Get("Location"), "/bevestiging")
	if in.status != http.StatusSeeOther || !found {
		t.Fatalf("filing gives %d to %s\n%s", in.status, in.header.Get("Location"), in.body)
	}
	c.settle()
	ref := strings.TrimPrefix(page, casework.StatusPath)
	c.at("2026-03-27 10:02", viewer("owner"), ref, dossier.WriteNote{Words: word("unscreened-note")})
	c.at("2026-03-27 10:03", viewer("owner"), ref, dossier.SendMessage{Words: word("unscreened-message")})
	cookies := p.cookies
	p.enter = func() { p.cookies = cookies }
	c.object["filed"], c.object["complaint"] = ref, ref
	shown := p.get(page)
	for _, word := range marksIn(shown.body) {
		if !own(word) {
			t.Errorf("their page tells %s", word)
		}
	}
	if shown.status != http.StatusOK || !slices.Contains(marksIn(shown.body), "screen-story") {
		t.Errorf("their own page: %d, with %v", shown.status, marksIn(shown.body))
	}
	p.tries(own, isForAnybody)
}

// word is a mark of this test alone, which stands in no table.
func word(name string) string { return "merk-" + name + "-einde" + markup }
