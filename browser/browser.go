// Package browser drives a real Chromium in tests, the way a person uses a page: fields by
// their name, buttons and links by their text, clicks at a place on the screen.
//
// Every method waits for what it needs (the page loaded, no request under way, the element
// there) and fails the test when it does not come. Tests that use it carry the build tag
// "browser" and are run by make test; a missing Chromium fails them, it never skips them.
package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Patience is how long a method waits for what it needs before it fails the test. It is ample,
// for a machine that is busy with other tests; nothing waits that long when all is well.
const Patience = 20 * time.Second

// quiet is how long nothing may be under way for a page to count as at rest.
const quiet = 60 * time.Millisecond

// Page is one visitor in front of one page, with cookies of its own.
type Page struct {
	t      testing.TB
	ctx    context.Context // of chromedp: it is the tab
	script bool

	mu       sync.Mutex
	loading  bool
	requests map[network.RequestID]bool
	since    time.Time // of the latest change in what is under way
	problems []string
}

// Start launches a Chromium with a profile of its own, ended with the test, and gives a visitor
// with a wide screen.
func Start(t testing.TB) *Page {
	t.Helper()
	ctx, stop := chromedp.NewExecAllocator(context.Background(), flags(program(t))...)
	t.Cleanup(stop)
	return visitor(t, ctx)
}

// Another is a second visitor in the same browser, who shares no cookie with the first.
func (p *Page) Another() *Page {
	p.t.Helper()
	return visitor(p.t, p.ctx, chromedp.WithNewBrowserContext())
}

// program finds Chromium: the one that CHROMIUM names, or one on the path.
func program(t testing.TB) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	t.Fatal("browser tests need Chromium: install it with 'apt-get install chromium', or name one in CHROMIUM")
	return ""
}

// flags switch off the sandbox, which containers do not allow, and all that would make the
// browser talk to anybody but the page under test.
func flags(program string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("no-pings", true),
		chromedp.Flag("lang", "nl-NL"),
	)
}

func visitor(t testing.TB, parent context.Context, opts ...chromedp.ContextOption) *Page {
	t.Helper()
	ctx, _ := chromedp.NewContext(parent, opts...)
	p := &Page{t: t, ctx: ctx, script: true, requests: map[network.RequestID]bool{}}
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) }) // the browser may have gone before: no matter
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	p.Wide()
	return p
}

// Phone gives the visitor the screen of a phone, 390 by 844.
func (p *Page) Phone() {
	p.t.Helper()
	p.do("screen", chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch))
}

// Wide gives the visitor the screen of a small desktop, 1280 by 900.
func (p *Page) Wide() {
	p.t.Helper()
	p.do("screen", chromedp.EmulateViewport(1280, 900))
}

// Dark has the visitor prefer dark pages, or light ones again.
func (p *Page) Dark(on bool) {
	p.t.Helper()
	scheme := map[bool]string{true: "dark", false: "light"}[on]
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia,
		emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
		p.t.Fatalf("choosing %s: %v", scheme, err)
	}
}

// NoScript switches JavaScript off, or on again, from the next page on.
func (p *Page) NoScript(off bool) {
	p.t.Helper()
	p.script = !off
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: off}); err != nil {
		p.t.Fatalf("switching scripts: %v", err)
	}
}

// Open goes to an address and waits until the page is at rest.
func (p *Page) Open(url string) {
	p.t.Helper()
	p.do("open "+url, chromedp.Navigate(url))
	p.Rest()
}

// Reload loads the page again.
func (p *Page) Reload() {
	p.t.Helper()
	p.do("reload", chromedp.Reload())
	p.Rest()
}

// Back goes to the page before.
func (p *Page) Back() {
	p.t.Helper()
	p.do("back", chromedp.NavigateBack())
	p.Rest()
}

// Press types keys, as "\t" or "\r" or those of chromedp's package kb, into what has the focus.
func (p *Page) Press(keys string) {
	p.t.Helper()
	p.do("press keys", chromedp.KeyEvent(keys))
	p.Rest()
}

