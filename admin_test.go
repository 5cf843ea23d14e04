package main

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/store/storetest"
)

var printedLink = regexp.MustCompile(`(?m)^https://klachten\.example(/desk/choose/[A-Za-z0-9_-]{43})$`)

// A chain that has locked itself out comes in again: whoever has the machine prints a link.
func TestAdminLetsInWhoIsLockedOut(t *testing.T) {
	db := storetest.Address(t)
	admin := func(args ...string) (string, int) {
		out, errs, code := call(t, "", []string{"WEDERHOOR_BASE_URL=https://klachten.example/"}, append([]string{"admin", args[0], "--database", db}, args[1:]...)...)
		return out + errs, code
	}
	link := func(args ...string) string {
		said, code := admin(args...)
		found := printedLink.FindStringSubmatch(said)
		if code != 0 || found == nil {
			t.Fatalf("%v: exit %d: %s", args, code, said)
		}
		return found[1]
	}
	invited := link("invite", "--name", "Els", "--email", "els@kliniek.example", "--role", "owner", "--role", "administrator")
	if said, code := admin("invite", "--name", "Els", "--email", "ELS@kliniek.example", "--role", "owner"); code != 1 || !strings.Contains(said, "already") {
		t.Errorf("the same address again: exit %d: %s", code, said)
	}
	p := serving(t, db)
	b := newBrowser(t, p.base)
	page := b.get(t, invited)
	if !strings.Contains(page, "Welkom Els") {
		t.Fatalf("the link shows\n%s", page)
	}
	chosen := url.Values{"new": {testPassword}, "again": {testPassword}}
	b.setUp(t, b.post(t, "/desk/choose", chosen))
	if page := b.get(t, "/desk/accounts"); !strings.Contains(page, "els@kliniek.example") {
		t.Errorf("the first account is no administrator:\n%s", page)
	}
	if said, code := admin("disable", "els@kliniek.example"); code != 1 || !strings.Contains(said, "last administrator") {
		t.Errorf("disabling the last administrator: exit %d: %s", code, said)
	}
	link("invite", "--name", "Bob", "--email", "bob@kliniek.example", "--role", "auditor")
	for _, step := range []struct {
		act, want string
		code      int
	}{
		{"reset nobody@kliniek.example", "no account with", 1},
		{"disable bob@kliniek.example", "signed out everywhere", 0},
		{"reset bob@kliniek.example", "admin enable", 1},
		{"list", "bob@kliniek.example\tBob\tauditor\tdisabled", 0},
		{"enable bob@kliniek.example", "has no password", 0},
		{"list", "els@kliniek.example\tEls\tadministrator,owner\tactive", 0},
		{"list", "bob@kliniek.example\tBob\tauditor\tno password yet", 0},
		{"invite --name Cor --email cor@kliniek.example", "--role", 2},
	} {
		if said, code := admin(strings.Fields(step.act)...); code != step.code || !strings.Contains(said, step.want) {
			t.Errorf("%s: exit %d: %s", step.act, code, said)
		}
	}
	lost := newBrowser(t, p.base)
	lost.get(t, link("reset", "els@kliniek.example", "--factors"))
	lost.setUp(t, lost.post(t, "/desk/choose", chosen))
	if page := lost.get(t, "/desk/account-log"); !strings.Contains(page, "Het programma zelf, op de server") {
		t.Errorf("the log does not say who did that:\n%s", page)
	}
	p.stop(t)
}

// Links begin with the address that people reach the program by, also where nobody repeats it.
func TestAdminLinkLeadsToWhereTheProgramServes(t *testing.T) {
	db := storetest.Address(t)
	printed := func(who string) string {
		out, errs, code := call(t, "", nil, "admin", "invite", "--database", db, "--name", "Els", "--email", who, "--role", "owner")
		if code != 0 {
			t.Fatalf("exit %d: %s", code, errs)
		}
		return out
	}
	if out := printed("a@kliniek.example"); !strings.HasPrefix(out, "http://127.0.0.1:8080/desk/choose/") {
		t.Errorf("before the first serve: %s", out)
	}
	p := serving(t, db)
	if out := printed("b@kliniek.example"); !strings.HasPrefix(out, p.base+"/desk/choose/") {
		t.Errorf("the program is at %s, the link at %s", p.base, out)
	}
	p.stop(t)
}
