package kit

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func proxies(t testing.TB, list string) Proxies {
	t.Helper()
	var p Proxies
	if err := p.UnmarshalText([]byte(list)); err != nil {
		t.Fatal(err)
	}
	return p
}

func from(peer string, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = peer
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

// ASVS 4.1.3.
func TestForgedForwardingHeadersAreNotBelieved(t *testing.T) {
	const xff = "X-Forwarded-For"
	for _, c := range []struct {
		name, trusted, peer, want string
		headers                   []string
	}{
		{"nobody is trusted", "", "203.0.113.9:1", "203.0.113.9", []string{xff, "198.51.100.1"}},
		{"the peer is no proxy of ours", "10.0.0.0/8", "203.0.113.9:1", "203.0.113.9", []string{xff, "198.51.100.1"}},
		{"one proxy", "10.0.0.0/8", "10.0.0.5:1", "198.51.100.1", []string{xff, "198.51.100.1"}},
		{"the client wrote some itself", "10.0.0.0/8", "10.0.0.5:1", "198.51.100.1", []string{xff, "127.0.0.1, 10.9.9.9, 198.51.100.1"}},
		{"two proxies", "10.0.0.0/8", "10.0.0.5:1", "198.51.100.1", []string{xff, "6.6.6.6, 198.51.100.1, 10.0.0.4"}},
		{"over several lines", "10.0.0.0/8", "10.0.0.5:1", "198.51.100.1", []string{xff, "6.6.6.6", xff, "198.51.100.1", xff, "10.0.0.4"}},
		{"nothing told", "10.0.0.0/8", "10.0.0.5:1", "10.0.0.5", nil},
		{"nonsense told", "10.0.0.0/8", "10.0.0.5:1", "10.0.0.5", []string{xff, "6.6.6.6, <script>"}},
		{"only proxies told", "10.0.0.0/8", "10.0.0.5:1", "10.0.0.5", []string{xff, "10.0.0.4"}},
		{"other headers", "10.0.0.0/8", "10.0.0.5:1", "10.0.0.5", []string{"X-Real-IP", "6.6.6.6", "Forwarded", "for=6.6.6.6", "True-Client-IP", "6.6.6.6", "CF-Connecting-IP", "6.6.6.6"}},
		{"loopback", "127.0.0.1,::1", "[::1]:1", "2001:db8::7", []string{xff, "2001:db8::7"}},
		{"mapped", "10.0.0.0/8", "[::ffff:10.0.0.5]:1", "198.51.100.1", []string{xff, "::ffff:198.51.100.1"}},
		{"a zone", "fe80::/10", "[fe80::1%eth0]:1", "198.51.100.1", []string{xff, "198.51.100.1"}},
		{"no address at all", "10.0.0.0/8", "@", "", []string{xff, "198.51.100.1"}},
	} {
		if got := proxies(t, c.trusted).address(from(c.peer, c.headers...)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestProxiesThatAreNone(t *testing.T) {
	for _, list := range []string{"proxy", "0.0.0.0/0", "10.0.0.0/8,::/0", "10.0.0.0/33", "10.0.0.1,", "fe80::1%eth0", "10.0.0.1 10.0.0.2"} {
		var p Proxies
		if err := p.UnmarshalText([]byte(list)); err == nil {
			t.Errorf("%q is taken", list)
		}
	}
}

// Whatever the header holds: what is told is an address or nothing, a peer that is no proxy is itself, and what the client wrote before the
// proxies added to it changes nothing.
func FuzzForwardedFor(f *testing.F) {
	for _, seed := range []string{"", "1.2.3.4", "1.2.3.4, 10.0.0.1", "::1, [::1]:80", ",,,", "1.2.3.4:80, unknown", "fe80::1%25eth0", strings.Repeat("1.1.1.1,", 1000), "\x00", "for=1.2.3.4"} {
		f.Add(seed)
	}
	p := proxies(f, "10.0.0.0/8,::1")
	f.Fuzz(func(t *testing.T, header string) {
		if got := p.address(from("203.0.113.9:1", "X-Forwarded-For", header)); got != "203.0.113.9" {
			t.Errorf("%q is believed of anybody: %q", header, got)
		}
		told := p.address(from("10.0.0.5:1", "X-Forwarded-For", header))
		if _, err := netip.ParseAddr(told); err != nil {
			t.Errorf("%q gives %q", header, told)
		}
		if got := p.address(from("10.0.0.5:1", "X-Forwarded-For", header+", 198.51.100.1, 10.0.0.4")); got != "198.51.100.1" {
			t.Errorf("%q before what a proxy wrote gives %q", header, got)
		}
	})
}

// ASVS 3.7.2.
func TestRedirectsLeadToThisSiteAlone(t *testing.T) {
	for path, own := range map[string]bool{
		"/": true, "/zaak/WH-1?done=x": true, "/a//b": true, "/%2f%2fevil.example": true, "": false, "zaak": false, "//evil.example": false,
		"/\\evil.example": false, "https://evil.example": false, "javascript:alert(1)": false, "/a\r\nSet-Cookie: x=1": false, "/\t/evil.example": false, "///evil.example": false,
	} {
		if OwnPath(path) != own {
			t.Errorf("OwnPath(%q) = %v", path, !own)
		}
		w := httptest.NewRecorder()
		if err := SeeOther(w, from("203.0.113.9:1"), path); (err == nil) != own || !own && w.Header().Get("Location") != "" {
			t.Errorf("%q leads to %q, %v", path, w.Header().Get("Location"), err)
		}
	}
}
