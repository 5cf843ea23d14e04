package demo

import (
	"flag"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web"
)

var updating = flag.Bool("update", false, "write the list of what complainants' pages show anew, to be read before it is kept")

const shownPath = "testdata/complainant.txt"

// shortest is how long words are at least to be looked for: shorter ones stand in a page by chance.
const shortest = 24

var (
	named  = regexp.MustCompile(`(?s)<(dt|th|legend|label|h1|h2|h3|summary)\b[^>]*>(.*?)</`)
	markup = regexp.MustCompile(`<[^>]*>`)
	varies = regexp.MustCompile(`WH-[0-9A-Z]{4}-[0-9A-Z]{4}|\d+ [a-z]{3,4} \d{4}, \d\d\.\d\d|€\s[0-9.,]+`)
)

// shownOn is what one page shows: its headings and labels, and whose words of which sort.
func shownOn(page string, words []dossier.Part) []string {
	var list []string
	for _, m := range named.FindAllStringSubmatch(page, -1) {
		text := strings.Join(strings.Fields(html.UnescapeString(markup.ReplaceAllString(m[2], " "))), " ")
		list = append(list, m[1]+" "+varies.ReplaceAllString(text, "…"))
	}
	text := html.UnescapeString(page)
	for _, part := range words {
		if len(part.Text) >= shortest && strings.Contains(text, part.Text) {
			list = append(list, "words of "+string(part.Subject)+" ("+string(part.Class)+"): "+part.Name)
		}
	}
	return list
}

// partsOf are all words of a dossier, whoever may read them.
func partsOf(t *testing.T, db *store.DB, reference string) (parts []dossier.Part) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		d, err := tx.Load(reference)
		if err != nil {
			return err
		}
		byNumber, err := tx.Parts(d, 0)
		for _, some := range byNumber {
			parts = append(parts, some...)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// Complainants are shown what stands in one list, and nothing else: each heading, each label, and each sort of words, over all dossiers of the
// demo. What is new on their page is read there before it is kept (go test ./demo -run AllowList -update).
func TestTheComplainantsPageShowsWhatItsAllowListNames(t *testing.T) {
	w := firstWorld(t)
	pages := web.New(web.Config{Office: w.Office, Log: silent(), Base: w.Office.Base})
	found := map[string]bool{}
	opened := 0
	for _, reference := range references(t, w.Office.DB) {
		link, err := w.Office.LinkTo(t.Context(), reference, casework.PurposeStatus, 0)
		if err != nil {
			continue // nobody was ever mailed one
		}
		in := httptest.NewRecorder()
		pages.ServeHTTP(in, httptest.NewRequestWithContext(t.Context(), http.MethodGet, link, nil))
		if in.Code != http.StatusSeeOther {
			continue // expired
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, in.Header().Get("Location"), nil)
		for _, c := range in.Result().Cookies() {
			r.AddCookie(c)
		}
		page := httptest.NewRecorder()
		if pages.ServeHTTP(page, r); page.Code != http.StatusOK {
			t.Fatalf("the page of %s: %d", reference, page.Code)
		}
		opened++
		for _, what := range shownOn(page.Body.String(), partsOf(t, w.Office.DB, reference)) {
			found[what] = true
		}
	}
	if opened < 100 {
		t.Errorf("only %d pages were seen", opened)
	}
	list := strings.Join(slices.Sorted(maps.Keys(found)), "\n") + "\n"
	if *updating {
		if err := os.WriteFile(shownPath, []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(shownPath)
	if err != nil {
		t.Fatal(err)
	}
	may := strings.Split(string(kept), "\n")
	for what := range found {
		if !slices.Contains(may, what) {
			t.Errorf("a complainant is shown %q, which is not in %s", what, shownPath)
		}
	}
}
