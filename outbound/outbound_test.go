package outbound

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// server counts who reaches it.
type server struct {
	*httptest.Server
	calls atomic.Int64
}

func serve(t *testing.T, h http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.calls.Add(1)
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func allow(t *testing.T, list string) Allowed {
	t.Helper()
	a, err := ParseAllowed(list)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func get(t *testing.T, c *http.Client, address string) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := c.Do(r)
	if err == nil {
		t.Cleanup(func() { _ = answer.Body.Close() })
	}
	return answer, err
}

// special has an address of each kind that must not be called.
var special = map[string]string{
	"loopback":             "127.0.0.1",
	"loopback, far":        "127.255.255.254",
	"loopback IPv6":        "::1",
	"unspecified":          "0.0.0.0",
	"this network":         "0.1.2.3",
	"unspecified IPv6":     "::",
	"private 10":           "10.0.0.1",
	"private 172":          "172.31.255.255",
	"private 192":          "192.168.1.1",
	"carrier NAT":          "100.64.0.1",
	"link-local":           "169.254.169.254",
	"link-local IPv6":      "fe80::1",
	"link-local with zone": "fe80::1%lo",
	"site-local":           "fec0::1",
	"unique local":         "fd00::1",
	"unique local fc":      "fc00::1",
	"metadata over IPv6":   "fd00:ec2::254",
	"multicast":            "224.0.0.251",
	"multicast IPv6":       "ff02::1",
	"reserved":             "240.0.0.1",
	"broadcast":            "255.255.255.255",
	"protocols":            "192.0.0.8",
	"documentation 1":      "192.0.2.1",
	"documentation 2":      "198.51.100.1",
	"documentation 3":      "203.0.113.1",
	"documentation IPv6":   "2001:db8::1",
	"documentation 3fff":   "3fff::1",
	"benchmarking":         "198.18.0.1",
	"benchmarking IPv6":    "2001:2::1",
	"6to4 relay":           "192.88.99.1",
	"AS112":                "192.175.48.1",
	"AMT":                  "192.52.193.1",
	"mapped loopback":      "::ffff:127.0.0.1",
	"mapped private":       "::ffff:10.0.0.1",
	"mapped link-local":    "::ffff:169.254.169.254",
	"compatible":           "::127.0.0.1",
	"translated SIIT":      "::ffff:0:127.0.0.1",
	"translated NAT64":     "64:ff9b::7f00:1",
	"local NAT64":          "64:ff9b:1::a00:1",
	"6to4 loopback":        "2002:7f00:1::1",
	"6to4 private":         "2002:a00:1::1",
	"Teredo":               "2001:0:a00:1::1",
	"ORCHID":               "2001:20::1",
	"discard only":         "100::1",
	"segment routing":      "5f00::1",
}

// public addresses pass; nothing is sent to them here.
var public = []string{"1.1.1.1", "9.9.9.9", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888"}

func TestOutbound_SpecialAddressesAreRefused(t *testing.T) {
	c := New(Allowed{})
	for kind, address := range special {
		u := url.URL{Scheme: "http", Host: net.JoinHostPort(address, "9"), Path: "/"}
		if _, err := get(t, c, u.String()); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %s gives %v", kind, address, err)
		}
	}
	d := dialer{guard: guard(Allowed{})}
	for _, address := range public {
		ip := netip.MustParseAddr(address)
		network := map[bool]string{true: "tcp4", false: "tcp6"}[ip.Is4()]
		if err := d.control(network, netip.AddrPortFrom(ip, 443).String(), nil); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestOutbound_LoopbackIsNotReached(t *testing.T) {
	s := serve(t, func(http.ResponseWriter, *http.Request) {})
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"127.0.0.1", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "localhost", "LOCALHOST.", "0.0.0.0"} {
		if answer, err := get(t, New(Allowed{}), "http://"+host+":"+port); err == nil {
			t.Errorf("%s is reached: %d", host, answer.StatusCode)
		}
	}
	if _, err := get(t, New(Allowed{}), s.URL); !errors.Is(err, ErrRefused) {
		t.Errorf("%s: %v", s.URL, err)
	}
	if n := s.calls.Load(); n > 0 {
		t.Errorf("%d calls came through", n)
	}
}

// names is a resolver that gives these addresses, by an exchange as with a real server of names.
func names(of map[string]string) *net.Resolver {
	return &net.Resolver{PreferGo: true, StrictErrors: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go answerNames(theirs, of)
		return ours, nil // no net.PacketConn: questions come as over TCP, with their length before them
	}}
}

func answerNames(c net.Conn, of map[string]string) {
	defer func() { _ = c.Close() }()
	for {
		var length [2]byte
		if _, err := io.ReadFull(c, length[:]); err != nil {
			return
		}
		question := make([]byte, int(length[0])<<8|int(length[1]))
		if _, err := io.ReadFull(c, question); err != nil {
			return
		}
		var m dnsmessage.Message
		if err := m.Unpack(question); err != nil || len(m.Questions) != 1 {
			return
		}
		m.Response, m.Additionals = true, nil
		q := m.Questions[0]
		header := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1}
		if ip, err := netip.ParseAddr(of[q.Name.String()]); err == nil {
			switch {
			case ip.Is4() && q.Type == dnsmessage.TypeA:
				m.Answers = []dnsmessage.Resource{{Header: header, Body: &dnsmessage.AResource{A: ip.As4()}}}
			case ip.Is6() && q.Type == dnsmessage.TypeAAAA:
				m.Answers = []dnsmessage.Resource{{Header: header, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}}}
			}
		}
		packed, err := m.Pack()
		if err != nil {
			return
		}
		if _, err := c.Write(append([]byte{byte(len(packed) >> 8), byte(len(packed))}, packed...)); err != nil {
			return
		}
	}
}

