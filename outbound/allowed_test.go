package outbound

import (
	"net/netip"
	"strings"
	"testing"
)

func TestAllowed_ListOfTheAdministrator(t *testing.T) {
	for list, want := range map[string]string{
		"":                                   "",
		" , ,\n":                             "",
		"10.20.0.0/16":                       "10.20.0.0/16",
		"10.20.0.7":                          "10.20.0.7/32",
		"fd00:1::/64 [fd00:2::7]":            "fd00:1::/64,fd00:2::7/128",
		"Login.Intern.example.,10.0.0.0/8":   "login.intern.example,10.0.0.0/8",
		"idp":                                "idp",
		"xn--kwaliteit-zorg-xyz.example,a_b": "xn--kwaliteit-zorg-xyz.example,a_b",
	} {
		a, err := ParseAllowed(list)
		if err != nil || a.String() != want {
			t.Errorf("%q is read as %q, %v", list, a.String(), err)
		}
	}
	for _, list := range []string{
		"10.20.0.1/16", "10.0.0.0/33", "0.0.0.0/0", "::/0", "::ffff:10.0.0.0/104", "::ffff:10.0.0.1", "fe80::1%eth0", "fe80::%eth0/64",
		"10.0.0", "10.0.0.0.0", "1234", "a..b", "-a.example", "a-.example", "*.example", "https://idp.example", "idp.example:8443", "zorgélogin.example",
		"user@idp.example", "/", strings.Repeat("a", 64), strings.Repeat("a.", 127) + "aa", "10.0.0.0/8;11.0.0.0/8", "[10.0.0.1", "10.0.0.1]", "[10.0.0.1]", "a\x00b",
	} {
		if a, err := ParseAllowed(list); err == nil {
			t.Errorf("%q is taken, as %q", list, a)
		}
	}
}

// What is read can be written and read again, and never holds more than its entries: not every address, nothing mapped, no zone.
func FuzzAllowed(f *testing.F) {
	for _, seed := range []string{"10.0.0.0/8,idp.example", "fd00::/8 ::1", "[::1]", "::ffff:1.2.3.4/104", "0.0.0.0/0", "a.b.c.", "1.2.3.4%x", "\xff,é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, list string) {
		a, err := ParseAllowed(list)
		if err != nil {
			if len(a.prefixes)+len(a.hosts) > 0 {
				t.Errorf("an error leaves %v", a)
			}
			return
		}
		again, err := ParseAllowed(a.String())
		if err != nil || again.String() != a.String() {
			t.Errorf("%q becomes %q: %v", a.String(), again.String(), err)
		}
		for _, p := range a.prefixes {
			if !p.IsValid() || p.Bits() == 0 || p.Addr().Is4In6() || p.Addr().Zone() != "" || p != p.Masked() {
				t.Errorf("%v is a prefix of %q", p, list)
			}
		}
		for _, h := range a.hosts {
			if _, err := netip.ParseAddr(h); err == nil || strings.ToLower(h) != h || !a.host(strings.ToUpper(h)+".") {
				t.Errorf("%q is a host of %q", h, list)
			}
		}
	})
}
