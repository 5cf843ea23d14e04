// Package logwatch is where the programs of tests log to, and what looks through it afterwards: no log holds a secret or anything personal
// (ASVS 16.2.5), whatever the tests of a package made the program do.
//
// A package's TestMain hands its run to Main. Its tests log to Writer, and lead the requests they make through Watch, which notes what was
// typed into forms, what cookies hold and which private links were given out: none of it may be in the log. What else must not be there,
// they say with Forbid. Some secrets are known by their shape alone.
package logwatch

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// watch is one log and what may not be in it.
type watch struct {
	mu        sync.Mutex
	log       bytes.Buffer
	forbidden map[string]string // word -> what it is
}

var shared = &watch{forbidden: map[string]string{}}

// Writer is the log of all tests of a package. It can be written to from several goroutines.
func Writer() io.Writer { return shared }

func (w *watch) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.Write(p)
}

// Forbid says that words may not be in the log. kind is what a failure calls them: the words themselves it does not tell.
func Forbid(kind string, words ...string) { shared.forbid(kind, words...) }

// shortest is the least length of a word that is looked for: shorter ones are in everything.
const shortest = 6

// harmless are words that forms hold and logs may: codes, references, amounts and dates, addresses of pages.
var harmless = regexp.MustCompile(`^([a-z_]+|WH-[0-9A-Z]{4}-[0-9A-Z]{4}|[0-9 .,:€/-]{0,10}|/[a-z/-]*|true|false)$`)

func (w *watch) forbid(kind string, words ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, word := range words {
		if word = strings.TrimSpace(word); len(word) >= shortest && !harmless.MatchString(word) {
			w.forbidden[word] = kind
		}
	}
}

// shapes are secrets that are known by what they look like.
var shapes = map[string]*regexp.Regexp{
	"a hashed password":         regexp.MustCompile(`\$argon2id\$`),
	"a private key":             regexp.MustCompile(`PRIVATE\+?[ +]?KEY`),
	"a key of codes":            regexp.MustCompile(`otpauth:|secret=[A-Z2-7]{16}`),
	"a private link":            regexp.MustCompile(`/(zaak|navraag)/[A-Za-z0-9_-]{20}`),
	"a key of the database":     regexp.MustCompile(`postgres(ql)?://[^ "/@]*:[^ "/@]+@`),
	"an e-mail address":         regexp.MustCompile(`[a-z0-9._-]+@[a-z0-9-]+\.(example|org|nl|net|com)\b`),
	"a phone number":            regexp.MustCompile(`(\+31|\b06)[ -]?[0-9]{8}\b`),
	"words of a made-up client": regexp.MustCompile(`[A-Z]{3,}-?CANARY`),
}

// found lists what is in the log and may not be: what it is, and the line up to it.
func (w *watch) found() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	log := w.log.String()
	var list []string
	for word, kind := range w.forbidden {
		for _, form := range formsOf(word) {
			if at := strings.Index(log, form); at >= 0 {
				list = append(list, kind+": "+before(log, at))
				break
			}
		}
	}
	for kind, shape := range shapes {
		if at := shape.FindStringIndex(log); at != nil {
			list = append(list, kind+": "+before(log, at[0]))
		}
	}
	slices.Sort(list)
	return list
}

// formsOf are the ways in which a log would write a word: as it is, quoted, and as an address has it.
func formsOf(word string) []string {
	quoted := fmt.Sprintf("%q", word)
	return []string{word, quoted[1 : len(quoted)-1], url.QueryEscape(word), url.PathEscape(word)}
}

// before is the line up to a place, which tells who logged it.
func before(log string, at int) string {
	return log[strings.LastIndexByte(log[:at], '\n')+1:at] + "…"
}

// Watch notes what requests and answers hold that may not be logged: what was typed, cookies, private links.
func Watch(next http.Handler) http.Handler { return shared.watching(next) }

// mostRead is how much of a request is looked at.
const mostRead = 1 << 20

func (w *watch) watching(next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.Body != nil {
			head, _ := io.ReadAll(io.LimitReader(r.Body, mostRead)) // what cannot be read, the handler is told of
			w.typed(r, head)
			r.Body = struct {
				io.Reader
				io.Closer
			}{io.MultiReader(bytes.NewReader(head), r.Body), r.Body}
		}
		for _, c := range r.Cookies() {
			w.forbid("a cookie", c.Value)
		}
		w.path("a private link", r.URL.Path)
		next.ServeHTTP(out, r)
		for _, line := range out.Header().Values("Set-Cookie") {
			if c, err := http.ParseSetCookie(line); err == nil {
				w.forbid("a cookie", c.Value)
			}
		}
		w.path("a private link", out.Header().Get("Location"))
	})
}

// typed notes the values of a form.
func (w *watch) typed(r *http.Request, body []byte) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return
	}
	values, _ := url.ParseQuery(string(body)) // of a form that is damaged, what can be read
	for name, list := range values {
		w.forbid("what was typed as "+name, list...)
	}
}

// path notes the token of a private link.
func (w *watch) path(kind, path string) {
	for _, prefix := range []string{"/zaak/", "/navraag/"} {
		if _, rest, found := strings.Cut(path, prefix); found {
			token, _, _ := strings.Cut(rest, "/")
			w.forbid(kind, token)
		}
	}
}

// Main runs the tests of a package, then looks through their log. It answers with the exit code.
func Main(m *testing.M) int {
	code := m.Run()
	if shared.log.Len() == 0 && code == 0 && flag.Lookup("test.run").Value.String() == "" {
		_, _ = fmt.Fprintln(os.Stderr, "these tests logged nothing: their log is not led to logwatch.Writer")
		return 1
	}
	if found := shared.found(); len(found) > 0 {
		_, _ = fmt.Fprintf(os.Stderr, "the log of these tests holds what no log may hold (ASVS 16.2.5):\n  %s\n", strings.Join(found, "\n  "))
		return max(code, 1)
	}
	return code
}