// A name of the public internet may lead anywhere: what counts is where.
func TestOutbound_NamesThatLeadInsideAreRefused(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for kind, address := range special {
		if strings.Contains(address, "%") {
			continue // no answer about a name has a zone
		}
		c := client(Allowed{}, names(map[string]string{"hook.example.": address}))
		if _, err := get(t, c, "http://hook.example:"+port); !errors.Is(err, ErrRefused) {
			t.Errorf("a name for %s (%s) gives %v", kind, address, err)
		}
	}
	if n := s.calls.Load(); n > 0 {
		t.Errorf("%d calls came through", n)
	}
	resolver := names(map[string]string{"hook.example.": "127.0.0.1"})
	for _, list := range []string{"hook.example", "HOOK.example.", "127.0.0.0/8"} {
		answer, err := get(t, client(allow(t, list), resolver), "http://hook.example:"+port)
		if err != nil || answer.StatusCode != http.StatusTeapot {
			t.Errorf("allowed as %s: %v", list, err)
		}
	}
	if _, err := get(t, client(allow(t, "example, other.example, 10.0.0.0/8"), resolver), "http://hook.example:"+port); !errors.Is(err, ErrRefused) {
		t.Errorf("what is allowed lets another in: %v", err)
	}
}

// ASVS 15.3.2: an answer that leads elsewhere is not followed, neither inwards nor outwards.
func TestASVS15_3_2_OutboundNoRedirectIsFollowed(t *testing.T) {
	inside := serve(t, func(http.ResponseWriter, *http.Request) {})
	for _, status := range []int{http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect} {
		first := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inside.URL, status) })
		answer, err := get(t, New(allow(t, "127.0.0.1")), first.URL)
		if err != nil || answer.StatusCode != status {
			t.Errorf("%d: %v", status, err)
		}
	}
	if n := inside.calls.Load(); n > 0 {
		t.Errorf("%d redirects were followed", n)
	}
}

func TestOutbound_ProxyOfTheEnvironmentIsNotAsked(t *testing.T) {
	proxy := serve(t, func(http.ResponseWriter, *http.Request) {})
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"} {
		t.Setenv(name, proxy.URL)
	}
	transport, ok := New(Allowed{}).Transport.(limited).next.(*http.Transport)
	if !ok || transport.Proxy != nil {
		t.Error("there is a proxy")
	}
	// 192.0.2.1 would go through a proxy; without one it is refused here.
	if _, err := get(t, New(Allowed{}), "http://192.0.2.1/"); !errors.Is(err, ErrRefused) {
		t.Errorf("%v", err)
	}
	if n := proxy.calls.Load(); n > 0 {
		t.Error("the proxy was asked")
	}
}

func TestOutbound_OnlyHTTP(t *testing.T) {
	for _, address := range []string{"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:70/", "unix:///run/x.sock", "//127.0.0.1/"} {
		if _, err := get(t, New(allow(t, "127.0.0.1")), address); err == nil {
			t.Errorf("%s is fetched", address)
		}
	}
}

func TestOutbound_AnswersAreBounded(t *testing.T) {
	for name, c := range map[string]struct {
		size    int
		chunked bool
		whole   bool
	}{
		"fits":              {MaxAnswer, false, true},
		"fits, in chunks":   {MaxAnswer, true, true},
		"too long":          {MaxAnswer + 1, false, false},
		"too long, chunked": {MaxAnswer + 1, true, false},
		"much too long":     {4 * MaxAnswer, true, false},
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if c.chunked {
				w.(http.Flusher).Flush()
			}
			_, _ = w.Write(bytes.Repeat([]byte("x"), c.size))
		})
		answer, err := get(t, New(allow(t, "127.0.0.1")), s.URL)
		var body []byte
		if err == nil {
			body, err = io.ReadAll(answer.Body)
		}
		if c.whole && (err != nil || len(body) != c.size) || !c.whole && !errors.Is(err, ErrTooLong) || len(body) > MaxAnswer {
			t.Errorf("%s: %d bytes, %v", name, len(body), err)
		}
	}
	long := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("x", 2*maxHeader))
	})
	if _, err := get(t, New(allow(t, "127.0.0.1")), long.URL); err == nil {
		t.Error("a header without end is read")
	}
}

func TestOutbound_CallsHaveAnEnd(t *testing.T) {
	c := New(Allowed{})
	transport := c.Transport.(limited).next.(*http.Transport)
	if c.Timeout != Timeout || transport.TLSHandshakeTimeout == 0 || transport.ResponseHeaderTimeout == 0 || transport.IdleConnTimeout == 0 {
		t.Error("a call may take for ever")
	}
	done := make(chan struct{})
	slow := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-done })
	defer close(done)
	c = New(allow(t, "127.0.0.1"))
	c.Timeout = 1 // a nanosecond: the same end, sooner
	var timeout net.Error
	if _, err := get(t, c, slow.URL); !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("%v", err)
	}
}
