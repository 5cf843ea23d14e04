//go:build endurance

package endurance_test

import (
	"html"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// longest is how long anybody waits for an answer. The program gives up a request earlier than that.
const longest = 45 * time.Second

func caller() *http.Transport {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(asking)}}
	return &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 4}
}

// asker asks whether a node is ready, on a connection of its own each time.
var asker = func() *http.Client {
	transport := caller()
	transport.DisableKeepAlives = true
	return &http.Client{Transport: transport, Timeout: 5 * time.Second}
}()

// person is somebody with a browser of their own, who follows no redirect by themselves.
type person struct {
	http *http.Client
	rand *rand.Rand

	photographs bool // sends photos along now and then
}

func newPerson(t testing.TB, seed uint64) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	transport := caller()
	t.Cleanup(transport.CloseIdleConnections)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &person{
		http: &http.Client{Jar: jar, Transport: transport, Timeout: longest, CheckRedirect: stay},
		rand: rand.New(rand.NewPCG(seed, 1)),
	}
}

// reply is an answer that came whole.
type reply struct {
	status   int
	location string
	body     string
}

// ask sends one request. An error is an answer that did not come: what became of the request nobody can tell.
func (p *person) ask(method, address string, form url.Values, photos ...photo) (reply, error) {
	var body io.Reader
	contentType, sent := encoded(form, photos)
	if method == http.MethodPost {
		body = strings.NewReader(sent)
	}
	r, err := http.NewRequest(method, address, body)
	if err != nil {
		return reply{}, err
	}
	if body != nil {
		r.Header.Set("Content-Type", contentType)
	}
	answer, err := p.http.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return reply{answer.StatusCode, answer.Header.Get("Location"), string(text)}, err
}

var (
	markup      = regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<[^>]*>`)
	hiddenInput = regexp.MustCompile(`<input type="hidden" name="([a-z_.]+)" value="([^"]*)"`)
	referenceIn = regexp.MustCompile(`WH-[0-9A-Z]{4}-[0-9A-Z]{4}`)
	slotIn      = regexp.MustCompile(`value="([0-9]{4}-[0-9]{2}-[0-9]{2}T[^"]+)"`)
)

// text is what a page says, as it is read, without its head and without tags.
func (r reply) text() string {
	_, main, found := strings.Cut(r.body, "<main")
	if !found {
		main = r.body
	}
	return strings.Join(strings.Fields(html.UnescapeString(markup.ReplaceAllString(main, " "))), " ")
}

// form is what the form that is sent to action holds without being filled in, and the part of the page in which it stands. It is nil when
// there is none.
func (r reply) form(action string) (form url.Values, part string) {
	_, rest, found := strings.Cut(r.body, `method="post" action="`+action+`"`)
	if !found {
		return nil, ""
	}
	part, _, _ = strings.Cut(rest, "</form>")
	form = url.Values{}
	for _, input := range hiddenInput.FindAllStringSubmatch(part, -1) {
		form.Set(input[1], html.UnescapeString(input[2]))
	}
	return form, part
}

// asksToTryAgain reports whether a page for whom the program has no time says what to do, and that nothing is lost.
func (r reply) asksToTryAgain() bool {
	text := r.text()
	return r.status == http.StatusServiceUnavailable && strings.Contains(text, "opnieuw") && (strings.Contains(text, "er gaat niets verloren") || strings.Contains(text, "Er gaat niets verloren"))
}