// URL is the address of the page.
func (p *Page) URL() string {
	p.t.Helper()
	return run(p, "read the address", chromedp.Location())
}

// Screenshot keeps a picture of the whole page as test-output/<file> at the root of the module.
func (p *Page) Screenshot(file string) {
	p.t.Helper()
	picture := run(p, "picture", chromedp.FullScreenshot(100))
	path := filepath.Join(root(p.t), "test-output", file)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// root is the folder of go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	t.Fatal("no go.mod above the test")
	return ""
}

// Problems lists what the browser complained about since the last call: exceptions of scripts, what
// the content security policy stopped, files that did not load. Tests expect it to be empty.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.problems
	p.problems = nil
	return all
}

// hear keeps count of what is under way. It runs in the loop that reads the browser, so it
// must be quick and must not call the browser.
func (p *Page) hear(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *page.EventFrameStartedLoading:
		p.loading = true
	case *page.EventFrameStoppedLoading:
		p.loading = false
	case *page.EventFrameNavigated:
		clear(p.requests) // those of the page before will not end any more
	case *network.EventRequestWillBeSent:
		p.requests[e.RequestID] = e.Type != network.ResourceTypeEventSource
	case *network.EventResponseReceived:
		if e.Response.MimeType == "text/event-stream" { // open for good
			delete(p.requests, e.RequestID)
		}
	case *network.EventLoadingFinished:
		delete(p.requests, e.RequestID)
	case *network.EventLoadingFailed:
		delete(p.requests, e.RequestID)
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.EntryLevelError {
			p.problems = append(p.problems, e.Entry.Text+" "+e.Entry.URL)
		}
		return
	case *runtime.EventExceptionThrown:
		p.problems = append(p.problems, exceptionText(e.ExceptionDetails))
		return
	default:
		return
	}
	p.since = time.Now()
}

func exceptionText(details *runtime.ExceptionDetails) string {
	if details.Exception != nil && details.Exception.Description != "" {
		return details.Exception.Description
	}
	return details.Text
}

// Rest waits until the page is loaded and no request is under way; streams of events do not
// count. The other methods call it where they must.
func (p *Page) Rest() {
	p.t.Helper()
	p.mu.Lock()
	p.since = time.Now() // what was just set off needs a moment to show
	p.mu.Unlock()
	p.until("the page to come to rest", p.atRest)
}

func (p *Page) atRest() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, counts := range p.requests {
		if counts {
			return false
		}
	}
	return !p.loading && time.Since(p.since) >= quiet
}

// until waits for a condition and fails the test, with a picture, when it does not come.
func (p *Page) until(what string, holds func() bool) {
	p.t.Helper()
	for end := time.Now().Add(Patience); !holds(); time.Sleep(15 * time.Millisecond) {
		if time.Now().After(end) {
			p.fail("waited %v in vain for %s", Patience, what)
		}
	}
}

// fail ends the test with a picture of what was on the screen.
func (p *Page) fail(format string, args ...any) {
	p.t.Helper()
	p.t.Errorf(format, args...)
	p.t.Logf("at %s, problems: %q", p.URL(), p.Problems())
	p.Screenshot("failed-" + filepath.Base(p.t.Name()) + ".png")
	p.t.FailNow()
}

func (p *Page) do(what string, step chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	run(p, what, step)
}

// run performs one action within Patience. One that the page escaped from by going elsewhere is performed on the next page.
func run[T any](p *Page, what string, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, Patience)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	for err != nil && strings.Contains(err.Error(), "Inspected target navigated") && ctx.Err() == nil {
		time.Sleep(quiet)
		value, err = chromedp.Run(ctx, action)
	}
	if err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
	return value
}

// Eval is the value of a JavaScript expression in the page; promises are awaited.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	return run(p, fmt.Sprintf("evaluate %.60q", expression), chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}
