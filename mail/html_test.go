package mail

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

const linked = "https://klachten.example.nl/zaak/TOKEN-1"

// delivered is a letter as it is mailed: its text and its HTML part.
func delivered(t testing.TB, n Notice) (text, page string) {
	t.Helper()
	letter := render(t, n)
	text = strings.NewReplacer(LinkPlaceholder, linked, CodePlaceholder, "1234 5678").Replace(letter.Body)
	page, err := HTML(words.Parse(n.Language), n.Data.Organisation, letter.Subject, text, linked)
	if err != nil {
		t.Fatal(err)
	}
	return text, page
}

func TestHTMLIsAsKept(t *testing.T) {
	each(t, func(t *testing.T, sort string, n Notice) { goldenHTML(t, sort, n) })
	for _, kind := range guardedKinds {
		for _, language := range languages {
			n := typical(t, dossier.ToComplainant, kind, language)
			n.Data.Authority = false
			goldenHTML(t, representative, n)
		}
	}
}

func goldenHTML(t *testing.T, sort string, n Notice) {
	t.Helper()
	_, got := delivered(t, n)
	path := filepath.Join("testdata", n.Language, sort, n.Kind+".html")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update when it should\ngot:\n%s", path, got)
	}
}

// The HTML part says what the text says, and nothing else.
func TestHTMLSaysWhatTheTextSays(t *testing.T) {
	each(t, func(t *testing.T, _ string, n Notice) {
		text, page := delivered(t, n)
		bullets := regexp.MustCompile(`(?m)^- `).ReplaceAllString(text, "")
		want := n.Data.Organisation + " " + bullets
		if got := textOf(t, page); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}

// textOf is what a reader sees of a page.
func textOf(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "style" && n.Parent.Data != "title" {
			b.WriteString(n.Data)
		}
		if n.Type == html.ElementNode {
			switch n.Data {
			case "p", "li", "br", "h1":
				b.WriteString(" ")
			}
		}
	}
	return b.String()
}

// Nothing is loaded from anywhere, nothing is run, nothing tells that it was read; the one link is the receiver's own.
func TestHTMLLoadsNothingAndLinksToOnePlace(t *testing.T) {
	each(t, func(t *testing.T, _ string, n Notice) {
		_, page := delivered(t, n)
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		for node := range root.Descendants() {
			if node.Type != html.ElementNode {
				continue
			}
			if !strings.Contains(" html head meta title style body main h1 p br ul li a ", " "+node.Data+" ") {
				t.Errorf("an element %s", node.Data)
			}
			for _, a := range node.Attr {
				if a.Key == "href" && a.Val != linked || !strings.Contains(" href lang charset name content ", " "+a.Key+" ") {
					t.Errorf("%s has %s=%q", node.Data, a.Key, a.Val)
				}
			}
		}
		for _, loads := range []string{"url(", "@import", "http-equiv", "src="} {
			if strings.Contains(page, loads) {
				t.Errorf("%s in:\n%s", loads, page)
			}
		}
		for _, needed := range []string{`<html lang="` + n.Language + `">`, "width=device-width", "prefers-color-scheme: dark", `content="light dark"`} {
			if !strings.Contains(page, needed) {
				t.Errorf("%s is not in it", needed)
			}
		}
	})
}

// ASVS 1.2.1: what people call themselves is text, in HTML too.
func TestHTMLEscapesWhatPeopleTyped(t *testing.T) {
	n := typical(t, dossier.ToComplainant, "message", "nl")
	n.Name = `<img src=x onerror=alert(1)> "&`
	_, page := delivered(t, n)
	if strings.Contains(page, "<img") || !strings.Contains(page, "&lt;img") {
		t.Errorf("it is markup:\n%s", page)
	}
	made, err := HTML(words.NL, "O", "S", "zie javascript:alert(1)", "javascript:alert(1)")
	if err != nil || strings.Contains(made, `href="javascript:`) {
		t.Errorf("%v\n%s", err, made)
	}
}
